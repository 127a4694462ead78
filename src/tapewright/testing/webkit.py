"""WebKitGTK for smoke tests, by Debian's ``WebKitWebDriver`` in an Xvfb: plain WebDriver over HTTP."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import subprocess
import time
from types import TracebackType
from typing import Any

import httpx


class WebKit:
    """A MiniBrowser on a screen that nobody sees. Use it as a context manager."""

    def __init__(self, driver: str, xvfb: str, *, size: tuple[int, int] = (1280, 720)) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        display = f":{200 + os.getpid() % 700}"
        screen = f"{size[0]}x{size[1]}x24"
        self._start([xvfb, display, "-screen", "0", screen, "-nolisten", "tcp"])
        port = _free_port()
        environment = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"  # its sandbox does not start for root
        self._start([driver, f"--port={port}"], environment)
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
        self._session = ""
        self._session = f"/session/{self._when_ready()['sessionId']}"
        self._ask("POST", "/window/rect", {"x": 0, "y": 0, "width": size[0], "height": size[1]})

    def __enter__(self) -> WebKit:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with contextlib.suppress(httpx.HTTPError):
            self._client.delete(self._session)
        self._client.close()
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def let_in(self, origin: str, cookies: list[dict[str, Any]]) -> None:
        """Give it the cookies that the server lets a browser in with."""
        self.open(f"{origin}/nowhere")  # a cookie can only be set for where one is
        for one in cookies:
            self._ask("POST", "/cookie", {"cookie": {"name": one["name"], "value": one["value"], "path": "/"}})

    def open(self, address: str) -> None:
        """Go there and wait until the page is loaded."""
        self._ask("POST", "/url", {"url": address})

    def run(self, expression: str) -> Any:
        """What a JavaScript expression is there; a promise is waited for."""
        script = f"const done = arguments[0]; Promise.resolve({expression}).then(done, (e) => done(`failed: ${{e}}`))"
        return self._ask("POST", "/execute/async", {"script": script, "args": []})

    def press(self, key: str) -> None:
        """Press and let go of a key."""
        value = {"Escape": "\ue00c", "Enter": "\ue007", "Space": " ", "Tab": "\ue004"}.get(key, key)
        actions = [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window."""
        steps: list[dict[str, Any]] = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}]
        steps += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self._ask("POST", "/actions", {"actions": [mouse]})

    def picture(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self._ask("GET", "/screenshot"))

    def _when_ready(self) -> dict[str, Any]:
        capabilities = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": _MINIBROWSER}}}
        end = time.monotonic() + 30
        while True:
            try:
                return dict(self._ask("POST", "/session", capabilities))
            except httpx.TransportError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._client.request(method, self._session + path, json=body)
        value = answer.json()["value"]
        if answer.is_error:
            raise AssertionError(f"{path}: {value['error']}: {value['message']}")
        return value

    def _start(self, command: list[str], environment: dict[str, str] | None = None) -> None:
        quiet = subprocess.DEVNULL
        self._processes.append(subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment))


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


_MINIBROWSER = {"args": ["--automation"]}
