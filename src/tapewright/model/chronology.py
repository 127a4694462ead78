"""The chronology: what happened when, to whom, who was told, and what says so. It describes the past on the tapes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from tapewright.errors import UsageError
from tapewright.model.span import Quote
from tapewright.model.speaker import SpeakerId
from tapewright.model.tape import TapeId
from tapewright.timing.edtf import read_edtf

CaseId = NewType("CaseId", int)
PartyId = NewType("PartyId", int)
EventId = NewType("EventId", int)


class EventKind(StrEnum):
    """What kind of thing happened."""

    LIFE = "life"
    WARNING_SIGN = "warning sign"
    OFFENCE = "offence"
    CONTACT = "contact"
    INTERVENTION = "intervention"
    MISSED_INTERVENTION = "missed intervention"
    COURT = "court"
    MEDIA = "media"
    OTHER = "other"


class Certainty(StrEnum):
    """How sure the person who entered it is that it happened so."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DISPUTED = "disputed"


class PartyKind(StrEnum):
    """A lane of the chronology."""

    PERSON = "person"
    INSTITUTION = "institution"


class Role(StrEnum):
    """What a party has to do with an event."""

    DID = "did"
    HARMED = "harmed"
    SAW = "saw"
    PRESENT = "present"
    REPORTED = "reported"
    TOLD = "told"
    ANSWERED = "answered"
    ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One of the stories that a project holds, with the tapes that belong to it (a tape may belong to several)."""

    name: str
    note: str = ""
    tapes: tuple[TapeId, ...] = ()
    guid: str = ""
    id: CaseId = CaseId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise UsageError("a case needs a name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or an institution. ``speaker`` is who it is on the tapes; ``born`` and ``died`` are EDTF or empty.

    ``group`` is one of the project's groups ("victims and families"), by which rates and airtime are told.
    """

    name: str
    kind: PartyKind = PartyKind.PERSON
    speaker: SpeakerId | None = None
    born: str = ""
    died: str = ""
    group: str = ""
    note: str = ""
    guid: str = ""
    id: PartyId = PartyId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise UsageError("a person or institution needs a name")
        _check_dates(self.born, self.died)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSource:
    """What says that it happened: a span with its words on that day, or a document named in words. Never both.

    ``date`` is the EDTF date that this source gives, empty where it gives none or that of the event. ``disputes`` is
    true where the source says that it was not so. ``note`` says what the source says otherwise, or where in it.
    """

    quote: Quote | None = None
    document: str = ""
    date: str = ""
    disputes: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if (self.quote is None) == (not self.document.strip()):
            raise UsageError("a source is either a place on a tape or a document")
        if self.date:
            read_edtf(self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A party and what it has to do with an event."""

    party: PartyId
    role: Role
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, with at least one source.

    ``date`` is EDTF, empty where nobody knows; ``date_words`` are the words that dated it ("that summer"), and
    ``hangs_on`` the event that they count from. ``agency`` is whose chronology it came from. ``tells_of`` is the event
    that is told of in this one (a report to the police): whoever is told in it knows of that from then on. A contact
    has its ``answer``, the date of it (``answered_on``, EDTF), the ``outcome``, and whether whoever reported was
    ``believed`` ("yes", "no", "partly" or empty).
    """

    title: str
    kind: EventKind = EventKind.OTHER
    date: str = ""
    date_words: str = ""
    certainty: Certainty = Certainty.CERTAIN
    place: str = ""
    note: str = ""
    case: CaseId | None = None
    agency: str = ""
    hangs_on: EventId | None = None
    tells_of: EventId | None = None
    answer: str = ""
    answered_on: str = ""
    outcome: str = ""
    believed: str = ""
    parties: tuple[Participant, ...] = ()
    sources: tuple[EventSource, ...] = ()
    guid: str = ""
    id: EventId = EventId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise UsageError("an event says what happened")
        if not self.sources:
            raise UsageError(
                f"nothing says that this happened: {self.title[:60]!r}", hint="name a place on a tape or a document"
            )
        if self.believed not in ("", "yes", "no", "partly"):
            raise UsageError(f"believed is yes, no, partly or empty, not {self.believed[:20]!r}")
        if self.date or self.answered_on:
            _check_dates(self.date, self.answered_on)


def _check_dates(*dates: str) -> None:
    """Each is EDTF or empty. UsageError says why one is not."""
    for date in dates:
        if date:
            read_edtf(date)
