"""Words that a recogniser gave no length."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Word
from tapewright.speech.lengths import LEAST, with_lengths
from tapewright.timing import Ticks, from_seconds


def word(text: str, start: str, end: str) -> Word:
    return Word(text=text, start=from_seconds(start), end=from_seconds(end), confidence=200)


def test_a_word_of_no_length_takes_the_silence_before_it() -> None:
    words = [word("fine.", "18.24", "18.64"), word("Oh,", "18.94", "18.94"), word("I'm", "18.94", "19.1")]
    assert with_lengths(words) == (words[0], word("Oh,", "18.92", "18.94"), words[2])


def test_a_word_between_two_that_touch_takes_a_little_of_the_longer() -> None:
    words = [word("the", "5.24", "5.32"), word("morning.", "5.32", "5.32"), word("My", "5.32", "5.44")]
    assert with_lengths(words) == (words[0], word("morning.", "5.32", "5.34"), word("My", "5.34", "5.44"))
    words = [word("would", "27.596", "27.776"), word("be", "27.776", "27.776"), word("a", "27.776", "27.836")]
    assert with_lengths(words) == (word("would", "27.596", "27.756"), word("be", "27.756", "27.776"), words[2])


def test_words_at_one_moment_lie_one_behind_the_other() -> None:
    words = [word("a", "1", "1"), word("b", "1", "1"), word("c", "1", "1.5")]
    assert with_lengths(words) == (word("a", "0.96", "0.98"), word("b", "0.98", "1"), words[2])


def test_the_first_word_of_a_tape_begins_on_it() -> None:
    words = [word("a", "0", "0"), word("b", "0.5", "0.6")]
    assert with_lengths(words) == (word("a", "0", "0.02"), words[1])
    assert with_lengths([word("a", "0", "0")]) == (word("a", "0", "0"),), "there is no room"


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_words_keep_their_order_and_everything_else_its_time(steps: list[tuple[int, int]]) -> None:
    words: list[Word] = []
    at = 0
    for pause, length in steps:
        at += pause * LEAST // 2
        words.append(Word(text="a", start=Ticks(at), end=Ticks(at + length * LEAST), confidence=1))
        at += length * LEAST
    made = with_lengths(words)
    assert [one.text for one in made] == [one.text for one in words]
    assert [one.start for one in made] == sorted(one.start for one in made)
    assert all(one.end <= other.start for one, other in itertools.pairwise(made))
    assert max((one.end for one in made), default=0) <= max((one.end for one in words), default=0)
    if any(not one.interval.is_empty for one in words):
        assert all(not one.interval.is_empty for one in made)
