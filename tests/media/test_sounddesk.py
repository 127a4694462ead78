"""Sound from any sample on: the same to the bit however it is come to, and the export's own."""

from __future__ import annotations

import io
import struct
import threading
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.media import sounddesk
from tapewright.media.render import PyAvRenderer
from tapewright.media.soundblocks import BLOCK, FADE
from tapewright.media.sounddesk import SoundDesk
from tapewright.media.virtualwav import VirtualWav, header
from tapewright.model import AudioStream, Cut, CutEvent, SourceFile, Tape, TapeId
from tapewright.testing.recordings import chatter, tone, write_sound
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds

PAL = TimecodeFormat(frame_rate("25"))
SECONDS = 9
KINDS = {
    "wav": ("a.wav", "pcm_s16le", 48_000),
    "flac": ("a.flac", "flac", 44_100),
    "mp3": ("a.mp3", "libmp3lame", 44_100),
    "aac": ("a.m4a", "aac", 48_000),
    "opus": ("a.opus", "libopus", 48_000),
    "ac3": ("a.mka", "ac3", 48_000),
}


def source(path: Path, seconds: float = SECONDS, *, offset: str = "0", rate_hz: int = 48_000) -> SourceFile:
    return SourceFile(
        path=str(path),
        size=1,
        duration=from_seconds(str(seconds)),
        offset=from_seconds(offset),
        audio=AudioStream(rate_hz=rate_hz, channels=1),
    )


def tape_of(*files: SourceFile, seconds: str | None = None) -> Tape:
    duration = from_seconds(seconds) if seconds else files[-1].extent.end
    return Tape(id=TapeId("T001"), title="", format=PAL, duration=duration, files=files)


@pytest.fixture(scope="module")
def desk():
    desk = SoundDesk()
    yield desk
    desk.close()


@pytest.fixture(scope="module", params=KINDS)
def tape(request, tmp_path_factory):
    name, codec, rate = KINDS[request.param]
    path = tmp_path_factory.mktemp("sound") / name
    write_sound(path, chatter(SECONDS, rate_hz=rate), rate_hz=rate, codec=codec)
    return tape_of(source(path, rate_hz=rate))


def whole(wav: VirtualWav) -> bytes:
    return b"".join(wav.read(0, wav.size))


