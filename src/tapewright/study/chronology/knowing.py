"""Who knew what when, as the sources tell it: who took part, and who was told, also of what was told before.

Whoever did it, was harmed, saw it, was present, reported it, was told or answered knows of an event from its day on
(whoever answered, from the answer). An event that *tells of* another carries the news: whoever reported, was told,
answered, did, saw or was present in it knows also of the other one from then on, and of what that one told of. What
somebody may have known otherwise is not in the sources, and is not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tapewright.model import DatedEvent, EventId, PartyId, Role
from tapewright.study.chronology.dating import place_in_time, read_date, said_date

_CARRIES = frozenset((Role.DID, Role.SAW, Role.PRESENT, Role.REPORTED, Role.TOLD, Role.ANSWERED))
_KNOWS = _CARRIES | {Role.HARMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """A party came to know of an event in another (or in the event itself).

    ``through`` are the events that the news went through, from the one in which the party took part (``by``) to the
    one that was told of: two where it was told of directly. Not before ``earliest``, and by ``latest``.
    ``is_too_early`` where by their dates one of them certainly lies before what it tells of: then a date is wrong.
    """

    event: EventId
    party: PartyId
    by: EventId
    role: Role
    said: str
    earliest: int | None = None
    latest: int | None = None
    through: tuple[EventId, ...] = ()
    is_too_early: bool = False

    @property
    def is_first_hand(self) -> bool:
        """It took part itself."""
        return self.by == self.event


def who_knew(events: Iterable[DatedEvent], *, of: EventId | None = None, party: PartyId | None = None) -> list[Knowing]:
    """Every way in which a party came to know of an event, the earliest first, by event in order of time.

    ``of`` asks about one event, ``party`` about one party.
    """
    ordered = sorted(events, key=place_in_time)
    known = {one.id: one for one in ordered}
    wanted = None if of is None else frozenset((of,))
    found: dict[EventId, list[Knowing]] = {}
    for one in ordered:
        for chain in _chains(one, known):
            if wanted is None or chain[-1] in wanted:
                found.setdefault(chain[-1], []).extend(_those_in(one, chain, party, known))
    return [knowing for one in ordered for knowing in sorted(found.get(one.id, ()), key=_since)]


def first_of_each(ways: Sequence[Knowing]) -> list[Knowing]:
    """For each party and event the way in which it knew first: by the day by which it knew for certain."""
    first: dict[tuple[EventId, PartyId], Knowing] = {}
    for way in ways:
        held = first.setdefault((way.event, way.party), way)
        if _since(way) < _since(held):
            first[way.event, way.party] = way
    return list(first.values())


def _chains(one: DatedEvent, known: Mapping[EventId, DatedEvent]) -> Iterator[tuple[EventId, ...]]:
    """The event alone, with what it tells of, with what that tells of; each event once."""
    chain: tuple[EventId, ...] = (one.id,)
    yield chain
    told = one.event.tells_of
    while told is not None and told not in chain and told in known:
        chain = (*chain, told)
        yield chain
        told = known[told].event.tells_of


def _those_in(
    one: DatedEvent, chain: tuple[EventId, ...], party: PartyId | None, known: Mapping[EventId, DatedEvent]
) -> Iterator[Knowing]:
    roles = _KNOWS if len(chain) == 1 else _CARRIES
    is_too_early = any(_is_before(known[telling], known[told]) for telling, told in pairwise(chain))
    for participant in one.event.parties:
        if participant.role not in roles or (party is not None and participant.party != party):
            continue
        earliest, latest, said = one.earliest, one.latest, one.said
        if participant.role is Role.ANSWERED and (answered := read_date(one.event.answered_on)) is not None:
            earliest, latest, said = answered.earliest, answered.latest, said_date(one.event.answered_on)
        yield Knowing(
            event=chain[-1],
            party=participant.party,
            by=one.id,
            role=participant.role,
            said=f"{said}, before what it tells of" if is_too_early else said,
            earliest=earliest,
            latest=latest,
            through=chain,
            is_too_early=is_too_early,
        )


def _is_before(one: DatedEvent, other: DatedEvent) -> bool:
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def _since(way: Knowing) -> tuple[bool, int, int, int, int]:
    """What cannot be by its dates comes last: it hides no way that can."""
    unknown = 1 << 62
    latest = unknown if way.latest is None else way.latest
    return way.is_too_early, latest, unknown if way.earliest is None else way.earliest, len(way.through), way.by
