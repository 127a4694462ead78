"""The words by which a language says that somebody spoke, out of its file ``languages/XX.saying.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tapewright.proof.languagefile import read_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechWords:
    """The lists of a language's file, in lower case; what each is for stands there. All empty without a file."""

    verbs: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()
    sources: tuple[tuple[str, ...], ...] = ()
    owned: frozenset[str] = frozenset()
    gestures: frozenset[str] = frozenset()
    listeners: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    passives: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    quoting: frozenset[str] = frozenset()
    linking: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    coordinating: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    forms_of_address: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    verb_endings: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset()
    narrators: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()


@cache
def speech_words(language: str) -> SpeechWords:
    """The lists of a language, by its two letters; empty ones where there is no file for it.

    >>> "said" in speech_words("en").verbs, speech_words("xx").verbs
    (True, frozenset())
    """
    lists = read_lists(language, "saying")
    if lists is None:
        return SpeechWords()
    made: dict[str, frozenset[str] | tuple[tuple[str, ...], ...]] = {}
    for name, value in lists.items():
        if name in ("phrases", "sources"):
            made[name] = tuple(tuple(phrase.split()) for phrase in value)
        else:
            made[name] = frozenset(value.split() if isinstance(value, str) else value)
    return SpeechWords(**made)  # type: ignore[arg-type]
