"""Reading a tape: where one clicks it is heard, what is selected is exact, and two hours of text stay quick."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.model import TapeId
from tapewright.testing.browser_projects import TALK, long_tape_project
from tapewright.testing.browsing import Served, below, until
from tapewright.testing.harbour import harbour_project
from tapewright.testing.tape_page import WATCH_SOUNDS, click, drag, expect_words, opened, query, said, turns, words
from tapewright.timing import TICKS_PER_SECOND, Ticks, TimecodeFormat, frame_rate

Pages = Callable[..., Any]
RATES = {
    "T001": (TimecodeFormat(frame_rate("25")), "10:00:00:00"),
    "T002": (TimecodeFormat(frame_rate("29.97"), True), "01:00:00;00"),
}


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on one tape of 20,000 words."""
    folder = tmp_path_factory.mktemp("long")
    long_tape_project(folder, with_sound=False).close()
    with Served(folder / "project", log=folder / "server.log") as running:
        yield running


def label(tape: str, ticks: int) -> str:
    counting, start = RATES[tape]
    return counting.write(Ticks(counting.read(start) + ticks))


def test_a_click_on_the_9763rd_word_of_20_000_lights_it_and_the_address_says_so(long: Served, open_page: Pages) -> None:
    page = opened(open_page(long, "/tapes/L001?w=9763"))
    lit = page.locator(".tape-lit")
    expect(lit).to_be_visible()
    word, box = lit.inner_text(), lit.bounding_box()
    page.keyboard.press("ArrowRight")
    expect_words(page, "9764")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect_words(page, "9763")
    expect(lit).to_have_text(word)
    flat = [one for turn in turns(long, "L001") for one in words(turn)]
    assert flat[9762][0] == word
    page.reload()
    expect(lit).to_have_text(word)
    assert query(page)["w"] == "9763"


def test_20_000_words_are_shown_scrolled_and_clicked_without_waiting(long: Served, open_page: Pages) -> None:
    page = open_page(long, "/tapes/L001")
    page.add_init_script(
        """window.tasks = [];
        new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((one) => one.duration)))
          .observe({ type: 'longtask', buffered: true });"""
    )

    def shown() -> float:
        page.reload()
        opened(page)
        return float(page.evaluate("performance.now()"))

    def scrolled() -> float:
        page.evaluate("window.tasks.length = 0")
        page.evaluate(
            """() => new Promise((done) => { const page = document.querySelector('.cm-scroller'); let n = 0;
            page.scrollTop = 0;
            const step = () => { page.scrollTop += 80; n++ < 120 ? requestAnimationFrame(step) : done(); };
            step(); })"""
        )
        return max(page.evaluate("window.tasks"), default=0)

    below(4_000, shown)  # loose: the machine is shared; bench/ measures it
    below(200, scrolled)
    box = page.locator(".tape-page").bounding_box()
    waits = []
    for n in range(5):
        page.evaluate(
            """() => { window.painted = new Promise((done) => addEventListener('mouseup', () => {
              const from = performance.now();
              const before = document.querySelector('.tape-lit');
              const look = () => {
                const now = document.querySelector('.tape-lit');
                requestAnimationFrame(now && now !== before ? () => done(performance.now() - from) : look);
              };
              look();
            }, { capture: true, once: true })); }"""
        )
        page.mouse.click(box["x"] + 320, box["y"] + 80 + 60 * n)
        waits.append(
            page.evaluate("Promise.race([window.painted, new Promise((done) => setTimeout(() => done(-1), 2000))])")
        )
    assert sorted(waits)[-2] < 100, waits


def test_the_sound_goes_to_the_word_that_is_clicked(reading: Served, open_page: Pages) -> None:
    page = open_page(reading, "/tapes/T001")
    page.add_init_script(WATCH_SOUNDS)
    page.reload()
    expect(page.locator(".deck[data-state=ready]")).to_be_visible()
    click(page, "harbour")
    expect(page.locator(".tape-lit")).to_have_text("harbour")
    start = next(start for turn in turns(reading, "T001") for text, start, _ in words(turn) if text == "harbour")
    wanted = start / TICKS_PER_SECOND
    until(lambda: abs(page.evaluate("window.sounds[0].currentTime") - wanted) < 0.04, what="the sound is at the word")
    expect(page.locator(".tape-timecode")).to_have_text(label("T001", start))
    expect(page).to_have_url(re.compile(f"t={label('T001', start)}"))


