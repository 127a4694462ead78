"""Recordings become tapes: each once, each whole, and one bad file does not end the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, UsageError
from tapewright.model import TapeId
from tapewright.model.progress import Step
from tapewright.testing.recordings import bext, chatter, ixml, wav, write_film, write_sound
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.ingest import ingest, record
from tapewright.verbs.project import Project, new_project, open_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "project", title="Ferry")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A camera card with what lies on such cards."""
    folder = tmp_path / "card"
    (folder / "CLIPS").mkdir(parents=True)
    write_film(folder / "CLIPS" / "A001.MOV", sound=chatter(1.0), timecode="10:00:00:00", reel="A001")
    (folder / "CLIPS" / "A001.XML").write_text("<x/>")
    (folder / "CLIPS" / "._A001.MOV").write_bytes(b"\0\5\x16\7")
    (folder / ".Trashes").mkdir()
    (folder / ".Trashes" / "old.wav").write_bytes(wav(chatter(0.5)))
    (folder / "broken.mov").write_text("not a film at all")
    (folder / "sound.wav").write_bytes(wav(chatter(2.0)))
    return folder


def sound(path: Path, seconds: float = 1.0, seed: int = 5) -> Path:
    path.write_bytes(wav(chatter(seconds, seed=seed)))
    return path


def test_a_card_goes_in_and_its_bad_file_is_named(project: Project, card: Path) -> None:
    result = ingest(project, [card])
    assert [one.tape.id for one in result.added] == ["A001", "sound"]
    assert [Path(one.path).name for one in result.failed] == ["broken.mov"]
    assert result.failed[0].error.code == "unreadable"
    assert dict(result.ignored) == {".xml": 1, "hidden": 2}
    film, audio = project.store.tapes()
    assert film.timecode(0) == "10:00:00:00"
    assert film.reel == "A001"
    assert film.has_video
    assert audio.format == project.settings.format
    assert audio.timecode(0) == "00:00:00:00"
    assert audio.duration == from_seconds(2)
    assert set(audio.files[0].digests) == {"xxh128", "xxh64"}


def test_the_same_again_is_noticed_by_content(project: Project, card: Path, tmp_path: Path) -> None:
    ingest(project, [card])
    copy = tmp_path / "copy.wav"
    copy.write_bytes((card / "sound.wav").read_bytes())
    result = ingest(project, [card, copy])
    assert result.added == ()
    assert [(Path(one.path).name, one.tape) for one in result.skipped] == [
        ("A001.MOV", "A001"),
        ("sound.wav", "sound"),
        ("copy.wav", "sound"),
    ]
    assert "same content" in result.skipped[2].reason


def test_two_copies_in_one_run_become_one_tape(project: Project, tmp_path: Path) -> None:
    first = sound(tmp_path / "a.wav")
    (tmp_path / "b.wav").write_bytes(first.read_bytes())
    result = ingest(project, [first, tmp_path / "b.wav"])
    assert len(result.added) == len(result.skipped) == 1


def test_ids_come_from_names_and_are_never_doubled(project: Project, tmp_path: Path) -> None:
    names = ["Tape & 01.wav", "Tape  01.wav", "tape-01.wav", "Bänd 7 – Köln.wav", "«».wav", "🎙️.wav", "a" * 200 + ".wav"]
    for number, name in enumerate(names):
        sound(tmp_path / name, seed=number)
    result = ingest(project, [tmp_path / name for name in names])
    ids = [one.tape.id for one in result.added]
    assert ids[:6] == ["Tape-01", "Tape-01-2", "tape-01-3", "Bänd-7-Köln", "T001", "T002"]
    assert len(ids[6]) <= 64
    assert project.store.tape(TapeId("Bänd-7-Köln")).title == "Bänd 7 – Köln"


