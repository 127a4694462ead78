"""Where jobs are kept: a folder with a record for each, and one owner at a time."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from tapewright.jobs.job import Job, JobState, from_bytes, to_bytes
from tapewright.wholefile import put, storage_errors

try:
    import fcntl
except ImportError:  # Windows: whoever serves a project twice there is on their own
    fcntl = None  # type: ignore[assignment]

MOST_KEPT = 200
"""So many jobs that are over are kept; older ones are swept."""

_LONGEST_RECORD = 4_000_000


class Shelf:
    """The records of a project's jobs in ``folder``. Damaged ones are passed over: they can be asked for again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = -1

    def own(self) -> bool:
        """Become the one who runs these jobs; False where another process is. StorageError where none can be kept."""
        with storage_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / "owner", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                return False
        self._lock = handle
        return True

    def let_go(self) -> None:
        """Let another process own them."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def has_owner(self) -> bool:
        """Whether some process runs these jobs now."""
        if fcntl is None or self._lock >= 0:
            return self._lock >= 0
        try:
            handle = os.open(self.folder / "owner", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
        return False

    def jobs(self) -> list[Job]:
        """All that can be read, oldest first."""
        found = []
        for path in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else ():
            with suppress(ValueError, OSError):
                if path.stat().st_size <= _LONGEST_RECORD:
                    job = from_bytes(path.read_bytes())
                    if job.id == path.stem:
                        found.append(job)
        return found

    def keep(self, job: Job) -> None:
        """Write a record, whole and durably. StorageError where it cannot be."""
        put(self.folder / f"{job.id}.json", to_bytes(job))

    def forget(self, job_id: str) -> None:
        """Delete a record and its answer."""
        for path in (self.folder / f"{job_id}.json", self.answer_path(job_id)):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def answer_path(self, job_id: str) -> Path:
        """Where the job's process puts what it answers."""
        return self.folder / f"{job_id}.answer"

    def answer(self, job_id: str) -> dict[str, Any] | None:
        """The record that the job's command printed; None where there is none, or none that is whole."""
        try:
            found = json.loads(self.answer_path(job_id).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


def seen_from_outside(shelf: Shelf) -> list[Job]:
    """The jobs as a process that does not run them may show them: where nobody does, none is running."""
    from dataclasses import replace

    jobs = shelf.jobs()
    if shelf.has_owner():
        return jobs
    return [replace(job, state=JobState.INTERRUPTED) if job.state is JobState.RUNNING else job for job in jobs]
