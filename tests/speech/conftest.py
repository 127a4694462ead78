"""What the tests of speech share: weights where they are, and projects whose tapes ``testing.scripted`` speaks."""

from pathlib import Path

import numpy
import pytest

from tapewright.model import AudioStream, SourceFile, Tape
from tapewright.speech import SAMPLE_RATE_HZ, registry
from tapewright.speech.catalogue import KNOWN
from tapewright.testing.scripted import SpokenReader, say
from tapewright.testing.scripted_voices import speak
from tapewright.testing.small_model import SMALL
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_samples
from tapewright.verbs.project import new_project

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "speech"


@pytest.fixture(scope="session")
def tiny_en():
    """The folder of tiny.en, or a skip."""
    state = registry.state("tiny.en")
    if not state.is_installed:
        pytest.skip("the model tiny.en is not here: tapewright models fetch tiny.en")
    return state.folder


@pytest.fixture(scope="session")
def real():
    """The folder of real recordings, or a skip."""
    if not REAL.is_dir():
        pytest.skip("the shared recordings are not beside the repository")
    return REAL


@pytest.fixture
def small_model(monkeypatch, tmp_path):
    """A known model of some kilobytes, and a folder of models of its own."""
    monkeypatch.setitem(KNOWN, "gull", SMALL)
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "models"))
    return SMALL


@pytest.fixture
def project(tmp_path):
    """An empty project whose media are spoken files."""
    with new_project(tmp_path / "p") as project:
        project.media = SpokenReader()
        yield project


@pytest.fixture
def add(project, tmp_path):
    """Add a tape of spoken files, one for each tuple of phrases and pauses; ``gap`` seconds between the files."""

    def add_tape(name, *files, gap=0.0, path_part="spoken"):
        made, offset = [], 0
        for number, phrases in enumerate(files):
            samples = say(*phrases)
            path = tmp_path / f"{name}-{number}-{path_part}.npy"
            numpy.save(path, samples)
            duration = from_samples(len(samples), SAMPLE_RATE_HZ)
            made.append(
                SourceFile(
                    path=str(path),
                    size=path.stat().st_size,
                    duration=duration,
                    offset=Ticks(offset),
                    audio=AudioStream(rate_hz=SAMPLE_RATE_HZ, channels=1),
                    digests={"xxh128": f"{name}{number}".encode().hex().zfill(32)},
                )
            )
            offset += duration + from_samples(round(gap * SAMPLE_RATE_HZ), SAMPLE_RATE_HZ)
        tape = Tape(
            id=name,
            title=name,
            format=TimecodeFormat(frame_rate("25")),
            duration=made[-1].extent.end if made else Ticks(0),
            files=tuple(made),
        )
        with project.store.change("add") as pen:
            return pen.add_tape(tape)

    return add_tape


@pytest.fixture
def spoken(project, tmp_path):
    """Add a tape on which voices speak."""

    def add_tape(name, *parts, path_part="spoken"):
        samples = speak(*parts)
        path = tmp_path / f"{name}-{path_part}.npy"
        numpy.save(path, samples)
        duration = from_samples(len(samples), SAMPLE_RATE_HZ)
        file = SourceFile(
            path=str(path),
            size=path.stat().st_size,
            duration=duration,
            audio=AudioStream(rate_hz=SAMPLE_RATE_HZ, channels=1),
            digests={"xxh128": name.encode().hex().zfill(32)},
        )
        tape = Tape(
            id=name, title=name, format=TimecodeFormat(frame_rate("25")), duration=duration, files=(file,) * bool(parts)
        )
        with project.store.change("add") as pen:
            return pen.add_tape(tape)

    return add_tape
