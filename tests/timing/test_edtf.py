"""EDTF: every official example is read with its days, what is none is refused with a reason, peers say the same."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.testing.strategies import edtf_dates
from tapewright.timing import edtfdate
from tapewright.timing.days import date_of, day_of, days_in_month
from tapewright.timing.edtf import Edtf, read_edtf, say_edtf

STRINGS = Path(__file__).parents[3] / "shared/data/study-and-captions/edtf-unt/edtf_strings.json"

OFFICIAL: dict[int, dict[str, tuple[str, str, str]]] = {
    0: {
        "1985-04-12": ("1985-04-12", "1985-04-12", "12 April 1985"),
        "1985-04": ("1985-04-01", "1985-04-30", "April 1985"),
        "1985": ("1985-01-01", "1985-12-31", "1985"),
        "1985-04-12T23:20:30": ("1985-04-12", "1985-04-12", "12 April 1985, 23:20"),
        "1985-04-12T23:20:30Z": ("1985-04-12", "1985-04-12", "12 April 1985, 23:20"),
        "1985-04-12T23:20:30-04": ("1985-04-12", "1985-04-12", "12 April 1985, 23:20"),
        "1985-04-12T23:20:30+04:30": ("1985-04-12", "1985-04-12", "12 April 1985, 23:20"),
        "1964/2008": ("1964-01-01", "2008-12-31", "from 1964 to 2008"),
        "2004-06/2006-08": ("2004-06-01", "2006-08-31", "from June 2004 to August 2006"),
        "2004-02-01/2005-02-08": ("2004-02-01", "2005-02-08", "from 1 February 2004 to 8 February 2005"),
        "2004-02-01/2005-02": ("2004-02-01", "2005-02-28", "from 1 February 2004 to February 2005"),
        "2004-02-01/2005": ("2004-02-01", "2005-12-31", "from 1 February 2004 to 2005"),
        "2005/2006-02": ("2005-01-01", "2006-02-28", "from 2005 to February 2006"),
    },
    1: {
        "Y170000002": ("170000002-01-01", "170000002-12-31", "170000002"),
        "Y-170000002": ("-170000002-01-01", "-170000002-12-31", "170000003 BC"),
        "2001-21": ("2001-03-01", "2001-05-31", "spring 2001"),
        "1984?": ("1984-01-01", "1984-12-31", "perhaps 1984"),
        "2004-06~": ("2004-06-01", "2004-06-30", "about June 2004"),
        "2004-06-11%": ("2004-06-11", "2004-06-11", "perhaps about 11 June 2004"),
        "201X": ("2010-01-01", "2019-12-31", "the 2010s"),
        "20XX": ("2000-01-01", "2099-12-31", "between 2000 and 2099"),
        "2004-XX": ("2004-01-01", "2004-12-31", "some month of 2004"),
        "1985-04-XX": ("1985-04-01", "1985-04-30", "some day in April 1985"),
        "1985-XX-XX": ("1985-01-01", "1985-12-31", "some day of 1985"),
        "1985-04-12/..": ("1985-04-12", "", "from 12 April 1985 on"),
        "1985-04/..": ("1985-04-01", "", "from April 1985 on"),
        "1985/..": ("1985-01-01", "", "from 1985 on"),
        "../1985-04-12": ("", "1985-04-12", "until 12 April 1985"),
        "../1985-04": ("", "1985-04-30", "until April 1985"),
        "../1985": ("", "1985-12-31", "until 1985"),
        "1985-04-12/": ("1985-04-12", "", "from 12 April 1985, end not known"),
        "1985-04/": ("1985-04-01", "", "from April 1985, end not known"),
        "1985/": ("1985-01-01", "", "from 1985, end not known"),
        "/1985-04-12": ("", "1985-04-12", "until 12 April 1985, beginning not known"),
        "/1985-04": ("", "1985-04-30", "until April 1985, beginning not known"),
        "/1985": ("", "1985-12-31", "until 1985, beginning not known"),
        "-1985": ("-1985-01-01", "-1985-12-31", "1986 BC"),
    },
    2: {
        "Y-17E7": ("-170000000-01-01", "-170000000-12-31", "170000001 BC"),
        "1950S2": ("1900-01-01", "1999-12-31", "between 1900 and 1999"),
        "Y171010000S3": ("171000000-01-01", "171999999-12-31", "between 171000000 and 171999999"),
        "Y3388E2S3": ("338000-01-01", "338999-12-31", "between 338000 and 338999"),
        "2001-34": ("2001-04-01", "2001-06-30", "the second quarter of 2001"),
        "[1667,1668,1670..1672]": ("1667-01-01", "1672-12-31", "1667, 1668 or between 1670 and 1672"),
        "[..1760-12-03]": ("", "1760-12-03", "3 December 1760 or before"),
        "[1760-12..]": ("1760-12-01", "", "December 1760 or later"),
        "[1760-01,1760-02,1760-12..]": ("1760-01-01", "", "January 1760, February 1760 or December 1760 or later"),
        "[1667,1760-12]": ("1667-01-01", "1760-12-31", "1667 or December 1760"),
        "[..1984]": ("", "1984-12-31", "1984 or before"),
        "{1667,1668,1670..1672}": ("1667-01-01", "1672-12-31", "1667, 1668 and all from 1670 to 1672"),
        "{1960,1961-12}": ("1960-01-01", "1961-12-31", "1960 and December 1961"),
        "{..1984}": ("", "1984-12-31", "all until 1984"),
        "2004-06~-11": ("2004-06-11", "2004-06-11", "about 11 June 2004"),
        "2004?-06-11": ("2004-06-11", "2004-06-11", "perhaps 11 June 2004"),
        "?2004-06-~11": ("2004-06-11", "2004-06-11", "perhaps about 11 June 2004"),
        "2004-%06-11": ("2004-06-11", "2004-06-11", "perhaps about 11 June 2004"),
        "156X-12-25": ("1560-12-25", "1569-12-25", "between 25 December 1560 and 25 December 1569"),
        "15XX-12-25": ("1500-12-25", "1599-12-25", "between 25 December 1500 and 25 December 1599"),
        "XXXX-12-XX": ("0000-12-01", "9999-12-31", "between 1 December 1 BC and 31 December 9999"),
        "1XXX-XX": ("1000-01-01", "1999-12-31", "between 1 January 1000 and 31 December 1999"),
        "1XXX-12": ("1000-12-01", "1999-12-31", "between 1 December 1000 and 31 December 1999"),
        "1984-1X": ("1984-10-01", "1984-12-31", "between 1 October 1984 and 31 December 1984"),
        "2004-06-~01/2004-06-~20": ("2004-06-01", "2004-06-20", "from about 1 June 2004 to about 20 June 2004"),
    },
}
"""The examples of the Library of Congress's specification by level: first day, last day ("" for open), in words."""

