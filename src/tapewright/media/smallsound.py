"""Sound made small for a page: MP3, mono, the same bytes for the same sound."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np

RATE_HZ = 48_000
_BIT_RATE = 64_000
_HEADER = 44
_FRAME = 1152
_BARE = {"write_xing": "0", "id3v2_version": "0", "fflags": "+bitexact"}
"""No tag with the name of an encoder or a date: the sound alone."""


def mp3(wav: Iterable[bytes]) -> bytes:
    """A WAV of 16 bits at 48 kHz (its channels mixed) as MP3 of 64 kbit/s, mono."""
    import av

    data = b"".join(wav)
    channels = int.from_bytes(data[22:24], "little")
    samples = np.frombuffer(data[_HEADER:], dtype="<i2").reshape(-1, channels)
    mono = samples.astype(np.float64).mean(axis=1).round().astype(np.int16)
    made = io.BytesIO()
    with av.open(made, "w", format="mp3", options=_BARE) as out:
        stream = out.add_stream("libmp3lame", rate=RATE_HZ, layout="mono", format="s16p", bit_rate=_BIT_RATE)
        for start in range(0, len(mono), _FRAME):
            frame = av.AudioFrame.from_ndarray(mono[None, start : start + _FRAME], format="s16p", layout="mono")
            frame.sample_rate = RATE_HZ
            frame.pts = start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return made.getvalue()
