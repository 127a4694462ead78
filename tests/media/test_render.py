"""The sound of the rough cut: every cut at its sample, no click, nothing half written."""

from __future__ import annotations

import resource
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import StorageError, UsageError
from tapewright.media.render import PyAvRenderer
from tapewright.media.render_plan import plan_sound
from tapewright.model import AudioStream, Cut, CutEvent, SourceFile, Tape, TapeId
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds, to_samples

PAL = TimecodeFormat(frame_rate("25"))
RATE = 48_000


def signal(at):
    """A sound whose every moment is unlike every other: two beating tones, by the second."""
    return 0.4 * np.sin(2 * np.pi * 110 * at) + 0.3 * np.sin(2 * np.pi * 173.3 * at)


def sound(rate: int, seconds: float, channels: int = 1) -> np.ndarray:
    wave_of = signal(np.arange(round(rate * seconds)) / rate).astype(np.float32)
    return np.stack([wave_of] * channels)


def write_media(path: Path, samples: np.ndarray, rate: int, codec: str, layout: str = "mono", **options: str) -> Path:
    with av.open(str(path), "w", options=options) as out:
        stream = out.add_stream(codec, rate=rate)
        stream.codec_context.layout = layout
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
        frame.sample_rate, frame.pts = rate, 0
        resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
        for made in resampler.resample(frame):
            out.mux(stream.encode(made))
        out.mux(stream.encode(None))
    return path


def tape_of(path: Path, seconds: float, *, rate: int = RATE, channels: int = 1, id: str = "T001", **more) -> Tape:
    file = SourceFile(
        path=str(path),
        size=1,
        duration=from_seconds(str(seconds)),
        audio=AudioStream(rate_hz=rate, channels=channels),
        **more,
    )
    return Tape(id=TapeId(id), title=id, format=PAL, duration=file.duration, files=(file,))


def cut_of(tape: Tape, *ranges: tuple[str, str], counting: TimecodeFormat = PAL) -> Cut:
    events, at = [], 0
    for number, (start, end) in enumerate(ranges, 1):
        source = Interval(from_seconds(start), from_seconds(end))
        record = Interval(Ticks(at), Ticks(at + source.duration))
        events.append(
            CutEvent(tape=tape, file=tape.files[0] if tape.files else None, source=source, record=record, bite=number)
        )
        at = record.end
    return Cut(title="x", format=counting, start=Ticks(0), events=tuple(events))


def rendered(cut: Cut, folder: Path, **more) -> np.ndarray:
    target = folder / "cut.wav"
    PyAvRenderer().render(cut, target, **more)
    with wave.open(str(target)) as read:
        assert (read.getframerate(), read.getnchannels(), read.getsampwidth()) == (RATE, 2, 2)
        data = np.frombuffer(read.readframes(read.getnframes()), "<i2")
    return data.reshape(-1, 2).T / 32768


def shift_of(heard: np.ndarray, begin: Fraction) -> int:
    """By how many samples a piece is off: the lag at which it is most like the signal from ``begin`` seconds on."""
    at = np.arange(len(heard)) / RATE + float(begin)
    return min(range(-40, 41), key=lambda lag: float(np.square(heard - signal(at + lag / RATE)).sum()))


RANGES = (("3.2", "4.4"), ("10.04", "10.08"), ("1", "2"), ("2", "2.52"), ("0", "0.4"), ("1.5", "1.54"), ("11", "12"))


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 192000])
def test_every_cut_is_at_its_sample_at_every_rate(rate, tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(rate, 12), rate, "pcm_s24le")
    cut = cut_of(tape_of(path, 12, rate=rate), *RANGES)
    heard = rendered(cut, tmp_path)
    assert heard.shape == (2, to_samples(cut.duration, RATE))
    assert np.array_equal(heard[0], heard[1])
    for event in cut.events:
        first, end = (to_samples(t, RATE) for t in (event.record.start, event.record.end))
        piece = heard[0, first + 240 : end - 240]
        at = np.arange(first + 240, end - 240) - first
        wanted = signal(at / RATE + event.source.start / 705_600_000)
        # The ends of the file itself are where a resampler has nothing to look at.
        inner = slice(None) if 0.2 < event.source.start / 705_600_000 < 10.9 else slice(400, -400)
        assert np.abs(piece - wanted)[inner].max() < 1e-4


