"""A report that went out is read on a telephone: nothing is cut off, and no words lie over each other."""

from __future__ import annotations

from typing import Any

import pytest

from tapewright.exchange.study_html import HtmlStudyWriter
from tapewright.model.studyreport import Grid, Section, StudyReport

COLUMNS = ("Name", "Named in what is heard", "Words on the tapes", "Hours", "Source and last check")
ROW = ("Wilhelmina-Featherstonehaugh-Cholmondeley", "0", "60", "", "a poster at the mole; last checked 1 May 1984")

CROSSINGS = """() => {
  const seen = [...document.querySelectorAll('.stack td')].filter((cell) => cell.getClientRects().length);
  const label = (cell) => parseFloat(getComputedStyle(cell, '::before').height) || 0;
  return seen.filter((cell) => label(cell) > cell.clientHeight || cell.scrollWidth > cell.clientWidth).length;
}"""


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_every_cell_of_a_wide_table_can_be_read(browser: Any, width: int) -> None:
    grid = Grid(columns=COLUMNS, rows=(ROW, ROW), numbers=(1, 2))
    report = StudyReport(
        kicker="Ledger", title="Help", facts=(), about=(), sections=(Section(title="A", blocks=(grid,)),)
    )
    page = browser.new_page(viewport={"width": width, "height": 700})
    try:
        page.set_content(HtmlStudyWriter().write(report)[""].decode())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".wide").evaluate("(box) => box.scrollWidth <= box.clientWidth")
        assert page.evaluate(CROSSINGS) == 0
        assert page.get_by_role("columnheader").count() == len(COLUMNS)
        assert page.get_by_role("cell", name="a poster at the mole").count() == 2
    finally:
        page.close()
