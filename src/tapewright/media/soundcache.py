"""The 16 kHz mono sound of a file, kept so that any part of it is at hand at once, and damage is noticed.

Raw and not FLAC, by measurement (docs/decisions/0021-sound-cache.md); the folder may be deleted at any time.

Layout, little-endian: 16-bit samples; one xxh64 for each block of 2^18 samples; then a tail of 40 bytes (``_TAIL``:
magic, samples, samples a block, digest of the block digests and the numbers before). The tail is written last.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import xxhash

RATE_HZ = 16_000
_MAGIC = b"TWSOUND1"
_BLOCK = 1 << 18
_TAIL = struct.Struct("<8sQQQ8x")


class SoundWriter:
    """Writes the cache beside its final place; nothing has its name before it is whole."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._samples = 0
        self._waiting = bytearray()
        self._digests: list[int] = []

    @property
    def samples(self) -> int:
        """How many were written."""
        return self._samples

    def write(self, samples: Any) -> None:
        """Append ``int16 [n]``."""
        data = samples.astype("<i2", copy=False).tobytes()
        self._samples += len(samples)
        if samples.any():
            self._file.write(data)
        else:
            # Silence takes no room on disk: hours of it lie between the takes of a recorder that was left running.
            self._file.seek(len(data), os.SEEK_CUR)
        self._waiting += data
        while len(self._waiting) >= 2 * _BLOCK:
            self._digests.append(xxhash.xxh64_intdigest(self._waiting[: 2 * _BLOCK]))
            del self._waiting[: 2 * _BLOCK]

    def finish(self) -> None:
        """Write what proves the whole, and close. The samples reach the disk when the system likes: it is a cache."""
        if self._waiting:
            self._digests.append(xxhash.xxh64_intdigest(bytes(self._waiting)))
        table = struct.pack(f"<{len(self._digests)}Q", *self._digests)
        self._file.write(table)
        self._file.write(_TAIL.pack(_MAGIC, self._samples, _BLOCK, _proof(table, self._samples)))
        self._file.close()

    def abandon(self) -> None:
        """Close, finished or not; the caller removes what is not."""
        self._file.close()


class DamagedCache(Exception):
    """The cache is not whole; make it again. Never leaves this room."""


class SoundFile:
    """A finished cache, open for reading. ``DamagedCache`` where it is cut short or was changed."""

    def __init__(self, path: Path) -> None:
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise DamagedCache(str(error)) from error
        try:
            self._read_tail()
        except BaseException:
            os.close(self._descriptor)
            raise

    def __enter__(self) -> SoundFile:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def _read_tail(self) -> None:
        size = os.fstat(self._descriptor).st_size
        tail = os.pread(self._descriptor, _TAIL.size, max(0, size - _TAIL.size))
        if len(tail) != _TAIL.size:
            raise DamagedCache("cut short")
        magic, self.samples, block, proof = _TAIL.unpack(tail)
        blocks = -(-self.samples // _BLOCK)
        if magic != _MAGIC or block != _BLOCK or size != 2 * self.samples + 8 * blocks + _TAIL.size:
            raise DamagedCache("cut short, or of another version")
        table = os.pread(self._descriptor, 8 * blocks, 2 * self.samples)
        if len(table) != 8 * blocks or _proof(table, self.samples) != proof:
            raise DamagedCache("its table was changed")
        self._digests = struct.unpack(f"<{blocks}Q", table)

    def part(self, start: int, end: int) -> Any:
        """``int16 [end - start]``: these samples, silence where they lie outside. Every block touched is proved."""
        wanted = np.zeros(max(0, end - start), dtype="<i2")
        low, high = max(0, start), min(end, self.samples)
        for block in range(low // _BLOCK, -(-high // _BLOCK) if high > low else 0):
            first = block * _BLOCK
            data = os.pread(self._descriptor, 2 * min(_BLOCK, self.samples - first), 2 * first)
            if xxhash.xxh64_intdigest(data) != self._digests[block]:
                raise DamagedCache(f"block {block} was changed")
            held = np.frombuffer(data, dtype="<i2")
            since, until = max(low, first), min(high, first + len(held))
            wanted[since - start : until - start] = held[since - first : until - first]
        return wanted


def _proof(table: bytes, samples: int) -> int:
    return int(xxhash.xxh64_intdigest(table + struct.pack("<QQ", samples, _BLOCK)))
