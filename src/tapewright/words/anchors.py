"""Anchors: stretches that two texts surely share, found by runs of words that stand once in each.

The idea is that of patience diff: what is unique on both sides is matched, the longest series of matches that runs
forward on both is kept, and between two of them the same is done again, for there other words are unique. Of a
sentence that is said five times the runs across its ends are unique first, and the sentence itself between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LONGEST, SHORTEST = 4, 2
"""Words of the runs that are looked for, one less where the longer ones find nothing more."""

FEW = 24
"""A run of two words counts only between so few words on both sides: "of the" is unique in many a page."""


_MOST_ALIKE = 400
"""What stands more often than some twenty times on both sides is a formula, and no anchor."""

Near = Callable[[int, int], bool | None]
"""Whether a word of the old side and one of the new may belong together, by their numbers; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` equal words from ``old`` and ``new`` on."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two runs: words ``old`` of the one side and ``new`` of the other; either may be empty."""

    old: range
    new: range

    @property
    def cells(self) -> int:
        """The product of both lengths: what comparing all with all costs."""
        return len(self.old) * len(self.new)


def anchored(old: Sequence[str], new: Sequence[str], *, small: int = 0, near: Near | None = None) -> list[Run]:
    """The runs that anchor two texts, in order on both sides, none over another.

    Gaps of at most ``small`` cells are left to others. ``near`` says which words of both may belong together: what
    stands several times and only once near the other is unique too, what is unique and far is none. Cost:
    proportional to the length.

    >>> anchored("he said the boat was red and new".split(), "well he said the boat was green and new".split())
    [Run(old=0, new=1, length=5), Run(old=6, new=7, length=2)]
    """
    found: list[Run] = []
    waiting = [(Gap(range(len(old)), range(len(new))), LONGEST)]
    while waiting:
        gap, size = waiting.pop()
        if not gap.cells or (gap.cells <= small and size < LONGEST):
            continue
        runs = list(_extended(old, new, gap, near, _chain(_unique(old, new, gap, size, near)), size))
        if runs:
            found += runs
            waiting += [(inner, size) for inner in gaps(runs, gap) if inner.cells]
        elif size > SHORTEST + 1 or (size > SHORTEST and max(len(gap.old), len(gap.new)) <= FEW):
            waiting.append((gap, size - 1))
    return sorted(found, key=lambda run: run.old)


def gaps(runs: Sequence[Run], whole: Gap) -> Iterator[Gap]:
    """What lies before, between and behind runs that are in order; empty on both sides too."""
    here, there = whole.old.start, whole.new.start
    for run in runs:
        yield Gap(range(here, run.old), range(there, run.new))
        here, there = run.old + run.length, run.new + run.length
    yield Gap(range(here, whole.old.stop), range(there, whole.new.stop))


def rising(values: Sequence[int]) -> list[int]:
    """The places of a longest strictly rising series among values.

    >>> rising([3, 9, 4, 5, 1])
    [0, 2, 3]
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        slot = bisect_left(ends, value)
        before.append(tails[slot - 1] if slot else -1)
        tails[slot : slot + 1] = [place]
        ends[slot : slot + 1] = [value]
    kept: list[int] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        kept.append(at)
        at = before[at]
    return kept[::-1]


def _unique(old: Sequence[str], new: Sequence[str], gap: Gap, size: int, near: Near | None) -> list[tuple[int, int]]:
    """Where runs of ``size`` words stand that are unique on both sides of a gap, in the order of the old side."""
    there = _once(new, gap.new, size)
    found = [(i, j) for words, i in _once(old, gap.old, size).items() if i >= 0 and (j := there.get(words, -1)) >= 0]
    if near is not None:
        found = [(i, j) for i, j in found if all(near(i + n, j + n) is not False for n in range(size))]
        found = sorted({*found, *_near_alone(old, new, gap, size, near)})
    return found


def _near_alone(old: Sequence[str], new: Sequence[str], gap: Gap, size: int, near: Near) -> Iterator[tuple[int, int]]:
    """Runs that stand several times, each with the one on the other side that is near it and near no other."""
    here, there = _all(old, gap.old, size), _all(new, gap.new, size)
    for words, mine in here.items():
        yours = there.get(words, [])
        if not 1 < len(mine) * len(yours) <= _MOST_ALIKE:
            continue
        close = [(i, j) for i in mine for j in yours if all(near(i + n, j + n) for n in range(size))]
        yield from (
            (i, j)
            for i, j in close
            if sum(one == i for one, _ in close) == 1 and sum(other == j for _, other in close) == 1
        )


def _all(words: Sequence[str], within: range, size: int) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(within.start, within.stop - size + 1):
        places.setdefault(tuple(words[at : at + size]), []).append(at)
    return places


def _once(words: Sequence[str], within: range, size: int) -> dict[tuple[str, ...], int]:
    """Every run of words with its place, -1 where it comes again."""
    places: dict[tuple[str, ...], int] = {}
    for at in range(within.start, within.stop - size + 1):
        run = tuple(words[at : at + size])
        places[run] = -1 if run in places else at
    return places


def _chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [pairs[place] for place in rising([j for _, j in pairs])]


def _extended(
    old: Sequence[str], new: Sequence[str], gap: Gap, near: Near | None, chain: Sequence[tuple[int, int]], size: int
) -> Iterator[Run]:
    """Matches in a row as runs, each as long as words agree on either side without meeting the next."""

    def agree(i: int, j: int) -> bool:
        return old[i] == new[j] and (near is None or near(i, j) is not False)

    done_old, done_new = gap.old.start, gap.new.start
    for i, j in chain:
        if i < done_old or j < done_new:
            continue
        start, other = i, j
        while start > done_old and other > done_new and agree(start - 1, other - 1):
            start, other = start - 1, other - 1
        end, stop = i + size, j + size
        while end < gap.old.stop and stop < gap.new.stop and agree(end, stop):
            end, stop = end + 1, stop + 1
        yield Run(start, other, end - start)
        done_old, done_new = end, stop
