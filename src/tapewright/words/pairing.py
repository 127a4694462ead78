"""Words of two short texts in pairs: the same, alike, or one in the place of another.

The alignment of greatest worth with affine gaps (O. Gotoh, "An improved algorithm for matching biological sequences",
J. Mol. Biol. 162, 1982): a word in the place of another is worth more than one gone and one come, and a page gone is
one gap, not a hundred. Where both sides are long and unlike, everything is a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from tapewright.words.anchors import Gap, Near, Run, anchored, gaps
from tapewright.words.difference import align
from tapewright.words.likeness import likeness
from tapewright.words.sound import sound_likeness


class Kin(IntEnum):
    """How two words of a pair are related."""

    OTHER = 0  # one in the place of the other
    ALIKE = 1  # by letters or by sound: a slip of the finger, or misheard
    SAME = 2


class Pair(NamedTuple):
    """Word ``old`` of the one side against word ``new`` of the other."""

    old: int
    new: int
    kin: Kin


_SAME, _SAME_LITTLE, _OTHER = 100, 70, -35
_ALIKE, _ALIKE_MORE = 10, 70
_OPEN, _OPEN_AT_BREAK, _LONGER = 60, 25, 15
"""Worths in whole numbers. At 24 unlike words on both sides two gaps cost less than pairs."""

_LITTLE = 3
_LEAST_ALIKE = 0.6
_MOST_BY_SOUND = 2_500
_MOST_CELLS = 40_000
"""Beyond, a gap is parted by its common words first (words.difference), so that no page costs more than its length."""


class Breaks(NamedTuple):
    """Words of either side before which something may be missing on the other: a pause, the end of a sentence."""

    old: frozenset[int] = frozenset()
    new: frozenset[int] = frozenset()


def pairs(old: Sequence[str], new: Sequence[str], *, near: Near | None = None, breaks: Breaks = Breaks()) -> list[Pair]:
    """Which words of two texts belong together, in order on both sides; words without a partner are in no pair.
    ``near`` is asked about words that stand several times, as ``anchored`` says. Of places that are equally good for
    words that one side has alone, those at ``breaks`` of the other are better.

    Linear for texts that agree; a page that agrees in nothing costs the product of its sides, up to a limit.

    >>> [(one.old, one.new, one.kin.name) for one in pairs("we met at the harbor".split(), "we met in harbour".split())]
    [(0, 0, 'SAME'), (1, 1, 'SAME'), (3, 2, 'OTHER'), (4, 3, 'ALIKE')]
    """
    runs = anchored(old, new, small=0 if near else _MOST_CELLS, near=near)
    found = [Pair(run.old + n, run.new + n, Kin.SAME) for run in runs for n in range(run.length)]
    for gap in gaps(runs, Gap(range(len(old)), range(len(new)))):
        if gap.cells:
            found += _in_gap(old, new, gap, breaks)
    return sorted(found)


@lru_cache(maxsize=1 << 16)
def kinship(one: str, other: str) -> float:
    """How alike two words are, by letters or by sound, 0 to 1; 0 for different words."""
    if one == other:
        return 1.0
    by_letters = likeness(one, other)
    if by_letters >= 0.8 or not one or not other:
        return by_letters
    by_sound = sound_likeness(one, other)
    return max(by_letters, by_sound if by_sound >= _LEAST_ALIKE else 0.0)


def _kinship_in(gap: Gap) -> Callable[[str, str], float]:
    """How alike words are: in a large gap by their letters alone, for sounds cost ten times as much."""
    return kinship if gap.cells <= _MOST_BY_SOUND else likeness


def _in_gap(old: Sequence[str], new: Sequence[str], gap: Gap, breaks: Breaks) -> Iterator[Pair]:
    if gap.cells <= _MOST_CELLS:
        yield from _best(old, new, gap, breaks)
        return
    steps = align(old[gap.old.start : gap.old.stop], new[gap.new.start : gap.new.stop])
    runs = [
        Run(gap.old.start + step.old.start, gap.new.start + step.new.start, len(step.old))
        for step in steps
        if step.kind == "same" and (len(step.old) > 2 or any(len(old[gap.old.start + i]) > 6 for i in step.old))
    ]
    yield from (Pair(run.old + n, run.new + n, Kin.SAME) for run in runs for n in range(run.length))
    for inner in gaps(runs, gap):
        if 0 < inner.cells <= _MOST_CELLS:
            yield from _best(old, new, inner, breaks)


def _best(old: Sequence[str], new: Sequence[str], gap: Gap, breaks: Breaks) -> Iterator[Pair]:
    """The alignment of greatest worth of a small gap. Layers: a pair, an old word alone, a new word alone."""
    rows, columns = gap.old, gap.new
    alike = _kinship_in(gap)
    # What it costs to begin a run of old words alone before a new word, and the other way round; the edges are anchors.
    opens = [_open(columns.start + at in breaks.new) for at in range(len(columns) + 1)]
    width = len(columns) + 1
    low = -(10**9)
    # How each layer of a cell was reached, two bits a layer: 0 from a pair, 1 from old alone, 2 from new alone.
    ways = [bytearray(width) for _ in range(len(rows) + 1)]
    pair = [0] + [low] * (width - 1)
    gone = [low] * width
    first_open = _open(rows.start in breaks.old)
    come = [low] + [-first_open - _LONGER * n for n in range(width - 1)]
    for column in range(2, width):
        ways[0][column] = 2 << 4
    for row, i in enumerate(rows, 1):
        word = old[i]
        new_pair, new_gone, new_come = [low] * width, [low] * width, [low] * width
        new_gone[0] = max(pair[0] - opens[0], gone[0] - _LONGER)
        ways[row][0] = (0 if pair[0] - opens[0] >= gone[0] - _LONGER else 1) << 2
        opening = _open(i + 1 in breaks.old)
        way = ways[row]
        for column, j in enumerate(columns, 1):
            from_pair, from_gone, from_come = pair[column - 1], gone[column - 1], come[column - 1]
            best, layer = from_pair, 0
            if from_gone > best:
                best, layer = from_gone, 1
            if from_come > best:
                best, layer = from_come, 2
            new_pair[column] = best + _worth(word, new[j], alike)
            told = layer
            up_pair, up_gone, up_come = pair[column], gone[column] - _LONGER, come[column]
            up_pair, up_come = up_pair - opens[column], up_come - opens[column]
            best, layer = up_gone, 1
            if up_pair > best:
                best, layer = up_pair, 0
            if up_come > best:
                best, layer = up_come, 2
            new_gone[column] = best
            told |= layer << 2
            left_pair, left_come = new_pair[column - 1] - opening, new_come[column - 1] - _LONGER
            left_gone = new_gone[column - 1] - opening
            best, layer = left_come, 2
            if left_pair > best:
                best, layer = left_pair, 0
            if left_gone > best:
                best, layer = left_gone, 1
            new_come[column] = best
            way[column] = told | layer << 4
        pair, gone, come = new_pair, new_gone, new_come
    ends = (pair[-1], gone[-1], come[-1])
    yield from _traced(old, new, gap, ways, ends.index(max(ends)))


def _open(is_break: bool) -> int:
    return _OPEN_AT_BREAK if is_break else _OPEN


def _traced(old: Sequence[str], new: Sequence[str], gap: Gap, ways: list[bytearray], layer: int) -> Iterator[Pair]:
    row, column = len(gap.old), len(gap.new)
    while row or column:
        told = ways[row][column] >> (2 * layer) & 3
        if layer == 0:
            row, column = row - 1, column - 1
            i, j = gap.old[row], gap.new[column]
            yield Pair(i, j, _kin(old[i], new[j]))
        elif layer == 1:
            row -= 1
        else:
            column -= 1
        layer = told


def _worth(one: str, other: str, alike: Callable[[str, str], float]) -> int:
    if one == other:
        return _SAME if len(one) > _LITTLE else _SAME_LITTLE
    how = alike(one, other)
    return round(_ALIKE + _ALIKE_MORE * how) if how >= _LEAST_ALIKE else _OTHER


def _kin(one: str, other: str) -> Kin:
    if one == other:
        return Kin.SAME
    return Kin.ALIKE if kinship(one, other) >= _LEAST_ALIKE else Kin.OTHER
