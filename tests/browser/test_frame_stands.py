"""The frame round every screen stands: rooms, keys, settings, and nothing that the policy forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Served

NOT_YET = (r"404.*client/screens/", r"dynamically imported module")
"""Screens that have not been built."""


def test_the_rooms_are_reached_by_their_keys(reading: Served, open_page: Callable[..., Any]) -> None:
    reader = open_page(reading, expects=NOT_YET)
    expect(reader.locator(".rail-room[aria-current=page]")).to_have_attribute("aria-label", "Tapes")
    for key, address in (("s", "/search"), ("e", "/people"), ("p", "/paper"), ("r", "/proof"), ("j", "/jobs")):
        reader.keyboard.press("g")
        reader.keyboard.press(key)
        reader.wait_for_url(f"**{address}")


def test_the_tour_is_shown_once(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, "/tapes", tour=True, expects=NOT_YET)
    expect(page.locator("dialog")).to_contain_text("From tapes to a story you can prove")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.reload()
    expect(page.locator(".rail-mark")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)