def test_a_person_names_a_tape(project: Project, tmp_path: Path) -> None:
    path = sound(tmp_path / "x.wav")
    ingest(project, [path], tape_id="T017", title="Marian, first day")
    assert project.store.tape(TapeId("T017")).title == "Marian, first day"
    with pytest.raises(ConflictError):
        ingest(project, [sound(tmp_path / "y.wav", seed=9)], tape_id="t017")
    with pytest.raises(UsageError):
        ingest(project, [path, tmp_path / "y.wav"], tape_id="T018")
    with pytest.raises(UsageError):
        ingest(project, [tmp_path / "y.wav"], tape_id="no spaces, please")


def test_a_dry_run_changes_nothing_and_names_the_ids(project: Project, card: Path) -> None:
    result = ingest(project, [card], dry_run=True)
    assert [(Path(path).name, name) for path, name in result.planned] == [
        ("A001.MOV", "A001"),
        ("broken.mov", "broken"),
        ("sound.wav", "sound"),
    ]
    assert project.store.tapes() == []
    assert list(project.cache.glob("sound/*")) == []


def test_a_label_given_by_a_person_counts(project: Project, tmp_path: Path) -> None:
    ingest(project, [sound(tmp_path / "a.wav")], start_timecode="01:00:00;02", rate="29.97", drop=True)
    tape = project.store.tape(TapeId("a"))
    assert tape.format == TimecodeFormat(frame_rate("29.97"), True)
    assert tape.timecode(0) == "01:00:00;02"
    with pytest.raises(UsageError, match="drop-frame"):
        ingest(project, [sound(tmp_path / "b.wav", seed=8)], rate="25", drop=True)
    with pytest.raises(UsageError, match="does not exist"):
        ingest(project, [tmp_path / "b.wav"], start_timecode="01:00:00:25", rate="25")
    assert len(project.store.tapes()) == 1


def test_a_semicolon_says_drop_frame(project: Project, tmp_path: Path) -> None:
    ingest(project, [sound(tmp_path / "a.wav")], start_timecode="01:00:00;02", rate="29.97")
    assert project.store.tape(TapeId("a")).format == TimecodeFormat(frame_rate("29.97"), True)
    with pytest.raises(UsageError, match="does not exist"):
        ingest(project, [sound(tmp_path / "b.wav", seed=8)], start_timecode="01:01:00;00", rate="29.97")
    with pytest.raises(UsageError, match="no drop-frame timecode at 25"):
        ingest(project, [tmp_path / "b.wav"], start_timecode="01:00:00;00")
    ingest(project, [tmp_path / "b.wav"], start_timecode="01:01:00;00", rate="29.97", drop=False)
    assert project.store.tape(TapeId("b")).timecode(0) == "01:01:00:00"


