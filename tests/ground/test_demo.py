"""The demo makes a cut out of whatever is said, ends with an error where a step fails, and replaces only its own."""

from __future__ import annotations

import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import InputError, MissingError, UsageError
from tapewright.jobs.in_process import InProcess
from tapewright.testing.scripted import ScriptedEngine, say, scripted_speech_in
from tapewright.verbs.demo import Demo, demo, record

WRITTEN_UP = (".pdf", ".docx", ".html")
HEARING: dict[str, Any] = {"engine": ScriptedEngine, "detect": scripted_speech_in, "runner": InProcess()}
ONE = "bread was still warm nobody asked us why gulls sat on quay all morning until rain stopped"
OTHER = "the boat came in at dawn we sold every loaf before noon then harbour master rang his bell twice"


def _recording(path: Path, *phrases: str | float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((say(*phrases) * 32768).astype("<i2").tobytes())


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "recordings"
    _recording(folder / "bakery & quay.wav", 1.0, ONE, 1.0)
    _recording(folder / "harbour.wav", 1.0, OTHER, 1.0, "nobody asked us why", 1.0)
    _recording(folder / "two days" / "1.wav", 1.0, "so ferry could leave. rain stopped all morning")
    _recording(folder / "two days" / "2.wav", "nobody sold bread at dawn on quay", 1.0)
    (folder / "SOURCES.txt").write_text("not a recording")
    return folder


@pytest.fixture(scope="module")
def made(recordings: Path) -> Demo:
    return demo(recordings.parent / "demo", recordings, hearing=HEARING)


def test_it_ends_with_a_cut_for_every_program(made: Demo) -> None:
    endings = {path.suffix for _, path in made.files}
    assert endings == {".md", ".m4a", ".wav", ".edl", ".fcpxml", ".otio", ".vtt", ".srt", ".txt", *WRITTEN_UP}
    for _, path in made.files:
        assert path.stat().st_size > 100, path
        assert path.is_relative_to(made.root)
    with wave.open(str({path.suffix: path for _, path in made.files}[".wav"])) as rough:
        samples = np.frombuffer(rough.readframes(rough.getnframes()), "<i2")
        assert rough.getnframes() / rough.getframerate() > 10
    assert np.abs(samples).max() > 1000, "something is heard"


def test_it_says_what_it_did_in_plain_lines(made: Demo) -> None:
    told = "\n".join(line for step in made.steps for line in step.lines)
    assert "2 files on one clock" in told
    assert "“nobody”" in told or "exactly “" in told
    assert "struck" in told
    assert "two events" in told
    assert "every one reads as its tape does" in told
    assert "undone" in told
    assert "    verbatim" in told
    assert "negation dropped" in told
    assert "    recombined" in told or "    reordered" in told
    assert "every timeline read back plays the same" in told
    assert "open point" in told
    assert " on 3 tapes" in told or "tapewright models fetch voices" in told
    assert "those first whose error would cost most" in told
    assert "coded “" in told
    assert "in the cut:" in told


def test_a_bite_over_two_files_is_two_events(made: Demo) -> None:
    edl = next(path for _, path in made.files if path.suffix == ".edl").read_text("ascii")
    assert "1.wav" in edl
    assert "2.wav" in edl


def test_an_earlier_demo_is_replaced_and_nothing_else(recordings: Path, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    root.mkdir()
    (root / "mine.txt").write_text("somebody's")
    with pytest.raises(UsageError, match="not an empty folder"):
        demo(root, recordings, hearing=HEARING)
    (root / ".tapewright-demo").write_text("")
    again = demo(root, recordings, hearing=HEARING)
    assert again.edit.is_file()
    assert not (root / "mine.txt").exists()


def test_the_record_names_every_file(made: Demo) -> None:
    told = json.loads(json.dumps(record(made)))
    assert set(told) == {"project", "edit", "seconds", "steps", "files"}
    assert len(told["files"]) == len(made.files)


def test_a_recording_that_cannot_be_read_ends_it(tmp_path: Path) -> None:
    _recording(tmp_path / "recordings" / "whole.wav", 1.0, ONE)
    (tmp_path / "recordings" / "broken.wav").write_bytes(b"RIFF nothing")
    with pytest.raises(InputError):
        demo(tmp_path / "demo", tmp_path / "recordings", hearing=HEARING)


def test_silence_is_not_cut(tmp_path: Path) -> None:
    _recording(tmp_path / "recordings" / "silence.wav", 5.0)
    with pytest.raises(UsageError, match="not one word was heard"):
        demo(tmp_path / "demo", tmp_path / "recordings", hearing=HEARING)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    with pytest.raises(UsageError, match="no recordings in"):
        demo(tmp_path / "demo", tmp_path / "recordings", hearing=HEARING)


def test_without_weights_it_says_how_to_get_them(
    recordings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "no models"))
    assert run(app, ["demo", str(tmp_path / "demo"), "--tapes", str(recordings)]) == MissingError.exit_status
    assert "tapewright models fetch base" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()