def test_a_double_click_plays_and_a_drag_does_not_move_the_playhead(reading: Served, open_page: Pages) -> None:
    page = opened(open_page(reading, "/tapes/T001"))
    expect(page.locator(".deck[data-state=ready]")).to_be_visible()
    click(page, "timetable")
    expect(page.locator(".tape-lit")).to_have_text("timetable?")
    drag(page, "roll", "seeds")
    expect(page.locator(".tape-lit")).to_have_text("timetable?")
    until(lambda: page.wait_for_timeout(20) or page.evaluate("getSelection().toString()") == "roll with poppy seeds")
    click(page, "Nobody changed", times=2)
    expect(page.locator(".deck[data-state=playing]")).to_be_visible()
    expect(page.locator(".tape-lit")).to_have_text("changed")
    page.keyboard.press("Space")
    expect(page.locator(".deck[data-state=ready]")).to_be_visible()


def test_following_stops_at_the_first_turn_of_the_wheel_and_returns(reading: Served, open_page: Pages) -> None:
    page = opened(open_page(reading, "/tapes/T001", size=(1280, 480)))
    expect(page.locator(".deck[data-state=ready]")).to_be_visible()
    click(page, "How did", times=2)
    expect(page.locator(".deck[data-state=playing]")).to_be_visible()
    box = page.locator(".tape-page").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 60)
    page.mouse.wheel(0, 300)
    back = page.get_by_role("button", name="Back to the playhead")
    expect(back).to_be_visible()
    back.click()
    expect(back).to_be_hidden()
    expect(page.locator(".tape-lit")).to_be_in_viewport()
    page.keyboard.press("Space")


