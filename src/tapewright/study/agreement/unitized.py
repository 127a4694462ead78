"""Krippendorff's α for unitizing: do two coders find the same stretches? In whole ticks and exact fractions.

Source: K. Krippendorff, "On the reliability of unitizing continuous data", Sociological Methodology 25 (1995), with the
expected disagreement as corrected in "Content Analysis" (2nd edition 2004, section 11.6). For more than two coders the
paper of 2016 ("On the reliability of unitizing textual continua") found that it does not do what it should, so that it
is given for two coders only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from tapewright.study.agreement.measure import Measure
from tapewright.timing import Interval, merge

NO_STRETCH = "neither coder marked a stretch"
NO_CHANCE = "no variation: one stretch is all that there is, so that chance cannot be told from agreement"

_NO_INTERVAL = "no interval: where stretches begin and end is one decision for a whole tape"

Stretches = Sequence[Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unitized:
    """What α is worked out from, for one code or the sum of several: exact, in parts of the whole length squared."""

    observed: Fraction = Fraction(0)
    expected: Fraction = Fraction(0)
    stretches: int = 0

    def __add__(self, other: Unitized) -> Unitized:
        return Unitized(
            observed=self.observed + other.observed,
            expected=self.expected + other.expected,
            stretches=self.stretches + other.stretches,
        )

    @property
    def measure(self) -> Measure:
        """1 less observed by expected disagreement."""
        if not self.stretches:
            return Measure(why=NO_STRETCH)
        if not self.expected:
            return Measure(why=NO_CHANCE, of=self.stretches)
        value = 1 - self.observed / self.expected
        return Measure(value=value, of=self.stretches, no_interval=_NO_INTERVAL)


def unitized_alpha(tapes: Iterable[tuple[Interval, Stretches, Stretches]]) -> Unitized:
    """One code on tapes, each given as what both coders have read of it and the stretches of the two.

    Stretches of one coder that overlap are one. Tapes are laid end to end; no stretch and no gap runs from one into
    the next.

    >>> both = (Interval(0, 10), [Interval(2, 4)], [Interval(2, 4)])
    >>> float(unitized_alpha([both]).measure.value or 0)
    1.0
    """
    length, disagreed = 0, 0
    stretches: list[int] = []
    gaps: list[int] = []
    for whole, one, other in tapes:
        laid = [_laid(whole, merge_overlapping(mine)) for mine in (one, other)]
        disagreed += _disagreement(*laid)
        length += whole.duration
        for sections in laid:
            stretches += [section.duration for section, is_stretch in sections if is_stretch]
            gaps += [section.duration for section, is_stretch in sections if not is_stretch]
    if not length or not stretches:
        return Unitized()
    return Unitized(
        observed=Fraction(disagreed, length * length),
        expected=_expected(length, stretches, gaps),
        stretches=len(stretches),
    )


def merge_overlapping(stretches: Stretches) -> list[Interval]:
    """Stretches in order, those that overlap as one; those that only touch stay two."""
    merged: list[Interval] = []
    for stretch in sorted(stretches):
        if merged and stretch.start < merged[-1].end:
            merged[-1] = merge([merged[-1], stretch])[0]
        elif not stretch.is_empty:
            merged.append(stretch)
    return merged


def _laid(whole: Interval, stretches: Sequence[Interval]) -> list[tuple[Interval, bool]]:
    """The sections of a whole: stretches (True) and the gaps between (False)."""
    sections: list[tuple[Interval, bool]] = []
    at = whole.start
    for stretch in stretches:
        inside = whole.shared(stretch)
        if inside is None:
            continue
        if inside.start > at:
            sections.append((Interval(at, inside.start), False))
        sections.append((inside, True))
        at = inside.end
    if at < whole.end:
        sections.append((Interval(at, whole.end), False))
    return sections


def _disagreement(one: Sequence[tuple[Interval, bool]], other: Sequence[tuple[Interval, bool]]) -> int:
    """The squared differences of all pairs of sections that meet, of one coder against the other."""
    total, first, second = 0, 0, 0
    while first < len(one) and second < len(other):
        total += _difference(one[first], other[second])
        ends = one[first][0].end, other[second][0].end
        first += ends[0] <= ends[1]
        second += ends[1] <= ends[0]
    return total


def _difference(one: tuple[Interval, bool], other: tuple[Interval, bool]) -> int:
    (a, is_a), (b, is_b) = one, other
    if is_a and is_b:
        return (a.start - b.start) ** 2 + (a.end - b.end) ** 2
    if is_a and b.covers(a):
        return a.duration**2
    if is_b and a.covers(b):
        return b.duration**2
    return 0


def _expected(length: int, stretches: Sequence[int], gaps: Sequence[int]) -> Fraction:
    """Of two coders: what would differ if the same stretches fell anywhere."""
    ordered = sorted(gaps)
    sums = [0, *accumulate(ordered)]
    total = Fraction(0)
    for mine in stretches:
        among = Fraction((len(stretches) - 1) * (2 * mine**3 - 3 * mine**2 + mine), 3)
        first = bisect_right(ordered, mine - 1)
        wide = len(ordered) - first
        total += among + mine * mine * (sums[-1] - sums[first] - wide * (mine - 1))
    places = 2 * length * (2 * length - 1) - sum(mine * (mine - 1) for mine in stretches)
    return Fraction(2, length) * total / places if places else Fraction(0)
