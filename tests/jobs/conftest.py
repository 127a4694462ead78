"""A project with a tape that a patient engine can be heard on, in processes of their own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from tapewright.speech import HearingSettings
from tapewright.testing.recordings import vowels, write_sound
from tapewright.testing.scripted import install_patient
from tapewright.verbs import hearing
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project, open_project

MINUTES = 9


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A voice for nine minutes: four stretches for whoever listens."""
    folder = tmp_path_factory.mktemp("recordings")
    return write_sound(folder / "harbour.wav", np.tile(vowels(60), (1, MINUTES)), rate_hz=16_000)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Path:
    """A project with that tape, in which the places of its speech are known already."""
    root = tmp_path_factory.mktemp("prepared") / "series"
    with new_project(root) as made:
        (added,) = ingest(made, [recording], tape_id="T001").added
        detect = hearing.detection(HearingSettings())
        file = added.tape.files[0]
        hearing.find_speech(hearing.FileTask(reader=made.media, file=file, cache=made.cache, detect=detect))
    return root


@pytest.fixture
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs hear with the patient engine."""
    folder = install_patient(tmp_path / "patient")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("TAPEWRIGHT_ENGINE", "patient")
    monkeypatch.setenv("PATIENT_ENGINE_SECONDS", "0.05")


@pytest.fixture
def project(tmp_path: Path, prepared: Path) -> Project:
    return open_project(shutil.copytree(prepared, tmp_path / "series"))
