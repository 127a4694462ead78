"""The chronology as it stands: events that were chosen, in order of time, with gaps, conflicts, ages and who knew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tapewright.errors import UsageError
from tapewright.model import (
    Case,
    CaseId,
    Certainty,
    ChronologyPage,
    Conflict,
    ConflictKind,
    DatedEvent,
    DecisionKind,
    Event,
    EventId,
    EventKind,
    Gap,
    Lane,
    Party,
    PartyId,
)
from tapewright.store.uncollected import uncollected
from tapewright.study.chronology.ages import ages, lives
from tapewright.study.chronology.conflicts import conflicts
from tapewright.study.chronology.dating import laid_out
from tapewright.study.chronology.gaps import Inside, gaps
from tapewright.study.chronology.knowing import Knowing, who_knew
from tapewright.study.chronology.twins import Twins, twins, twins_apart
from tapewright.verbs.datesmeant import date_of_text
from tapewright.verbs.eventfacts import event_number, named_case
from tapewright.verbs.parties import named_party
from tapewright.verbs.project import Project

SHORTEST_GAP = 90
"""Gaps of fewer days are not shown, unless somebody asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which events are wanted; what is empty keeps none away.

    ``parties`` are names or ``P3`` (events of any of them), ``case`` a case's name, ``first`` and ``last`` EDTF dates:
    events that may lie between them. ``words`` must all stand in the title or the note.
    """

    kinds: tuple[EventKind, ...] = ()
    parties: tuple[str, ...] = ()
    case: str = ""
    agency: str = ""
    certainty: tuple[Certainty, ...] = ()
    first: str = ""
    last: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Laid:
    """Everything of a project's chronology at one transaction, laid out."""

    events: tuple[DatedEvent, ...]
    parties: tuple[Party, ...]
    cases: tuple[Case, ...]
    settled: frozenset[str]
    number: int

    @cached_property
    def twins(self) -> list[Twins]:
        """Events that may be one, but for those that somebody kept apart. Of ten thousand it takes half a second."""
        return twins(self.events, settled=self.settled)

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """What does not agree, in the order of the events."""
        found = conflicts(self.events, {party.id: party for party in self.parties}, lives(self.parties))
        said = {one.id: one.said for one in self.events}
        found += [
            Conflict(
                kind=ConflictKind.TWICE,
                event=pair.one,
                other=pair.other,
                said=f"told twice? dated {said[pair.one]} and {said[pair.other]}",
                is_sure=False,
            )
            for pair in twins_apart(self.events, settled=self.settled)
        ]
        place = {one.id: number for number, one in enumerate(self.events)}
        return sorted(found, key=lambda conflict: place[conflict.event])


def laid(project: Project) -> Laid:
    """The whole chronology, read anew only when something was written since."""
    number = project.store.last_transaction()

    def read() -> Laid:
        decisions = project.store.decisions(DecisionKind.DUPLICATE_EVENTS)
        with uncollected():
            return Laid(
                events=tuple(laid_out(project.store.events())),
                parties=tuple(project.store.parties()),
                cases=tuple(project.store.cases()),
                settled=frozenset(decision.about for decision in decisions),
                number=number,
            )

    found: Laid = project.chronologies_at_hand.get(("laid", number), read)
    return found


def chosen_events(project: Project, chosen: Chosen) -> list[DatedEvent]:
    """The events that were asked for, in order of time. NotFoundError for a case or party that is not there."""
    return _chosen(laid(project), chosen)


def page(project: Project, chosen: Chosen | None = None, *, shortest: int = SHORTEST_GAP) -> ChronologyPage:
    """The chronology of what was chosen: one answer for the screen, the files and ``--json``."""
    chosen = chosen or Chosen()
    whole = laid(project)

    def made() -> ChronologyPage:
        with uncollected():
            return _page(project, whole, chosen, shortest)

    found: ChronologyPage = project.chronologies_at_hand.get((whole.number, chosen, shortest), made)
    return found


def gaps_of(
    project: Project, chosen: Chosen | None = None, *, shortest: int = SHORTEST_GAP, possible: bool = False
) -> list[Gap]:
    """Gaps between neighbours among the chosen events of each case, each with what else is told of that time."""
    whole = laid(project)
    events = _chosen(whole, chosen or Chosen())
    return list(_gaps_by_case(whole, events, shortest, possible))


def conflicts_of(project: Project, chosen: Chosen | None = None) -> list[Conflict]:
    """What does not agree about the chosen events."""
    whole = laid(project)
    wanted = {one.id for one in _chosen(whole, chosen or Chosen())}
    return [conflict for conflict in whole.conflicts if conflict.event in wanted]


def who_knew_of(project: Project, *, event: str = "", party: str = "") -> list[Knowing]:
    """Every way in which somebody came to know: of one event, or of all; by one party, or by anybody."""
    whole = laid(project)
    of = event_number(event) if event else None
    if of is not None:
        project.store.one(Event, of)
    return who_knew(whole.events, of=of, party=named_party(whole.parties, party).id if party else None)


