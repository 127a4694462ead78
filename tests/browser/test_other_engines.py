"""A smoke run in Firefox and in WebKitGTK, where they are installed: the screens draw, keys and clicks arrive."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tapewright.testing.browsing import Served, until
from tapewright.testing.firefox import Firefox
from tapewright.testing.webkit import WebKit
from tapewright.web.assets import CLIENT

FIREFOX = os.environ.get("TAPEWRIGHT_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox") or ""
WEBKIT, XVFB = shutil.which("WebKitWebDriver") or "", shutil.which("Xvfb") or ""


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def other(request: pytest.FixtureRequest, reading: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser of another make, let in by the server."""
    if request.param == "firefox":
        if not FIREFOX:
            pytest.skip("there is no Firefox here: apt-get install firefox-esr, or set TAPEWRIGHT_FIREFOX to its path")
        with Firefox(FIREFOX, tmp_path_factory.mktemp("firefox")) as browser:
            yield _let_in(browser, reading)
    else:
        if not (WEBKIT and XVFB):
            pytest.skip("there is no WebKitGTK here: apt-get install webkit2gtk-driver xvfb")
        with WebKit(WEBKIT, XVFB) as browser:
            yield _let_in(browser, reading)


def _let_in(browser: Any, reading: Served) -> Any:
    browser.let_in(reading.origin, reading.cookies)
    browser.open(f"{reading.origin}/nowhere")
    browser.run("localStorage.setItem('tw-tour-seen', 'yes')")
    return browser


def _open(browser: Any, reading: Served, path: str, shows: str) -> None:
    # What the page before complains of when it is left (a module that was on its way) is not this one's.
    browser.open("about:blank")
    browser.run("new Promise((done) => setTimeout(done, 100))")
    getattr(browser, "complaints", []).clear()
    browser.open(reading.origin + path)
    until(lambda: browser.run(f"!!document.querySelector({shows!r})"), what=f"{shows} at {path}")
    assert browser.run("document.querySelector('[data-state=failed]')?.innerText || ''") == ""


def test_the_frame_stands_and_its_keys_work(other: Any, reading: Served) -> None:
    _open(other, reading, "/nowhere", ".rail-room")
    other.press("?")
    until(lambda: "Go to a tape" in other.run("document.querySelector('dialog')?.innerText || ''"), what="the keys")
    other.press("Escape")
    until(lambda: not other.run("!!document.querySelector('dialog')"), what="Escape closes the dialog")


SCREENS = {
    "/tapes": "tapes",
    "/tapes/T001": "tape",
    "/search?q=timetable": "search",
    "/codes": "codes",
    "/people": "people",
    "/chronology": "chronology",
    "/paper/night-bus": "paper",
    "/proof/night-bus": "proof",
    "/jobs": "jobs",
}


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_draws(other: Any, reading: Served, path: str) -> None:
    if not (CLIENT / "screens" / SCREENS[path] / "screen.js").exists():
        pytest.skip("this screen is not built yet")
    _open(other, reading, path, "#screen .screen")
    assert other.run("document.querySelector('#screen').innerText.length") > 10
    if isinstance(other, Firefox):
        assert other.complaints == []


def test_our_own_typefaces_are_used(other: Any, reading: Served) -> None:
    _open(other, reading, "/nowhere", ".rail-room")
    assert other.run("document.fonts.load('16px \"Source Serif 4\"').then((faces) => faces.length > 0)")
