"""What a query finds: places in talk, combined by how near they lie.

A place is a stretch of a tape's conversation, counted in normal words. Phrases are looked up by whoever has an index
(``Lookup``); AND, NEAR, OR and NOT are arithmetic on places. Both of two things are found as the shortest stretches
that hold one of each and no shorter one inside (Clarke, Cormack and Burkowski, "An algebra for structured text
search", The Computer Journal 38, 1995).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from tapewright.search.query import PASSAGE, Either, Phrase, Query, Together, Without


class Place(NamedTuple):
    """Normal words ``start`` to ``end`` (exclusive) of a tape's conversation; ``said`` of them were asked for.

    ``own``: a phrase of one speaker's own words with something that others say between.
    """

    tape: str
    start: int
    end: int
    said: int
    own: bool = False


class Around(NamedTuple):
    """Where to look: at most ``reach`` words from any of the places."""

    places: Sequence[Place]
    reach: int


class Lookup(Protocol):
    """Finds phrases."""

    def places(self, words: Sequence[str], around: Around | None) -> list[Place]:
        """Every place of a phrase, in order; with ``around``, at least all that lie within its reach."""

    def weight(self, words: Sequence[str]) -> int:
        """Roughly how many places there are, at little cost."""


def evaluate(query: Query, lookup: Lookup, around: Around | None = None) -> list[Place]:
    """Every place that answers a query, each once, in the order of tapes and then as heard."""
    if isinstance(query, Phrase):
        return lookup.places(query.words, around)
    if isinstance(query, Either):
        return sorted({place for part in query.parts for place in evaluate(part, lookup, around)})
    if isinstance(query, Without):
        wanted = evaluate(query.wanted, lookup, around)
        unwanted = evaluate(query.unwanted, lookup, Around(wanted, PASSAGE)) if wanted else []
        return _without(wanted, unwanted)
    return _together(query, lookup, around)


def _together(query: Together, lookup: Lookup, around: Around | None) -> list[Place]:
    """The rarest part first: the others are looked up only around it."""
    # What is still to be found may fill a gap that is too wide so far.
    widest = query.within + sum(map(_length, query.parts))
    wider = Around(around.places, around.reach + widest) if around else None
    first, *others = sorted(query.parts, key=lambda part: _weight(part, lookup))
    found = evaluate(first, lookup, wider)
    for part in others:
        if not found:
            break
        found = _both(found, evaluate(part, lookup, Around(found, widest)), widest)
    return [place for place in found if place.end - place.start - place.said <= query.within]


def _length(query: Query) -> int:
    """The most words that a query asks for in one place."""
    if isinstance(query, Phrase):
        return len(query.words)
    if isinstance(query, Without):
        return _length(query.wanted)
    return sum(map(_length, query.parts))


def _weight(query: Query, lookup: Lookup) -> int:
    if isinstance(query, Phrase):
        return lookup.weight(query.words)
    if isinstance(query, Without):
        return _weight(query.wanted, lookup)
    weights = [_weight(part, lookup) for part in query.parts]
    return sum(weights) if isinstance(query, Either) else min(weights)


def _both(some: Sequence[Place], others: Sequence[Place], within: int) -> list[Place]:
    """The shortest stretches with one of each and at most ``within`` words between that were not asked for."""
    by_tape = {tape: list(places) for tape, places in groupby(others, lambda place: place.tape)}
    found: list[Place] = []
    for tape, group in groupby(some, lambda place: place.tape):
        one, other = _shortest(group), _shortest(by_tape.get(tape, ()))
        pairs = [*_next_pairs(one, other), *_next_pairs(other, one)]
        joined = (_join(first, second) for first, second in pairs)
        found += _shortest(place for place in joined if place.end - place.start - place.said <= within)
    return found


def _next_pairs(one: Sequence[Place], other: Sequence[Place]) -> Iterable[tuple[Place, Place]]:
    starts = [place.start for place in other]
    for place in one:
        at = bisect_left(starts, place.start)
        if at < len(other):
            yield place, other[at]


def _join(one: Place, other: Place) -> Place:
    start, end = min(one.start, other.start), max(one.end, other.end)
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return Place(one.tape, start, end, min(end - start, one.said + other.said - min(shared, one.said, other.said)))


def _shortest(places: Iterable[Place]) -> list[Place]:
    """Those that hold no other one, in order; of equals one stays."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: (place.start, -place.end, -place.said)):
        while kept and kept[-1].end >= place.end:
            kept.pop()
        kept.append(place)
    return kept


def _without(wanted: Sequence[Place], unwanted: Sequence[Place]) -> list[Place]:
    """Those of ``wanted`` that lie more than a passage away from every one of ``unwanted``."""
    by_tape = {tape: list(places) for tape, places in groupby(unwanted, lambda place: place.tape)}
    kept: list[Place] = []
    for tape, group in groupby(wanted, lambda place: place.tape):
        others = _shortest(by_tape.get(tape, ()))
        starts, ends = [place.start for place in others], [place.end for place in others]
        for place in group:
            # Shortest places are in order of their ends too: those that meet the neighbourhood are a run of them.
            first = bisect_left(ends, place.start - PASSAGE)
            if first == len(others) or starts[first] - place.end > PASSAGE:
                kept.append(place)
    return kept
