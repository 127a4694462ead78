"""The picture of the rough cut: every picture at its frame, of the right size, together with its sound."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from tapewright.media.render import PyAvRenderer, frame_size
from tapewright.model import AudioStream, Cut, CutEvent, SourceFile, Tape, TapeId, VideoStream
from tapewright.testing.recordings import number_of, numbered, tone, write_sound
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds

PAL = TimecodeFormat(frame_rate("25"))


def write_video(
    path: Path, frames: int, rate: Fraction, codec: str = "libx264", pixels: str = "yuv420p", **options: str
) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = 128, 64, pixels
        stream.codec_context.time_base = 1 / rate
        for number in range(frames):
            frame = numbered(number).reformat(format=pixels)
            frame.pts, frame.time_base = number, 1 / rate
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def video_tape(path: Path, frames: int, counting: TimecodeFormat) -> Tape:
    file = SourceFile(
        path=str(path),
        size=1,
        duration=counting.rate.at_frame(frames),
        video=VideoStream(width=128, height=64, format=counting),
    )
    return Tape(id=TapeId("V001"), title="", format=counting, duration=file.duration, files=(file,))


def frames_of(tape: Tape, counting: TimecodeFormat, *ranges: tuple[int, int]) -> Cut:
    step, own = counting.rate.ticks_per_frame, tape.format.rate.ticks_per_frame
    events, at = [], 0
    for first, length in ranges:
        source = Interval(Ticks(first * own), Ticks(first * own + length * step))
        record = Interval(Ticks(at * step), Ticks((at + length) * step))
        events.append(CutEvent(tape=tape, file=tape.files[0], source=source, record=record, bite=1))
        at += length
    return Cut(title="", format=counting, start=Ticks(0), events=tuple(events))


def seen(target: Path) -> list[int]:
    with av.open(str(target)) as read:
        return [number_of(frame) for frame in read.decode(video=0)]


RUNS = ((200, 6), (0, 3), (137, 1), (137, 1), (61, 2), (298, 2), (62, 30), (20, 5), (249, 4))


@pytest.mark.parametrize(
    ("name", "codec", "rate", "options"),
    [
        ("a.mp4", "libx264", "25", {"g": "250", "bf": "3"}),
        ("a.mov", "libx264", "23.976", {"g": "100", "bf": "2", "x264-params": "open-gop=1"}),
        ("a.mkv", "libx264", "29.97", {"g": "90", "bf": "3"}),
        ("a.ts", "libx264", "25", {"g": "50", "bf": "3", "x264-params": "open-gop=1"}),
        ("a.mp4", "libx264", "59.94", {"g": "300", "bf": "3"}),
        ("a.mpg", "mpeg2video", "25", {"g": "15", "bf": "2", "b": "4000000"}),
        ("a.mpg", "mpeg2video", "29.97", {"g": "90", "bf": "2", "b": "4000000"}),
        ("a.avi", "mpeg4", "25", {"g": "50", "b": "4000000"}),
        ("a.m2v", "mpeg2video", "25", {"g": "15", "bf": "2", "b": "4000000"}),
        ("a.h264", "libx264", "25", {"g": "60", "bf": "2"}),
        ("a.mov", "prores_ks", "50", {"pixels": "yuv422p10le"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_picture_is_its_own_frame_in_long_groups_too(name, codec, rate, options, tmp_path):
    counting = TimecodeFormat(frame_rate(rate))
    path = write_video(tmp_path / name, 300, counting.rate.fraction, codec, **options)
    cut = frames_of(video_tape(path, 300, counting), counting, *RUNS)
    assert not PyAvRenderer().render(cut, tmp_path / "cut.mp4")
    assert seen(tmp_path / "cut.mp4") == [n for first, length in RUNS for n in range(first, first + length)]


@pytest.mark.parametrize(
    ("source", "programme"), [("25", "23.976"), ("23.976", "25"), ("50", "25"), ("29.97", "59.94")]
)
def test_a_picture_of_another_rate_plays_at_its_own_speed(source, programme, tmp_path):
    own, counting = TimecodeFormat(frame_rate(source)), TimecodeFormat(frame_rate(programme))
    path = write_video(tmp_path / "a.mp4", 200, own.rate.fraction, g="60")
    cut = frames_of(video_tape(path, 200, own), counting, (100, 48))
    PyAvRenderer().render(cut, tmp_path / "cut.mp4")
    ratio = own.rate.fraction / counting.rate.fraction
    assert seen(tmp_path / "cut.mp4") == [100 + int((n + Fraction(1, 2)) * ratio) for n in range(48)]


def test_picture_and_sound_stay_together_and_the_file_says_its_rate(tmp_path):
    counting = TimecodeFormat(frame_rate("29.97"))
    path = write_video(tmp_path / "a.mp4", 120, counting.rate.fraction)
    cut = frames_of(video_tape(path, 120, counting), counting, (10, 60))
    target = tmp_path / "cut.mp4"
    PyAvRenderer().render(cut, target)
    with av.open(str(target)) as read:
        video, audio = read.streams.video[0], read.streams.audio[0]
        assert video.average_rate == counting.rate.fraction
        assert video.frames == 60
        assert abs(video.duration * video.time_base - audio.duration * audio.time_base) < Fraction(1, 1000)
        assert video.start_time == audio.start_time == 0


def test_a_tape_without_a_picture_is_black(tmp_path):
    path = write_sound(tmp_path / "tone.wav", tone(3))
    file = SourceFile(path=str(path), size=1, duration=from_seconds(3), audio=AudioStream(rate_hz=48_000, channels=1))
    tape = Tape(id=TapeId("S"), title="", format=PAL, duration=from_seconds(3), files=(file,))
    PyAvRenderer().render(frames_of(tape, PAL, (25, 25)), tmp_path / "cut.mp4")
    with av.open(str(tmp_path / "cut.mp4")) as read:
        frames = [frame.to_ndarray(format="gray") for frame in read.decode(video=0)]
    assert len(frames) == 25
    assert max(int(frame.max()) for frame in frames) <= 17


def test_the_frame_is_the_largest_sources_and_others_are_fitted_into_it(tmp_path):
    counting = PAL
    small = video_tape(write_video(tmp_path / "a.mp4", 30, Fraction(25)), 30, counting)
    (event,) = frames_of(small, counting, (0, 5)).events
    wide = VideoStream(width=640, height=480, format=counting)
    other = SourceFile(path=str(tmp_path / "none.mp4"), size=1, duration=from_seconds(9), video=wide)
    tape = Tape(id=TapeId("W"), title="", format=counting, duration=from_seconds(9), files=(other,))
    later = CutEvent(tape=tape, file=other, source=event.source, record=event.record.moved(event.record.end), bite=2)
    cut = Cut(title="", format=counting, start=Ticks(0), events=(event, later))
    assert frame_size(cut) == (640, 480)
    remarks = PyAvRenderer().render(cut, tmp_path / "cut.mp4")
    assert len([r for r in remarks if "black" in r]) == 1
    with av.open(str(tmp_path / "cut.mp4")) as read:
        frames = [frame.to_ndarray(format="gray") for frame in read.decode(video=0)]
    assert frames[0].shape == (480, 640)
    assert frames[0][:76].max() < 20  # 640 by 320 lies in the middle, black above and below
    assert frames[0][240].min() > 40
    assert frames[0][404:].max() < 20
    assert frames[-1].max() <= 17


@pytest.mark.parametrize(
    ("width", "height", "size"), [(3840, 2160, (1920, 1080)), (1080, 1920, (1080, 1920)), (719, 577, (720, 576))]
)
def test_the_frame_is_no_larger_than_needed_and_even(width, height, size):
    video = VideoStream(width=width, height=height, format=PAL)
    file = SourceFile(path="a", size=1, duration=from_seconds(1), video=video)
    tape = Tape(id=TapeId("W"), title="", format=PAL, duration=from_seconds(1), files=(file,))
    event = CutEvent(
        tape=tape,
        file=file,
        source=Interval(Ticks(0), from_seconds(1)),
        record=Interval(Ticks(0), from_seconds(1)),
        bite=1,
    )
    assert frame_size(Cut(title="", format=PAL, start=Ticks(0), events=(event,))) == size
