"""Take in a recording that is sent, as a file in the project's folder ``originals``.

A recording that lies on this machine is better ingested where it is; this is for what a browser sends, which never
says where a file lies.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from tapewright.errors import InputError, StorageError, TooLargeError, UsageError
from tapewright.verbs.project import Project
from tapewright.wholefile import storage_errors, sync_folder

FOLDER = "originals"
LONGEST_NAME = 200
"""In bytes: file systems take 255, and a number may have to fit in."""

_PART = ".receiving-"
_LOOK_AGAIN_BYTES = 16 * 1024 * 1024
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))))
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much is taken: of one file, and down to how much free space on the disk. ``free`` asks the disk."""

    most: int = 2**40
    reserve: int = 2**30
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that stands whole in the project."""

    path: Path
    size: int


class Receiving:
    """One file on its way in. As a context manager it leaves nothing behind unless ``keep`` was called.

    ``size`` is what the sender announces, None where it says nothing. TooLargeError and StorageError are raised before
    the first byte where that does not fit, and at the byte where more comes than was announced or fits.
    """

    def __init__(self, project: Project, name: str, *, size: int | None, room: Room = Room()) -> None:
        self._name = plain_name(name)
        self._folder = project.root / FOLDER
        self._announced = size
        self._room = room
        self._size = 0
        self._looked_at = 0
        if size is not None and size > room.most:
            raise TooLargeError(f"{self._name}: more than {_gigabytes(room.most)} GB", hint="ingest it where it lies")
        with storage_errors(self._folder):
            self._folder.mkdir(exist_ok=True)
        self._check_disk(size or 0)

    def __enter__(self) -> Receiving:
        self._part = self._folder / f"{_PART}{os.getpid()}-{os.urandom(4).hex()}"
        with storage_errors(self._part):
            self._file: BinaryIO = self._part.open("xb", buffering=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Take in some more."""
        self._size += len(data)
        if self._size > (self._room.most if self._announced is None else self._announced):
            raise TooLargeError(f"{self._name}: more was sent than announced or taken", hint="send it again")
        if self._size - self._looked_at >= _LOOK_AGAIN_BYTES:
            self._looked_at = self._size
            self._check_disk(len(data))
        with storage_errors(self._folder):
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]

    def keep(self) -> Received:
        """Put it in its place, durably, under its name or one that is free. InputError where a part is missing."""
        if self._announced is not None and self._size != self._announced:
            raise InputError(
                f"{self._name} came incomplete: {self._size} of {self._announced} bytes", hint="send it again"
            )
        with storage_errors(self._folder):
            os.fsync(self._file.fileno())
            path = self._place()
            sync_folder(self._folder)
        return Received(path=path, size=self._size)

    def _place(self) -> Path:
        """Its final name: the one it was sent under, or with a number; whatever is there stays."""
        stem, ending = os.path.splitext(self._name)
        number = 1
        while True:
            path = self._folder / (self._name if number == 1 else f"{stem}-{number}{ending}")
            try:
                os.link(self._part, path)
                return path
            except FileExistsError:
                number += 1
            except OSError:  # a disk without links
                if not path.exists():
                    os.rename(self._part, path)
                    return path
                number += 1

    def _check_disk(self, more: int) -> None:
        with storage_errors(self._folder):
            free = self._room.free(self._folder) - self._room.reserve
        if more > free:
            raise StorageError(
                f"{self._name} does not fit: {_gigabytes(max(0, free))} GB are free for it",
                place=FOLDER,
                hint="make room, or ingest it where it lies: tapewright ingest PATH",
            )


def plain_name(name: str) -> str:
    """A name that is one on every system. UsageError for one that leads elsewhere, hides, or is no name."""
    plain = unicodedata.normalize("NFC", name)
    is_name = (
        bool(plain.strip())
        and plain == plain.strip()
        and plain.isprintable()
        and not _NOT_IN_NAMES.intersection(plain)
        and not plain.startswith(".")
        and not plain.endswith(".")
        and plain.split(".")[0].strip().casefold() not in _RESERVED
        and len(plain.encode("utf-8", "replace")) <= LONGEST_NAME
    )
    if not is_name:
        raise UsageError(f"not a name for a file: {name[:80]!r}", hint="rename it and send it again")
    return plain


def room_left(project: Project, room: Room = Room()) -> int:
    """How large a file would be taken in now, in bytes."""
    folder = project.root / FOLDER
    with storage_errors(folder):
        free = room.free(folder if folder.is_dir() else project.root)
    return max(0, min(room.most, free - room.reserve))


def clear_unfinished(project: Project) -> int:
    """Remove what a server that was killed had received in part; how many files. Only where no other server runs."""
    count = 0
    for part in (project.root / FOLDER).glob(f"{_PART}*"):
        with suppress(OSError):
            part.unlink()
            count += 1
    return count


def record(done: Received, project: Project) -> dict[str, object]:
    """``{"name", "path", "size"}``: ``path`` is what ``ingest`` is to be given."""
    return {"name": done.path.name, "path": str(done.path), "size": done.size}


def _gigabytes(size: int) -> str:
    return f"{size / 10**9:.1f}"
