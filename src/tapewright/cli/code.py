"""``tapewright code``: put codes on passages, take them off, ask; ``tapewright memo``: write beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.suggest import leave, suggest, take
from tapewright.errors import UsageError
from tapewright.verbs import askcodes
from tapewright.verbs import codings as verb
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.stringout import string_out
from tapewright.words.counted import counted

_who = click.option("--who", default="", metavar="NAME", help="Who says so. Default: who works on this machine.")
_SHOWN = 100


def _limits(function: Any) -> Any:
    """The options that keep to some codings."""
    for name, shown, told in (
        ("date", "EDTF", "Only passages on which events of this time rest."),
        ("tape", "TAPE", "Only this tape."),
        ("case", "CASE", "Only tapes of this case."),
        ("coder", "NAME", "Only what this coder coded."),
        ("group", "GROUP", "Only what speakers of this group say."),
        ("speaker", "NAME", "Only what this speaker says."),
    ):
        function = click.option(f"--{name}", default="", metavar=shown, help=told)(function)
    return function


class _Group(click.Group):
    """``code SPAN CODE`` codes; ``code list`` and the others are commands."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["put", *args]
        return super().resolve_command(ctx, args)


@click.group(name="code", cls=_Group, epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Put codes on passages: `tapewright code T017@12.5,13.9 CODE`.

    A passage is a place on a tape, in seconds or timecode; one time alone is the turn that is said then. CODE is a
    code's name, the end of its path, or C12. What is coded stays on its place whatever is corrected.
    """


@tapewright_command(name="put")
@project_option
@click.argument("span")
@click.argument("code")
@click.option("--coder", default="", metavar="NAME", help="Whose coding it is. Default: who works on this machine.")
@click.option("--note", default="", help="A remark.")
def put(project: Project, span: str, code: str, coder: str, note: str, as_json: bool) -> None:
    """Put CODE on the passage SPAN; the word `put` may be left out."""
    made = verb.code_span(project, span, code_tree(project).find(code).id, coder=coder, note=note)
    _told(project, verb.passages(project, [made]), as_json)


@tapewright_command(name="remove")
@project_option
@click.argument("codings", nargs=-1, required=True, metavar="CODING…")
@_who
def remove(project: Project, codings: tuple[str, ...], who: str, as_json: bool) -> None:
    """Take codings off: K12, as `code list` gives them."""
    numbers = [_number(one) for one in codings]
    gone = verb.uncode(project, numbers, who=who)
    told = counted(len(gone), "coding")
    show(as_json, lambda: {"removed": [one.id for one in gone]}, lambda: f"took {told} off")


@tapewright_command(name="note")
@project_option
@click.argument("coding")
@click.argument("text")
@_who
def note(project: Project, coding: str, text: str, who: str, as_json: bool) -> None:
    """Write the remark of a coding, in place of the one that it has."""
    made = verb.recode(project, _number(coding), note=text, who=who)
    _told(project, verb.passages(project, [made]), as_json)


@tapewright_command(name="list")
@project_option
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Those with this code or one below; repeatable.")
@click.option("--tape", metavar="TAPE", help="Those of this tape.")
@click.option("--coder", metavar="NAME", help="Those of this coder.")
def list_(project: Project, codes: tuple[str, ...], tape: str | None, coder: str | None, as_json: bool) -> None:
    """List coded passages."""
    tree = code_tree(project)
    wanted = [tree.find(code).id for code in codes] or None
    _told(project, verb.codings(project, tape=tape, codes=wanted, coder=coder), as_json)


@tapewright_command(name="coders")
@project_option
def coders(project: Project, as_json: bool) -> None:
    """List who has coded how much."""
    found = verb.coders(project)
    record = {"coders": [{"name": name, "codings": count} for name, count in found.items()]}
    lines = [f"{name}  {counted(count, 'coding')}" for name, count in found.items()]
    show(as_json, lambda: record, lambda: "\n".join(lines) or "nobody has coded yet")


@tapewright_command(name="ask")
@project_option
@click.argument("question")
@_limits
@click.option("--edit", metavar="EDIT", help="Make a new paper edit of the answer, a string-out.")
def ask(project: Project, question: str, edit: str | None, as_json: bool, **only: str) -> None:
    """Ask the codings a question.

    \b
    letters                          passages with the code, or with one below it
    letters and board                where both lie on the same words
    letters or calls                 either
    letters not board                the first where no passage of the second touches it
    letters within 30 s of board     both with what lies between
    (letters or calls) not board     brackets
    """
    chosen = askcodes.Filter(**only)
    found = askcodes.ask(project, question, only=chosen)
    if edit:
        made = string_out(project, question, edit, only=chosen)
        show(
            as_json,
            lambda: {**askcodes.record(project, found), "edit": made.path.stem, "path": str(made.path)},
            lambda: f"{made.path}: {counted(made.bite or 0, 'bite')}",
        )
        return

    def text() -> str:
        lines = [
            f"{one.quote.span.tape} {project.store.tape(one.quote.span.tape).timecode(one.quote.span.interval.start)}  "
            f"{_said(one.speakers)}{one.quote.text}  [{', '.join(one.codes)}]"
            for one in found[:_SHOWN]
        ]
        if len(found) > _SHOWN:
            lines.append(f"and {len(found) - _SHOWN} more; --json has all")
        return "\n".join(lines) or "no passage answers that"

    show(as_json, lambda: askcodes.record(project, found), text)


@tapewright_command(name="table")
@project_option
@click.option(
    "--by",
    type=click.Choice([one.value for one in askcodes.By]),
    default="speaker",
    show_default=True,
    help="What has a column of its own.",
)
@_limits
def table(project: Project, by: str, as_json: bool, **only: str) -> None:
    """Count codes by speaker, group, coder, tape or case."""
    made = askcodes.table(project, askcodes.By(by), only=askcodes.Filter(**only))

    def text() -> str:
        if not made.rows:
            return "nothing is coded so"
        width = max(len(row) for row in made.rows)
        heads = made.columns
        lines = [" " * width + "  " + "  ".join(head.rjust(max(4, len(head))) for head in heads)]
        for row in made.rows:
            cells = [made.cells.get((row, column)) for column in made.columns]
            numbers = [
                str(cell.passages if cell else 0).rjust(max(4, len(head)))
                for cell, head in zip(cells, heads, strict=True)
            ]
            lines.append(f"{row.ljust(width)}  {'  '.join(numbers)}")
        return "\n".join(lines)

    show(as_json, lambda: askcodes.table_record(made), text)


def _said(speakers: Sequence[str]) -> str:
    """Who speaks: all who do, so that nobody is given somebody else's words."""
    return f"{', '.join(name or 'nobody named' for name in speakers)}: " if any(speakers) else ""


def _told(project: Project, found: list[verb.CodedPassage], as_json: bool) -> None:
    tree = code_tree(project)

    def text() -> str:
        lines = []
        for one in found[:_SHOWN]:
            span = one.coding.quote.span
            at = project.store.tape(span.tape).timecode(span.interval.start)
            now = f"  (reads now: {one.now})" if one.now is not None else ""
            lines.append(
                f"K{one.coding.id}  {span.tape} {at}  {tree.path(one.code)}  {one.coding.coder}\n"
                f"    {_said(one.speakers)}{one.coding.quote.text}{now}"
            )
            if one.coding.note:
                lines.append(f"    note: {one.coding.note}")
        if len(found) > _SHOWN:
            warn(f"{len(found) - _SHOWN} more; --json has all")
        return "\n".join(lines) or "nothing is coded so"

    show(as_json, lambda: verb.record(project, found), text)


def _number(given: str) -> int:
    plain = given[1:] if given[:1] in ("K", "k") else given
    if not plain.isascii() or not plain.isdigit():
        raise UsageError(f"not a coding: {given[:40]!r}", hint="K12, as tapewright code list gives it")
    return int(plain)


for _command in (put, remove, note, list_, coders, ask, table, suggest, take, leave):
    command.add_command(_command)
