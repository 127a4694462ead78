"""Where derived media lie: one folder, names by digest, each file whole or not there at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tapewright.errors import StorageError

_UNFINISHED = ".unfinished-"


def sound_path(cache: Path, digest: str) -> Path:
    """The 16 kHz sound of the file with this xxh128."""
    return cache / "sound" / f"{digest}.16k"


def peaks_path(cache: Path, digest: str) -> Path:
    """Its peaks."""
    return cache / "peaks" / f"{digest}.npz"


def proxy_path(cache: Path, digest: str) -> Path:
    """Its copy for browsers."""
    return cache / "proxy" / f"{digest}.mp4"


def aid_path(cache: Path, digest: str, loudness: float) -> Path:
    """Its cleaned copy to listen to, at this loudness."""
    return cache / "aid" / f"{digest}.{-loudness:g}.flac"


def facts_path(cache: Path, key: str) -> Path:
    """What one read of a file told, by the digest of its path."""
    return cache / "facts" / f"{key}.json"


@contextmanager
def unfinished(final: Path) -> Iterator[Path]:
    """A new name beside ``final``. Whatever still has that name when the block ends is removed.

    StorageError where the disk refuses.
    """
    temporary = final.with_name(f"{_UNFINISHED}{os.getpid()}-{secrets.token_hex(4)}{final.suffix}")
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
    except OSError as error:
        raise StorageError(
            f"cannot write: {error.strerror or error}", place=str(final.parent), hint="free space, or permissions"
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def settle(temporary: Path, final: Path) -> None:
    """Give a finished file its name. Twice is harmless: the names are digests of what lies in them."""
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, final)


def sweep(cache: Path) -> int:
    """Remove what killed processes left unfinished; how many files that were."""
    removed = 0
    for left in cache.glob(f"*/{_UNFINISHED}*"):
        process = left.name[len(_UNFINISHED) :].split("-")[0]
        if process.isdigit() and not _is_alive(int(process)):
            with suppress(OSError):
                left.unlink()
                removed += 1
    return removed


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
