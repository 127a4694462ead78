"""The frame round every screen stands: rooms, keys, settings, and nothing that the policy forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Served


def test_the_rooms_are_reached_by_their_keys(reader: Any) -> None:
    expect(reader.locator(".rail-room[aria-current=page]")).to_have_attribute("aria-label", "Tapes")
    # Search comes last: its box has the focus as soon as its screen is open, and takes every letter.
    for key, address in (("e", "/people"), ("p", "/paper"), ("r", "/proof"), ("j", "/jobs"), ("s", "/search")):
        reader.keyboard.press("g")
        reader.keyboard.press(key)
        reader.wait_for_url(f"**{address}")
        expect(reader.locator("#screen .screen")).to_be_visible()


def test_the_tour_is_shown_once(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, "/tapes", tour=True)
    expect(page.locator("dialog")).to_contain_text("From tapes to a story you can prove")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.reload()
    expect(page.locator(".rail-mark")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)


def test_beside_the_text_is_a_drawer_in_a_narrow_window(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, "/tapes/T001", size=(820, 600))
    side, button = page.locator(".side"), page.locator("[data-toggles=side]")
    expect(page.locator(".cm-line").first).to_be_visible()
    expect(side).to_be_hidden()
    button.click()
    expect(side).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(side).to_be_visible()
    expect(button).to_be_hidden()
