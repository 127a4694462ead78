"""What every file of a chronology says of an event, in plain words."""

from __future__ import annotations

from tapewright.model import ChronologyPage, Event, EventSource, PartyKind
from tapewright.timing.days import date_of

COLUMNS = (
    "event",
    "date",
    "date said",
    "earliest",
    "latest",
    "dated by",
    "kind",
    "what happened",
    "people",
    "institutions",
    "place",
    "certainty",
    "case",
    "agency",
    "counts from",
    "tells of",
    "answer",
    "answered on",
    "outcome",
    "believed",
    "sources",
    "note",
)
"""The headings of a chronology as a table."""


class Teller:
    """Says what an event is, with the names of its page."""

    def __init__(self, page: ChronologyPage) -> None:
        self._page = page
        self._parties = {party.id: party for party in page.parties}
        self._cases = {case.id: case.name for case in page.cases}

    def case(self, event: Event) -> str:
        """The name of its case, "" for none."""
        return "" if event.case is None else self._cases.get(event.case, "")

    def parties(self, event: Event, kind: PartyKind) -> list[str]:
        """``Marian Voss (told)`` for each of a kind."""
        known = [(self._parties.get(one.party), one) for one in event.parties]
        return [f"{party.name} ({one.role.value})" for party, one in known if party is not None and party.kind is kind]

    def everybody(self, event: Event) -> list[str]:
        """People first, then institutions."""
        return self.parties(event, PartyKind.PERSON) + self.parties(event, PartyKind.INSTITUTION)

    def source(self, source: EventSource) -> str:
        """``T017 10:00:12:05–10:00:14:00 “…”`` or the document, with what it says otherwise."""
        if source.quote is None:
            told = source.document
        else:
            span = source.quote.span
            tape = self._page.tapes.get(span.tape)
            ends = span.interval.start, span.interval.end
            at = "–".join(tape.timecode(tick) for tick in ends) if tape else ""
            told = " ".join(part for part in (span.tape, at, f"“{source.quote.text}”") if part)
        beside = [
            f"dates it {source.date}" if source.date else "",
            "says that it was not so" if source.disputes else "",
            source.note,
        ]
        added = "; ".join(part for part in beside if part)
        return f"{told} ({added})" if added else told


def day_text(day: int | None) -> str:
    """``1978-06-14``; years before 1 and behind 9999 as EDTF writes them; "" for an open end."""
    if day is None:
        return ""
    year, month, number = date_of(day)
    if not -9999 <= year <= 9999:
        return f"Y{year}"
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{number:02d}"
