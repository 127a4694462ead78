"""A quotation compared with the tapes, word by word: what is the same, what is gone, put in, changed or moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tapewright.model import SpeakerId, TapeId
from tapewright.model.verdict import PieceKind
from tapewright.proof.language import Language
from tapewright.proof.quoted import Quoted
from tapewright.proof.rows import Row
from tapewright.proof.talk import TapeTalk

KEPT = frozenset({PieceKind.SAME, PieceKind.SPELT})
"""Pieces whose words are on both sides."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the comparison.

    ``quote`` are rows of the quotation, ``words`` numbers of the tape's words; an empty range says where on each side
    the piece belongs. ``said`` and ``rows`` are the rows of both sides as they are compared. ``alike``: how near a
    changed stretch is to what the tape has, 0 to 1. ``is_by_machine``: nobody but a machine heard these words.
    ``is_unsure``: the machine doubts them itself (``unsure_rows``), or has room for more; ``is_doubtful``: also where
    one is easily taken for the other.
    """

    kind: PieceKind
    quote: range
    talk: TapeTalk
    words: range
    said: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    is_by_machine: bool = False
    is_unsure: bool = False
    unsure_rows: frozenset[int] = frozenset()
    is_doubtful: bool = False
    alike: float = 0.0

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """What its rows on the tape read."""
        return tuple(row.text for row in self.rows)

    @property
    def text(self) -> str:
        """The tape's words as they read."""
        return " ".join(self.talk.words[number].text for number in self.words)

    @property
    def is_kept(self) -> bool:
        """Whether the words are on both sides."""
        return self.kind in KEPT


@dataclass(frozen=True)
class Passage:
    """Words of one tape that a quotation rests on, from the first to the last that stands in it."""

    talk: TapeTalk
    words: range
    quote: range

    @property
    def tape(self) -> TapeId:
        """Its tape."""
        return self.talk.tape

    @property
    def start(self) -> int:
        """When its first word begins, in ticks."""
        return self.talk.words[self.words.start].start

    @property
    def end(self) -> int:
        """When its last word ends."""
        return max(self.talk.words[number].end for number in self.words)


@dataclass(frozen=True)
class Compared:
    """A quotation against the places that explain it best; ``pieces`` in its order."""

    quoted: Quoted
    language: Language
    pieces: tuple[Piece, ...]
    passages: tuple[Passage, ...]

    @cached_property
    def kept_rows(self) -> int:
        """How many rows of the quotation are on the tape."""
        return sum(len(piece.quote) for piece in self.pieces if piece.is_kept)

    def text(self, rows: range) -> str:
        """Rows of the quotation as they are written."""
        return self.quoted.text(rows.start, rows.stop)

    def kept_before(self, number: int) -> tuple[str, ...]:
        """The tape's rows right before a piece that stay, as they were or changed; fillers do not part them."""
        return self._kept(range(number - 1, -1, -1), is_after=False)

    def kept_after(self, number: int) -> tuple[str, ...]:
        """The tape's rows right behind a piece that stay, as they were or changed."""
        return self._kept(range(number + 1, len(self.pieces)), is_after=True)

    def _kept(self, numbers: range, *, is_after: bool) -> tuple[str, ...]:
        made: tuple[str, ...] = ()
        for other in numbers:
            piece = self.pieces[other]
            if piece.is_kept or piece.kind is PieceKind.CHANGED:
                made = (*made, *piece.heard) if is_after else (*piece.heard, *made)
            elif piece.kind is not PieceKind.FILLER:
                break
            if len(made) >= 12:
                break
        return made

    def speakers(self) -> dict[SpeakerId | None, int]:
        """How many rows of the quotation each speaker says."""
        counts: dict[SpeakerId | None, int] = {}
        for piece in self.pieces:
            if piece.is_kept:
                for number in piece.words:
                    speaker = piece.talk.speaker(number)
                    counts[speaker] = counts.get(speaker, 0) + 1
        return counts
