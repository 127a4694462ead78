"""``tapewright memo``: write, change, remove, list."""

from __future__ import annotations

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import CodeId, Memo, MemoAbout
from tapewright.verbs import memos as verb
from tapewright.verbs.codebooks import code_tree

_MOST_DIGITS = 18
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
@click.option("--coding", metavar="CODING", help="About this coding: K12.")
@click.option("--event", metavar="EVENT", help="About this event: E12.")
@_who
def add(
    project: Project,
    text: str,
    title: str,
    span: str,
    tape: str,
    code: str | None,
    coding: str | None,
    event: str | None,
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
        about, target = MemoAbout.CODING, _number(coding, "K", "coding")
    elif event is not None:
        about, target = MemoAbout.EVENT, _number(event, "E", "event")
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
    gone = verb.remove_memo(project, memo, who=who)
    show(as_json, lambda: verb.record(project, [gone]), lambda: f"memo {gone.id} is removed")


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
            head = " ".join(part for part in (_KINDS.get(memo.about, memo.about.value), _place(project, memo)) if part)
            lines.append(f"{memo.id}  {head}  {memo.who}{f'  {memo.title}' if memo.title else ''}\n    {memo.text}")
        return "\n".join(lines) or "no memos yet"

    show(as_json, lambda: verb.record(project, found), text)


_KINDS = {MemoAbout.SPAN: "passage"}
_SIGNS = {MemoAbout.CODING: "K", MemoAbout.EVENT: "E", MemoAbout.PARTY: "P"}


def _place(project: Project, memo: Memo) -> str:
    """What a memo is about, by its name or as commands call it."""
    if memo.quote is not None:
        span = memo.quote.span
        return f"{span.tape} {project.store.tape(span.tape).timecode(span.interval.start)}"
    if memo.about is MemoAbout.CODE:
        tree = code_tree(project)
        code = tree.by_id.get(CodeId(memo.target))
        return tree.path(code) if code else f"C{memo.target}"
    return memo.tape or (f"{_SIGNS.get(memo.about, '')}{memo.target}" if memo.target else "")


def _number(given: str, sign: str, what: str) -> int:
    plain = given[1:] if given[:1].upper() == sign else given
    if not plain.isascii() or not plain.isdigit() or len(plain) > _MOST_DIGITS:
        raise UsageError(f"not the number of a {what}: {given[:40]!r}", hint=f"{sign}12")
    return int(plain)


for _command in (add, change, remove, list_):
    command.add_command(_command)
