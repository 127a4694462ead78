"""Proof in a browser: every verdict on planted quotations, what is missing marked, played, accepted, on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Served, until

PLANTED = {
    "verbatim": "“I was not afraid of the dark,” said Marian Voss.",
    "condensed": "“The depot did know,” said João Ångström.",
    "unsettled": "“They printed the new timetable on the front of the old one,” said João Ångström.",
    "elided": "“I took the driver a roll … and he laughed,” said Marian Voss.",
    "reordered": "“I was afraid of the stairs. I was not afraid of the dark,” said Marian Voss.",
    "recombined": "“Eleven years and four months. They printed the new timetable on the back of the old one,” "
    "said João Ångström.",
    "misattributed": "“I knew every lamp on that road,” said Marian Voss.",
    "not found": "“The lighthouse keeper sold his clocks to a passing circus,” said Marian Voss.",
}
"""Verdict: a line of the article. Each stands on the line of its number."""


def put(served: Served, name: str, *lines: str) -> None:
    folder = served.root / "scripts"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n\n".join(lines), "utf-8")


@pytest.fixture(scope="module")
def planted(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that all tests share which change nothing: with an article of planted lines."""
    folder = tmp_path_factory.mktemp("planted")
    root = shutil.copytree(small_template / "project", folder / "project")
    with Served(root, log=folder / "server.log") as running:
        put(running, "planted.md", *PLANTED.values())
        put(running, "plain.txt", "A walk along the harbour. Nobody is quoted in it.")
        put(
            running,
            "hostile.txt",
            "“<img src=x onerror=alert(1)> I was afraid <b>of the stairs</b> ‮ ${1+1} {{7*7}}”, she said",
        )
        yield running


@pytest.fixture
def article(planted: Served, open_page: Callable[..., Any]) -> Any:
    page = open_page(planted, "/proof/planted.md")
    expect(page.get_by_role("article")).to_have_count(len(PLANTED))
    return page


def entry(page: Any, number: int) -> Any:
    return page.locator(f"#finding-{number}")


def number_of(verdict: str) -> int:
    return list(PLANTED).index(verdict) + 1


def test_each_planted_line_has_its_verdict(article: Any) -> None:
    for number, verdict in enumerate(PLANTED, 1):
        expect(entry(article, number).get_by_role("heading")).to_have_text(re.compile(f"[✓…?✗] {verdict}"))
        expect(article.get_by_role("button", name=re.compile(f"{verdict} 1$"))).to_be_visible()
    expect(article.locator(".bar-facts")).to_have_text("6 open")


def test_the_not_that_is_gone_is_marked_where_it_is_missing(article: Any) -> None:
    line = entry(article, number_of("condensed"))
    gone = line.locator(".pair-gone")
    expect(gone).to_have_count(1)
    expect(gone.locator(".pair-tape")).to_have_text("not")
    expect(gone).to_have_class(re.compile("is-flagged"))
    hole = gone.locator(".pair-missing").bounding_box()
    word = gone.locator(".pair-tape").bounding_box()
    assert hole["y"] < word["y"]
    assert abs(hole["width"] - word["width"]) < 6
    expect(line.locator(".entry-flags")).to_have_text(re.compile("negation dropped.*“not” is gone"))
    expect(line.locator("p.sr-only")).to_have_text("Text and tape: The depot did (on the tape only: not) know,")


def test_tapes_that_nobody_has_read_are_named_on_every_proof(planted: Served, article: Any) -> None:
    told = "Cannot prove, 1 of 4 tapes unread: T004."
    expect(article.locator(".banner")).to_contain_text(told)
    expect(article.locator("aside")).to_contain_text(told)
    article.goto(f"{planted.origin}/proof/plain.txt")
    expect(article.locator(".state")).to_contain_text("Nothing was proved")
    expect(article.locator(".state")).to_contain_text("the 10 words of plain.txt")
    expect(article.locator(".banner")).to_contain_text(told)


