"""Words to paragraphs."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Word
from tapewright.speech.turns import LONG_PAUSE, MOST_WORDS, turns
from tapewright.timing import Ticks, from_milliseconds

WORD = from_milliseconds(300)


@st.composite
def spoken_words(draw):
    """Words with pauses up to 2 s, some of them ends of sentences."""
    at, words = 0, []
    for text, pause in draw(
        st.lists(st.tuples(st.sampled_from(["boat", "quay.", "rain,"]), st.integers(0, 2_000)), max_size=300)
    ):
        words.append(Word(text=text, start=Ticks(at), end=Ticks(at + WORD)))
        at += WORD + from_milliseconds(pause)
    return words


@given(spoken_words())
def test_every_word_is_in_one_turn_in_order_and_no_turn_is_too_long(words):
    made = turns(words)
    assert [word for turn in made for word in turn.words] == words
    assert all(0 < len(turn.words) <= MOST_WORDS for turn in made)


@given(spoken_words())
def test_no_turn_goes_over_a_long_pause(words):
    for turn in turns(words):
        assert all(b.start - a.end < LONG_PAUSE for a, b in pairwise(turn.words))


def test_a_long_turn_ends_with_a_sentence():
    texts = (["boat"] * 29 + ["quay."]) * 4
    words = [Word(text=t, start=Ticks(n * WORD), end=Ticks(n * WORD + WORD)) for n, t in enumerate(texts)]
    assert [len(turn.words) for turn in turns(words)] == [60, 60]


def test_a_sentence_that_never_ends_is_split_at_its_longest_pause():
    starts = [n * WORD + (from_milliseconds(400) if n >= 70 else 0) for n in range(100)]
    words = [Word(text="boat", start=Ticks(s), end=Ticks(s + WORD)) for s in starts]
    assert [len(turn.words) for turn in turns(words)] == [70, 30]
