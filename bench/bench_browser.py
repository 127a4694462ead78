"""What the browser app costs in a real Chromium: a tape of 20,000 words with two hours of sound, a million words, and a
chronology of ten thousand events.

The peer, in the same run, at the same server and with the same recording, is the page that one would write first: a
span for each word, a listener for each click, a search through all words at each step of time (``naive_page.html``).
It has no waveform, no bar, no panels and cannot be typed in.

Clicks, keys and hits are counted from the event's own timestamp to the first task behind the frame that shows the
change (``browser_page.js``). The main thread is the processor time of its tasks as Chromium counts it (CDP
``Performance.getMetrics``), memory the renderer's proportional set (PSS). Each load is a new browser context: nothing
is in its cache. Times are those of a clock: on a busy machine they say more about the others than about us, which is
why the load is printed.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import sync_playwright

from figures import figure
from tapewright.testing.browser_projects import long_tape_project, many_words_project
from tapewright.testing.browsing import Served, launch_options, open_context
from tapewright.testing.ferry_line import many_events
from tapewright.verbs.project import new_project

HERE = Path(__file__).resolve().parent
IN_PAGE = (HERE / "browser_page.js").read_text("utf-8")
NAIVE = (HERE / "naive_page.html").read_text("utf-8")
LOADS, CLICKS, KEYS, SEARCHES = 7, 40, 80, 40
SCROLL_PX, PLAYED_S = 60_000, 10
TAPE = "/tapes/L001"
EVENTS = 10_000


def main() -> int:
    """Measure and print; 0 with a printed reason where there is no Chromium."""
    chromium = os.environ.get("TAPEWRIGHT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print("there is no Chromium here: apt-get install chromium")
        return 0
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(chromium))
        print(f"Chromium {browser.version}, headless, 1280 × 720", flush=True)
        (Path(folder) / "tape").mkdir()
        long_tape_project(Path(folder) / "tape").close()
        with Served(Path(folder) / "tape" / "project", log=Path(folder) / "tape.log") as served:
            _tape(browser, served, "ours", TAPE)
            _tape(browser, served, "one span per word", "/naive")
            _typing(browser, served)
        (Path(folder) / "words").mkdir()
        began = time.perf_counter()
        many_words_project(Path(folder) / "words").close()
        print(f"a million words stored in {time.perf_counter() - began:.0f} s", flush=True)
        with Served(Path(folder) / "words" / "project", log=Path(folder) / "words.log") as served:
            _search(browser, served)
        project = new_project(Path(folder) / "events")
        many_events(project, EVENTS)
        project.close()
        with Served(Path(folder) / "events", log=Path(folder) / "events.log") as served:
            _chronology(browser, served)
        browser.close()
    print(f"load of the machine behind: {os.getloadavg()[0]:.1f}", flush=True)
    return 0


def _tape(browser: Any, served: Served, name: str, path: str) -> None:
    ours = path == TAPE
    shown = []
    for _ in range(LOADS):
        with _page(browser, served, path) as page:
            shown.append(page.evaluate("__bench.shown"))
    figure(f"{name}: words shown, median", statistics.median(shown), "ms", most=700 if ours else None)
    with _page(browser, served, path) as page:
        page.locator(".deck .wave canvas, audio[controls]").first.wait_for()
        page.wait_for_timeout(2000)
        before = _renderer_mb(browser)
        clicks = _clicks(page)
        figure(f"{name}: click to lit word, median", statistics.median(clicks), "ms", most=25 if ours else None)
        figure(f"{name}: click to lit word, p95", _p(clicks, 0.95), "ms")
        rate, slow = _scroll(page)
        figure(f"{name}: scrolling", rate, "frames/s", least=55 if ours else None)
        figure(f"{name}: scrolling, frames over 34 ms", slow, "%")
        busy = _playing(page)
        figure(f"{name}: main thread while playing", busy, "%", most=15 if ours else None)
        figure(f"{name}: elements in the page", page.evaluate("document.querySelectorAll('*').length"), "")
        figure(f"{name}: renderer before work", before, "MB")
        figure(f"{name}: renderer after work", _renderer_mb(browser), "MB", most=150 if ours else None)


def _typing(browser: Any, served: Served) -> None:
    """Typing in the middle of the tape while it plays; every key is one that the text takes."""
    with _page(browser, served, TAPE) as page:
        page.locator(".deck .wave canvas").first.wait_for()
        page.wait_for_timeout(1000)
        page.keyboard.press("Space")
        page.keyboard.press("e")
        page.locator(".cm-line").nth(4).click()
        page.evaluate("__bench.isCounting = true")
        text = "the ferry was late that year and nobody asked " * 3
        for letter in text[:KEYS]:
            page.keyboard.press("Space" if letter == " " else letter)
            page.wait_for_timeout(90)
        keys = page.evaluate("__bench.keys")
    if len(keys) < KEYS // 2:
        print(f"typing: only {len(keys)} of {KEYS} keys arrived", file=sys.stderr)
        return
    figure("ours: key to letter while playing, median", statistics.median(keys), "ms")
    figure("ours: key to letter while playing, p95", _p(keys, 0.95), "ms", most=20)


def _search(browser: Any, served: Served) -> None:
    chance = random.Random(5)
    words = "harbour bread quiet rope engine kitchen letter winter neighbour market window flour".split()
    taken = []
    with _page(browser, served, "/search", "input[type=search], .search-field") as page:
        box = page.locator(".search-field")
        for number in range(SEARCHES + 3):
            before = page.evaluate("document.querySelector('.bar-facts')?.textContent || ''")
            box.fill("")
            page.wait_for_timeout(400)
            box.press_sequentially(" ".join(chance.sample(words, 2))[:-1])
            page.wait_for_timeout(600)
            before = page.evaluate("document.querySelector('.bar-facts')?.textContent || ''")
            waiting = page.evaluate_handle("(before) => ({ done: __bench.untilHits(before) })", before)
            box.press(chance.choice(words)[-1])
            took = waiting.evaluate("(one) => one.done")
            if number >= 3 and took < 5000:
                taken.append(took)
    if not taken:
        print("search: no hits were shown", file=sys.stderr)
        return
    figure("ours: last key to hits in a million words, median", statistics.median(taken), "ms", most=150)
    figure("ours: last key to hits in a million words, p95", _p(taken, 0.95), "ms")


def _chronology(browser: Any, served: Served) -> None:
    """Events of forty years in six lanes: how long until they are drawn, and how steadily one zooms and pans."""
    shown, steps, elements = [], [], 0
    for _ in range(LOADS):
        with _page(browser, served, "/chronology", until=".chron-mark[d*=M]") as page:
            shown.append(page.evaluate("new Promise(done => setTimeout(() => done(__bench.shown), 200))"))
            frames, elements = page.evaluate(f"({ZOOMS})()")
            steps += [later - earlier for earlier, later in pairwise(frames)]
    print(f"chronology, {EVENTS} events: shown {statistics.median(shown):.0f} ms (slowest {max(shown):.0f})")
    slow = 100 * sum(step > 34 for step in steps) / len(steps)
    print(
        f"zooming and panning {1000 * len(steps) / sum(steps):.1f} frames a second, p95 {_p(steps, 0.95):.1f} ms, "
        f"slower than 34 ms {slow:.1f} %; {elements} elements",
        flush=True,
    )
    figure("chronology shown, median", statistics.median(shown), "ms", most=1000)
    figure("chronology: zooming and panning", 1000 * len(steps) / sum(steps), "frames/s", least=50)


ZOOMS = """async () => {
  const field = document.querySelector('.chron-field');
  const box = field.getBoundingClientRect();
  const [clientX, clientY] = [box.left + box.width * 0.6, box.top + 60];
  const frames = [];
  for (let n = 0; n < 240; n += 1) {
    frames.push(await new Promise(requestAnimationFrame));
    const phase = n % 120;
    const zooms = phase < 80;
    const deltaY = zooms ? (phase < 40 ? -30 : 30) : phase < 100 ? 40 : -40;
    const how = { bubbles: true, cancelable: true, ctrlKey: zooms, shiftKey: !zooms, deltaY, clientX, clientY };
    field.dispatchEvent(new WheelEvent('wheel', how));
  }
  return [frames, document.querySelectorAll('.chron-drawing *').length];
}"""


@contextmanager
def _page(browser: Any, served: Served, path: str, until: str = ".cm-line, .naive-word") -> Iterator[Any]:
    context = open_context(browser, served)
    context.add_init_script(IN_PAGE)
    context.route("**/naive", lambda route: route.fulfill(body=NAIVE, content_type="text/html"))
    page = context.new_page()
    page.goto(served.origin + path)
    page.locator(until).first.wait_for(timeout=60_000)
    if "naive" in until:
        while not page.evaluate("__bench.shown"):
            page.wait_for_timeout(50)
    try:
        yield page
    finally:
        context.close()


def _clicks(page: Any) -> list[float]:
    """Real clicks on words in sight, each on another than before."""
    page.evaluate("__bench.isCounting = true")
    chance = random.Random(3)
    for _ in range(CLICKS):
        x, y = chance.randrange(330, 800), chance.randrange(260, 640)
        page.evaluate("__bench.litNow = __bench.where()")
        page.mouse.click(x, y)
        page.wait_for_timeout(160)
    page.wait_for_timeout(3000)
    page.evaluate("__bench.isCounting = false")
    # A click beside the words lights none; it is no answer that took three seconds.
    return [took for took in page.evaluate("__bench.clicks") if took < 3000]


def _scroll(page: Any) -> tuple[float, float]:
    """Frames a second and the share of slow ones, in a scroll by the wheel through a good part of the tape."""
    page.mouse.move(560, 500)
    page.evaluate("__bench.countFrames()")
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.synthesizeScrollGesture",
        {"x": 560, "y": 500, "yDistance": -SCROLL_PX, "speed": 10_000, "gestureSourceType": "mouse"},
    )
    frames = page.evaluate("__bench.stopFrames()")
    steps = [later - earlier for earlier, later in pairwise(frames)]
    return 1000 * len(steps) / sum(steps), 100 * sum(step > 34 for step in steps) / len(steps)


def _playing(page: Any) -> float:
    """The share of the main thread that is busy while the tape plays and its words are lit."""
    if page.locator("audio[controls]").count():
        page.evaluate("document.querySelector('audio').play()")
    else:
        page.locator(".cm-content").focus()
        page.keyboard.press("Space")
    before = page.evaluate("__bench.where()")
    page.wait_for_timeout(2500)
    if page.evaluate("__bench.where()") == before:
        print("playing: the lit word does not move", file=sys.stderr)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    first, began = _task_seconds(session), time.perf_counter()
    page.wait_for_timeout(PLAYED_S * 1000)
    return 100 * (_task_seconds(session) - first) / (time.perf_counter() - began)


def _task_seconds(session: Any) -> float:
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def _renderer_mb(browser: Any) -> float:
    """The proportional set of the largest renderer: that of the page which is open."""
    listed = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [one["id"] for one in listed if one["type"] == "renderer"]
    return max(psutil.Process(pid).memory_full_info().pss for pid in renderers) / 1e6


def _p(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    sys.exit(main())
