"""A paper edit over real files becomes timelines, captions and a rough cut; or nothing at all."""

from __future__ import annotations

import errno
import io
import json
import os
import wave
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pycmx
import pytest
from lxml import etree

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import NotFoundError, StorageError, UsageError
from tapewright.exchange import others
from tapewright.exchange.cut_formats import CutFormat
from tapewright.model import AudioStream, SourceFile, Tape, TapeId, Transcript, Turn
from tapewright.model.provenance import Provenance
from tapewright.testing.cuts import spread
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.export import RENDERED, export, format_names, record
from tapewright.verbs.project import new_project

PAL = TimecodeFormat(frame_rate("25"))
SAID = "The harbour was quiet that year and nobody asked us until the boats came back in March"
EVERYTHING = ("edl", "fcpxml", "otio", "vtt", "srt", "wav", "m4a", "mp4")

EDIT = """\
# The gap

Narration between.

> The harbour was quiet that year ~~and~~ nobody asked us
>
> — MARIAN [T001](tape:T001#t=0.000000,10.000000)

> until the boats came back
>
> — JONAS [T002](tape:T002#t=10.000000,15.000000)
"""

LOST = (
    EDIT
    + """
> what nobody can find
>
> — MARIAN [T009](tape:T009#t=1.000000,2.000000)
"""
)


