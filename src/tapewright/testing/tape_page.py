"""A tape on the screen, as the tests of it see it: lines, the lit word, what the address says."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tapewright.testing.browsing import Served

WATCH_SOUNDS = """
window.sounds = []; const Real = window.Audio;
window.Audio = function (...how) { const made = new Real(...how); window.sounds.push(made); return made; };
"""


def opened(page: Any) -> Any:
    """The page of a tape, once its text is there, in the mode that its address says."""
    from playwright.sync_api import expect

    expect(page.locator(".tape-page .cm-line").first).to_be_visible()
    if "mode=correct" in page.url:
        expect(page.locator(".tape-page.tape-correct")).to_be_visible()
    return page


def said(page: Any, text: str) -> Any:
    """A paragraph by words of it."""
    return page.locator(".tape-page .cm-line", has_text=text).first


def point_of(page: Any, text: str, *, nth: int = 0) -> dict[str, float]:
    """Where words stand on the screen: the middle of them, and their two ends."""
    found = page.evaluate(
        """([text, nth]) => {
          const page = document.querySelector('.tape-page .cm-content');
          const walk = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
          const nodes = []; let whole = '';
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            nodes.push([whole.length, node]); whole += node.data;
          }
          let at = -1;
          for (let n = 0; n <= nth; n++) at = whole.indexOf(text, at + 1);
          if (at < 0) return null;
          const place = (offset) => {
            const [from, node] = nodes.filter(([from]) => from <= offset).pop(); return [node, offset - from];
          };
          const range = document.createRange();
          range.setStart(...place(at)); range.setEnd(...place(at + text.length - 1));
          const rects = range.getClientRects(); const first = rects[0], last = rects[rects.length - 1];
          return { x: (first.left + first.right) / 2, y: (first.top + first.bottom) / 2, left: first.left + 1,
                   right: last.right + 3, bottom: (last.top + last.bottom) / 2 };
        }""",
        [text, nth],
    )
    assert found, f"{text!r} is not on the screen"
    return dict(found)


def click(page: Any, text: str, *, nth: int = 0, times: int = 1) -> None:
    """Click on words where they stand, between the letters too."""
    place = point_of(page, text, nth=nth)
    page.mouse.click(place["x"], place["y"], click_count=times)


def drag(page: Any, first: str, last: str) -> None:
    """Select from the beginning of one word to the end of another, again where the lines moved under the mouse."""
    for _ in range(3):
        one, two = point_of(page, first), point_of(page, last)
        page.mouse.move(one["left"], one["y"])
        page.mouse.down()
        page.mouse.move(two["right"], two["bottom"], steps=5)
        page.mouse.up()
        chosen = " ".join(page.evaluate("String(getSelection())").split())
        if chosen.startswith(first) and last[:-1] in chosen:
            return


def query(page: Any) -> dict[str, str]:
    """What the address says behind the question mark."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def expect_words(page: Any, words: str) -> None:
    """The address comes to name these words."""
    from playwright.sync_api import expect

    expect(page).to_have_url(re.compile(rf"[?&]w={words}(&|$)"))


def turns(served: Served, tape: str) -> list[dict[str, Any]]:
    """The turns as the server has them."""
    found: list[dict[str, Any]] = served.api.get(f"/api/tapes/{tape}/transcript").json()["transcript"]["turns"]
    return found


def words(turn: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Text, start and end of each word of a turn, in ticks."""
    at, made = turn["start"], []
    for number, text in enumerate(turn["text"].split(" ")):
        start = at + turn["times"][2 * number] * turn["unit"]
        at = start + turn["times"][2 * number + 1] * turn["unit"]
        made.append((text, start, at))
    return made
