"""What rows of the study have in common: places on tapes, and how a record with its parts lies in tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tapewright.errors import UsageError
from tapewright.model import Quote, Span, TapeId
from tapewright.store.packing import LATEST
from tapewright.store.rows import LoggedTable, Row
from tapewright.timing import Interval, Ticks

TapeNumber = Callable[[TapeId], int]
Read = sqlite3.Row
Parts = Mapping[str, Mapping[int, Sequence[Read]]]
"""The rows of parts, by table and by the record that they belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table with a record's parts. ``owner`` is the column that names the record."""

    table: LoggedTable
    owner: str
    rows: Callable[[Any, TapeNumber], list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of record is kept. ``called`` is what people call it; ``read`` finds its parts among all of them."""

    record: type[Any]
    called: str
    table: LoggedTable
    row: Callable[[Any, TapeNumber], Row]
    read: Callable[[Read, Parts], Any]
    parts: tuple[Part, ...] = ()


def place_columns(quote: Quote | None, number: TapeNumber) -> Row:
    """Tape, start, end and words of a place; all empty for none."""
    if quote is None:
        return {"tape": None, "starts": None, "ends": None, "text": None}
    interval = quote.span.interval
    if interval.end >= LATEST:
        raise UsageError(f"{quote.span.tape}: a place lies later than any tape: {interval.end}")
    return {"tape": number(quote.span.tape), "starts": interval.start, "ends": interval.end, "text": quote.text}


def read_quote(row: Read) -> Quote | None:
    """The place of a row, None where it has none."""
    return read_place(row["tape_id"], row["starts"], row["ends"], row["text"])


def read_place(tape: str, starts: int | None, ends: int, text: str) -> Quote | None:
    """A place of its columns, None where it has none."""
    return None if starts is None else Quote(Span(TapeId(tape), Interval(Ticks(starts), Ticks(ends))), text)


def group(rows: Iterable[Read], by: int) -> dict[int, list[Read]]:
    """Rows of parts by their owner, whose column has this place, in order."""
    grouped: dict[int, list[Read]] = {}
    for row in rows:
        grouped.setdefault(row[by], []).append(row)
    return grouped
