"""The screen Jobs: progress moves, stop stops, a failure can be read, a restart goes on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Served
from tapewright.testing.patient import patient_environment, project_to_hear, recording_to_hear


@pytest.fixture(scope="module")
def to_hear(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("to-hear")
    with project_to_hear(folder / "project", recording_to_hear(folder / "harbour.wav")) as made:
        return made.root


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """Where this file is, transcriptions go on after their first stretch."""
    return tmp_path / "gate"


@pytest.fixture
def slow(to_hear: Path, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server whose transcriptions have four stretches, and wait after the first one."""
    for name, value in patient_environment(tmp_path / "patient", gate=gate).items():
        monkeypatch.setenv(name, value)
    with Served(shutil.copytree(to_hear, tmp_path / "project"), log=tmp_path / "server.log") as running:
        yield running


PART_DONE = re.compile(r"[1-9]\d? %, [1-9]:\d\d of 9:00 of tape")
"""One stretch of four."""


def transcribe(served: Served) -> str:
    asked = {"command": "transcribe", "arguments": {"tapes": ["T001"], "workers": 1}}
    return str(served.api.post("/api/jobs", json=asked).json()["id"])


def state(page: Any) -> Any:
    return page.locator(".jobs-row").first


def test_progress_moves_stop_stops_and_again_goes_on(slow: Served, gate: Path, open_page: Callable[..., Any]) -> None:
    page = open_page(slow, "/jobs")
    expect(page.get_by_role("heading", name="No jobs")).to_be_visible()
    transcribe(slow)
    expect(state(page)).to_have_attribute("data-state", "running")
    expect(page.locator(".jobs-detail")).to_contain_text(PART_DONE, timeout=20_000)
    assert 0 < page.locator(".jobs-detail progress").evaluate("(bar) => bar.value") < 1
    expect(page.locator(".foot-job")).to_contain_text("Transcribe T001")
    page.keyboard.press("s")
    expect(state(page)).to_have_attribute("data-state", "stopped")
    expect(page.locator(".foot-job")).to_have_count(0)
    gate.touch()
    page.keyboard.press("a")
    expect(state(page)).to_have_attribute("data-state", "done", timeout=20_000)
    expect(page.locator(".jobs-outcome")).to_contain_text("stretches from an earlier run")
    page.get_by_role("link", name="T001").click()
    page.wait_for_url("**/tapes/T001*")


def test_a_kill_of_the_server_is_survived_and_the_job_goes_on_by_itself(
    slow: Served, gate: Path, open_page: Callable[..., Any]
) -> None:
    page = open_page(slow, "/jobs", expects=(r"net::ERR", r"Failed to fetch"))
    transcribe(slow)
    expect(page.locator(".jobs-detail")).to_contain_text(PART_DONE, timeout=20_000)
    slow.kill()
    slow.start()
    gate.touch()
    expect(state(page)).to_have_attribute("data-state", "done", timeout=30_000)
    expect(page.locator(".jobs-outcome")).to_contain_text("stretches from an earlier run")


def test_a_failure_is_read_in_plain_words_and_its_details_copied(
    served: Served, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "shopping list.wav").write_text("flour, butter, eggs\n" * 50)
    page = open_page(served, "/tapes", permissions=["clipboard-read", "clipboard-write"])
    expect(page.locator("[data-tape=T001]")).to_be_visible()
    served.api.post("/api/tapes/ingest", json={"paths": [str(tmp_path / "shopping list.wav")]})
    expect(page.locator(".notices")).to_contain_text("Take in shopping list.wav", timeout=20_000)
    page.get_by_role("button", name="Look").click()
    failure = page.locator(".jobs-failure")
    expect(failure).to_contain_text("Not a recording")
    expect(failure).to_contain_text(str(tmp_path / "shopping list.wav"))
    page.keyboard.press("c")
    expect(page.locator(".notices")).to_contain_text("The details are copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "state: failed" in copied
    assert "shopping list.wav" in copied
    page.keyboard.press("Delete")
    expect(page.get_by_role("heading", name="No jobs")).to_be_visible()
    assert served.api.get("/api/jobs").json()["jobs"] == []


def test_what_waits_says_so_and_the_address_is_the_job(slow: Served, open_page: Callable[..., Any]) -> None:
    transcribe(slow)
    second = slow.api.post("/api/jobs", json={"command": "refine", "arguments": {"tapes": ["T001"]}}).json()["id"]
    page = open_page(slow, f"/jobs?job={second}")
    chosen = page.locator(".jobs-row[aria-selected=true]")
    expect(chosen).to_contain_text("waits")
    expect(page.locator(".jobs-detail")).to_contain_text("one at a time")
    page.reload()
    expect(chosen).to_contain_text("edges onto the sound of T001")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_contain_text("Transcribe T001")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    expect(page.locator(f"#job-{second}")).to_have_attribute("data-state", "stopped")
