"""Progress: what long work says of itself while it goes on, and how fast it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tapewright.timing import TICKS_PER_SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How far one tape of the work is, in the step's unit. ``work`` is where the ledger keeps its finished pieces."""

    tape: str
    done: int
    total: int
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far something is. ``done`` and ``total`` count ``unit`` (``bytes``, ``ticks`` of tape, ``files``, ``words``).

    ``total`` 0 means that nobody knows yet. ``note`` is one short remark ("2 stretches heard again"). ``part`` is the
    tape that was worked on just now, where several are.
    """

    what: str
    done: int
    total: int
    unit: str
    note: str = ""
    part: Part | None = None


Report = Callable[[Step], None]
"""Called often and from the thread that does the work; it must be quick and must not raise."""


def silent(step: Step) -> None:
    """A report that nobody hears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A step and how fast the work has been since its first step: ``elapsed`` seconds, in which ``since`` was done."""

    step: Step
    elapsed: float = 0.0
    since: int = 0

    @property
    def speed(self) -> float | None:
        """Units a second; None until there is something to judge by."""
        return self.since / self.elapsed if self.elapsed > 0.5 and self.since > 0 else None

    @property
    def real_time(self) -> float | None:
        """Seconds of tape in a second, where tape is what is counted."""
        return self.speed / TICKS_PER_SECOND if self.speed is not None and self.step.unit == "ticks" else None

    @property
    def left_s(self) -> int | None:
        """Seconds that are left at this speed; None where nobody can tell."""
        open_ = self.step.total - self.step.done
        return int(open_ / self.speed) if self.speed is not None and open_ > 0 else None

    def to_record(self) -> dict[str, object]:
        """``{"what", "done", "total", "unit", "note", "elapsed_s", "speed", "real_time", "left_s", "part"}``."""
        step, part = self.step, self.step.part
        return {
            "what": step.what,
            "done": step.done,
            "total": step.total,
            "unit": step.unit,
            "note": step.note,
            "elapsed_s": round(self.elapsed, 1),
            "speed": None if self.speed is None else round(self.speed, 1),
            "real_time": None if self.real_time is None else round(self.real_time, 2),
            "left_s": self.left_s,
            "part": None
            if part is None
            else {"tape": part.tape, "done": part.done, "total": part.total, "work": part.work},
        }


class Pace:
    """Knows when each kind of step began, and so how fast it goes."""

    def __init__(self) -> None:
        self._began: dict[str, tuple[float, int]] = {}

    def at(self, step: Step) -> Moment:
        """The step with its speed since the first of its kind."""
        now = time.monotonic()
        began, first = self._began.setdefault(step.what, (now, step.done))
        return Moment(step=step, elapsed=now - began, since=step.done - first)


def moment_of(record: Mapping[str, object]) -> Moment | None:
    """The moment that a record tells of; None where it is none."""
    what, unit, note = (record.get(name, "") for name in ("what", "unit", "note"))
    done, total, elapsed, speed = (record.get(name) or 0 for name in ("done", "total", "elapsed_s", "speed"))
    if not all(isinstance(text, str) for text in (what, unit, note)):
        return None
    if not all(isinstance(number, int | float) for number in (done, total, elapsed, speed)):
        return None
    step = Step(what=str(what), done=int(done), total=int(total), unit=str(unit), note=str(note))  # type: ignore[call-overload]
    return Moment(step=step, elapsed=float(elapsed), since=int(float(speed) * float(elapsed)))  # type: ignore[arg-type]
