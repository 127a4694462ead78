"""Where a difference lies: what stays on either side, and how far it is a piece of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared, Passage, Piece
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.language import Language
from tapewright.proof.names import has_capital
from tapewright.proof.rows import Row
from tapewright.proof.sentence_ends import (
    begins_sentence,
    ends_sentence,
    has_sign,
    is_punctuated,
    rows_before,
    rows_behind,
)
from tapewright.proof.talk import TapeTalk

_AROUND = 4
"""So many words on either side are told with a difference."""

LEFT_OUT = frozenset({PieceKind.GONE, PieceKind.OMITTED, PieceKind.OURS})
"""Pieces that only the tape has, whether the text says so or not."""


@dataclass(frozen=True)
class Site:
    """A difference and what stands around it; ``before`` and ``after`` are the rows that stay on either side."""

    compared: Compared
    number: int

    @property
    def piece(self) -> Piece:
        """The difference."""
        return self.compared.pieces[self.number]

    @property
    def language(self) -> Language:
        """The language."""
        return self.compared.language

    @cached_property
    def before(self) -> tuple[str, ...]:
        """What stays before it."""
        return self.compared.kept_before(self.number)

    @cached_property
    def after(self) -> tuple[str, ...]:
        """What stays behind it."""
        return self.compared.kept_after(self.number)

    @property
    def quote_text(self) -> str:
        """The words of the text."""
        return self.compared.text(self.piece.quote)

    def is_unsure(self, rows: range) -> bool:
        """Whether the machine doubts one of some rows of the tape's side."""
        return not self.piece.unsure_rows.isdisjoint(rows)

    def sign_behind(self, row: int) -> bool:
        """Whether a sign parts a row of the tape's side from the next."""
        return has_sign(self.piece.talk, self.piece.rows[row].end - 1)

    def sign_before(self) -> bool:
        """Whether a sign parts the tape's side from what stands before it."""
        first = self.piece.words.start
        return first == 0 or has_sign(self.piece.talk, first - 1)

    def sentence_of(self, row: int) -> tuple[range, bool, bool]:
        """The rows of the tape's side that belong to a row's sentence, and whether it begins and ends among them."""
        rows, talk = self.piece.rows, self.piece.talk
        first, last = row, row
        while first > 0 and not ends_sentence(talk, rows[first - 1].end - 1, self.language):
            first -= 1
        while last + 1 < len(rows) and not ends_sentence(talk, rows[last].end - 1, self.language):
            last += 1
        begins = begins_sentence(talk, rows[first].first, self.language)
        return range(first, last + 1), begins, ends_sentence(talk, rows[last].end - 1, self.language)

    @property
    def context(self) -> str:
        """The tape's words around it, as far as its sentence goes."""
        return self.around(self.piece.words)

    def around_rows(self, rows: range) -> str:
        """The tape's words around some rows of its side."""
        some = self.piece.rows[rows.start : rows.stop]
        return self.around(range(some[0].first, some[-1].end))

    def around(self, words: range) -> str:
        """The tape's words around some, as far as their sentence goes."""
        talk = self.piece.talk
        first, end = words.start, words.stop
        while first > max(0, words.start - _AROUND) and not ends_sentence(talk, first - 1, self.language):
            first -= 1
        while end < min(len(talk.words), words.stop + _AROUND) and not (
            end > words.start and ends_sentence(talk, end - 1, self.language)
        ):
            end += 1
        return " ".join(talk.words[number].text for number in range(first, end))

    @property
    def difference(self) -> str:
        """Both sides in words."""
        mine, its = in_quotes(self.quote_text), in_quotes(self.piece.text)
        if not self.quote_text:
            return f"{its} is missing: the tape has {in_quotes(self.context)}"
        return f"the text has {mine}, the tape {its}" if self.piece.text else f"{mine} is not on the tape"

    def flag(self, flag: Flag, why: str, *, doubtful: bool | None = None) -> MeaningFlag:
        """A flag with the words of both sides."""
        return MeaningFlag(
            flag=flag,
            quote_words=self.quote_text,
            tape_words=self.piece.text,
            why=why,
            is_doubtful=self.piece.is_unsure if doubtful is None else doubtful,
        )


def sites(compared: Compared, *kinds: PieceKind) -> Iterator[Site]:
    """The differences of some kinds."""
    for number, piece in enumerate(compared.pieces):
        if piece.kind in kinds:
            yield Site(compared, number)


@dataclass(frozen=True)
class Edge:
    """What stands on the tape before the first word of a passage or behind its last, in the same sentence."""

    compared: Compared
    passage: Passage
    rows: tuple[Row, ...]
    is_last: bool = False
    is_before: bool = False

    @property
    def talk(self) -> TapeTalk:
        """The talk."""
        return self.passage.talk

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What the rows read."""
        return tuple(row.text for row in self.rows)

    @cached_property
    def is_unpunctuated(self) -> bool:
        """Whether nobody can say where sentences end here: the transcript has no stops."""
        return not is_punctuated(self.talk, self.passage.words.start)

    @cached_property
    def is_doubtful(self) -> bool:
        """Whether a sentence may end here that the transcript does not end, or the machine misheard the words."""
        return self.is_unpunctuated or self._is_misheard()

    def _is_misheard(self) -> bool:
        quote, pieces = self.passage.quote, self.compared.pieces
        inside = [piece for piece in pieces if piece.quote and quote.start <= piece.quote.start < quote.stop]
        if not inside or not any(piece.is_by_machine for piece in pieces):
            return False
        if not inside[0 if self.is_before else -1].is_kept:
            return True
        if self.is_before:
            # Machines lose a stop more often than they set a capital without need.
            return has_capital(self.talk.words[self.passage.words.start].text)
        following = self.talk.words[self.passage.words.stop].text if self.rows else ""
        return following[:1].isdigit() or len(self.rows) == 1

    def text(self, first: int = 0, end: int | None = None) -> str:
        """Rows as the tape has them."""
        some = self.rows[first:end]
        return " ".join(self.talk.words[n].text for n in range(some[0].first, some[-1].end)) if some else ""

    def sign_behind(self, row: int) -> bool:
        """Whether a sign parts a row from the next."""
        return has_sign(self.talk, self.rows[row].end - 1)


def edges_before(compared: Compared) -> Iterator[Edge]:
    """What stands before each passage in the sentence of its first word."""
    for passage in compared.passages:
        rows = rows_before(passage.talk, passage.words.start, compared.language)
        yield Edge(compared, passage, rows, is_before=True)


def edges_behind(compared: Compared) -> Iterator[Edge]:
    """What stands behind each passage in the sentence of its last word."""
    for number, passage in enumerate(compared.passages):
        rows = rows_behind(passage.talk, passage.words.stop - 1, compared.language)
        yield Edge(compared, passage, rows, is_last=number + 1 == len(compared.passages))
