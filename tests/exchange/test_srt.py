"""What a person gets: SRT of any origin without a word lost, and files of ours that others read the same."""

from __future__ import annotations

import pysubs2
import pytest
from hypothesis import given, settings

from tapewright.errors import InputError
from tapewright.exchange.srt import SrtReader, SrtWriter
from tapewright.model import Transcript
from tapewright.testing.typed import SPEAKERS, by_word, read_by_word, seconds, shared, talks, tape_of, texts_of

TAPE = tape_of()


def turns(text: str) -> list[tuple[str, str]]:
    made = SrtReader().read(text.encode(), tape=TAPE, name="a.srt")
    return [(turn.speaker, " ".join(word.text for word in turn.words)) for turn in made.turns]


def captions(*texts: str) -> str:
    return "\n".join(f"{n}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\n{text}\n" for n, text in enumerate(texts, 1))


def test_names_before_a_colon_are_speakers_where_the_file_is_consistent() -> None:
    assert turns(captions("MARIAN: Quiet.", "Very quiet.", "JO: And then?", "MARIAN: Boats.")) == [
        ("MARIAN", "Quiet. Very quiet."),
        ("JO", "And then?"),
        ("MARIAN", "Boats."),
    ]


def test_a_colon_is_no_speaker_in_a_file_without_speakers() -> None:
    assert turns(captions("We sold bread.", "Note: only on Mondays.", "And then he said: go.")) == [
        ("", "We sold bread. Note: only on Mondays. And then he said: go.")
    ]


def test_a_new_speaker_without_a_name_begins_a_turn() -> None:
    assert turns(captions("MARIAN: Quiet.", ">> Why?", "- So,\n- yes.")) == [
        ("MARIAN", "Quiet."),
        ("", "Why?"),
        ("", "So,"),
        ("", "yes."),
    ]


def test_a_caption_that_is_a_bare_number_is_kept() -> None:
    assert turns(captions("How many?\n42", "42")) == [("", "How many? 42 42")]


def test_tags_go_and_broken_times_are_named_with_their_line() -> None:
    text = captions("<i>Rain</i> {\\an8}today") + "\n7\n00:0x:09,000 --> 00:00:10,000\nand wind\n"
    made = SrtReader().read(text.encode(), tape=TAPE, name="a.srt")
    assert texts_of(made) == ["Rain", "today", "and", "wind"]
    assert "line 6" in made.remarks[0]


def test_negative_times_begin_at_zero() -> None:
    made = SrtReader().read(b"1\n-00:00:01,000 --> 00:00:02,000\nhello\n", tape=TAPE, name="a.srt")
    assert made.turns[0].words[0].start == 0
    assert "before 0" in made.remarks[0]


def test_a_text_without_times_is_refused() -> None:
    with pytest.raises(InputError, match="not SRT"):
        SrtReader().read(b"just a text", tape=TAPE, name="a.srt")


@settings(deadline=None)
@given(talks())
def test_our_words_and_names_come_back(talk: Transcript) -> None:
    text = SrtWriter().write(talk, tape=TAPE, speakers=SPEAKERS)
    made = SrtReader().read(text.encode(), tape=TAPE, name="a.srt")
    assert read_by_word(made) == by_word(talk)


@settings(deadline=None)
@given(talks(named=False))
def test_an_independent_reader_finds_our_captions_where_their_words_are(talk: Transcript) -> None:
    text = SrtWriter().write(talk, tape=TAPE, speakers=())
    found = pysubs2.SSAFile.from_string(
        text + "\n99999\n99:00:00,000 --> 99:00:01,000\nend\n", "srt", keep_html_tags=True
    )
    words = [word for turn in talk.turns for word in turn.words]
    said = " ".join(event.text.replace("\\N", " ").removeprefix(">> : ") for event in found[:-1]).split()
    assert said == [word.text for word in words]
    assert {event.start for event in found[:-1]} <= {round(seconds(word.start) * 1000) for word in words}


def test_real_files_are_read_in_every_encoding() -> None:
    folder = shared("study-and-captions/captions-subtitleedit/libse/Files")
    told = {}
    for path in sorted(folder.glob("*.srt")):
        made = SrtReader().read(path.read_bytes(), tape=tape_of(0), name=path.name)
        assert len(texts_of(made)) > 1000
        told[path.name] = made.remarks
    assert "Windows-1252" in told["auto_detect_windows-1251.srt"][0]
    assert not any("Windows" in remark for remark in told["auto_detect_Danish.srt"])
