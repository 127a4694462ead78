"""Machine doubt: whether a difference rests on words that a machine may have misheard and nobody has listened to.

Measured on earnings calls that people typed and a recogniser heard with confidences, and on words planted in their
place. Of the words that the recogniser had right 82 % have full confidence, 1 % less than ``UNSURE``; of those it had
wrong 26 % and 19 %. 57 % of the words that it took for others are ``EASILY_TAKEN`` for them, of words that people
change 3 %. So a machine's word is doubted

- when the machine is unsure of it, or a person marked it so;
- when the text has a word in its place that is easily taken for it;
- when it carries little (no name, number, denial or person) and the machine is not fully sure of it, or it is a little
  word in the place of another: those are misheard without any doubt and hardly ever changed by people.

What a text has more is doubted where the tape has time for it and no word in that time, and little words always: half
of what recognisers lose are those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

from tapewright.model import CHECKED, TapeId, Word
from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.pace import usual_length

VERY_UNSURE, UNSURE, RATHER_SURE, SURE = 110, 150, 200, 254
"""Of 254. What weighs is doubted below the first: of words that were heard rightly 0.1 % lie there."""

SURELY_TAKEN, EASILY_TAKEN, PERHAPS_TAKEN = 0.8, 0.7, 0.65
LONG = 4
"""More rows than these are not misheard together."""

LITTLE = 4
"""Letters of a little word."""

ROOM = 0.5
"""Which share of its usual length a lost word must have room for."""

NO_TIME = 0.55
"""A word that has less of its usual length was put in by the machine more often than it was said."""

HeardWords = Callable[[TapeId], Collection[int]]
"""The numbers of a tape's words that a person has listened to."""


def nobody(tape: TapeId) -> Collection[int]:
    """Nobody has listened to anything."""
    return frozenset()


class Doubt:
    """Knows which words are doubted; ``heard`` says what people have listened to."""

    def __init__(self, heard: HeardWords = nobody) -> None:
        self._heard = lru_cache(maxsize=64)(heard)

    def is_unsure(self, piece: Piece, *, is_weighty: bool) -> bool:
        """Whether the machine itself doubts a difference: its words, or those beside what it may have lost."""
        if piece.kind in _NO_DIFFERENCE:
            return False
        least = VERY_UNSURE if is_weighty else UNSURE
        if piece.kind is PieceKind.CHANGED and len(piece.said) > LONG:
            return 2 * sum(self._is_below(piece, number, least) for number in piece.words) >= len(piece.said)
        if piece.kind is PieceKind.GONE and len(piece.rows) > 1:
            return 2 * sum(self._is_below(piece, number, least) for number in piece.words) >= len(piece.words)
        if piece.kind is PieceKind.ADDED:
            return self.has_room(piece) or (len(piece.said) <= LONG and self._may_be_lost(piece, least, is_weighty))
        return self._any_below(piece, least) or (len(piece.rows) == 1 and self._has_no_time(piece))

    def rests_on(self, piece: Piece, *, is_weighty: bool, is_of_other_class: bool = False) -> bool:
        """Whether a difference rests on doubtful words. What weighs is held to what the machine heard, unless a word of
        another class stands in its place.
        """
        if self.is_unsure(piece, is_weighty=is_weighty):
            return True
        if not self.is_by_machine(piece):
            return False
        if piece.kind is PieceKind.GONE:
            return len(piece.rows) == 1 and not is_weighty and self._any_below(piece, RATHER_SURE)
        if piece.kind is not PieceKind.CHANGED:
            return False
        if is_of_other_class and len(piece.said) <= LONG:
            return True
        if any(word[0].isdigit() for word in piece.said):
            return _is_part_of_number(piece)
        if is_weighty and not self._any_below(piece, SURE):
            return piece.alike >= SURELY_TAKEN
        if piece.alike >= EASILY_TAKEN:
            return True
        if is_weighty or len(piece.said) > LONG or abs(len(piece.said) - len(piece.heard)) > 2:
            return False
        is_little = all(len(word) <= LITTLE for word in (*piece.said, *piece.heard))
        return is_little or piece.alike >= PERHAPS_TAKEN or self._any_below(piece, SURE)

    def unsure_rows(self, piece: Piece) -> frozenset[int]:
        """The rows of the tape's side that the machine is very unsure of."""
        return frozenset(
            number
            for number, row in enumerate(piece.rows)
            if any(self._is_below(piece, word, VERY_UNSURE) for word in range(row.first, row.end))
        )

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

    def _has_no_time(self, piece: Piece) -> bool:
        """Whether a single word that only the tape has is too short to have been said."""
        if piece.kind is not PieceKind.GONE or not self.is_by_machine(piece):
            return False
        # The machine squeezes it in: it has too little time, or the word behind it has.
        near = piece.talk.words[piece.words.start : piece.words.stop + 1]
        return any(word.end - word.start < NO_TIME * usual_length([word.text], TICKS_PER_SECOND) for word in near)

    def _is_beside_machine(self, piece: Piece) -> bool:
        return any(self._is_machines(piece, at) for at in _beside(piece))

    def _may_be_lost(self, piece: Piece, least: int, is_weighty: bool) -> bool:
        """Whether the machine may have lost words without a trace: it is unsure beside them, or they are little."""
        if not is_weighty and all(len(word) < LITTLE for word in piece.said) and self._is_beside_machine(piece):
            return True
        return any(self._is_below(piece, at, least) for at in _beside(piece))

    def _any_below(self, piece: Piece, least: int) -> bool:
        return any(self._is_below(piece, number, least) for number in piece.words)

    def _is_below(self, piece: Piece, number: int, least: int) -> bool:
        """Whether a word is marked or of less confidence, and nobody has listened to it."""
        word = piece.talk.words[number]
        if word.confidence == CHECKED or number in self._heard(piece.talk.tape):
            return False
        return bool(word.marks) or (word.confidence is not None and word.confidence < least)

    def _is_machines(self, piece: Piece, number: int) -> bool:
        word: Word = piece.talk.words[number]
        is_checked = word.confidence == CHECKED or number in self._heard(piece.talk.tape)
        is_machines = piece.talk.is_by_machine or word.confidence is not None or bool(word.marks)
        return is_machines and not is_checked


def _is_part_of_number(piece: Piece) -> bool:
    """Whether one side lacks a part of the other's number, which the machine took for a word: 200 of 200 million."""
    one, other = (next((word for word in side if word[0].isdigit()), "") for side in (piece.said, piece.heard))
    is_longer = len(one) != len(other) and one.rstrip("0") == other.rstrip("0") != ""
    return is_longer or one in other.split(".")[1:] or other in one.split(".")[1:]


_NO_DIFFERENCE = frozenset({PieceKind.SAME, PieceKind.SPELT, PieceKind.FILLER, PieceKind.MOVED})


def _beside(piece: Piece) -> list[int]:
    at = piece.words.start
    return [number for number in (at - 1, at) if 0 <= number < len(piece.talk.words)]
