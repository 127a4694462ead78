"""Every engine passes one suite; engines are found by entry points; ours never asks a network."""

import json
import socket
from importlib.metadata import EntryPoint

import pytest

from tapewright.errors import InputError, MissingError, NotFoundError, UsageError
from tapewright.speech import HearingSettings, engines, plugins
from tapewright.speech.faster_whisper import FasterWhisperEngine
from tapewright.testing.engine_suite import EngineSuite
from tapewright.testing.scripted import ScriptedEngine, say


class TestScriptedEngine(EngineSuite):
    @pytest.fixture
    def make(self):
        return lambda: ScriptedEngine(HearingSettings(), None)

    @pytest.fixture
    def speech(self):
        return say("the boat came in", 1.0, "bread was still warm")

    def test_it_hears_what_was_said_when_it_was_said(self, make, speech):
        words = make().hear(speech).words
        assert [w.text for w in words] == "the boat came in bread was still warm".split()
        assert words[4].start == 3 * 705_600_000


@pytest.mark.weights
class TestFasterWhisper(EngineSuite):
    @pytest.fixture(scope="class")
    @classmethod
    def make(cls, tiny_en):
        kept = []

        def one():
            # Loading takes a second; one engine serves the class, and a second proves that two agree.
            if len(kept) < 2:
                kept.append(FasterWhisperEngine(HearingSettings(model="tiny.en"), tiny_en))
            return kept[-1]

        return one

    @pytest.fixture(scope="class")
    @classmethod
    def speech(cls, real):
        from faster_whisper.audio import decode_audio

        return decode_audio(str(real / "jfk-1961" / "jfk.flac"))

    def test_it_hears_the_inaugural(self, make, speech):
        text = " ".join(w.text for w in make().hear(speech).words).lower()
        assert "ask not what your country can do for you" in text

    def test_nothing_reaches_for_a_network(self, tiny_en, speech, monkeypatch):
        def refuse(*_):
            raise AssertionError("a socket was opened")

        monkeypatch.setattr(socket, "socket", refuse)
        monkeypatch.setattr(socket, "create_connection", refuse)
        assert FasterWhisperEngine(HearingSettings(model="tiny.en"), tiny_en).hear(speech).words

    @pytest.mark.parametrize("language", ["fr", "xx", "English", ""])
    def test_a_language_that_the_model_does_not_know_is_refused_before_it_is_loaded(self, tiny_en, language):
        with pytest.raises(UsageError, match="language"):
            FasterWhisperEngine(HearingSettings(model="tiny.en", language=language), tiny_en)

    def test_more_names_than_fit_are_refused_and_not_cut_off(self, tiny_en, speech):
        names = tuple(f"Harbourmaster{n}" for n in range(200))
        engine = FasterWhisperEngine(HearingSettings(model="tiny.en", names=names), tiny_en)
        with pytest.raises(UsageError, match="too long"):
            engine.hear(speech)

    def test_names_are_part_of_the_provenance(self, tiny_en):
        engine = FasterWhisperEngine(HearingSettings(model="tiny.en", names=("Ørsted",)), tiny_en)
        told = engine.provenance()
        assert told["names"] == ["Ørsted"]
        assert told["weights_sha256"]["model.bin"].startswith("1a5afae06a4d")
        json.dumps(dict(told))

    def test_a_draft_hears_too_and_says_that_it_is_one(self, tiny_en, speech):
        engine = FasterWhisperEngine(HearingSettings(model="tiny.en", draft=True), tiny_en)
        assert engine.hear(speech).words
        assert engine.provenance()["draft"] is True


def test_an_engine_without_weights_says_how_to_get_them():
    with pytest.raises(MissingError) as caught:
        FasterWhisperEngine(HearingSettings(model="base"), None)
    assert "models fetch base" in caught.value.hint


@pytest.mark.parametrize("absent", ["model.bin", "config.json", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_refused_before_anything_could_download_it(tmp_path, absent):
    for name in {"model.bin", "config.json", "tokenizer.json"} - {absent}:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(InputError, match=absent):
        FasterWhisperEngine(HearingSettings(), tmp_path)


@pytest.mark.parametrize("form", ["vocabulary.txt", "vocabulary.json"])
def test_the_languages_of_weights_are_read_from_their_vocabulary(tmp_path, form):
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")

    def write(tokens):
        text = json.dumps(tokens) if form.endswith("json") else "\n".join(tokens)
        (tmp_path / form).write_text(text, encoding="utf-8")

    tokens = ["<|en|>", "<|cs|>", "<|nospeech|>", *map(str, range(51_862))]
    write(tokens)
    for language in ("en", "cs", "auto"):
        FasterWhisperEngine(HearingSettings(language=language), tmp_path)
    with pytest.raises(UsageError, match="'yue'"):
        FasterWhisperEngine(HearingSettings(language="yue"), tmp_path)
    write(tokens[:-2])
    with pytest.raises(UsageError, match="'cs'"):
        FasterWhisperEngine(HearingSettings(language="cs"), tmp_path)


@pytest.mark.parametrize("vocabulary", [b"", b"\xff\xfe", b"\0" * 100])
def test_a_vocabulary_that_cannot_be_read_forbids_no_language(tmp_path, vocabulary):
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")
    for form in ("vocabulary.txt", "vocabulary.json"):
        (tmp_path / form).write_bytes(vocabulary)
        engine = FasterWhisperEngine(HearingSettings(language="cs"), tmp_path)
        assert engine.provenance()["language"] == "cs"


def test_weights_that_are_not_weights_are_an_input_error(tmp_path):
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).write_bytes(b"not a model")
    with pytest.raises(InputError, match="cannot load"):
        FasterWhisperEngine(HearingSettings(), tmp_path).hear(say("the boat"))


def test_our_engine_is_found_by_its_entry_point():
    found, left_out = engines.engines()
    assert found["faster-whisper"] is FasterWhisperEngine
    assert left_out == []


def test_an_engine_that_cannot_be_imported_is_named_and_left_out(monkeypatch):
    points = [
        EntryPoint("broken", "no_such_package.engine:Engine", engines.GROUP),
        EntryPoint("scripted", "tapewright.testing.scripted:ScriptedEngine", engines.GROUP),
    ]
    monkeypatch.setattr(plugins, "entry_points", lambda group: points)
    found, left_out = engines.engines()
    assert found == {"scripted": ScriptedEngine}
    assert [one.name for one in left_out] == ["broken"]
    assert "no_such_package" in left_out[0].reason
    with pytest.raises(MissingError):
        engines.engine_class("broken")


def test_an_unknown_engine_is_answered_with_the_known_ones():
    with pytest.raises(NotFoundError) as caught:
        engines.engine_class("parrot")
    assert "faster-whisper" in caught.value.hint
