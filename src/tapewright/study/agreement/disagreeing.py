"""Where coders differ: one has a code and the other none, they have different codes, or their edges lie apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

DIFFERENT_CODES = "different codes"
ONLY_ONE = "only some coded it"
EDGES = "the edges differ"

KINDS = (DIFFERENT_CODES, ONLY_ONE, EDGES)
"""What is settled first stands first."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mine:
    """A coder's code on words ``first`` to ``behind`` (not with it) of a tape; ``id`` is the coding's."""

    first: int
    behind: int
    coder: str
    code: int
    id: int = 0

    def shares(self, other: Mine) -> int:
        """How many words both hold."""
        return max(0, min(self.behind, other.behind) - max(self.first, other.first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place to settle: all that the coders have there, and who of them has nothing there though they did the tape.

    ``words`` counts the words at issue.
    """

    kind: str
    codings: tuple[Mine, ...]
    without: tuple[str, ...]
    words: int

    @property
    def first(self) -> int:
        """The first word of the place."""
        return min(coding.first for coding in self.codings)

    @property
    def behind(self) -> int:
        """The word behind the place."""
        return max(coding.behind for coding in self.codings)


def differences(codings: Iterable[Mine], coders: Sequence[str], *, edge_words: int) -> list[Difference]:
    """Every place of one tape where the coders who did it differ, in the order of its words.

    Edges differ where they lie more than ``edge_words`` words apart.
    """
    found: list[Difference] = []
    partial: list[tuple[Mine, ...]] = []
    by_code: dict[Hashable, list[Mine]] = {}
    for coding in codings:
        by_code.setdefault(coding.code, []).append(coding)
    for those in by_code.values():
        for place in _places(those):
            here = {coding.coder for coding in place}
            if here != set(coders):
                partial.append(place)
            elif (apart := _apart(place, coders)) > edge_words:
                found.append(Difference(kind=EDGES, codings=place, without=(), words=apart))
    found += _unmatched(partial, coders)
    return sorted(found, key=lambda one: (one.first, one.behind, one.codings))


def _places(codings: Sequence[Mine]) -> Iterator[tuple[Mine, ...]]:
    """Codings of one code that overlap, in a chain, whoever made them."""
    place: list[Mine] = []
    behind = -1
    for coding in sorted(codings):
        if place and coding.first >= behind:
            yield tuple(place)
            place = []
        place.append(coding)
        behind = max(behind if len(place) > 1 else -1, coding.behind)
    if place:
        yield tuple(place)


def _apart(place: Sequence[Mine], coders: Sequence[str]) -> int:
    """How far the farthest edges of the coders lie apart, in words."""
    edges = [
        (min(c.first for c in place if c.coder == coder), max(c.behind for c in place if c.coder == coder))
        for coder in coders
    ]
    firsts, behinds = [first for first, _ in edges], [behind for _, behind in edges]
    return max(max(firsts) - min(firsts), max(behinds) - min(behinds))


def _unmatched(partial: Sequence[tuple[Mine, ...]], coders: Sequence[str]) -> Iterator[Difference]:
    """Places that some have and others have not: two of different codes are one difference where each coder who lacks
    the one has the other on half of the shorter.
    """
    left = sorted(partial)
    while left:
        place = list(left.pop(0))
        for other in list(left):
            if _answers(place, other):
                place += other
                left.remove(other)
        here = {coding.coder for coding in place}
        codes = {coding.code for coding in place}
        yield Difference(
            kind=DIFFERENT_CODES if len(codes) > 1 else ONLY_ONE,
            codings=tuple(sorted(place)),
            without=tuple(coder for coder in coders if coder not in here),
            words=max(coding.behind for coding in place) - min(coding.first for coding in place),
        )


def _answers(place: Sequence[Mine], other: Sequence[Mine]) -> bool:
    if _coders(place) & _coders(other):
        return False
    return any(
        2 * one.shares(two) >= min(one.behind - one.first, two.behind - two.first) and one.shares(two)
        for one in place
        for two in other
    )


def _coders(codings: Iterable[Mine]) -> Set[str]:
    return {coding.coder for coding in codings}


def by_kind(found: Mapping[str, Sequence[Difference]]) -> list[tuple[str, Difference]]:
    """The queue over tapes: what is settled first stands first, then in the order of tapes and words."""
    rows = [(tape, one) for tape, those in found.items() for one in those]
    return sorted(rows, key=lambda row: (KINDS.index(row[1].kind), row[0], row[1].first))