def test_a_rate_given_by_a_person_reads_a_recorders_reference(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "T01.wav"
    path.write_bytes(wav(chatter(1.0), chunks=[(b"bext", bext(172_972_800))]))
    result = ingest(project, [path], rate="29.97", drop=False)
    assert result.added[0].tape.timecode(0) == "01:00:00:00"
    assert any("--rate" in remark for remark in result.added[0].remarks)


def test_a_label_keeps_its_digits_at_another_rate(project: Project, tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mov", rate=Fraction(24_000, 1001), timecode="01:02:03:04")
    ingest(project, [path], rate="24")
    assert project.store.tape(TapeId("a")).timecode(0) == "01:02:03:04"


def part(path: Path, start: int, seconds: float = 10.0, seed: int = 1) -> Path:
    """A recorder's file that begins ``start`` seconds after midnight."""
    samples = chatter(seconds, rate_hz=16_000, seed=seed)
    chunks = [(b"bext", bext(start * 16_000)), (b"iXML", ixml(rate="25/1"))]
    path.write_bytes(wav(samples, rate_hz=16_000, chunks=chunks))
    return path


def test_files_of_one_recording_follow_their_timecode(project: Project, tmp_path: Path) -> None:
    files = [part(tmp_path / f"{n}.wav", start, seed=n) for n, start in ((1, 3620), (2, 3600), (3, 3610))]
    result = ingest(project, files, together=True, tape_id="T1")
    tape = result.added[0].tape
    assert [(Path(file.path).name, file.offset) for file in tape.files] == [
        ("2.wav", 0),
        ("3.wav", from_seconds(10)),
        ("1.wav", from_seconds(20)),
    ]
    assert tape.timecode(0) == "01:00:00:00"
    assert tape.duration == from_seconds(30)
    assert result.added[0].remarks == ()


def test_one_recording_may_run_over_midnight(project: Project, tmp_path: Path) -> None:
    files = [part(tmp_path / f"{n}.wav", start, seed=n) for n, start in ((1, 0), (2, 86_390))]
    tape = ingest(project, files, together=True).added[0].tape
    assert [Path(file.path).name for file in tape.files] == ["2.wav", "1.wav"]
    assert tape.timecode(0) == "23:59:50:00"
    assert tape.timecode(from_seconds(10)) == "00:00:00:00"


def test_gaps_are_kept_and_overlaps_laid_end_to_end_both_named(project: Project, tmp_path: Path) -> None:
    apart = [part(tmp_path / f"{n}.wav", start, seed=n) for n, start in ((1, 3600), (2, 3630))]
    gap = ingest(project, apart, together=True, tape_id="GAP").added[0]
    assert gap.tape.duration == from_seconds(40)
    assert any("00:00:20.000 is missing between 1.wav and 2.wav" in remark for remark in gap.remarks)
    across = [part(tmp_path / f"{n}.wav", start, seed=n) for n, start in ((3, 3600), (4, 3605))]
    overlap = ingest(project, across, together=True, tape_id="OVER").added[0]
    assert overlap.tape.duration == from_seconds(20)
    assert any("overlap by 00:00:05.000" in remark for remark in overlap.remarks)


def test_files_without_timecode_lie_end_to_end(project: Project, tmp_path: Path) -> None:
    files = [sound(tmp_path / f"{n}.wav", seconds=n, seed=n) for n in (1, 2)]
    tape = ingest(project, files, together=True, start_timecode="09:00:00:00").added[0].tape
    assert [file.offset for file in tape.files] == [0, from_seconds(1)]
    assert tape.timecode(from_seconds(1)) == "09:00:01:00"


def test_of_one_recording_all_parts_or_none(project: Project, tmp_path: Path) -> None:
    good, bad = sound(tmp_path / "1.wav"), tmp_path / "2.wav"
    bad.write_text("gone wrong")
    result = ingest(project, [good, bad], together=True)
    assert (len(result.added), len(result.failed)) == (0, 1)
    assert project.store.tapes() == []
    bad.write_bytes(wav(chatter(1.0, seed=77)))
    assert len(ingest(project, [good, bad], together=True).added) == 1
    assert len(ingest(project, [good, bad], together=True).skipped) == 2
    with pytest.raises(ConflictError, match="part of tape 1 already"):
        ingest(project, [good, sound(tmp_path / "3.wav", seed=78)], together=True)


def test_one_recording_does_not_hold_a_part_twice(project: Project, tmp_path: Path) -> None:
    one = sound(tmp_path / "1.wav")
    (tmp_path / "2.wav").write_bytes(one.read_bytes())
    with pytest.raises(ConflictError, match="two of the files are the same"):
        ingest(project, [one, tmp_path / "2.wav"], together=True)


def test_odd_paths_are_named_and_nothing_hangs(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    (folder / "x.wav").mkdir(parents=True)
    sound(folder / "x.wav" / "inside.wav")
    os.mkfifo(folder / "pipe.wav")
    (folder / "loop").symlink_to(folder)
    (folder / "self.wav").symlink_to(folder / "self.wav")
    (folder / "nowhere.wav").symlink_to(tmp_path / "gone.wav")
    began = time.monotonic()
    result = ingest(project, [folder, tmp_path / "no such file.wav"])
    assert time.monotonic() - began < 5
    assert [one.tape.id for one in result.added] == ["inside"]
    assert sorted(Path(one.path).name for one in result.failed) == [
        "no such file.wav",
        "nowhere.wav",
        "pipe.wav",
        "self.wav",
    ]


def test_a_name_that_is_not_utf8_is_refused_by_name(project: Project, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe4nd.wav"))
    path.write_bytes(wav(chatter(0.5)))
    result = ingest(project, [path, sound(tmp_path / "good.wav")])
    assert len(result.added) == 1
    assert "not valid UTF-8" in result.failed[0].error.message
    json.dumps(record(result)).encode("utf-8")


def test_progress_counts_all_bytes_once(project: Project, card: Path) -> None:
    steps: list[Step] = []
    ingest(project, [card], report=steps.append)
    total = sum((card / name).stat().st_size for name in ("CLIPS/A001.MOV", "broken.mov", "sound.wav"))
    assert steps[-1].done == steps[-1].total == total
    assert all(step.unit == "bytes" for step in steps)
    assert [step.done for step in steps] == sorted(step.done for step in steps)


def test_stopping_keeps_what_is_finished(project: Project, tmp_path: Path) -> None:
    files = [sound(tmp_path / f"{n}.wav", seed=n) for n in range(4)]

    def stop(step: Step) -> None:
        if step.note == "2.wav":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(project, files, report=stop)
    assert [tape.id for tape in project.store.tapes()] == ["0", "1"]
    assert list(project.cache.rglob(".unfinished*")) == []
    assert len(ingest(project, files).added) == 2


INGEST = (
    "import sys; from tapewright.verbs.project import open_project; from tapewright.verbs.ingest import ingest\n"
    "with open_project(sys.argv[1]) as project:\n"
    "    ingest(project, sys.argv[2:], report=lambda step: print(step.note, flush=True))\n"
)


def test_a_kill_leaves_nothing_half_written_and_nothing_is_read_twice(tmp_path: Path) -> None:
    new_project(tmp_path / "project").close()
    files = [sound(tmp_path / f"{n}.wav", seconds=30.0, seed=n) for n in range(4)]
    command = [sys.executable, "-c", INGEST, str(tmp_path / "project"), *map(str, files)]
    for delay in (0.0, 0.01, 0.05):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            time.sleep(delay)
            worker.send_signal(signal.SIGKILL)
    with open_project(tmp_path / "project") as project:
        there = {tape.id for tape in project.store.tapes()}
        facts = {path.name: path.stat().st_mtime_ns for path in project.cache.glob("facts/*.json")}
        result = ingest(project, files)
        assert {one.tape for one in result.skipped} == there
        assert {one.tape.id for one in result.added} == {"0", "1", "2", "3"} - there
        assert facts.items() <= {p.name: p.stat().st_mtime_ns for p in project.cache.glob("facts/*.json")}.items()
        assert list(project.cache.rglob(".unfinished*")) == []
        assert project.store.verify() == []


def test_ctrl_c_on_the_command_line_is_130_and_loses_nothing(tmp_path: Path) -> None:
    new_project(tmp_path / "project").close()
    files = [sound(tmp_path / f"{n}.wav", seconds=60.0, seed=n) for n in range(6)]
    worker = subprocess.Popen(
        [sys.executable, "-m", "tapewright", "ingest", "--project", str(tmp_path / "project"), *map(str, files)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 20
    while not list((tmp_path / "project" / "cache").glob("facts/*.json")) and time.monotonic() < deadline:
        time.sleep(0.005)
    worker.send_signal(signal.SIGINT)
    _, errors = worker.communicate(timeout=20)
    if worker.returncode == 0:
        pytest.skip("it was done before it could be stopped")
    assert worker.returncode == 130, errors
    assert "what was finished is kept" in errors
    with open_project(tmp_path / "project") as project:
        assert list(project.cache.rglob(".unfinished*")) == []
        assert project.store.verify() == []


def tapewright(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(app, list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_the_command_says_what_became_of_every_file(
    project: Project, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = tapewright(capsys, "ingest", "--project", str(project.root), str(card))
    assert status == 3
    assert "A001: 00:00:01.003 from 10:00:00:00 at 25" in out or "A001: 00:00:01.000 from 10:00:00:00 at 25" in out
    assert "could not read" in out
    assert "2 added, 0 already there, 1 unreadable" in out
    (card / "broken.mov").unlink()
    status, out, _ = tapewright(capsys, "ingest", "--project", str(project.root), "--json", str(card))
    assert status == 0
    answer = json.loads(out)
    assert set(answer) == {"added", "skipped", "failed", "ignored", "planned", "dry_run"}
    assert [one["tape"] for one in answer["skipped"]] == ["A001", "sound"]


def test_a_folder_without_recordings_is_said_so(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("x")
    status, _, err = tapewright(capsys, "ingest", "--project", str(project.root), str(tmp_path / "notes"))
    assert status == 2
    assert "no recording to ingest" in err


def test_a_real_film_shot_in_two_files_plays_through(project: Project, tmp_path: Path) -> None:
    """Cameras split a recording; the second file's label follows the first one's last frame."""
    one = write_film(tmp_path / "C1.mov", frames=50, sound=chatter(2.01), timecode="10:00:00:00")
    two = write_film(tmp_path / "C2.mov", frames=50, sound=chatter(2.0, seed=6), timecode="10:00:02:00")
    added = ingest(project, [two, one], together=True).added[0]
    tape = added.tape
    assert [file.offset for file in tape.files] == [0, from_seconds(2)]
    assert tape.files[0].duration == from_seconds(2)
    assert [Path(file.path).name for file, _ in tape.pieces(tape.extent)] == ["C1.mov", "C2.mov"]
    assert tape.timecode(from_seconds(2)) == "10:00:02:00"
    assert added.remarks == ()


def test_a_sound_file_of_a_stranger_kind_keeps_its_format(project: Project, tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.flac", chatter(1.0, rate_hz=44_100), rate_hz=44_100, codec="flac")
    audio = ingest(project, [path]).added[0].tape.files[0].audio
    assert audio is not None
    assert (audio.rate_hz, audio.channels, audio.codec) == (44_100, 1, "flac")


def test_two_who_take_in_the_same_card_at_once_get_each_tape_once(project: Project, tmp_path: Path) -> None:
    files = [sound(tmp_path / f"{n}.wav", seed=n) for n in range(3)]
    came_in_between = []

    def another_person(step: Step) -> None:
        if not came_in_between:
            came_in_between.append(True)
            with open_project(project.root) as other:
                ingest(other, files[:2])

    result = ingest(project, files, report=another_person)
    assert [one.tape.id for one in result.added] == ["2"]
    assert [one.tape for one in result.skipped] == ["0", "1"]
    assert [tape.id for tape in project.store.tapes()] == ["0", "1", "2"]


def test_an_id_that_somebody_takes_meanwhile_is_not_doubled(project: Project, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    mine, theirs = sound(tmp_path / "A.wav", seed=1), sound(tmp_path / "other" / "A.wav", seed=2)
    came_in_between = []

    def another_person(step: Step) -> None:
        if not came_in_between:
            came_in_between.append(True)
            with open_project(project.root) as other:
                ingest(other, [theirs])

    result = ingest(project, [mine], report=another_person)
    assert [one.tape.id for one in result.added] == ["A-2"]
    assert sorted(tape.id for tape in project.store.tapes()) == ["A", "A-2"]


def test_a_title_is_one_line_whatever_the_file_is_called(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sound(tmp_path / "first\nsecond.wav")
    status, out, _ = tapewright(capsys, "ingest", "--project", str(project.root), str(path))
    assert status == 0
    assert "first-second: 00:00:01.000 from 00:00:00:00 at 25, first second\n" in out


def test_a_title_that_says_no_more_than_the_id_is_left_away(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = tapewright(capsys, "ingest", "--project", str(project.root), str(sound(tmp_path / "A.wav")))
    assert out.splitlines()[0] == "A: 00:00:01.000 from 00:00:00:00 at 25"
