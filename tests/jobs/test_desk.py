"""The desk of jobs: each in a process of its own, stopped, run again, killed, and taken up where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tapewright.errors import ConflictError, NotFoundError, StorageError
from tapewright.jobs import desk as desk_room
from tapewright.jobs.desk import Desk
from tapewright.jobs.job import Job, JobState, from_bytes, to_bytes
from tapewright.jobs.shelf import Shelf
from tapewright.verbs.jobs import jobs, open_desk, put, record, shelf_of
from tapewright.verbs.project import Project


class Watch:
    """What a desk tells, to be waited for."""

    def __init__(self) -> None:
        self.told: list[Job] = []
        self._news = threading.Condition()

    def __call__(self, job: Job) -> None:
        with self._news:
            self.told.append(job)
            self._news.notify_all()

    def until(self, fits: Callable[[Job], bool], *, within: float = 30.0) -> Job:
        with self._news:
            found = self._news.wait_for(lambda: next((job for job in self.told if fits(job)), None), timeout=within)
        assert found is not None, [(job.state, job.error, job.log) for job in self.told[-5:]]
        return found

    def states(self, job_id: str) -> list[str]:
        states = [job.state.value for job in self.told if job.id == job_id]
        return [state for place, state in enumerate(states) if place == 0 or states[place - 1] != state]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(project: Project, watch: Watch) -> Iterator[Desk]:
    opened = open_desk(project, tell=watch)
    yield opened
    opened.close()


def over(job_id: str) -> Callable[[Job], bool]:
    return lambda job: job.id == job_id and job.state.is_over


def at_work(job_id: str, pieces: int = 1) -> Callable[[Job], bool]:
    """Some of its stretches were heard."""
    return lambda job: (
        job.id == job_id and any(part["done"] > 0 and part["done"] < part["total"] for part in job.parts.values())
    )


def pieces_kept(project: Project) -> int:
    return sum(number for _, number in project.store.open_keys("transcribe"))


@pytest.mark.usefixtures("patient")
def test_a_transcription_tells_how_far_and_how_fast_it_is_and_what_it_answered(
    project: Project, desk: Desk, watch: Watch
) -> None:
    job = put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1})
    done = watch.until(over(job.id))
    assert (done.state, done.error, done.exit_status) == (JobState.DONE, None, 0)
    assert watch.states(job.id) == ["waiting", "running", "done"]
    spoken = [told.progress for told in watch.told if told.progress and told.progress["what"] == "transcribe"]
    assert [step["done"] for step in spoken] == sorted(step["done"] for step in spoken)
    assert spoken[-1]["done"] == spoken[-1]["total"] > 0
    assert done.parts["T001"]["done"] == done.parts["T001"]["total"]
    answer = desk.answer(job.id)
    assert answer is not None
    assert answer["tapes"][0]["status"] == "transcribed"
    assert project.store.transcript(project.store.tapes()[0].id) is not None


@pytest.mark.usefixtures("patient")
def test_stop_keeps_what_was_finished_and_again_goes_on_from_there(
    project: Project, desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATIENT_ENGINE_SECONDS", "0.3")
    job = put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1})
    watch.until(at_work(job.id))
    desk.stop(job.id)
    stopped = watch.until(over(job.id))
    assert (stopped.state, stopped.exit_status) == (JobState.STOPPED, 130)
    finished = pieces_kept(project)
    assert finished > 0
    watch.told.clear()
    desk.again(job.id)
    assert watch.until(over(job.id)).state is JobState.DONE
    answer = desk.answer(job.id)
    assert answer is not None
    assert answer["tapes"][0]["resumed"] == finished


@pytest.fixture
def loading(project: Project, desk: Desk, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job whose process Python itself is still loading, as on a busy machine."""
    folder = tmp_path / "slow"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("import sys, time\nprint('loading', file=sys.stderr)\ntime.sleep(30)\n")
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    job = put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1})
    return watch.until(lambda told: told.id == job.id and told.log == ("loading",))


