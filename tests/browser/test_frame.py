"""What the frame gives every screen: keys that may be changed, the palette, waiting edits, undo, settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tapewright.testing.browsing import Held, Served, until

AWAY = (r"Failed to load resource", r"net::ERR", r"EventSource")
"""What a browser says of a server that is away."""

SAVE = """async ([turn, revision, text]) => {
  const { save } = await import('/client/frame/waiting.js');
  const outcome = await save({
    key: `turn:${turn}`, method: 'PUT', path: `/api/turns/${turn}`, body: { text }, ifMatch: revision,
    chain: 'turns.0.revision', same: ['turns.0.text', 'text'], what: 'paragraph of T001', href: '/tapes/T001',
  });
  return outcome.state;
}"""


def first_turn(served: Served) -> dict[str, Any]:
    """The first turn of T001 as it reads now."""
    return dict(served.api.get("/api/tapes/T001/transcript").json()["transcript"]["turns"][0])


def text_of(served: Served) -> str:
    return str(first_turn(served)["text"])


def test_an_address_that_is_none_says_so_and_leads_back(reading: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(reading, "/no/such/place")
    expect(page.get_by_text("There is nothing at this address")).to_be_visible()
    page.get_by_role("link", name="To the tapes", exact=True).click()
    page.wait_for_url("**/tapes")


def test_help_lists_the_keys_and_a_changed_key_works_after_a_reload(reader: Any) -> None:
    expect(reader.locator(".rail-mark")).to_be_visible()
    reader.keyboard.press("?")
    dialog = reader.get_by_role("dialog")
    expect(dialog).to_contain_text("All keys")
    dialog.get_by_role("button", name="Change the key of: Night or day").click()
    reader.keyboard.press("F7")
    expect(dialog.locator("tr", has_text="Night or day").locator("kbd")).to_have_text("F7")
    reader.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    reader.reload()
    expect(reader.locator(".rail-mark")).to_be_visible()
    reader.keyboard.press("F7")
    expect(reader.locator("html")).to_have_attribute("data-theme", "day")
    reader.reload()
    expect(reader.locator("html")).to_have_attribute("data-theme", "day")


def test_keys_that_are_typed_into_a_field_do_nothing_else(reader: Any) -> None:
    expect(reader.locator(".rail-mark")).to_be_visible()
    reader.keyboard.press("Control+k")
    field = reader.get_by_role("combobox")
    field.type("g s ? e")
    expect(field).to_have_value("g s ? e")
    expect(reader.get_by_role("dialog")).to_have_count(1)
    assert "/search" not in reader.url


def test_the_palette_goes_to_a_tape_and_to_a_timecode_on_it(reader: Any) -> None:
    expect(reader.locator(".rail-mark")).to_be_visible()
    reader.keyboard.press("Control+k")
    reader.get_by_role("combobox").fill("T002")
    expect(reader.get_by_role("option").first).to_contain_text("T002")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/tapes/T002**")
    expect(reader.get_by_role("dialog")).to_have_count(0)
    reader.keyboard.press("Control+k")
    reader.get_by_role("combobox").fill("T001 10:00:05:00")
    expect(reader.get_by_role("option").first).to_contain_text("10:00:05:00")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/tapes/T001?t=10:00:05:00**")


def test_the_palette_runs_commands_and_says_when_nothing_fits(reader: Any) -> None:
    expect(reader.locator(".rail-mark")).to_be_visible()
    reader.keyboard.press("Control+k")
    reader.get_by_role("combobox").fill("zebra crossing")
    expect(reader.get_by_text("Nothing here is called so.")).to_be_visible()
    reader.get_by_role("combobox").fill("night or")
    expect(reader.get_by_role("option").first).to_contain_text("Night or day")
    reader.keyboard.press("Enter")
    expect(reader.locator("html")).to_have_attribute("data-theme", "day")


def test_an_edit_made_while_the_server_is_away_waits_visibly_and_arrives(
    served: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(served, "/jobs", expects=AWAY)
    expect(page.locator("#screen .screen")).to_be_visible()
    turn = first_turn(served)
    served.kill()
    assert page.evaluate(SAVE, [turn["id"], turn["revision"], "The harbour lights were out."]) == "waiting"
    expect(page.get_by_text("1 paragraph of T001 not saved yet")).to_be_visible()
    expect(page.get_by_text("The server is away")).to_be_visible()
    served.start()
    expect(page.get_by_text("not saved yet")).to_have_count(0)
    assert "harbour lights" in text_of(served)


def test_an_edit_that_waits_survives_a_reload_of_the_page(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/jobs", expects=AWAY)
    expect(page.locator("#screen .screen")).to_be_visible()
    turn = first_turn(served)
    served.kill()
    assert page.evaluate(SAVE, [turn["id"], turn["revision"], "The harbour lights were out."]) == "waiting"
    served.start()
    page.goto(served.origin + "/jobs")
    until(lambda: "harbour lights" in text_of(served), what="the edit to arrive after the reload")
    expect(page.get_by_text("not saved yet")).to_have_count(0)


def test_of_edits_in_quick_succession_the_last_one_stands_and_each_builds_on_the_one_before(
    served: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(served, "/jobs")
    expect(page.locator("#screen .screen")).to_be_visible()
    turn = first_turn(served)
    states = page.evaluate(
        f"""async ([turn, revision]) => {{
          const one = {SAVE};
          return Promise.all([1, 2, 3, 4].map((n) => one([turn, revision, `Draft number ${{n}} of it.`])));
        }}""",
        [turn["id"], turn["revision"]],
    )
    assert set(states) <= {"saved", "replaced"}
    assert states[-1] == "saved"
    assert text_of(served) == "Draft number 4 of it."


def test_an_edit_that_somebody_was_faster_than_waits_for_a_decision(
    served: Served, open_page: Callable[..., Any]
) -> None:
    page = open_page(served, "/jobs", expects=(r"412",))
    expect(page.locator("#screen .screen")).to_be_visible()
    turn = first_turn(served)
    answer = served.api.put(
        f"/api/turns/{turn['id']}", json={"text": "Theirs was first."}, headers={"If-Match": f'"{turn["revision"]}"'}
    )
    assert answer.status_code == 200
    assert page.evaluate(SAVE, [turn["id"], turn["revision"], "Mine was second."]) == "conflict"
    expect(page.get_by_role("link", name="waits for your decision")).to_be_visible()
    assert text_of(served) == "Theirs was first."
    page.reload()
    expect(page.get_by_role("link", name="waits for your decision")).to_be_visible()


def test_two_tabs_that_change_one_paragraph_while_the_server_is_away_both_keep_what_was_typed(
    served: Served, open_page: Callable[..., Any]
) -> None:
    one = open_page(served, "/jobs", expects=(*AWAY, r"412"))
    other = one.context.new_page()
    other.goto(served.origin + "/jobs")
    for page in (one, other):
        expect(page.locator("#screen .screen")).to_be_visible()
    turn = first_turn(served)
    served.kill()
    assert one.evaluate(SAVE, [turn["id"], turn["revision"], "Typed in the first tab."]) == "waiting"
    assert other.evaluate(SAVE, [turn["id"], turn["revision"], "Typed in the second tab."]) == "waiting"
    other.close()
    served.start()
    one.goto(served.origin + "/jobs")
    expect(one.get_by_role("link", name="waits for your decision")).to_be_visible()
    kept = one.evaluate("import('/client/frame/waiting.js').then((its) => its.waiting().map((row) => row.body.text))")
    assert sorted([text_of(served), *kept]) == ["Typed in the first tab.", "Typed in the second tab."]


def test_an_edit_whose_answer_was_lost_on_its_way_asks_nobody(served: Served, open_page: Callable[..., Any]) -> None:
    page = open_page(served, "/jobs", expects=(*AWAY, r"412"))
    expect(page.locator("#screen .screen")).to_be_visible()
    turn = first_turn(served)
    page.route("**/api/turns/*", lambda route: (route.fetch(), route.abort()))
    assert page.evaluate(SAVE, [turn["id"], turn["revision"], "It was saved all the same."]) == "waiting"
    page.unroute("**/api/turns/*")
    page.reload()
    expect(page.get_by_text("not saved yet")).to_have_count(0)
    expect(page.get_by_text("waits for your decision")).to_have_count(0)
    assert text_of(served) == "It was saved all the same."


def test_what_the_command_line_changes_reaches_an_open_page(served: Served, page: Any) -> None:
    expect(page.locator("#screen .screen")).to_be_visible()
    page.evaluate(
        """async () => {
          const { on, liveState } = await import('/client/frame/live.js');
          window.seen = [];
          on('changed', (event) => window.seen.push(event.what));
          if (liveState() !== 'live') await new Promise((done) => on('state', (state) => state === 'live' && done()));
        }"""
    )
    turn = first_turn(served)
    served.api.put(
        f"/api/turns/{turn['id']}", json={"text": "Said otherwise."}, headers={"If-Match": f'"{turn["revision"]}"'}
    )
    until(lambda: page.evaluate("window.seen.length") > 0, what="the change on the page")
    page.keyboard.press("Control+z")  # it was not done here: it is named and offered, not taken back
    expect(page.get_by_text("Nothing was done in this window that could be undone.")).to_be_visible()
    assert text_of(served) == "Said otherwise."
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back:")).to_be_visible()
    assert text_of(served) != "Said otherwise."
    page.get_by_role("button", name="Do it again").click()
    expect(page.get_by_text("Done again:")).to_be_visible()
    assert text_of(served) == "Said otherwise."


def test_undo_by_key_takes_back_what_was_done_in_this_window_before_what_another_did(served: Served, page: Any) -> None:
    expect(page.locator("#screen .screen")).to_be_visible()
    page.evaluate("import('/client/frame/api.js').then(({ post }) => post('/api/codebooks', { name: 'Mine' }))")
    assert served.api.post("/api/codebooks", json={"name": "Theirs"}).status_code == 201
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Taken back:")).to_be_visible()
    assert [one["name"] for one in served.api.get("/api/codebooks").json()["codebooks"]] == ["Theirs"]


def test_settings_keep_light_size_and_the_name_for_the_history(served: Served, page: Any) -> None:
    expect(page.locator("#screen .screen")).to_be_visible()
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Day").check()
    page.get_by_label("Lectern").check()
    page.get_by_label("Your name").fill("Ada Quill")
    page.get_by_label("Your name").press("Tab")
    until(lambda: served.api.get("/api/me").json()["name"] == "Ada Quill", what="the name to be kept")
    page.get_by_role("button", name="Done").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "day")
    expect(page.locator("html")).to_have_attribute("data-size", "lectern")


def test_a_name_that_is_typed_before_the_server_says_who_this_is_stays(served: Served, page: Any) -> None:
    assert served.api.put("/api/me", json={"name": "Bo Tern"}).status_code == 200
    held = Held(page, "**/api/me", method="GET")
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Your name").fill("Ada Quill")
    held.wait(1)
    with page.expect_response("**/api/me"):
        held.let_go()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.get_by_label("Your name")).to_have_value("Ada Quill")
    page.get_by_label("Your name").press("Tab")
    until(lambda: served.api.get("/api/me").json()["name"] == "Ada Quill", what="the name to be kept")


def test_a_key_is_called_by_what_is_printed_on_it(reader: Any) -> None:
    name = reader.evaluate(
        """async () => {
          const { nameOf, printed } = await import('/client/frame/keys.js');
          const press = (init) => nameOf(new KeyboardEvent('keydown', init));
          return [
            press({ key: 'K', ctrlKey: true }),
            press({ key: 'ArrowLeft', shiftKey: true }),
            press({ key: '?', shiftKey: true }),
            press({ key: '“', code: 'BracketLeft', altKey: true }),
            press({ key: ' ' }),
            printed('Mod-k'),
            printed('g t'),
            printed('Shift-ArrowLeft'),
          ];
        }"""
    )
    assert name == ["Mod-k", "Shift-ArrowLeft", "?", "Alt-[", "Space", "Ctrl K", "G then T", "Shift ←"]
