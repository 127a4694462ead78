"""The ends of what was laid: there a lost word is easily set against a stranger.

Inside of a run both neighbours hold a word in its place. At the beginning, the end, a mark of omission and a jump only
one does: a word that the tape has lost stands against whatever comes next there, or far off against its like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.proof.language import Language
from tapewright.proof.sameness import alikeness
from tapewright.proof.sentence_ends import ends_sentence
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.pace import usual_length

_FAR = 4
"""So many words away, a single word at an end stands there by chance."""

_ALIKE = 0.5
_ROOM = 0.5


def with_true_ends(pieces: Sequence[Piece], language: Language) -> list[Piece]:
    """The pieces, with strangers at their ends taken off: the text's word is one that the tape has not."""
    made = _without_far_ends(list(pieces))
    for number, piece in enumerate(made):
        if piece.kind is not PieceKind.CHANGED or alikeness(piece.said, piece.heard) >= _ALIKE:
            continue
        if _is_open(made, number, -1) and _is_stranger(piece, language, is_first=True):
            made[number] = _added(piece, piece.words.stop)
        elif _is_open(made, number, 1) and _is_stranger(piece, language, is_first=False):
            made[number] = _added(piece, piece.words.start)
    return made


def _without_far_ends(pieces: list[Piece]) -> list[Piece]:
    if len(pieces) > 2 and _is_far(pieces[0], pieces[1]):
        pieces[:2] = [_added(pieces[0], pieces[2].words.start)]
    if len(pieces) > 2 and _is_far(pieces[-1], pieces[-2]):
        pieces[-2:] = [_added(pieces[-1], pieces[-3].words.stop)]
    return pieces


def _is_far(end: Piece, gap: Piece) -> bool:
    return end.is_kept and len(end.said) == 1 and gap.kind is PieceKind.GONE and len(gap.rows) >= _FAR


def _is_open(pieces: Sequence[Piece], number: int, step: int) -> bool:
    other = number + step
    if not 0 <= other < len(pieces):
        return True
    return pieces[other].kind in (PieceKind.MOVED, PieceKind.OMITTED, PieceKind.OURS)


def _is_stranger(piece: Piece, language: Language, *, is_first: bool) -> bool:
    """Whether the tape's words belong to another sentence, or leave time for the text's own beside them."""
    talk, words = piece.talk, piece.words
    edge = words.stop - 1 if is_first else words.start - 1
    if not 0 <= edge < len(talk.words) - 1:
        return False
    if ends_sentence(talk, edge, language):
        return True
    room = talk.words[edge + 1].start - talk.words[edge].end
    return room > 0 and room >= _ROOM * usual_length(piece.said, TICKS_PER_SECOND)


def _added(piece: Piece, at: int) -> Piece:
    return replace(piece, kind=PieceKind.ADDED, words=range(at, at), rows=())
