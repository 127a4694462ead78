"""Captions of a cut, read back by webvtt-py and pysubs2."""

from __future__ import annotations

import io
import itertools

import pysubs2
import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.exchange.cut_captions import LINE, LINES, CutSrtWriter, CutVttWriter, captions
from tapewright.model import Cut, CutEvent, Tape, TapeId, Word
from tapewright.testing.cuts import FORMATS, spread
from tapewright.timing import Interval, Ticks, from_seconds

PAL = FORMATS[2]
TAPE = Tape(id=TapeId("T1"), title="", format=PAL, duration=from_seconds(36_000))


def event(start: float, length: float, at: float, text: str, speaker: str = "MARIAN") -> CutEvent:
    source = Interval(from_seconds(str(start)), from_seconds(str(start + length)))
    return CutEvent(
        tape=TAPE,
        file=None,
        source=source,
        record=source.moved(from_seconds(str(at)) - source.start),
        bite=1,
        speaker=speaker,
        words=spread(text, source),
    )


def cut_of(*events: CutEvent) -> Cut:
    return Cut(title="x", format=PAL, start=from_seconds(3600), events=events)


def vtt(cut: Cut):
    (data,) = CutVttWriter().write(cut, name="c").values()
    return webvtt.WebVTT.from_buffer(io.BytesIO(data))


def srt(cut: Cut):
    (data,) = CutSrtWriter().write(cut, name="c").values()
    return pysubs2.SSAFile.from_string(data.decode("utf-8"), format_="srt")


LONG = (
    "The harbour was quiet that year. Nobody asked us, and the ferry came twice a day with flour, with letters, "
    "with people who had never seen the sea; then in March the boats came back. "
)


def test_captions_are_in_programme_time_from_zero():
    cut = cut_of(event(100, 2, 0, "so it was"), event(50, 2, 2, "and so it stays", "JONAS"))
    read = [(c.start, c.end, c.voice, c.text) for c in vtt(cut)]
    assert read == [
        ("00:00:00.000", "00:00:02.000", "MARIAN", "so it was"),
        ("00:00:02.000", "00:00:04.000", "JONAS", "and so it stays"),
    ]
    assert [(e.start, e.end, e.plaintext) for e in srt(cut)] == [
        (0, 2000, "MARIAN: so it was"),
        (2000, 4000, "JONAS: and so it stays"),
    ]


def test_lines_are_short_and_every_word_is_there_once():
    made = captions(cut_of(event(0, 60, 0, LONG * 3)))
    assert all(len(c.lines) <= LINES and max(map(len, c.lines)) <= LINE for c in made)
    assert " ".join(" ".join(c.lines) for c in made) == " ".join((LONG * 3).split())


def test_a_caption_ends_where_a_sentence_does_if_it_can():
    made = captions(cut_of(event(0, 20, 0, LONG)))
    assert made[0].lines == ("The harbour was quiet that year.",)


def test_a_short_word_stays_for_a_second_where_there_is_room():
    source = Interval(Ticks(0), from_seconds(5))
    words = (Word(text="Yes.", start=from_seconds(1), end=from_seconds("1.2")),)
    one = CutEvent(tape=TAPE, file=None, source=source, record=source, bite=1, words=words)
    (caption,) = captions(cut_of(one))
    assert (caption.start_ms, caption.end_ms) == (1000, 2000)
    words += (Word(text="No.", start=from_seconds(3), end=from_seconds("3.1")),)
    two = CutEvent(tape=TAPE, file=None, source=source, record=source, bite=1, words=words)
    assert [(c.start_ms, c.end_ms) for c in captions(cut_of(two))] == [(1000, 2000), (3000, 4000)]


def test_a_word_that_hangs_over_the_edge_is_clipped_to_its_event():
    source = Interval(from_seconds(10), from_seconds(11))
    words = (Word(text="boats", start=from_seconds("9.8"), end=from_seconds("11.4")),)
    one = CutEvent(tape=TAPE, file=None, source=source, record=source.moved(-source.start), bite=1, words=words)
    assert [(c.start_ms, c.end_ms) for c in captions(cut_of(one))] == [(0, 1000)]


def test_an_event_without_words_and_an_empty_cut_have_no_captions():
    assert captions(cut_of(event(0, 5, 0, ""))) == []
    assert len(vtt(cut_of())) == len(srt(cut_of())) == 0


def test_a_word_longer_than_a_line_is_cut_up():
    (caption,) = captions(cut_of(event(0, 5, 0, "a" * 60, "")))
    assert caption.lines == ("a" * 42, "a" * 18)


@pytest.mark.parametrize("text", ["a --> b", "<b>bold</b>", "AT&T &amp; co", "42", "<00:00:01.000>", "{\\an8}up"])
def test_words_that_look_like_markup_come_back_as_words(text):
    cut = cut_of(event(0, 4, 0, f"well {text} then", "<v & co>"))
    import html

    (cue,) = vtt(cut)
    assert (
        html.unescape(cue.raw_text.removeprefix("<v &lt;v &amp; co&gt;>").removesuffix("</v>")) == f"well {text} then"
    )
    (sub,) = srt(cut)
    assert (sub.start, sub.end) == (0, 4000)


TEXTS = st.lists(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=50).filter(lambda t: t.split() == [t]),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(st.tuples(TEXTS, st.sampled_from(["MARIAN", "JONAS", "", "A <b> & C"])), min_size=1, max_size=5),
    lengths=st.lists(st.integers(1, 400), min_size=5, max_size=5),
)
def test_whatever_is_said_captions_stand_in_order_and_can_be_read(texts, lengths):
    events, at = [], 0.0
    for (words, speaker), frames in zip(texts, lengths, strict=False):
        events.append(event(10, frames / 25, at, " ".join(words), speaker))
        at += frames / 25
    cut = cut_of(*events)
    made = captions(cut)
    assert all(a.end_ms <= b.start_ms for a, b in itertools.pairwise(made))
    assert all(c.start_ms < c.end_ms for c in made)
    read = vtt(cut)
    assert [(c.start_time.in_milliseconds(), c.end_time.in_milliseconds()) for c in read] == [
        (c.start_ms, c.end_ms) for c in made
    ]
    assert [(e.start, e.end) for e in srt(cut)] == [(c.start_ms, c.end_ms) for c in captions(cut, named=True)]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_captions_never_leave_their_event_but_for_a_millisecond_each(data):
    length = data.draw(st.integers(25, 400))
    starts = sorted(data.draw(st.lists(st.integers(0, length * 40), min_size=1, max_size=30)))
    source = Interval(Ticks(0), from_seconds(length) // 25)
    words = tuple(
        Word(text="harbour", start=from_seconds(s) // 1000, end=from_seconds(s + 300) // 1000) for s in starts
    )
    made = captions(cut_of(CutEvent(tape=TAPE, file=None, source=source, record=source, bite=1, words=words)))
    assert made[-1].end_ms <= length * 40 + len(starts)
    assert sum(len(line.split()) for c in made for line in c.lines) == len(starts)


def test_the_same_cut_writes_the_same_bytes():
    cut = cut_of(event(0, 60, 0, LONG * 3))
    assert CutVttWriter().write(cut, name="a") == CutVttWriter().write(cut, name="a")
