"""On a tape and among voices: what was asked for last is what is shown, and a key acts on what it was pressed on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served, until
from tapewright.testing.tape_page import click, drag, opened, said, turns

Pages = Callable[..., Any]


def a_while(page: Any) -> None:
    """As long as an answer that is here takes to be shown, and longer: for what shall not happen."""
    page.wait_for_timeout(400)


def code(served: Served, name: str) -> int:
    books = served.api.get("/api/codebooks").json()["codebooks"]
    return int(next(one["id"] for book in books for one in book["codes"] if one["name"] == name))


def codings(served: Served, tape: str) -> list[tuple[str, str]]:
    found = served.api.get("/api/codings", params={"tape": tape}).json()["codings"]
    return [(one["code_name"], one["text"]) for one in sorted(found, key=lambda one: one["id"])]


def selected_before_the_codes(coded: Served, open_page: Pages) -> tuple[Any, Held]:
    """Words are selected on a tape, and the codes are on their way."""
    page = open_page(coded, None)
    held = Held(page, "**/api/codebooks")
    page.goto(coded.origin + "/tapes/T003")
    opened(page)
    held.wait(1)
    drag(page, "They printed", "old one,")
    return page, held


def test_a_key_codes_what_was_selected_when_it_was_pressed(coded: Served, open_page: Pages) -> None:
    page, held = selected_before_the_codes(coded, open_page)
    page.keyboard.press("3")
    click(page, "This is")
    held.let_go()
    expect(page.locator(".notice")).to_contain_text("Coded what is selected as “The depot”")
    assert codings(coded, "T003")[-1] == ("The depot", "They printed the new timetable on the back of the old one,")


def test_a_code_that_is_typed_before_the_codes_are_there_is_taken(coded: Served, open_page: Pages) -> None:
    page, held = selected_before_the_codes(coded, open_page)
    page.keyboard.press("c")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("the depot")
    page.keyboard.press("Enter")
    held.let_go()
    expect(page.locator(".notice")).to_contain_text("Coded what is selected as “The depot”")


def test_nothing_is_said_not_to_be_coded_before_that_is_known(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, None)
    held = Held(page, "**/api/codings?*")
    page.goto(coded.origin + "/tapes/T003")
    opened(page)
    held.wait(1)
    click(page, "I held")
    before = len(codings(coded, "T003"))
    page.keyboard.press("x")
    a_while(page)
    held.let_go()
    expect(page.locator(".notice")).to_contain_text("taken off")
    assert len(codings(coded, "T003")) == before - 1


def test_of_two_answers_about_codings_and_selects_the_later_one_stands(coded: Served, open_page: Pages) -> None:
    page = opened(open_page(coded, "/tapes/T001"))
    expect(page.get_by_role("region", name="Codes here")).to_be_visible()
    codes, selects = Held(page, "**/api/codings?*", answered=True), Held(page, "**/api/selects?*", answered=True)
    counted = page.get_by_role("region", name="Codes on this tape").locator(".num").first
    picked = page.get_by_role("region", name="Selects from this tape").locator(".num").first
    there = len(codings(coded, "T001"))
    quoted = int(picked.inner_text())
    second = 705_600_000
    for n in (1, 2):
        span = {"tape": "T001", "start": n * second, "end": (n + 1) * second}
        assert coded.api.post("/api/codings", json={"code": code(coded, "The depot"), **span}).status_code < 300
        assert coded.api.post("/api/selects", json=span).status_code < 300
        codes.wait(n)
        selects.wait(n)
    for held in (codes, selects):
        held.let_go(1)
    expect(counted).to_have_text(str(there + 2))
    expect(picked).to_have_text(str(quoted + 2))
    for held in (codes, selects):
        held.let_go(0)
    a_while(page)
    expect(counted).to_have_text(str(there + 2))
    expect(picked).to_have_text(str(quoted + 2))


def test_of_two_changes_elsewhere_the_later_one_stands(served: Served, open_page: Pages) -> None:
    page = opened(open_page(served, "/tapes/T001"))
    expect(page.locator(".tape-side .panel-head").first).to_be_visible()
    held = Held(page, "**/api/turns?*", answered=True)
    for n, text in enumerate(("So who wrote it?", "So who read it?")):
        turn = turns(served, "T001")[2]
        match = {"If-Match": f'"{turn["revision"]}"'}
        assert served.api.put(f"/api/turns/{turn['id']}", json={"text": text}, headers=match).status_code == 200
        if not n:
            held.wait(1)
    page.wait_for_timeout(800)  # the second one is told
    for place in reversed(range(len(held))):
        held.let_go(place)
        a_while(page)
    held.let_go()
    expect(said(page, "So who read it?")).to_be_visible()
    a_while(page)
    expect(said(page, "So who read it?")).to_be_visible()


def test_the_paragraph_that_is_checked_is_the_one_that_was_meant(served: Served, open_page: Pages) -> None:
    page = opened(open_page(served, "/tapes/T001?mode=correct"))
    meant = turns(served, "T001")[2]
    held = Held(page, "**/api/turns/*", method="PUT")
    click(page, "How did")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Delete")
    click(page, "So who")  # who leaves the empty paragraph has it sent, and then it goes
    held.wait(1)
    page.keyboard.press("End")
    page.keyboard.press("Control+Enter")
    a_while(page)
    held.let_go()

    def checked() -> list[int]:
        return [one["id"] for one in turns(served, "T001") if one["confidence"] == 255]

    until(lambda: page.wait_for_timeout(20) or checked())
    assert checked() == [meant["id"]]


def test_the_last_answer_about_people_stands(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/people")
    expect(page.locator(".person").first).to_be_visible()
    person = served.api.get("/api/people").json()["speakers"][0]["id"]
    held = Held(page, "**/api/people", answered=True)
    for n, name in enumerate(("The first name", "The second name"), start=1):
        assert served.api.patch(f"/api/people/{person}", json={"name": name}).status_code == 200
        held.wait(n)
    held.let_go(1)
    expect(page.locator(".people-list")).to_contain_text("The second name")
    held.let_go(0)
    a_while(page)
    expect(page.locator(".people-list")).to_contain_text("The second name")


def test_the_next_name_can_be_typed_while_one_is_being_added(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/people?tab=names")
    held = Held(page, "**/api/names", method="POST")
    page.get_by_label("Name or term").fill("Orford Ness")
    page.keyboard.press("Enter")
    held.wait(1)
    page.keyboard.press("Control+a")
    page.keyboard.type("Havergate")
    held.let_go()
    expect(page.locator(".names-table tbody tr")).to_contain_text("Orford Ness")
    a_while(page)
    expect(page.get_by_label("Name or term")).to_have_value("Havergate")


def current(page: Any) -> Any:
    return page.locator(".hear[aria-current=true]")


def test_a_place_is_answered_once_and_who_has_gone_on_stays_there(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/review")
    expect(current(page)).to_be_visible()
    items = served.api.get("/api/review", params={"first": 30}).json()["items"]
    assert len(items) > 2
    held = Held(page, "**/api/review/answer")
    page.keyboard.press("r")
    page.keyboard.press("r")
    held.wait(1)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(current(page)).to_have_attribute("data-item", items[2]["item"])
    a_while(page)
    assert len(held) == 1
    held.let_go()
    expect(page.locator(".notice")).to_contain_text("is right")
    expect(page.locator(f"[data-item='{items[0]['item']}']")).to_have_count(0)
    expect(current(page)).to_have_attribute("data-item", items[2]["item"])


def test_a_queue_that_is_read_while_an_answer_is_kept_has_a_place_to_go_on_from(
    served: Served, open_page: Pages
) -> None:
    page = open_page(served, "/review")
    expect(current(page)).to_be_visible()
    items = served.api.get("/api/review", params={"first": 30}).json()["items"]
    page.keyboard.press("j")
    expect(current(page)).to_have_attribute("data-item", items[1]["item"])
    held = Held(page, "**/api/review/answer", answered=True)
    with page.expect_response(re.compile(r"/api/review\?")):  # as the change is told, before its answer is here
        page.keyboard.press("u")
    expect(page.locator(f"[data-item='{items[1]['item']}']")).to_have_count(0)
    held.let_go()
    expect(page.locator(".notice")).to_contain_text("Nobody could tell")
    expect(current(page)).to_have_attribute("data-item", items[2]["item"])
