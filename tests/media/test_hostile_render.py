"""A file that broke after it was ingested is silence and black in the rough cut, and is named; nothing else happens."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tapewright.media.render import PyAvRenderer
from tapewright.model import AudioStream, Cut, CutEvent, SourceFile, Tape, TapeId, VideoStream
from tapewright.testing.hostile import HOSTILE_NAMES, mutations
from tapewright.testing.recordings import chatter, wav, write_film, write_sound
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds, to_samples

PAL = TimecodeFormat(frame_rate("25"))
SECONDS = 3


def cut_of(path: Path, *, picture: bool = False) -> Cut:
    file = SourceFile(
        path=str(path),
        size=1,
        duration=from_seconds(SECONDS),
        audio=AudioStream(rate_hz=48_000, channels=1),
        video=VideoStream(width=128, height=64, format=PAL) if picture else None,
    )
    tape = Tape(id=TapeId("H"), title="", format=PAL, duration=file.duration, files=(file,))
    spans = ((50, 20), (0, 25), (30, 1), (60, 15))
    events, at, step = [], 0, PAL.rate.ticks_per_frame
    for first, length in spans:
        source = Interval(Ticks(first * step), Ticks((first + length) * step))
        record = Interval(Ticks(at * step), Ticks((at + length) * step))
        events.append(CutEvent(tape=tape, file=file, source=source, record=record, bite=1))
        at += length
    return Cut(title="", format=PAL, start=Ticks(0), events=tuple(events))


def check(cut: Cut, folder: Path, ending: str) -> None:
    target = folder / f"cut.{ending}"
    remarks = PyAvRenderer().render(cut, target)
    assert all(isinstance(remark, str) and remark.startswith("H at ") for remark in remarks)
    with av.open(str(target)) as read:
        stream = read.streams.audio[0]
        if ending == "wav":
            assert stream.duration == to_samples(cut.duration, 48_000)
        else:
            assert read.streams.video[0].frames == cut.duration // PAL.rate.ticks_per_frame
    assert [path.name for path in folder.glob("*.part*")] == []


WAV = list(mutations(wav(chatter(SECONDS))))


@pytest.mark.parametrize("data", [data for _, data in WAV], ids=[name for name, _ in WAV])
@pytest.mark.timeout(20)
def test_a_broken_wav_leaves_a_whole_rough_cut(data, tmp_path):
    path = tmp_path / "tape.wav"
    path.write_bytes(data)
    check(cut_of(path), tmp_path, "wav")


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("film")
    whole = write_film(folder / "a.mp4", frames=75, rate=Fraction(25), sound=chatter(SECONDS))
    return dict(mutations(whole.read_bytes()))


@pytest.mark.parametrize("name", [name for name, _ in WAV])
@pytest.mark.timeout(20)
def test_a_broken_film_leaves_a_whole_rough_cut(name, films, tmp_path):
    path = tmp_path / "tape.mp4"
    path.write_bytes(films[name])
    check(cut_of(path, picture=True), tmp_path, "mp4")


@pytest.mark.parametrize("name", [name.replace("/", "|") for name in HOSTILE_NAMES])
def test_any_name_can_be_rendered_from_and_to(name, tmp_path):
    path = write_sound(tmp_path / name, chatter(SECONDS))
    out = tmp_path / "out"
    out.mkdir()
    target = out / name
    assert PyAvRenderer().render(cut_of(path), target) == []
    assert [p.name for p in out.iterdir()] == [name]


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = write_sound(tmp_path / "tone.wav", chatter(SECONDS))
    for name in ("concat:tone.wav|tone.wav", "http:nowhere.wav", "pipe:0.wav"):
        path.rename(tmp_path / name)
        path = tmp_path / name
        assert PyAvRenderer().render(cut_of(Path(name)), tmp_path / "cut.wav") == []


@pytest.mark.parametrize("kind", ["folder", "pipe", "playlist"])
@pytest.mark.timeout(20)
def test_what_is_no_recording_is_named(kind, tmp_path):
    path = tmp_path / "tape.wav"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        inner = write_sound(tmp_path / "inner.wav", chatter(SECONDS))
        path.write_text(f"#EXTM3U\n#EXTINF:3,\nfile://{inner}\n#EXT-X-ENDLIST\n")
    remarks = PyAvRenderer().render(cut_of(path), tmp_path / "cut.wav")
    assert len(remarks) == 4
    assert all("tape.wav" in remark for remark in remarks)
