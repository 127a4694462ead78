"""A project with a tape that a patient engine can be heard on, in processes of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tapewright.testing.patient import patient_environment, project_to_hear, recording_to_hear
from tapewright.verbs.project import Project, open_project


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recording_to_hear(tmp_path_factory.mktemp("recordings") / "harbour.wav")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Path:
    with project_to_hear(tmp_path_factory.mktemp("prepared") / "series", recording) as made:
        return made.root


@pytest.fixture
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs hear with the patient engine."""
    for name, value in patient_environment(tmp_path / "patient", seconds=0.05).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def project(tmp_path: Path, prepared: Path) -> Project:
    return open_project(shutil.copytree(prepared, tmp_path / "series"))
