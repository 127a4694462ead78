"""One date of EDTF: a day, month, season or year, with what is unsure of it, and the days between which it lies.

Grammar and examples: Extended Date/Time Format Specification, Library of Congress, 2019 (ISO 8601-2:2019, Annex A).
Seasons have no bounds there; ours are those of meteorology in the north (spring is March to May, a winter ends in the
next year), unless the date names a hemisphere (25 to 32).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tapewright.timing.days import day_of, days_in_month

_LARGEST_YEAR = 10**15
_DATE = re.compile(
    r"(?P<year_before>[?~%]?)"
    r"(?:(?P<year>-?[0-9X]{4})|Y(?P<long>-?[1-9][0-9]{4,17})|Y(?P<base>-?[1-9][0-9]{0,8})E(?P<power>[1-9][0-9]?))"
    r"(?:S(?P<digits>[1-9][0-9]?))?(?P<year_after>[?~%]?)"
    r"(?:-(?P<month_before>[?~%]?)(?P<month>[0-9X]{2})(?P<month_after>[?~%]?)"
    r"(?:-(?P<day_before>[?~%]?)(?P<day>[0-9X]{2})(?P<day_after>[?~%]?))?)?"
)
_CLOCK = re.compile(
    r"(?P<date>-?[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<clock>[0-9:]{8})(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_ZONE = re.compile(r"Z?|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?")

_NORTH = {1: (3, 3), 2: (6, 3), 3: (9, 3), 4: (12, 3)}
_SOUTH = {1: (9, 3), 2: (12, 3), 3: (3, 3), 4: (6, 3)}
_PARTS = {
    **{20 + number: months for number, months in _NORTH.items()},
    **{24 + number: months for number, months in _NORTH.items()},
    **{28 + number: months for number, months in _SOUTH.items()},
    **{33 + number: (1 + 3 * number, 3) for number in range(4)},
    **{37 + number: (1 + 4 * number, 4) for number in range(3)},
    **{40 + number: (1 + 6 * number, 6) for number in range(2)},
}
"""The first month of each part of a year, and how many it has."""


class NotEdtf(ValueError):
    """Why a text is no date; told to people by whoever asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdtfDate:
    """A date as it is written. ``year`` holds X for a figure that is not known; ``part`` is a season or another part of
    a year (21 to 41), 0 for none. ``month`` and ``day`` are as written, "" where there is none.
    """

    year: str
    month: str = ""
    day: str = ""
    part: int = 0
    digits: int = 0
    clock: str = ""
    is_approximate: bool = False
    is_uncertain: bool = False
    level: int = 0
    earliest: int = 0
    latest: int = 0


def read_date(text: str) -> EdtfDate:
    """The date of a text without a stroke or brackets. NotEdtf says why it is none."""
    if found := _CLOCK.fullmatch(text):
        if not _TIME.fullmatch(found["clock"]) or not _ZONE.fullmatch(found["zone"] or ""):
            raise NotEdtf("the time of day is none")
        day = read_date(found["date"])
        return EdtfDate(
            year=day.year,
            month=day.month,
            day=day.day,
            clock=found["clock"],
            level=day.level,
            earliest=day.earliest,
            latest=day.latest,
        )
    found = _DATE.fullmatch(text)
    if found is None:
        raise NotEdtf("years have four figures, months and days two, with - between: 1978-06-14")
    if found["year"] == "-0000":
        raise NotEdtf("the year 0 has no sign")
    month, day_text = found["month"] or "", found["day"] or ""
    if month and found["year"] is None:
        raise NotEdtf("a year of more than four figures has no months")
    part = int(month) if month.isdigit() and int(month) in _PARTS else 0
    if part and day_text:
        raise NotEdtf("a season has no days")
    if found["digits"] and month:
        raise NotEdtf("how many figures count is said of years alone")
    first_year, last_year = _years(found)
    digits = int(found["digits"] or 0)
    earliest, latest = (
        _of_part(first_year, last_year, part)
        if part
        else _bounds(found["year"] or "", first_year, last_year, month, day_text)
    )
    signs = "".join(value for name, value in found.groupdict().items() if name.endswith(("before", "after")) and value)
    return EdtfDate(
        year=found["year"] or f"{first_year}" if not digits else text.rstrip("?~%").partition("S")[0],
        month="" if part else month,
        day=day_text,
        part=part,
        digits=digits,
        is_approximate="~" in signs or "%" in signs,
        is_uncertain="?" in signs or "%" in signs,
        level=_level(found, part, signs),
        earliest=earliest,
        latest=latest,
    )


