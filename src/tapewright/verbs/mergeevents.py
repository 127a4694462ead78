"""Two events that are one: merged by a person, or kept apart so that they are not offered again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tapewright.errors import UsageError
from tapewright.model import Decision, DecisionKind, Event, EventId, EventKind, EventSource, MemoAbout, Participant
from tapewright.store import Change
from tapewright.study.chronology.twins import offer_name
from tapewright.verbs.chronicle import Entered, event_with, is_same_source
from tapewright.verbs.eventdates import Counted, counted_again
from tapewright.verbs.project import Project

DISTINCT = "distinct"
"""The answer to an offer of two events that are not one."""


def merge_events(project: Project, one: int, into: int, *, who: str = "") -> Entered:
    """Two events are one: ``into`` gets the sources, the people and the memos of the other, which is no more.

    ``into`` keeps its title and its date; where the other was dated otherwise, its sources say so, and what else it
    said otherwise stands in the note. What counted from
    the other or told of it does so of ``into``. Undo brings both back.
    """
    if one == into:
        raise UsageError(f"E{one} is one event already", hint="name two")
    gone, kept = event_with(project, one), event_with(project, into)
    with project.store.change(f"E{one} and E{into} are one event", who=who) as pen:
        events = {event.id: event for event in project.store.events()}
        merged = _without_circles(_merged(gone, kept), gone, events)
        stored = pen.replace(kept, merged)
        counted = _follow(pen, events, gone, kept, stored)
        for memo in project.store.memos():
            if memo.about is MemoAbout.EVENT and memo.target == gone.id:
                pen.replace(memo, replace(memo, target=kept.id))
        pen.remove(gone)
    return Entered(event=stored, counted=counted)


def keep_apart(project: Project, one: int, other: int, *, note: str = "", who: str = "") -> Decision:
    """Two events are two: they are not offered as one again. Undo offers them anew."""
    for event in (one, other):
        event_with(project, event)
    if one == other:
        raise UsageError(f"E{one} is one event", hint="name two")
    made = Decision(
        kind=DecisionKind.DUPLICATE_EVENTS, about=offer_name(one, other), answer=DISTINCT, note=note.strip()
    )
    with project.store.change(f"E{one} and E{other} are two events", who=who) as pen:
        return pen.add(made)


def _follow(pen: Change, events: Mapping[EventId, Event], gone: Event, kept: Event, stored: Event) -> Counted:
    """Point what counted from the lost event, or told of it, to the one that is kept; dates are counted again."""
    others = [event for event in events.values() if event.id not in (gone.id, kept.id)]
    of_gone = counted_again(others, gone, stored)
    of_kept = counted_again(others, kept, stored) if kept.date != stored.date else Counted()
    again = {before.id: after for before, after in (*of_gone.again, *of_kept.again)}
    changed = []
    for event in others:
        new = _pointed(again.get(event.id, event), gone.id, kept.id)
        if new != event:
            pen.replace(event, new)
            if event.id in again:
                changed.append((event, new))
    return Counted(again=tuple(changed), kept=(*of_gone.kept, *of_kept.kept))


def _merged(gone: Event, kept: Event) -> Event:
    is_undated = not kept.date and not kept.date_words
    return replace(
        kept,
        kind=gone.kind if kept.kind is EventKind.OTHER else kept.kind,
        date=gone.date if is_undated else kept.date,
        date_words=gone.date_words if is_undated else kept.date_words,
        hangs_on=gone.hangs_on if is_undated else kept.hangs_on,
        sources=_sources(gone, kept),
        parties=_people(gone, kept),
        place=kept.place or gone.place,
        case=kept.case or gone.case,
        agency=_both(kept.agency, gone.agency, "; "),
        note=_both(_both(kept.note, gone.note, "\n"), _otherwise(gone, kept, is_undated=is_undated), "\n"),
        answer=kept.answer or gone.answer,
        answered_on=kept.answered_on or ("" if kept.answer else gone.answered_on),
        outcome=kept.outcome or gone.outcome,
        believed=kept.believed or gone.believed,
        tells_of=kept.tells_of or gone.tells_of,
    )


def _sources(gone: Event, kept: Event) -> tuple[EventSource, ...]:
    date = "" if gone.date == kept.date else gone.date
    sources = list(kept.sources)
    for source in gone.sources:
        dated = replace(source, date=source.date or date)
        same = [known for known in sources if is_same_source(known, source)]
        if not same or (dated.date and all(known.date != dated.date for known in same)):
            sources.append(dated)
        elif source.note and all(known.note != source.note for known in same):
            at = sources.index(same[0])
            sources[at] = replace(same[0], note=_both(same[0].note, source.note, "; "))
    return tuple(sources)


def _otherwise(gone: Event, kept: Event, *, is_undated: bool) -> str:
    """What the lost event said that has no place in the one that is kept, on one line; empty where it said nothing."""
    said = [f"“{gone.title}”"] if gone.title.casefold() != kept.title.casefold() else []
    if gone.date_words and not is_undated and gone.date_words != kept.date_words:
        said.append(f"dated by “{gone.date_words}”")
    if gone.kind not in (kept.kind, EventKind.OTHER) and kept.kind is not EventKind.OTHER:
        said.append(f"kind: {gone.kind.value}")
    if gone.certainty is not kept.certainty:
        said.append(f"certainty: {gone.certainty.value}")
    pairs = (
        ("place", gone.place, kept.place),
        ("answer", gone.answer, kept.answer),
        ("answered", gone.answered_on, kept.answered_on or kept.answer),
        ("outcome", gone.outcome, kept.outcome),
        ("believed", gone.believed, kept.believed),
    )
    said += [f"{what}: {theirs}" for what, theirs, ours in pairs if theirs and ours and theirs != ours]
    return f"{gone.agency or f'E{gone.id}'} said: {'; '.join(said)}" if said else ""


def _people(gone: Event, kept: Event) -> tuple[Participant, ...]:
    known = {(each.party, each.role) for each in kept.parties}
    return (*kept.parties, *(each for each in gone.parties if (each.party, each.role) not in known))


def _without_circles(merged: Event, gone: Event, events: Mapping[EventId, Event]) -> Event:
    """The merged event hangs on nothing, and tells of nothing, that leads back to it or to the one that is lost."""
    both = (merged.id, gone.id)
    if _leads_to(both, merged.hangs_on, {event.id: event.hangs_on for event in events.values()}):
        merged = replace(merged, hangs_on=None)
    if _leads_to(both, merged.tells_of, {event.id: event.tells_of for event in events.values()}):
        merged = replace(merged, tells_of=None)
    return merged


def _leads_to(wanted: Iterable[EventId], first: EventId | None, following: Mapping[EventId, EventId | None]) -> bool:
    seen: set[EventId] = set()
    while first is not None and first not in seen:
        if first in wanted:
            return True
        seen.add(first)
        first = following.get(first)
    return False


def _pointed(event: Event, gone: EventId, kept: EventId) -> Event:
    return replace(
        event,
        hangs_on=kept if event.hangs_on == gone else event.hangs_on,
        tells_of=kept if event.tells_of == gone else event.tells_of,
    )


def _both(one: str, other: str, between: str) -> str:
    return between.join(dict.fromkeys(text for text in (one, other) if text))
