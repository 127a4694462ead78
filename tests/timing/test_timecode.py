"""Timecode against first principles (an odometer that skips numbers) and against an independent implementation."""

from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.timing import TICKS_PER_SECOND, FrameRate, TimecodeFormat, frame_rate
from tapewright.timing.timecode import timecode_format

RATES = ("23.976", "24", "25", "29.97", "30", "47.952", "48", "50", "59.94", "60", "100", "119.88", "120")
FORMATS = [timecode_format(rate) for rate in RATES] + [
    timecode_format(rate, drop=True) for rate in ("29.97", "59.94", "119.88")
]
formats = st.sampled_from(FORMATS)


def odometer(counting: TimecodeFormat, hour: int, minutes: int):
    """Labels from the start of an hour, made by counting wheels and leaving out the dropped numbers; no arithmetic."""
    nominal = round(float(counting.rate.fraction))
    skip = {30: 2, 60: 4, 120: 8}[nominal] if counting.drop else 0
    mark, width = (";", ":")[not counting.drop], 3 if nominal > 100 else 2
    for minute in range(minutes):
        for second in range(60):
            for frame in range(nominal):
                if second == 0 and frame < skip and minute % 10:
                    continue
                yield f"{hour:02d}:{minute:02d}:{second:02d}{mark}{frame:0{width}d}"


@pytest.mark.parametrize("counting", FORMATS, ids=str)
@pytest.mark.parametrize("hour", [0, 1, 10, 23])
def test_every_frame_of_the_first_minutes_has_the_label_that_counting_gives(counting, hour):
    first = counting.frame_number(f"{hour:02d}:00:00:00")
    for number, label in enumerate(odometer(counting, hour, 12 if counting.drop and hour < 2 else 2), first):
        assert counting.label(number) == label
        assert counting.frame_number(label) == number


def test_a_whole_day_of_drop_frame_counts_without_a_gap():
    counting = timecode_format("29.97", drop=True)
    number = 0
    for hour in range(24):
        for label in odometer(counting, hour, 60):
            if number % 37 == 0 or label.endswith(("59;29", "00;02")):
                assert counting.label(number) == label
            number += 1
    assert number == counting.frames_per_day == 2_589_408
    assert counting.label(number) == "00:00:00;00"


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60"])
@given(data=st.data())
def test_labels_agree_with_opentimelineio(rate, data):
    counting = timecode_format(rate)
    # Up to 23 h: OpenTimelineIO 0.18 begins its non-drop day anew after 24 h of the clock, 86 s of labels too soon.
    frame = data.draw(st.integers(0, 23 * 3600 * counting.rate.nominal))
    theirs = otio.opentime.RationalTime(frame, float(counting.rate.fraction))
    assert counting.label(frame) == theirs.to_timecode(theirs.rate, False)


@pytest.mark.parametrize("rate", ["29.97", "59.94"])
@given(data=st.data())
def test_drop_frame_labels_agree_with_opentimelineio(rate, data):
    counting = timecode_format(rate, drop=True)
    frame = data.draw(st.integers(0, counting.frames_per_day - 1))
    theirs = otio.opentime.RationalTime(frame, float(counting.rate.fraction))
    assert counting.label(frame) == theirs.to_timecode(theirs.rate, True)


@given(counting=formats, number=st.integers(-(10**9), 10**9))
def test_label_and_number_are_each_others_way_back(counting, number):
    assert counting.frame_number(counting.label(number)) == number % counting.frames_per_day


@given(counting=formats, number=st.integers(0, 10**8), inside=st.integers(0, 10**9))
def test_every_tick_of_a_frame_shows_that_frame(counting, number, inside):
    start = counting.rate.at_frame(number)
    tick = start + inside % counting.rate.ticks_per_frame
    assert counting.rate.frame_at(tick) == number
    assert counting.write(tick) == counting.label(number)
    assert counting.rate.first_frame_from(tick) == number + (tick > start)


@given(counting=formats, number=st.integers(0, 10**8), off=st.integers(-(10**9), 10**9))
def test_the_nearest_frame_is_never_more_than_half_a_frame_away(counting, number, off):
    rate = counting.rate
    tick = rate.at_frame(number) + off
    assert abs(2 * (rate.at_frame(rate.nearest_frame(tick)) - tick)) <= rate.ticks_per_frame


