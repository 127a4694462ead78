"""A paper edit is made and changed by verbs, whole or not at all, and its cut is exact."""

from __future__ import annotations

import json
import os
import random
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, InputError, NotFoundError, StorageError, UsageError
from tapewright.model import Provenance, Span, Tape, TapeId, Transcript, Turn, Word
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_milliseconds, from_seconds
from tapewright.verbs import edit, paperfile
from tapewright.verbs.edit import Where
from tapewright.verbs.find import find
from tapewright.verbs.project import Project, new_project

FORMAT = TimecodeFormat(frame_rate("23.976"))
TAPE = TapeId("T017")
SAID = (
    ("MARIAN", "I remember. The harbour was quiet that year. You know, I mean, nobody asked us"),
    ("TOM", "Not even once?"),
    ("MARIAN", "not even once, until the boats came back."),
)


def turns_of(project: Project) -> list[Turn]:
    """Every word 200 ms long and 100 ms from the next, from 1.0 s on."""
    speakers = {speaker.name: speaker.id for speaker in project.store.speakers()}
    turns, at = [], 1000
    for name, text in SAID:
        words = []
        for token in text.split():
            words.append(Word(text=token, start=from_milliseconds(at), end=from_milliseconds(at + 200)))
            at += 300
        turns.append(Turn(words=tuple(words), speaker=speakers[name]))
    return turns


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "series") as made:
        with made.store.change("tapes") as pen:
            for name in (TAPE, TapeId("T3")):
                pen.add_tape(
                    Tape(
                        id=name,
                        title="",
                        format=FORMAT,
                        duration=from_seconds(60),
                        start_timecode=FORMAT.read("23:59:55:00"),
                    )
                )
            for name in ("MARIAN", "TOM"):
                pen.add_speaker(name)
        with made.store.change("words") as pen:
            pen.add_transcript(Transcript(tape=TAPE, turns=tuple(turns_of(made)), provenance=Provenance(tool="hand")))
        yield made


def span(start: str, end: str) -> Span:
    return Span(TAPE, Interval(from_seconds(start), from_seconds(end)))


def text_of(project: Project, name: str = "nine-years") -> str:
    return (project.edits / f"{name}.md").read_bytes().decode()


@pytest.fixture
def begun(project: Project) -> Project:
    edit.new_edit(project, "nine-years", title="Nine years", rate="23.976")
    edit.insert(project, "nine-years", span("1.55", "3.35"))
    edit.insert(project, "nine-years", span("3.35", "5.75"))
    return project


BEGUN = """\
---
title: Nine years
rate: 23.976
start: 01:00:00:00
---

> The harbour was quiet that year.
>
> — MARIAN [T017](tape:T017#t=1.550000,3.350000)

> You know, I mean, nobody asked us Not
>
> — MARIAN [T017](tape:T017#t=3.350000,5.750000)
"""


def test_a_new_edit_and_two_bites_are_a_file_that_anybody_can_read(begun: Project) -> None:
    assert text_of(begun) == BEGUN


def test_the_cut_is_on_frames_with_its_words_and_speakers(begun: Project) -> None:
    found = edit.cut_of(begun, "nine-years")
    assert found.problems == ()
    one, two = found.cut.events
    frame = FORMAT.rate.ticks_per_frame
    for event, meant in ((one, span("1.55", "3.35")), (two, span("3.35", "5.75"))):
        assert event.source.start == FORMAT.rate.at_frame(FORMAT.rate.nearest_frame(meant.interval.start))
        assert event.source.duration == event.record.duration
        assert event.record.start % frame == 0
    assert one.record.end == two.record.start
    assert [word.text for word in one.words] == "The harbour was quiet that year.".split()
    assert one.speaker == "MARIAN"
    assert one.speaker_id is not None
    assert one.tape.timecode(one.source.start) == "23:59:56:13"


