"""Edit decision lists, read back by pycmx and by OpenTimelineIO's reader."""

from __future__ import annotations

import io
import re

import opentimelineio as otio
import pycmx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.exchange.edl import EdlWriter, ascii_text
from tapewright.model import Cut, SourceFile, Tape
from tapewright.testing.cuts import FORMATS, HOURS, Piece, make_cut, make_tape, pieces
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate

COUNTINGS = pytest.mark.parametrize("counting", FORMATS, ids=str)
USUAL = (
    Piece(file=1, frame=4000, length=75),
    Piece(file=0, frame=10, length=1),
    Piece(file=0, frame=10, length=1),
    Piece(file=0, frame=0, length=1799),
    Piece(file=0, frame=900, length=2, gap=7),
    Piece(file=1, frame=0, length=5000),
)


def written(cut: Cut) -> str:
    (text,) = EdlWriter().write(cut, name="cut").values()
    return text.decode("ascii")


def events_of(text: str) -> list[pycmx.edit.Edit]:
    read = pycmx.parse_cmx3600(io.StringIO(text))
    edits = [edit for event in read.events for edit in event.edits]
    assert [s for s in read.unrecognized_statements if not s.content.startswith("M2 ")] == []
    return edits


def number(label: str, counting: TimecodeFormat) -> int:
    """Frames since 00:00:00:00 by OpenTimelineIO, which knows nothing of our timecode."""
    read = otio.opentime.from_timecode(label, float(counting.rate.fraction))
    return int(read.value)


def two_files(counting: TimecodeFormat, hour: str) -> Tape:
    first = counting.frame_number(hour if not counting.drop else hour[:-3] + ";00")
    return make_tape(counting, frames=(5000, 5000), starts=(first, first + 100_000))


def expected(cut: Cut, tape: Tape, made: tuple[Piece, ...] | list[Piece], start: int) -> list[tuple[int, ...]]:
    day, step = tape.format.frames_per_day, tape.format.rate.ticks_per_frame
    rows, at = [], start
    for piece in made:
        at += piece.gap
        begin = tape.files[piece.file].start_timecode
        assert begin is not None
        source = begin // step + piece.frame
        rows.append(tuple(n % day for n in (source, source + piece.length, at, at + piece.length)))
        at += piece.length
    return rows


@COUNTINGS
@pytest.mark.parametrize("source_hour", HOURS)
@pytest.mark.parametrize("record_hour", HOURS)
def test_pycmx_reads_every_frame_where_we_put_it(counting, source_hour, record_hour):
    tape = two_files(counting, source_hour)
    start = counting.frame_number(record_hour if not counting.drop else record_hour[:-3] + ";00")
    edits = events_of(written(make_cut(tape, USUAL, start=start)))
    read = [
        tuple(number(label, counting) for label in (e.source_in, e.source_out, e.record_in, e.record_out))
        for e in edits
    ]
    assert read == expected(make_cut(tape, USUAL, start=start), tape, USUAL, start)
    day = counting.frames_per_day
    assert all((b - a) % day == (d - c) % day for a, b, c, d in read)


@COUNTINGS
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_cut_is_a_frame_off(counting, data):
    tape = two_files(counting, data.draw(st.sampled_from(HOURS[:3])))
    made = data.draw(pieces())
    start = data.draw(st.integers(0, counting.frames_per_day - 1))
    text = written(make_cut(tape, made, start=start))
    read = [
        tuple(number(label, counting) for label in (e.source_in, e.source_out, e.record_in, e.record_out))
        for e in events_of(text)
    ]
    assert read == expected(make_cut(tape, made, start=start), tape, made, start)


@COUNTINGS
@pytest.mark.parametrize("hour", HOURS[:3])
def test_opentimelineio_reads_the_same_frames(counting, hour):
    tape = two_files(counting, hour)
    start = counting.frame_number(hour if not counting.drop else hour[:-3] + ";00")
    rate = float(counting.rate.fraction)
    timeline = otio.adapters.read_from_string(written(make_cut(tape, USUAL, start=start)), "cmx_3600", rate=rate)
    wanted = expected(make_cut(tape, USUAL, start=start), tape, USUAL, start)
    assert [track.name for track in timeline.tracks] == ["V", "A1", "A2"]
    for track in timeline.tracks:
        at, read = start, []
        for item in track:
            length = int(item.duration().value)
            if isinstance(item, otio.schema.Clip):
                source = int(item.source_range.start_time.value)
                read.append((source, source + length, at, at + length))
            at += length
        assert read == wanted


def test_source_timecode_of_a_second_file_is_that_files_own():
    counting = FORMATS[2]
    tape = make_tape(counting, frames=(100, 100), starts=(90_000, 500_000))
    (edit,) = events_of(written(make_cut(tape, [Piece(file=1, frame=30, length=10)])))
    assert number(edit.source_in, counting) == 500_030


def test_files_without_timecode_count_from_zero_each_and_have_reels_of_their_own():
    tape = make_tape(FORMATS[2], frames=(100, 100), id="BOAT")
    one, two = events_of(
        written(make_cut(tape, [Piece(file=0, frame=5, length=10), Piece(file=1, frame=5, length=10)]))
    )
    assert (one.source_in, two.source_in) == ("00:00:00:05", "00:00:00:05")
    assert one.source != two.source


