"""Ticks, seconds, fragments and the algebra of intervals."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.timing import (
    TICKS_PER_SECOND,
    Interval,
    Ticks,
    clip,
    cover,
    from_milliseconds,
    from_samples,
    from_seconds,
    merge,
    nearest,
    read_fragment,
    subtract,
    to_samples,
    to_seconds,
    write_clock,
    write_fragment,
    write_seconds,
)
from tapewright.timing.timecode import timecode_format

DAY = 24 * 3600 * TICKS_PER_SECOND
ticks = st.integers(0, 6 * DAY)
small = st.integers(0, 60)
intervals = st.tuples(small, small).map(lambda ends: Interval(Ticks(min(ends)), Ticks(max(ends))))


@given(value=st.fractions())
def test_nearest_is_within_a_half_and_ties_go_later(value):
    assert abs(nearest(value) - value) <= Fraction(1, 2)
    if (value * 2).denominator == 1 and value.denominator == 2:
        assert nearest(value) > value


@given(tick=ticks)
def test_what_was_written_is_what_is_read_back(tick):
    written = write_seconds(tick)
    assert write_seconds(from_seconds(written)) == written
    assert abs(from_seconds(written) - tick) <= TICKS_PER_SECOND // 2_000_000 + 1


@given(tick=ticks)
def test_seconds_are_exact(tick):
    assert from_seconds(to_seconds(Ticks(tick))) == tick


@given(samples=st.integers(0, 10**10), hz=st.sampled_from([8000, 11025, 16000, 44100, 48000, 96000, 192000]))
def test_samples_come_back(samples, hz):
    assert to_samples(from_samples(samples, hz), hz) == samples


@pytest.mark.parametrize("text", ["", "soon", "1e999999999", "1e-999999999", "1/3", "1_0", "nan", "inf", "9" * 5000])
def test_what_is_no_plain_decimal_is_refused_at_once(text):
    with pytest.raises(UsageError):
        from_seconds(text)


def test_milliseconds_are_whole_ticks():
    assert from_milliseconds(1) == 705_600


@pytest.mark.parametrize(
    ("seconds", "written"),
    [("0", "00:00:00.000"), ("59.9996", "00:01:00.000"), ("3599.9999", "01:00:00.000"), ("360000", "100:00:00.000")],
)
def test_a_clock_carries_over(seconds, written):
    assert write_clock(from_seconds(seconds)) == written


@given(start=ticks, length=ticks)
def test_a_fragment_in_seconds_is_stable(start, length):
    written = write_fragment(Interval(Ticks(start), Ticks(start + length)))
    assert write_fragment(read_fragment(written)) == written


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60"])
@pytest.mark.parametrize("drop", [False, True])
@given(data=st.data())
def test_a_fragment_in_timecode_is_stable_and_frame_exact(rate, drop, data):
    if drop and rate not in ("29.97", "59.94"):
        return
    counting = timecode_format(rate, drop=drop)
    first = counting.rate.at_frame(data.draw(st.integers(0, counting.frames_per_day - 1)))
    begin = data.draw(st.integers(0, counting.frames_per_day // 3))
    end = begin + data.draw(st.integers(0, counting.frames_per_day // 3))
    place = Interval(counting.rate.at_frame(begin), counting.rate.at_frame(end))
    assert read_fragment(write_fragment(place, timecode=counting, start=first), start=first) == place


@given(
    first=st.integers(0, 10**7), length=st.integers(0, 10**6), rate=st.sampled_from(["23.976", "25", "29.97", "59.94"])
)
def test_a_frame_survives_being_written_in_microseconds(first, length, rate):
    counting = timecode_format(rate).rate
    place = Interval(counting.at_frame(first), counting.at_frame(first + length))
    back = read_fragment(write_fragment(place))
    assert (counting.nearest_frame(back.start), counting.nearest_frame(back.end)) == (first, first + length)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("t=10,20", 10, 20),
        ("#t=10,20", 10, 20),
        ("t=npt:10.5,20", Fraction(21, 2), 20),
        ("t=,20", 0, 20),
        ("t=10", 10, 99),
        ("t=01:00:00,01:00:01.5", 3600, Fraction(7203, 2)),
        ("t=02:00,121.5", 120, Fraction(243, 2)),
        ("t=smpte-25:00:00:01:00,00:00:02:05", 1, Fraction(11, 5)),
    ],
)
def test_fragments_are_read_as_the_recommendation_says(text, start, end):
    read = read_fragment(text, duration=99 * TICKS_PER_SECOND)
    assert (to_seconds(read.start), to_seconds(read.end)) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["", "t=", "t=,", "10,20", "t=a,b", "t=20,10", "t=-1,2", "t=1,2,3", "t=smpte-25:99:00:00:00,", "t=clock:2009",
     "t=1e5,2e5", "t=0," + "9" * 5000, "t=" + "9" * 5000 + ":00:01", "t=smpte-0:00:00:00:00,00:00:01:00",
     "t=smpte-" + "9" * 5000 + ":00:00:00:00,00:00:01:00", "t=nan,inf", "t=smpte-25-drop:00:00:00:00,00:00:01:00"],
)  # fmt: skip
def test_what_is_no_fragment_is_refused(text):
    with pytest.raises(UsageError):
        read_fragment(text)


@given(st.text(max_size=60))
def test_any_text_is_a_fragment_or_refused(text):
    try:
        read = read_fragment("t=" + text, duration=1)
    except UsageError:
        return
    assert 0 <= read.start <= read.end


def test_a_tape_that_starts_inside_a_frame_begins_with_that_frames_label():
    counting, start = timecode_format("25"), from_seconds("3600.013")
    whole = Interval(Ticks(0), from_seconds(1))
    text = write_fragment(whole, timecode=counting, start=start)
    assert text == "t=smpte-25:01:00:00:00,01:00:01:00"
    read = read_fragment(text, start=start)
    assert read.start == 0
    assert counting.write(read.end + start) == "01:00:01:00"


def test_an_interval_never_runs_backwards():
    with pytest.raises(UsageError):
        Interval(Ticks(2), Ticks(1))


def points(pieces):
    return {tick for piece in pieces for tick in range(piece.start, piece.end)}


@given(pieces=st.lists(intervals, max_size=8))
def test_merging_keeps_exactly_the_same_ticks_in_order_apart(pieces):
    merged = merge(pieces)
    assert points(merged) == points(pieces)
    assert all(a.end < b.start for a, b in itertools.pairwise(merged))


@given(whole=st.lists(intervals, max_size=6), holes=st.lists(intervals, max_size=6))
def test_subtracting_takes_out_exactly_the_holes(whole, holes):
    assert points(subtract(whole, holes)) == points(whole) - points(holes)


@given(pieces=st.lists(intervals, max_size=6), to=intervals)
def test_clipping_keeps_what_lies_inside(pieces, to):
    assert points(clip(pieces, to)) == points(pieces) & points([to])


@given(one=intervals, other=intervals)
def test_meeting_sharing_and_covering_agree(one, other):
    assert one.meets(other) == bool(points([one]) & points([other])) or one.is_empty or other.is_empty
    assert (one.shared(other) is not None) == bool(points([one]) & points([other]))
    whole = cover([one, other])
    assert whole is not None
    assert whole.covers(one)
    assert whole.covers(other)


def test_nothing_covers_nothing():
    assert cover([]) is None
