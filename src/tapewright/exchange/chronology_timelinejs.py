"""A chronology as TimelineJS 3 (its JSON), and its JSON and spreadsheets' events back in.

The dates that the program draws are the bounds; what is certain of them is said in ``display_date``, in words.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange.chronology_words import Teller
from tapewright.exchange.json_text import parsed
from tapewright.model import ChronologyPage, ChronologyRow, ChronologyTable, DatedEvent
from tapewright.timing.days import date_of

_TAGS = re.compile(r"<[^<>]*>")
_HINT = "give the JSON of a TimelineJS 3 timeline"
MAPPING = {"date": "date", "headline": "title", "text": "note", "group": "agency", "place": "place"}


class TimelineJsWriter:
    """Writes ``name.timeline.json``. Events without a date are no part of a timeline, and counted in its title."""

    def write(self, page: ChronologyPage, *, name: str) -> dict[str, bytes]:
        """The file."""
        teller = Teller(page)
        dated = [one for one in page.events if one.is_dated]
        missing = len(page.events) - len(dated)
        note = f"{missing} event{'s' if missing != 1 else ''} without a date left out" if missing else ""
        made = {
            "title": {"text": {"headline": html.escape(page.title or name), "text": note}},
            "events": [_event(one, teller) for one in dated],
        }
        return {f"{name}.timeline.json": json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "replace")}


class TimelineJsReader:
    """Reads the events of a timeline; pictures and styles are left out and counted."""

    def read(self, data: bytes, *, name: str) -> ChronologyTable:
        """InputError for what is no timeline."""
        made = parsed(data, name=name)
        events = made.get("events") if isinstance(made, Mapping) else None
        if not isinstance(events, list):
            raise InputError("no list of events", place=name, hint=_HINT)
        rows = []
        media = 0
        for number, event in enumerate(events, 1):
            if not isinstance(event, Mapping):
                continue
            media += bool(event.get("media"))
            text = event.get("text")
            if not isinstance(text, Mapping):
                text = {}
            cells = {
                "date": _edtf(event),
                "headline": _plain(text.get("headline")),
                "text": _plain(text.get("text")),
                "group": _plain(event.get("group")),
                "display": _plain(event.get("display_date")),
            }
            rows.append(ChronologyRow(line=number, cells={key: value for key, value in cells.items() if value}))
        remarks = [f"{media} picture{'s' if media != 1 else ''} or films left out"] if media else []
        if left := len(events) - len(rows):
            remarks.append(f"{left} of {len(events)} events are none")
        columns = ("date", "headline", "text", "group", "display")
        mapping = {column: field for column, field in MAPPING.items() if column in columns}
        return ChronologyTable(columns=columns, rows=tuple(rows), name=name, mapping=mapping, remarks=tuple(remarks))


def _event(one: DatedEvent, teller: Teller) -> dict[str, Any]:
    event = one.event
    start = one.earliest if one.earliest is not None else one.latest
    assert start is not None
    end = one.latest if one.latest is not None else start
    lines = [
        event.note,
        f"{event.certainty.value.capitalize()}." if event.certainty.value != "certain" else "",
        ", ".join(teller.everybody(event)),
        *(teller.source(source) for source in event.sources),
    ]
    made: dict[str, Any] = {
        "unique_id": f"event-{event.id}",
        "start_date": _day(start),
        "display_date": html.escape(one.said or event.date),
        "text": {
            "headline": html.escape(event.title),
            "text": "".join(f"<p>{html.escape(line)}</p>" for line in lines if line),
        },
        "group": html.escape(teller.case(event) or event.kind.value),
    }
    if end != start:
        made["end_date"] = _day(end)
    return made


def _day(day: int) -> dict[str, int]:
    year, month, number = date_of(day)
    return {"year": year, "month": month, "day": number}


def _edtf(event: Mapping[str, Any]) -> str:
    """The dates of an event, as exact as they are given."""
    start, end = _one_date(event.get("start_date")), _one_date(event.get("end_date"))
    return f"{start}/{end}" if start and end and start != end else start or end


def _one_date(given: object) -> str:
    if not isinstance(given, Mapping):
        return ""
    parts = [_number(given.get(name)) for name in ("year", "month", "day")]
    if parts[0] is None:
        return ""
    year = parts[0]
    text = f"{'-' if year < 0 else ''}{abs(year):04d}" if abs(year) <= 9999 else f"Y{year}"
    for part in parts[1:]:
        if part is None or abs(year) > 9999:
            break
        text += f"-{part:02d}"
    return text


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,9}\s*", value):
        return int(value)
    return None


def _plain(value: object) -> str:
    """The words of a field that may hold HTML."""
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(_TAGS.sub(" ", value)).split())
