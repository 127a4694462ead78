"""Statements of a narration: its sentences, what in them asks for a source, and whether one still stands in a text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from tapewright.proof.languagefile import read_lists
from tapewright.proof.names import is_name
from tapewright.proof.stops import is_stop
from tapewright.words.normal import parts, spoken
from tapewright.words.numbers import folded
from tapewright.words.said import said


class Signal(StrEnum):
    """What makes a sentence one that somebody will ask a source for, the weightiest first."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    SUPERLATIVE = "superlative"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The words of a language that make signals, in normal form. Empty where there is no file for the language."""

    abbreviations: frozenset[str] = frozenset()
    dates: frozenset[tuple[str, ...]] = frozenset()
    superlatives: frozenset[tuple[str, ...]] = frozenset()
    superlative_endings: tuple[str, ...] = ()
    no_superlatives: frozenset[str] = frozenset()
    causes: frozenset[tuple[str, ...]] = frozenset()


@cache
def signs_of(language: str) -> Signs:
    """The signs of a language by its code; those of none where there is no ``XX.statements.toml`` for it."""
    lists = read_lists(language, "statements")
    if lists is None:
        return Signs()
    return Signs(
        abbreviations=frozenset(lists["abbreviations"]),
        dates=_phrases(lists["dates"]),
        superlatives=_phrases(lists["superlatives"]),
        superlative_endings=tuple(lists["superlative_endings"]),
        no_superlatives=frozenset(lists["no_superlatives"]),
        causes=_phrases(lists["causes"]),
    )


def sentences(text: str, signs: Signs = Signs()) -> list[str]:
    """The sentences of a text with single spaces, in order. A title or an initial ends none.

    >>> sentences("Mr. J. Booth left in 1984.  Nobody asked!", signs_of("en"))
    ['Mr. J. Booth left in 1984.', 'Nobody asked!']
    """
    found: list[list[str]] = [[]]
    tokens = text.split()
    for place, token in enumerate(tokens):
        found[-1].append(token)
        if place + 1 < len(tokens) and is_stop(token, signs.abbreviations):
            found.append([])
    return [" ".join(sentence) for sentence in found if sentence]


def signals(sentence: str, signs: Signs, names: Collection[str] = ()) -> tuple[Signal, ...]:
    """What in a sentence asks for a source; ``names`` are normal words that are names in this project.

    >>> [str(signal) for signal in signals("The last ferry left Elbridge in 1984.", signs_of("en"))]
    ['name', 'number', 'superlative']
    """
    tokens = sentence.split()
    normal = [word.text for word in spoken(tokens)]
    found = set()
    if any(is_name(tokens, place) for place in range(len(tokens))) or not set(names).isdisjoint(normal):
        found.add(Signal.NAME)
    if _has_figure(normal):
        found.add(Signal.NUMBER)
    if _has_any(normal, signs.dates):
        found.add(Signal.DATE)
    if _has_any(normal, signs.superlatives) or any(_is_superlative(word, signs) for word in normal):
        found.add(Signal.SUPERLATIVE)
    if _has_any(normal, signs.causes):
        found.add(Signal.CAUSE)
    return tuple(signal for signal in Signal if signal in found)


def stands_in(statement: str, text: str) -> bool:
    """Whether the words of a statement stand together in a text; typography and figures do not count.

    >>> stands_in("closed for nine years", "The harbour was “closed for 9 years”, they said.")
    True
    """
    wanted = _line(statement)
    return bool(wanted.strip()) and wanted in _line(text)


@lru_cache(maxsize=1 << 12)
def _line(text: str) -> str:
    """What a text says with a space on either side of each word; kept, for each claim is sought in each sentence."""
    return f" {' '.join(said(text))} "


def _has_figure(normal: Sequence[str]) -> bool:
    """Whether a number is said; a lone "one" and ordinals without another number are most often none."""
    return any(
        any(sign.isdecimal() for sign in word.text)
        and not (word.end - word.first == 1 and normal[word.first].isalpha() and word.text in ("1", "1st"))
        for word in folded(list(normal))
    )


def _is_superlative(word: str, signs: Signs) -> bool:
    return len(word) > 4 and word.endswith(signs.superlative_endings) and word not in signs.no_superlatives


def _has_any(words: Sequence[str], phrases: Collection[tuple[str, ...]]) -> bool:
    if not phrases:
        return False
    lengths = {len(phrase) for phrase in phrases}
    return any(run in phrases for length in lengths for run in _runs(words, length))


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def _phrases(texts: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(part for word in text.split() for part in parts(word)) for text in texts)
