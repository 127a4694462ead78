"""Groups of voices that may be one person's: the two most alike are joined first, as long as that stands out.

Average linkage over strengths. A person whom somebody has confirmed is a group from the start and never parted; what
may not be one is never joined, not even through others. A group grows only by what is about half as strong as what
holds it together: that keeps two who sound alike apart where both are heard well.
"""

from __future__ import annotations

from typing import Any

from tapewright.speech.identity.scores import Array, Scores

STANDS_OUT = 3.2
"""Standard deviations above strangers. Measured on projects of 14 real readers (``bench/bench_voices_across.py``): at
3.6 a tenth of the pairs between clean and bad tapes is missed, and nothing is won."""
_OF_ITS_OWN = 0.55


def groups_of(scores: Scores) -> list[list[int]]:
    """The rows of each group, in order; every row is in one."""
    work = _Work(scores)
    while work.join_best():
        pass
    return sorted(sorted(rows) for rows in work.groups.values())


class _Work:
    """Groups by their first row, with the mean strength between any two, kept up to date as they are joined."""

    def __init__(self, scores: Scores) -> None:
        import numpy

        self.groups = _persons_and_others(scores)
        self._places = sorted(self.groups)
        member = numpy.zeros((len(self._places), len(scores.likeness)))
        for place, first in enumerate(self._places):
            member[place, self.groups[first]] = 1.0
        allowed = scores.may_be_one.astype(float)
        self._size = member.sum(axis=1)
        self._total: Array = member @ scores.strength @ member.T
        forbidden = (member @ (1.0 - allowed) @ member.T) > 0
        numpy.fill_diagonal(forbidden, True)
        self._forbidden: Array = forbidden
        # What holds a group together is told by the pairs of different tapes alone.
        within = member @ (allowed * scores.strength - numpy.diag(numpy.diag(allowed * scores.strength))) @ member.T
        pairs = member @ (allowed - numpy.diag(numpy.diag(allowed))) @ member.T
        self._within, self._pairs = numpy.diag(within).copy() / 2, numpy.diag(pairs).copy() / 2
        self._alive = numpy.ones(len(self._places), dtype=bool)
        self._best: list[tuple[float, int]] = [self._best_of(place) for place in range(len(self._places))]

    def join_best(self) -> bool:
        """Join the two groups that are most alike; False where none stand out any more."""
        if not self._places:
            return False
        place = max(range(len(self._best)), key=lambda one: self._best[one][0])
        strength, other = self._best[place]
        if strength < STANDS_OUT:
            return False
        self._join(min(place, other), max(place, other))
        return True

    def _join(self, kept: int, gone: int) -> None:
        self.groups[self._places[kept]] += self.groups.pop(self._places[gone])
        self._within[kept] += self._within[gone] + self._total[kept, gone]
        self._pairs[kept] += self._pairs[gone] + self._size[kept] * self._size[gone]
        self._total[kept] += self._total[gone]
        self._total[:, kept] = self._total[kept]
        self._forbidden[kept] |= self._forbidden[gone]
        self._forbidden[:, kept] = self._forbidden[kept]
        self._size[kept] += self._size[gone]
        self._alive[gone] = False
        self._best[gone] = (float("-inf"), gone)
        for place in range(len(self._best)):
            if self._alive[place]:
                self._best[place] = self._best_of(place)

    def _best_of(self, place: int) -> tuple[float, int]:
        """The group that is most alike to one, and how strongly; minus infinity where nothing stands out."""
        import numpy

        mean = self._total[place] / (self._size[place] * self._size)
        least = numpy.minimum(self._inner(place), self._inner(slice(None)))
        fits = self._alive & ~self._forbidden[place] & (mean >= STANDS_OUT)
        fits &= ~(numpy.isfinite(least) & (mean < _OF_ITS_OWN * least))
        if not fits.any():
            return float("-inf"), place
        best = int(numpy.argmax(numpy.where(fits, mean, -numpy.inf)))
        return float(mean[best]), best

    def _inner(self, place: Any) -> Array:
        """What holds groups together: the mean strength within; infinity for those of one voice."""
        import numpy

        pairs = self._pairs[place]
        return numpy.where(pairs > 0, self._within[place] / numpy.maximum(pairs, 1), numpy.inf)


def _persons_and_others(scores: Scores) -> dict[int, list[int]]:
    """A group for each person and one for each other voice, by its first row."""
    groups: dict[int, list[int]] = {}
    first_of: dict[int, int] = {}
    for row, (speaker, is_person) in enumerate(zip(scores.speaker.tolist(), scores.is_person.tolist(), strict=True)):
        first = first_of.setdefault(speaker, row) if is_person else row
        groups.setdefault(first, []).append(row)
    return groups
