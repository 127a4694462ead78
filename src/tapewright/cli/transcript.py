"""``tapewright transcript``."""

from __future__ import annotations

from pathlib import Path

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.model import TapeId
from tapewright.verbs.moments import stretch
from tapewright.verbs.transcript import record, save, transcript, written


@tapewright_command(name="transcript")
@project_option
@click.argument("tape", metavar="TAPE")
@click.option(
    "--format",
    "format",
    metavar="FORMAT",
    default="txt",
    show_default=True,
    help="txt, md, json, vtt, vtt-words or srt.",
)
@click.option("--version", type=click.IntRange(min=1), help="Which version. Default: the current one.")
@click.option("--from", "start", metavar="TC", help="Only turns that end behind this time.")
@click.option("--to", "end", metavar="TC", help="Only turns that begin before this time.")
@click.option("--template", metavar="LAYOUT", default="", help='For txt: such as "[{reel}] {timecode} {name}: {text}".')
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="Write into FILE instead of stdout.")
def command(
    project: Project,
    tape: str,
    format: str,
    version: int | None,
    start: str | None,
    end: str | None,
    template: str,
    out: str | None,
    as_json: bool,
) -> None:
    """Show a tape's transcript, or write it into a file.

    A text (--format txt) can be edited and read back: tapewright correct TAPE --file FILE.
    """
    interval = stretch(start, end, project.store.tape(TapeId(tape))) if start or end else None
    shown = transcript(project, tape, version=version, interval=interval)
    if out:
        save(shown, Path(out), format=format, template=template)
        warn(f"wrote {out}")
        if as_json:
            show(True, lambda: record(shown), str)
        return
    show(as_json, lambda: record(shown), lambda: written(shown, format=format, template=template).rstrip("\n"))
