"""A chronology of a ferry and its harbour, laid out, for tests of screens and files."""

from __future__ import annotations

from tapewright.model import (
    Case,
    CaseId,
    Certainty,
    ChronologyPage,
    Conflict,
    ConflictKind,
    DatedEvent,
    Event,
    EventId,
    EventKind,
    EventSource,
    Gap,
    Lane,
    Participant,
    Party,
    PartyId,
    PartyKind,
    Role,
    TapeId,
)
from tapewright.testing.material import a_quote, a_tape
from tapewright.timing.days import day_of

BOARD = Party(name="Harbour board", kind=PartyKind.INSTITUTION, id=PartyId(1))
MARIAN = Party(name="Marian Voss", born="1951", id=PartyId(2))
FERRY = Case(name="The ferry", id=CaseId(1), tapes=(TapeId("T001"),))
_TAPED = EventSource(quote=a_quote(0, 4, "the harbour was quiet"))
_REPORT = EventSource(document="Harbour board, annual report 1984, p. 12", date="1985", note="the last page")


def an_event(number: int, title: str, **more: object) -> Event:
    """An event of the ferry, with a place on a tape as its source unless told otherwise."""
    return Event(id=EventId(number), title=title, case=FERRY.id, **{"sources": (_TAPED,), **more})  # type: ignore[arg-type]


def a_chronology() -> ChronologyPage:
    """Six events: a day, a year, a stretch, one before the calendar, one open, one without a date."""
    told = (Participant(party=BOARD.id, role=Role.TOLD), Participant(party=MARIAN.id, role=Role.REPORTED))
    events = (
        DatedEvent(
            event=an_event(5, "A harbour is <dug> & named", date="-0120~"),
            earliest=day_of(-120),
            latest=day_of(-120, 12, 31),
            said="about 121 BC",
            is_about=True,
        ),
        DatedEvent(
            event=an_event(1, "The ferry stops", date="1984-06-14", place="Nordhaven", kind=EventKind.LIFE),
            earliest=day_of(1984, 6, 14),
            latest=day_of(1984, 6, 14),
            said="14 June 1984",
        ),
        DatedEvent(
            event=an_event(
                2,
                "Marian writes to the board; nobody answers",
                date="1985",
                kind=EventKind.MISSED_INTERVENTION,
                certainty=Certainty.PROBABLE,
                parties=told,
                sources=(_TAPED, _REPORT),
                answer="none",
                believed="no",
                agency="Harbour board",
                date_words="the year after",
                hangs_on=EventId(1),
                note="=1+1",
            ),
            earliest=day_of(1985),
            latest=day_of(1985, 12, 31),
            said="1985",
        ),
        DatedEvent(
            event=an_event(3, "The boats come back", date="1993-05/1993-08", parties=told[1:]),
            earliest=day_of(1993, 5, 1),
            latest=day_of(1993, 8, 31),
            said="between May and August 1993",
        ),
        DatedEvent(
            event=an_event(4, "The ferry runs again", date="1994/..", tells_of=EventId(1)),
            earliest=day_of(1994),
            latest=None,
            said="from 1994 on",
        ),
        DatedEvent(event=an_event(6, "Somebody sells the bell")),
    )
    return ChronologyPage(
        title="Nine years",
        events=events,
        lanes=(
            Lane(party=BOARD, events=(EventId(2),)),
            Lane(party=MARIAN, events=(EventId(2), EventId(3))),
            Lane(party=None, events=(EventId(5), EventId(1), EventId(4), EventId(6))),
        ),
        gaps=(
            Gap(
                before=EventId(2),
                after=EventId(3),
                least=2677,
                most=3164,
                begins=day_of(1986),
                ends=day_of(1993, 4, 30),
                said="7 to 8 years",
            ),
        ),
        conflicts=(Conflict(kind=ConflictKind.DATES, event=EventId(2), said="1984 or 1985", sources=(1, 2)),),
        parties=(BOARD, MARIAN),
        cases=(FERRY,),
        tapes={TapeId("T001"): a_tape()},
        number=7,
    )
