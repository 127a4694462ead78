"""A tape gets a cleaned copy to listen to; what is exported, proved and recognised stays the original."""

from __future__ import annotations

import errno
import json
import signal
import subprocess
import sys
import time
import tracemalloc
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.cli.reviewing import Session
from tapewright.errors import StorageError, UsageError
from tapewright.media import listenaid
from tapewright.media.hum import Found
from tapewright.model import HeardBy, TapeId, Transcript, Turn
from tapewright.model.progress import Step, silent
from tapewright.model.provenance import HEARD_BY, Provenance
from tapewright.testing.material import some_words
from tapewright.testing.recordings import chatter, write_sound
from tapewright.timing import Ticks
from tapewright.verbs.ingest import ingest
from tapewright.verbs.listenaid import aided, make_aids, remove_aids
from tapewright.verbs.listening import keep, listen_to
from tapewright.verbs.listening import record as listening_record
from tapewright.verbs.places import read_span
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.review import review
from tapewright.verbs.tapes import tapes


def talk(seconds: float, seed: int) -> np.ndarray:
    """Something that comes and goes, as speech does."""
    at = np.arange(round(seconds * 48_000)) / 48_000
    return (0.1 * chatter(seconds, seed=seed) * (np.sin(np.pi * at) > 0)).astype(np.float32)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    for number in (1, 2):
        write_sound(tmp_path / f"T00{number}.wav", talk(4, number))
    with new_project(tmp_path / "series") as made:
        ingest(made, [tmp_path / "T001.wav", tmp_path / "T002.wav"])
        yield made


def test_each_tape_gets_a_copy_once(project: Project) -> None:
    made = make_aids(project)
    assert [(one.tape.id, one.was_there, one.error) for one in made] == [("T001", False, None), ("T002", False, None)]
    assert all(one.path.is_file() and one.path.is_relative_to(project.cache) for one in made)
    assert [one.was_there for one in make_aids(project, ["T001"])] == [True]
    assert [one.was_there for one in make_aids(project, ["T001"], again=True)] == [False]
    assert remove_aids(project, ["T001"]) == 1
    assert aided(project, project.store.tape(made[0].tape.id)) is None
    assert aided(project, project.store.tape(made[1].tape.id)) is not None
    assert remove_aids(project) == 1


def test_the_copy_is_played_on_request_and_only_then(project: Project) -> None:
    span = read_span(project, "T001@1,2")
    plain = listen_to(project, span)
    missing = listen_to(project, span, aid=True)
    assert missing.wav == plain.wav
    assert "tapewright listen-aid T001" in missing.remarks[0]
    make_aids(project, ["T001"])
    copy = listen_to(project, span, aid=True)
    assert copy.remarks == ()
    assert copy.wav is not None
    assert plain.wav is not None
    assert copy.wav != plain.wav
    assert copy.wav.stat().st_size == plain.wav.stat().st_size
    assert listen_to(project, span).wav == plain.wav
    # the tape itself knows nothing of it: exports and engines read its files
    assert [Path(file.path).name for file in project.store.tape(span.tape).files] == ["T001.wav"]


def test_a_file_that_is_gone_is_named_and_the_rest_goes_on(project: Project, tmp_path: Path) -> None:
    (tmp_path / "T001.wav").unlink()
    one, other = make_aids(project)
    assert one.error is not None
    assert "no such file" in one.error.message
    assert other.facts is not None


@pytest.mark.parametrize("loudness", [0.0, -99.0, float("nan")])
def test_a_loudness_that_nobody_listens_at_is_refused(project: Project, loudness: float) -> None:
    with pytest.raises(UsageError, match="not a loudness"):
        make_aids(project, loudness=loudness)


