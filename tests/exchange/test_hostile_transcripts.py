"""What a person gets: a broken file is named with its place and what to do, or read as far as makes sense."""

from __future__ import annotations

import json
import time

import pytest

from tapewright.errors import InputError
from tapewright.exchange.formats import guess, reader_for, writer_for
from tapewright.model import Mark, Provenance, TapeId, Transcript, Turn, Word
from tapewright.testing.hostile import HOSTILE_NAMES, mutations
from tapewright.testing.typed import SPEAKERS, tape_of
from tapewright.timing import from_seconds

TAPE = tape_of(120, start="01:00:00:00")
LIMIT_S = 5.0
TALK = "The harbour was quiet & “grey” that year, nobody asked — not once. Why? Rain."


def _good() -> dict[str, bytes]:
    words = tuple(
        Word(
            text=text,
            start=from_seconds(n),
            end=from_seconds(n + 0.8),
            marks=frozenset((Mark.UNSURE,)) if n == 5 else frozenset(),
        )
        for n, text in enumerate(TALK.split())
    )
    turns = tuple(Turn(words=words[n : n + 5], speaker=SPEAKERS[n // 5].id) for n in (0, 5, 10))
    talk = Transcript(tape=TapeId("T001"), turns=turns, provenance=Provenance(tool="scripted"))
    made = {
        name: writer_for(name).write(talk, tape=TAPE, speakers=SPEAKERS).encode()
        for name in ("txt", "json", "vtt", "vtt-words", "srt")
    }
    segment = {
        "start": 0.0,
        "end": 5.0,
        "text": " ".join(word.text for word in words),
        "speaker": "SPEAKER_00",
        "words": [{"word": f" {w.text}", "start": n * 1.0, "end": n + 0.8, "score": 0.5} for n, w in enumerate(words)],
    }
    made["whisper-json"] = json.dumps({"language": "en", "segments": [segment] * 3}).encode()
    return made


GOOD = _good()
BROKEN = [
    pytest.param(name.removesuffix("-words"), data, id=f"{name}, {what}")
    for name, good in GOOD.items()
    for what, data in mutations(good)
]


@pytest.mark.parametrize(("format", "data"), BROKEN)
def test_a_broken_file_is_read_or_named(format: str, data: bytes) -> None:
    began = time.process_time()
    refused: list[InputError] = []
    for chosen in (format, None):
        try:
            kind = chosen or guess(data, name=f"broken.{format}")
            made = reader_for(kind).read(data, tape=TAPE, name=f"broken.{format}")
        except InputError as error:
            refused.append(error)
            continue
        for turn in made.turns:
            Turn(words=turn.words)
            assert turn.words
            assert "\n" not in turn.speaker
    assert all(error.message and error.place.startswith(f"broken.{format}") for error in refused)
    assert time.process_time() - began < LIMIT_S


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_file_may_be_called_anything(name: str) -> None:
    with pytest.raises(InputError) as caught:
        reader_for("vtt").read(b"", tape=TAPE, name=name)
    assert caught.value.place == name


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n" + "00:00:01.000 --> 00:00:02.000\n" * 20_000,
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + "<v A>" * 50_000,
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + "<" * 100_000,
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + "&#" * 50_000,
        "WEBVTT\n\n9999999999:00:00.000 --> 9999999999:00:01.000\nfar\n\n00:01.000 --> 9999999999:00:01.000\nlong",
        "1\n00:00:01,000 --> 00:00:02,000\n" + "a: " * 100_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + "[" * 100_000,
        "[00:00:01:00] " * 20_000,
        "A: " * 100_000,
        ":" * 200_000,
        "[" * 200_000,
        " " * 200_000 + "x",
        "\n".join(f"[00:00:{n % 60:02d}:00] A: word" for n in range(20_000)),
        "\n".join(f"NAME {n}: word" for n in range(20_000)),
        "\n".join("TF   word" for _ in range(20_000)),
        "\u202e" * 1000 + "txet",
        "word " * 100 + "\ue000" * 100,
        "X = " * 50_000,
        "00:00:01:00 " + "1:" * 100_000,
    ],
    ids=range(19),
)
def test_a_hostile_text_does_not_hang(text: str) -> None:
    began = time.process_time()
    for name in ("vtt", "srt", "txt", guess(text.encode(), name="a.txt")):
        try:
            made = reader_for(name).read(text.encode(), tape=tape_of(0), name="a.txt")
        except InputError:
            continue
        for turn in made.turns:
            Turn(words=turn.words)
            assert turn.words[-1].end < 2**53
    assert time.process_time() - began < LIMIT_S
