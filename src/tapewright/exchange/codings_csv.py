"""Codings as a table: where, which code, by whom, the words. Out for a spreadsheet, and in from one."""

from __future__ import annotations

import re
from fractions import Fraction

from tapewright.errors import InputError, UsageError
from tapewright.exchange.refi_reader import UNKNOWN_CODER, moment_in
from tapewright.exchange.study_file import (
    DEEPEST,
    FileCode,
    FileCodebook,
    FileCoding,
    FilePlace,
    FileSource,
    Leavings,
    StudyFile,
    guid_in,
    made_guid,
)
from tapewright.exchange.table_text import read_path, read_table, write_path, write_table
from tapewright.exchange.text_clock import LATEST
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds, write_seconds

COLUMNS = (
    *("tape", "title", "from", "to", "start", "end", "codebook", "code", "coder", "when", "words", "note"),
    *("guid", "code_guid"),
)
"""``from`` and ``to`` are timecodes for people, ``start`` and ``end`` the seconds that count."""

_SECONDS = re.compile(r"\d{1,8}(?:[.,]\d{1,12})?", re.ASCII)


def write_codings(study: StudyFile) -> str:
    """The codings of a study, a row each, in the order of tapes and times."""
    sources = {source.guid: source for source in study.sources}
    order = {guid: place for place, guid in enumerate(sources)}
    paths = _paths(study)
    rows = []
    for coding in sorted(study.codings, key=lambda one: (order[one.place.source], one.place.interval)):
        source, interval = sources[coding.place.source], coding.place.interval
        counting = _counting(source.rate)
        book, path = paths[coding.code]
        rows.append(
            {
                "tape": source.tape or source.name,
                "title": source.name,
                "from": counting.write(source.start + interval.start) if counting else "",
                "to": counting.write(source.start + interval.end) if counting else "",
                "start": write_seconds(interval.start, decimals=9),
                "end": write_seconds(interval.end, decimals=9),
                "codebook": book,
                "code": write_path(path),
                "coder": coding.coder,
                "when": coding.when,
                "words": coding.place.words or "",
                "note": coding.note,
                "guid": coding.guid,
                "code_guid": coding.code,
            }
        )
    return write_table(COLUMNS, rows)


def read_codings(data: bytes, *, name: str, format: TimecodeFormat) -> StudyFile:
    """The codings of a table that has at least ``tape``, ``start``, ``end`` and ``code``.

    Codes that are named come in with the table. ``start`` and ``end`` are seconds, or running clocks as ``00:01:02.5``.
    InputError for what is no such table.
    """
    leavings = Leavings()
    books = _Books()
    sources: dict[str, FileSource] = {}
    codings: list[FileCoding] = []
    for number, row in read_table(data, name=name, needs=("tape", "start", "end", "code")):
        path, tape = read_path(row.get("code", "")), row.get("tape", "").strip()
        interval = _interval(row)
        if not path or not tape or interval is None:
            reason = "it names no tape" if not tape else "it names no code" if not path else "its times are none"
            leavings.leave("coding", reason)
            continue
        if len(path) > DEEPEST:
            leavings.leave("coding", "its code lies too deep in the tree")
            continue
        title = row.get("title", "").strip() or tape
        guid = made_guid("table", tape)
        sources.setdefault(tape, FileSource(guid=guid, name=title, tape=tape))
        code = books.code(row.get("codebook", "").strip() or "Codes", path, guid_in(row.get("code_guid", "")))
        words, said = row.get("words"), row.get("when", "").strip()
        when = moment_in(said)
        leavings.leave("date of a coding", "it is not written as 2026-11-25T10:00:00Z", int(bool(said) and not when))
        codings.append(
            FileCoding(
                guid=guid_in(row.get("guid", "")) or made_guid("table", guid, interval, code, row.get("coder"), number),
                code=code,
                place=FilePlace(source=guid, interval=interval, words=words if words else None),
                coder=row.get("coder", "").strip() or UNKNOWN_CODER,
                when=when,
                note=row.get("note", ""),
            )
        )
    if not codings:
        raise InputError("there are no codings in it", place=name, hint="a row needs tape, start, end and code")
    return StudyFile(
        name=name.rsplit(".", 1)[0],
        format="csv",
        codebooks=books.made(),
        sources=tuple(sources.values()),
        codings=tuple(codings),
        left=leavings.left,
    )


class _Books:
    """Codebooks as paths name them."""

    def __init__(self) -> None:
        self._codes: dict[str, dict[str, FileCode]] = {}
        self._by_path: dict[tuple[str, tuple[str, ...]], str] = {}

    def code(self, book: str, path: list[str], given: str) -> str:
        """The GUID of a code, which is made with those above it where it is not known yet."""
        parent = ""
        codes = self._codes.setdefault(book, {})
        for depth in range(1, len(path) + 1):
            key = book, tuple(path[:depth])
            if key not in self._by_path:
                own = given if depth == len(path) and given not in codes else ""
                guid = own or made_guid("path", book, *path[:depth])
                self._by_path[key] = guid
                codes[guid] = FileCode(guid=guid, name=path[depth - 1], parent=parent)
            parent = self._by_path[key]
        return parent

    def made(self) -> tuple[FileCodebook, ...]:
        """All of them."""
        return tuple(
            FileCodebook(guid=made_guid("path", book), name=book, codes=tuple(codes.values()))
            for book, codes in self._codes.items()
        )


def _paths(study: StudyFile) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For every code its codebook's name and the names from the top down."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for book in study.codebooks:
        for code in book.codes:
            above = found[code.parent][1] if code.parent else ()
            found[code.guid] = book.name, (*above, code.name)
    return found


def _counting(rate: str) -> TimecodeFormat | None:
    try:
        return TimecodeFormat(frame_rate(rate.rstrip(";")), rate.endswith(";"))
    except UsageError:
        return None


def _interval(row: dict[str, str]) -> Interval | None:
    start, end = (_seconds(row.get(key, "").strip()) for key in ("start", "end"))
    return Interval(start, end) if start is not None and end is not None and start < end <= LATEST else None


def _seconds(text: str) -> Ticks | None:
    """Seconds, or a running clock, in ticks; None for anything else."""
    parts = text.replace(",", ".").split(":")
    if len(parts) > 3 or not all(_SECONDS.fullmatch(part) for part in parts):
        return None
    total = Fraction(0)
    for part in parts:
        total = total * 60 + Fraction(part)
    return from_seconds(total)
