"""The runners pass the suite, work side by side, and leave no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tapewright.errors import UsageError
from tapewright.jobs import Piece
from tapewright.jobs.in_process import InProcess
from tapewright.jobs.local import LocalRunner
from tapewright.testing import runner_suite
from tapewright.testing.runner_suite import ProcessRunnerSuite, RunnerSuite


class TestInProcess(RunnerSuite):
    @pytest.fixture
    def runner(self):
        return InProcess()


class TestLocalRunner(ProcessRunnerSuite):
    @pytest.fixture
    def runner(self):
        return LocalRunner(2)


def test_pieces_run_in_several_processes_and_never_in_this_one():
    done = LocalRunner(2).run(Piece(name=str(n), do=runner_suite.own_process, argument=None) for n in range(6))
    processes = {d.result for d in done}
    assert len(processes) == 2
    assert os.getpid() not in processes


def test_stopping_kills_workers_at_once():
    run = LocalRunner(2).run(Piece(name=str(n), do=runner_suite.nap, argument=n and 60.0) for n in range(3))
    assert next(run).name == "0"
    began = time.monotonic()
    run.close()
    assert time.monotonic() - began < 5
    assert not [p for p in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(p.cmdline())]


def test_no_workers_are_refused():
    with pytest.raises(UsageError):
        LocalRunner(0)


SCRIPT = """
from tapewright.jobs import Piece
from tapewright.jobs.local import LocalRunner
from tapewright.testing.runner_suite import nap
if __name__ == "__main__":
    for done in LocalRunner(2).run(Piece(name=str(n), do=nap, argument=n and 60.0) for n in range(3)):
        print(done.name, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_when_their_parent_is_gone(tmp_path, how):
    script = tmp_path / "run.py"
    script.write_text(SCRIPT, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    parent.stdout.readline()
    family = psutil.Process(parent.pid).children(recursive=True)
    assert family
    parent.send_signal(how)
    parent.wait(20)
    parent.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


HOLDING = """
import multiprocessing, time
from tapewright.jobs import Piece
from tapewright.jobs.local import LocalRunner

def hold(seconds):
    held = multiprocessing.get_context("spawn").RLock()
    time.sleep(seconds)

if __name__ == "__main__":
    pieces = [Piece(name="a", do=hold, argument=2.0), Piece(name="b", do=hold, argument=60.0)]
    for done in LocalRunner(2).run(pieces):
        break
    time.sleep(0.3)
"""


def test_a_worker_that_is_stopped_leaves_nothing_to_read(tmp_path: Path) -> None:
    """What its libraries held is freed by multiprocessing's tracker, which would tell the person of it."""
    script = tmp_path / "holding.py"
    script.write_text(HOLDING, "utf-8")
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stderr == ""
