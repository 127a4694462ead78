"""Arrays kept in the project's cache: mapped into memory, replaced as a whole, made again when in doubt.

A set of arrays lies in a folder of its own, named by its stamp. A new set is written beside the old one and counts
from the moment its folder has its name; so a reader sees the old set or the new one, and a kill leaves neither
broken. What cannot be read counts as not there.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tapewright.errors import StorageError

Arrays = Mapping[str, Any]
"""``numpy.ndarray`` by name."""

_ABOUT = "about.json"
_ABANDONED_AFTER_S = 3600


def stamps(folder: Path) -> list[str]:
    """The sets that are kept in a folder, newest first."""
    try:
        found = [path for path in folder.iterdir() if (path / _ABOUT).is_file() and not path.name.startswith(".")]
        return [path.name for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)]
    except OSError:
        return []


def load(folder: Path, stamp: str) -> tuple[Arrays, dict[str, Any]] | None:
    """The arrays of a set, mapped read-only, and what was noted about them; None where they are not whole."""
    import numpy as np

    try:
        about = json.loads((folder / stamp / _ABOUT).read_text(encoding="utf-8"))
        arrays = {name: np.load(folder / stamp / f"{name}.npy", mmap_mode="r") for name in about["shapes"]}
        if {name: list(array.shape) for name, array in arrays.items()} != about["shapes"]:
            return None
        return arrays, about["notes"]
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None


def keep(folder: Path, stamp: str, arrays: Arrays, notes: Mapping[str, object]) -> None:
    """Keep a set of arrays and drop the others of the folder. StorageError where it cannot be written."""
    import numpy as np

    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        unfinished = folder / f".{stamp}.{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        try:
            for name, array in arrays.items():
                np.save(unfinished / f"{name}.npy", array)
            about = {"shapes": {name: list(array.shape) for name, array in arrays.items()}, "notes": dict(notes)}
            (unfinished / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
            shutil.rmtree(folder / stamp, ignore_errors=True)
            os.replace(unfinished, folder / stamp)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        for other in stamps(folder):
            if other != stamp:
                # Who still reads them keeps them until they are closed.
                shutil.rmtree(folder / other, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"cannot keep the index: {error.strerror or error}", place=folder.name, hint="free space in the project"
        ) from error


def _sweep(folder: Path) -> None:
    """Take away what killed processes left unfinished."""
    for path in folder.glob(".*"):
        if time.time() - path.stat().st_mtime > _ABANDONED_AFTER_S:
            shutil.rmtree(path, ignore_errors=True)
