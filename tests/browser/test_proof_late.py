"""Proof while answers are late: the newest is shown, a deed is done once, whoever has gone on stays where they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served, until

Pages = Callable[..., Any]

TRUE = "“I was not afraid of the dark,” said Marian Voss."
FALSE = "“I knew every lamp on that road,” said Marian Voss."
HEARD = """(kind) => import('/client/frame/live.js').then(({ on }) => {
  window.heard = [];
  on(kind, (data) => window.heard.push(data.state || data.script));
})"""


def put(served: Served, name: str, *lines: str) -> None:
    folder = served.root / "scripts"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n\n".join(lines), "utf-8")


def test_an_older_answer_does_not_take_the_place_of_a_newer_proof(served: Served, open_page: Pages) -> None:
    put(served, "bus.md", TRUE, FALSE, TRUE)
    page = open_page(served, "/proof/bus.md")
    entries = page.get_by_role("article")
    expect(entries).to_have_count(3)
    answers = Held(page, "**/api/proofs/bus.md", answered=True)
    put(served, "bus.md", TRUE, FALSE)
    answers.wait(1)
    put(served, "bus.md", TRUE)
    answers.wait(2)
    answers.let_go(1)
    expect(entries).to_have_count(1)
    answers.let_go(0)
    page.wait_for_timeout(300)
    assert entries.count() == 1


def test_an_older_answer_takes_nothing_off_the_list(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/proof")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(3)
    answers = Held(page, "**/api/proofs", answered=True)
    put(served, "one.md", TRUE)
    answers.wait(1)
    put(served, "two.md", TRUE)
    answers.wait(2)
    answers.let_go(1)
    expect(rows).to_have_count(5)
    answers.let_go(0)
    page.wait_for_timeout(300)
    assert rows.count() == 5


def test_a_proof_is_shown_though_the_end_of_its_job_is_told_before_its_number(served: Served, open_page: Pages) -> None:
    put(served, "bus.md", TRUE, FALSE)
    page = open_page(served, "/proof")
    page.evaluate(HEARD, "job")
    held: list[Any] = []
    page.route("**/api/proofs/bus.md", lambda route: route.fallback() if held else held.append(route))
    page.get_by_role("link", name="bus.md").click()
    until(lambda: page.wait_for_timeout(20) or held)
    job = served.api.post("/api/edits/night-bus/export", json={"to": ["edl"]}).json()
    until(lambda: page.wait_for_timeout(20) or "done" in page.evaluate("window.heard"))
    held[0].fulfill(status=202, json={"job": job})
    expect(page.get_by_role("article")).to_have_count(2)


def test_whoever_has_gone_on_is_told_that_a_text_is_checked_and_stays_there(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/proof")
    expect(page.get_by_role("row")).to_have_count(3)
    page.locator(".handing-text").fill(TRUE)
    page.get_by_label("What to call it").fill("Draft 3")
    checks = Held(page, "**/api/check", method="POST")
    page.keyboard.press("Enter")
    checks.wait(1)
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.locator("[data-screen=people]")).to_be_visible()
    checks.let_go()
    notice = page.locator(".notice", has_text="Draft 3.txt is checked.")
    expect(notice).to_be_visible()
    expect(page).to_have_url(re.compile("/people"))
    notice.get_by_role("button", name="Open").click()
    expect(page).to_have_url(re.compile("/proof/Draft%203.txt"))


def test_a_sentence_becomes_one_claim_however_often_it_is_pressed(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/proof/night-bus?show=claims")
    offer = page.get_by_role("article").filter(has_text="The timetable of 1986 has no night bus.")
    claims = Held(page, "**/api/claims", method="POST")
    offer.get_by_role("button", name="Make a claim of it").dblclick()
    claims.wait(1)
    page.wait_for_timeout(200)
    assert len(claims) == 1
    claims.let_go()
    expect(page.locator("[data-claim='1']")).to_contain_text("The timetable of 1986 has no night bus.")
    assert len(served.api.get("/api/claims").json()["claims"]) == 1


def test_what_is_done_to_a_claim_before_the_answer_is_done_in_turn(served: Served, open_page: Pages) -> None:
    body = {"text": "The timetable of 1986 has no night bus.", "edit": "night-bus"}
    assert served.api.post("/api/claims", json=body).status_code == 201
    page = open_page(served, "/proof/night-bus?show=claims")
    claim = page.locator("[data-claim='1']")
    deeds = Held(page, "**/api/claims/1", method="PATCH")
    claim.get_by_role("combobox").select_option("disputed")
    deeds.wait(1)
    claim.get_by_role("button", name="Remove").click()
    deeds.let_go()
    expect(claim).to_have_count(0)
    expect(page.locator(".notice-bad")).to_have_count(0)
