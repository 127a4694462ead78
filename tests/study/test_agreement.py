"""κ, α and unitized α: published examples, other libraries, and what cannot be said."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.study.agreement import (
    Mine,
    Row,
    Turns,
    alpha,
    differences,
    kappa,
    measured,
    unitized_alpha,
)
from tapewright.study.agreement.disagreeing import DIFFERENT_CODES, EDGES, ONLY_ONE, by_kind
from tapewright.timing import Interval, Ticks

VALUES = st.sampled_from("abcd")


def of(table: list[list[int]]) -> dict[tuple[int, int], int]:
    return {(row, column): count for row, line in enumerate(table) for column, count in enumerate(line)}


def rows(text: str) -> Counter[tuple[str | None, ...]]:
    """A matrix of values, a line for each coder, as papers print it; "." is a missing value."""
    lines = [line.split() for line in text.strip().splitlines()]
    return Counter(tuple(None if value == "." else value for value in row) for row in zip(*lines, strict=True))


def number(found: Any) -> float:
    assert found.value is not None, found.why
    return float(found.value)


# --- published examples ------------------------------------------------------------------------------------------


def test_kappa_is_that_of_cohen_1960() -> None:
    """Table 2 of the paper: 200 decisions, .70 the same, .41 by chance, κ = .492."""
    table = of([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert number(kappa(table)) == pytest.approx(0.492, abs=5e-4)
    assert kappa(table).value == Fraction(29, 59)


def test_alpha_is_that_of_krippendorff_2011() -> None:
    """ "Computing Krippendorff's Alpha-Reliability": sections A (binary), B (nominal, two coders), C (missing)."""
    binary = rows("0 1 0 0 0 0 0 0 1 0\n1 1 1 0 0 1 0 0 0 0")
    nominal = rows("a a b b d c c c e d d a\nb a b b b c c c e d d d")
    missing = rows("1 2 3 3 2 1 4 1 2 . . .\n1 2 3 3 2 2 4 1 2 5 . 3\n. 3 3 3 2 3 4 2 2 5 1 .\n1 2 3 3 2 4 4 1 2 5 1 .")
    assert number(alpha(binary)) == pytest.approx(0.095, abs=5e-4)
    assert number(alpha(nominal)) == pytest.approx(0.692, abs=5e-4)
    assert number(alpha(missing)) == pytest.approx(0.743, abs=5e-4)
    assert alpha(missing).of == 11, "a unit that one coder saw cannot be compared"


def test_alpha_is_that_of_three_coders_of_fifteen_units() -> None:
    """The example with three coders and missing values that gives 0.691 (nominal)."""
    found = alpha(
        rows(
            ". . . . . 3 4 1 2 1 1 3 3 . 3\n1 . 2 1 3 3 4 3 . . . . . . .\n. . 2 1 3 4 4 . 2 1 1 3 3 . 4",
        )
    )
    assert number(found) == pytest.approx(0.691, abs=5e-4)


def test_unitized_alpha_is_that_of_krippendorff_2004() -> None:
    """Content Analysis, 2nd edition, page 254: continuum 150 to 450, sections c and k."""
    whole = Interval(Ticks(150), Ticks(450))
    c = unitized_alpha([(whole, at((225, 70), (370, 30)), at((220, 80), (355, 20), (400, 20)))])
    k = unitized_alpha([(whole, at((180, 60), (300, 50)), at((180, 60), (300, 50)))])
    assert float(c.observed) == pytest.approx(0.0144, abs=5e-5)
    assert float(c.expected) == pytest.approx(0.0532, abs=5e-5)
    assert number(c.measure) == pytest.approx(0.7286, abs=1e-4)
    assert float(k.expected) == pytest.approx(0.0490, abs=5e-5)
    assert k.measure.value == 1
    assert number((c + k).measure) == pytest.approx(0.8591, abs=5e-4)


def test_unitized_alpha_is_that_of_krippendorff_1995_where_the_paper_agrees_with_its_own_formula() -> None:
    """Page 57, A (Bertha, Bill), D (Heather, Hill), the length without bound; C at a length of 12. The paper's own
    figures for C at other lengths, and for B, do not follow from its formula (corrected in 2004).
    """
    long = 50_000
    a = unitized_alpha([(until(24 * long), at((2, 8), (14, 6), by=long), at((4, 4), (15, 2), by=long))])
    d = unitized_alpha(
        [
            (
                until(24 * long),
                at((0, 2), (2, 8), (10, 4), (14, 6), (20, 4), by=long),
                at((0, 4), (4, 4), (8, 7), (15, 2), (17, 7), by=long),
            )
        ]
    )
    assert [round(float(one), 5) for one in (a.observed, a.expected, d.observed, d.expected)] == [
        *(0.03125, 0.0699, 0.38715, 0.41445)
    ]
    assert number(a.measure) == pytest.approx(0.553, abs=5e-4)
    assert number(d.measure) == pytest.approx(0.066, abs=5e-4)
    c = unitized_alpha([(until(12), at((1, 3), (5, 1), (7, 2), (10, 1)), at((0, 1), (2, 2), (5, 2), (8, 1), (10, 1)))])
    assert (round(float(c.observed), 5), round(float(c.expected), 5)) == (0.02778, 0.05494)
    assert number(c.measure) == pytest.approx(0.494, abs=5e-4)


# --- other libraries ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def metrics() -> Any:
    return pytest.importorskip("sklearn.metrics")


@given(st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=60))
def test_kappa_equals_scikit_learn(metrics: Any, pairs: list[tuple[str, str]]) -> None:
    found = kappa(Counter(pairs))
    if found.value is not None:
        theirs = metrics.cohen_kappa_score([one for one, _ in pairs], [other for _, other in pairs])
        assert float(found.value) == pytest.approx(theirs, abs=1e-9)


@given(st.integers(2, 5).flatmap(lambda m: st.lists(st.tuples(*[st.none() | VALUES] * m), min_size=2, max_size=40)))
def test_alpha_equals_the_package_krippendorff(units: list[tuple[str | None, ...]]) -> None:
    theirs = pytest.importorskip("krippendorff")
    found = alpha(Counter(units))
    if found.value is None:
        return
    counts = np.array([[row.count(value) for value in "abcd"] for row in units])
    wanted = theirs.alpha(value_counts=counts, level_of_measurement="nominal")
    assert float(found.value) == pytest.approx(wanted, abs=1e-9)


# --- what cannot be said -----------------------------------------------------------------------------------------


def test_where_nothing_varies_there_is_a_reason_and_no_number() -> None:
    for found in (kappa({}), alpha({}), alpha({("a", None): 7}), kappa({("a", "a"): 9}), alpha({("a", "a"): 9})):
        assert found.value is None
        assert found.why
    assert unitized_alpha([(until(10), [], [])]).measure.why == "neither coder marked a stretch"
    everything = unitized_alpha([(until(10), at((0, 10)), at((0, 10)))]).measure
    assert everything.value == 1 or everything.why


def test_one_coder_who_never_uses_a_code_agrees_as_by_chance() -> None:
    assert kappa({(True, False): 5, (False, False): 95}).value == 0
    assert number(alpha({(True, False): 5, (False, False): 95})) < 0.01


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 10)), max_size=6))
def test_a_coder_agrees_wholly_with_themselves(stretches: list[tuple[int, int]]) -> None:
    found = unitized_alpha([(until(100), at(*stretches), at(*stretches))])
    assert found.observed == 0
    assert found.measure.value in (None, 1)


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 10)), max_size=6),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 10)), max_size=6),
)
def test_who_of_the_two_comes_first_does_not_matter(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert unitized_alpha([(until(100), at(*one), at(*other))]) == unitized_alpha([(until(100), at(*other), at(*one))])


# --- intervals ---------------------------------------------------------------------------------------------------


def turns(given: list[Counter[Row]]) -> tuple[Turns, dict[int, Counter[Row]]]:
    """Turns of which every word was given a row, that of the blank too."""
    return Turns([rows.total() for rows in given], [("", "")] * len(given)), dict(enumerate(given))


def test_an_interval_holds_its_value_and_is_the_same_every_time() -> None:
    chance = random.Random(5)
    made = turns(
        [
            Counter({("a", "a"): chance.randrange(1, 9), ("a", "b"): chance.randrange(1, 3), ("b", "b"): 4})
            for _ in range(60)
        ]
    )
    for found in measured(*made):
        assert found.low is not None
        assert found.high is not None
        assert found.low < number(found) < found.high
    assert measured(*made) == measured(*made)


def test_words_to_which_nobody_gave_anything_count_as_if_they_were_given_that() -> None:
    chance = random.Random(9)
    blank: Row = (False, False)
    given = [
        Counter({(True, True): chance.randrange(1, 9), (True, False): 1}) if chance.random() < 0.4 else Counter()
        for _ in range(80)
    ]
    words = [rows.total() + chance.randrange(20) for rows in given]
    short = measured(Turns(words, [blank] * 80), {turn: rows for turn, rows in enumerate(given) if rows})
    whole = [rows + Counter({blank: count - rows.total()}) for rows, count in zip(given, words, strict=True)]
    spelt = measured(Turns(words, [blank] * 80), dict(enumerate(whole)))
    for one, other in zip(short, spelt, strict=True):
        assert one.value == other.value
        assert (one.low, one.high) == (pytest.approx(other.low), pytest.approx(other.high))
    assert short[0].value == kappa(sum(whole, Counter())).value  # type: ignore[arg-type]


def test_words_that_are_coded_together_make_no_narrow_interval() -> None:
    """As if each word were a decision, the interval would be about ten times narrower."""
    chance = random.Random(7)
    whole = [Counter[Row]({chance.choice([("a", "a"), ("b", "b"), ("a", "b")]): 100}) for _ in range(40)]
    single = [Counter[Row]({row: 1}) for rows in whole for row, times in rows.items() for _ in range(times)]
    wide, narrow = measured(*turns(whole))[0], measured(*turns(single))[0]
    assert wide.value == narrow.value
    assert (wide.high or 0) - (wide.low or 0) > 5 * ((narrow.high or 0) - (narrow.low or 0))


def test_few_turns_give_no_interval() -> None:
    found, _ = measured(*turns([Counter({("a", "a"): 3, ("a", "b"): 1, ("b", "b"): 1})] * 4))
    assert found.value is not None
    assert (found.low, found.no_interval) == (None, "no interval: fewer than 10 turns")


# --- the queue ---------------------------------------------------------------------------------------------------


def mine(coder: str, code: int, first: int, behind: int) -> Mine:
    return Mine(coder=coder, code=code, first=first, behind=behind)


def test_what_only_one_coded_what_is_coded_differently_and_edges_are_told_apart() -> None:
    found = differences(
        [
            *(mine("JL", 1, 0, 10), mine("MB", 1, 0, 12)),  # near enough
            *(mine("JL", 1, 20, 30), mine("MB", 1, 20, 40)),
            mine("JL", 2, 50, 55),
            *(mine("JL", 2, 60, 70), mine("MB", 3, 62, 70)),
        ],
        ["JL", "MB"],
        edge_words=3,
    )
    assert [(one.kind, one.first, one.behind, one.without) for one in found] == [
        (EDGES, 20, 40, ()),
        (ONLY_ONE, 50, 55, ("MB",)),
        (DIFFERENT_CODES, 60, 70, ()),
    ]
    assert [one.kind for _, one in by_kind({"T001": found})] == [DIFFERENT_CODES, ONLY_ONE, EDGES]


def test_two_codes_of_one_coder_on_a_stretch_are_no_disagreement_in_themselves() -> None:
    same = [mine(coder, code, 0, 9) for coder in ("JL", "MB") for code in (1, 2)]
    assert differences(same, ["JL", "MB"], edge_words=3) == []
    found = differences(same[:3], ["JL", "MB"], edge_words=3)
    assert [(one.kind, one.without) for one in found] == [(ONLY_ONE, ("MB",))]


def test_a_third_coder_who_has_nothing_is_named() -> None:
    found = differences([mine("JL", 1, 0, 9), mine("MB", 1, 0, 9)], ["JL", "MB", "AK"], edge_words=3)
    assert [(one.kind, one.without) for one in found] == [(ONLY_ONE, ("AK",))]


def at(*stretches: tuple[int, int], by: int = 1) -> list[Interval]:
    return [Interval(Ticks(start * by), Ticks((start + length) * by)) for start, length in stretches]


def until(end: int) -> Interval:
    return Interval(Ticks(0), Ticks(end))
