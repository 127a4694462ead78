"""What is heard in a cut, and every join of it: the same from the paper edit and from each timeline made of it."""

from __future__ import annotations

import json

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.model import Flag, JoinKind
from tapewright.testing.cuts import FORMATS
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_milliseconds, write_fragment
from tapewright.verbs.cutproof import CutProof, judge_cut, judge_timeline, open_timeline
from tapewright.verbs.edit import cut_of
from tapewright.verbs.export import export
from tapewright.verbs.project import Project

PAL = TimecodeFormat(frame_rate("25"))
KINDS = ("edl", "otio", "fcpxml")
AIR = from_milliseconds(40)

BITES = (
    ("T001", "MARIAN", "The harbour was quiet that year, ~~you know,~~ and nobody asked us"),
    ("T001", "MARIAN", "I saw the lights on the water."),
    ("T002", "JONAS", "We had flour for two days"),
    ("T001", "ASKER", "Were you afraid of your brother?"),
    ("T001", "MARIAN", "Yes. Every single night that winter."),
)


def bite(tape: str, speaker: str, text: str, *, air: int = AIR) -> str:
    plain = " ".join(word.strip(".,?") for word in text.replace("~~", "").split())
    place = place_of(tape, plain)
    place = Interval(Ticks(max(0, place.start - air)), Ticks(place.end + air))
    return f"> {text}\n>\n> — {speaker} [{tape}](tape:{tape}#{write_fragment(place)})\n"


def write_edit(project: Project, name: str, bites: tuple[tuple[str, str, str], ...] = BITES) -> None:
    text = "\n".join(bite(*one) for one in bites)
    (project.edits / f"{name}.md").write_text(f"# The gap\n\nNarration between.\n\n{text}", encoding="utf-8")


def told(proof: CutProof) -> list[object]:
    return [
        (join.kinds, join.gap, join.left_out, join.record, join.flags, join.explanation, join.between)
        for join in proof.joins
    ]


@pytest.fixture
def project(tmp_path):
    with harbour_project(tmp_path / "p", PAL) as made:
        write_edit(made, "cut")
        yield made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("counting", FORMATS[::2], ids=str)
def test_an_exported_timeline_is_heard_as_its_paper_edit(tmp_path, counting, kind):
    with harbour_project(tmp_path / "p", counting) as project:
        write_edit(project, "cut")
        paper = judge_cut(project, cut_of(project, "cut").cut)
        (file,) = export(project, "cut", kind).files
        cut = judge_timeline(project, open_timeline(project, file.path))
        assert cut.unplaced == ()
        assert cut.remarks == ()
        assert told(cut) == told(paper)
        assert [(p.tape, p.source, p.record, p.bite) for p in cut.pieces] == [
            (p.tape, p.source, p.record, p.bite) for p in paper.pieces
        ]
        assert [run.text for run in cut.runs] == [run.text for run in paper.runs]
        assert cut.format == paper.format
        assert cut.start == paper.start


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("source", "programme"), [("23.976", "25"), ("25", "23.976"), ("29.97", "24"), ("50", "25")])
def test_mixed_rates_come_back_too(tmp_path, source, programme, kind):
    counting, counts = TimecodeFormat(frame_rate(source)), TimecodeFormat(frame_rate(programme))
    with harbour_project(tmp_path / "p", counting, programme=counts) as project:
        write_edit(project, "cut")
        paper = judge_cut(project, cut_of(project, "cut").cut)
        (file,) = export(project, "cut", kind).files
        cut = judge_timeline(project, open_timeline(project, file.path))
        assert (cut.unplaced, cut.remarks) == ((), ())
        assert told(cut) == told(paper)


def test_the_joins_of_a_cut_are_told_one_by_one(project):
    joins = judge_cut(project, cut_of(project, "cut").cut).joins
    assert [join.kinds for join in joins] == [
        (JoinKind.FORWARD,),
        (JoinKind.BACKWARD,),
        (JoinKind.OTHER_TAPE, JoinKind.OTHER_SPEAKER),
        (JoinKind.OTHER_TAPE, JoinKind.OTHER_SPEAKER),
        (JoinKind.FORWARD, JoinKind.OTHER_SPEAKER),
    ]
    assert joins[0].left_out == "you know,"
    assert joins[1].gap is not None
    assert joins[1].gap < 0
    assert [flag.flag for flag in joins[4].flags] == [Flag.QUESTION_SWAPPED]
    assert joins[4].flags[0].tape_words == "And were you afraid of the sea?"


