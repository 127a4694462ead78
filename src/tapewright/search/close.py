"""Close search: a sentence that was remembered, typed or heard wrongly, found where it was said.

Method (measured in the project's benchmarks; the idea is that of BLAST, on words): tokens are numbers in one array;
the positions of word pairs are sorted by pair. The query's pairs, rarest first, vote for diagonals (position in the
talk minus position in the query); where votes gather, a Smith-Waterman alignment over words says how well the place
agrees. Words weigh by their rarity, nearly equal spelling or sound counts in part, hesitations on the tape are free.

Arrays (``N`` words, ``V`` different ones; the last word of every tape is followed by the word ``EDGE``):

    tokens     int32 [N]   number of each word
    pairs      int64 [N]   sorted keys ``tokens[i] * (V + 1) + tokens[i + 1]``
    positions  int32 [N]   where each of them stands
    at         int32 [N]   the word's place in its tape's conversation, counted in normal words
    starts     int64 [T + 1]   where each tape begins in ``tokens``
    letters    uint32 [V]  which letters each word has, a bit each
    lengths    uint8 [V]   how many letters it has, 255 for more
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

import numpy as np

from tapewright.errors import UsageError
from tapewright.words.likeness import LEAST, likeness
from tapewright.words.sound import sound_key

EDGE = "\0"
"""Between two tapes: equal to no word and dearer than any gap."""

HESITATIONS = frozenset(("ah", "eh", "er", "erm", "hm", "hmm", "mhm", "mm", "oh", "uh", "uhm", "um"))

MOST_WORDS = 400
"""The longest query: some three minutes of talk."""

_MOST_POSITIONS = 4_000
_MOST_WINDOWS = 24
_MOST_LIKE = 6
_MOST_COMPARED = 200
_BIN = 8
_GAP_ON_TAPE, _GAP_IN_QUERY, _OTHER_WORD = 0.25, 0.3, -0.35
_SAME_SOUND = 0.7
_LEAST_SCORE = 0.45
_SURE = 0.65
_NOTHING = 1e-6
_SMALL_TALK = 100_000
"""With fewer words than these in all, how often one was said tells little."""

Array = Any
"""``numpy.ndarray``."""


Within = Mapping[str, Sequence[tuple[int, int]]]
"""Tapes, and the stretches of each that count: start and end in normal words of its conversation."""


class ClosePlace(NamedTuple):
    """Normal words ``start`` to ``end`` of a tape's conversation that agree with the query.

    ``score`` runs from 0 to 1; ``differs`` counts the words of the query that read otherwise or are missing, and the
    words of the tape between that the query has not.
    """

    tape: str
    start: int
    end: int
    score: float
    differs: int


@dataclass(frozen=True, slots=True)
class CloseArrays:
    """What can be kept on disk and mapped into memory; see the module's head."""

    tapes: tuple[str, ...]
    words: tuple[str, ...]
    tokens: Array
    pairs: Array
    positions: Array
    at: Array
    starts: Array
    letters: Array
    lengths: Array


def build(talk: Iterable[tuple[str, Iterable[tuple[str, int]]]]) -> CloseArrays:
    """The arrays for tapes, each given as its words with their places. About a second for a million words."""
    numbers: dict[str, int] = {EDGE: 0}
    tapes, starts = [], [0]
    tokens: list[int] = []
    at: list[int] = []
    for tape, words in talk:
        for word, place in words:
            tokens.append(numbers.setdefault(word, len(numbers)))
            at.append(place)
        tokens.append(0)
        at.append(at[-1] + 1 if at else 0)
        tapes.append(tape)
        starts.append(len(tokens))
    ids = np.array(tokens or [0], dtype=np.int32)
    keys = ids.astype(np.int64) * len(numbers)
    keys[:-1] += ids[1:]
    order = np.argsort(keys, kind="stable").astype(np.int32)
    return CloseArrays(
        tapes=tuple(tapes),
        words=tuple(numbers),
        tokens=ids,
        pairs=keys[order],
        positions=order,
        at=np.array(at or [0], dtype=np.int32),
        starts=np.array(starts, dtype=np.int64),
        letters=np.array([_letters(word) for word in numbers], dtype=np.uint32),
        lengths=np.array([min(len(word), 255) for word in numbers], dtype=np.uint8),
    )


