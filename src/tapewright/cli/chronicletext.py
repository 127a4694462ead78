"""The chronology as text on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tapewright.model import DatedEvent, Event, EventSource, Gap, PartyId, Role, Tape, TapeId
from tapewright.study.chronology.dating import dated
from tapewright.timing.days import date_of
from tapewright.verbs.chronology import laid
from tapewright.verbs.gaptold import Told
from tapewright.verbs.places import write_span
from tapewright.words.counted import counted

if TYPE_CHECKING:
    from tapewright.verbs.project import Project


_DATE, _WIDEST_DATE = 22, 40
_SAID = 5


class Names:
    """The names of people, cases and tapes of a project, read once."""

    def __init__(self, project: Project) -> None:
        self.parties: dict[PartyId, str] = {party.id: party.name for party in project.store.parties()}
        self.cases = {case.id: case.name for case in project.store.cases()}
        self.tapes: Mapping[TapeId, Tape] = {tape.id: tape for tape in project.store.tapes()}


def events_text(project: Project, events: Iterable[DatedEvent], in_full: bool) -> str:
    """A line for each event, or all that is known of it."""
    names, listed = Names(project), list(events)
    width = min(_WIDEST_DATE, max([_DATE, *(len(one.said) for one in listed)]))
    return "\n".join(
        line for one in listed for line in (event_lines(one, names) if in_full else [event_line(one, names, width)])
    )


def entered_text(project: Project, event: Event) -> str:
    """An event in full."""
    return "\n".join(event_lines(dated(event), Names(project)))


def event_line(one: DatedEvent, names: Names, width: int = _DATE) -> str:
    """``E12  June 1978  contact  Told the harbour master (Marian Voss reported, harbour office told)``."""
    event = one.event
    when = one.said or "(no date)"
    taking = ", ".join(f"{names.parties.get(each.party, '?')} {_role(each.role)}" for each in event.parties)
    told = event.title + (f" ({taking})" if taking else "")
    told += "" if event.certainty.value == "certain" else f"  [{event.certainty.value}]"
    return f"{f'E{event.id}':>6}  {when:<{width}}  {event.kind.value:<19} {told}"


def event_lines(one: DatedEvent, names: Names) -> Iterator[str]:
    """The line, and below it what dated it, where it belongs, what was answered, and what says so."""
    event = one.event
    yield event_line(one, names)
    facts = [
        f"“{event.date_words}”" if event.date_words and event.date_words != one.said else "",
        event.date if event.date and event.date != one.said else "",
        f"counted from E{event.hangs_on}" if event.hangs_on else "",
        f"tells of E{event.tells_of}" if event.tells_of else "",
        event.place,
        f"case {names.cases[event.case]}" if event.case in names.cases and event.case is not None else "",
        f"from {event.agency}" if event.agency else "",
    ]
    if any(facts):
        yield "        " + ", ".join(fact for fact in facts if fact)
    answer = " ".join(part for part in (event.answer, event.answered_on and f"({event.answered_on})") if part)
    for name, text in (
        ("answer", answer),
        ("outcome", event.outcome),
        ("believed", event.believed),
        ("note", event.note),
    ):
        if text:
            yield f"        {name}: {text}"
    for number, (source, said) in enumerate(zip(event.sources, one.sources_said, strict=True), 1):
        yield f"        {number}. {_source(source, said, names)}"


def gap_lines(gap: Gap, events: Mapping[int, DatedEvent], names: Names, told: Told) -> Iterator[str]:
    """How long, between what, and what else is told of that time: events, dates that are said on tapes, codings."""
    before, after = events[gap.before], events[gap.after]
    days = counted(gap.least, "day") if gap.least == gap.most else f"{gap.least} to {gap.most} days"
    of = f"  {names.cases[gap.case]}" if gap.case is not None and gap.case in names.cases else ""
    yield gap.said + ("" if gap.said.endswith(days) else f"  ({days})") + of
    yield f"{event_line(before, names)}"
    if gap.inside_count:
        others = ", ".join(f"E{one}" for one in gap.inside)
        yield f"          in it: {counted(gap.inside_count, 'other event')}: {others}"
    for date in told.said[:_SAID]:
        start = names.tapes[date.span.tape].timecode(date.span.interval.start)
        yield f"          said of it: {date.span.tape}  {start}  … {date.before} [{date.mention.words}] {date.after} …"
    if len(told.said) > _SAID:
        yield f"          and {counted(len(told.said) - _SAID, 'other place')}; tapewright chronicle mentions"
    if told.codings:
        yield f"          coded there: {counted(len(told.codings), 'place')} on {', '.join(told.tapes)}"
    if gap.may_lie:
        shown = ", ".join(f"E{one}" for one in gap.may_lie[:8]) + ("…" if len(gap.may_lie) > 8 else "")
        yield f"          may lie in it (no date, or an open one): {shown}"
    yield f"{event_line(after, names)}"


def day_text(day: int) -> str:
    """``1978-06-04``."""
    year, month, of_month = date_of(day)
    return f"{year:04}-{month:02}-{of_month:02}"


def known_events(project: Project) -> dict[int, DatedEvent]:
    """All events by their number."""
    return {one.id: one for one in laid(project).events}


def _source(source: EventSource, said: str, names: Names) -> str:
    if source.quote is None:
        text = source.document
    else:
        start = names.tapes[source.quote.span.tape].timecode(source.quote.span.interval.start)
        text = f"{write_span(source.quote.span)}  {start}  {source.quote.text or '(no words are known there)'}"
    marks = [f"says {said}" if said else "", "disputes it" if source.disputes else "", source.note]
    rest = "; ".join(mark for mark in marks if mark)
    return f"{text}  ({rest})" if rest else text


def _role(role: Role) -> str:
    return {Role.DID: "did it", Role.SAW: "saw it", Role.ABOUT: "is spoken of"}.get(role, role.value)
