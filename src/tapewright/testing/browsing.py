"""A server in its own process, and browsers that are let in: for browser tests, benchmarks and screenshots."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tapewright.testing.forked import Forked, Stock

_ADDRESS = re.compile(r"https?://[^\s\"']+")
_OFF = (
    # What Playwright turns off itself: of two lists the later one holds alone.
    "AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades "
    "HttpsFirstBalancedModeAutoEnable LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning "
    "AvoidCorsURLLoaderRestartOnRedirect TcpPortRandomizationWin OptimizationHints NetworkTimeServiceQuerying "
    "AimEnabled PreconnectToSearch msForceBrowserSignIn msEdgeUpdateLaunchServicesPreferredVersion "
    # The popup of the address bar, which no test opens: a process with two pages in every window, a third of its cost.
    "WebUIOmniboxPopup WebUIOmniboxAimPopup"
).split()
_FLAGS = (
    f"--disable-features={','.join(_OFF)}",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
)
_BEFORE_THE_PAGE = "try { localStorage.setItem('tw-tour-seen', 'yes') } catch {}"


class Served:
    """``tapewright serve`` on a project, from ``start`` to ``stop``. Use it as a context manager.

    ``origin`` is where it listens, ``api`` a client that is let in, ``cookies`` what lets a browser in. From a
    ``stock`` it is forked, which takes a tenth of the time; what is to be seen of a start from nothing is not seen.
    """

    def __init__(self, root: Path, *, log: Path, stock: Stock | None = None) -> None:
        self.root = root
        self.log = log
        self._stock = stock
        self.origin = ""
        self.cookies: list[dict[str, Any]] = []
        self.api: Any = None
        self._process: subprocess.Popen[str] | Forked | None = None

    def __enter__(self) -> Served:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        said = self.log.read_text("utf-8", "replace")
        if kind is None and "Traceback" in said:
            raise AssertionError(f"the server stumbled:\n{said[-4000:]}")

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def start(self, *, environment: Mapping[str, str] | None = None) -> None:
        """Start it and let one client in. After ``kill`` it comes back at the same address."""
        import httpx

        self._process = self._begun(environment)
        address = self._printed_address()
        self.origin = re.sub(r"(//[^/]+).*", r"\1", address)
        first = httpx.get(address, follow_redirects=False, trust_env=False)
        self.cookies = [{"name": name, "value": value, "url": self.origin} for name, value in first.cookies.items()]
        if self.api is not None:
            self.api.close()
        self.api = httpx.Client(
            base_url=self.origin,
            cookies={one["name"]: one["value"] for one in self.cookies},
            headers={"Origin": self.origin},
            timeout=30,
            trust_env=False,
        )

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._wait()

    def stop(self) -> None:
        """End it as Ctrl-C would."""
        if self.api is not None:
            self.api.close()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._wait(seconds=15)
            except subprocess.TimeoutExpired:
                self.kill()

    def _begun(self, environment: Mapping[str, str] | None) -> subprocess.Popen[str] | Forked:
        arguments = ["serve", "--json", "--no-browser", "--project", str(self.root)]
        if self._stock and environment is None:
            return self._stock.start(arguments, log=self.log)
        command = [sys.executable, "-m", "tapewright", *arguments]
        with self.log.open("a") as log:
            return subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment and dict(environment)
            )

    def _wait(self, seconds: float | None = None) -> None:
        assert self._process is not None
        self._process.wait(seconds)
        if self._process.stdout:
            self._process.stdout.close()

    def _printed_address(self) -> str:
        """What it prints first. Read on a thread, so that a server that says nothing does not hold us for ever."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        found: list[str] = []

        def read() -> None:
            for line in process.stdout or ():
                if match := _ADDRESS.search(line):
                    found.append(match[0])
                    return

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        reader.join(timeout=60)
        if not found:
            process.kill()
            raise AssertionError(f"the server did not start:\n{self.log.read_text('utf-8', 'replace')[-4000:]}")
        return found[0]