@dataclass(frozen=True, slots=True)
class _Seeds:
    """Positions of parts of the query: where each would have the query begin, and what it is worth."""

    begins: list[Array] = field(default_factory=list)
    worths: list[float] = field(default_factory=list)

    def add(self, positions: Array, offset: int, worth: float) -> int:
        self.begins.append(positions.astype(np.int64) - offset)
        self.worths.append(worth)
        return len(positions)


class CloseIndex:
    """Finds places by arrays that were built or loaded."""

    def __init__(self, arrays: CloseArrays) -> None:
        self._arrays = arrays
        self._size = len(arrays.tokens)

    @property
    def tapes(self) -> tuple[str, ...]:
        """The tapes that can be searched here."""
        return self._arrays.tapes

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {word: number for number, word in enumerate(self._arrays.words)}

    @cached_property
    def _is_hesitation(self) -> Array:
        numbers = [self._numbers[word] for word in HESITATIONS if word in self._numbers]
        flags = np.zeros(len(self._arrays.words), dtype=bool)
        flags[numbers] = True
        return flags

    def find(
        self, words: Sequence[str], *, within: Within | None = None, least_score: float = _LEAST_SCORE
    ) -> list[ClosePlace]:
        """Places that agree with normal words, best first; ``within`` names where their middle may lie.

        About a millisecond for a sentence in a million words. Raises UsageError for a very long text.
        """
        if len(words) > MOST_WORDS:
            raise UsageError(
                f"{len(words)} words are too many for one close search; {MOST_WORDS} is the most",
                hint="search for one sentence of it",
            )
        if not words or self._size < 2:
            return []
        wanted = [self._numbers.get(word, -1) for word in words]
        counts = [self._count(number) for number in wanted]
        worths = np.array([self._worth(count) for count in counts])
        allowed = None if within is None else self._allowed(within)
        places: list[ClosePlace] = []
        for spelt in ((), words):
            windows = self._windows(self._seeds(wanted, worths, spelt), len(words), allowed)
            places = self._aligned(words, wanted, worths, windows, least_score)
            # Most queries have enough words that were said; only else it is worth asking what was meant by the others.
            if (places and places[0].score >= _SURE) or min(wanted) > 0:
                break
        return places

    # --- where to look ----------------------------------------------------------------------------------------------

    def _allowed(self, within: Within) -> Array:
        """Which words lie within: bool [N]."""
        edges = np.zeros(self._size + 1, dtype=np.int32)
        for tape, stretches in within.items():
            if tape in self._arrays.tapes:
                number = self._arrays.tapes.index(tape)
                first, last = (int(edge) for edge in self._arrays.starts[number : number + 2])
                # The edge behind a tape is none of its words.
                at = self._arrays.at[first : last - 1]
                for start, end in stretches:
                    edges[first + np.searchsorted(at, start)] += 1
                    edges[first + np.searchsorted(at, end)] -= 1
        return np.cumsum(edges[:-1]) > 0

    def _range(self, low: int, high: int) -> tuple[int, int]:
        """The sorted pairs from key ``low`` to ``high``, exclusive."""
        first, last = np.searchsorted(self._arrays.pairs, [low, high])
        return int(first), int(last)

    def _count(self, number: int) -> int:
        if number < 0:
            return 0
        first, last = self._range(number * len(self._arrays.words), (number + 1) * len(self._arrays.words))
        return last - first

    def _worth(self, count: int) -> float:
        """From 0.25 for a word that is everywhere to 1 for one that was said once.

        A word that was never said counts for half: it cannot be found, so it must not outweigh those that can.
        """
        size = max(self._size, _SMALL_TALK)
        return max(0.25, log(size / (1 + count)) / log(size)) if count else 0.5

    def _seeds(self, wanted: Sequence[int], worths: Array, spelt: Sequence[str] = ()) -> _Seeds:
        base = len(self._arrays.words)
        ranges = []
        for offset, (one, other) in enumerate(pairwise(wanted)):
            if one > 0 and other > 0:
                first, last = self._range(one * base + other, one * base + other + 1)
                if last > first:
                    ranges.append((last - first, first, last, offset, float(worths[offset] + worths[offset + 1])))
        # One word alone votes too, for less: pairs do not survive where every second word is wrong.
        for offset, number in enumerate(wanted):
            for like in [number] if number > 0 else self._spelt_like(spelt[offset]) if spelt else []:
                first, last = self._range(like * base, (like + 1) * base)
                ranges.append((last - first, first, last, offset, float(worths[offset]) / 2))
        seeds, taken = _Seeds(), 0
        for count, first, last, offset, worth in sorted(ranges):
            if taken + count > _MOST_POSITIONS and taken:
                break
            taken += seeds.add(self._arrays.positions[first:last], offset, worth)
        return seeds

    def _may_be_like(self, word: str, numbers: Array) -> Array:
        """Which of some words have about the letters of a word: all that are alike, and few others."""
        lengths = self._arrays.lengths[numbers].astype(np.int64)
        longest = np.maximum(lengths, len(word))
        most = (longest * (1 - LEAST) + 1e-9).astype(np.int64)
        others = _bits(self._arrays.letters[numbers] ^ np.uint32(_letters(word)))
        return np.flatnonzero((longest - np.minimum(lengths, len(word)) <= most) & (others <= 2 * most) & (numbers > 0))

    def _spelt_like(self, word: str) -> list[int]:
        """The few words of the vocabulary that are spelt most like a word that was never said."""
        every = self._may_be_like(word, np.arange(len(self._arrays.words)))
        others = _bits(self._arrays.letters[every] ^ np.uint32(_letters(word)))
        likely = every[np.argsort(others, kind="stable")[:_MOST_COMPARED]]
        like = [(likeness(word, self._arrays.words[number]), int(number)) for number in likely]
        return [number for score, number in sorted(like, reverse=True)[:_MOST_LIKE] if score > 0]

    def _windows(self, seeds: _Seeds, length: int, allowed: Array | None) -> Array:
        """The begins of the likeliest windows: bins of diagonals with the most votes, neighbours counted in."""
        if not seeds.begins:
            return np.zeros(0, dtype=np.int64)
        begins = np.concatenate(seeds.begins)
        worths = np.repeat(seeds.worths, [len(some) for some in seeds.begins])
        if allowed is not None:
            inside = allowed[np.clip(begins + length // 2, 0, self._size - 1)]
            begins, worths = begins[inside], worths[inside]
        bins, where = np.unique(begins // _BIN, return_inverse=True)
        votes = np.bincount(where, weights=worths, minlength=len(bins))
        joined = votes.copy()
        neighbours = np.flatnonzero(np.diff(bins) == 1)
        joined[neighbours] += votes[neighbours + 1]
        joined[neighbours + 1] += votes[neighbours]
        if not len(joined):
            return bins
        best = np.argsort(-joined, kind="stable")[:_MOST_WINDOWS]
        best = best[joined[best] >= joined[best[0]] * 0.4]
        return np.sort(bins[best]) * _BIN

    # --- how well it agrees -----------------------------------------------------------------------------------------

    def _aligned(
        self, words: Sequence[str], wanted: Sequence[int], worths: Array, begins: Array, least_score: float
    ) -> list[ClosePlace]:
        if not len(begins):
            return []
        margin = max(4, len(words) // 3)
        columns = np.arange(margin + _BIN + len(words) + margin)
        index = np.clip(begins[:, None] - margin + columns, 0, self._size - 1)
        tokens = self._arrays.tokens[index]
        agrees = self._agreement(words, wanted, tokens)
        costs = np.where(self._is_hesitation[tokens], 0.0, _GAP_ON_TAPE)
        costs[tokens == 0] = 1000.0
        best, steps = _align(agrees, worths, costs)
        places: dict[tuple[int, int], ClosePlace] = {}
        total = float(worths.sum())
        for window in np.argsort(-best, kind="stable"):
            score = min(1.0, float(best[window]) / total)
            if score < least_score:
                break
            first, last, differs = _trace(steps, int(window), agrees, worths, costs)
            start, end = int(index[window, first]), int(index[window, last])
            if not any(start <= other_end and other_start <= end for other_start, other_end in places):
                places[start, end] = self._place(start, end, score, differs)
        return sorted(places.values(), key=lambda place: (-place.score, place.differs, place.tape, place.start))

    def _agreement(self, words: Sequence[str], wanted: Sequence[int], tokens: Array) -> Array:
        """How well the query's words agree with those of each window: float [windows, words, columns].

        1 for the same word, less for one that is nearly the same, else ``_OTHER_WORD``.
        """
        different, where = np.unique(tokens, return_inverse=True)
        table = np.full((len(words), len(different)), _OTHER_WORD)
        by_sound: dict[str, list[int]] = {}
        for column, number in enumerate(different):
            by_sound.setdefault(sound_key(self._arrays.words[number]), []).append(column)
        for row, (word, number) in enumerate(zip(words, wanted, strict=True)):
            heard = sound_key(word)
            if len(heard) > 1:
                table[row, by_sound.get(heard, [])] = _SAME_SOUND
            for column in self._may_be_like(word, different):
                like = likeness(word, self._arrays.words[different[column]])
                table[row, column] = max(table[row, column], like or _OTHER_WORD)
            table[row, different == number] = 1.0
        table[:, different == 0] = -1000.0
        return np.moveaxis(table[:, where.reshape(tokens.shape)], 0, 1)

    def _place(self, start: int, end: int, score: float, differs: int) -> ClosePlace:
        tape = int(np.searchsorted(self._arrays.starts, start, side="right")) - 1
        at = self._arrays.at
        # The next word's place is where this one ends: a number of several words is one token here.
        return ClosePlace(self._arrays.tapes[tape], int(at[start]), int(at[end + 1]), round(score, 4), differs)


def _align(agrees: Array, worths: Array, costs: Array) -> tuple[Array, Array]:
    """Best local score of each window, and all scores: float [words + 1, windows, columns + 1]."""
    windows, length, columns = agrees.shape
    scores = np.zeros((length + 1, windows, columns + 1))
    passed = np.concatenate([np.zeros((windows, 1)), np.cumsum(costs, axis=1)], axis=1)
    for row in range(length):
        here = scores[row + 1]
        here[:, 1:] = scores[row][:, :-1] + agrees[:, row] * worths[row]
        np.maximum(here, scores[row] - _GAP_IN_QUERY * worths[row], out=here)
        np.maximum(here, 0.0, out=here)
        # Words passed over on the tape: the best of all cells to the left, less what lies between.
        here += passed
        np.maximum.accumulate(here, axis=1, out=here)
        here -= passed
    return scores.max(axis=(0, 2)), scores


def _trace(scores: Array, window: int, agrees: Array, worths: Array, costs: Array) -> tuple[int, int, int]:
    """First and last column of a window's best alignment, and how many words differ, query's ends included."""
    here = scores[:, window]
    row, column = (int(i) for i in np.unravel_index(int(np.argmax(here)), here.shape))
    first = last = column - 1
    differs = len(here) - 1 - row
    while row > 0 and column > 0 and here[row, column] > _NOTHING:
        agreed = agrees[window, row - 1, column - 1]
        if abs(here[row - 1, column - 1] + agreed * worths[row - 1] - here[row, column]) < _NOTHING:
            row, column = row - 1, column - 1
            first = column
            differs += agreed < 1
        elif abs(here[row, column - 1] - costs[window, column - 1] - here[row, column]) < _NOTHING:
            column -= 1
            differs += costs[window, column] > 0
        else:
            row -= 1
            differs += 1
    return first, last, int(differs + row)


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) % 32)
    return mask


_BITS_OF_16 = np.array([number.bit_count() for number in range(1 << 16)], dtype=np.int64)


def _bits(masks: Array) -> Array:
    """How many bits are set in each of some uint32."""
    return _BITS_OF_16[masks & 0xFFFF] + _BITS_OF_16[masks >> 16]
