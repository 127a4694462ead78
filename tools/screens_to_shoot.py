"""The table of screens and states that `make screenshots` takes, and that the tests of all screens walk.

Whoever builds a screen adds its states here: an address, what brings the state about, and what one sees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Page = Any
"""A page of Playwright's."""


def nothing(page: Page) -> None:
    """The address alone shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture, taken by night and by day.

    ``before`` is called before the address is opened (answers can be forced there), ``do`` when the screen is there.
    ``project`` is ``small`` (the night bus), ``coded`` (the same with codes on it), ``ferry`` (the same with a
    chronology), ``voices`` (the harbour), ``empty`` or ``demo`` (the demo project where it is, else the small one).
    ``changes``: what ``do`` does stays in the project; such shots come last and are left out of the tests' walk.
    """

    name: str
    room: str
    path: str
    says: str
    before: Callable[[Page], None] = nothing
    do: Callable[[Page], None] = nothing
    project: str = "small"
    size: tuple[int, int] = (1280, 720)
    zoom: int = 1
    lectern: bool = False
    tour: bool = False
    changes: bool = False
    expects: tuple[str, ...] = ()


def keys(*pressed: str) -> Callable[[Page], None]:
    """Press these keys one after the other."""

    def press(page: Page) -> None:
        for key in pressed:
            page.keyboard.press(key)

    return press


def typed(text: str, *then: str) -> Callable[[Page], None]:
    """Type a text where the focus is, then press keys."""

    def write(page: Page) -> None:
        page.keyboard.type(text)
        for key in then:
            page.keyboard.press(key)

    return write


def in_turn(*steps: Callable[[Page], None]) -> Callable[[Page], None]:
    """One step after the other."""

    def go(page: Page) -> None:
        for step in steps:
            step(page)

    return go


def see(selector: str) -> Callable[[Page], None]:
    """Wait until this can be seen."""
    return lambda page: page.locator(selector).first.wait_for()


def click(selector: str) -> Callable[[Page], None]:
    """Click the first of these."""
    return lambda page: page.locator(selector).first.click()


def filled(selector: str, text: str) -> Callable[[Page], None]:
    """Put a text into a field."""
    return lambda page: page.locator(selector).first.fill(text)


def never_answers(pattern: str) -> Callable[[Page], None]:
    """An address of the API that keeps one waiting: the loading state."""

    def hold(page: Page) -> None:
        page.held = []
        page.route(pattern, lambda route: page.held.append(route))

    return hold


def let_go(page: Page) -> None:
    """Give up on what never answers, before the page is closed."""
    for route in getattr(page, "held", ()):
        route.abort()


def answers(pattern: str, status: int, code: str, message: str, hint: str = "") -> Callable[[Page], None]:
    """An address of the API that answers with an error."""
    body = {"error": {"code": code, "message": message, "hint": hint, "place": ""}}
    return lambda page: page.route(pattern, lambda route: route.fulfill(status=status, json=body))


REFUSED = (r"Failed to load resource",)
"""What the console says when an answer is an error that we forced."""

DECK = see(".deck .wave canvas >> visible=true")
"""The deck has come: text is there before it."""

FAILED = answers("**/api/tapes*", 507, "storage", "the disk is full", "make room and try again")

UNREADY_STATE = {
    "tapes": 4, "read": 3, "unread": [{"tape": "T004", "title": "Waiting at the stop"}],
    "ways": [{"way": "exact", "ready": True}, {"way": "close", "ready": False}, {"way": "sound", "ready": False}],
}  # fmt: skip


def unready(page: Page) -> None:
    """A large project just after it was opened."""
    page.route("**/api/search/state", lambda route: route.fulfill(json=UNREADY_STATE))


MOVED, ALTERED = "/media/shelf 4/T003.wav", "/media/shelf 4/T004.wav"


