"""How a state of a screen is brought about, to be walked by tests and taken as a picture: what is pressed, typed,
awaited, and what the server answers meanwhile.
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


def handed(selector: str, name: str, text: str) -> Callable[[Page], None]:
    """Choose a file of this text where the page asks for one."""
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    return lambda page: page.set_input_files(selector, file)


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

TABLE = """\
Date;What happened;Type;Reference;Told;Seen by;Colour
1985-06-04;A letter is handed in at the harbour office;contact;minutes, page 4;Harbour office;Marian Voss;
1986-03;The chain of the ferry breaks;warning sign;;;Ines Prado;red
that summer;The timetable is printed anew;other;;Town council;;
1987-05-02;The crane is mended;repair;minutes, page 9;;;
1987-13;The lamp at the slipway is out;;;;;
"""

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
