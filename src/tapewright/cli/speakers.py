"""``tapewright speakers``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.findvoices import find
from tapewright.model import Speaker, TapeId
from tapewright.verbs.moments import stretch
from tapewright.verbs.speakers import (
    add_speaker,
    assign,
    assigned_record,
    named_speaker,
    record,
    rename_speaker,
    speaker_record,
    speakers,
)
from tapewright.words.counted import counted


@click.group(name="speakers", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Find voices, say whose they are; list, add and rename speakers; say who speaks in a turn."""


@tapewright_command(name="list")
@project_option
def list_(project: Project, as_json: bool) -> None:
    """List all speakers: number, name, group."""
    rows = speakers(project)
    show(as_json, lambda: record(rows), lambda: _table(rows))


@tapewright_command(name="add")
@project_option
@click.argument("name", metavar="NAME")
@click.option("--group", default="", help="Whom they belong to: family, police, neighbours, …")
@click.option("--note", default="", help="A remark.")
def add(project: Project, name: str, group: str, note: str, as_json: bool) -> None:
    """Add a speaker."""
    made = add_speaker(project, name, group=group, note=note)
    show(as_json, lambda: speaker_record(made), lambda: f"speaker {made.id} is {made.name}")


@tapewright_command(name="rename")
@project_option
@click.argument("speaker", metavar="SPEAKER")
@click.argument("name", metavar="NAME")
@click.option("--group", default=None, help="Another group as well.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def rename(project: Project, speaker: str, name: str, group: str | None, dry_run: bool, as_json: bool) -> None:
    """Give a speaker another name, on every tape.

    SPEAKER is the number that `speakers list` gives, or the name until now.
    """
    made = rename_speaker(project, named_speaker(project, speaker).id, name, group=group, dry_run=dry_run)
    done = "would be" if dry_run else "is"
    show(as_json, lambda: speaker_record(made), lambda: f"speaker {made.id} {done} {made.name}")


@tapewright_command(name="assign")
@project_option
@click.argument("tape", metavar="TAPE")
@click.argument("name", metavar="NAME")
@click.option("--turn", type=int, metavar="ID", help="This turn; `transcript TAPE --json` numbers them.")
@click.option("--from", "start", metavar="TIME", help="Every turn from here: source timecode or seconds.")
@click.option("--to", "end", metavar="TIME", help="Up to here, likewise.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def assign_(
    project: Project,
    tape: str,
    name: str,
    turn: int | None,
    start: str | None,
    end: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say who speaks in turns of a tape.

    NAME speaks in one turn of TAPE, or in all between two times. A name that is new makes a speaker; #7 is the speaker
    with the number 7.
    """
    interval = stretch(start, end, project.store.tape(TapeId(tape)))
    result = assign(project, tape, name, turn=turn, interval=interval, dry_run=dry_run)
    count = counted(len(result.turns), "turn")
    done = "would be" if dry_run else "are" if len(result.turns) != 1 else "is"
    show(
        as_json,
        lambda: assigned_record(result),
        lambda: f"{count} of {result.tape} {done} {result.speaker.name}{' (new)' if result.is_new else ''}",
    )


command.add_command(list_)
command.add_command(find)
command.add_command(add)
command.add_command(rename)
command.add_command(assign_)


def _table(rows: Sequence[Speaker]) -> str:
    if not rows:
        return "no speakers yet; importing a transcript with names makes them, so does: tapewright speakers add NAME"
    return "\n".join(f"{row.id:>4}  {row.name:<30} {row.group:<16} {row.note}".rstrip() for row in rows)
