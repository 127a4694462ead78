"""The copy for browsers: H.264 and AAC, index first, a key frame a second, in step with the original."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tapewright.errors import InputError
from tapewright.media import FileFacts
from tapewright.media.pyav import PyAvReader
from tapewright.testing.recordings import chatter, number_of, write_film, write_sound
from tapewright.timing import Interval, Ticks, from_seconds

READER = PyAvReader()


def proxy_of(path: Path) -> tuple[FileFacts, Path]:
    cache = path.parent / "cache"
    facts = READER.facts(path, cache=cache)
    return facts, READER.proxy(facts.file, cache=cache)


@pytest.mark.parametrize("rate", [Fraction(24_000, 1001), Fraction(25), Fraction(30_000, 1001), Fraction(50)], ids=str)
def test_every_picture_is_where_it_was(tmp_path: Path, rate: Fraction) -> None:
    _, proxy = proxy_of(write_film(tmp_path / "film.mov", frames=80, rate=rate, sound=chatter(3.0)))
    with av.open(str(proxy)) as container:
        shown = [(number_of(frame), frame.pts * frame.time_base) for frame in container.decode(video=0)]
    assert [number for number, _ in shown] == list(range(80))
    assert all(abs(time - number / rate) <= Fraction(1, 90_000) for number, time in shown)


def test_it_can_be_sought_to_every_second_and_starts_at_once(tmp_path: Path) -> None:
    _, proxy = proxy_of(write_film(tmp_path / "film.mp4", frames=130, rate=25, sound=chatter(5.2)))
    head = proxy.read_bytes()[:4096]
    assert head.index(b"moov") < 64
    with av.open(str(proxy)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert video.codec_context.pix_fmt == "yuv420p"
        keys = [p.pts * p.time_base for p in container.demux(video) if p.is_keyframe and p.pts is not None]
    assert keys == [0, 1, 2, 3, 4, 5]


def test_its_sound_is_in_step_and_is_what_the_engines_hear(tmp_path: Path) -> None:
    facts, proxy = proxy_of(write_film(tmp_path / "film.mov", frames=75, sound=chatter(3.0)))
    again = READER.facts(proxy, cache=tmp_path / "again")
    span = Interval(Ticks(0), from_seconds(3))
    original = READER.sound(facts.file, span, cache=tmp_path / "cache")
    heard = READER.sound(again.file, span, cache=tmp_path / "again")
    match = np.fft.irfft(np.fft.rfft(heard, 1 << 17) * np.conj(np.fft.rfft(original, 1 << 17)))
    assert int(np.argmax(match)) == 0
    assert np.sqrt(np.mean((heard - original) ** 2)) < 0.02


def test_sound_alone_has_a_proxy_too(tmp_path: Path) -> None:
    _, proxy = proxy_of(write_sound(tmp_path / "a.flac", chatter(2.0), codec="flac"))
    with av.open(str(proxy)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        assert container.streams.audio[0].rate == 48_000


def test_a_large_picture_is_made_small_and_keeps_its_shape(tmp_path: Path) -> None:
    _, proxy = proxy_of(write_film(tmp_path / "big.mp4", frames=3, size=(1920, 1080)))
    with av.open(str(proxy)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (960, 540)


def test_it_is_made_once_and_whole(tmp_path: Path) -> None:
    facts, proxy = proxy_of(write_film(tmp_path / "film.mp4", sound=chatter(1.0)))
    made = proxy.stat().st_mtime_ns
    assert READER.proxy(facts.file, cache=tmp_path / "cache") == proxy
    assert proxy.stat().st_mtime_ns == made
    assert [p.name for p in proxy.parent.iterdir()] == [proxy.name]


def test_a_lost_original_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4")
    facts = READER.facts(path, cache=tmp_path / "cache")
    path.unlink()
    with pytest.raises(InputError, match="no such file"):
        READER.proxy(facts.file, cache=tmp_path / "cache")
    assert not list((tmp_path / "cache" / "proxy").glob("*"))


def test_sound_that_comes_before_the_picture_waits_for_it(tmp_path: Path) -> None:
    """In the file, not in time: the header of the copy has to name both before anything is written."""
    path = write_film(tmp_path / "film.ts", frames=50, sound=chatter(2.0))
    data = path.read_bytes()
    packets = [data[at : at + 188] for at in range(0, len(data), 188)]
    pids = [int.from_bytes(packet[1:3], "big") & 0x1FFF for packet in packets]
    video, audio = 0x100, 0x101
    order = [p for p, pid in zip(packets, pids, strict=True) if pid not in (video, audio)]
    order += [p for p, pid in zip(packets, pids, strict=True) if pid == audio]
    order += [p for p, pid in zip(packets, pids, strict=True) if pid == video]
    path.write_bytes(b"".join(order))
    _, proxy = proxy_of(path)
    with av.open(str(proxy)) as container:
        assert sorted(stream.type for stream in container.streams) == ["audio", "video"]
        assert [number_of(frame) for frame in container.decode(video=0)] == list(range(50))
