"""Conditions: an "if", "unless" or "as long as" gone from what was said under it.

"I would do it if they asked" is not "I would do it". A condition counts when the clause that it governs stays: a
subordinate clause and its main clause stand in one sentence (Quirk et al., 15.33 to 15.46).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.language import Language
from tapewright.proof.rules.site import LEFT_OUT, Edge, Site, edges_before, edges_behind, sites
from tapewright.words.normal import key

_FIRST = 5
"""A condition that opens a sentence stands among its first words: "and if", "so unless"."""


def conditions_dropped(compared: Compared) -> Iterator[MeaningFlag]:
    """Conditions of the tape that the text lacks while what stands under them stays."""
    language = compared.language
    for site in sites(compared, *LEFT_OUT, PieceKind.CHANGED):
        for run in conditions_in(site.piece.heard, site.before, language):
            if _governs_what_stays(site, run):
                words = " ".join(site.piece.heard[run.start : run.stop])
                is_misheard = site.piece.kind is PieceKind.CHANGED and site.piece.is_by_machine
                why = f"'{words}' is missing: the tape has {in_quotes(site.around_rows(run))}"
                yield site.flag(Flag.CONDITION_DROPPED, why, doubtful=site.piece.is_unsure or is_misheard)
                break
    for edge in edges_before(compared):
        opening = [run for run in conditions_in(edge.texts, (), language) if run.start < _FIRST]
        last = len(edge.rows) - (not language.answering_conditions.isdisjoint(edge.texts[-1:])) - 1
        if opening and last >= opening[0].stop and _stands_right_before(edge, opening[0], last):
            text = edge.text(opening[0].start)
            yield _at_edge(edge, text, f"the tape has {in_quotes(text)} before it")
    for edge in edges_behind(compared):
        found = conditions_in(edge.texts, (), language)
        if found and found[0].start == 0 and not _is_weak(edge.texts, found[0], language):
            yield _at_edge(edge, edge.text(), f"the tape goes on {in_quotes(edge.text())}")


def conditions_in(words: Sequence[str], before: Sequence[str], language: Language) -> list[range]:
    """Where conditions stand; "as if", "I wonder if" and the like are none."""
    made = []
    for run in language.conditions.found(words):
        behind = words[run.start - 1] if run.start else (before[-1] if before else "")
        is_asking = not language.asking_conditions.isdisjoint(words[run.start : run.stop])
        is_asked = is_asking and behind in language.no_condition_behind
        none = language.no_conditions.at(words, run.start)
        following = words[run.start + none : run.start + none + 1]
        is_none = none and language.condition_objects.isdisjoint(following)
        if not is_asked and not is_none:
            made.append(run)
    return made


def _governs_what_stays(site: Site, run: range) -> bool:
    if site.piece.kind is PieceKind.CHANGED and site.language.conditions.found(site.piece.said):
        return False
    sentence, begins, ends = site.sentence_of(run.start)
    if begins and ends:
        return False
    if _is_weak(site.piece.heard, run, site.language):
        is_first = begins and run.start - sentence.start < _FIRST
        return is_first and not ends and bool(site.after)
    return bool(site.after if begins else site.before)


def _stands_right_before(edge: Edge, run: range, last: int) -> bool:
    """Whether what is quoted is the main clause of a condition: nothing but one sign parts them, and it adds no other
    clause ("and", "even if").
    """
    language = edge.compared.language
    first = tuple(key(edge.talk.words[edge.passage.words.start].text).split())
    if not language.conjunctions.isdisjoint(first) or language.conditions.at(first, 0):
        return False
    signs = sum(edge.sign_behind(row) for row in range(run.stop, last))
    return not signs and (edge.sign_behind(last) or _opens_a_clause(edge))


def _opens_a_clause(edge: Edge) -> bool:
    """Whether what is quoted begins with a subject: "if you got leave [it was hard]"."""
    first = key(edge.talk.words[edge.passage.words.start].text).split("'")[0]
    return first in edge.compared.language.subjects and len(edge.rows) > _FIRST - 2


def _is_weak(words: Sequence[str], run: range, language: Language) -> bool:
    return " ".join(words[run.start : run.stop]) in language.weak_conditions


def _at_edge(edge: Edge, words: str, why: str) -> MeaningFlag:
    return MeaningFlag(flag=Flag.CONDITION_DROPPED, tape_words=words, why=why, is_doubtful=edge.is_doubtful)
