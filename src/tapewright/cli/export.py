"""``tapewright export``."""

from __future__ import annotations

from pathlib import Path

import click

from tapewright.cli.door import Project, project_option, show, stoppable, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.timing import write_clock
from tapewright.verbs.export import Exported, export, record
from tapewright.words.counted import counted


@tapewright_command(name="export")
@project_option
@click.argument("edit", metavar="EDIT")
@click.option(
    "--to",
    "formats",
    multiple=True,
    required=True,
    metavar="FORMAT",
    help="edl, fcpxml, otio, vtt, srt, wav, m4a or mp4; repeatable.",
)
@click.option("--out", type=click.Path(path_type=Path), help="A folder, or the file. Default: exports/ in the project.")
@click.option("--partial", is_flag=True, help="Write what there is, even where bites cannot be played.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def command(
    project: Project,
    edit: str,
    formats: tuple[str, ...],
    out: Path | None,
    partial: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Write the cut of the paper edit EDIT for editing programs, as captions or as a rough cut.

    Where a bite cannot be played nothing is written and the exit status is 1. A rough cut also needs every recording
    to be there; with --partial silence stands for one that is not.
    """
    with stoppable("the export"), ProgressLine() as progress:
        result = export(project, edit, formats, out, partial=partial, dry_run=dry_run, report=progress.report)
    if not as_json:
        _warn_of(result)
    show(as_json, lambda: record(result), lambda: _told(result))
    return 1 if result.is_refused else 0


def _warn_of(result: Exported) -> None:
    for problem in result.problems:
        place = f"line {problem.line}" + (f", bite {problem.bite}" if problem.bite else "")
        warn(f"{result.edit.name}: {place}: {problem.message}{' (left out)' if problem.is_left_out else ''}")
    for remark in result.remarks:
        warn(remark)


def _told(result: Exported) -> str:
    length = write_clock(result.duration, decimals=0)
    if result.is_refused:
        return "nothing was written; mend these bites, or write what there is with --partial"
    word = "would write" if result.is_dry_run else "wrote"
    lines = [f"{word} {file.path}" for file in result.files]
    return "\n".join([*lines, f"{counted(result.events, 'event')}, {length}"])