def test_a_job_that_is_stopped_while_its_process_is_loaded_is_not_said_to_be_done(
    desk: Desk, watch: Watch, loading: Job
) -> None:
    desk.stop(loading.id)
    ended = watch.until(over(loading.id))
    assert (ended.state, ended.exit_status) == (JobState.STOPPED, 1)


def test_a_job_whose_process_was_loaded_when_the_desk_was_closed_is_taken_up_again(
    desk: Desk, watch: Watch, loading: Job
) -> None:
    desk.close()
    assert watch.states(loading.id) == ["waiting", "running", "interrupted"]


@pytest.mark.usefixtures("patient")
def test_a_killed_process_is_told_in_plain_words_and_goes_on_when_asked(
    project: Project, desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATIENT_ENGINE_SECONDS", "0.3")
    job = put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1})
    running = watch.until(at_work(job.id))
    os.kill(running.pid, signal.SIGKILL)
    failed = watch.until(over(job.id))
    assert failed.state is JobState.FAILED
    assert failed.error is not None
    assert failed.error["code"] == "killed"
    assert "what was finished is kept" in failed.error["hint"]
    watch.told.clear()
    desk.again(job.id)
    assert watch.until(over(job.id)).state is JobState.DONE


@pytest.mark.usefixtures("patient")
def test_a_process_that_does_not_hear_is_ended_after_a_while_and_what_it_finished_is_kept(
    project: Project, watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATIENT_ENGINE_DEAF", "1")
    monkeypatch.setenv("PATIENT_ENGINE_GATE", str(tmp_path / "never"))
    desk = Desk(shelf_of(project), ("--project", str(project.root)), tell=watch, patience_s=0.5)
    desk.open()
    job = put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1})
    watch.until(at_work(job.id))
    desk.stop(job.id)
    stopped = watch.until(over(job.id))
    assert (stopped.state, stopped.exit_status) == (JobState.STOPPED, -signal.SIGKILL)
    assert pieces_kept(project) == 1
    desk.close()


SERVER = """
import sys, time
from tapewright.verbs.project import open_project
from tapewright.verbs.jobs import open_desk, put
project = open_project(sys.argv[1])
desk = open_desk(project)
put(project, desk, "transcribe", {"tapes": ["T001"], "workers": int(sys.argv[2])})
print("up", flush=True)
time.sleep(600)
"""


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_kill_of_the_server_ends_its_jobs_and_the_next_start_takes_them_up(
    project: Project, watch: Watch, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setenv("PATIENT_ENGINE_SECONDS", "0.3")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(project.root), str(workers)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    with server.stdout:
        assert server.stdout.readline() == "up\n"
        wait_for(lambda: pieces_kept(project) > 0)
        child = next(job.pid for job in jobs(project))
        server.kill()
        server.wait()
    wait_for(lambda: not alive(child))
    assert [job.state for job in jobs(project)] == [JobState.INTERRUPTED]
    before = pieces_kept(project)
    desk = open_desk(project, tell=watch)
    try:
        job = desk.jobs()[0]
        assert watch.until(over(job.id)).state is JobState.DONE
        assert watch.states(job.id) == ["interrupted", "waiting", "running", "done"]
        answer = desk.answer(job.id)
        assert answer is not None
        assert answer["tapes"][0]["resumed"] >= before
    finally:
        desk.close()


@pytest.mark.usefixtures("patient")
def test_a_closed_desk_interrupts_its_jobs_and_an_opened_one_goes_on(
    project: Project, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATIENT_ENGINE_SECONDS", "0.3")
    desk = open_desk(project, tell=watch)
    job = put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1})
    child = watch.until(at_work(job.id)).pid
    desk.close()
    assert not alive(child)
    assert [found.state for found in jobs(project)] == [JobState.INTERRUPTED]
    monkeypatch.setenv("PATIENT_ENGINE_SECONDS", "0.01")
    desk = open_desk(project, tell=watch)
    assert watch.until(over(job.id)).state is JobState.DONE
    desk.close()


