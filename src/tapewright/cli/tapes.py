"""``tapewright tapes``."""

from __future__ import annotations

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.timing import write_clock
from tapewright.verbs.tapes import TapeRow, record, tapes


@tapewright_command(name="tapes")
@project_option
def command(project: Project, as_json: bool) -> None:
    """List the tapes: id, length, start timecode, files, transcript."""
    rows = tapes(project)
    show(as_json, lambda: record(rows), lambda: _table(rows))


def _table(rows: list[TapeRow]) -> str:
    if not rows:
        return "no tapes yet; add some: tapewright ingest PATH…"
    lines = []
    for row in rows:
        tape, head = row.tape, row.transcript
        heard = f"{head.words} words, version {head.version}" if head else "no transcript"
        length = write_clock(tape.duration, decimals=0)
        files = "media elsewhere" if not tape.files else f"{len(tape.files)} file{'s' * (len(tape.files) > 1)}"
        lines.append(
            f"{tape.id:<16} {length}  {tape.timecode(0)}  {tape.format!s:<14} {files:<16} {heard:<28} {tape.title}"
        )
    return "\n".join(lines)
