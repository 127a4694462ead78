"""``tapewright speakers`` as a person uses it: what it prints, its JSON, its exit statuses."""

from __future__ import annotations

import json
import wave

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.jobs.in_process import InProcess
from tapewright.speech import finders
from tapewright.testing.scripted import ROUGHLY, ScriptedEngine, scripted_speech_in
from tapewright.testing.scripted_voices import ScriptedFinder, speak
from tapewright.verbs.project import new_project
from tapewright.verbs.transcribe import transcribe

ONE = ((0, "the boat came in at dawn"), 1.0, (1, "nobody asked us why"), (0, "bread was still warm"))
OTHER = ((1, "nobody asked us why"), 1.0, (2, "rain stopped"), (1, "gulls sat on quay"))


class NeedsWeights(ScriptedFinder):
    needs_weights = True


@pytest.fixture
def speakers(tmp_path, monkeypatch, capsys):
    """A function that runs ``tapewright speakers …`` in a project of two tapes and gives status, output, complaints."""
    monkeypatch.setattr(finders, "finder_class", lambda name=finders.DEFAULT: ScriptedFinder)
    for name, parts in (("T001", ONE), ("T002", OTHER)):
        with wave.open(str(tmp_path / f"{name}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(16_000)
            out.writeframes((speak(*parts) * 32768).astype("<i2").tobytes())
    new_project(tmp_path / "p").close()
    monkeypatch.chdir(tmp_path / "p")
    assert run(app, ["ingest", "../T001.wav", "../T002.wav"]) == 0
    from tapewright.verbs.project import open_project

    with open_project(".") as project:
        transcribe(project, engine=ScriptedEngine, settings=ROUGHLY, detect=scripted_speech_in, runner=InProcess())
    capsys.readouterr()

    def call(*arguments):
        status = run(app, ["speakers", *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_voices_are_found_told_named_and_undone(speakers, capsys):
    status, out, _ = speakers("find", "--workers", "1")
    assert status == 0
    assert "T001             2 voices; 3 turns assigned" in out
    assert "V1     T001 voice 1" in out
    status, out, _ = speakers("suggestions")
    assert (status, "alike 1.00" in out) == (0, True)
    assert "  T002@" in out
    status, out, _ = speakers("name", "V1", "MARIAN", "--group", "narrator")
    assert out == "T001 voice 1 is MARIAN\n"
    status, out, _ = speakers("confirm", "V2" if "V2 (" in speakers("suggestions")[1] else "V3")
    assert (status, out.startswith("V")) == (0, True)
    assert speakers("suggestions")[1] == "nothing stands out\n"
    status, out, _ = speakers("list")
    assert "MARIAN                       narrator" in out
    assert "V2 V3" in out
    assert run(app, ["undo"]) == 0
    capsys.readouterr()
    assert "may be" in speakers("list")[1]


def test_every_answer_has_its_record(speakers):
    def told(*arguments):
        status, out, _ = speakers(*arguments, "--json")
        assert status == 0
        return json.loads(out)

    found = told("find", "--workers", "1")
    assert [tape["status"] for tape in found["tapes"]] == ["found", "found"]
    assert found["finder"] == "scripted-voices"
    made = told("suggestions")
    one = made["suggestions"][0]
    assert {one["voice"], *one["with"]} == {2, 3}
    assert told("name", "V1", "MARIAN")["speaker"]["name"] == "MARIAN"
    assert told("reject", f"V{one['voice']}")["dry_run"] is False
    assert told("suggestions")["suggestions"] == []
    assert told("confirm", "V4", "--as", "MARIAN")["told"][0]["voices"] == [4]
    assert told("split", "V4")["speaker"]["name"].startswith("T002 voice")
    assert told("merge", "T001 voice 2", "MARIAN", "--dry-run")["dry_run"] is True
    enrolled = told("enrol", "ADA", "T002", "--from", "3.1", "--to", "3.9")
    assert (enrolled["is_new"], enrolled["tape"]) == (True, "T002")
    assert told("group", "ADA", "Experts")["group"] == "experts"
    places = told("sample", "MARIAN")["places"]
    assert places[0]["wav"].endswith(".wav")
    assert [row["state"] for row in told("list")["speakers"] if row["name"] == "MARIAN"] == ["confirmed"]
    parted = told("split", "V1", "--from", "0", "--to", "1.5")
    assert len(parted["voices"]) == 2


def test_a_sample_is_written_and_played_if_asked(speakers, monkeypatch):
    from tapewright.verbs import listening

    played = []

    class Recorder:
        name = "recorder"

        def play(self, path, *, seconds):
            played.append((path.suffix, round(seconds)))
            return ""

    speakers("find", "--workers", "1")
    monkeypatch.setattr(listening, "find_player", Recorder)
    status, out, _ = speakers("sample", "V1", "--play")
    assert status == 0
    assert out.startswith("T001@0.000000,")
    assert "the boat came in at dawn" in out
    assert played == [(".wav", 3)]
    assert speakers("sample", "V9")[0] == 2


def test_missing_weights_name_the_command_that_fetches_them(speakers, monkeypatch, tmp_path):
    monkeypatch.setattr(finders, "finder_class", lambda name=finders.DEFAULT: NeedsWeights)
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "none"))
    status, _, err = speakers("find")
    if "no model is called" in err:
        pytest.skip("the weights of voices are not in the catalogue yet")
    assert status == 5
    assert "tapewright models fetch voices" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("find", "T9"),
        ("find", "--count", "0"),
        ("find", "--count", "2", "--most", "3"),
        ("find", "--known", "NOBODY"),
        ("confirm", "V1"),
        ("reject", "V1"),
        ("name", "V9", "MARIAN"),
        ("name", "V1", "   "),
        ("merge", "NOBODY", "V1"),
        ("split", "V1", "--turn", "1", "--from", "0"),
        ("split", "V1"),
        ("enrol", "ADA", "T001"),
        ("enrol", "ADA", "T001", "--from", "99"),
        ("group", "T001 voice 1", "crew"),
        ("sample", "NOBODY"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(speakers, arguments):
    speakers("find", "--workers", "1")
    status, out, err = speakers(*arguments)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) >= 2


def test_a_tape_that_cannot_be_read_is_named_and_the_others_go_on(speakers, tmp_path):
    (tmp_path / "T002.wav").write_bytes(b"RIFF, and no more")
    import shutil

    shutil.rmtree("cache")
    status, out, err = speakers("find", "--workers", "1")
    assert status == 3
    assert "T001             2 voices" in out
    assert "T002             failed" in out
    assert "T002" in err


def test_a_person_is_asked_about_each_suggestion_with_its_sound(speakers, monkeypatch):
    from tapewright.cli import askvoices, voices

    played, answers = [], iter(["?", "r", "yes"])
    monkeypatch.setattr(askvoices, "play", lambda listening: played.append(listening.wav) or listening)
    monkeypatch.setattr(voices, "is_person", lambda: True)
    monkeypatch.setattr(voices, "prompt", lambda: next(answers))
    speakers("find", "--workers", "1")
    status, out, _ = speakers("suggestions", "--ask")
    assert status == 0
    assert "may be" in out
    assert out.endswith("1 confirmed, 0 rejected\n")
    assert len(played) == 4  # both voices, twice
    assert all(wav.is_file() for wav in played)
    assert speakers("suggestions")[1] == "nothing stands out\n"


@pytest.mark.parametrize(
    ("answer", "told"), [("n", "0 confirmed, 1 rejected"), ("s", "0 confirmed, 0 rejected"), ("q", "0")]
)
def test_a_person_may_say_no_or_later_or_enough(speakers, monkeypatch, answer, told):
    from tapewright.cli import askvoices, voices

    monkeypatch.setattr(askvoices, "play", lambda listening: listening)
    monkeypatch.setattr(voices, "is_person", lambda: True)
    monkeypatch.setattr(voices, "prompt", lambda: answer)
    speakers("find", "--workers", "1")
    assert told in speakers("suggestions", "--ask")[1]
    assert ("may be" in speakers("suggestions")[1]) == (answer != "n")


def test_where_nothing_plays_the_person_is_told_once_and_shown_where_the_sound_lies(speakers, monkeypatch):
    from tapewright.cli import voices

    monkeypatch.setattr("tapewright.verbs.listening.find_player", lambda: None)
    monkeypatch.setattr(voices, "is_person", lambda: True)
    monkeypatch.setattr(voices, "prompt", lambda: "q")
    speakers("find", "--workers", "1")
    _, out, err = speakers("suggestions", "--ask")
    assert err.count("no player") == 1
    assert out.count("  sound   T00") == 2
    assert out.count(".wav") == 2


def test_a_slip_in_one_of_several_voices_is_told_before_any_is_confirmed(speakers):
    speakers("find", "--workers", "1")
    before = speakers("list")[1]
    status, _, err = speakers("confirm", "V3", "V99")
    assert (status, "V99" in err) == (2, True)
    assert speakers("list")[1] == before


def test_nobody_is_asked_where_nobody_sits(speakers):
    assert speakers("suggestions", "--ask")[0] == 2
    assert speakers("suggestions", "--ask", "--json")[0] == 2


def test_the_end_of_input_is_enough(monkeypatch):
    import click

    from tapewright.cli.askvoices import prompt

    def ended(*_, **__):
        raise click.Abort

    monkeypatch.setattr(click, "prompt", ended)
    assert prompt() == "q"
