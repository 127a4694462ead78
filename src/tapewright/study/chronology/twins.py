"""Events that may be the same, told twice. Offered with the reasons; a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tapewright.model import DatedEvent, EventId, PartyId
from tapewright.study.chronology.dating import place_in_time
from tapewright.words.normal import normal_words

LEAST = 0.5
"""Titles that share less than this of their words (Dice, weighed by length) are of different things."""

SURE_TITLE = 0.8
"""Titles that share so much may be of one thing also where their dates cannot both be right."""

NEAR_DAYS = 366
"""Dates that are further apart are not mistaken for each other."""

_COMMON = 400
"""A word in so many titles brings no two together."""

_SMALL = frozenset(
    "a an and at by for from he her his in is it of on or she that the their they to was were with".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two events that may be one. ``alike`` is from ``LEAST`` to 1; ``shared`` are the parties of both.

    ``is_apart`` where their dates cannot both be right.
    """

    one: EventId
    other: EventId
    alike: float
    words: tuple[str, ...]
    shared: tuple[PartyId, ...]
    is_apart: bool
    apart_days: int

    @property
    def about(self) -> str:
        """The name of the offer: the same for the same two."""
        return offer_name(self.one, self.other)


def offer_name(one: int, other: int) -> str:
    """``E3+E12``, whichever is named first."""
    return f"E{min(one, other)}+E{max(one, other)}"


def twins(events: Iterable[DatedEvent], *, settled: Collection[str] = ()) -> list[Twins]:
    """Pairs that may be the same event, the likest first.

    Their titles share words, they are of one case or none is named, no two roles exclude each other, and their dates
    meet (or titles are nearly the same and dates no more than a year apart). ``settled`` are offers that were answered.
    """
    ordered = sorted(events, key=place_in_time)
    titles = [_words(one) for one in ordered]
    found = []
    for n, m in _pairs(titles):
        pair = _compared(ordered[n], ordered[m], titles[n], titles[m])
        if pair and pair.about not in settled:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.alike, pair.one, pair.other))


def _pairs(titles: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers whose titles share a word that few titles have, each pair once."""
    having: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(titles):
        for word in words:
            having[word].append(number)
    for number, words in enumerate(titles):
        others = {m for word in words if len(having[word]) <= _COMMON for m in having[word] if m > number}
        for other in sorted(others):
            yield number, other


def _compared(one: DatedEvent, other: DatedEvent, words: frozenset[str], more: frozenset[str]) -> Twins | None:
    if one.event.case and other.event.case and one.event.case != other.event.case:
        return None
    if one.event.tells_of == other.id or other.event.tells_of == one.id:
        return None  # a report and what it reports share their words
    apart = _apart(one, other)
    common = words & more
    title = alike = 2 * sum(map(len, common)) / (sum(map(len, words)) + sum(map(len, more)))
    shared = _parties(one) & _parties(other)
    if shared:
        alike += (1 - alike) * 0.25
    elif _parties(one) and _parties(other):
        alike *= 0.75
    if one.event.kind is not other.event.kind:
        alike *= 0.9
    if alike < LEAST or apart > NEAR_DAYS or (apart and title < SURE_TITLE):
        return None
    return Twins(
        one=one.id,
        other=other.id,
        alike=round(alike, 3),
        words=tuple(sorted(common)),
        shared=tuple(sorted(shared)),
        is_apart=apart > 0,
        apart_days=apart,
    )


def _apart(one: DatedEvent, other: DatedEvent) -> int:
    """Days from the end of the one to the start of the other; 0 where they may be the same day."""
    if one.latest is not None and other.earliest is not None and one.latest < other.earliest:
        return other.earliest - one.latest
    if other.latest is not None and one.earliest is not None and other.latest < one.earliest:
        return one.earliest - other.latest
    return 0


def _words(one: DatedEvent) -> frozenset[str]:
    return frozenset(normal_words(one.event.title)) - _SMALL


def _parties(one: DatedEvent) -> frozenset[PartyId]:
    return frozenset(participant.party for participant in one.event.parties)
