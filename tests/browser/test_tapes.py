"""The screen Tapes: recordings come in, their state is read at a glance, two thousand rows stay smooth."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.model import TapeId
from tapewright.testing.browser_projects import many_tapes_project
from tapewright.testing.browsing import Served
from tapewright.testing.patient import patient_environment, recording_to_hear
from tapewright.testing.recordings import tone, write_sound
from tapewright.verbs.project import new_project, open_project

MISSING = (r"Failed to load resource.*(404|500)",)


def row(page: Any, tape: str) -> Any:
    return page.locator(f"[data-tape='{tape}']")


@pytest.fixture
def hearing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server on an empty project, whose jobs hear with the patient engine."""
    for name, value in patient_environment(tmp_path / "patient", gate=tmp_path / "gate").items():
        monkeypatch.setenv(name, value)
    with new_project(tmp_path / "project", title="Nothing yet") as made:
        root = made.root
    with Served(root, log=tmp_path / "server.log") as running:
        yield running


DROP = """async ([name, type, data]) => {
  const held = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  held.items.add(new File([bytes], name, { type }));
  const target = document.querySelector('#screen');
  const how = { dataTransfer: held, bubbles: true, cancelable: true };
  const send = (kind, on) => on.dispatchEvent(new DragEvent(kind, how));
  window.dropIn = (where) => send('drop', document.querySelector(where));
  send('dragenter', target);
  send('dragover', target);
}"""


def drag_over(page: Any, path: Path) -> None:
    """A file hangs over the page."""
    import base64

    page.evaluate(DROP, [path.name, "audio/wav", base64.b64encode(path.read_bytes()).decode()])


