"""A tape gets a cleaned copy to listen to; what is exported, proved and recognised stays the original."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import UsageError
from tapewright.testing.recordings import chatter, write_sound
from tapewright.verbs.ingest import ingest
from tapewright.verbs.listenaid import aided, make_aids, remove_aids
from tapewright.verbs.listening import listen_to
from tapewright.verbs.places import read_span
from tapewright.verbs.project import Project, new_project


def talk(seconds: float, seed: int) -> np.ndarray:
    """Something that comes and goes, as speech does."""
    at = np.arange(round(seconds * 48_000)) / 48_000
    return (0.1 * chatter(seconds, seed=seed) * (np.sin(np.pi * at) > 0)).astype(np.float32)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    for number in (1, 2):
        write_sound(tmp_path / f"T00{number}.wav", talk(4, number))
    with new_project(tmp_path / "series") as made:
        ingest(made, [tmp_path / "T001.wav", tmp_path / "T002.wav"])
        yield made


def test_each_tape_gets_a_copy_once(project: Project) -> None:
    made = make_aids(project)
    assert [(one.tape.id, one.was_there, one.error) for one in made] == [("T001", False, None), ("T002", False, None)]
    assert all(one.path.is_file() and one.path.is_relative_to(project.cache) for one in made)
    assert [one.was_there for one in make_aids(project, ["T001"])] == [True]
    assert [one.was_there for one in make_aids(project, ["T001"], again=True)] == [False]
    assert remove_aids(project, ["T001"]) == 1
    assert aided(project, project.store.tape(made[0].tape.id)) is None
    assert aided(project, project.store.tape(made[1].tape.id)) is not None
    assert remove_aids(project) == 1


def test_the_copy_is_played_on_request_and_only_then(project: Project) -> None:
    span = read_span(project, "T001@1,2")
    plain = listen_to(project, span)
    missing = listen_to(project, span, aid=True)
    assert missing.wav == plain.wav
    assert "tapewright listen-aid T001" in missing.remarks[0]
    make_aids(project, ["T001"])
    copy = listen_to(project, span, aid=True)
    assert copy.remarks == ()
    assert copy.wav is not None
    assert plain.wav is not None
    assert copy.wav != plain.wav
    assert copy.wav.stat().st_size == plain.wav.stat().st_size
    assert listen_to(project, span).wav == plain.wav
    # the tape itself knows nothing of it: exports and engines read its files
    assert [Path(file.path).name for file in project.store.tape(span.tape).files] == ["T001.wav"]


def test_a_file_that_is_gone_is_named_and_the_rest_goes_on(project: Project, tmp_path: Path) -> None:
    (tmp_path / "T001.wav").unlink()
    one, other = make_aids(project)
    assert one.error is not None
    assert "no such file" in one.error.message
    assert other.facts is not None


@pytest.mark.parametrize("loudness", [0.0, -99.0, float("nan")])
def test_a_loudness_that_nobody_listens_at_is_refused(project: Project, loudness: float) -> None:
    with pytest.raises(UsageError, match="not a loudness"):
        make_aids(project, loudness=loudness)


def test_the_commands(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str, status: int = 0) -> str:
        assert run(app, [*arguments, "--project", str(project.root)]) == status
        return capsys.readouterr().out

    assert "to -23.0 LUFS" in told("listen-aid", "T001")
    found = json.loads(told("listen-aid", "--json"))["aids"]
    assert [one["was_there"] for one in found] == [True, False]
    assert "1 word" not in told("listen", "to", "T001@1,2", "--aid", "--no-play")
    assert told("listen-aid", "--remove") == "2 files deleted\n"
    told("listen-aid", "T009", status=2)
    write_sound(tmp_path / "T003.wav", talk(2, 3))
    assert "T003: no hum" in told("ingest", str(tmp_path / "T003.wav"), "--listen-aid")
