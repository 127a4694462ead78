"""Answers come in any order, and late: what was asked for last is shown, and a key acts on what it was pressed on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served, until
from tapewright.testing.tape_page import click, opened

Pages = Callable[..., Any]

SLOW_STORE = """{
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...its) {
    this.transaction.late = (window.late || []).shift() || 0;
    return put.apply(this, its);
  };
  Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
    set(done) {
      this.addEventListener('complete', (event) => {
        const tell = () => done.call(this, event);
        if (this.late === 'held') window.held = tell;
        else setTimeout(tell, this.late || 0);
      });
    },
  });
}"""
"""A browser whose store takes as long as ``window.late`` says, put by put; one is held until ``window.held()``."""


def a_while(page: Any) -> None:
    """As long as an answer that is here takes to be shown, and longer: for what shall not happen."""
    page.wait_for_timeout(400)


def ready(page: Any) -> Any:
    expect(page.locator("#screen .screen")).to_be_visible()
    return page


def test_an_edit_that_the_one_before_took_along_is_answered_however_slow_the_store_is(
    served: Served, open_page: Pages
) -> None:
    page = open_page(served, None)
    page.add_init_script(SLOW_STORE)
    page.goto(served.origin + "/jobs")
    ready(page)
    turn = served.api.get("/api/tapes/T001/transcript").json()["transcript"]["turns"][0]
    states = page.evaluate(
        """async ([turn, revision]) => {
          const { save } = await import('/client/frame/waiting.js');
          const one = async (text) => (await save({
            key: `turn:${turn}`, method: 'PUT', path: `/api/turns/${turn}`, body: { text }, ifMatch: revision,
            chain: 'turns.0.revision', what: 'paragraph of T001', href: '/tapes/T001',
          })).state;
          window.late = [0, 1000];
          const all = Promise.all([one('A first draft.'), one('A second draft.')]);
          return Promise.race([all, new Promise((done) => setTimeout(() => done('no answer'), 4000))]);
        }""",
        [turn["id"], turn["revision"]],
    )
    assert states == ["replaced", "saved"]
    expect(page.get_by_text("not saved yet")).to_have_count(0)


def test_an_edit_is_said_to_wait_when_it_would_outlive_the_page(served: Served, open_page: Pages) -> None:
    page = open_page(served, None, expects=(r"ERR_FAILED",))
    page.add_init_script(SLOW_STORE)
    page.route("**/api/turns/*", lambda route: route.abort())
    page.goto(served.origin + "/tapes/T001?mode=correct")
    opened(page)
    page.evaluate("window.late = ['held']")
    click(page, "How did")
    page.keyboard.type("Well. ")
    until(lambda: page.wait_for_timeout(20) or page.evaluate("Boolean(window.held)"), what="it is being kept")
    expect(page.locator(".bar-waits")).to_have_count(0)
    page.evaluate("window.held()")
    expect(page.locator(".bar-waits")).to_have_text("1 paragraph of T001 not saved yet")


def test_undo_twice_takes_back_two_changes(served: Served, open_page: Pages) -> None:
    page = ready(open_page(served, "/jobs"))
    for name in ("One", "Two"):
        page.evaluate(
            "(name) => import('/client/frame/api.js').then(({ post }) => post('/api/codebooks', { name }))", name
        )
    held = Held(page, "**/api/history?*", answered=True)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    held.wait(1)
    a_while(page)
    held.let_go()
    until(lambda: page.wait_for_timeout(20) or served.api.get("/api/codebooks").json()["codebooks"] == [])
    expect(page.locator(".notice", has_text="Taken back")).to_have_count(2)


def test_enter_in_the_palette_runs_what_fits_what_was_typed(reading: Served, open_page: Pages) -> None:
    page = ready(open_page(reading, "/jobs"))
    held = Held(page, "**/api/people")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("T002")
    page.keyboard.press("Enter")
    held.wait(1)
    held.let_go()
    page.wait_for_url("**/tapes/T002**")


def test_who_leaves_jobs_before_they_are_there_keeps_the_address_of_the_next_screen(
    served: Served, open_page: Pages
) -> None:
    assert served.api.post("/api/jobs", json={"command": "verify", "arguments": {"tapes": ["T001"]}}).status_code < 300
    page = ready(open_page(served, "/people"))
    held = Held(page, "**/api/jobs", answered=True)
    page.keyboard.press("g")
    page.keyboard.press("j")
    held.wait(1)
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.locator("[data-tape=T001]")).to_be_visible()
    held.let_go()
    a_while(page)
    assert "job=" not in page.url


def test_a_job_that_ended_before_its_number_was_known_is_not_waited_for(served: Served, open_page: Pages) -> None:
    silent = next(one["id"] for one in served.api.get("/api/tapes").json()["tapes"] if not one["transcript"])
    page = ready(open_page(served, f"/tapes/{silent}"))
    held = Held(page, "**/api/jobs", method="POST", answered=True)
    page.get_by_role("button", name="Transcribe here").click()
    held.wait(1)
    (job,) = [one for one in served.api.get("/api/jobs").json()["jobs"] if one["command"] == "transcribe"]
    assert served.api.post(f"/api/jobs/{job['id']}/stop").status_code < 300
    until(lambda: page.wait_for_timeout(20) or served.api.get(f"/api/jobs/{job['id']}").json()["state"] == "stopped")
    a_while(page)
    held.let_go()
    a_while(page)
    expect(page.get_by_role("button", name="Transcribe here")).to_be_visible()


def test_a_report_is_written_once_however_often_it_is_asked_for(coded: Served, open_page: Pages) -> None:
    page = ready(open_page(coded, "/jobs"))
    page.evaluate("import('/client/study/reports.js').then((its) => its.openFairness('night-bus', 'The night bus'))")
    expect(page.get_by_role("button", name="Write it")).to_be_enabled()
    held = Held(page, "**/api/jobs", method="POST")
    page.locator("dialog form").evaluate("(form) => (form.requestSubmit(), form.requestSubmit())")
    held.wait(1)
    a_while(page)
    assert len(held) == 1


def hits(page: Any) -> Any:
    return page.locator(".hit:not(.is-coming)")


def test_enter_in_the_box_plays_what_was_asked_for_and_not_what_stood_there(reading: Served, open_page: Pages) -> None:
    page = open_page(reading, "/search?q=bus")
    expect(hits(page).first).to_contain_text("bus")
    held = Held(page, "**/api/search?q=depot*")
    page.locator(".search-field").fill("depot")
    page.keyboard.press("Enter")
    held.wait(1)
    a_while(page)
    expect(page.locator(".is-playing")).to_have_count(0)
    held.let_go()
    expect(page.locator(".search-list")).to_be_focused()
    expect(page.locator(".hit.is-playing")).to_contain_text("depot")


def rename_asker(served: Served, name: str) -> None:
    people = served.api.get("/api/people").json()["speakers"]
    asker = next(one for one in people if one["name"].startswith("Interviewer"))
    assert served.api.patch(f"/api/people/{asker['id']}", json={"name": name}).status_code == 200


def test_keys_act_on_the_hits_while_they_are_read_again(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/search?q=timetable")
    expect(hits(page).nth(1)).to_be_visible()
    page.locator(".search-list").focus()
    held = Held(page, "**/api/search?q=timetable&*facets=true*")
    rename_asker(served, "Interviewer Nine")
    held.wait(1)
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(1)).to_have_attribute("aria-selected", "true")
    held.let_go()
    expect(page.locator(".hit-who", has_text="Interviewer Nine").first).to_be_visible()
    expect(hits(page).nth(1)).to_have_attribute("aria-selected", "true")


def test_what_is_changed_while_a_search_is_answered_is_seen(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/search")
    expect(page.locator(".search-field")).to_be_focused()
    held = Held(page, "**/api/search?q=timetable&*facets=true*", answered=True)
    page.locator(".search-field").fill("timetable")
    held.wait(1)
    rename_asker(served, "Interviewer Nine")
    page.wait_for_timeout(1000)  # it is told, and a moment is waited for more of it
    held.let_go()
    expect(page.locator(".hit-who", has_text="Interviewer Nine").first).to_be_visible()


def test_who_looks_at_a_hit_looks_at_it_still_when_one_before_it_goes(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/search?q=depot&way=exact")
    expect(hits(page).nth(2)).to_be_visible()
    count = hits(page).count()
    page.locator(".search-list").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    current = page.locator(".hit.is-current")
    expect(current).to_have_attribute("id", "hit-2")
    text = current.locator(".hit-line").inner_text()
    first = served.api.get("/api/search", params={"q": "depot"}).json()["hits"][0]
    turns = served.api.get(f"/api/tapes/{first['tape']}/transcript").json()["transcript"]["turns"]
    turn = next(one for one in turns if "depot" in one["text"].lower())
    answer = served.api.put(
        f"/api/turns/{turn['id']}",
        json={"text": re.sub("depot", "garage", turn["text"], flags=re.I)},
        headers={"If-Match": f'"{turn["revision"]}"'},
    )
    assert answer.status_code == 200
    gone = len(re.findall("depot", turn["text"], flags=re.I))
    expect(hits(page)).to_have_count(count - gone)
    expect(current).to_have_attribute("id", f"hit-{2 - gone}")
    assert current.locator(".hit-line").inner_text() == text


def test_who_opens_a_hit_and_goes_elsewhere_stays_there(reading: Served, open_page: Pages) -> None:
    page = open_page(reading, "/search?q=depot")
    expect(hits(page).first).to_be_visible()
    page.locator(".search-list").focus()
    held = Held(page, "**/api/search/words?*")
    page.keyboard.press("o")
    held.wait(1)
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_url("**/jobs*")
    held.let_go()
    a_while(page)
    assert "/jobs" in page.url


def test_no_list_of_tapes_that_was_left_silences_what_plays_elsewhere(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/tapes")
    expect(page.locator("[data-tape=T001]")).to_be_visible()
    page.wait_for_timeout(600)  # it is read again when the stream stands
    held = Held(page, "**/api/tapes", answered=True)
    assert served.api.put("/api/tapes/T001", json={"title": "Another"}).status_code == 200
    held.wait(1)
    page.keyboard.press("g")
    page.keyboard.press("e")
    expect(page.locator(".person").first).to_be_visible()
    page.evaluate(
        """async () => {
          const { clip } = await import('/client/deck/clip.js');
          Object.assign(clip, { part: { tape: 'T002', start: 0, end: 1 }, stop: () => (window.stopped = true) });
        }"""
    )
    held.let_go()
    a_while(page)
    assert not page.evaluate("Boolean(window.stopped)")


def test_the_folder_that_was_chosen_last_is_shown(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/tapes")
    expect(page.locator("[data-tape=T001]")).to_be_visible()
    page.keyboard.press("i")
    last = page.locator(".places-step").last
    expect(last).to_be_visible()
    held = Held(page, "**/api/places?*", answered=True)
    page.locator(".places-step").first.click()
    held.wait(1)
    page.locator(".places-starts .chip").first.click()
    held.wait(2)
    held.let_go(1)
    a_while(page)
    shown = last.inner_text()
    held.let_go(0)
    a_while(page)
    assert last.inner_text() == shown
    assert shown != "/"