def test_an_old_transcript_s_correction_moves_nothing(begun: Project) -> None:
    before = edit.cut_of(begun, "nine-years").cut
    (turn, *_) = begun.store.turns_in(TAPE, Interval(Ticks(0), from_seconds(3)))
    words = list(turn.words)
    words[3] = Word(text="harbor", start=words[3].start, end=words[3].end)
    with begun.store.change("spelling") as pen:
        pen.replace_turns([turn], [Turn(words=tuple(words), speaker=turn.speaker, id=turn.id, revision=turn.revision)])
    found = edit.cut_of(begun, "nine-years")
    assert [(e.source, e.record) for e in found.cut.events] == [(e.source, e.record) for e in before.events]
    assert [p.message for p in found.problems] == ["the text says “harbour”, the tape “harbor”"]


def test_a_hit_is_inserted_with_a_little_air(project: Project) -> None:
    edit.new_edit(project, "nine-years")
    (hit,) = find(project, '"quiet that year"').hits
    edit.insert(project, "nine-years", hit)
    assert "> quiet that year.\n>\n> — MARIAN [T017](tape:T017#t=2.460000,3.340000)\n" in text_of(project)
    assert edit.cut_of(project, "nine-years").problems == ()


def test_a_bite_goes_where_it_is_told(begun: Project) -> None:
    path = begun.edits / "nine-years.md"
    path.write_text(BEGUN + "\n# Return\n\nThey came.\n\n# End\n")
    done = edit.insert(begun, "nine-years", span("1", "1.55"), where=Where(scene="return"), speaker="")
    assert done.bite == 3
    assert "They came.\n\n> I remember.\n>\n> — [T017](tape:T017#t=1.000000,1.550000)\n\n# End\n" in path.read_text()
    assert edit.insert(begun, "nine-years", span("1", "1.55"), where=Where(before=1)).bite == 1
    assert edit.insert(begun, "nine-years", span("1", "1.55"), where=Where(after="L7")).bite == 2
    with pytest.raises(NotFoundError, match="no scene"):
        edit.insert(begun, "nine-years", span("1", "2"), where=Where(scene="Storm"))
    with pytest.raises(NotFoundError, match="no bite 9"):
        edit.insert(begun, "nine-years", span("1", "2"), where=Where(after=9))
    with pytest.raises(UsageError, match="one place"):
        edit.insert(begun, "nine-years", span("1", "2"), where=Where(after=1, before=1))


def test_a_move_there_and_back_leaves_the_file_as_it_was(begun: Project) -> None:
    assert edit.move(begun, "nine-years", 2, Where(before=1)).bite == 1
    assert text_of(begun).index("You know") < text_of(begun).index("The harbour")
    assert edit.move(begun, "nine-years", 1, Where()).bite == 2
    assert text_of(begun) == BEGUN


def test_struck_words_are_cut_out_and_come_back(begun: Project) -> None:
    edit.strike(begun, "nine-years", 2, "you know i mean")
    assert "> ~~You know, I mean,~~ nobody asked us Not\n" in text_of(begun)
    found = edit.cut_of(begun, "nine-years")
    assert [word.text for event in found.cut.events[1:] for word in event.words] == ["nobody", "asked", "us", "Not"]
    assert found.cut.duration < edit.cut_of(begun, "nine-years").cut.duration + 1
    edit.strike(begun, "nine-years", 2, range(4), undo=True)
    assert text_of(begun) == BEGUN
    with pytest.raises(UsageError, match="not in the bite"):
        edit.strike(begun, "nine-years", 2, "the boats")


