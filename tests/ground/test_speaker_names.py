"""What the command line says of speakers of one name, and how its lists stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.cli.terminal import column
from tapewright.verbs.project import new_project


def test_a_second_speaker_of_a_name_is_made_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new_project(tmp_path / "p").close()
    monkeypatch.chdir(tmp_path / "p")
    assert run(app, ["speakers", "add", "Jonas"]) == 0
    assert run(app, ["speakers", "add", "Marian"]) == 0
    assert capsys.readouterr().err == ""
    assert run(app, ["speakers", "rename", "2", "jonas"]) == 0
    told = capsys.readouterr()
    assert told.out == "speaker 2 is jonas\n"
    assert told.err == "speaker 1 is called Jonas too\n  are they one? tapewright speakers merge '#2' '#1'\n"
    assert run(app, ["speakers", "merge", "#2", "#1"]) == 0
    capsys.readouterr()
    assert run(app, ["speakers", "add", "JONAS", "--json"]) == 0
    assert "'#3' '#1'" in capsys.readouterr().err


def test_a_column_is_as_wide_as_its_widest_cell() -> None:
    assert column([]) == 16
    assert column(["T001", "x" * 40]) == 40
