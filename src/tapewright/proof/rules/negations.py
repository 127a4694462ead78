"""Negation: a denial that was said and is not quoted, or is quoted and was not said.

The one change that turns a sentence into its opposite by a single short word, and the best known of the public cases
("I never wanted that" made "I want that"). Only the denial of what stays counts: "not" that goes with its clause, and
"no" as an answer before a clause, are honest trims (Quirk et al., A Comprehensive Grammar of the English Language,
10.54 to 10.70, on scope; raised negation "I don't think he did": 14.36).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.rules.site import LEFT_OUT, Edge, Site, edges_before, sites
from tapewright.proof.sameness import alikeness

_NEAR = 4
"""So many rows apart, a denial that went and one that came are one that moved."""

_SAME_REST = 0.8


def negations_dropped(compared: Compared) -> Iterator[MeaningFlag]:
    """Denials of the tape that the text lacks while what they deny stays."""
    for site in sites(compared, *LEFT_OUT, PieceKind.CHANGED):
        lost = compared.language.negations.found(site.piece.heard)
        put = compared.language.negations.found(site.piece.said)
        if len(lost) <= len(put) + _moved_here(site, is_lost=True):
            continue
        deny = next((run for run in lost if _denies_what_stays(site, run)), None)
        if deny is not None:
            word = " ".join(site.piece.heard[deny.start : deny.stop])
            yield site.flag(
                Flag.NEGATION_DROPPED,
                f"'{word}' is missing: the tape has {in_quotes(site.around_rows(deny))}",
                doubtful=not _is_surely_lost(site, deny),
            )
    for edge in edges_before(compared):
        if flag := _denied_before(edge):
            yield flag


def negations_added(compared: Compared) -> Iterator[MeaningFlag]:
    """Denials of the text that the tape lacks."""
    for site in sites(compared, PieceKind.ADDED, PieceKind.CHANGED):
        lost = compared.language.negations.found(site.piece.heard)
        put = compared.language.negations.found(site.piece.said)
        if len(put) <= len(lost) + _moved_here(site, is_lost=False):
            continue
        run = put[0]
        words = site.piece.said[run.start : run.stop]
        if site.piece.kind is PieceKind.ADDED and _is_answer(words, site.language.answers) and _is_alone(site):
            continue
        why = f"'{' '.join(words)}' is not on the tape: it has {in_quotes(site.context)}"
        yield site.flag(Flag.NEGATION_ADDED, why, doubtful=_may_be_misheard(site, run))


def _denies_what_stays(site: Site, run: range) -> bool:
    piece, language = site.piece, site.language
    if piece.kind is PieceKind.CHANGED:
        return True
    if language.tags.covers(piece.heard):
        return False
    if not site.after:
        return False
    denied = piece.heard[run.start : run.stop]
    if _is_answer(denied, language.answers) and _stands_alone(site, run):
        return False
    return not _ends_with_its_clause(site, run)


def _ends_with_its_clause(site: Site, run: range) -> bool:
    """Whether the clause that a denial stands in ends before what stays begins again."""
    heard = site.piece.heard
    last = len(heard) - 1
    for row in range(run.stop - 1, last + 1):
        has_content = row >= run.stop
        if site.sign_behind(row) and (has_content or row == last):
            return True
        if has_content and row < last and heard[row + 1] in site.language.conjunctions:
            return True
    language = site.language
    begins_anew = site.after[0] in language.subjects or site.after[0] in language.conjunctions
    return last >= run.stop and begins_anew and heard[last] not in language.raising | language.negation_links


def _may_be_misheard(site: Site, run: range) -> bool:
    """Whether the machine may have lost a denial: taken it for something else, or the word that it denies with it."""
    piece = site.piece
    if piece.kind is PieceKind.ADDED or not piece.is_by_machine:
        return piece.is_unsure
    rest = (*piece.said[: run.start], *piece.said[run.stop :])
    if rest and alikeness(rest, piece.heard) >= _SAME_REST:
        return piece.is_unsure  # it heard the rest, and no denial
    verbs = site.language.firm | site.language.modals
    if rest and verbs.issuperset(rest) and verbs.issuperset(piece.heard):
        return piece.is_unsure  # it heard another verb of the kind, and no denial
    word = piece.said[run.start]
    is_opposite = not rest and any((word, heard) in site.language.opposites for heard in piece.heard)
    return piece.is_unsure or not is_opposite


def _is_surely_lost(site: Site, run: range) -> bool:
    """Whether a denial that something else stands for was there: it is gone, or its opposite is quoted."""
    piece = site.piece
    if site.is_unsure(run):
        return False
    if piece.kind is not PieceKind.CHANGED or not piece.is_by_machine:
        return True
    if len(piece.heard) - len(piece.said) == len(run):
        return True  # it heard a word for each of the text's, and a denial
    is_as_long = len(piece.said) == len(piece.heard)
    return is_as_long and (piece.heard[run.start], piece.said[run.start]) in site.language.opposites


def _is_answer(words: Sequence[str], answers: frozenset[str]) -> bool:
    return all(word in answers for word in words)


def _stands_alone(site: Site, run: range) -> bool:
    """Whether "no" is an answer by itself: a sign behind it, or a clause with its own subject."""
    if site.sign_behind(run.stop - 1):
        return True
    following = (*site.piece.heard[run.stop :], *site.after)
    return bool(following) and (following[0] in site.language.subjects or following[0] in site.language.answers)


def _is_alone(site: Site) -> bool:
    """Whether "no" that the text has more is parted from what follows."""
    return site.quote_text.rstrip("\"'”’")[-1:] in ",.!;—–-"


def _moved_here(site: Site, *, is_lost: bool) -> int:
    """Denials of the other side close by: one that only moved is no change."""
    pieces, count = site.compared.pieces, 0
    for step in (-1, 1):
        distance, at = 0, site.number + step
        while 0 <= at < len(pieces) and distance <= _NEAR:
            piece = pieces[at]
            if piece.is_kept:
                distance += len(piece.rows)
            elif piece.kind is not PieceKind.FILLER:
                words, others = (piece.said, piece.heard) if is_lost else (piece.heard, piece.said)
                found = site.language.negations.found
                count += max(0, len(found(words)) - len(found(others)))
            at += step
    return count


def _denied_before(edge: Edge) -> MeaningFlag | None:
    """A denial right before the first word that is quoted: "I don't think that", or a bare "not"."""
    language, texts = edge.compared.language, edge.texts
    found = language.negations.found(texts)
    if not found:
        return None
    run = found[-1]
    between = texts[run.stop :]
    if any(edge.sign_behind(row) for row in range(run.stop - 1, len(texts))):
        return None
    is_bare = not between
    is_raised = bool(language.raising & set(between)) and set(between) <= language.raising | language.negation_links
    if not is_bare and not is_raised:
        return None
    word = " ".join(texts[run.start : run.stop])
    if is_bare and _is_answer([word], language.answers):
        return None
    return MeaningFlag(
        flag=Flag.NEGATION_DROPPED,
        tape_words=edge.text(max(0, run.start - 2)),
        why=f"right before these words the tape has {in_quotes(edge.text(run.start))}",
        is_doubtful=edge.is_doubtful,
    )
