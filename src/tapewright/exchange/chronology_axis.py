"""The days that the axis of a picture of a chronology names: years, or months or days where years would be too few."""

from __future__ import annotations

from tapewright.timing.days import date_of, day_of
from tapewright.timing.edtfsaid import MONTHS

_MOST = 14
_FEWEST = 3
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MONTHS = (1, 2, 3, 6)
_DAYS: dict[int, tuple[int, ...]] = {5: (1, 5, 10, 15, 20, 25), 10: (1, 10, 20), 15: (1, 15)}
"""Of a month these days are named, where a mark stands every so many days."""


def marks(first: int, last: int) -> list[tuple[int, str]]:
    """Each day that is named between two days, with its words; no more than 15 of them.

    >>> [said for _, said in marks(day_of(1978, 5, 5), day_of(1978, 7, 15))]
    ['10 May 1978', '20 May 1978', '1 June 1978', '10 June 1978', '20 June 1978', '1 July 1978', '10 July 1978']
    """
    for found in (_years(first, last), _months(first, last)):
        if len(found) >= _FEWEST:
            return found
    return _days(first, last)


def _years(first: int, last: int) -> list[tuple[int, str]]:
    begins, ends = date_of(first)[0], date_of(last)[0]
    step = next((step for step in _YEARS if (ends - begins) / step <= _MOST), _YEARS[-1])
    years = range((begins // step + 1) * step, ends + 1, step)
    return [(day_of(year), _year(year)) for year in years]


def _months(first: int, last: int) -> list[tuple[int, str]]:
    (year, month, _), (last_year, last_month, _) = date_of(first), date_of(last)
    begins, ends = year * 12 + month, last_year * 12 + last_month - 1  # the month behind that of the first day
    step = next((step for step in _MONTHS if (ends - begins) / step <= _MOST), 12)
    numbers = [number for number in range(begins, ends + 1) if number % step == 0]
    return [(day_of(n // 12, n % 12 + 1), f"{MONTHS[n % 12]} {_year(n // 12)}") for n in numbers]


def _days(first: int, last: int) -> list[tuple[int, str]]:
    step = next((step for step in _DAYS if (last - first) / step <= _MOST), 15)
    found = []
    for day in range(first, last + 1):
        year, month, number = date_of(day)
        if number in _DAYS[step]:
            found.append((day, f"{number} {MONTHS[month - 1]} {_year(year)}"))
    return found


def _year(year: int) -> str:
    """The year 0 is 1 BC."""
    return f"{1 - year} BC" if year <= 0 else str(year)
