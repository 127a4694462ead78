"""What a person gets: a transcript as JSON that others can rely on and that comes back without loss."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import InputError
from tapewright.exchange.tapewright_json import TapewrightJsonReader, TapewrightJsonWriter
from tapewright.model import (
    CHECKED,
    Provenance,
    Speaker,
    SpeakerId,
    TapeId,
    Transcript,
    Turn,
    Word,
    WordTiming,
)
from tapewright.testing.strategies import transcripts
from tapewright.testing.typed import SPEAKERS, tape_of
from tapewright.timing import from_seconds

TAPE = tape_of()
ids = st.none() | st.sampled_from([speaker.id for speaker in SPEAKERS])


@settings(deadline=None)
@given(transcripts(TapeId("T001"), speakers=ids))
def test_every_word_comes_back_with_its_ticks_marks_confidence_and_speaker(heard: Transcript) -> None:
    text = TapewrightJsonWriter().write(heard, tape=TAPE, speakers=SPEAKERS)
    made = TapewrightJsonReader().read(text.encode(), tape=TAPE, name="a.json")
    names: dict[SpeakerId | None, str] = {None: "", **{speaker.id: speaker.name for speaker in SPEAKERS}}
    assert [(turn.speaker, turn.words) for turn in made.turns] == [
        (names[turn.speaker], turn.words) for turn in heard.turns if turn.words
    ]
    assert made.language == heard.language
    assert json.loads(made.facts["provenance"])["settings"] == dict(heard.provenance.settings)


def test_the_record_has_the_documented_keys() -> None:
    record = json.loads(
        TapewrightJsonWriter().write(_one(), tape=TAPE, speakers=(Speaker(id=SpeakerId(1), name="JO"),))
    )
    assert {"tape", "engine", "model", "words"} <= record.keys()
    assert record["words"] == [
        {
            "text": "rain",
            "start": 1.0,
            "end": 1.5,
            "ticks": {"start": 705_600_000, "end": 1_058_400_000},
            "confidence": 1.0,
            "speaker": "JO",
            "marks": ["checked", "interpolated"],
        }
    ]


def test_a_record_whose_ticks_are_still_a_pair_is_read_to_the_tick() -> None:
    old = {"words": [{"text": "rain", "start": 0.1, "end": 0.2, "ticks": [70_560_001, 141_120_001]}]}
    made = TapewrightJsonReader().read(json.dumps(old).encode(), tape=TAPE, name="a.json")
    (word,) = made.turns[0].words
    assert (word.start, word.end) == (70_560_001, 141_120_001)


def test_the_short_form_of_others_is_read_from_its_seconds() -> None:
    short = {
        "tape": "T9",
        "engine": "x",
        "model": "y",
        "words": [
            {"text": "Well,", "start": 0.25, "end": 0.5, "confidence": 0.5, "speaker": "ANN", "marks": []},
            {"text": "no.", "start": 0.5, "end": 0.75, "confidence": None, "speaker": "BEA", "marks": ["odd"]},
        ],
    }
    made = TapewrightJsonReader().read(json.dumps(short).encode(), tape=TAPE, name="a.json")
    assert [(turn.speaker, turn.words[0].confidence) for turn in made.turns] == [("ANN", 127), ("BEA", None)]
    assert "odd" in made.remarks[0]


@pytest.mark.parametrize(
    "word",
    [
        {"text": "two words", "start": 0, "end": 1},
        {"text": "", "start": 0, "end": 1},
        {"text": "late", "start": 2, "end": 1},
        {"text": "early", "start": -1, "end": 1},
        {"text": "never"},
        {"text": "far", "ticks": [0, 2**60]},
        {"text": "far", "ticks": {"start": 0, "end": 2**60}},
        {"text": "half", "ticks": {"start": 0}},
        {"text": "half", "ticks": {"start": 0, "end": True}},
        {"text": 5, "start": 0, "end": 1},
        "word",
    ],
)
def test_a_word_that_cannot_be_is_named_with_its_number(word: object) -> None:
    with pytest.raises(InputError) as caught:
        TapewrightJsonReader().read(json.dumps({"words": [word]}).encode(), tape=TAPE, name="a.json")
    assert caught.value.place == "a.json, word 1"


def _one() -> Transcript:
    word = Word(
        text="rain",
        start=from_seconds(1),
        end=from_seconds("1.5"),
        confidence=CHECKED,
        timing=WordTiming.INTERPOLATED,
    )
    turn = Turn(words=(word,), speaker=SpeakerId(1))
    return Transcript(tape=TapeId("T001"), turns=(turn,), provenance=Provenance(tool="scripted"))
