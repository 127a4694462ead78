"""The listening copy: on the file's clock to the sample, hum gone, one level; whole, or not there at all."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
import xxhash

from tapewright.errors import InputError
from tapewright.media.aidnote import RATE_HZ, read_facts
from tapewright.media.decoding import decode
from tapewright.media.hearing import Mixdown
from tapewright.media.hum import RATE_HZ as HUM_RATE_HZ
from tapewright.media.hum import Found, find_hum
from tapewright.media.listenaid import Filters, chain_of, delay_of, write_aid
from tapewright.media.opening import choose_streams, container_of, read_once
from tapewright.model.progress import Step, silent
from tapewright.testing.hostile import mutations
from tapewright.testing.recordings import chatter, tone, write_film, write_sound

SPEECH = Path(__file__).parents[3] / "shared" / "data" / "speech"


class _Always:
    def check(self) -> None:
        """Nobody stops it."""


def heard(path: Path, rate_hz: int = RATE_HZ) -> np.ndarray:
    """The mix that the engines hear."""
    made: list[np.ndarray] = []
    with read_once(path) as reading, container_of(reading, path) as container:
        streams = choose_streams(container, path)
        mixdown = Mixdown(streams.audio, streams.start, rate_hz, lambda samples: made.append(samples.copy()))
        told = decode(container, streams, _Always(), hear=mixdown.add)  # type: ignore[arg-type]
        mixdown.finish(told.packet_ends)
    return np.concatenate(made).astype(np.float32) / 32768


def read(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray().ravel() for frame in container.decode(audio=0)]) / np.float32(32768)


def lag(one: np.ndarray, other: np.ndarray) -> int:
    """By how many samples ``one`` is later."""
    size = 2 * max(len(one), len(other))
    found = int(np.argmax(np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)))))
    return found if found < size // 2 else found - size


def spoken(seconds: float, rate_hz: int, channels: int = 1) -> np.ndarray:
    """Chatter with pauses and a little hiss, as of a room."""
    sound = 0.4 * chatter(seconds, rate_hz=rate_hz)
    at = np.arange(sound.shape[1]) / rate_hz
    sound = sound * (np.sin(2 * np.pi * 0.5 * at) > 0)
    hiss = 0.002 * np.random.default_rng(1).standard_normal(sound.shape).astype(np.float32)
    return np.tile(sound + hiss, (channels, 1)).astype(np.float32)


@pytest.mark.parametrize(
    ("name", "rate_hz", "channels", "codec"),
    [
        ("a.wav", 48_000, 1, "pcm_s16le"),
        ("a.wav", 44_100, 2, "pcm_s16le"),
        ("a.wav", 16_000, 1, "pcm_s24le"),
        ("a.flac", 96_000, 2, "flac"),
        ("a.m4a", 48_000, 2, "aac"),
        ("a.mp3", 44_100, 1, "libmp3lame"),
        ("a.ogg", 48_000, 1, "libopus"),
    ],
)
def test_the_copy_has_the_same_clock_to_the_sample(
    tmp_path: Path, name: str, rate_hz: int, channels: int, codec: str
) -> None:
    path = write_sound(tmp_path / name, spoken(4, rate_hz, channels), rate_hz=rate_hz, codec=codec)
    facts = write_aid(path, tmp_path / "copy.flac", Found(floor_db=-54.0), loudness=-23.0, report=silent)
    mix, copy = heard(path), read(tmp_path / "copy.flac")
    assert facts.samples == len(copy) == len(mix)
    assert lag(copy, mix) == 0


def test_the_sound_of_a_film_has_the_same_clock_too(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mov", frames=75, sound=spoken(3, 48_000, 2))
    write_aid(path, tmp_path / "copy.flac", Found(), loudness=-23.0, report=silent)
    assert lag(read(tmp_path / "copy.flac"), heard(path)) == 0


@pytest.mark.parametrize("hum", [(), (50.0, 100.0), (60.0, 120.0, 180.0, 240.0)])
def test_what_the_filters_delay_is_measured(hum: tuple[float, ...]) -> None:
    assert delay_of(chain_of(Found(hum_hz=hum))) == delay_of(chain_of(Found()))
    assert delay_of((("highpass", "f=60"),)) == 0


@pytest.mark.parametrize("base", [50.0, 60.0, 48.7, 61.2])
def test_hum_is_found_where_it_is_and_taken_out(tmp_path: Path, base: float) -> None:
    clean = spoken(20, HUM_RATE_HZ)[0]
    at = np.arange(len(clean)) / HUM_RATE_HZ
    hum = sum(0.02 / n * np.sin(2 * np.pi * base * n * at) for n in range(1, 5))
    found = find_hum([(clean + hum).astype(np.float32)])
    assert found.hum_hz[0] == pytest.approx(base, abs=0.1)
    assert len(found.hum_hz) >= 3
    path = write_sound(tmp_path / "hum.wav", (clean + hum)[None, :].astype(np.float32), rate_hz=HUM_RATE_HZ)
    facts = write_aid(path, tmp_path / "copy.flac", found, loudness=-23.0, report=silent)
    copy = read(tmp_path / "copy.flac") / 10 ** (facts.gain_db / 20)
    assert line_db(heard(path), base) - line_db(copy, base) > 15


def line_db(sound: np.ndarray, hz: float) -> float:
    at = np.arange(len(sound)) / RATE_HZ
    return float(20 * np.log10(abs(np.mean(sound * np.exp(-2j * np.pi * hz * at))) + 1e-9))


def test_sound_without_hum_has_none() -> None:
    assert find_hum([spoken(20, HUM_RATE_HZ)[0]]).hum_hz == ()
    assert find_hum([]) == Found()
    assert find_hum([np.zeros(HUM_RATE_HZ * 10, dtype=np.float32)]).hum_hz == ()
    assert find_hum([tone(20, rate_hz=HUM_RATE_HZ, hz=220.0)[0]]).hum_hz == ()


def test_a_real_recording_of_1961_has_the_hum_of_its_mains() -> None:
    path = SPEECH / "jfk-1961" / "jfk.flac"
    if not path.is_file():
        pytest.skip("needs ../shared/data/speech/jfk-1961")
    assert find_hum([heard(path, HUM_RATE_HZ)]).hum_hz[0] == pytest.approx(60, abs=0.1)


@pytest.mark.parametrize("loudness", [-23.0, -16.0])
def test_the_copy_has_the_loudness_that_was_asked_for(tmp_path: Path, loudness: float) -> None:
    path = write_sound(tmp_path / "a.wav", 0.1 * spoken(8, 48_000))
    facts = write_aid(path, tmp_path / "copy.flac", Found(), loudness=loudness, report=silent)
    # The limiter holds back what would clip: noise has higher peaks than speech.
    assert loudness - 4 < facts.loudness < loudness + 0.5
    assert np.abs(read(tmp_path / "copy.flac")).max() <= 0.9


@pytest.mark.parametrize("loudness", [-23.0, -16.0])
def test_a_reader_gets_the_loudness_that_was_asked_for(tmp_path: Path, loudness: float) -> None:
    path = SPEECH / "ljspeech-LJ001" / "wavs" / "LJ001-0001.wav"
    if not path.is_file():
        pytest.skip("needs ../shared/data/speech/ljspeech-LJ001")
    facts = write_aid(path, tmp_path / "copy.flac", Found(floor_db=-59.0), loudness=loudness, report=silent)
    assert facts.loudness == pytest.approx(loudness, abs=1.0)
    assert lag(read(tmp_path / "copy.flac"), heard(path)) == 0


@pytest.mark.parametrize("name", ["jfk-1961/jfk.flac", "ljspeech-LJ001/wavs/LJ001-0003.wav"])
def test_no_true_peak_is_above_one_decibel_under_full_scale(tmp_path: Path, name: str) -> None:
    """Also where a copy is made as loud as may be; measured as ITU-R BS.1770 has it, between the samples too."""
    write_aid(reading(name), tmp_path / "copy.flac", Found(), loudness=-10.0, report=silent)
    meter = Filters((("ebur128", "metadata=1:peak=true"),), lambda samples: None)
    meter.add(read(tmp_path / "copy.flac"))
    meter.finish()
    assert 0.8 < float(meter.told["lavfi.r128.true_peak"]) <= 10 ** (-1 / 20)


def test_silence_stays_silence(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", np.zeros((1, 48_000), dtype=np.float32))
    facts = write_aid(path, tmp_path / "copy.flac", Found(), loudness=-23.0, report=silent)
    assert facts.gain_db == 0.0
    assert not read(tmp_path / "copy.flac").any()


def test_what_was_done_is_noted_and_an_older_note_counts_for_nothing(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", spoken(2, 48_000))
    copy = tmp_path / "copy.flac"
    assert read_facts(copy) is None
    facts = write_aid(path, copy, Found(hum_hz=(50.0,)), loudness=-23.0, report=silent)
    assert read_facts(copy) == facts
    for note in ("", "{}", "[]", '{"version": 0}', '{"version": 1, "hum_hz": 3}', "null"):
        copy.with_suffix(".json").write_text(note, "utf-8")
        assert read_facts(copy) is None


def test_who_stops_it_leaves_nothing_behind(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", spoken(20, 48_000))
    before = path.read_bytes()
    (tmp_path / "aid").mkdir()

    def stop(step: Step) -> None:
        if step.done > step.total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_aid(path, tmp_path / "aid" / "copy.flac", Found(), loudness=-23.0, report=stop)
    assert list((tmp_path / "aid").iterdir()) == []
    assert path.read_bytes() == before


def test_a_film_without_sound_is_named(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mov", frames=5)
    with pytest.raises(InputError, match="no sound"):
        write_aid(path, tmp_path / "copy.flac", Found(), loudness=-23.0, report=silent)


def test_broken_files_are_cleaned_or_named(tmp_path: Path) -> None:
    data = write_sound(tmp_path / "good.wav", spoken(1, 16_000), rate_hz=16_000).read_bytes()
    for number, (_, broken) in enumerate(mutations(data)):
        path, copy = tmp_path / f"{number}.wav", tmp_path / f"{number}.flac"
        path.write_bytes(broken)
        assert made_or_named(path, copy)


def made_or_named(path: Path, copy: Path) -> bool:
    """Whether the copy is whole, or the file was named and nothing stands there."""
    try:
        return write_aid(path, copy, Found(), loudness=-23.0, report=silent).samples == len(read(copy))
    except InputError as error:
        return error.place == str(path) and not copy.exists()


def reading(name: str) -> Path:
    path = SPEECH / name
    if not path.is_file():
        pytest.skip(f"needs ../shared/data/speech/{name}")
    return path


@pytest.mark.parametrize("name", ["jfk-1961/jfk.flac", "ljspeech-LJ001/wavs/LJ001-0002.wav"])
@pytest.mark.parametrize("hum", [(), (50.0, 100.0, 150.0)])
def test_no_note_of_a_voice_is_moved(tmp_path: Path, name: str, hum: tuple[float, ...]) -> None:
    path = reading(name)
    write_aid(path, tmp_path / "copy.flac", Found(hum_hz=hum, hiss_db=-60.0), loudness=-23.0, report=silent)
    mix, copy = heard(path), read(tmp_path / "copy.flac")
    tenth = len(mix) // 10
    for start in (0, 4 * tenth, 7 * tenth):
        assert lag(copy[start : start + 3 * tenth], mix[start : start + 3 * tenth]) == 0


@pytest.mark.parametrize("level_db", [-60.0, -45.0])
def test_hiss_is_measured_and_turned_down_by_ten_decibels(tmp_path: Path, level_db: float) -> None:
    chance = np.random.default_rng(5)
    at = np.arange(48_000 * 12) / 48_000
    is_said = np.sin(np.pi * at) > 0
    hiss = 10 ** (level_db / 20) * chance.standard_normal(len(at))
    said = 0.4 * chatter(12)[0] * is_said + hiss
    path = write_sound(tmp_path / "a.wav", said[None, :].astype(np.float32))
    found = find_hum([heard(path, HUM_RATE_HZ)])
    assert found.hiss_db == pytest.approx(level_db - 4.8, abs=1.5)
    facts = write_aid(path, tmp_path / "copy.flac", found, loudness=-23.0, report=silent)
    copy = read(tmp_path / "copy.flac") / 10 ** (facts.gain_db / 20)
    pauses = ~(np.convolve(is_said, np.ones(9600), "same") > 0)
    before, after = (10 * np.log10(np.mean(np.square(each[pauses]))) for each in (heard(path), copy))
    assert before - after > 10


def test_silence_that_a_program_put_in_is_no_quiet_of_the_tape() -> None:
    hiss = 0.003 * np.random.default_rng(6).standard_normal(HUM_RATE_HZ * 20).astype(np.float32)
    hiss[:: 5 * HUM_RATE_HZ] = 0
    hiss[HUM_RATE_HZ * 3 : HUM_RATE_HZ * 4] = 0
    assert find_hum([hiss]).hiss_db == pytest.approx(-50.5, abs=1.5)


def test_where_it_came_from_is_noted(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", spoken(2, 48_000))
    digest = xxhash.xxh3_128_hexdigest(path.read_bytes())
    found = Found(hum_hz=(50.0,), hiss_db=-60.0)
    facts = write_aid(path, tmp_path / "copy.flac", found, loudness=-23.0, report=silent, digest=digest)
    assert facts.input_digest == digest
    assert [name.split("=")[0] for name in facts.filters if not name.startswith("a")] == [
        "firequalizer",
        "bandreject",
        "volume",
    ]
    assert any(name.startswith("afftdn=") for name in facts.filters)
    assert facts.ffmpeg


def test_another_file_under_the_same_name_is_not_cleaned_for_it(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", spoken(2, 48_000))
    with pytest.raises(InputError, match="not the file that was ingested"):
        write_aid(path, tmp_path / "copy.flac", Found(), loudness=-23.0, report=silent, digest="0" * 32)
    assert not (tmp_path / "copy.flac").exists()


def test_a_copy_that_was_cut_short_is_none(tmp_path: Path) -> None:
    path, copy = write_sound(tmp_path / "a.wav", spoken(2, 48_000)), tmp_path / "copy.flac"
    write_aid(path, copy, Found(), loudness=-23.0, report=silent)
    copy.write_bytes(copy.read_bytes()[:-100])
    assert read_facts(copy) is None


@pytest.mark.parametrize(
    ("name", "sound", "rate_hz"),
    [
        ("one sample", np.full((1, 1), 0.5), 48_000),
        ("too short for the filters", 0.5 * chatter(0.01), 48_000),
        ("8 kHz", spoken(2, 8_000), 8_000),
        ("5.1", spoken(2, 48_000, 6), 48_000),
        ("clipped", np.clip(20 * spoken(2, 48_000), -1, 1), 48_000),
        ("a constant", 0.4 + 0.1 * spoken(2, 48_000), 48_000),
        ("nothing but a constant", np.full((1, 48_000), 0.5), 48_000),
    ],
)
def test_odd_sound_has_its_copy_too(tmp_path: Path, name: str, sound: np.ndarray, rate_hz: int) -> None:
    path = write_sound(tmp_path / "a.wav", sound.astype(np.float32), rate_hz=rate_hz)
    found = find_hum([heard(path, HUM_RATE_HZ)])
    facts = write_aid(path, tmp_path / "copy.flac", found, loudness=-23.0, report=silent)
    mix, copy = heard(path), read(tmp_path / "copy.flac")
    assert facts.samples == len(copy) == len(mix)
    assert np.abs(copy).max() <= 0.9
    if "constant" in name:
        assert abs(copy[4_800:-4_800].mean()) < 0.01


def test_a_short_recording_has_its_hiss_measured_too() -> None:
    hiss = 0.003 * np.random.default_rng(6).standard_normal(HUM_RATE_HZ).astype(np.float32)
    assert find_hum([hiss]).hiss_db == pytest.approx(-50.5, abs=1.5)
    assert find_hum([hiss[:800]]) == Found()


def test_the_four_seconds_from_the_moon_lose_their_hiss(tmp_path: Path) -> None:
    path = reading("apollo11-a11wlk01/a11wlk01.wav")
    found = find_hum([heard(path, HUM_RATE_HZ)])
    assert -70 < found.hiss_db < -30
    facts = write_aid(path, tmp_path / "copy.flac", found, loudness=-23.0, report=silent)
    assert any(name.startswith("afftdn=") for name in facts.filters)
    assert lag(read(tmp_path / "copy.flac"), heard(path)) == 0
