"""Recordings and a typed transcript for the tests of the ground, made of tones: quick, and the same everywhere."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

TYPED = """\
[00:00:01:00] MARIAN: The harbour was quiet that year. You know, I mean, nobody asked us anything.
[00:00:09:00] INTERVIEWER: And then the boats came back?
[00:00:12:00] MARIAN: They came back in April, until the boats came back we had the bakery and nothing else.
"""

HEARD = """\
1
00:00:01,000 --> 00:00:05,500
The harbour was quite that year, you know, I mean nobody asked us anything.

2
00:00:09,000 --> 00:00:11,000
And then the boats came back.

3
00:00:12,000 --> 00:00:18,000
They came back in April. Until the boats came back we had the bakery and nothing else.
"""

MARIAN = """\
INTERVIEW WITH MARIAN, FIRST PART

M: The harbour was quiet that year. Nobody asked us anything.

I: And then the boats came back?

M: They came back in April. Until the boats came back we had the bakery [dog barks] and nothing else.
"""

CODINGS = """\
tape,start,end,code,coder,note
INT_01,1,5.5,weather/quiet,Rosa,
INT_01,00:00:09,00:00:11,questions,Emil,the first
INT_01,12,18,weather/quiet,Emil,
INT_01,later,18,questions,Emil,
"""

ARTICLE = """\
# The quiet harbour

“The harbour was quiet that year,” says Marian. She remembers it well.

“Nobody asked us everything,” Marian says today.
"""


@pytest.fixture
def material(tmp_path: Path) -> Path:
    """A folder with ``card/INT_01.wav`` to ``INT_03.wav``, ``typed/INT_01.txt``, ``heard.srt``, ``marian.txt``,
    ``codings.csv`` and ``article.md``.
    """
    folder = tmp_path / "material"
    card, typed = folder / "card", folder / "typed"
    card.mkdir(parents=True)
    typed.mkdir()
    for name, seconds in (("INT_01.wav", 20), ("INT_02.wav", 8), ("INT_03.wav", 8)):
        write_tones(card / name, seconds, pitch_hz=200 + seconds + int(name[4:6]))
    (typed / "INT_01.txt").write_text(TYPED, "utf-8")
    (typed / "heard.srt").write_text(HEARD, "utf-8")
    (typed / "marian.txt").write_text(MARIAN, "utf-8")
    (typed / "codings.csv").write_text(CODINGS, "utf-8")
    (typed / "article.md").write_text(ARTICLE, "utf-8")
    return folder


def write_tones(path: Path, seconds: int, *, pitch_hz: int) -> None:
    """Mono 16 kHz, 16 bit, of a tone that comes and goes."""
    at = np.arange(seconds * 16_000) / 16_000
    samples = np.sin(2 * np.pi * pitch_hz * at) * np.sin(2 * np.pi * 0.5 * at) * 8000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.astype("<i2").tobytes())
