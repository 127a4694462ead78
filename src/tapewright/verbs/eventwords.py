"""What a form and a screen ask about events: what a date means, and which sources read otherwise now."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.model import DatedEvent, Event, TapeId
from tapewright.timing.edtf import Edtf, read_edtf, say_edtf
from tapewright.verbs.chronology import laid
from tapewright.verbs.datesmeant import meant_by
from tapewright.verbs.places import quote_of
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    """What somebody typed for a date: what it means, or why it is no date and which ones it seems to mean."""

    text: str
    date: Edtf | None = None
    said: str = ""
    why: str = ""
    meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadsOtherwise:
    """A source of an event (its number, from 1) under whose place other words stand now; none where all are gone."""

    number: int
    text: str
    reads_now: str


def date_read(text: str) -> ReadDate:
    """The date that a text is. That it is none is an answer, not an error: the words are kept as words then."""
    plain = text.strip()
    try:
        date = read_edtf(plain)
    except UsageError as error:
        return ReadDate(text=plain, why=str(error.__cause__ or error.message), meant=meant_by(plain).dates)
    return ReadDate(text=plain, date=date, said=say_edtf(date))


def sources_otherwise(project: Project, event: int) -> list[ReadsOtherwise]:
    """The sources on tapes whose words are not those of the day on which they were chosen."""
    found = []
    for number, source in enumerate(project.store.one(Event, event).sources, 1):
        if source.quote is None:
            continue
        now = quote_of(project, source.quote.span).text
        if now != source.quote.text:
            found.append(ReadsOtherwise(number=number, text=source.quote.text, reads_now=now))
    return found


def events_on(project: Project, tape: str) -> list[DatedEvent]:
    """The events that rest on a tape, in order of time. NotFoundError for a tape that is not there."""
    known = project.store.tape(TapeId(tape)).id
    return [
        one
        for one in laid(project).events
        if any(source.quote is not None and source.quote.span.tape == known for source in one.event.sources)
    ]


def date_record(read: ReadDate) -> dict[str, object]:
    """``{"text", "said", "why", "meant": [{"date", "said"}], "earliest", "latest"}``; days as
    ``datetime.date.toordinal`` counts them.
    """
    date = read.date
    return {
        "text": date.text if date else read.text,
        "said": read.said,
        "why": read.why,
        "meant": [{"date": one, "said": say_edtf(one)} for one in read.meant],
        "earliest": date.earliest if date else None,
        "latest": date.latest if date else None,
    }


def otherwise_record(found: list[ReadsOtherwise]) -> dict[str, object]:
    """``{"sources": [{"number", "text", "reads_now"}]}``."""
    return {"sources": [{"number": one.number, "text": one.text, "reads_now": one.reads_now} for one in found]}
