"""Transcription hears the original; where a person asks for it, it hears the listening copy, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.jobs.in_process import InProcess
from tapewright.model import TapeId
from tapewright.speech.activity import Spoken
from tapewright.testing.recordings import chatter, write_sound
from tapewright.testing.scripted import ScriptedEngine
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.ingest import ingest
from tapewright.verbs.listenaid import make_aids
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.transcribe import Transcribed, transcribe

HEARD: list[np.ndarray] = []


class Remembering(ScriptedEngine):
    """Remembers the sound that it was given."""

    def hear(self, samples):  # type: ignore[no-untyped-def]
        HEARD.append(np.array(samples))
        return super().hear(samples)


def all_of_it(blocks: object) -> Spoken:
    whole = (Interval(Ticks(0), from_seconds(6)),)
    return Spoken(possible=whole, clear=whole)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    sound = (0.02 * chatter(6)).astype(np.float32)
    for number in (1, 2):
        write_sound(tmp_path / f"part{number}.wav", sound[:, (number - 1) * 144_000 : number * 144_000])
    with new_project(tmp_path / "series") as made:
        ingest(made, [tmp_path / "part1.wav", tmp_path / "part2.wav"], tape_id="T001", together=True)
        yield made


def heard(project: Project, *, copy: bool) -> tuple[Transcribed, np.ndarray]:
    HEARD.clear()
    result = transcribe(
        project, engine=Remembering, detect=all_of_it, runner=InProcess(), listening_copy=copy, again=False
    )
    return result, HEARD[0] if HEARD else np.zeros(0)


def test_the_copy_is_heard_when_it_is_asked_for_and_told(project: Project) -> None:
    make_aids(project)
    result, original = heard(project, copy=False)
    assert result.tapes[0].status == "transcribed"
    assert "listening_copy" not in project.store.transcript(TapeId("T001")).provenance.settings
    again, copy = heard(project, copy=True)
    assert again.tapes[0].version == 2
    made = project.store.transcript(TapeId("T001")).provenance
    assert len(made.settings["listening_copy"]) == 2  # type: ignore[arg-type]
    assert made.input_digest == project.store.transcript(TapeId("T001"), 1).provenance.input_digest
    # the same moments, and louder: across both files
    assert len(copy) == len(original)
    assert np.sqrt(np.mean(copy**2)) > 2 * np.sqrt(np.mean(original**2))
    for part in (slice(8_000, 40_000), slice(56_000, 88_000)):
        size = 1 << 17
        match = np.fft.irfft(np.fft.rfft(copy[part], size) * np.conj(np.fft.rfft(original[part], size)))
        assert int(np.argmax(match)) == 0


def test_it_is_not_heard_twice(project: Project) -> None:
    make_aids(project)
    heard(project, copy=True)
    result, _ = heard(project, copy=True)
    assert [row.status for row in result.tapes] == ["skipped"]
    result, _ = heard(project, copy=False)
    assert [row.status for row in result.tapes] == ["transcribed"]


def test_a_tape_without_a_copy_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    result, _ = heard(project, copy=True)
    assert [row.status for row in result.tapes] == ["failed"]
    assert result.tapes[0].error is not None
    assert "tapewright listen-aid T001" in result.tapes[0].error.hint
    assert project.store.transcript_heads(TapeId("T001")) == []
    assert run(app, ["transcribe", "--help"]) == 0
    assert "--listening-copy" in capsys.readouterr().out
