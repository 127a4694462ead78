"""One read of a file that serves both its digests and its decoding."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import xxhash

from tapewright.errors import InputError

_BLOCK = 1 << 20
_SHORT_GAP = 32 << 20
"""Bytes that a demuxer leaps over are hashed at once where they are few, so that the disk is read in order; a leap
to an index at the far end of a long file is left for the end, because the demuxer comes back."""


class OneRead:
    """A readable, seekable file object for ``av.open`` which hashes the bytes as they pass.

    Bytes are hashed once each, in the order of the file, whatever the demuxer's leaps; what it never asked for is
    read by ``digests``. Not for several threads at once. The file is opened read-only.
    """

    def __init__(self, path: Path) -> None:
        # O_NONBLOCK: should the name have become a FIFO since it was looked at, opening it must not wait for a writer.
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
        self._path = path
        self._position = 0
        self._hashed = 0
        self._identity, self._manifest = xxhash.xxh3_128(), xxhash.xxh64()
        self._as_found = os.fstat(self._descriptor)

    def __enter__(self) -> OneRead:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    @property
    def size(self) -> int:
        """Bytes in the file when it was opened."""
        return self._as_found.st_size

    @property
    def modified_ns(self) -> int:
        """The file's time of modification when it was opened, in nanoseconds."""
        return self._as_found.st_mtime_ns

    @property
    def hashed(self) -> int:
        """How many bytes, from the first on, are in the digests."""
        return self._hashed

    def read(self, count: int) -> bytes:
        """Up to ``count`` bytes from the current place; empty at the end. InputError where the disk fails."""
        if self._hashed < self._position <= self._hashed + _SHORT_GAP:
            self._catch_up(self._position)
        data = self._bytes(self._position, count)
        if self._position <= self._hashed < self._position + len(data):
            self._take(data if self._position == self._hashed else data[self._hashed - self._position :])
        self._position += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; beyond the end is allowed, before the beginning is not."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise OSError("seek before the beginning")
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """The current place."""
        return self._position

    def peek(self, offset: int, count: int) -> bytes:
        """Up to ``count`` bytes at ``offset``; neither moves the place nor counts for the digests."""
        return self._bytes(offset, count) if 0 <= offset < self.size else b""

    def digests(self) -> Mapping[str, str]:
        """``{"xxh128", "xxh64"}`` of the whole file, in lower-case hex; reads what has not passed yet.

        InputError where the file was written to meanwhile: the digests would be of no state that it ever had.
        """
        while self.advance(_BLOCK):
            pass
        self.check_unchanged()
        if self._hashed != self.size:
            raise InputError("cannot be read to its end", place=str(self._path), hint="is the disk failing?")
        return {"xxh128": self._identity.hexdigest(), "xxh64": self._manifest.hexdigest()}

    def check_unchanged(self) -> None:
        """InputError where the file was written to since it was opened."""
        now = os.fstat(self._descriptor)
        if (now.st_size, now.st_mtime_ns) != (self.size, self.modified_ns):
            raise InputError(
                "the file changed while it was being read",
                place=str(self._path),
                hint="wait until the copy or the recording has ended, then run it again",
            )

    def advance(self, count: int) -> int:
        """Hash up to ``count`` bytes more, from where the digests stand; how many there were."""
        before = self._hashed
        self._catch_up(min(self.size, before + count))
        return self._hashed - before

    def _catch_up(self, end: int) -> None:
        while self._hashed < end:
            data = self._bytes(self._hashed, min(_BLOCK, end - self._hashed))
            if not data:
                return
            self._take(data)

    def _bytes(self, offset: int, count: int) -> bytes:
        try:
            return os.pread(self._descriptor, count, offset)
        except OSError as error:
            raise InputError(
                f"cannot be read at byte {offset}: {error.strerror}",
                place=str(self._path),
                hint="the disk or the card may be failing: copy what can be copied, at once",
            ) from error

    def _take(self, data: bytes) -> None:
        self._identity.update(data)
        self._manifest.update(data)
        self._hashed += len(data)
