"""A chronology as a table in CSV, and tables of events out of CSV, whatever their delimiter and encoding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from tapewright.errors import InputError
from tapewright.exchange.chronology_words import COLUMNS, Teller, day_text
from tapewright.exchange.encoding import decode
from tapewright.exchange.study_csv import table_bytes
from tapewright.model import ChronologyPage, ChronologyRow, ChronologyTable, DatedEvent, PartyKind

_MOST_ROWS = 200_000
_MOST_COLUMNS = 200
_LONGEST = 100_000
_MOST_OVER = 10
_DELIMITERS = ",;\t|"
_SAID = re.compile(r"(sep=[,;\t|])\r?\n", re.IGNORECASE)
"""The line by which some programs say what parts the columns; it is no row, and counts as one."""
_HINT = "save the table as CSV with a row of headings"


class CsvChronologyWriter:
    """Writes one table, an event a row; ``date`` is EDTF, ``earliest`` and ``latest`` its bounds."""

    def write(self, page: ChronologyPage, *, name: str) -> dict[str, bytes]:
        """``name.csv``."""
        teller = Teller(page)
        return {f"{name}.csv": table_bytes(COLUMNS, [event_cells(one, teller) for one in page.events])}


class CsvChronologyReader:
    """Reads any table with a row of headings: commas, semicolons, tabs or bars."""

    def read(self, data: bytes, *, name: str) -> ChronologyTable:
        """InputError for a file that is no table."""
        decoded = decode(data, name=name)
        said = _SAID.match(decoded.text)
        text = decoded.text[said.end(1) :] if said else decoded.text
        delimiter = said[1][-1] if said else _delimiter(text.split("\n"))
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
        except csv.Error as error:
            raise InputError(f"not a table: {error}", place=name, hint=_HINT) from error
        return table_out_of(rows, name=name, remarks=decoded.remarks)


def table_out_of(
    rows: Sequence[Sequence[str]], *, name: str, remarks: Sequence[str] = (), above: int = 0
) -> ChronologyTable:
    """The table of some rows of text: the first that is not empty holds the headings, but for titles over them.
    ``above`` are rows that the file has before these.

    A heading that is missing or stands twice gets a name of its own; cells beyond the headings are counted as left out.
    """
    told = list(remarks)
    first = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if first is None:
        raise InputError("the table is empty", place=name, hint=_HINT)
    for at in _titles(rows, first):
        title = " ".join(rows[at]).strip()
        told.append(f"line {at + 1 + above} stands over the headings and was left out: {title[:60]!r}")
        first = next(n for n in range(at + 1, len(rows)) if any(cell.strip() for cell in rows[n]))
    columns = _headings(rows[first])
    if len(columns) > _MOST_COLUMNS:
        raise InputError(f"{len(columns)} columns are too many for a chronology", place=name, hint=_HINT)
    if len(rows) - first - 1 > _MOST_ROWS:
        raise InputError(f"more than {_MOST_ROWS:,} rows", place=name, hint="bring it in by parts")
    made: list[ChronologyRow] = []
    beyond = 0
    for line, row in enumerate(rows[first + 1 :], first + 2 + above):
        cells = {column: text for column, cell in zip(columns, row, strict=False) if (text := _plain(cell)[:_LONGEST])}
        beyond += any(cell.strip() for cell in row[len(columns) :])
        if cells:
            made.append(ChronologyRow(line=line, cells=cells))
    if beyond:
        told.append(f"{beyond} row{'s' if beyond > 1 else ''} with cells beyond the last heading: these were left out")
    return ChronologyTable(columns=tuple(columns), rows=tuple(made), name=name, remarks=tuple(told))


def event_cells(one: DatedEvent, teller: Teller) -> tuple[str, ...]:
    """The row of an event under ``COLUMNS``."""
    event = one.event
    return (
        f"E{event.id}",
        event.date,
        one.said,
        day_text(one.earliest),
        day_text(one.latest),
        event.date_words,
        event.kind.value,
        event.title,
        "; ".join(teller.parties(event, PartyKind.PERSON)),
        "; ".join(teller.parties(event, PartyKind.INSTITUTION)),
        event.place,
        event.certainty.value,
        teller.case(event),
        event.agency,
        "" if event.hangs_on is None else f"E{event.hangs_on}",
        "" if event.tells_of is None else f"E{event.tells_of}",
        event.answer,
        event.answered_on,
        event.outcome,
        event.believed,
        " | ".join(teller.source(source) for source in event.sources),
        event.note,
    )


def _titles(rows: Sequence[Sequence[str]], first: int) -> list[int]:
    """Rows of one cell of several words over a row of more: what people write over the headings of a table."""
    titles: list[int] = []
    for at in range(first, min(len(rows), first + _MOST_OVER)):
        cells = [cell for cell in rows[at] if cell.strip()]
        if len(cells) > 1:
            return titles
        if cells and len(cells[0].split()) < 2:
            return []
        titles += [at] * len(cells)
    return []


def _headings(row: Sequence[str]) -> list[str]:
    names: list[str] = []
    last = max(at for at, cell in enumerate(row) if cell.strip())
    for at, cell in enumerate(row[: last + 1], 1):
        name = _plain(cell) or f"column {at}"
        while name in names:
            name = f"{name} ({at})"
        names.append(name)
    return names


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that parts most of the headings; a title over them has one at most by chance."""
    head, under = [*[line for line in lines[:_MOST_OVER] if line.strip()][:2], "", ""][:2]
    if max(map(head.count, _DELIMITERS)) < 2 <= max(map(under.count, _DELIMITERS)):
        head = under if head.count(max(_DELIMITERS, key=under.count)) == 0 else head
    return max(_DELIMITERS, key=head.count)


def _plain(cell: str) -> str:
    """A cell on one line, without the apostrophe that keeps a spreadsheet from computing it."""
    text = " ".join(cell.split())
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
