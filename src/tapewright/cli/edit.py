"""``tapewright edit``: new, insert, move, trim, strike, split, remove, anchor, select, show, list, airtime."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.door import show as show_answer
from tapewright.cli.runningorder import airtime_table, edits_table, table, words_of
from tapewright.errors import UsageError
from tapewright.model import Hit, Span, TapeId
from tapewright.verbs import airtime, editlist
from tapewright.verbs import edit as verb
from tapewright.verbs.edit import EditDone, Where
from tapewright.verbs.find import WAYS, find
from tapewright.verbs.moments import stretch
from tapewright.verbs.selects import select

_dry_run = click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")


@click.group(name="edit", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Cut on paper: a text file of scenes, narration and bites that name their places on the tapes.

    EDIT is the name of a paper edit in the project ("nine-years") or any path. BITE is a bite's number as `edit show`
    gives it, or L12 for the block on line 12. Editing the file by hand is as good.
    """


def _places(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--after``, ``--before`` and ``--scene``."""
    for option in (
        click.option("--scene", default="", metavar="TITLE", help="At the end of this scene."),
        click.option("--before", metavar="BITE", help="Before this bite, or L12: before the block on line 12."),
        click.option("--after", metavar="BITE", help="Behind this bite, or L12: behind the block on line 12."),
    ):
        function = option(function)
    return function


@tapewright_command(name="new")
@project_option
@click.argument("name")
@click.option("--title", default="", help="What it is called. Default: NAME.")
@click.option("--rate", default="", help="Frames a second. Default: the project's.")
@click.option("--drop", is_flag=True, help="Drop-frame timecode, with --rate.")
@click.option("--start", default="", metavar="TIMECODE", help="The programme's first frame. Default: the project's.")
@_dry_run
def new_command(
    project: Project, name: str, title: str, rate: str, drop: bool, start: str, dry_run: bool, as_json: bool
) -> None:
    """Make the paper edit NAME."""
    done = verb.new_edit(project, name, title=title, rate=rate, drop=drop, start=start, dry_run=dry_run)
    _told(done, as_json, f"made {done.path}")


@tapewright_command(name="insert")
@project_option
@click.argument("name", metavar="EDIT")
@click.argument("tape", required=False)
@click.option("--from", "start", metavar="TIME", help="Source timecode (00:12:03:04) or seconds on TAPE.")
@click.option("--to", "end", metavar="TIME", help="The end, likewise.")
@click.option("--search", "query", metavar="WORDS", help="The passage with these words, on TAPE or anywhere.")
@click.option("--way", type=click.Choice(WAYS), default="exact", help="How to search.")
@click.option("--hit", type=click.IntRange(min=1), help="Which hit, where there are several.")
@click.option("--speaker", metavar="NAME", help="Who says it. Default: who the transcript says.")
@_places
@_dry_run
def insert_command(
    project: Project,
    name: str,
    tape: str | None,
    start: str | None,
    end: str | None,
    query: str | None,
    way: str,
    hit: int | None,
    speaker: str | None,
    after: str | None,
    before: str | None,
    scene: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put a bite in: a stretch of a tape by its times, or what a search finds."""
    if bool(query) == bool(start or end):
        raise UsageError("say which passage", hint="either TAPE --from … --to …, or --search “words”")
    place = _hit(project, query, tape, way, hit) if query else _stretch(project, tape, start, end)
    where = Where(after=after, before=before, scene=scene)
    done = verb.insert(project, name, place, where=where, speaker=speaker, dry_run=dry_run)
    _told(done, as_json, f"bite {done.bite} of {done.path.stem}")


@tapewright_command(name="move")
@project_option
@click.argument("name", metavar="EDIT")
@click.argument("bite")
@_places
@_dry_run
def move_command(
    project: Project,
    name: str,
    bite: str,
    after: str | None,
    before: str | None,
    scene: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put a bite (or the block on a line) elsewhere; without an option, at the end."""
    done = verb.move(project, name, bite, Where(after=after, before=before, scene=scene), dry_run=dry_run)
    _told(done, as_json, f"now bite {done.bite} of {done.path.stem}" if done.bite else "moved")


@tapewright_command(name="trim")
@project_option
@click.argument("name", metavar="EDIT")
@click.argument("bite")
@click.option("--start", type=int, default=0, metavar="±WORDS", help="Begin so many words later (2) or earlier (-2).")
@click.option("--end", type=int, default=0, metavar="±WORDS", help="End so many words later (2) or earlier (-2).")
@_dry_run
def trim_command(project: Project, name: str, bite: str, start: int, end: int, dry_run: bool, as_json: bool) -> None:
    """Move the ends of a bite by words, its text and its place together."""
    if not start and not end:
        raise UsageError("say by how many words", hint="--start 2, --end -1")
    done = verb.trim(project, name, bite, start=start, end=end, dry_run=dry_run)
    _told(done, as_json, f"trimmed bite {done.bite}")


@tapewright_command(name="strike")
@project_option
@click.argument("name", metavar="EDIT")
@click.argument("bite")
@click.argument("words", required=False)
@click.option("--numbers", metavar="4-7", help="The words by their numbers, as `edit show --words` gives them.")
@click.option("--undo", is_flag=True, help="Take the strike away.")
@_dry_run
def strike_command(
    project: Project,
    name: str,
    bite: str,
    words: str | None,
    numbers: str | None,
    undo: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Strike WORDS of a bite, so that they are lifted out of it."""
    if bool(words) == bool(numbers):
        raise UsageError("say which words", hint="either the words themselves, or --numbers 4-7")
    chosen = _numbers(numbers) if numbers else (words or "")
    done = verb.strike(project, name, bite, chosen, undo=undo, dry_run=dry_run)
    _told(done, as_json, f"{'no longer struck' if undo else 'struck'} in bite {done.bite}")


@tapewright_command(name="split")
@project_option
@click.argument("name", metavar="EDIT")
@click.argument("bite")
@click.argument("word", type=click.IntRange(min=1))
@_dry_run
def split_command(project: Project, name: str, bite: str, word: int, dry_run: bool, as_json: bool) -> None:
    """Make two bites of one.

    The second begins with word number WORD, as `edit show --words` counts.
    """
    done = verb.split(project, name, bite, word, dry_run=dry_run)
    _told(done, as_json, f"bite {done.bite} is now bites {done.bite} and {done.bite + 1}")


@tapewright_command(name="remove")
@project_option
@click.argument("name", metavar="EDIT")
@click.argument("bite")
@_dry_run
def remove_command(project: Project, name: str, bite: str, dry_run: bool, as_json: bool) -> None:
    """Take a bite (or the block on a line) out."""
    _told(verb.remove(project, name, bite, dry_run=dry_run), as_json, "removed")


@tapewright_command(name="anchor")
@project_option
@click.argument("name", metavar="EDIT")
@click.argument("bite")
@click.argument("tape")
@click.option("--from", "start", metavar="TIME", required=True, help="Source timecode or seconds on TAPE.")
@click.option("--to", "end", metavar="TIME", required=True, help="The end, likewise.")
@_dry_run
def anchor_command(
    project: Project, name: str, bite: str, tape: str, start: str, end: str, dry_run: bool, as_json: bool
) -> None:
    """Put a bite's place where its words are found now; its text stays."""
    span = _stretch(project, tape, start, end)
    done = verb.anchor(project, name, bite, span, dry_run=dry_run)
    _told(done, as_json, f"anchored bite {done.bite}")


@tapewright_command(name="show")
@project_option
@click.argument("name", metavar="EDIT")
@click.option("--words", "bite", type=click.IntRange(min=1), metavar="BITE", help="The words of a bite, numbered.")
def show_command(project: Project, name: str, bite: int | None, as_json: bool) -> None:
    """Show the running order.

    Every bite with its place in the programme, its place on the tape, its length and its words. The places are the
    timecodes that an export writes.
    """
    order = verb.show(project, name)
    show_answer(as_json, lambda: verb.show_record(order), lambda: words_of(order, bite) if bite else table(order))
    for problem in order.problems:
        who = f"bite {problem.bite}: " if problem.bite else ""
        warn(f"{order.path.name}:{problem.line}: {who}{problem.message}")


@tapewright_command(name="select")
@project_option
@click.argument("tape")
@click.option("--from", "start", metavar="TIME", required=True, help="Source timecode or seconds on TAPE.")
@click.option("--to", "end", metavar="TIME", required=True, help="The end, likewise.")
@click.option("--speaker", metavar="NAME", help="Who says it. Default: who the transcript says.")
def select_command(project: Project, tape: str, start: str, end: str, speaker: str | None, as_json: bool) -> None:
    """Put a stretch of TAPE by for later, at the end of the paper edit "selects"."""
    done = select(project, _stretch(project, tape, start, end), speaker=speaker)
    _told(done, as_json, f"select {done.bite}")


@tapewright_command(name="list")
@project_option
def list_command(project: Project, as_json: bool) -> None:
    """List the paper edits of the project with their running times."""
    listed = editlist.edits(project)
    show_answer(as_json, lambda: editlist.record(listed), lambda: edits_table(listed))


@tapewright_command(name="airtime")
@project_option
@click.argument("name", metavar="EDIT")
def airtime_command(project: Project, name: str, as_json: bool) -> None:
    """Show who is heard for how long, and how much is narration."""
    parts = airtime.airtime(verb.show(project, name))
    show_answer(as_json, lambda: airtime.record(parts), lambda: airtime_table(parts))


def _told(done: EditDone, as_json: bool, text: str) -> None:
    show_answer(as_json, lambda: verb.record(done), lambda: done.diff if done.is_dry else text)


def _hit(project: Project, query: str, tape: str | None, way: str, number: int | None) -> Hit:
    """The one hit, or the one that was chosen."""
    exact = f'"{query}"' if way == "exact" and not re.search(r'["“”„«»]', query) else query
    page = find(project, exact, way=way, tape=tape, limit=max(number or 0, 20))
    if not page.hits:
        raise UsageError(f"nothing was found for {query!r}", hint="try --way close, or tapewright search")
    if number is None and page.total > 1:
        listed = "; ".join(f"{n}: {hit.span.tape} {hit.timecode} “{hit.text}”" for n, hit in enumerate(page.hits, 1))
        raise UsageError(f"{page.total} passages were found; choose one with --hit", hint=listed)
    if number and number > len(page.hits):
        raise UsageError(f"there is no hit {number}", hint=f"{page.total} were found")
    return page.hits[(number or 1) - 1]


def _stretch(project: Project, tape: str | None, start: str | None, end: str | None) -> Span:
    if not tape:
        raise UsageError("say on which tape", hint="edit insert EDIT TAPE --from … --to …")
    if not (start and end):
        raise UsageError("say both ends", hint="--from … --to …")
    found = project.store.tape(TapeId(tape))
    interval = stretch(start, end, found)
    assert interval is not None
    return Span(found.id, interval)


def _numbers(text: str) -> range:
    shape = re.fullmatch(r"\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?", text)
    first, last = (int(shape[1]), int(shape[2] or shape[1])) if shape else (0, 0)
    if not 1 <= first <= last:
        raise UsageError(f"not numbers of words: {text!r}", hint="write 4 or 4-7")
    return range(first - 1, last)


for _command in (
    new_command,
    insert_command,
    move_command,
    trim_command,
    strike_command,
    split_command,
    remove_command,
    anchor_command,
    select_command,
    show_command,
    list_command,
    airtime_command,
):
    command.add_command(_command)
