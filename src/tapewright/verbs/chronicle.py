"""Events of the chronology: add, change, source, remove. Each says what happened, when, to whom, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Event, EventSource
from tapewright.store import Change
from tapewright.verbs.eventdates import Counted, counted_again
from tapewright.verbs.eventfacts import Drafting, EventFacts, Source
from tapewright.verbs.places import quote_of
from tapewright.verbs.project import Project
from tapewright.verbs.revisions import check_revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """An event as it is stored now; what is still to be said of it, with the date that its words seem to mean; what was
    counted again because of it.
    """

    event: Event
    asks: str = ""
    offers: str = ""
    counted: Counted = Counted()


def add_event(project: Project, facts: EventFacts, *, who: str = "") -> Entered:
    """A new event. People who are not in the project yet are made. UsageError where nothing says that it happened."""
    drafting = Drafting(project)
    draft = drafting.new(facts)
    with project.store.change(f"add the event {draft.event.title[:60]}", who=who) as pen:
        return Entered(event=pen.add(draft.settled(pen, drafting.parties)), asks=draft.asks, offers=draft.offers)


def edit_event(
    project: Project, event: int, facts: EventFacts, *, who: str = "", expected: int | None = None
) -> Entered:
    """Other facts. Where its date changes, those that hang on it are counted again, unless somebody dated them."""
    old = event_with(project, event, expected=expected)
    if facts == EventFacts():
        raise UsageError("say what is to change", hint="tapewright chronicle edit --help lists it")
    drafting = Drafting(project)
    draft = drafting.changed(old, facts)
    with project.store.change(f"change event E{old.id}", who=who) as pen:
        new = draft.settled(pen, drafting.parties)
        if new == old:
            return Entered(event=old, asks=draft.asks, offers=draft.offers)
        stored = pen.replace(old, new)
        return Entered(event=stored, asks=draft.asks, offers=draft.offers, counted=_followed(project, pen, old, stored))


def remove_event(project: Project, event: int, *, who: str = "", expected: int | None = None) -> Event:
    """Remove an event with its sources; undo brings it back. ConflictError where others count from it or tell of it."""
    old = event_with(project, event, expected=expected)
    with project.store.change(f"remove event E{old.id}", who=who) as pen:
        pen.remove(old)
    return old


def add_source(project: Project, event: int, source: Source, *, who: str = "", expected: int | None = None) -> Event:
    """Something more that says so, or that says otherwise; a source that is there already gets the date and the note
    that it had not. UsageError where it says nothing new.
    """
    old = event_with(project, event, expected=expected)
    new = Drafting(project).source(source)
    sources = list(old.sources)
    same = [at for at, known in enumerate(sources) if is_same_source(known, new)]
    if not same or (new.date and all(sources[at].date not in ("", new.date) for at in same)):
        sources.append(new)
    else:
        at = next((at for at in same if sources[at].date in ("", new.date)), same[0])
        sources[at] = replace(sources[at], date=sources[at].date or new.date, note=sources[at].note or new.note)
    if tuple(sources) == old.sources:
        hint = "to change what it says, take it away by its number and add it again: chronicle list --long shows it"
        raise UsageError(f"E{event} rests on that already", hint=hint)
    return _replaced(project, old, replace(old, sources=tuple(sources)), f"source event E{event}", who)


def remove_source(project: Project, event: int, number: int, *, who: str = "", expected: int | None = None) -> Event:
    """Take a source away by its number, from 1. UsageError for the last one: an event without a source is removed."""
    old = event_with(project, event, expected=expected)
    _source(old, number)
    if len(old.sources) == 1:
        raise UsageError(f"E{event} has no other source", hint="add another first, or remove the event")
    sources = old.sources[: number - 1] + old.sources[number:]
    return _replaced(project, old, replace(old, sources=sources), f"take a source from event E{event}", who)


def requote(project: Project, event: int, number: int, *, who: str = "", expected: int | None = None) -> Event:
    """Take over the words as they read now under a source's place, after a person has looked at them."""
    old = event_with(project, event, expected=expected)
    source = _source(old, number)
    if source.quote is None:
        raise NotFoundError(f"source {number} of E{event} is a document", hint="only places on tapes are read again")
    new = replace(source, quote=quote_of(project, source.quote.span))
    sources = (*old.sources[: number - 1], new, *old.sources[number:])
    return _replaced(project, old, replace(old, sources=sources), f"read a source anew of event E{event}", who)


def event_with(project: Project, event: int, *, expected: int | None = None) -> Event:
    """The event with a number. ConflictError where it is not at the ``expected`` revision, which somebody saw."""
    found = project.store.one(Event, event)
    check_revision(f"E{event}", found.revision, expected)
    return found


def _followed(project: Project, pen: Change, old: Event, new: Event) -> Counted:
    if new.date == old.date:
        return Counted()
    counted = counted_again(project.store.events(), old, new)
    for before, after in counted.again:
        pen.replace(before, after)
    return counted


def is_same_source(one: EventSource, other: EventSource) -> bool:
    """The same place or document, saying the same of it."""
    return (one.quote, one.document, one.disputes) == (other.quote, other.document, other.disputes)


def _source(event: Event, number: int) -> EventSource:
    if not 1 <= number <= len(event.sources):
        raise NotFoundError(f"E{event.id} has no source {number}", hint=f"it has {len(event.sources)}")
    return event.sources[number - 1]


def _replaced(project: Project, old: Event, new: Event, what: str, who: str) -> Event:
    with project.store.change(what, who=who) as pen:
        return pen.replace(old, new)