def test_a_dropped_tape_is_copied_taken_in_and_transcribed_without_a_reload(
    hearing: Served, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = open_page(hearing, "/tapes")
    expect(page.get_by_role("heading", name="No tapes yet")).to_be_visible()
    page.evaluate("window.stillHere = true")
    tape = recording_to_hear(tmp_path / "harbour master.wav", minutes=1)
    drag_over(page, tape)
    expect(page.locator(".tapes-zone").first).to_contain_text("Copy into the project and transcribe")
    page.evaluate("window.dropIn('[data-then=transcribe]')")
    expect(row(page, "harbour-master")).to_be_visible()
    expect(page.locator(".tapes-drop")).to_have_count(0)
    expect(row(page, "harbour-master")).to_contain_text("machine", timeout=30_000)
    assert page.evaluate("window.stillHere")
    kept = hearing.root / "originals" / "harbour master.wav"
    assert kept.read_bytes() == tape.read_bytes()
    expect(page.locator(".tapes-panel .said").first).to_contain_text("the boat came in at dawn")
    row(page, "harbour-master").click()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tapes/harbour-master*")


def test_what_is_no_recording_is_named_and_left(hearing: Served, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(hearing, "/tapes")
    expect(page.get_by_role("heading", name="No tapes yet")).to_be_visible()
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF")
    drag_over(page, letter)
    page.evaluate("window.dropIn('[data-then=transcribe]')")
    expect(page.locator(".notices")).to_contain_text("No recording, and left where it is: letter.pdf")
    assert hearing.api.get("/api/jobs").json()["jobs"] == []


def test_copying_goes_on_while_one_looks_elsewhere(
    hearing: Served, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = open_page(hearing, "/tapes")
    expect(page.get_by_role("heading", name="No tapes yet")).to_be_visible()
    held: list[Any] = []
    page.route("**/api/uploads/*", lambda route: held.append(route))
    drag_over(page, write_sound(tmp_path / "bell.wav", tone(1.0)))
    page.evaluate("window.dropIn('.tapes-zone:last-child')")
    expect(page.locator(".tapes-sending")).to_contain_text("Copying bell.wav into the project")
    page.keyboard.press("g")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="No jobs")).to_be_visible()
    page.go_back()
    expect(page.locator(".tapes-sending")).to_contain_text("Copying bell.wav into the project")
    held.pop().continue_()
    expect(row(page, "bell")).to_contain_text("not transcribed", timeout=20_000)
    expect(page.locator(".tapes-sending")).to_have_count(0)


def test_a_transcription_is_watched_word_by_word(
    hearing: Served, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    long = recording_to_hear(tmp_path / "quay.wav")
    hearing.api.post("/api/tapes/ingest", json={"paths": [str(long)], "transcribe": True})
    page = open_page(hearing, "/tapes")
    expect(row(page, "quay")).to_contain_text("hearing", timeout=30_000)
    expect(page.locator(".tapes-panel")).to_contain_text("Words as they come", timeout=30_000)
    expect(page.locator(".tapes-panel")).to_contain_text("so far")
    expect(page.locator(".foot-job")).to_contain_text("Transcribe quay")
    expect(row(page, "quay")).to_contain_text(re.compile(r"hearing[\s\S]*[1-9]\d? %"))
    (tmp_path / "gate").touch()
    expect(row(page, "quay")).to_contain_text("machine", timeout=30_000)
    expect(page.locator(".tapes-panel")).to_contain_text("First words")


def test_a_recording_of_this_computer_is_added_and_stays_where_it_is(
    hearing: Served, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    write_sound(disk / "bell.wav", tone(1.0))
    (disk / "reel two").mkdir()
    page = open_page(hearing, "/tapes")
    expect(page.get_by_role("heading", name="No tapes yet")).to_be_visible()
    page.evaluate("(folder) => localStorage.setItem('tw-last-folder', folder)", str(disk))
    page.keyboard.press("i")
    chooser = page.get_by_role("dialog")
    expect(chooser.get_by_role("button", name="reel two")).to_be_visible()
    chooser.get_by_label("bell.wav").check()
    chooser.get_by_label("Transcribe them").uncheck()
    chooser.get_by_role("button", name="Add 1 recording").click()
    expect(row(page, "bell")).to_contain_text("not transcribed")
    assert hearing.api.get("/api/tapes/bell").json()["files"][0]["path"] == str(disk / "bell.wav")


def test_a_missing_file_and_a_broken_sum_read_right_and_relink_heals(
    served: Served, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    with open_project(served.root) as project:
        original = Path(project.store.tape(TapeId("T004")).files[0].path)
    moved = tmp_path / "moved" / "another name.wav"
    moved.parent.mkdir()
    shutil.copyfile(original, moved)
    hidden = original.with_suffix(".hidden")  # the tests share the recordings
    original.rename(hidden)
    try:
        page = open_page(served, "/tapes?tape=T004")
        expect(row(page, "T004")).to_contain_text(f"media not found at {original}")
        expect(row(page, "T004").locator("[data-seal=missing]")).to_have_class(re.compile("seal-bad"))
        expect(page.locator(".tapes-panel")).to_contain_text("Media not found at")
        page.evaluate("(folder) => localStorage.setItem('tw-last-folder', folder)", str(moved.parent))
        page.get_by_role("button", name="Relink…").click()
        page.get_by_role("dialog").get_by_role("button", name="Look in this folder").click()
        expect(row(page, "T004")).to_contain_text("Waiting at the stop")
        expect(row(page, "T004")).not_to_contain_text("media not found")
    finally:
        hidden.rename(original)
    data = bytearray(moved.read_bytes())
    data[-2000] ^= 1
    moved.write_bytes(data)
    page.keyboard.press("v")
    expect(row(page, "T004").locator("[data-seal=changed]")).to_have_class(re.compile("seal-bad"), timeout=30_000)
    sums = page.locator(".tapes-sums dd")
    expect(sums).to_have_count(2)
    noted, now = sums.all_inner_texts()
    assert re.fullmatch("[0-9a-f]{32}", noted)
    assert re.fullmatch("[0-9a-f]{32}", now)
    assert noted != now


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("many")
    many_tapes_project(folder).close()
    with Served(folder / "project", log=folder / "server.log") as running:
        yield running


def test_two_thousand_rows_scroll_and_the_page_holds_only_those_on_screen(
    many: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(many, "/tapes")
    expect(row(page, "M0001")).to_be_visible()
    page.keyboard.press("End")
    expect(row(page, "M2000")).to_be_visible()
    assert page.locator(".tapes-rows .row").count() < 80
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    expect(row(page, "M0001")).to_have_count(1)
    page.locator(".tapes-rows").hover()
    frames = page.evaluate(
        """() => new Promise((resolve) => {
          const list = document.querySelector('.tapes-rows');
          const times = [];
          const step = (now) => {
            times.push(now);
            list.scrollTop += 140;
            if (times.length < 90) requestAnimationFrame(step);
            else resolve(times.slice(1).map((time, place) => time - times[place]).sort((a, b) => a - b));
          };
          requestAnimationFrame(step);
        })"""
    )
    assert frames[len(frames) // 2] < 60, f"the median frame took {frames[len(frames) // 2]:.0f} ms"


def test_a_filter_has_an_address_and_a_reload_shows_the_same(many: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(many, "/tapes")
    expect(row(page, "M0001")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("shelf 2, box 3")
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", re.compile(r"^\d{2,3}$"))
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="No words yet").click()
    page.get_by_role("columnheader", name="Length").get_by_role("button").click()
    page.wait_for_url("**sort=length**")
    before = page.locator(".tapes-rows .row").all_inner_texts()
    assert before
    page.reload()
    expect(page.locator(".tapes-rows .row").first).to_be_visible()
    assert page.locator(".tapes-rows .row").all_inner_texts() == before
    expect(page.get_by_label("Find a tape")).to_have_value("shelf 2, box 3")
    page.get_by_label("Find a tape").fill("nothing is called so")
    expect(page.get_by_text("No tape is like that.")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(row(page, "M0001")).to_be_visible()


def test_all_is_reached_by_keys(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, "/tapes")
    expect(row(page, "T001")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".notice")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(row(page, "T002")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".tapes-panel h2").first).to_have_text("T002")
    expect(page.locator(".tapes-panel .said").first).to_contain_text("You drove the 17 for eleven years?")
    page.keyboard.press("Space")
    expect(page.locator(".tapes-panel")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator(".tapes-panel")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tapes/T002*")
    page.go_back()
    expect(row(page, "T002")).to_have_attribute("aria-selected", "true")


def test_a_tape_gets_its_title_in_the_list_of_every_page(served: Served, open_page: Callable[..., Any]) -> None:
    page, other = open_page(served, "/tapes?tape=T004"), open_page(served, "/tapes")
    expect(row(page, "T004")).to_be_visible()
    expect(row(other, "T004")).to_be_visible()
    page.keyboard.press("e")
    page.get_by_label("Title").fill("Rain on the shelter")
    page.get_by_role("button", name="Keep").click()
    for one in (page, other):
        expect(row(one, "T004")).to_contain_text("Rain on the shelter")


def test_a_missing_model_is_said_with_what_fetches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Callable[..., Any]
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "no models"))
    with new_project(tmp_path / "project") as made:
        root = made.root
    asked: list[Any] = []
    with Served(root, log=tmp_path / "server.log") as served:
        page = open_page(served, "/tapes")
        expect(page.locator("#screen")).to_contain_text("tapewright models fetch base")
        expect(page.locator("#screen")).to_contain_text("the one thing that uses a network")

        def answer(route: Any) -> None:
            asked.append(json.loads(route.request.post_data))
            route.fulfill(status=201, json={"id": "20261125-190000000-abcd", "state": "waiting"})

        page.route("**/api/jobs", lambda route: answer(route) if route.request.method == "POST" else route.continue_())
        with page.expect_response("**/api/jobs"):  # whoever sleeps instead lets no request through
            page.get_by_role("button", name="Fetch the model").click()
        page.close()
    assert asked == [{"command": "fetch-model", "arguments": {"name": "base", "hub": False}}]


def test_what_cannot_be_read_is_said_and_tried_again(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/jobs", expects=MISSING)
    wrong = {"error": {"code": "damaged", "message": "the index is damaged", "hint": "tapewright verify", "place": ""}}
    page.route("**/api/tapes", lambda route: route.fulfill(status=500, json=wrong))
    page.goto(f"{served.origin}/tapes")
    expect(page.locator("[data-state=failed]")).to_contain_text("the index is damaged")
    page.unroute("**/api/tapes")
    page.get_by_role("button", name="Try again").click()
    expect(row(page, "T001")).to_be_visible()


def test_while_the_server_is_away_the_list_stays_and_comes_back(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/tapes", expects=(r"net::ERR", r"Failed to fetch"))
    expect(row(page, "T001")).to_be_visible()
    served.kill()
    expect(page.locator(".bar-state")).to_contain_text("The server is away", timeout=20_000)
    expect(row(page, "T001")).to_be_visible()
    served.start()
    expect(page.locator(".bar-state")).not_to_contain_text("away", timeout=20_000)
