"""The study's reports made from a public inquiry's hearings: ``python bench/lampard_study.py FOLDER``.

Reads ``../shared/data`` (or ``--data``), makes a project in FOLDER out of five hearing days, codes passages and enters
events whose places are found by short quotations that were chosen by reading, and writes both reports in every format.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lampard_events import CODES, CODINGS, HEARINGS, INSTITUTIONS, PEOPLE, UNREAD, Told
from lampard_july import BRENNAN, CARDEN
from lampard_others import OTHERS, WHITEWARD
from lampard_pimm import PIMM
from tapewright.model import (
    Case,
    Certainty,
    Code,
    Codebook,
    Coding,
    Event,
    EventId,
    EventKind,
    EventSource,
    Memo,
    MemoAbout,
    Participant,
    Party,
    PartyKind,
    Quote,
    Role,
    Tape,
    TapeId,
    Word,
)
from tapewright.study.signs import GUIDANCE
from tapewright.testing.talk import real_talk
from tapewright.timing import Ticks, TimecodeFormat, frame_rate
from tapewright.verbs.brief import warning_signs
from tapewright.verbs.import_transcript import NewTape, import_transcript
from tapewright.verbs.ledgerreport import institutions
from tapewright.verbs.places import span_of, text_of
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.studywriting import write_report

EVENTS = (*PIMM, *CARDEN, *BRENNAN, *WHITEWARD, *OTHERS)
WHO = "whoever read the hearings for the bench"
CASE_TAPES = {"Pippa Whiteward": (TapeId("L0709"),), "Dot": (TapeId("L0917"),)}
"""Tapes of which one case is told; others are shared, and a passage belongs to the case whose event rests on it."""

FORMATS = ("html", "pdf", "docx", "csv")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a tape in order, and each as it is compared."""

    tape: TapeId
    words: tuple[Word, ...]
    plain: tuple[str, ...]

    def place(self, first: str, last: str = "") -> Quote:
        """The passage from the first words to the last ones behind them; each must be there, the first only once."""
        start = _only(self.plain, _plain(first), first)
        end = _next(self.plain, _plain(last or first), start, last or first)
        said = self.words[start:end]
        return Quote(span_of(self.tape, said), text_of(said))


