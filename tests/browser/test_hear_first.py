"""Hear first in a browser: places are played, answered by single keys, undone; what was not played was not heard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Served, until


def current(page: Any) -> Any:
    return page.locator(".hear[aria-current=true]")


def test_a_place_is_played_answered_and_taken_back(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/review?of=T003")
    asked = served.api.get("/api/review", params={"of": "T003"}).json()
    first, second = asked["items"][:2]
    expect(current(page).locator("mark")).to_have_text(first["text"])
    expect(current(page)).to_contain_text(re.compile(re.escape(first["why"][1:])))
    with page.expect_response(re.compile("/media/tapes/T003/")) as sound:
        page.keyboard.press("Space")
    assert sound.value.ok
    expect(current(page).get_by_text("heard", exact=True)).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".notice")).to_contain_text("is right")
    expect(current(page).locator("mark")).to_have_text(second["text"])
    assert served.api.get("/api/tapes/T003/listens").json()["total"] == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".hear mark").filter(has_text=first["text"]).first).to_be_visible()
    until(lambda: served.api.get("/api/tapes/T003/listens").json()["total"] == 0)


def test_who_stops_before_the_last_word_has_not_heard_it(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/review?of=T003")
    expect(current(page)).to_be_visible()
    with page.expect_response(re.compile("/media/tapes/T003/")):
        page.keyboard.press("Space")
    page.keyboard.press("r")
    expect(page.locator(".notice")).to_contain_text("Not played to its last word")
    assert served.api.get("/api/tapes/T003/listens").json()["total"] == 0


def test_what_it_says_is_typed_and_what_was_not_played_is_not_heard(
    served: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(served, "/review?of=T003&kind=name")
    expect(current(page).locator("mark")).to_have_text("Łódź?")
    page.keyboard.press("t")
    field = page.get_by_label("What it says, all of it")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    page.keyboard.press("t")
    field.fill("Lodz?")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text(
        "“Łódź?” is “Lodz?”. Not played to its last word: nobody has heard it yet"
    )
    assert served.api.get("/api/tapes/T003/listens").json()["total"] == 0
    assert "Lodz?" in served.api.get("/tapes/T003/text").text
    expect(page.locator("[data-state=empty]")).to_contain_text("Nothing of this kind is left to hear")
    page.get_by_role("button", name="Everything").click()
    expect(page.locator(".hear").first).to_be_visible()
    assert "kind" not in page.url


def test_what_nobody_could_tell_is_asked_again(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/review?of=T003")
    expect(current(page)).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".notice")).to_contain_text("Nobody could tell")
    page.reload()
    page.get_by_role("button", name=re.compile("nobody could tell 1")).click()
    expect(page.locator(".hear")).to_have_count(1)
    page.keyboard.press("o")
    page.wait_for_url("**/tapes/T003?t=*")
