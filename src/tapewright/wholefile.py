"""Files that stand whole under their name, through a kill and a power cut, or are not there.

Belongs here: how a file is put in its place and what the system's refusals mean to a person. Never here: what is in
it. Rooms that must not know each other write exports, paper edits, rough cuts and transcripts by this.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tapewright.errors import StorageError, UsageError


@contextmanager
def storage_errors(place: Path) -> Iterator[None]:
    """Turn the system's refusals to write into StorageError with the place named."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"cannot write: {error.strerror or error}", place=str(place), hint="free space or permissions are missing"
        ) from error


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """An empty file beside ``target``, which takes the target's place, durably, when the block has ended.

    If the block raises, or the disk refuses (StorageError), everything is as it was. A file that was there hands on
    its permissions, a new one gets those that the person's umask leaves. UsageError for a pipe or a device: whoever
    may write into /dev would replace it by a file.
    """
    with storage_errors(target):
        if target.exists() and not (target.is_file() or target.is_dir()):
            raise UsageError(f"{target} is no ordinary file", hint="name a file")
        part = target.with_name(f".{target.name[:40]}.{os.getpid()}-{os.urandom(4).hex()}.part")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            yield part
            with part.open("rb") as written:
                os.fsync(written.fileno())
            if target.exists():
                shutil.copymode(target, part)
            os.replace(part, target)
            sync_folder(target.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def put(target: Path, data: bytes) -> None:
    """Write a file whole, durably. StorageError where it cannot be; then whatever was there is there still."""
    with whole_file(target) as part:
        part.write_bytes(data)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
