"""Long work as jobs: a desk for a project, what may be put on it, and a list for who only looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tapewright.errors import TapewrightError
from tapewright.jobs.desk import Desk
from tapewright.jobs.job import Job, JobState, Order
from tapewright.jobs.shelf import Shelf, seen_from_outside
from tapewright.verbs.joborders import order
from tapewright.verbs.project import Project

_LARGEST_ANSWER = 32_768
_MOST_FILES = 100


def shelf_of(project: Project) -> Shelf:
    """Where a project's jobs are kept: ``cache/jobs``. Deleting it forgets jobs, and nothing of the work."""
    return Shelf(project.cache / "jobs")


def open_desk(project: Project, *, tell: Callable[[Job], None] = lambda job: None) -> Desk:
    """A desk that runs the project's jobs, with what was interrupted taken up. Close it."""
    desk = desk_of(project, tell=tell)
    desk.open()
    return desk


def desk_of(project: Project, *, tell: Callable[[Job], None] = lambda job: None) -> Desk:
    """The same, not yet opened."""

    def next_order(job: Job, answer: dict[str, Any] | None) -> Order | None:
        return follow_up(project, job, answer)

    return Desk(shelf_of(project), ("--project", str(project.root)), tell=tell, next_order=next_order)


def put(project: Project, desk: Desk, command: str, arguments: Mapping[str, object], *, then: str = "") -> Job:
    """Put a command of the table on the desk. UsageError or NotFoundError says what of it cannot be meant.

    What waits or runs already with the same arguments is not put there twice: then that job is returned.
    """
    wanted = order(project, command, arguments, then=then)
    for job in desk.jobs():
        if not job.state.is_over and (job.order.line, job.order.then) == (wanted.line, wanted.then):
            return job
    job = desk.add(wanted)
    project.log.info("job %s: %s", job.id, command)
    return job


def follow_up(project: Project, job: Job, answer: dict[str, Any] | None) -> Order | None:
    """What follows a job that was asked for with ``then``: the transcription of the tapes that were taken in."""
    rows = (answer or {}).get("added")
    taken_in = [row["id"] for row in rows if isinstance(row, dict) and "id" in row] if isinstance(rows, list) else []
    if job.order.then != "transcribe" or not taken_in:
        return None
    try:
        return order(project, "transcribe", {"tapes": taken_in})
    except TapewrightError:  # undone in the meantime
        return None


def jobs(project: Project) -> list[Job]:
    """The jobs of a project as they stand on the disk, oldest first, for a process that does not run them."""
    return seen_from_outside(shelf_of(project))


def record(found: Sequence[Job]) -> dict[str, object]:
    """``{"jobs": [{"id", "command", "title", "state", "progress", "error", …}], "running", "waiting"}``."""
    return {
        "jobs": [job.to_record() for job in found],
        "running": sum(job.state is JobState.RUNNING for job in found),
        "waiting": sum(job.state is JobState.WAITING for job in found),
    }


def job_record(desk: Desk, job_id: str) -> dict[str, object]:
    """One job with its log's tail and what it answered: ``{…, "log": [...], "answer": {...} or null}``.

    An answer of more than 32 kB is left out but for the files that it names and its remarks, and ``answer_bytes`` says
    how large it is.
    """
    job, answer, size = desk.job(job_id), desk.answer(job_id), desk.answer_size(job_id)
    return {
        **job.to_record(),
        "log": list(job.log),
        "answer": answer if size <= _LARGEST_ANSWER else _of_files(answer),
        "answer_bytes": size,
    }


def _of_files(answer: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What stays of a long answer: which files were written, and what is to be said of them."""
    if not answer or not isinstance(answer.get("files"), list):
        return None
    kept = {"files": answer["files"][:_MOST_FILES], "remarks": answer.get("remarks") or []}
    return kept if len(json.dumps(kept)) <= _LARGEST_ANSWER else None
