"""A small study for tests: an oven that smokes, letters to the harbour office, and a ferry that did not run."""

from __future__ import annotations

from pathlib import Path

from tapewright.model import (
    Case,
    Code,
    Codebook,
    Coding,
    Event,
    EventKind,
    EventSource,
    Listen,
    Memo,
    MemoAbout,
    Participant,
    Party,
    PartyKind,
    Quote,
    Role,
    Span,
    Tape,
    TapeId,
)
from tapewright.model.tape import AudioStream, SourceFile
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.testing.recordings import chatter, wav
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.places import quote_of
from tapewright.verbs.project import Project

PAL = TimecodeFormat(frame_rate("25"))
LIGHTS = "I saw the lights on the water"
NOBODY = "nobody asked us until the boats came back"
AFRAID = "I was afraid of the storm"


def harbour_study(root: Path, *, letters: int = 1) -> Project:
    """The project: a codebook of warning signs, a case, people, and as many letters to the harbour office.

    T001 and T002 are talk whose recordings are elsewhere; T003 has no transcript.
    """
    project = harbour_project(root, PAL)
    with project.store.change("a tape that nobody has read", who="JL") as pen:
        pen.add_tape(Tape(id=TapeId("T003"), title="Unread", format=PAL, duration=from_seconds(60)))
    _enter(project, letters)
    return project


def harbour_study_that_plays(root: Path, sound: Path) -> Project:
    """The same, with a recording of T004 at ``sound`` and a passage coded on it."""
    project = harbour_study(root)
    sound.write_bytes(wav(chatter(4.0)))
    file = SourceFile(
        path=str(sound),
        size=sound.stat().st_size,
        duration=from_seconds(4),
        audio=AudioStream(rate_hz=48_000, channels=1),
    )
    with project.store.change("a tape that plays", who="JL") as pen:
        pen.add_tape(Tape(id=TapeId("T004"), title="Played", format=PAL, duration=from_seconds(4), files=(file,)))
        code = next(code for code in project.store.codes() if code.is_codable)
        span = Span(TapeId("T004"), place_of("T001", "Did you see"))
        pen.add(Coding(code=code.id, quote=Quote(span, "Did you see"), coder="JL"))
    return project


def said(project: Project, phrase: str, tape: str = "T001") -> Quote:
    """A phrase where it is said, with its words as they read now."""
    return quote_of(project, Span(TapeId(tape), place_of(tape, phrase)))


def _enter(project: Project, letters: int) -> None:
    with project.store.change("the study", who="JL") as pen:
        book = pen.add(Codebook(name="Warning signs", origin="Harbour board, Rules for lights, 1971"))
        top = pen.add(Code(codebook=book.id, name="At sea", is_codable=False))
        code = pen.add(
            Code(
                codebook=book.id,
                parent=top.id,
                name="Lights out of season",
                definition="Lights on the water when no boat is due.",
                use_when="somebody saw them",
                not_when="they were only heard of",
                source="Harbour board, Rules for lights, 1971",
                key="1",
            )
        )
        quote = said(project, LIGHTS)
        pen.add(Coding(code=code.id, quote=quote, coder="JL", note="she points to the mole"))
        pen.add(
            Memo(
                title="Guidance: Harbour board, Rules for lights, 1971, page 4",
                text="Whoever sees a light rings the office.",
                about=MemoAbout.CODE,
                target=code.id,
            )
        )
        pen.add(Memo(title="Guidance:", text="Somebody said so once.", about=MemoAbout.CODE, target=code.id))
        case = pen.add(Case(name="The ferry"))
        marian = pen.add(Party(name="Marian", group="neighbours"))
        office = pen.add(Party(name="Harbour office", kind=PartyKind.INSTITUTION, group="offices"))
        ferry = pen.add(Party(name="The ferry company", kind=PartyKind.INSTITUTION, group="companies"))
        sign = pen.add(
            Event(
                title="Lights on the water",
                kind=EventKind.WARNING_SIGN,
                date="1984-06",
                date_words="that year",
                case=case.id,
                parties=(Participant(party=marian.id, role=Role.SAW),),
                sources=(EventSource(quote=quote),),
            )
        )
        for number in range(letters):
            contact = pen.add(
                Event(
                    title=f"Letter {number + 1} to the office",
                    kind=EventKind.CONTACT,
                    date=f"1984-07-{number + 1:02d}",
                    case=case.id,
                    tells_of=sign.id,
                    answer="a timetable" if number % 2 else "none",
                    answered_on="1984-08" if number % 2 else "",
                    believed="no",
                    outcome="the ferry ran on",
                    parties=(
                        Participant(party=marian.id, role=Role.REPORTED),
                        Participant(party=ferry.id, role=Role.ABOUT),
                        Participant(party=office.id, role=Role.TOLD),
                    ),
                    sources=(
                        EventSource(quote=said(project, NOBODY), note="of the letters"),
                        EventSource(document="Letter book of the office, 1984", date="1984-07-30"),
                    ),
                )
            )
        pen.add(
            Event(
                title="Nobody rang back",
                kind=EventKind.MISSED_INTERVENTION,
                case=case.id,
                tells_of=contact.id,
                sources=(EventSource(quote=said(project, NOBODY)),),
            )
        )
        pen.add(
            Event(
                title="The wind turns",
                kind=EventKind.WARNING_SIGN,
                sources=(EventSource(quote=said(project, AFRAID)),),
            )
        )
        pen.add_listen(Listen(who="J. Lind", when="2026-11-24T10:00:00Z", quote=quote))
