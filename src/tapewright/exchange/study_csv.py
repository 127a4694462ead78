"""A study's report as tables for spreadsheets: UTF-8 with its mark, one file a table, and no cell that computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from tapewright.exchange.printable import printable
from tapewright.exchange.study_words import DATA_COLUMNS, about_rows
from tapewright.model.studyreport import StudyReport

_COMPUTES = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, in full width too."""
_UNSEEN = " \n\u00a0\u200b\ufeff"


class CsvStudyWriter:
    """Writes ``.csv``: the report's tables, and its front page as ``-about``."""

    def write(self, report: StudyReport) -> dict[str, bytes]:
        """The files by what is added to the report's name."""
        made = {
            f"-{sheet.name}" if sheet.name else "": table_bytes(sheet.columns, sheet.rows) for sheet in report.sheets
        }
        made["-about"] = table_bytes(DATA_COLUMNS, about_rows(report))
        return made


def table_bytes(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A table with its head, as every spreadsheet reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in columns])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that begins like one has an apostrophe before it.

    >>> guarded("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    clean = printable(text)
    is_formula = clean.startswith(_COMPUTES) or clean.lstrip(_UNSEEN).startswith(_COMPUTES)
    return f"'{clean}" if is_formula else clean