def troubled(page: Page) -> None:
    """One recording has moved, another is not as it was taken in."""

    def patch(route: Any) -> None:
        answer = route.fetch()
        body = answer.json()
        for row in body["tapes"]:
            seal = {
                "path": MOVED,
                "detail": "",
                "expected": "970aee804f861fd4455dd4fd8fa81ed0",
                "found": "",
                "when": "",
            }
            if row["id"] == "T003":
                row |= {"media": "missing", "missing": [MOVED], "seal": {**seal, "state": "missing"}}
            if row["id"] == "T004":
                found = {"detail": "same length, other content", "found": "0b8a8a73be3a909d128f07566ff0e3d3"}
                row |= {"seal": {**seal, **found, "path": ALTERED, "state": "changed"}}
        route.fulfill(response=answer, json=body)

    page.route("**/api/tapes", patch)


def _job(number: int, command: str, title: str, state: str, **more: Any) -> dict[str, Any]:
    made = f"2026-03-02T09:0{number}:00.000Z"
    plain = {"arguments": {}, "tapes": [], "heavy": False, "began_at": made, "ended_at": None, "tries": 1}
    still = {"progress": None, "exit_status": None, "error": None, "last_line": "", "then": "", "followed_by": ""}
    named = {"id": f"20260302-09000000{number}-00a{number}", "command": command, "title": title, "state": state}
    return {**named, "made_at": made, **plain, **still, **more}


_HOUR = 3_600 * 705_600_000
JOBS = [
    _job(1, "verify", "Check the sums of all tapes", "done", ended_at="2026-03-02T09:02:10.000Z", exit_status=0),
    _job(
        2, "ingest", "Take in reel 7.mov", "failed", ended_at="2026-03-02T09:03:00.000Z", exit_status=3,
        error={"code": "unreadable", "message": "the file ends in the middle: 212 of 431 MB are there",
               "hint": "copy it again from the card", "place": "/media/card/reel 7.mov"},
        last_line="ingest: cannot read",
    ),
    _job(
        3, "transcribe", "Transcribe T004", "running", heavy=True, tapes=["T004"],
        progress={"what": "transcribe", "done": int(0.42 * _HOUR), "total": _HOUR, "unit": "ticks", "note": "T004",
                  "elapsed_s": 108.0, "speed": 9.9e9, "real_time": 14.0, "left_s": 149,
                  "part": {"tape": "T004", "done": int(0.42 * _HOUR), "total": _HOUR, "work": ""}},
    ),
    _job(4, "find-voices", "Tell the voices apart on T004", "waiting", heavy=True, tapes=["T004"], began_at=None),
]  # fmt: skip
"""Jobs in four states."""


def at_work(page: Page) -> None:
    """A transcription on its way, another job behind it, one that failed, one that is done."""
    _told(page, "**/api/jobs", {"jobs": JOBS, "running": 1, "waiting": 1})
    for job in JOBS:
        lines = [job["last_line"]] if job["last_line"] else []
        _told(page, f"**/api/jobs/{job['id']}", {**job, "log": lines, "answer": None, "answer_bytes": 0})


def _told(page: Page, pattern: str, record: dict[str, Any]) -> None:
    page.route(pattern, lambda route: route.fulfill(json=record))


def dragged(page: Page) -> None:
    """A file hangs over the page."""
    page.locator("#screen").evaluate(
        """(screen) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['sound'], 'reel 8.wav'));
          const how = { dataTransfer, bubbles: true, cancelable: true };
          screen.dispatchEvent(new DragEvent('dragenter', how));
          document.querySelector('[data-then]').dispatchEvent(new DragEvent('dragover', how));
        }"""
    )


def somebody_was_faster(page: Page) -> None:
    """A correction that comes too late: another one is there already."""

    def late(route: Any) -> None:
        turn = page.request.get(route.request.url).json() | {"revision": 1}
        turn["text"] = turn["text"].replace("week", "month")
        error = {"code": "conflict", "message": "changed meanwhile", "hint": "", "place": ""}
        route.fulfill(status=412, json={"error": error, "current": {"turns": [turn]}})

    page.route("**/api/turns/*", lambda route: late(route) if route.request.method == "PUT" else route.fallback())


