"""When a place is a source at all: how much of a quotation must stand there before anything is said about it.

Two measures are averaged. *In runs*: the weighted share of the quotation's words that stand on the tape in one go, each
run less one long word, because scraps of anything are said everywhere; words in no order make short runs only. *Net*:
the finder's share, by how rare the words are, less what it takes to name the places.

Measured on the tuning half (300 passages that were never said on these tapes, shuffled, or with other words of content;
1,100 that were, changed in eleven ways) over tapes misheard at 0, 10 and 20 %: with ``LEAST`` none of the first and all
of the second pass at 0 %, 99.5 % of the second at 10 %, 97 % at 20 %. ``LEAST_IN_RUNS`` keeps
words in no order out.
"""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.talk import Location

LEAST, LEAST_IN_RUNS, LEAST_OF_SHORT = 0.58, 0.42, 0.54
_SMALL, _SMALL_LETTERS = 0.35, 3
_LONG_WORD = 1.0
_SHORT = 5.0
"""Of lighter quotations a single changed word leaves no run at all."""

_NEAR = 0.5
_NO_BREAK = frozenset({PieceKind.FILLER, PieceKind.OMITTED, PieceKind.OURS})


def is_source(compared: Compared, location: Location) -> bool:
    """Whether a location holds enough of a quotation to be its source."""
    if sum(_weight(row.text) for row in compared.quoted.rows) < _SHORT:
        return held(compared, location) >= LEAST_OF_SHORT
    return held(compared, location) >= LEAST and in_runs(compared) >= LEAST_IN_RUNS


def held(compared: Compared, location: Location) -> float:
    """How much of a quotation stands at a location: the mean of both measures, 0 to 1."""
    return (in_runs(compared) + location.net) / 2


def in_runs(compared: Compared) -> float:
    """The share of a quotation's weight that stands on the tapes in runs, each less one long word; 0 to 1."""
    total = sum(_weight(row.text) for row in compared.quoted.rows)
    if total <= _LONG_WORD:
        return compared.kept_rows / max(1, len(compared.quoted.rows))
    return sum(max(0.0, run - _LONG_WORD) for run in _runs(compared)) / (total - _LONG_WORD)


def _runs(compared: Compared) -> Iterator[float]:
    run = 0.0
    used: set[tuple[str, int]] = set()
    for piece in compared.pieces:
        words = {(piece.talk.tape, number) for number in piece.words}
        # What was said once does not explain two things.
        weight = 0.0 if len(words & used) * 2 > len(words) else sum(_weight(word) for word in piece.said)
        used |= words
        if piece.is_kept:
            run += weight
        elif piece.kind is PieceKind.CHANGED and piece.alike >= _NEAR:
            run += weight * piece.alike / 2
        elif piece.kind not in _NO_BREAK:
            yield run
            run = 0.0
    yield run


def _weight(row: str) -> float:
    """Little words stand everywhere."""
    return _SMALL if len(row) <= _SMALL_LETTERS and not row[0].isdigit() else 1.0
