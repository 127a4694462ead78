"""Words that a text has more and that were said elsewhere on the same tape: "for the police", moved into a question.

The finder looks for what tells enough by itself; three small words do not. Beside what was found they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.proof.doubt import Doubt
from tapewright.proof.language import Language
from tapewright.proof.rows import Row
from tapewright.proof.stretch import rows_of_words
from tapewright.proof.talk import TapeTalk

_LEAST_ROWS, _LEAST_LETTERS = 3, 4


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
    rows, places = _index(piece.talk, language)
    for length in range(len(piece.said), least - 1, -1):
        for at in range(len(piece.said) - length + 1):
            wanted = piece.said[at : at + length]
            if sum(len(word) >= _LEAST_LETTERS and word.isalpha() for word in wanted) < telling:
                continue
            starts = [
                start
                for start in places.get(wanted[:2], ())
                if tuple(row.text for row in rows[start : start + length]) == wanted
            ]
            if starts:
                nearest = min(starts, key=lambda start: abs(rows[start].first - piece.words.start))
                return range(at, at + length), rows[nearest : nearest + length]
    return None


@lru_cache(maxsize=16)
def _index(talk: TapeTalk, language: Language) -> tuple[tuple[Row, ...], dict[tuple[str, ...], list[int]]]:
    rows = rows_of_words(talk, range(len(talk.words)), language)
    places: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(rows) - 1):
        places.setdefault((rows[start].text, rows[start + 1].text), []).append(start)
    return rows, places