@pytest.mark.usefixtures("patient")
def test_one_heavy_job_runs_at_a_time_and_light_ones_beside_it(
    project: Project, desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATIENT_ENGINE_SECONDS", "0.5")
    first = put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1})
    second = put(project, desk, "refine", {"tapes": ["T001"]})
    light = put(project, desk, "verify", {})
    assert desk.job(first.id).state is JobState.RUNNING
    assert desk.job(second.id).state is JobState.WAITING
    assert watch.until(over(light.id)).state is JobState.DONE
    assert not desk.job(first.id).state.is_over
    desk.stop(second.id)
    assert desk.job(second.id).state is JobState.STOPPED
    assert put(project, desk, "transcribe", {"tapes": ["T001"], "workers": 1}).id == first.id
    with pytest.raises(ConflictError):
        desk.again(first.id)
    with pytest.raises(ConflictError):
        desk.remove(first.id)
    desk.stop(first.id)
    watch.until(over(first.id))
    desk.remove(first.id)
    assert first.id not in [job.id for job in desk.jobs()]
    assert not list((project.cache / "jobs").glob(f"{first.id}*"))


@pytest.mark.usefixtures("patient")
def test_recordings_that_are_taken_in_are_transcribed_where_that_was_asked_for(
    project: Project, desk: Desk, watch: Watch, tmp_path: Path, recording: Path
) -> None:
    other = tmp_path / "other tape.wav"
    other.write_bytes(recording.read_bytes()[:-3200])
    job = put(project, desk, "ingest", {"paths": [str(other)]}, then="transcribe")
    watch.until(lambda told: told.id == job.id and bool(told.followed_by))
    follower = desk.job(desk.job(job.id).followed_by)
    assert follower.order.tapes == ("other-tape",)
    assert watch.until(over(follower.id)).state is JobState.DONE


def test_a_failure_is_the_error_of_the_command(project: Project, desk: Desk, watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "no sound.wav").write_bytes(b"this is no recording" * 100)
    job = put(project, desk, "ingest", {"paths": [str(tmp_path / "no sound.wav")]})
    failed = watch.until(over(job.id))
    assert failed.state is JobState.FAILED
    assert failed.error is not None
    assert (failed.error["code"], failed.error["place"]) == ("unreadable", str(tmp_path / "no sound.wav"))


def test_a_second_server_shows_jobs_and_takes_none(project: Project, desk: Desk) -> None:
    made = put(project, desk, "verify", {})
    second = open_desk(project)
    assert [job.id for job in second.jobs()] == [made.id]
    with pytest.raises(ConflictError, match="another process"):
        put(project, second, "refine", {})
    second.close()


def test_a_full_disk_refuses_a_new_job_and_starts_nothing(
    project: Project, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Shelf, job: Job) -> None:
        raise StorageError("cannot write: No space left on device", place=str(self.folder))

    monkeypatch.setattr(Shelf, "keep", full)
    with pytest.raises(StorageError, match="No space"):
        put(project, desk, "verify", {})
    assert desk.jobs() == []
    assert desk.wait(0)


