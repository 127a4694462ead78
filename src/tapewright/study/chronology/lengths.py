"""How long it was, from one day to another, as people say it."""

from __future__ import annotations

from tapewright.timing.days import date_of
from tapewright.words.counted import counted

_DAYS_UNTIL = 120
_MONTHS_UNTIL = 730


def whole_years(first: int, last: int) -> int:
    """Whole years from one day to a later one. Who is born on 29 February is a year older on 1 March.

    Below 0 where ``last`` comes first: -1 until a whole year before it.
    """
    (year, *rest), (to_year, *to_rest) = date_of(first), date_of(last)
    return to_year - year - (to_rest < rest)


def whole_months(first: int, last: int) -> int:
    """Whole months from one day to a later one."""
    (year, month, day), (to_year, to_month, to_day) = date_of(first), date_of(last)
    return (to_year - year) * 12 + to_month - month - (to_day < day)


def say_length(first: int, last: int) -> str:
    """A known length: ``333 days``, ``9 years``, ``8 years 11 months``."""
    if last - first < 365:
        return counted(last - first, "day")
    years, months = divmod(whole_months(first, last), 12)
    if not years:
        return counted(last - first, "day")
    return counted(years, "year") + (f" {counted(months, 'month')}" if months else "")


def say_lengths(least: tuple[int, int], most: tuple[int, int]) -> str:
    """A length of which only the least and the greatest are known, each as its two days: ``8 to 9 years``.

    The unit is that in which the greatest is told; units are whole. ``up to 40 days`` where it may be nothing,
    ``3 years 7 to 8 months`` where the years are known.
    """
    if least == most:
        return say_length(*least)
    shortest, longest = max(0, least[1] - least[0]), most[1] - most[0]
    if longest < _DAYS_UNTIL:
        unit, low, high = "day", shortest, longest
    elif longest < _MONTHS_UNTIL:
        unit, low, high = "month", whole_months(*least) if shortest else 0, whole_months(*most)
    else:
        unit, low, high = "year", whole_years(*least) if shortest else 0, whole_years(*most)
        if low == high and (months := whole_months(*most) - 12 * high):
            return f"{counted(low, 'year')} {_months(whole_months(*least) - 12 * low, months)}"
    return say_range(low, high, unit)


def say_range(low: int, high: int, unit: str) -> str:
    """``8 to 9 years``, ``9 years``, ``up to 9 years``."""
    if low == high:
        return counted(low, unit)
    return f"up to {counted(high, unit)}" if not low else f"{low} to {counted(high, unit)}"


def _months(low: int, high: int) -> str:
    return counted(high, "month") if low == high else f"{low} to {counted(high, 'month')}"
