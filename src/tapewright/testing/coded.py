"""A coded project for tests of screens and documents: the night bus with a codebook, codings of two people, a memo."""

from __future__ import annotations

from pathlib import Path

from tapewright.model import Code, Codebook, Coding, Memo, MemoAbout, Quote
from tapewright.store import Change
from tapewright.testing.browser_projects import place_of, small_project
from tapewright.verbs.project import Project

ANNA, BEN = "Anna", "Ben"

CODES: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Signs", "", {
        "is_codable": False, "colour": "#1d5b92", "definition": "What could have been seen before the change.",
    }),
    ("Nobody asked", "Signs", {
        "key": "1", "definition": "Somebody could have asked, and the tape says that nobody did.",
        "use_when": "the speaker says that they were not asked", "not_when": "the speaker did not want to tell",
        "example": "Nobody at the depot ever asked me", "source": "Invented, for this project",
    }),
    ("A light seen", "Signs", {"key": "2", "colour": "#36692a", "definition": "A light that told somebody something."}),
    ("The depot", "", {"key": "3", "colour": "#8e2f63", "definition": "Whatever is said of the depot."}),
    ("Letters without an answer", "The depot", {"key": "4"}),
    ("Being afraid", "", {"key": "5", "colour": "#6c338f"}),
    ("Ice and stairs", "Being afraid", {}),
)  # fmt: skip
"""Name, what it stands under, the rest."""

DEPOT = "Nobody at the depot ever asked me, and I did not tell them."
LETTERS = "I wrote to the depot every week for a year"

CODINGS = (
    ("Nobody asked", "T002", "Nobody at the depot ever asked me,", ANNA),
    (
        "The depot",
        "T002",
        f"The depot did not know, no. {DEPOT}",
        ANNA,
    ),
    ("The depot", "T002", DEPOT, BEN),
    ("Nobody asked", "T002", DEPOT, BEN),
    (
        "A light seen",
        "T002",
        "There was one window lit at four in the morning — one — and a woman carrying trays across the ice.",
        ANNA,
    ),
    (
        "Letters without an answer",
        "T001",
        f"{LETTERS} and I never had an answer.",
        ANNA,
    ),
    ("The depot", "T001", LETTERS, ANNA),
    ("Being afraid", "T001", "I was not afraid of the dark. I was afraid of the stairs.", ANNA),
    ("A light seen", "T003", "I held it against the light.", BEN),
)
"""Code, tape, words, coder."""


def coded_project(folder: Path) -> Project:
    """The small project, coded by two people; all of it is invented."""
    project = small_project(folder)
    with project.store.change("a codebook") as pen:
        codes = _codebook(pen)
        for name, tape, phrase, coder in CODINGS:
            pen.add(Coding(code=codes[name].id, quote=Quote(place_of(tape, phrase), phrase), coder=coder))
        text = "Does the light come back on other tapes?"
        pen.add(Memo(text=text, about=MemoAbout.CODE, target=codes["A light seen"].id, who=ANNA))
    return project


def _codebook(pen: Change) -> dict[str, Code]:
    book = pen.add(Codebook(name="The night bus", note="What people say of the bus"))
    codes: dict[str, Code] = {}
    ranks: dict[str, int] = {}
    for name, under, rest in CODES:
        parent = codes[under].id if under else None
        made = Code(codebook=book.id, name=name, parent=parent, rank=ranks.get(under, 0), **rest)  # type: ignore[arg-type]
        codes[name] = pen.add(made)
        ranks[under] = ranks.get(under, 0) + 1
    return codes
