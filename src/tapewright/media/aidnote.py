"""What is noted beside a listening copy: how it was made, so that it can be made again and be believed.

Reading it loads no library of sound: a list of tapes says which have a copy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

RATE_HZ = 48_000
VERSION = 4
"""Raise it when the copy is made otherwise, so that older ones are made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFacts:
    """What was done to a file's sound. Levels in LUFS, ``loudness`` of the copy; gain in dB.

    Where it came from: ``filters`` in FFmpeg's words, in order, ``ffmpeg`` the version of its filters, ``input_digest``
    the xxh128 of the file that was read. ``size`` in bytes is the copy's.
    """

    hum_hz: tuple[float, ...]
    floor_db: float
    hiss_db: float
    gain_db: float
    loudness: float
    samples: int
    filters: tuple[str, ...]
    ffmpeg: str
    input_digest: str
    size: int


def read_facts(target: Path) -> AidFacts | None:
    """What was done to make a copy; None where it is not there, is cut short, or is not of this version."""
    try:
        held = json.loads(note_path(target).read_text("utf-8"))
        if held.pop("version") != VERSION or target.stat().st_size != held["size"]:
            return None
        return AidFacts(**{**held, "hum_hz": tuple(held["hum_hz"]), "filters": tuple(held["filters"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def note_path(target: Path) -> Path:
    """Where it is noted what was done."""
    return target.with_suffix(".json")
