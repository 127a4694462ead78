"""Dates of EDTF as people say them, in English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tapewright.timing.days import date_of
from tapewright.timing.edtfdate import EdtfDate

if TYPE_CHECKING:
    from tapewright.timing.edtf import Edtf

MONTHS = ("January February March April May June July August September October November December").split()
_SEASONS = ("spring", "summer", "autumn", "winter")
_ORDINALS = ("first", "second", "third", "last")
_HALVES = ("first", "second")


def said(read: Edtf) -> str:
    """A whole date, interval or set."""
    if read.set_sign:
        return _said_set(read)
    if read.is_interval:
        return _said_interval(read)
    (member,) = read.members
    assert member is not None
    return said_date(member)


def said_date(date: EdtfDate) -> str:
    """One date, with what is unsure of it."""
    doubt = {(True, True): "perhaps about ", (True, False): "about ", (False, True): "perhaps "}.get(
        (date.is_approximate, date.is_uncertain), ""
    )
    return doubt + _plain(date)


def _said_interval(read: Edtf) -> str:
    start, end = read.members
    if start and end:
        return f"from {said_date(start)} to {said_date(end)}"
    if start:
        return f"from {said_date(start)} on" if read.is_open_end else f"from {said_date(start)}, end not known"
    if end:
        return f"until {said_date(end)}" if read.is_open_start else f"until {said_date(end)}, beginning not known"
    return "at some time"


def _said_set(read: Edtf) -> str:
    inside = dict(read.ranges)
    is_one = read.set_sign == "["
    told: list[str] = []
    place = 0
    while place < len(read.members):
        if place in inside:
            told.append(_said_range(read.members[place], read.members[place + 1], is_one=is_one))
            place += 2
        else:
            member = read.members[place]
            assert member is not None
            told.append(said_date(member))
            place += 1
    return _listed(told, "or" if is_one else "and")


def _said_range(start: EdtfDate | None, end: EdtfDate | None, *, is_one: bool) -> str:
    if start is None:
        assert end is not None
        return f"{said_date(end)} or before" if is_one else f"all until {said_date(end)}"
    if end is None:
        return f"{said_date(start)} or later" if is_one else f"all from {said_date(start)} on"
    if is_one:
        return f"between {said_date(start)} and {said_date(end)}"
    return f"all from {said_date(start)} to {said_date(end)}"


def _listed(told: Sequence[str], word: str) -> str:
    if len(told) == 1:
        return told[0]
    return f"{', '.join(told[:-1])} {word} {told[-1]}"


def _plain(date: EdtfDate) -> str:
    if date.digits:
        return f"between {_year(date_of(date.earliest)[0])} and {_year(date_of(date.latest)[0])}"
    if date.part:
        return _said_part(date)
    if "X" in date.year + date.month + date.day:
        return _unknown(date)
    year = _year(int(date.year))
    if not date.month:
        return year
    month = f"{MONTHS[int(date.month) - 1]} {year}"
    day = f"{int(date.day)} {month}" if date.day else month
    return f"{day}, {date.clock[:5]}" if date.clock else day


def _unknown(date: EdtfDate) -> str:
    """What is left out from the right is said as such; anything else by its bounds."""
    year = date.year
    if "X" not in year:
        if date.month.isdigit() and date.day == "XX":
            return f"some day in {MONTHS[int(date.month) - 1]} {_year(int(year))}"
        if date.month == "XX" and date.day in ("", "XX"):
            return f"some {'day' if date.day else 'month'} of {_year(int(year))}"
    elif not date.month and year[:-1].isdigit():
        return f"the {int(year[:-1])}0s"
    first, last = date_of(date.earliest), date_of(date.latest)
    if not date.month:
        return f"between {_year(first[0])} and {_year(last[0])}"
    return f"between {_day(first)} and {_day(last)}"


def _said_part(date: EdtfDate) -> str:
    year = _unknown_year(date)
    if date.part <= 32:
        where = {0: "", 1: " in the north", 2: " in the south"}[(date.part - 21) // 4]
        return f"{_SEASONS[(date.part - 21) % 4]} {year}{where}"
    if date.part <= 36:
        return f"the {_ORDINALS[date.part - 33]} quarter of {year}"
    if date.part <= 39:
        return f"the {_ORDINALS[date.part - 37] if date.part < 39 else 'last'} third of {year}"
    return f"the {_HALVES[date.part - 40]} half of {year}"


def _unknown_year(date: EdtfDate) -> str:
    if "X" not in date.year:
        return _year(int(date.year))
    first, last = date_of(date.earliest)[0], date_of(date.latest)[0]
    return f"of a year between {_year(first)} and {_year(last)}"


def _day(date: tuple[int, int, int]) -> str:
    year, month, day = date
    return f"{day} {MONTHS[month - 1]} {_year(year)}"


def _year(year: int) -> str:
    """The year 0 is 1 BC."""
    return f"{1 - year} BC" if year <= 0 else str(year)
