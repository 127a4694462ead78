"""When a place is a source at all: how much of a quotation must stand there before anything is said about it."""

from __future__ import annotations

from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.talk import Location

_SMALL = 0.35
_SMALL_LETTERS = 3


def weight(row: str) -> float:
    """What a row weighs: little words stand everywhere."""
    return _SMALL if len(row) <= _SMALL_LETTERS and not row[0].isdigit() else 1.0


def explained(compared: Compared) -> float:
    """The weighted share of a quotation's rows that the tape has; a word that is nearly the same counts half."""
    total = sum(weight(row.text) for row in compared.quoted.rows)
    same = sum(weight(word) for piece in compared.pieces if piece.is_kept for word in piece.said)
    near = sum(
        piece.alike / 2 * weight(word)
        for piece in compared.pieces
        if piece.kind is PieceKind.CHANGED
        for word in piece.said
    )
    return (same + near) / total if total else 0.0


def is_source(compared: Compared, location: Location) -> bool:
    """Whether a location holds enough of a quotation to be its source."""
    return explained(compared) >= 0.5
