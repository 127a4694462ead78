"""Broken and hostile versions of a good file, the same ones every time, for the tests of every reader."""

from __future__ import annotations

import random
from collections.abc import Iterator

HOSTILE_NAMES = (
    "Tape & 01.wav",
    "“quoted” name.wav",
    "Bänd 7 – Köln.wav",
    "tape 🎙️ one.wav",
    "-rf.wav",
    "two  spaces.wav",
    "per%20cent.wav",
    "<b>bold<b>.wav",
    "semi;colon'quote.wav",
    "a" * 200 + ".wav",
    "trn\u030300.wav",
    "right-to-left \u202egpj.wav",
)
"""File names that programs trip over; every one is allowed on common file systems."""


def mutations(data: bytes, *, seed: int = 7) -> Iterator[tuple[str, bytes]]:
    """Name and content of about thirty broken versions of ``data``: cut short, flipped, swapped, of another type."""
    chance = random.Random(seed)
    yield "empty", b""
    yield "one byte", data[:1]
    yield "one newline", b"\n"
    for percent in (5, 25, 50, 90, 99):
        yield f"cut at {percent} %", data[: len(data) * percent // 100]
    yield "beginning lost", data[len(data) // 3 :]
    yield "zeroes", bytes(len(data) or 64)
    yield "all 0xff", b"\xff" * (len(data) or 64)
    for number in range(6):
        broken = bytearray(data or b"\0")
        for _ in range(1 + len(broken) // 200):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        yield f"flipped bits {number}", bytes(broken)
    yield "noise", chance.randbytes(4096)
    yield "noise behind a good head", data[:64] + chance.randbytes(4096)
    yield "null bytes inside", data[: len(data) // 2] + bytes(64) + data[len(data) // 2 :]
    yield "twice over", data + data
    yield "carriage returns only", data.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    yield "utf-16", b"\xff\xfe" + data.decode("utf-8", "replace").encode("utf-16-le")
    yield "latin-1 accents", data[:200] + "Müller garçon".encode("latin-1") + data[200:]
    yield "a picture", b"\x89PNG\r\n\x1a\n" + chance.randbytes(512)
    yield "a zip", b"PK\x03\x04" + chance.randbytes(512)
    yield "a web page", b"<!DOCTYPE html><html><body>moved</body></html>"
    yield "a list in json", b"[]"
    yield "a number in json", b"1e999"
    yield "deep json", b"[" * 20_000
    yield (
        "entities",
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
            b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><x>&c;&d;</x>'
        ),
    )
    yield "one very long line", b"word " * 200_000
    yield "many empty lines", b"\n" * 200_000
