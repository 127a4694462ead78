"""The paper edit on the screen: every change is one of the text, the file follows, and nothing is lost."""

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


@pytest.fixture
def paper(papers: Served, open_page: Callable[..., Any]) -> Any:
    """A page with the paper edit, by day."""
    page = open_page(papers, ADDRESS, theme="day")
    page.set_default_timeout(8000)
    expect(page.locator(BITES)).to_have_count(4)
    return page


def text_of(papers: Served, name: str = EDIT) -> str:
    return (papers.root / "edits" / f"{name}.md").read_bytes().decode()


def order_of(papers: Served) -> list[str]:
    return re.findall(r"^> (?!—)(.+)$", text_of(papers), re.M)


def saved(page: Any) -> None:
    expect(page.locator("[data-said=saved]")).to_be_visible()


def running(page: Any) -> str:
    return page.locator(".paper-running .timecode").inner_text()


def bite(page: Any, words: str) -> Any:
    return page.locator(".paper-bite", has_text=words).first


def take(page: Any, words: str) -> None:
    bite(page, words).locator(".paper-tape").click()


def mark(page: Any, words: str) -> None:
    """Mark words of the sheet with the mouse, as a person does."""
    box = page.evaluate(
        """(words) => {
            for (const line of document.querySelectorAll('.paper-bite')) {
                const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
                for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                    const at = node.data.indexOf(words);
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + words.length);
                    const { left, right, top, height } = range.getBoundingClientRect();
                    return { left, right, middle: top + height / 2 };
                }
            }
        }""",
        words,
    )
    page.mouse.move(box["left"] + 1, box["middle"])
    page.mouse.down()
    page.mouse.move((box["left"] + box["right"]) / 2, box["middle"])
    page.mouse.move(box["right"] - 1, box["middle"])
    page.mouse.up()


def test_a_block_moves_by_key_and_the_file_with_it_and_undo_is_one_step(paper: Any, papers: Served) -> None:
    before = text_of(papers)
    take(paper, "somebody ought to stop.")
    paper.keyboard.press("Alt+ArrowUp")
    saved(paper)
    expect(paper.locator(".paper-bite").nth(0)).to_contain_text("somebody ought to stop.")
    assert order_of(papers)[:2] == ["somebody ought to stop.", "nobody could reach it before the ferry."]
    paper.keyboard.press("Control+z")
    expect(paper.locator(".paper-bite").nth(0)).to_contain_text("nobody could reach it")
    saved(paper)
    assert text_of(papers) == before


def test_the_planted_wrong_word_is_underlined_named_and_reached_by_key(paper: Any) -> None:
    expect(paper.locator(".paper-altered")).to_have_text("kept")
    finding = paper.locator(".paper-finding").first
    expect(finding).to_contain_text("held")
    paper.locator(".paper-sheet .cm-content").focus()
    paper.keyboard.press("F8")
    expect(finding).to_have_attribute("aria-current", "true")
    expect(paper.locator(".paper-held")).to_contain_text("I kept it against the light.")


def test_a_select_dragged_from_the_bin_is_its_exact_quotation(paper: Any, papers: Served) -> None:
    quotation = text_of(papers, "selects").split("\n\n")[3]
    assert "The depot did not know, no." in quotation
    paper.locator(".paper-select", has_text="depot").drag_to(
        bite(paper, "nobody could reach it"), target_position={"x": 40, "y": 4}
    )
    expect(paper.locator(".paper-bite").nth(0)).to_contain_text("The depot did not know, no.")
    saved(paper)
    assert quotation.strip() in text_of(papers)
    assert order_of(papers)[0] == "The depot did not know, no."


def test_a_bite_is_dragged_to_another_place(paper: Any, papers: Served) -> None:
    source = bite(paper, "I kept it").locator(".paper-source")
    source.drag_to(bite(paper, "nobody could reach it"), target_position={"x": 40, "y": 4})
    expect(paper.locator(".paper-bite").nth(0)).to_contain_text("I kept it")
    saved(paper)
    assert order_of(papers)[0] == "I kept it against the light."


