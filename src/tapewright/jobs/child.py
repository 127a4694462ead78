"""A job's process: started, listened to, stopped; found again after its owner was killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tapewright.errors import StorageError
from tapewright.jobs.leash import PARENT

_LONGEST = 65_536
PATIENCE_S = 20.0
"""A process that was asked to stop is killed after so long; what it finished before is kept either way."""

_WORKERS_PATIENCE_S = 3.0


class Child:
    """``tapewright`` with a command line, its answer going to a file. Its stderr is read line by line by ``listen``."""

    def __init__(self, line: Sequence[str], answer: Path) -> None:
        # -P: what lies in the folder where somebody works is never imported.
        order = [sys.executable, "-P", "-m", "tapewright", *line]
        told = {**os.environ, "TAPEWRIGHT_PROGRESS": "json", PARENT: str(os.getpid())}
        try:
            with open(os.open(answer, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, 0o600), "wb") as out:
                self._process = subprocess.Popen(
                    order,
                    env=told,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.PIPE,
                    start_new_session=True,  # Ctrl-C at the server's terminal is for the server, which then stops us
                )
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise StorageError(f"the job could not be started: {reason}", place=str(answer)) from error
        self.pid = self._process.pid
        self.born = born(self.pid)

    def listen(self, line: Callable[[str], None], progress: Callable[[dict[str, Any]], None]) -> int:
        """Pass on what it says until it ends; its exit status, negative where a signal ended it."""
        pipe = self._process.stderr
        assert pipe is not None
        threading.Thread(target=self._clear_away, daemon=True).start()
        with pipe:
            while said := pipe.readline(_LONGEST):
                text = said.decode("utf-8", "replace").rstrip()
                told = _progress_in(text)
                if told is not None:
                    progress(told)
                elif text:
                    line(text)
        return self._process.wait()

    def stop(self, patience_s: float = PATIENCE_S) -> None:
        """Ask it to stop, as Ctrl-C does; kill it and its workers where it does not. Returns at once."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)

        def insist() -> None:
            try:
                self._process.wait(patience_s)
            except subprocess.TimeoutExpired:
                self.kill()

        threading.Thread(target=insist, daemon=True).start()

    def kill(self) -> None:
        """End it and its workers now."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _clear_away(self) -> None:
        """End workers that are there still when it has ended: they would hold the pipe, and nobody waits for them."""
        self._process.wait()
        time.sleep(_WORKERS_PATIENCE_S)
        self.kill()


def born(pid: int) -> str:
    """When a process was started, by the system's own count, so that a number used again is not mistaken for it."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        return facts.rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def end_orphan(pid: int, when: str) -> bool:
    """Kill a job's process that outlived its owner; whether there was one. Never another process of the same number."""
    if pid <= 1 or not when or born(pid) != when:
        return False
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _progress_in(text: str) -> dict[str, Any] | None:
    if not text.startswith('{"progress":'):
        return None
    with suppress(ValueError, RecursionError):
        told = json.loads(text)["progress"]
        if isinstance(told, dict) and isinstance(told.get("what"), str):
            return told
    return None
