"""The project's log says what was done, how long and how it ended, and never what was said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.testing.material import filled
from tapewright.verbs.project import new_project, open_project

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


@pytest.mark.parametrize("way", ["exact", "close"])
def test_where_nothing_can_be_cached_or_logged_people_search_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    project = _project(tmp_path)
    with open_project(project) as opened:
        filled(opened.store)
        opened.log.info("once")
    shutil.rmtree(project / "cache")
    (project / "cache").write_text("a file where a folder should be", "utf-8")
    assert run(app, ["search", "harbour was quiet", "--way", way, "--project", str(project)]) == 0
    told = capsys.readouterr()
    assert "1 to 1 of 1" in told.out
    assert told.err == ""


def test_a_log_that_cannot_be_written_keeps_nobody_from_an_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = _project(tmp_path)
    (project / "cache" / "tapewright.log").mkdir()
    assert run(app, ["tapes", "--project", str(project)]) == 0
    told = capsys.readouterr()
    assert "no tapes yet" in told.out
    assert told.err == ""
