"""Completion scripts are those of the shell that was asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tapewright.cli import app
from tapewright.cli.door import run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_TAPEWRIGHT_COMPLETE={shell}_complete" in script


def test_another_shell_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["completion", "tcsh"]) == 2
    assert "tcsh" in capsys.readouterr().err


def test_the_tab_key_finds_commands() -> None:
    asked = {"_TAPEWRIGHT_COMPLETE": "bash_complete", "COMP_WORDS": "tapewright ta", "COMP_CWORD": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "tapewright"], env={**os.environ, **asked}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["plain,tapes"]