def test_the_running_time_is_the_sum_of_the_spans_and_what_is_read(paper: Any, papers: Served) -> None:
    order = papers.api.get(f"/api/edits/{EDIT}").json()["order"]
    played = sum(
        event["record"]["end"] - event["record"]["start"]
        for event in papers.api.get(f"/api/edits/{EDIT}").json()["events"]
    )
    whole = int((played + order["ticks"]["narration"]) / 705_600_000)
    assert running(paper) == f"00:00:{whole:02d}"
    times = paper.locator(".paper-runs").all_inner_texts()
    assert times == sorted(times)
    assert len(times) == 4


def test_struck_words_leave_the_cut_and_come_back(paper: Any, papers: Served) -> None:
    full = papers.api.get(f"/api/edits/{EDIT}").json()["order"]["ticks"]["duration"]
    mark(paper, "I said to myself")
    paper.keyboard.press("x")
    expect(paper.locator(".paper-struck")).to_have_text("I said to myself,")
    saved(paper)
    assert "> ~~I said to myself,~~ somebody ought to stop." in text_of(papers)
    assert papers.api.get(f"/api/edits/{EDIT}").json()["order"]["ticks"]["duration"] < full
    mark(paper, "said to")
    paper.keyboard.press("x")
    expect(paper.locator(".paper-struck")).to_have_count(2)
    paper.keyboard.press("Control+z")
    paper.keyboard.press("Control+z")
    expect(paper.locator(".paper-struck")).to_have_count(0)
    saved(paper)
    assert papers.api.get(f"/api/edits/{EDIT}").json()["order"]["ticks"]["duration"] == full


def test_a_change_from_outside_comes_in_while_nothing_is_typed(paper: Any, papers: Served) -> None:
    path = papers.root / "edits" / f"{EDIT}.md"
    path.write_text(text_of(papers).replace("There was one.", "There was one all the same."), "utf-8")
    expect(paper.locator(".paper-narration")).to_contain_text("There was one all the same.")
    saved(paper)


def test_a_change_from_outside_under_typing_is_shown_and_decided_and_nothing_is_overwritten(
    paper: Any, papers: Served
) -> None:
    path: Path = papers.root / "edits" / f"{EDIT}.md"
    paper.troubles.expect("412")
    paper.locator(".paper-narration").click()
    expect(paper.locator("[data-layer=text]")).to_be_visible()
    paper.keyboard.press("End")
    writes = Held(paper, f"**/api/edits/{EDIT}", method="PUT")  # or all of it is written before somebody else writes
    paper.keyboard.type(" Mine.")
    theirs = text_of(papers).replace("There was one.", "There was none.")
    path.write_text(theirs, "utf-8")
    writes.wait(1)
    writes.let_go()
    dialog = paper.locator("dialog.dialog")
    expect(dialog).to_contain_text("changed elsewhere")
    expect(dialog.locator("ins.differs").first).to_be_visible()
    assert path.read_text("utf-8") == theirs
    paper.keyboard.press("Escape")
    expect(paper.get_by_role("button", name="Decide")).to_be_visible()
    assert path.read_text("utf-8") == theirs
    paper.get_by_role("button", name="Decide").click()
    dialog.get_by_role("button", name="Keep mine").click()
    saved(paper)
    assert "There was one. Mine." in text_of(papers)
    paper.locator(".paper-narration").click()
    paper.keyboard.press("End")
    writes = Held(paper, f"**/api/edits/{EDIT}", method="PUT")
    paper.keyboard.type(" Still mine.")
    path.write_text(text_of(papers).replace("## Four", "## Five"), "utf-8")
    writes.wait(1)
    writes.let_go()
    dialog.get_by_role("button", name="Keep both changes").click()
    saved(paper)
    assert "There was one. Mine. Still mine." in text_of(papers)
    assert "## Five in the morning" in text_of(papers)


def test_typing_is_written_and_the_marks_follow(paper: Any, papers: Served) -> None:
    paper.locator(".paper-narration").click()
    paper.keyboard.press("End")
    paper.keyboard.type(" And <script>alert(1)</script> so on.")
    saved(paper)
    assert "There was one. And <script>alert(1)</script> so on." in text_of(papers)
    paper.keyboard.press("Escape")
    expect(paper.locator("[data-layer=margin]")).to_be_visible()
    paper.keyboard.type("qqq")
    assert "qqq" not in paper.locator(".cm-content").inner_text()


