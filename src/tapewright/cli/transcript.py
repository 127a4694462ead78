"""``tapewright transcript``."""

from __future__ import annotations

from pathlib import Path

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.model import TapeId
from tapewright.verbs.doubts import DoubtedWords, doubts
from tapewright.verbs.doubts import record as doubts_record
from tapewright.verbs.moments import stretch
from tapewright.verbs.reading import reading
from tapewright.verbs.reading import record as reading_record
from tapewright.verbs.transcript import record, save, transcript, written
from tapewright.words.counted import counted


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
@click.option("--from", "start", metavar="TIME", help="Only turns that end behind this time: timecode or seconds.")
@click.option("--to", "end", metavar="TIME", help="Only turns that begin before this time.")
@click.option("--doubts", "only_doubts", is_flag=True, help="List the words to listen to first, instead of the text.")
@click.option(
    "--compact", is_flag=True, help="With --json: words as columns in few bytes, as the browser app reads them."
)
@click.option("--template", metavar="LAYOUT", default="", help='For txt: such as "[{reel}] {timecode} {name}: {text}".')
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="Write into FILE instead of stdout.")
def command(
    project: Project,
    tape: str,
    format: str,
    version: int | None,
    start: str | None,
    end: str | None,
    only_doubts: bool,
    compact: bool,
    template: str,
    out: str | None,
    as_json: bool,
) -> None:
    """Show a tape's transcript, or write it into a file.

    A text (--format txt) can be edited and read back: tapewright correct TAPE --file FILE.

    --doubts lists words that are unsupported (no speech was found under them), recovered (heard only when listened to
    again), unsure (a typist marked them), differ between typist and engine or are absent (nobody says them), until
    somebody has checked them.
    """
    if only_doubts and (out or template):
        raise click.UsageError("--doubts is a list and goes without --out and --template")
    if compact:
        if not as_json or out or template or only_doubts or start or end:
            raise click.UsageError("--compact goes with --json and nothing else but --version")
        read = reading(project, tape, version=version)
        show(as_json, lambda: reading_record(read), lambda: "")
        return
    interval = stretch(start, end, project.store.tape(TapeId(tape))) if start or end else None
    shown = transcript(project, tape, version=version, interval=interval)
    if only_doubts:
        show(as_json, lambda: doubts_record(shown), lambda: _list(doubts(shown)))
        return
    if not shown.transcript.turns:
        warn(f"tape {shown.tape.id}: no words{' there' if shown.is_part else ' in its transcript'}")
    if out:
        save(project, shown, Path(out), format=format, template=template)
        show(as_json, lambda: record(shown), lambda: f"wrote {out}")
        return
    show(as_json, lambda: record(shown), lambda: written(shown, format=format, template=template).rstrip("\n"))


def _list(found: tuple[DoubtedWords, ...]) -> str:
    if not found:
        return "no word is marked as doubtful"
    lines = [f"{one.tape.timecode(one.interval.start)}  {one.mark.value:<11}  {one.text}" for one in found]
    return "\n".join([*lines, f"{counted(len(found), 'place')} to listen to"])
