"""Close search: a sentence that was remembered, typed or heard wrongly, found where it was said.

Method (measured in the project's benchmarks; the idea is that of BLAST, on words): the words of all tapes are numbers
in arrays, the positions of word pairs sorted by pair (``tapewright.corpus``). The query's pairs, rarest first, vote
for diagonals; where votes gather, a Smith-Waterman alignment over words says how well the place agrees. Words weigh by
their rarity, nearly equal spelling or sound counts in part, hesitations on the tape are free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

import numpy as np

from tapewright.corpus import Lookup
from tapewright.corpus.votes import BIN, Votes, binned
from tapewright.errors import UsageError
from tapewright.words.likeness import likeness
from tapewright.words.sound import sound_key

MOST_WORDS = 400
"""The longest query: some three minutes of talk."""

_MOST_POSITIONS = 4_000
_MOST_WINDOWS = 24
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


class CloseIndex:
    """Finds places in a corpus."""

    def __init__(self, corpus: Lookup) -> None:
        self._corpus = corpus
        self._size = corpus.size

    @property
    def tapes(self) -> tuple[str, ...]:
        """The tapes that can be searched here."""
        return self._corpus.tapes

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
        wanted = [self._corpus.number(word) for word in words]
        counts = [self._count(number) for number in wanted]
        worths = np.array([self._worth(count) for count in counts])
        allowed = None if within is None else self._allowed(within)
        places: list[ClosePlace] = []
        for spelt in ((), words):
            windows = self._windows(self._votes(wanted, worths, spelt), len(words), allowed)
            places = self._aligned(words, wanted, worths, windows, allowed, least_score)
            # Most queries have enough words that were said; only else it is worth asking what was meant by the others.
            if (places and places[0].score >= _SURE) or min(wanted) > 0:
                break
        return places

    # --- where to look ----------------------------------------------------------------------------------------------

    def _allowed(self, within: Within) -> Array:
        """Which words lie within: bool [N]."""
        edges = np.zeros(self._size + 1, dtype=np.int32)
        for tape, stretches in within.items():
            if tape in self._corpus.tapes:
                number = self._corpus.tapes.index(tape)
                first, last = (int(edge) for edge in self._corpus.starts[number : number + 2])
                # The edge behind a tape is none of its words.
                at = self._corpus.at[first : last - 1]
                for start, end in stretches:
                    edges[first + np.searchsorted(at, start)] += 1
                    edges[first + np.searchsorted(at, end)] -= 1
        return np.cumsum(edges[:-1]) > 0

    def _count(self, number: int) -> int:
        first, last = self._corpus.word(number)
        return last - first

    def _worth(self, count: int) -> float:
        """From 0.25 for a word that is everywhere to 1 for one that was said once.

        A word that was never said counts for half: it cannot be found, so it must not outweigh those that can.
        """
        size = max(self._size, _SMALL_TALK)
        return max(0.25, log(size / (1 + count)) / log(size)) if count else 0.5

    def _votes(self, wanted: Sequence[int], worths: Array, spelt: Sequence[str] = ()) -> Votes:
        ranges = []
        for offset, (one, other) in enumerate(pairwise(wanted)):
            first, last = self._corpus.pair(one, other)
            if last > first:
                ranges.append((last - first, first, last, offset, float(worths[offset] + worths[offset + 1])))
        # One word alone votes too, for less: pairs do not survive where every second word is wrong.
        for offset, number in enumerate(wanted):
            for like in [number] if number > 0 else self._corpus.spelt_like(spelt[offset]) if spelt else []:
                first, last = self._corpus.word(like)
                ranges.append((last - first, first, last, offset, float(worths[offset]) / 2))
        votes = Votes()
        for count, first, last, offset, worth in sorted(ranges):
            if votes.count + count > _MOST_POSITIONS and votes.count:
                break
            votes.add(self._corpus.positions[first:last], offset, worth)
        return votes

    def _windows(self, votes: Votes, length: int, allowed: Array | None) -> Array:
        """The begins of the likeliest windows: bins of diagonals with the most votes, neighbours counted in."""
        begins, worths = votes.all()
        if allowed is not None:
            inside = allowed[np.clip(begins + length // 2, 0, self._size - 1)]
            begins, worths = begins[inside], worths[inside]
        bins, joined = binned(begins, worths)
        if not len(joined):
            return bins
        best = np.argsort(-joined, kind="stable")[:_MOST_WINDOWS]
        best = best[joined[best] >= joined[best[0]] * 0.4]
        return np.sort(bins[best]) * BIN

    # --- how well it agrees -----------------------------------------------------------------------------------------

    def _aligned(
        self,
        words: Sequence[str],
        wanted: Sequence[int],
        worths: Array,
        begins: Array,
        allowed: Array | None,
        least_score: float,
    ) -> list[ClosePlace]:
        if not len(begins):
            return []
        margin = max(4, len(words) // 3)
        columns = np.arange(margin + BIN + len(words) + margin)
        around = begins[:, None] - margin + columns
        index = np.clip(around, 0, self._size - 1)
        # Before the first word of all there is nothing: it must not be heard again and again.
        tokens = np.where(around < 0, 0, self._corpus.tokens[index])
        agrees = self._agreement(words, wanted, tokens)
        costs = np.where(self._corpus.is_hesitation[tokens], 0.0, _GAP_ON_TAPE)
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
            # A window may reach past what is allowed.
            is_allowed = allowed is None or allowed[(start + end) // 2]
            if is_allowed and not any(start <= other_end and other_start <= end for other_start, other_end in places):
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
            by_sound.setdefault(sound_key(self._corpus.words[number]), []).append(column)
        for row, (word, number) in enumerate(zip(words, wanted, strict=True)):
            heard = sound_key(word)
            if len(heard) > 1:
                table[row, by_sound.get(heard, [])] = _SAME_SOUND
            for column in self._corpus.may_be_like(word, different):
                like = likeness(word, self._corpus.words[different[column]])
                table[row, column] = max(table[row, column], like or _OTHER_WORD)
            table[row, different == number] = 1.0
        table[:, different == 0] = -1000.0
        return np.moveaxis(table[:, where.reshape(tokens.shape)], 0, 1)

    def _place(self, start: int, end: int, score: float, differs: int) -> ClosePlace:
        tape = self._corpus.tape_at(start)
        first, last = int(self._corpus.at[start]), self._corpus.behind(end)
        return ClosePlace(self._corpus.tapes[tape], first, last, round(score, 4), differs)


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
