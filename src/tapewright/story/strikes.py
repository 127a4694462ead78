"""The signs ``~~`` in a bite's source: set, taken away, and made good where a bite is cut short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tapewright.story.inline import Token
from tapewright.story.quotation import Quotation

_SIGN = "~~"


def restruck(source: str, quotation: Quotation, words: range, *, is_struck: bool) -> str:
    """The source with these words (by their place among the bite's words) struck, or not.

    A strike ends with its paragraph. What is struck already right beside joins the new strike.
    """
    tokens = quotation.tokens
    places = [place for place, token in enumerate(tokens) if token.is_word]
    chosen = set(range(places[words.start], places[words.stop - 1] + 1))
    runs = list(_runs(tokens))
    touched = [run for run in runs if chosen.intersection(range(run.start - is_struck, run.stop + is_struck))]
    before = {place for run in touched for place in run}
    wanted = before | chosen if is_struck else before - chosen
    made = list(_stretches(quotation, sorted(wanted)))
    changes: list[tuple[int, int, str]] = []
    for run in touched:
        if run not in made:
            first, last = tokens[run.start], tokens[run.stop - 1]
            changes += [(first.outer_start, first.start, ""), (last.end, last.outer_end, "")]
    for run in made:
        if run not in touched:
            changes += [(tokens[run.start].start,) * 2 + (_SIGN,), (tokens[run.stop - 1].end,) * 2 + (_SIGN,)]
    for start, end, sign in sorted(changes, reverse=True):
        source = source[:start] + sign + source[end:]
    return source


def drop_before(source: str, quotation: Quotation, start: int, token: Token) -> str:
    """The source without what stands from ``start`` up to a token; a strike that goes on gets a new beginning."""
    place = quotation.tokens.index(token)
    is_inside = any(place in run and place != run.start for run in _runs(quotation.tokens))
    return source[:start] + _SIGN * is_inside + source[token.outer_start :]


def drop_behind(source: str, quotation: Quotation, token: Token, end: int) -> str:
    """The source without what stands behind a token up to ``end``; a strike that went on gets a new end."""
    place = quotation.tokens.index(token)
    is_inside = any(place in run and place != run.stop - 1 for run in _runs(quotation.tokens))
    return source[: token.outer_end] + _SIGN * is_inside + source[end:]


def _runs(tokens: Sequence[Token]) -> Iterator[range]:
    """The places of tokens between one ``~~`` and the next that closes it."""
    start = None
    for place, token in enumerate(tokens):
        if token.outer_start < token.start:
            start = place
        if token.outer_end > token.end and start is not None:
            yield range(start, place + 1)
            start = None


def _stretches(quotation: Quotation, places: Sequence[int]) -> Iterator[range]:
    """Neighbouring places as runs that begin and end with a word, none over the end of a paragraph."""
    for _, group in groupby(enumerate(places), key=lambda item: (item[1] - item[0], quotation.paragraph[item[1]])):
        run = [place for _, place in group]
        said = [place for place in run if quotation.tokens[place].is_word]
        if said:
            yield range(said[0], said[-1] + 1)
