"""The project's log says what was done, how long and how it ended, and never what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.verbs.project import new_project

ROOT = Path(__file__).resolve().parents[2]


def _project(tmp_path: Path) -> Path:
    with new_project(tmp_path / "series") as project:
        return project.root


def _log(project: Path) -> list[str]:
    return (project / "cache" / "tapewright.log").read_text("utf-8").splitlines()


def test_each_command_leaves_one_line(tmp_path: Path) -> None:
    project = _project(tmp_path)
    assert run(app, ["tapes", "--project", str(project)]) == 0
    assert run(app, ["tapes", "--project", str(project), "--json"]) == 0
    lines = _log(project)
    assert len(lines) == 2
    assert all("tapewright tapes: done, " in line for line in lines)


def test_an_error_is_named_by_its_code(tmp_path: Path) -> None:
    project = _project(tmp_path)
    assert run(app, ["transcript", "nobody", "--project", str(project)]) == 2
    assert "not_found (2)" in _log(project)[-1]


def test_what_was_asked_for_is_not_in_it(tmp_path: Path) -> None:
    project = _project(tmp_path)
    assert run(app, ["search", "the harbour was quiet", "--project", str(project)]) in (0, 1)
    assert "harbour" not in "\n".join(_log(project))


def test_a_log_that_cannot_be_written_keeps_nobody_from_an_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = _project(tmp_path)
    (project / "cache" / "tapewright.log").mkdir()
    assert run(app, ["tapes", "--project", str(project)]) == 0
    told = capsys.readouterr()
    assert "no tapes yet" in told.out
    assert told.err == ""
