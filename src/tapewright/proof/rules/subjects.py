"""Subjects: somebody else does it than on the tape.

Either another pronoun stands in the subject's place, or the words between two subjects are gone so that the first
one does what the second one did ("I heard he left" made "I left").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.language import Language
from tapewright.proof.rules.site import LEFT_OUT, Site, sites


def subjects_changed(compared: Compared) -> Iterator[MeaningFlag]:
    """Subjects that differ, or that lost the clause between them."""
    for site in sites(compared, PieceKind.CHANGED, PieceKind.ADDED, *LEFT_OUT):
        found = _other_pronoun(site) if site.piece.kind is PieceKind.CHANGED else _joined_subjects(site)
        if found:
            mine, its = found
            is_noun = not {mine, its} <= set(compared.language.subjects.values())
            is_misheard = site.piece.kind is PieceKind.CHANGED and (is_noun or not _is_one_for_one(site))
            yield site.flag(
                Flag.SUBJECT_CHANGED,
                site.difference,
                doubtful=site.piece.is_unsure or (site.piece.is_by_machine and is_misheard),
            )


def _is_one_for_one(site: Site) -> bool:
    """Whether a pronoun stands for a pronoun, and a word for each word."""
    said, heard = site.piece.said, site.piece.heard
    subjects = site.language.subjects
    return len(said) == len(heard) and all(
        (one in subjects) == (other in subjects) for one, other in zip(said, heard, strict=True)
    )


def _other_pronoun(site: Site) -> tuple[str, str] | None:
    language = site.language
    mine, its = _pronouns(site.piece.said, language), _pronouns(site.piece.heard, language)
    if mine and its and mine[-1] != its[-1]:
        return mine[-1], its[-1]
    said, heard = site.piece.said, site.piece.heard
    if bool(mine) == bool(its) or len(said) > 2 or len(heard) > 2 or not site.after:
        return None
    # A noun or a name for a pronoun, before a verb that stays; grammar words in its place are slips.
    pronoun, other = (said, heard) if mine else (heard, said)
    if len(pronoun) == 1 and pronoun[0] in language.subjects and any(len(word) > 4 for word in other):
        return (mine[0], " ".join(other)) if mine else (" ".join(other), its[0])
    return None


def _pronouns(words: Sequence[str], language: Language) -> list[str]:
    """Subjects by whom they mean; ``it``, ``that`` and ``there`` are nobody."""
    nobody = language.nobody
    fillers = {place for run in language.fillers.found(words) for place in run}
    named = [language.subjects.get(word) for place, word in enumerate(words) if place not in fillers]
    return [name for name in named if name and name != nobody]


def _joined_subjects(site: Site) -> tuple[str, str] | None:
    """``I [heard he] left``: what is gone ends with a subject, and another one stands right before it."""
    if site.piece.kind not in LEFT_OUT or not site.before or not site.after:
        return None
    subjects = site.language.subjects
    if site.piece.talk.words[site.piece.words.stop - 1].text.endswith(("-", "–", "—")):
        return None  # broken off
    last, before = subjects.get(site.piece.heard[-1]), subjects.get(site.before[-1])
    nobody = site.language.nobody
    if len(site.piece.heard) < 2 or nobody in (last, before):
        return None
    if last and before and last != before and not _sentence_ends_before(site):
        return before, last
    return None


def _sentence_ends_before(site: Site) -> bool:
    return site.sentence_of(0)[1]
