"""Long work: what runs, what waits, what ended how; begun, stopped, run again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from tapewright.errors import NotFoundError
from tapewright.verbs import jobs
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, LiveHub, OpenProject, TheDesk

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

JobId = Annotated[str, Path(alias="id", max_length=64, description="The job's id.")]
Value = bool | int | Annotated[str, Field(max_length=4_096)] | Annotated[list[str], Field(max_length=5_000)] | None


class Wanted(Asked):
    """A command of the closed table, with its arguments by name; ``then`` is what follows when it has ended well."""

    command: Annotated[str, Field(max_length=64)]
    arguments: Annotated[dict[str, Value], Field(max_length=32, default_factory=dict)]
    then: Annotated[str, Field(max_length=64)] = ""


@router.get("")
def list_jobs(desk: TheDesk) -> Response:
    """All jobs, oldest first, as `tapewright jobs --json` has them."""
    return answer(jobs.record(desk.jobs()))


@router.post("", status_code=201)
def begin_job(project: OpenProject, desk: TheDesk, asked: Wanted) -> Response:
    """Put a command in line. What runs or waits already just so is answered instead of a second one."""
    return answer(jobs.put(project, desk, asked.command, asked.arguments, then=asked.then).to_record(), status=201)


@router.get("/{id}")
def show_job(desk: TheDesk, job: JobId) -> Response:
    """One job with its log's last lines and, where it is short, its answer."""
    return answer(jobs.job_record(desk, job))


@router.get("/{id}/answer")
def show_answer(desk: TheDesk, job: JobId) -> Response:
    """What the job's command printed with --json. 404 where it has not."""
    found = desk.answer(job)
    if found is None:
        raise NotFoundError(f"the job {job} has answered nothing", hint="has it ended well?")
    return answer(found)


@router.post("/{id}/stop")
def stop_job(desk: TheDesk, job: JobId) -> Response:
    """Stop a job, as Ctrl-C does: what was finished is kept. It is told as stopped when its process has ended."""
    return answer(desk.stop(job).to_record())


@router.post("/{id}/again")
def run_again(desk: TheDesk, job: JobId) -> Response:
    """Run a job again; it goes on where it was. 412 while it runs or waits."""
    return answer(desk.again(job).to_record())


@router.delete("/{id}")
def remove_job(desk: TheDesk, hub: LiveHub, job: JobId) -> Response:
    """Take a job off the list; pages are told that its state is ``removed``. 412 while it runs."""
    gone = {**desk.remove(job).to_record(), "state": "removed"}
    hub.publish("job", gone)
    return answer(gone)
