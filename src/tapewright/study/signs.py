"""Warning signs: what was seen or said, when somebody knew of it, what was done, and what could have been.

A sign is a code with its codings, or a warning-sign event that no such code covers. What followed is what hangs on it
in the chronology: contacts that tell of it, and interventions, done or missed, that tell of it or of such a contact.
Nothing here weighs a sign, counts signs up or looks ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tapewright.model import Code, CodeId, Coding, Event, EventId, EventKind, Memo, MemoAbout, PartyId, Role, Span
from tapewright.study.ledger import order

GUIDANCE = "Guidance:"
"""So begins the title of a memo about a code that says what published guidance advises; the publication follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What a publication says about what can be done; ``publication`` names it."""

    publication: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knew:
    """Somebody who knew: ``party`` by its id, from ``event`` on; ``saw`` where it was there, else it was told."""

    party: PartyId
    event: Event
    saw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A warning sign. ``code`` is None for an event that no code covers."""

    name: str
    code: Code | None = None
    codings: tuple[Coding, ...] = ()
    events: tuple[Event, ...] = ()
    contacts: tuple[Event, ...] = ()
    acts: tuple[Event, ...] = ()
    misses: tuple[Event, ...] = ()
    knew: tuple[Knew, ...] = ()
    guidance: tuple[Guidance, ...] = ()


def signs(
    codes: Iterable[Code], codings: Iterable[Coding], events: Iterable[Event], memos: Iterable[Memo] = ()
) -> tuple[Sign, ...]:
    """A sign for each of ``codes`` that has codings, in their order; then each warning-sign event that none covers."""
    by_code: dict[CodeId, list[Coding]] = {}
    for coding in codings:
        by_code.setdefault(coding.code, []).append(coding)
    all_events = _Events(events)
    guided = _guidance(memos)
    made: list[Sign] = []
    covered: set[EventId] = set()
    for code in codes:
        mine = by_code.get(code.id, [])
        if not mine:
            continue
        spans = [coding.quote.span for coding in mine]
        seen = [event for event in all_events.signs if _rests_on(event, spans)]
        covered.update(event.id for event in seen)
        made.append(_sign(code.name, code, mine, seen, all_events, guided.get(code.id, ())))
    for event in all_events.signs:
        if event.id not in covered:
            made.append(_sign(event.title, None, [], [event], all_events, ()))
    return tuple(made)


class _Events:
    """The events in their order, and for each what tells of it or hangs on it."""

    def __init__(self, events: Iterable[Event]) -> None:
        listed = sorted(events, key=order)
        self.signs = [event for event in listed if event.kind is EventKind.WARNING_SIGN]
        self.loose = [event for event in listed if event.tells_of is None and event.hangs_on is None]
        self._place = {event.id: place for place, event in enumerate(listed)}
        self._telling: dict[EventId, list[Event]] = {}
        self._hanging: dict[EventId, list[Event]] = {}
        for event in listed:
            if event.tells_of is not None:
                self._telling.setdefault(event.tells_of, []).append(event)
            if event.hangs_on is not None:
                self._hanging.setdefault(event.hangs_on, []).append(event)

    def contacts(self, signs: Iterable[EventId]) -> list[Event]:
        """The contacts that tell of these, in order."""
        found = (event for sign in signs for event in self._telling.get(sign, ()))
        return self._sorted(event for event in found if event.kind is EventKind.CONTACT)

    def followers(self, of: Iterable[EventId], besides: Iterable[Event]) -> list[Event]:
        """What tells of these or hangs on them, and some besides, in order, each once."""
        tied = [event for one in of for event in (*self._telling.get(one, ()), *self._hanging.get(one, ()))]
        return self._sorted((*tied, *besides))

    def _sorted(self, events: Iterable[Event]) -> list[Event]:
        return sorted({event.id: event for event in events}.values(), key=lambda event: self._place[event.id])


def _sign(
    name: str,
    code: Code | None,
    codings: Sequence[Coding],
    seen: Sequence[Event],
    events: _Events,
    guidance: Sequence[Guidance],
) -> Sign:
    roots = {event.id for event in seen}
    contacts = events.contacts(roots)
    spans = [coding.quote.span for coding in codings]
    loose = [one for one in events.loose if _rests_on(one, spans)] if spans else []
    followed = events.followers(roots | {one.id for one in contacts}, loose)
    return Sign(
        name=name,
        code=code,
        codings=tuple(sorted(codings, key=lambda one: (one.quote.span, one.id))),
        events=tuple(seen),
        contacts=tuple(contacts),
        acts=tuple(one for one in followed if one.kind is EventKind.INTERVENTION),
        misses=tuple(one for one in followed if one.kind is EventKind.MISSED_INTERVENTION),
        knew=_knew(seen, contacts),
        guidance=tuple(guidance),
    )


def _knew(seen: Sequence[Event], contacts: Sequence[Event]) -> tuple[Knew, ...]:
    """Everybody who knew, each from the first time on: they saw it, or were told in a contact that tells of it."""
    told = [(event, one.party, True) for event in seen for one in event.parties if one.role in (Role.SAW, Role.TOLD)]
    told += [(event, one.party, False) for event in contacts for one in event.parties if one.role is Role.TOLD]
    first: dict[PartyId, Knew] = {}
    for event, party, saw in sorted(told, key=lambda one: order(one[0])):
        is_there = saw and any(one.party == party and one.role is Role.SAW for one in event.parties)
        first.setdefault(party, Knew(party=party, event=event, saw=is_there))
    return tuple(first.values())


def _rests_on(event: Event, spans: Sequence[Span]) -> bool:
    """Whether a source of the event and one of these spans share tape."""
    quoted = [source.quote.span for source in event.sources if source.quote]
    return any(one.tape == span.tape and one.interval.meets(span.interval) for one in quoted for span in spans)


def _guidance(memos: Iterable[Memo]) -> Mapping[CodeId, list[Guidance]]:
    """What memos say that publications advise, by code; a memo that names no publication says nothing here."""
    found: dict[CodeId, list[Guidance]] = {}
    for memo in memos:
        publication = memo.title.removeprefix(GUIDANCE).strip()
        if memo.about is MemoAbout.CODE and memo.title.startswith(GUIDANCE) and publication:
            found.setdefault(CodeId(memo.target), []).append(Guidance(publication=publication, text=memo.text))
    return found
