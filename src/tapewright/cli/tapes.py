"""``tapewright tapes``."""

from __future__ import annotations

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.timing import write_clock
from tapewright.verbs.tapes import TapeRow, record, tapes
from tapewright.words.counted import counted


@tapewright_command(name="tapes")
@project_option
def command(project: Project, as_json: bool) -> None:
    """List the tapes: id, length, start timecode, files, transcript."""
    rows = tapes(project)
    show(as_json, lambda: record(rows), lambda: _table(rows))


def _table(rows: list[TapeRow]) -> str:
    if not rows:
        return "no tapes yet; add some: tapewright ingest PATH…"
    cells = [_cells(row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells)


def _cells(row: TapeRow) -> list[str]:
    tape, head = row.tape, row.transcript
    heard = f"{counted(head.words, 'word')}, version {head.version}" if head else "no transcript"
    heard += ", listening copy" if row.has_listening_copy else ""
    files = "media elsewhere" if not tape.files else counted(len(tape.files), "file")
    title = "" if tape.title == tape.id else tape.title
    return [tape.id, write_clock(tape.duration, decimals=0), tape.timecode(0), str(tape.format), files, heard, title]
