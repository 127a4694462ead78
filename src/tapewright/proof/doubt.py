"""Machine doubt: whether a difference rests on words that a machine may have misheard and nobody has listened to.

Measured on earnings calls that people typed and a recogniser heard with confidences: of the words it had right 1 % lie
below ``UNSURE``, of those it had wrong 19 %; half of its wrong words it was quite sure of. But 86 % of the words that
it took for others sound or read at least half alike. So a machine's word is doubted when the machine doubts it, and
also when a text has a word in its place that is easily taken for it; a word that the text has more is doubted where the
tape has time for it and no word in that time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

from tapewright.model import CHECKED, TapeId, Word
from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.pace import usual_length

UNSURE = 150
"""Of 254."""

EASILY_TAKEN = 0.5
ROOM = 0.5
"""Which share of its usual length a lost word must have room for."""

HeardWords = Callable[[TapeId], Collection[int]]
"""The numbers of a tape's words that a person has listened to."""


def nobody(tape: TapeId) -> Collection[int]:
    """Nobody has listened to anything."""
    return frozenset()


class Doubt:
    """Knows which words are doubted; ``heard`` says what people have listened to."""

    def __init__(self, heard: HeardWords = nobody) -> None:
        self._heard = lru_cache(maxsize=64)(heard)

    def is_unsure(self, piece: Piece) -> bool:
        """Whether the machine itself doubts a difference: its words, or those beside what it may have lost."""
        if piece.kind in _NO_DIFFERENCE:
            return False
        if piece.kind is PieceKind.ADDED:
            return self.has_room(piece) or any(self._is_unsure(piece, at) for at in _beside(piece))
        return any(self._is_unsure(piece, number) for number in piece.words)

    def rests_on(self, piece: Piece) -> bool:
        """Whether a difference rests on doubtful words: those, or a word that is easily taken for the other."""
        if piece.kind is PieceKind.CHANGED and piece.alike >= EASILY_TAKEN and self.is_by_machine(piece):
            return True
        return self.is_unsure(piece)

    def is_by_machine(self, piece: Piece) -> bool:
        """Whether words were heard by a machine alone."""
        return any(self._is_machines(piece, number) for number in piece.words)

    def has_room(self, piece: Piece) -> bool:
        """Whether the tape has time without words where the text has more of them."""
        talk, at = piece.talk, piece.words.start
        if not 0 < at < len(talk.words) or not (self._is_machines(piece, at) or self._is_machines(piece, at - 1)):
            return False
        gap = talk.words[at].start - talk.words[at - 1].end
        return gap > 0 and gap >= ROOM * usual_length(piece.said, TICKS_PER_SECOND)

    def _is_unsure(self, piece: Piece, number: int) -> bool:
        """Whether a word is marked or of little confidence, and nobody has listened to it."""
        word = piece.talk.words[number]
        if word.confidence == CHECKED or number in self._heard(piece.talk.tape):
            return False
        return bool(word.marks) or (word.confidence is not None and word.confidence < UNSURE)

    def _is_machines(self, piece: Piece, number: int) -> bool:
        word: Word = piece.talk.words[number]
        is_checked = word.confidence == CHECKED or number in self._heard(piece.talk.tape)
        return not is_checked and (word.confidence is not None or bool(word.marks))


_NO_DIFFERENCE = frozenset({PieceKind.SAME, PieceKind.SPELT, PieceKind.FILLER, PieceKind.MOVED})


def _beside(piece: Piece) -> list[int]:
    at = piece.words.start
    return [number for number in (at - 1, at) if 0 <= number < len(piece.talk.words)]
