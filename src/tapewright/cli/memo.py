"""``tapewright memo``: write, change, remove, list."""

from __future__ import annotations

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import Memo, MemoAbout
from tapewright.verbs import memos as verb
from tapewright.verbs.codebooks import code_tree

_who = click.option("--who", default="", metavar="NAME", help="Who writes. Default: who works on this machine.")


@click.group(name="memo", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Write down what you think, beside a passage, a tape, a code, a coding, an event, or the whole project."""


@tapewright_command(name="add")
@project_option
@click.argument("text")
@click.option("--title", default="", help="A title.")
@click.option("--span", default="", metavar="PLACE", help="About this passage: T017@12.5,13.9.")
@click.option("--tape", default="", metavar="TAPE", help="About this tape.")
@click.option("--code", metavar="CODE", help="About this code.")
@click.option("--coding", type=int, metavar="NUMBER", help="About the coding K NUMBER.")
@click.option("--event", type=int, metavar="NUMBER", help="About the event E NUMBER.")
@_who
def add(
    project: Project,
    text: str,
    title: str,
    span: str,
    tape: str,
    code: str | None,
    coding: int | None,
    event: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Write a memo; about the project where nothing else is named."""
    if sum((bool(span), bool(tape), code is not None, coding is not None, event is not None)) > 1:
        raise UsageError("a memo is about one thing", hint="--span, --tape, --code, --coding or --event")
    about, target = MemoAbout.PROJECT, 0
    if code is not None:
        about, target = MemoAbout.CODE, code_tree(project).find(code).id
    elif coding is not None:
        about, target = MemoAbout.CODING, coding
    elif event is not None:
        about, target = MemoAbout.EVENT, event
    made = verb.add_memo(project, text, about=about, target=target, tape=tape, span=span, title=title, who=who)
    _told(project, [made], as_json)


@tapewright_command(name="change")
@project_option
@click.argument("memo", type=int)
@click.option("--text", help="Another text.")
@click.option("--title", help="Another title.")
@_who
def change(project: Project, memo: int, text: str | None, title: str | None, who: str, as_json: bool) -> None:
    """Change a memo."""
    if text is None and title is None:
        raise UsageError("say what is to change", hint="--text or --title")
    _told(project, [verb.edit_memo(project, memo, text=text, title=title, who=who)], as_json)


@tapewright_command(name="remove")
@project_option
@click.argument("memo", type=int)
@_who
def remove(project: Project, memo: int, who: str, as_json: bool) -> None:
    """Remove a memo."""
    _told(project, [verb.remove_memo(project, memo, who=who)], as_json)


@tapewright_command(name="list")
@project_option
@click.option("--tape", default="", metavar="TAPE", help="Those about this tape and its passages.")
@click.option("--about", type=click.Choice([one.value for one in MemoAbout]), help="Those about one kind of thing.")
def list_(project: Project, tape: str, about: str | None, as_json: bool) -> None:
    """List memos."""
    _told(project, verb.memos(project, tape=tape, about=MemoAbout(about) if about else None), as_json)


def _told(project: Project, found: list[Memo], as_json: bool) -> None:
    def text() -> str:
        lines = []
        for memo in found:
            place = memo.quote.span.tape if memo.quote else memo.tape or (memo.target or "")
            head = " ".join(str(part) for part in (memo.about.value, place) if part)
            lines.append(f"{memo.id}  {head}  {memo.who}{f'  {memo.title}' if memo.title else ''}\n    {memo.text}")
        return "\n".join(lines) or "no memos yet"

    show(as_json, lambda: verb.record(project, found), text)


for _command in (add, change, remove, list_):
    command.add_command(_command)
