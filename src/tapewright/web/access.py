"""Who is let in: the browser that ``serve`` opened, by a token that works once, and then by its cookie.

Cookies know no ports: every server of this machine would share one, so the cookie is named after the project's secret,
and a page of another port is kept out by the guards (``Sec-Fetch-Site``), not by ``SameSite`` alone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tapewright.web.answers import PROGRAMS_ASK, UnknownBrowserError, error_answer
from tapewright.web.peers import is_another_accounts
from tapewright.web.plain import NONCE, alone_page

TOKEN = "token"
"""The name of the token in an opened address."""

MONTH_SECONDS = 30 * 24 * 60 * 60


class Access:
    """A project's secret, the cookie that it makes, and the tokens of one run of the server.

    Another process that may read the secret can make tokens for the same run, which is how a second ``serve`` opens
    the browser on the first.
    """

    def __init__(self, secret: bytes, *, run: str = "") -> None:
        self._secret = secret
        self.run = run or secrets.token_hex(4)
        self._used: set[str] = set()
        self._lock = threading.Lock()
        self.cookie_name = f"tapewright-{self._sign('name')[:8]}"
        self.cookie_value = self._sign("cookie")

    @classmethod
    def fresh(cls) -> Access:
        """With a secret of its own, kept nowhere."""
        return cls(secrets.token_bytes(32))

    def new_token(self) -> str:
        """A token that lets one browser in, once, while this run lasts."""
        nonce = secrets.token_hex(12)
        return f"{nonce}-{self._sign(f'token {self.run} {nonce}')}"

    def redeem(self, token: str) -> bool:
        """Whether the token is one of this run that nobody has used; from now on it is used."""
        nonce, _, signature = token.partition("-")
        if not _same(signature, self._sign(f"token {self.run} {nonce}")):
            return False
        with self._lock:
            if nonce in self._used:
                return False
            self._used.add(nonce)
        return True

    def knows(self, cookies: str) -> bool:
        """Whether a ``Cookie`` header holds this project's cookie."""
        return _same(cookie_parser(cookies).get(self.cookie_name, ""), self.cookie_value)

    def cookie(self) -> str:
        """The ``Set-Cookie`` header of a browser that was let in."""
        return f"{self.cookie_name}={self.cookie_value}; Path=/; Max-Age={MONTH_SECONDS}; HttpOnly; SameSite=Strict"

    def _sign(self, what: str) -> str:
        return hmac.new(self._secret, what.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:40]


class Entrance:
    """Middleware: a token becomes a cookie and leaves the address; who has neither gets 401."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_known = self._access.knows("; ".join(Headers(scope=scope).getlist("cookie")))
        token, rest = _token_of(scope)
        if token is not None and scope["method"] in ("GET", "HEAD"):
            response = self._let_in(scope, token, rest, is_known)
            await response(scope, receive, send)
        elif is_known:
            await self._app(scope, receive, send)
        else:
            await _stranger(scope)(scope, receive, send)

    def _let_in(self, scope: Scope, token: str, rest: str, is_known: bool) -> Response:
        is_new = not is_another_accounts(scope.get("client")) and self._access.redeem(token)
        if not is_new and not is_known:
            return _stranger(scope)
        place = "/" + scope["path"].lstrip("/\\") + (f"?{rest}" if rest else "")
        response = RedirectResponse(place, status_code=303)
        if is_new:
            response.headers["set-cookie"] = self._access.cookie()
        return response


def _token_of(scope: Scope) -> tuple[str | None, str]:
    """The token in a request's address, if there is one, and the query without it."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    tokens = [value for name, value in query if name == TOKEN]
    return (tokens[0] if tokens else None), urlencode([pair for pair in query if pair[0] != TOKEN])


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode())


def _stranger(scope: Scope) -> Response:
    path: str = scope["path"]
    if path.startswith(PROGRAMS_ASK):
        return error_answer(
            UnknownBrowserError(
                "this browser has not been let in", hint="open the address that tapewright serve has printed"
            )
        )
    here = escape("/" + path.lstrip("/\\"), quote=True)
    shut = alone_page("tapewright", _SHUT.format(here=here), scope.get(NONCE, ""))
    return HTMLResponse(shut, status_code=401)


_SHUT = """\
<h1>This browser has not been let in</h1>
<p>Open the address that <code>tapewright serve</code> has printed. It works once; typing <code>tapewright serve</code>
in the project's folder again gives another one.</p>
<p>If you came by a link from another page, <a href="{here}">open it from here</a>.</p>
"""
