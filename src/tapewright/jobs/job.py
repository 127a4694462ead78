"""A job: one command at work in its own process, and everything that is known of it."""

from __future__ import annotations

import datetime
import json
import os
import re
import signal
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Self

from tapewright.errors import UsageError

_ID = re.compile(r"[0-9]{8}-[0-9]{9}-[0-9a-f]{4}")

MOST_LOG_LINES = 200
LONGEST_LINE = 500


class JobState(StrEnum):
    """How a job is. ``interrupted``: the program that ran it ended; it is taken up again by itself."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it by itself."""
        return self in (JobState.DONE, JobState.FAILED, JobState.STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: a command of the closed table, made into a command line that was checked.

    ``line`` stands behind ``tapewright --project DIR``. ``then`` names what follows when it has ended well.
    ``is_heavy``: it takes the whole machine, and one of its kind runs at a time.
    """

    command: str
    title: str
    line: tuple[str, ...]
    arguments: Mapping[str, object] = field(default_factory=dict)
    tapes: tuple[str, ...] = ()
    is_heavy: bool = False
    then: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An order and what became of it. Times are UTC, ISO 8601, to the millisecond; empty where not yet.

    ``progress`` is the last ``Moment`` that its process told. ``error`` is a ``TapewrightError``'s record.
    ``exit_status`` is that of its process, negative where a signal ended it. ``pid`` and ``born`` name the process
    beyond doubt. ``parts`` holds done and total of every tape that it told of.
    """

    id: str
    order: Order
    state: JobState = JobState.WAITING
    made_at: str = ""
    began_at: str = ""
    ended_at: str = ""
    tries: int = 0
    progress: Mapping[str, Any] | None = None
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    log: tuple[str, ...] = ()
    exit_status: int | None = None
    error: Mapping[str, str] | None = None
    pid: int = 0
    born: str = ""
    followed_by: str = ""

    def with_line(self, line: str) -> Self:
        """The same with one more line in its log, the oldest dropped."""
        return replace(self, log=(*self.log[-MOST_LOG_LINES + 1 :], line[:LONGEST_LINE]))

    def to_record(self) -> dict[str, Any]:
        """As doors show it. The log's last line only: ``log_of`` has the rest."""
        order = self.order
        return {
            "id": self.id,
            "command": order.command,
            "title": order.title,
            "arguments": dict(order.arguments),
            "tapes": list(order.tapes),
            "heavy": order.is_heavy,
            "state": self.state.value,
            "made_at": self.made_at,
            "began_at": self.began_at or None,
            "ended_at": self.ended_at or None,
            "tries": self.tries,
            "progress": None if self.progress is None else dict(self.progress),
            "exit_status": self.exit_status,
            "error": None if self.error is None else dict(self.error),
            "last_line": self.log[-1] if self.log else "",
            "then": order.then,
            "followed_by": self.followed_by,
        }


def check_job_id(text: str) -> str:
    """The id itself, if it is one."""
    if not _ID.fullmatch(text):
        raise UsageError(f"not a job's id: {text[:60]!r}", hint="tapewright jobs lists them")
    return text


def new_id() -> str:
    """An id that sorts by the time of its making."""
    moment = datetime.datetime.now(datetime.UTC)
    return f"{moment:%Y%m%d-%H%M%S}{moment.microsecond // 1000:03d}-{os.urandom(2).hex()}"


def now() -> str:
    """This moment in UTC, ISO 8601, to the millisecond."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_bytes(job: Job) -> bytes:
    """A job as it is kept on the disk."""
    return json.dumps(asdict(job), indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass")


def from_bytes(kept: bytes) -> Job:
    """A job as it was kept. ValueError where it is none."""
    try:
        values = json.loads(kept.decode("utf-8", "surrogatepass"))
        order = _made(Order, values.pop("order"))
        job = _made(Job, {**values, "order": order})
        check_job_id(job.id)
        kept_job: Job = replace(job, state=JobState(job.state))
        return kept_job
    except (ValueError, TypeError, AttributeError, KeyError, UsageError, RecursionError) as error:
        raise ValueError(f"no record of a job: {error}") from error


def _made(kind: Any, values: Mapping[str, Any]) -> Any:
    known = {one.name: one for one in fields(kind)}
    listed = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return kind(**{name: value for name, value in listed.items() if name in known})


def why_it_ended(exit_status: int, log: tuple[str, ...]) -> dict[str, str]:
    """An error's record for a process that ended without saying why."""
    if exit_status < 0:
        try:
            name = signal.Signals(-exit_status).name
        except ValueError:
            name = str(-exit_status)
        return {
            "code": "killed",
            "message": f"its process was ended by the system ({name})",
            "hint": "was there too little memory? what was finished is kept; again goes on from there",
            "place": "",
        }
    said = next((line for line in reversed(log) if line.startswith("tapewright: ")), "")
    message = said.removeprefix("tapewright: ") or f"it ended with the status {exit_status}"
    return {"code": "failed", "message": message, "hint": "the lines below say more", "place": ""}
