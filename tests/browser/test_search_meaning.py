"""Search by meaning on the screen: its chip says what it needs, counts, and its hits say why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Served

FOUND = {
    "tape": "T001",
    "speaker": "NIGHT DRIVER",
    "start": 1.0,
    "end": 3.0,
    "ticks": {"start": 705_600_000, "end": 2_116_800_000},
    "timecode": "10:00:01:00",
    "text": "Nobody was waiting at the stop.",
    "before": "",
    "after": "",
    "score": 0.62,
    "differs": 0,
    "differences": [],
    "lit": [],
}


def state(page: Any, **meaning: object) -> None:
    ways = [{"way": way, "ready": True, "needs": ""} for way in ("exact", "close", "sound")]
    told = {
        "tapes": 3,
        "read": 3,
        "unread": [],
        "ways": [*ways, {"way": "meaning", "ready": True, "needs": "", **meaning}],
    }
    page.route("**/api/search/state", lambda route: route.fulfill(json=told))


def chip(page: Any) -> Any:
    return page.locator(".chip", has_text="Meaning")


def test_without_weights_the_way_says_which_command_brings_them(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, None)
    state(page, needs="tapewright models fetch meaning")
    page.goto(reading.origin + "/search?q=window")
    expect(chip(page)).to_be_disabled()
    expect(chip(page)).to_contain_text("needs weights")
    expect(chip(page)).to_have_attribute("title", "It needs its weights: tapewright models fetch meaning")
    page.locator("main").first.focus()
    page.keyboard.press("4")
    expect(page.locator(".chip", has_text="Exact")).to_have_attribute("aria-pressed", "true")


def test_while_it_reads_the_tapes_it_says_so_and_nobody_waits(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    state(page, ready=False)
    page.goto(reading.origin + "/search?q=window")
    expect(chip(page)).to_be_disabled()
    expect(chip(page)).to_contain_text("getting ready")
    expect(page.locator(".chip", has_text="Sounds like").locator(".chip-count")).not_to_have_text("…")
    assert not [url for url in asked if "way=meaning" in url]


def test_its_hits_are_counted_and_say_why(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, None)
    state(page)
    answer = {"query": "window", "way": "meaning", "total": 1, "offset": 0, "hits": [FOUND]}
    spread = {"facets": {"tapes": [{"tape": "T001", "title": "", "hits": 1}], "speakers": []}}
    page.route("**/api/search?*way=meaning*", lambda route: route.fulfill(json={**answer, **spread}))
    page.goto(reading.origin + "/search?q=window")
    expect(chip(page).locator(".chip-count")).to_have_text("1")
    page.locator("main").first.focus()
    page.keyboard.press("4")
    expect(chip(page)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".hit-why")).to_contain_text("62 % alike in meaning and words")


def test_it_is_counted_as_soon_as_it_is_ready(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, None)
    state(page, ready=False)
    answer = {"query": "window", "way": "meaning", "total": 7, "offset": 0, "hits": []}
    page.route("**/api/search?*way=meaning*", lambda route: route.fulfill(json=answer))
    page.goto(reading.origin + "/search?q=window")
    expect(chip(page)).to_contain_text("getting ready")
    state(page)
    expect(chip(page).locator(".chip-count")).to_have_text("7")
