"""Packed words come back exact to the tick, in few bytes, and never as something else."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import DamagedProjectError, UsageError
from tapewright.model import Mark, Word, WordTiming
from tapewright.store import packing
from tapewright.store.packing import LATEST, count, pack, span, unpack
from tapewright.testing.strategies import GRID, words
from tapewright.timing import Ticks


def packed_and_back(given_words: tuple[Word, ...]) -> tuple[Word, ...]:
    start = given_words[0].start if given_words else 0
    return unpack(pack(given_words), " ".join(word.text for word in given_words), start)


@settings(deadline=None)
@given(words(times="any", max_size=30))
def test_any_words_come_back_exact(given_words: tuple[Word, ...]) -> None:
    assert packed_and_back(given_words) == given_words
    assert count(pack(given_words)) == len(given_words)


@settings(deadline=None)
@given(words(times="engine", max_size=30))
def test_words_of_an_engine_come_back_exact(given_words: tuple[Word, ...]) -> None:
    assert packed_and_back(given_words) == given_words


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, LATEST - 1), st.integers(0, LATEST - 1)), max_size=5))
def test_the_widest_times_come_back_exact(times: list[tuple[int, int]]) -> None:
    pairs = sorted((min(pair), max(pair)) for pair in times)
    given_words = tuple(Word(text="x", start=Ticks(start), end=Ticks(end)) for start, end in pairs)
    assert packed_and_back(given_words) == given_words


@given(words(times="any", min_size=1, max_size=20) | words(times="engine", min_size=1, max_size=20), st.data())
def test_when_some_words_are_heard_is_read_without_the_others(
    given_words: tuple[Word, ...], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(given_words) - 1))
    end = data.draw(st.integers(first + 1, len(given_words)))
    heard = span(pack(given_words), given_words[0].start, first, end)
    assert heard == (given_words[first].start, max(word.end for word in given_words[first:end]))


def test_words_that_are_not_there_are_damage() -> None:
    packed = pack([Word(text="x", start=Ticks(5), end=Ticks(9))])
    for first, end in ((0, 2), (1, 1), (-1, 1)):
        with pytest.raises(DamagedProjectError):
            span(packed, 5, first, end)
    with pytest.raises(DamagedProjectError):
        span(packed[:2], 5, 0, 1)


def test_a_time_past_any_tape_is_refused() -> None:
    with pytest.raises(UsageError):
        pack([Word(text="late", start=Ticks(0), end=Ticks(LATEST))])


@pytest.mark.parametrize("size", [0, 1, 127, 128, 20_000])
def test_turns_of_any_length_come_back(size: int) -> None:
    given_words = tuple(
        Word(text=f"w{n}", start=Ticks(n * GRID), end=Ticks((n + 1) * GRID), confidence=n % 256) for n in range(size)
    )
    assert packed_and_back(given_words) == given_words


def test_words_of_an_engine_take_four_bytes_or_fewer_beside_their_text() -> None:
    chance = random.Random(7)
    at = 0
    made = []
    for _ in range(200):
        at += GRID * chance.choice([0, 0, 0, 0, 1, 3, 20])
        end = at + GRID * chance.randrange(1, 60)
        made.append(Word(text="word", start=Ticks(at), end=Ticks(end), confidence=chance.randrange(120, 255)))
        at = end
    assert len(pack(made)) / len(made) < 3.1
    made[5] = replace(made[5], marks=frozenset({Mark.UNSURE}), timing=WordTiming.INTERPOLATED)
    assert len(pack(made)) / len(made) < 4.1


def test_equal_words_are_packed_equally() -> None:
    given_words = [Word(text="x", start=Ticks(GRID * n), end=Ticks(GRID * n + 7), confidence=3) for n in range(9)]
    assert pack(given_words) == pack([replace(word) for word in given_words])


def test_every_timing_and_mark_has_a_code() -> None:
    assert set(packing._TIMING_CODES) == set(WordTiming)
    assert set(packing._MARK_BITS) == set(Mark)
    assert len(packing._HOWS) == len(WordTiming) << len(Mark)


def test_the_layout_is_the_one_that_is_kept_in_projects() -> None:
    # Bytes out of a project of the first version: they must be read for ever.
    kept = bytes.fromhex("01 02 80aadd06 11 15 0001 0305 c8ff 0013")
    heard = unpack(kept, "quiet harbour", 3 * GRID)
    assert [word.start // GRID for word in heard] == [3, 7]
    assert [word.confidence for word in heard] == [200, 255]
    assert heard[1].timing is WordTiming.INTERPOLATED
    assert pack(heard) == kept


@settings(deadline=None)
@given(words(times="engine", min_size=1), st.data())
def test_broken_bytes_are_damage_or_words_but_never_anything_else(
    given_words: tuple[Word, ...], data: st.DataObject
) -> None:
    packed = bytearray(pack(given_words))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= 1 << data.draw(st.integers(0, 7))
    cut = data.draw(st.integers(0, len(packed)))
    text = " ".join(word.text for word in given_words)
    for broken in (bytes(packed), bytes(packed[:cut]), bytes(packed) + b"\0"):
        try:
            read = unpack(broken, text, given_words[0].start)
        except DamagedProjectError:
            continue
        assert [word.text for word in read] == [word.text for word in given_words]
        assert all(0 <= word.start <= word.end for word in read)
        assert all(a.start <= b.start for a, b in pairwise(read))


def test_text_that_does_not_belong_to_the_times_is_damage() -> None:
    packed = pack([Word(text="harbour", start=Ticks(0), end=Ticks(5))])
    for text in ("", "the harbour", "the quiet harbour"):
        with pytest.raises(DamagedProjectError):
            unpack(packed, text, 0)
