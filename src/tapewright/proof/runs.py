"""Runs: stretches of a quotation that stand word for word on a tape, and where on the tapes to look for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from tapewright.corpus.shelves import Shelves
from tapewright.corpus.votes import BIN, Votes, binned
from tapewright.proof.weighing import Asked

MOST_POSITIONS = 4_000
"""So many positions of the rarest pairs vote, in the first place."""

MOST_WINDOWS = 8
_LEAST_VOTE = 0.3
_SINGLE_BITS, _SINGLE_COUNT = 9.0, 300
_LEAST_TOLD = 6.0
_MOST_RUNS = 64

Array = Any
"""``numpy.ndarray``."""

Window = tuple[int, int]
"""A stretch of the corpus, in positions of all shelves: start and end."""


class Run(NamedTuple):
    """Rows ``first`` to ``end`` of a quotation stand from position ``start`` on; they tell so many bits."""

    first: int
    end: int
    start: int
    told: float
    tape: int

    @property
    def stop(self) -> int:
        """Where it ends, exclusive."""
        return self.start + self.end - self.first


def windows(
    asked: Asked,
    shelves: Shelves,
    first: int,
    end: int,
    *,
    most: int = MOST_WINDOWS,
    positions: int = MOST_POSITIONS,
    tapes: Sequence[Window] | None = None,
) -> list[Window]:
    """The likeliest stretches of the corpus for some rows: where votes of their rarest pairs and words gather.

    ``tapes`` keeps to stretches of positions of all shelves.
    """
    votes = _votes(asked, shelves, first, end, positions, tapes)
    begins, worths = votes.all()
    if not len(begins):
        return []
    bins, joined = binned(begins, worths)
    least = joined.max() * _LEAST_VOTE
    if len(bins) > most:
        least = max(least, np.partition(joined, len(joined) - most)[len(joined) - most])
    best = np.flatnonzero(joined >= least)
    middles = bins[best] * BIN + (first + end) // 2
    order = np.lexsort((middles, _ranks(shelves, middles), -joined[best]))[:most]
    margin = max(4, (end - first) // 4)
    return [(begin + first - margin, begin + BIN + end + margin) for begin in (bins[best[order]] * BIN).tolist()]


def runs(asked: Asked, shelves: Shelves, places: Iterable[Window], first: int, end: int) -> list[Run]:
    """The runs of some rows in stretches of the corpus, the most telling ones."""
    made: list[Run] = []
    for index, shelf in enumerate(shelves.all):
        size = shelf.corpus.size
        stretches = _merged((max(0, start - shelf.offset), min(size, stop - shelf.offset)) for start, stop in places)
        if stretches:
            at = np.concatenate([np.arange(start, stop) for start, stop in stretches])
            made += _runs_on(asked, shelves, index, at, first, end)
    made.sort(key=lambda run: (-run.told, run.first, run.tape, run.start))
    return made[:_MOST_RUNS]


def _runs_on(asked: Asked, shelves: Shelves, index: int, at: Array, first: int, end: int) -> list[Run]:
    shelf = shelves.all[index]
    same = shelf.corpus.tokens[at][:, None] == asked.wanted[index][first:end]
    where, rows = same.nonzero()
    if not len(where):
        return []
    # Along a run both the position and the row grow by one, and so does this key; between runs it jumps.
    width = end - first + 2
    keys = np.sort((at[where] - rows) * width + rows)
    edges = np.flatnonzero(np.diff(keys) != 1) + 1
    starts = np.concatenate([[0], edges])
    lengths = np.diff(np.concatenate([starts, [len(keys)]]))
    begins, rows = np.divmod(keys[starts], width)
    before = np.array(asked.before)
    rows += first
    told = before[rows + lengths] - before[rows]
    ranks = shelves.ranks(index, begins + rows - first)
    kept = (((lengths > 1) & (told >= _LEAST_TOLD)) | (told >= _SINGLE_BITS) | (end - first <= 2)) & (ranks >= 0)
    kept = kept.nonzero()[0]
    if len(kept) > _MOST_RUNS:
        kept = kept[np.argsort(-told[kept], kind="stable")[:_MOST_RUNS]]
    return [
        Run(row, row + length, start, gain, rank)
        for row, length, start, gain, rank in zip(
            rows[kept].tolist(),
            lengths[kept].tolist(),
            (begins + rows - first)[kept].__add__(shelf.offset).tolist(),
            told[kept].tolist(),
            ranks[kept].tolist(),
            strict=True,
        )
    ]


def _merged(stretches: Iterable[Window]) -> list[Window]:
    made: list[Window] = []
    for start, end in sorted(stretches):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        elif start < end:
            made.append((start, end))
    return made


def _votes(asked: Asked, shelves: Shelves, first: int, end: int, most: int, tapes: Sequence[Window] | None) -> Votes:
    seeds: list[tuple[int, int, float, list[tuple[int, Array]]]] = []
    for row in range(first, end - 1):
        if asked.pair_counts[row]:
            found = [(shelf.offset, positions) for shelf, positions in zip(shelves.all, asked.pairs[row], strict=True)]
            seeds.append(_seed(found, row, asked.bits[row] + asked.bits[row + 1], tapes))
    for row in range(first, end):
        # One word alone votes too, for less: pairs do not survive where every second word is wrong.
        is_rare = asked.bits[row] >= _SINGLE_BITS and asked.counts[row] <= _SINGLE_COUNT
        if asked.counts[row] and (is_rare or end - first == 1):
            found = [
                (shelf.offset, np.sort(shelf.word(n[row]))) for shelf, n in zip(shelves.all, asked.numbers, strict=True)
            ]
            seeds.append(_seed(found, row, asked.bits[row] / 2, tapes))
    votes = Votes()
    for count, row, worth, found in sorted(seeds, key=lambda seed: seed[:3]):
        if votes.count and votes.count + count > most:
            break
        for offset, positions in found:
            votes.add(positions, row - offset, round(worth * 16))
    return votes


def _seed(
    found: list[tuple[int, Array]], row: int, worth: float, tapes: Sequence[Window] | None
) -> tuple[int, int, float, list[tuple[int, Array]]]:
    if tapes is not None:
        found = [(offset, _inside(positions, offset, tapes)) for offset, positions in found]
    return sum(len(positions) for _, positions in found), row, worth, found


def _inside(found: Array, offset: int, tapes: Iterable[Window]) -> Array:
    parts = []
    for start, end in tapes:
        low, high = found.searchsorted(np.array([start - offset, end - offset], dtype=found.dtype))
        parts.append(found[low:high])
    return np.concatenate(parts)


def _ranks(shelves: Shelves, positions: Array) -> Array:
    if len(shelves.all) == 1:
        return shelves.ranks(0, positions)
    made = np.zeros(len(positions), dtype=np.int64)
    for index, shelf in enumerate(shelves.all):
        end = shelves.all[index + 1].offset if index + 1 < len(shelves.all) else 1 << 62
        here = (positions >= shelf.offset) & (positions < end)
        made[here] = shelves.ranks(index, positions[here] - shelf.offset)
    return made