def test_the_words_of_a_bite_are_trimmed_by_word_and_by_frame(paper: Any, papers: Served) -> None:
    take(paper, "nobody could reach it")
    paper.keyboard.press("Alt+[")
    expect(bite(paper, "nobody could")).not_to_contain_text("ferry")
    paper.keyboard.press("Alt+]")
    expect(bite(paper, "nobody could")).to_contain_text("ferry.")
    paper.keyboard.press("t")
    paper.keyboard.press("Alt+[")
    expect(bite(paper, "nobody could")).to_contain_text("and nobody could")
    saved(paper)
    start = first_bite(papers)["ticks"]["start"]
    label = paper.locator(".paper-edge").inner_text()
    paper.keyboard.press(".")
    expect(paper.locator(".paper-edge")).not_to_have_text(label)
    assert first_bite(papers)["ticks"]["start"] - start == 705_600_000 // 25


def first_bite(papers: Served) -> dict[str, Any]:
    blocks = papers.api.get(f"/api/edits/{EDIT}").json()["order"]["blocks"]
    return next(block["bite"] for block in blocks if block["bite"])


def test_a_lifted_not_is_a_join_to_check_and_the_address_says_which_bite_is_in_hand(paper: Any, papers: Served) -> None:
    path = papers.root / "edits" / f"{EDIT}.md"
    with path.open("a", encoding="utf-8") as file:
        file.write("\n> The depot did ~~not~~ know, no.\n>\n> — João [T002](tape:T002#t=24.958267,26.926900)\n")
    expect(paper.locator(".paper-finding-join")).to_contain_text("not")
    expect(bite(paper, "The depot did").locator(".paper-join-sign")).to_be_visible()
    paper.locator(".paper-finding-join").click()
    expect(paper).to_have_url(re.compile(r"\?bite=5$"))
    paper.reload()
    expect(paper.locator(".paper-held")).to_contain_text("The depot did")
    paper.keyboard.press("o")
    expect(paper).to_have_url(re.compile("/tapes/T002"))


def test_nothing_is_typed_or_deleted_where_nobody_looks(paper: Any, papers: Served) -> None:
    take(paper, "nobody could reach it")
    paper.keyboard.press("Enter")
    paper.keyboard.type("[said she] ")
    paper.keyboard.press("End")
    paper.keyboard.press("Delete")
    paper.keyboard.press("Control+Delete")
    paper.keyboard.type(" [she laughs]")
    paper.keyboard.press("Home")
    paper.keyboard.press("Backspace")
    paper.keyboard.press("ArrowLeft")
    paper.keyboard.press("ArrowRight")
    paper.keyboard.type("[")
    paper.keyboard.press("Backspace")
    saved(paper)
    source = ">\n> — Marian Voss [T001](tape:T001#t=10.120000,12.615000)"
    assert f"> [said she] nobody could reach it before the ferry. [she laughs]\n{source}" in text_of(papers)


def test_lines_within_a_bite_are_its_own(paper: Any, papers: Served) -> None:
    take(paper, "nobody could reach it")
    paper.keyboard.press("Enter")
    for _ in range(6):
        paper.keyboard.press("ArrowRight")
    paper.keyboard.press("Enter")
    saved(paper)
    assert "> nobody\n>  could reach it" in text_of(papers)
    paper.keyboard.press("Backspace")
    saved(paper)
    assert order_of(papers)[0].split() == "nobody could reach it before the ferry.".split()
    paper.keyboard.press("End")
    paper.locator(".cm-content").evaluate(
        """(content) => {
            const data = new DataTransfer();
            data.setData('text/plain', ' [two\\nlines]');
            const said = { clipboardData: data, bubbles: true, cancelable: true };
            content.dispatchEvent(new ClipboardEvent('paste', said));
        }"""
    )
    saved(paper)
    expect(bite(paper, "nobody")).to_contain_text("ferry. [two lines]")
    assert "ferry. [two lines]\n>\n> — Marian" in text_of(papers)
