"""The paper edit while answers are late: keys that come first, answers that overtake each other, whoever leaves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tapewright.testing.browsing import Held, Served, until

expect = pytest.importorskip("playwright.sync_api").expect

Pages = Callable[..., Any]

EDIT = "night-bus"
ADDRESS = f"/paper/{EDIT}"
BITES = ".paper-bite .paper-source"
FRAME = 705_600_000 // 25
NOBODY_WAITS = """const later = window.setTimeout;
window.setTimeout = (work, ms, ...more) => (ms === 800 ? 0 : later(work, ms, ...more));"""
"""The 0.8 s after the last key never end: what is written is written because somebody does not wait for it."""
SLOW_STORE = """const ask = LockManager.prototype.request;
LockManager.prototype.request = async function (name, ...more) {
  if (name === 'tw-take-over') await new Promise((soon) => setTimeout(soon, 2000));
  return ask.call(this, name, ...more);
};"""
HEARD = """(kind) => import('/client/frame/live.js').then(({ on }) => {
  window.heard = [];
  on(kind, (data) => window.heard.push(data.state || data.edit));
})"""


@pytest.fixture
def paper(papers: Served, open_page: Pages) -> Any:
    return opened(papers, open_page)


def opened(papers: Served, open_page: Pages, script: str = "") -> Any:
    page = open_page(papers, None, theme="day")
    if script:
        page.add_init_script(script)
    page.goto(papers.origin + ADDRESS)
    expect(page.locator(BITES)).to_have_count(4)
    return page


def text_of(papers: Served, name: str = EDIT) -> str:
    return (papers.root / "edits" / f"{name}.md").read_text("utf-8")


def saved(page: Any) -> None:
    expect(page.locator("[data-said=saved]")).to_be_visible()


def take(page: Any, words: str) -> None:
    page.locator(".paper-bite", has_text=words).first.locator(".paper-tape").click()


def narrate(page: Any, words: str) -> None:
    page.locator(".paper-narration").click()
    expect(page.locator("[data-layer=text]")).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.type(words)


def ticks(papers: Served) -> list[tuple[int, int]]:
    blocks = papers.api.get(f"/api/edits/{EDIT}").json()["order"]["blocks"]
    return [(one["bite"]["ticks"]["start"], one["bite"]["ticks"]["end"]) for one in blocks if one["bite"]]


def heard(page: Any, what: str) -> None:
    until(lambda: page.wait_for_timeout(20) or what in page.evaluate("window.heard"), what=f"{what} to be told")


def test_what_is_typed_while_a_text_is_on_its_way_follows_at_once_when_somebody_leaves(
    papers: Served, open_page: Pages
) -> None:
    page = opened(papers, open_page, NOBODY_WAITS)
    writes = Held(page, f"**/api/edits/{EDIT}", method="PUT")
    narrate(page, " One.")
    page.locator(".paper-bin-filter").first.focus()
    writes.wait(1)
    narrate(page, " Two.")
    page.locator(".paper-bin-filter").first.focus()
    writes.let_go()
    saved(page)
    assert "There was one. One. Two." in text_of(papers)


@pytest.mark.parametrize("on_its_way", ["the first text", "the one that followed it"])
def test_what_was_typed_while_a_text_is_on_its_way_is_there_again_after_the_window_was_closed(
    papers: Served, open_page: Pages, on_its_way: str
) -> None:
    page = opened(papers, open_page, NOBODY_WAITS)
    page.on("dialog", lambda dialog: dialog.accept())
    writes = Held(page, f"**/api/edits/{EDIT}", method="PUT")
    narrate(page, " One.")
    page.locator(".paper-bin-filter").first.focus()
    writes.wait(1)
    narrate(page, " Two.")
    told = "There was one. One. Two."
    if on_its_way == "the one that followed it":
        page.locator(".paper-bin-filter").first.focus()
        writes.let_go(0)
        writes.wait(2)
        narrate(page, " Three.")
        told += " Three."
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    again = page.context.new_page()
    again.goto(papers.origin + ADDRESS)
    expect(again.locator(".paper-narration")).to_contain_text(told)
    saved(again)
    assert told in text_of(papers)


@pytest.mark.parametrize("answer", ["somebody was faster", "it is refused", "the server is away"])
def test_what_followed_a_text_that_could_not_arrive_is_kept(papers: Served, open_page: Pages, answer: str) -> None:
    page = opened(papers, open_page)
    page.troubles.expect("Failed to load resource")
    held: list[Any] = []
    page.route(
        f"**/api/edits/{EDIT}",
        lambda route: held.append(route) if route.request.method == "PUT" and not held else route.fallback(),
    )
    narrate(page, " One.")
    page.locator(".paper-bin-filter").first.focus()
    until(lambda: page.wait_for_timeout(20) or held)
    narrate(page, " Two.")
    page.locator(".paper-bin-filter").first.focus()
    if answer == "somebody was faster":
        path = papers.root / "edits" / f"{EDIT}.md"
        path.write_text(text_of(papers).replace("There was one.", "There were two."), "utf-8")
        held[0].continue_()
        dialog = page.locator("dialog.dialog")
        expect(dialog).to_contain_text("One. Two.")
        dialog.get_by_role("button", name="Keep mine").click()
        expect(dialog).to_have_count(0)
    elif answer == "it is refused":
        error = {"code": "storage", "message": "the file is locked", "hint": "", "place": ""}
        held[0].fulfill(status=500, json={"error": error})
        expect(page.get_by_text("the file is locked").first).to_be_visible()
        narrate(page, " Three.")
    else:
        held[0].abort()
    saved(page)
    assert "There was one. One. Two." in text_of(papers)


def test_frames_are_counted_however_fast_the_key_is_pressed_and_are_those_of_the_bite_that_was_in_hand(
    paper: Any, papers: Served
) -> None:
    before = ticks(papers)
    take(paper, "nobody could reach it")
    deeds = Held(paper, "**/anchor")
    for key in (".", ".", "ArrowDown"):
        paper.keyboard.press(key)
    deeds.wait(1)
    deeds.let_go()
    until(lambda: ticks(papers)[0][1] == before[0][1] + 2 * FRAME, what="two frames more")
    assert ticks(papers)[1:] == before[1:]


def test_words_are_struck_though_somebody_types_on_before_they_are(papers: Served, open_page: Pages) -> None:
    page = opened(papers, open_page, NOBODY_WAITS)
    narrate(page, " One.")
    page.keyboard.press("Escape")
    take(page, "somebody ought to stop")
    page.keyboard.press("Shift+ArrowRight")
    writes = Held(page, f"**/api/edits/{EDIT}", method="PUT")
    page.keyboard.press("x")
    writes.wait(1)
    narrate(page, " Two.")
    writes.let_go()
    expect(page.locator(".paper-struck")).to_have_count(1)
    saved(page)
    assert re.search(r"^> ~~\w+,?~~ .*somebody ought to stop\.|^> ~~somebody~~ ought to stop\.", text_of(papers), re.M)
    assert "There was one. One. Two." in text_of(papers)


def test_the_bin_shows_the_bites_of_what_was_chosen_last(paper: Any, papers: Served) -> None:
    assert papers.api.post("/api/edits", json={"name": "third", "title": "The third"}).status_code == 201
    bites = paper.locator(".paper-select")
    expect(bites).to_have_count(3)
    source = paper.locator("#paper-bin-from")
    expect(source.locator("option")).to_have_count(2)
    source.select_option("third")
    expect(bites).to_have_count(0)
    answers = Held(paper, "**/api/edits/selects", answered=True)
    source.select_option("selects")
    answers.wait(1)
    source.select_option("third")
    expect(paper.get_by_text("Nothing is put by yet")).to_be_visible()
    answers.let_go()
    paper.wait_for_timeout(300)
    assert bites.count() == 0
    expect(source).to_have_value("third")


def test_whoever_stands_on_a_bite_of_the_bin_that_somebody_takes_away_stands_on_the_one_beside_it(
    paper: Any, papers: Served
) -> None:
    bites = paper.locator(".paper-select")
    expect(bites).to_have_count(3)
    bites.last.focus()
    path = papers.root / "edits" / "selects.md"
    path.write_text(path.read_text("utf-8").rpartition("\n\n> ")[0] + "\n", "utf-8")
    expect(bites).to_have_count(2)
    expect(bites.last).to_be_focused()


def test_an_export_is_offered_though_its_end_is_told_before_its_number(paper: Any) -> None:
    paper.evaluate(HEARD, "job")
    paper.keyboard.press("Control+e")
    dialog = paper.locator("dialog.dialog")
    begun = Held(paper, "**/export", answered=True)
    dialog.get_by_role("button", name="Export").click()
    begun.wait(1)
    expect(dialog.get_by_role("button", name="Writing…")).to_be_disabled()
    heard(paper, "done")
    begun.let_go()
    expect(dialog.get_by_role("link", name=f"{EDIT}.edl")).to_be_visible()


def test_a_file_that_is_written_while_its_text_is_on_the_way_is_shown_as_it_is(
    papers: Served, open_page: Pages
) -> None:
    page = open_page(papers, "/paper")
    expect(page.locator(".papers tbody tr")).to_have_count(2)
    page.evaluate(HEARD, "edit")
    answers = Held(page, f"**/api/edits/{EDIT}", answered=True)
    page.get_by_role("link", name="The night bus").click()
    answers.wait(1)
    path = papers.root / "edits" / f"{EDIT}.md"
    path.write_text(text_of(papers).replace("There was one.", "There were two."), "utf-8")
    heard(page, EDIT)
    answers.let_go()
    expect(page.locator(".paper-narration")).to_contain_text("There were two.")


def test_the_paper_edit_that_is_chosen_stays_chosen_when_others_come(papers: Served, open_page: Pages) -> None:
    page = open_page(papers, "/paper")
    rows = page.locator(".papers tbody tr")
    expect(rows).to_have_count(2)
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".papers .is-current .mono").first
    name = rows.last.locator(".mono").first.inner_text()
    expect(chosen).to_have_text(name)
    for one in ("aaa", "zzz"):
        assert papers.api.post("/api/edits", json={"name": one, "title": one}).status_code == 201
    expect(rows).to_have_count(4)
    expect(chosen).to_have_text(name)


def test_nobody_is_asked_about_a_paper_edit_over_another_screen(paper: Any, papers: Served) -> None:
    paper.troubles.expect("412")
    writes = Held(paper, f"**/api/edits/{EDIT}", method="PUT")
    narrate(paper, " Mine.")
    paper.get_by_role("link", name="Tapes", exact=True).click()
    expect(paper.locator(".tapes-rows .row").first).to_be_visible()
    writes.wait(1)
    path = papers.root / "edits" / f"{EDIT}.md"
    path.write_text(text_of(papers).replace("There was one.", "There were two."), "utf-8")
    writes.let_go()
    waits = paper.get_by_role("link", name="A paper edit waits for your decision")
    expect(waits).to_be_visible()
    expect(paper.locator("dialog")).to_have_count(0)
    waits.click()
    expect(paper.locator("dialog.dialog")).to_contain_text("Mine.")
    paper.get_by_role("button", name="Keep mine").click()
    saved(paper)
    assert "There was one. Mine." in text_of(papers)


def test_a_text_that_waits_is_shown_though_the_browser_finds_it_only_after_the_page_is_there(
    paper: Any, papers: Served
) -> None:
    paper.troubles.expect("412")
    paper.on("dialog", lambda dialog: dialog.accept())
    writes = Held(paper, f"**/api/edits/{EDIT}", method="PUT")
    narrate(paper, " Mine.")
    path = papers.root / "edits" / f"{EDIT}.md"
    path.write_text(text_of(papers).replace("There was one.", "There were two."), "utf-8")
    writes.wait(1)
    writes.let_go()
    dialog = paper.locator("dialog.dialog")
    expect(dialog).to_contain_text("Mine.")
    paper.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    paper.add_init_script(SLOW_STORE)
    paper.reload()
    expect(paper.locator(".paper-narration")).to_contain_text("There were two.")
    expect(dialog).to_contain_text("Mine.")
    dialog.get_by_role("button", name="Keep mine").click()
    saved(paper)
    assert "There was one. Mine." in text_of(papers)


def test_a_text_that_waits_and_what_was_typed_before_the_browser_found_it_are_both_kept(
    paper: Any, papers: Served
) -> None:
    paper.on("dialog", lambda dialog: dialog.accept())
    writes = Held(paper, f"**/api/edits/{EDIT}", method="PUT")
    narrate(paper, " Mine.")
    writes.wait(1)
    paper.add_init_script(SLOW_STORE)
    paper.add_init_script(NOBODY_WAITS)
    paper.reload()
    expect(paper.locator(".paper-narration")).to_contain_text("There was one.")
    paper.locator(".paper-narration").click()
    paper.keyboard.press("Home")
    paper.keyboard.type("Listen. ")
    expect(paper.locator("[data-said=typing]")).to_be_visible()
    writes.let_go()
    expect(paper.locator(".paper-narration")).to_contain_text("Mine.")
    saved(paper)
    assert "There was one. Mine." in text_of(papers)
    assert "Listen. " in text_of(papers)


def test_the_bite_that_was_asked_for_last_sounds(paper: Any) -> None:
    answers = Held(paper, "**/playback")
    lines = paper.locator(".paper-bite")
    take(paper, "nobody could reach it")
    paper.keyboard.press("Space")
    answers.wait(1)
    paper.keyboard.press("ArrowDown")
    paper.keyboard.press("Space")
    answers.wait(2)
    answers.let_go(1)
    expect(lines.nth(1)).to_have_class(re.compile("paper-sounding"))
    answers.let_go(0)
    paper.wait_for_timeout(200)
    expect(lines.nth(0)).not_to_have_class(re.compile("paper-sounding"))
