"""Looking up in the corpus: a word's number, how often it was said, where it and its pairs stand, what is like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

import numpy as np

from tapewright.corpus.arrays import CorpusArrays, letters_of
from tapewright.words.likeness import LEAST, likeness

HESITATIONS = frozenset(("ah", "eh", "er", "erm", "hm", "hmm", "mhm", "mm", "oh", "uh", "uhm", "um"))

_MOST_LIKE = 6
_MOST_COMPARED = 200

Array = Any
"""``numpy.ndarray``."""


class Lookup:
    """Reads arrays that were built or loaded."""

    def __init__(self, arrays: CorpusArrays) -> None:
        self.tapes = arrays.tapes
        self.words = arrays.words
        for field in fields(arrays):
            if field.name not in ("tapes", "words"):
                # A mapped array is an array too, and a plain one is sliced three times as fast.
                setattr(self, field.name, np.asarray(getattr(arrays, field.name)))

    tokens: Array
    positions: Array
    seconds: Array
    firsts: Array
    at: Array
    starts: Array
    letters: Array
    lengths: Array

    @property
    def size(self) -> int:
        """How many words there are, the edges between tapes among them."""
        return len(self.tokens)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def is_hesitation(self) -> Array:
        """For each word number whether it is a hesitation: bool [V]."""
        flags = np.zeros(len(self.words), dtype=bool)
        flags[[self._numbers[word] for word in HESITATIONS if word in self._numbers]] = True
        return flags

    def number(self, word: str) -> int:
        """The number of a word; -1 where it was never said."""
        return self._numbers.get(word, -1) or -1

    def word(self, number: int) -> tuple[int, int]:
        """Which of ``positions`` are those of a word: first and end."""
        return (int(self.firsts[number]), int(self.firsts[number + 1])) if number >= 0 else (0, 0)

    def pair(self, one: int, other: int) -> tuple[int, int]:
        """Which of ``positions``, sorted by place, are those of a word with another behind it: first and end."""
        first, last = self.word(one)
        if first == last or other < 0:
            return first, first
        # Of the array's own type: for any other numpy would copy the array first.
        sought = np.int32(other)
        begin = first + int(self.seconds[first:last].searchsorted(sought))
        return begin, begin + int(self.seconds[begin:last].searchsorted(sought, side="right"))

    def tape_at(self, position: int) -> int:
        """The number of the tape in which a position lies."""
        return int(self.starts.searchsorted(position, side="right")) - 1

    def behind(self, position: int) -> int:
        """Where the word at a position ends, as a place in its tape's conversation."""
        place = self.at[position]
        following = position + 1
        while self.at[following] <= place:
            following += 1
        return int(self.at[following])

    def may_be_like(self, word: str, numbers: Array) -> Array:
        """Which of some words have about the letters of a word: all that are alike, and few others."""
        lengths = self.lengths[numbers].astype(np.int64)
        longest = np.maximum(lengths, len(word))
        most = (longest * (1 - LEAST) + 1e-9).astype(np.int64)
        others = _bits(self.letters[numbers] ^ np.uint32(letters_of(word)))
        return np.flatnonzero((longest - np.minimum(lengths, len(word)) <= most) & (others <= 2 * most) & (numbers > 0))

    def spelt_like(self, word: str) -> list[int]:
        """The few words that were said and are spelt most like a word that never was."""
        every = self.may_be_like(word, np.arange(len(self.words)))
        others = _bits(self.letters[every] ^ np.uint32(letters_of(word)))
        likely = every[np.argsort(others, kind="stable")[:_MOST_COMPARED]]
        like = [(likeness(word, self.words[number]), int(number)) for number in likely]
        return [number for score, number in sorted(like, reverse=True)[:_MOST_LIKE] if score > 0]


_BITS_OF_16 = np.array([number.bit_count() for number in range(1 << 16)], dtype=np.int64)


def _bits(masks: Array) -> Array:
    """How many bits are set in each of some uint32."""
    return _BITS_OF_16[masks & 0xFFFF] + _BITS_OF_16[masks >> 16]