def duplicates(project: Project, chosen: Chosen | None = None) -> list[Twins]:
    """Events that may be one, the likest first; none is merged by itself."""
    whole = laid(project)
    wanted = {one.id for one in _chosen(whole, chosen or Chosen())}
    return [pair for pair in whole.twins if pair.one in wanted or pair.other in wanted]


def lanes(events: Iterable[DatedEvent], parties: Sequence[Party]) -> list[Lane]:
    """Whoever has an event, in the order of their first one, then the events of nobody."""
    of_party: dict[PartyId | None, list[EventId]] = {}
    for one in events:
        if not one.event.parties:
            of_party.setdefault(None, []).append(one.id)
        for party in dict.fromkeys(each.party for each in one.event.parties):
            of_party.setdefault(party, []).append(one.id)
    known = {party.id: party for party in parties}
    nobody = of_party.pop(None, None)
    found = [Lane(party=known[party], events=tuple(ids)) for party, ids in of_party.items() if party is not None]
    return [*found, Lane(party=None, events=tuple(nobody))] if nobody else found


def _page(project: Project, whole: Laid, chosen: Chosen, shortest: int) -> ChronologyPage:
    events = _chosen(whole, chosen)
    known = {one.id: one for one in events}
    made = lanes(events, whole.parties)
    return ChronologyPage(
        events=tuple(events),
        lanes=tuple(made),
        gaps=tuple(_all_gaps(whole, events, known, made, shortest)),
        conflicts=tuple(conflict for conflict in whole.conflicts if conflict.event in known),
        ages=tuple(ages(events, lives(whole.parties))),
        parties=whole.parties,
        cases=whole.cases,
        tapes={tape.id: tape for tape in project.store.tapes()},
        title=project.settings.title,
        number=whole.number,
        left_out=len(whole.events) - len(events),
    )


def _all_gaps(
    whole: Laid, events: Sequence[DatedEvent], known: dict[EventId, DatedEvent], made: Sequence[Lane], shortest: int
) -> list[Gap]:
    """Those of each case, then those of each lane."""
    inside = Inside(whole.events)
    found = list(_gaps_by_case(whole, events, shortest, False))
    for lane in made:
        if lane.party is not None:
            of_lane = [known[event] for event in lane.events]
            own = frozenset(lane.events)
            found += [inside.told(gap, own) for gap in gaps(of_lane, shortest=shortest, lane=lane.party.id)]
    return found


def _gaps_by_case(whole: Laid, events: Sequence[DatedEvent], shortest: int, possible: bool) -> Iterator[Gap]:
    """One case does not fill the silence of another, nor does it tell of it."""
    of_case: dict[CaseId | None, list[DatedEvent]] = {}
    for one in events:
        of_case.setdefault(one.event.case, []).append(one)
    for case, own in of_case.items():
        without = frozenset(one.id for one in own)
        inside = Inside(one for one in whole.events if case is None or one.event.case in (case, None))
        for gap in gaps(own, shortest=shortest, possible=possible, case=case):
            yield inside.told(gap, without)


def _chosen(whole: Laid, chosen: Chosen) -> list[DatedEvent]:
    if chosen == Chosen():
        return list(whole.events)
    parties = frozenset(named_party(whole.parties, name).id for name in chosen.parties)
    case = named_case(whole.cases, chosen.case).id if chosen.case else None
    first, last = _between(chosen)
    words = chosen.words.casefold().split()
    agency = chosen.agency.casefold().strip()
    return [
        one
        for one in whole.events
        if (not chosen.kinds or one.event.kind in chosen.kinds)
        and (not chosen.certainty or one.event.certainty in chosen.certainty)
        and (case is None or one.event.case == case)
        and (not agency or agency in _agencies(one.event))
        and (not parties or any(each.party in parties for each in one.event.parties))
        and (first is None or one.latest is None or one.latest >= first)
        and (last is None or one.earliest is None or one.earliest <= last)
        and (one.is_dated or (first is None and last is None))
        and (not words or _says(one.event, words))
    ]


def _between(chosen: Chosen) -> tuple[int | None, int | None]:
    first = date_of_text(chosen.first).earliest if chosen.first else None
    last = date_of_text(chosen.last).latest if chosen.last else None
    if first is not None and last is not None and last < first:
        raise UsageError(
            f"{chosen.last} lies before {chosen.first}",
            hint="the first day comes first: --from the first, --to the last",
        )
    return first, last


def _agencies(event: Event) -> list[str]:
    return [agency.strip() for agency in event.agency.casefold().split(";")]


def _says(event: Event, words: Sequence[str]) -> bool:
    text = f"{event.title} {event.note} {event.place} {event.date_words}".casefold()
    return all(word in text for word in words)
