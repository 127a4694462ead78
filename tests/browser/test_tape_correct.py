"""Correcting a tape: times stay with their words, nothing that was called saved is lost, nobody overwrites anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served, until
from tapewright.testing.tape_page import click, opened, said, turns, words

Pages = Callable[..., Any]
SAVED = ".bar-waits, .bar-bad"
"""What the bar says while something is not saved."""


@pytest.fixture
def correcting(served: Served, open_page: Pages) -> Any:
    """The page of T001 in Correct, on a server of this test alone."""
    return opened(open_page(served, "/tapes/T001?mode=correct"))


def put_caret(page: Any, text: str, *, end: bool = False) -> None:
    """The caret in a paragraph: at its beginning, or at its end."""
    click(page, text)
    page.keyboard.press("End" if end else "Home")


def reads(served: Served, number: int, text: str, tape: str = "T001") -> None:
    """The turn comes to read so on the server."""
    until(
        lambda: turns(served, tape)[number]["text"] == text,
        what=f"{text!r}, not {turns(served, tape)[number]['text']!r}",
    )


def test_typing_keeps_the_times_of_all_other_words_and_marks_the_new_one(served: Served, correcting: Any) -> None:
    page = correcting
    before = words(turns(served, "T001")[0])
    put_caret(page, "How did")
    for _ in range(2):
        page.keyboard.press("Control+ArrowRight")
    page.keyboard.type(" really")
    expect(page.locator(".tape-interpolated").first).to_have_text("really")
    reads(served, 0, "How did really the night bus come to stop at the bakery?")
    after = turns(served, "T001")[0]
    assert [one for one in words(after) if one[0] != "really"] == before
    assert [2, ["interpolated"]] in after["marks"]
    expect(page.locator(SAVED)).to_have_count(0)
    page.reload()
    expect(page.locator(".tape-interpolated").first).to_have_text("really")


def test_split_and_join_and_their_undo_keep_every_time(served: Served, correcting: Any) -> None:
    page = correcting
    before = turns(served, "T001")
    whole = words(before[3])
    put_caret(page, "Nobody changed")
    for _ in range(3):
        page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(lambda: len(turns(served, "T001")) == 7, what="one turn more")
    parted = turns(served, "T001")[3:5]
    assert words(parted[0]) + words(parted[1]) == whole
    assert parted[0]["speaker"] == parted[1]["speaker"]
    page.keyboard.press("Backspace")
    until(lambda: len(turns(served, "T001")) == 6, what="joined again")
    assert words(turns(served, "T001")[3]) == whole
    page.keyboard.press("Control+z")
    until(lambda: len(turns(served, "T001")) == 7, what="the undo of a join is a split")
    page.keyboard.press("Control+z")
    until(lambda: len(turns(served, "T001")) == 6, what="the undo of a split is a join")
    assert words(turns(served, "T001")[3]) == whole


def test_undo_goes_back_over_paragraphs(served: Served, correcting: Any) -> None:
    page = correcting
    first, third = turns(served, "T001")[0]["text"], turns(served, "T001")[2]["text"]
    put_caret(page, "How did", end=True)
    page.keyboard.type(" One.")
    reads(served, 0, f"{first} One.")
    put_caret(page, "So who", end=True)
    page.keyboard.type(" Two.")
    reads(served, 2, f"{third} Two.")
    page.keyboard.press("Control+z")
    reads(served, 2, third)
    page.keyboard.press("Control+z")
    reads(served, 0, first)


def test_what_is_pasted_over_several_paragraphs_leaves_them_apart(served: Served, correcting: Any) -> None:
    page = correcting
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('one\\n two')")
    put_caret(page, "How did", end=True)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+v")
    expect(page.locator(".cm-line").first).to_have_text("How did the night bus come to stop at the bakery?one two")
    until(lambda: "one two" in turns(served, "T001")[0]["text"], what="saved")
    assert len(turns(served, "T001")) == 6
    assert turns(served, "T001")[1]["text"].endswith("before the ferry.")


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_nothing_is_lost_when_the_server_ends_in_the_middle(served: Served, open_page: Pages, how: str) -> None:
    away = (r"Failed to load resource", r"ERR_", r"EventSource")
    page = opened(open_page(served, "/tapes/T001?mode=correct", expects=away))
    put_caret(page, "How did", end=True)
    page.keyboard.type(" Saved.")
    first = "How did the night bus come to stop at the bakery? Saved."
    reads(served, 0, first)
    expect(page.locator(SAVED)).to_have_count(0)
    served.kill() if how == "kill" else served.stop()
    put_caret(page, "So who", end=True)
    page.keyboard.type(" Waiting.")
    expect(page.locator(".bar-waits")).to_have_text("1 paragraph of T001 not saved yet")
    put_caret(page, "And what", end=True)
    page.keyboard.type(" Too.")
    expect(page.locator(".bar-waits")).to_have_text("2 paragraphs of T001 not saved yet")
    served.start()
    reads(served, 2, "So who changed the timetable? Waiting.")
    reads(served, 4, "And what did you do? Too.")
    expect(page.locator(SAVED)).to_have_count(0)
    assert turns(served, "T001")[0]["text"] == first


def split_and_joined_while_away(served: Served, page: Any) -> list[str]:
    """The server ends; the first paragraph gets one behind it, another joins the one before it. All lines then."""
    served.kill()
    put_caret(page, "How did", end=True)
    page.keyboard.type(" New.")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    put_caret(page, "And what")
    page.keyboard.press("Backspace")
    expect(page.locator(".bar-waits")).to_have_text("2 paragraphs of T001 not saved yet")
    lines = page.locator(".cm-line").all_inner_texts()
    return list(lines)


def test_paragraphs_that_were_split_and_joined_without_the_server_arrive_as_they_stand(
    served: Served, open_page: Pages
) -> None:
    away = (r"Failed to load resource", r"ERR_", r"EventSource")
    page = opened(open_page(served, "/tapes/T001?mode=correct", expects=away))
    before = turns(served, "T001")
    lines = split_and_joined_while_away(served, page)
    served.start()
    until(lambda: [one["text"] for one in turns(served, "T001")] == lines, seconds=20, what=f"{lines} on the server")
    expect(page.locator(SAVED)).to_have_count(0)
    assert page.locator(".cm-line").all_inner_texts() == lines
    assert words(turns(served, "T001")[0]) == words(before[0])
    put_caret(page, "New.", end=True)
    page.keyboard.type(" And on.")
    reads(served, 1, "New. And on.")
    assert len(turns(served, "T001")) == 6


LATE = """(which) => {
  const real = window.fetch;
  window.fetch = async (where, how) => {
    const path = String(where.url || where);
    const answer = await real(where, how);
    const isIt = which === "state" ? path.endsWith("/state") : how?.method === "PUT";
    if (isIt) await new Promise((done) => setTimeout(done, 800));
    return answer;
  };
}"""


@pytest.mark.parametrize("late", ["state", "answer"])
def test_who_types_on_while_a_split_paragraph_arrives_gets_no_paragraph_twice(
    served: Served, open_page: Pages, late: str
) -> None:
    away = (r"Failed to load resource", r"ERR_", r"EventSource")
    page = opened(open_page(served, "/tapes/T001?mode=correct", expects=away))
    lines = split_and_joined_while_away(served, page)
    page.evaluate(LATE, late)
    served.start()
    until(lambda: [one["text"] for one in turns(served, "T001")] == lines, seconds=20, what=f"{lines} on the server")
    put_caret(page, "New.", end=True)
    page.keyboard.type(" And on.")
    put_caret(page, "Nobody changed")
    page.keyboard.type("Well. ")
    after = page.locator(".cm-line").all_inner_texts()
    assert after == [lines[0], "New. And on.", *lines[2:4], f"Well. {lines[4]}", lines[5]]
    until(lambda: [one["text"] for one in turns(served, "T001")] == after, seconds=20, what=f"{after} on the server")
    expect(page.locator(SAVED)).to_have_count(0)
    assert page.locator(".cm-line").all_inner_texts() == after
    assert page.locator("dialog").count() == 0


def test_what_waits_survives_a_reload(served: Served, open_page: Pages) -> None:
    page = opened(open_page(served, "/tapes/T001?mode=correct", expects=(r"Failed to load resource", r"ERR_")))
    page.route("**/api/turns/*", lambda route: route.abort())
    put_caret(page, "How did", end=True)
    page.keyboard.type(" Kept here.")
    expect(page.locator(".bar-waits")).to_be_visible()
    page.reload()
    expect(page.locator(".cm-line").first).to_have_text("How did the night bus come to stop at the bakery? Kept here.")
    page.unroute("**/api/turns/*")
    reads(served, 0, "How did the night bus come to stop at the bakery? Kept here.")
    expect(page.locator(SAVED)).to_have_count(0)


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("Take theirs", "How did the late bus come to stop at the bakery?"),
        ("Take mine", "How did the night bus come to halt at the bakery?"),
        ("Keep both for review", "How did the night late bus come to halt stop at the bakery?"),
    ],
)
def test_two_people_on_one_paragraph_decide_and_nothing_is_overwritten(
    served: Served, correcting: Any, choice: str, text: str
) -> None:
    page = correcting
    page.troubles.expect("412")
    turn = turns(served, "T001")[0]
    held = Held(page, "**/api/turns/*", method="PUT")  # the other one is faster
    click(page, "stop at", times=2)
    page.keyboard.type("halt")
    theirs = turn["text"].replace("night", "late")
    answer = served.api.put(f"/api/turns/{turn['id']}", json={"text": theirs}, headers={"If-Match": '"0"'})
    assert answer.status_code == 200
    held.let_go()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("was changed elsewhere too")
    expect(dialog.get_by_label("Theirs").locator("mark")).to_have_text(["late", "stop"])
    expect(dialog.get_by_label("Mine").locator("mark")).to_have_text(["night", "halt"])
    assert turns(served, "T001")[0]["text"] == theirs
    dialog.get_by_role("button", name=choice).click()
    if choice == "Keep both for review":
        until(lambda: sorted(turns(served, "T001")[0]["text"].split()) == sorted(text.split()), what="both are kept")
        marked = [mark for _, marks in turns(served, "T001")[0]["marks"] for mark in marks]
        assert marked.count("unsure") == 4
    else:
        reads(served, 0, text)
        expect(page.locator(".cm-line").first).to_have_text(text)
    expect(page.locator(SAVED)).to_have_count(0)


def test_two_browsers_on_one_paragraph_and_the_slower_one_decides(
    served: Served, open_page: Pages, correcting: Any
) -> None:
    slow, fast = correcting, opened(open_page(served, "/tapes/T001?mode=correct"))
    slow.troubles.expect("412")
    slow.route("**/api/tapes/T001/state", lambda route: route.abort())  # it has not heard of the other one yet
    slow.troubles.expect("ERR_FAILED")
    put_caret(fast, "And what", end=True)
    fast.keyboard.type(" Then?")
    reads(served, 4, "And what did you do? Then?")
    put_caret(slow, "And what", end=True)
    slow.keyboard.type(" And who else?")
    dialog = slow.get_by_role("dialog")
    expect(dialog.get_by_label("Theirs")).to_contain_text("And what did you do? Then?")
    slow.keyboard.press("Escape")
    expect(slow.locator(".bar-bad")).to_have_text("A paragraph of T001 waits for your decision")
    slow.keyboard.type(" Anybody?")
    slow.keyboard.press("ArrowUp")  # it leaves the paragraph, which is tried again, and is not asked again
    expect(slow.locator(".bar-bad")).to_be_visible()
    expect(dialog).to_have_count(0)
    slow.locator(".bar-bad").click()
    expect(dialog.get_by_label("Mine")).to_contain_text("And who else? Anybody?")
    dialog.get_by_role("button", name="Take mine").click()
    reads(served, 4, "And what did you do? And who else? Anybody?")
    expect(fast.locator(".cm-line").nth(4)).to_have_text("And what did you do? And who else? Anybody?")
    texts = [
        one["text"]
        for one in served.api.get(f"/api/turns/{turns(served, 'T001')[4]['id']}/revisions").json()["revisions"]
    ]
    assert texts[-2:] == ["And what did you do? Then?", "And what did you do? And who else? Anybody?"]


def test_what_others_change_comes_into_paragraphs_that_nobody_types_in(served: Served, correcting: Any) -> None:
    page = correcting
    put_caret(page, "So who", end=True)
    page.keyboard.type(" Mine")
    turn, split = turns(served, "T001")[1], turns(served, "T001")[5]
    served.api.put(f"/api/turns/{turn['id']}", json={"text": "It did not."}, headers={"If-Match": '"0"'})
    served.api.post(f"/api/turns/{split['id']}/split", json={"word": 12}, headers={"If-Match": '"0"'})
    served.api.put(f"/api/turns/{split['id']}/speaker", json={"name": "Ada Lind"}, headers={"If-Match": '"1"'})
    expect(page.locator(".cm-line").nth(1)).to_have_text("It did not.")
    expect(page.locator(".cm-line")).to_have_count(7)
    expect(page.locator(".tape-name").filter(has_text="Ada Lind")).to_have_count(1)
    expect(page.locator(".cm-line").nth(2)).to_have_text("So who changed the timetable? Mine")
    reads(served, 2, "So who changed the timetable? Mine")


def test_a_whole_transcript_is_not_emptied_at_one_stroke(served: Served, open_page: Pages) -> None:
    heard = turns(served, "T001")[1]
    for _ in range(12):
        parts = served.api.get("/api/tapes/T001/transcript").json()["transcript"]["turns"]
        longest = max(parts, key=lambda one: len(one["times"]))
        served.api.post(
            f"/api/turns/{longest['id']}/split", json={"word": 2}, headers={"If-Match": f'"{longest["revision"]}"'}
        )
    page = opened(open_page(served, "/tapes/T001?mode=correct"))
    put_caret(page, "How did")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator(".notice-bad")).to_contain_text("Nothing was changed")
    assert heard["text"].startswith(page.locator(".cm-line").nth(1).inner_text())
    assert len(turns(served, "T001")) == 18


def test_what_the_machine_heard_returns(served: Served, correcting: Any) -> None:
    page = correcting
    first = turns(served, "T001")[0]
    click(page, "night", times=2)
    page.keyboard.type("last")
    reads(served, 0, first["text"].replace("night", "last"))
    page.keyboard.press("Alt+ArrowLeft")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("First heard").locator("mark")).to_have_text(["night"])
    dialog.get_by_role("button", name="Put it back").click()
    reads(served, 0, first["text"])
    expect(page.locator(".cm-line").first).to_have_text(first["text"])


def test_a_speaker_is_named_and_a_paragraph_is_checked_by_keys(served: Served, correcting: Any) -> None:
    page = correcting
    put_caret(page, "How did")
    page.keyboard.press("Control+Shift+s")
    page.get_by_label("Name.", exact=False).fill("Nora Quist")
    page.keyboard.press("Enter")
    expect(page.locator(".tape-name").first).to_have_text("Nora Quist")
    put_caret(page, "So who")
    page.keyboard.press("Control+Enter")
    until(lambda: turns(served, "T001")[2]["confidence"] == 255, what="the paragraph is checked")
    page.keyboard.type("X")
    expect(said(page, "XNobody changed")).to_be_visible()
    page.keyboard.press("F8")
    until(lambda: page.wait_for_timeout(20) or page.evaluate("getSelection().toString()") == "depot")


def test_tab_plays_and_is_no_trap(correcting: Any) -> None:
    page = correcting
    expect(page.locator(".deck[data-state=ready]")).to_be_visible()
    put_caret(page, "How did")
    page.keyboard.press("Tab")
    expect(page.locator(".deck[data-state=playing]")).to_be_visible()
    expect(page.locator(".tape-timecode")).to_have_text(re.compile("10:00:0[2-9]"))
    page.keyboard.press("Tab")
    expect(page.locator(".deck[data-state=ready]")).to_be_visible()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()
    expect(page.locator(".deck[data-state=ready]")).to_be_visible()
