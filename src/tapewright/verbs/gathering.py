"""Files out of the paths that a person names: folders walked in order, nothing followed in circles."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Files to read, in order and each once; what was left aside, by ending; what could not be looked at."""

    files: tuple[Path, ...]
    ignored: dict[str, int]
    failed: tuple[tuple[str, InputError], ...]


def gather(paths: Iterable[str | os.PathLike[str]], *, wanted: Callable[[Path], bool]) -> Gathered:
    """Every file that is named, and of every folder that is named those that are ``wanted``.

    Folders are walked by name; hidden files and folders are left aside; a linked folder is walked once only.
    """
    files: dict[Path, None] = {}
    ignored: Counter[str] = Counter()
    failed: list[tuple[str, InputError]] = []
    seen: set[tuple[int, int]] = set()

    def fail(path: Path, error: OSError) -> None:
        reason = error.strerror or str(error)
        failed.append((str(path), InputError(f"cannot be looked at: {reason}", place=str(path), hint="check the path")))

    def walk(folder: Path) -> None:
        try:
            found = folder.stat()
            if (found.st_dev, found.st_ino) in seen:
                return
            seen.add((found.st_dev, found.st_ino))
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            fail(folder, error)
            return
        for entry in entries:
            path = folder / entry.name
            try:
                is_folder = entry.is_dir()
            except OSError as error:
                fail(path, error)
                continue
            if entry.name.startswith("."):
                ignored["hidden"] += 1
            elif is_folder:
                walk(path)
            elif wanted(path):
                files.setdefault(path)
            else:
                ignored[path.suffix.lower() or "no ending"] += 1

    for given in paths:
        path = Path(os.path.abspath(Path(given).expanduser()))
        if path.is_dir():
            walk(path)
        else:
            files.setdefault(path)
    return Gathered(files=tuple(files), ignored=dict(sorted(ignored.items())), failed=tuple(failed))
