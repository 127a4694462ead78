"""Films and sounds for tests of screens: pictures that say their own number, and sound that goes as words go.

A picture shows its frame number twice: in figures for a person, and as the row of cells that ``number_of`` reads, so
that a test can prove from a screenshot which frame is on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tapewright.model import Word
from tapewright.testing.recordings import Samples, write_sound
from tapewright.timing import to_float_seconds

RATE_HZ = 48_000
SIZE = (320, 180)
_CELLS = 16
_FONT = (
    "111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001",
    "111100111001111", "111100111101111", "111001001001001", "111101111101111", "111101111001111",
)  # fmt: skip
"""Three by five dots for each figure, row by row."""


def spoken(words: Sequence[tuple[int, Word]], seconds: float) -> Samples:
    """Sound that swells where a word is said and is nearly still between; each voice number has its own pitch."""
    count = round(seconds * RATE_HZ)
    sound = 0.001 * np.random.default_rng(3).standard_normal(count)
    for voice, word in words:
        first, last = (round(to_float_seconds(at) * RATE_HZ) for at in (word.start, word.end))
        time = np.arange(last - first) / RATE_HZ
        pitch = (118, 196, 157, 233)[voice % 4] * (1 + 0.02 * (len(word.text) % 5))
        colour = 1 + sum(map(ord, word.text)) % 4
        wave = sum(np.sin(2 * np.pi * pitch * n * time + n * colour) / n for n in range(1, 9))
        swell = np.sin(np.pi * np.clip(time / max(time[-1], 1e-3), 0, 1)) ** 0.6
        sound[first:last] += (0.1 + 0.03 * colour) * wave * swell
    return np.clip(sound, -0.95, 0.95).astype(np.float32)[None, :]


def write_test_film(path: Path, sound: Samples, *, rate: Fraction, timecode: str, seconds: float) -> Path:
    """FFmpeg's test picture with its frame numbers burnt in, and the sound beside it."""
    with av.open(str(path), "w") as output:
        video = output.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "26"})
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        video.metadata["timecode"] = timecode
        audio = output.add_stream("aac", rate=RATE_HZ, layout="mono")
        for number, picture in enumerate(_pictures(rate, int(seconds * rate))):
            frame = av.VideoFrame.from_ndarray(burnt_in(picture, number), format="rgb24")
            frame.pts, frame.time_base = number, 1 / rate
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        for start in range(0, sound.shape[1], 1024):
            block = av.AudioFrame.from_ndarray(sound[:, start : start + 1024], format="fltp", layout="mono")
            block.sample_rate, block.pts, block.time_base = RATE_HZ, start, Fraction(1, RATE_HZ)
            output.mux(audio.encode(block))
        output.mux(audio.encode(None))
    return path


def write_long_sound(path: Path, seconds: float) -> Path:
    """Hours of sound in a moment: one minute of it, encoded once and laid end to end. ``path`` ends in .m4a."""
    minute = path.with_name(f".{path.stem}-minute.m4a")
    time = np.arange(60 * RATE_HZ) / RATE_HZ
    swell = np.clip(np.sin(2 * np.pi * 1.9 * time) + 0.4 * np.sin(2 * np.pi * 0.31 * time), 0, 1)
    write_sound(minute, (0.4 * swell * np.sin(2 * np.pi * 170 * time)).astype(np.float32)[None, :], codec="aac")
    with av.open(str(minute)) as source, av.open(str(path), "w", format="mp4") as output:
        stream = source.streams.audio[0]
        copy = output.add_stream_from_template(stream)
        packets = [(bytes(packet), packet.duration) for packet in source.demux(stream) if packet.size]
        at = 0
        while at < seconds * RATE_HZ:
            for data, duration in packets:
                packet = av.Packet(data)
                packet.stream, packet.time_base = copy, Fraction(1, RATE_HZ)
                packet.pts = packet.dts = at
                packet.duration = duration
                output.mux(packet)
                at += duration
    minute.unlink()
    return path


def burnt_in(picture: Any, number: int) -> Any:
    """The picture with its number in it: cells for ``number_of`` on top, figures below them."""
    cell = SIZE[0] // _CELLS
    for bit in range(_CELLS):
        picture[: 2 * cell, bit * cell : (bit + 1) * cell] = 235 if number >> bit & 1 else 16
    dot = 8
    text = f"{number:05d}"
    picture[2 * cell + 8 : 2 * cell + 24 + 5 * dot, 8 : 24 + len(text) * 4 * dot] = 16
    for place, figure in enumerate(text):
        for at, lit in enumerate(_FONT[int(figure)]):
            if lit == "1":
                top = 2 * cell + 16 + (at // 3) * dot
                left = 16 + place * 4 * dot + (at % 3) * dot
                picture[top : top + dot, left : left + dot] = 235
    return picture


def _pictures(rate: Fraction, count: int) -> Iterator[Any]:
    graph = av.filter.Graph()
    source = graph.add("testsrc2", f"size={SIZE[0]}x{SIZE[1]}:rate={rate.numerator}/{rate.denominator}")
    sink = graph.add("buffersink")
    source.link_to(sink)
    graph.configure()
    for _ in range(count):
        yield sink.pull().to_ndarray(format="rgb24")