@pytest.mark.parametrize(
    ("name", "codec", "rate", "noise", "options"),
    [
        ("a.flac", "flac", 44100, 1e-4, {}),
        ("a.m4a", "aac", 48000, 0.03, {}),
        ("a.m4a", "aac", 44100, 0.03, {}),
        ("a.mka", "aac", 48000, 0.03, {}),
        ("a.mka", "aac", 44100, 0.03, {}),
        ("a.mka", "pcm_s16le", 48000, 1e-4, {}),
        ("a.mp3", "libmp3lame", 44100, 0.03, {}),
        # Without its Xing header FFmpeg must count the frames of an MP3, and refuses places before the first one.
        ("a.mp3", "libmp3lame", 44100, 0.03, {"write_xing": "0"}),
        ("a.mp3", "libmp3lame", 16000, 0.03, {"write_xing": "0"}),
        ("a.ogg", "libopus", 48000, 0.05, {}),
        ("a.webm", "libopus", 48000, 0.05, {}),
        ("a.ts", "aac", 44100, 0.03, {}),
        ("a.aiff", "pcm_s16be", 48000, 1e-4, {}),
    ],
)
def test_compressed_sound_is_as_exact_after_a_leap_as_read_from_its_beginning(
    name, codec, rate, noise, options, tmp_path
):
    path = write_media(tmp_path / name, sound(rate, 12), rate, codec, **options)
    leaps = (("8", "8.6"), ("0.2", "0.5"), ("3.2", "4.4"), ("0.1", "0.4"), ("0.6", "1"), ("10", "10.2"))
    cut = cut_of(tape_of(path, 12, rate=rate), *leaps)
    heard = rendered(cut, tmp_path)
    whole = rendered(cut_of(tape_of(path, 12, rate=rate), ("0", "11")), tmp_path)
    if not name.endswith((".mka", ".ts")) and not options:  # these do not say how long the encoder's own delay is
        # Opus by itself, read from its beginning by FFmpeg alone, comes four fifths of a sample late.
        assert shift_of(whole[0, RATE : RATE * 3 // 2], Fraction(1)) in ((0, 1) if codec == "libopus" else (0,))
    for event in cut.events:
        first, end = (to_samples(t, RATE) for t in (event.record.start, event.record.end))
        begin = to_samples(event.source.start, RATE)
        piece, same = heard[0, first + 240 : end - 240], whole[0, begin + 240 : begin + end - first - 240]
        assert np.abs(piece - same).max() < noise


@pytest.mark.parametrize("codec", ["flac", "pcm_s16le"])
def test_a_place_in_a_file_is_where_it_was_recorded(codec, tmp_path):
    path = write_media(tmp_path / ("a.flac" if codec == "flac" else "a.wav"), sound(RATE, 6), RATE, codec)
    heard = rendered(cut_of(tape_of(path, 6), ("2.123456", "3.123456")), tmp_path)
    assert shift_of(heard[0, 240:-240], Fraction("2.123456") + Fraction(240, RATE)) == 0


def test_sixteen_bit_sound_comes_back_bit_for_bit(tmp_path):
    chance = np.random.default_rng(1)
    data = chance.integers(-32768, 32768, (1, RATE * 2)).astype(np.float32) / 32768
    path = write_media(tmp_path / "noise.wav", data, RATE, "pcm_s16le")
    heard = rendered(cut_of(tape_of(path, 2), ("0.5", "1.5")), tmp_path)
    assert np.array_equal(heard[0, 240:-240], data[0, RATE // 2 + 240 : RATE * 3 // 2 - 240])


@pytest.mark.parametrize("loud", [0.2, 0.95])
def test_no_join_clicks(loud, tmp_path):
    """A constant level is the worst case: without fades every join to silence or to its negative would be a step."""
    level = np.full((1, RATE * 4), loud, np.float32)
    level[:, RATE * 2 :] *= -1
    path = write_media(tmp_path / "level.wav", level, RATE, "pcm_f32le")
    cut = cut_of(tape_of(path, 4), ("0.5", "1"), ("2.5", "3"), ("0.4", "0.44"), ("3", "3.2"))
    heard = rendered(cut, tmp_path)
    steps = np.abs(np.diff(heard[0]))
    assert heard[0, 0] == heard[0, -1] == 0
    assert steps.max() <= loud * np.pi / 2 / 240 * 1.05
    assert np.abs(heard[0]).max() == pytest.approx(loud, abs=1e-3)


def test_a_join_that_is_none_is_not_faded(tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 4), RATE, "pcm_s16le")
    parts = rendered(cut_of(tape_of(path, 4), ("1", "1.6"), ("1.6", "2.4"), ("2.4", "3")), tmp_path)
    assert np.array_equal(parts, rendered(cut_of(tape_of(path, 4), ("1", "3")), tmp_path))


def test_the_seam_of_two_files_of_one_recording_is_not_faded(tmp_path):
    whole = sound(RATE, 4)
    files = []
    for number in (0, 1):
        path = write_media(tmp_path / f"{number}.wav", whole[:, number * RATE * 2 :][:, : RATE * 2], RATE, "pcm_s16le")
        files.append(
            SourceFile(
                path=str(path),
                size=1,
                duration=from_seconds(2),
                offset=from_seconds(2 * number),
                audio=AudioStream(rate_hz=RATE, channels=1),
            )
        )
    tape = Tape(id=TapeId("T"), title="", format=PAL, duration=from_seconds(4), files=tuple(files))
    events = [
        CutEvent(
            tape=tape,
            file=files[n],
            source=Interval(from_seconds(a), from_seconds(b)),
            record=Interval(from_seconds(c), from_seconds(d)),
            bite=1,
        )
        for n, a, b, c, d in ((0, "1.5", "2", "0", "0.5"), (1, "2", "2.5", "0.5", "1"))
    ]
    heard = rendered(Cut(title="", format=PAL, start=Ticks(0), events=tuple(events)), tmp_path)
    assert np.abs(heard[0, 240:-240] - signal(np.arange(240, RATE - 240) / RATE + 1.5)).max() < 1e-4


def test_without_fades_the_first_sample_is_heard(tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 2), RATE, "pcm_s16le")
    heard = rendered(cut_of(tape_of(path, 2), ("0.001", "0.1")), tmp_path, fade_ms=0)
    assert heard[0, 0] == pytest.approx(signal(0.001), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**8), st.integers(0, 10**7)), max_size=20))
