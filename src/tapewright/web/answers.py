"""What goes back: a verb's record as JSON, and every error in one shape.

``{"error": {"code", "message", "hint", "place"}}``, with the HTTP status of its class; a conflict carries ``current``
beside it, the version that is there now, where there is one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from tapewright.errors import ConflictError, NotFoundError, StorageError, TapewrightError, TooLargeError, UsageError
from tapewright.web.plain import error_page

PROGRAMS_ASK = ("/api/", "/media/", "/client/", "/vendor/")
"""Under these addresses errors are JSON; under others they are pages."""

_TOO_MANY = 3
"""So many of the things that are wrong with a request are named."""


class ForbiddenError(TapewrightError):
    """Another site's page, or one that this server did not open, asked."""

    code = "forbidden"
    http_status = 403


class UnknownBrowserError(TapewrightError):
    """The browser has not been let in: it has no cookie of this project."""

    code = "unknown_browser"
    http_status = 401


class NoVersionError(UsageError):
    """A write that does not say which version its writer saw (``If-Match``)."""

    code = "no_version"
    http_status = 428


class WrongMethodError(UsageError):
    """The address is there, and is not asked that way."""

    code = "wrong_method"
    http_status = 405


def answer(record: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The JSON answer, straight from a verb's record: the same as the command's ``--json``."""
    return Response(json_bytes(record), status_code=status, headers=headers, media_type="application/json")


def error_answer(error: TapewrightError) -> Response:
    """An error in the one shape."""
    body: dict[str, Any] = {"error": error.to_record()}
    if isinstance(error, ConflictError) and error.current is not None:
        body["current"] = error.current
    # Whoever sends more than is taken goes on sending: the connection is closed, not read to its end.
    headers = {"Connection": "close"} if isinstance(error, (TooLargeError, StorageError)) else None
    return answer(body, status=error.http_status, headers=headers)


@contextmanager
def showing_current(current: Callable[[], object]) -> Iterator[None]:
    """A conflict inside is answered together with the version that is there now."""
    try:
        yield
    except ConflictError as error:
        try:
            error.current = current()
        except NotFoundError:
            error.current = None  # what somebody took away has no version
        raise


def json_bytes(record: object) -> bytes:
    r"""JSON in UTF-8; half a character (out of a file's name that is no text) as its escape.

    >>> json_bytes({"name": "caf\u00e9 \udce9"})
    b'{"name":"caf\xc3\xa9 \\udce9"}'
    """
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return "".join(c if not "\ud800" <= c <= "\udfff" else f"\\u{ord(c):04x}" for c in text).encode()


def answer_errors(app: FastAPI) -> None:
    """Make the app answer errors in our shape, whoever raised them."""
    app.add_exception_handler(TapewrightError, _ours)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _starlettes)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, TapewrightError)
    if request.url.path.startswith(PROGRAMS_ASK):
        return error_answer(error)
    return HTMLResponse(error_page(error), status_code=error.http_status)


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [_in_words(found) for found in error.errors()]
    said = "; ".join(wrong[:_TOO_MANY]) + ("; …" if len(wrong) > _TOO_MANY else "")
    return error_answer(UsageError(f"the request cannot be read: {said}", hint="docs/reference/openapi.json says how"))


async def _starlettes(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path[:200]
    if error.status_code == 404:
        return error_answer(NotFoundError(f"there is nothing at {path!r}"))
    if error.status_code == 405:
        return error_answer(WrongMethodError(f"{path!r} does not answer {request.method[:20]}"))
    if error.status_code == 413:
        return error_answer(TooLargeError(f"too much was sent to {path!r}"))
    return error_answer(UsageError(f"the request cannot be read: {error.detail}"))


def _in_words(found: Mapping[str, Any]) -> str:
    """What is wrong with one part of a request; never what was in it, which may quote a tape."""
    where = ".".join(str(part) for part in found["loc"])
    return f"{where}: {found['msg']}"[:200]
