"""OpenTimelineIO files, read back by OpenTimelineIO itself and held against plain integers."""

from __future__ import annotations

import json
from urllib.parse import unquote_to_bytes

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.exchange.otio import OtioWriter
from tapewright.model import Cut, Tape
from tapewright.testing.cuts import FORMATS, HOURS, Piece, make_cut, make_tape, pieces
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.timing import Interval, Ticks, read_fragment

COUNTINGS = pytest.mark.parametrize("counting", FORMATS, ids=str)
STOCK = {"Timeline.1", "Stack.1", "Track.1", "Clip.2", "Gap.1", "Marker.2", "ExternalReference.1", "MissingReference.1"}
TIMES = {"RationalTime.1", "TimeRange.1"}


def written(cut: Cut) -> bytes:
    (data,) = OtioWriter().write(cut, name="cut").values()
    return data


def read(cut: Cut) -> otio.schema.Timeline:
    return otio.adapters.read_from_string(written(cut).decode("ascii"), "otio_json")


def whole(time: otio.opentime.RationalTime, counting) -> int:
    assert time.rate == float(counting.rate.fraction)
    assert time.value == int(time.value)
    return int(time.value)


@COUNTINGS
@pytest.mark.parametrize("hour", HOURS)
@settings(max_examples=10, deadline=None)
@given(made=pieces(), data=st.data())
def test_no_cut_is_a_frame_off(counting, hour, made, data):
    first = counting.frame_number(hour if not counting.drop else hour[:-3] + ";00")
    tape = make_tape(counting, frames=(5000, 5000), starts=(first, first + 100_000))
    start = data.draw(st.integers(0, counting.frames_per_day - 1))
    timeline = read(make_cut(tape, made, start=start))
    assert whole(timeline.global_start_time, counting) == start
    assert [track.kind for track in timeline.tracks] == ["Video", "Audio"]
    for track in timeline.tracks:
        at = 0
        clips = iter(made)
        for item in track:
            length = whole(item.source_range.duration, counting)
            if isinstance(item, otio.schema.Clip):
                piece = next(clips)
                begin = first + 100_000 * piece.file
                assert length == piece.length
                assert whole(item.source_range.start_time, counting) == begin + piece.frame
                available = item.media_reference.available_range
                assert (whole(available.start_time, counting), whole(available.duration, counting)) == (begin, 5000)
            at += length
        assert next(clips, None) is None
        assert at == sum(piece.gap + piece.length for piece in made)


def test_a_source_of_another_rate_starts_in_its_own_and_lasts_in_the_programmes():
    source, programme = FORMATS[2], FORMATS[0]
    tape = make_tape(source, starts=(90_000,))
    (clip,) = read(make_cut(tape, [Piece(file=0, frame=100, length=48)], counting=programme)).tracks[0]
    assert whole(clip.source_range.start_time, source) == 90_100
    assert whole(clip.source_range.duration, programme) == 48


def test_only_stock_schemas_are_used():
    names = set()

    def collect(value):
        if isinstance(value, dict):
            names.update({value["OTIO_SCHEMA"]} if "OTIO_SCHEMA" in value else ())
            for part in value.values():
                collect(part)
        elif isinstance(value, list):
            for part in value:
                collect(part)

    collect(json.loads(written(make_cut(make_tape(FORMATS[2]), [Piece(file=0, frame=1, length=5, gap=3)]))))
    assert names <= STOCK | TIMES


def test_picture_and_sound_of_a_bite_are_linked_and_bites_are_not():
    timeline = read(
        make_cut(make_tape(FORMATS[2]), [Piece(file=0, frame=0, length=5), Piece(file=0, frame=9, length=5)])
    )
    video, audio = ([clip.metadata["PremierePro_OTIO"]["LinkID"] for clip in track] for track in timeline.tracks)
    assert video == audio
    assert len(set(video)) == 2


def test_sound_alone_is_one_audio_track_with_the_markers_on_it():
    cut = make_cut(make_tape(FORMATS[2], picture=False), [Piece(file=0, frame=0, length=50)])
    (track,) = read(cut).tracks
    assert track.kind == "Audio"
    assert "PremierePro_OTIO" not in track[0].metadata
    assert [marker.name for marker in track[0].markers] == ["Morning: MARIAN"]


def test_sound_among_pictures_leaves_a_gap_of_its_length_in_the_video_track():
    counting = FORMATS[2]
    sound = make_cut(make_tape(counting, picture=False, id="S"), [Piece(file=0, frame=0, length=30)])
    picture = make_cut(make_tape(counting, id="P"), [Piece(file=0, frame=0, length=20)])
    (one,), (two,) = sound.events, picture.events
    later = type(two)(tape=two.tape, file=two.file, source=two.source, record=two.record.moved(one.record.end), bite=2)
    video, audio = read(Cut(title="x", format=counting, start=Ticks(0), events=(one, later))).tracks
    assert [(type(i).__name__, int(i.duration().value)) for i in video] == [("Gap", 30), ("Clip", 20)]
    assert [(type(i).__name__, int(i.duration().value)) for i in audio] == [("Clip", 30), ("Clip", 20)]


def test_each_clip_says_what_it_quotes():
    cut = make_cut(make_tape(FORMATS[2]), [Piece(file=0, frame=25, length=50)])
    (clip,) = read(cut).tracks[0]
    said = clip.metadata["tapewright"]
    assert (said["tape"], said["bite"], said["speaker"], said["words"]) == ("T001", 1, "MARIAN", "the boats came back")
    address, _, fragment = said["span"].partition("#")
    assert address == "tape:T001"
    assert read_fragment(fragment) == cut.events[0].source


def test_media_elsewhere_is_missing_but_keeps_its_range():
    counting = FORMATS[2]
    (event,) = make_cut(make_tape(counting), [Piece(file=0, frame=50, length=10)]).events
    tape = Tape(
        id="T9", title="Lost", format=counting, duration=Ticks(10**11), start_timecode=counting.read("02:00:00:00")
    )
    moved = type(event)(
        tape=tape, file=None, source=event.source, record=Interval(Ticks(0), event.record.duration), bite=1
    )
    (clip,) = read(Cut(title="x", format=counting, start=Ticks(0), events=(moved,))).tracks[0]
    assert clip.media_reference.is_missing_reference
    assert whole(clip.source_range.start_time, counting) == 7200 * 25 + 50


@pytest.mark.parametrize("name", [*(n.replace("/", "|") for n in HOSTILE_NAMES), "a\nb.wav", "\udcff.wav", "n\0l.wav"])
def test_any_name_leads_to_its_file(name):
    tape = make_tape(FORMATS[2], names=[name])
    (clip,) = read(make_cut(tape, [Piece(file=0, frame=0, length=5)], title=name, speaker=name)).tracks[0]
    url = clip.media_reference.target_url
    assert url.startswith("file:///media/tapes/")
    assert unquote_to_bytes(url.removeprefix("file://")) == f"/media/tapes/{name}".encode("utf-8", "surrogateescape")


def test_the_same_cut_writes_the_same_bytes():
    cut = make_cut(make_tape(FORMATS[4]), [Piece(file=0, frame=7, length=70, gap=1)])
    assert written(cut) == written(cut)


def test_an_empty_cut_is_a_timeline_without_clips():
    timeline = read(Cut(title="", format=FORMATS[2], start=Ticks(0), events=()))
    assert [len(track) for track in timeline.tracks] == [0]