@pytest.mark.parametrize(
    ("tape", "first", "last"),
    [
        ("T001", "It didn’t", "four,"),
        ("T001", "So who changed", "depot"),
        ("T001", "roll", "laughed."),
        ("T002", "There was", "ice."),
    ],
)
def test_a_quotation_has_the_exact_signs_and_the_timecodes_to_the_frame(
    reading: Served, open_page: Pages, tape: str, first: str, last: str
) -> None:
    page = opened(open_page(reading, f"/tapes/{tape}"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drag(page, first, last)
    flat = [one for turn in turns(reading, tape) for one in words(turn)]
    whole = "\n".join(text for _, text in TALK[tape])
    text = whole[whole.index(first) : whole.index(last) + len(last)]
    at = next(n for n in range(len(flat)) if [one[0] for one in flat[n : n + len(text.split())]] == text.split())
    expect_words(page, f"{at + 1}-{at + len(text.split())}")
    page.keyboard.press("Control+c")
    until(lambda: page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == text, what="it is copied")
    page.keyboard.press("Control+Shift+c")
    until(lambda: "\t" in page.evaluate("navigator.clipboard.readText()"), what="a row is on the clipboard")
    row = page.evaluate("navigator.clipboard.readText()").split("\t")
    end = max(one[2] for one in flat[at : at + len(text.split())])
    assert row[:3] == [tape, label(tape, flat[at][1]), label(tape, end)]
    assert row[4] == text.replace("\n", " ")


def test_an_edge_moves_by_words_and_by_frames(reading: Served, open_page: Pages) -> None:
    page = opened(open_page(reading, "/tapes/T001"))
    flat = [text for turn in turns(reading, "T001") for text, _, _ in words(turn)]
    first = flat.index("roll") + 1
    last = flat.index("poppy") + 1
    drag(page, "roll", "poppy")
    expect_words(page, f"{first}-{last}")
    page.keyboard.press("]")
    expect_words(page, f"{first}-{last + 1}")
    page.keyboard.press("[")
    page.keyboard.press("[")
    expect_words(page, f"{first}-{last - 1}")
    page.keyboard.press("{")
    expect_words(page, f"{first - 1}-{last - 1}")
    page.keyboard.press("Shift+ArrowRight")
    expect_words(page, f"{first - 1}-{last}")
    start = [one for turn in turns(reading, "T001") for one in words(turn)][first - 2][1]
    page.keyboard.press("Alt+Shift+[")
    expect(page.locator(".notice").last).to_contain_text(label("T001", start - TICKS_PER_SECOND // 25))
    page.keyboard.press("x")  # a letter that is no key here changes nothing
    expect(said(page, "I took the driver")).to_contain_text("I took the driver a roll with poppy seeds")


def test_what_is_quoted_is_listed_beside_the_text_and_taken_back(served: Served, open_page: Pages) -> None:
    page = opened(open_page(served, "/tapes/T001"))
    beside = page.get_by_label("Selects from this tape")
    expect(beside.locator(".tape-select")).to_have_count(1)
    drag(page, "I wrote", "week")
    page.keyboard.press("q")
    expect(beside.locator(".tape-select")).to_have_count(2)
    expect(beside).to_contain_text("I wrote to the depot every week")
    page.get_by_role("button", name="Undo").click()
    expect(beside.locator(".tape-select")).to_have_count(1)
    page.keyboard.press("n")
    page.get_by_label("Note", exact=True).fill("before the ferry")
    page.keyboard.press("Enter")
    expect(beside).to_contain_text("before the ferry")
    page.keyboard.press("h")
    expect(page.locator(".notice").last).to_contain_text("Noted that you heard")
    assert served.api.get("/api/tapes/T001/listens").json()["listens"][0]["text"] == "I wrote to the depot every week"


def test_words_are_found_whatever_their_accents_and_apostrophes(reading: Served, open_page: Pages) -> None:
    page = opened(open_page(reading, "/tapes/T001"))
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Find in this tape")
    expect(field).to_be_focused()
    for wanted, hits, shown in (
        ("cafe", "1 hit", "café"),
        ("didn't", "1 hit", "didn’t"),
        ("AFRAID OF", "2 hits", "afraid of"),
    ):
        field.fill(wanted)
        expect(page.locator(".tape-find .num")).to_have_text(hits)
        expect(page.locator(".tape-found").first).to_have_text(shown)
    page.keyboard.press("Enter")
    until(lambda: page.evaluate("getSelection().toString()") in ("afraid of", ""), what="the hit is selected")
    page.keyboard.press("Escape")
    expect(page.locator(".tape-found")).to_have_count(0)


def test_a_tape_without_words_says_how_they_come(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/tapes/T004")
    expect(page.get_by_role("button", name=re.compile("Transcribe here"))).to_be_visible()
    expect(page.get_by_text("Attach a typed transcript")).to_be_visible()


def test_a_tape_whose_recording_is_gone_is_read_and_picked_from_all_the_same(tmp_path: Path, open_page: Pages) -> None:
    harbour_project(tmp_path / "harbour", TimecodeFormat(frame_rate("25"))).close()
    with Served(tmp_path / "harbour", log=tmp_path / "server.log") as served:
        page = opened(open_page(served, "/tapes/T001"))
        expect(page.locator(".banner")).to_contain_text("The recording is not where it was (/media/harbour/T001.mov)")
        click(page, "lights")
        expect(page.locator(".tape-lit")).to_have_text("lights")
        drag(page, "the lights", "water.")
        page.keyboard.press("q")
        expect(page.locator(".tape-select .said")).to_have_text("the lights on the water.")
        page.keyboard.press("e")
        click(page, "Never.")
        page.keyboard.press("End")
        page.keyboard.type(" Truly.")
        until(lambda: turns(served, "T001")[4]["text"].endswith("Truly."), what="the correction is saved")


def test_a_deck_that_could_not_be_fetched_comes_when_the_server_is_back(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/tapes/T001", expects=(r"Failed to load resource", r"ERR_"))
    page.route("**/deck/deck.js*", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "deck.js" in request.url):
        page.reload()
    opened(page)
    page.unroute("**/deck/deck.js*")
    served.kill()
    served.start()
    expect(page.locator(".deck[data-state=ready]")).to_be_visible(timeout=20_000)


def test_an_older_version_is_read_and_never_mixed_with_the_current_one(tmp_path: Path, open_page: Pages) -> None:
    with harbour_project(tmp_path / "harbour", TimecodeFormat(frame_rate("25"))) as project:
        heard = project.store.transcript(TapeId("T001"))
        assert heard
        with project.store.change("heard again") as pen:
            pen.add_transcript(replace(heard, turns=heard.turns[:3]))
    with Served(tmp_path / "harbour", log=tmp_path / "server.log") as served:
        page = opened(open_page(served, "/tapes/T001?version=1"))
        expect(page.locator(".banner").last).to_contain_text("This is version 1, an older one")
        expect(page.locator(".cm-line")).to_have_count(7)
        page.keyboard.press("e")
        expect(page.locator(".notice")).to_contain_text("Corrections are made in the current one")
        now = turns(served, "T001")[0]
        served.api.put(f"/api/turns/{now['id']}", json={"text": "Now."}, headers={"If-Match": '"0"'})
        current = opened(open_page(served, "/tapes/T001"))
        expect(current.locator(".cm-line").first).to_have_text("Now.")
        expect(page.locator(".cm-line")).to_have_count(7)
        expect(page.locator(".cm-line").first).to_have_text("Did you see the boats that night?")


def test_no_place_of_an_address_breaks_the_page(reading: Served, open_page: Pages) -> None:
    page = open_page(reading, "/tapes/T001")
    for odd in ("?w=0", "?w=99999999", "?w=5-2", "?w=-1", "?t=99:99:99:99", "?t=x&w=%00", "?decide=12", "?mode=no"):
        page.goto(f"{reading.origin}/tapes/T001{odd}")
        opened(page)
    page.troubles.expect("404")
    page.goto(f"{reading.origin}/tapes/T999")
    expect(page.get_by_text("there is no tape")).to_be_visible()
