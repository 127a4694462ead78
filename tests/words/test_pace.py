"""What a person gets: words without times share their stretch by their length, and none of it is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.words.pace import shares, usual_length

words = st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=40)


@settings(deadline=None)
@given(words, st.integers(0, 10**15), st.integers(0, 10**13))
def test_shares_touch_and_cover_the_stretch(texts: list[str], start: int, length: int) -> None:
    made = shares(texts, start, start + length)
    assert len(made) == len(texts)
    assert (made[0][0], made[-1][1]) == (start, start + length)
    assert all(before[1] == after[0] for before, after in pairwise(made))
    assert all(begin <= end for begin, end in made)
    if length >= 10 * len(texts) * 10:
        assert all(begin < end for begin, end in made)


def test_fifteen_letters_take_a_second() -> None:
    assert usual_length(["harbour", "ferries"], 1000) == 16 * 1000 // 15
    assert shares([], 5, 9) == []
