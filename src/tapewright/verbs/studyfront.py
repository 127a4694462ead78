"""The front of the study's reports: from which tapes, on which state of the project, what was not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tapewright.errors import NotFoundError
from tapewright.exchange.study_words import state_rows
from tapewright.model import Case, CaseId, Certainty, Event, EventKind, Party, PartyId, Role, Span, TapeId
from tapewright.study.ledger import Said, answered
from tapewright.timing.edtf import say_edtf
from tapewright.verbs.check import coverage
from tapewright.verbs.laststate import made_from
from tapewright.verbs.project import Project
from tapewright.words.counted import counted
from tapewright.words.shortened import first_few

SCORES_NOBODY = (
    "It describes what is said on the tapes about the past. It does not say whether what somebody said is true, it "
    "foretells nothing, and it scores nobody."
)


_LONGEST_NAME = 50
_BEFORE_A_DATE = re.compile(r"^(?:on|in|at|from)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a report is about: all of a project or one case, with its events and the parties by number."""

    case: Case | None
    events: tuple[Event, ...]
    parties: Mapping[PartyId, Party] = field(default_factory=dict)
    cases: Mapping[CaseId, Case] = field(default_factory=dict)
    mine: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()

    def names(self, parties: Iterable[PartyId]) -> str:
        """Names with commas between; empty for nobody."""
        return ", ".join(dict.fromkeys(self.parties[one].name for one in parties if one in self.parties))

    def with_role(self, event: Event, role: Role) -> str:
        """Who has this role in an event."""
        return self.names(one.party for one in event.parties if one.role is role)

    def doer(self, event: Event) -> tuple[str, str]:
        """Who did it. Of what was missed, who did not: nobody did it."""
        missed = event.kind is EventKind.MISSED_INTERVENTION
        return ("Not done by" if missed else "Done by"), self.with_role(event, Role.DID)

    def case_of(self, event: Event) -> str:
        """The case of an event where the report is about several; empty where it says nothing new."""
        case = self.cases.get(event.case) if event.case is not None else None
        return case.name if case and self.case is None else ""

    def holds(self, span: Span) -> bool:
        """Whether a passage belongs to it. A tape may tell of several cases: what an event of this case rests on does,
        what an event of another case rests on does not, and anything else does where its tape is the case's.
        """
        if self.case is None or _meets(span, self.mine):
            return True
        return span.tape in self.case.tapes and not _meets(span, self.others)


def scope_of(project: Project, case: str = "") -> Scope:
    """The events of a case (by its name), or all of them. NotFoundError for a case that is not there."""
    store = project.store
    found = find_case(project, case) if case else None
    every = store.events()
    events = tuple(event for event in every if found is None or event.case == found.id)
    others = [event for event in every if found and event.case not in (None, found.id)]
    return Scope(
        case=found,
        events=events,
        parties={party.id: party for party in store.parties()},
        cases={case.id: case for case in store.cases()},
        mine=_spans(events),
        others=_spans(others),
    )


def _spans(events: Iterable[Event]) -> tuple[Span, ...]:
    return tuple(source.quote.span for event in events for source in event.sources if source.quote)


def _meets(span: Span, spans: Iterable[Span]) -> bool:
    return any(one.tape == span.tape and one.interval.meets(span.interval) for one in spans)


def find_case(project: Project, name: str) -> Case:
    """A case by its name, however capitals are written. NotFoundError names those that are there."""
    cases = project.store.cases()
    wanted = name.strip().casefold()
    for case in cases:
        if case.name.casefold() == wanted:
            return case
    hint = f"there are {first_few([case.name for case in cases])}" if cases else "the project has no cases yet"
    raise NotFoundError(f"there is no case {name[:60]!r}", hint=hint)


def title_of(project: Project, scope: Scope) -> str:
    """What the report is called: the case, else the project."""
    return scope.case.name if scope.case else project.settings.title or project.root.name


