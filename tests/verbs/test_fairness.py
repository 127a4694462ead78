"""The fairness page counts who is heard, names the questions that were dropped, and is the same from cut and edit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import NotFoundError
from tapewright.model import (
    Code,
    Codebook,
    Coding,
    Party,
    Quote,
    Span,
    TapeId,
)
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_milliseconds, write_fragment
from tapewright.verbs.export import export
from tapewright.verbs.fairness import fairness
from tapewright.verbs.fairnessrecord import record
from tapewright.verbs.fairnessreport import fairness_report
from tapewright.verbs.places import quote_of
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import group_speaker
from tapewright.verbs.studywriting import StudyReported
from tapewright.verbs.studywriting import record as study_record

PAL = TimecodeFormat(frame_rate("25"))
AIR = from_milliseconds(40)
ANSWER = ("T001", "MARIAN", "Never. I was afraid of the storm.")
QUESTION = ("T001", "ASKER", "Were you afraid of your brother?")
BREAD = ("T002", "JONAS", "We had flour for two days, maybe for three.")


def write_edit(project: Project, name: str, *bites: tuple[str, str, str], narration: str = "Narration.") -> None:
    text = []
    for tape, speaker, words in bites:
        place = place_of(tape, " ".join(word.strip(".,?") for word in words.split()))
        place = Interval(Ticks(max(0, place.start - AIR)), Ticks(place.end + AIR))
        text.append(f"> {words}\n>\n> — {speaker} [{tape}](tape:{tape}#{write_fragment(place)})\n")
    (project.edits / f"{name}.md").write_text(f"# Gap\n\n{narration}\n\n" + "\n".join(text), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path):
    with harbour_project(tmp_path / "p", PAL) as made:
        yield made


def test_an_answer_without_its_question_is_told_with_what_was_asked(project: Project) -> None:
    write_edit(project, "cut", ANSWER)
    (asked,) = fairness(project, "cut").dropped
    assert asked.asked.text == "Were you afraid of your brother?"
    assert asked.asked.span.tape == "T001"
    assert asked.answer.startswith("Never. I was afraid")
    write_edit(project, "cut", QUESTION, ANSWER)
    page = fairness(project, "cut")
    assert page.dropped == ()
    assert [one.is_kept for one in page.asked] == [True]


def test_shares_are_those_of_the_cut_and_of_what_was_said(project: Project) -> None:
    group_speaker(project, "MARIAN", "victims and families")
    write_edit(project, "cut", ANSWER, BREAD, narration="Jonas baked. Marian waited.")
    page = fairness(project, "cut")
    people = {one.name: one for one in page.shares.people}
    assert people["MARIAN"].words == people["MARIAN"].used == 7
    assert people["JONAS"].said == 14
    assert people["ASKER"].airtime == 0
    assert page.shares.airtime == sum(one.airtime for one in people.values()) > 0
    assert {one.name: (one.heard, one.narration) for one in page.named} == {"MARIAN": (0, 1)}
    assert page.narration_words == 4


def test_the_page_of_a_cut_that_comes_back_is_that_of_the_paper_edit(project: Project, tmp_path: Path) -> None:
    write_edit(project, "cut", ANSWER, BREAD)
    export(project, "cut", "edl", tmp_path / "cut.edl")
    ours, back = fairness(project, "cut"), fairness(project, tmp_path / "cut.edl")
    assert back.shares == ours.shares
    assert [one.asked for one in back.asked] == [one.asked for one in ours.asked]
    assert back.narration_words == 0


def test_lanes_of_the_chronology_are_counted_by_name_too(project: Project) -> None:
    with project.store.change("people") as pen:
        pen.add(Party(name="Elsa Brandt", group="victims and families"))
    write_edit(project, "cut", BREAD, narration="Elsa Brandt wrote. Brandt waited. The board did not answer Elsa.")
    (elsa,) = (one for one in fairness(project, "cut").named if one.name == "Elsa Brandt")
    assert (elsa.narration, elsa.heard, elsa.airtime) == (3, 0, 0)


def hunger_coded(project: Project) -> Quote:
    """A passage coded with what a viewer is warned of."""
    quote = quote_of(project, Span(TapeId("T002"), place_of("T002", "two days")))
    with project.store.change("code") as pen:
        book = pen.add(Codebook(name="Content notes"))
        code = pen.add(Code(codebook=book.id, name="hunger"))
        pen.add(Coding(code=code.id, quote=quote))
    return quote


def test_codes_of_content_notes_are_told_where_they_are_heard(project: Project) -> None:
    quote = hunger_coded(project)
    write_edit(project, "cut", BREAD)
    (note,) = fairness(project, "cut").notes
    assert (note.topic, note.by_code, note.place) == ("hunger", True, quote)
    write_edit(project, "cut", ANSWER)
    assert fairness(project, "cut").notes == ()


def test_what_cannot_be_read_is_said(project: Project) -> None:
    with pytest.raises(NotFoundError):
        fairness(project, "nothing")
    write_edit(project, "cut", ANSWER)
    told = record(project, fairness(project, "cut"))
    assert json.loads(json.dumps(told))["people"][0]["name"] == "MARIAN"
    assert any("no group yet" in remark for remark in told["remarks"])


def words_of(project: Project) -> str:
    """Everything that the page of the cut says."""
    report = fairness_report(project, "cut")
    told = study_record(StudyReported(report=report, files=(), remarks=report.remarks))
    return json.dumps(told, ensure_ascii=False)


def test_questions_are_counted_in_sentences(project: Project) -> None:
    write_edit(project, "cut", BREAD)
    assert "No quotation was found that answers a question on the tape." in words_of(project)
    write_edit(project, "cut", ANSWER)
    assert "storm.” On the tape this was asked:" in words_of(project)
    assert "cut (cut)" not in words_of(project)
    one = "1 quotation in the programme answers a question that is asked on the tape; the question is not heard"
    assert one in words_of(project)
    write_edit(project, "cut", QUESTION, ANSWER)
    assert one.replace("not heard", "heard") in words_of(project)
    assert not re.search(r"\b0 (quotation|of)", words_of(project))


def test_the_page_tells_no_command_and_counts_no_passages_as_its_ground(project: Project) -> None:
    write_edit(project, "cut", ANSWER, BREAD)
    told = words_of(project)
    assert "no group yet; they are counted as “no group”" in told
    assert "tapewright speakers" not in told
    assert "Rests on" not in told  # it rests on the whole programme


def test_the_first_place_of_a_content_note_says_who_when_and_where(project: Project) -> None:
    hunger_coded(project)
    write_edit(project, "cut", BREAD)
    sheet = next(one for one in fairness_report(project, "cut").sheets if one.name == "notes")
    (row,) = (dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows)
    assert (row["Tape"], row["Speaker"], row["Words"]) == ("T002", "JONAS", "two days,")
    assert re.fullmatch(r"\d\d:\d\d:\d\d:\d\d", row["Timecode"])
    assert re.search(r"T002 \d\d:[\d:]+–[\d:]+, JONAS \(\d\.\d s\): “… two days, …”", words_of(project))


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "csv"])
def test_the_page_goes_out_in_every_format_and_the_same_state_gives_the_same_bytes(
    project: Project, tmp_path: Path, form: str
) -> None:
    group_speaker(project, "MARIAN", "victims and families")
    write_edit(project, "cut", ANSWER, BREAD, narration="Marian waited.")
    for folder in ("one", "other"):
        assert (
            run(
                app,
                [
                    "report",
                    "fairness",
                    "cut",
                    "--to",
                    form,
                    "--out",
                    str(tmp_path / folder),
                    "--project",
                    str(project.root),
                ],
            )
            == 0
        )
    one, other = (
        {file.name: file.read_bytes() for file in sorted((tmp_path / name).iterdir())} for name in ("one", "other")
    )
    assert one == other
    assert f"cut-fairness.{form}" in one
    if form == "html":
        page = one["cut-fairness.html"].decode()
        for told in (
            "victims and families",
            "Were you afraid of your brother?",
            "Never. I was afraid of the storm",
            "44 %",
        ):
            assert told in page
    if form == "csv":
        assert "MARIAN,victims and families" in one["cut-fairness.csv"].decode("utf-8-sig")


def test_the_page_of_nothing_says_so(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_edit(project, "cut")
    assert (
        run(app, ["report", "fairness", "cut", "--to", "html", "--dry-run", "--json", "--project", str(project.root)])
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["dry_run"] is True
    assert run(app, ["report", "fairness", "nothing", "--to", "html", "--project", str(project.root)]) == 2
