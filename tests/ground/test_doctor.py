"""The doctor names what is missing and the next step, and never fails on a machine that lacks something."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import InputError
from tapewright.media import codecs
from tapewright.store import features
from tapewright.verbs import doctor as verb
from tapewright.verbs.project import new_project, open_project, read_settings


def _states(examination: verb.Examination, what: str) -> list[str]:
    return [finding.state for finding in examination.findings if finding.what == what]


def test_a_machine_that_runs_the_tests_is_fit() -> None:
    examination = verb.doctor()
    assert examination.is_fit
    assert {"python", "libraries", "sqlite", "ffmpeg", "player", "engines", "models", "cores", "disk"} == {
        finding.what for finding in examination.findings
    }
    assert "project" not in {finding.what for finding in examination.findings}


def test_it_looks_at_the_project_too(tmp_path: Path) -> None:
    with new_project(tmp_path / "series") as project:
        examination = verb.doctor(project)
    assert _states(examination, "project") == ["ok"]


def test_a_setting_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    path = tmp_path / "tapewright.toml"
    path.write_text('nmaes = ["Marian Booth"]\n', "utf-8")
    with pytest.raises(InputError, match="no setting 'nmaes'") as caught:
        read_settings(path)
    assert "names" in caught.value.hint


def test_a_semicolon_in_the_start_says_drop_frame(tmp_path: Path) -> None:
    path = tmp_path / "tapewright.toml"
    path.write_text('rate = "29.97"\nstart = "01:00:00;00"\n', "utf-8")
    assert read_settings(path).format.drop
    path.write_text('rate = "29.97"\nstart = "01:00:00;00"\ndrop_frame = false\n', "utf-8")
    with pytest.raises(InputError, match="written as drop-frame, and drop_frame is false"):
        read_settings(path)


def test_a_settings_file_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    with new_project(tmp_path / "series") as project:
        (project.root / "tapewright.toml").write_text('rate = "31"')
    with open_project(tmp_path / "series") as project:
        examination = verb.doctor(project)
    assert _states(examination, "project") == ["missing"]
    assert not examination.is_fit


def test_a_missing_codec_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codecs, "DECODERS", ("aac", "no_such_codec"))
    assert codecs.missing_codecs() == ["decoder no_such_codec"]
    examination = verb.doctor()
    assert _states(examination, "ffmpeg") == ["warning"]
    assert examination.is_fit


def test_an_old_sqlite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "LEAST", (99, 0, 0))
    examination = verb.doctor()
    assert _states(examination, "sqlite") == ["missing"]
    assert not examination.is_fit


def test_a_missing_library_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: ["click>=8", "no-such-library>=1"])
    gone = [finding for finding in verb.doctor().findings if finding.state == "missing"]
    assert [finding.hint for finding in gone] == ["pip install no-such-library"]


def test_no_model_is_a_warning_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path))
    [finding] = [finding for finding in verb.doctor().findings if finding.what == "models"]
    assert finding.state == "warning"
    assert "tapewright models fetch base" in finding.hint


def test_the_command_prints_the_same_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(app, ["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fit"] is True
    assert set(told["findings"][0]) == {"what", "state", "says", "hint"}
    monkeypatch.setattr(features, "LEAST", (99, 0, 0))
    assert run(app, ["doctor"]) == 5
    assert "missing" in capsys.readouterr().out
    assert run(app, ["doctor", "--project", str(tmp_path / "nowhere")]) == 2
