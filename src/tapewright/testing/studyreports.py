"""Reports of a study for tests: invented talk of a harbour and a bakery, with everything that a report can hold."""

from __future__ import annotations

from tapewright.model.annotated import MadeFrom
from tapewright.model.studyreport import (
    Facts,
    Grid,
    Listing,
    Passage,
    Prose,
    Section,
    Sheet,
    StudyReport,
    Tone,
)
from tapewright.testing.annotated import a_place, a_source
from tapewright.timing import from_seconds

STATE = MadeFrom(
    transaction=412,
    digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    when="2026-11-24T13:05:11Z",
)


def a_passage(words: str = "Nobody asked us.", *, reads_now: str = "", lead: str = "", note: str = "") -> Passage:
    """A moment of four seconds that a person has heard."""
    source = a_source(a_place(words, 2531.24, 4, is_heard=True), "J. Lind, 2026-11-24")
    return Passage(
        source=source, words=words, reads_now=reads_now, lead=lead, note=note, length=from_seconds(4), sound=b""
    )


def a_report() -> StudyReport:
    """A short report with one of everything."""
    return StudyReport(
        kicker="Harbour ledger",
        title="Nine years",
        facts=(("Project", "The harbour"), ("Tapes", "T017, T018"), ("History digest", STATE.digest)),
        about=("It lists what was asked of the harbour office, and what came back.", "It scores nobody."),
        remarks=("1 of 9 tapes has no transcript: T021.",),
        sections=(
            Section(
                title="The letters",
                begins_page=True,
                blocks=(
                    Prose(text="Three letters were written."),
                    Prose(text="The dates are those that were said.", tone=Tone.SOFT),
                    Prose(text="The first was lost.", tone=Tone.STRONG),
                    Prose(text="The number of the ferry office must be checked.", tone=Tone.NOTICE),
                    Facts(rows=(("Asked", "the harbour office"), ("Answered", "in June 1984"))),
                    Listing(items=("the timetable", "the price of a ticket")),
                    a_passage(lead="Marian on the first letter", note="Jonas says eight years."),
                    a_passage("We wrote to them twice.", reads_now="We wrote to them thrice."),
                ),
            ),
            Section(title="What was answered", level=2, blocks=(Prose(text="Nothing, for two years."),)),
            Section(
                title="In numbers",
                blocks=(
                    Grid(
                        title="Letters by street",
                        columns=("Street", "Letters", "Answered"),
                        rows=(("Mole", "12", "9 of 12"), ("Quay", "fewer than 5", "too few to say")),
                        numbers=(1,),
                        widths=(3, 1, 2),
                        note="A number below five is not shown.",
                    ),
                    Grid(columns=("Street",), rows=(), title="Others", empty="There are none."),
                ),
            ),
            Section(title="The recordings", blocks=(Prose(text="Two."),)),
        ),
        sheets=(
            Sheet(columns=("street", "letters"), rows=(("Mole", "12"), ("=Quay", "fewer than 5"))),
            Sheet(columns=("tape",), rows=(("T017",),), name="tapes"),
        ),
        made_from=STATE,
        version="0.5.0",
    )


def an_empty_report() -> StudyReport:
    """A front page and nothing behind it, of a project in which nothing was done."""
    return StudyReport(kicker="Harbour ledger", title="Empty", facts=(), about=(), sections=())
