"""``tapewright jobs``."""

from __future__ import annotations

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import describe
from tapewright.jobs.job import Job, JobState
from tapewright.model.progress import moment_of
from tapewright.verbs.jobs import jobs, record


@tapewright_command(name="jobs")
@project_option
def command(project: Project, as_json: bool) -> None:
    """List the long work that the browser app runs or has run: what, how far, how it ended.

    Each is a command of tapewright in a process of its own. What was interrupted goes on when `serve` runs again.
    """
    found = jobs(project)
    show(as_json, lambda: record(found), lambda: "\n".join(map(_line, found)) or "no jobs yet")


def _line(job: Job) -> str:
    line = f"{job.id}  {job.state.value:<11}  {job.order.title}"
    if job.state is JobState.RUNNING and job.progress is not None and (moment := moment_of(job.progress)):
        return f"{line}: {describe(moment)}"
    return f"{line}: {job.error['message']}" if job.error else line