@pytest.fixture
def project(tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    with new_project(tmp_path / "series", title="Nine years") as made:
        with made.store.change("tapes") as pen:
            for number, name in enumerate(("Bänd & “one”.wav", "two.wav"), 1):
                pen.add_tape(tape_of(TapeId(f"T00{number}"), write_tone(media / name)))
        for tape in made.store.tapes():
            words = spread(SAID, Interval(Ticks(0), from_seconds(17)))
            with made.store.change("heard") as pen:
                pen.add_transcript(
                    Transcript(tape=tape.id, turns=(Turn(words=words),), provenance=Provenance(tool="scripted"))
                )
        (made.edits / "nine.md").write_text(EDIT, encoding="utf-8")
        (made.edits / "lost.md").write_text(LOST, encoding="utf-8")
        (made.edits / "empty.md").write_text("# Only a heading\n", encoding="utf-8")
        yield made


def write_tone(path: Path) -> Path:
    at = np.arange(20 * 48_000) / 48_000
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes((np.sin(2 * np.pi * 220 * at) * 9000).astype("<i2").tobytes())
    return path


def tape_of(id: TapeId, path: Path) -> Tape:
    start = PAL.read("10:00:00:00")
    file = SourceFile(
        path=str(path),
        size=path.stat().st_size,
        duration=from_seconds(20),
        start_timecode=start,
        audio=AudioStream(rate_hz=48_000, channels=1),
        container="wav",
    )
    return Tape(id=id, title=id, format=PAL, duration=from_seconds(20), start_timecode=start, files=(file,))


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_every_format_is_written_into_exports_and_tells_one_story(project):
    result = export(project, "nine", EVERYTHING)
    folder = project.root / "exports"
    assert files_in(folder) == {f"nine.{ending}" for ending in EVERYTHING}
    assert not result.is_refused
    assert [f.format for f in result.files] == list(EVERYTHING)
    assert all(f.size == f.path.stat().st_size > 0 for f in result.files)
    # "and" is struck: two events of the first bite, one of the second.
    edl = pycmx.parse_cmx3600(io.StringIO((folder / "nine.edl").read_text("ascii")))
    events = [event.edits[0] for event in edl.events]
    assert [e.source for e in events] == ["T001", "T001", "T002"]
    assert result.events == len(events) == 3
    timeline = otio.adapters.read_from_file(str(folder / "nine.otio"))
    assert len(timeline.tracks[0]) == 3
    clips = etree.parse(folder / "nine.fcpxml").findall(".//asset-clip")
    assert len(clips) == 3
    frames = sum(int(clip.duration().value) for clip in timeline.tracks[0])
    with wave.open(str(folder / "nine.wav")) as read:
        assert read.getnframes() == frames * 48_000 // 25
    assert result.duration == frames * PAL.rate.ticks_per_frame
    assert "<v JONAS>until the boats came back</v>" in (folder / "nine.vtt").read_text("utf-8")


def test_a_target_with_the_formats_ending_is_that_file(project, tmp_path):
    result = export(project, "nine", "edl", tmp_path / "out" / "Cut 7.edl")
    assert [f.path for f in result.files] == [tmp_path / "out" / "Cut 7.edl"]
    assert files_in(tmp_path / "out") == {"Cut 7.edl"}


def test_a_target_without_is_a_folder(project, tmp_path):
    export(project, "nine", ["edl", "srt"], tmp_path / "deep" / "v1.2")
    assert files_in(tmp_path / "deep") == {"nine.edl", "nine.srt"}


def test_one_file_for_two_formats_is_refused(project, tmp_path):
    with pytest.raises(UsageError, match="cannot hold 2 formats"):
        export(project, "nine", ["edl", "srt"], tmp_path / "cut.edl")


def test_a_bite_that_cannot_be_played_refuses_the_whole(project):
    result = export(project, "lost", ["edl", "wav"])
    assert result.is_refused
    assert result.files == ()
    assert [(p.bite, p.is_left_out) for p in result.problems] == [(3, True)]
    assert "T009" in result.problems[0].message
    assert not (project.root / "exports").exists()


def test_partial_writes_the_rest_and_says_what_is_missing(project):
    result = export(project, "lost", ["edl"], partial=True)
    assert not result.is_refused
    assert result.events == 3
    assert [p.bite for p in result.problems if p.is_left_out] == [3]
    assert files_in(project.root / "exports") == {"lost.edl"}


def test_a_rough_cut_is_never_silent_where_a_recording_is_missing(project, tmp_path):
    (tmp_path / "media" / "two.wav").rename(tmp_path / "moved.wav")
    result = export(project, "nine", ["edl", "wav"])
    assert result.is_refused
    assert result.files == ()
    assert not (project.root / "exports").exists()
    assert [(p.bite, p.line) for p in result.problems] == [(2, 9)]
    assert "two.wav of tape T002 is not there; tapewright relink" in result.problems[0].message


def test_partial_lets_silence_stand_for_a_missing_recording(project, tmp_path):
    (tmp_path / "media" / "two.wav").rename(tmp_path / "moved.wav")
    result = export(project, "nine", "wav", partial=True)
    assert not result.is_refused
    assert any("silence stands for it" in remark for remark in result.remarks)


def test_a_timeline_names_a_missing_recording_and_says_so(project, tmp_path):
    (tmp_path / "media" / "two.wav").rename(tmp_path / "moved.wav")
    result = export(project, "nine", "edl")
    assert not result.is_refused
    assert any(remark.endswith("two.wav is not there; tapewright relink finds what moved") for remark in result.remarks)


def test_an_edit_without_bites_is_refused_by_name(project):
    result = export(project, "empty", ["otio"], partial=True)
    assert result.is_refused
    assert "no bite" in result.problems[0].message


def test_a_dry_run_names_every_file_and_writes_none(project):
    result = export(project, "nine", EVERYTHING, dry_run=True)
    assert result.is_dry_run
    assert [f.path.name for f in result.files] == [f"nine.{ending}" for ending in EVERYTHING]
    assert [f.size is None for f in result.files] == [name in RENDERED for name in EVERYTHING]
    assert not (project.root / "exports").exists()


def test_an_original_is_never_written_over(project):
    tape = project.store.tape(TapeId("T002"))
    original = Path(tape.files[0].path)
    before = original.read_bytes()
    with pytest.raises(UsageError, match="T002"):
        export(project, "nine", "wav", original)
    link = original.with_name("nine.wav")
    link.symlink_to(original)
    with pytest.raises(UsageError, match="T002"):
        export(project, "nine", "wav", original.parent)
    assert original.read_bytes() == before


def test_an_unknown_format_or_edit_is_named_with_those_there_are(project):
    with pytest.raises(UsageError) as unknown:
        export(project, "nine", ["edl", "avb"])
    assert "'avb'" in unknown.value.message
    assert "fcpxml" in unknown.value.hint
    with pytest.raises(NotFoundError):
        export(project, "ten", "edl")
    with pytest.raises(UsageError):
        export(project, "nine", [])


def test_a_failing_format_leaves_nothing_behind(project, monkeypatch):
    def broken(self, cut, *, name):
        raise UsageError("cannot")

    monkeypatch.setattr("tapewright.exchange.otio.OtioWriter.write", broken)
    with pytest.raises(UsageError):
        export(project, "nine", ["edl", "otio"])
    assert not (project.root / "exports").exists()


def test_a_folder_that_cannot_be_made_is_a_storage_error(project, tmp_path):
    (tmp_path / "file").write_text("in the way")
    for name in ("edl", "wav"):
        with pytest.raises(StorageError):
            export(project, "nine", name, tmp_path / "file" / "deeper")


def test_a_disk_that_fills_up_leaves_the_old_file_and_nothing_else(project, monkeypatch):
    export(project, "nine", "edl")
    before = (project.root / "exports" / "nine.edl").read_bytes()
    project.edits.joinpath("nine.md").write_text(EDIT.replace("MARIAN", "LEE"), "utf-8")

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        export(project, "nine", "edl")
    assert (project.root / "exports" / "nine.edl").read_bytes() == before
    assert files_in(project.root / "exports") == {"nine.edl"}


def test_captions_of_a_tape_that_nobody_has_read_are_empty_and_it_is_named(project):
    with project.store.change("a tape without a transcript") as pen:
        pen.add_tape(tape_of(TapeId("T007"), Path(project.store.tape(TapeId("T001")).files[0].path)))
    edit = EDIT.replace("T002", "T007")
    project.edits.joinpath("unread.md").write_text(edit, "utf-8")
    result = export(project, "unread", ["vtt", "edl"])
    assert not result.is_refused
    assert any("T007: no words are known" in remark for remark in result.remarks)


def test_the_same_edit_exports_the_same_bytes(project, tmp_path):
    for folder in ("a", "b"):
        export(project, "nine", ("edl", "fcpxml", "otio", "vtt", "srt", "wav"), tmp_path / folder)
    for name in files_in(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


class _Entry:
    name, value = "radio", "somewhere:FORMAT"

    def __init__(self, loaded):
        self._loaded = loaded

    def load(self):
        if isinstance(self._loaded, Exception):
            raise self._loaded
        return self._loaded


class _ListWriter:
    def write(self, cut, *, name):
        return {f"{name}.txt": f"{len(cut.events)} events".encode()}


@pytest.fixture
def installed(monkeypatch):
    def install(*loaded):
        monkeypatch.setattr(others, "entry_points", lambda group: [_Entry(item) for item in loaded])

    return install


def test_formats_of_others_come_in_by_the_same_door(project, installed):
    installed(CutFormat(name="radio", title="for radio", ending=".txt", writer=_ListWriter))
    assert "radio" in format_names()
    export(project, "nine", "radio")
    assert (project.root / "exports" / "nine.txt").read_text() == "3 events"


@pytest.mark.parametrize(
    "loaded", [RuntimeError("broken"), "no format", CutFormat(name="edl", title="", ending=".x", writer=_ListWriter)]
)
def test_a_format_that_cannot_be_used_is_named_and_left_out(project, installed, loaded):
    installed(loaded)
    result = export(project, "nine", "edl")
    assert any("somewhere:FORMAT left out" in remark for remark in result.remarks)
    assert files_in(project.root / "exports") == {"nine.edl"}


def test_a_format_that_names_a_file_elsewhere_is_refused(project, installed):
    class Outward:
        def write(self, cut, *, name):
            return {"../up.txt": b""}

    installed(CutFormat(name="out", title="", ending=".txt", writer=Outward))
    with pytest.raises(UsageError, match="outside"):
        export(project, "nine", "out")


@pytest.fixture
def command(project, capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        status = run(app, ["export", "--project", str(project.root), *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_the_command_prints_the_record_of_the_verb(project, command):
    status, out, _ = command("nine", "--to", "edl", "--to", "srt", "--json")
    assert status == 0
    told = json.loads(out)
    assert told == record(export(project, "nine", ["edl", "srt"]))
    assert set(told) == {
        "edit", "title", "duration", "ticks", "events", "refused", "dry_run", "files", "remarks", "problems",
    }  # fmt: skip


def test_the_command_answers_no_where_a_bite_is_lost(command):
    status, out, err = command("lost", "--to", "edl")
    assert status == 1
    assert "line 13, bite 3" in err
    assert "nothing was written" in out
    assert command("lost", "--to", "edl", "--partial")[0] == 0


def test_the_command_says_what_it_wrote(project, command):
    _, out, _ = command("nine", "--to", "otio")
    assert f"wrote {project.root / 'exports' / 'nine.otio'}" in out
    assert "3 events" in out
    assert "would write" in command("nine", "--to", "otio", "--dry-run")[1]


def test_a_wrong_use_is_told_as_such(command):
    assert command("nine", "--to", "avb")[0] == 2
    assert command("nine")[0] == 2
    assert json.loads(command("ten", "--to", "edl", "--json")[1])["error"]["code"] == "not_found"
