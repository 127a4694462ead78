"""The desk: jobs wait in line, heavy ones run one at a time, light ones beside them; each is a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from tapewright.errors import ConflictError, NotFoundError, StorageError, TapewrightError, UsageError
from tapewright.jobs.child import PATIENCE_S, Child, end_orphan
from tapewright.jobs.job import Job, JobState, Order, new_id, now, why_it_ended
from tapewright.jobs.shelf import MOST_KEPT, Shelf

MOST_WAITING = 1_000
LIGHT_AT_ONCE = 2
MOST_TRIES = 3
"""A job during which the program ended so often is not taken up again by itself."""

_KEEP_EVERY_S = 5.0


@dataclass(slots=True)
class _Run:
    """A job's process while it lives. ``child`` is None until it has started."""

    child: Child | None = None
    is_stopping: bool = False
    kept_at: float = 0.0


class Desk:
    """Runs jobs on the project that ``head`` names (``("--project", DIR)``). Safe from any thread.

    ``tell`` gets a job at each change of it, in order, and must be quick. ``next_order`` says what follows one that
    has ended. Where another process owns the shelf this desk shows jobs and takes none.
    """

    def __init__(
        self,
        shelf: Shelf,
        head: tuple[str, ...],
        *,
        tell: Callable[[Job], None] = lambda job: None,
        next_order: Callable[[Job, dict[str, Any] | None], Order | None] = lambda job, answer: None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._shelf, self._head, self._tell, self._next_order = shelf, head, tell, next_order
        self._patience_s = patience_s
        self._lock = threading.RLock()
        self._idle = threading.Condition(self._lock)
        self._jobs: dict[str, Job] = {}
        self._runs: dict[str, _Run] = {}
        self._is_owner = self._is_closing = False
        self._refusal: TapewrightError = ConflictError(
            "another process runs this project's jobs", hint="use the browser page that it opened, or end it"
        )

    # --- what a person asks for ---------------------------------------------------------------------------------------

    def open(self) -> None:
        """Take over the shelf, take up what was interrupted, and begin. Where that cannot be, jobs are only shown."""
        with self._lock:
            try:
                self._is_owner = self._shelf.own()
            except StorageError as error:
                self._refusal = error
            if not self._is_owner:
                return
            for job in self._shelf.jobs():
                self._jobs[job.id] = job
                if job.state in (JobState.RUNNING, JobState.INTERRUPTED):
                    self._take_up(job)
                elif job.state.is_over:
                    self._follow(job)
            self._sweep()
            self._fill()

    def add(self, order: Order) -> Job:
        """Put an order in line. StorageError where it cannot be kept; ConflictError where another process runs jobs."""
        with self._lock:
            self._check_ours()
            if sum(job.state is JobState.WAITING for job in self._jobs.values()) >= MOST_WAITING:
                raise UsageError(f"{MOST_WAITING} jobs are waiting", hint="let some of them end first")
            job = Job(id=new_id(), order=order, made_at=now())
            self._shelf.keep(job)
            self._put(job, keep=False)
            self._sweep()
            self._fill()
            return self._jobs[job.id]

    def stop(self, job_id: str) -> Job:
        """Stop a job: what was finished is kept. It is told as ``stopped`` when its process has ended."""
        with self._lock:
            self._check_ours()
            job = self.job(job_id)
            run = self._runs.get(job_id)
            if run is not None:
                run.is_stopping = True
                if run.child is not None:
                    run.child.stop(self._patience_s)
            elif not job.state.is_over:
                self._put(replace(job, state=JobState.STOPPED, ended_at=now()))
            return self._jobs[job_id]

    def again(self, job_id: str) -> Job:
        """Run a job again: it goes on where it was. ConflictError while it runs."""
        with self._lock:
            self._check_ours()
            job = self.job(job_id)
            if job_id in self._runs or job.state is JobState.WAITING:
                raise ConflictError("this job is at work or waiting already", place=job_id, hint="stop it first")
            self._put(_fresh(job))
            self._fill()
            return self._jobs[job_id]

    def remove(self, job_id: str) -> Job:
        """Take a job off the list. ConflictError while it runs."""
        with self._lock:
            self._check_ours()
            job = self.job(job_id)
            if job_id in self._runs:
                raise ConflictError("this job is at work", place=job_id, hint="stop it first")
            del self._jobs[job_id]
            self._shelf.forget(job_id)
            return job

    def job(self, job_id: str) -> Job:
        """One job. NotFoundError where there is none."""
        with self._lock:
            self._look_from_outside()
            if job_id not in self._jobs:
                raise NotFoundError(f"there is no job {job_id[:60]!r}", hint="tapewright jobs lists them")
            return self._jobs[job_id]

    def jobs(self) -> list[Job]:
        """All of them, oldest first."""
        with self._lock:
            self._look_from_outside()
            return sorted(self._jobs.values(), key=lambda job: job.id)

    def answer(self, job_id: str) -> dict[str, Any] | None:
        """What the job's command answered; None where it has not."""
        return self._shelf.answer(self.job(job_id).id)

    def answer_size(self, job_id: str) -> int:
        """How large that is, in bytes."""
        path = self._shelf.answer_path(self.job(job_id).id)
        return path.stat().st_size if path.is_file() else 0

    def close(self, *, patience_s: float = 5.0) -> None:
        """Stop what runs, so that it goes on when the desk is opened again, and let go of the shelf."""
        with self._idle:
            self._is_closing = True
            for run in self._runs.values():
                if run.child is not None:
                    run.child.stop(patience_s)
            self._idle.wait_for(lambda: not self._runs, timeout=patience_s + 2)
            self._shelf.let_go()
            self._is_owner = False

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing runs and nothing waits; whether it came to that."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._runs and not self._waiting(), timeout=timeout_s)

    # --- how it goes on -----------------------------------------------------------------------------------------------

    def _take_up(self, job: Job) -> None:
        end_orphan(job.pid, job.born)
        job = replace(job, state=JobState.INTERRUPTED, pid=0, born="", ended_at="")
        if job.tries >= MOST_TRIES:
            message = f"the program ended {job.tries} times while this job ran"
            hint = "what was finished is kept; again goes on from there"
            error = {"code": "interrupted", "message": message, "hint": hint, "place": ""}
            self._put(replace(job, state=JobState.FAILED, error=error, ended_at=now()))
            return
        self._put(job)
        self._put(replace(job, state=JobState.WAITING, progress=None))

    def _waiting(self) -> list[Job]:
        waiting = [job for job in self._jobs.values() if job.state is JobState.WAITING]
        return sorted(waiting, key=lambda job: job.id)

    def _fill(self) -> None:
        """Start what may start now."""
        if not self._is_owner or self._is_closing:
            return
        kinds = [self._jobs[running].order.is_heavy for running in self._runs]
        room = {True: 1 - kinds.count(True), False: LIGHT_AT_ONCE - kinds.count(False)}
        for job in self._waiting():
            if room[job.order.is_heavy] > 0:
                room[job.order.is_heavy] -= 1
                self._begin(job)

    def _begin(self, job: Job) -> None:
        run = self._runs[job.id] = _Run()
        try:
            run.child = Child([*self._head, *job.order.line], self._shelf.answer_path(job.id))
        except StorageError as error:
            del self._runs[job.id]
            self._put(replace(job, state=JobState.FAILED, error=error.to_record(), ended_at=now()))
            return
        began = replace(
            _fresh(job), state=JobState.RUNNING, began_at=now(), tries=job.tries + 1, pid=run.child.pid,
            born=run.child.born,
        )  # fmt: skip
        self._put(began)
        threading.Thread(target=self._attend, args=(job.id, run.child), name=f"job {job.id}", daemon=True).start()

    def _attend(self, job_id: str, child: Child) -> None:
        """Listen to a job's process until it has ended."""
        status = child.listen(
            lambda line: self._hear_line(job_id, line), lambda moment: self._hear_progress(job_id, moment)
        )
        with self._idle:
            run = self._runs.pop(job_id)
            self._end(self._jobs[job_id], status, stopped=run.is_stopping)
            self._fill()
            self._idle.notify_all()

    def _hear_line(self, job_id: str, line: str) -> None:
        with self._lock:
            self._put(self._jobs[job_id].with_line(line), keep=False)

    def _hear_progress(self, job_id: str, moment: dict[str, Any]) -> None:
        with self._lock:
            job, run = self._jobs[job_id], self._runs[job_id]
            part = moment.get("part")
            parts = {**job.parts, part["tape"]: part} if isinstance(part, dict) and "tape" in part else job.parts
            is_due = time.monotonic() - run.kept_at > _KEEP_EVERY_S
            if is_due:
                run.kept_at = time.monotonic()
            self._put(replace(job, progress=moment, parts=parts), keep=is_due)

    def _end(self, job: Job, status: int, *, stopped: bool) -> None:
        job = replace(job, exit_status=status, pid=0, born="", ended_at=now())
        # 1 is a command's word for "looked, and found something", and Python's for having been ended before it could
        # say anything: a process that is interrupted while it is still being loaded.
        if status == 0 or (status == 1 and self._shelf.answer(job.id) is not None):
            self._put(replace(job, state=JobState.DONE, tries=0))
        elif stopped:
            self._put(replace(job, state=JobState.STOPPED, tries=0))
        elif self._is_closing:
            self._put(replace(job, state=JobState.INTERRUPTED, ended_at="", tries=0))
            return
        else:
            error = _error_in(self._shelf.answer(job.id)) or why_it_ended(status, job.log)
            self._put(replace(job, state=JobState.FAILED, error=error, tries=0))
        if not stopped:
            self._follow(self._jobs[job.id])

    def _follow(self, job: Job) -> None:
        """Put in line what follows a job that has ended, once."""
        if not job.order.then or job.followed_by or job.state not in (JobState.DONE, JobState.FAILED):
            return
        order = self._next_order(job, self._shelf.answer(job.id))
        follower = None
        with suppress(TapewrightError):  # a full disk: the person sees that nothing followed, and asks again
            follower = self.add(order) if order else None
        self._put(replace(job, followed_by=follower.id if follower else "nothing"))

    def _put(self, job: Job, *, keep: bool = True) -> None:
        """The job as it is now, told; kept on the disk where that is possible, else in memory alone."""
        self._jobs[job.id] = job
        if keep:
            with suppress(StorageError):
                self._shelf.keep(job)
        self._tell(job)

    def _sweep(self) -> None:
        over = [job.id for job in self._jobs.values() if job.state.is_over]
        for job_id in sorted(over)[: max(0, len(over) - MOST_KEPT)]:
            del self._jobs[job_id]
            self._shelf.forget(job_id)

    def _check_ours(self) -> None:
        if not self._is_owner:
            raise self._refusal

    def _look_from_outside(self) -> None:
        if not self._is_owner and not self._is_closing:
            from tapewright.jobs.shelf import seen_from_outside

            self._jobs = {job.id: job for job in seen_from_outside(self._shelf)}


def _fresh(job: Job) -> Job:
    """The job without what its last run left."""
    return replace(
        job, state=JobState.WAITING, began_at="", ended_at="", progress=None, log=(), exit_status=None, error=None
    )


def _error_in(answer: dict[str, Any] | None) -> dict[str, str] | None:
    """The error that a command answered, or the first one of a tape or file that failed."""
    if answer is None:
        return None
    rows = [answer, *(row for name in ("failed", "tapes", "files") for row in _rows(answer.get(name)))]
    for row in rows:
        error = row.get("error")
        if isinstance(error, dict) and isinstance(error.get("message"), str):
            kept = {name: str(error.get(name, "")) for name in ("code", "message", "hint", "place")}
            kept["place"] = kept["place"] or str(row.get("path", row.get("tape", "")))
            return kept
    return None


def _rows(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
