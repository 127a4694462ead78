"""``tapewright ingest``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.listenaid import aids_text
from tapewright.cli.progress import ProgressLine
from tapewright.timing import write_clock
from tapewright.verbs.ingest import Ingested, ingest, record
from tapewright.verbs.listenaid import make_aids
from tapewright.verbs.listenaid import record as aids_record


@tapewright_command(name="ingest")
@project_option
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--id", "tape_id", metavar="ID", help="The new tape's id. Default: from the file's name.")
@click.option("--title", help="Its title. Default: the file's own, or its name.")
@click.option("--together", is_flag=True, help="All files are one tape on one clock.")
@click.option("--start", "start_timecode", metavar="TC", help="The timecode of its first frame.")
@click.option("--rate", metavar="FPS", help="How its timecode counts: 23.976, 24, 25, 29.97, …")
@click.option(
    "--drop/--non-drop", "drop", default=None, help="Whether it counts drop-frame; a semicolon in TC says so too."
)
@click.option("--listen-aid", "aid", is_flag=True, help="Make a cleaned copy of the new tapes to listen to.")
@click.option("--dry-run", is_flag=True, help="Say what would be read; read and change nothing.")
def command(
    project: Project,
    paths: tuple[str, ...],
    tape_id: str | None,
    title: str | None,
    together: bool,
    start_timecode: str | None,
    rate: str | None,
    drop: bool | None,
    aid: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Take recordings into the project. Folders are walked; the originals stay where they are, untouched.

    A file that cannot be read is named, and the rest goes on; the exit status is then 3.
    """
    with stoppable("ingest"), ProgressLine() as progress:
        result = ingest(
            project,
            paths,
            tape_id=tape_id,
            title=title,
            together=together,
            start_timecode=start_timecode,
            rate=rate,
            drop=drop,
            dry_run=dry_run,
            report=progress.report,
        )
        named = [one.tape.id for one in result.added]
        aids = make_aids(project, named, report=progress.report) if aid and named else []
    show(
        as_json,
        lambda: {**record(result), **(aids_record(aids) if aid else {})},
        lambda: "\n".join([_text(result), *([aids_text(aids)] if aids else [])]),
    )
    return 3 if result.failed or any(one.error for one in aids) else 0


def _text(result: Ingested) -> str:
    lines = []
    for one in result.added:
        tape = one.tape
        title = "" if tape.title == tape.id else f", {tape.title}"
        lines.append(f"{tape.id}: {write_clock(tape.duration)} from {tape.timecode(0)} at {tape.format}{title}")
        lines += [f"  {remark}" for remark in one.remarks]
    lines += [f"{path} would become {name}" for path, name in result.planned]
    lines += [f"{one.path}: {one.reason} ({one.tape})" for one in result.skipped]
    for failed in result.failed:
        lines.append(f"could not read {failed.path}: {failed.error.message}")
        lines += [f"  {failed.error.hint}"] if failed.error.hint else []
    if result.ignored:
        kinds = ", ".join(f"{count} {kind}" for kind, count in result.ignored.items())
        lines.append(f"left aside: {kinds}")
    if not result.is_dry_run:
        lines.append(f"{len(result.added)} added, {len(result.skipped)} already there, {len(result.failed)} unreadable")
    return "\n".join(lines)
