"""Progress on stderr: what, how far, how fast, how long yet."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from tapewright.cli.terminal import visible
from tapewright.model.progress import Step
from tapewright.timing import TICKS_PER_SECOND, write_clock

_SCALES = {"ticks": (TICKS_PER_SECOND * 60, "min of tape"), "bytes": (1_000_000, "MB")}


class ProgressLine:
    """One line that is rewritten on a terminal, or a line every ten seconds into a file. Quiet with --json too.

    Use it as a context manager and hand ``report`` to a verb. ``after`` seconds it begins to speak: what is done sooner
    needs no progress.
    """

    def __init__(self, *, terminal: bool | None = None, after: float = 0.0) -> None:
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._speaks_at = time.monotonic() + after
        self._started: dict[str, tuple[float, int]] = {}
        self._shown_at = 0.0
        self._width = 0
        self._last = ""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._width:
            sys.stderr.write("\n")

    def report(self, step: Step) -> None:
        """Show a step, at most five times a second on a terminal and every ten seconds elsewhere."""
        now = time.monotonic()
        if now < self._speaks_at:
            return
        began, first = self._started.setdefault(step.what, (now, step.done))
        is_last = bool(step.total) and step.done >= step.total
        if not is_last and now - self._shown_at < (0.2 if self._terminal else 10.0):
            return
        self._shown_at = now
        self._write(describe(step, elapsed=now - began, since=step.done - first))

    def _write(self, line: str) -> None:
        if line == self._last:
            return
        self._last = line
        line = " ".join(visible(line).split())
        if self._terminal:
            sys.stderr.write("\r" + line.ljust(self._width)[:200])
            self._width = len(line)
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()


def describe(step: Step, *, elapsed: float, since: int) -> str:
    """One line: ``transcribe T001: 12.0 of 30.0 min of tape, 14 x real time, 1:18 left``."""
    size, unit = _SCALES.get(step.unit, (1, step.unit))
    digits = 1 if size > 1 else 0
    line = f"{step.what}: {step.done / size:.{digits}f}"
    line += f" of {step.total / size:.{digits}f} {unit}" if step.total else f" {unit}"
    if elapsed > 0.5 and since > 0:
        speed = since / elapsed
        if step.unit == "ticks":
            line += f", {speed / TICKS_PER_SECOND:.1f} x real time"
        elif step.unit == "bytes":
            line += f", {speed / 1_000_000:.0f} MB/s"
        if step.total > step.done:
            left = int((step.total - step.done) / speed)
            line += f", {write_clock(left * TICKS_PER_SECOND, decimals=0)} left"
    return f"{line}, {step.note}" if step.note else line
