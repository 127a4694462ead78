"""``tapewright speakers find``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from tapewright.cli.door import Project, failed_status, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.cli.terminal import column
from tapewright.model import SpeakerId
from tapewright.timing import to_float_seconds, write_clock
from tapewright.verbs.findvoices import TapeFound, VoicesFound, find_voices, record
from tapewright.words.counted import counted

_SHOWN = 5


@tapewright_command(name="find")
@project_option
@click.argument("tapes", nargs=-1, metavar="[TAPE]…")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="So many people speak on each of the tapes.")
@click.option("--most", type=click.IntRange(min=1), metavar="N", help="At most so many do.")
@click.option("--known", multiple=True, metavar="NAME", help="A speaker who is likely to be heard; repeatable.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes at work. Default: as many as cores.")
@click.option("--again", is_flag=True, help="Look anew even where voices were found just so.")
@click.option("--dry-run", is_flag=True, help="Say which tapes would be listened to, and do nothing.")
def find(
    project: Project,
    tapes: tuple[str, ...],
    count: int | None,
    most: int | None,
    known: tuple[str, ...],
    workers: int | None,
    again: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Find who speaks when on tapes (default: on all where nobody has looked yet).

    Each voice gets a label ("T017 voice 1"), and the turns of the transcript are cut where the voice changes. A turn
    whose speaker was confirmed, typed or assigned stays as it is, and is told where another voice is heard in it.
    `suggestions` then says which voices may be one, and whose; `undo` takes a tape's voices back.
    """
    with stoppable("finding voices"), ProgressLine() as progress:
        result = find_voices(
            project,
            tapes or None,
            count=count,
            most=most,
            known=known,
            workers=workers,
            again=again,
            dry_run=dry_run,
            report=progress.report,
        )
    show(as_json, lambda: record(result), lambda: _text(result))
    return failed_status(result.failed)


def _text(result: VoicesFound) -> str:
    wide = column(row.tape for row in result.tapes)
    lines = [line for row in result.tapes for line in _lines(row, result.names, wide)]
    if result.heard:
        heard = to_float_seconds(result.heard)
        lines.append(
            f"{heard / 60:.1f} min of tape in {result.seconds:.0f} s: {heard / result.seconds:.1f} x real time"
        )
    return "\n".join(lines) or "no tapes yet; add some: tapewright ingest PATH…"


def _lines(row: TapeFound, names: Mapping[SpeakerId, str], wide: int) -> list[str]:
    if row.status != "found":
        return [f"{row.tape:<{wide}} {row.status}{': ' + row.note if row.note else ''}"]
    told = row.note or counted(len(row.voices), "voice")
    if row.assigned:
        told += f"; {counted(row.assigned, 'turn')} assigned"
        told += f", {row.cut} of them cut off" if row.cut else ""
    lines = [f"{row.tape:<{wide}} {told}"]
    for voice in row.voices:
        heard = write_clock(voice.heard, decimals=0)
        lines.append(f"  {'V' + str(voice.id):<6} {names.get(voice.speaker, ''):<30} {heard}")
    for kept in row.kept[:_SHOWN]:
        lines.append(f"  turn {kept.turn.id} stays {kept.speaker}'s, where {kept.heard} is heard")
    if len(row.kept) > _SHOWN:
        lines.append(f"  and {len(row.kept) - _SHOWN} more turns stay where another voice is heard (--json names them)")
    return [*lines, *(f"  {remark}" for remark in row.remarks)]
