"""Signs: codes with codings, events that no code covers, and what hangs on either."""

from __future__ import annotations

from tapewright.model import (
    Code,
    CodebookId,
    CodeId,
    Coding,
    CodingId,
    Event,
    EventId,
    EventKind,
    EventSource,
    Memo,
    MemoAbout,
    Participant,
    PartyId,
    Quote,
    Role,
    Span,
    TapeId,
)
from tapewright.study.signs import Guidance, signs
from tapewright.timing import Interval, from_seconds

SMOKE = Code(id=CodeId(1), codebook=CodebookId(1), name="The oven smokes")
NEVER = Code(id=CodeId(2), codebook=CodebookId(1), name="Never seen")


def quote(start: float, end: float, tape: str = "T001") -> Quote:
    return Quote(Span(TapeId(tape), Interval(from_seconds(start), from_seconds(end))), "the oven smoked")


def event(
    number: int,
    kind: EventKind,
    *,
    at: Quote | None = None,
    date: str = "",
    tells_of: int | None = None,
    hangs_on: int | None = None,
    parties: tuple[tuple[int, Role], ...] = (),
) -> Event:
    return Event(
        id=EventId(number),
        title=f"event {number}",
        kind=kind,
        date=date,
        tells_of=EventId(tells_of) if tells_of else None,
        hangs_on=EventId(hangs_on) if hangs_on else None,
        parties=tuple(Participant(party=PartyId(party), role=role) for party, role in parties),
        sources=(EventSource(quote=at) if at else EventSource(document="the baker's diary"),),
    )


def coding(number: int, at: Quote, code: CodeId = SMOKE.id) -> Coding:
    return Coding(id=CodingId(number), code=code, quote=at)


def test_a_code_is_a_sign_where_somebody_coded_with_it() -> None:
    (sign,) = signs([SMOKE, NEVER], [coding(2, quote(9, 10)), coding(1, quote(1, 2))], [])
    assert sign.code == SMOKE
    assert [one.id for one in sign.codings] == [1, 2]


def test_an_event_belongs_to_the_sign_whose_passage_it_rests_on() -> None:
    inside = event(1, EventKind.WARNING_SIGN, at=quote(1.5, 3))
    beside = event(2, EventKind.WARNING_SIGN, at=quote(2, 3))
    elsewhere = event(3, EventKind.WARNING_SIGN, at=quote(1, 2, "T002"))
    found = signs([SMOKE], [coding(1, quote(1, 2))], [inside, beside, elsewhere])
    assert [(sign.name, [one.id for one in sign.events]) for sign in found] == [
        ("The oven smokes", [1]),
        ("event 2", [2]),
        ("event 3", [3]),
    ]


def test_what_hangs_on_a_sign_or_on_a_contact_about_it_follows_it() -> None:
    events = [
        event(1, EventKind.WARNING_SIGN, date="1984"),
        event(2, EventKind.CONTACT, tells_of=1, date="1985"),
        event(3, EventKind.INTERVENTION, tells_of=2),
        event(4, EventKind.MISSED_INTERVENTION, hangs_on=1),
        event(5, EventKind.CONTACT),
        event(6, EventKind.INTERVENTION, tells_of=5),
        event(7, EventKind.LIFE, tells_of=1),
    ]
    (sign,) = signs([], [], events)
    ids = [[one.id for one in group] for group in (sign.events, sign.contacts, sign.acts, sign.misses)]
    assert ids == [[1], [2], [3], [4]]


def test_whoever_saw_or_was_told_knew_from_the_first_time_on() -> None:
    events = [
        event(1, EventKind.WARNING_SIGN, date="1984", parties=((1, Role.SAW), (2, Role.ABOUT))),
        event(2, EventKind.CONTACT, tells_of=1, date="1985", parties=((3, Role.TOLD), (1, Role.REPORTED))),
        event(3, EventKind.CONTACT, tells_of=1, date="1986", parties=((3, Role.TOLD), (4, Role.TOLD))),
    ]
    (sign,) = signs([], [], events)
    assert [(one.party, one.event.id, one.saw) for one in sign.knew] == [(1, 1, True), (3, 2, False), (4, 3, False)]


def test_guidance_names_its_publication_or_says_nothing() -> None:
    def memo(title: str, about: MemoAbout = MemoAbout.CODE) -> Memo:
        return Memo(title=title, text="Open a window.", about=about, target=1)

    memos = [
        memo("Guidance: Bakers' handbook, 1970"),
        memo("Guidance: "),
        memo("A thought"),
        memo("Guidance: x", MemoAbout.CODING),
    ]
    (sign,) = signs([SMOKE], [coding(1, quote(1, 2))], [], memos)
    assert sign.guidance == (Guidance(publication="Bakers' handbook, 1970", text="Open a window."),)