TAKEN_HERE = {
    # Their test refuses an end whose first day lies before the beginning's; ours refuses what cannot be in any reading.
    *("0000-01-03/0000-01", "0000-02/0000", "2004-06-11%/2004-%06", "2004-06-11%/2004-06~"),
    "Y-61000/-2000",  # a year of five figures may be an end: the grammar has it so
}


def written(day: int | None) -> str:
    if day is None:
        return ""
    year, month, number = date_of(day)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{number:02d}"


@pytest.mark.parametrize(
    ("level", "text"), [(level, text) for level, examples in OFFICIAL.items() for text in examples]
)
def test_every_official_example_is_read_with_its_days_and_said(level: int, text: str) -> None:
    found = read_edtf(text)
    first, last, said = OFFICIAL[level][text]
    assert (found.level, written(found.earliest), written(found.latest)) == (level, first, last)
    assert say_edtf(text) == say_edtf(found) == said


def test_the_strings_of_another_validator_are_read_or_refused_as_there() -> None:
    if not STRINGS.is_file():
        pytest.skip("the shared list of EDTF strings is not here")
    lists: dict[str, list[str]] = json.loads(STRINGS.read_text(encoding="utf-8"))
    for name, texts in lists.items():
        is_valid = not name.startswith("invalid")
        differing = [text for text in texts if is_read(text) != is_valid]
        assert set(differing) <= TAKEN_HERE, name


