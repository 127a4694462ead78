"""Bytes that are made when they are asked for: whole, or a single range of them (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from tapewright.errors import UsageError
from tapewright.web.answers import error_answer

PORTION = 2 * 1024 * 1024
"""What an open-ended range ("from here on") is answered with at most. Browsers come back for more when they need it,
and until then hold no connection: six are all that a browser opens to one server, for all of its tabs together.
"""

_COMES_BACK = re.compile(r"\b(Chrome|Chromium|Firefox)/")
"""Browsers that come back. WebKit takes a short answer for the end of the file; it and programs get all of it."""

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class NoSuchRangeError(UsageError):
    """The range that was asked for lies behind the end."""

    code = "no_such_range"
    http_status = 416


class Readable(Protocol):
    """``size`` bytes, of which any may be read."""

    @property
    def size(self) -> int:
        """How many there are."""

    def read(self, first: int, count: int) -> Iterator[bytes]:
        """``count`` bytes from ``first`` on, in pieces."""


class FileBytes:
    """A file that is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        found = path.stat()
        self.size = found.st_size
        self.version = f"{found.st_mtime_ns:x}-{found.st_size:x}"

    def read(self, first: int, count: int) -> Iterator[bytes]:
        """As ``Readable.read``."""
        with self._path.open("rb", buffering=0) as file:
            file.seek(first)
            while count > 0 and (data := file.read(min(_PIECE, count))):
                count -= len(data)
                yield data


def ranged(
    request: Request, source: Readable, *, kind: str, version: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer to GET or HEAD: 200, 206 with one range, or 416. What is no single range is answered whole.

    ``version`` is the entity tag: a range of another version (``If-Range``) is answered whole.
    """
    given = {**(headers or {}), "Accept-Ranges": "bytes", "ETag": f'"{version}"'}
    asked = request.headers.get("range", "")
    if (condition := request.headers.get("if-range")) is not None and condition != given["ETag"]:
        asked = ""
    portion = PORTION if _COMES_BACK.search(request.headers.get("user-agent", "")) else source.size
    span = _span(asked, source.size, portion) if asked else None
    if span == ():
        refused = error_answer(NoSuchRangeError(f"there are {source.size} bytes", hint="ask for some of them"))
        refused.headers["Content-Range"] = f"bytes */{source.size}"
        return refused
    first, end = span or (0, source.size)
    given["Content-Length"] = str(end - first)
    if span:
        given["Content-Range"] = f"bytes {first}-{end - 1}/{source.size}"
    status = 206 if span else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=given, media_type=kind)
    return StreamingResponse(source.read(first, end - first), status_code=status, headers=given, media_type=kind)


def _span(asked: str, size: int, portion: int) -> tuple[int, int] | tuple[()] | None:
    """First byte and end of the one range that is asked for; () where there is none, None for no range."""
    shape = _RANGE.fullmatch(asked.strip())
    if shape is None or not (shape[1] or shape[2]):
        return None
    if not shape[1]:
        count = min(int(shape[2]), size)
        return (size - count, size) if count else ()
    first = int(shape[1])
    if shape[2] and int(shape[2]) < first:
        return None
    if first >= size:
        return ()
    return first, min(int(shape[2]) + 1 if shape[2] else first + portion, size)
