"""What browser tests stand on: a real Chromium, a running server on a fresh copy of the small project, and pages that
fail the test on any page error, console error or complaint of the content policy.

``served`` and ``page`` are for tests that change something; ``reading`` and ``reader`` share one server for tests that
only look. ``open_page`` makes further pages (another browser, another size, day instead of night).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tapewright.testing.browser_projects import small_project
from tapewright.testing.browsing import Served, Troubles, close, launch_options, open_context
from tapewright.testing.coded import coded_project
from tapewright.testing.ferry_line import ferry_line
from tapewright.testing.forked import Stock
from tapewright.verbs.project import open_project

pytest.importorskip("playwright.sync_api", reason="playwright is not installed here: pip install playwright")

CHROMIUM = os.environ.get("TAPEWRIGHT_CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
HERE = Path(__file__).parent
ServeCopy = Callable[[Path], AbstractContextManager[Served]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where there is no browser the tests say so. That one worker has them all is said in tests/conftest.py."""
    if CHROMIUM:
        return
    reason = "there is no Chromium here: apt-get install chromium, or set TAPEWRIGHT_CHROMIUM to its path"
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**launch_options(CHROMIUM))
        yield started
        started.close()


@pytest.fixture(scope="session")
def serve_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeCopy]:
    """``with serve_copy(template) as served``: a running server on a copy of the project of a template."""
    with Stock() as stock:

        @contextmanager
        def serve(template: Path) -> Iterator[Served]:
            folder = tmp_path_factory.mktemp("served")
            root = shutil.copytree(template / "project", folder / "project")
            with Served(root, log=folder / "server.log", stock=stock) as running:
                yield running

        yield serve


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that copies of the small project are made from; its recordings are shared by all copies."""
    folder = tmp_path_factory.mktemp("night-bus")
    small_project(folder).close()
    return folder


@pytest.fixture
def served(serve_copy: ServeCopy, small_template: Path) -> Iterator[Served]:
    """A running server on a copy of the small project that belongs to this test alone."""
    with serve_copy(small_template) as running:
        yield running


@pytest.fixture(scope="session")
def reading(serve_copy: ServeCopy, small_template: Path) -> Iterator[Served]:
    """One running server for all tests that change nothing."""
    with serve_copy(small_template) as running:
        yield running


@pytest.fixture(scope="session")
def coded_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that copies of the coded project are made from."""
    folder = tmp_path_factory.mktemp("coded-bus")
    coded_project(folder).close()
    return folder


@pytest.fixture
def coded(serve_copy: ServeCopy, coded_template: Path) -> Iterator[Served]:
    """A running server on a copy of the coded project that belongs to this test alone."""
    with serve_copy(coded_template) as running:
        yield running


@pytest.fixture(scope="session")
def coded_reading(serve_copy: ServeCopy, coded_template: Path) -> Iterator[Served]:
    """One running server on the coded project for all tests that change nothing."""
    with serve_copy(coded_template) as running:
        yield running


@pytest.fixture(scope="session")
def ferry_template(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that copies of the project with a chronology are made from."""
    folder = tmp_path_factory.mktemp("ferry-line")
    with open_project(shutil.copytree(small_template / "project", folder / "project")) as project:
        ferry_line(project)
    return folder


@pytest.fixture(scope="session")
def ferry(serve_copy: ServeCopy, ferry_template: Path) -> Iterator[Served]:
    """One running server on the project with a chronology for all tests that change nothing."""
    with serve_copy(ferry_template) as running:
        yield running


@pytest.fixture(scope="session")
def paper_server(serve_copy: ServeCopy, small_template: Path) -> Iterator[Served]:
    """One running server for all tests that change paper edits and nothing else."""
    with serve_copy(small_template) as running:
        yield running


@pytest.fixture
def papers(paper_server: Served, small_template: Path) -> Served:
    """That server, its paper edits as they were at first."""
    for path in (paper_server.root / "edits").iterdir():
        path.unlink()
    shutil.copytree(small_template / "project" / "edits", paper_server.root / "edits", dirs_exist_ok=True)
    return paper_server


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """``open_page(served, "/tapes", theme="day", size=(1280, 720), expects=())``: a page of a browser of its own.

    With None for a path it stays blank. ``expects`` are patterns of console lines that this page may print.
    ``page.troubles`` holds the others; the test fails on them when it ends.
    """
    contexts: list[Any] = []
    watched: list[Troubles] = []

    def make(served: Served, path: str | None = "/", **wishes: Any) -> Any:
        expects = wishes.pop("expects", ())
        context = open_context(browser, served, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.troubles = Troubles(page, expects)
        watched.append(page.troubles)
        if path is not None:
            page.goto(served.origin + path)
        return page

    yield make
    found = [line for troubles in watched for line in troubles.lines]
    for context in contexts:
        close(context)
    assert found == []


@pytest.fixture
def page(served: Served, open_page: Callable[..., Any]) -> Any:
    """A page on ``served``, at night, 1280 by 720, at the first address."""
    return open_page(served)


@pytest.fixture
def reader(reading: Served, open_page: Callable[..., Any]) -> Any:
    """A page on the server that all reading tests share."""
    return open_page(reading)