def _years(found: re.Match[str]) -> tuple[int, int]:
    """The first and the last year that are meant."""
    if found["year"] is not None:
        text = found["year"]
        low, high = int(text.replace("X", "0")), int(text.replace("X", "9"))
        if text.startswith("-"):  # the year 0 has no sign: the last one before it has a 1 for the last X
            low, high = high, low or -(10 ** text[::-1].index("X"))
    elif found["long"] is not None:
        low = high = int(found["long"])
    else:
        if int(found["power"]) > 15:
            raise NotEdtf("so long ago is no date of a chronology")
        low = high = int(found["base"]) * 10 ** int(found["power"])
    if abs(low) > _LARGEST_YEAR:
        raise NotEdtf("so long ago is no date of a chronology")
    if found["digits"] is None:
        return low, high
    if "X" in (found["year"] or ""):
        raise NotEdtf("a figure is either unknown or does not count")
    count = len(str(abs(low)))
    if found["year"] is not None:
        count = 4
    if int(found["digits"]) > count:
        raise NotEdtf(f"only {count} figures can count")
    unit = 10 ** (count - int(found["digits"]))
    start = abs(low) // unit * unit
    return (start, start + unit - 1) if low >= 0 else (-(start + unit - 1), -start)


def _of_part(first: int, last: int, part: int) -> tuple[int, int]:
    begins, months = _PARTS[part]
    end_year, end_month = last + (begins + months - 2) // 12, (begins + months - 2) % 12 + 1
    return day_of(first, begins), day_of(end_year, end_month, days_in_month(end_year, end_month))


def _bounds(pattern: str, first: int, last: int, month: str, day: str) -> tuple[int, int]:
    if not month:
        return day_of(first), day_of(last, 12, 31)
    if "X" not in pattern + month + day:
        if day == "00":
            raise NotEdtf("there is no such day in the calendar")
        return _plain_bounds(first, int(month), int(day or 0))
    if f"{month}{day}".isdecimal() and not _is_day_of_some_year(int(month), int(day or 1)):
        raise NotEdtf("there is no such day in the calendar")
    earliest = next(_days(_matching(pattern, range(first, last + 1)), month, day, is_last=False), None)
    latest = next(_days(_matching(pattern, range(last, first - 1, -1)), month, day, is_last=True), None)
    if earliest is None or latest is None:
        raise NotEdtf("there is no such day in the calendar")
    return earliest, latest


def _plain_bounds(year: int, month: int, day: int) -> tuple[int, int]:
    """A day, or a month where the day is 0."""
    if not 1 <= month <= 12:
        raise NotEdtf(f"a year has no month {month}")
    if day > days_in_month(year, month):
        raise NotEdtf("there is no such day in the calendar")
    return day_of(year, month, day or 1), day_of(year, month, day or days_in_month(year, month))


def _is_day_of_some_year(month: int, day: int) -> bool:
    """Whether a month of a leap year has such a day: asked before ten thousand years are looked through."""
    return 1 <= month <= 12 and 1 <= day <= days_in_month(2000, month)


def _days(years: Iterable[int], month: str, day: str, *, is_last: bool) -> Iterator[int]:
    """The days that are meant, from one end."""
    months = [number for number in range(1, 13) if _fits(month, number)]
    for year in years:
        for number in reversed(months) if is_last else months:
            length = days_in_month(year, number)
            fits = [one for one in range(1, length + 1) if not day or _fits(day, one)]
            if fits:
                yield day_of(year, number, fits[-1] if is_last else fits[0])


def _matching(pattern: str, years: Iterable[int]) -> Iterator[int]:
    """Those years that a pattern with X means."""
    figures = pattern.lstrip("-")
    for year in years:
        if all(sign in ("X", own) for sign, own in zip(figures, f"{abs(year):04d}", strict=True)):
            yield year


def _fits(pattern: str, number: int) -> bool:
    return all(sign in ("X", own) for sign, own in zip(pattern, f"{number:02d}", strict=True))


def _level(found: re.Match[str], part: int, signs: str) -> int:
    year, month, day = found["year"] or "", found["month"] or "", found["day"] or ""
    if found["power"] or found["digits"] or part > 24 or len(signs) > 1:
        return 2
    at_the_end = found["day_after"] or (not day and found["month_after"]) or (not month and found["year_after"])
    if signs and not at_the_end:
        return 2
    if "X" in year + month + day and not _is_plainly_unknown(year, month, day):
        return 2
    return int(bool(signs or part or found["long"] or "X" in year + month + day or year.startswith("-")))


def _is_plainly_unknown(year: str, month: str, day: str) -> bool:
    """Level 1 leaves out whole parts from the right: 201X, 20XX, 2004-XX, 1985-04-XX, 1985-XX-XX."""
    if not month:
        return year.lstrip("-")[:2].isdigit() and year.lstrip("-")[2:] in ("XX", f"{year.lstrip('-')[2]}X")
    if "X" in year:
        return False
    return (month, day) in (("XX", ""), ("XX", "XX")) or (month.isdigit() and day == "XX")
