"""Events that may be the same, told twice. Offered with the reasons; a person decides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
"""So many likenesses of one event are offered, the likest: of those whose dates meet, and of those that are apart."""

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

    Their titles share words, they are of one case or none is named, neither tells of the other, and their dates meet,
    or they are ``twins_apart``. ``settled`` are offers that were answered.
    """
    ordered = _looked_at(events)
    return sorted([*_likest(_meeting(ordered), settled), *_likest(_apart(ordered), settled)], key=_likest_first)


def twins_apart(events: Iterable[DatedEvent], *, settled: Collection[str] = ()) -> list[Twins]:
    """Those pairs whose dates cannot both be right, the likest first: of ten thousand events they are found at once.

    They lie no more than a year apart, their titles are nearly the same, no third event is called so (a home visit each
    week is no conflict), and no one agency tells both.
    """
    ordered = _looked_at(events)
    return _likest(_apart(ordered), settled)


def _likest(pairs: Iterable[tuple[_Looked, _Looked, int]], settled: Collection[str]) -> list[Twins]:
    """Of pairs with the days between them those that may be one, the likest first: of each event no more than some."""
    offered: Counter[EventId] = Counter()
    kept = []
    found = [twin for one, other, days in pairs if (twin := _compared(one, other, days))]
    for twin in sorted(found, key=_likest_first):
        if offered[twin.one] < MOST_OF_ONE and offered[twin.other] < MOST_OF_ONE and twin.about not in settled:
            offered.update((twin.one, twin.other))
            kept.append(twin)
    return kept


def _likest_first(pair: Twins) -> tuple[float, EventId, EventId]:
    return -pair.alike, pair.one, pair.other


def _meeting(events: Sequence[_Looked]) -> Iterator[tuple[_Looked, _Looked, int]]:
    """Pairs that are worth a look and whose dates meet; events are in order of time."""
    for one, other in _neighbours(events, [one.words for one in events]):
        if other.start <= one.end:
            yield one, other, 0


def _apart(events: Sequence[_Looked]) -> Iterator[tuple[_Looked, _Looked, int]]:
    """Pairs called nearly the same, as no third event is, with the days between them."""
    crowd = Counter(one.words for one in events)
    for one, other in _neighbours([one for one in events if crowd[one.words] <= 2], [one.words for one in events]):
        days = other.start - one.end
        if days > 0 and len(one.words ^ other.words) <= 2 and not _are_numbered_apart(one, other):
            yield one, other, days


def _are_numbered_apart(one: _Looked, other: _Looked) -> bool:
    """Whether titles say another number: bus 12 and bus 14, of two days, are two."""
    return bool(one.numbers - other.numbers and other.numbers - one.numbers)


def _neighbours(events: Sequence[_Looked], titles: Iterable[frozenset[str]]) -> Iterator[tuple[_Looked, _Looked]]:
    """Events that share rare words and follow each other within a year, each pair once; ``titles`` are those of all."""
    seen: set[tuple[int, int]] = set()
    for alike in _by_rare_words(events, titles).values():
        for at, one in enumerate(alike):
            for other in alike[at + 1 : at + 1 + _NEXT]:
                if other.start - one.end > NEAR_DAYS:
                    break
                pair = one.number, other.number
                if pair not in seen:
                    seen.add(pair)
                    yield one, other


def _by_rare_words(events: Iterable[_Looked], titles: Iterable[frozenset[str]]) -> dict[tuple[str, ...], list[_Looked]]:
    """Events by two of the rarest words of their titles, and by one that few have."""
    common = Counter(word for words in titles for word in words)
    having: dict[tuple[str, ...], list[_Looked]] = defaultdict(list)
    for one in events:
        rarest = sorted(one.words, key=lambda word: (common[word], word))[:_RAREST]
        alone = ((word,) for word in rarest if common[word] <= _RARE or len(one.words) == 1)
        for key in (*combinations(rarest, 2), *alone):
            having[key].append(one)
    return having


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is compared of an event, reckoned once: its days, its words, how many letters they have, the numbers among
    them, its parties.
    """

    dated: DatedEvent
    number: EventId
    start: int
    end: int
    words: frozenset[str]
    letters: int
    numbers: frozenset[str]
    parties: frozenset[PartyId]


def _looked_at(events: Iterable[DatedEvent]) -> list[_Looked]:
    """In order of time."""
    return [_looked(one) for one in sorted(events, key=place_in_time)]


def _looked(one: DatedEvent) -> _Looked:
    words, letters, numbers = _title(one.event.title)
    start = -_NEVER if one.earliest is None else one.earliest
    end = _NEVER if one.latest is None else one.latest
    parties = frozenset([participant.party for participant in one.event.parties])
    return _Looked(one, one.id, start, end, words, letters, numbers, parties)


@lru_cache(maxsize=1 << 15)
def _title(text: str) -> tuple[frozenset[str], int, frozenset[str]]:
    """The words of a title that say something, how many letters they have, and the numbers among them."""
    words = frozenset(normal_words(text)) - _SMALL
    return words, sum(map(len, words)), frozenset(filter(str.isdecimal, words))


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
