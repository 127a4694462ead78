"""The fairness column of the paper edit counts what the API counts, and follows the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tapewright.testing.browsing import Served
from tapewright.verbs.fairness import fairness
from tapewright.verbs.project import open_project

expect = pytest.importorskip("playwright.sync_api").expect

EDIT = "night-bus"


@pytest.fixture
def paper(papers: Served, open_page: Callable[..., Any]) -> Any:
    page = open_page(papers, f"/paper/{EDIT}", theme="day")
    page.set_default_timeout(8000)
    expect(page.locator(".paper-shares tbody tr").first).to_be_visible()
    return page


def test_the_column_says_what_the_page_counts(paper: Any, papers: Served) -> None:
    with open_project(papers.root) as project:
        counted = fairness(project, EDIT)
    rows = paper.locator(".paper-shares tbody tr")
    groups = [one for one in counted.shares.groups if one.words or one.said]
    expect(rows).to_have_count(len(groups))
    for row, group in zip(rows.all(), groups, strict=True):
        share = round(100 * group.airtime / counted.shares.airtime)
        assert row.locator("td").first.inner_text() == (f"{share} %" if share else "< 1 %")
    questions = paper.locator(".paper-fairness .serif")
    assert questions.count() == len(counted.dropped)


def test_it_is_counted_again_when_a_bite_goes(paper: Any, papers: Served) -> None:
    before = paper.locator(".paper-shares").inner_text()
    text = (papers.root / "edits" / f"{EDIT}.md").read_text(encoding="utf-8")
    head, _, last = text.rpartition("\n> ")
    cut = head[: head.rfind("\n> ")] if last.startswith("—") else head
    (papers.root / "edits" / f"{EDIT}.md").write_text(cut + "\n", encoding="utf-8")
    expect(paper.locator(".paper-shares")).not_to_have_text(before, use_inner_text=True)


def test_its_page_is_written_as_a_file_and_offered(paper: Any, papers: Served) -> None:
    paper.locator(".paper-fairness").get_by_role("button", name="Report…").click()
    dialog = paper.get_by_role("dialog", name="Fairness page of The night bus")
    dialog.get_by_role("checkbox", name="html").uncheck()
    expect(dialog.get_by_role("button", name="Write it")).to_be_disabled()
    dialog.get_by_role("checkbox", name="csv").check()
    dialog.get_by_role("button", name="Write it").click()
    written = dialog.get_by_role("status", name="Written").get_by_role("link")
    expect(written.first).to_have_text(f"{EDIT}-fairness.csv", timeout=20_000)
    with paper.expect_download() as waiting:
        written.first.click()
    assert (papers.root / "exports" / f"{EDIT}-fairness.csv").read_bytes() == waiting.value.path().read_bytes()