def test_a_disk_that_fills_up_on_the_way_does_not_end_the_work(
    project: Project, desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, kept = Shelf.keep, []

    def filling(self: Shelf, job: Job) -> None:
        if kept:
            raise StorageError("cannot write: No space left on device")
        kept.append(job)
        keep(self, job)

    monkeypatch.setattr(Shelf, "keep", filling)
    job = put(project, desk, "verify", {})
    assert watch.until(over(job.id)).state is JobState.DONE


def test_a_job_that_ended_the_program_three_times_is_not_taken_up_a_fourth(project: Project, watch: Watch) -> None:
    with_desk = open_desk(project)
    made = put(project, with_desk, "verify", {})
    with_desk.wait(30)
    with_desk.close()
    shelf = shelf_of(project)
    (found,) = shelf.jobs()
    shelf.keep(changed(found, state=JobState.RUNNING, tries=3))
    desk = open_desk(project, tell=watch)
    assert desk.job(made.id).state is JobState.FAILED
    assert "3 times" in (desk.job(made.id).error or {})["message"]
    desk.close()


def test_an_orphan_is_ended_and_never_another_process_with_its_number(project: Project, watch: Watch) -> None:
    orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    try:
        shelf = shelf_of(project)
        shelf.folder.mkdir(parents=True)
        for process, when in ((orphan, desk_room_born(orphan.pid)), (stranger, "12345")):
            kept = changed(a_job(), state=JobState.RUNNING, pid=process.pid, born=when)
            shelf.keep(kept)
        desk = open_desk(project, tell=watch)
        assert orphan.wait(10) == -signal.SIGKILL
        assert stranger.poll() is None
        desk.wait(60)
        desk.close()
    finally:
        for process in (orphan, stranger):
            process.kill()
            process.wait()


def test_old_jobs_are_swept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_room, "MOST_KEPT", 5)
    shelf = shelf_of(project)
    shelf.folder.mkdir(parents=True)
    for _ in range(12):
        shelf.keep(changed(a_job(), state=JobState.DONE))
    desk = open_desk(project)
    assert len(desk.jobs()) == 5
    desk.close()
    assert len(list(shelf.folder.glob("*.json"))) == 5


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"{", b"[]", b"null", b'{"id": "../../x"}', b'{"id": 3, "order": {}}', b"\xff" * 10, b"[" * 100_000],
)
def test_a_damaged_record_is_passed_over(project: Project, rubbish: bytes) -> None:
    shelf = shelf_of(project)
    shelf.folder.mkdir(parents=True)
    (shelf.folder / "20261125-190000000-abcd.json").write_bytes(rubbish)
    whole = changed(a_job(), state=JobState.DONE)
    shelf.keep(whole)
    assert shelf.jobs() == [whole]


def test_a_record_reads_back_as_it_was_kept() -> None:
    job = changed(a_job(), state=JobState.FAILED, log=("a line",), error={"code": "x"}, parts={"T1": {"done": 1}})
    assert from_bytes(to_bytes(job)) == job
    assert json.loads(json.dumps(record([job])))["jobs"][0]["last_line"] == "a line"


def test_jobs_that_are_not_there_are_named(desk: Desk) -> None:
    for ask in (desk.job, desk.stop, desk.again, desk.remove, desk.answer):
        with pytest.raises(NotFoundError, match="no job"):
            ask("20261125-190000000-abcd")


def test_the_command_lists_them(project: Project, desk: Desk, watch: Watch) -> None:
    job = put(project, desk, "verify", {})
    watch.until(over(job.id))
    order = [sys.executable, "-m", "tapewright", "--project", str(project.root), "jobs"]
    listed = subprocess.run([*order, "--json"], capture_output=True, text=True, check=True).stdout
    assert [row["state"] for row in json.loads(listed)["jobs"]] == ["done"]
    assert (
        "done         Check the sums of all tapes"
        in subprocess.run(order, capture_output=True, text=True, check=True).stdout
    )


def a_job() -> Job:
    from tapewright.jobs.job import Order, new_id

    return Job(id=new_id(), order=Order(command="verify", title="Check", line=("verify", "--json")))


def changed(job: Job, **now: object) -> Job:
    from dataclasses import replace

    return replace(job, **now)  # type: ignore[arg-type]


def desk_room_born(pid: int) -> str:
    from tapewright.jobs.child import born

    return born(pid)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for(fits: Callable[[], bool], *, within: float = 30.0) -> None:
    until = time.monotonic() + within
    while not fits():
        assert time.monotonic() < until, "it did not come to that"
        threading.Event().wait(0.05)
