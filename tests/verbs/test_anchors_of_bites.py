"""A check says of every bite whether its tape still reads so, and never passes over one silently."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.model import Provenance, Tape, TapeId, Transcript, Turn, Word
from tapewright.timing import Interval, TimecodeFormat, frame_rate, from_milliseconds, from_seconds
from tapewright.verbs.anchors import Finding, anchors, record
from tapewright.verbs.project import Project, new_project

SAID = "The ferry did not leave on Monday because of the fog"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    words = tuple(
        Word(text=text, start=from_milliseconds(at), end=from_milliseconds(at + 200))
        for text, at in zip(SAID.split(), range(1000, 9000, 300), strict=False)
    )
    with new_project(tmp_path / "series") as made:
        with made.store.change("tapes") as pen:
            for name in ("T1", "T3"):
                pen.add_tape(
                    Tape(
                        id=TapeId(name),
                        title="",
                        format=TimecodeFormat(frame_rate(25)),
                        duration=from_seconds(20),
                        start_timecode=from_seconds(36_000),
                    )
                )
            provenance = Provenance(tool="hand")
            turns = (Turn(words=words, speaker=pen.add_speaker("ANNA").id),)
            pen.add_transcript(Transcript(tape=TapeId("T1"), turns=turns, provenance=provenance))
        yield made


def write(project: Project, *bites: str, name: str = "fog") -> None:
    (project.edits / f"{name}.md").write_text("\n\n".join(bites) + "\n", "utf-8")


def bite(text: str, place: str = "T1#t=0.9,5", speaker: str = "ANNA") -> str:
    return f"> {text}\n>\n> — {speaker} [T1](tape:{place})"


def findings(project: Project) -> list[Finding]:
    (one,) = anchors(project, ["fog"])
    return [verdict.finding for verdict in one.verdicts]


def test_a_bite_that_reads_as_its_tape_holds(project: Project) -> None:
    write(project, bite(SAID), bite("the ferry did NOT leave … because ~~of~~ the “fog”!"))
    (one,) = anchors(project, ["fog"])
    assert one.holds
    assert one.counts == {Finding.HOLDS: 2, Finding.DIFFERS: 0, Finding.UNCHECKED: 0, Finding.BROKEN: 0}


@pytest.mark.parametrize(
    ("text", "kind", "edit", "tape"),
    [
        ("The ferry did leave on Monday because of the fog", "not in edit", "", "not"),
        ("The ferry did not leave on Tuesday because of the fog", "changed", "Tuesday", "Monday"),
        ("The ferry really did not leave on Monday because of the fog", "not on tape", "really", ""),
        ("The ferry did not leave on Monday", "not in edit", "", "because of the fog"),
    ],
)
def test_every_word_that_differs_is_named_with_its_place(
    project: Project, text: str, kind: str, edit: str, tape: str
) -> None:
    write(project, bite(text))
    (file,) = json.loads(json.dumps(record(anchors(project, ["fog"]))))["files"]
    (verdict,) = file["bites"]
    assert verdict["finding"] == "differs"
    (difference,) = verdict["differences"]
    assert (difference["kind"], difference["edit"], difference["tape"]) == (kind, edit, tape)
    assert difference["timecode"].startswith("10:00:0")
    assert difference["ticks"]["start"] <= difference["ticks"]["end"]


@pytest.mark.parametrize(
    ("block", "finding", "reason"),
    [
        (bite("Fog.", "T3#t=1,2"), Finding.UNCHECKED, "cannot check: tape T3 has no transcript"),
        (bite("Fog ~~and~~", "T3#t=1,2"), Finding.UNCHECKED, "cannot check: tape T3 has no transcript"),
        (bite("Fog.", "T9#t=1,2"), Finding.BROKEN, "no tape T9"),
        (bite("Fog.", "T1#t=2,1"), Finding.BROKEN, "ends before it begins"),
        (bite("Fog.", "T1#t=2,2"), Finding.BROKEN, "empty"),
        (bite("Fog.", "T1#t=19,21"), Finding.BROKEN, "behind the end of tape T1"),
        (bite("Fog.", "T3#t=19,21"), Finding.BROKEN, "behind the end of tape T3"),
        (bite("Fog.", "T1#t=smpte-25:09:00:00:00,09:00:01:00"), Finding.BROKEN, "behind the end"),
        (bite("Fog.", "T1#t=12,13"), Finding.DIFFERS, "reads otherwise"),
        ("> Fog.\n>\n> ANNA [T1](tape:T1#t=1,2)", Finding.BROKEN, "no source line"),
    ],
)
def test_nothing_passes_silently(
    project: Project, block: str, finding: Finding, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, bite(SAID), block)
    (one,) = anchors(project, ["fog"])
    assert [verdict.finding for verdict in one.verdicts] == [Finding.HOLDS, finding]
    assert reason in one.verdicts[1].reason
    assert run(app, ["check", "fog", "--project", str(project.root)]) == 1
    told = capsys.readouterr().out
    assert "fog.md:5: bite 2: " in told
    assert reason in told
    assert "fog: 1 of 2 bites read as their tapes do, 1 " in told


def test_a_hidden_rest_is_a_remark_and_no_pass(project: Project) -> None:
    write(project, bite(SAID), "<!-- open", bite("Fog."))
    (one,) = anchors(project, ["fog"])
    assert len(one.verdicts) == 1
    assert not one.holds
    assert one.remarks[0][0] == 5


def test_all_edits_are_checked_when_none_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["check", "--project", str(project.root), "--allow-empty"]) == 0
    assert "no paper edits yet" in capsys.readouterr().out
    write(project, bite(SAID))
    write(project, bite("Fog."), name="later")
    assert run(app, ["check", "--project", str(project.root), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [[quote["finding"] for quote in one["quotes"]] for one in told["checks"]] == [["holds"], ["differs"]]
    assert told["fails"] is True
    assert run(app, ["check", "fog", "--project", str(project.root)]) == 0
    assert run(app, ["check", "nowhere", "--project", str(project.root)]) == 2


def test_a_correction_shows_and_an_edited_text_holds_again(project: Project) -> None:
    write(project, bite(SAID))
    (turn,) = project.store.turns_in(TapeId("T1"), Interval(from_seconds(1), from_seconds(5)))
    words = [Word(text="Sunday", start=w.start, end=w.end) if w.text == "Monday" else w for w in turn.words]
    with project.store.change("heard again") as pen:
        pen.replace_turns([turn], [Turn(words=tuple(words), id=turn.id, revision=turn.revision)])
    assert findings(project) == [Finding.DIFFERS]
    write(project, bite(SAID.replace("Monday", "Sunday")))
    assert findings(project) == [Finding.HOLDS]