def stem_of_case(stem: str, case: str) -> str:
    """What the files of a report are called: of one case with its name, so that none is taken for another's.

    >>> stem_of_case("institution-ledger", "The FERRY, 1984"), stem_of_case("institution-ledger", "")
    ('institution-ledger-the-ferry-1984', 'institution-ledger')
    """
    name = unicodedata.normalize("NFC", case.strip().casefold())[:_LONGEST_NAME]
    signs = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in name)
    return "-".join([stem, *"".join(signs).split()])


def facts_of(
    project: Project, scope: Scope, used: Mapping[TapeId, Collection[Span]], version: str
) -> tuple[tuple[str, str], ...]:
    """What stands at the head."""
    covered = coverage(project)
    rows = [("Project", project.settings.title or project.root.name)]
    if scope.case:
        rows.append(("Case", scope.case.name))
    passages = sum(map(len, used.values()))
    if passages:
        rows.append(
            (
                "Rests on",
                f"{counted(passages, 'passage')} of {counted(len(used), 'tape')}: {first_few(sorted(used))} "
                "(by name at the end)",
            )
        )
    rows.append(("Material", _read(len(covered.unread), covered.tapes)))
    rows += state_rows(made_from(project))
    rows.append(("Made by", f"tapewright {version}"))
    return tuple(rows)


def remarks_of(project: Project, used: Iterable[TapeId]) -> tuple[str, ...]:
    """What was not read, and what cannot be played from here."""
    covered = coverage(project)
    told = []
    if covered.unread:
        lack = "has" if len(covered.unread) == 1 else "have"
        told.append(
            f"{len(covered.unread)} of {counted(covered.tapes, 'tape')} {lack} no transcript and could not be read: "
            f"{first_few(covered.unread)}. Nobody looked there for what this report is about: it rules nothing out."
        )
    tapes = {tape.id: tape for tape in project.store.tapes()}
    silent = [tape for tape in sorted(used) if tape in tapes and not tapes[tape].files]
    if silent:
        what, verb, whose = ("recording", "is", "its") if len(silent) == 1 else ("recordings", "are", "their")
        told.append(
            f"The {what} of {first_few(silent)} {verb} not in this project: {whose} passages can be read here, and not "
            "be played. A time with “about” is reckoned from the length of the words."
        )
    return tuple(told)


def when_told(event: Event) -> str:
    """When it was, for people: as somebody said it, with the date that was made of it.

    ``that summer (June to August 2012)``; ``date not known`` where nobody knows.
    """
    said = say_edtf(event.date) if event.date else ""
    words = event.date_words.strip()
    bare = _BEFORE_A_DATE.sub("", words).casefold()
    if bare and said and bare not in said.casefold():
        return f"{said} (said as “{words}”)"
    return said or (f"“{words}”, not dated" if words else "date not known")


def how_sure(event: Event) -> tuple[str, str]:
    """How sure an event is, where it is not certain; a name and a value."""
    certainty = event.certainty
    return "How sure", "" if certainty is Certainty.CERTAIN else f"{certainty.value}, as the project holds it"


def answer_of(event: Event) -> str:
    """The answer in its own words, or that none came; nothing where nobody says."""
    return "none came, as it is told" if answered(event) is Said.NO else event.answer


def _read(unread: int, tapes: int) -> str:
    """How many tapes there are and how many could be read.

    >>> _read(0, 1), _read(2, 2)
    ('1 tape, with a transcript', 'none of 2 tapes has a transcript')
    >>> _read(1, 2)
    '1 of 2 tapes has a transcript; 1 could not be read'
    """
    if not tapes:
        return "there are no tapes"
    told, read = counted(tapes, "tape"), tapes - unread
    if not unread:
        return f"{told}, {'each ' if tapes > 1 else ''}with a transcript"
    if not read:
        return f"none of {told} has a transcript" if tapes > 1 else f"{told}, without a transcript"
    return f"{read} of {told} {'has' if read == 1 else 'have'} a transcript; {unread} could not be read"