RANGES = st.lists(st.tuples(st.integers(0, SECONDS * 96_000 + 44), st.integers(1, 400_000)), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(ranges=RANGES)
def test_any_ranges_in_any_order_and_at_once_are_parts_of_one_whole(ranges, tape):
    desk = SoundDesk()
    wav = VirtualWav(desk.tape(tape))
    everything = whole(VirtualWav(SoundDesk().tape(tape)))
    assert len(everything) == wav.size == 44 + SECONDS * 96_000
    with ThreadPoolExecutor(3) as pool:
        parts = list(pool.map(lambda r: b"".join(wav.read(*r)), ranges))
    assert parts == [everything[first : first + count] for first, count in ranges]
    desk.close()


def test_it_is_a_wav_that_others_read(tape, desk):
    with wave.open(io.BytesIO(whole(VirtualWav(desk.tape(tape))))) as read:
        assert (read.getnchannels(), read.getframerate(), read.getsampwidth()) == (1, 48_000, 2)
        assert read.getnframes() == SECONDS * 48_000


def test_where_a_block_becomes_the_next_nothing_is_heard(tape, desk):
    sound = np.frombuffer(whole(VirtualWav(desk.tape(tape)))[44:], "<i2").astype(float)
    leaps = np.abs(np.diff(sound, 2))
    for join in range(BLOCK, len(sound) - BLOCK, BLOCK):
        around = leaps[join - BLOCK // 2 : join + BLOCK // 2]
        assert leaps[join - 2 : join + FADE + 2].max() <= 1.2 * np.percentile(around, 99.99) + 8


def test_every_sample_of_a_plain_wav_is_its_own(tmp_path, desk):
    made = chatter(SECONDS)
    path = write_sound(tmp_path / "a.wav", made)
    sound = np.frombuffer(whole(VirtualWav(desk.tape(tape_of(source(path)))))[44:], "<i2")
    with wave.open(str(path)) as read:
        assert np.array_equal(sound, np.frombuffer(read.readframes(read.getnframes()), "<i2"))


def cut_over(tape: Tape, *ranges: tuple[str, str]) -> Cut:
    events, at = [], 0
    for number, (start, end) in enumerate(ranges, 1):
        for file, part in tape.pieces(Interval(from_seconds(start), from_seconds(end))):
            record = Interval(Ticks(at), Ticks(at + part.duration))
            events.append(CutEvent(tape=tape, file=file, source=part, record=record, bite=number))
            at = record.end
    return Cut(title="x", format=PAL, start=Ticks(0), events=tuple(events))


def exported(cut: Cut, folder: Path) -> bytes:
    PyAvRenderer().render(cut, folder / "cut.wav")
    with wave.open(str(folder / "cut.wav")) as read:
        return read.readframes(read.getnframes())


def test_a_cut_is_played_sample_for_sample_as_it_is_exported(tape, desk, tmp_path):
    cut = cut_over(tape, ("1.2", "4.72"), ("0.04", "0.08"), ("6.96", "9"), ("2", "2.04"), ("4.72", "5.2"))
    wav = VirtualWav(desk.cut(cut))
    assert whole(wav)[44:] == exported(cut, tmp_path)
    middle = wav.size // 2 + 3
    assert b"".join(wav.read(middle, 1000)) == whole(wav)[middle : middle + 1000]


def test_joins_of_a_cut_do_not_click(tmp_path, desk):
    path = write_sound(tmp_path / "a.wav", tone(6, hz=110))
    cut = cut_over(tape_of(source(path, 6)), ("0.52", "1.48"), ("3.24", "4.2"), ("2.04", "3"))
    sound = np.frombuffer(whole(VirtualWav(desk.cut(cut)))[44:], "<i2").reshape(-1, 2)[:, 0].astype(float)
    steepest = 0.5 * 32768 * 2 * np.pi * 110 / 48_000
    assert np.abs(np.diff(sound)).max() < 1.9 * steepest


def test_a_tape_of_two_files_goes_on_over_the_joint_and_is_silent_in_the_gap(tmp_path, desk):
    made = chatter(6)
    first = source(write_sound(tmp_path / "1.wav", made[:, :144_000]), 3)
    second = source(write_sound(tmp_path / "2.wav", made[:, 144_000:]), 3, offset="3")
    third = source(write_sound(tmp_path / "3.wav", made[:, :48_000]), 1, offset="7")
    joined = np.frombuffer(whole(VirtualWav(desk.tape(tape_of(first, second, third, seconds="9"))))[44:], "<i2")
    one = np.frombuffer(
        whole(VirtualWav(desk.tape(tape_of(source(write_sound(tmp_path / "a.wav", made), 6)))))[44:], "<i2"
    )
    assert np.array_equal(joined[: 6 * 48_000], one)
    assert not joined[6 * 48_000 : 7 * 48_000].any()
    assert np.array_equal(joined[7 * 48_000 : 8 * 48_000], one[:48_000])
    assert not joined[8 * 48_000 :].any()
    assert len(joined) == 9 * 48_000


def test_what_is_not_there_is_named_and_silent(tmp_path, desk):
    there = source(write_sound(tmp_path / "1.wav", tone(2)), 2)
    gone = source(tmp_path / "gone.wav", 2, offset="2")
    broken = source(tmp_path / "broken.wav", 2, offset="4")
    (tmp_path / "broken.wav").write_bytes(b"RIFF not a wave at all")
    line = desk.tape(tape_of(there, gone, broken))
    sound = np.frombuffer(whole(VirtualWav(line))[44:], "<i2")
    assert line.missing == (str(tmp_path / "gone.wav"),)
    assert sound[:96_000].any()
    assert not sound[96_000:].any()
    assert len(sound) == 6 * 48_000


def test_channels_that_extinguish_each_other_are_still_heard(tmp_path, desk):
    made = chatter(3)
    path = write_sound(tmp_path / "a.wav", np.concatenate([made, -made]))
    sound = np.frombuffer(whole(VirtualWav(desk.tape(tape_of(source(path, 3)))))[44:], "<i2")
    assert np.abs(sound).max() > 8000


def test_a_part_of_a_tape_is_a_file_of_its_own(tape, desk):
    line = desk.tape(tape)
    part = VirtualWav(line, 100_001, 200_003)
    assert whole(part)[44:] == whole(VirtualWav(line))[44 + 200_002 : 44 + 400_006]
    assert struct.unpack("<I", whole(part)[40:44]) == (200_004,)
    assert VirtualWav(line, 10**12, 10**13).size == 44


def test_past_four_gigabytes_the_header_is_rf64_and_ffmpeg_reads_it(tmp_path):
    seconds = 13 * 3600
    head = header(1, seconds * 48_000)
    assert head[:4] == b"RF64"
    assert len(head) == 80
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(80 + seconds * 96_000)
    with av.open(str(path)) as read:
        assert read.duration == seconds * 1_000_000
    assert header(1, 44_000_000)[:4] == b"RIFF"


def test_few_files_are_open_however_many_are_heard_at_once(tmp_path, monkeypatch):
    opened, most = [], []
    real = sounddesk.FileSound

    class Counted(real):
        def __init__(self, *arguments, **more):
            super().__init__(*arguments, **more)
            opened.append(self)
            most.append(len(opened))

        def close(self):
            opened.remove(self)
            super().close()

    monkeypatch.setattr(sounddesk, "FileSound", Counted)
    path = write_sound(tmp_path / "0.wav", chatter(4))
    tapes = []
    for number in range(20):
        copy = tmp_path / f"{number}.wav"
        copy.write_bytes(path.read_bytes())
        tapes.append(tape_of(source(copy, 4)))
    desk = SoundDesk()
    with ThreadPoolExecutor(20) as pool:
        heard = list(pool.map(lambda tape: whole(VirtualWav(desk.tape(tape))), tapes))
    assert len(set(heard)) == 1
    assert 1 < max(most) <= sounddesk.MOST_FILES
    desk.close()
    assert not opened


def test_files_are_let_go_of_when_nobody_listens(tmp_path, monkeypatch):
    closed = threading.Event()
    monkeypatch.setattr(sounddesk, "_IDLE_S", 0.05)
    monkeypatch.setattr(sounddesk.FileSound, "close", lambda self: closed.set())
    desk = SoundDesk()
    whole(VirtualWav(desk.tape(tape_of(source(write_sound(tmp_path / "a.wav", tone(1)), 1)))))
    assert closed.wait(5)


def test_a_file_that_was_replaced_is_not_mistaken_for_the_one_before(tmp_path):
    desk = SoundDesk()
    path = tmp_path / "a.wav"
    before = replace(source(write_sound(path, tone(1)), 1), digests={"xxh128": "a"})
    one = whole(VirtualWav(desk.tape(tape_of(before))))
    path.unlink()
    write_sound(path, tone(1, hz=100))
    two = whole(VirtualWav(desk.tape(tape_of(replace(before, digests={"xxh128": "b"})))))
    assert one != two
    desk.close()
