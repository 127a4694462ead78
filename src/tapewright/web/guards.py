"""What every request passes: headers on every answer, names that we answer to, pages that may write, bounded bodies.

Each guard is pure ASGI, so that streams pass through untouched. In the order in which they stand, outermost first:
``Headed``, ``Hosts``, ``SameOrigin``, then ``access.Entrance``, then ``Bounded``, ``Faults`` and ``Changes``.
"""

from __future__ import annotations

import secrets
from logging import Logger

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tapewright.errors import FaultError, TapewrightError, TooLargeError, UsageError, refusal, too_large_a_number
from tapewright.store.made import noting_made
from tapewright.web.answers import ForbiddenError, error_answer
from tapewright.web.plain import NONCE

LOOPBACK_NAMES = frozenset(("127.0.0.1", "localhost", "[::1]"))

_MOST_TOLD = 500
"""So many numbers fit into a header that every program takes; of more none is told, for half a way back is none."""

LARGEST_BODY = 8 * 1024 * 1024
"""Of a request that is not an upload: several times the longest script."""

CHANGES = "Tapewright-Changes"
"""The numbers of the transactions that a request made, oldest first."""

UPLOADS = "/api/uploads/"
"""What is sent here is a file, and bounded there."""

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
    "media-src 'self' blob:; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html tw-worker"
)

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
}


class Headed:
    """Every answer carries the content policy and its companions, and is kept by no cache unless it says so itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # there are no web sockets here
        nonce = scope[NONCE] = secrets.token_urlsafe(16)

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, headed)


class Hosts:
    """Only requests to a name of this machine's own: another name means that somebody's page was led here (DNS)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_ours(Headers(scope=scope).getlist("host")):
            error = UsageError("this server does not answer to that name", hint="open http://127.0.0.1 and its port")
            await error_answer(error)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class SameOrigin:
    """Only our own page may write, and only it may read what is said on tapes.

    Browsers say where a request comes from (``Sec-Fetch-Site``, ``Origin``); a page on another port of this machine is
    ``same-site`` to them and sends our cookie along.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_foreign(scope):
            error = ForbiddenError("another site's page may not ask this", hint="open tapewright's own page")
            await error_answer(error)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class Bounded:
    """A request's body ends where it has been too long, whatever its headers say."""

    def __init__(self, app: ASGIApp, *, most: int = LARGEST_BODY) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > 15 or int(length) > self._most:
            await error_answer(self._error())(scope, receive, send)
            return
        taken, too_much, has_begun = 0, False, False

        async def bounded() -> Message:
            nonlocal taken, too_much
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > self._most:
                    too_much = True
                    raise self._error()
            return message

        async def noticed(message: Message) -> None:
            nonlocal has_begun
            if too_much and not has_begun and message["type"] == "http.response.start":
                has_begun = True  # whatever was made of our refusal on the way, this is the answer
                await error_answer(self._error())(scope, receive, send)
            if not too_much:
                has_begun = True
                await send(message)

        await self._app(scope, bounded, noticed)

    def _error(self) -> TooLargeError:
        return TooLargeError(f"a request may hold {self._most // 2**20} MB", hint="send less at once")


class Faults:
    """What nobody foresaw is answered in our shape, and noted in the log by its kind alone."""

    def __init__(self, app: ASGIApp, *, log: Logger) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def noticed(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except ClientDisconnect:
            return
        except Exception as error:
            told = self._told(error)
            if has_begun:
                raise told from error
            await error_answer(told)(scope, receive, send)

    def _told(self, error: Exception) -> TapewrightError:
        if isinstance(error, TapewrightError):
            return error
        if isinstance(error, OSError):
            return refusal(error)
        if isinstance(error, OverflowError):
            return too_large_a_number()
        self._log.error("serve: %s%s", type(error).__name__, _where(error))
        what = " ".join(str(error).split())[:300]
        return FaultError(
            f"a fault in tapewright itself: {type(error).__name__}: {what}",
            hint="nothing was half written; please report it with what stands in cache/tapewright.log",
        )


class Changes:
    """Every answer says which transactions were made for it, so that the page can offer to take back just those."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        with noting_made() as made:

            async def told(message: Message) -> None:
                if 0 < len(made) <= _MOST_TOLD and message["type"] == "http.response.start":
                    MutableHeaders(scope=message)[CHANGES] = " ".join(map(str, made))
                await send(message)

            await self._app(scope, receive, told)


def is_ours(hosts: list[str]) -> bool:
    """Whether a request names this machine and nothing else, at whatever port it came in by.

    >>> is_ours(["127.0.0.1:8000"]), is_ours(["localhost"]), is_ours(["evil.example:8000"]), is_ours([])
    (True, True, False, False)
    """
    if len(hosts) != 1:
        return False
    name, _, port = hosts[0].lower().rpartition(":")
    if not name or hosts[0].endswith("]"):
        return hosts[0].lower() in LOOPBACK_NAMES
    return name in LOOPBACK_NAMES and port.isascii() and port.isdigit() and len(port) <= 5


def _is_foreign(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        holds_what_was_said = scope["path"].startswith(("/api/", "/media/"))
        return holds_what_was_said and site in ("cross-site", "same-site")
    return (site is not None and site != "same-origin") or (
        origin is not None and origin.lower() != f"{scope['scheme']}://{headers['host'].lower()}"
    )


def _where(error: Exception) -> str:
    """The last places of our own code that the error came through."""
    places, frame = [], error.__traceback__
    while frame is not None:
        name = frame.tb_frame.f_globals.get("__name__", "")
        if name.startswith("tapewright."):
            places.append(f"{name}:{frame.tb_lineno}")
        frame = frame.tb_next
    return f" at {' > '.join(places[-4:])}" if places else ""
