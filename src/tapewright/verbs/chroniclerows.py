"""A row of a table of events, read: what it says as the facts of an event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tapewright.errors import UsageError
from tapewright.model import Certainty, EventKind, PartyKind, Role
from tapewright.verbs.eventfacts import EventFacts, Source, Taking, read_taking

TEXTS = (
    *("title", "date", "words", "certainty", "kind", "place", "note", "case", "agency", "answer", "answered_on"),
    *("outcome", "believed"),
)
"""Fields of an event that are text, and what may stand in their column."""

_LIST = re.compile(r"\s*[;\n]\s*")
_SAYING = re.compile(
    r"(?P<document>.+?) \((?=dates it |says that it was not so)(?:dates it (?P<date>[^;()]+))?(?:; )?"
    r"(?P<not>says that it was not so)?(?:; (?P<rest>[^()]*))?\)"
)
_WITH_ROLE = re.compile(r"(?P<name>.+?)\s*\((?P<role>[a-z]+)\)")
_WHOLE_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,2}")
"""Two or three words with capitals; of "Reed, Ann" neither half is one."""

_PLACE = re.compile(r"[^\s@]+@\S+|tape:\S+")
"""What is meant as a place on a tape, right or wrong; any other source is a document."""


def facts_of_row(cells: Mapping[str, str], line: int, common: EventFacts, document: str) -> EventFacts:
    """What a row says of an event: its cells by field. ``common`` holds for what it does not say; ``document`` is the
    source of a row that names none. UsageError for a cell that cannot be meant.
    """
    if not cells.get("title"):
        raise UsageError("the row does not say what happened")
    given: dict[str, Any] = {
        field: cells[field] for field in TEXTS if field in cells and field not in ("kind", "certainty")
    }
    facts = replace(common, **given, sources=tuple(_sources(cells, document, line)))
    if not facts.sources:
        raise UsageError(
            "nothing says that this happened",
            hint="say what the source is of rows that name none, the file by its title (--document TEXT)",
        )
    if "until" in cells:
        facts = replace(facts, date=f"{cells.get('date', '')}/{cells['until']}")
    if "kind" in cells:
        facts = replace(facts, kind=_kind(cells["kind"]))
    if "certainty" in cells:
        facts = replace(facts, certainty=_certainty(cells["certainty"]))
    if "believed" in cells:
        facts = replace(facts, believed=cells["believed"].casefold())
    return replace(facts, also=(*common.also, *_takings(cells)))


def _sources(cells: Mapping[str, str], document: str, line: int) -> Iterator[Source]:
    date, note = cells.get("source_date", ""), cells.get("source_note", "")
    for text in _LIST.split(cells.get("source", "")):
        if text:
            is_place = _PLACE.fullmatch(text)
            yield Source(span=text, date=date, note=note) if is_place else Source(document=text, date=date, note=note)
    if cells.get("document"):
        for text in cells["document"].split(" | "):
            yield _document(text, date, note)
    elif document and not cells.get("source"):
        yield Source(document=f"{document}, line {line}", date=date, note=note)


def _document(text: str, date: str, note: str) -> Source:
    """A document; one that our own table writes with what it says otherwise is read back so."""
    written = _SAYING.fullmatch(text)
    if written is None:
        return Source(document=text, date=date, note=note)
    dated, beside = written["date"] or "", [part for part in (written["rest"] or "").split("; ") if part]
    disputes = written["not"] is not None
    return Source(document=written["document"], date=dated or date, disputes=disputes, note="; ".join(beside) or note)


def _takings(cells: Mapping[str, str]) -> Iterator[Taking]:
    for text in _people(cells.get("people", "")):
        yield _taking(text, PartyKind.PERSON)
    for text in _LIST.split(cells.get("institutions", "")):
        if text:
            yield _taking(text, PartyKind.INSTITUTION)
    for role in Role:
        for text in _LIST.split(cells.get(role.value, "")):
            if text:
                yield Taking(name=text, role=role)


def _people(cell: str) -> Iterator[str]:
    """Each who is named: with ; or a line between them, and whole names ("Ann Reed, Tom Hill") with a comma too."""
    for text in _LIST.split(cell):
        names = text.split(", ")
        if len(names) > 1 and all(_WHOLE_NAME.fullmatch(name) for name in names):
            yield from names
        elif text:
            yield text


def _taking(text: str, kind: PartyKind) -> Taking:
    if written := _WITH_ROLE.fullmatch(text):
        text = f"{written['name']}:{written['role']}"
    return read_taking(text if ":" in text else f"{text}:{Role.ABOUT.value}", kind)


def _kind(text: str) -> EventKind:
    plain = " ".join(re.split(r"[\s_-]+", text.strip().casefold()))
    for kind in EventKind:
        if kind.value == plain:
            return kind
    raise UsageError(
        f"not a kind of event: {text[:40]!r}",
        hint=f"one of {', '.join(kind.value for kind in EventKind)}; or leave that column out",
    )


def _certainty(text: str) -> Certainty:
    for certainty in Certainty:
        if certainty.value == text.strip().casefold():
            return certainty
    raise UsageError(f"not a certainty: {text[:40]!r}", hint=f"one of {', '.join(each.value for each in Certainty)}")