def test_the_words_of_the_text_stand_over_the_words_of_the_tape(article: Any) -> None:
    changed = entry(article, number_of("unsettled")).locator(".pair-changed")
    expect(changed.locator(".pair-text")).to_have_text("front")
    expect(changed.locator(".pair-tape")).to_have_text("back?")
    assert changed.locator(".pair-text").bounding_box()["y"] < changed.locator(".pair-tape").bounding_box()["y"]
    expect(entry(article, number_of("elided")).locator(".pair-omitted .pair-tape")).to_have_text("with poppy seeds?")
    expect(entry(article, number_of("recombined")).locator(".pair-from")).to_have_text(re.compile(r"↷ T003 \d\d:"))
    expect(entry(article, number_of("verbatim")).locator(".pairs")).to_have_count(0)


def test_on_paper_everything_stands_with_its_timecodes_and_without_buttons(article: Any) -> None:
    article.emulate_media(media="print")
    expect(article.get_by_role("heading", name="Check of planted.md")).to_be_visible()
    for number, verdict in enumerate(PLANTED, 1):
        expect(entry(article, number)).to_be_visible()
        if verdict != "not found":
            expect(entry(article, number).locator(".entry-sources .timecode").first).to_be_visible()
            expect(entry(article, number).locator(".entry-sources")).to_contain_text(
                re.compile(r"\d\d:\d\d:\d\d[:;]\d\d")
            )
    expect(article.locator(".proof-paper")).to_contain_text("Cannot prove, 1 of 4 tapes unread: T004.")
    for hidden in ("aside", ".toolbar", ".rail", ".foot", ".entry-actions"):
        expect(article.locator(hidden).first).to_be_hidden()


def test_chips_show_one_kind_and_the_address_keeps_it(article: Any) -> None:
    article.get_by_role("button", name="misattributed 1").click()
    expect(article.get_by_role("article")).to_have_count(1)
    expect(article).to_have_url(re.compile("show=misattributed$"))
    article.reload()
    expect(article.get_by_role("article")).to_have_count(1)
    article.go_back()
    expect(article.get_by_role("article")).to_have_count(len(PLANTED))
    article.get_by_role("button", name="Open 6").click()
    expect(article.get_by_role("article")).to_have_count(6)


def test_keys_go_from_line_to_line_and_open_the_tape(article: Any) -> None:
    expect(entry(article, 1)).to_have_attribute("aria-current", "true")
    article.keyboard.press("j")
    expect(entry(article, 2)).to_be_focused()
    for _ in range(2):
        article.keyboard.press("j")
    article.keyboard.press("k")
    expect(entry(article, 3)).to_have_attribute("aria-current", "true")
    expect(article).to_have_url(re.compile("q=3"))
    article.reload()
    expect(entry(article, 3)).to_have_attribute("aria-current", "true")
    article.keyboard.press("o")
    article.wait_for_url("**/tapes/T003?t=*")


def test_hostile_text_is_only_text(planted: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(planted, "/proof/hostile.txt")
    expect(page.get_by_role("article").first).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("article img, article b b")).to_have_count(0)


def test_a_line_is_accepted_with_a_reason_taken_back_and_open_again_when_it_changes(
    served: Served, open_page: Callable[..., Any]
) -> None:
    put(served, "bus.md", PLANTED["verbatim"], PLANTED["misattributed"])
    page = open_page(served, "/proof/bus.md?q=2")
    expect(page.locator(".bar-facts")).to_have_text("1 open")
    page.keyboard.press("a")
    page.get_by_label("Why it may stand").fill("She tells it after him, in the second call.")
    page.keyboard.press("Enter")
    expect(entry(page, 2).locator(".entry-accepted")).to_contain_text("She tells it after him")
    expect(page.locator(".bar-facts")).to_have_text("nothing is open")
    page.reload()
    expect(entry(page, 2).locator(".entry-accepted")).to_contain_text("She tells it after him")
    page.keyboard.press("u")
    expect(page.locator(".notice", has_text="Open again.")).to_be_visible()  # from now on it can be undone here
    expect(page.locator(".bar-facts")).to_have_text("1 open")
    page.keyboard.press("Control+z")
    expect(page.locator(".bar-facts")).to_have_text("nothing is open")
    put(served, "bus.md", PLANTED["verbatim"], PLANTED["misattributed"].replace("every lamp", "each lamp"))
    expect(page.locator(".bar-facts")).to_have_text("1 open")
    expect(page.locator(".entry-accepted")).to_have_count(0)


