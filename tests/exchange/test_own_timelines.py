"""What we write is read back: every event at its frame, with its bite, at every rate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.exchange.cut_formats import cut_formats
from tapewright.exchange.edl import ascii_text
from tapewright.exchange.framed_cut import framed
from tapewright.exchange.timelines import guess_timeline, read_timeline
from tapewright.model import Cut, Timeline
from tapewright.testing.cuts import FORMATS, HOURS, Piece, make_cut, make_tape, pieces
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.timing import TimecodeFormat, frame_rate

KINDS = ("edl", "otio", "fcpxml")
COUNTINGS = pytest.mark.parametrize("counting", FORMATS, ids=str)


def written(cut: Cut, kind: str) -> bytes:
    (data,) = cut_formats().formats[kind].make().write(cut, name="cut").values()
    return data


def read_back(cut: Cut, kind: str) -> Timeline:
    data = written(cut, kind)
    form = guess_timeline(data, name=f"cut.{kind}")
    assert form is not None
    assert form.name == kind
    return read_timeline(data, name=f"cut.{kind}")


def day_of(counting: TimecodeFormat) -> int:
    return counting.rate.at_frame(counting.frames_per_day)


def rows(timeline: Timeline, before: int = 0) -> set[tuple[object, ...]]:
    day = day_of(timeline.format)
    return {
        (e.record.moved(before), e.source.start % day, e.source.duration, e.bite)
        for e in timeline.events
        if e.has_sound
    }


def expected(cut: Cut) -> set[tuple[object, ...]]:
    rate, day = cut.format.rate, day_of(cut.format)
    return {
        (e.event.record, e.source.counting.rate.at_frame(e.source_start) % day, rate.at_frame(e.length), e.event.bite)
        for e in framed(cut)
    }


@pytest.mark.parametrize("kind", KINDS)
@COUNTINGS
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_every_event_comes_back_at_its_frame(counting, kind, data):
    hour = data.draw(st.sampled_from(HOURS))
    first = counting.frame_number(hour if not counting.drop else hour[:-3] + ";00")
    tape = make_tape(counting, frames=(5000, 5000), starts=(first, first + 100_000))
    start = data.draw(st.sampled_from((0, first)))
    cut = make_cut(tape, data.draw(pieces()), start=start)
    timeline = read_back(cut, kind)
    # A list does not say where its programme begins: with its first event.
    before = cut.events[0].record.start if kind == "edl" else 0
    assert rows(timeline, before) == expected(cut)
    assert timeline.format == counting
    assert timeline.start % day_of(counting) == (cut.start + before) % day_of(counting)
    assert timeline.remarks == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("source", "programme"), [("24", "25"), ("25", "23.976"), ("29.97", "25"), ("50", "25")])
def test_a_tape_of_another_rate_comes_back_at_its_own_frame(kind, source, programme):
    counting = TimecodeFormat(frame_rate(source))
    tape = make_tape(counting, starts=(counting.frame_number("10:00:00:00"),))
    cut = make_cut(
        tape,
        [Piece(file=0, frame=100, length=50), Piece(file=0, frame=7, length=13)],
        counting=TimecodeFormat(frame_rate(programme)),
    )
    timeline = read_back(cut, kind)
    starts = [e.source.start for e in timeline.events if e.has_sound]
    assert starts == [counting.rate.at_frame(e.source_start) for e in framed(cut)]
    assert {e.speed for e in timeline.events} == {100}
    assert all(e.format is None or e.format.rate == counting.rate for e in timeline.events)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_file_is_named_as_it_is_called(kind, name):
    tape = make_tape(FORMATS[2], names=(name,))
    timeline = read_back(make_cut(tape, [Piece(file=0, frame=0, length=5)]), kind)
    (path,) = {event.path for event in timeline.events}
    if kind == "edl" and ascii_text(name) == name:
        assert path == name
    else:
        assert path == f"/media/tapes/{name}"
