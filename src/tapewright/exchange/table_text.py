"""Tables that come back: cells guarded against spreadsheets and read as they were, columns by their headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from tapewright.errors import InputError
from tapewright.exchange.encoding import decode
from tapewright.exchange.study_csv import guarded

MOST_ROWS = 1_000_000
_LONGEST_CELL = 10_000_000
_GUARD = "'"
_MISREAD = "ï»¿"
"""What the mark at the beginning becomes where a program takes UTF-8 for Windows-1252."""
ENCODING = "utf-8-sig"
"""Of tables that go out: with the mark by which spreadsheets know UTF-8."""


def write_table(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """A table as CSV, without a mark before it; no cell is taken for a formula, and ``read_table`` gives them back."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_guarded(row.get(column, "")) for column in columns] for row in rows)
    return made.getvalue()


def read_table(data: bytes, *, name: str, needs: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table by its headings, with the number of each; commas, semicolons or tabs between the cells.

    InputError for what is no table, or has none of the headings that it needs.
    """
    text = decode(data, name=name).text
    head = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    try:
        # The limit is the program's own, not this reader's: it is set to the same for all tables.
        csv.field_size_limit(_LONGEST_CELL)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        headings = [cell.strip().lower().replace(" ", "_") for cell in next(rows, [])]
        if headings and headings[0].startswith(_MISREAD):
            hint = "open the table that came from here again, as Unicode (UTF-8), and save it so"
            raise InputError("its letters were read as others by the program that saved it", place=name, hint=hint)
        if missing := [column for column in needs if column not in headings]:
            raise InputError(f"the table has no column {missing[0]!r}", place=name, hint=f"it needs {', '.join(needs)}")
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS:
                raise InputError(f"more than {MOST_ROWS:,} rows", place=name, hint="split the table")
            if any(cell.strip() for cell in row):
                yield number, {key: _plain(cell) for key, cell in zip(headings, row, strict=False)}
    except csv.Error as error:
        raise InputError(f"not a table: {error}", place=name, hint="save it as CSV again") from error


def write_path(names: Sequence[str]) -> str:
    """Names from the top down, as one text: ``signs/threats``; a slash in a name is written ``\\/``."""
    return "/".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in names)


def read_path(path: str) -> list[str]:
    """The names of a path; empty ones are left out."""
    names, current, is_escaped = [], "", False
    for sign in path:
        if is_escaped:
            current, is_escaped = current + sign, False
        elif sign == "\\":
            is_escaped = True
        elif sign == "/":
            names.append(current)
            current = ""
        else:
            current += sign
    return [name for name in (*names, current) if name.strip()]


def _guarded(text: str) -> str:
    return _GUARD + text if text.startswith(_GUARD) else guarded(text)


def _plain(cell: str) -> str:
    rest = cell[1:]
    return rest if cell.startswith(_GUARD) and (rest.startswith(_GUARD) or guarded(rest) != rest) else cell
