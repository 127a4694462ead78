"""A paper edit is seen word by word, listed, measured and written over, and never anything else than itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, InputError, NotFoundError, UsageError
from tapewright.model import Span, TapeId
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.timing import Interval, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs import edit, editlist, paperview
from tapewright.verbs.airtime import airtime
from tapewright.verbs.paperfile import digest_of, named_paper
from tapewright.verbs.papertext import LONGEST_TEXT, write_text
from tapewright.verbs.project import Project
from tapewright.verbs.selects import select

COUNTING = TimecodeFormat(frame_rate("25"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour_project(tmp_path / "harbour", COUNTING) as made:
        edit.new_edit(made, "gap", title="The gap")
        for phrase in ("The harbour was quiet that year", "I was afraid of the storm"):
            edit.insert(made, "gap", Span(TapeId("T001"), place_of("T001", phrase)))
        yield made


def text_of(project: Project, name: str = "gap") -> str:
    return (project.edits / f"{name}.md").read_bytes().decode()


def seen(project: Project, name: str = "gap") -> dict[str, object]:
    return paperview.record(paperview.view(project, name))


def test_each_word_of_a_bite_has_its_time_on_the_tape_and_its_place_in_the_text(project: Project) -> None:
    text = text_of(project).replace("harbour was", "[old] harbour ~~was~~ … very").replace("quiet", "*quiet*")
    write_text(project, "gap", text, expected=digest_of(text_of(project)))
    record = seen(project)
    (bite, _) = record["bites"]  # type: ignore[misc]
    kinds = [(word["kind"], word["source"]) for word in bite["words"]]
    assert kinds[:7] == [
        ("heard", "The"),
        ("ours", "[old]"),
        ("heard", "harbour"),
        ("struck", "was"),
        ("omission", "…"),
        ("heard", "very"),
        ("heard", "*quiet*"),
    ]
    place = place_of("T001", "quiet")
    assert (bite["words"][6]["start"], bite["words"][6]["end"]) == (place.start, place.end)
    assert bite["words"][5]["start"] is None
    (odd,) = bite["differences"]
    assert (odd["kind"], odd["edit"], odd["words"]) == ("not on tape", "very", [3, 4])
    at = 0
    for word in bite["words"]:
        at = text.index(word["source"], at) + len(word["source"])


def test_the_events_of_the_view_are_the_cut_and_add_up_to_its_length(project: Project) -> None:
    record = seen(project)
    lengths = [event["record"]["end"] - event["record"]["start"] for event in record["events"]]  # type: ignore[attr-defined]
    assert sum(lengths) == record["order"]["ticks"]["duration"] == edit.cut_of(project, "gap").cut.duration  # type: ignore[index]


def test_words_that_only_the_tape_has_are_named_at_the_place_where_they_are_missing(project: Project) -> None:
    text = text_of(project).replace("harbour was quiet", "harbour quiet")
    write_text(project, "gap", text, expected=digest_of(text_of(project)))
    (bite, _) = seen(project)["bites"]  # type: ignore[misc]
    assert [(one["kind"], one["tape"], one["words"]) for one in bite["differences"]] == [("not in edit", "was", [2, 2])]


def test_a_broken_head_is_shown_and_named_with_the_whole_text(project: Project) -> None:
    text = text_of(project).replace("rate: 25", "rate: 13")
    done = write_text(project, "gap", text, expected=digest_of(text_of(project)))
    assert done.after == text == text_of(project)
    record = seen(project)
    assert (record["text"], record["order"], record["bites"]) == (text, None, [])
    assert "13" in record["trouble"]["message"]  # type: ignore[index]
    (listed,) = editlist.record(editlist.edits(project))["edits"]  # type: ignore[misc]
    assert "13" in listed["trouble"]["message"]


def test_a_text_is_written_only_over_the_one_that_was_seen(project: Project) -> None:
    before = text_of(project)
    (project.edits / "gap.md").write_text(before + "\nelsewhere\n")
    with pytest.raises(ConflictError):
        write_text(project, "gap", "mine", expected=digest_of(before))
    assert text_of(project) == before + "\nelsewhere\n"


@pytest.mark.parametrize("text", ["", "\ufeff# A\r\n\r\nb\r\n", "\x00\x01", "<script>alert(1)</script>", "> " * 2000])
def test_any_text_is_kept_to_the_byte(project: Project, text: str) -> None:
    write_text(project, "gap", text, expected=digest_of(text_of(project)))
    assert (project.edits / "gap.md").read_bytes() == text.encode()
    assert seen(project)["text"] == text


def test_what_no_file_can_hold_is_refused_and_nothing_is_written(project: Project) -> None:
    before = text_of(project)
    for text in ("\ud800", "a" * (LONGEST_TEXT + 1)):
        with pytest.raises(UsageError):
            write_text(project, "gap", text, expected=digest_of(before))
    assert text_of(project) == before


@pytest.mark.parametrize("name", ["../gap", "a/b", "..", ".", "", ".gap", "a\\b", "a\x00", "gap ", "x" * 300, "\ud800"])
def test_a_name_is_never_a_path(project: Project, name: str) -> None:
    with pytest.raises(UsageError):
        named_paper(project, name)


def test_a_link_out_of_the_project_is_not_a_paper_edit(project: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    os.symlink(tmp_path / "secret.md", project.edits / "linked.md")
    with pytest.raises(NotFoundError):
        paperview.view(project, "linked")


def test_a_file_that_is_no_text_is_named(project: Project) -> None:
    (project.edits / "odd.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError):
        paperview.view(project, "odd")
    names = {one["edit"]: one["trouble"] for one in editlist.record(editlist.edits(project))["edits"]}  # type: ignore[attr-defined]
    assert names["gap"] is None
    assert names["odd"]["code"] == "unreadable"


def test_airtime_is_the_cut_by_speaker_and_the_narration_beside_it(project: Project) -> None:
    text = text_of(project) + "\nThe boats came back in April of that year.\n"
    write_text(project, "gap", text, expected=digest_of(text_of(project)))
    order = edit.show(project, "gap")
    marian, narration = airtime(order)
    assert (marian.speaker, marian.length, marian.words, marian.bites) == ("MARIAN", order.cut, 12, 2)
    assert (narration.is_narration, narration.length, narration.words) == (True, order.narration, 9)


def test_the_first_select_makes_the_selects_and_a_wrong_one_makes_nothing(project: Project) -> None:
    with pytest.raises(UsageError):
        select(project, Span(TapeId("T001"), Interval(from_seconds(1), from_seconds(900))))
    assert not (project.edits / "selects.md").exists()
    for phrase in ("I saw the lights", "The bakery opened at four"):
        tape = "T002" if "bakery" in phrase else "T001"
        select(project, Span(TapeId(tape), place_of(tape, phrase)))
    order = edit.show(project, "selects")
    assert (order.title, [row.block.text for row in order.rows]) == (
        "Selects",
        ["I saw the lights", "The bakery opened at four."],
    )


@pytest.mark.parametrize(("written", "meant"), [("T01", "T001"), ("t001", "T001"), ("harbour", ""), ("T001", "")])
def test_a_tape_that_is_not_there_is_answered_with_the_one_of_nearly_its_name(
    project: Project, written: str, meant: str
) -> None:
    text = text_of(project).replace("tape:T001", f"tape:{written}", 1)
    write_text(project, "gap", text, expected=digest_of(text_of(project)))
    (bite, _) = seen(project)["bites"]  # type: ignore[misc]
    assert bite["suggestion"] == meant
    assert bool(bite["why"]) == (written != "T001")


def told(project: Project, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(app, [*arguments, "--project", str(project.root)]) == 0
    return capsys.readouterr().out


def test_the_command_line_lists_measures_and_selects(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(project, capsys, "edit", "select", "T002", "--from", "0.5", "--to", "2") == "select 1\n"
    (project.edits / "odd.md").write_bytes(b"\xff")
    gap, odd, selects = told(project, capsys, "edit", "list").splitlines()
    assert gap.split()[:1] + gap.split()[2:] == ["gap", "2", "bites", "The", "gap"]
    assert odd.split()[:4] == ["odd", "cannot", "be", "read:"]
    assert "1 bite" in selects
    (marian,) = told(project, capsys, "edit", "airtime", "gap").splitlines()
    assert marian.split()[0] == "MARIAN"
    assert marian.endswith("12 words  2 bites")


def test_an_empty_project_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with harbour_project(tmp_path / "harbour", COUNTING) as made:
        assert "tapewright edit new" in told(made, capsys, "edit", "list")
