"""Small recordings, made on the spot, for the tests of everything that reads sound and picture.

Nothing here is random: the same call gives the same samples and pictures.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

Samples = Any
"""``numpy.ndarray`` float32 ``[channels, samples]``, -1 to 1."""

_FORMATS = {"aac": "fltp", "libmp3lame": "fltp", "libopus": "flt", "flac": "s16", "alac": "s16p", "ac3": "fltp"}
_NUMBER_BITS = 16
_CELL = 8


def tone(seconds: float, *, rate_hz: int = 48_000, hz: float = 440.0, channels: int = 1, level: float = 0.5) -> Samples:
    """A steady sine on every channel."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.tile((level * np.sin(2 * np.pi * hz * time)).astype(np.float32), (channels, 1))


def chatter(seconds: float, *, rate_hz: int = 48_000, seed: int = 5) -> Samples:
    """Noise below 3 kHz whose loudness comes and goes: any two places can be told apart, also after a lossy codec."""
    count = round(seconds * rate_hz)
    chance = np.random.default_rng(seed)
    spectrum = np.fft.rfft(chance.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / rate_hz)
    spectrum[(hertz < 200) | (hertz > 3000)] = 0
    sound = np.fft.irfft(spectrum, count)
    sound *= 0.6 + 0.4 * np.sin(2 * np.pi * 1.7 * np.arange(count) / rate_hz)
    return (0.5 * sound / np.abs(sound).max()).astype(np.float32)[None, :]


def vowels(seconds: float, *, rate_hz: int = 16_000, seed: int = 3) -> Samples:
    """A voice that says vowels, with a pause of 1.5 s in every 6 s: what looks for speech finds it."""
    count, chance = round(seconds * rate_hz), np.random.default_rng(seed)
    time, beats = np.arange(count) / rate_hz, np.arange(int(seconds * 4) + 2) / 4
    pitch = np.interp(time, beats, 110 + 30 * chance.random(len(beats)))
    mouths = np.array([[700, 1100, 2500], [300, 2200, 2900], [450, 800, 2600], [600, 1700, 2500], [350, 900, 2300]])
    mouth = mouths[chance.integers(0, len(mouths), len(beats))]
    formants = [(np.interp(time, beats, mouth[:, k]), 90 + 40 * k) for k in range(3)]
    phase, sound = 2 * np.pi * np.cumsum(pitch) / rate_hz, np.zeros(count)
    for harmonic in range(1, 30):
        hertz = harmonic * pitch
        level = sum(1 / (1 + ((hertz - at) / width) ** 2) for at, width in formants)
        sound += np.where(hertz < 4000, level, 0) * np.sin(harmonic * phase) / harmonic**0.3
    sound *= np.clip(1.3 * np.sin(np.pi * 4 * time) ** 2, 0.05, 1) * (time % 6 < 4.5)
    return (0.4 * sound / np.abs(sound).max()).astype(np.float32)[None, :]


