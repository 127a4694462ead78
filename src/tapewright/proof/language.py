"""What proof knows of a language: its fillers, negations, hedges and the rest, read from a data file.

``languages/en.toml`` is English. A language is a file; one without a file has verdicts and no meaning flags.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tapewright.proof.languagefile import primary, read_lists

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one or more words, found where they stand in others."""

    all: frozenset[Phrase] = frozenset()
    longest: int = 0

    def at(self, words: Sequence[str], place: int) -> int:
        """How many words from a place on are the longest phrase that begins there; 0 for none."""
        for length in range(min(self.longest, len(words) - place), 0, -1):
            if tuple(words[place : place + length]) in self.all:
                return length
        return 0

    def ending(self, words: Sequence[str]) -> int:
        """How many words the longest phrase has that stands at the very end."""
        for length in range(min(self.longest, len(words)), 0, -1):
            if tuple(words[-length:]) in self.all:
                return length
        return 0

    def found(self, words: Sequence[str]) -> list[range]:
        """Where phrases stand, the longest first, none twice."""
        made: list[range] = []
        place = 0
        while place < len(words):
            length = self.at(words, place)
            if length:
                made.append(range(place, place + length))
            place += length or 1
        return made

    def covers(self, words: Sequence[str]) -> bool:
        """Whether words are nothing but such phrases."""
        place = 0
        while place < len(words):
            length = self.at(words, place)
            if not length:
                return False
            place += length
        return True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """The lists of one language; every word in normal form with contractions written out. Equal only to itself."""

    code: str
    hesitations: frozenset[str] = frozenset()
    fillers: Phrases = Phrases()
    parted_fillers: Phrases = Phrases()
    backchannels: Phrases = Phrases()
    unheard: Phrases = Phrases()
    tags: Phrases = Phrases()
    endings: Mapping[str, str] = field(default_factory=dict)
    open_endings: Mapping[str, frozenset[str]] = field(default_factory=dict)
    open_hosts: frozenset[str] = frozenset()
    whole: Mapping[str, Phrase] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    long_variants: Mapping[Phrase, str] = field(default_factory=dict)
    suffixes: tuple[tuple[str, str], ...] = ()
    grammar: frozenset[str] = frozenset()
    negations: Phrases = Phrases()
    answers: frozenset[str] = frozenset()
    opposites: frozenset[Phrase] = frozenset()
    raising: frozenset[str] = frozenset()
    plain_negations: frozenset[str] = frozenset()
    negation_links: frozenset[str] = frozenset()
    hedges: Phrases = Phrases()
    modals: frozenset[str] = frozenset()
    firm: frozenset[str] = frozenset()
    hedges_before_numbers: Phrases = Phrases()
    no_hedge_behind: frozenset[str] = frozenset()
    hedge_links: frozenset[str] = frozenset()
    weak_hedges: Phrases = Phrases()
    sorts_behind: frozenset[str] = frozenset()
    conditions: Phrases = Phrases()
    weak_conditions: frozenset[str] = frozenset()
    no_condition_behind: frozenset[str] = frozenset()
    no_conditions: Phrases = Phrases()
    asking_conditions: frozenset[str] = frozenset()
    condition_objects: frozenset[str] = frozenset()
    answering_conditions: frozenset[str] = frozenset()
    quantities: frozenset[str] = frozenset()
    no_quantities: Phrases = Phrases()
    quantity_links: frozenset[str] = frozenset()
    quantity_of: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    like_quantities: Mapping[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    subjects: Mapping[str, str] = field(default_factory=dict)
    nobody: str = ""
    turning: Phrases = Phrases()
    conjunctions: frozenset[str] = frozenset()
    beginning: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    retractions: Phrases = Phrases()
    retraction_openers: frozenset[str] = frozenset()


PLAIN = Language(code="")
"""No language at all: only typography and numbers are known."""


@cache
def language_of(code: str) -> Language | None:
    """The language of a code like ``en`` or ``en-GB``; None where there is no file for it."""
    lists = read_lists(code)
    return None if lists is None else _language(primary(code), lists)


_OPENERS = (
    ("hesitations",), ("fillers",), ("sentences", "beginning"), ("sentences", "turning"), ("conditions", "phrases"),
    ("questions", "beginning"),
)  # fmt: skip


@cache
def hesitating(language: Language) -> Language:
    """The same language, where "mm-hm" is a word like any other."""
    return replace(language, hesitations=frozenset())


def _language(code: str, data: dict[str, object]) -> Language:
    # The file is ours and part of the package; its shape is held by a test.
    lists = _Lists(data)
    return Language(
        code=code,
        hesitations=frozenset(lists.words("hesitations")),
        fillers=_phrases(lists.words("fillers")),
        parted_fillers=_phrases(lists.words("parted_fillers")),
        backchannels=_phrases(lists.words("backchannels")),
        unheard=_phrases(lists.words("unheard")),
        tags=_phrases(lists.words("tags")),
        endings=lists.pairs("contractions", "endings"),
        open_endings={end: frozenset(some) for end, some in lists.table("contractions", "open_endings").items()},
        open_hosts=frozenset(lists.words("contractions", "open_hosts")),
        whole={word: tuple(said.split()) for word, said in lists.pairs("contractions", "whole").items()},
        variants={one: some[0] for some in lists.groups("spelling", "variants") for one in some},
        long_variants={
            tuple(one.split()): some[0]
            for some in lists.groups("spelling", "variants")
            for one in some
            if " " in one and " " not in some[0]
        },
        suffixes=tuple((one, other) for one, other in lists.groups("spelling", "suffixes")),
        grammar=frozenset(lists.words("grammar")),
        negations=_phrases([*lists.words("negation", "words"), *lists.words("negation", "phrases")]),
        answers=frozenset(lists.words("negation", "answers")),
        opposites=frozenset((one, other) for one, other in lists.groups("negation", "opposites")),
        raising=frozenset(lists.words("negation", "raising")),
        plain_negations=frozenset(lists.words("negation", "plain")),
        negation_links=frozenset(lists.words("negation", "links")),
        hedges=_phrases(lists.words("hedges", "phrases")),
        modals=frozenset(lists.words("hedges", "modals")),
        firm=frozenset(lists.words("hedges", "firm")),
        hedges_before_numbers=_phrases(lists.words("hedges", "before_numbers")),
        no_hedge_behind=frozenset(lists.words("hedges", "not_behind")),
        weak_hedges=_phrases(lists.words("hedges", "weak")),
        sorts_behind=frozenset(lists.words("hedges", "sorts_behind")),
        hedge_links=frozenset(lists.words("hedges", "links")),
        conditions=_phrases(lists.words("conditions", "phrases")),
        weak_conditions=frozenset(lists.words("conditions", "weak")),
        no_condition_behind=frozenset(lists.words("conditions", "not_behind")),
        no_conditions=_phrases(lists.words("conditions", "not_these")),
        asking_conditions=frozenset(lists.words("conditions", "asking")),
        condition_objects=frozenset(lists.words("conditions", "objects")),
        answering_conditions=frozenset(lists.words("conditions", "answering")),
        quantities=frozenset(lists.words("quantities", "words")),
        no_quantities=_phrases(lists.words("quantities", "none")),
        quantity_links=frozenset(lists.words("quantities", "links")),
        quantity_of=frozenset(lists.words("quantities", "of")),
        articles=frozenset(lists.words("quantities", "articles")),
        like_quantities={one: some[0] for some in lists.groups("quantities", "alike") for one in some},
        units=frozenset(lists.words("quantities", "units")),
        times=frozenset(lists.words("quantities", "times")),
        names=frozenset(lists.words("names", "always")),
        no_names=frozenset(lists.words("names", "never")),
        subjects={one: some[0] for some in lists.groups("subjects", "classes") for one in some},
        nobody=lists.word("subjects", "nobody"),
        turning=_phrases(lists.words("sentences", "turning")),
        conjunctions=frozenset(lists.words("sentences", "conjunctions")),
        beginning=frozenset(lists.words("sentences", "beginning")),
        openers=frozenset(phrase.split()[0] for names in _OPENERS for phrase in lists.words(*names)) - {"i"},
        abbreviations=frozenset(lists.words("sentences", "abbreviations")),
        asking=frozenset(lists.words("questions", "beginning")),
        retractions=_phrases(lists.words("retractions", "phrases")),
        retraction_openers=frozenset(lists.words("retractions", "openers")),
    )


class _Lists:
    """The lists of a file by their names."""

    def __init__(self, data: dict[str, object]) -> None:
        self._data = data

    def _get(self, *names: str) -> object:
        found: object = self._data
        for name in names:
            if not isinstance(found, dict) or name not in found:
                raise KeyError(".".join(names))
            found = found[name]
        return found

    def word(self, *names: str) -> str:
        return str(self._get(*names))

    def words(self, *names: str) -> list[str]:
        found = self._get(*names)
        assert isinstance(found, list)
        return [str(word) for word in found]

    def groups(self, *names: str) -> list[list[str]]:
        found = self._get(*names)
        assert isinstance(found, list)
        return [[str(word) for word in group] for group in found]

    def pairs(self, *names: str) -> dict[str, str]:
        found = self._get(*names)
        assert isinstance(found, dict)
        return {str(one): str(other) for one, other in found.items()}

    def table(self, *names: str) -> dict[str, list[str]]:
        found = self._get(*names)
        assert isinstance(found, dict)
        return {str(one): [str(word) for word in some] for one, some in found.items()}


def _phrases(texts: Iterable[str]) -> Phrases:
    some: Collection[Phrase] = frozenset(tuple(text.split()) for text in texts)
    return Phrases(frozenset(some), max(map(len, some), default=0))
