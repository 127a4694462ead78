"""The 16 kHz sound of a file: to the sample, whatever the codec and the container do to its beginning and end."""

from __future__ import annotations

import struct
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.errors import InputError
from tapewright.media.pyav import PyAvReader
from tapewright.model import SourceFile
from tapewright.testing.recordings import chatter, tone, wav, write_film, write_sound
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_samples, from_seconds, to_samples

READER = PyAvReader()
SECONDS = "2.3"
# Container, codec, and by how many milliseconds the file may seem longer than what was put in: codecs of fixed frames
# pad the last one, and not every container can say so.
EXACT = [
    ("a.wav", "pcm_s16le", 0),
    ("a.aiff", "pcm_s16be", 0),
    ("a.flac", "flac", 0),
    ("a.mp3", "libmp3lame", 0),
    ("a.m4a", "aac", 0),
    ("a.m4a", "alac", 0),
    ("a.mov", "aac", 0),
    ("a.mp4", "libmp3lame", 0),
    ("a.mkv", "aac", 22),
    ("a.mkv", "libmp3lame", 0),
    ("a.mkv", "libopus", 0),
    ("a.webm", "libopus", 0),
    ("a.opus", "libopus", 0),
]


def whole(file: SourceFile, cache: Path, seconds: str = SECONDS) -> np.ndarray:
    return READER.sound(file, Interval(Ticks(0), from_seconds(seconds)), cache=cache)


def delay(heard: np.ndarray, original: np.ndarray) -> int:
    size = 1 << 17
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(original, size)))
    place = int(np.argmax(match))
    return place - size if place > size // 2 else place


@pytest.mark.parametrize("rate_hz", [48_000, 44_100])
@pytest.mark.parametrize(("name", "codec", "pad_ms"), EXACT, ids=[f"{codec} in {name[2:]}" for name, codec, _ in EXACT])
def test_no_codec_moves_the_sound_by_a_single_sample(
    tmp_path: Path, name: str, codec: str, pad_ms: int, rate_hz: int
) -> None:
    if codec == "libopus" and rate_hz != 48_000:
        pytest.skip("Opus runs at 48 kHz")
    samples = chatter(float(SECONDS), rate_hz=rate_hz)
    reference = READER.facts(write_sound(tmp_path / "ref.wav", samples, rate_hz=rate_hz), cache=tmp_path)
    facts = READER.facts(write_sound(tmp_path / name, samples, rate_hz=rate_hz, codec=codec), cache=tmp_path)
    heard, original = whole(facts.file, tmp_path), whole(reference.file, tmp_path)
    assert delay(heard, original) == 0
    assert np.sqrt(np.mean((heard - original) ** 2)) < 0.02
    longer = facts.file.duration - from_seconds(SECONDS)
    assert 0 <= longer <= pad_ms * TICKS_PER_SECOND // 1000
    assert facts.remarks == ()


@pytest.mark.parametrize("samples", [1023, 1024, 1500, 47_999, 48_000, 48_001, 95_000, 96_000, 144_127])
def test_no_padding_is_left_at_the_end(tmp_path: Path, samples: int) -> None:
    path = write_sound(tmp_path / "a.m4a", chatter(4.0)[:, :samples], codec="aac")
    assert READER.facts(path, cache=tmp_path).file.duration == from_samples(samples, 48_000)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000])
