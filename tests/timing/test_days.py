"""Days as whole numbers agree with Python's calendar where it has one, and go on beyond it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.timing.days import date_of, day_of, days_in_month, is_leap


@given(st.dates())
def test_python_counts_the_same_days(there: date) -> None:
    assert day_of(there.year, there.month, there.day) == there.toordinal()
    assert date_of(there.toordinal()) == (there.year, there.month, there.day)


@given(st.integers(-(10**12), 10**12))
def test_every_day_of_any_year_comes_back(day: int) -> None:
    year, month, number = date_of(day)
    assert day_of(year, month, number) == day
    assert 1 <= number <= days_in_month(year, month)


@given(st.integers(-(10**6), 10**6))
def test_a_year_is_as_long_as_its_months(year: int) -> None:
    assert day_of(year + 1) - day_of(year) == 365 + is_leap(year) == sum(days_in_month(year, m) for m in range(1, 13))


@pytest.mark.parametrize("wrong", [(1978, 13, 1), (1978, 0, 1), (1979, 2, 29), (1900, 2, 29), (1978, 6, 31), (1, 1, 0)])
def test_a_day_that_is_not_in_the_calendar_is_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(UsageError, match="there is no day"):
        day_of(*wrong)
