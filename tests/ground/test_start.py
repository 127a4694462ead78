"""Starting is a feature: what is not asked for is not loaded."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = (
    "sqlalchemy",
    "alembic",
    "numpy",
    "av",
    "faster_whisper",
    "ctranslate2",
    "onnxruntime",
    "lxml",
    "opentimelineio",
    "fastapi",
    "uvicorn",
)


def _loaded_by(arguments: list[str]) -> list[str]:
    program = (
        "import sys\n"
        "from tapewright.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        f"print('LOADED', *[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["search", "--help"], ["transcribe", "--help"], ["serve", "--help"]],
    ids=" ".join,
)
def test_asking_for_help_loads_no_heavy_library(arguments: list[str]) -> None:
    assert _loaded_by(arguments) == []


def test_a_stop_while_the_program_is_being_loaded_shows_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    ran = subprocess.run(
        [sys.executable, "-m", "tapewright", "tapes"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert (ran.returncode, ran.stderr) == (130, "tapewright: stopped\n")


def test_version_is_quick() -> None:
    # The promise (150 ms) is measured by bench_start; here only a regression by an import of seconds must fail.
    fastest = 60.0
    for _ in range(3):
        began = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, "-m", "tapewright", "--version"], capture_output=True, text=True, check=True
        )
        fastest = min(fastest, time.perf_counter() - began)
    assert ran.stdout.startswith("tapewright ")
    assert fastest < 1.0
