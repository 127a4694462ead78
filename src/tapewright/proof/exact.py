"""Where a whole quotation stands word for word."""

from __future__ import annotations

from typing import Any

import numpy as np

from tapewright.corpus.shelves import Shelves
from tapewright.proof.voices import NOBODY, Voices
from tapewright.proof.weighing import Asked

Array = Any
"""``numpy.ndarray``."""


def exact_places(asked: Asked, shelves: Shelves, limit: int, meant: Voices = NOBODY) -> list[int]:
    """The positions of all shelves at which all rows stand one behind the other, by tape and place; so many at most.

    Where there are more, those come first that the voices who are meant begin.
    """
    positions: list[Array] = []
    ranks: list[Array] = []
    for index, shelf in enumerate(shelves.all):
        numbers = asked.numbers[index]
        if min(numbers) < 0:
            continue
        if asked.rows == 1:
            begins = np.sort(shelf.word(numbers[0])).astype(np.int64)
        else:
            rarest = min(range(asked.rows - 1), key=lambda row: len(asked.pairs[row][index]))
            begins = asked.pairs[rarest][index].astype(np.int64) - rarest
            begins = _agreeing(shelf.corpus.tokens, begins, numbers)
        positions.append(begins + shelf.offset)
        ranks.append(shelves.ranks(index, begins))
    if not positions:
        return []
    found, rank = np.concatenate(positions), np.concatenate(ranks)
    order: list[int] = found[np.lexsort((found, rank))].tolist()
    if len(order) > limit and meant is not NOBODY:
        order.sort(key=lambda position: not meant.say(*shelves.place_at(position)))
    return order[:limit]


def _agreeing(tokens: Array, begins: Array, numbers: list[int]) -> Array:
    begins = begins[(begins >= 0) & (begins + len(numbers) <= len(tokens))]
    for row, number in enumerate(numbers):
        if not len(begins):
            break
        begins = begins[tokens[begins + row] == number]
    return begins
