"""``tapewright speakers``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.findvoices import find
from tapewright.cli.voices import COMMANDS
from tapewright.model import Speaker, TapeId
from tapewright.timing import write_clock
from tapewright.verbs.moments import stretch
from tapewright.verbs.speakers import (
    add_speaker,
    assign,
    assigned_record,
    named_speaker,
    namesakes,
    rename_speaker,
    speaker_record,
)
from tapewright.verbs.voicelist import SpeakerRow, rows_record, speaker_rows
from tapewright.words.counted import counted

_SHOWN = 6


@click.group(name="speakers", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Find voices, say whose they are; list, add and rename speakers; say who speaks in a turn."""


@tapewright_command(name="list")
@project_option
def list_(project: Project, as_json: bool) -> None:
    """List all speakers: number, name, group, how long they are heard and on which tapes, their voices.

    A voice that nobody has named bears a label, and what `suggestions` says of it.
    """
    rows = speaker_rows(project)
    show(as_json, lambda: rows_record(rows), lambda: _table(rows))


@tapewright_command(name="add")
@project_option
@click.argument("name", metavar="NAME")
@click.option("--group", default="", help="The group that they belong to; the settings name the groups.")
@click.option("--note", default="", help="A remark.")
def add(project: Project, name: str, group: str, note: str, as_json: bool) -> None:
    """Add a speaker."""
    made = add_speaker(project, name, group=group, note=note)
    show(as_json, lambda: speaker_record(made), lambda: f"speaker {made.id} is {made.name}")
    _tell_namesakes(project, made)


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
    _tell_namesakes(project, made)


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
for _other in COMMANDS:
    command.add_command(_other)
command.add_command(add)
command.add_command(rename)
command.add_command(assign_)


def _tell_namesakes(project: Project, made: Speaker) -> None:
    for other in namesakes(project, made):
        warn(
            f"speaker {other.id} is called {other.name} too\n"
            f"  are they one? tapewright speakers merge '#{made.id}' '#{other.id}'"
        )


def _table(rows: Sequence[SpeakerRow]) -> str:
    if not rows:
        return (
            "no speakers yet; importing a transcript with names makes them, so do: tapewright speakers find, "
            "tapewright speakers add NAME"
        )
    return "\n".join(_line(row) for row in rows)


def _line(row: SpeakerRow) -> str:
    speaker = row.speaker
    tapes = " ".join(row.tapes[:_SHOWN]) + (f" and {len(row.tapes) - _SHOWN} more" if len(row.tapes) > _SHOWN else "")
    heard = write_clock(row.heard, decimals=0) if row.heard else ""
    voices = " ".join(f"V{voice.id}{'' if voice.is_confirmed else '?'}" for voice in row.voices)
    told = f"may be {row.suggested.speaker.name}" if row.suggested else ""
    place = f"{speaker.id:>4}  {speaker.name:<28} {speaker.group:<20} {heard:>8}  {tapes}"
    return "  ".join(filter(None, (place.rstrip(), voices, told, speaker.note)))
