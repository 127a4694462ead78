"""Quantities: numbers, dates, times, shares ("all", "most", "few") and units that are others than on the tape.

The commonest error that fact checkers correct, and the easiest to make with a recogniser: "fifteen" for "fifty".
Numbers are compared as figures, so that "twenty-five" and "25" are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.language import Language
from tapewright.proof.rules.site import LEFT_OUT, Edge, Site, edges_before, sites

_SIGNS = frozenset("$€£¥%")
_ROW = 4
"""So many words further the next number of a row has its sign."""


def quantities_changed(compared: Compared) -> Iterator[MeaningFlag]:
    """Quantities that differ, that were put in, or that went from the word that they count."""
    for site in sites(compared, PieceKind.CHANGED, PieceKind.ADDED, *LEFT_OUT):
        mine = quantities_in(site.piece.said, compared.language)
        its = quantities_in(site.piece.heard, compared.language, following=site.after[:2])
        if mine == its or _is_sign_of_a_row(site, mine or its):
            continue
        if site.piece.kind in LEFT_OUT and not _counts_what_stays(site, its):
            continue
        if not its and site.piece.kind is PieceKind.CHANGED and not _has_figure(mine):
            continue
        if not mine and site.piece.kind is PieceKind.CHANGED and not _has_figure(its):
            continue
        is_doubtful = site.piece.is_doubtful or _is_torn(site)
        yield site.flag(Flag.QUANTITY_CHANGED, site.difference, doubtful=is_doubtful)
    for edge in edges_before(compared):
        if flag := _cut_off(edge):
            yield flag


def _is_sign_of_a_row(site: Site, found: Sequence[str]) -> bool:
    """Whether a sign is only put before each number of a row: "$5 and $10" for "five and $10"."""
    signs = [word for word in found if word in _SIGNS]
    is_alone = (*site.piece.said, *site.piece.heard) == tuple(found) == tuple(signs)
    return is_alone and set(signs) <= set(site.after[:_ROW])


def _is_torn(site: Site) -> bool:
    """Whether the machine may have torn a number apart: a quantity is gone right beside another difference."""
    pieces, number = site.compared.pieces, site.number
    beside = [pieces[at] for at in (number - 1, number + 1) if 0 <= at < len(pieces)]
    if not site.piece.is_by_machine:
        return False
    if site.piece.kind is PieceKind.GONE:
        return any(piece.kind in (PieceKind.CHANGED, PieceKind.ADDED) for piece in beside)
    return any(piece.kind is PieceKind.GONE and _has_figure(piece.heard) for piece in beside)


def _cut_off(edge: Edge) -> MeaningFlag | None:
    """A share or a number right before the first word that is quoted: "three of", "25"."""
    texts = list(edge.texts)
    if not texts or edge.sign_behind(len(texts) - 1):
        return None
    language = edge.compared.language
    bare = texts[:-1] if texts[-1] in language.articles else texts
    first = len(bare) - 1
    if len(bare) > 1 and bare[-1] in language.quantity_of:
        first -= 1
    elif bare is not texts or not _has_figure(bare[-1:]) or bare[-1] == "1":
        return None
    if not quantities_in(bare[first : first + 1], language):
        return None
    words = edge.text(first)
    why = f"right before these words the tape has {in_quotes(words)}"
    return MeaningFlag(flag=Flag.QUANTITY_CHANGED, tape_words=words, why=why, is_doubtful=edge.is_doubtful)


def quantities_in(words: Sequence[str], language: Language, *, following: Sequence[str] = ()) -> list[str]:
    """The words that say how much, how many or when, one for those that mean the same.

    ``following``: what stands behind them; "all" of "all through" counts nothing.
    """
    named = language.quantities | language.units | language.times | language.names
    nothing = {place for phrase in language.no_quantities.found((*words, *following)) for place in phrase}
    return [
        language.like_quantities.get(word, word)
        for place, word in enumerate(words)
        if place not in nothing and ((word[0].isdigit() and word != "1") or word in named or word in "$€£¥%")
    ]


def _has_figure(words: Sequence[str]) -> bool:
    return any(word[0].isdigit() for word in words)


def _counts_what_stays(site: Site, its: Sequence[str]) -> bool:
    """Whether nothing but a quantity went, right before the word that it counts: "three of the boats"."""
    heard = site.piece.heard
    rest = [word for word in heard if word not in site.language.quantity_links and word not in its]
    return bool(its) and not rest and bool(site.after) and not site.sign_behind(len(heard) - 1)
