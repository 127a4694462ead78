"""What is forked for the browser's tests is the command: it says, complains and ends as one in a process of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tapewright import __version__
from tapewright.testing.browsing import Served
from tapewright.testing.forked import Stock
from tapewright.verbs.project import new_project


def test_a_forked_command_has_our_environment_and_speaks_where_one_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Stock() as stock:
        with stock.start(["--version"], log=tmp_path / "log").stdout as said:
            assert __version__ in said.read()
        monkeypatch.setenv("TAPEWRIGHT_PROJECT", str(tmp_path / "nowhere"))
        ran = stock.start(["tapes"], log=tmp_path / "log")
        ran.wait(10)
        ran.stdout.close()
        assert str(tmp_path / "nowhere") in (tmp_path / "log").read_text("utf-8")


def test_a_forked_server_is_killed_comes_back_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    new_project(tmp_path / "project").close()
    with Stock() as stock:
        with Served(tmp_path / "project", log=tmp_path / "log", stock=stock) as served:
            first, at = served.pid, served.origin
            served.kill()
            served.start()
            assert served.origin == at
            assert served.pid != first
            assert served.api.get("/api/project").status_code == 200
        serving = ["serve", "--no-browser", "--project", str(tmp_path / "project")]
        running = stock.start(serving, log=tmp_path / "log")
        with running.stdout as said:
            assert "project" in said.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(0.05)
            running.terminate()
            assert (running.wait(10), running.poll()) == (0, 0)
