"""Hedges: "I think", "maybe", "allegedly" gone from a statement that stays.

Who drops them makes a guess into a fact. "sort of" and "about" count where they stand before what they soften. The
classes are those of E. Prince, J. Frader and C. Bosk, "On hedging in physician-physician discourse" (1982):
plausibility shields, attribution shields, approximators.
"""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.rules.site import LEFT_OUT, Edge, Site, edges_before, edges_behind, sites
from tapewright.proof.sentence_ends import ends_sentence
from tapewright.proof.trifles import is_weak_filler

_MOST_BESIDE = 2
"""So many words may go with a hedge and it is still the hedge that went."""


def hedges_dropped(compared: Compared) -> Iterator[MeaningFlag]:
    """Hedges of the tape that the text lacks while what they soften stays."""
    for site in sites(compared, *LEFT_OUT, PieceKind.CHANGED):
        if found := _hedge_gone(site) or _modal_gone(site):
            is_misheard = site.piece.kind is PieceKind.CHANGED and site.piece.is_by_machine
            why = f"'{found}' is missing: the tape has {in_quotes(site.context)}"
            yield site.flag(Flag.HEDGE_DROPPED, why, doubtful=site.piece.is_unsure or is_misheard)
    for edge in edges_before(compared):
        length = compared.language.hedges.ending(edge.texts)
        if not length and not compared.language.hedge_links.isdisjoint(edge.texts[-1:]):
            length = compared.language.hedges.ending(edge.texts[:-1]) + 1
            length = length if length > 1 else 0
        if length and compared.language.weak_hedges.covers(edge.texts[-length:]):
            continue
        if length and not _is_none_behind(edge.texts[: len(edge.texts) - length], compared):
            yield _at_edge(edge, len(edge.rows) - length, len(edge.rows), "before")
    for edge in edges_behind(compared):
        length = compared.language.hedges.at(edge.texts, 0)
        if length and length == len(edge.texts):
            yield _at_edge(edge, 0, length, "behind")


def _hedge_gone(site: Site) -> str:
    heard, language = site.piece.heard, site.language
    for run in language.hedges.found(heard):
        words = heard[run.start : run.stop]
        before = (*site.before, *heard[: run.start])
        is_parted = site.sign_before() if run.start == 0 else site.sign_behind(run.start - 1)
        if (not is_parted and _is_none_behind(before, site.compared)) or language.hedges.found(site.piece.said):
            continue
        if is_weak_filler(words, before, (*heard[run.stop :], *site.after), language):
            continue
        if _softens_what_stays(site, run):
            return " ".join(words)
    following = (*site.piece.said, *site.after) if site.piece.kind is PieceKind.CHANGED else site.after
    length = language.hedges_before_numbers.ending(heard)
    if length and following and following[0][0].isdigit():
        return " ".join(heard[-length:])
    return ""


def _softens_what_stays(site: Site, run: range) -> bool:
    piece = site.piece
    rest = len(piece.heard) - len(run)
    fillers = sum(len(found) for found in site.language.fillers.found(piece.heard))
    _, begins, ends = site.sentence_of(run.start)
    if begins and ends:
        return False  # the whole sentence went
    if run.start and rest > fillers and site.sign_before() and site.sign_behind(len(piece.heard) - 1):
        return False  # "…, which often happens, …": it softens what went with it
    if rest - min(fillers, rest) <= _MOST_BESIDE:
        return bool(site.before or site.after)
    if run.stop == len(piece.heard) and site.after:
        is_first = run.start == 0 or site.sign_behind(run.start - 1)
        is_begun = is_first or piece.heard[run.start - 1] in site.language.conjunctions
        return is_begun and not ends_sentence(piece.talk, piece.rows[-1].end - 1, site.language)
    return False


def _modal_gone(site: Site) -> str:
    piece, language = site.piece, site.language
    if piece.kind is not PieceKind.CHANGED or language.modals & set(piece.said):
        return ""
    modals = [word for word in piece.heard if word in language.modals]
    return modals[0] if modals and language.firm & set(piece.said) else ""


def _is_none_behind(before: tuple[str, ...], compared: Compared) -> bool:
    return bool(before) and before[-1] in compared.language.no_hedge_behind


def _at_edge(edge: Edge, first: int, end: int, where: str) -> MeaningFlag:
    return MeaningFlag(
        flag=Flag.HEDGE_DROPPED,
        tape_words=edge.text(first, end),
        why=f"right {where} these words the tape has {in_quotes(edge.text(first, end))}",
        is_doubtful=edge.is_doubtful,
    )
