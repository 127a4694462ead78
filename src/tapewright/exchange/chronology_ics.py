"""A chronology as iCalendar (RFC 5545), for every calendar program: each event a whole day or a stretch of them."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from tapewright.exchange.chronology_words import Teller
from tapewright.exchange.printable import printable
from tapewright.model import ChronologyPage, DatedEvent

_LAST = date.max.toordinal()
_STAMP = datetime(2000, 1, 1, tzinfo=UTC)
"""A calendar wants to know when an entry was made; the same chronology gives the same bytes."""


class IcsChronologyWriter:
    """Writes ``name.ics``. What has no date, an open end, or a year outside 1 to 9999 is counted in its head."""

    def write(self, page: ChronologyPage, *, name: str) -> dict[str, bytes]:
        """The file."""
        from icalendar import Calendar

        teller = Teller(page)
        held = [one for one in page.events if _bounds(one) is not None]
        missing = len(page.events) - len(held)
        calendar = Calendar()
        calendar.add("prodid", "-//tapewright//chronology//EN")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", printable(page.title or name))
        if missing:
            calendar.add("x-wr-caldesc", f"{missing} without a date that a calendar can hold left out")
        for one in held:
            calendar.add_component(_entry(one, teller))
        return {f"{name}.ics": calendar.to_ical()}


def _bounds(one: DatedEvent) -> tuple[date, date] | None:
    """First day and last day; None where a calendar cannot hold them."""
    if one.earliest is None or one.latest is None or not 1 <= one.earliest <= one.latest < _LAST:
        return None
    return date.fromordinal(one.earliest), date.fromordinal(one.latest)


def _entry(one: DatedEvent, teller: Teller):  # type: ignore[no-untyped-def]  # a type of the library
    from icalendar import Event as Entry

    bounds = _bounds(one)
    assert bounds is not None
    event, (first, last) = one.event, bounds
    entry = Entry()
    entry.add(
        "uid",
        event.guid or hashlib.sha256(f"event {event.id} {event.title}".encode("utf-8", "replace")).hexdigest()[:32],
    )
    entry.add("dtstamp", _STAMP)
    entry.add("dtstart", first)
    entry.add("dtend", date.fromordinal(last.toordinal() + 1))
    about = "" if one.is_known_day else f" ({one.said or event.date})"
    entry.add("summary", printable(f"{event.title}{about}"))
    lines = [one.said, event.date_words, event.certainty.value, ", ".join(teller.everybody(event)), event.note]
    lines += [teller.source(source) for source in event.sources]
    entry.add("description", printable("\n".join(line for line in lines if line)))
    entry.add("categories", [event.kind.value])
    if event.place:
        entry.add("location", printable(event.place))
    entry.add("transp", "TRANSPARENT")
    return entry
