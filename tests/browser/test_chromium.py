"""The Chromium of the tests: what Playwright turns off in it is off, although we turn off more."""

from __future__ import annotations

from typing import Any

import psutil

SWITCH = "--disable-features="


def test_what_playwright_turns_off_stays_off(browser: Any) -> None:
    assert browser.is_connected()
    lists = [
        [set(part.removeprefix(SWITCH).split(",")) for part in process.cmdline() if part.startswith(SWITCH)]
        for process in psutil.Process().children(recursive=True)
        if "chrom" in process.name() and not any(part.startswith("--type=") for part in process.cmdline())
    ]
    (theirs, ours), *_ = [found for found in lists if len(found) == 2]
    assert theirs <= ours
