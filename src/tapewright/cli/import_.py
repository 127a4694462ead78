"""``tapewright import``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.model import HeardBy
from tapewright.verbs.import_transcript import Imported, NewTape, import_transcript, record
from tapewright.words.counted import counted


@tapewright_command(name="import")
@project_option
@click.argument("format", metavar="FORMAT")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--tape", metavar="TAPE", help="The tape it is the transcript of. Default: the one FILE is named after.")
@click.option("--new-tape", metavar="ID", help="Make this tape, whose media is elsewhere.")
@click.option(
    "--rate", metavar="FPS", default="", help="With --new-tape: how its timecode counts. Default: the project's."
)
@click.option("--drop/--non-drop", "drop", default=None, help="With --new-tape: whether it counts drop-frame.")
@click.option(
    "--start", metavar="TC", default="", help="With --new-tape: timecode of its first frame. Default: 00:00:00:00."
)
@click.option("--duration", metavar="TIME", default="", help="With --new-tape: its length. Default: to the last word.")
@click.option("--title", default="", help="With --new-tape: its title.")
@click.option("--template", metavar="LAYOUT", default="", help='For txt: such as "[{reel}] {timecode} {name}: {text}".')
@click.option("--language", metavar="CODE", default="", help="What is spoken, two letters.")
@click.option(
    "--heard-by",
    type=click.Choice([one.value for one in HeardBy]),
    help="Who heard the words. Default: as FILE says; whisper-json by a machine, others by a person.",
)
@click.option("--dry-run", is_flag=True, help="Read the file and say what would come in; store nothing.")
def command(
    project: Project,
    format: str,
    file: str,
    tape: str | None,
    new_tape: str | None,
    rate: str,
    drop: bool | None,
    start: str,
    duration: str,
    title: str,
    template: str,
    language: str,
    heard_by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in a transcript made elsewhere, as a new version; older versions stay.

    FORMAT is txt, vtt, srt, whisper-json, json, or auto to tell it from the file. Words that a machine heard are
    doubted by `check` where they are easily misheard, until somebody has listened; what a person typed is not.
    """
    wish = NewTape(id=new_tape, rate=rate, drop=drop, start=start, duration=duration, title=title) if new_tape else None
    if wish is None and (rate or drop is not None or start or duration or title):
        raise click.UsageError("--rate, --drop, --start, --duration and --title describe a --new-tape")
    result = import_transcript(
        project,
        format,
        file,
        tape=tape,
        new_tape=wish,
        template=template,
        language=language,
        heard_by=HeardBy(heard_by) if heard_by else None,
        dry_run=dry_run,
    )
    show(as_json, lambda: record(result), lambda: _text(result))
    if not as_json:
        for remark in result.remarks:
            warn(f"{result.file}: {remark}")


def _text(result: Imported) -> str:
    done = "would be a new version" if result.dry_run else f"is version {result.version}"
    words = f"{counted(result.words, 'word')} in {counted(result.turns, 'turn')}"
    if result.heard_by is HeardBy.MACHINE:
        words += ", heard by a machine"
    lines = [f"{result.file} ({result.format}) {done} of tape {result.tape.id}: {words}"]
    if result.speakers:
        new = set(result.new_speakers)
        lines.append("speakers: " + ", ".join(f"{n} (new)" if n in new else n for n in result.speakers))
    if result.is_new_tape:
        lines.append(f"{'would make' if result.dry_run else 'made'} tape {result.tape.id}, media elsewhere")
    return "\n".join(lines)