def is_read(text: str) -> bool:
    try:
        read_edtf(text)
    except UsageError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "/", "//", "..", "[]", "{}", "[,]", "[..]", "{1984", "[1984}", "1984,1985", "12-12", "198", "19850"),
        *("1985-13", "1985-00", "1985-4", "1985-02-30", "1900-02-29", "1985-04-00", "2001-21-01", "2001-42", "2001-20"),
        *("1985/1984", "1984?/1983?", "[1985..1984]", "1985-04-12T23:20:30/1986", "[1985-04-12T23:20:30]", "-0000"),
        *("1985-04-12T25:00:00", "1985-04-12T23:60:00", "1985-04-12 23:20", "+1985", "1985~~", "~", "Y1985", "Y19E99"),
        *(
            "１９８５",
            "1985\n",
            "1985\x00",
            "[1984,..1985]",
            "[1984..,1985]",
            "1950S5",
            "1950S0",
            "195XS2",
            "1985-04S2",
        ),
        *("x" * 100_000, "[" + "1984," * 60 + "1985]", "197x", "1985-w12"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(UsageError, match="not a date") as refused:
        read_edtf(text)
    assert len(refused.value.message) < 250
    assert "1978" in refused.value.hint


@pytest.mark.parametrize("wrong", [None, 1985, b"1985", ["1985"]])
def test_what_is_no_text_is_refused_too(wrong: Any) -> None:
    with pytest.raises((UsageError, TypeError)):
        read_edtf(wrong)


@given(st.text(max_size=40) | st.text("0123456789X-?~%/.[]{},YES", max_size=24))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    if is_read(text):
        found = read_edtf(text)
        assert found.earliest is None or found.latest is None or found.earliest <= found.latest
        assert say_edtf(found)


@given(edtf_dates())
def test_every_date_that_can_be_written_is_read(text: str) -> None:
    found = read_edtf(text)
    assert found.text == text
    assert found.level <= 2


@given(st.dates())
def test_a_day_is_that_day(day: date) -> None:
    found = read_edtf(day.isoformat())
    assert found.earliest == found.latest == day.toordinal()
    assert found.is_known_day


@given(st.integers(0, 9999), st.integers(1, 12), st.integers(0, 3), st.integers(0, 3))
def test_a_figure_that_is_not_known_stands_for_every_figure(year: int, month: int, hidden: int, digit: int) -> None:
    text = f"{year:04d}"
    masked = "".join("X" if place == hidden else sign for place, sign in enumerate(text))
    found = read_edtf(f"{masked}-{month:02d}")
    years = [int(text[:hidden] + str(one) + text[hidden + 1 :]) for one in range(10)]
    assert found.earliest == min(day_of(one, month) for one in years)
    assert found.latest == max(day_of(one, month, days_in_month(one, month)) for one in years)
    whole = read_edtf(f"{text}-{month:02d}-{digit}X") if digit < 3 else None
    if whole and whole.earliest is not None and whole.latest is not None:
        assert date_of(whole.earliest)[2] == max(1, digit * 10)
        assert date_of(whole.latest)[2] == min(digit * 10 + 9, days_in_month(year, month))


def test_doubt_is_told_and_moves_no_bound() -> None:
    plain, about, perhaps, both = (read_edtf(f"1978-06{sign}") for sign in ("", "~", "?", "%"))
    assert {(one.earliest, one.latest) for one in (plain, about, perhaps, both)} == {(plain.earliest, plain.latest)}
    doubts = [(one.is_approximate, one.is_uncertain) for one in (plain, about, perhaps, both)]
    assert doubts == [(False, False), (True, False), (False, True), (True, True)]
    assert not read_edtf("1978-06-14~").is_known_day


def test_open_and_unknown_ends_are_told_apart_and_none_is_ten_years_long() -> None:
    ends = {text: read_edtf(text) for text in ("1985/..", "1985/", "../1985", "/1985", "../..")}
    assert [one.is_open_end for one in ends.values()] == [True, False, False, False, True]
    assert [one.is_unknown_end for one in ends.values()] == [False, True, False, False, False]
    assert [one.is_open_start for one in ends.values()] == [False, False, True, False, True]
    assert [one.is_unknown_start for one in ends.values()] == [False, False, False, True, False]
    assert ends["1985/"].latest is None


def test_dates_are_before_one_another_only_where_they_must_be() -> None:
    def dates(*texts: str) -> list[Edtf]:
        return [read_edtf(text) for text in texts]

    one, other, wide, later = dates("1978-06", "1978-07", "1978", "1979/..")
    assert one.surely_before(other)
    assert not one.surely_before(wide)
    assert one.may_overlap(wide)
    assert not wide.may_overlap(later)
    assert later.may_overlap(read_edtf("2020"))


def test_a_winter_ends_in_the_next_year_and_a_southern_summer_too() -> None:
    winter, south = read_edtf("1978-24"), read_edtf("1979-30")
    assert (written(winter.earliest), written(winter.latest)) == ("1978-12-01", "1979-02-28")
    assert (written(south.earliest), written(south.latest)) == ("1979-12-01", "1980-02-29")
    assert say_edtf("1979-30") == "summer 1979 in the south"


# --- a peer -------------------------------------------------------------------------------------------------------

PEER_DIFFERS = {
    **dict.fromkeys(("1950S2", "Y171010000S3", "Y3388E2S3"), "its strict bounds leave the significance out"),
    "1984-1X": "it crashes, and prints",
}


def test_the_library_of_that_name_gives_the_same_bounds_where_it_is_right() -> None:
    peer = pytest.importorskip("edtf")
    compared = 0
    for text in [text for examples in OFFICIAL.values() for text in examples]:
        ours = read_edtf(text)
        if text in PEER_DIFFERS or ours.earliest is None or ours.latest is None or "T" in text:
            continue
        theirs = peer.parse_edtf(text)
        bounds = [day_of(*tuple(bound)[:3]) for bound in (theirs.lower_strict(), theirs.upper_strict())]
        assert bounds == [ours.earliest, ours.latest], text
        compared += 1
    assert compared == 37


def test_ten_thousand_dates_are_read_in_a_moment() -> None:
    began = time.process_time()
    for number in range(10_000):
        read_edtf(f"{1000 + number // 12:04d}-{number % 12 + 1:02d}~")
    assert time.process_time() - began < 3


@pytest.mark.parametrize("text", ["XXXX-06-31", "XXXX-02-30", "1XXX-13-01", "XXXX-04-00"])
def test_a_day_that_no_year_has_is_refused_without_asking_every_year(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edtfdate, "_days", lambda *_, **__: pytest.fail("every year was asked"))
    with pytest.raises(UsageError):
        read_edtf(text)
