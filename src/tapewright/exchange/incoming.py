"""Files from outside, read whole."""

from __future__ import annotations

from pathlib import Path

from tapewright.errors import InputError

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a transcript of a thousand hours with every word's time is smaller."""


def read_bytes(path: Path) -> bytes:
    """A transcript file's bytes. InputError for what cannot be read or is far too large to be one."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(
                f"larger than {LARGEST_FILE // 1024**2} MiB: not a transcript",
                place=str(path),
                hint="is it a recording?",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror or error}", place=str(path), hint="look at its name and permissions"
        ) from error
