"""``tapewright code suggest``, ``code take`` and ``code leave``: passages that may be coded so."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.verbs import suggestcodes as verb
from tapewright.verbs.codebooks import code_tree
from tapewright.words.counted import counted

_who = click.option("--who", default="", metavar="NAME", help="Who decides. Default: who works on this machine.")
_note = click.option("--note", default="", help="A remark.")


@tapewright_command(name="suggest")
@project_option
@click.argument("code")
@click.option("--tape", metavar="TAPE", help="Only on this tape.")
@click.option("--most", type=click.IntRange(1, 200), default=20, show_default=True, help="Offer at most so many.")
def suggest(project: Project, code: str, tape: str | None, most: int, as_json: bool) -> None:
    """Offer passages like those that have CODE, for a person to take or leave.

    They are found by meaning, and like the code's definition and example too. Nothing is coded by this: `code take`
    makes a coding of one, `code leave` says no, and neither is offered again.
    """
    with ProgressLine(after=2.0) as line:
        found = verb.suggestions(project, code_tree(project).find(code).id, tape=tape, most=most, report=line.report)
    show(as_json, lambda: verb.record(project, found), lambda: "\n".join(_lines(found)))


@tapewright_command(name="take")
@project_option
@click.argument("key")
@_note
@_who
def take(project: Project, key: str, note: str, who: str, as_json: bool) -> None:
    """Make a coding of the suggestion KEY."""
    _decided(project, key, True, note, who, as_json)


@tapewright_command(name="leave")
@project_option
@click.argument("key")
@_note
@_who
def leave(project: Project, key: str, note: str, who: str, as_json: bool) -> None:
    """Leave the suggestion KEY: it is not offered again."""
    _decided(project, key, False, note, who, as_json)


def _decided(project: Project, key: str, take_it: bool, note: str, who: str, as_json: bool) -> None:
    made = verb.decide(project, key, take=take_it, note=note, who=who)
    show(as_json, lambda: verb.decision_record(made), lambda: f"{made.about}: {made.answer}")


def _lines(found: verb.Suggestions) -> Iterator[str]:
    for one in found.offered:
        yield f"{one.key}  {one.hit.timecode}  {one.hit.speaker}  ({one.hit.score / 10:.0f} %)"
        yield f"    {one.hit.text}"
        yield f"    like: {one.like[:120]}"
    yield found.why or f"{counted(len(found.offered), 'passage')} offered, {found.decided} decided; nothing was coded"