def test_the_commands(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str, status: int = 0) -> str:
        assert run(app, [*arguments, "--project", str(project.root)]) == status
        return capsys.readouterr().out

    assert "dB to -23." in told("listen-aid", "T001")
    found = json.loads(told("listen-aid", "--json"))["aids"]
    assert [one["was_there"] for one in found] == [True, False]
    assert "1 word" not in told("listen", "to", "T001@1,2", "--aid", "--no-play")
    assert told("listen-aid", "--remove") == "2 files deleted\n"
    told("listen-aid", "T009", status=2)
    write_sound(tmp_path / "T003.wav", talk(2, 3))
    assert "T003: no hum" in told("ingest", str(tmp_path / "T003.wav"), "--listen-aid")


def test_what_was_heard_on_the_copy_says_so(project: Project) -> None:
    span = read_span(project, "T001@1,2")
    make_aids(project, ["T001"])
    heard = keep(project, listen_to(project, span, aid=True), heard="the boats", who="Marta", note="faint")
    assert heard.recorded is not None
    assert heard.recorded.note == "faint; heard on the listening copy"
    assert listening_record(heard)["is_copy"] is True
    plain = keep(project, listen_to(project, span), heard="the boats", who="Marta")
    assert plain.recorded is not None
    assert plain.recorded.note == ""


def test_where_no_copy_could_be_played_nothing_was_heard_on_it(project: Project) -> None:
    heard = keep(project, listen_to(project, read_span(project, "T001@1,2"), aid=True), heard="boats", who="Marta")
    assert heard.recorded is not None
    assert heard.recorded.note == ""


def test_the_copy_that_was_made_last_is_played(project: Project) -> None:
    make_aids(project, ["T001"], loudness=-16)
    tape = project.store.tape(TapeId("T001"))
    only = aided(project, tape)
    assert only is not None
    assert only.files[0].path.endswith(".16.flac")
    make_aids(project, ["T001"])
    last = aided(project, tape)
    assert last is not None
    assert last.files[0].path.endswith(".23.flac")