def test_nothing_is_accepted_without_a_reason(served: Served, open_page: Callable[..., Any]) -> None:
    put(served, "bus.md", PLANTED["misattributed"])
    page = open_page(served, "/proof/bus.md?q=1")
    expect(entry(page, 1)).to_be_visible()
    page.keyboard.press("a")
    page.get_by_label("Why it may stand").fill("   ")
    page.get_by_role("button", name="Accept it").click()
    expect(page.locator(".notice")).to_contain_text("that needs a reason")
    expect(page.locator(".bar-facts")).to_have_text("1 open")
    assert served.api.get("/api/acceptances").json() == {"acceptances": []}


def test_what_a_person_has_heard_settles_a_doubt_and_the_page_says_so(
    served: Served, open_page: Callable[..., Any]
) -> None:
    put(served, "bus.md", PLANTED["unsettled"])
    page = open_page(served, "/proof/bus.md?q=1")
    expect(entry(page, 1).get_by_role("heading")).to_contain_text("unsettled")
    page.keyboard.press("h")
    page.get_by_role("button", name="It says exactly this").click()
    expect(entry(page, 1).get_by_role("heading")).to_contain_text("altered")
    expect(entry(page, 1)).to_contain_text("heard by a person")
    listens = served.api.get("/api/tapes/T003/listens").json()
    assert listens["total"] == 1


