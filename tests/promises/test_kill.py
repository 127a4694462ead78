"""Signal 9 at 275 random moments: what was acknowledged is there, nothing needs repair, no finished piece is redone."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import wave
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from tapewright.model import AudioStream, Provenance, SourceFile, Tape, TapeId, Transcript, Turn, Word
from tapewright.testing.scripted import ROUGHLY, VOCABULARY, ScriptedEngine, say, scripted_speech_in
from tapewright.timing import TICKS_PER_SECOND, Ticks
from tapewright.timing.timecode import timecode_format
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import new_project, open_project

ROUNDS = 50
"""Kills for each of five kinds of work, and half as many of a sixth: 275 in all."""

pytestmark = pytest.mark.slow


@contextlib.contextmanager
def killers():
    """The process that forks workers, with a function that runs one until it is killed."""
    script = Path(__file__).with_name("killed_worker.py")
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def run_and_kill(delay: float, *, after: int = 0, **order):
        """Kill it so many seconds after so many acknowledgements: a busy machine works less in the same time."""
        process.stdin.write(json.dumps(order) + "\n")
        told, timer, child = [], None, None
        for line in process.stdout:
            said = json.loads(line)
            assert "error" not in said, said
            if "dead" in said:
                assert os.WIFSIGNALED(said["dead"]), "the worker ended by itself"
                break
            if "pid" in said:
                child = said["pid"]
            elif "ready" not in said:
                told.append(said)
            if timer is None and child and ("ready" in said or told) and len(told) >= after:
                timer = threading.Timer(delay, os.kill, (child, signal.SIGKILL))
                timer.start()
        return told

    try:
        yield run_and_kill
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def words(count: int) -> tuple[Word, ...]:
    half = TICKS_PER_SECOND // 2
    return tuple(
        Word(text=VOCABULARY[n % len(VOCABULARY)], start=Ticks(n * half), end=Ticks(n * half + half))
        for n in range(count)
    )


def write_wav(path: Path, samples) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes((samples * 32768).astype("<i2").tobytes())


@pytest.fixture
def talked(tmp_path):
    """A project with one tape of two minutes and its transcript of twelve turns."""
    with new_project(tmp_path / "project") as project:
        said = words(240)
        turns = tuple(Turn(words=said[n : n + 20]) for n in range(0, 240, 20))
        with project.store.change("set up") as pen:
            pen.add_tape(
                Tape(id=TapeId("T1"), title="T1", format=timecode_format("25"), duration=Ticks(120 * TICKS_PER_SECOND))
            )
            pen.add_transcript(Transcript(tape=TapeId("T1"), turns=turns, provenance=Provenance(tool="test")))
    return tmp_path / "project"


def test_no_acknowledged_correction_is_lost(talked):
    chance = random.Random(1)
    with killers() as run_and_kill:
        for seed in range(ROUNDS):
            told = run_and_kill(chance.uniform(0, 0.25), work="correct", project=str(talked), seed=seed)
            with open_project(talked) as project:
                transcript = project.store.transcript(TapeId("T1"))
                assert transcript is not None
                now = {turn.id: turn for turn in transcript.turns}
                expected = {key: (revision, text) for said in told for key, revision, text in said["turns"]}
                late = [
                    key for key, (rev, text) in expected.items() if (now[key].revision, now[key].text) != (rev, text)
                ]
                # One more may have been committed whose acknowledgement was cut off.
                assert len(late) <= 1
                assert all(now[key].revision == expected[key][0] + 1 for key in late)
                assert len(transcript.words) == 240
                assert [(w.start, w.end) for w in transcript.words] == [(w.start, w.end) for w in words(240)]
                assert project.store.verify() == [] or seed % 10


def test_no_typed_text_is_laid_by_halves_and_none_that_was_acknowledged_is_lost(talked, tmp_path):
    folder = tmp_path / "typed"
    folder.mkdir()
    for number in range(3):
        texts = [word.text for word in words(240)][number : 240 - number]
        (folder / f"{number}.txt").write_text(f"ANN: {' '.join(texts[:90])}\n\nBEN: {' '.join(texts[90:])}\n")
    with open_project(talked) as project, project.store.change("what an engine heard") as pen:
        heard = Provenance(tool="scripted", settings={"guards": {}})
        pen.add_transcript(Transcript(tape=TapeId("T1"), turns=(Turn(words=words(240)),), provenance=heard))
    chance, laid = random.Random(6), 0
    with killers() as run_and_kill:
        for seed in range(ROUNDS):
            told = run_and_kill(
                chance.uniform(0, 0.3), after=seed % 4, work="align", project=str(talked), seed=seed, folder=str(folder)
            )
            laid += len(told)
            with open_project(talked) as project:
                versions = [head.version for head in project.store.transcript_heads(TapeId("T1"))]
                current = project.store.transcript(TapeId("T1"))
                assert current is not None
                if told:
                    # One more may have been committed whose acknowledgement was cut off.
                    assert versions[-1] - told[-1]["version"] in (0, 1)
                    assert all(said["version"] in versions for said in told)
                assert len(current.words) in (240, 238, 236)
                assert project.store.verify() == [] or seed % 10
    assert laid > ROUNDS


def test_no_correction_on_the_sound_is_lost_or_there_by_halves(tmp_path):
    folder = Path(__file__).parents[2].parent / "shared/data/speech/librivox-pocketsphinx/data/librivox"
    path = next(iter(sorted(folder.glob("*.wav"))), None)
    if path is None:
        pytest.skip("the LibriVox sentences are not among the shared recordings")
    tokens = path.with_suffix(".txt").read_text().split()
    copy = shutil.copy(path, tmp_path / "T1.wav")
    step = 6 * TICKS_PER_SECOND // len(tokens)
    said = [Word(text=t, start=Ticks(n * step), end=Ticks((n + 1) * step)) for n, t in enumerate(tokens)]
    with new_project(tmp_path / "project") as project:
        ingest(project, [Path(copy)])
        turns = tuple(Turn(words=tuple(said[n : n + 8])) for n in range(0, len(said), 8))
        with project.store.change("hear") as pen:
            heard = Provenance(tool="scripted")
            pen.add_transcript(Transcript(tape=TapeId("T1"), turns=turns, provenance=heard, language="en"))
    chance, done = random.Random(9), 0
    with killers() as run_and_kill:
        for seed in range(ROUNDS // 2):
            told = run_and_kill(
                chance.uniform(0, 0.8), after=seed % 3, work="sound", project=str(tmp_path / "project"), seed=seed
            )
            done += len(told)
            with open_project(tmp_path / "project") as project:
                last = project.store.history(last=1)[0].number
                if told and told[-1]["number"] == last:
                    assert told[-1]["turns"] == turns_now(project)
                # One more may have been committed whose acknowledgement was cut off.
                assert not told or last - told[-1]["number"] in (0, 1)
                assert project.store.verify() == [] or seed % 10
    assert done > ROUNDS // 5


def turns_now(project) -> list[list[object]]:
    """As ``killed_worker.turns_now`` tells it."""
    return [
        [turn.id, turn.revision, [[word.text, word.start, word.end, word.timing.value] for word in turn.words]]
        for turn in project.store.transcript(TapeId("T1")).turns
    ]


def voices_now(project) -> list[list[object]]:
    """As ``killed_worker.voices_now`` tells it."""
    voices = [[v.id, v.speaker, v.is_confirmed, sorted(v.rejected)] for v in project.store.voices()]
    return [*voices, *([turn.id, turn.speaker] for turn in project.store.transcript(TapeId("T1")).turns)]


def test_nothing_that_was_said_of_voices_is_lost(talked):
    chance = random.Random(5)
    with open_project(talked) as project:
        tape = project.store.tape(TapeId("T1"))
        sound = AudioStream(rate_hz=48_000, channels=1)
        file = SourceFile(path="/media/T1.wav", size=1, duration=tape.duration, audio=sound)
        with project.store.change("its media") as pen:
            pen.replace_tape(replace(tape, files=(file,)))
    said = 0
    with killers() as run_and_kill:
        for seed in range(ROUNDS):
            told = run_and_kill(chance.uniform(0, 0.3), after=seed % 4, work="voices", project=str(talked), seed=seed)
            said += len(told)
            with open_project(talked) as project:
                last = project.store.history(last=1)[0].number
                if told and told[-1]["number"] == last:
                    assert told[-1]["voices"] == voices_now(project)
                # One more may have been committed whose acknowledgement was cut off.
                assert not told or last - told[-1]["number"] in (0, 1)
                transcript = project.store.transcript(TapeId("T1"))
                assert transcript is not None
                assert [(w.text, w.start, w.end) for w in transcript.words] == [
                    (w.text, w.start, w.end) for w in words(240)
                ]
                assert project.store.verify() == [] or seed % 10
    assert said > ROUNDS


def test_no_acknowledged_tape_is_lost_and_no_finished_file_is_read_again(tmp_path):
    folder = tmp_path / "tapes"
    folder.mkdir()
    for number in range(12):
        noise = numpy.random.default_rng(number).uniform(-0.1, 0.1, 16_000 * 3)
        write_wav(folder / f"tape {number}.wav", noise)
    chance = random.Random(2)
    with killers() as run_and_kill:
        for seed in range(ROUNDS):
            root = tmp_path / "project"
            if seed % 5 == 0:  # a new project now and then, and kills again and again on the same one between
                shutil.rmtree(root, ignore_errors=True)
                new_project(root).close()
            told = run_and_kill(chance.uniform(0, 0.3), work="ingest", project=str(root), seed=seed, folder=str(folder))
            with open_project(root) as project:
                there = {tape.id: tape for tape in project.store.tapes()}
                for said in told:
                    assert Path(there[said["tape"]].files[0].path).name == said["name"]
                assert len({tape.files[0].digests["xxh128"] for tape in there.values()}) == len(there)
                assert project.store.verify() == []
                if seed % 5 == 4:
                    from tapewright.verbs.ingest import ingest

                    done = ingest(project, [folder])
                    assert len(done.skipped) == len(there)
                    assert len(done.added) + len(done.skipped) == 12
                    assert not done.failed


class CountingEngine(ScriptedEngine):
    """The scripted engine that keeps count."""

    heard = 0

    def hear(self, samples):
        type(self).heard += 1
        return super().hear(samples)


def test_no_finished_stretch_is_heard_again(tmp_path, monkeypatch):
    from tapewright.jobs.in_process import InProcess
    from tapewright.verbs import hearingplan
    from tapewright.verbs.ingest import ingest
    from tapewright.verbs.transcribe import transcribe

    chance = random.Random(3)
    phrases = [" ".join(chance.choices(VOCABULARY, k=2)) for _ in range(40)]
    spoken = [part for phrase in phrases for part in (phrase, 3.0)]
    write_wav(tmp_path / "T1.wav", say(*spoken))
    expected = " ".join(phrases).split()
    monkeypatch.setattr(CountingEngine, "name", "scripted")
    monkeypatch.setattr(hearingplan, "chunks", _short_stretches)
    whole, root, finished = 0, tmp_path / "project", set()
    with killers() as run_and_kill:
        for seed in range(ROUNDS):
            if not root.exists():
                with new_project(root) as project:
                    ingest(project, [tmp_path / "T1.wav"])
                finished = set()
            told = run_and_kill(chance.uniform(0, 0.4), work="transcribe", project=str(root), seed=seed)
            pieces = [said["piece"] for said in told if "piece" in said]
            assert not finished & set(pieces), "a finished stretch was heard again"
            finished |= set(pieces)
            with open_project(root) as project:
                assert project.store.verify() == []
                transcript = project.store.transcript(TapeId("T1"))
                if transcript is None and seed % 7 != 6:
                    continue
                CountingEngine.heard = 0
                transcribe(
                    project, engine=CountingEngine, settings=ROUGHLY, runner=InProcess(), detect=scripted_speech_in
                )
                transcript = project.store.transcript(TapeId("T1"))
                assert transcript is not None
                assert [word.text for word in transcript.words] == expected
                assert CountingEngine.heard <= 40 - len(finished) or not CountingEngine.heard
                whole += 1
            shutil.rmtree(root)
    assert whole >= 5


def _short_stretches(speech, extent):
    from tapewright.speech.chunks import chunks

    return chunks(speech, extent, target=2 * TICKS_PER_SECOND)


def test_no_acknowledged_bite_is_lost_and_no_paper_edit_is_torn(talked):
    from tapewright.verbs.edit import cut_of, new_edit

    chance = random.Random(4)
    with killers() as run_and_kill:
        for seed in range(ROUNDS):
            with open_project(talked) as project:
                if seed % 10 == 0:
                    shutil.rmtree(project.edits)
                    project.edits.mkdir()
                    new_edit(project, "cut")
                before = len(cut_of(project, "cut").cut.events)
            told = run_and_kill(chance.uniform(0, 0.3), work="edit", project=str(talked), seed=seed)
            with open_project(talked) as project:
                laid = cut_of(project, "cut")
                assert not laid.problems
                assert len(laid.cut.events) - before in (len(told), len(told) + 1)
                assert [path.name for path in project.edits.iterdir() if not path.name.startswith(".")] == ["cut.md"]
