"""Gaps that could lie a word further left or right: they are put where they read best.

"people know, um, you know, listening" against "people know listening": either the first "know" is quoted and "you
know" is gone, or the second and "know, you". The first is what an editor did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.proof.rows import Row
from tapewright.proof.stretch import words_of

_MOST = 3

Triple = tuple[Piece, Piece, Piece]


def slid(pieces: Sequence[Piece], reads_well: Callable[[Piece, Sequence[str], Sequence[str]], bool]) -> list[Piece]:
    """The pieces, each unmarked gap where ``reads_well`` (gap, kept before, kept after) likes it, if anywhere."""
    made = list(pieces)
    for number in range(1, len(made) - 1):
        one, gap, other = made[number - 1 : number + 2]
        if gap.kind is not PieceKind.GONE or one.kind is not PieceKind.SAME or other.kind is not PieceKind.SAME:
            continue
        for before, moved, after in ((one, gap, other), *_ways(one, gap, other)):
            if reads_well(moved, before.heard, after.heard):
                made[number - 1 : number + 2] = [before, moved, after]
                break
    return made


def _ways(one: Piece, gap: Piece, other: Piece) -> Iterator[Triple]:
    for count in range(1, min(_MOST, len(gap.rows), len(other.rows) - 1) + 1):
        if gap.heard[:count] == other.heard[:count]:
            rows = (*gap.rows, *other.rows)
            yield _cut(one, gap, other, (*one.rows, *rows[:count]), rows[count : count + len(gap.rows)], count)
    for count in range(1, min(_MOST, len(gap.rows), len(one.rows) - 1) + 1):
        if gap.heard[-count:] == one.heard[-count:]:
            rows = (*one.rows, *gap.rows)
            left = len(one.rows) - count
            yield _cut(one, gap, other, rows[:left], rows[left : left + len(gap.rows)], -count)


def _cut(one: Piece, gap: Piece, other: Piece, before: Sequence[Row], gone: Sequence[Row], moved: int) -> Triple:
    """The three pieces with ``moved`` rows of the text from the second kept piece to the first."""
    said = (*one.said, *other.said)
    after = (*one.rows, *gap.rows, *other.rows)[len(before) + len(gone) :]
    edge = one.quote.stop + moved
    return (
        replace(
            one, quote=range(one.quote.start, edge), said=said[: len(before)], rows=tuple(before), words=_of(before)
        ),
        replace(gap, quote=range(edge, edge), rows=tuple(gone), words=_of(gone)),
        replace(other, quote=range(edge, other.quote.stop), said=said[len(before) :], rows=after, words=_of(after)),
    )


def _of(rows: Sequence[Row]) -> range:
    return words_of(rows, 0)
