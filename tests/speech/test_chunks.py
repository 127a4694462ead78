"""Where a tape is cut into stretches, and the way from packed sound back to the tape."""

from itertools import pairwise

import numpy
from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Word
from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.activity import Spoken
from tapewright.speech.chunks import BRIDGED, PADDING, TARGET, Packing, chunks
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, merge

SAMPLE = TICKS_PER_SECOND // SAMPLE_RATE_HZ


def spoken(*pairs):
    speech = tuple(merge(Interval(Ticks(a * SAMPLE), Ticks(b * SAMPLE)) for a, b in pairs))
    return Spoken(possible=speech, clear=speech)


@st.composite
def tapes(draw):
    """Speech and its extent: runs of 0.1 to 90 s with pauses of 0.1 to 30 s."""
    at, pairs = draw(st.integers(0, 100_000)), []
    for said, pause in draw(
        st.lists(st.tuples(st.integers(1_600, 1_440_000), st.integers(1_600, 480_000)), max_size=60)
    ):
        pairs.append((at, at + said))
        at += said + pause
    return spoken(*pairs), Interval(Ticks(0), Ticks(at * SAMPLE))


@given(tapes())
def test_stretches_lie_in_order_and_hold_all_speech_once(tape):
    speech, extent = tape
    made = chunks(speech, extent)
    assert all(a.interval.end <= b.interval.start for a, b in pairwise(made))
    assert sum(i.duration for c in made for i in c.spoken.possible) == sum(i.duration for i in speech.possible)
    assert all(extent.covers(c.interval) for c in made)


@given(tapes())
def test_what_is_heard_covers_the_speech_and_stays_in_the_stretch(tape):
    speech, extent = tape
    for chunk in chunks(speech, extent):
        assert all(chunk.interval.covers(part) for part in chunk.heard)
        for i in chunk.spoken.possible:
            assert any(part.covers(i) for part in chunk.heard)
        assert all(b.start - a.end > 0 for a, b in pairwise(chunk.heard))


@given(tapes())
def test_stretches_are_near_their_length_where_there_are_pauses(tape):
    speech, extent = tape
    for chunk in chunks(speech, extent):
        assert sum(i.duration for i in chunk.spoken.possible) <= 3 * TARGET


def test_a_cut_falls_into_the_longest_pause_nearby():
    minute = 60 * SAMPLE_RATE_HZ
    pairs = [
        (0, minute),
        (minute + 8_000, 2 * minute),
        (2 * minute + 48_000, 3 * minute),
        (3 * minute + 9_000, 4 * minute),
    ]
    first, second = chunks(spoken(*pairs), Interval(Ticks(0), Ticks(4 * minute * SAMPLE)))
    assert first.interval.end == second.interval.start == (2 * minute + 24_000) * SAMPLE


def test_an_hour_without_a_pause_is_cut_all_the_same():
    hour = 3600 * SAMPLE_RATE_HZ
    made = chunks(spoken((0, hour)), Interval(Ticks(0), Ticks(hour * SAMPLE)))
    assert len(made) == 30
    assert all(c.interval.duration == TARGET for c in made)


def test_a_tape_on_which_nobody_speaks_has_no_stretches():
    assert chunks(Spoken(), Interval(Ticks(0), Ticks(10**12))) == []


def test_pauses_are_left_out_where_they_are_long_and_kept_where_they_are_short():
    pairs = [(16_000, 32_000), (48_000, 64_000), (160_000, 176_000)]
    (chunk,) = chunks(spoken(*pairs), Interval(Ticks(0), Ticks(200_000 * SAMPLE)))
    assert BRIDGED == 32_000 * SAMPLE
    pad = PADDING // SAMPLE
    assert [(i.start // SAMPLE, i.end // SAMPLE) for i in chunk.heard] == [
        (16_000 - pad, 64_000 + pad),
        (160_000 - pad, 176_000 + pad),
    ]


def test_packed_sound_comes_back_to_where_it_was():
    samples = numpy.arange(1_000, dtype="float32")
    packing = Packing(
        [Interval(Ticks(110 * SAMPLE), Ticks(120 * SAMPLE)), Interval(Ticks(300 * SAMPLE), Ticks(310 * SAMPLE))]
    )
    packed = packing.pack(samples, Ticks(100 * SAMPLE))
    assert packed.tolist() == [*range(10, 20), *range(200, 210)]
    word = packing.to_tape(Word(text="quay", start=Ticks(12 * SAMPLE), end=Ticks(15 * SAMPLE)))
    assert (word.start, word.end) == (302 * SAMPLE, 305 * SAMPLE)


@given(st.integers(0, 25), st.integers(0, 25))
def test_a_word_over_a_seam_stays_whole_on_the_side_of_its_middle(a, b):
    packing = Packing(
        [Interval(Ticks(110 * SAMPLE), Ticks(120 * SAMPLE)), Interval(Ticks(300 * SAMPLE), Ticks(310 * SAMPLE))]
    )
    start, end = sorted((a, b))
    word = packing.to_tape(Word(text="quay", start=Ticks(start * SAMPLE), end=Ticks(end * SAMPLE)))
    part = packing.parts[0] if (start + end) / 2 < 10 else packing.parts[1]
    assert part.start <= word.start <= word.end <= part.end
