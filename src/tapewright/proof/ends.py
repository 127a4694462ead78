"""The ends of what was laid: there a lost word is easily set against a stranger.

Inside of a run both neighbours hold a word in its place. At the beginning, the end, a mark of omission and a jump only
one does: a word that the tape has lost stands against whatever comes next there, or far off against its like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tapewright.model import CHECKED
from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.proof.language import Language
from tapewright.proof.sameness import alikeness, is_same_said
from tapewright.proof.sentence_ends import ends_sentence
from tapewright.proof.stops import has_stop
from tapewright.proof.stretch import rows_of_words, words_of
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.pace import usual_length

_FAR = 7
"""So many words away, a single word at an end stands there by chance."""

_BEYOND = 3
"""So many words away and beyond the end of a sentence, it does as well where a machine heard them."""

_LOOKED = 8
_ALIKE, _MUCH_ALIKE = 0.5, 0.7
_ROOM = 0.5


def with_true_ends(pieces: Sequence[Piece], language: Language) -> list[Piece]:
    """The pieces, with strangers at their ends taken off: the text's word is one that the tape has not."""
    made = _without_far_ends(list(pieces), language)
    if made and made[-1].kind is PieceKind.CHANGED:
        made[-1] = _with_the_rest(made[-1], language, is_first=False)
    if made and made[0].kind is PieceKind.CHANGED:
        made[0] = _with_the_rest(made[0], language, is_first=True)
    for number in {0, len(made) - 1} if made else ():
        made[number] = _in_its_sentence(made[number], language, is_first=number == 0)
    for number, piece in enumerate(made):
        if piece.kind is not PieceKind.CHANGED:
            continue
        if _is_open(made, number, -1) and _is_stranger(piece, language, is_first=True):
            made[number] = _added(piece, piece.words.stop)
        elif _is_open(made, number, 1) and _is_stranger(piece, language, is_first=False):
            made[number] = _added(piece, piece.words.start)
    return made


def _without_far_ends(pieces: list[Piece], language: Language) -> list[Piece]:
    if len(pieces) > 2 and _is_far(pieces[0], pieces[1]):
        at = pieces[2].words.start
        pieces[:2] = [_beside(pieces[0], pieces[1], range(max(0, at - _LOOKED), at), language, is_first=True)]
    if len(pieces) > 2 and _is_far(pieces[-1], pieces[-2]):
        at = pieces[-3].words.stop
        words = range(at, min(len(pieces[-1].talk.words), at + _LOOKED))
        pieces[-2:] = [_beside(pieces[-2], pieces[-1], words, language, is_first=False)]
    return pieces


def _is_far(end: Piece, gap: Piece) -> bool:
    more = len(gap.rows) - len(gap.said)
    if not end.is_kept or len(end.said) > 1 or (more < _FAR and not _is_beyond_a_stop(gap, more)):
        return False
    return gap.kind is PieceKind.GONE or (gap.kind is PieceKind.CHANGED and alikeness(gap.said, gap.heard) < _ALIKE)


def _is_beyond_a_stop(gap: Piece, more: int) -> bool:
    """Whether a sentence ends in what lies between, on a tape that a machine heard: it lost the word that is meant."""
    words = [gap.talk.words[number] for number in gap.words]
    is_heard = gap.talk.is_by_machine or any(word.confidence not in (None, CHECKED) for word in words)
    return more >= _BEYOND and is_heard and any(has_stop(word.text) for word in words)


def _beside(one: Piece, other: Piece, words: range, language: Language, *, is_first: bool) -> Piece:
    """The text's words of two pieces against as many that stand right beside what is held."""
    said = (*one.said, *other.said)
    rows = rows_of_words(one.talk, words, language)
    rows = rows[-len(said) :] if is_first else rows[: len(said)]
    at = words.stop if is_first else words.start
    quote = range(one.quote.start, other.quote.stop)
    heard = [row.text for row in rows]
    kind = PieceKind.SPELT if is_same_said(said, heard) else PieceKind.CHANGED if rows else PieceKind.ADDED
    return replace(one, kind=kind, quote=quote, said=said, rows=rows, words=words_of(rows, at))


def _with_the_rest(piece: Piece, language: Language, *, is_first: bool) -> Piece:
    """A first or last word that the tape has in two: ``pro fits``."""
    talk, at = piece.talk, piece.words.start if is_first else piece.words.stop
    around = range(max(0, at - 2), at) if is_first else range(at, min(len(talk.words), at + 2))
    more = rows_of_words(talk, around, language)
    for count in range(1, len(more) + 1):
        rows = (*more[-count:], *piece.rows) if is_first else (*piece.rows, *more[:count])
        if is_same_said(piece.said, [row.text for row in rows]):
            return replace(piece, kind=PieceKind.SPELT, rows=rows, words=words_of(rows, at))
    return piece


def _in_its_sentence(piece: Piece, language: Language, *, is_first: bool) -> Piece:
    """Without what belongs to the sentence beside it."""
    if piece.kind is not PieceKind.CHANGED:
        return piece
    ends = [n for n, row in enumerate(piece.rows[:-1]) if ends_sentence(piece.talk, row.end - 1, language)]
    if not ends:
        return piece
    rows = piece.rows[ends[-1] + 1 :] if is_first else piece.rows[: ends[0] + 1]
    kind = PieceKind.SPELT if is_same_said(piece.said, [row.text for row in rows]) else PieceKind.CHANGED
    return replace(piece, kind=kind, rows=rows, words=words_of(rows, piece.words.start))


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
    alike = alikeness(piece.said, piece.heard)
    if ends_sentence(talk, edge, language) or alike >= _ALIKE:
        return alike < _MUCH_ALIKE and ends_sentence(talk, edge, language)
    room = talk.words[edge + 1].start - talk.words[edge].end
    return room > 0 and room >= _ROOM * usual_length(piece.said, TICKS_PER_SECOND)


def _added(piece: Piece, at: int) -> Piece:
    return replace(piece, kind=PieceKind.ADDED, words=range(at, at), rows=())