def test_a_trim_moves_text_and_place_together(begun: Project) -> None:
    edit.trim(begun, "nine-years", 2, start=4, end=2)
    assert "> nobody asked us Not even once?\n>\n> — MARIAN [T017](tape:T017#t=4.560000,6.340000)\n" in text_of(begun)
    edit.trim(begun, "nine-years", 2, start=-1, end=-3)
    assert "> mean, nobody asked us\n>\n> — MARIAN [T017](tape:T017#t=4.260000,5.440000)\n" in text_of(begun)
    assert edit.cut_of(begun, "nine-years").problems == ()
    with pytest.raises(UsageError, match="only 11 words before"):
        edit.trim(begun, "nine-years", 2, start=-50)
    with pytest.raises(UsageError, match="nothing would be left"):
        edit.trim(begun, "nine-years", 2, start=2, end=-2)


def test_a_split_plays_as_the_whole_did(begun: Project) -> None:
    before = edit.cut_of(begun, "nine-years").cut
    assert edit.split(begun, "nine-years", 1, 4).bite == 1
    assert "> The harbour was\n" in text_of(begun)
    after = edit.cut_of(begun, "nine-years").cut
    assert after.duration == before.duration
    assert after.events[0].source.end == after.events[1].source.start
    assert len(after.events) == 3
    with pytest.raises(UsageError, match="cannot be split"):
        edit.split(begun, "nine-years", 1, 1)


def test_a_removed_bite_is_gone_and_the_rest_is_as_it_was(begun: Project) -> None:
    edit.remove(begun, "nine-years", 2)
    assert text_of(begun) == BEGUN[: BEGUN.index("\n> You know")]
    edit.remove(begun, "nine-years", "L8")
    assert text_of(begun) == BEGUN[: BEGUN.index("\n> The harbour")]


def test_an_anchor_moves_the_place_alone(begun: Project) -> None:
    edit.anchor(begun, "nine-years", 1, span("1.5", "3.4"))
    assert text_of(begun) == BEGUN.replace("t=1.550000,3.350000", "t=1.500000,3.400000")
    with pytest.raises(UsageError, match="is of tape T017"):
        edit.anchor(begun, "nine-years", 1, Span(TapeId("T3"), span("1", "2").interval))


def test_the_running_order_counts_narration_and_bites(begun: Project) -> None:
    path = begun.edits / "nine-years.md"
    path.write_text(BEGUN.replace("---\n\n>", "narration_wpm: 120\n---\n# The gap\n\nFive words are not more.\n\n>", 1))
    order = edit.show(begun, "nine-years")
    assert [row.block.kind for row in order.rows] == ["scene", "narration", "bite", "bite"]
    assert order.narration == from_seconds("2.5")
    assert order.running == order.cut + order.narration
    assert next(row.record.start for row in order.rows if row.record) == 0
    told = edit.show_record(order)
    assert json.loads(json.dumps(told))["blocks"][3]["bite"]["record_timecode"] == "01:00:01:19"
    assert told["running"] == pytest.approx(order.cut / 705_600_000 + 2.5)


def test_what_cannot_be_played_is_named_and_the_rest_is_cut(begun: Project) -> None:
    path = begun.edits / "nine-years.md"
    more = """
> Nobody is there.
>
> — ANNA [T99](tape:T99#t=1,2)

> Backwards.
>
> — ANNA [T017](tape:T017#t=2,1)

> Unheard, ~~but struck~~.
>
> — ANNA [T3](tape:T3#t=1,2)

> Unheard.
>
> — ANNA [T3](tape:T3#t=1,2)

> Much later.
>
> — ANNA [T017](tape:T017#t=smpte-24:00:30:00:00,00:30:01:00)

<!-- open
"""
    path.write_text(BEGUN + more)
    found = edit.cut_of(begun, "nine-years")
    assert [event.bite for event in found.cut.events] == [1, 2, 6]
    told = [(problem.bite, problem.is_left_out) for problem in found.problems]
    assert told == [(0, False), (3, True), (4, True), (5, True), (6, False), (7, False), (7, True)]
    messages = " | ".join(problem.message for problem in found.problems)
    for part in ("no tape T99", "ends before it", "T3 has no transcript, so that", "beyond the end", "never closed"):
        assert part in messages
    assert len(edit.show(begun, "nine-years").problems) == len(found.problems)


