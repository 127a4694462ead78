"""Sounds of words: alike where people and recognisers hear alike."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.words.sound import CHANGE, GAP, SOUNDS, distance, sound_key, sound_likeness, sounds

HEARD = st.text(alphabet=SOUNDS, max_size=10)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("night", "knight"),
        ("phone", "fone"),
        ("site", "cite"),
        ("write", "right"),
        ("too", "two"),
        ("won", "one"),
        ("their", "there"),
        ("cot", "caught"),
        ("wood", "would"),
        ("tail", "tale"),
        ("queue", "kew"),
        ("café", "caf"),
    ],
)
def test_words_that_sound_the_same_have_nearly_the_same_sounds(one: str, other: str) -> None:
    assert sound_likeness(one, other) >= 0.75, (sounds(one), sounds(other))


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("ferry", "fairy"), ("ferry", "boat")),
        (("harbour", "harper"), ("harbour", "bakery")),
        (("tide", "died"), ("tide", "moon")),
        (("bread", "breath"), ("bread", "flour")),
    ],
)
def test_what_is_misheard_is_nearer_than_what_is_another_word(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert sound_likeness(*near) > sound_likeness(*far) + 0.2


def test_words_may_be_split_and_joined() -> None:
    whole, split = sounds("ebitda"), sounds("a") + sounds("bit") + sounds("da")
    assert distance(whole, split) < 1


def test_figures_are_read_out() -> None:
    assert sounds("25") == sounds("twenty") + sounds("five")
    assert sounds("1984") == "".join(map(sounds, ["nineteen", "eighty", "four"]))
    assert sounds("b2b") == sounds("b") + sounds("two") + sounds("b")
    assert sounds("25th").endswith("FIFH")
    assert sounds("日本") == ""


@given(st.text(max_size=12))
def test_any_word_has_sounds_of_the_alphabet_and_no_sound_twice_running(word: str) -> None:
    heard = sounds(word)
    assert set(heard) <= set(SOUNDS)
    assert all(one != other for one, other in pairwise(heard))
    assert set(sound_key(word)) <= set(SOUNDS) - set("IEAOUBDGVZJ")


@given(HEARD, HEARD, HEARD)
def test_distance_is_a_measure(one: str, other: str, third: str) -> None:
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) > 0) == (one != other)
    assert distance(one, other) <= sum(GAP[sound] for sound in one + other) + 1e-6
    assert distance(one + third, other + third) <= distance(one, other) + 1e-6


def test_voice_is_the_least_difference_between_consonants() -> None:
    for voiceless, voiced in ("PB", "TD", "KG", "FV", "SZ", "CJ"):
        others = [CHANGE[voiceless][other] for other in "PBTDKGFVSZCJMNRL" if other not in (voiceless, voiced)]
        assert CHANGE[voiceless][voiced] <= min(others)
