"""Numbers in one way of writing, each still knowing the words that it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.words.numbers import figure_readings, folded, readings


def text(words: str) -> str:
    return " ".join(word.text for word in folded(words.split()))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("twenty five boats", "25 boats"),
        ("nineteen eighty four", "1984"),
        ("twenty twenty", "2020"),
        ("twenty oh four", "2004"),
        ("two thousand and four", "2004"),
        ("nineteen hundred", "1900"),
        ("twenty one hundred", "2100"),
        ("a hundred and one nights", "101 nights"),
        ("two million three hundred thousand and twelve", "2300012"),
        ("2.5 million", "2500000"),
        ("three point one four", "3.14"),
        ("a hundred point five", "100.5"),
        ("five dollars", "5 $"),
        ("$ 5 million", "5000000 $"),
        ("five million dollars", "5000000 $"),
        ("25 percent", "25 %"),
        ("twenty five per cent", "25 %"),
        ("25 %", "25 %"),
        ("the twenty fifth of may", "the 25th of may"),
        ("25th", "25th"),
        ("the first and the second", "the 1st and the second"),
        ("2nd", "second"),
        ("one two three", "1 2 3"),
        ("five and six", "5 and 6"),
        ("hundreds of boats", "hundreds of boats"),
        ("hundred", "hundred"),
        ("million", "million"),
        ("per cent", "per cent"),
        ("dollars", "dollars"),
        ("$", "$"),
        ("point five", "point 5"),
        ("four point forty seven", "4.47"),
        ("one point ninety nine billion", "1990000000"),
        ("two point seventeen billion bushels", "2170000000 bushels"),
        ("at this point twenty boats", "at this point 20 boats"),
        ("a four and a half percent rise", "a 4.5 % rise"),
        ("4 1/2 percent", "4.5 %"),
        ("two and a half million", "2500000"),
        ("four and a harbour", "4 and a harbour"),
        ("11.30 %", "11.3 %"),
        ("$ 20.70 million", "20700000 $"),
        ("5.00 dollars", "5 $"),
        ("section 11.30", "section 11.30"),
        ("harbour quiet", "harbour quiet"),
    ],
)
def test_a_number_reads(words: str, expected: str) -> None:
    assert text(words) == expected
    assert folded(tuple(words.split())) == folded(words.split())


@given(st.integers(0, 10**12 - 1))
def test_every_way_of_saying_a_number_folds_to_its_figures(value: int) -> None:
    for way in figure_readings(str(value)):
        assert text(" ".join(way)) == str(value), way


@given(st.integers(1100, 2099))
def test_a_year_is_said_in_pairs_or_in_full(value: int) -> None:
    ways = figure_readings(str(value))
    assert len(ways) >= 2
    assert all(text(" ".join(way)) == str(value) for way in ways)


WORDS = st.lists(
    st.sampled_from(
        "one two ten eleven twenty thirty hundred thousand million and oh point a half first second fifth per cent "
        "percent dollars pounds boats 5 25 2.5 2.50 1/2 2004 3rd 22nd $ % £".split()
    ),
    max_size=12,
)


@given(WORDS)
def test_every_word_is_accounted_for_in_order(words: list[str]) -> None:
    covered = 0
    for word in folded(words):
        assert word.first <= covered <= word.end, "a sign of money shares its number's words"
        assert word.first < word.end
        covered = max(covered, word.end)
    assert covered == len(words)


@given(WORDS)
def test_folding_what_is_folded_changes_nothing_but_may_join_figures(words: list[str]) -> None:
    once = [word.text for word in folded(words)]
    assert all(not word.isalpha() or word not in ("one", "two", "ten", "twenty", "first") for word in once)


@given(WORDS)
def test_readings_begin_with_the_words_themselves_and_are_few(words: list[str]) -> None:
    ways = readings(words)
    assert ways[0] == tuple(words)
    assert len(ways) == len(set(ways)) <= 24


def test_readings_are_what_a_tape_may_have() -> None:
    assert set(readings(["5", "million", "dollars"])) >= {
        ("5", "million", "dollars"),
        ("five", "million", "dollars"),
        ("$", "5", "million"),
    }
    assert ("twenty", "five", "percent") in readings(["25", "%"])
    assert readings(["harb*"]) == [("harb*",)]
    assert ("second", "boat") in readings(["2nd", "boat"])
