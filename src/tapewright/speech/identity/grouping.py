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
        self._within = numpy.diag(member @ (allowed * scores.strength) @ member.T).copy() / 2
        self._pairs = numpy.diag(member @ allowed @ member.T).copy() / 2
        self._alive = numpy.ones(len(self._places), dtype=bool)
        self._strength = numpy.full(len(self._places), -numpy.inf)  # of each group's best
        self._best = numpy.zeros(len(self._places), dtype=int)
        for place in range(len(self._places)):
            self._look_for(place)

    def join_best(self) -> bool:
        """Join the two groups that are most alike; False where none stand out any more."""
        import numpy

        if not self._places:
            return False
        place = int(numpy.argmax(self._strength))
        if self._strength[place] == -numpy.inf:
            return False
        other = int(self._best[place])
        self._join(min(place, other), max(place, other))
        return True

    def _join(self, kept: int, gone: int) -> None:
        import numpy

        self.groups[self._places[kept]] += self.groups.pop(self._places[gone])
        self._within[kept] += self._within[gone] + self._total[kept, gone]
        self._pairs[kept] += self._pairs[gone] + self._size[kept] * self._size[gone]
        self._total[kept] += self._total[gone]
        self._total[:, kept] = self._total[kept]
        self._forbidden[kept] |= self._forbidden[gone]
        self._forbidden[:, kept] = self._forbidden[kept]
        self._size[kept] += self._size[gone]
        self._alive[gone] = False
        self._strength[gone] = -numpy.inf
        # Only those whose best was one of the two have to look around; for the others the joined one may be better.
        lost = self._alive & ((self._best == kept) | (self._best == gone)) & (self._strength > -numpy.inf)
        joined = self._look_for(kept)
        better = self._alive & ~lost & (joined > self._strength)
        better[kept] = False
        self._strength[better], self._best[better] = joined[better], kept
        for place in numpy.flatnonzero(lost):
            if place != kept:
                self._look_for(int(place))

    def _look_for(self, place: int) -> Array:
        """Find the group that is most alike to one; how strongly it and each other are, minus infinity for those that
        do not stand out.
        """
        import numpy

        mean = self._total[place] / (self._size[place] * self._size)
        least = numpy.minimum(self._inner(place), self._inner(slice(None)))
        fits = self._alive & ~self._forbidden[place] & (mean >= STANDS_OUT)
        fits &= ~(numpy.isfinite(least) & (mean < _OF_ITS_OWN * least))
        strength = numpy.where(fits, mean, -numpy.inf)
        self._best[place] = numpy.argmax(strength)
        self._strength[place] = strength[self._best[place]]
        return strength

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
