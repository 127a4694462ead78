"""A cut in whole frames: the one place where ticks become frames for every timeline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tapewright.errors import UsageError
from tapewright.exchange.framed_cut import file_address, file_name, framed
from tapewright.model import Cut
from tapewright.testing.cuts import FORMATS, Piece, make_cut, make_tape
from tapewright.timing import Interval, Ticks

PAL, FILM = FORMATS[2], FORMATS[0]


@pytest.mark.parametrize(
    ("path", "address", "name"),
    [
        ("/a/b c.wav", "file:///a/b%20c.wav", "b c.wav"),
        ("/a/100%.wav", "file:///a/100%25.wav", "100%.wav"),
        ("C:\\Tapes\\Bänd 1.wav", "file:///C:/Tapes/B%C3%A4nd%201.wav", "Bänd 1.wav"),
        ("D:/x.mov", "file:///D:/x.mov", "x.mov"),
        ("\\\\nas\\share\\x y.mov", "file://nas/share/x%20y.mov", "x y.mov"),
        ("card/x y.wav", "./card/x%20y.wav", "x y.wav"),
        ("/a/?#;&.wav", "file:///a/%3F%23%3B%26.wav", "?#;&.wav"),
    ],
)
def test_a_path_of_any_system_is_an_address(path, address, name):
    assert file_address(path) == address
    assert file_name(path) == name


def test_sound_counts_in_the_rate_of_the_programme_and_picture_in_its_own():
    start = 25 * 3600
    sound = make_tape(PAL, picture=False, starts=(start,))
    (event,) = framed(make_cut(sound, [Piece(file=0, frame=25, length=24)], counting=FILM))
    assert event.source.counting == FILM
    real = (start + 25) * PAL.rate.ticks_per_frame
    assert event.source_start == FILM.rate.nearest_frame(real)
    assert event.source_length == event.length == 24
    (event,) = framed(make_cut(make_tape(PAL, starts=(start,)), [Piece(file=0, frame=25, length=24)], counting=FILM))
    assert event.source.counting == PAL
    assert event.source_start == start + 25


def test_the_only_file_without_timecode_counts_from_what_a_person_has_set():
    tape = make_tape(PAL)
    tape = replace(tape, start_timecode=PAL.read("10:00:00:00"))
    (event,) = framed(make_cut(tape, [Piece(file=0, frame=5, length=10)]))
    assert PAL.label(event.source_start) == "10:00:00:05"


def test_an_event_shorter_than_half_a_frame_is_left_out_and_a_point_on_the_grid_stays():
    step = PAL.rate.ticks_per_frame
    (event,) = make_cut(make_tape(PAL), [Piece(file=0, frame=0, length=10)]).events
    short = replace(event, source=Interval(Ticks(0), Ticks(step // 3)), record=Interval(Ticks(0), Ticks(step // 3)))
    later = replace(event, record=event.record.moved(step // 3))
    cut = Cut(title="", format=PAL, start=Ticks(0), events=(short, later))
    (kept,) = framed(cut)
    assert (kept.start, kept.length) == (0, 10)


def test_events_come_in_programme_order_whatever_their_order_in_the_cut():
    cut = make_cut(make_tape(PAL), [Piece(file=0, frame=n * 50, length=10) for n in range(5)])
    assert framed(replace(cut, events=tuple(reversed(cut.events)))) == framed(cut)


def test_events_over_each_other_are_refused_with_their_place():
    cut = make_cut(make_tape(PAL), [Piece(file=0, frame=0, length=10), Piece(file=0, frame=0, length=10)], start=90_000)
    one, two = cut.events
    with pytest.raises(UsageError, match="01:00:00:05"):
        framed(replace(cut, events=(one, replace(two, record=two.record.moved(-5 * PAL.rate.ticks_per_frame)))))