def test_a_click_is_where_it_was_made(tmp_path: Path, rate_hz: int) -> None:
    samples = np.zeros((1, 3 * rate_hz), dtype=np.float32)
    samples[0, rate_hz + rate_hz // 4] = 0.9
    facts = READER.facts(write_sound(tmp_path / "click.wav", samples, rate_hz=rate_hz), cache=tmp_path)
    heard = whole(facts.file, tmp_path, "3")
    assert facts.file.duration == from_seconds(3)
    assert int(np.argmax(np.abs(heard))) == round(1.25 * 16_000)


@pytest.mark.parametrize(
    ("codec", "loss"),
    [("pcm_s24le", 1e-4), ("pcm_f32le", 1e-4), ("pcm_u8", 2e-2), ("pcm_s32le", 1e-4), ("pcm_f64le", 1e-4)],
)
def test_every_sample_format_says_the_same(tmp_path: Path, codec: str, loss: float) -> None:
    samples = chatter(1.0, rate_hz=16_000)
    facts = READER.facts(write_sound(tmp_path / "a.wav", samples, rate_hz=16_000, codec=codec), cache=tmp_path)
    heard = whole(facts.file, tmp_path, "1")
    assert np.abs(heard - samples[0]).max() < loss


def test_sixteen_kilohertz_mono_goes_through_bit_for_bit(tmp_path: Path) -> None:
    samples = chatter(1.0, rate_hz=16_000)
    path = tmp_path / "a.wav"
    path.write_bytes(wav(samples, rate_hz=16_000))
    heard = whole(READER.facts(path, cache=tmp_path).file, tmp_path, "1")
    assert np.array_equal(heard * 32768, (samples[0] * 32767).astype(np.int16))


@pytest.mark.parametrize("channels", [2, 6, 8])
def test_many_loud_channels_do_not_clip(tmp_path: Path, channels: int) -> None:
    samples = tone(1.0, channels=channels, level=0.99)
    facts = READER.facts(write_sound(tmp_path / "loud.wav", samples), cache=tmp_path)
    heard = whole(facts.file, tmp_path, "1")
    assert facts.file.audio is not None
    assert facts.file.audio.channels == channels
    assert 0.9 < np.abs(heard).max() < 1.0
    # A clipped sine has harmonics; this one has none worth mentioning.
    spectrum = np.abs(np.fft.rfft(heard[1600:-1600] * np.hanning(len(heard) - 3200)))
    assert spectrum[np.abs(np.fft.rfftfreq(len(heard) - 3200, 1 / 16_000) - 1320) < 5].max() < spectrum.max() / 1000


def test_eight_channels_without_a_layout_are_heard(tmp_path: Path) -> None:
    path = tmp_path / "poly.wav"
    samples = np.zeros((8, 16_000), dtype=np.float32)
    samples[5] = chatter(1.0, rate_hz=16_000)[0]
    path.write_bytes(wav(samples, rate_hz=16_000))
    heard = whole(READER.facts(path, cache=tmp_path).file, tmp_path, "1")
    assert np.abs(heard * 8 - samples[5]).max() < 1e-3


def test_channels_in_opposite_phase_are_not_lost(tmp_path: Path) -> None:
    voice = chatter(2.0)
    path = write_sound(tmp_path / "phase.wav", np.concatenate((voice, -voice)))
    facts = READER.facts(path, cache=tmp_path)
    assert not facts.is_silent
    assert any("opposite phase" in remark for remark in facts.remarks)
    assert np.abs(whole(facts.file, tmp_path, "2")).max() > 0.4


def test_microphones_on_tracks_of_their_own_are_all_heard(tmp_path: Path) -> None:
    one, two = tone(1.0, hz=300.0), tone(1.0, hz=1000.0)
    path = write_film(tmp_path / "two.mov", sound=np.concatenate((one, two)), tracks=2)
    facts = READER.facts(path, cache=tmp_path)
    heard = whole(facts.file, tmp_path, "1")
    spectrum = np.abs(np.fft.rfft(heard))
    assert min(spectrum[300], spectrum[1000]) > 100 * spectrum[600]
    assert any("2 tracks" in remark for remark in facts.remarks)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 3e38])
@pytest.mark.parametrize("codec", ["pcm_f32le", "pcm_f64le"])
def test_what_is_no_sample_does_not_spread(tmp_path: Path, codec: str, odd: float) -> None:
    samples = np.tile(chatter(1.0, rate_hz=16_000), (2, 1))
    samples[:, 8_000] = odd
    data = struct.pack("<HHIIHH", 3, 2, 16_000, 256_000, 16, 64)
    body = samples.T.astype("<f8").tobytes()
    path = tmp_path / "odd.wav"
    path.write_bytes(
        b"RIFF"
        + struct.pack("<I", 36 + len(body))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + data
        + b"data"
        + struct.pack("<I", len(body))
        + body
    )
    if codec == "pcm_f32le":
        path = write_sound(tmp_path / "odd32.wav", samples, rate_hz=16_000, codec=codec)
    heard = whole(READER.facts(path, cache=tmp_path).file, tmp_path, "1")
    assert np.isfinite(heard).all()
    assert np.abs(np.delete(heard - samples[0], slice(7_990, 8_010))).max() < 1e-3


