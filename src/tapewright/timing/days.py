"""Days of the proleptic Gregorian calendar as whole numbers, in any year, before the year 1 and behind 9999 too.

Day 1 is 0001-01-01, as ``datetime.date.toordinal`` counts; the year 0 is 1 BC. The arithmetic is Howard Hinnant's
("chrono-Compatible Low-Level Date Algorithms", days_from_civil and civil_from_days), exact in whole numbers.
"""

from __future__ import annotations

from tapewright.errors import UsageError

_ERA_YEARS, _ERA_DAYS = 400, 146_097
_FROM_MARCH = 306
"""Days from 1 March of the year 0 to day 1."""

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """How long a month is."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def day_of(year: int, month: int = 1, day: int = 1) -> int:
    """The number of a day. UsageError for a day that is not in the calendar.

    >>> day_of(1, 1, 1), day_of(1978, 6, 14), day_of(0, 12, 31)
    (1, 722249, 0)
    """
    if not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        raise UsageError(f"there is no day {year:04d}-{month:02d}-{day:02d}", hint="look at the month and the day")
    shifted = year - (month <= 2)
    era, year_of_era = divmod(shifted, _ERA_YEARS)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _ERA_DAYS + day_of_era - _FROM_MARCH + 1


def date_of(day: int) -> tuple[int, int, int]:
    """Year, month and day of a day's number.

    >>> date_of(722249), date_of(0)
    ((1978, 6, 14), (0, 12, 31))
    """
    era, day_of_era = divmod(day + _FROM_MARCH - 1, _ERA_DAYS)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year_of_era + era * _ERA_YEARS + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1
