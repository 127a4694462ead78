"""Codes while answers are late: keys that are pressed before an answer, answers that cross, and whoever goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served, until

Pages = Callable[..., Any]

SPAN = {"tape": "T001", "start": 705_600_000, "end": 1_411_200_000}


def code(page: Any, name: str) -> Any:
    return page.locator(".code-row", has=page.locator(".code-name", has_text=re.compile(f"^{re.escape(name)}$")))


def codes(served: Served) -> dict[str, dict[str, Any]]:
    (book,) = served.api.get("/api/codebooks").json()["codebooks"]
    return {one["name"]: one for one in book["codes"]}


def opened(served: Served, open_page: Pages, name: str, **wishes: Any) -> Any:
    """The screen with a code chosen in the tree."""
    page = open_page(served, f"/codes?code={codes(served)[name]['id']}", **wishes)
    expect(code(page, name)).to_have_attribute("aria-selected", "true")
    page.locator(".codes-tree").focus()
    return page


def gone_to(page: Any, room: str) -> None:
    page.get_by_role("link", name=room, exact=True).click()
    expect(page.locator(f"[data-screen={room.lower()}]")).to_be_visible()


def test_keys_that_are_pressed_before_the_answer_act_in_turn_on_the_code_that_was_chosen(
    coded: Served, open_page: Pages
) -> None:
    before = codes(coded)
    page = opened(coded, open_page, "The depot")
    deeds = Held(page, "**/api/codes/*", method="PATCH")
    for key in ("7", "8", "ArrowUp"):
        page.keyboard.press(key)
    deeds.wait(1)
    deeds.let_go()
    expect(page.locator(".notice", has_text="8 codes “The depot” now")).to_be_visible()
    expect(page.locator(".notice-bad")).to_have_count(0)
    assert codes(coded)["The depot"]["key"] == "8"
    assert {name for name, one in codes(coded).items() if one["key"] != before[name]["key"]} == {"The depot"}


def test_an_older_answer_does_not_take_the_place_of_a_newer_name(coded: Served, open_page: Pages) -> None:
    page = opened(coded, open_page, "The depot")
    one = codes(coded)["The depot"]
    answers = Held(page, "**/api/codebooks", answered=True)
    for count, name in enumerate(("The garage", "The bus garage"), 1):
        seen = {"If-Match": f'"{codes(coded)[one["name"]]["revision"]}"'}
        one = coded.api.patch(f"/api/codes/{one['id']}", json={"name": name}, headers=seen).raise_for_status().json()
        one["name"] = name
        answers.wait(count)
    answers.let_go(1)
    expect(code(page, "The bus garage")).to_be_visible()
    answers.let_go(0)
    page.wait_for_timeout(300)
    assert code(page, "The bus garage").is_visible()


def test_the_keys_go_to_the_answer_though_the_question_is_asked_twice(coded: Served, open_page: Pages) -> None:
    book = codes(coded)["Signs"]["codebook"]
    coded.api.post("/api/codes", json={"name": "Waiting", "codebook": book}).raise_for_status()
    page = opened(coded, open_page, "Waiting")
    expect(page.locator(".passage")).to_have_count(0)
    asked = Held(page, "**/api/codings/ask", answered=True)
    page.keyboard.press("/")
    page.keyboard.type("The depot")
    page.keyboard.press("Enter")
    asked.wait(1)
    coded.api.post("/api/codings", json={"code": codes(coded)["The depot"]["id"], **SPAN}).raise_for_status()
    asked.wait(2)
    asked.let_go(0)
    page.wait_for_timeout(200)
    asked.let_go(1)
    expect(page.locator(".passage").first).to_be_visible()
    expect(page.locator(".codes-list")).to_be_focused()


def test_what_is_to_be_decided_is_asked_once_and_not_over_another_screen(coded: Served, open_page: Pages) -> None:
    page = opened(coded, open_page, "Signs")
    read = Held(page, "**/api/coders")
    for count in (1, 2):
        page.keyboard.press("d")
        read.wait(count)
    read.let_go()
    dialog = page.locator("dialog")
    expect(dialog).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    read = Held(page, "**/api/coders")
    page.keyboard.press("d")
    read.wait(1)
    gone_to(page, "People")
    read.let_go()
    page.wait_for_timeout(500)
    assert dialog.count() == 0


def test_a_code_that_is_added_leaves_the_address_of_another_screen_alone(coded: Served, open_page: Pages) -> None:
    page = opened(coded, open_page, "The depot")
    page.keyboard.press("a")
    page.get_by_role("dialog").get_by_label("Name").fill("Waiting")
    made = Held(page, "**/api/codes", method="POST")
    page.keyboard.press("Enter")
    made.wait(1)
    gone_to(page, "People")
    made.let_go()
    expect(page.locator(".notice", has_text="“Waiting” is a code now")).to_be_visible()
    until(lambda: page.wait_for_timeout(20) or "Waiting" in codes(coded))
    assert "code=" not in page.url


def test_what_could_not_be_looked_for_of_one_code_is_not_said_of_another(coded: Served, open_page: Pages) -> None:
    page = opened(coded, open_page, "A light seen", expects=["ERR_FAILED"])
    held: list[Any] = []
    page.route("**/api/suggestions?*", lambda route: held.append(route))
    for count, name in enumerate(("A light seen", "Nobody asked"), start=1):
        code(page, name).click()
        page.locator(".codes-tree").focus()
        page.keyboard.press("s")
        until(lambda count=count: page.wait_for_timeout(20) or len(held) == count)
    held[0].abort()
    page.wait_for_timeout(200)
    held[1].fulfill(json={"why": "nothing is like it", "suggestions": []})
    expect(page.get_by_role("region", name="Offered, not coded")).to_contain_text("nothing is like it")