@COUNTINGS
def test_the_header_says_how_the_programme_counts(counting):
    lines = written(make_cut(make_tape(counting), [Piece(file=0, frame=0, length=5)])).split("\r\n")
    assert lines[0] == "TITLE: The harbour"
    assert lines[1] == ("FCM: DROP FRAME" if counting.drop else "FCM: NON-DROP FRAME")
    assert (";" in lines[2]) == counting.drop


@pytest.mark.parametrize(
    ("picture", "channels", "video", "audio"),
    [
        (True, 0, True, set()),
        (True, 1, True, {1}),
        (True, 2, True, {1, 2}),
        (True, 4, True, {1, 2, 3, 4}),
        (False, 1, False, {1}),
        (False, 2, False, {1, 2}),
        (False, 3, False, {1, 2, 3}),
        (False, 8, False, {1, 2, 3, 4}),
    ],
)
def test_channels_are_those_of_the_source(picture, channels, video, audio):
    tape = make_tape(FORMATS[2], picture=picture, channels=channels)
    text = written(make_cut(tape, [Piece(file=0, frame=0, length=25)]))
    (edit,) = events_of(text)
    assert edit.channels.video == video
    assert set(edit.channels.channels) == audio
    assert ("8 CHANNELS" in text) == (channels == 8)


@pytest.mark.parametrize("source", FORMATS, ids=str)
@pytest.mark.parametrize("programme", FORMATS, ids=str)
def test_a_source_of_another_rate_keeps_its_own_timecode_and_says_so(source, programme):
    tape = make_tape(source, frames=(200_000,), starts=(source.rate.nominal * 3600,))
    cut = make_cut(tape, [Piece(file=0, frame=1000, length=480)], counting=programme)
    text = written(cut)
    (edit,) = events_of(text)
    assert number(edit.source_in, source) == tape.files[0].start_timecode // source.rate.ticks_per_frame + 1000
    assert number(edit.record_out, programme) - number(edit.record_in, programme) == 480
    real = 480 * programme.rate.ticks_per_frame / source.rate.ticks_per_frame
    assert abs(number(edit.source_out, source) - number(edit.source_in, source) - real) <= 0.5
    assert ("* MIXED RATE" in text) == (source.rate != programme.rate)
    if source.rate != programme.rate:
        (speed,) = re.findall(r"^M2   \S+ +([0-9.]+) ", text, re.MULTILINE)
        wanted = source.rate.fraction / programme.rate.fraction * programme.rate.nominal
        assert abs(float(speed) - float(wanted)) <= 0.05


def test_opentimelineio_takes_a_mixed_rate_event_at_its_length_in_the_programme():
    tape = make_tape(FORMATS[2], frames=(20_000,))
    text = written(make_cut(tape, [Piece(file=0, frame=100, length=250)], counting=FORMATS[0]))
    clip = otio.adapters.read_from_string(text, "cmx_3600", rate=24000 / 1001).tracks[0][0]
    assert int(clip.duration().value) == 250
    assert clip.effects[0].time_scalar == pytest.approx(25 / 24, abs=0.005)


# "</b>" has a slash, which no file name has.
NAMES = [
    *(name.replace("/", "|") for name in HOSTILE_NAMES),
    "new\nline.wav",
    "tab\tbell\a.wav",
    "港口.wav",
    "\udcff.wav",
]


def names_cut(names: list[str]) -> Cut:
    counting, tapes = FORMATS[2], []
    for position, name in enumerate(names):
        tapes.append(make_tape(counting, id=f"interview-{position}", names=[name]))
    cuts = [make_cut(tape, [Piece(file=0, frame=0, length=10)]) for tape in tapes]
    step = counting.rate.ticks_per_frame * 10
    events = []
    for position, cut in enumerate(cuts):
        (event,) = cut.events
        events.append(
            type(event)(
                tape=event.tape,
                file=event.file,
                source=event.source,
                record=Interval(Ticks(position * step), Ticks((position + 1) * step)),
                bite=position + 1,
            )
        )
    return Cut(title="Names", format=counting, start=Ticks(0), events=tuple(events))


def test_no_two_tapes_share_a_reel_and_each_is_eight_signs_at_most():
    text = written(names_cut([f"{n}.wav" for n in range(400)]))
    edits = events_of(text)
    reels = [edit.source for edit in edits]
    assert len(set(reels)) == 400
    assert all(re.fullmatch(r"[A-Z0-9_]{1,8}", reel) for reel in reels)
    assert text.count("* REEL ") == 400


def test_a_reel_is_the_same_in_every_list():
    everything = {e.source_file: e.source for e in events_of(written(names_cut(["a.wav", "b.wav", "c.wav"])))}
    (alone,) = [e for e in events_of(written(names_cut(["a.wav", "b.wav", "c.wav"]))) if e.source_file == "c.wav"]
    assert everything["c.wav"] == alone.source


