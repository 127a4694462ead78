"""A paper edit is heard, exported, left alone by a dead server, shared by two tabs, and shown whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tapewright.testing.browsing import Held, Served

expect = pytest.importorskip("playwright.sync_api").expect

EDIT = "night-bus"
ADDRESS = f"/paper/{EDIT}"
BITES = ".paper-bite .paper-source"
TICKS = 705_600_000


@pytest.fixture
def paper(papers: Served, open_page: Callable[..., Any]) -> Any:
    """A page with the paper edit, at night."""
    page = open_page(papers, ADDRESS)
    page.set_default_timeout(10_000)
    expect(page.locator(BITES)).to_have_count(4)
    return page


def path_of(papers: Served, name: str = EDIT) -> Path:
    return papers.root / "edits" / f"{name}.md"


def saved(page: Any) -> None:
    expect(page.locator("[data-said=saved]")).to_be_visible()


def test_a_block_plays_and_the_cut_goes_over_its_joins_with_the_word_lit(paper: Any) -> None:
    lines = paper.locator(".paper-bite")
    lines.nth(1).locator(".paper-tape").click()
    paper.keyboard.press("Space")
    expect(lines.nth(1)).to_have_class(re.compile("paper-sounding"))
    expect(paper.locator(".paper-lit")).to_have_text(re.compile("somebody|ought|to|stop"))
    expect(paper.locator(".paper-sounding")).to_have_count(0)
    lines.nth(1).locator(".paper-tape").click()
    paper.keyboard.press("Shift+Space")
    expect(lines.nth(1)).to_have_class(re.compile("paper-sounding"))
    expect(lines.nth(2)).to_have_class(re.compile("paper-sounding"))
    expect(paper.get_by_role("button", name="Stop")).to_be_visible()
    paper.keyboard.press("Escape")
    expect(paper.locator(".paper-sounding")).to_have_count(0)


def test_an_export_is_taken_away_and_read_by_another_program_without_a_frame_of_error(
    paper: Any, papers: Served, tmp_path: Path
) -> None:
    pycmx = pytest.importorskip("pycmx")
    paper.keyboard.press("Control+e")
    dialog = paper.locator("dialog.dialog")
    dialog.locator("input[name=vtt]").check()
    dialog.get_by_role("button", name="Export").click()
    link = dialog.get_by_role("link", name=f"{EDIT}.edl")
    expect(link).to_be_visible(timeout=30_000)
    expect(dialog.get_by_role("link", name=f"{EDIT}.vtt")).to_be_visible()
    with paper.expect_download() as waiting:
        link.click()
    waiting.value.save_as(tmp_path / "cut.edl")
    view = papers.api.get(f"/api/edits/{EDIT}").json()
    with (tmp_path / "cut.edl").open() as file:
        edits = [edit for event in pycmx.parse_cmx3600(file).events for edit in event.edits if edit.channels.audio]
    frame = TICKS // 25
    read = [(frames(edit.record_in) - 90_000, frames(edit.record_out) - 90_000) for edit in edits]
    meant = [(event["record"]["start"] // frame, event["record"]["end"] // frame) for event in view["events"]]
    assert read == meant


def frames(label: str) -> int:
    hours, minutes, seconds, count = (int(part) for part in re.split("[:;]", label))
    return ((hours * 60 + minutes) * 60 + seconds) * 25 + count


def test_two_tabs_show_the_same_and_what_one_does_the_other_has(
    paper: Any, papers: Served, open_page: Callable[..., Any]
) -> None:
    other = open_page(papers, ADDRESS, theme="day")
    expect(other.locator(BITES)).to_have_count(4)
    paper.locator(".paper-bite").nth(3).locator(".paper-tape").click()
    paper.keyboard.press("Alt+ArrowUp")
    expect(other.locator(".paper-bite").nth(2)).to_contain_text("I kept it")
    other.locator(".paper-narration").click()
    other.keyboard.press("End")
    other.keyboard.type(" Twice.")
    expect(paper.locator(".paper-narration")).to_contain_text("There was one. Twice.")
    saved(paper)
    saved(other)


def test_what_is_typed_while_the_server_is_dead_waits_survives_a_reload_and_arrives(paper: Any, papers: Served) -> None:
    paper.troubles.expect("ERR_CONNECTION_REFUSED|Failed to load|net::|Failed to fetch")
    papers.kill()
    paper.locator(".paper-narration").click()
    paper.keyboard.press("End")
    paper.keyboard.type(" While it was dark.")
    expect(paper.locator(".paper-banners")).to_contain_text("The server is away")
    expect(paper.locator("[data-said=waiting]")).to_be_visible()
    assert "While it was dark." not in path_of(papers).read_text("utf-8")
    papers.start()
    saved(paper)
    assert "There was one. While it was dark." in path_of(papers).read_text("utf-8")
    papers.kill()
    paper.keyboard.type(" And then.")
    expect(paper.locator("[data-said=waiting]")).to_be_visible()
    paper.goto("about:blank")
    papers.start()
    paper.goto(papers.origin + ADDRESS)
    expect(paper.locator(".paper-narration")).to_contain_text("While it was dark. And then.")
    saved(paper)
    assert "While it was dark. And then." in path_of(papers).read_text("utf-8")


def test_a_text_that_waits_for_a_decision_is_there_after_a_reload(paper: Any, papers: Served) -> None:
    paper.troubles.expect("412")
    paper.on("dialog", lambda dialog: dialog.accept())
    path = path_of(papers)
    paper.locator(".paper-narration").click()
    paper.keyboard.press("End")
    writes = Held(paper, f"**/api/edits/{EDIT}", method="PUT")  # or all of it is written before somebody else writes
    paper.keyboard.type(" Mine.")
    theirs = path.read_text("utf-8").replace("There was one.", "There was none.")
    path.write_text(theirs, "utf-8")
    writes.wait(1)
    writes.let_go()
    dialog = paper.locator("dialog.dialog")
    expect(dialog).to_contain_text("changed elsewhere")
    paper.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    paper.reload()
    expect(dialog).to_contain_text("There was none.")
    expect(dialog).to_contain_text("Mine.")
    assert path.read_text("utf-8") == theirs
    dialog.get_by_role("button", name="Take the file").click()
    saved(paper)
    expect(paper.locator(".paper-narration")).to_contain_text("There was none.")
    paper.keyboard.press("Escape")
    paper.locator(".paper-bite").first.locator(".paper-tape").click()
    paper.keyboard.press("Control+z")
    expect(paper.locator(".paper-narration")).to_contain_text("There was one. Mine.")
    saved(paper)


def test_what_is_put_back_outside_is_put_back_here(paper: Any, papers: Served) -> None:
    path = path_of(papers)
    first = path.read_text("utf-8")
    path.write_text(first.replace("There was one.", "There were two."), "utf-8")
    expect(paper.locator(".paper-narration")).to_contain_text("There were two.")
    path.write_text(first, "utf-8")
    expect(paper.locator(".paper-narration")).to_contain_text("There was one.")
    saved(paper)
    assert path.read_text("utf-8") == first


def test_an_empty_paper_edit_begins_with_an_example_that_plays(papers: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(papers, "/paper")
    page.set_default_timeout(10_000)
    expect(page.locator(".papers tbody tr")).to_have_count(2)
    page.keyboard.press("n")
    page.get_by_label("What it is called").fill("Über die Bäckerei – 2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/paper/uber-die-backerei-2$"))
    page.get_by_role("button", name="Begin with an example").click()
    expect(page.locator(".paper-bite")).to_contain_text("How did the night bus come to stop")
    expect(page.locator(".paper-narration")).to_be_visible()
    saved(page)
    page.keyboard.press("Space")
    expect(page.locator(".paper-sounding")).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".paper-bite")).to_contain_text("How did the night bus come to stop")


def test_a_tape_that_is_not_there_is_underlined_with_the_one_that_is_meant(paper: Any, papers: Served) -> None:
    path = path_of(papers)
    path.write_text(path.read_text("utf-8").replace("[T001](tape:T001", "[T01](tape:T01"), "utf-8")
    wrong = paper.locator(".paper-wrong")
    expect(wrong).to_have_text("T01")
    expect(paper.locator(".paper-why")).to_contain_text("no tape T01")
    expect(paper.locator(".paper-finding-broken")).to_be_visible()
    paper.get_by_role("button", name="Write T001 instead").click()
    expect(wrong).to_have_count(0)
    saved(paper)
    assert "[T001](tape:T001" in path.read_text("utf-8")


def test_a_broken_head_and_hostile_text_are_shown_named_and_kept(paper: Any, papers: Served) -> None:
    paper.troubles.expect("422")  # a proof that was asked for just before
    path = path_of(papers)
    before = path.read_text("utf-8")
    hostile = (
        before.replace("rate: 25", "rate: 13") + "\n<img src=x onerror=alert(1)>\n\n" + "very long " * 20_000 + "\n"
    )
    path.write_text(hostile, "utf-8")
    expect(paper.locator(".paper-banners")).to_contain_text("13")
    expect(paper.locator(".paper-head").first).to_be_visible()
    paper.get_by_text("rate: 13").click()
    paper.keyboard.press("End")
    paper.keyboard.press("Backspace")
    paper.keyboard.press("Backspace")
    paper.keyboard.type("25")
    saved(paper)
    expect(paper.locator(BITES).first).to_be_visible()
    assert path.read_text("utf-8") == hostile.replace("rate: 13", "rate: 25")
    assert paper.evaluate("document.querySelectorAll('.cm-content img[src=x]').length") == 0


def test_recordings_that_are_not_there_are_named_and_the_words_stay(
    papers: Served, open_page: Callable[..., Any]
) -> None:
    record = papers.api.get(f"/api/edits/{EDIT}/playback").json()
    media = Path(record["events"][0]["file"]["path"])
    away = media.with_name(f"{media.name}.away")
    media.rename(away)
    try:
        page = open_page(papers, ADDRESS)
        expect(page.locator(".paper-banners")).to_contain_text(media.name)
        expect(page.locator(BITES)).to_have_count(4)
    finally:
        away.rename(media)


def test_a_quote_is_put_in_by_searching_for_its_words(paper: Any, papers: Served) -> None:
    paper.locator(".paper-bite").nth(3).locator(".paper-tape").click()
    paper.keyboard.press("Control+k")
    paper.keyboard.type("laughed")
    found = paper.locator(".paper-quote", has_text="he laughed")
    expect(found).to_be_visible()
    paper.keyboard.press("Enter")
    expect(paper.locator(BITES)).to_have_count(5)
    expect(paper.locator(".paper-bite").nth(4)).to_contain_text("laughed.")
    saved(paper)
    assert re.search(r"^> laughed\.$", path_of(papers).read_text("utf-8"), re.M)


@pytest.mark.parametrize("theme", ["day", "night"])
def test_the_screen_can_be_read_by_everybody(papers: Served, open_page: Callable[..., Any], theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(papers, ADDRESS, theme=theme)
    expect(page.locator(".paper-finding").first).to_be_visible()
    found = axe.run(page).response["violations"]
    serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert serious == []


def test_the_bin_follows_the_selects_and_shows_any_other_paper_edit(paper: Any, papers: Served) -> None:
    ticks = {"tape": "T003", "start": 0, "end": 3 * TICKS}
    assert papers.api.post("/api/selects", json={**ticks, "note": "the second call"}).status_code == 200
    expect(paper.locator(".paper-select")).to_have_count(4)
    paper.keyboard.press("/")
    paper.keyboard.type("second")
    expect(paper.locator(".paper-select")).to_have_count(1)
    paper.keyboard.press("ArrowDown")
    paper.keyboard.press("Enter")
    expect(paper.locator(BITES)).to_have_count(5)
    saved(paper)
    paper.goto(papers.origin + "/paper/selects")
    expect(paper.locator("#paper-bin-from")).to_have_value(EDIT)
    expect(paper.locator(".paper-select", has_text="I kept it")).to_be_visible()
