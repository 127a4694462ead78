"""A chronology laid out, as screens, files and ``--json`` share it: events with days, gaps, conflicts, ages.

Days are proleptic Gregorian ordinals, as ``datetime.date.toordinal`` counts them, in any year. None is open or
unknown. What is ``said`` is for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tapewright.model.chronology import Case, CaseId, Event, EventId, Party, PartyId
from tapewright.model.tape import Tape, TapeId


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """An event and the days between which it lies, both inclusive.

    ``is_about`` where the date is approximate or uncertain: then even the bounds are not sure. ``lasts`` where it went
    on from one date to another (``1978/1980``): the last day on which it can have begun and the first on which it can
    have ended; None for what lies on one day, known or not. ``sources_said`` are the dates of its sources, for people,
    in their order; empty where a source gives none.
    """

    event: Event
    earliest: int | None = None
    latest: int | None = None
    said: str = ""
    is_about: bool = False
    lasts: tuple[int, int] | None = None
    sources_said: tuple[str, ...] = ()

    @property
    def id(self) -> EventId:
        """The event's."""
        return self.event.id

    @property
    def begins_by(self) -> int | None:
        """The last day on which it can have begun."""
        return self.latest if self.lasts is None else self.lasts[0]

    @property
    def ends_from(self) -> int | None:
        """The first day on which it can have ended."""
        return self.earliest if self.lasts is None else self.lasts[1]

    @property
    def is_known_day(self) -> bool:
        """One day, and no doubt about it."""
        return self.earliest is not None and self.earliest == self.latest and not self.is_about

    @property
    def is_dated(self) -> bool:
        """Something is known of when it was."""
        return self.earliest is not None or self.latest is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A person or institution and its events in order of time; ``party`` is None for events of nobody."""

    party: Party | None
    events: tuple[EventId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch in which nothing of what was chosen is told, between two neighbours.

    It is at least ``least`` and at most ``most`` days long: as far as dates are uncertain, so is it. ``begins`` and
    ``ends`` are the last day before and the first day after what is certainly empty (where ``least`` is not 0).
    ``lane`` is whose events were looked at, None for those of a case (``case``; None: of no case). ``may_lie`` are
    events of the same choice with an open or unknown date: any of them may lie in it. ``inside`` are the first of the
    other events that certainly lie in it, ``inside_count`` how many there are.
    """

    before: EventId
    after: EventId
    least: int
    most: int
    begins: int
    ends: int
    said: str
    lane: PartyId | None = None
    case: CaseId | None = None
    may_lie: tuple[EventId, ...] = ()
    inside: tuple[EventId, ...] = ()
    inside_count: int = 0


class ConflictKind(StrEnum):
    """In what sources, or events, do not agree."""

    DATES = "dates"
    """Two sources of one event give dates that cannot both be right."""
    EVENT_DATE = "event date"
    """The event is dated otherwise than a source of it says."""
    DISPUTED = "disputed"
    """A source says that it was not so, or whoever entered it calls it disputed."""
    TOLD_BEFORE = "told before"
    """It was told of before it happened."""
    ANSWERED_BEFORE = "answered before"
    """It was answered before it happened."""
    NOT_ALIVE = "not alive"
    """Somebody took part before their birth or after their death."""
    TWICE = "twice"
    """Two events tell the same thing with dates that cannot both be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What does not agree. ``sources`` are numbers of the event's sources, from 1, where the conflict is theirs.

    ``is_sure`` is false where a date is only about right, so that both may be.
    """

    kind: ConflictKind
    event: EventId
    said: str
    sources: tuple[int, ...] = ()
    other: EventId | None = None
    party: PartyId | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old somebody was at an event, in whole years: at least and at most; ``said`` as ``15 or 16``."""

    event: EventId
    party: PartyId
    least: int
    most: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyPage:
    """Everything that a chronology shows. ``events`` are in order of time, those without a date last.

    ``number`` is the transaction that it was read at. ``left_out`` counts events that a filter kept away.
    """

    events: tuple[DatedEvent, ...]
    lanes: tuple[Lane, ...] = ()
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    ages: tuple[Age, ...] = ()
    parties: tuple[Party, ...] = ()
    cases: tuple[Case, ...] = ()
    tapes: Mapping[TapeId, Tape] = field(default_factory=dict)
    title: str = ""
    number: int = 0
    left_out: int = 0
