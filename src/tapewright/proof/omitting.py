"""What it does to the meaning that words between two kept stretches are left out: for joins of programmes."""

from __future__ import annotations

from dataclasses import replace

from tapewright.model.verdict import MeaningFlag, PieceKind
from tapewright.proof.compared import Compared, Piece
from tapewright.proof.comparing import as_trifle
from tapewright.proof.doubt import Doubt, HeardWords, nobody
from tapewright.proof.language import Language
from tapewright.proof.quoted import Quoted
from tapewright.proof.rows import Row
from tapewright.proof.rules import RULES_OF_DIFFERENCES
from tapewright.proof.stretch import rows_of_words
from tapewright.proof.talk import TapeTalk

_NEAR = 25
"""So many kept words on either side are looked at."""


def flags_of_omission(
    talk: TapeTalk,
    kept_before: range,
    left_out: range,
    kept_after: range,
    language: Language | None,
    *,
    heard: HeardWords = nobody,
) -> tuple[MeaningFlag, ...]:
    """The flags that the words ``left_out`` raise between two stretches of one tape that stay; word numbers, in order.

    Nothing where they are only fillers, repeats or what another says meanwhile; nothing without rules for the language.
    """
    if language is None or not left_out:
        return ()
    before = rows_of_words(talk, range(max(kept_before.start, kept_before.stop - _NEAR), kept_before.stop), language)
    gone = rows_of_words(talk, left_out, language)
    after = rows_of_words(talk, range(kept_after.start, min(kept_after.stop, kept_after.start + _NEAR)), language)
    end = len(before)
    piece = Piece(PieceKind.GONE, range(end, end), talk, left_out, (), gone)
    pieces = (_same(talk, before, 0, kept_before), piece, _same(talk, after, end, kept_after))
    piece = as_trifle(piece, pieces[0].heard, pieces[2].heard, language)
    doubt = Doubt(heard)
    piece = replace(
        piece,
        is_by_machine=doubt.is_by_machine(piece),
        is_unsure=doubt.is_unsure(piece, is_weighty=True),
        unsure_rows=doubt.unsure_rows(piece),
        is_doubtful=doubt.rests_on(piece, is_weighty=True),
    )
    quoted = Quoted((), (), frozenset(), {})
    # Without passages: the outer edges are no joins, only what lies between is asked about.
    compared = Compared(quoted, language, (pieces[0], piece, pieces[2]), ())
    return tuple(dict.fromkeys(flag for rule in RULES_OF_DIFFERENCES for flag in rule(compared)))


def _same(talk: TapeTalk, rows: tuple[Row, ...], at: int, words: range) -> Piece:
    texts = tuple(row.text for row in rows)
    return Piece(PieceKind.SAME, range(at, at + len(rows)), talk, words, texts, rows)
