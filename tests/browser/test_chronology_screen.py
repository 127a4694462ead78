"""The chronology in a real browser: what is uncertain is drawn so, gaps and conflicts are reached by key, a table says
the same, zooming keeps the point under the pointer; events are added, changed, removed and taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served, below, printed, until
from tapewright.testing.ferry_line import many_events
from tapewright.verbs.project import new_project

REFUSED = (r"Failed to load resource",)
LETTER = "A letter is handed in at the harbour office and put in a drawer"
DAY_AT = """([days, x]) => import('/client/screens/chronology/window.js').then(({ Window }) => {
  const w = new Window(); w.width = 1000; w.set(days[0], days[1]);
  const before = w.day(x); w.zoom(1.7, x); return Math.abs(w.day(x) - before);
})"""
FREE_ROWS = """names => import('/client/screens/chronology/drawing.js').then(({ Drawing }) => {
  const picture = () => document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const drawing = new Drawing(picture(), picture()); drawing.named = names;
  return [50, 300].map((x) => drawing.freeRow(x, 'Nothing told', { top: 0, height: 100 }));
})"""


@pytest.fixture
def own(serve_copy: Any, ferry_template: Path) -> Iterator[Served]:
    """A running server on a copy that belongs to this test alone."""
    with serve_copy(ferry_template) as running:
        yield running


@pytest.fixture
def board(ferry: Served, open_page: Callable[..., Any]) -> Any:
    return drawn(open_page(ferry, "/chronology"))


def drawn(page: Any) -> Any:
    page.locator(".chron-mark[d*=M]").first.wait_for(state="attached")
    return page


def title(page: Any) -> Any:
    return page.locator(".chron-title")


def test_an_uncertain_date_is_drawn_wider_than_a_known_one(board: Any) -> None:
    # The only event of each of these kinds: a contact on a known day, a warning sign of "about 1984".
    def width(selector: str) -> float:
        return float(board.locator(selector).evaluate("path => path.getBBox().width"))

    board.locator(".chip", has_text="Contact").click()
    expect(board.locator(".bar-facts")).to_contain_text("1 event")
    known = width(".chron-mark.kind-contact")
    assert width(".chron-bar.kind-contact:not([class*=fade])") == 0
    board.goto(
        f"{board.url.split('/chronology')[0]}/chronology?kind=warning+sign&q=board&from=1983-01-01&to=1987-01-01"
    )
    drawn(board)
    about = width(".chron-bar.kind-warning-sign:not([class*=fade])")
    assert about > 3 * known
    assert width(".chron-bar.kind-warning-sign.fade-5") > about
    expect(board.locator(".chron-detail .timecode").first).to_have_text("1984~")


def test_gaps_and_conflicts_are_reached_by_key_and_say_what_is_told(board: Any) -> None:
    board.keyboard.press("c")
    expect(title(board)).to_have_text(LETTER)
    expect(board.get_by_label("Sources that agree").locator(".chron-source")).to_have_count(2)
    expect(board.get_by_label("Sources that conflict").locator(".said")).to_have_count(1)
    expect(board.locator(".chron-ring")).to_have_attribute("d", re.compile("^M"))
    board.keyboard.press("c")
    expect(title(board)).to_have_text("The ferry misses the landing in fog")
    expect(board.get_by_label("Sources that conflict")).to_contain_text("3 March 1986")
    board.keyboard.press("Shift+G")
    first = title(board).text_content()
    expect(title(board)).to_contain_text("nothing told for")
    expect(board.locator(".chron-gap.is-now")).to_have_attribute("d", re.compile("^M"))
    board.keyboard.press("Shift+G")
    expect(title(board)).not_to_have_text(first)
    board.keyboard.press("g")
    board.keyboard.press("g")
    expect(title(board)).to_contain_text("othing told for")


def test_the_words_of_a_gap_stand_where_no_name_of_an_event_does(board: Any) -> None:
    names = [
        {"left": 0, "right": 120, "y": 88},
        {"left": 250, "right": 320, "y": 90},
        {"left": 340, "right": 400, "y": 9},
    ]
    assert board.evaluate(FREE_ROWS, names) == [13, None]
    assert board.evaluate(FREE_ROWS, names[:1]) == [13, 91]


def test_what_the_tapes_say_of_the_time_of_a_gap_stands_beside_it(ferry: Served, board: Any) -> None:
    said = ferry.api.get("/api/mentions").json()["mentions"][0]
    told = {"said": [said], "codings": [{"code_name": "nobody asked"}], "events": [], "tapes": [said["tape"]]}
    board.route("**/api/chronology/told?*", lambda route: route.fulfill(json=told))
    board.keyboard.press("Shift+G")
    told_of_it = board.get_by_label("What is told of it")
    expect(told_of_it.locator(".chron-mention-said b")).to_have_text(said["text"])
    expect(told_of_it.get_by_role("link")).to_have_attribute("href", re.compile(f"^/tapes/{said['tape']}"))
    expect(told_of_it).to_contain_text("nobody asked")
    expect(board.locator(".chron-event")).to_contain_text("A date of this time is said on the tapes.")


def test_the_table_has_the_same_rows_as_the_answer_in_order_of_time(ferry: Served, board: Any) -> None:
    record = ferry.api.get("/api/chronology").json()
    board.keyboard.press("t")
    table = board.locator(".chron-table")
    expect(table).to_have_attribute("aria-rowcount", str(len(record["events"]) + len(record["gaps"]) + 1))
    expect(board).to_have_url(re.compile("as=table"))
    seen: list[str] = []
    for _ in range(60):
        board.keyboard.press("ArrowDown")
        current = board.locator(".chron-row.is-current")
        expect(current).to_have_count(1)
        if (event := current.get_attribute("data-event")) and event not in seen:
            seen.append(event)
        if current.get_attribute("aria-rowindex") == table.get_attribute("aria-rowcount"):
            break
    first = str(record["events"][0]["id"])
    assert [first, *(one for one in seen if one != first)] == [str(event["id"]) for event in record["events"]]
    expect(board.locator(".chron-row.is-current")).to_contain_text("years later")


def test_zooming_keeps_the_point_under_the_pointer(board: Any) -> None:
    for days, x in (([725_000, 727_000], 137), ([-4000, 900_000], 999), ([725_000, 725_004], 500)):
        assert board.evaluate(DAY_AT, [days, x]) < 1e-6
    field = board.locator(".chron-field").bounding_box()
    mark = "document.querySelector('.chron-mark.kind-contact').getBBox()"
    box = board.evaluate(f"(({{x, width}}) => x + width / 2)({mark})")
    board.mouse.move(field["x"] + box, field["y"] + 5)
    for _ in range(4):
        board.keyboard.press("+")
    expect(board).to_have_url(re.compile("from=198"))
    assert abs(board.evaluate(f"(({{x, width}}) => x + width / 2)({mark})") - box) < 2
    board.keyboard.press("0")
    expect(board).not_to_have_url(re.compile("from="))


def test_an_address_brings_the_same_view_back(board: Any) -> None:
    board.keyboard.press("c")
    expect(board).to_have_url(re.compile(r"event=\d+"))
    board.keyboard.press("+")
    expect(board).to_have_url(re.compile("from="))
    once = board.url
    board.keyboard.press("+")
    expect(board).not_to_have_url(once)
    board.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    axis = ".chron-axis text"
    ticks = board.locator(axis).all_text_contents()
    board.reload()
    drawn(board)
    expect(title(board)).to_have_text(LETTER)
    assert board.locator(axis).all_text_contents() == ticks
    board.keyboard.press("t")
    board.reload()
    expect(board.locator(".chron-row.is-current")).to_contain_text("A letter is handed in")
    board.go_back()
    expect(board.locator(".chron-board")).to_be_visible()


def test_every_event_is_reached_by_arrow_and_its_source_heard_and_opened(board: Any) -> None:
    expect(title(board)).to_have_text("The ferry line opens a landing at the bakery")
    board.keyboard.press("ArrowRight")
    expect(title(board)).to_have_text("The first board of the slipway is loose")
    expect(board.locator(".chron-event")).to_contain_text("aged about 39 or 40")
    expect(board.locator("h3", has_text="Who saw it or was told")).to_be_visible()
    expect(board.locator(".chron-event")).to_contain_text("saw, about 1984")
    with board.expect_request(re.compile("/media/tapes/T002/sound.wav")):
        board.keyboard.press("p")
    board.keyboard.press("ArrowLeft")
    expect(title(board)).to_have_text("The ferry line opens a landing at the bakery")
    board.keyboard.press("c")
    board.keyboard.press("Enter")
    expect(board).to_have_url(re.compile(r"/tapes/T001\?t=10"))


def test_a_press_on_a_mark_chooses_it_and_a_press_in_a_gap_the_gap(board: Any) -> None:
    field = board.locator(".chron-field").bounding_box()
    box = board.evaluate(
        "(({x, y, width, height}) => [x + width / 2, y + height / 2])"
        "(document.querySelector('.chron-mark.kind-media').getBBox())"
    )
    board.mouse.move(field["x"] + box[0], field["y"] + box[1])
    expect(board.locator(".chron-hover")).to_contain_text("The newspaper prints")
    board.mouse.click(field["x"] + box[0], field["y"] + box[1])
    expect(title(board)).to_have_text("The newspaper prints a picture of the landing")
    gap = board.evaluate(
        "(({x, y}) => [x + 12, y + 30])(document.querySelector('.chron-drawing .chron-gap').getBBox())"
    )
    board.mouse.click(field["x"] + gap[0], field["y"] + gap[1])
    expect(title(board)).to_contain_text("nothing told for")


def test_filters_narrow_it_stand_in_the_address_and_can_be_taken_off(board: Any) -> None:
    board.locator(".chron-find").fill("slipway")
    expect(board.locator(".bar-facts")).to_contain_text("4 events")
    expect(board).to_have_url(re.compile("q=slipway"))
    board.locator(".chip", has_text="Court").click()
    expect(board.locator(".bar-facts")).to_contain_text("1 event")
    board.locator(".chip", has_text="Court").click()
    board.get_by_label("Certainty").select_option("disputed")
    expect(board.locator("[data-state=empty]")).to_contain_text("14 events are not shown")
    board.get_by_role("button", name="Show everything").click()
    expect(board.locator(".bar-facts")).to_contain_text("14 events")


def test_cases_lie_beside_each_other_from_the_same_day(board: Any) -> None:
    board.get_by_label("Cases beside each other").select_option("first warning sign")
    expect(board.locator(".chron-name")).to_have_count(2)
    expect(board.locator(".chron-names")).to_contain_text("day 0: about 1984")
    expect(board.locator(".chron-axis")).to_contain_text("day 0")
    expect(board).to_have_url(re.compile("align=first"))
    board.keyboard.press("t")
    rows = board.locator(".chron-table .chron-rows [role=row]")
    expect(rows.filter(has_text="day 0: about 1984")).to_have_count(1)
    expect(rows.filter(has_text="The first board of the slipway is loose")).to_contain_text("day 0")
    expect(board.locator(".chron-table")).not_to_contain_text("nothing told")


def test_an_event_is_added_from_a_document_changed_and_removed_by_key_alone(
    own: Served, open_page: Callable[..., Any]
) -> None:
    page = drawn(open_page(own, "/chronology"))
    page.keyboard.press("n")
    page.keyboard.type("The clock of the harbour stops")
    page.keyboard.press("Tab")
    page.keyboard.type("1986-11~")
    expect(page.locator(".chron-date-said")).to_have_text("about November 1986")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("name a document")
    page.get_by_label("Document, or a place on a tape").fill("Log of the harbour")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("The clock of the harbour stops")
    expect(page.locator(".bar-facts")).to_contain_text("15 events")
    page.keyboard.press("e")
    page.locator("[name=date]").fill("5/12/86")
    page.get_by_role("button", name="12 May 1986").click()
    expect(page.locator(".chron-date-said")).to_have_text("12 May 1986")
    expect(page.locator("[name=words]")).to_have_value("5/12/86")
    page.locator("[name=date]").fill("that winter")
    expect(page.locator(".chron-date-said")).to_contain_text("It will be kept as words")
    page.keyboard.press("Enter")
    expect(page.locator(".chron-event h2")).to_have_text("that winter; 5/12/86")
    expect(page.locator(".chron-event .bad")).to_contain_text("No date can be read from “that winter; 5/12/86”")
    page.keyboard.press("e")
    expect(page.locator(".chron-date-said")).to_contain_text("or as people write it")
    page.get_by_label("Words that date it").fill("May 1986")
    expect(page.locator(".chron-date-said")).to_have_text("The words seem to mean May 1986.")
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(page.locator(".bar-facts")).to_contain_text("14 events")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator(".bar-facts")).to_contain_text("15 events")


def test_what_somebody_else_changed_meanwhile_is_kept_and_so_is_what_one_typed(
    own: Served, open_page: Callable[..., Any]
) -> None:
    event = next(one for one in own.api.get("/api/chronology").json()["events"] if one["title"] == LETTER)
    page = drawn(open_page(own, f"/chronology?event={event['id']}", expects=REFUSED))
    page.keyboard.press("e")
    page.get_by_label("What happened").fill("The letter is put in a drawer")
    theirs = {"place": "the harbour office", "title": "A letter is lost", "date": "1985-06-05"}
    seen = {"If-Match": f'"{event["revision"]}"'}
    assert own.api.patch(f"/api/events/{event['id']}", json=theirs, headers=seen).status_code == 200
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("but for what happened")
    expect(page.locator("[name=date]")).to_have_value("1985-06-05")
    page.get_by_role("button", name="Keep the changes").click()
    expect(title(page)).to_have_text("The letter is put in a drawer")
    expect(page.locator(".chron-facts")).to_contain_text(f"the harbour office · The night bus · E{event['id']}")
    now = next(one for one in own.api.get("/api/chronology").json()["events"] if one["id"] == event["id"])
    assert [now[name] for name in ("place", "title", "date")] == [
        "the harbour office",
        "The letter is put in a drawer",
        "1985-06-05",
    ]


def test_an_address_of_a_time_shows_that_time_and_the_first_event_in_it(
    ferry: Served, open_page: Callable[..., Any]
) -> None:
    page = drawn(open_page(ferry, "/chronology?from=1985-05-01&to=1986-06-01"))
    expect(title(page)).to_have_text("The timetable is reprinted without the bus")
    expect(page.locator(".chron-axis")).to_contain_text("1986")
    expect(page.locator(".chron-axis")).not_to_contain_text("1984")


def test_an_address_of_an_event_that_is_not_shown_says_so(ferry: Served, open_page: Callable[..., Any]) -> None:
    page = drawn(open_page(ferry, "/chronology?event=9999"))
    expect(page.get_by_text("E9999 is not among the events that are shown.")).to_be_visible()


def test_an_event_that_is_removed_is_not_asked_about_any_more(own: Served, open_page: Callable[..., Any]) -> None:
    event = next(one for one in own.api.get("/api/chronology").json()["events"] if one["title"] == LETTER)
    page = open_page(own, None)
    questions = [Held(page, address) for address in ("**/who-knew*", f"**/api/events/{event['id']}/now")]
    page.goto(f"{own.origin}/chronology?event={event['id']}")
    for asked in questions:
        asked.wait(1)
    expect(title(page)).to_have_text(LETTER)
    page.keyboard.press("Delete")
    expect(page.locator(".bar-facts")).to_contain_text("13 events")
    for asked in questions:
        asked.let_go()
    assert page.evaluate("fetch('/api/chronology').then((answer) => answer.json()).then(() => true)")  # time to answer


def test_undo_takes_back_what_its_notice_tells_of_and_not_what_another_did_since(
    own: Served, open_page: Callable[..., Any]
) -> None:
    event = next(one for one in own.api.get("/api/chronology").json()["events"] if one["title"] == LETTER)
    page = drawn(open_page(own, f"/chronology?event={event['id']}"))
    expect(title(page)).to_have_text(LETTER)
    page.keyboard.press("Delete")
    expect(page.locator(".bar-facts")).to_contain_text("13 events")
    body = {"title": "A buoy is lost", "date": "1986-05-05", "sources": [{"document": "Log"}]}
    assert own.api.post("/api/events", json=body).status_code == 201
    expect(page.locator(".bar-facts")).to_contain_text("14 events")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator(".bar-facts")).to_contain_text("15 events")
    titles = [one["title"] for one in own.api.get("/api/chronology").json()["events"]]
    assert LETTER in titles
    assert "A buoy is lost" in titles


def test_what_another_person_adds_appears_by_itself(own: Served, open_page: Callable[..., Any]) -> None:
    page = drawn(open_page(own, "/chronology"))
    body = {"title": "A buoy is lost", "date": "1986-05-05", "sources": [{"document": "Log"}]}
    assert own.api.post("/api/events", json=body).status_code == 201
    expect(page.locator(".bar-facts")).to_contain_text("15 events")


def test_words_that_were_corrected_since_are_marked_and_can_be_taken_over(
    own: Served, open_page: Callable[..., Any]
) -> None:
    event = next(one for one in own.api.get("/api/chronology").json()["events"] if one["title"] == LETTER)
    turns = own.api.get("/api/tapes/T001/transcript").json()["transcript"]["turns"]
    read = [own.api.get(f"/api/turns/{one['id']}").json() for one in turns]
    turn = next(one for one in read if "depot every week" in one["text"])
    changed = own.api.put(
        f"/api/turns/{turn['id']}", json={"text": turn["text"].replace("every week", "every month")},
        headers={"If-Match": f'"{turn["revision"]}"'},
    )  # fmt: skip
    assert changed.status_code == 200, changed.text
    page = drawn(open_page(own, f"/chronology?event={event['id']}"))
    expect(page.locator(".chron-now-reads")).to_contain_text("every month")
    page.get_by_role("button", name="Take over").click()
    expect(page.locator(".chron-now-reads")).to_have_count(0)
    expect(page.locator(".chron-source .said").first).to_contain_text("every month")


def test_a_selection_on_a_tape_becomes_an_event_with_two_keys(own: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(own, "/tapes/T001?w=46-59")
    expect(page.locator(".tape-event")).to_have_count(4)
    page.keyboard.press("d")
    expect(page.locator("dialog .said")).to_contain_text("wrote to the depot")
    page.keyboard.press("Enter")
    expect(page.locator(".tape-event")).to_have_count(5)
    event = own.api.get("/api/chronology").json()["events"][-1]
    assert (event["sources"][0]["tape"], event["date"]) == ("T001", "")
    assert event["sources"][0]["text"].startswith("wrote to the depot")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator(".tape-event")).to_have_count(4)
    page.locator(".tape-event", has_text=LETTER).locator("a").click()
    expect(title(page)).to_have_text(LETTER)


def test_an_event_that_is_told_twice_is_made_one_and_a_case_is_added_in_the_form(
    own: Served, open_page: Callable[..., Any]
) -> None:
    body = {"title": "The council hears about the slipway", "date": "1988-03-20", "sources": [{"document": "A diary"}]}
    twin = own.api.post("/api/events", json=body).json()
    page = drawn(open_page(own, f"/chronology?event={twin['id']}"))
    page.get_by_role("button", name="They are one…").click()
    page.get_by_role("button", name="Make them one").click()
    expect(page.locator(".bar-facts")).to_contain_text("14 events")
    expect(page.locator(".chron-source", has_text="Minutes of the council")).to_be_visible()
    page.keyboard.press("e")
    page.get_by_role("button", name="Place, case, answer, note…").click()
    page.locator("[name=case]").select_option(label="a new case…")
    page.locator("[name=answer]").last.fill("The crane")
    page.keyboard.press("Enter")
    expect(page.locator("[name=case]")).to_have_value("The crane")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.locator(".chron-facts")).to_contain_text("The crane")


def test_a_date_that_is_told_in_the_passage_is_filled_in_and_not_offered_again(
    own: Served, open_page: Callable[..., Any]
) -> None:
    (mention,) = own.api.get("/api/mentions", params={"tape": "T002"}).json()["mentions"]
    words = own.api.get("/api/search/words", params={"tape": "T002", **mention["ticks"]}).json()
    page = open_page(own, None)
    with page.expect_response(re.compile("/api/mentions")) as told:
        page.goto(f"{own.origin}/tapes/T002?w={words['first'] - 4}-{words['last']}")
    told.value.finished()
    page.evaluate("fetch('/api/project').then((answer) => answer.json())")  # by now the page has taken what came first
    expect(page.locator(".tape-event").first).to_be_visible()
    page.keyboard.press("d")
    expect(page.locator("[name=date]")).to_have_value(mention["date"])
    expect(page.locator("[name=words]")).to_have_value(mention["text"])
    expect(page.locator(".chron-date-said")).to_have_text(mention["said"])
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Kept as an event")
    until(lambda: own.api.get("/api/mentions", params={"tape": "T002"}).json()["total"] == 0)
    page.get_by_role("button", name="Undo").last.click()
    until(lambda: own.api.get("/api/mentions", params={"tape": "T002"}).json()["total"] == 1)
    until(lambda: len(own.api.get("/api/chronology").json()["events"]) == 14)


def test_dates_told_on_tapes_are_offered_apart_and_taken_or_left(own: Served, open_page: Callable[..., Any]) -> None:
    page = drawn(open_page(own, "/chronology"))
    offer = page.get_by_role("button", name="Dates told on tapes")
    offer.click()
    expect(page.locator(".chron-mention")).to_have_count(1)
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.locator("dialog")).to_contain_text("Nothing is left to decide.")
    page.get_by_role("button", name="Done").click()
    expect(offer).to_have_count(0)
    assert len(own.api.get("/api/chronology").json()["events"]) == 14
    page.keyboard.press("Control+z")
    offer.click()
    page.get_by_role("button", name="Take…").click()
    page.locator("[name=title]").fill("It stops there")
    page.keyboard.press("Enter")
    expect(page.locator(".chron-mention")).to_have_count(0)
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".bar-facts")).to_contain_text("15 events")


def test_a_hit_of_a_search_becomes_an_event(own: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(own, "/search?q=poppy+seeds")
    expect(page.locator(".hit:not(.is-coming)")).to_have_count(1)
    page.locator(".search-list").focus()
    page.keyboard.press("d")
    page.locator("[name=title]").fill("The driver is given a roll")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Kept as an event")
    made = next(one for one in own.api.get("/api/chronology").json()["events"] if "roll" in one["title"])
    assert made["sources"][0]["text"].startswith("poppy seeds")


def test_people_and_institutions_are_changed_where_their_lane_stands(
    own: Served, open_page: Callable[..., Any]
) -> None:
    page = drawn(open_page(own, "/chronology"))
    page.get_by_role("button", name="Marian Voss", exact=False).first.click()
    page.locator("[name=born]").fill("1950")
    expect(page.locator(".chron-date-said")).to_contain_text("born 1950")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    assert any(one["born"] == "1950" for one in own.api.get("/api/parties").json()["parties"])
    page.keyboard.press("w")
    expect(page.locator("dialog tbody tr")).to_have_count(5)
    page.get_by_role("button", name="Done").click()


def test_no_events_a_failure_and_waiting_are_said_in_words(
    reading: Served, ferry: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(reading, "/chronology")
    expect(page.locator("[data-state=empty]")).to_contain_text("Add a date from any passage: select, then D.")
    broken = open_page(ferry, None, expects=REFUSED)
    error = {"error": {"code": "storage", "message": "the disk is full", "hint": "make room", "place": ""}}
    broken.route("**/api/chronology*", lambda route: route.fulfill(status=507, json=error))
    broken.goto(ferry.origin + "/chronology")
    expect(broken.locator("[data-state=failed]")).to_contain_text("the disk is full")
    broken.unroute("**/api/chronology*")
    broken.get_by_role("button", name="Try again").click()
    drawn(broken)
    # The server goes away: what is shown stays.
    broken.route("**/api/**", lambda route: route.abort())
    broken.keyboard.press("ArrowRight")
    expect(title(broken)).to_have_text("The first board of the slipway is loose")


def test_ten_thousand_events_are_zoomed_without_stopping(tmp_path: Path, open_page: Callable[..., Any]) -> None:
    # Loose, for a busy machine; bench/bench_browser.py has the exact figures.
    project = new_project(tmp_path / "project")
    many_events(project, 10_000)
    project.close()
    with Served(tmp_path / "project", log=tmp_path / "server.log") as served:
        page = drawn(open_page(served, "/chronology"))

        def zoomed() -> float:
            found = page.evaluate(ZOOMED)
            assert found["elements"] < 1_500
            return 1000 / float(found["fps"])

        below(1000 / 12, zoomed)
        page.context.close()


ZOOMED = """async () => {
  const field = document.querySelector('.chron-field');
  const box = field.getBoundingClientRect();
  const times = [];
  let last = 0;
  await new Promise((done) => {
    let n = 0;
    const tick = (now) => {
      if (last) times.push(now - last);
      last = now;
      if (n++ >= 100) return done();
      const [clientX, clientY] = [box.left + box.width * 0.6, box.top + 60];
      const how = { ctrlKey: true, deltaY: n % 80 < 40 ? -30 : 30, clientX, clientY };
      field.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ...how }));
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const sum = times.reduce((a, b) => a + b, 0);
  return { fps: (1000 * times.length) / sum, elements: document.querySelectorAll('.chron-drawing *').length };
}"""


def test_it_is_printed_whole_with_every_source(board: Any, ferry: Served) -> None:
    said = ferry.api.get("/api/chronology").json()
    board.set_viewport_size({"width": 900, "height": 300})
    paper = printed(board)
    for event in said["events"]:
        assert "".join(event["title"].split()) in paper
        for source in event["sources"]:
            shown = source["timecode"] if source.get("tape") else "".join(source["document"].split())
            assert shown in paper
    assert paper.count("othingtoldfor") == len(said["gaps"])
    assert "Newevent" not in paper
    assert board.locator(".chron-paper *").count() == 0, "the paper is gone from the screen"
