"""A person is led to the words that the recogniser's guards or a typist doubt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.model import Mark, Provenance, TapeId, Transcript, Turn, Word
from tapewright.testing.material import a_tape
from tapewright.timing import from_milliseconds
from tapewright.verbs.doubts import doubts, record
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.transcript import transcript

UNSUPPORTED, RECOVERED, UNSURE = Mark.UNSUPPORTED, Mark.RECOVERED, Mark.UNSURE


def word(text: str, at_ms: int, *marks: Mark, confidence: int | None = 200) -> Word:
    start = from_milliseconds(at_ms)
    end = from_milliseconds(at_ms + 200)
    return Word(text=text, start=start, end=end, marks=frozenset(marks), confidence=confidence)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    said = (
        Turn(words=(word("The", 0), word("ferry", 300, UNSUPPORTED), word("left.", 600, UNSUPPORTED, UNSURE))),
        Turn(words=(word("Thanks", 1000, UNSUPPORTED), word("Skerry", 1300, UNSURE, confidence=255))),
        Turn(words=(word("at", 2000, RECOVERED), word("Skerry", 2300, UNSURE))),
    )
    with new_project(tmp_path / "p") as made:
        with made.store.change("fill") as pen:
            pen.add_tape(a_tape("T001"))
            pen.add_tape(a_tape("T002"))
            pen.add_transcript(Transcript(tape=TapeId("T001"), turns=said, provenance=Provenance(tool="scripted")))
            plain = (Turn(words=(word("Quiet.", 0),)),)
            pen.add_transcript(Transcript(tape=TapeId("T002"), turns=plain, provenance=Provenance(tool="scripted")))
        yield made


def test_doubted_words_beside_each_other_are_one_place(project: Project) -> None:
    found = doubts(transcript(project, "T001"))
    assert [(doubt.mark.value, doubt.text) for doubt in found] == [
        ("unsupported", "ferry left."),
        ("unsupported", "Thanks"),
        ("recovered", "at"),
        ("unsure", "Skerry"),
    ]


def test_the_record_says_where_each_is(project: Project) -> None:
    told = record(transcript(project, "T001"))
    assert (told["tape"], told["version"]) == ("T001", 1)
    first = json.loads(json.dumps(told))["doubts"][0]
    assert (first["start"], first["end"], first["timecode"]) == (
        0.3,
        0.8,
        project.store.tape(TapeId("T001")).timecode(0)[:-2] + "07",
    )
    assert first["ticks"] == {"start": from_milliseconds(300), "end": from_milliseconds(800)}


def test_the_command_lists_them(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["transcript", "T001", "--doubts", "--project", str(project.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[1:] == ["unsupported", "ferry", "left."]
    assert lines[-1] == "4 places to listen to"
    assert run(app, ["transcript", "T002", "--doubts", "--project", str(project.root)]) == 0
    assert capsys.readouterr().out == "no word is marked as doubtful\n"
    assert run(app, ["transcript", "T001", "--doubts", "--json", "--project", str(project.root)]) == 0
    assert len(json.loads(capsys.readouterr().out)["doubts"]) == 4


def test_doubts_are_a_list_and_no_format(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "x.txt")
    assert run(app, ["transcript", "T001", "--doubts", "--out", out, "--project", str(project.root)]) == 2
    assert "--doubts" in capsys.readouterr().err
