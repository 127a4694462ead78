"""What browser tests stand on: a real Chromium, a running server on a fresh copy of the small project, and pages that
fail the test on any page error, console error or complaint of the content policy.

``served`` and ``page`` are for tests that change something; ``reading`` and ``reader`` share one server for tests that
only look. ``open_page`` makes further pages (another browser, another size, day instead of night).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tapewright.testing.browser_projects import small_project
from tapewright.testing.browsing import Served, Troubles, launch_options, open_context
from tapewright.testing.coded import coded_project
from tapewright.testing.ferry_line import ferry_line
from tapewright.verbs.project import open_project

pytest.importorskip("playwright.sync_api", reason="playwright is not installed here: pip install playwright")

CHROMIUM = os.environ.get("TAPEWRIGHT_CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
HERE = Path(__file__).parent


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


class Ahead:
    """Servers on copies of a template's project, each for one test alone; the next one starts while a test runs."""

    def __init__(self, template: Path, folders: pytest.TempPathFactory) -> None:
        self._template = template
        self._folders = folders
        self._starter = ThreadPoolExecutor(1)
        self._next: Future[tuple[ExitStack, Served]] | None = None

    @contextmanager
    def one(self) -> Iterator[Served]:
        """The server that stands ready; it ends with the test."""
        stack, running = (self._next or self._starter.submit(self._start)).result()
        self._next = self._starter.submit(self._start)
        with stack:
            yield running

    def close(self) -> None:
        """End the one that nobody took."""
        if self._next is not None:
            self._next.result()[0].close()
        self._starter.shutdown()

    def _start(self) -> tuple[ExitStack, Served]:
        with ExitStack() as stack:
            running = stack.enter_context(a_copy_served(self._template, self._folders.mktemp("served")))
            return stack.pop_all(), running


@contextmanager
def a_copy_served(template: Path, folder: Path) -> Iterator[Served]:
    """A running server on a copy of the project of a template, in a folder of its own."""
    root = shutil.copytree(template / "project", folder / "project")
    with Served(root, log=folder / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that copies of the small project are made from; its recordings are shared by all copies."""
    folder = tmp_path_factory.mktemp("night-bus")
    small_project(folder).close()
    return folder


@pytest.fixture(scope="session")
def small_ahead(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ahead]:
    """Servers on the small project."""
    ahead = Ahead(small_template, tmp_path_factory)
    yield ahead
    ahead.close()


@pytest.fixture
def served(small_ahead: Ahead) -> Iterator[Served]:
    """A running server on a copy of the small project that belongs to this test alone."""
    with small_ahead.one() as running:
        yield running


@pytest.fixture(scope="session")
def reading(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One running server for all tests that change nothing."""
    folder = tmp_path_factory.mktemp("reading")
    with a_copy_served(small_template, folder) as running:
        yield running


@pytest.fixture(scope="session")
def coded_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that copies of the coded project are made from."""
    folder = tmp_path_factory.mktemp("coded-bus")
    coded_project(folder).close()
    return folder


@pytest.fixture(scope="session")
def coded_ahead(coded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ahead]:
    """Servers on the coded project."""
    ahead = Ahead(coded_template, tmp_path_factory)
    yield ahead
    ahead.close()


@pytest.fixture
def coded(coded_ahead: Ahead) -> Iterator[Served]:
    """A running server on a copy of the coded project that belongs to this test alone."""
    with coded_ahead.one() as running:
        yield running


@pytest.fixture(scope="session")
def coded_reading(coded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One running server on the coded project for all tests that change nothing."""
    folder = tmp_path_factory.mktemp("coded-reading")
    with a_copy_served(coded_template, folder) as running:
        yield running


@pytest.fixture(scope="session")
def ferry_template(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that copies of the project with a chronology are made from."""
    folder = tmp_path_factory.mktemp("ferry-line")
    with open_project(shutil.copytree(small_template / "project", folder / "project")) as project:
        ferry_line(project)
    return folder


@pytest.fixture(scope="session")
def ferry_ahead(ferry_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ahead]:
    """Servers on the project with a chronology."""
    ahead = Ahead(ferry_template, tmp_path_factory)
    yield ahead
    ahead.close()


@pytest.fixture(scope="session")
def ferry(ferry_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One running server on the project with a chronology for all tests that change nothing."""
    folder = tmp_path_factory.mktemp("ferry-reading")
    with a_copy_served(ferry_template, folder) as running:
        yield running


@pytest.fixture(scope="session")
def paper_server(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One running server for all tests that change paper edits and nothing else."""
    folder = tmp_path_factory.mktemp("papers")
    with a_copy_served(small_template, folder) as running:
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
        context.close()
    assert found == []


@pytest.fixture
def page(served: Served, open_page: Callable[..., Any]) -> Any:
    """A page on ``served``, at night, 1280 by 720, at the first address."""
    return open_page(served)


@pytest.fixture
def reader(reading: Served, open_page: Callable[..., Any]) -> Any:
    """A page on the server that all reading tests share."""
    return open_page(reading)