def test_the_list_of_tapes_says_which_have_a_copy(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    make_aids(project, ["T002"])
    assert [row.has_listening_copy for row in tapes(project)] == [False, True]
    assert run(app, ["tapes", "--project", str(project.root)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "listening copy" not in first
    assert "listening copy" in second


def test_the_files_of_a_tape_have_their_copies_on_one_clock(project: Project, tmp_path: Path) -> None:
    """Clicks of the original lie at the same samples in what is played, also across the joint of two files."""
    clicks = (10_000, 100_007, 190_000, 192_500, 240_011, 380_000)
    whole = (0.001 * chatter(8, seed=9)).astype(np.float32)
    whole[0, list(clicks)] = 0.8
    for number in range(2):
        write_sound(tmp_path / f"part{number}.wav", whole[:, number * 192_000 : (number + 1) * 192_000])
    ingest(project, [tmp_path / "part0.wav", tmp_path / "part1.wav"], tape_id="T009", together=True)
    assert len(make_aids(project, ["T009"])) == 2
    wav = listen_to(project, read_span(project, "T009@0,8"), around=Ticks(0), aid=True).wav
    assert wav is not None
    with wave.open(str(wav)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, file.getnchannels())[:, 0]
    assert len(heard) == 384_000
    for click in clicks:
        near = np.abs(heard[click - 300 : click + 300].astype(int))
        assert int(np.argmax(near)) == 300


def test_killed_in_the_middle_it_goes_on_without_making_finished_copies_again(project: Project) -> None:
    def stop(step: Step) -> None:
        if "T002" in step.what and step.done >= step.total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_aids(project, report=stop)
    assert not list(project.cache.rglob("*unfinished*"))
    assert [one.was_there for one in make_aids(project)] == [True, False]


def test_a_full_disk_is_named_and_finished_copies_stay(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    make_aids(project, ["T001"])

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(listenaid, "settle", full)
    with pytest.raises(StorageError, match="No space left"):
        make_aids(project)
    monkeypatch.undo()
    assert not list(project.cache.rglob("*unfinished*"))
    assert [one.was_there for one in make_aids(project)] == [True, False]


def test_a_tape_that_was_exchanged_gets_no_copy(project: Project, tmp_path: Path) -> None:
    before = (tmp_path / "T002.wav").read_bytes()
    write_sound(tmp_path / "T001.wav", talk(5, 8))
    one, other = make_aids(project)
    assert one.error is not None
    assert "not the file that was ingested" in one.error.message
    assert other.error is None
    assert (tmp_path / "T002.wav").read_bytes() == before


def test_an_hour_is_cleaned_in_bounded_memory(project: Project, tmp_path: Path) -> None:
    """Five minutes and one minute need the same: nothing is held that grows with the tape."""
    most = []
    for minutes in (1, 5):
        sound = np.tile(talk(4, 3), (1, 15 * minutes))
        path = write_sound(tmp_path / f"{minutes}.wav", sound)
        del sound
        tracemalloc.start()
        listenaid.write_aid(path, tmp_path / f"{minutes}.flac", Found(), loudness=-23.0, report=silent)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[1] < 1.5 * most[0] + 1_000_000


def test_a_copy_that_was_made_anew_is_heard_anew(project: Project) -> None:
    span = read_span(project, "T001@1,2")
    (made,) = make_aids(project, ["T001"])
    first = listen_to(project, span, aid=True).wav
    note = made.path.with_suffix(".json")
    note.write_text(note.read_text("utf-8").replace('"gain_db": ', '"gain_db": 1'), "utf-8")
    assert listen_to(project, span, aid=True).wav != first


RUN = """
import resource, signal, sys
from tapewright.cli import app
from tapewright.cli.door import run
if len(sys.argv) > 2:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
sys.exit(run(app, ["listen-aid", "--project", sys.argv[1]]))
"""


def test_a_disk_that_takes_no_more_is_named(project: Project) -> None:
    project.close()
    ended = subprocess.run(
        [sys.executable, "-c", RUN, str(project.root), "60000"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 4, ended.stderr
    assert "cannot write" in ended.stderr
    assert not list((project.root / "cache" / "aid").iterdir())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_process_that_is_stopped_leaves_nothing_half(project: Project, tmp_path: Path, how: signal.Signals) -> None:
    write_sound(tmp_path / "long.wav", np.tile(talk(4, 3), (1, 30)))
    ingest(project, [tmp_path / "long.wav"])
    before = (tmp_path / "long.wav").read_bytes()
    folder = project.cache / "aid"
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(project.root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    ends = time.monotonic() + 60
    while process.poll() is None and len(list(folder.glob("[!.]*.flac"))) < 2 and time.monotonic() < ends:
        time.sleep(0.01)
    process.send_signal(how)
    assert process.wait(60) == (130 if how is signal.SIGINT else -how)
    made = make_aids(project)
    assert [one.was_there for one in made] == [True, True, False]
    assert sorted(path.suffix for path in folder.iterdir()) == [".flac"] * 3 + [".json"] * 3
    assert (tmp_path / "long.wav").read_bytes() == before


@pytest.mark.parametrize("aid", [True, False])
def test_a_review_says_which_answers_rest_on_the_copy(
    project: Project, monkeypatch: pytest.MonkeyPatch, aid: bool
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_PLAYER", "true")
    make_aids(project, ["T001"])
    words = tuple(replace(word, confidence=90) for word in some_words("not forty five"))
    with project.store.change("words") as pen:
        provenance = Provenance(tool="scripted", settings={HEARD_BY: HeardBy.MACHINE.value})
        pen.add_transcript(
            Transcript(tape=TapeId("T001"), turns=(Turn(words=words),), provenance=provenance, language="en")
        )
    keys = iter("rq")
    session = Session(project, playing=True, around=Ticks(0), aid=aid, key=lambda: next(keys))
    session.ask_all(review(project, "T001", first=1).items)
    (listen,) = project.store.listens(TapeId("T001"))
    assert listen.note == ("heard on the listening copy" if aid else "")