def gapped(path: Path, samples: np.ndarray, *, keep: list[tuple[int, int]], rate_hz: int = 48_000) -> Path:
    """Only some stretches of the samples, each with the stamps that it had."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream("pcm_s16le", rate=rate_hz, layout="mono")
        for start, end in keep:
            for at in range(start, end, 1024):
                block = (samples[:, at : min(at + 1024, end)] * 32767).astype(np.int16)
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="s16", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = rate_hz, at, Fraction(1, rate_hz)
                output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def test_what_lies_behind_a_gap_stays_in_its_place(tmp_path: Path) -> None:
    samples = chatter(6.0)
    path = gapped(tmp_path / "gap.mkv", samples, keep=[(0, 96_256), (192_512, 288_000)])
    facts = READER.facts(path, cache=tmp_path)
    plain = READER.facts(write_sound(tmp_path / "all.wav", samples), cache=tmp_path)
    heard, original = whole(facts.file, tmp_path, "6"), whole(plain.file, tmp_path, "6")
    assert abs(facts.file.duration - from_seconds(6)) < from_seconds("0.002")
    assert any("gaps in its sound" in remark for remark in facts.remarks)
    assert np.abs(heard[33_000:63_000]).max() == 0
    assert abs(delay(heard[70_000:], original[70_000:])) <= 8  # Matroska stamps in whole milliseconds


def test_sound_that_begins_after_the_picture_begins_there(tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as output:
        video = output.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = output.add_stream("pcm_s16le", rate=48_000, layout="mono")
        for number in range(50):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number, np.uint8), format="rgb24")
            picture.pts = number
            output.mux(video.encode(picture))
        output.mux(video.encode(None))
        frame = av.AudioFrame.from_ndarray(np.full((1, 24_000), 9000, np.int16), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, 48_000, Fraction(1, 48_000)
        output.mux(audio.encode(frame))
        output.mux(audio.encode(None))
    facts = READER.facts(path, cache=tmp_path)
    heard = whole(facts.file, tmp_path, "2")
    assert np.abs(heard[:15_900]).max() < 1e-4
    assert np.abs(heard[16_010:23_990]).min() > 0.2
    assert any("begins 1.000 s after its picture" in remark for remark in facts.remarks)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[SourceFile, Path, np.ndarray]:
    folder = tmp_path_factory.mktemp("spoken")
    samples = chatter(40.0, rate_hz=16_000)
    path = folder / "a.wav"
    path.write_bytes(wav(samples, rate_hz=16_000))
    return READER.facts(path, cache=folder).file, folder, (samples[0] * 32767).astype(np.int16)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(a=st.integers(-(2**31), 45 * TICKS_PER_SECOND), b=st.integers(-(2**31), 45 * TICKS_PER_SECOND))
def test_any_interval_gives_exactly_its_samples(spoken: tuple[SourceFile, Path, np.ndarray], a: int, b: int) -> None:
    file, cache, original = spoken
    start, end = sorted((a, b))
    heard = READER.sound(file, Interval(Ticks(start), Ticks(end)), cache=cache)
    first, last = to_samples(start, 16_000), to_samples(end, 16_000)
    expected = np.zeros(last - first, dtype=np.int16)
    low, high = max(first, 0), min(last, len(original))
    if high > low:
        expected[low - first : high - first] = original[low:high]
    assert heard.dtype == np.float32
    assert np.array_equal(heard * 32768, expected)


def test_neighbouring_intervals_lose_and_double_nothing(spoken: tuple[SourceFile, Path, np.ndarray]) -> None:
    file, cache, original = spoken
    cuts = [0, 12_345_678, 700_000_001, 5_000_000_003, 40 * TICKS_PER_SECOND]
    parts = [READER.sound(file, Interval(Ticks(a), Ticks(b)), cache=cache) for a, b in pairwise(cuts)]
    assert np.array_equal(np.concatenate(parts) * 32768, original)


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "gone", "table", "tail", "longer"])
def test_a_damaged_cache_is_noticed_and_made_again(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(chatter(20.0, rate_hz=16_000), rate_hz=16_000))
    file = READER.facts(path, cache=tmp_path / "cache").file
    before = whole(file, tmp_path / "cache", "20")
    cached = next((tmp_path / "cache" / "sound").glob("*.16k"))
    good = cached.read_bytes()
    broken = bytearray(good)
    if harm == "flip":
        broken[100_000] ^= 1
    elif harm == "table":
        broken[-45] ^= 1
    elif harm == "tail":
        broken[-30] ^= 1
    elif harm in ("cut", "empty", "longer"):
        broken = {"cut": broken[:-7], "empty": broken[:0], "longer": broken + b"\0" * 16}[harm]
    if harm == "gone":
        cached.unlink()
    else:
        cached.write_bytes(broken)
    assert np.array_equal(whole(file, tmp_path / "cache", "20"), before)
    assert cached.read_bytes() == good
    assert list((tmp_path / "cache").rglob(".unfinished*")) == []


def test_the_cache_serves_when_the_original_is_away(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.flac", chatter(1.0), codec="flac")
    file = READER.facts(path, cache=tmp_path / "cache").file
    path.unlink()
    assert np.abs(whole(file, tmp_path / "cache", "1")).max() > 0.1
    next((tmp_path / "cache" / "sound").glob("*.16k")).unlink()
    with pytest.raises(InputError, match="no such file"):
        whole(file, tmp_path / "cache", "1")


def test_another_file_in_its_place_is_not_heard_in_its_name(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", chatter(1.0))
    file = READER.facts(path, cache=tmp_path / "cache").file
    next((tmp_path / "cache" / "sound").glob("*.16k")).unlink()
    write_sound(path, tone(1.0))
    with pytest.raises(InputError, match="not the file that was ingested"):
        whole(file, tmp_path / "cache", "1")


def test_a_film_without_sound_is_silent_and_not_an_error(tmp_path: Path) -> None:
    file = READER.facts(write_film(tmp_path / "mute.mp4"), cache=tmp_path).file
    assert file.audio is None
    assert len(whole(file, tmp_path, "1")) == 16_000
    assert READER.peaks(file, cache=tmp_path)["coarse"].shape == (0, 2)


def test_peaks_hold_the_least_and_greatest_sample_of_each_bin(tmp_path: Path) -> None:
    samples = chatter(2.345, rate_hz=16_000)
    path = tmp_path / "a.wav"
    path.write_bytes(wav(samples, rate_hz=16_000))
    file = READER.facts(path, cache=tmp_path).file
    peaks = READER.peaks(file, cache=tmp_path)
    original = (samples[0] * 32767).astype(np.int16)
    for name, size in (("fine", 160), ("coarse", 1600)):
        bins = [original[at : at + size] for at in range(0, len(original), size)]
        assert peaks[name].tolist() == [[int(b.min()), int(b.max())] for b in bins]
    cached = next((tmp_path / "peaks").glob("*.npz"))
    cached.write_bytes(cached.read_bytes()[:50])
    assert np.array_equal(READER.peaks(file, cache=tmp_path)["fine"], peaks["fine"])


def test_hours_take_no_more_memory_than_minutes(tmp_path: Path) -> None:
    """Peaks alone grow: 1.4 MB an hour. A 20-hour file is measured in the notes of the release."""
    import subprocess
    import sys

    script = (
        "import resource, struct, sys; from pathlib import Path; from tapewright.media.pyav import PyAvReader\n"
        "path, count = Path(sys.argv[1]), int(sys.argv[2]) * 60 * 8000\n"
        "head = b'WAVEfmt ' + struct.pack('<IHHIIHH', 16, 1, 1, 8000, 8000, 1, 8)\n"
        "head += b'data' + struct.pack('<I', count)\n"
        "with path.open('wb') as file:\n"
        "    file.write(b'RIFF' + struct.pack('<I', 36 + count) + head); file.truncate(44 + count)\n"
        "facts = PyAvReader().facts(path, cache=path.parent)\n"
        "assert facts.file.duration == int(sys.argv[2]) * 60 * 705_600_000\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    peak_kib = [
        int(
            subprocess.run(
                [sys.executable, "-c", script, str(tmp_path / f"{m}.wav"), str(m)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for m in (5, 90)
    ]
    assert peak_kib[1] - peak_kib[0] < 15_000


def test_times_are_those_of_samples_at_odd_rates(tmp_path: Path) -> None:
    samples = chatter(1.0, rate_hz=11_025)
    path = tmp_path / "odd.wav"
    path.write_bytes(wav(samples[:, :10_001], rate_hz=11_025))
    facts = READER.facts(path, cache=tmp_path)
    assert facts.file.duration == from_samples(10_001, 11_025)
