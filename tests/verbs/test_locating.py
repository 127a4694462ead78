"""Events of a timeline found on tapes: by file, clip, reel and timecode; what is not found says why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tapewright.errors import NotFoundError
from tapewright.exchange.cut_formats import cut_formats
from tapewright.exchange.timelines import read_timeline
from tapewright.model import Tape, TapeId, Timeline, TimelineEvent
from tapewright.testing.cuts import FORMATS, Piece, make_cut, make_tape, pieces
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate
from tapewright.verbs.cutproof import heard_pieces
from tapewright.verbs.locating import locate, told_unplaced

PAL = FORMATS[2]
FILM = FORMATS[0]


def frames(first: int, last: int, counting: TimecodeFormat = PAL) -> Interval:
    return Interval(counting.rate.at_frame(first), counting.rate.at_frame(last))


def event(first: int = 90_100, length: int = 50, at: int = 0, counting: TimecodeFormat = PAL, **more) -> TimelineEvent:
    given = {
        "number": 1,
        "record": frames(at, at + length, counting),
        "source": frames(first, first + length, counting),
    }
    return TimelineEvent(**(given | more))


def timeline(*events: TimelineEvent, counting: TimecodeFormat = PAL) -> Timeline:
    return Timeline(title="cut", kind="edl", format=counting, start=Ticks(0), events=events)


def tape(id: str = "T001", *, first: int | None = 90_000, counting: TimecodeFormat = PAL, **more) -> Tape:
    return make_tape(counting, id=id, starts=(first,), **more)


def place(found, number: int = 0) -> tuple[str, int]:
    assert found.unplaced == (), found.unplaced
    one = found.placed[number]
    return one.tape.id, one.source.start // PAL.rate.ticks_per_frame


@pytest.mark.parametrize(
    "named",
    [
        {"reel": "T001"},
        {"reel": "t001"},
        {"clip": "T001_1.mov"},
        {"clip": "T001_1"},
        {"clip": "t001_1.MOV"},
        {"path": "/media/tapes/T001_1.mov"},
        {"path": "E:\\cards\\T001_1.mov"},
        {"path": "T001_1.mov"},
        {"path": "/elsewhere/T001_1.mxf"},
        {"reel": "unknown", "clip": "T001_1.mov"},
        {"reel": "T001", "clip": "Interview, best take"},
    ],
)
def test_an_event_is_found_by_any_of_its_names(named):
    assert place(locate(timeline(event(**named)), [tape(), tape("T002", first=500_000)])) == ("T001", 100)


def test_a_reel_cut_off_at_eight_signs_is_found_by_its_beginning():
    long = replace(tape("A017C003_241114_R2EC"), reel="A017C003_241114_R2EC")
    assert place(locate(timeline(event(reel="A017C003")), [long, tape()])) == ("A017C003_241114_R2EC", 100)


def test_names_in_other_letters_are_found_as_a_list_writes_them():
    found = locate(timeline(event(clip="Bander 7.mov")), [tape(names=("Bänder 7.mov",))])
    assert place(found) == ("T001", 100)


def test_timecode_tells_two_cards_with_the_same_names_apart():
    one, two = tape("T001", names=("C0001.mov",)), tape("T002", first=500_000, names=("C0001.mov",))
    found = locate(timeline(event(clip="C0001.mov"), event(500_007, clip="C0001.mov")), [one, two])
    assert [place(found, 0), place(found, 1)] == [("T001", 100), ("T002", 7)]


def test_what_may_be_two_tapes_is_asked():
    one, two = tape("T001", names=("C0001.mov",)), tape("T002", names=("C0001.mov",))
    cut = timeline(event(clip="C0001.mov"))
    (unplaced,) = locate(cut, [one, two]).unplaced
    assert unplaced.why == "clip C0001.mov may be T001 or T002; say which with --reel C0001.mov=T001"
    assert place(locate(cut, [one, two], reels={"c0001.mov": "T002"})) == ("T002", 100)


def test_the_folder_of_a_file_tells_two_of_the_same_name_apart():
    one, two = tape("T001", names=("a.mov",), folder="/x"), tape("T002", names=("a.mov",), folder="/y")
    assert place(locate(timeline(event(path="/y/a.mov")), [one, two])) == ("T002", 100)


def test_a_known_reel_with_timecode_that_is_not_on_it_says_so():
    (unplaced,) = locate(timeline(event(1_000_000, reel="T001")), [tape()]).unplaced
    assert unplaced.why == "reel T001 is tape T001, but 11:06:40:00 is not on it (01:00:00:00 to 01:03:20:00)"


def test_an_unknown_reel_says_how_to_name_it():
    cut = timeline(event(reel="A003"), event(at=50, reel="A003"), event(at=100, clip="Night 3.wav"))
    assert told_unplaced(locate(cut, [tape()]).unplaced) == [
        "reel A003 is no tape here; name it with --reel A003=TAPE (2 events)",
        'clip Night 3.wav is no tape here; name it with --reel "Night 3.wav"=TAPE',
    ]
    with pytest.raises(NotFoundError, match="there is no tape T009"):
        locate(cut, [tape()], reels={"A003": "T009"})


def test_an_event_without_a_source_place_is_not_guessed():
    (unplaced,) = locate(timeline(event(reel="T001", source=frames(0, 0))), [tape()]).unplaced
    assert "does not say where its source begins" in unplaced.why


def test_a_program_that_counts_from_the_start_of_the_file_is_understood_and_that_is_said():
    found = locate(timeline(event(100, clip="T001_1.mov")), [tape()])
    assert place(found) == ("T001", 100)
    assert found.remarks == ("T001: the timeline counts from the start of the file instead of by its timecode",)


def test_a_transcoded_file_that_begins_at_zero_is_understood():
    found = locate(timeline(event(100, clip="T001_1.mov", media_start=Ticks(0))), [tape()])
    assert place(found) == ("T001", 100)


def test_a_consolidated_file_with_handles_is_placed_by_its_timecode():
    start = PAL.rate.at_frame(90_080)
    found = locate(timeline(event(90_100, clip="T001_1.mov", media_start=start)), [tape()])
    assert place(found) == ("T001", 100)


def test_a_tape_over_midnight_is_found_on_its_other_side():
    day = PAL.frames_per_day
    late = tape(first=day - 100)
    assert place(locate(timeline(event(20, reel="T001", length=30)), [late])) == ("T001", 120)


def test_a_label_counts_as_its_tape_does_and_not_as_the_programme():
    # 10:00:00:00 is 36,000 s at 24 and 36,036 s at 23.976: a list says the label alone.
    programme = TimecodeFormat(frame_rate("24"))
    first = FILM.frame_number("10:00:00:00")
    cut = timeline(event(first + 5, counting=programme, reel="T001"), counting=programme)
    found = locate(cut, [tape(first=first, counting=FILM)])
    assert found.placed[0].source.start == FILM.rate.at_frame(5)


def test_drop_frame_labels_are_read_as_the_tape_counts():
    drop, plain = FORMATS[4], FORMATS[3]
    first = drop.frame_number("10:00:00;00")
    written = plain.frame_number("10:00:10:00")
    found = locate(
        timeline(event(written, counting=plain, reel="T001"), counting=plain),
        [tape(first=first, counting=drop)],
    )
    assert found.placed[0].source.start == drop.rate.at_frame(drop.frame_number("10:00:10;00") - first)


def test_media_that_is_elsewhere_is_found_by_timecode():
    paper = Tape(
        id=TapeId("T005"),
        title="Night shift",
        format=PAL,
        duration=PAL.rate.at_frame(10_000),
        start_timecode=PAL.rate.at_frame(90_000),
    )
    for named in ({"reel": "T005"}, {"clip": "Night shift"}, {"clip": "T005"}):
        assert place(locate(timeline(event(**named)), [paper])) == ("T005", 100)


def test_what_is_in_a_file_counts_where_its_name_is_unknown():
    one = tape()
    file = replace(one.files[0], digests={"xxh128": "ab" * 16})
    cut = timeline(event(path="/cards/renamed.mov"))
    asked = []

    def digest(path: str) -> str:
        asked.append(path)
        return "ab" * 16

    assert place(locate(cut, [replace(one, files=(file,))], digest=digest)) == ("T001", 100)
    assert asked == ["/cards/renamed.mov"]
    assert locate(cut, [one], digest=digest).unplaced != ()


@pytest.mark.parametrize("kind", ["edl", "otio", "fcpxml"])
@pytest.mark.parametrize("starts", [(90_000, 200_000), (None, None)], ids=["timecode", "none"])
@settings(max_examples=5, deadline=None)
@given(made=pieces())
def test_pieces_of_a_tape_of_two_files_come_back_where_they_were(kind, starts, made):
    two = make_tape(PAL, frames=(5000, 5000), starts=starts)
    cut = make_cut(two, made)
    (data,) = cut_formats().formats[kind].make().write(cut, name="cut").values()
    found = locate(read_timeline(data, name="cut"), [two, tape("T002", first=500_000)])
    assert found.unplaced == ()
    assert {(e.tape.id, e.source) for e in found.placed} == {(e.tape.id, e.source) for e in cut.events}


def test_sound_recorders_count_time_since_midnight():
    sound = make_tape(FILM, id="S01", picture=False, channels=1, starts=(FILM.frame_number("10:00:00:00"),))
    cut = make_cut(sound, [Piece(file=0, frame=1000, length=50)], counting=PAL)
    for kind in ("edl", "otio", "fcpxml"):
        (data,) = cut_formats().formats[kind].make().write(cut, name="cut").values()
        found = locate(read_timeline(data, name="cut", usual=PAL), [sound])
        (one,) = {e.source for e in found.placed}
        frame = PAL.rate.ticks_per_frame
        assert abs(one.start - cut.events[0].source.start) <= frame // 2
        assert one.duration == cut.events[0].source.duration


def both(first: int, at: int, length: int = 50, **more) -> list[TimelineEvent]:
    """Picture and two channels of one take."""
    return [
        event(first, length, at, track="V1", has_picture=True, has_sound=False, reel="T001", **more),
        event(first, length, at, track="A1", reel="T001", **more),
        event(first, length, at, track="A2", reel="T001", **more),
    ]


def heard(*events: TimelineEvent, tapes=None):
    return heard_pieces(locate(timeline(*events), tapes or [tape(), tape("T002", first=500_000)]))


def test_channels_and_picture_of_one_take_are_one_piece():
    found, remarks = heard(*both(90_100, 0), *both(90_400, 50))
    assert [(p.tape, p.source, p.record) for p in found] == [
        ("T001", frames(100, 150), frames(0, 50)),
        ("T001", frames(400, 450), frames(50, 100)),
    ]
    assert remarks == []


def test_a_picture_over_other_sound_is_no_piece():
    over = event(500_000, 20, 10, track="V2", has_picture=True, has_sound=False, reel="T002")
    found, remarks = heard(*both(90_100, 0), over)
    assert [p.tape for p in found] == ["T001"]
    assert remarks == []


def test_a_split_edit_is_as_long_as_it_is_heard():
    picture = event(90_100, 50, 20, track="V1", has_picture=True, has_sound=False, reel="T001")
    sound = event(90_080, 100, 0, track="A1", reel="T001")
    found, _ = heard(picture, sound)
    assert [(p.source, p.record) for p in found] == [(frames(80, 180), frames(0, 100))]


def test_a_picture_list_is_read_by_its_pictures_and_that_is_said():
    found, remarks = heard(event(90_100, 50, 0, track="V", has_picture=True, has_sound=False, reel="T001"))
    assert len(found) == 1
    assert remarks == ["no sound of the tapes is in it: what its pictures show was taken for what is heard"]


def test_two_tapes_at_once_are_both_heard_and_named():
    found, remarks = heard(event(90_100, 80, 0, reel="T001"), event(500_100, 80, 10, reel="T002"))
    assert [p.tape for p in found] == ["T001", "T002"]
    assert remarks == ["T001 and T002 are heard at once: both are read"]


def test_freeze_frames_and_other_speeds_are_named():
    fast = event(90_100, 50, 0, reel="T001", speed=132, source=frames(90_100, 90_166))
    still = event(90_100, 50, 50, reel="T001", speed=0, source=frames(90_100, 90_101))
    found, remarks = heard(fast, still)
    assert [(p.speed, p.source) for p in found] == [(132, frames(100, 166))]
    assert remarks == ["1 freeze frame left out", "played at 132 %: the words of these pieces are not timed"]


def test_a_tape_of_unknown_length_has_no_end():
    endless = Tape(id=TapeId("T009"), title="", format=PAL, duration=Ticks(0))
    assert place(locate(timeline(event(5_000, reel="T009")), [endless])) == ("T009", 5_000)


def test_a_file_without_a_known_tape_title_is_not_found_by_an_empty_name():
    nameless = Tape(id=TapeId("T009"), title="", format=PAL, duration=Ticks(10**12))
    assert len(locate(timeline(event()), [nameless]).unplaced) == 1


def test_thousands_of_events_on_hundreds_of_tapes_are_found_at_once():
    import time

    tapes = [tape(f"T{n:03d}", first=90_000) for n in range(300)]
    cut = timeline(*(event(90_000 + n, at=n * 50, reel=f"T{n % 300:03d}") for n in range(3_000)))
    began = time.process_time()
    assert len(locate(cut, tapes).placed) == 3_000
    assert time.process_time() - began < 5


def test_two_channels_a_part_of_a_frame_apart_are_one_piece():
    left, right = both(90_100, 0)[1:]
    little = PAL.rate.ticks_per_frame // 4
    found, _ = heard(left, replace(right, source=right.source.moved(little)))
    assert [(p.source, p.record) for p in found] == [(frames(100, 150), frames(0, 50))]


def test_a_take_heard_twice_at_once_is_two_pieces():
    found, _ = heard(event(90_100, 100, 0, reel="T001"), event(90_100, 100, 30, reel="T001"))
    assert [p.record for p in found] == [frames(0, 100), frames(30, 130)]
