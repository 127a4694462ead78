"""``tapewright correct``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.model import Tape, TapeId
from tapewright.verbs.correct import Change, Correction, correct_turn, join_at, record, split_at
from tapewright.verbs.moments import moment
from tapewright.verbs.project import Project as OpenProject
from tapewright.verbs.reread import correct_from_file
from tapewright.verbs.twins import correct_words
from tapewright.words.counted import counted

_MOST_LINES = 200


@tapewright_command(name="correct")
@project_option
@click.argument("tape", metavar="TAPE")
@click.argument("old", required=False, metavar="[OLD]")
@click.argument("new", required=False, metavar="[NEW]")
@click.option("--at", metavar="TIME", help="Near which time the words OLD stand: source timecode or seconds.")
@click.option("--everywhere", is_flag=True, help="All places on all tapes where the words OLD stand.")
@click.option("--turn", type=int, metavar="ID", help="With --text: this turn; `transcript TAPE --json` numbers them.")
@click.option("--text", metavar="TEXT", help="How the turn reads; empty removes it.")
@click.option("--split", metavar="TIME", help="The turn that runs there becomes two, the second beginning there.")
@click.option("--join", metavar="TIME", help="The turn that runs there and the next one become one.")
@click.option(
    "--file", "file", metavar="FILE", type=click.Path(), help="An edited text: take over what was changed in it."
)
@click.option("--template", metavar="LAYOUT", default="", help="With --file: the layout that it was written in.")
@click.option("--no-align", is_flag=True, help="Put new words between their neighbours, do not lay them on the sound.")
@click.option("--dry-run", is_flag=True, help="Show the difference and change nothing.")
def command(
    project: Project,
    tape: str,
    old: str | None,
    new: str | None,
    at: str | None,
    everywhere: bool,
    turn: int | None,
    text: str | None,
    split: str | None,
    join: str | None,
    file: str | None,
    template: str,
    no_align: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Correct what was heard on TAPE. Words that read as before keep their times, and no cut moves. New words are laid
    on the sound where the recording is at hand and the language is English.

    \b
    tapewright correct T017 --at 00:12:03:04 "old words" "new words"
    tapewright correct T017 "old words" "new words" --everywhere
    tapewright correct T017 --turn 12 --text "How the turn reads."
    tapewright correct T017 --split 00:12:03:04
    tapewright transcript T017 --out T017.txt     (edit it, then)
    tapewright correct T017 --file T017.txt
    """
    ways = sum(way is not None for way in (old, turn, file, split, join))
    if ways != 1 or (old is not None and new is None) or ((turn is None) != (text is None)):
        raise click.UsageError('give "OLD" and "NEW" words, --turn ID with --text, --split, --join or --file')
    if (at or everywhere) and old is None:
        raise click.UsageError("--at and --everywhere go with OLD and NEW words")
    found = project.store.tape(TapeId(tape))
    if file is not None:
        result = correct_from_file(project, found.id, file, template=template, align=not no_align, dry_run=dry_run)
    elif split is not None:
        result = split_at(project, found.id, moment(split, found), dry_run=dry_run)
    elif join is not None:
        result = join_at(project, found.id, moment(join, found), dry_run=dry_run)
    elif turn is not None:
        assert text is not None
        result = _turn(project, found, turn, text, not no_align, dry_run)
    else:
        assert old is not None
        assert new is not None
        result = correct_words(
            project,
            found.id,
            old,
            new,
            at=moment(at, found) if at else None,
            everywhere=everywhere,
            align=not no_align,
            dry_run=dry_run,
        )
    tapes = {known.id: known for known in project.store.tapes()}
    show(as_json, lambda: record(result, tapes.__getitem__, project.store.speakers()), lambda: _text(result, tapes))
    if not as_json:
        for remark in result.remarks:
            warn(remark)


def _turn(project: OpenProject, tape: Tape, turn: int, text: str, align: bool, dry_run: bool) -> Correction:
    from tapewright.model import TurnId

    seen = project.store.turn(TurnId(turn))
    if project.store.tape_of(seen.id) != tape.id:
        raise click.UsageError(f"turn {turn} is not on tape {tape.id}")
    return correct_turn(project, turn, seen.revision, text, align=align, dry_run=dry_run)


def _text(result: Correction, tapes: dict[TapeId, Tape]) -> str:
    if not result.changes:
        return "nothing differs"
    lines = []
    for change in result.changes:
        for found in change.differences:
            old, new = (" ".join(words) for words in (found.old, found.new))
            lines.append(f"{change.tape} {tapes[change.tape].timecode(found.start)}  {_both(old, new)}")
        if not change.differences:
            lines.append(f"{change.tape} {tapes[change.tape].timecode(change.old[0].interval.start)}  {_shape(change)}")
    shown = lines[:_MOST_LINES]
    if len(lines) > len(shown):
        shown.append(f"… and {len(lines) - len(shown)} more")
    count = f"{counted(len(result.changes), 'turn')}, {counted(result.words, 'word')}"
    return "\n".join([*shown, f"{'would correct' if result.dry_run else 'corrected'} {count}"])


def _both(old: str, new: str) -> str:
    if old and new:
        return f"“{old}” → “{new}”"
    return f"taken out: “{old}”" if old else f"put in: “{new}”"


def _shape(change: Change) -> str:
    old, new = len(change.old), len(change.new)
    return "another speaker" if old == new else f"{counted(old, 'turn')} → {new}"