def test_a_pasted_article_has_an_address_and_a_dropped_ruin_is_named(
    served: Served, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = open_page(served, "/proof", expects=[r"status of 422"])
    expect(page.get_by_role("row")).to_have_count(3)
    page.keyboard.press("i")
    page.keyboard.type(PLANTED["condensed"])
    page.get_by_label("What to call it").fill("Draft 3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proof/Draft%203.txt")
    expect(entry(page, 1).locator(".entry-flags")).to_contain_text("negation dropped")
    page.go_back()
    row = page.get_by_role("row", name=re.compile("Draft 3.txt"))
    expect(row).to_contain_text("1 shortened")
    ruin = tmp_path / "broken.docx"
    ruin.write_bytes(b"PK\x03\x04 nothing of it is left")
    page.locator("input[type=file]").set_input_files(ruin)
    expect(page.get_by_role("alert")).to_contain_text("broken.docx")
    assert not (served.root / "scripts" / "broken.docx").exists()
    until(lambda: page.get_by_role("row").count() == 4)


def test_a_proof_that_cannot_be_had_says_why_and_goes_on(planted: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(planted, "/proof", expects=[r"status of (404|500)", r"ERR_FAILED"])
    held: list[Any] = []
    page.route("**/api/proofs/planted.md", lambda route: held.append(route))
    page.goto(f"{planted.origin}/proof/planted.md")
    expect(page.locator("[data-state=loading]")).to_be_visible()
    held[0].fulfill(
        status=500, json={"error": {"code": "fault", "message": "a fault in tapewright", "hint": "", "place": ""}}
    )
    expect(page.locator("[data-state=failed]")).to_contain_text("a fault in tapewright")
    page.unroute("**/api/proofs/planted.md")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("article")).to_have_count(len(PLANTED))
    page.goto(f"{planted.origin}/proof/nothing.md")
    expect(page.locator("[data-state=failed]")).to_contain_text("nothing.md")


def test_a_project_without_anything_to_check_says_what_will_be_checked(
    served: Served, open_page: Callable[..., Any]
) -> None:
    shutil.rmtree(served.root / "edits")
    page = open_page(served, "/proof")
    expect(page.locator("[data-state=empty]")).to_contain_text("Every quotation is laid word by word")


def test_the_passage_plays_and_then_the_line_as_it_is_cut(planted: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(planted, f"/proof/planted.md?q={number_of('condensed')}")
    expect(entry(page, number_of("condensed"))).to_be_visible()
    proved = planted.api.get("/api/proofs/planted.md").json()["quotes"][number_of("condensed") - 1]
    assert len(proved["cut"]) == 2  # before and behind the "not"
    with page.expect_response(re.compile("/media/tapes/T002/")) as first:
        page.keyboard.press("p")
    assert first.value.ok
    expect(page.locator(".is-sounding")).to_have_attribute("data-finding", str(number_of("condensed")))
    page.keyboard.press("Escape")
    expect(page.locator(".is-sounding")).to_have_count(0)
    breath = 28_224_000
    behind = proved["cut"][1]["ticks"]["start"] - breath
    with page.expect_response(re.compile(f"/media/passages.wav.part=T002%40.*part=T002%40{behind}-")) as second:
        page.keyboard.press("c")
    assert second.value.ok


def test_a_sentence_of_the_narration_becomes_a_claim_with_a_source(
    served: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(served, "/proof/night-bus?show=claims")
    offer = page.get_by_role("article").filter(has_text="The timetable of 1986 has no night bus.")
    expect(offer).to_contain_text("asks for a source: a number")
    offer.get_by_role("button", name="Make a claim of it").click()
    claim = page.locator("[data-claim='1']")
    expect(claim).to_contain_text("The timetable of 1986 has no night bus.")
    expect(page.get_by_role("article").filter(has_text="1986")).to_have_count(1)
    claim.get_by_role("button", name="Name a source").click()
    page.get_by_label("A place on a tape, or a document in words").fill("T002@24.9,27.0")
    page.keyboard.press("Enter")
    expect(claim.get_by_role("combobox")).to_have_value("sourced")
    expect(claim.locator(".entry-sources")).to_contain_text("The depot did not know")
    elsewhere = served.api.patch("/api/claims/1", json={"note": "ask the museum"}, headers={"If-Match": '"1"'})
    assert elsewhere.status_code == 200
    expect(claim).to_contain_text("ask the museum")
    claim.get_by_role("combobox").select_option("verified")
    until(lambda: served.api.get("/api/claims").json()["claims"][0]["status"] == "verified")
    claim.get_by_role("button", name="Remove").click()
    expect(claim).to_have_count(0)
    assert served.api.post("/api/codebooks", json={"name": "Another's work"}).status_code == 201
    page.get_by_role("button", name="Undo").last.click()
    expect(claim).to_contain_text("The timetable of 1986 has no night bus.")
    assert served.api.get("/api/codebooks").json()["codebooks"][0]["name"] == "Another's work"


def test_a_cut_that_comes_back_is_compared_and_asks_which_tape_a_name_means(
    served: Served, open_page: Callable[..., Any]
) -> None:
    (served.root / "scripts").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tapewright", "export", "--project", str(served.root), "night-bus", "--to", "edl"]
    subprocess.run([*command, "--out", str(served.root / "scripts" / "back.edl")], check=True, capture_output=True)
    page = open_page(served, "/proof/back.edl")
    page.get_by_label("since").select_option("night-bus")
    expect(page.locator("[data-state=empty]")).to_contain_text("Nothing has changed")
    page.reload()
    expect(page.locator("[data-state=empty]")).to_contain_text("Nothing has changed")
    edit = served.root / "edits" / "night-bus.md"
    edit.write_text(re.sub(r"\n> somebody ought.*?\n\n", "\n", edit.read_text("utf-8"), flags=re.S), "utf-8")
    page.reload()
    expect(page.locator(".conform tbody tr").first).to_contain_text("bite 2 moved")
    edl = (served.root / "scripts" / "back.edl").read_text("utf-8")
    put(served, "renamed.edl", edl.replace("T001", "X900"))
    page.goto(f"{served.origin}/proof/renamed.edl")
    page.get_by_label("X900").fill("T001")
    page.get_by_role("button", name="It is this").click()
    expect(page.get_by_label("X900")).to_have_count(0)
    expect(page.get_by_role("article").first).to_contain_text("T001")
    expect(page).to_have_url(re.compile("reels=X900"))


def test_five_hundred_lines_are_shown_and_gone_through_without_waiting(
    planted: Served, open_page: Callable[..., Any]
) -> None:
    put(planted, "long.md", *([*PLANTED.values()] * 63)[:500])
    assert planted.api.get("/api/proofs/long.md", timeout=60).status_code in (200, 202)
    until(lambda: planted.api.get("/api/proofs/long.md").status_code == 200, seconds=60)
    page = open_page(planted, "/proof/long.md")
    expect(page.get_by_role("article")).to_have_count(500)
    took = page.evaluate(
        """async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
          const press = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
          const times = [];
          for (let n = 0; n < 20; n += 1) {
            const began = performance.now();
            press();
            await frame();
            times.push(performance.now() - began);
          }
          return times.sort((a, b) => a - b)[10];
        }"""
    )
    print(f"a step among 500 lines: {took:.0f} ms")
    assert took < 250  # loose, for a busy machine
    expect(page.locator("[aria-current=true][data-finding='21']")).to_be_visible()


def test_a_reason_that_did_not_arrive_stands_there_again(served: Served, open_page: Callable[..., Any]) -> None:
    put(served, "bus.md", PLANTED["misattributed"])
    page = open_page(served, "/proof/bus.md?q=1", expects=["ERR_", "Failed to fetch"])
    expect(entry(page, 1)).to_be_visible()
    page.route("**/accept", lambda route: route.abort())
    page.keyboard.press("a")
    page.get_by_label("Why it may stand").fill("A long and careful reason")
    page.keyboard.press("Enter")
    expect(page.locator(".notice-bad")).to_contain_text("does not answer")
    expect(entry(page, 1)).to_be_visible()
    page.unroute("**/accept")
    page.keyboard.press("a")
    expect(page.get_by_label("Why it may stand")).to_have_value("A long and careful reason")
    page.keyboard.press("Enter")
    expect(entry(page, 1).locator(".entry-accepted")).to_contain_text("A long and careful reason")


def test_a_bite_is_opened_where_it_stands_in_its_paper_edit(planted: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(planted, "/proof/night-bus?q=2")
    expect(entry(page, 2)).to_have_attribute("aria-current", "true")
    bite = planted.api.get("/api/proofs/night-bus").json()["quotes"][1]["bite"]
    page.keyboard.press("e")
    page.wait_for_url(f"**/paper/night-bus?bite={bite}")


def test_what_was_not_found_names_the_nearest_three_and_rests_on_none(
    planted: Served, open_page: Callable[..., Any]
) -> None:
    put(
        planted, "near.md", "“The depot never knew that I stopped at the bakery for the woman with the trays,” he said."
    )
    (quote,) = planted.api.get("/api/proofs/near.md").json()["quotes"]
    assert quote["verdict"] == "not_found"
    assert 1 <= len(quote["sources"]) <= 3
    page = open_page(planted, "/proof/near.md?q=1")
    nearest = entry(page, 1).locator(".entry-sources li")
    expect(nearest).to_have_count(len(quote["sources"]))
    expect(nearest.first).to_contain_text(re.compile(r"^\s*nearest"))
    expect(nearest.first.locator(".said")).to_have_text(quote["sources"][0]["text"])
    page.keyboard.press("h")
    expect(page.locator(".notice")).to_contain_text("no place on a tape that it rests on")


def test_a_file_is_dropped_judged_and_removed_for_good(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/proof")
    expect(page.get_by_role("row")).to_have_count(3)
    dropped = page.evaluate_handle(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], '../../Nine: years.MD'));
          return data;
        }""",
        PLANTED["misattributed"],
    )
    page.dispatch_event(".proofs .middle", "drop", {"dataTransfer": dropped})
    page.wait_for_url("**/proof/Nine-%20years.md")
    expect(entry(page, 1).get_by_role("heading")).to_contain_text("misattributed")
    page.go_back()
    page.get_by_role("row", name=re.compile("Nine- years.md")).click()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("row")).to_have_count(3)
    assert not (served.root / "scripts" / "Nine- years.md").exists()


def test_while_the_server_is_away_the_proof_stays_and_goes_on_after(
    served: Served, open_page: Callable[..., Any]
) -> None:
    put(served, "bus.md", PLANTED["verbatim"], PLANTED["misattributed"])
    page = open_page(served, "/proof/bus.md", expects=["ERR_", "Failed to fetch", "Failed to load"])
    expect(page.get_by_role("article")).to_have_count(2)
    served.kill()
    expect(page.locator(".bar-state")).to_contain_text("away")
    page.keyboard.press("j")
    expect(entry(page, 2)).to_be_focused()
    served.start()
    expect(page.locator(".bar-state")).not_to_contain_text("away")
    put(served, "bus.md", PLANTED["verbatim"])
    expect(page.get_by_role("article")).to_have_count(1)
