"""People in a real browser: a voice is named once for all tapes, questions are answered by key, all is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served
from tapewright.testing.voiced import voiced_project


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harbour")
    voiced_project(folder / "project").close()
    return folder


@pytest.fixture
def harbour(serve_copy: Any, template: Path) -> Iterator[Served]:
    """A server on a copy of the harbour: nine voices on three tapes that nobody has named."""
    with serve_copy(template) as running:
        yield running


def person(page: Any, name: str) -> Any:
    return page.locator(".person", has=page.locator(".person-name", has_text=re.compile(f"^{name}$")))


def name_current(page: Any, name: str) -> None:
    page.keyboard.press("Enter")
    expect(page.locator(".person-field")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def speakers(served: Served) -> dict[str, list[str]]:
    found = served.api.get("/api/people").json()["speakers"]
    return {one["name"]: one["tapes"] for one in found}


def test_a_voice_is_named_once_and_all_that_sound_so_follow_by_key_alone(
    harbour: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(harbour, "/people")
    expect(page.locator(".person.is-current .person-name")).to_have_text("T001 voice 2")
    name_current(page, "Marian Voss")
    expect(person(page, "Marian Voss")).to_have_class(re.compile("is-current"))
    expect(page.locator(".same")).to_contain_text("the same voice as Marian Voss")
    expect(page.locator(".same")).to_contain_text("likeness 0.93")
    page.keyboard.press("a")
    expect(page.locator(".notice").last).to_contain_text("2 voices are Marian Voss")
    expect(person(page, "Marian Voss").locator(".person-tape")).to_have_count(3)
    assert speakers(harbour)["Marian Voss"] == ["T001", "T002", "T003"]
    found = harbour.api.get("/api/search", params={"q": "ledger", "speaker": "Marian Voss"}).json()
    assert {hit["tape"] for hit in found["hits"]} == {"T001", "T003"}
    page.locator(".notice").last.get_by_role("button", name="Undo").click()
    expect(person(page, "Marian Voss").locator(".person-tape")).to_have_count(1)
    assert speakers(harbour)["Marian Voss"] == ["T001"]


def test_two_samples_are_heard_and_the_answer_is_yes_or_no(harbour: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(harbour, "/people?who=9")
    expect(page.locator(".same h2")).to_have_text("Is T003 voice 3 the same voice as T002 voice 3?")
    page.locator(".people-list").focus()
    with page.expect_request(re.compile("/media/tapes/T003/sound.wav")):
        page.keyboard.press("Space")
    expect(page.locator(".same-sample").first).to_have_class(re.compile("is-playing"))
    page.keyboard.press("Space")
    expect(page.locator(".is-playing")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator(".notice")).to_contain_text("T003 voice 3 is not T002 voice 3")
    expect(page.locator(".same")).not_to_contain_text("T003 voice 3 the same voice as T002 voice 3")
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(page.locator(".same")).to_contain_text("T003 voice 3")
    page.keyboard.press("y")
    expect(page.locator(".notice").last).to_contain_text("T003 voice 3 is T002 voice 3")
    assert speakers(harbour)["T002 voice 3"] == ["T002", "T003"]


def test_merging_changes_all_tapes_and_undo_parts_them_again(harbour: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(harbour, "/people?who=1")
    expect(person(page, "T001 voice 1")).to_have_class(re.compile("is-current"))
    before = speakers(harbour)
    page.locator(".people-list").focus()
    page.keyboard.press("m")
    page.locator("dialog input").fill("T002 voice 1")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("on every tape")
    assert speakers(harbour)["T002 voice 1"] == ["T001", "T002"]
    turns = harbour.api.get("/api/search", params={"q": "pilots", "speaker": "T002 voice 1"}).json()
    assert turns["total"] == 1, "the turns of the other tape are theirs too"
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(person(page, "T001 voice 1")).to_be_visible()
    assert speakers(harbour) == before


def test_a_voice_is_moved_away(harbour: Served, open_page: Callable[..., Any]) -> None:
    for voice in (2, 5):
        harbour.api.post(f"/api/voices/{voice}/name", json={"name": "Marian"})
    page = open_page(harbour, "/people")
    expect(person(page, "Marian").locator(".person-tape")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    expect(person(page, "Marian").locator(".person-tape")).to_have_count(1)
    assert speakers(harbour)["Marian"] == ["T001"]
    expect(person(page, "T002 voice 2")).to_be_visible()


def test_two_voices_of_one_label_become_somebody_who_is_there(harbour: Served, open_page: Callable[..., Any]) -> None:
    harbour.api.post("/api/voices/6/confirm", json={"speaker": 6})
    harbour.api.post("/api/voices/9/confirm", json={"speaker": 6})
    harbour.api.post("/api/voices/3/name", json={"name": "Jonas"})
    page = open_page(harbour, "/people?who=6")
    expect(person(page, "T002 voice 3").locator(".person-tape")).to_have_count(2)
    page.locator(".people-list").focus()
    name_current(page, "jonas")
    expect(person(page, "Jonas").locator(".person-tape")).to_have_count(3)
    assert speakers(harbour)["Jonas"] == ["T001", "T002", "T003"]


def test_group_and_note_are_kept_and_come_back_after_a_reload(harbour: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(harbour, "/people?who=2")
    page.locator("select[name=group]").select_option("witnesses")
    expect(page.locator(".notice")).to_contain_text("is in the group witnesses")
    page.locator("input[name=note]").fill("kept the bakery")
    page.keyboard.press("Enter")
    expect(person(page, "T001 voice 2").locator(".person-group")).to_have_text("witnesses · kept the bakery")
    page.reload()
    expect(page.locator("select[name=group]")).to_have_value("witnesses")
    expect(page.locator("input[name=note]")).to_have_value("kept the bakery")


def test_what_another_window_does_is_seen_here(harbour: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(harbour, "/people")
    expect(person(page, "T001 voice 1")).to_be_visible()
    harbour.api.patch("/api/people/1", json={"name": "The asker"})
    expect(person(page, "The asker")).to_be_visible()


def test_too_little_speech_is_said(harbour: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(harbour, "/people?who=3")
    expect(page.locator(".side")).to_contain_text("too little speech to compare")
    expect(page.locator(".banner")).to_contain_text("T004")


def test_a_name_that_cannot_be_is_refused_and_nothing_is_lost(harbour: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(harbour, "/people?who=2", expects=(r"Failed to load resource.*400",))
    expect(person(page, "T001 voice 2")).to_be_visible()
    name_current(page, "V12")
    expect(page.locator(".notice-bad")).to_contain_text("is the number of a voice")
    expect(page.locator(".person-field")).to_have_value("V12")
    harbour.api.patch("/api/people/1", json={"name": "The asker"})
    expect(person(page, "The asker")).to_be_visible()
    expect(page.locator(".person-field")).to_have_value("V12")
    page.locator(".person-field").fill("<b>Marian</b>")
    page.keyboard.press("Enter")
    expect(page.locator(".person-name", has_text="<b>Marian</b>")).to_be_visible()
    assert page.locator("#screen b").count() == 0


def test_names_are_offered_added_and_removed(harbour: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(harbour, "/people")
    page.locator(".person").first.wait_for()
    page.keyboard.press("t")
    page.get_by_role("button", name=re.compile("^Corran")).click()
    expect(page.locator(".names-table tbody tr")).to_have_count(1)
    page.get_by_label("Name or term").fill("Orford Ness")
    page.get_by_label("Misheard as").fill("or ferdness, orford nest")
    page.keyboard.press("Enter")
    expect(page.locator(".names-table tbody tr").last).to_contain_text("or ferdness, orford nest")
    assert "Orford Ness" in (harbour.root / "tapewright.toml").read_text("utf-8")
    page.get_by_role("button", name="Remove Corran").click()
    expect(page.locator(".names-table tbody tr")).to_have_count(1)
    page.locator(".notice", has_text="out of the list").get_by_role("button", name="Undo").click()
    expect(page.locator(".names-table tbody tr")).to_have_count(2)
    page.reload()
    expect(page.locator(".names-table tbody tr")).to_have_count(2)


def test_voices_are_told_apart_by_a_job_where_nobody_has_looked(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, None)
    asked: list[Any] = []

    def begin(route: Any) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        asked.append(route.request.post_data_json)
        route.fulfill(status=201, json={"id": "1", "command": "find-voices", "state": "waiting"})

    page.route("**/api/jobs", begin)
    page.goto(reading.origin + "/people")
    expect(page.locator(".banner")).to_contain_text("Voices were not told apart on 4 tapes yet")
    button = page.get_by_role("button", name="Tell them apart")
    if button.count():
        button.click()
        expect(page.locator(".banner")).to_contain_text("Telling voices apart")
        assert asked == [{"command": "find-voices"}]
    else:
        expect(page.locator(".banner")).to_contain_text("tapewright models fetch voices")


def test_missing_weights_say_which_command_brings_them(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, None)

    def without(route: Any) -> None:
        record = route.fetch().json()
        route.fulfill(json={**record, "finder": {"weights": "voices", "here": False}})

    page.route("**/api/people", without)
    page.goto(reading.origin + "/people")
    expect(page.locator(".banner")).to_contain_text("tapewright models fetch voices")


def test_a_question_is_answered_once_however_late_the_answer_comes(
    harbour: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(harbour, "/people?who=9")
    expect(page.locator(".same h2")).to_have_text("Is T003 voice 3 the same voice as T002 voice 3?")
    page.locator(".people-list").focus()
    held = Held(page, "**/api/voices/*/confirm")
    page.keyboard.press("y")
    page.keyboard.press("y")
    held.wait(1)
    page.wait_for_timeout(400)
    assert len(held) == 1
    held.let_go()
    expect(page.locator(".notice")).to_contain_text("T003 voice 3 is T002 voice 3")
