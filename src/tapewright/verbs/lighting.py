"""Why a hit is one: which of its words were asked for, and what differs from what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tapewright.model import Hit
from tapewright.search.query import Phrase, Query, Without
from tapewright.words.difference import align
from tapewright.words.normal import searched, searched_parts
from tapewright.words.numbers import readings

Stretches = tuple[tuple[int, int], ...]


def lit_by(query: Query, hit: Hit) -> Hit:
    """A hit of a query with the words that were asked for: all of a phrase, else those that the query names."""
    tokens = hit.text.split(" ")
    if isinstance(query, Phrase):
        return replace(hit, lit=((0, len(tokens)),))
    asked = {word for phrase in _phrases(query) for way in readings(phrase.words) for word in way}
    whole = {word for word in asked if not word.endswith("*")}
    begun = tuple(word[:-1] for word in asked - whole)
    return replace(
        hit,
        lit=_runs(
            [
                any(word in whole or (begun and word.startswith(begun)) for word in searched_parts(token))
                for token in tokens
            ]
        ),
    )


def compared(asked: str, hit: Hit) -> Hit:
    """A hit of a sentence that was remembered: its words that are the same, and those that are not beside what was
    asked for.
    """
    tokens = hit.text.split(" ")
    said = [(word, number) for number, token in enumerate(tokens) for word in searched_parts(token)]
    wanted = searched(asked.split())
    is_same, differences = [False] * len(tokens), []
    for step in align(wanted, [word for word, _ in said]):
        if step.kind == "same":
            for place in step.new:
                is_same[said[place][1]] = True
        else:
            differences.append((_joined(wanted, step.old), _joined([word for word, _ in said], step.new)))
    return replace(hit, lit=_runs(is_same), differences=tuple(differences))


def _joined(words: Sequence[str], some: range) -> str:
    return " ".join(words[some.start : some.stop])


def _phrases(query: Query) -> Iterator[Phrase]:
    """What is looked for; not what must not be there."""
    if isinstance(query, Phrase):
        yield query
    elif isinstance(query, Without):
        yield from _phrases(query.wanted)
    else:
        for part in query.parts:
            yield from _phrases(part)


def _runs(flags: Sequence[bool]) -> Stretches:
    """The stretches in which flags are set."""
    edges = [at for at, flag in enumerate([*flags, False]) if flag != (at > 0 and flags[at - 1])]
    return tuple(zip(edges[::2], edges[1::2], strict=True))
