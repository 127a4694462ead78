"""κ and α over turns, with intervals by drawing whole turns anew.

Words that stand beside each other are coded together: as if each were a decision of its own, an interval would be far
too narrow. So whole turns are drawn, with replacement, as often as there are, and measured again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from tapewright.study.agreement.measure import Measure
from tapewright.study.agreement.nominal import alpha, kappa

Row = tuple[Hashable, ...]
"""A value for each coder; None for a missing one."""

Given = Mapping[int, Mapping[Row, int]]
"""Of the turns in which anything was given, by their numbers: how many words got each row. The others got the blank."""

SEED = 1960
DRAWS = 1000
FEWEST = 10
"""Fewer turns than these say nothing of others."""

_MOST_ROWS = 2000
_AT_ONCE = 50

Array = Any
"""``numpy.ndarray``."""


@dataclass(frozen=True)
class Turns:
    """Every turn that is compared: how many words it has, and the row of those to which nobody gave anything."""

    words: Sequence[int]
    blanks: Sequence[Row]

    @cached_property
    def times(self) -> Array:
        """How often each draw holds each turn: uint8 [draws, turns]; the same whenever and wherever."""
        chance = np.random.Generator(np.random.PCG64(SEED))
        size = len(self.words)
        made = np.empty((DRAWS, size), dtype=np.uint8)
        for draw in range(DRAWS):
            made[draw] = np.minimum(np.bincount(chance.integers(0, size, size=size), minlength=size), 255)
        return made

    @cached_property
    def blank_words(self) -> Mapping[Row, Array]:
        """Of each blank row, how many words its turns have in each draw: float64 [draws]."""
        words = np.array(self.words, dtype=np.float64)
        rows: dict[Row, Array] = {}
        for row in dict.fromkeys(self.blanks):
            mine = words * np.array([blank == row for blank in self.blanks])
            drawn = [self.times[at : at + _AT_ONCE].astype(np.float64) @ mine for at in range(0, DRAWS, _AT_ONCE)]
            rows[row] = np.concatenate(drawn)
        return rows


def measured(turns: Turns, given: Given) -> tuple[Measure, Measure]:
    """Cohen's κ (meant for two coders) and Krippendorff's α, each with an interval."""
    total = _total(turns, given)
    found = (kappa({(row[0], row[1]): count for row, count in total.items()}), alpha(total))
    if all(one.value is None for one in found):
        return found
    why = _no_interval(turns, total)
    if why:
        first, second = (replace(one, no_interval=why) if one.value is not None else one for one in found)
        return first, second
    rows, counts = _drawn(turns, given)
    return _bounded(found[0], rows, counts, _kappas), _bounded(found[1], rows, counts, _alphas)


def _total(turns: Turns, given: Given) -> Counter[Row]:
    total: Counter[Row] = Counter()
    for words, blank in zip(turns.words, turns.blanks, strict=True):
        total[blank] += words
    for turn, rows in given.items():
        total.update(rows)
        total[turns.blanks[turn]] -= sum(rows.values())
    return +total


def _no_interval(turns: Turns, total: Mapping[Row, int]) -> str:
    if len(turns.words) < FEWEST:
        return f"no interval: fewer than {FEWEST} turns"
    return "no interval: too many combinations of codes" if len(total) > _MOST_ROWS else ""


def _bounded(found: Measure, rows: Sequence[Row], counts: Array, measure: Any) -> Measure:
    if found.value is None:
        return found
    drawn = measure(rows, counts)
    drawn = drawn[np.isfinite(drawn)]
    if len(drawn) < DRAWS * 0.95:
        return replace(found, no_interval="no interval: the codes stand in too few turns")
    low, high = np.quantile(drawn, [0.025, 0.975])
    return replace(found, low=float(low), high=float(high))


def _drawn(turns: Turns, given: Given) -> tuple[list[Row], Array]:
    """The rows, and how many words got each in each draw: float64 [draws, rows]."""
    rows = list(dict.fromkeys((*turns.blank_words, *(row for some in given.values() for row in some))))
    number = {row: at for at, row in enumerate(rows)}
    touched = sorted(given)
    counts = np.zeros((len(touched), len(rows)))
    for at, turn in enumerate(touched):
        for row, words in given[turn].items():
            counts[at, number[row]] += words
            counts[at, number[turns.blanks[turn]]] -= words
    drawn = turns.times[:, touched].astype(np.float64) @ counts
    for row, words in turns.blank_words.items():
        drawn[:, number[row]] += words
    return rows, drawn


def _kappas(rows: Sequence[Row], counts: Array) -> Array:
    number = {value: at for at, value in enumerate(dict.fromkeys(value for row in rows for value in row[:2]))}
    first, second = np.zeros((2, len(rows), len(number)))
    for at, row in enumerate(rows):
        first[at, number[row[0]]] = second[at, number[row[1]]] = 1
    total = counts.sum(axis=1)
    same = counts @ np.array([float(row[0] == row[1]) for row in rows])
    chance = ((counts @ first) * (counts @ second)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (total * same - chance) / (total * total - chance)


def _alphas(rows: Sequence[Row], counts: Array) -> Array:
    said = [Counter(value for value in row if value is not None) for row in rows]
    said = [values if values.total() > 1 else Counter() for values in said]
    number = {value: at for at, value in enumerate(dict.fromkeys(value for values in said for value in values))}
    times = np.zeros((len(rows), len(number)))
    agreed = np.zeros(len(rows))
    for at, values in enumerate(said):
        for value, count in values.items():
            times[at, number[value]] = count
            agreed[at] += count * (count - 1) / (values.total() - 1)
    given = counts @ times
    total, same = given.sum(axis=1), counts @ agreed
    chance = (given * (given - 1)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - (total - 1) * (total - same) / (total * (total - 1) - chance)
