"""What is printed: the whole of it, whatever is in sight, and without what one presses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tapewright.testing.browsing import Served, printed
from tapewright.testing.tape_page import opened, turns

Pages = Callable[..., Any]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_tape_is_printed_whole_with_who_speaks_and_when(reading: Served, open_page: Pages) -> None:
    page = opened(open_page(reading, "/tapes/T001", size=(1280, 300)))
    paper = printed(page)
    tape = reading.api.get("/api/tapes/T001/transcript").json()
    assert squeezed(tape["tape"]["title"]) in paper
    names = {one["id"]: one["name"] for one in tape["speakers"]}
    for turn in turns(reading, "T001"):
        assert turn["text"].replace("🥐", "").split()[-1] in paper
        assert squeezed(names[turn["speaker"]]) in paper
    assert "10:00:04" in paper
    assert "Correct" not in paper
    assert "Findinthistape" not in paper
    # Behind it one goes on reading where one was.
    assert page.locator(".cm-line").count() == len(turns(reading, "T001"))


@pytest.mark.parametrize(
    ("path", "shows"),
    [
        ("/people", "MarianVoss"),
        ("/tapes", "T001"),
        ("/search?q=timetable", "timetable"),
        ("/paper/night-bus", "[T001"),
    ],
)
def test_other_screens_print_what_they_list(reading: Served, open_page: Pages, path: str, shows: str) -> None:
    page = open_page(reading, path)
    page.locator("#screen .row, #screen .item, #screen .hit, #screen .cm-line").first.wait_for()
    paper = printed(page)
    assert shows in paper
    assert "allkeys" not in paper
