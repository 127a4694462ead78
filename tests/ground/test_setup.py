"""A machine that lacks something is told what, before anything else fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECK = ROOT / "tools" / "need_python.sh"

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh here")


def _check(python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", str(CHECK), python], capture_output=True, text=True)


def _pretender(folder: Path, body: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    os.chmod(path, 0o755)
    return str(path)


def test_this_python_is_good_enough() -> None:
    assert _check(sys.executable).returncode == 0


def test_no_python_is_named() -> None:
    ran = _check("no-such-python")
    assert ran.returncode == 1
    assert "no 'no-such-python' here" in ran.stderr


def test_an_old_python_is_named_with_its_version(tmp_path: Path) -> None:
    old = _pretender(tmp_path, 'case "$1" in -V) echo Python 3.9.2;; *) exit 1;; esac')
    ran = _check(old)
    assert ran.returncode == 1
    assert "Python 3.9.2" in ran.stderr


def test_a_python_without_venv_is_told_the_package(tmp_path: Path) -> None:
    bare = _pretender(tmp_path, 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac')
    ran = _check(bare)
    assert ran.returncode == 1
    assert "python3-venv" in ran.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_the_check_of_a_fresh_clone_is_a_sound_script() -> None:
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], capture_output=True).returncode == 0
