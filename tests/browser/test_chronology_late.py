"""The chronology while answers are late: an answer that another one overtakes, and keys that come before the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served

Pages = Callable[..., Any]

FIRST = "The ferry line opens a landing at the bakery"
SECOND = "The first board of the slipway is loose"
HEAD = "Date;What happened;Reference\n"


@pytest.fixture
def own(serve_copy: Any, ferry_template: Path) -> Iterator[Served]:
    """A running server on a copy that belongs to this test alone."""
    with serve_copy(ferry_template) as running:
        yield running


def drawn(page: Any) -> Any:
    page.locator(".chron-mark[d*=M]").first.wait_for(state="attached")
    return page


def title(page: Any) -> Any:
    return page.locator(".chron-title")


def test_an_event_that_was_added_comes_into_view_though_what_is_read_is_read_again(
    own: Served, open_page: Pages
) -> None:
    page = drawn(open_page(own, "/chronology?from=1983-01-01&to=1983-07-01"))
    page.keyboard.press("n")
    page.locator("[name=title]").fill("The clock of the harbour stops")
    page.locator("[name=date]").fill("1986-11")
    page.get_by_label("Document, or a place on a tape").fill("Log of the harbour")
    reads = Held(page, re.compile("/api/chronology$"))
    page.keyboard.press("Enter")
    reads.wait(2)  # by who added it, and by who heard of it
    reads.let_go()
    expect(title(page)).to_have_text("The clock of the harbour stops")
    expect(page.locator(".chron-said")).to_contain_text("The clock of the harbour stops")
    expect(page).to_have_url(re.compile("from=1986"))


def test_the_next_event_is_looked_at_when_one_goes_though_what_is_read_is_read_again(
    own: Served, open_page: Pages
) -> None:
    page = drawn(open_page(own, "/chronology"))
    expect(title(page)).to_have_text(FIRST)
    reads = Held(page, re.compile("/api/chronology$"))
    page.keyboard.press("Delete")
    reads.wait(2)
    reads.let_go()
    expect(page.locator(".bar-facts")).to_contain_text("13 events")
    expect(title(page)).to_have_text(SECOND)


def test_a_key_that_is_pressed_twice_removes_two_events_and_no_event_twice(own: Served, open_page: Pages) -> None:
    page = drawn(open_page(own, "/chronology"))
    expect(title(page)).to_have_text(FIRST)
    deeds = Held(page, "**/api/events/*", method="DELETE")
    page.keyboard.press("Delete")
    page.keyboard.press("Delete")
    deeds.wait(2)
    deeds.let_go()
    expect(page.locator(".bar-facts")).to_contain_text("12 events")
    expect(page.locator(".notice", has_text=FIRST)).to_be_visible()
    expect(page.locator(".notice", has_text=SECOND)).to_be_visible()
    expect(page.locator(".notice-bad")).to_have_count(0)


def test_an_event_that_could_not_be_removed_is_looked_at_again(own: Served, open_page: Pages) -> None:
    page = drawn(open_page(own, "/chronology", expects=["ERR_FAILED"]))
    expect(title(page)).to_have_text(FIRST)
    page.route("**/api/events/*", lambda route: route.abort() if route.request.method == "DELETE" else route.fallback())
    page.keyboard.press("Delete")
    expect(page.locator(".notice-bad")).to_contain_text("does not answer")
    expect(title(page)).to_have_text(FIRST)


def test_an_older_answer_offers_no_date_that_was_decided_since(own: Served, open_page: Pages) -> None:
    page = drawn(open_page(own, "/chronology"))
    offer = page.get_by_role("button", name="Dates told on tapes")
    expect(offer).to_be_visible()
    older = Held(page, "**/api/mentions?*", answered=True)
    body = {"title": "A buoy is lost", "date": "1986-05-05", "sources": [{"document": "Log"}]}
    assert own.api.post("/api/events", json=body).status_code == 201
    older.wait(1)  # it has been answered, and the answer is on its way
    offer.click()
    page.get_by_role("button", name="Leave", exact=True).click()
    older.wait(2)
    older.let_go(1)
    expect(page.locator("dialog")).to_contain_text("Nothing is left to decide.")
    older.let_go(0)  # whoever is told of the decision asks once more: that answer waits on
    page.get_by_role("button", name="Done").click()
    page.wait_for_timeout(300)
    assert offer.count() == 0


def test_a_file_that_is_too_large_is_not_taken_for_the_one_before_it(
    own: Served, open_page: Pages, tmp_path: Path
) -> None:
    page = drawn(open_page(own, "/chronology"))
    page.keyboard.press("i")
    dialog = page.get_by_role("dialog")
    looks = Held(page, "**/api/chronology/import*", answered=True)
    choose = dialog.locator("input[type=file]")
    (tmp_path / "small.csv").write_text(HEAD + "1986-11;The clock stops;Log\n", "utf-8")
    (tmp_path / "large.csv").write_text(HEAD + "1986-11;The clock stops;Log\n" * 300_000, "utf-8")
    choose.set_input_files(tmp_path / "small.csv")
    looks.wait(1)
    choose.set_input_files(tmp_path / "large.csv")
    expect(dialog.get_by_role("alert")).to_contain_text("large.csv is larger than 8 MB")
    looks.let_go()
    page.wait_for_timeout(200)
    expect(dialog.get_by_role("alert")).to_contain_text("large.csv is larger than 8 MB")
    expect(dialog.get_by_role("button", name="Take in")).to_have_count(0)


def test_people_are_shown_once_however_often_they_are_asked_for_and_not_over_another_screen(
    own: Served, open_page: Pages
) -> None:
    page = drawn(open_page(own, "/chronology"))
    answers = Held(page, "**/api/parties")
    page.keyboard.press("w")
    page.keyboard.press("w")
    answers.wait(1)
    expect(page.locator("dialog")).to_have_count(1)
    answers.let_go()
    expect(page.locator("dialog tbody tr")).to_have_count(5)
    expect(page.locator("dialog .chron-link").first).to_be_focused()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("dialog")).to_have_count(0)


def test_somebody_new_is_kept_once_though_enter_is_pressed_twice(own: Served, open_page: Pages) -> None:
    page = drawn(open_page(own, "/chronology"))
    page.keyboard.press("w")
    page.get_by_role("button", name="Add a person").click()
    page.locator("[name=name]").fill("The harbour master")
    kept = Held(page, "**/api/parties", method="POST")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    kept.wait(1)
    page.wait_for_timeout(200)
    assert len(kept) == 1
    kept.let_go()
    expect(page.locator("dialog tbody tr")).to_have_count(6)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_report_is_written_once_though_enter_is_pressed_twice(own: Served, open_page: Pages) -> None:
    page = drawn(open_page(own, "/chronology"))
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Warning-sign brief 3 signs")).to_be_focused()
    jobs = Held(page, "**/api/jobs", method="POST")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    jobs.wait(1)
    page.wait_for_timeout(200)
    assert len(jobs) == 1
    jobs.let_go()
    written = dialog.get_by_role("status", name="Written").get_by_role("link")
    expect(written).to_have_text(["warning-sign-brief.html"], timeout=20_000)
