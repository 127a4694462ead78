"""Anchors and pairs: in order on both sides, equal where they say so, and quick on long texts."""

from __future__ import annotations

import random
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tapewright.words.anchors import Gap, anchored, gaps, rising
from tapewright.words.pairing import Kin, pairs

texts = st.lists(st.sampled_from("the boat came in at dawn and rain bread harbour ferry".split()), max_size=60)


@given(texts, texts)
def test_anchors_are_equal_words_in_order_on_both_sides(old: list[str], new: list[str]) -> None:
    runs = anchored(old, new)
    for run in runs:
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]
    for one, other in pairwise(runs):
        assert one.old + one.length <= other.old
        assert one.new + one.length <= other.new


@given(texts, texts)
def test_runs_and_their_gaps_cover_both_texts(old: list[str], new: list[str]) -> None:
    runs = anchored(old, new)
    between = list(gaps(runs, Gap(range(len(old)), range(len(new)))))
    covered = sum(len(gap.old) for gap in between) + sum(run.length for run in runs)
    assert covered == len(old)
    assert sum(len(gap.new) for gap in between) + sum(run.length for run in runs) == len(new)


@given(texts, texts)
def test_every_word_is_in_one_pair_at_most_and_pairs_run_forward(old: list[str], new: list[str]) -> None:
    found = pairs(old, new)
    for one, other in pairwise(found):
        assert one.old < other.old
        assert one.new < other.new
    assert all((pair.kin is Kin.SAME) == (old[pair.old] == new[pair.new]) for pair in found)


@given(texts)
def test_a_text_pairs_with_itself_word_for_word(text: list[str]) -> None:
    assert [(pair.old, pair.new) for pair in pairs(text, text)] == [(n, n) for n in range(len(text))]


@given(st.lists(st.integers(0, 50), max_size=40))
def test_a_rising_series_is_as_long_as_any(values: list[int]) -> None:
    kept = [values[place] for place in rising(values)]
    assert all(one < other for one, other in pairwise(kept))
    longest = [1] * len(values)
    for place, value in enumerate(values):
        longest[place] = 1 + max((longest[before] for before in range(place) if values[before] < value), default=0)
    assert len(kept) == max(longest, default=0)


def test_a_sentence_that_is_said_five_times_is_found_five_times() -> None:
    said = "we never sold a loaf on a sunday".split()
    between = [[f"word{n}", f"then{n}"] for n in range(5)]
    text = [word for pause in between for word in [*said, *pause]]
    typed = text[:8] + text[10:]
    found = pairs(typed, text)
    assert len(found) == len(typed)
    assert all(pair.kin is Kin.SAME for pair in found)


def test_a_page_on_one_side_alone_is_one_gap() -> None:
    before, page, after = "they came in the morning".split(), ["other"] * 300, "and went at night".split()
    found = pairs(before + page + after, before + after)
    assert [(pair.old, pair.new) for pair in found] == [(n if n < 5 else n + 300, n) for n in range(9)]


def test_a_wrong_word_stands_in_the_place_of_the_right_one() -> None:
    found = pairs("the boat was green that year".split(), "the boat was red that year".split())
    assert [(pair.old, pair.new, pair.kin) for pair in found if pair.kin is not Kin.SAME] == [(3, 3, Kin.OTHER)]


def test_three_hours_are_laid_in_seconds() -> None:
    chance = random.Random(4)
    vocabulary = [f"{a}{b}" for a in "bread boat rain quay ferry oven".split() for b in range(400)]
    said = [
        chance.choice(vocabulary) if chance.random() < 0.5 else chance.choice("the and of to".split())
        for _ in range(30_000)
    ]
    typed = [chance.choice(vocabulary) if chance.random() < 0.1 else word for word in said if chance.random() > 0.05]
    began = time.process_time()
    found = pairs(typed, said)
    assert time.process_time() - began < 5
    assert sum(pair.kin is Kin.SAME for pair in found) > 0.85 * len(typed)
