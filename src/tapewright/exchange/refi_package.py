"""The parts of a REFI-QDA project: a zip with ``project.qde`` and ``sources/``. Nothing of it is put on the disk."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from tapewright.errors import InputError

MOST_PARTS = 100_000
LARGEST_PROJECT = 128 * 1024 * 1024
LARGEST_TEXT = 16 * 1024 * 1024
LARGEST_ALL = 512 * 1024 * 1024
"""Bytes unpacked; media are not unpacked at all."""

_HINT = "export it again where it came from"
_PACKED = "it is QualCoder's folder, packed: unpack it and bring in the folder"
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)


class StudyPackage:
    """The project's XML and the texts beside it. InputError for what is no such zip, leads elsewhere or is a bomb.

    A bare ``.qde`` is a package without sources.
    """

    def __init__(self, file: BinaryIO, *, name: str) -> None:
        self.name = name
        self._left = LARGEST_ALL
        self._parts: dict[str, zipfile.ZipInfo] = {}
        head = file.read(4)
        file.seek(0)
        self._zip: zipfile.ZipFile | None = None
        if not head:
            raise InputError("the file is empty", place=name, hint=_HINT)
        if head[:2] != b"PK":
            self._bare = file.read(LARGEST_PROJECT + 1)
            if len(self._bare) > LARGEST_PROJECT:
                raise InputError("larger than any project", place=name, hint="is it a recording?")
            return
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except _BROKEN as error:
            raise InputError("this is no whole zip: it may be cut short", place=name, hint=_HINT) from error
        if len(entries) > MOST_PARTS:
            raise InputError(f"it has {len(entries):,} parts: not a project", place=name, hint=_HINT)
        for entry in entries:
            self._take(entry)

    def project(self) -> bytes:
        """The XML of the project."""
        if self._zip is None:
            return self._bare
        found = [part for part in self._parts if part.endswith(".qde") and "/" not in part]
        if len(found) != 1:
            what = "no project.qde" if not found else f"{len(found)} projects"
            is_qualcoders = any(part.rsplit("/", 1)[-1] == "data.qda" for part in self._parts)
            raise InputError(f"there is {what} in it", place=self.name, hint=_PACKED if is_qualcoders else _HINT)
        return self._read(found[0], LARGEST_PROJECT)

    def text(self, path: str) -> bytes | None:
        """The bytes of a text by its path in the XML (``internal://…``); None where it is not in the file."""
        part = self._part(path)
        return None if part is None else self._read(part, LARGEST_TEXT)

    def holds(self, path: str) -> bool:
        """Whether the file brings what a path names."""
        return self._part(path) is not None

    def _part(self, path: str) -> str | None:
        scheme, found, rest = path.partition("://")
        if not found or scheme.lower() != "internal":
            return None
        part = f"sources/{rest.lstrip('/')}".lower()
        return part if part in self._parts else None

    def _take(self, entry: zipfile.ZipInfo) -> None:
        path = entry.filename.replace("\\", "/")
        steps = path.split("/")
        if path.startswith("/") or ".." in steps or ":" in steps[0] or "\x00" in path:
            raise InputError(f"its part {path[:80]!r} leads out of it", place=self.name, hint="do not trust this file")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise InputError(f"its part {path[:80]!r} is a link", place=self.name, hint="do not trust this file")
        if path.endswith("/"):
            return
        if path.lower() in self._parts:
            raise InputError(f"its part {path[:80]!r} is in it twice", place=self.name, hint=_HINT)
        self._parts[path.lower()] = entry

    def _read(self, part: str, most: int) -> bytes:
        assert self._zip is not None
        entry = self._parts[part]
        if entry.flag_bits & 1:
            raise InputError("it is locked with a password", place=self.name, hint="save it without one")
        most = min(most, self._left)
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except _BROKEN as error:
            raise InputError(f"its part {part[:80]} is broken", place=self.name, hint=_HINT) from error
        if len(data) > most:
            raise InputError(f"its part {part[:80]} unpacks to more than can be", place=self.name, hint=_HINT)
        self._left -= len(data)
        return data


def write_package(file: BinaryIO, project: bytes, texts: Mapping[str, str], recordings: Mapping[str, Path]) -> None:
    """A project into a file: its XML, its texts, and whole recordings by their names in it; always the same bytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("project.qde"), project)
        for name, text in sorted(texts.items()):
            archive.writestr(_entry(f"sources/{name}"), text.encode())
        for name, path in sorted(recordings.items()):
            entry = _entry(f"sources/{name}")
            entry.compress_type = zipfile.ZIP_STORED
            with path.open("rb") as recording, archive.open(entry, "w", force_zip64=True) as part:
                shutil.copyfileobj(recording, part, 1024 * 1024)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