def test_what_is_left_out_is_asked_what_it_does_to_the_meaning(project):
    bites = (
        ("T001", "MARIAN", "No, I did ~~not~~ see the boats."),
        ("T001", "MARIAN", "he was afraid of me."),
        ("T001", "MARIAN", "nobody asked us"),
        ("T001", "MARIAN", "I saw the lights on the water."),
        ("T001", "MARIAN", "that winter. ~~But only when~~ the wind came from the north."),
    )
    write_edit(project, "odd", bites)
    joins = judge_cut(project, cut_of(project, "odd").cut).joins
    assert [[flag.flag for flag in join.flags] for join in joins] == [
        [Flag.NEGATION_DROPPED],
        [Flag.HEDGE_DROPPED],
        [],
        [Flag.SENTENCE_ENDED_EARLY],
        [],
        [Flag.CONDITION_DROPPED],
    ]


@pytest.mark.parametrize(("air", "clipped"), [(-160, True), (-100, True), (-30, False), (20, False)])
def test_a_word_that_is_cut_inside_is_clipped(project, air, clipped):
    text = "\n".join(bite(*one, air=from_milliseconds(air)) for one in BITES[1:3])
    (project.edits / "clip.md").write_text(text, encoding="utf-8")
    (join,) = judge_cut(project, cut_of(project, "clip").cut).joins
    flags = [flag for flag in join.flags if flag.flag is Flag.CLIPPED_WORD]
    assert [flag.tape_words for flag in flags] == (["water.", "We"] if clipped else [])


def test_a_pause_that_is_taken_out_is_named(project):
    write_edit(project, "quick", (("T001", "ASKER", "Were you afraid of your brother?"), ("T001", "MARIAN", "Never.")))
    (join,) = judge_cut(project, cut_of(project, "quick").cut).joins
    assert [flag.flag for flag in join.flags] == [Flag.PAUSE_REMOVED]
    assert join.explanation == (
        "3.0 s of T001 without words are left out; another speaker goes on: MARIAN; "
        "a pause was taken out: 3.0 s on the tape, 0.1 s here."
    )


def test_a_language_without_rules_has_joins_and_no_meaning_flags(project):
    cut = cut_of(project, "cut").cut
    proof = judge_cut(project, cut, language="fi")
    assert proof.remarks == ("what its joins do to the meaning was not judged: there are no rules for the language fi",)
    joins = proof.joins
    assert [join.kinds for join in joins] == [join.kinds for join in judge_cut(project, cut).joins]
    assert all(not join.flags for join in joins)


def test_words_lifted_out_of_a_bite_leave_one_quotation(project):
    runs = judge_cut(project, cut_of(project, "cut").cut).runs
    assert [run.text for run in runs] == [
        "The harbour was quiet that year, … and nobody asked us",
        "I saw the lights on the water.",
        "We had flour for two days,",
        "Were you afraid of your brother?",
        "Yes. Every single night that winter.",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_check_says_the_same_of_a_paper_edit_and_of_its_timeline(project, kind, capsys):
    def answer(file: str) -> dict:
        run(app, ["check", file, "--json", "--project", str(project.root)])
        return json.loads(capsys.readouterr().out)

    write_edit(project, "cut", (("T001", "MARIAN", "No, I did ~~not~~ see the boats."), *BITES))
    (file,) = export(project, "cut", kind).files
    paper, cut = answer("cut"), answer(str(file.path))
    paper, cut = (one.get("checks", [one])[0] for one in (paper, cut))
    assert len(cut["quotes"]) == 6
    for mine, its in zip(cut["quotes"], paper["quotes"], strict=True):
        assert (mine["verdict"], mine["flags"]) == (its["verdict"], its["flags"])
    assert cut["joins"] == paper["joins"]
    assert cut["unplaced"] == []