class Troubles:
    """What a page complains of: errors of its scripts, errors on its console, lines about the content policy."""

    def __init__(self, page: Any, expects: Iterable[str] = ()) -> None:
        self.lines: list[str] = []
        self._expects = [re.compile(pattern) for pattern in expects]
        page.on("pageerror", lambda error: self._note(f"page error: {error}"))
        page.on("console", self._heard)

    def expect(self, pattern: str) -> None:
        """From now on a line like this is meant to come."""
        self._expects.append(re.compile(pattern))

    def _heard(self, message: Any) -> None:
        text = message.text
        about_policy = "Content Security Policy" in text or "Trusted" in text or "[Report Only]" in text
        if message.type == "error" or about_policy:
            self._note(f"{message.type}: {text} ({message.location.get('url', '')})")

    def _note(self, line: str) -> None:
        if not any(pattern.search(line) for pattern in self._expects):
            self.lines.append(line)


def launch_options(chromium: str, *more: str) -> dict[str, Any]:
    """How every Chromium of ours is started."""
    return {"executable_path": chromium, "args": [*_FLAGS, *more]}


def open_context(
    browser: Any,
    served: Served,
    *,
    theme: str = "night",
    size: Sequence[int] = (1280, 720),
    lectern: bool = False,
    tour: bool = False,
    **more: Any,
) -> Any:
    """A browser of its own (cookies, storage) that the server lets in; the tour of the first visit only where asked."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "night" else "light",
        locale="en-GB",
        timezone_id="UTC",
        **more,
    )
    context.add_cookies(served.cookies)
    context.set_default_timeout(10_000)
    if not tour:
        context.add_init_script(_BEFORE_THE_PAGE)
    if lectern:
        context.add_init_script("localStorage.setItem('tw-size', 'lectern')")
    return context


class Held:
    """Requests of a page that wait until the test lets them go, so that answers come in the order that it says.

    With ``answered`` the server answers each when it comes, and only the answer waits: it is older then than whatever
    is done meanwhile.
    """

    def __init__(self, page: Any, address: Any, *, method: str = "", answered: bool = False) -> None:
        self._page = page
        self._address = address
        self._method = method
        self._answered = answered
        self._waiting: list[tuple[Any, Any]] = []
        page.route(address, self._hold)

    def __len__(self) -> int:
        return len(self._waiting)

    def _hold(self, route: Any) -> None:
        if self._method and route.request.method != self._method:
            route.fallback()
        else:
            self._waiting.append((route, route.fetch() if self._answered else None))

    def wait(self, count: int) -> None:
        """Until so many wait."""
        until(
            lambda: self._page.wait_for_timeout(20) or len(self) >= count, what=f"{count} requests to {self._address}"
        )

    def let_go(self, *places: int) -> None:
        """Let those go, in this order; by default all, and whatever comes from then on."""
        for place in places or range(len(self)):
            route, answer = self._waiting[place]
            with suppress(Exception):  # it was given up: then nobody waits for it
                route.fulfill(response=answer) if answer else route.continue_()
        if not places:
            self._page.unroute(self._address, self._hold)


def close(context: Any) -> None:
    """Close a browser whose requests may still be on their way through a handler of the test.

    What such a handler then meets is not told to whoever opens the next browser.
    """
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.close()


def until(true: Any, *, seconds: float = 10.0, what: str = "") -> None:
    """Wait until ``true()`` is, for what no locator can see (a file on disk, the API). AssertionError after a while."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what or true}")
        time.sleep(0.02)


def below(most: float, measure: Callable[[], float], *, rounds: int = 3) -> None:
    """A time stays below a bound in one round of a few. AssertionError with all that was measured.

    A machine that stops everybody for a moment spoils a round; what is slow by itself is slow in each.
    """
    found: list[float] = []
    while not found or (found[-1] >= most and len(found) < rounds):
        found.append(measure())
    assert found[-1] < most, found


def printed(page: Any) -> str:
    """The text of what a page prints, without its white space: wide letters come out of a PDF with spaces between."""
    import pypdfium2

    document = pypdfium2.PdfDocument(page.pdf())
    try:
        return "".join("".join(sheet.get_textpage().get_text_range() for sheet in document).split())
    finally:
        document.close()
