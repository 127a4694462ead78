"""Dates as people write them in tables and forms: what each means, and what means none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.timing.datewriting import written_date
from tapewright.timing.days import date_of, day_of
from tapewright.timing.edtf import read_edtf

MEANT = {
    "12.5.1978": "1978-05-12",
    "12.5.78": "1978-05-12",
    "12.25.1978": "1978-12-25",
    "1978/05/12": "1978-05-12",
    "1978-5-2": "1978-05-02",
    "19780512": "1978-05-12",
    "1978-05-12 14:30": "1978-05-12",
    "06/1978": "1978-06",
    "14 Jun 1978": "1978-06-14",
    "14-Jun-78": "1978-06-14",
    "14. June 1978": "1978-06-14",
    "Sun 4 June 1978": "1978-06-04",
    "June 4th, 1978": "1978-06-04",
    "1978, June 14": "1978-06-14",
    "May 78": "1978-05",
    "June 1978?": "1978-06?",
    "(1978)": "1978",
    "c. 1850": "1850~",
    "ca.1850": "1850~",
    "perhaps about 1978": "1978%",
    "about 520": "0520~",
    "44 BC": "-0043",
    "the summer of 1990": "1990-22",
    "winter 1978/79": "1978-24",
    "Q2 1978": "1978-34",
    "before 1978": "[..1977]",
    "before January 1978": "[..1977-12]",
    "after 31.12.1978": "[1979-01-01..]",
    "by 1978": "[..1978]",
    "since 1978": "1978/..",
    "until about 1980": "../1980~",
    "between 1978 and 1980": "[1978..1980]",
    "between May and July 1978": "[1978-05..1978-07]",
    "between 4 and 9 June 1978": "[1978-06-04..1978-06-09]",
    "from 1978 to 1980": "1978/1980",
    "1978 – 1980": "1978/1980",
    "1978/79": "1978/1979",
    "14-Jun-78 - 20-Jun-78": "1978-06-14/1978-06-20",
    "1978-6-4 to 1978-6-9": "1978-06-04/1978-06-09",
    "1978-6-4 - 1978-6-9": "1978-06-04/1978-06-09",
    "14-20 June 1978": "1978-06-14/1978-06-20",
    "14 June to 2 July 1978": "1978-06-14/1978-07-02",
    "1978 or 1979": "[1978,1979]",
    "Spring/Summer 1978": "1978-21/1978-22",
}


@pytest.mark.parametrize(("text", "date"), MEANT.items())
def test_a_date_as_people_write_it_is_one_of_edtf(text: str, date: str) -> None:
    assert written_date(text).dates == (date,)


@pytest.mark.parametrize("text", ["5/12/1978", "5-12-78", "before 5/12/1978"])
def test_where_the_day_or_the_month_may_come_first_both_are_told(text: str) -> None:
    days_first, months_first = written_date(text).dates
    assert ("1978-12-0" in days_first, "1978-05-1" in months_first) == (True, True)
    assert written_date(text, month_first=False).dates == (days_first,)
    assert written_date(text, month_first=True).dates == (months_first,)


@pytest.mark.parametrize("text", ["31 June 1978", "29.2.1900", "1978/13/40", "1980/1978", "before 31 June 1978"])
def test_what_is_written_like_a_date_and_is_none_has_a_reason(text: str) -> None:
    meant = written_date(text)
    assert not meant.dates
    assert meant.why


@pytest.mark.parametrize(
    "text",
    [
        *(
            "12/25/1978",
            "shortly before Easter 1978",
            "week 23 1978",
            "14. Juni 1978",
            "not 1978",
            "June - 1978",
            "n/a",
        ),
        *("78", "1978 and all that", "٢٠٠٠", "9" * 5000, "", "-", "to", "between and", "c.", "1978 to", "(", "()"),
    ],
)
def test_a_text_is_read_whole_or_not_at_all(text: str) -> None:
    assert written_date(text, month_first=False).dates == ()


@given(st.integers(day_of(1000), day_of(2999, 12, 31)))
def test_every_day_is_read_back_however_it_is_written(day: int) -> None:
    year, month, number = date_of(day)
    want = (f"{year:04d}-{month:02d}-{number:02d}",)
    assert written_date(f"{number}.{month}.{year}").dates == want
    assert written_date(f"{month}/{number}/{year}", month_first=True).dates == want
    assert written_date(f"{year}.{month}.{number}").dates == want


@given(st.text(max_size=40) | st.from_regex(r"[0-9 ./\-a-y]{1,20}", fullmatch=True))
def test_whatever_is_written_what_is_read_is_edtf(text: str) -> None:
    for date in written_date(text).dates:
        assert read_edtf(date).text == date
