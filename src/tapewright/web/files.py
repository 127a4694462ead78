"""The app's own files: our modules and styles (``/client``), and what is bundled from others (``/vendor``).

A page is some eighty small files. They are kept in memory once read, and looked at again (time and length) each time
they are asked for, so that a changed one is seen. The page asks for them by name and version (``?v=``), and a browser
keeps what it was given so; under their bare name it must ask each time, and gets 304 for the same one.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
"""What is served, and as what: a machine's own list of kinds may call a module something that browsers refuse."""

_FOR_EVER = "private, max-age=31536000, immutable"

_NOWHERE = ("", ".", "..")


def version_of(path: Path) -> str:
    """Another one whenever the file holds other bytes. OSError where there is no such file."""
    found = path.stat()
    return _version_read(str(path), found.st_mtime_ns, found.st_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A file's bytes as they were at a time and a length."""

    state: tuple[int, int]
    data: bytes
    tag: str


class AppFiles:
    """The files of one folder of the package, as an ASGI app to be mounted. Nothing outside the folder is served."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, _Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(status_code=405, headers={"Allow": "GET, HEAD"})
        name = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix("/")
        response = self._answer(name, scope["query_string"], Headers(scope=scope).get("if-none-match", ""))
        await response(scope, receive, send)

    def _answer(self, name: str, query: bytes, known: str) -> Response:
        found = self._read(name)
        is_versioned = query == f"v={found.tag.strip(chr(34))}".encode()
        headers = {"ETag": found.tag, "Cache-Control": _FOR_EVER if is_versioned else "no-cache"}
        if found.tag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(found.data, headers={**headers, "Content-Type": _KINDS[PurePosixPath(name).suffix]})

    def _read(self, name: str) -> _Kept:
        """A file by its name in the folder. 404 for all that is not a plain file of a known kind inside it."""
        path = self._folder.joinpath(*self._parts(name))
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode) or not path.resolve().is_relative_to(self._folder.resolve()):
                raise HTTPException(status_code=404)
            state = (found.st_mtime_ns, found.st_size)
            kept = self._kept.get(name)
            if kept is None or kept.state != state:
                data = path.read_bytes()
                kept = _Kept(state=state, data=data, tag=f'"{_version(data)}"')
                self._kept[name] = kept
        except (OSError, ValueError):
            raise HTTPException(status_code=404) from None
        return kept

    def _parts(self, name: str) -> list[str]:
        parts = name.split("/")
        is_plain = not any(part in _NOWHERE or part.startswith(".") or "\\" in part or "\0" in part for part in parts)
        if not is_plain or PurePosixPath(name).suffix not in _KINDS or os.path.isabs(name):
            raise HTTPException(status_code=404)
        return parts


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


@lru_cache(maxsize=1024)
def _version_read(path: str, changed: int, size: int) -> str:
    return _version(Path(path).read_bytes())
