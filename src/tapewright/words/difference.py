"""What differs between two sequences of words: the script with the most equal words, in order.

Two ways to the same answer. Few differences: Myers' greedy O(ND) search (E. W. Myers, "An O(ND) Difference Algorithm
and Its Variations", Algorithmica 1, 1986). Many: the longest common subsequence with one bit a word (H. Hyyrö,
"Bit-Parallel LCS-length Computation Revisited", 2004), split in halves (D. S. Hirschberg, 1975) so that memory stays
bounded. Both are exact: no script leaves more words the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

StepKind = Literal["same", "changed", "gone", "added"]

_FEW = 200
"""Differences up to which the greedy search is tried: at most _FEW² / 2 steps, some 10 ms."""

_BLOCK = 1 << 15
"""Words of the old side in one integer: bounds the memory of the masks to 4 KiB for each different word."""

_KEPT_BITS = 1 << 28
"""Bits of all rows that are kept for the way back (32 MiB); beyond, the problem is halved."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the script: words ``old`` of the one side stand against words ``new`` of the other.

    ``same``: equal one by one. ``changed``: both ranges hold words and none are matched. ``gone``: ``new`` is empty.
    ``added``: ``old`` is empty. Two steps beside each other are never of one kind, and only one of two is unequal.
    """

    kind: StepKind
    old: range
    new: range


@dataclass(frozen=True, slots=True)
class _Run:
    """``length`` equal words from ``old`` and ``new`` on."""

    old: int
    new: int
    length: int


def align(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """The steps that turn ``old`` into ``new`` with the fewest words gone or added; in order, covering both sides.

    The same two sequences always give the same script. Cost: proportional to the length where few words differ;
    5,000 against 5,000 unrelated words take tens of milliseconds, memory stays below some 100 MiB at any length.

    >>> [step.kind for step in align("the boat is red".split(), "the big boat was red".split())]
    ['same', 'added', 'same', 'changed', 'same']
    """
    head = _equal_ends(old, new, range(min(len(old), len(new))))
    tail = _equal_ends(old, new, range(-1, -1 - (min(len(old), len(new)) - head), -1))
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    runs = [_Run(0, 0, head)]
    if inner_old and inner_new:
        found = _few_differences(inner_old, inner_new)
        if found is None:
            found = _many_differences(inner_old, inner_new)
        runs += [_Run(run.old + head, run.new + head, run.length) for run in found]
    runs.append(_Run(len(old) - tail, len(new) - tail, tail))
    end = _Run(len(old), len(new), 0)
    return list(_steps([*_gathered(runs, old, new), end]))


def _equal_ends(old: Sequence[str], new: Sequence[str], places: range) -> int:
    for count, place in enumerate(places):
        if old[place] != new[place]:
            return count
    return len(places)


def _gathered(runs: Iterable[_Run], old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """The same number of equal words in fewer runs, where that can be had by moving whole runs over a gap.

    Of many optimal scripts the search finds any: "and" may be matched with one a page before. A run that reads the
    same right beside its neighbour belongs there.
    """
    to_the_right: list[_Run] = []
    for run in reversed([run for run in runs if run.length]):
        after = to_the_right[-1] if to_the_right else None
        if after and _can_move(run, _Run(after.old - run.length, after.new - run.length, run.length), old, new):
            length = run.length + after.length
            to_the_right[-1] = _Run(after.old - run.length, after.new - run.length, length)
        else:
            to_the_right.append(run)
    gathered: list[_Run] = []
    for run in reversed(to_the_right):
        before = gathered[-1] if gathered else None
        if before and _can_move(
            run, _Run(before.old + before.length, before.new + before.length, run.length), old, new
        ):
            gathered[-1] = _Run(before.old, before.new, before.length + run.length)
        else:
            gathered.append(run)
    return gathered


def _can_move(run: _Run, to: _Run, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a run reads the same at another place, from which a gap on one side alone parts it."""
    if (run.old == to.old) == (run.new == to.new):
        return False
    if run.old != to.old:
        return old[run.old : run.old + run.length] == old[to.old : to.old + to.length]
    return new[run.new : run.new + run.length] == new[to.new : to.new + to.length]


def _steps(runs: Iterable[_Run]) -> Iterable[Step]:
    """Steps out of runs in order; the last run ends both sides (it may be empty)."""
    done_old = done_new = 0
    same_from: tuple[int, int] | None = None
    for run in runs:
        gap_old, gap_new = range(done_old, run.old), range(done_new, run.new)
        if gap_old or gap_new:
            if same_from:
                yield Step("same", range(same_from[0], done_old), range(same_from[1], done_new))
                same_from = None
            yield Step("changed" if gap_old and gap_new else "gone" if gap_old else "added", gap_old, gap_new)
        if run.length and same_from is None:
            same_from = (run.old, run.new)
        done_old, done_new = run.old + run.length, run.new + run.length
    if same_from:
        yield Step("same", range(same_from[0], done_old), range(same_from[1], done_new))