@pytest.mark.parametrize("reel", ["BL", "AX", "BLACK", "BARS", "bl"])
def test_a_tape_named_like_a_programs_own_reel_gets_another(reel):
    tape = make_tape(FORMATS[2], id=reel)
    (edit,) = events_of(written(make_cut(tape, [Piece(file=0, frame=0, length=10)])))
    assert not edit.black
    assert not edit.aux_source
    assert edit.source.upper() != reel.upper()


def test_clips_of_one_card_share_its_reel_where_their_timecodes_differ():
    counting = FORMATS[2]

    def card(id: str, start: int) -> Tape:
        made = make_tape(counting, id=id, frames=(100,), starts=(start,))
        (file,) = made.files
        kept = {name: getattr(file, name) for name in ("path", "size", "duration", "start_timecode", "video", "audio")}
        return Tape(
            id=made.id,
            title=id,
            format=counting,
            duration=made.duration,
            start_timecode=made.start_timecode,
            files=(SourceFile(**kept, reel="A001"),),
        )

    def reels(*starts: int) -> list[str]:
        events, at = [], 0
        for position, start in enumerate(starts):
            (event,) = make_cut(card(f"C{position}", start), [Piece(file=0, frame=0, length=10)]).events
            moved = event.record.moved(at)
            events.append(type(event)(tape=event.tape, file=event.file, source=event.source, record=moved, bite=1))
            at = moved.end
        return [
            e.source for e in events_of(written(Cut(title="", format=counting, start=Ticks(0), events=tuple(events))))
        ]

    assert reels(1000, 2000) == ["A001", "A001"]
    one, two = reels(1000, 1050)
    assert one == "A001"
    assert two != "A001"


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_ascii_on_its_line_and_whole_in_its_address(name):
    cut = names_cut([name])
    text = written(cut)
    (edit,) = events_of(text)
    assert edit.source_file == edit.clip_name == ascii_text(name)
    assert text.isascii()
    assert all(sign.isprintable() for line in text.split("\r\n") for sign in line)
    if ascii_text(name) != name:
        (address,) = re.findall(r"\* SOURCE ADDRESS: (\S+)", text)
        from urllib.parse import unquote_to_bytes

        assert unquote_to_bytes(address).endswith(("/" + name).encode("utf-8", "surrogateescape"))


def test_words_stand_as_comments_of_short_lines():
    tape = make_tape(FORMATS[2])
    words = "Nobody asked us, and “nobody” – not one – came until the ferry did. " * 5
    text = written(make_cut(tape, [Piece(file=0, frame=0, length=250)], words=words))
    comments = re.findall(r"^\* COMMENT: (.*)\r$", text, re.MULTILINE)
    assert " ".join(comments) == ascii_text(words)
    assert max(map(len, comments)) <= 72
    assert "* SPEAKER: MARIAN" in text


def test_a_thousand_events_are_two_lists_that_go_on():
    counting = FORMATS[4]
    tape = make_tape(counting)
    made = [Piece(file=0, frame=n, length=2) for n in range(1200)]
    files = EdlWriter().write(make_cut(tape, made, start=counting.frame_number("01:00:00;00")), name="long")
    assert list(files) == ["long-1.edl", "long-2.edl"]
    first, second = (events_of(data.decode("ascii")) for data in files.values())
    assert (len(first), len(second)) == (999, 201)
    assert first[-1].record_out == second[0].record_in
    assert files["long-2.edl"].startswith(b"TITLE: The harbour 2 OF 2\r\nFCM: DROP FRAME\r\n001  ")


def test_a_tape_whose_media_is_elsewhere_keeps_its_timecode():
    counting = FORMATS[2]
    tape = Tape(id="T1", title="", format=counting, duration=Ticks(10**10), start_timecode=counting.read("10:00:00:00"))
    step = counting.rate.ticks_per_frame
    (event,) = make_cut(make_tape(counting), [Piece(file=0, frame=50, length=10)]).events
    moved = type(event)(tape=tape, file=None, source=event.source, record=Interval(Ticks(0), Ticks(10 * step)), bite=1)
    text = written(Cut(title="x", format=counting, start=Ticks(0), events=(moved,)))
    (edit,) = events_of(text)
    assert edit.source_in == "10:00:02:00"
    assert "* MEDIA IS ELSEWHERE" in text


def test_an_empty_cut_is_a_list_without_events():
    text = written(Cut(title="Nothing yet", format=FORMATS[2], start=Ticks(0), events=()))
    assert text == "TITLE: Nothing yet\r\nFCM: NON-DROP FRAME\r\n"


def test_rates_beyond_two_digits_of_frames_are_refused():
    counting = TimecodeFormat(frame_rate("120"))
    with pytest.raises(UsageError, match="cannot count 120"):
        EdlWriter().write(make_cut(make_tape(counting), [Piece(file=0, frame=0, length=5)]), name="x")


def test_the_same_cut_writes_the_same_bytes():
    cut = make_cut(two_files(FORMATS[4], HOURS[1]), USUAL)
    assert EdlWriter().write(cut, name="a") == EdlWriter().write(cut, name="a")