def test_the_plan_has_every_sample_once(pieces):
    tape = Tape(id=TapeId("T"), title="", format=PAL, duration=Ticks(2 * 10**9))
    events, at = [], 0
    for start, length, gap in pieces:
        at += gap
        events.append(
            CutEvent(
                tape=tape,
                file=None,
                source=Interval(Ticks(start), Ticks(start + length)),
                record=Interval(Ticks(at), Ticks(at + length)),
                bite=1,
            )
        )
        at += length
    cut = Cut(title="", format=PAL, start=Ticks(0), events=tuple(events))
    plan = plan_sound(cut)
    assert [s.first for s in plan] == [sum(s.samples for s in plan[:n]) for n in range(len(plan))]
    assert sum(s.samples for s in plan) == to_samples(cut.duration, RATE)
    assert all(s.samples > 0 for s in plan)


def test_several_microphones_are_all_heard(tmp_path):
    one, two = sound(RATE, 2), sound(RATE, 2) * 0
    four = np.concatenate([two, two, two, one])
    path = write_media(tmp_path / "four.wav", four, RATE, "pcm_s16le", layout="4.0")
    heard = rendered(cut_of(tape_of(path, 2, channels=4), ("0.5", "1")), tmp_path)
    assert np.abs(heard[0, 240:-240] - signal(np.arange(240, RATE // 2 - 240) / RATE + 0.5) / 2).max() < 1e-3


def test_microphones_on_tracks_of_their_own_are_all_heard(tmp_path):
    path = tmp_path / "two.mov"
    quiet, loud = sound(RATE, 3) * 0, sound(RATE, 3)
    with av.open(str(path), "w") as out:
        streams = [out.add_stream("pcm_s16le", rate=RATE) for _ in range(2)]
        for stream in streams:
            stream.codec_context.layout = "mono"
        for stream, data in zip(streams, (quiet, loud), strict=True):
            frame = av.AudioFrame.from_ndarray((data * 32767).astype(np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, 0
            out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    heard = rendered(cut_of(tape_of(path, 3), ("1", "1.5")), tmp_path)
    wanted = signal(np.arange(240, RATE // 2 - 240) / RATE + 1) / np.sqrt(2)
    assert np.abs(heard[0, 240:-240] - wanted).max() < 1e-3


def test_media_elsewhere_and_media_gone_are_silence_and_named(tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 4), RATE, "pcm_s16le")
    here, gone = tape_of(path, 4), tape_of(tmp_path / "gone.wav", 4, id="T002")
    elsewhere = Tape(id=TapeId("T003"), title="", format=PAL, duration=from_seconds(4))
    events, at = [], Ticks(0)
    for tape in (here, gone, elsewhere, here):
        (event,) = cut_of(tape, ("1", "2")).events
        events.append(CutEvent(tape=tape, file=event.file, source=event.source, record=event.record.moved(at), bite=1))
        at = events[-1].record.end
    cut = Cut(title="", format=PAL, start=PAL.read("01:00:00:00"), events=tuple(events))
    target = tmp_path / "cut.wav"
    remarks = PyAvRenderer().render(cut, target)
    assert [remark.split(":")[0] for remark in remarks] == ["T002 at 01", "T003 at 01"]
    assert "gone.wav" in remarks[0]
    with wave.open(str(target)) as read:
        data = np.frombuffer(read.readframes(read.getnframes()), "<i2").reshape(-1, 2)
    assert len(data) == 4 * RATE
    assert not data[RATE : 3 * RATE].any()
    assert data[3 * RATE + 300 :].any()


def test_a_file_that_ends_early_is_silence_to_the_end_and_named(tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 2), RATE, "pcm_s16le")
    target = tmp_path / "cut.wav"
    remarks = PyAvRenderer().render(cut_of(tape_of(path, 4), ("1.5", "3.5")), target)
    assert len(remarks) == 1
    assert "ended early" in remarks[0]
    with wave.open(str(target)) as read:
        assert read.getnframes() == 2 * RATE


def test_a_broken_file_is_silence_and_named(tmp_path):
    path = tmp_path / "broken.wav"
    path.write_bytes(b"RIFF" + bytes(range(256)) * 40)
    remarks = PyAvRenderer().render(cut_of(tape_of(path, 4), ("1", "2"), ("3", "4")), tmp_path / "cut.wav")
    assert len(remarks) == 2
    assert all("broken.wav" in remark for remark in remarks)


@pytest.mark.parametrize("ending", ["m4a", "mp4"])
def test_aac_has_the_cuts_length_and_its_place(ending, tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 6), RATE, "pcm_s16le")
    cut = cut_of(tape_of(path, 6), ("4", "4.4"), ("1", "2.2"))
    target = tmp_path / f"cut.{ending}"
    assert not PyAvRenderer().render(cut, target)
    with av.open(str(target)) as read:
        stream = read.streams.audio[0]
        assert abs(stream.duration * stream.time_base - Fraction(16, 10)) < Fraction(1, 1000)
        heard = np.concatenate([frame.to_ndarray() for frame in read.decode(stream)], axis=1)
    assert shift_of(heard[0, RATE // 2 : RATE], Fraction(1) + Fraction(1, 10)) == 0


def test_the_same_cut_renders_the_same_bytes(tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 3), RATE, "pcm_s16le")
    cut = cut_of(tape_of(path, 3), ("1", "2"))
    for ending in ("wav", "m4a"):
        one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
        PyAvRenderer().render(cut, one)
        PyAvRenderer().render(cut, two)
        assert one.read_bytes() == two.read_bytes()


def test_an_unknown_ending_and_an_empty_cut_are_refused(tmp_path):
    tape = tape_of(tmp_path / "x.wav", 3)
    with pytest.raises(UsageError, match=r"cut\.ogg"):
        PyAvRenderer().render(cut_of(tape, ("1", "2")), tmp_path / "cut.ogg")
    with pytest.raises(UsageError, match="empty"):
        PyAvRenderer().render(cut_of(tape), tmp_path / "cut.wav")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["wav", "m4a", "mp4"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(ending, tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    chance = np.random.default_rng(1).standard_normal((1, RATE * 8)).astype(np.float32) / 8
    path = write_media(media / "noise.wav", chance, RATE, "pcm_s16le")
    target = tmp_path / f"cut.{ending}"
    target.write_bytes(b"the cut of yesterday")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    try:
        with pytest.raises(StorageError, match="cannot write"):
            PyAvRenderer().render(cut_of(tape_of(path, 8), ("0", "8")), target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert target.read_bytes() == b"the cut of yesterday"
    assert sorted(p.name for p in tmp_path.iterdir()) == [target.name, "media"]


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 2), RATE, "pcm_s16le")
    with pytest.raises(StorageError):
        PyAvRenderer().render(cut_of(tape_of(path, 2), ("0", "1")), tmp_path / "none" / "cut.wav")


def test_progress_goes_up_to_the_whole(tmp_path):
    path = write_media(tmp_path / "tone.wav", sound(RATE, 4), RATE, "pcm_s16le")
    cut, steps = cut_of(tape_of(path, 4), ("0", "3")), []
    PyAvRenderer().render(cut, tmp_path / "cut.wav", report=steps.append)
    assert [s.done for s in steps] == sorted(s.done for s in steps)
    assert steps[-1].done == steps[-1].total == cut.duration


def test_a_long_cut_takes_no_more_memory_than_a_short_one(tmp_path):
    psutil = pytest.importorskip("psutil")
    path = write_media(tmp_path / "tone.wav", sound(RATE, 60), RATE, "pcm_s16le")
    process, peaks = psutil.Process(), []

    def watch(step):
        peaks.append(process.memory_info().rss)

    tape = tape_of(path, 60)
    PyAvRenderer().render(cut_of(tape, *[("1", "50"), ("2", "59")] * 2), tmp_path / "warm.wav")
    PyAvRenderer().render(cut_of(tape, *[("1", "50"), ("2", "59")] * 12), tmp_path / "cut.wav", report=watch)
    # Twenty minutes are 240 MB of samples; from the tenth of it on nothing grows.
    assert max(peaks) - peaks[len(peaks) // 10] < 8_000_000
