"""Every screen and state of the table that the screenshots are taken from: readable, reachable, nothing cut off."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tapewright.testing.browsing import Served
from tapewright.verbs.project import new_project
from tapewright.web.assets import CLIENT

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from screens_to_shoot import SHOTS, Shot

LOOKING = (Path(__file__).parent / "looking.js").read_text("utf-8").split("\n", 1)[1].strip()
MODULES = {
    "/tapes": "tapes/screen.js",
    "/tapes/": "tape/screen.js",
    "/search": "search/screen.js",
    "/people": "people/screen.js",
    "/paper": "paper/list.js",
    "/paper/": "paper/screen.js",
    "/proof": "proof/list.js",
    "/proof/": "proof/screen.js",
    "/jobs": "jobs/screen.js",
}


def _is_built(shot: Shot) -> bool:
    path = shot.path.split("?")[0]
    room = path if path in MODULES else path[: path.rindex("/") + 1]
    return room not in MODULES or (CLIENT / "screens" / MODULES[room]).is_file()


LOOKED_AT = [shot for shot in SHOTS if not shot.changes and shot.project != "demo" and _is_built(shot)]
LARGE = [shot for shot in LOOKED_AT if shot.zoom == 1 and shot.size == (1280, 720)]
every = pytest.mark.parametrize("shot", LOOKED_AT, ids=lambda shot: shot.name)
each_large = pytest.mark.parametrize("shot", LARGE, ids=lambda shot: shot.name)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("empty")
    new_project(folder / "project", title="A new film").close()
    with Served(folder / "project", log=folder / "server.log") as running:
        yield running


@pytest.fixture
def show(reading: Served, empty: Served, open_page: Callable[..., Any]) -> Callable[..., Any]:
    """``show(shot, size=…)``: a page that stands in the state of a picture."""

    def at(shot: Shot, **wishes: Any) -> Any:
        served = empty if shot.project == "empty" else reading
        wishes = {"size": shot.size, "lectern": shot.lectern, "tour": shot.tour, "expects": shot.expects, **wishes}
        page = open_page(served, None, **wishes)
        shot.before(page)
        page.goto(served.origin + shot.path)
        page.locator("#screen > *, dialog").first.wait_for()
        shot.do(page)
        page.evaluate("document.fonts.ready.then(() => new Promise(done => requestIdleCallback(() => done(1))))")
        return page

    return at


@every
def test_a_screen_reader_and_weak_eyes_find_nothing_serious(show: Callable[..., Any], shot: Shot) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = show(shot)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page).response["violations"]
        serious = [
            f"{theme}: {rule['id']}: {node['html'][:120]} {_why(node)}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]
        assert serious == []


@each_large
def test_nothing_is_wider_than_the_window(show: Callable[..., Any], shot: Shot) -> None:
    page = show(shot)
    assert _look(page, "overhang") == []


@each_large
def test_at_twice_the_size_it_is_all_there(show: Callable[..., Any], shot: Shot) -> None:
    page = show(shot, size=(640, 360), device_scale_factor=2)
    assert _look(page, "overhang") == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@each_large
def test_whatever_can_be_clicked_can_be_reached_by_keys_and_shows_where_one_is(
    show: Callable[..., Any], shot: Shot
) -> None:
    page = show(shot)
    _look(page, "mark")
    seen: set[str] = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        at = _look(page, "focused")
        if at["name"] in seen and at["name"]:
            break
        if at["name"]:
            seen.add(at["name"])
            assert at["ring"], f"no sign of the focus on {at['html']}"
    missed = [html for name, html in _look(page, "clickable") if name not in seen]
    assert missed == []


def _look(page: Any, what: str) -> Any:
    return page.evaluate(f"{LOOKING}.{what}()")


def _why(node: Any) -> str:
    return "; ".join(check["message"] for check in [*node["any"], *node["all"]])[:200]
