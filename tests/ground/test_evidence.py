"""Every promise in docs/evidence.md is held by something that exists, and says whether it is met."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "evidence.md"


def _promises() -> list[list[str]]:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [row for row in cells if row[0] != "promise"]


PROMISES = _promises()


def test_the_page_holds_promises() -> None:
    assert len(PROMISES) >= 20


@pytest.mark.parametrize("row", PROMISES, ids=[row[0][:60] for row in PROMISES])
class TestEachPromise:
    def test_is_held_by_something_that_exists(self, row: list[str]) -> None:
        holders = re.findall(r"`([^`]+)`", row[1])
        assert holders, f"nothing holds: {row[0]}"
        for holder in holders:
            path, _, name = holder.partition("::")
            assert (ROOT / path).exists(), holder
            if (ROOT / path).is_dir():
                assert any((ROOT / path).glob("test_*.py")), f"{path} holds no test"
            if name:
                assert f"def {name}(" in (ROOT / path).read_text("utf-8"), holder

    def test_has_a_goal_a_figure_and_a_verdict(self, row: list[str]) -> None:
        _, _, goal, figure, met = row
        assert goal
        assert figure
        assert met in ("yes", "no", "–")
        assert (met == "–") == (figure == "not measured yet"), "a figure says whether it met its goal"
