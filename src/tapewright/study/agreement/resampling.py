"""κ and α over passages, with intervals by drawing whole passages anew.

Words that stand beside each other are coded together: as if each were a decision of its own, an interval would be far
too narrow. So whole passages (turns) are drawn, with replacement, as often as there are, and measured again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from tapewright.study.agreement.measure import Measure
from tapewright.study.agreement.nominal import alpha, kappa

Passage = Mapping[tuple[Hashable, ...], int]
"""Of one passage: how often each row of values was given, a value for each coder, None for a missing one."""

SEED = 1960
DRAWS = 1000
FEWEST = 10
"""Fewer passages than these say nothing of others."""

_MOST_CELLS = 400
_AT_ONCE = 50

Array = Any
"""``numpy.ndarray``."""


def kappa_between(passages: Sequence[Passage]) -> Measure:
    """Cohen's κ of two coders, with an interval."""
    found = kappa(_all(passages))  # type: ignore[arg-type]
    return _with_interval(found, passages, _kappas)


def alpha_between(passages: Sequence[Passage]) -> Measure:
    """Krippendorff's α, with an interval."""
    return _with_interval(alpha(_all(passages)), passages, _alphas)


def _all(passages: Sequence[Passage]) -> Counter[tuple[Hashable, ...]]:
    total: Counter[tuple[Hashable, ...]] = Counter()
    for passage in passages:
        total.update(passage)
    return total


def _with_interval(found: Measure, passages: Sequence[Passage], measure: Any) -> Measure:
    if found.value is None:
        return found
    if len(passages) < FEWEST:
        return replace(found, no_interval=f"no interval: fewer than {FEWEST} turns")
    rows = list(dict.fromkeys(row for passage in passages for row in passage))
    if len(rows) > _MOST_CELLS:
        return replace(found, no_interval="no interval: too many combinations of codes")
    number = {row: at for at, row in enumerate(rows)}
    counts = np.zeros((len(passages), len(rows)))
    for at, passage in enumerate(passages):
        for row, times in passage.items():
            counts[at, number[row]] = times
    drawn = measure(rows, _drawn(counts))
    drawn = drawn[np.isfinite(drawn)]
    if len(drawn) < DRAWS * 0.95:
        return replace(found, no_interval="no interval: the codes stand in too few turns")
    low, high = np.quantile(drawn, [0.025, 0.975])
    return replace(found, low=float(low), high=float(high))


def _drawn(counts: Array) -> Array:
    """The counts of each draw, float [draws, rows]; the same for the same counts, whenever and wherever."""
    times = _times(len(counts))
    made = [times[at : at + _AT_ONCE].astype(np.float64) @ counts for at in range(0, DRAWS, _AT_ONCE)]
    return np.concatenate(made)


@lru_cache(maxsize=1)
def _times(size: int) -> Array:
    """How often each draw holds each passage: uint8 [draws, size]. Many codes are measured over the same passages."""
    chance = np.random.Generator(np.random.PCG64(SEED))
    made = np.empty((DRAWS, size), dtype=np.uint8)
    for draw in range(DRAWS):
        made[draw] = np.minimum(np.bincount(chance.integers(0, size, size=size), minlength=size), 255)
    return made


def _kappas(rows: Sequence[tuple[Hashable, ...]], counts: Array) -> Array:
    values = list(dict.fromkeys(value for row in rows for value in row))
    total = counts.sum(axis=1)
    chance = np.zeros(len(counts))
    for value in values:
        first = counts[:, [row[0] == value for row in rows]].sum(axis=1)
        second = counts[:, [row[1] == value for row in rows]].sum(axis=1)
        chance += first * second
    same = counts[:, [row[0] == row[1] for row in rows]].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (total * same - chance) / (total * total - chance)


def _alphas(rows: Sequence[tuple[Hashable, ...]], counts: Array) -> Array:
    said = [Counter(value for value in row if value is not None) for row in rows]
    pairable = np.array([values.total() > 1 for values in said])
    counts = counts * pairable
    total = counts @ np.array([values.total() for values in said])
    agreed = [sum(n * (n - 1) for n in values.values()) / max(1, values.total() - 1) for values in said]
    same = counts @ np.array(agreed)
    chance = np.zeros(len(counts))
    for value in dict.fromkeys(value for values in said for value in values):
        times = counts @ np.array([values[value] for values in said])
        chance += times * (times - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - (total - 1) * (total - same) / (total * (total - 1) - chance)