def recording_gone(page: Page) -> None:
    """A tape whose file is not where it was."""

    def gone(route: Any) -> None:
        shown = route.fetch().json()
        shown["tape"] |= {"media": "missing", "missing": ["/archive/1991/T001.mov"]}
        route.fulfill(json=shown)

    page.route("**/api/tapes/T001/transcript*", gone)


CORRECTED = in_turn(DECK, click(".cm-line >> nth=3"), keys("e", "End", "End"), typed(" Not once."))
"""The fourth paragraph with two words more."""

ARTICLE = """\
The bus that nobody ordered

“I was not afraid of the dark,” Marian Voss says. It was the stairs.

“The depot did know,” says João Ångström, who drove the 17 for eleven years.

“I took the driver a roll … and he laughed,” said Marian Voss.

“Eleven years and four months. They printed the new timetable on the back of the old one,” said João Ångström.

“I knew every lamp on that road,” said Marian Voss.

“The lighthouse keeper sold his clocks to a passing circus,” said Marian Voss.
"""
"""Lines that were said, and lines that were not said so."""

SHOTS: tuple[Shot, ...] = (
    Shot(name="frame-tour", room="Frame", path="/tapes", says="The first visit: four sentences, once.", tour=True),
    Shot(name="frame-keys", room="Frame", path="/tapes", says="`?`: the keys of this screen.", do=keys("?")),
    Shot(
        name="frame-palette", room="Frame", path="/tapes", says="`Ctrl K`: go anywhere.",
        do=in_turn(keys("Control+k"), typed("bus"), see(".palette-item")),
    ),
    Shot(name="frame-settings", room="Frame", path="/tapes", says="Settings.", do=keys("g", ",")),
    Shot(name="frame-nowhere", room="Frame", path="/nowhere", says="An address without a screen."),
    Shot(name="tapes", room="Tapes", path="/tapes", says="The tapes of a project."),
    Shot(name="tapes-empty", room="Tapes", path="/tapes", says="No tapes yet.", project="empty"),
    Shot(
        name="tapes-loading", room="Tapes", path="/tapes", says="While the list is read.",
        before=never_answers("**/api/tapes*"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="tapes-failed", room="Tapes", path="/tapes", says="The list could not be had.",
        before=FAILED, expects=REFUSED,
    ),
    Shot(
        name="tapes-missing", room="Tapes", path="/tapes?tape=T003", says="A recording has moved: relink finds it.",
        before=troubled, do=see(".tapes-trouble"),
    ),
    Shot(
        name="tapes-altered", room="Tapes", path="/tapes?tape=T004", says="A recording is not as it was taken in.",
        before=troubled, do=see(".tapes-sums"),
    ),
    Shot(
        name="tapes-hearing", room="Tapes", path="/tapes?tape=T004", says="A tape is being transcribed.",
        before=at_work, do=see(".tapes-work progress"),
    ),
    Shot(
        name="tapes-drop", room="Tapes", path="/tapes", says="What a drop will do is said before it is done.",
        do=in_turn(see(".tapes-rows .row"), dragged, see(".tapes-zone")),
    ),
    Shot(
        name="tapes-add", room="Tapes", path="/tapes", says="Recordings of this computer stay where they are.",
        do=in_turn(see(".tapes-rows .row"), keys("i"), see(".places-list :is(.menu-item, p)")),
    ),
    Shot(
        name="tape", room="Tape", path="/tapes/T001?t=10:00:16:00", says="A tape, read and heard.",
        do=in_turn(DECK, see(".tape-lit")),
    ),
    Shot(
        name="tape-correct", room="Tape", path="/tapes/T001", says="The same, to be corrected.",
        do=in_turn(DECK, click(".cm-line >> nth=1"), keys("e", "F8")),
    ),
    Shot(
        name="tape-find", room="Tape", path="/tapes/T001", says="`/`: words found on this tape.",
        do=in_turn(DECK, keys("/"), typed("afraid")),
    ),
    Shot(
        name="tape-lectern", room="Tape", path="/tapes/T001?t=10:00:16:00", says="The same at the lectern.",
        do=DECK, lectern=True,
    ),
    Shot(
        name="tape-200", room="Tape", path="/tapes/T001", says="A laptop at 200 %.", do=DECK, size=(640, 360), zoom=2
    ),
    Shot(
        name="tape-picked", room="Tape", path="/tapes/T001?w=46-59", says="Words are selected; `q` quotes them.",
        do=in_turn(DECK, see(".tape-select")),
    ),
    Shot(
        name="tape-waiting", room="Tape", path="/tapes/T001", says="The server is away: what was typed waits.",
        before=lambda page: page.route("**/api/turns/*", lambda route: route.abort()),
        do=in_turn(CORRECTED, see(".bar-waits")), expects=REFUSED,
    ),
    Shot(
        name="tape-conflict", room="Tape", path="/tapes/T001", says="Two people on one paragraph: which shall stand?",
        before=somebody_was_faster, do=in_turn(CORRECTED, see("dialog")), expects=REFUSED,
    ),
    Shot(
        name="tape-missing", room="Tape", path="/tapes/T001", says="The recording is gone: the text is usable.",
        before=recording_gone, do=see(".tape-page .cm-line"),
    ),
    Shot(name="tape-sound", room="Tape", path="/tapes/T003", says="A tape with sound alone.", do=DECK),
    Shot(name="tape-unheard", room="Tape", path="/tapes/T004", says="A tape that nobody has transcribed."),
    Shot(
        name="search-empty", room="Search", path="/search", says="Before the first search.", do=see(".search-example"),
    ),
    Shot(name="search", room="Search", path="/search?q=timetable", says="A word, and where it is said."),
    Shot(
        name="search-close", room="Search", path="/search?q=somebody+should+stop+the+buss&way=close",
        says="A sentence as it was remembered, and what differs.", do=see(".hit-why"),
    ),
    Shot(
        name="search-none", room="Search", path="/search?q=lighthouse", says="Nothing found: what was tried.",
        do=see("[data-state=none]"),
    ),
    Shot(
        name="search-refused", room="Search", path="/search?q=%22the+bakery",
        says="A query that breaks, said at the box.", do=see("[aria-invalid=true]"), expects=REFUSED,
    ),
    Shot(
        name="search-unready", room="Search", path="/search", says="While the ways are made ready.",
        before=unready, do=see(".banner"),
    ),
    Shot(
        name="search-loading", room="Search", path="/search?q=bus", says="While it is looked for.",
        before=never_answers("**/api/search?*"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="search-failed", room="Search", path="/search?q=bus", says="The search could not be had.",
        before=answers("**/api/search?*", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="search-unread", room="Search", path="/search", says="No tape has words yet.", project="empty",
        do=see("[data-state=empty]"),
    ),
    Shot(
        name="tape-coded", room="Tape", path="/tapes/T002?t=01:00:27:09", project="coded",
        says="Codings on a tape: two that overlap, each with its number.", do=in_turn(DECK, see(".tape-coded")),
    ),
    Shot(
        name="tape-code-pick", room="Tape", path="/tapes/T002?t=01:00:27:09", project="coded",
        says="`c`: a code by a part of its name.",
        do=in_turn(DECK, see(".tape-coded"), keys("c"), typed("the"), see(".palette-item")),
    ),
    Shot(
        name="codes", room="Codes", path="/codes?code=2", project="coded", says="A code, its passages, what it means.",
        do=see(".passage"),
    ),
    Shot(
        name="codes-agreement", room="Codes", path="/codes?code=2&side=agreement", project="coded",
        says="Two coders beside each other.", do=see(".agree-table"),
    ),
    Shot(
        name="codes-decide", room="Codes", path="/codes?code=2&side=agreement", project="coded",
        says="`d`: what two coders see differently.", do=in_turn(see(".agree-table"), keys("d"), see("dialog")),
    ),
    Shot(
        name="codes-edit", room="Codes", path="/codes?code=2", project="coded", says="`e`: a code is described.",
        do=in_turn(see(".passage"), keys("e"), see("dialog")),
    ),
    Shot(
        name="codes-ask", room="Codes", path="/codes?ask=The+depot+within+30+s+of+A+light+seen", project="coded",
        says="A question about codings, and its answer.", do=see(".passage"),
    ),
    Shot(
        name="codes-refused", room="Codes", path="/codes?ask=lighthouse", project="coded",
        says="A question that cannot be asked, said at the box.", do=see("[aria-invalid=true]"), expects=REFUSED,
    ),
    Shot(
        name="codes-remove", room="Codes", path="/codes?code=2", project="coded",
        says="A used code is not removed unasked.", do=in_turn(see(".passage"), keys("Delete"), see("dialog")),
    ),
    Shot(
        name="codes-200", room="Codes", path="/codes?code=2", project="coded", says="A laptop at 200 %.",
        do=see(".passage"), size=(640, 360), zoom=2,
    ),
    Shot(name="codes-empty", room="Codes", path="/codes", says="No codebook yet.", do=see("[data-state=empty]")),
    Shot(
        name="codes-loading", room="Codes", path="/codes", says="While the codebooks are read.",
        before=never_answers("**/api/codebooks"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="codes-failed", room="Codes", path="/codes", says="The codebooks could not be had.",
        before=answers("**/api/codebooks", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="people", room="People", path="/people?who=2", says="Who is speaking; and whether two voices are one.",
        project="voices", do=see(".same"),
    ),
    Shot(
        name="people-by-transcript", room="People", path="/people", says="People who are known from transcripts alone.",
        do=see(".person"),
    ),
    Shot(name="people-empty", room="People", path="/people", says="Nobody yet.", project="empty"),
    Shot(
        name="people-loading", room="People", path="/people", says="While it is read who is heard.",
        before=never_answers("**/api/people"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="people-failed", room="People", path="/people", says="It could not be read who is heard.",
        before=answers("**/api/people", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="people-names", room="People", path="/people?tab=names", says="Names and terms.", project="voices",
        do=see(".names-offers"),
    ),
    Shot(
        name="people-named", room="People", path="/people?who=2", says="A voice is named, once for all tapes.",
        project="voices", changes=True,
        do=in_turn(
            see(".person"), keys("Enter"), typed("Marian Voss", "Enter"), see(".person-name:not(.is-label)"),
        ),
    ),
    Shot(
        name="chronology", room="Chronology", path="/chronology?event=5", project="ferry",
        says="What happened when, who had to do with it, and where sources conflict.", do=see(".chron-event"),
    ),
    Shot(
        name="chronology-gap", room="Chronology", path="/chronology?event=4", project="ferry",
        says="`G`: nothing is told of these months; what others tell of them.",
        do=in_turn(see(".chron-event"), keys("Shift+G"), see("[aria-label='The gap']")),
    ),
    Shot(
        name="chronology-near", room="Chronology", path="/chronology?event=7&from=1985-01-01&to=1986-06-01",
        project="ferry", says="The same, nearer.", do=see(".chron-event"),
    ),
    Shot(
        name="chronology-table", room="Chronology", path="/chronology?event=5&as=table", project="ferry",
        says="`T`: the same as a table.", do=see(".chron-row.is-current"),
    ),
    Shot(
        name="chronology-cases", room="Chronology", path="/chronology?align=first+warning+sign", project="ferry",
        says="Cases beside each other: day 0 is the first warning sign.", do=see(".chron-event"),
    ),
    Shot(
        name="chronology-form", room="Chronology", path="/chronology?event=9", project="ferry",
        says="`E`: an event; what a date means is said as one types.",
        do=in_turn(see(".chron-event"), keys("e"), see("dialog .chron-date-said")),
    ),
    Shot(
        name="chronology-people", room="Chronology", path="/chronology", project="ferry",
        says="`W`: people and institutions.", do=in_turn(see(".chron-event"), keys("w"), see("dialog tbody tr")),
    ),
    Shot(
        name="chronology-mentions", room="Chronology", path="/chronology", project="ferry",
        says="Dates that are told on the tapes: offered, to be taken or left.",
        do=in_turn(see(".chron-event"), click("text=Dates told on tapes"), see(".chron-mention")),
    ),
    Shot(
        name="chronology-none", room="Chronology", path="/chronology?q=lighthouse", project="ferry",
        says="No event is of the kind that was asked for.", do=see("[data-state=empty]"),
    ),
    Shot(
        name="chronology-empty", room="Chronology", path="/chronology", says="Nothing has been dated yet.",
        do=see("[data-state=empty]"),
    ),
    Shot(
        name="chronology-loading", room="Chronology", path="/chronology", says="While it is read.",
        before=never_answers("**/api/chronology"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="chronology-failed", room="Chronology", path="/chronology", says="It could not be read.",
        before=answers("**/api/chronology", 507, "storage", "the disk is full", "make room and try again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="tape-dated", room="Tape", path="/tapes/T001?w=46-59", project="ferry",
        says="`D`: what is selected becomes the source of an event.",
        do=in_turn(DECK, see(".tape-event"), keys("d"), see("dialog .said")),
    ),
    Shot(name="papers", room="Paper edits", path="/paper", says="The paper edits."),
    Shot(name="paper", room="Paper edits", path="/paper/night-bus", says="A paper edit."),
    Shot(name="proofs", room="Proof", path="/proof", says="What can be proved."),
    Shot(
        name="proofs-empty", room="Proof", path="/proof", says="What will be checked.", project="empty",
        do=see("[data-state=empty]"),
    ),
    Shot(
        name="proof", room="Proof", path="/proof/night-bus?q=4", says="Each line held against its tape.",
        do=see(".pair-changed"),
    ),
    Shot(
        name="proof-accept", room="Proof", path="/proof/night-bus?q=4", says="It may stand, for a reason.",
        do=in_turn(see(".pair-changed"), keys("a"), see("dialog")),
    ),
    Shot(
        name="proof-claims", room="Proof", path="/proof/night-bus?show=claims", says="What the narration states.",
        do=see(".claim-offer"),
    ),
    Shot(
        name="proof-loading", room="Proof", path="/proof/night-bus", says="While it is checked.",
        before=never_answers("**/api/proofs/night-bus"), do=see("[data-state=loading]"),
    ),
    Shot(
        name="proof-failed", room="Proof", path="/proof/article.docx", says="A file that cannot be read.",
        before=answers("**/api/proofs/article.docx", 422, "input", "article.docx: it is cut short", "save it again"),
        do=see("[data-state=failed]"), expects=REFUSED,
    ),
    Shot(
        name="proof-article", room="Proof", path="/proof", says="An article, pasted and judged.", changes=True,
        do=in_turn(
            see(".handing-text"), filled(".handing-text", ARTICLE), click(".handing .button-main"),
            see(".pair-gone"), keys("j", "j"),
        ),
    ),
    Shot(
        name="review", room="Hear first", path="/review", says="The words whose error would cost most.",
        do=see(".hear"),
    ),
    Shot(
        name="review-empty", room="Hear first", path="/review", says="Nothing is left to hear.", project="empty",
        do=see("[data-state=empty]"),
    ),
    Shot(name="jobs-empty", room="Jobs", path="/jobs", says="Nothing runs."),
    Shot(
        name="jobs", room="Jobs", path="/jobs", says="One runs, one waits, one has failed.",
        before=at_work, do=see(".jobs-row"),
    ),
    Shot(
        name="jobs-failed", room="Jobs", path="/jobs?job=20260302-090000002-00a2",
        says="Why one failed, in plain words.", before=at_work, do=see(".jobs-failure"),
    ),
)  # fmt: skip
