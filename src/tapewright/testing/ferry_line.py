"""A chronology for tests and pictures of the browser app: a ferry line, its harbour, its council. All invented.

It stands on the tapes of the small project (``browser_projects``): known days and uncertain dates, a source that says
otherwise, two that give other dates, years of which one party tells nothing, an intervention that did not come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tapewright.model import (
    Case,
    CaseId,
    Certainty,
    Event,
    EventKind,
    EventSource,
    Participant,
    Party,
    PartyId,
    PartyKind,
    Role,
    TapeId,
    Word,
)
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.places import quote_of, span_of
from tapewright.verbs.project import Project

HARBOUR, COUNCIL, FERRY, MARIAN, JOAO = "Harbour office", "Town council", "Ferry line", "Marian Voss", "João Ångström"
_INSTITUTIONS = (HARBOUR, COUNCIL, FERRY)
_BORN = {MARIAN: "1951-03", JOAO: "1944"}
_DID, _TOLD, _REPORTED, _SAW, _ANSWERED = Role.DID, Role.TOLD, Role.REPORTED, Role.SAW, Role.ANSWERED
_LIFE, _SIGN, _CONTACT = EventKind.LIFE, EventKind.WARNING_SIGN, EventKind.CONTACT
_MISSED, _COURT, _MEDIA = EventKind.MISSED_INTERVENTION, EventKind.COURT, EventKind.MEDIA
_HELP, _OTHER = EventKind.INTERVENTION, EventKind.OTHER

_NIGHT_BUS, _SLIPWAY = "The night bus", "The slipway"

_Row = tuple[str, str, EventKind, tuple[tuple[str, Role], ...], tuple[str, ...], str]
_EVENTS: tuple[_Row, ...] = (
    ("1983-05-02", "The ferry line opens a landing at the bakery", _LIFE, ((FERRY, _DID),), ("Poster of 1983",), ""),
    ("1984~", "The first board of the slipway is loose", _SIGN, ((JOAO, _SAW), (FERRY, Role.ABOUT)),
     ("T002@I knew every lamp on that road, and every dog.",), ""),
    ("1984-11-19", "Letter to the depot about the ferry and the bus", _CONTACT,
     ((MARIAN, _REPORTED), (COUNCIL, _TOLD)),
     ("T001@I wrote to the depot every week for a year and I never had an answer.", "Carbon copy, dated by hand"), ""),
    ("1985-02", "A second letter; no answer is kept", _MISSED, ((MARIAN, _REPORTED), (COUNCIL, _TOLD)),
     ("T001@I never had an answer.",), ""),
    ("1985-06-04", "A letter is handed in at the harbour office and put in a drawer", _MISSED,
     ((MARIAN, _REPORTED), (HARBOUR, _TOLD)),
     ("T001@I wrote to the depot every week for a year", "Carbon copy, dated by hand",
      "!T002@The depot did not know, no."), ""),
    ("1985-22", "The timetable is reprinted without the bus", _OTHER, ((COUNCIL, _DID),),
     ("T003@They printed the new timetable on the back of the old one,",), "that summer"),
    ("1985-10-12", "The 17 stops at the bakery for the first time", _HELP, ((JOAO, _DID), (MARIAN, _SAW)),
     ("T001@Then one morning the 17 simply stopped outside, doors open, engine running.",
      "T002@I said to myself, somebody ought to stop."), ""),
    ("1986/1987", "Somebody measures the slipway", _SIGN, ((HARBOUR, _DID),),
     ("T002@Nobody at the depot ever asked me, and I did not tell them.",), ""),
    ("1986-03-01", "The ferry misses the landing in fog", _SIGN, ((FERRY, _DID), (JOAO, _SAW)),
     ("Log of the ferry, 1986", "=1986-03-03=Logbook of the harbour"), ""),
    ("1987-04", "The bus is in the timetable", _LIFE, ((COUNCIL, _DID),),
     ("T002@It wasn’t in the timetable until the spring of 1987.",), "in the spring"),
    ("1987-09-14", "The newspaper prints a picture of the landing", _MEDIA, ((FERRY, Role.ABOUT),),
     ("Harbour News, 15 September 1987",), ""),
    ("1988-01-20", "The council hears about the slipway", _COURT, ((COUNCIL, _DID), (HARBOUR, _ANSWERED)),
     ("Minutes of the council, January 1988",), ""),
    ("1988-02/1988-05", "The slipway is closed and mended", _HELP, ((HARBOUR, _DID),),
     ("T003@This is the second call.",), ""),
    ("", "The old timetable is found behind the oven", _OTHER, ((MARIAN, _DID),),
     ("T003@I held it against the light.",), "years later"),
)  # fmt: skip


def ferry_line(project: Project) -> None:
    """Put the chronology into a copy of the small project."""
    with project.store.change("the ferry line") as pen:
        cases = [pen.add(Case(name=_NIGHT_BUS, tapes=(TapeId("T001"), TapeId("T002")))), pen.add(Case(name=_SLIPWAY))]
        parties = {name: pen.add(_party(name)).id for name in (HARBOUR, COUNCIL, FERRY, MARIAN, JOAO)}
        for number, row in enumerate(_EVENTS):
            slipway = "slipway" in row[1] or "landing" in row[1]
            pen.add(_event(project, row, parties, cases[slipway].id, sure=number != 7))


def many_events(project: Project, count: int, *, lanes: int = 6) -> None:
    """So many invented events of a harbour over forty years, every third of an uncertain date."""
    kinds = list(EventKind)
    with project.store.change(f"{count} events") as pen:
        parties = [pen.add(replace(_party(f"Pier {n + 1}"), kind=PartyKind.INSTITUTION)).id for n in range(lanes)]
        for n in range(count):
            year, month, day = 1950 + n * 40 // count, n * 7 % 12 + 1, n * 11 % 28 + 1
            date = f"{year}-{month:02}" if n % 3 == 0 else f"{year}-{month:02}-{day:02}"
            pen.add(
                Event(
                    title=f"Ship {n} is noted",
                    kind=kinds[n % len(kinds)],
                    date=f"{date}~" if n % 6 == 0 else date,
                    parties=(Participant(party=parties[n * 5 % lanes], role=_DID),),
                    sources=(EventSource(document=f"Log, page {n}"),),
                )
            )


def _party(name: str) -> Party:
    kind = PartyKind.INSTITUTION if name in _INSTITUTIONS else PartyKind.PERSON
    return Party(name=name, kind=kind, born=_BORN.get(name, ""))


def _event(project: Project, row: _Row, parties: dict[str, PartyId], case: CaseId, *, sure: bool) -> Event:
    date, title, kind, people, sources, words = row
    return Event(
        title=title,
        kind=kind,
        date=date,
        date_words=words,
        certainty=Certainty.CERTAIN if sure else Certainty.PROBABLE,
        case=case,
        parties=tuple(Participant(party=parties[name], role=role) for name, role in people),
        sources=tuple(_source(project, text) for text in sources),
    )


def _source(project: Project, text: str) -> EventSource:
    """``T001@I wrote to the depot``, with ``!`` before it where it says otherwise, or ``=DATE=A document``."""
    if text.startswith("="):
        _, date, document = text.split("=", 2)
        return EventSource(document=document, date=date)
    tape, at, said = text.lstrip("!").partition("@")
    if not at:
        return EventSource(document=text)
    span = span_of(TapeId(tape), _words(project, TapeId(tape), said.split()))
    return EventSource(quote=quote_of(project, span), disputes=text.startswith("!"))


def _words(project: Project, tape: TapeId, said: Sequence[str]) -> list[Word]:
    """Where these words are said one after the other."""
    turns = project.store.turns_in(tape, Interval(Ticks(0), from_seconds(3600)))
    words = [word for turn in turns for word in turn.words]
    texts = [word.text for word in words]
    first = next(n for n in range(len(words)) if texts[n : n + len(said)] == list(said))
    return words[first : first + len(said)]
