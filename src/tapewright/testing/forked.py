"""Commands that start at once: forked from a process that has imported what ``tapewright serve`` imports.

A hundred tests of the browser app want a server of their own, and nearly all that its start takes is imports that are
the same every time. Not for tests of the start itself: those run the command as a person does.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any


class Forked:
    """A command that was forked, with that of ``subprocess.Popen`` which its starter needs."""

    def __init__(self, pid: int, *, stdout: int, life: int) -> None:
        self.pid = pid
        self.stdout = os.fdopen(stdout, encoding="utf-8")
        self._life: int | None = life

    def poll(self) -> int | None:
        """None while it runs."""
        return 0 if self._has_ended(0.0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended. TimeoutExpired where it does not within the seconds."""
        if not self._has_ended(timeout):
            raise subprocess.TimeoutExpired("tapewright", timeout or 0.0)
        return 0

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._send(signal.SIGKILL)

    def _send(self, what: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, what)

    def _has_ended(self, seconds: float | None) -> bool:
        # It is no child of ours: it alone holds the other end of this pipe, which closes with it.
        if self._life is not None and select.select([self._life], [], [], seconds)[0]:
            os.close(self._life)
            self._life = None
        return self._life is None


class Stock:
    """The process from which commands are forked, from ``with`` to its end."""

    def __enter__(self) -> Stock:
        self._line, theirs = socket.socketpair()
        command = [sys.executable, "-m", "tapewright.testing.forked", str(theirs.fileno())]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._line.close()
        self._process.wait()

    def start(self, arguments: Sequence[str], *, log: Path) -> Forked:
        """``tapewright`` with these arguments and our environment of now; what it complains of goes to ``log``."""
        said, saying = os.pipe()
        life, living = os.pipe()
        order = json.dumps({"arguments": list(arguments), "environment": dict(os.environ)}) + "\n"
        with log.open("ab") as complaints:
            socket.send_fds(self._line, [order.encode()], [saying, complaints.fileno(), living])
        os.close(saying)
        os.close(living)
        return Forked(int(self._line.recv(20)), stdout=said, life=life)


def _fork_what_is_ordered(line: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for those that have ended
    while True:
        order, files, _, _ = socket.recv_fds(line, 1 << 16, 3)
        if not order:
            return
        while not order.endswith(b"\n"):
            order += line.recv(1 << 16)
        if (pid := os.fork()) == 0:
            line.close()
            _become(json.loads(order), *files)
        for file in files:
            os.close(file)
        line.send(str(pid).encode())


def _become(order: dict[str, Any], stdout: int, stderr: int, living: int) -> None:
    """The command, until its end; ``living`` stays open for as long, here and in no process that is started by it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.set_inheritable(living, False)
    # Those of the process that we were until now remember where they were in the files behind them.
    sys.stdout, sys.stderr = os.fdopen(stdout, "w"), os.fdopen(stderr, "w", 1, errors="backslashreplace")
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv[1:] = order["arguments"]
    from tapewright.__main__ import main

    main()
    sys.exit()


def _import_what_a_server_imports() -> None:
    import tapewright.store.opening
    import tapewright.web.serving  # noqa: F401
    from tapewright.web.routers import routers

    routers()


if __name__ == "__main__":
    _import_what_a_server_imports()
    _fork_what_is_ordered(socket.socket(fileno=int(sys.argv[1])))
