"""``tapewright chronicle people``: list, add, edit, remove the people and institutions of the chronology."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.model import Party, PartyKind
from tapewright.verbs import parties as verb
from tapewright.words.counted import counted

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(name="people", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Keep the people and institutions of the chronology: its lanes.

    NAME is a name, or P3. `chronicle merge P4 P3` makes two one.
    """


_who = click.option("--by", default="", metavar="NAME", help="Who enters it. Default: who works on this machine.")


def _options(function: Command) -> Command:
    for option in (
        click.option("--note", help="A remark."),
        click.option("--group", metavar="GROUP", help="One of the project's groups, by which rates are told."),
        click.option("--speaker", metavar="NAME", help='Who it is on the tapes; "" for nobody.'),
        click.option("--died", metavar="EDTF", help="When they died."),
        click.option("--born", metavar="EDTF", help="When they were born: 1962-04, 1962~."),
        click.option("--person/--institution", "is_person", default=None, help="Which of the two it is."),
    ):
        function = option(function)
    return function


@tapewright_command(name="list")
@project_option
def list_(project: Project, as_json: bool) -> None:
    """List people and institutions with the number of their events."""
    found = verb.parties(project)
    _told(project, found, as_json, "nobody yet; chronicle add --who NAME:role names people")


@tapewright_command(name="add")
@project_option
@click.argument("name")
@_options
@_who
def add(project: Project, name: str, by: str, as_json: bool, **given: Any) -> None:
    """Add the person or institution NAME."""
    _told(project, [verb.add_party(project, _change(given, name), who=by)], as_json)


@tapewright_command(name="edit")
@project_option
@click.argument("name")
@click.option("--name", "new_name", help="What they are called.")
@_options
@_who
def edit(project: Project, name: str, new_name: str | None, by: str, as_json: bool, **given: Any) -> None:
    """Change what is said of NAME; "" takes a fact away."""
    party = verb.named_party(verb.parties(project), name)
    _told(project, [verb.edit_party(project, party.id, _change(given, new_name), who=by)], as_json)


@tapewright_command(name="remove")
@project_option
@click.argument("name")
@_who
def remove(project: Project, name: str, by: str, as_json: bool) -> None:
    """Remove NAME, whom no event names."""
    gone = verb.remove_party(project, verb.named_party(verb.parties(project), name).id, who=by)
    show(as_json, lambda: verb.party_record(gone), lambda: f"removed P{gone.id}  {gone.name}")


for _command in (list_, add, edit, remove):
    command.add_command(_command)


def _change(given: dict[str, Any], name: str | None) -> verb.PartyChange:
    is_person = given.pop("is_person")
    kind = None if is_person is None else PartyKind.PERSON if is_person else PartyKind.INSTITUTION
    return verb.PartyChange(name=name, kind=kind, **given)


def _told(project: Project, found: Sequence[Party], as_json: bool, nothing: str = "") -> None:
    record = verb.record(project, found)
    show(as_json, lambda: record, lambda: "\n".join(_lines(record)) or nothing)


def _lines(record: dict[str, Any]) -> list[str]:
    lines = []
    for party in record["parties"]:
        facts = [f"born {party['born']}" if party["born"] else "", f"died {party['died']}" if party["died"] else ""]
        facts += [party["group"], f"speaker {party['speaker']}" if party["speaker"] else "", party["note"]]
        rest = "; ".join(fact for fact in facts if fact)
        number, events = f"P{party['id']}", counted(party["events"], "event")
        lines.append(f"{number:>6}  {party['kind']:<12} {party['name']:<30} {events:>11}  {rest}".rstrip())
    return lines
