"""Progress on stderr: what, how far, how fast, how long yet. For a person a line, for a program JSON lines."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress
from types import TracebackType

from tapewright.cli.terminal import visible
from tapewright.model.progress import Moment, Pace, Step
from tapewright.timing import TICKS_PER_SECOND, write_clock

_SCALES = {"ticks": (TICKS_PER_SECOND * 60, "min of tape"), "bytes": (1_000_000, "MB")}

_TELL_EVERY_S = 0.2

AS_JSON = "TAPEWRIGHT_PROGRESS"
"""The variable that says ``json`` where a program reads the progress: the browser app's desk of jobs does."""


class ProgressLine:
    """One line that is rewritten on a terminal, or a line every ten seconds into a file. Quiet with --json too.

    Use it as a context manager and hand ``report`` to a verb. ``after`` seconds it begins to speak: what is done sooner
    needs no progress. Where a program reads (``TAPEWRIGHT_PROGRESS=json``) it gets ``{"progress": …}``, a line each,
    from the first step on, five times a second at most.
    """

    def __init__(self, *, terminal: bool | None = None, after: float = 0.0) -> None:
        self._for_program = os.environ.get(AS_JSON) == "json"
        self._terminal = not self._for_program and (sys.stderr.isatty() if terminal is None else terminal)
        self._speaks_at = time.monotonic() + (0.0 if self._for_program else after)
        self._pace = Pace()
        self._teller = _Teller() if self._for_program else None
        self._shown_at = 0.0
        self._width = 0
        self._last = ""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._teller:
            self._teller.close()
        if self._width:
            sys.stderr.write("\n")

    def report(self, step: Step) -> None:
        """Show a step, at most five times a second on a terminal, every ten seconds elsewhere."""
        now = time.monotonic()
        if now < self._speaks_at:
            return
        moment = self._pace.at(step)
        if self._teller:
            self._teller.tell(moment)
            return
        is_last = bool(step.total) and step.done >= step.total
        if not is_last and now - self._shown_at < (0.2 if self._terminal else 10.0):
            return
        self._shown_at = now
        self._write(describe(moment))

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


class _Teller:
    """Tells a program, five times a second at most, and never leaves it with an older moment than the last."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._last: Moment | None = None
        self._told_at = 0.0
        self._is_over = False
        threading.Thread(target=self._follow, name="progress", daemon=True).start()

    def tell(self, moment: Moment) -> None:
        """Say it now, or in a moment where something was said just now."""
        with self._news:
            self._last = moment
            if time.monotonic() - self._told_at >= _TELL_EVERY_S:
                self._say()
            else:
                self._news.notify()

    def close(self) -> None:
        """Say what has not been said."""
        with self._news:
            self._is_over = True
            self._say()
            self._news.notify()

    def _follow(self) -> None:
        with self._news:
            while not self._is_over:
                self._news.wait_for(lambda: self._last is not None or self._is_over)
                due = self._told_at + _TELL_EVERY_S - time.monotonic()
                if due > 0:
                    self._news.wait(due)
                else:
                    self._say()

    def _say(self) -> None:
        moment, self._last = self._last, None
        if moment is None:
            return
        self._told_at = time.monotonic()
        with suppress(OSError, ValueError):  # nobody reads any more: the work is not ended by that
            sys.stderr.write(json.dumps({"progress": moment.to_record()}) + "\n")
            sys.stderr.flush()


def describe(moment: Moment) -> str:
    """One line: ``transcribe T001: 12.0 of 30.0 min of tape, 14 x real time, 1:18 left``."""
    step = moment.step
    size, unit = _SCALES.get(step.unit, (1, step.unit))
    digits = 1 if size > 1 else 0
    line = f"{step.what}: {step.done / size:.{digits}f}"
    line += f" of {step.total / size:.{digits}f} {unit}" if step.total else f" {unit}"
    if moment.real_time is not None:
        line += f", {moment.real_time:.1f} x real time"
    elif moment.speed is not None and step.unit == "bytes":
        line += f", {moment.speed / 1_000_000:.0f} MB/s"
    if moment.left_s is not None:
        line += f", {write_clock(moment.left_s * TICKS_PER_SECOND, decimals=0)} left"
    return f"{line}, {step.note}" if step.note else line
