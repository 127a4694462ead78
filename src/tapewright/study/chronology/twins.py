"""Events that may be the same, told twice. Offered with the reasons; a person decides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tapewright.model import DatedEvent, EventId, PartyId
from tapewright.study.chronology.dating import place_in_time
from tapewright.words.normal import normal_words

LEAST = 0.5
"""Titles that share less than this of their words (Dice, weighed by length) are of different things."""

SURE_TITLE = 0.8
"""Titles that share so much may be of one thing also where their dates cannot both be right."""

NEAR_DAYS = 366
"""Dates that are further apart are not mistaken for each other."""

MOST_OF_ONE = 5
"""So many likenesses of one event are offered: the likest."""

_RAREST, _RARE, _NEXT = 3, 30, 25
"""Titles are compared that share two of the rarest words of each, or one that so few titles have; each with so many
that follow in time: ten thousand titles of the same few words would be fifty million pairs.
"""

_NEVER = 1 << 62

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

    Their titles share words, they are of one case or none is named, neither tells of the other, and their dates meet.
    Dates that cannot both be right are offered too, no more than a year apart, where the titles are nearly the same, no
    third event is called so (a home visit each week is no conflict), and no one agency tells both. ``settled`` are
    offers that were answered.
    """
    ordered = [_looked(one) for one in sorted(events, key=place_in_time)]
    found = []
    for (n, m), apart in _pairs([one.dated for one in ordered], [one.words for one in ordered]).items():
        pair = _compared(ordered[n], ordered[m], apart)
        if pair and pair.about not in settled:
            found.append(pair)
    return _likest(sorted(found, key=lambda pair: (-pair.alike, pair.one, pair.other)))


def _likest(pairs: Iterable[Twins]) -> list[Twins]:
    """Of each event no more than some."""
    offered: Counter[EventId] = Counter()
    kept = []
    for pair in pairs:
        if offered[pair.one] < MOST_OF_ONE and offered[pair.other] < MOST_OF_ONE:
            offered.update((pair.one, pair.other))
            kept.append(pair)
    return kept


def _pairs(events: Sequence[DatedEvent], titles: Sequence[frozenset[str]]) -> dict[tuple[int, int], int]:
    """Pairs of numbers that are worth a look, with the days between them; events are in order of time."""
    crowd = Counter(titles)
    starts = [-_NEVER if one.earliest is None else one.earliest for one in events]
    ends = [_NEVER if one.latest is None else one.latest for one in events]
    found: dict[tuple[int, int], int] = {}
    for numbers in _by_rare_words(titles).values():
        for at, n in enumerate(numbers):
            alone = crowd[titles[n]] <= 2
            for m in numbers[at + 1 : at + 1 + _NEXT]:
                apart = starts[m] - ends[n]
                if apart > NEAR_DAYS:
                    break
                if apart <= 0 or (alone and crowd[titles[m]] <= 2 and len(titles[n] ^ titles[m]) <= 2):
                    found[n, m] = max(0, apart)
    return found


def _by_rare_words(titles: Sequence[frozenset[str]]) -> dict[tuple[str, ...], list[int]]:
    """Numbers of titles by two of their rarest words, and by one that few have."""
    common = Counter(word for words in titles for word in words)
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, words in enumerate(titles):
        rarest = sorted(words, key=lambda word: (common[word], word))[:_RAREST]
        alone = ((word,) for word in rarest if common[word] <= _RARE or len(words) == 1)
        for key in (*combinations(rarest, 2), *alone):
            having[key].append(number)
    return having


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is compared of an event, reckoned once: its words, how many letters they have, its parties."""

    dated: DatedEvent
    words: frozenset[str]
    letters: int
    parties: frozenset[PartyId]


def _looked(one: DatedEvent) -> _Looked:
    words = frozenset(normal_words(one.event.title)) - _SMALL
    parties = frozenset(participant.party for participant in one.event.parties)
    return _Looked(one, words, sum(map(len, words)), parties)


def _compared(one: _Looked, other: _Looked, apart: int) -> Twins | None:
    common = one.words & other.words
    title = alike = 2 * sum(map(len, common)) / (one.letters + other.letters)
    if 3 * title + 1 < 4 * LEAST:  # people whom both name bring it a quarter of the way to 1, no more
        return None
    if _are_two(one.dated, other.dated, apart):
        return None
    shared = one.parties & other.parties
    if shared:
        alike += (1 - alike) * 0.25
    elif one.parties and other.parties:
        alike *= 0.75
    if one.dated.event.kind is not other.dated.event.kind:
        alike *= 0.9
    if alike < LEAST or (apart and title < SURE_TITLE):
        return None
    return Twins(
        one=one.dated.id,
        other=other.dated.id,
        alike=round(alike, 3),
        words=tuple(sorted(common)),
        shared=tuple(sorted(shared)),
        is_apart=apart > 0,
        apart_days=apart,
    )


def _are_two(one: DatedEvent, other: DatedEvent, apart: int) -> bool:
    """Whether they cannot be one, however they are called: other cases, a report and what it reports, one teller."""
    if one.event.case and other.event.case and one.event.case != other.event.case:
        return True
    if one.event.tells_of == other.id or other.event.tells_of == one.id:
        return True
    return bool(apart and one.event.agency and one.event.agency == other.event.agency)
