"""Words that a text has more and that were said elsewhere on the same tape: "for the police", moved into a question.

The finder looks for what tells enough by itself; three small words do not. Beside what was found they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.proof.doubt import Doubt
from tapewright.proof.language import Language
from tapewright.proof.rows import Row
from tapewright.proof.stretch import rows_between

_LEAST_ROWS, _LEAST_LETTERS = 3, 4
_MOST_PLACES = 30


def with_borrowed(pieces: Sequence[Piece], language: Language, doubt: Doubt) -> list[Piece]:
    """The pieces, with words that are put in traced to where they were said on the same tape.

    Not where the machine may have lost them: then they were said where they stand.
    """
    made: list[Piece] = []
    for number, piece in enumerate(pieces):
        may_be = piece.kind in (PieceKind.ADDED, PieceKind.CHANGED) and not doubt.is_unsure(piece, is_weighty=False)
        found = _traced(piece, language) if may_be else None
        if found is None:
            made.append(piece)
            continue
        made += _replaced(piece, found, is_last=number + 1 == len(pieces), is_first=not made)
    return made


def _replaced(piece: Piece, found: tuple[range, Sequence[Row]], *, is_last: bool, is_first: bool) -> Iterator[Piece]:
    part, rows = found
    talk, quote = piece.talk, piece.quote
    first, end = quote.start + part.start, quote.start + part.stop
    if part.start:
        yield _put_in(piece, range(quote.start, first), piece.said[: part.start])
    if not is_first or part.start:
        yield Piece(PieceKind.MOVED, range(first, first), talk, range(rows[0].first, rows[0].first))
    words = range(rows[0].first, rows[-1].end)
    said = piece.said[part.start : part.stop]
    yield Piece(PieceKind.SAME, range(first, end), talk, words, said, tuple(rows))
    if not is_last or part.stop < len(piece.said):
        yield Piece(PieceKind.MOVED, range(end, end), talk, range(piece.words.stop, piece.words.stop))
    if part.stop < len(piece.said):
        yield _put_in(piece, range(end, quote.stop), piece.said[part.stop :])


def _put_in(piece: Piece, quote: range, said: tuple[str, ...]) -> Piece:
    at = piece.words.stop
    return Piece(PieceKind.ADDED, quote, piece.talk, range(at, at), said)


def _traced(piece: Piece, language: Language) -> tuple[range, Sequence[Row]] | None:
    """The longest run of the text's words that stands elsewhere on the tape, the nearest of such, or None."""
    is_added = piece.kind is PieceKind.ADDED
    least, telling = (_LEAST_ROWS, 1) if is_added else (_LEAST_ROWS + 1, 2)
    if len(piece.said) < least:
        return None
    best: tuple[range, Sequence[Row]] | None = None
    for start, rows in _places(piece, language):
        for part, found in _runs(piece.said, rows, start):
            is_telling = sum(map(_tells, piece.said[part.start : part.stop])) >= telling
            if len(part) >= least and is_telling and (best is None or len(part) > len(best[0])):
                best = part, found
    return best


def _places(piece: Piece, language: Language) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """Where the rarest telling word of the text stands on the tape, nearest first: its row, and the rows around."""
    known = [(len(piece.talk.places.get(word, ())), at) for at, word in enumerate(piece.said) if _tells(word)]
    some = sorted((count, at) for count, at in known if count)
    if not some:
        return
    at = some[0][1]
    normal, near = piece.talk.normal, piece.talk.normal_before(min(piece.words.start, len(piece.talk.words) - 1))
    places = sorted(piece.talk.places[piece.said[at]], key=lambda place: abs(place - near))[:_MOST_PLACES]
    for place in places:
        around = range(max(0, place - 2 * len(piece.said)), min(len(normal), place + 2 * len(piece.said)))
        yield at, rows_between(piece.talk, around.start, around.stop, language)


def _runs(said: Sequence[str], rows: Sequence[Row], at: int) -> Iterator[tuple[range, Sequence[Row]]]:
    """The runs through the text's word ``at`` that stand in rows word for word."""
    for number, row in enumerate(rows):
        if row.text != said[at]:
            continue
        first, end = 0, 1
        while first < min(at, number) and rows[number - first - 1].text == said[at - first - 1]:
            first += 1
        while at + end < len(said) and number + end < len(rows) and rows[number + end].text == said[at + end]:
            end += 1
        yield range(at - first, at + end), rows[number - first : number + end]


def _tells(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and word.isalpha()
