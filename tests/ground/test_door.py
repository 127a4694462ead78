"""The door: whatever happens behind it, a person gets plain words, a next step and the right exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import command, run
from tapewright.errors import FaultError
from tapewright.verbs.project import new_project

TAPEWRIGHT = [sys.executable, "-m", "tapewright"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with new_project(tmp_path / "series") as made:
        return made.root


def _tapewright(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TAPEWRIGHT, *arguments], text=True, stderr=subprocess.PIPE, check=False, **settings)  # type: ignore[call-overload,no-any-return]


@command(name="broken")
def broken(as_json: bool) -> None:
    """A command with a fault in it."""
    raise ZeroDivisionError("by a fault")


@command(name="refused")
def refused(as_json: bool) -> None:
    """A command that meets a refusal of the system."""
    raise PermissionError(13, "Permission denied", "/tapes/INT_01.wav")


def test_a_fault_of_ours_is_said_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(broken, []) == FaultError.exit_status == 70
    told = capsys.readouterr()
    assert told.err.startswith("tapewright: a fault in tapewright itself: ZeroDivisionError: by a fault\n")
    assert "TAPEWRIGHT_TRACEBACK=1" in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_a_fault_is_a_record_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(broken, ["--json"]) == 70
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "fault"


def test_a_fault_shows_its_traceback_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_TRACEBACK", "1")
    assert run(broken, []) == 70
    assert "test_door.py" in capsys.readouterr().err


def test_a_refusal_of_the_system_names_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(refused, []) == 3
    assert capsys.readouterr().err.startswith("tapewright: /tapes/INT_01.wav: Permission denied\n")


def test_a_name_that_is_too_long_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["new", str(tmp_path / ("x" * 300))]) == 2
    assert "File name too long" in capsys.readouterr().err


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full on this system")
def test_an_answer_that_cannot_be_written_is_said(project: Path, form: list[str]) -> None:
    with open("/dev/full", "w") as full:
        ran = _tapewright("tapes", "--project", str(project), *form, stdout=full)
    assert ran.returncode == 4
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


@pytest.mark.skipif(os.name != "posix", reason="closes a file descriptor")
def test_a_closed_output_is_no_fault(project: Path) -> None:
    line = f'exec >&-; exec "{sys.executable}" -m tapewright tapes --project "{project}"'
    ran = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.returncode == 0


def test_a_reader_that_goes_away_is_left_quietly(project: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = _tapewright("tapes", "--project", str(project), stdout=writing)
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_wrong_use_says_where_help_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["ingest", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["message"] == "Missing argument 'PATH...'."
    assert error["hint"] == "tapewright ingest --help"


def test_the_project_may_be_named_before_the_command(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(app, ["--project", str(project), "tapes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"tapes": []}
    assert run(app, ["--project", str(tmp_path / "elsewhere"), "edit", "show", "x", "--project", str(project)]) == 2
    assert "no paper edit 'x'" in capsys.readouterr().err
