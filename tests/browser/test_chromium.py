"""The Chromium of the tests: what Playwright turns off in it is off, although we turn off more."""

from __future__ import annotations

from typing import Any

import psutil

SWITCH = "--disable-features="


def switches(process: psutil.Process) -> list[str]:
    """What a browser was started with; nothing for its helpers and for a process that has just ended."""
    try:
        line = process.cmdline() if "chrom" in process.name() else []
    except psutil.Error:
        return []
    return [] if any(part.startswith("--type=") for part in line) else line


def test_what_playwright_turns_off_stays_off(browser: Any) -> None:
    assert browser.is_connected()
    lists = [
        [set(part.removeprefix(SWITCH).split(",")) for part in switches(process) if part.startswith(SWITCH)]
        for process in psutil.Process().children(recursive=True)
    ]
    (theirs, ours), *_ = [found for found in lists if len(found) == 2]
    assert theirs <= ours
