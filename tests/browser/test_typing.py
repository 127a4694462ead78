"""Typing over marked words leaves only what was typed: the browser's own styles never get into the text."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Served, until


def test_typing_over_marked_words_is_allowed_by_the_policy_and_saved(served: Served, page: Any) -> None:
    page.goto(served.origin + "/tapes/T001")
    page.locator(".cm-line").first.click()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("e")
    expect(page.locator(".cm-content[contenteditable=true]")).to_have_count(1)
    page.keyboard.type("Precisely so")
    expect(page.locator(".cm-content")).to_contain_text("Precisely so")

    def saved() -> bool:
        turns = served.api.get("/api/tapes/T001/transcript").json()["transcript"]["turns"]
        return any("Precisely so" in turn["text"] for turn in turns)

    until(saved, what="the paragraph to be saved")
    assert page.locator(".cm-content [style*=background], .cm-content font").count() == 0