def main() -> None:
    """Make the project and the reports, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked = parser.parse_args()
    began = time.perf_counter()
    project = new_project(asked.folder, title="The Lampard hearings")
    tapes = bring_in(project, asked.data / "texts")
    enter(project, tapes)
    print(f"project made in {time.perf_counter() - began:.1f} s: {len(tapes)} hearings, {len(EVENTS)} events")
    for name, make in (
        ("warning-sign-brief", lambda: warning_signs(project, country=["GB", "IE"])),
        ("institution-ledger", lambda: institutions(project, country=["GB"])),
    ):
        began = time.perf_counter()
        result = write_report(project, make, name, FORMATS)
        print(f"{name} in {time.perf_counter() - began:.1f} s")
        for file in result.files:
            print(f"  {file.path} {file.size:,} bytes")


def bring_in(project: Project, texts: Path) -> dict[TapeId, Words]:
    """Each hearing as a tape whose recording is elsewhere, by the importer that everybody has; one stays unread."""
    said = {name: turns for name, turns in real_talk(texts) if name.startswith("L")}
    for name, (path, title) in HEARINGS.items():
        turns = said[f"L{Path(path).stem}"]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, f"{name}.txt")
            file.write_text("\n\n".join(f"{turn.speaker}: {turn.text}" for turn in turns), encoding="utf-8")
            new = NewTape(id=name, rate="25", title=title)
            import_transcript(project, "txt", file, new_tape=new, language="en", who=WHO)
    with project.store.change("a hearing that nobody has transcribed here", who=WHO) as pen:
        pen.add_tape(
            Tape(
                id=TapeId(UNREAD[0]),
                title=UNREAD[1],
                format=TimecodeFormat(frame_rate("25")),
                duration=Ticks(705_600_000 * 3600),
            )
        )
    return {TapeId(name): _words(project, TapeId(name)) for name in HEARINGS}


def enter(project: Project, tapes: dict[TapeId, Words]) -> None:
    """Codebook, guidance, codings, cases, people, and events."""
    with project.store.change("the study of the hearings", who=WHO) as pen:
        book = pen.add(Codebook(name="Warning signs in the hearings", origin="chosen for this bench"))
        codes = {}
        for rank, (name, definition, use, not_when, source, colour, guidance) in enumerate(CODES):
            code = pen.add(
                Code(
                    codebook=book.id,
                    name=name,
                    rank=rank,
                    definition=definition,
                    use_when=use,
                    not_when=not_when,
                    source=source,
                    colour=colour,
                    key=str(rank + 1),
                )
            )
            codes[name] = code
            for publication, text in guidance:
                pen.add(Memo(title=f"{GUIDANCE} {publication}", text=text, about=MemoAbout.CODE, target=code.id))
        for tape, name, first, last, *note in CODINGS:
            quote = tapes[TapeId(tape)].place(first, last)
            pen.add(Coding(code=codes[name].id, quote=quote, note="".join(note)))
        people = {name: pen.add(Party(name=name, group=group)) for name, group in PEOPLE.items()}
        for name in INSTITUTIONS:
            group = "other services" if name == "NACRO" else "institutions"
            people[name] = pen.add(Party(name=name, kind=PartyKind.INSTITUTION, group=group))
        cases = {
            name: pen.add(Case(name=name, tapes=CASE_TAPES.get(name, ())))
            for name in dict.fromkeys(one.case for one in EVENTS if one.case)
        }
        made: dict[str, EventId] = {}
        for told in EVENTS:
            made[told.key] = pen.add(_event(told, tapes, people, cases, made)).id


def _event(
    told: Told,
    tapes: dict[TapeId, Words],
    people: dict[str, Party],
    cases: dict[str, Case],
    made: dict[str, EventId],
) -> Event:
    roles = (
        (Role.REPORTED, told.reported),
        (Role.ABOUT, told.about),
        (Role.TOLD, told.told),
        (Role.SAW, told.saw),
        (Role.DID, told.did),
    )
    return Event(
        title=told.title,
        kind=EventKind(told.kind),
        date=told.date,
        date_words=told.words,
        certainty=Certainty(told.certainty),
        case=cases[told.case].id if told.case else None,
        tells_of=made[told.of] if told.of else None,
        answer=told.answer,
        answered_on=told.answered_on,
        outcome=told.outcome,
        believed=told.believed,
        note=told.note,
        parties=tuple(Participant(party=people[name].id, role=role) for role, names in roles for name in names),
        sources=tuple(_source(tapes, says) for says in told.says),
    )


def _source(tapes: dict[TapeId, Words], says: Sequence[str]) -> EventSource:
    tape, first, last, more = (*says, "")[:4]
    date = more.removeprefix("date=") if more.startswith("date=") else ""
    disputes = more.startswith("disputes:")
    note = "" if date else more.removeprefix("disputes:").strip()
    return EventSource(quote=tapes[TapeId(tape)].place(first, last), date=date, disputes=disputes, note=note)


def _words(project: Project, tape: TapeId) -> Words:
    transcript = project.store.transcript(tape)
    words = tuple(word for turn in transcript.turns for word in turn.words)
    return Words(tape, words, tuple(_bare(word.text) for word in words))


def _plain(text: str) -> list[str]:
    return [bare for token in text.split() if (bare := _bare(token))]


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", text.replace("’", "'").casefold())


def _starts(words: Sequence[str], wanted: Sequence[str], after: int = 0) -> list[int]:
    filled = [(number, word) for number, word in enumerate(words) if word and number >= after]
    plain = [word for _, word in filled]
    return [filled[at][0] for at in range(len(plain) - len(wanted) + 1) if plain[at : at + len(wanted)] == list(wanted)]


def _only(words: Sequence[str], wanted: Sequence[str], named: str) -> int:
    found = _starts(words, wanted)
    if len(found) != 1:
        raise SystemExit(f"{len(found)} places begin with {named!r}")
    return found[0]


def _next(words: Sequence[str], wanted: Sequence[str], after: int, named: str) -> int:
    found = _starts(words, wanted, after)
    if not found:
        raise SystemExit(f"no place ends with {named!r}")
    end, left = found[0], len(wanted)
    while left:
        left -= bool(words[end])
        end += 1
    return end


if __name__ == "__main__":
    main()
