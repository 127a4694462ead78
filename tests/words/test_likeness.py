"""How alike two words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.words.likeness import LEAST, edit_distance, likeness

WORD = st.text(alphabet="abcd", max_size=9)


def textbook_distance(one: str, other: str) -> int:
    """Restricted Damerau-Levenshtein, the whole table."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@given(WORD, WORD, st.integers(0, 9))
def test_the_distance_is_the_textbooks(one: str, other: str, most: int) -> None:
    assert edit_distance(one, other, most) == min(textbook_distance(one, other), most + 1)


@given(WORD, WORD)
def test_likeness_is_symmetrical_and_either_nothing_or_enough(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, other) == 0 or LEAST - 1e-9 <= likeness(one, other) <= 1
    assert (likeness(one, other) == 1) == (one == other)


@pytest.mark.parametrize(("one", "other"), [("harbour", "harbor"), ("teh", "the"), ("bakery", "bakerey")])
def test_a_slip_of_the_finger_leaves_words_alike(one: str, other: str) -> None:
    assert likeness(one, other) > LEAST


@pytest.mark.parametrize(("one", "other"), [("boat", "rope"), ("a", "i"), ("ferry", "bread"), ("", "a")])
def test_other_words_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) == 0