def _few_differences(old: Sequence[str], new: Sequence[str]) -> list[_Run] | None:
    """The runs of an optimal script of at most ``_FEW`` differences, or None where more are needed.

    ``furthest[k]`` is how far into ``old`` one gets on diagonal ``k`` (place in old minus place in new) with the
    differences spent so far; the list wraps, so that negative diagonals are its end.
    """
    if abs(len(old) - len(new)) > _FEW:
        return None
    limit = min(_FEW, len(old) + len(new))
    furthest = [0] * (2 * limit + 3)
    trace: list[list[int]] = []
    for spent in range(limit + 1):
        trace.append(furthest[:])
        for k in range(-spent, spent + 1, 2):
            if k == -spent or (k != spent and furthest[k - 1] < furthest[k + 1]):
                x = furthest[k + 1]
            else:
                x = furthest[k - 1] + 1
            while x < len(old) and 0 <= x - k < len(new) and old[x] == new[x - k]:
                x += 1
            furthest[k] = x
            if x >= len(old) and x - k >= len(new):
                return _way_back(trace, len(old), len(new))
    return None


def _way_back(trace: list[list[int]], x: int, y: int) -> list[_Run]:
    runs: list[_Run] = []
    for spent in range(len(trace) - 1, -1, -1):
        furthest, k = trace[spent], x - y
        if k == -spent or (k != spent and furthest[k - 1] < furthest[k + 1]):
            from_x, from_k = furthest[k + 1], k + 1
        else:
            from_x, from_k = furthest[k - 1], k - 1
        start = (from_x if from_k > k else from_x + 1) if spent else 0
        if x > start:
            runs.append(_Run(start, start - k, x - start))
        x, y = from_x, from_x - from_k
    return runs[::-1]


def _many_differences(old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """The runs of an optimal script, by bit vectors; halves ``new`` until the rows fit into memory."""
    pairs: list[_Run] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, b, c, d = waiting.pop()
        if a == b or c == d:
            continue
        if (b - a) * (d - c) <= _KEPT_BITS and b - a <= _BLOCK:
            pairs += (_Run(a + x, c + y, 1) for x, y in _pairs(old[a:b], new[c:d]))
            continue
        if d - c == 1:
            # One word against very many: its first equal is as good as any.
            pairs += (_Run(x, c, 1) for x in [next((x for x in range(a, b) if old[x] == new[c]), -1)] if x >= 0)
            continue
        half = (c + d) // 2
        middle = a + _best_split(old[a:b], new[c:half], new[half:d])
        waiting += [(middle, b, half, d), (a, middle, c, half)]
    return pairs


def _masks(old: Sequence[str]) -> dict[str, int]:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(old):
        places.setdefault(word, []).append(place)
    return {word: sum(1 << place for place in at) for word, at in places.items()}


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence. Row ``j`` has bit ``i`` clear where ``old[i]`` lengthens it."""
    full = (1 << len(old)) - 1
    masks = _masks(old)
    row = full
    rows = [row]
    for word in new:
        matched = row & masks.get(word, 0)
        row = ((row + matched) | (row - matched)) & full
        rows.append(row)
    found: list[tuple[int, int]] = []
    i, j = len(old), len(new)
    while i and j:
        if rows[j] >> (i - 1) & 1:
            i -= 1
        elif not rows[j - 1] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found[::-1]


def _lengths(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For every ``i`` up to ``len(old)``, how many words ``old[:i]`` and ``new`` have in common, in order."""
    lengths = [0]
    carries = bytearray(len(new))
    for start in range(0, len(old), _BLOCK):
        block = old[start : start + _BLOCK]
        full = (1 << len(block)) - 1
        masks = _masks(block)
        row = full
        for j, word in enumerate(new):
            matched = row & masks.get(word, 0)
            total = row + matched + carries[j]
            carries[j] = total >> len(block)
            row = (total | (row - matched)) & full
        for bit in bin(row | 1 << len(block))[:2:-1]:
            lengths.append(lengths[-1] + (bit == "0"))
    return lengths


def _best_split(old: Sequence[str], first: Sequence[str], second: Sequence[str]) -> int:
    """Where to cut ``old`` so that nothing is lost when each part is set against one half of the new side."""
    forward = _lengths(old, first)
    backward = _lengths(old[::-1], second[::-1])
    return max(range(len(old) + 1), key=lambda i: forward[i] + backward[len(old) - i])
