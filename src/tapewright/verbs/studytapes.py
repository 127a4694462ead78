"""The tapes that a study's report quotes: by name, where their words come from, and their files by digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath

from tapewright.exchange.annotated_words import TAPE_COLUMNS, tape_row
from tapewright.model import Span, Tape, TapeId
from tapewright.model.annotated import TapeRecord
from tapewright.model.studyreport import Grid, Section, Sheet
from tapewright.proof.annotate import tape_records
from tapewright.timing import write_clock
from tapewright.verbs.project import Project

Used = Mapping[TapeId, Collection[Span]]
"""The passages that a report quotes, by tape."""

_SHEET = ("tape", "title", "length", "passages", "file", "bytes", "digest_name", "digest")


def tapes_section(
    project: Project, used: Used, title: str = "The tapes it rests on", *, begins_page: bool = True
) -> Section:
    """The tapes that a report quotes, and where their words come from."""
    heads = {head.tape: head for head in project.store.transcript_heads() if head.is_current}
    rows = []
    for tape in _quoted(project, used):
        head = heads.get(tape.id)
        tool = f"{head.provenance.tool} {head.provenance.version}".strip() if head else ""
        words = f"{head.words:,} words, {tool}, version {head.version}" if head else "no transcript"
        where = "in the project" if tape.files else "elsewhere"
        rows.append((str(tape.id), tape.title, _length(tape), where, words, str(len(used[tape.id]))))
    files = [tape_row(file) for tape in _quoted(project, used) if tape.files for file in _files(tape)]
    digests = Grid(title="Their files", columns=TAPE_COLUMNS, rows=tuple(files), widths=(2, 6, 3, 3, 6))
    return Section(
        title=title,
        begins_page=begins_page and bool(rows),
        blocks=(
            Grid(
                columns=("Tape", "Title", "Length", "Recording", "Words", "Passages"),
                rows=tuple(rows),
                empty="No passage of a tape stands in this report.",
                numbers=(5,),
                widths=(3, 7, 3, 3, 5, 2),
            ),
            *([digests] if files else []),
        ),
    )


def tapes_sheet(project: Project, used: Used) -> Sheet:
    """The same for a spreadsheet: a row for each file, and for a tape without one."""
    rows = [
        (
            *(str(tape.id), tape.title, _length(tape), str(len(used[tape.id]))),
            *(file.path, str(file.size) if file.path else "", file.digest_name, file.digest),
        )
        for tape in _quoted(project, used)
        for file in _files(tape)
    ]
    return Sheet(columns=_SHEET, rows=tuple(rows), name="tapes")


def _quoted(project: Project, used: Used) -> list[Tape]:
    return [tape for tape in project.store.tapes() if tape.id in used]


def _files(tape: Tape) -> Iterable[TapeRecord]:
    """Its files by name alone: where they lie on one machine is nobody's outside."""
    return (replace(record, path=PurePath(record.path).name) for record in tape_records(tape))


def _length(tape: Tape) -> str:
    return write_clock(tape.duration, decimals=0)
