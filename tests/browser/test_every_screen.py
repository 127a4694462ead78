"""Every screen and state of the table that the screenshots are taken from: readable, reachable, nothing cut off."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tapewright.testing.browsing import Served, Troubles, close, open_context
from tapewright.testing.voiced import voiced_project
from tapewright.verbs.project import new_project
from tapewright.web.assets import CLIENT

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from screens_to_shoot import SHOTS
from shooting import Shot, let_go

LOOKING = (Path(__file__).parent / "looking.js").read_text("utf-8").split("\n", 1)[1].strip()
MODULES = {
    "/tapes": "tapes/screen.js",
    "/tapes/": "tape/screen.js",
    "/search": "search/screen.js",
    "/people": "people/screen.js",
    "/codes": "codes/screen.js",
    "/chronology": "chronology/screen.js",
    "/paper": "paper/list.js",
    "/paper/": "paper/screen.js",
    "/proof": "proof/list.js",
    "/proof/": "proof/screen.js",
    "/review": "review/screen.js",
    "/jobs": "jobs/screen.js",
}

OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""A theme is other colours (``styles/tokens.css``) and nothing else: other rules find by day what they do by night."""

SETTLED = """document.fonts.ready.then(
  () => new Promise((done) => requestIdleCallback(() => done(1), { timeout: 1000 })),
)"""


def _is_built(shot: Shot) -> bool:
    path = shot.path.split("?")[0]
    room = path if path in MODULES else path[: path.rindex("/") + 1]
    return room not in MODULES or (CLIENT / "screens" / MODULES[room]).is_file()


LOOKED_AT = [shot for shot in SHOTS if not shot.changes and shot.project != "demo" and _is_built(shot)]


class Shown(NamedTuple):
    """A page that stands in the state of a picture."""

    shot: Shot
    page: Any


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("empty")
    new_project(folder / "project", title="A new film").close()
    with Served(folder / "project", log=folder / "server.log") as running:
        yield running


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("voices")
    voiced_project(folder / "project").close()
    with Served(folder / "project", log=folder / "server.log") as running:
        yield running


@pytest.fixture(scope="module", params=LOOKED_AT, ids=lambda shot: shot.name)
def shown(
    request: pytest.FixtureRequest,
    browser: Any,
    reading: Served,
    empty: Served,
    voices: Served,
    coded_reading: Served,
    ferry: Served,
) -> Iterator[Shown]:
    """Opened once for all that is asked of it; what it complained of fails the last of these tests."""
    shot: Shot = request.param
    served = {"empty": empty, "voices": voices, "coded": coded_reading, "ferry": ferry}.get(shot.project, reading)
    more = {"device_scale_factor": shot.zoom} if shot.zoom != 1 else {}
    context = open_context(browser, served, size=shot.size, lectern=shot.lectern, tour=shot.tour, **more)
    page = context.new_page()
    troubles = Troubles(page, shot.expects)
    shot.before(page)
    page.goto(served.origin + shot.path)
    page.locator("#screen > *, dialog").first.wait_for()
    shot.do(page)
    page.evaluate(SETTLED)
    yield Shown(shot, page)
    complaints = list(troubles.lines)
    let_go(page)
    close(context)
    assert complaints == []


def test_nothing_is_wider_than_the_window(shown: Shown) -> None:
    assert _look(shown.page, "overhang") == []


def test_a_screen_reader_and_weak_eyes_find_nothing_serious(shown: Shown) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for theme, rules in (("dark", None), ("light", OF_COLOURS)):
        shown.page.emulate_media(color_scheme=theme)
        found = Axe().run(shown.page, options={"resultTypes": ["violations"], **(rules or {})}).response["violations"]
        serious = [
            f"{theme}: {rule['id']}: {node['html'][:120]} {_why(node)}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]
        assert serious == []


def test_whatever_can_be_clicked_can_be_reached_by_keys_and_shows_where_one_is(shown: Shown) -> None:
    page = shown.page
    _look(page, "mark")
    seen: set[str] = set()
    stayed = 0
    for _ in range(150):
        page.keyboard.press("Tab")
        at = _look(page, "focused")
        if not at["name"]:
            continue
        if at["name"] in seen and not at["takes_tab"]:
            break
        stayed = stayed + 1 if at["name"] in seen else 0
        if stayed == 2:
            break
        if at["takes_tab"]:
            page.keyboard.press("Escape")  # a text in which Tab means something lets go after Escape
        seen.add(at["name"])
        assert at["ring"], f"no sign of the focus on {at['html']}"
    missed = [html for name, html in _look(page, "clickable") if name not in seen]
    assert missed == []


def test_at_twice_the_size_it_is_all_there(shown: Shown) -> None:
    # A window of half the width and height is what a person sees at 200 %.
    shown.page.set_viewport_size({"width": 640, "height": 360})
    assert _look(shown.page, "overhang") == []
    assert shown.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def _look(page: Any, what: str) -> Any:
    return page.evaluate(f"{LOOKING}.{what}()")


def _why(node: Any) -> str:
    return "; ".join(check["message"] for check in [*node["any"], *node["all"]])[:200]
