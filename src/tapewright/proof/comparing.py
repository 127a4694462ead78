"""Comparing a quotation with the stretches of tape where it was found: pieces out of the rows that were laid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tapewright.model.verdict import PieceKind
from tapewright.proof.borrowed import with_borrowed
from tapewright.proof.compared import Compared, Passage, Piece
from tapewright.proof.doubt import Doubt
from tapewright.proof.ends import with_true_ends
from tapewright.proof.language import Language
from tapewright.proof.laying import Laid, lay
from tapewright.proof.quoted import Quoted
from tapewright.proof.rows import Row
from tapewright.proof.sameness import alikeness, is_same_said
from tapewright.proof.sliding import slid
from tapewright.proof.stretch import Stretch, is_unsaid, rows_of_words, words_of
from tapewright.proof.talk import TapeTalk
from tapewright.proof.trifles import is_trifle, is_trifle_put_in
from tapewright.proof.weighty import is_of_other_class, is_weighty
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.normal import normal_words, parts

_STUTTER = 3
"""A text that goes so few words back says a word twice that the tape has once."""

PASSAGE = 180 * TICKS_PER_SECOND
"""What lies at most three minutes apart on one tape is one passage: left out between, not put together."""


def compare(quoted: Quoted, stretches: Sequence[Stretch], language: Language, doubt: Doubt) -> Compared:
    """The comparison of a quotation with the stretches that hold it, in its order."""
    laid = lay(
        quoted.texts(0, len(quoted.rows)),
        [stretch.texts for stretch in stretches],
        marked=quoted.omissions | quoted.ours.keys(),
        free={word for phrase in language.fillers.all for word in phrase},
        equals=language.open_endings,
        found=[stretch.is_found for stretch in stretches],
    )
    builder = _Builder(quoted, stretches, laid, language)
    pieces = with_borrowed(with_true_ends(builder.pieces(), language), language, doubt)
    pieces = slid(pieces, lambda gap, before, after: is_trifle(gap, before, after, language))
    pieces = _settled(pieces, quoted, language, doubt)
    return Compared(quoted, language, tuple(pieces), tuple(_passages(pieces)))


class _Item(NamedTuple):
    """A row of the quotation, a row of the tape, or one set against the other."""

    quote: int | None
    row: Row | None
    credit: float = 0.0


@dataclass
class _Builder:
    """Goes along the quotation and gathers rows into pieces."""

    quoted: Quoted
    stretches: Sequence[Stretch]
    laid: Laid
    language: Language
    made: list[Piece] = field(default_factory=list)
    talk: TapeTalk = field(init=False)
    _at: int = 0  # the number of the tape's word where the next piece belongs
    _row: int = 0  # the same in the quotation
    _waiting: list[_Item] = field(default_factory=list)
    _same: list[_Item] = field(default_factory=list)

    def pieces(self) -> list[Piece]:
        """All pieces."""
        first = next((place for place in self.laid.places if place), None)
        stretch = self.stretches[first.stretch if first else 0]
        self.talk = stretch.talk
        self._at = stretch.rows[first.row].first if first else 0
        last = None
        for number, place in enumerate(self.laid.places):
            if place is None:
                self._end_same()
                self._waiting.append(_Item(number, None))
                continue
            if last is not None:
                self._pass(last, place, number)
            row = self.stretches[place.stretch].rows[place.row]
            item = _Item(number, row, self.laid.credits[number])
            if item.credit >= 1:
                if self._waiting:
                    self._end_waiting()
                if number in self.quoted.ours:
                    self._end_same()
                self._same.append(item)
            else:
                self._end_same()
                self._waiting.append(item)
            last = place
        self._end_waiting()
        self._end_same()
        return self.made

    def _pass(self, last: tuple[int, int], place: tuple[int, int], number: int) -> None:
        """What lies on the tape between two rows that stand on it."""
        one, other = self.stretches[last[0]], self.stretches[place[0]]
        if last[0] == place[0]:
            skipped = one.rows[last[1] + 1 : place[1]]
            if skipped:
                self._end_same()
                self._waiting += (_Item(None, row) for row in skipped)
                return
            words = range(one.rows[last[1]].end, other.rows[place[1]].first)
            if number not in self.quoted.hesitations and any(self._is_said(one.talk, word) for word in words):
                self._end_waiting()
                self._end_same()
                self._add(PieceKind.FILLER, range(self._row, self._row), words)
            return
        before, after = one.rows[last[1]], other.rows[place[1]]
        if one.talk is other.talk and 0 < before.end - after.first <= _STUTTER:
            self._end_same()
            return
        if _is_one_passage(one.talk, before, other.talk, after):
            self._end_same()
            between = _between(one.talk, before, after, self.language)
            self._waiting += (_Item(None, row) for row in between)
            return
        self._end_waiting()
        self._end_same()
        self.talk = other.talk
        self._at = after.first
        self._add(PieceKind.MOVED, range(self._row, self._row), range(after.first, after.first))

    def _is_said(self, talk: TapeTalk, word: int) -> bool:
        return bool(parts(talk.words[word].text)) and not is_unsaid(talk, word, self.language)

    def _end_same(self) -> None:
        if self._same:
            self._flush(PieceKind.SAME, self._same)
            self._same = []

    def _end_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._end_same()
        if not waiting:
            return
        for some in self._by_marks(waiting):
            self._block(some)

    def _by_marks(self, items: list[_Item]) -> Iterator[list[_Item]]:
        """What stands against a mark of omission is not to be set against words beside it."""
        marks = self.quoted.omissions | self.quoted.ours.keys()
        begin = next((item.quote for item in items if item.quote is not None), None)
        if begin is None or not marks:
            yield items
            return
        gone = [item for item in items if item.quote is None]
        rest = [item for item in items if item.quote is not None]
        end = rest[-1].quote or 0
        if gone and any(begin <= mark <= end + 1 for mark in marks):
            is_before = begin in marks
            yield from ([gone, rest] if is_before else [rest, gone])
            return
        yield items

    def _block(self, items: list[_Item]) -> None:
        rows = [item.quote for item in items if item.quote is not None]
        heard = [item.row for item in items if item.row is not None]
        if not rows or not heard:
            self._flush(PieceKind.ADDED if rows else self._gone(), items)
            return
        if is_same_said(self._said(rows), [row.text for row in heard]):
            self._flush(PieceKind.SPELT, items)
            return
        near = [n for n, item in enumerate(items) if item.credit > 0]
        if near and len(items) > 1:
            at = max(near, key=lambda n: items[n].credit)
            for part in (items[:at], items[at : at + 1], items[at + 1 :]):
                if part:
                    self._block(part)
            return
        self._flush(PieceKind.CHANGED, items)

    def _gone(self) -> PieceKind:
        """What the text says of words that it leaves out here."""
        if self._row in self.quoted.ours:
            return PieceKind.OURS
        return PieceKind.OMITTED if self._row in self.quoted.omissions else PieceKind.GONE

    def _said(self, rows: Sequence[int]) -> list[str]:
        return [self.quoted.rows[row].text for row in rows]

    def _flush(self, kind: PieceKind, items: Sequence[_Item]) -> None:
        rows = [item.quote for item in items if item.quote is not None]
        heard = [item.row for item in items if item.row is not None]
        quote = range(rows[0], rows[-1] + 1) if rows else range(self._row, self._row)
        self._add(kind, quote, words_of(heard, self._at), self._said(rows), heard)

    def _add(
        self, kind: PieceKind, quote: range, words: range, said: Sequence[str] = (), rows: Sequence[Row] = ()
    ) -> None:
        self.made.append(Piece(kind=kind, quote=quote, talk=self.talk, words=words, said=tuple(said), rows=tuple(rows)))
        self._row, self._at = quote.stop, words.stop


def _between(talk: TapeTalk, before: Row, after: Row, language: Language) -> tuple[Row, ...]:
    """The rows between two rows; "not" of "aren't" is one of them when "are" is the first."""
    rows = rows_of_words(talk, range(before.first, after.end), language)
    first = rows.index(before) + 1 if before in rows else 0
    end = len(rows) - 1 - rows[::-1].index(after) if after in rows else len(rows)
    return rows[first:end]


def as_trifle(piece: Piece, before: Sequence[str], after: Sequence[str], language: Language) -> Piece:
    """What is gone, as a trifle if it is one; ``before`` and ``after`` are the rows that stay on either side."""
    return replace(piece, kind=PieceKind.FILLER) if is_trifle(piece, before, after, language) else piece


def _is_one_passage(one: TapeTalk, before: Row, other: TapeTalk, after: Row) -> bool:
    if one.tape != other.tape or after.first < before.end:
        return False
    return one.words[after.first].start - one.words[before.end - 1].end <= PASSAGE


def _settled(pieces: list[Piece], quoted: Quoted, language: Language, doubt: Doubt) -> list[Piece]:
    """Each piece as what it is: a trifle, marked, doubtful."""
    made: list[Piece] = []
    for number, piece in enumerate(pieces):
        if piece.kind is PieceKind.OURS and normal_words(piece.text) == normal_words(quoted.ours[piece.quote.start]):
            piece = replace(piece, kind=PieceKind.SAME)
        elif piece.kind is PieceKind.GONE:
            piece = as_trifle(piece, _last_kept(pieces, number), _next_kept(pieces, number), language)
        elif piece.kind is PieceKind.ADDED and is_trifle_put_in(
            piece.said, _last_kept(pieces, number), _next_kept(pieces, number), language
        ):
            piece = replace(piece, kind=PieceKind.FILLER)
        elif piece.kind is PieceKind.CHANGED:
            piece = replace(piece, alike=alikeness(piece.said, piece.heard))
        weighs, is_other = is_weighty(piece, quoted, language), is_of_other_class(piece, quoted, language)
        made.append(
            replace(
                piece,
                is_by_machine=doubt.is_by_machine(piece),
                is_unsure=doubt.is_unsure(piece, is_weighty=weighs),
                unsure_rows=doubt.unsure_rows(piece),
                is_doubtful=doubt.rests_on(piece, is_weighty=weighs, is_of_other_class=is_other),
            )
        )
    return made


def _next_kept(pieces: Sequence[Piece], number: int) -> tuple[str, ...]:
    made: tuple[str, ...] = ()
    for piece in pieces[number + 1 :]:
        if not piece.is_kept:
            break
        made += piece.heard
    return made


def _last_kept(pieces: Sequence[Piece], number: int) -> tuple[str, ...]:
    made: tuple[str, ...] = ()
    for piece in reversed(pieces[:number]):
        if not piece.is_kept:
            break
        made = (*piece.heard, *made)
    return made


def _passages(pieces: Sequence[Piece]) -> Iterator[Passage]:
    """The places of the tapes that the pieces come from, one for each stretch without a jump."""
    some: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is None or piece.kind is PieceKind.MOVED:
            if kept := [one for one in some if one.is_kept or one.kind is PieceKind.CHANGED]:
                words = range(kept[0].words.start, kept[-1].words.stop)
                yield Passage(kept[0].talk, words, range(some[0].quote.start, some[-1].quote.stop))
            some = []
        else:
            some.append(piece)
