"""Pictures made ahead: once each, those that cannot be made named, the rest made all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import NotFoundError
from tapewright.testing.recordings import chatter, write_film, write_sound
from tapewright.verbs.ingest import ingest
from tapewright.verbs.playing import playback, record
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.proxies import make_proxies, remove_proxies


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "project") as project:
        for tape in ("T001", "T002"):
            ingest(project, [write_film(tmp_path / f"{tape}.mp4", sound=chatter(1, seed=ord(tape[3])))], tape_id=tape)
        ingest(project, [write_sound(tmp_path / "T003.wav", chatter(1))], tape_id="T003")
        yield project


def test_each_picture_is_made_once_and_sound_needs_none(project: Project) -> None:
    told = []
    first = make_proxies(project, report=told.append)
    assert [(one.tape.id, one.was_there, one.error) for one in first] == [("T001", False, None), ("T002", False, None)]
    assert {step.what for step in told} == {"proxy T001.mp4", "proxy T002.mp4"}
    stamps = [one.path.stat().st_mtime_ns for one in first if one.path]
    assert [one.was_there for one in make_proxies(project)] == [True, True]
    assert [one.path.stat().st_mtime_ns for one in make_proxies(project) if one.path] == stamps
    assert [one.was_there for one in make_proxies(project, ["T002"], again=True)] == [False]
    assert record(playback(project, "T002"))["files"][0]["picture"]["has_proxy"]  # type: ignore[index]


def test_what_cannot_be_made_is_named_and_the_rest_is_made(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(project.store.tape("T001").files[0].path).write_bytes(b"no film any more")  # type: ignore[arg-type]
    status = run(app, ["proxy", "--json", "--project", str(project.root)])
    said = json.loads(capsys.readouterr().out)["proxies"]
    assert status == 3
    assert [bool(one["error"]) for one in said] == [True, False]
    assert said[0]["path"] is None
    assert said[1]["bytes"] > 1000


def test_they_are_taken_away_again_and_no_original_with_them(project: Project) -> None:
    made = make_proxies(project)
    assert remove_proxies(project, ["T001"]) == 1
    assert remove_proxies(project) == 1
    assert remove_proxies(project) == 0
    assert not any(one.path and one.path.exists() for one in made)
    assert all(Path(one.file.path).is_file() for one in made)


def test_a_tape_that_is_not_there_is_named(project: Project) -> None:
    with pytest.raises(NotFoundError, match="T099"):
        make_proxies(project, ["T099"])
