"""What an audience may want to know before it hears a programme: places found by words, for a person to judge."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tapewright.words.normal import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something to be told beforehand, and phrases in normal words by which it may be found; ``*`` is any ending."""

    name: str
    phrases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePlace:
    """Where words of a topic stand among words: from ``first`` to ``end``, exclusive."""

    topic: str
    first: int
    end: int


@cache
def topics(language: str) -> tuple[Topic, ...]:
    """The topics of a language by its code; none where there is no list for it."""
    file = resources.files("tapewright.study") / "topics" / f"{language.lower().split('-')[0]}.toml"
    if not language.split("-")[0].isalpha() or not file.is_file():
        return ()
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Topic(name=one["name"], phrases=tuple(tuple(phrase.split()) for phrase in one["words"]))
        for one in lists["topic"]
    )


def note_places(words: Sequence[str], language: str) -> list[NotePlace]:
    """Where words that may need a note stand, in order; of phrases that lie in one another only the longest.

    >>> [place.topic for place in note_places("He was a heroin addict, he said.".split(), "en")]
    ['drugs']
    """
    known = _by_first(language)
    normal = spoken(list(words))
    texts = [word.text for word in normal]
    found: list[NotePlace] = []
    at = 0
    while at < len(texts):
        length, topic = _longest(texts, at, known)
        if length:
            first, last = normal[at].token, normal[at + length - 1].token
            found.append(NotePlace(topic=topic, first=first, end=last + 1))
        at += length or 1
    return found


_FIRST = 3
"""Phrases are looked up by so many letters of their first word."""


@cache
def _by_first(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    grouped: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for topic in topics(language):
        for phrase in topic.phrases:
            grouped.setdefault(phrase[0].rstrip("*")[:_FIRST], []).append((phrase, topic.name))
    return {first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in grouped.items()}


def _longest(
    texts: Sequence[str], at: int, known: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
) -> tuple[int, str]:
    for phrase, topic in known.get(texts[at][:_FIRST], ()):
        if at + len(phrase) <= len(texts) and all(
            text.startswith(word[:-1]) if word.endswith("*") else text == word
            for word, text in zip(phrase, texts[at:], strict=False)
        ):
            return len(phrase), topic
    return 0, ""