def write_sound(
    path: Path,
    samples: Samples,
    *,
    rate_hz: int = 48_000,
    codec: str = "pcm_s16le",
    layout: str = "",
    container: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Path:
    """A sound file by PyAV; the container by the file's ending unless it is named."""
    layout = layout or {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[len(samples)]
    with av.open(str(path), "w", format=container) as output:
        output.metadata.update(tags or {})
        stream = output.add_stream(codec, rate=rate_hz, layout=layout)
        for frame in _packed(samples, rate_hz, layout, stream):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def _packed(samples: Samples, rate_hz: int, layout: str, stream: Any) -> Iterable[Any]:
    format_name = stream.format.name if stream.format else _FORMATS[stream.name]
    size = stream.codec_context.frame_size or 4096
    packer = av.AudioResampler(format_name, layout, rate_hz, frame_size=size)
    for start in range(0, samples.shape[1], rate_hz):
        # Interleaved: PyAV reads past the end of a planar frame of eight channels.
        block = np.ascontiguousarray(samples[:, start : start + rate_hz].T, dtype=np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, start, Fraction(1, rate_hz)
        yield from packer.resample(frame)
    yield from packer.resample(None)


def write_film(
    path: Path,
    *,
    frames: int = 25,
    rate: Fraction | int = 25,
    size: tuple[int, int] = (128, 64),
    timecode: str = "",
    reel: str = "",
    sound: Samples | None = None,
    rate_hz: int = 48_000,
    sound_codec: str = "",
    codec: str = "libx264",
    times: Sequence[Fraction] | None = None,
    tracks: int = 1,
) -> Path:
    """A film whose every picture shows its own number (``number_of``). ``times``: when each is shown, else evenly.

    ``tracks`` writes each channel of ``sound`` to a track of its own when it is more than one.
    """
    rate = Fraction(rate)
    with av.open(str(path), "w") as output:
        video = output.add_stream(codec, rate=rate)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        if timecode:
            video.metadata["timecode"] = timecode
            if path.suffix == ".mxf":
                output.metadata["timecode"] = timecode
        if reel:
            video.metadata["reel_name"] = reel
        if times is not None:
            video.codec_context.time_base = Fraction(1, 90_000)
        name = sound_codec or ("pcm_s16le" if path.suffix in (".mov", ".mxf", ".avi") else "aac")
        channels = [] if sound is None else (list(sound[:, None, :]) if tracks > 1 else [sound])
        layouts = ["stereo" if len(part) == 2 else "mono" for part in channels]
        audio = [output.add_stream(name, rate=rate_hz, layout=layout) for layout in layouts]
        for number in range(frames):
            frame = numbered(number, size)
            if times is None:
                frame.pts, frame.time_base = number, 1 / rate
            else:
                frame.pts, frame.time_base = round(times[number] * 90_000), Fraction(1, 90_000)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        for stream, part, layout in zip(audio, channels, layouts, strict=True):
            for block in _packed(part, rate_hz, layout, stream):
                output.mux(stream.encode(block))
            output.mux(stream.encode(None))
    return path


def numbered(number: int, size: tuple[int, int] = (128, 64)) -> Any:
    """A picture that shows ``number`` as a row of black and white cells."""
    picture = np.full((size[1], size[0], 3), 96, dtype=np.uint8)
    for bit in range(_NUMBER_BITS):
        picture[: 2 * _CELL, bit * _CELL : (bit + 1) * _CELL] = 235 if number >> bit & 1 else 16
    return av.VideoFrame.from_ndarray(picture, format="rgb24")


def number_of(frame: Any) -> int:
    """The number that a picture made by ``numbered`` shows; its width may have been changed."""
    picture = frame.to_ndarray(format="gray")
    cell = picture.shape[1] * _CELL / 128
    row = picture[round(cell)]
    return sum(1 << bit for bit in range(_NUMBER_BITS) if row[round((bit + 0.5) * cell)] > 128)


def wav(
    samples: Samples,
    *,
    rate_hz: int = 48_000,
    chunks: Iterable[tuple[bytes, bytes]] = (),
    after: Iterable[tuple[bytes, bytes]] = (),
) -> bytes:
    """A 16-bit WAV file, byte by byte, with further chunks before and behind its samples."""
    data = (np.clip(samples, -1, 1) * 32767).astype("<i2").T.tobytes()
    channels = len(samples)
    head = struct.pack("<HHIIHH", 1, channels, rate_hz, rate_hz * channels * 2, channels * 2, 16)
    body = b"".join(_chunk(*one) for one in ((b"fmt ", head), *chunks, (b"data", data), *after))
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def bext(time_reference: int, *, description: str = "", date: str = "2026-05-04", time: str = "10:11:12") -> bytes:
    """A BWF ``bext`` chunk's content (EBU Tech 3285, version 1)."""
    texts = (description.encode()[:256], b"tapewright", b"", date.encode(), time.encode())
    return struct.pack("<256s32s32s10s8sQH64s190s", *texts, time_reference, 1, b"", b"")


def ixml(*, rate: str = "", drop: bool = False, tape: str = "", scene: str = "", take: str = "") -> bytes:
    """An iXML chunk's content."""
    flag = "DF" if drop else "NDF"
    speed = f"<SPEED><TIMECODE_RATE>{rate}</TIMECODE_RATE><TIMECODE_FLAG>{flag}</TIMECODE_FLAG></SPEED>" if rate else ""
    names = f"<TAPE>{tape}</TAPE><SCENE>{scene}</SCENE><TAKE>{take}</TAKE>"
    return f'<?xml version="1.0" encoding="UTF-8"?><BWFXML>{names}{speed}</BWFXML>'.encode()


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