def test_a_change_after_somebody_else_s_is_refused(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = edit.show(begun, "nine-years").digest
    edit.strike(begun, "nine-years", 1, "quiet", expected=seen)
    now = text_of(begun)
    with pytest.raises(ConflictError, match="nothing was written"):
        edit.strike(begun, "nine-years", 1, "year", expected=seen)
    read = paperfile.read_paper

    def read_then_changed(project: Project, name: str) -> paperfile.PaperFile:
        file = read(project, name)
        file.path.write_text(now + "\nby hand\n")
        return file

    monkeypatch.setattr(edit, "read_paper", read_then_changed)
    with pytest.raises(ConflictError, match="somebody else"):
        edit.remove(begun, "nine-years", 1)
    assert text_of(begun) == now + "\nby hand\n"


@pytest.mark.parametrize(
    "said", ["the harbour", "the harbour was quiet", "harbour", "quiet", "was quiet then", "then then", "was"]
)
def test_a_hit_brings_its_words_even_those_that_a_recogniser_gave_no_length(project: Project, said: str) -> None:
    """Whisper squeezes words to nothing; a span is half open, so that such a word at its end would not lie in it."""
    times = {"the": (100, 200), "harbour": (200, 200), "was": (200, 300), "quiet": (400, 400), "then": (400, 400)}
    words = tuple(
        Word(text=token, start=from_milliseconds(times[token][0]), end=from_milliseconds(times[token][1]))
        for token in "the harbour was quiet then then".split()
    )
    with project.store.change("squeezed") as pen:
        pen.add_transcript(
            Transcript(tape=TapeId("T3"), turns=(Turn(words=words),), provenance=Provenance(tool="scripted"))
        )
    edit.new_edit(project, "squeezed")
    [hit] = find(project, f'"{said}"', tape="T3").hits
    edit.insert(project, "squeezed", hit)
    [bite] = [row.bite for row in edit.show(project, "squeezed").rows if row.bite]
    assert said in bite.block.text
    assert bite.resolved
    assert said in " ".join(word.text for word in bite.resolved.words)


def test_a_dry_run_writes_nothing_and_shows_the_difference(begun: Project) -> None:
    done = edit.remove(begun, "nine-years", 1, dry_run=True)
    assert text_of(begun) == BEGUN
    assert "-> The harbour was quiet that year." in done.diff
    assert edit.record(done)["changed"] is True
    made = edit.new_edit(begun, "other", dry_run=True)
    assert not made.path.exists()


def test_a_write_that_fails_leaves_the_old_file_and_no_scraps(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError, match="No space"):
        edit.remove(begun, "nine-years", 1)
    assert text_of(begun) == BEGUN
    assert os.listdir(begun.edits) == ["nine-years.md"]


def test_rights_and_line_ends_and_links_stay_as_they_were(begun: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "shared.md"
    elsewhere.write_bytes(("\ufeff" + BEGUN).replace("\n", "\r\n").encode())
    elsewhere.chmod(0o640)
    link = begun.edits / "linked.md"
    link.symlink_to(elsewhere)
    edit.insert(begun, "linked", span("1", "1.55"))
    assert link.is_symlink()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o640
    data = elsewhere.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    edit.remove(begun, "linked", 3)
    assert elsewhere.read_bytes() == ("\ufeff" + BEGUN).replace("\n", "\r\n").encode()


def test_an_edit_is_found_by_name_or_path(begun: Project) -> None:
    path = begun.edits / "nine-years.md"
    for name in ("nine-years", "nine-years.md", path, str(path)):
        assert edit.show(begun, name).path == path.resolve()
    with pytest.raises(NotFoundError) as caught:
        edit.show(begun, "ten-years")
    assert "nine-years" in caught.value.hint
    with pytest.raises(ConflictError):
        edit.new_edit(begun, "nine-years")


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_any_file_name_makes_an_edit_or_a_named_error(project: Project, name: str) -> None:
    try:
        made = edit.new_edit(project, name)
    except UsageError:
        assert not any(project.edits.iterdir())
        return
    assert edit.show(project, made.path).cut == 0
    edit.insert(project, made.path, span("1", "2"))
    assert len(edit.cut_of(project, made.path).cut.events) == 1


def test_a_semicolon_in_the_start_of_an_edit_says_drop_frame(project: Project) -> None:
    edit.new_edit(project, "x", rate="29.97", start="01:00:00;00")
    assert "\nstart: 01:00:00;00\n" in text_of(project, "x")
    assert edit.show(project, "x").format == TimecodeFormat(frame_rate("29.97"), True)
    with pytest.raises(UsageError, match="no drop-frame timecode at 25"):
        edit.new_edit(project, "y", start="01:00:00;00")
    (project.edits / "z.md").write_text("---\nstart: 01:00:00;00\n---\n", "utf-8")
    with pytest.raises(InputError, match="no drop-frame timecode at 25"):
        edit.show(project, "z")


@pytest.mark.parametrize("name", ["", " ", ".", "..", "/", "a/.."])
def test_what_is_no_name_makes_no_edit_anywhere(project: Project, name: str) -> None:
    before = sorted(project.root.rglob("*"))
    with pytest.raises(UsageError, match="not a name for a paper edit"):
        edit.new_edit(project, name)
    assert sorted(project.root.rglob("*")) == before


def test_the_running_order_tells_the_frames_that_an_editing_program_gets(project: Project) -> None:
    edit.new_edit(project, "x")
    # 1.33 s is frame 31.9 of the tape: the event begins on frame 32, and so it must stand in the running order.
    edit.insert(project, "x", span("1.33", "2"))
    [event] = edit.cut_of(project, "x").cut.events
    shown = edit.show_record(edit.show(project, "x"))["blocks"]
    assert isinstance(shown, list)
    assert shown[0]["bite"]["timecode"] == event.tape.timecode(event.source.start) == "23:59:56:08"


def test_a_change_behind_an_open_comment_names_the_comment(project: Project) -> None:
    edit.new_edit(project, "x")
    path = project.edits / "x.md"
    path.write_text(path.read_text("utf-8") + "\n<!-- never closed\n\nNarration.\n", "utf-8")
    with pytest.raises(UsageError, match="nothing was changed") as caught:
        edit.insert(project, "x", span("1", "2"))
    assert "line 7: a comment is opened here and never closed" in caught.value.hint


@pytest.mark.parametrize("data", [b"\xff\xfea\x00", b"caf\xe9", b"\x80"])
def test_a_file_that_is_no_utf8_is_named(project: Project, data: bytes) -> None:
    (project.edits / "x.md").write_bytes(data)
    with pytest.raises(InputError) as caught:
        edit.show(project, "x")
    assert caught.value.place == "x.md"


def test_random_changes_keep_every_bite_true_to_its_tape(begun: Project) -> None:
    chance = random.Random(7)
    for _ in range(150):
        order = edit.show(begun, "nine-years")
        bites = [row.bite.number for row in order.rows if row.bite]
        number = chance.choice(bites) if bites else 0
        try:
            match chance.randrange(7) if bites else 0:
                case 0:
                    start = chance.randrange(10, 80) / 10
                    edit.insert(begun, "nine-years", span(str(start), str(start + chance.randrange(5, 30) / 10)))
                case 1:
                    edit.move(begun, "nine-years", number, Where(before=chance.choice(bites)))
                case 2:
                    edit.trim(begun, "nine-years", number, start=chance.randrange(-3, 4), end=chance.randrange(-3, 4))
                case 3:
                    first = chance.randrange(6)
                    edit.strike(begun, "nine-years", number, range(first, first + chance.randrange(1, 3)))
                case 4:
                    first = chance.randrange(6)
                    edit.strike(begun, "nine-years", number, range(first, first + 1), undo=True)
                case 5:
                    edit.split(begun, "nine-years", number, chance.randrange(1, 6))
                case 6:
                    edit.remove(begun, "nine-years", number)
        except UsageError:
            continue
    found = edit.cut_of(begun, "nine-years")
    assert [problem for problem in found.problems if "struck" not in problem.message] == []
    assert text_of(begun).startswith(BEGUN[: BEGUN.index("\n>")])


def told(capsys: pytest.CaptureFixture[str], project: Project, *arguments: str) -> tuple[int, str]:
    status = run(app, [*arguments, "--project", str(project.root)])
    return status, capsys.readouterr().out


def test_the_command_line_cuts_on_paper(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, project, "edit", "new", "nine-years", "--rate", "23.976", "--title", "Nine years")[0] == 0
    at = ("--from", "23:59:56:13", "--to", "23:59:58:08")
    assert told(capsys, project, "edit", "insert", "nine-years", "T017", *at) == (0, "bite 1 of nine-years\n")
    assert told(capsys, project, "edit", "insert", "nine-years", "--search", "nobody asked us")[0] == 0
    assert told(capsys, project, "edit", "strike", "nine-years", "1", "--numbers", "3-4")[0] == 0
    assert told(capsys, project, "edit", "trim", "nine-years", "2", "--start", "-2", "--end", "-1")[0] == 0
    assert told(capsys, project, "edit", "split", "nine-years", "2", "3")[0] == 0
    assert told(capsys, project, "edit", "move", "nine-years", "3", "--before", "1")[0] == 0
    assert told(capsys, project, "edit", "remove", "nine-years", "3")[0] == 0
    status, shown = told(capsys, project, "edit", "show", "nine-years")
    assert status == 0
    assert "   1  01:00:00:00  T017 23:59:59:" in shown
    assert "running time 00:00:0" in shown
    status, words = told(capsys, project, "edit", "show", "nine-years", "--words", "2")
    assert "   3  was  (struck)\n   4  quiet  (struck)\n" in words
    status, dry = told(capsys, project, "edit", "remove", "nine-years", "1", "--dry-run")
    assert dry.startswith("--- nine-years.md (now)\n+++ nine-years.md (then)\n")
    status, answer = told(capsys, project, "edit", "show", "nine-years", "--json")
    assert [block["bite"]["number"] for block in json.loads(answer)["blocks"]] == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["insert", "x", "T017"], "which passage"),
        (["insert", "x", "T017", "--from", "1"], "both ends"),
        (["insert", "x", "--from", "1", "--to", "2"], "on which tape"),
        (["insert", "x", "T017", "--from", "2", "--to", "1"], "behind"),
        (["insert", "x", "T017", "--from", "1", "--to", "90"], "outside"),
        (["insert", "x", "--search", "marmalade"], "nothing was found"),
        (["insert", "x", "--search", "not even once"], "2 passages"),
        (["strike", "x", "1"], "which words"),
        (["strike", "x", "1", "--numbers", "7-4"], "not numbers of words"),
        (["trim", "x", "1"], "how many words"),
        (["move", "x", "1"], "no bite 1"),
        (["move", "x", "one"], "not a block"),
        (["move", "x", "²"], "not a block"),
        (["move", "x", "9" * 5000], "not a block"),
        (["show", "y"], "no paper edit"),
    ],
)
def test_the_command_line_says_what_was_asked_wrongly(
    arguments: list[str], message: str, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    edit.new_edit(project, "x")
    status, answer = told(capsys, project, "edit", *arguments, "--json")
    assert status == 2
    assert message in json.loads(answer)["error"]["message"]
    assert text_of(project, "x").count("\n") == 5
