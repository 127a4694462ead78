"""``tapewright case``: add, list, edit, tapes, remove."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import Case
from tapewright.verbs import cases as verb
from tapewright.words.counted import counted

_who = click.option("--by", default="", metavar="NAME", help="Who enters it. Default: who works on this machine.")


@click.group(name="case", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Keep the cases of the project, each with its tapes and its events.

    CASE is a case's name. `tapewright compare` lays cases beside each other.
    """


@tapewright_command(name="add")
@project_option
@click.argument("name")
@click.option("--tape", "tapes", multiple=True, metavar="TAPE", help="A tape of it; often.")
@click.option("--note", default="", help="A remark.")
@_who
def add(project: Project, name: str, tapes: tuple[str, ...], note: str, by: str, as_json: bool) -> None:
    """Add the case NAME."""
    _told([verb.add_case(project, name, note=note, tapes=tapes, who=by)], as_json)


@tapewright_command(name="list")
@project_option
def list_(project: Project, as_json: bool) -> None:
    """List cases with their tapes."""
    _told(verb.cases(project), as_json, "no cases yet; tapewright case add NAME adds one")


@tapewright_command(name="edit")
@project_option
@click.argument("case")
@click.option("--name", help="What it is called.")
@click.option("--note", help="A remark, in place of the one that it has.")
@_who
def edit(project: Project, case: str, name: str | None, note: str | None, by: str, as_json: bool) -> None:
    """Change the name or the note of CASE."""
    if name is None and note is None:
        raise UsageError("say what is to change", hint="--name or --note")
    _told([verb.edit_case(project, verb.case_called(project, case), name=name, note=note, who=by)], as_json)


@tapewright_command(name="tapes")
@project_option
@click.argument("case")
@click.option("--add", "more", multiple=True, metavar="TAPE", help="A tape that belongs to it; often.")
@click.option("--remove", "gone", multiple=True, metavar="TAPE", help="A tape that does not; often.")
@_who
def tapes(project: Project, case: str, more: tuple[str, ...], gone: tuple[str, ...], by: str, as_json: bool) -> None:
    """Say which tapes belong to CASE; a tape may belong to several."""
    found = verb.case_called(project, case)
    _told([verb.edit_case(project, found, add=more, remove=gone, who=by)], as_json)


@tapewright_command(name="remove")
@project_option
@click.argument("case")
@_who
def remove(project: Project, case: str, by: str, as_json: bool) -> None:
    """Remove CASE, to which no event belongs; its tapes stay."""
    gone = verb.remove_case(project, verb.case_called(project, case), who=by)
    show(as_json, lambda: verb.record([gone]), lambda: f"removed {gone.name}")


for _command in (add, list_, edit, tapes, remove):
    command.add_command(_command)


def _told(found: Sequence[Case], as_json: bool, nothing: str = "") -> None:
    show(as_json, lambda: verb.record(found), lambda: "\n".join(map(_line, found)) or nothing)


def _line(case: Case) -> str:
    tapes = f"{counted(len(case.tapes), 'tape')}: {', '.join(case.tapes)}" if case.tapes else "no tapes"
    return f"{case.name}  {tapes}{f'  ({case.note})' if case.note else ''}"
