"""Dates of a table that are no EDTF, read as a person says that they are meant; their words stay beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tapewright.errors import UsageError
from tapewright.timing.edtf import read_edtf
from tapewright.verbs.datesmeant import meant_whole

_DATED = ("date", "until", "answered_on", "source_date")


class DateOrder(StrEnum):
    """What comes first in a date of numbers: 04/06/1984 is 4 June or 6 April."""

    DAY = "day-first"
    MONTH = "month-first"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRead:
    """The date of a row as the file has it, and the EDTF that it was read as."""

    line: int
    text: str
    date: str


def with_dates_read(cells: Mapping[str, str], order: DateOrder) -> dict[str, str]:
    """The cells of a row with their dates as EDTF, where they mean one; what dated the event is kept as its words."""
    read = dict(cells)
    for field in _DATED:
        if field in cells:
            read[field] = date_meant(cells[field], order)
    if any(read.get(field) != cells.get(field) for field in ("date", "until")):
        read.setdefault("words", " to ".join(cells[field] for field in ("date", "until") if field in cells))
    return read


def date_meant(text: str, order: DateOrder) -> str:
    """EDTF for what may be a date; the text itself where it is EDTF already, or means none.

    >>> date_meant("04/06/1984", DateOrder.DAY), date_meant("04/06/1984", DateOrder.MONTH)
    ('1984-06-04', '1984-04-06')
    >>> date_meant("1984~", DateOrder.DAY), date_meant("June 1984", DateOrder.DAY), date_meant("soon", DateOrder.DAY)
    ('1984~', '1984-06', 'soon')
    """
    plain = " ".join(text.split())
    if _is_edtf(plain):
        return text
    return meant_whole(plain, month_first=order is DateOrder.MONTH) or text


def _is_edtf(text: str) -> bool:
    try:
        read_edtf(text)
    except UsageError:
        return False
    return True
