"""What sound recorders write into WAV files: the BWF ``bext`` chunk and iXML.

Sources: EBU Tech 3285 (bext), EBU Tech 3306 (RF64), the iXML specification (gallery.co.uk/ixml), elements SPEED, TAPE.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

_MOST_CHUNKS = 256
_LONGEST = {b"bext": 1 << 20, b"iXML": 1 << 22}

_UNKNOWN = 0x7FFF_0000

# No exponents: the few characters of "1e999999999" ask for a number that fills the memory.
_RATIO = re.compile(r"\d{1,9}(?:\.\d{1,16}|/0*[1-9]\d{0,8})?", re.ASCII)

Peek = Callable[[int, int], bytes]
"""``peek(offset, count)``: up to ``count`` bytes of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderNotes:
    """What a recorder noted. ``time_reference`` is the first sample, counted since midnight in *real* time.

    At 29.97 non-drop the label 01:00:00:00 is 3,603.6 s of samples: without ``rate`` the label cannot be known.
    """

    time_reference: int | None = None
    samples_per_second: Fraction | None = None
    rate: Fraction | None = None
    is_drop: bool = False
    reel: str = ""
    title: str = ""
    recorded_at: str = ""
    remarks: tuple[str, ...] = ()


def recorder_notes(peek: Peek, size: int) -> RecorderNotes | None:
    """The notes of a WAV, BW64 or RF64 file; None for any other file or one without notes. Broken notes are remarks."""
    found: dict[bytes, bytes] = {}
    for name, offset, length in _chunks(peek, size):
        if name in _LONGEST and name not in found and length <= _LONGEST[name]:
            found[name] = peek(offset, length)
    if not found:
        return None
    remarks: list[str] = []
    about: dict[str, object] = {}
    if b"bext" in found:
        try:
            about |= _read_bext(found[b"bext"])
        except (struct.error, ValueError) as error:
            remarks.append(f"its bext chunk is broken: {error}")
    if b"iXML" in found:
        try:
            about |= _read_ixml(found[b"iXML"])
        except ValueError as error:
            remarks.append(f"its iXML is broken: {error}")
    return RecorderNotes(remarks=tuple(remarks), **about)  # type: ignore[arg-type]


def missing_bytes(peek: Peek, size: int) -> int:
    """How many bytes of sound a WAV file promises and does not hold; 0 for whole files and for other ones.

    Recorders that cannot go back to write the length leave the greatest number there: that promises nothing.
    """
    for name, offset, length in _chunks(peek, size):
        if name == b"data" and (length < _UNKNOWN or peek(0, 4) != b"RIFF"):
            return max(0, offset + length - size)
    return 0


def _chunks(peek: Peek, size: int) -> Iterator[tuple[bytes, int, int]]:
    head = peek(0, 12)
    if head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:12] != b"WAVE":
        return
    offset, long_data = 12, 0
    for _ in range(_MOST_CHUNKS):
        header = peek(offset, 8)
        if len(header) < 8:
            return
        name, length = header[:4], int.from_bytes(header[4:], "little")
        if name == b"ds64":
            long_data = int.from_bytes(peek(offset + 16, 8), "little")
        elif name == b"data" and length == 0xFFFFFFFF:
            length = long_data or size
        yield name, offset + 8, length
        offset += 8 + length + length % 2


def _read_bext(data: bytes) -> dict[str, object]:
    from wavinfo.wave_bext_reader import WavBextReader

    try:
        bext = WavBextReader(data, "utf-8")
    except UnicodeDecodeError:
        bext = WavBextReader(data, "latin-1")
    about: dict[str, object] = {"time_reference": int(bext.time_reference)}
    date, clock = bext.originator_date.replace(":", "-").replace("/", "-"), bext.originator_time.replace("-", ":")
    if len(date) == 10 and date.replace("-", "").isdigit():
        about["recorded_at"] = f"{date}T{clock}" if clock.replace(":", "").isdigit() else date
    return about


def _read_ixml(data: bytes) -> dict[str, object]:
    from wavinfo.wave_ixml_reader import WavIXMLFormat

    try:
        root = WavIXMLFormat(data.rstrip(b"\0 \r\n")).raw_xml.getroot()
    except (SyntaxError, ValueError, AssertionError) as error:
        raise ValueError(str(error)) from error
    if root is None:
        raise ValueError("no XML in it")

    def text(path: str) -> str:
        return (root.findtext(path) or "").strip()

    about: dict[str, object] = {"reel": text("TAPE")}
    scene, take = text("SCENE"), text("TAKE")
    about["title"] = f"{scene} take {take}" if scene and take else scene
    about["rate"] = _fraction(text("SPEED/TIMECODE_RATE"))
    about["is_drop"] = text("SPEED/TIMECODE_FLAG").upper() == "DF"
    about["samples_per_second"] = _fraction(text("SPEED/TIMESTAMP_SAMPLE_RATE"))
    high, low = text("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI"), text("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO")
    if low.isascii() and low.isdigit() and len(low) < 11 and (not high or (high.isascii() and high.isdigit())):
        about["time_reference"] = (int(high[:10] or "0") << 32) + int(low)
    return {name: value for name, value in about.items() if value is not None}


def _fraction(text: str) -> Fraction | None:
    plain = text.replace(" ", "")
    value = Fraction(plain) if _RATIO.fullmatch(plain) else None
    return value if value and value < 10**7 else None
