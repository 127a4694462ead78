"""The cut lies on frames, exactly: every rate and start, any order, two files, mixed rates, over midnight."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import AudioStream, Bite, BitePart, PartKind, SourceFile, Tape, TapeId, VideoStream, Word
from tapewright.story.layout import Laid, lay
from tapewright.story.resolve import Resolved
from tapewright.testing.cuts import FORMATS, HOURS
from tapewright.testing.strategies import formats, ticks
from tapewright.timing import (
    Interval,
    Ticks,
    TimecodeFormat,
    frame_rate,
    from_samples,
    from_seconds,
    merge,
    read_fragment,
    write_fragment,
)

FRAMES = 5000
PAL = TimecodeFormat(frame_rate(25))


def tape_of(
    counting: TimecodeFormat,
    *,
    lengths: tuple[int, ...] = (FRAMES,),
    start: str = "00:00:00:00",
    picture: bool = True,
    elsewhere: bool = False,
) -> Tape:
    """A tape of files of so many frames each, end to end."""
    files: list[SourceFile] = []
    offset = 0
    for number, length in enumerate(lengths):
        files.append(
            SourceFile(
                path=f"{number}.mov",
                size=1,
                duration=counting.rate.at_frame(length),
                offset=counting.rate.at_frame(offset),
                video=VideoStream(width=16, height=9, format=counting) if picture else None,
                audio=AudioStream(rate_hz=48_000, channels=1),
            )
        )
        offset += length
    return Tape(
        id=TapeId("T1"),
        title="",
        format=counting,
        duration=counting.rate.at_frame(offset),
        start_timecode=counting.read(start),
        files=() if elsewhere else tuple(files),
    )


def resolved(tape: Tape, *ranges: Interval, number: int = 1, words: tuple[Word, ...] = ()) -> Resolved:
    span = Interval(ranges[0].start, ranges[-1].end) if ranges else Interval(Ticks(0), Ticks(0))
    bite = Bite(tape=tape.id, fragment=write_fragment(span), parts=(BitePart(PartKind.HEARD, "x"),), speaker="ANNA")
    return Resolved(
        number=number,
        line=number,
        scene="",
        bite=bite,
        tape=tape,
        span=span,
        ranges=ranges,
        words=words,
        tape_words=words,
        found=(),
        lifted=frozenset(),
        differences=(),
    )


def written(counting: TimecodeFormat, first: int, last: int) -> Interval:
    """A span of whole frames as a paper edit holds it: through microseconds."""
    return read_fragment(write_fragment(Interval(counting.rate.at_frame(first), counting.rate.at_frame(last))))


def check_laws(laid: Laid, programme: TimecodeFormat) -> None:
    """What holds for every cut: end to end from 0, on the grid, source as long as record, inside the media."""
    frame = programme.rate.ticks_per_frame
    done = 0
    for event in laid.cut.events:
        assert event.record.start == done
        assert event.record.duration == event.source.duration
        assert event.record.duration % frame == 0
        assert event.record.duration > 0
        if event.file:
            assert event.file.extent.covers(event.source)
            grid = event.file.video.format.rate.ticks_per_frame if event.file.video else frame
            assert (event.source.start - event.file.offset) % grid == 0
        done = event.record.end
    for one, two in pairwise(laid.cut.events):
        if one.bite == two.bite and one.file == two.file:
            assert one.source.end < two.source.start  # no frame twice, none shown on two sides of a needless cut
    assert laid.cut.duration == done


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("counting", FORMATS, ids=str)
@pytest.mark.parametrize("elsewhere", [False, True], ids=["media", "media elsewhere"])
@pytest.mark.parametrize("picture", [True, False], ids=["picture", "sound"])
def test_no_frame_of_error_at_any_rate_and_start(
    counting: TimecodeFormat, hour: str, elsewhere: bool, picture: bool
) -> None:
    tape = tape_of(counting, start=hour, elsewhere=elsewhere, picture=picture)
    wanted = [(4000, 4100), (0, 1), (10, 20), (10, 20), (15, 30), (4999, 5000), (0, 5000), (7, 8)]
    bites = [resolved(tape, written(counting, *w), number=n) for n, w in enumerate(wanted, start=1)]
    laid = lay("x", counting, counting.read("01:00:00:00"), bites)
    check_laws(laid, counting)
    assert laid.problems == ()
    frames = [
        (counting.rate.nearest_frame(event.source.start), counting.rate.nearest_frame(event.source.end))
        for event in laid.cut.events
    ]
    assert frames == wanted
    first = counting.frame_number(hour)
    for event, (start, end) in zip(laid.cut.events, wanted, strict=True):
        assert event.source.start == counting.rate.at_frame(start)
        assert tape.timecode(event.source.start) == counting.label(first + start)
        assert tape.timecode(event.source.end) == counting.label(first + end)


RANGES = st.lists(
    st.tuples(st.integers(0, 2_000_000), st.integers(0, 60_000)).map(lambda pair: (pair[0], sum(pair))), max_size=8
)


def micro(value: int) -> Ticks:
    return Ticks(from_seconds(value) // 10_000)


@given(formats(), formats(), RANGES, st.booleans(), st.sampled_from([(5000,), (1000, 700), (3, 1, 4000)]))
def test_every_cut_keeps_the_laws_at_any_rates(
    programme: TimecodeFormat,
    counting: TimecodeFormat,
    spans: list[tuple[int, int]],
    picture: bool,
    lengths: tuple[int, ...],
) -> None:
    tape = tape_of(counting, lengths=lengths, picture=picture)
    bites = [
        resolved(tape, Interval(micro(start), micro(end)), number=number)
        for number, (start, end) in enumerate(spans, start=1)
    ]
    check_laws(lay("x", programme, Ticks(0), bites), programme)
    pieces = merge(Interval(micro(start), micro(end)) for start, end in spans)
    if pieces:
        laid = lay("x", programme, Ticks(0), [resolved(tape, *pieces)])
        check_laws(laid, programme)


@given(formats(), st.lists(ticks(at_most=705_600_000 * 20), min_size=2, max_size=16, unique=True).map(sorted))
def test_what_is_played_is_within_half_a_frame_of_what_was_meant(counting: TimecodeFormat, edges: list[Ticks]) -> None:
    tape = tape_of(counting, lengths=(21 * counting.rate.nominal,))
    ranges = [Interval(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    laid = lay("x", counting, Ticks(0), [resolved(tape, *ranges)])
    frame = counting.rate.ticks_per_frame
    for event in laid.cut.events:
        inside = [
            piece
            for piece in ranges
            if piece.start < event.source.end + frame and piece.end > event.source.start - frame
        ]
        assert any(abs(event.source.start - piece.start) * 2 <= frame for piece in inside)
        assert any(
            abs(event.source.end - piece.end) * 2 <= frame
            or (piece.duration < frame and abs(event.source.end - piece.end) <= frame)
            for piece in inside
        )


def test_a_bite_over_two_files_is_two_events_without_a_gap() -> None:
    for counting in FORMATS:
        tape = tape_of(counting, lengths=(1000, 1000), start="23:59:30:00")
        laid = lay("x", counting, Ticks(0), [resolved(tape, written(counting, 990, 1012))])
        check_laws(laid, counting)
        one, two = laid.cut.events
        assert (one.file, two.file) == tape.files
        assert one.source == Interval(counting.rate.at_frame(990), counting.rate.at_frame(1000))
        assert two.source == Interval(counting.rate.at_frame(1000), counting.rate.at_frame(1012))
        assert laid.problems == ()


def test_sound_files_that_end_inside_a_frame_lose_less_than_a_frame() -> None:
    split = from_samples(480_007, 48_000)
    files = tuple(
        SourceFile(
            path=f"{n}.wav",
            size=1,
            offset=Ticks(n * split),
            duration=split,
            audio=AudioStream(rate_hz=48_000, channels=1),
        )
        for n in range(2)
    )
    tape = Tape(id=TapeId("T1"), title="", format=PAL, duration=Ticks(2 * split), files=files)
    laid = lay("x", PAL, Ticks(0), [resolved(tape, Interval(from_seconds(9), from_seconds(12)))])
    check_laws(laid, PAL)
    one, two = laid.cut.events
    assert split - one.source.end < PAL.rate.ticks_per_frame
    assert two.source.start == split
    assert abs(laid.cut.duration - from_seconds(3)) <= PAL.rate.ticks_per_frame


def test_a_gap_between_files_is_named() -> None:
    video = VideoStream(width=16, height=9, format=PAL)
    files = tuple(
        SourceFile(path=f"{n}.mov", size=1, offset=from_seconds(15 * n), duration=from_seconds(10), video=video)
        for n in range(2)
    )
    tape = Tape(id=TapeId("T1"), title="", format=PAL, duration=from_seconds(25), files=files)
    laid = lay("x", PAL, Ticks(0), [resolved(tape, Interval(from_seconds(9), from_seconds(16)))])
    check_laws(laid, PAL)
    assert laid.cut.duration == from_seconds(2)
    assert [problem.message for problem in laid.problems] == ["00:00:10.000 to 00:00:15.000 has no media"]


def test_what_is_beyond_the_end_is_clipped_and_named() -> None:
    tape = tape_of(PAL, lengths=(250,))
    laid = lay("x", PAL, Ticks(0), [resolved(tape, Interval(from_seconds(9), from_seconds(12)))])
    check_laws(laid, PAL)
    assert laid.cut.duration == from_seconds(1)
    assert "beyond the end of the tape" in laid.problems[0].message
    assert not laid.problems[0].is_left_out
    laid = lay("x", PAL, Ticks(0), [resolved(tape, Interval(from_seconds(10), from_seconds(12)))])
    assert (laid.cut.events, laid.problems[0].is_left_out) == ((), True)


@pytest.mark.parametrize("milliseconds", [0, 1, 19])
def test_less_than_half_a_frame_is_dropped_and_named(milliseconds: int) -> None:
    tape = tape_of(PAL)
    end = from_seconds(f"5.{milliseconds:03d}")
    laid = lay("x", PAL, Ticks(0), [resolved(tape, Interval(from_seconds(5), end), number=4)])
    assert laid.cut.events == ()
    (problem,) = laid.problems
    assert (problem.bite, problem.is_left_out) == (4, True)
    assert "half a frame" in problem.message


def test_a_bite_without_ranges_is_named() -> None:
    laid = lay("x", PAL, Ticks(0), [resolved(tape_of(PAL))])
    assert laid.problems[0].is_left_out


def test_ranges_that_touch_on_frames_are_one_event() -> None:
    tape = tape_of(PAL)
    one = Interval(from_seconds(1), from_seconds("2.01"))
    two = Interval(from_seconds("2.015"), from_seconds(3))
    laid = lay("x", PAL, Ticks(0), [resolved(tape, one, two)])
    check_laws(laid, PAL)
    assert [event.source for event in laid.cut.events] == [Interval(from_seconds(1), from_seconds(3))]


def test_words_go_with_their_event() -> None:
    tape = tape_of(PAL)
    words = tuple(Word(text=f"w{n}", start=from_seconds(n), end=from_seconds(n + 1)) for n in range(1, 7))
    laid = lay(
        "x",
        PAL,
        Ticks(0),
        [resolved(tape, Interval(words[0].start, words[2].end), Interval(words[4].start, words[5].end), words=words)],
    )
    assert [[word.text for word in event.words] for event in laid.cut.events] == [["w1", "w2", "w3"], ["w5", "w6"]]
    assert {event.speaker for event in laid.cut.events} == {"ANNA"}


def test_a_mixed_rate_source_starts_on_its_own_frames() -> None:
    ntsc = TimecodeFormat(frame_rate("23.976"))
    tape = tape_of(ntsc, start="10:00:00:00")
    laid = lay("x", PAL, Ticks(0), [resolved(tape, Interval(from_seconds(3), from_seconds(4)))])
    check_laws(laid, PAL)
    (event,) = laid.cut.events
    assert event.source.start == ntsc.rate.at_frame(72)
    assert event.source.duration == from_seconds(1)
