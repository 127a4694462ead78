"""Files of the chronology in a real browser: a table comes in after a look, files and reports go out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Served

REFUSED = (r"Failed to load resource",)
COUNTY = """\
Date;What happened;Type;Reference;Heading
1986-11;The clock of the harbour stops;other;Log of the harbour;x
1987-03-04;The crane is mended;repair;Log of the harbour;
1985-06-04;A letter is handed in at the harbour office and put in a drawer;missed intervention;minutes, page 4;
"""


@pytest.fixture(scope="module")
def ferry(serve_copy: Any, ferry_template: Path) -> Iterator[Served]:
    """One running server for these tests: what one brings in it takes back."""
    with serve_copy(ferry_template) as running:
        yield running


def drawn(page: Any) -> Any:
    page.locator(".chron-mark[d*=M]").first.wait_for(state="attached")
    return page


def file(name: str, text: str | bytes) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_a_table_comes_in_after_a_look_and_goes_back_by_undo(ferry: Served, open_page: Callable[..., Any]) -> None:
    page = drawn(open_page(ferry, "/chronology", expects=REFUSED))
    files = page.get_by_role("button", name="Files…")
    files.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    choose = dialog.locator("input[type=file]")
    expect(choose).to_be_focused()
    choose.set_input_files(file("tape.wav", b"RIFF"))
    expect(dialog.get_by_role("alert")).to_contain_text("tape.wav: no table of events is known by the ending '.wav'")
    choose.set_input_files(file("county.csv", COUNTY))
    expect(dialog.locator(".chron-coming")).to_have_text("3 rows read; 2 events would come in; 1 row kept out.")
    expect(dialog).to_contain_text("Row 3: Not a kind of event: 'repair'.")
    expect(dialog).to_contain_text("E5, 4 June 1985")
    dialog.get_by_label("Leave out the row that says the same again").check()
    expect(dialog.locator(".chron-coming")).to_contain_text("1 event would come in")
    dialog.get_by_text("4 columns of 5 understood; left out: Heading").click()
    dialog.get_by_label("What Type means").select_option("")
    expect(dialog.locator(".chron-coming")).to_have_text(
        "3 rows read; 2 events would come in; 1 row left out as told already."
    )
    dialog.get_by_label("Whose chronology it is").fill("Harbour")
    dialog.get_by_role("button", name="Take in 2 events").click()
    expect(page.locator(".bar-facts")).to_contain_text("16 events")
    made = ferry.api.get("/api/chronology", params={"agency": "Harbour"}).json()["events"]
    assert [one["title"] for one in made] == ["The clock of the harbour stops", "The crane is mended"]
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator(".bar-facts")).to_contain_text("14 events")
    page.keyboard.press("i")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_what_is_shown_or_all_of_it_goes_out_as_files(ferry: Served, open_page: Callable[..., Any]) -> None:
    page = drawn(open_page(ferry, "/chronology?kind=contact"))
    page.keyboard.press("Control+e")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", name="csv")).to_be_focused()
    expect(dialog.get_by_label("What is shown now: 1 of 14 events")).to_be_checked()
    dialog.get_by_role("checkbox", name="png").check()
    page.keyboard.press("Enter")
    written = dialog.get_by_role("status", name="Written").get_by_role("link")
    expect(written).to_have_text(["chronology-chosen.csv", "chronology-chosen.png"])
    with page.expect_download() as waiting:
        written.first.click()
    rows = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "Letter to the depot about the ferry and the bus" in rows[1]
    dialog.get_by_label("All 14 events").check()
    expect(written).to_have_count(0)
    dialog.get_by_role("button", name="Export").click()
    expect(written.first).to_have_text("chronology.csv")
    assert len((ferry.root / "exports" / "chronology.csv").read_text("utf-8-sig").splitlines()) == 15
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_report_is_written_by_a_job_and_offered(ferry: Served, open_page: Callable[..., Any]) -> None:
    page = drawn(open_page(ferry, "/chronology"))
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Warning-sign brief 3 signs")).to_be_focused()
    dialog.get_by_role("checkbox", name="Ireland").check()
    dialog.get_by_role("checkbox", name="csv").check()
    dialog.get_by_role("button", name="Write it").click()
    written = dialog.get_by_role("status", name="Written").get_by_role("link")
    expect(written.first).to_have_text("warning-sign-brief.html", timeout=20_000)
    with page.expect_download() as waiting:
        written.first.click()
    told = Path(waiting.value.path()).read_text("utf-8")
    assert "The first board of the slipway is loose" in told
    assert "Ireland" in told
    assert "Australia" not in told
    dialog.get_by_label("Institution ledger 1 contact").check()
    expect(written).to_have_count(0)
    page.wait_for_timeout(3100)  # nobody looks any more for the job that has ended
    dialog.get_by_label("The rates alone, without the contacts").check()
    dialog.get_by_role("checkbox", name="csv").uncheck()
    dialog.get_by_role("button", name="Write it").click()
    expect(written).to_have_text(["institution-rates.html"], timeout=20_000)
    assert "Letter to the depot" not in (ferry.root / "exports" / "institution-rates.html").read_text("utf-8")


def test_where_there_is_nothing_to_report_it_is_said_what_to_do(reader: Any) -> None:
    reader.goto(f"{reader.url.split('/tapes')[0].rstrip('/')}/chronology")
    reader.get_by_text("No events yet").wait_for()
    reader.keyboard.press("r")
    dialog = reader.get_by_role("dialog")
    expect(dialog).to_contain_text("No warning sign is marked in this project yet")
    expect(dialog.get_by_role("button", name="Write it")).to_be_disabled()
    dialog.get_by_label("Institution ledger 0 contacts").check()
    expect(dialog).to_contain_text("No contact is entered in this project yet")
    dialog.get_by_role("link", name="chronology").click()
    expect(dialog).to_have_count(0)
