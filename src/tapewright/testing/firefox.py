"""Firefox for smoke tests, over what it brings itself: WebDriver BiDi on a WebSocket. No driver is downloaded.

Spoken here as far as a smoke test needs: open an address with a cookie, run a script, press keys, click, take a
picture, hear what the console says.
"""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

_KEYS = {"Escape": "\ue00c", "Enter": "\ue007", "Space": " ", "ArrowRight": "\ue014", "Tab": "\ue004"}


class Firefox:
    """A Firefox without a window. Use it as a context manager; ``complaints`` is what its console said in earnest."""

    def __init__(self, program: str, profile: Path, *, size: tuple[int, int] = (1280, 720)) -> None:
        profile.mkdir(parents=True, exist_ok=True)
        (profile / "user.js").write_text(_PREFERENCES)
        self.complaints: list[str] = []
        self._answers: dict[int, dict[str, Any]] = {}
        self._next = 0
        command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
        command += [f"--width={size[0]}", f"--height={size[1]}"]
        environment = {**os.environ, "MOZ_HEADLESS": "1", "HOME": str(profile)}
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
        )
        self._socket = _WebSocket(self._printed_port(), "/session")
        self._tell("session.new", {"capabilities": {}})
        self._tell("session.subscribe", {"events": ["log.entryAdded"]})
        self._context = self._tell("browsingContext.getTree", {})["contexts"][0]["context"]
        self._tell("browsingContext.setViewport", {"context": self._context, "viewport": _box(size)})

    def __enter__(self) -> Firefox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def let_in(self, origin: str, cookies: list[dict[str, Any]]) -> None:
        """Give it the cookies that the server lets a browser in with."""
        domain = origin.split("//")[1].split(":")[0]
        for one in cookies:
            value = {"type": "string", "value": one["value"]}
            self._tell("storage.setCookie", {"cookie": {"name": one["name"], "value": value, "domain": domain}})

    def open(self, address: str) -> None:
        """Go there and wait until the page is loaded."""
        self._tell("browsingContext.navigate", {"context": self._context, "url": address, "wait": "complete"})

    def run(self, expression: str) -> Any:
        """What a JavaScript expression is there: text, a number or a truth value; a promise is waited for."""
        asked = {"expression": expression, "target": {"context": self._context}, "awaitPromise": True}
        answer = self._tell("script.evaluate", asked)
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and let go of a key."""
        value = _KEYS.get(key, key)
        actions = [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        self._tell(
            "input.performActions",
            {"context": self._context, "actions": [{"type": "key", "id": "keys", "actions": actions}]},
        )

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window."""
        steps: list[dict[str, Any]] = [{"type": "pointerMove", "x": round(x), "y": round(y)}]
        steps += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._tell(
            "input.performActions",
            {"context": self._context, "actions": [{"type": "pointer", "id": "mouse", "actions": steps}]},
        )

    def picture(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self._tell("browsingContext.captureScreenshot", {"context": self._context})["data"])

    def _tell(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._next += 1
        self._socket.send(json.dumps({"id": self._next, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.receive())
            if message.get("id") == self._next:
                if message["type"] == "error":
                    raise AssertionError(f"{method}: {message['error']}: {message['message']}")
                return dict(message["result"])
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.complaints.append(str(message["params"]["text"]))

    def _printed_port(self) -> int:
        found: list[int] = []

        def read() -> None:
            for line in self._process.stderr or ():
                if match := re.search(r"BiDi listening on ws://127\.0\.0\.1:(\d+)", line):
                    found.append(int(match[1]))
                    break
            for _ in self._process.stderr or ():
                pass  # what it goes on to say must not fill the pipe

        threading.Thread(target=read, daemon=True).start()
        end = time.monotonic() + 60
        while not found:
            if time.monotonic() > end or self._process.poll() is not None:
                self._process.kill()
                raise AssertionError("Firefox did not start")
            time.sleep(0.05)
        return found[0]


class _WebSocket:
    """A client of RFC 6455, for text messages on this machine."""

    def __init__(self, port: int, path: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        head = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self._socket.sendall(head.encode())
        self._left = b""
        while b"\r\n\r\n" not in self._left:
            self._left += self._socket.recv(4096)
        answer, self._left = self._left.split(b"\r\n\r\n", 1)
        if b" 101 " not in answer.split(b"\r\n")[0]:
            raise AssertionError(answer.decode("latin-1"))

    def send(self, text: str) -> None:
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        head = bytes([0x81]) + (
            bytes([0x80 | size]) if size < 126
            else bytes([0x80 | 126]) + struct.pack(">H", size) if size < 65536
            else bytes([0x80 | 127]) + struct.pack(">Q", size)
        )  # fmt: skip
        self._socket.sendall(head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data)))

    def receive(self) -> str:
        whole = b""
        while True:
            first, second = self._exactly(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack(">H", self._exactly(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._exactly(8))
            data = self._exactly(size)
            if first & 0x0F in (0, 1):
                whole += data
                if first & 0x80:
                    return whole.decode()
            elif first & 0x0F == 8:
                raise AssertionError("the browser closed the connection")

    def close(self) -> None:
        self._socket.close()

    def _exactly(self, count: int) -> bytes:
        while len(self._left) < count:
            more = self._socket.recv(65536)
            if not more:
                raise AssertionError("the browser is gone")
            self._left += more
        taken, self._left = self._left[:count], self._left[count:]
        return taken


def _box(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


_PREFERENCES = """\
user_pref("media.autoplay.default", 0);
user_pref("media.volume_scale", "0.0");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("app.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,");
"""
