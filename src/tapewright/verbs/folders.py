"""The folders of this machine, for choosing recordings that stay where they are. Nothing else in them is told."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import InputError, UsageError
from tapewright.media.kinds import is_recording_name

MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A file that may be a recording, by its name. ``tape`` is the one that it is part of here, empty for none."""

    name: str
    path: str
    size: int
    tape: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder: the way to it, the folders in it, and its recordings. ``left_out``: so many more are in it."""

    path: str
    folders: tuple[tuple[str, str], ...] = ()
    recordings: tuple[Recording, ...] = ()
    starts: tuple[tuple[str, str], ...] = ()
    left_out: int = 0


def folder(path: str, *, known: dict[str, str] | None = None) -> Folder:
    """What is in a folder; an empty path is the person's own. ``known`` maps paths to the tapes they are part of.

    UsageError for a path that is none, InputError for a folder that cannot be looked at. Hidden ones are not told.
    """
    if "\0" in path:
        raise UsageError("a path holds no NUL")
    place = Path(path) if path else Path.home()
    if not place.is_absolute():
        raise UsageError(f"{path!r} is not a whole path", hint="begin at the root: /…")
    place = Path(os.path.normpath(place))
    folders, recordings = [], []
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(".") or not _is_text(entry.name):
                    continue
                if _is_folder(entry):
                    folders.append((entry.name, entry.path))
                elif is_recording_name(Path(entry.name)):
                    tape = (known or {}).get(entry.path, "")
                    recordings.append(Recording(name=entry.name, path=entry.path, size=_size(entry), tape=tape))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"this folder cannot be looked at: {reason}", place=str(place)) from error
    folders.sort(key=lambda one: one[0].casefold())
    recordings.sort(key=lambda one: one.name.casefold())
    room = max(0, MOST - len(folders))
    return Folder(
        path=str(place),
        folders=tuple(folders[:MOST]),
        recordings=tuple(recordings[:room]),
        starts=_starts(),
        left_out=max(0, len(folders) - MOST) + max(0, len(recordings) - room),
    )


def _starts() -> tuple[tuple[str, str], ...]:
    """Where to begin: the person's folder, the usual places of disks, the root."""
    home = Path.home()
    wishes = [("Home", home), *((name, home / name) for name in ("Desktop", "Documents", "Movies", "Videos", "Music"))]
    wishes += [("Volumes", Path("/Volumes")), ("media", Path("/media")), ("mnt", Path("/mnt")), ("/", Path("/"))]
    return tuple((label, str(place)) for label, place in wishes if place.is_dir())


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0


def record(found: Folder) -> dict[str, object]:
    """``{"path", "ways": [{"name", "path"}], "folders": [{"name", "path"}], "recordings": [{"name", "path", "size",
    "tape"}], "starts": [{"name", "path"}], "left_out"}``; ``ways`` leads from the root to it.
    """
    place = Path(found.path)
    ways = [*reversed(place.parents), place]
    return {
        "path": found.path,
        "ways": [{"name": way.name or str(way), "path": str(way)} for way in ways],
        "folders": [{"name": name, "path": path} for name, path in found.folders],
        "recordings": [
            {"name": one.name, "path": one.path, "size": one.size, "tape": one.tape or None} for one in found.recordings
        ],
        "starts": [{"name": name, "path": path} for name, path in found.starts],
        "left_out": found.left_out,
    }