def test_drop_frame_stays_within_a_tenth_of_a_second_of_the_clock_after_a_day():
    counting = timecode_format("29.97", drop=True)
    day = counting.rate.at_frame(counting.frames_per_day)
    assert abs(Fraction(day, TICKS_PER_SECOND) - 24 * 3600) < Fraction(1, 10)


@pytest.mark.parametrize(
    ("counting", "label"),
    [
        (timecode_format("25"), "00:00:00:25"),
        (timecode_format("25"), "24:00:00:00"),
        (timecode_format("25"), "00:60:00:00"),
        (timecode_format("25"), "00:00:61:00"),
        (timecode_format("29.97", drop=True), "00:01:00;00"),
        (timecode_format("29.97", drop=True), "00:01:00;01"),
        (timecode_format("59.94", drop=True), "10:59:00;03"),
        (timecode_format("25"), "-1:00:00:00"),
        (timecode_format("25"), "01:00:00"),
        (timecode_format("25"), ""),
        (timecode_format("25"), "\u0660\u0661:00:00:00"),
        (timecode_format("25"), "1:2:3:4:5"),
    ],
)
def test_labels_that_do_not_exist_are_refused_with_the_reason(counting, label):
    with pytest.raises(UsageError) as refusal:
        counting.frame_number(label)
    assert refusal.value.hint


@pytest.mark.parametrize("label", ["00:01:00;02", "00:01:00:02", "00:01:00.02", "00:01:00,02", " 0:1:0;2 "])
def test_the_field_s_ways_of_writing_are_read(label):
    assert timecode_format("29.97", drop=True).frame_number(label) == 1800


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "30", "48", "50", "60"])
def test_there_is_no_drop_frame_at_other_rates(rate):
    with pytest.raises(UsageError):
        TimecodeFormat(frame_rate(rate), drop=True)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("23.976", (24000, 1001)),
        ("23.98", (24000, 1001)),
        (23.976, (24000, 1001)),
        ("23.9760239", (24000, 1001)),
        (29.97002997, (30000, 1001)),
        ("30000/1001", (30000, 1001)),
        ("2997/100", (30000, 1001)),
        (str(Fraction("29.97002997002997")), (30000, 1001)),
        ("25", (25, 1)),
        (25.0, (25, 1)),
        ("50/2", (25, 1)),
        (Fraction(60000, 1001), (60000, 1001)),
        ("12.5", (25, 2)),
        ("15", (15, 1)),
    ],
)
def test_rates_are_read_as_people_and_files_write_them(said, meant):
    assert (frame_rate(said).numerator, frame_rate(said).denominator) == meant


@pytest.mark.parametrize(
    "said",
    ["", "fast", "0", "-25", "1/0", "25/0", "nan", "inf", "25 fps", "24.5/x", "17.3", "2_5", "1e400", "1e999999999",
     "1e-999999999", "1/" + "9" * 5000],
)  # fmt: skip
def test_what_is_no_rate_is_refused(said):
    with pytest.raises(UsageError):
        frame_rate(said)


@pytest.mark.parametrize("hz", [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 192000])
def test_audio_rates_fall_on_whole_ticks(hz):
    assert TICKS_PER_SECOND % hz == 0


@pytest.mark.parametrize("rate", RATES)
def test_rates_are_written_as_they_are_read(rate):
    assert frame_rate(str(frame_rate(rate))) == frame_rate(rate)


def test_a_rate_that_no_tick_can_hold_is_refused_with_a_hint():
    with pytest.raises(UsageError) as refusal:
        FrameRate(17, 3)
    assert "25" in refusal.value.hint


@given(counting=formats, start=st.integers(0, 86_399 * TICKS_PER_SECOND), into=st.integers(0, 3600 * TICKS_PER_SECOND))
def test_the_label_of_a_moment_is_found_again_wherever_its_tape_starts(counting, start, into):
    back = counting.after(counting.write(start + into), start)
    assert 0 <= back <= into
    assert into - back < counting.rate.ticks_per_frame
    assert counting.write(start + back) == counting.write(start + into)
