"""``tapewright refine``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, failed_status, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.cli.terminal import column
from tapewright.verbs.refine import EdgesRefined, TapeRefined, record, refine
from tapewright.words.counted import counted


@tapewright_command(name="refine")
@project_option
@click.argument("tapes", nargs=-1, metavar="[TAPE]…")
@click.option("--workers", type=click.IntRange(min=1), help="Processes at work. Default: as many as cores.")
@click.option("--dry-run", is_flag=True, help="Say which words have rough edges, and do nothing.")
def command(project: Project, tapes: tuple[str, ...], workers: int | None, dry_run: bool, as_json: bool) -> int:
    """Move the edges of the words onto the sound, for cuts (default: of all tapes).

    For transcripts that were made without, or brought in. No word changes, no cut moves, times that a person set stay.
    English only. Each tape is one step for `undo`.
    """
    with stoppable("refining"), ProgressLine() as progress:
        result = refine(project, tapes or None, workers=workers, dry_run=dry_run, report=progress.report)
    show(as_json, lambda: record(result), lambda: _text(result))
    return failed_status(result.failed)


def _text(result: EdgesRefined) -> str:
    wide = column(row.tape for row in result.tapes)
    return "\n".join(_line(row, wide) for row in result.tapes) or "no tapes yet; add some: tapewright ingest PATH…"


def _line(row: TapeRefined, wide: int) -> str:
    if row.status == "refined":
        told = f"{counted(row.refined, 'word')} refined, {counted(row.rough, 'word')} rough"
        return f"{row.tape:<{wide}} {told}{'; ' + row.note if row.note else ''}"
    if row.status == "planned":
        return f"{row.tape:<{wide}} {counted(row.rough, 'word')} to refine"
    return f"{row.tape:<{wide}} {row.status}{': ' + row.note if row.note else ''}"
