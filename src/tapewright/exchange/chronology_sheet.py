"""Tables of events out of spreadsheets: .xlsx, .xlsm, .xlsb, .xls and .ods, by python-calamine (values, no macros)."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange.chronology_csv import table_out_of
from tapewright.model import ChronologyTable

_LARGEST = 64 * 1024 * 1024
_MOST_UNPACKED = 512 * 1024 * 1024
_HINT = "save the sheet with the events as CSV"


class SheetChronologyReader:
    """Reads the first sheet with rows; the others are named as left out."""

    def read(self, data: bytes, *, name: str) -> ChronologyTable:
        """InputError for what is no spreadsheet, is locked, or unpacks to more than it should."""
        _check_size(data, name)
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = [(title, *_rows(book.get_sheet_by_name(title))) for title in book.sheet_names]
        except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
            raise InputError(f"not a spreadsheet that can be read: {error}", place=name, hint=_HINT) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # the reader's own fault; no class that could be named here
                raise
            raise InputError("the spreadsheet is damaged", place=name, hint=_HINT) from error
        full = [one for one in sheets if any(any(_text(cell) for cell in row) for row in one[1])]
        if not full:
            raise InputError("the spreadsheet is empty", place=name, hint=_HINT)
        remarks = [f"sheet {title!r} left out: the events are read from {full[0][0]!r}" for title, *_ in full[1:]]
        _, cells, above = full[0]
        rows = [[_text(cell) for cell in row] for row in cells]
        return table_out_of(rows, name=name, remarks=remarks, above=above)


def _rows(sheet: Any) -> tuple[list[list[Any]], int]:
    """The rows of a sheet, and how many empty ones stand above them; cells that are merged downwards say the same."""
    rows = sheet.to_python()
    above, left = sheet.start or (0, 0)
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        at = top - above
        if 0 <= at < len(rows) and 0 <= column - left < len(rows[at]):
            for row in rows[at + 1 : bottom - above + 1]:
                row[column - left] = row[column - left] or rows[at][column - left]
    return rows, above


def _check_size(data: bytes, name: str) -> None:
    if not data:
        raise InputError("the file is empty", place=name, hint="export it again where it came from")
    if len(data) > _LARGEST:
        raise InputError("too large to be a chronology", place=name, hint=_HINT)
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                size = sum(entry.file_size for entry in packed.infolist())
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise InputError(f"the spreadsheet is damaged: {error}", place=name, hint=_HINT) from error
        if size > _MOST_UNPACKED:
            raise InputError("it unpacks to more than any chronology holds", place=name, hint=_HINT)


def _text(cell: Any) -> str:
    """A cell as text; a date as EDTF, a whole number (a year) without a point."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time | timedelta):
        return cell.isoformat() if isinstance(cell, date | time) else str(cell)
    return str(cell)
