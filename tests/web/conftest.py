"""The app on a small project, asked in the process (``client``) or over a socket (``live_server``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.harbour import harbour_project
from tapewright.testing.served import Served
from tapewright.timing import TimecodeFormat, frame_rate
from tapewright.verbs.project import Project
from tapewright.web.access import Access
from tapewright.web.app import create_app

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two tapes of an invented conversation about a harbour, with every word's time; their files are not there."""
    with harbour_project(tmp_path / "harbour", TimecodeFormat(frame_rate("25"))) as made:
        yield made


@pytest.fixture
def stranger(project: Project) -> Iterator[TestClient]:
    """A browser that has not been let in."""
    access = Access.fresh()
    with TestClient(create_app(project, access=access), base_url=ADDRESS, follow_redirects=False) as asking:
        asking.headers["X-Cookie-To-Have"] = f"{access.cookie_name}={access.cookie_value}"
        yield asking


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """The browser that ``serve`` opened: it has the project's cookie."""
    stranger.headers["Cookie"] = stranger.headers.pop("X-Cookie-To-Have")
    return stranger


@pytest.fixture
def live_server(project: Project) -> Iterator[Served]:
    """The same project on a port of 127.0.0.1, by uvicorn in a thread."""
    with Served(project) as served:
        yield served
