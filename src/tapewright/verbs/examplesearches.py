"""Three searches to begin with, out of what is said on the tapes of this project: one for each way of searching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tapewright.errors import TapewrightError
from tapewright.proof.language import Language
from tapewright.proof.saidnames import said_names
from tapewright.store.wordreader import WordReader
from tapewright.verbs.find import find
from tapewright.verbs.project import Project
from tapewright.verbs.searchmemory import SearchMemory
from tapewright.verbs.spokenlanguage import spoken_language
from tapewright.words.normal import key

_TURNS = 1500
"""So many turns are looked at, spread over all tapes: enough to know what is talked about."""

_SHORTEST, _LONGEST = 6, 11
_SIGNS = "\"'“”‘’«»()[].,;:!?…-–—"
_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A search that finds something here."""

    way: str
    query: str
    hits: int


def example_searches(project: Project, memory: SearchMemory | None = None) -> list[Example]:
    """One for exact, close and search by sound each, as far as the tapes hold something that tells. The same project
    gives the same ones.
    """
    turns = list(_some_turns(project))
    language = spoken_language(project)
    told = _telling(turns, language)
    wanted = {
        "exact": (f'"{phrase}"' for phrase in _phrases(turns, told, language)),
        "close": _half_remembered(turns, told, language),
        "sound": _sounding(turns, told, language),
    }
    found = [_first(project, way, queries, memory) for way, queries in wanted.items()]
    return [one for one in found if one is not None]


def record(found: Sequence[Example]) -> dict[str, object]:
    """``{"examples": [{"way", "query", "hits"}]}``."""
    return {"examples": [{"way": one.way, "query": one.query, "hits": one.hits} for one in found]}


def _first(project: Project, way: str, queries: Iterator[str], memory: SearchMemory | None) -> Example | None:
    for query, _ in zip(queries, range(_TRIES), strict=False):
        try:
            total = find(project, query, way=way, limit=0, memory=memory).total
        except TapewrightError:
            continue  # a word that no query can hold
        if total:
            return Example(way=way, query=query, hits=total)
    return None


def _some_turns(project: Project) -> Iterator[list[str]]:
    with project.store.reading() as connection:
        words = WordReader(connection)
        tapes = sorted(words.digests())
        for tape in tapes:
            turns = words.layout(tape).turns
            step = max(1, len(turns) * len(tapes) // _TURNS)
            yield from (words.tokens(turn) for turn in turns[::step])


def _telling(turns: Sequence[Sequence[str]], language: Language) -> Counter[str]:
    """How often each word of content is said: no grammar, no fillers, nothing shorter than four letters."""
    empty = language.grammar | language.hesitations | language.answers | language.raising
    said = Counter(word for tokens in turns for word in map(key, tokens) if len(word) > 3 and word.isalpha())
    for word in empty:
        del said[word]
    return said


def _phrases(turns: Sequence[Sequence[str]], told: Counter[str], language: Language) -> Iterator[str]:
    """Two words of content beside each other, the most often said first; then single words."""
    pairs: Counter[tuple[str, str]] = Counter()
    for tokens in turns:
        keys = [key(token) for token in tokens]
        pairs.update(pair for pair in pairwise(keys) if pair[0] in told and pair[1] in told and pair[0] != pair[1])
    # A pair tells more the more of its words it holds: "next week" is said everywhere, "harbour master" is a thing.
    worth = {pair: count * count / (told[pair[0]] * told[pair[1]]) * min(count, 20) for pair, count in pairs.items()}
    for pair in sorted(worth, key=lambda pair: (-worth[pair] if pairs[pair] > 1 else 0, pair)):
        if pairs[pair] > 1:
            yield " ".join(pair)
    yield from (word for word, _ in sorted(told.items(), key=lambda pair: (-pair[1], pair[0])))


def _half_remembered(turns: Sequence[Sequence[str]], told: Counter[str], language: Language) -> Iterator[str]:
    """A sentence as somebody may remember it: with one of its small words left out."""
    rated: list[tuple[float, str]] = []
    for tokens in (sentence for turn in turns for sentence in _sentences(turn)):
        keys = [key(token) for token in tokens]
        small = [place for place, word in enumerate(keys) if word in language.grammar][1:-1]
        if _SHORTEST <= len(tokens) <= _LONGEST and small and all(keys):
            left = small[len(small) // 2]
            worth = sum(1 for word in keys if told[word]) / len(keys)
            bare = (token.strip(_SIGNS) for place, token in enumerate(tokens) if place != left)
            rated.append((-worth, " ".join(bare)))
    yield from (query for _, query in sorted(rated))


def _sentences(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    first = 0
    for place, token in enumerate(tokens):
        if token[-1:] in ".?!":
            yield tokens[first : place + 1]
            first = place + 1
    yield tokens[first:]


def _sounding(turns: Sequence[Sequence[str]], told: Counter[str], language: Language) -> Iterator[str]:
    """A name that is said, since names are what recognisers mishear; else a long word."""
    names = said_names(turns, language=language)
    yield from (
        name.lower()
        for name, _ in sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))
        if len(name) > 4 and name.isalpha()
    )
    yield from sorted(told, key=lambda word: (-len(word), word))
