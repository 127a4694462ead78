"""Codes in a real browser: the tree by keys, its passages, and that no coding is lost when codes move or merge."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served

Pages = Callable[..., Any]


def code(page: Any, name: str) -> Any:
    return page.locator(".code-row", has=page.locator(".code-name", has_text=re.compile(f"^{re.escape(name)}$")))


def told(page: Any, text: str) -> Any:
    notice = page.locator(".notice", has_text=text)
    expect(notice.last).to_be_visible()
    return notice.last


def codes(served: Served) -> dict[str, dict[str, Any]]:
    (book,) = served.api.get("/api/codebooks").json()["codebooks"]
    return {one["name"]: one for one in book["codes"]}


def places(served: Served) -> list[tuple[str, str, str]]:
    """Coder, tape and words of every coding: what must not be lost."""
    found = served.api.get("/api/codings").json()["codings"]
    return sorted((one["coder"], one["place"], one["text"]) for one in found)


def choose(page: Any, name: str) -> None:
    code(page, name).click()
    expect(code(page, name)).to_have_attribute("aria-selected", "true")
    page.locator(".codes-tree").focus()


def test_a_code_shows_its_meaning_and_its_passages_and_the_address_keeps_them(
    coded_reading: Served, open_page: Pages
) -> None:
    number = codes(coded_reading)["Nobody asked"]["id"]
    page = open_page(coded_reading, f"/codes?code={number}")
    expect(code(page, "Nobody asked")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".passage")).to_have_count(2)
    first = page.locator(".passage").first
    expect(first).to_contain_text("T002")
    expect(first).to_contain_text("João Ångström")
    expect(first.locator(".said")).to_contain_text("Nobody at the depot ever asked me,")
    assert "Source Serif" in first.locator(".said").evaluate("(one) => getComputedStyle(one).fontFamily")
    expect(page.locator(".code-meaning")).to_contain_text("the speaker did not want to tell")
    page.reload()
    expect(page.locator(".passage")).to_have_count(2)


def test_all_is_reached_by_keys_and_a_passage_plays_in_place_and_opens(coded_reading: Served, open_page: Pages) -> None:
    page = open_page(coded_reading, "/codes")
    expect(code(page, "Signs")).to_have_class(re.compile("is-current"))
    page.locator(".codes-tree").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # at once: it waits for the passages
    expect(code(page, "A light seen")).to_have_class(re.compile("is-current"))
    expect(page.locator(".passage")).to_have_count(2)
    expect(page.locator(".passage.is-current")).to_contain_text("one window lit")
    with page.expect_request(re.compile("/media/tapes/T002/sound.wav")):
        page.keyboard.press("Space")
    expect(page.locator(".passage.is-playing")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".passage.is-playing")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".passage.is-current")).to_contain_text("against the light")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tapes/T003"))
    page.go_back()
    expect(code(page, "A light seen")).to_have_attribute("aria-selected", "true")
    # Its first word begins within a frame: the frame before it would be the word before it.
    page.locator(".passage-place", has_text="T002").click()
    expect(page.locator(".tape-code[data-coding]")).to_contain_text("A light seen")


def test_codes_move_by_keys_and_keep_every_coding(coded: Served, open_page: Pages) -> None:
    before = places(coded)
    page = open_page(coded, "/codes")
    choose(page, "Being afraid")
    page.keyboard.press("Alt+ArrowUp")
    told(page, "“Being afraid” moved up")
    page.keyboard.press("Alt+ArrowRight")
    told(page, "“Being afraid” stands under “Signs”")
    expect(code(page, "Being afraid")).to_have_class(re.compile("depth-1"))
    expect(code(page, "Ice and stairs")).to_have_class(re.compile("depth-2"))
    page.keyboard.press("Alt+ArrowLeft")
    told(page, "“Being afraid” stands beside “Signs”")
    assert [name for name, one in codes(coded).items() if one["parent"] is None] == [
        "Signs",
        "Being afraid",
        "The depot",
    ]
    assert places(coded) == before
    page.locator(".notice").last.get_by_role("button", name="Undo").click()
    expect(code(page, "Being afraid")).to_have_class(re.compile("depth-1"))


def test_two_codes_are_merged_no_coding_is_lost_and_undo_parts_them(coded: Served, open_page: Pages) -> None:
    before = places(coded)
    page = open_page(coded, "/codes")
    choose(page, "Letters without an answer")
    page.keyboard.press("m")
    page.keyboard.type("nobody")
    page.keyboard.press("Enter")
    notice = told(page, "“Letters without an answer” is now “Nobody asked”")
    expect(code(page, "Letters without an answer")).to_have_count(0)
    expect(page.locator(".passage")).to_have_count(3)
    assert places(coded) == before
    assert codes(coded)["Nobody asked"]["codings"] == 3
    notice.get_by_role("button", name="Undo").click()
    expect(code(page, "Letters without an answer")).to_be_visible()
    assert codes(coded)["Nobody asked"]["codings"] == 2


def test_a_used_code_is_not_removed_before_it_is_said_what_becomes_of_its_codings(
    coded: Served, open_page: Pages
) -> None:
    before = places(coded)
    page = open_page(coded, "/codes")
    choose(page, "A light seen")
    page.keyboard.press("Delete")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 passages have this code. What becomes of them?")
    page.keyboard.press("Escape")
    expect(code(page, "A light seen")).to_be_visible()
    page.keyboard.press("Delete")
    dialog.get_by_role("button", name="Give them another code").click()
    page.keyboard.type("afraid")
    page.keyboard.press("Enter")
    told(page, "“A light seen” is removed, its passages are “Being afraid”")
    assert places(coded) == before
    choose(page, "Nobody asked")
    page.keyboard.press("Delete")
    dialog.get_by_role("button", name="Remove the 2 codings too").click()
    notice = told(page, "“Nobody asked” is removed")
    assert len(places(coded)) == len(before) - 2
    notice.get_by_role("button", name="Undo").click()
    expect(code(page, "Nobody asked")).to_be_visible()
    assert places(coded) == before


def test_a_code_is_added_changed_and_given_a_key(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/codes")
    choose(page, "The depot")
    page.troubles.expect("400")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("a/b")
    page.keyboard.press("Enter")
    told(page, "/")
    expect(dialog.get_by_label("Name")).to_have_value("a/b")
    dialog.get_by_label("Name").fill("<b>Łódź")
    dialog.get_by_label("olive").check()
    dialog.get_by_label("What it means").fill("A printer’s town.")
    dialog.get_by_role("button", name="Add it").click()
    expect(code(page, "<b>Łódź")).to_have_class(re.compile("voice-6"))
    expect(page.locator(".code-meaning")).to_contain_text("A printer’s town.")
    assert page.locator("#screen b").count() == 0
    page.keyboard.press("1")
    told(page, "1 codes “<b>Łódź” now, and no longer “Nobody asked”")
    expect(code(page, "<b>Łódź").locator(".code-sign")).to_have_text("1")
    expect(code(page, "Nobody asked").locator(".code-sign")).to_have_text("N")
    page.keyboard.press("e")
    dialog.get_by_label("Name").fill("Łódź")
    dialog.get_by_label("Stands under").select_option(label="The depot")
    dialog.get_by_role("button", name="Keep it").click()
    expect(code(page, "Łódź")).to_have_class(re.compile("depth-1"))
    assert codes(coded)["Łódź"]["path"] == "The depot/Łódź"
    page.troubles.expect("412")
    page.keyboard.press("e")
    dialog.get_by_label("Name").fill("Lodz")
    now = codes(coded)["Łódź"]
    seen = {"If-Match": f'"{now["revision"]}"'}
    coded.api.patch(f"/api/codes/{now['id']}", json={"definition": "A town of looms."}, headers=seen).raise_for_status()
    expect(page.locator(".code-meaning")).to_contain_text("A town of looms.")
    dialog.get_by_role("button", name="Keep it").click()
    told(page, "was changed by somebody else")
    expect(dialog.get_by_label("Name")).to_have_value("Lodz")
    expect(dialog.get_by_label("What it means")).to_have_value("A town of looms.")
    dialog.get_by_role("button", name="Keep it").click()
    expect(code(page, "Lodz")).to_be_visible()
    assert codes(coded)["Lodz"]["definition"] == "A town of looms."


def test_a_second_codebook_is_gone_to_and_codes_are_added_to_it(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/codes")
    choose(page, "The depot")
    page.get_by_role("button", name="New codebook").click()
    page.get_by_role("button", name="An empty one").click()
    page.get_by_label("Name").fill("The harbour")
    page.keyboard.press("Enter")
    told(page, "The codebook is here")
    expect(page.locator(".codes-tree")).to_be_focused()
    dialog = page.get_by_role("dialog")
    for name, under in (("Waiting", None), ("Letters", "The depot")):
        page.keyboard.press("a")
        dialog.get_by_label("Name").fill(name)
        if under:
            dialog.get_by_label("Stands under").select_option(label=under)
        dialog.get_by_role("button", name="Add it").click()
        expect(code(page, name)).to_have_attribute("aria-selected", "true")
    books = coded.api.get("/api/codebooks").json()["codebooks"]
    paths = {book["name"]: [one["path"] for one in book["codes"]] for book in books}
    assert paths["The harbour"] == ["Waiting"]
    assert "The depot/Letters" in paths["The night bus"]


def test_a_memo_on_a_code_is_kept(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/codes")
    choose(page, "A light seen")
    memos = page.get_by_role("region", name="Memos")
    expect(memos).to_contain_text("Does the light come back on other tapes?")
    page.keyboard.press("n")
    page.get_by_role("textbox", name="Memo").fill("It does, on T003.")
    page.keyboard.press("Control+Enter")
    expect(memos).to_contain_text("It does, on T003.")


def test_what_another_window_codes_is_seen_here(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, f"/codes?code={codes(coded)['Being afraid']['id']}")
    expect(page.locator(".passage")).to_have_count(1)
    coded.api.post(
        "/api/codings",
        json={"code": codes(coded)["Being afraid"]["id"], "tape": "T001", "start": 0, "end": 2 * 705_600_000},
    )
    expect(page.locator(".passage")).to_have_count(2)


def test_words_that_were_corrected_are_shown_as_they_read_now(coded: Served, open_page: Pages) -> None:
    turn = coded.api.get("/api/tapes/T003/transcript").json()["transcript"]["turns"][-1]
    coded.api.put(
        f"/api/turns/{turn['id']}",
        json={"text": "I held it against the lamp."},
        headers={"If-Match": f'"{turn["revision"]}"'},
    )
    page = open_page(coded, f"/codes?code={codes(coded)['A light seen']['id']}")
    expect(page.locator(".passage-now")).to_contain_text("I held it against the lamp.")


def test_a_study_goes_out_as_qdpx_and_comes_back_the_same(coded: Served, tmp_path: Any, open_page: Pages) -> None:
    before, tree = places(coded), {name: one["path"] for name, one in codes(coded).items()}
    page = open_page(coded, "/codes")
    expect(code(page, "Signs")).to_be_visible()
    page.get_by_role("button", name="Hand out").click()
    with page.expect_download() as waiting:
        page.get_by_role("dialog").get_by_role("button", name="The study as QDPX").click()
    waiting.value.save_as(tmp_path / "night.qdpx")
    (book,) = coded.api.get("/api/codebooks").json()["codebooks"]
    gone = coded.api.delete(
        f"/api/codebooks/{book['id']}?with_codings=true", headers={"If-Match": f'"{book["revision"]}"'}
    )
    assert gone.status_code == 200
    expect(page.get_by_text("No codebook yet")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("Bring in")).click()
    chooser.value.set_files(tmp_path / "night.qdpx")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("night.qdpx is here")
    dialog.get_by_role("button", name="Close").click()
    expect(code(page, "Signs")).to_be_visible()
    assert {name: one["path"] for name, one in codes(coded).items()} == tree
    assert places(coded) == before
    page.get_by_role("button", name="Hand out").click()
    with page.expect_download():
        dialog.get_by_role("button", name="The codings as a table").click()
    assert "memo" not in told(page, "is made").inner_text().partition("left out: 1 memo")[0]
    expect(page.locator(".codes-tree")).to_be_focused()
    (tmp_path / "slip.csv").write_text("tape,start,end,code\nT0O2,1,5,waiting\n", encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Bring in").click()
    chooser.value.set_files(tmp_path / "slip.csv")
    expect(dialog).to_contain_text("T0O2 is a new tape, made for “T0O2”: its recording is not here.")


def test_a_question_is_answered_by_a_list_a_table_or_a_string_out(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/codes")
    expect(code(page, "Signs")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("The depot and Nobody asked tape:T002")
    page.keyboard.press("Enter")
    expect(page.locator(".codes-head h2").first).to_have_text("Answer")
    expect(page.locator(".passage").first).to_contain_text("Nobody at the depot ever asked me")
    count = page.locator(".passage").count()
    page.reload()
    expect(page.locator(".passage")).to_have_count(count)
    page.get_by_role("button", name="Table").click()
    expect(page.locator(".codes-table tbody tr")).to_have_count(count)
    page.get_by_role("button", name="Make a string-out").click()
    page.troubles.expect("412")
    name = page.get_by_label("Name of the paper edit")
    name.fill("night-bus")
    page.keyboard.press("Enter")
    told(page, "is there already")
    expect(name).to_have_value("night-bus")
    name.fill("Nobody asked")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/paper/"))
    expect(page.locator("#screen")).to_contain_text("Nobody at the depot ever asked me")


def test_a_question_that_cannot_be_asked_says_why_at_the_box(coded_reading: Served, open_page: Pages) -> None:
    page = open_page(coded_reading, "/codes?ask=lighthouse", expects=("404", "400"))
    expect(page.locator(".codes-ask")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".codes-ask-said")).to_contain_text("lighthouse")
    expect(page.locator(".codes-ask")).to_have_value("lighthouse")
    expect(page.locator(".codes-middle")).to_contain_text("The question was not asked.")
    page.locator(".codes-ask").fill("The depot speakr:Anna")
    page.locator(".codes-ask").press("Enter")
    expect(page.locator(".codes-ask-said")).to_contain_text("“speakr:” limits nothing: write speaker:")


def test_agreement_on_the_screen_is_what_the_api_says(coded_reading: Served, open_page: Pages) -> None:
    said = coded_reading.api.get("/api/agreement", params={"coders": ["Anna", "Ben"]}).json()
    page = open_page(coded_reading, "/codes?side=agreement")
    table = page.get_by_role("table", name="By code")
    expect(table.locator("tbody tr")).to_have_count(len(said["codes"]))
    shown = [
        float(one) for one in table.locator(".agree-value").evaluate_all("(all) => all.map((one) => one.dataset.value)")
    ]
    wanted = [one[name]["value"] for one in said["codes"] for name in ("kappa", "alpha")]
    assert shown == [value for value in wanted if value is not None]
    expect(page.locator(".codes-side")).to_contain_text("1 tape was coded by neither.")
    over_all = page.get_by_role("table", name="Over all codes").locator(".agree-value")
    assert float(over_all.nth(0).get_attribute("data-value")) == said["overall"]["kappa"]["value"]
    assert float(over_all.nth(1).get_attribute("data-value")) == said["overall"]["alpha"]["value"]


def test_figures_with_intervals_are_not_cut_off_beside_long_names(coded_reading: Served, open_page: Pages) -> None:
    said = coded_reading.api.get("/api/agreement", params={"coders": ["Anna", "Ben"]}).json()
    for one in [said["overall"], *said["codes"]]:
        one["code_name"] = "Reported by the person concerned"
        for name in ("kappa", "alpha", "unitized"):
            one[name] |= {"value": -0.04, "low": -0.12, "high": 0.88}
    page = open_page(coded_reading, None)
    page.route("**/api/agreement?*", lambda route: route.fulfill(json=said))
    page.goto(coded_reading.origin + "/codes?side=agreement")
    expect(page.get_by_role("table", name="By code")).to_contain_text("−0.12 to 0.88")
    for width in (1280, 900):
        page.set_viewport_size({"width": width, "height": 720})
        cut = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
        assert (
            page.locator(".codes .side, .agree-table td, .agree-code, .agree-code > .truncate").evaluate_all(cut) == []
        )


def test_disagreements_are_decided_one_after_the_other_by_key(coded: Served, open_page: Pages) -> None:
    queue = coded.api.get("/api/disagreements", params={"coders": ["Anna", "Ben"]}).json()["disagreements"]
    page = open_page(coded, "/codes")
    expect(code(page, "Signs")).to_be_visible()
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{len(queue)} to decide")
    expect(dialog.get_by_role("region", name="Ben")).to_be_visible()
    dialog.get_by_role("button", name="As Anna has it").press("Enter")
    told(page, "Settled as Anna has it")
    expect(dialog).to_contain_text("to decide" if len(queue) > 2 else "the last one")
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="To decide")).to_contain_text(str(len(queue) - 1))
    page.locator(".notice", has_text="Settled").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name="To decide").locator(".panel-head .num")).to_have_text(str(len(queue)))


def test_a_decision_brings_the_next_place_at_once_and_a_place_put_off_is_passed(
    coded: Served, open_page: Pages
) -> None:
    queue = coded.api.get("/api/disagreements", params={"coders": ["Anna", "Ben"]}).json()["disagreements"]
    titles = [f"{one['tape']} {one['timecode']}: {one['kind']}" for one in queue]
    assert len(titles) == 3
    page = open_page(coded, "/codes?side=agreement")
    expect(page.get_by_role("table", name="By code")).to_be_visible()
    page.keyboard.press("d")
    title = page.get_by_role("dialog").locator("#dialog-title")
    answer = page.get_by_role("dialog").get_by_role("button", name="As Ben has it")
    expect(title).to_have_text(titles[0])
    page.get_by_role("button", name="Later").press("Enter")
    expect(title).to_have_text(titles[1])
    held: list[Any] = []
    page.route("**/api/agreement?*", lambda route: held.append(route))
    with page.expect_request("**/api/agreement?*"):  # which is held, and nobody waits for it
        answer.press("Enter")
        expect(title).to_have_text(titles[2])
        answer.press("Enter")
        told(page, "1 place is left for later.")
    page.unroute("**/api/agreement?*")  # lets go what it held
    left = page.get_by_role("region", name="To decide")
    expect(left.locator(".panel-head .num")).to_have_text("1")
    expect(left.locator(".item")).to_contain_text(queue[0]["timecode"])
    assert len(coded.api.get("/api/disagreements", params={"coders": ["Anna", "Ben"]}).json()["disagreements"]) == 1


def test_what_is_chosen_stays_chosen_when_others_write_and_when_codings_go(coded: Served, open_page: Pages) -> None:
    number = codes(coded)["Nobody asked"]["id"]
    page = open_page(coded, "/codes?ask=The+depot+or+Signs")
    passages = page.locator(".passage")
    expect(passages.first).to_be_visible()
    page.locator(".codes-list").focus()
    chosen = passages.last.locator(".said").inner_text()
    passages.last.click()
    count = passages.count()
    coded.api.post("/api/codings", json={"code": number, "tape": "T001", "start": 705_600_000, "end": 1_411_200_000})
    expect(passages).to_have_count(count + 1)
    expect(page.locator(".passage.is-current .said")).to_have_text(chosen)
    page.goto(page.url.split("/codes")[0] + f"/codes?code={number}")
    expect(passages).to_have_count(3)
    page.locator(".codes-list").focus()
    passages.last.click()
    for left in (2, 1):
        page.keyboard.press("x")
        expect(passages).to_have_count(left)
        expect(passages.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("x")
    expect(passages).to_have_count(0)
    expect(page.locator(".codes-tree")).to_be_focused()


def test_the_keys_go_to_the_tree_when_the_last_passage_goes_however_late_the_answers_come(
    coded: Served, open_page: Pages
) -> None:
    number = codes(coded)["Ice and stairs"]["id"]
    span = {"tape": "T001", "start": 705_600_000, "end": 1_411_200_000}
    coded.api.post("/api/codings", json={"code": number, **span})
    page = open_page(coded, f"/codes?code={number}")
    expect(page.locator(".passage")).to_have_count(1)
    page.locator(".codes-list").focus()
    held = Held(page, "**/api/codings?*")
    page.keyboard.press("x")
    held.wait(2)  # it is read after the deed, and after hearing of it
    held.let_go(0)  # overtaken by the other
    page.wait_for_timeout(200)
    held.let_go()
    expect(page.locator(".passage")).to_have_count(0)
    expect(page.locator(".codes-tree")).to_be_focused()


def test_enter_waits_for_passages_that_are_read_twice(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/codes")
    expect(page.locator(".codes-tree")).to_be_visible()
    number = codes(coded)["Nobody asked"]["id"]
    held = Held(page, "**/api/codings?*")
    choose(page, "Nobody asked")
    held.wait(1)
    coded.api.post("/api/codings", json={"code": number, "tape": "T001", "start": 705_600_000, "end": 1_411_200_000})
    held.wait(2)
    page.keyboard.press("Enter")
    held.let_go(0)
    page.wait_for_timeout(200)
    held.let_go()
    expect(page.locator(".codes-list")).to_be_focused()
    expect(page.get_by_text("There is no passage with this code yet.")).to_have_count(0)


def test_an_empty_project_begins_with_a_codebook_that_comes_along(served: Served, open_page: Pages) -> None:
    page = open_page(served, "/codes")
    expect(page.locator("[data-state=empty]")).to_contain_text("No codebook yet")
    template = served.api.get("/api/codebooks").json()["templates"][0]
    page.get_by_role("button", name=template["title"]).click()
    told(page, "The codebook is here")
    expect(page.locator(".code-row")).to_have_count(template["codes"])
    expect(page.locator(".code-meaning")).to_be_visible()


def test_the_server_going_away_is_said_and_the_screen_comes_back(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/codes", expects=("ERR_CONNECTION", "Failed to load"))
    choose(page, "The depot")
    coded.kill()
    expect(page.locator(".bar-bad")).to_contain_text("The server is away")
    page.keyboard.press("7")
    told(page, "This was not done: the server does not answer.")
    expect(code(page, "The depot")).to_be_visible()
    page.keyboard.press("n")
    memo = page.get_by_role("textbox", name="Memo")
    memo.fill("They had all read it.")
    memo.press("Control+Enter")
    told(page, "This was not done")
    expect(memo).to_have_value("They had all read it.")
    coded.start()
    expect(page.locator(".bar-bad")).to_have_count(0)
    memo.press("Control+Enter")
    told(page, "Memo kept")
    assert "They had all read it." in [one["text"] for one in coded.api.get("/api/memos").json()["memos"]]


def test_the_list_of_tapes_counts_codings(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/tapes")
    row = page.locator(".tapes-rows .row", has_text="T002")
    expect(row.get_by_title("5 codings")).to_have_text("5")
    coded.api.post(
        "/api/codings", json={"code": codes(coded)["The depot"]["id"], "tape": "T002", "start": 0, "end": 10}
    )
    expect(row.get_by_title("6 codings")).to_have_text("6")


OFFERED = {
    "key": "C3:T001@0-100",
    "tape": "T001",
    "speaker": "Marian Voss",
    "start": 0.4,
    "end": 3.0,
    "ticks": {"start": 282_240_000, "end": 2_116_800_000},
    "timecode": "10:00:00:10",
    "end_timecode": "10:00:03:00",
    "text": "How did the night bus come to stop at the bakery?",
    "like": "I held it against the light.",
    "score": 0.71,
}


def test_what_is_offered_stands_apart_from_codings_and_is_taken_or_left(
    coded_reading: Served, open_page: Pages
) -> None:
    page = open_page(coded_reading, None)
    decided: list[Any] = []
    left = {"key": "C3:T001@100-200", "text": "So who changed the timetable?"}
    page.route(
        "**/api/suggestions?*",
        lambda route: route.fulfill(json={"why": "", "suggestions": [OFFERED, {**OFFERED, **left}]}),
    )

    def decide(route: Any) -> None:
        decided.append(route.request.post_data_json)
        route.fulfill(status=201, json={"id": 1})

    page.route("**/api/suggestions/decide", decide)
    page.goto(f"{coded_reading.origin}/codes?code={codes(coded_reading)['A light seen']['id']}")
    expect(page.locator(".passage")).to_have_count(2)
    page.locator(".codes-tree").focus()
    page.keyboard.press("s")
    offers = page.get_by_role("region", name="Offered, not coded")
    expect(offers.locator(".offer")).to_have_count(2)
    expect(page.locator(".codes-list .offer")).to_have_count(0)
    expect(offers).to_contain_text("like “I held it against the light.”")
    offers.get_by_role("button", name="Take").first.press("Enter")
    expect(offers.locator(".offer")).to_have_count(1)
    expect(offers.get_by_role("button", name="Take")).to_be_focused()
    offers.get_by_role("button", name="Leave").press("Enter")
    expect(offers).to_contain_text("Nothing more is like these passages.")
    assert decided == [{"key": OFFERED["key"], "take": True}, {"key": left["key"], "take": False}]


def test_why_nothing_can_be_offered_is_said(coded_reading: Served, open_page: Pages) -> None:
    page = open_page(coded_reading, None, expects=("503|409|400",))
    error = {"code": "missing", "message": "the weights of meaning are not here", "hint": "models fetch", "place": ""}
    page.route("**/api/suggestions?*", lambda route: route.fulfill(status=503, json={"error": error}))
    page.goto(f"{coded_reading.origin}/codes?code={codes(coded_reading)['A light seen']['id']}")
    page.get_by_role("button", name="Passages like these").click()
    expect(page.locator(".codes-offers")).to_contain_text("the weights of meaning are not here")


def test_the_bin_of_a_paper_edit_keeps_to_a_code(coded_reading: Served, open_page: Pages) -> None:
    page = open_page(coded_reading, "/paper/night-bus")
    bites = page.locator(".paper-select")
    expect(bites).to_have_count(3)
    page.get_by_label("Only those with this code").select_option(label="\u2003Nobody asked")
    expect(bites).to_have_count(0)
    page.get_by_label("Only those with this code").select_option(label="The depot")
    expect(bites).to_have_count(1)
    expect(bites).to_contain_text("The depot did not know, no.")


def test_a_code_is_gone_to_by_a_part_of_its_name(coded_reading: Served, open_page: Pages) -> None:
    page = open_page(coded_reading, "/tapes")
    page.locator(".tapes-rows .row").first.wait_for()
    page.keyboard.press("Control+k")
    page.keyboard.type("light se")
    expect(page.locator(".palette-item").first).to_contain_text("A light seen")
    page.keyboard.press("Enter")
    expect(code(page, "A light seen")).to_have_attribute("aria-selected", "true")


def test_a_search_keeps_to_what_is_coded(coded_reading: Served, open_page: Pages) -> None:
    page = open_page(coded_reading, "/search?q=depot")
    hits = page.locator(".hit")
    expect(hits).to_have_count(4)
    page.get_by_role("button", name="The depot", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]code=\d+"))
    of_code = {"q": "depot", "code": "The depot"}
    kept = len(coded_reading.api.get("/api/search", params=of_code).json()["hits"])
    assert 0 < kept < 4
    expect(hits).to_have_count(kept)
    page.reload()
    expect(hits).to_have_count(kept)
    page.get_by_role("button", name="The depot", exact=True).click()
    expect(hits).to_have_count(4)


def test_a_codebook_is_renamed_and_removed_with_what_that_takes_and_comes_back(coded: Served, open_page: Pages) -> None:
    before = places(coded)
    page = open_page(coded, "/codes")
    shelf = page.get_by_role("region", name="The codebook")
    shelf.get_by_role("button", name="Rename").click()
    page.get_by_label("Name", exact=True).fill("Night bus")
    page.keyboard.press("Enter")
    told(page, "“Night bus”")
    expect(shelf).to_contain_text("Night bus")
    shelf.get_by_role("button", name="Remove").click()
    expect(page.locator("dialog")).to_contain_text(f"{len(before)} passages are coded")
    page.get_by_role("button", name=f"Remove it and the {len(before)} codings").click()
    notice = told(page, "is removed")
    expect(page.locator(".codes-instead")).to_be_visible()
    assert places(coded) == []
    notice.get_by_role("button", name="Undo").click()
    expect(code(page, "Nobody asked")).to_be_visible()
    assert places(coded) == before


def test_a_tape_on_which_one_of_two_found_nothing_counts_once_that_is_said(coded: Served, open_page: Pages) -> None:
    page = open_page(coded, "/codes?side=agreement")
    left = page.locator(".agree-why", has_text="T001")
    expect(left).to_contain_text("only Anna has done it")
    left.get_by_role("button", name="Ben has done it too").click()
    notice = told(page, "T001 counts as done by Ben")
    expect(left).to_have_count(0)
    said = coded.api.get("/api/agreement", params={"coders": ["Anna", "Ben"]}).json()
    assert {one["tape"]: one["done"]["Ben"] for one in said["tapes"]}["T001"] == "marked it done"
    assert [(one["tape"], one["done"]) for one in said["left"]] == [("T003", ["Ben"])]
    notice.get_by_role("button", name="Undo").click()
    expect(left).to_be_visible()
