"""The deck in a real browser: the very frame, the very sample, over every joint, one sound at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tapewright.model import Span, TapeId
from tapewright.testing.browsing import Served
from tapewright.testing.recordings import chatter, write_sound
from tapewright.testing.testfilms import write_long_sound, write_test_film
from tapewright.timing import TICKS_PER_SECOND, Interval, from_seconds
from tapewright.verbs.edit import insert, new_edit
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import new_project
from tapewright.verbs.proxies import make_proxies

expect = pytest.importorskip("playwright.sync_api").expect

SECOND = TICKS_PER_SECOND
NTSC = Fraction(30_000, 1001)
FRAME = {"T25": SECOND // 25, "T2997": SECOND * 1001 // 30_000}
START = {"T25": "10:00:00:00", "T2997": "01:00:00;00"}

HARNESS = """async (tape) => {
  const { makeDeck } = await import('/client/deck/deck.js');
  const { Player } = await import('/client/deck/player.js');
  const main = document.createElement('div');
  main.id = 'bench';
  document.body.prepend(main);
  window.player = new Player();
  window.deck = makeDeck(main, { tape, player: window.player });
  window.once = (from, kind, is = () => true) =>
    new Promise((done) => {
      const told = (event) => is(event.detail) && (from.removeEventListener(kind, told), done(event.detail));
      from.addEventListener(kind, told);
    });
  window.seekTo = async (ticks) => {
    const come = window.once(window.player, 'seeked');
    window.player.seek(ticks);
    await come;
    const video = window.player.picture.shown;
    if (video.seeking) await window.once(video, 'seeked');
  };
  window.frameShown = () => {
    const video = window.player.picture.shown;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.drawImage(video, 0, 0);
    const cell = canvas.width / 16;
    let number = 0;
    for (let bit = 0; bit < 16; bit += 1) {
      const [light] = pen.getImageData(Math.round((bit + 0.5) * cell), Math.round(cell), 1, 1).data;
      if (light > 128) number |= 1 << bit;
    }
    return number;
  };
  // A picture that has come is painted a moment later on a busy machine; one that is wrong stays wrong.
  window.frameComes = async (frame) => {
    for (let n = 0; n < 30 && window.frameShown() !== frame; n += 1) await new Promise(requestAnimationFrame);
    return window.frameShown();
  };
  await window.player.load(tape).catch(() => {});
  if (window.player.state === 'loading') await window.once(window.player, 'state', (state) => state === 'ready');
  return window.player.state;
}"""


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Films whose pictures say their numbers, a tape of two of them, one that is gone, one without its picture made."""
    folder = tmp_path_factory.mktemp("reel")
    with new_project(folder / "project", title="The ferry") as project:
        for tape, rate in (("T25", Fraction(25)), ("T2997", NTSC)):
            film = write_test_film(folder / f"{tape}.mp4", chatter(12), rate=rate, timecode=START[tape], seconds=12)
            ingest(project, [film], tape_id=tape)
        parts = [
            write_test_film(folder / f"part{n}.mp4", chatter(4, seed=n), rate=Fraction(25), timecode=start, seconds=4)
            for n, start in ((1, "00:00:00:00"), (2, "00:00:04:00"))
        ]
        ingest(project, parts, tape_id="TWO", together=True)
        ingest(project, [write_long_sound(folder / "LONG.m4a", 600)], tape_id="LONG")
        ingest(project, [write_sound(folder / "EXACT.wav", chatter(8, seed=7))], tape_id="EXACT")
        gone = write_sound(folder / "gone.wav", chatter(3))
        ingest(project, [gone], tape_id="GONE")
        gone.unlink()
        new_edit(project, "cut")
        for tape, start, end in (("T25", "2", "3.2"), ("T2997", "5.005", "6.006"), ("TWO", "3.4", "4.6")):
            insert(project, "cut", Span(TapeId(tape), Interval(from_seconds(start), from_seconds(end))))
        make_proxies(project)
        film = write_test_film(
            folder / "unmade.mp4", chatter(4, seed=9), rate=Fraction(25), timecode="00:00:00:00", seconds=4
        )
        ingest(project, [film], tape_id="UNMADE")
    with Served(folder / "project", log=folder / "server.log") as served:
        yield served


@pytest.fixture
def bench(reel: Served, open_page: Any) -> Any:
    """``bench(tape)``: a page with a deck on it."""

    def make(tape: str, *, page: Any = None, state: str = "ready", **wishes: Any) -> Any:
        page = page or open_page(reel, "/nowhere", **wishes)
        assert page.evaluate(HARNESS, tape) == state
        return page

    return make


@pytest.mark.parametrize("tape", ["T25", "T2997"])
def test_a_seek_shows_the_very_frame_and_its_timecode(bench: Any, tape: str) -> None:
    page, step, chance = bench(tape), FRAME[tape], random.Random(tape)
    last = 12 * SECOND // step - 1
    frames = [0, 1, last, *(chance.randrange(last) for _ in range(12))]
    asked = [(frame, frame * step + into) for frame in frames for into in (0, 1, step // 2, step - 1)]
    shown = page.evaluate(
        """async (asked) => {
          const shown = [];
          for (const [frame, ticks] of asked) {
            await window.seekTo(ticks);
            shown.push([await window.frameComes(frame), window.player.ticks]);
          }
          return shown;
        }""",
        asked,
    )
    assert shown == [list(pair) for pair in asked]
    label = page.locator(".deck-timecode").inner_text()
    assert label == page.evaluate(
        """async () => {
          const { timecode } = await import('/client/frame/time.js');
          return timecode(window.player.ticks, window.player.record);
        }"""
    )


@pytest.mark.parametrize("tape", ["T25", "T2997"])
def test_frame_by_frame_no_frame_is_left_out_or_shown_twice(bench: Any, tape: str) -> None:
    page = bench(tape)
    first = (7 * SECOND + 12_345) // FRAME[tape]
    walked = page.evaluate(
        """async ([start, first]) => {
          await window.seekTo(start);
          let frame = first;
          const walked = [await window.frameComes(frame)];
          for (const by of [...Array(12).fill(1), ...Array(8).fill(-1)]) {
            frame += by;
            const come = window.once(window.player, 'seeked');
            window.player.step(by);
            await come;
            const video = window.player.picture.shown;
            if (video.seeking) await window.once(video, 'seeked');
            walked.push(await window.frameComes(frame));
          }
          return walked;
        }""",
        [7 * SECOND + 12_345, first],
    )
    assert walked == [*range(first, first + 13), *range(first + 11, first + 3, -1)]


def test_the_picture_keeps_step_with_the_sound(bench: Any) -> None:
    page = bench("T25")
    late = page.evaluate(
        """async () => {
          await window.seekTo(3 * 705600000);
          const late = [];
          const note = ({ detail }) => late.push([window.frameShown(), detail]);
          await window.player.play();
          for (let tick = 0; tick < 25; tick += 1) await window.once(window.player, 'tick');
          window.player.addEventListener('tick', note);
          for (let tick = 0; tick < 25; tick += 1) await window.once(window.player, 'tick');
          window.player.removeEventListener('tick', note);
          window.player.pause();
          return late;
        }"""
    )
    off = sorted(abs(frame + 0.5 - ticks / FRAME["T25"]) for frame, ticks in late)
    assert off[len(off) // 2] <= 2.5, off  # in frames; a guard, for machines that do other things too
    assert off[-1] <= 6, off


WORKLET = """
registerProcessor('tap', class extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0].slice());
    return true;
  }
});
"""
TAP = """async (worklet) => {
  const context = new AudioContext({ sampleRate: 48000 });
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([worklet], { type: 'text/javascript' })));
  window.tap = (element) => {
    const heard = [];
    const tap = new AudioWorkletNode(context, 'tap');
    tap.port.onmessage = ({ data }) => heard.push(...data);
    context.createMediaElementSource(element).connect(tap).connect(context.destination);
    return heard;
  };
  window.more = async (heard, count) => {
    const enough = heard.length + count;
    while (heard.length < enough) await new Promise((done) => setTimeout(done, 5));
  };
  window.heard = window.tap(window.player.sound.element);
}"""


def samples_of(heard: list[float]) -> np.ndarray:
    """What was heard, from the first sample that is none of silence to the last, as a 16-bit WAV holds it."""
    found = np.rint(np.array(heard, np.float64) * 32768).astype(int)
    there = np.flatnonzero(found)
    return found[there[0] : there[-1] + 1]


def test_sound_begins_at_the_very_sample_and_a_span_holds_exactly_its_own(bench: Any, reel: Served) -> None:
    page = bench("EXACT", bypass_csp=True)  # the ear that the test puts in is no module of ours
    whole = np.frombuffer(reel.api.get("/media/tapes/EXACT/sound.wav").content[44:], "<i2").astype(int)
    page.evaluate(TAP, WORKLET)
    for sample in (12_345, 200_001, 77_777):
        heard = page.evaluate(
            """async (at) => {
              await window.more(window.heard, 4096);
              await window.seekTo(at);
              do { // until what was played before has been heard out
                window.heard.length = 0;
                await window.more(window.heard, 4096);
              } while (window.heard.some(Boolean));
              window.heard.length = 0;
              await window.player.play();
              do await window.more(window.heard, 24000);
              while (!window.heard.some(Boolean)); // a busy machine may begin late
              window.player.pause();
              return window.heard;
            }""",
            sample * (SECOND // 48_000) + 7_000,
        )
        begun = samples_of(heard)[:200]
        assert np.abs(begun - whole[sample : sample + 200]).max() <= 1
    first, end = 150_003, 160_004
    for _ in range(5):
        heard = page.evaluate(
            """async ([start, end]) => {
              const playing = window.player.playSpan(start, end);
              const heard = window.tap(window.player.part.element);
              await playing;
              await window.once(window.player, 'state', (state) => state === 'ready');
              await window.more(heard, 9600);
              return heard;
            }""",
            [first * (SECOND // 48_000), end * (SECOND // 48_000)],
        )
        found = samples_of(heard)
        if len(found) == end - first:
            break  # a busy machine may stutter, and puts silence into what is heard; once it does not
    assert len(found) == end - first
    assert np.abs(found - whole[first:end]).max() <= 1


def test_a_span_ends_at_its_end_and_leaves_the_player_there(bench: Any) -> None:
    page = bench("T2997")
    start, end = 100 * FRAME["T2997"], 112 * FRAME["T2997"]
    heard = page.evaluate(
        """async ([start, end]) => {
          const heard = [];
          const note = ({ detail }) => heard.push(detail);
          window.player.addEventListener('tick', note);
          await window.player.playSpan(start, end);
          const length = window.player.part.element.duration;
          await window.once(window.player, 'state', (state) => state === 'ready');
          window.player.removeEventListener('tick', note);
          return { heard, ticks: window.player.ticks, length };
        }""",
        [start, end],
    )
    assert heard["ticks"] == end
    assert heard["heard"][-1] == end
    assert all(start <= tick <= end for tick in heard["heard"])
    assert abs(heard["length"] - (end - start) / SECOND) < 2 / 48_000


def test_at_the_end_it_stands_at_the_end_and_never_where_it_began(bench: Any) -> None:
    page = bench("T25")
    stood = page.evaluate(
        """async () => {
          await window.seekTo(window.player.duration - 352800000);
          const stood = [];
          // The element stands before it says that it has ended; a tick may fall between the two.
          window.player.sound.element.addEventListener('pause', () => stood.push(window.player.ticks));
          await window.player.play();
          await window.once(window.player, 'state', (state) => state === 'ready');
          return [...stood, window.player.ticks, window.player.duration];
        }"""
    )
    assert len(stood) == 3
    assert len(set(stood)) == 1, stood


def test_what_the_browser_pauses_stands_where_it_was_paused(bench: Any) -> None:
    page = bench("T25")
    start, before, stands, later = page.evaluate(
        """async () => {
          const { player } = window;
          await window.seekTo(705600000);
          await player.play();
          for (let n = 0; n < 8; n += 1) await window.once(player, 'tick');
          const before = player.ticks;
          const stopped = window.once(player, 'state', (state) => state === 'ready');
          player.sound.element.pause();  // a key for all media, a headset that was taken off
          await stopped;
          const stands = player.ticks;
          await player.play();
          player.pause();
          return [705600000, before, stands, player.ticks];
        }"""
    )
    assert start < before <= stands < start + 5 * SECOND
    assert stands <= later < stands + SECOND // 2


def test_what_the_browser_plays_is_followed(bench: Any) -> None:
    page = bench("T25")
    start, ticks = page.evaluate(
        """async () => {
          const { player } = window;
          await window.seekTo(705600000);
          const plays = window.once(player, 'state', (state) => state === 'playing');
          void player.sound.element.play();  // the same key again
          await plays;
          await window.once(player, 'tick', (ticks) => ticks > 1.2 * 705600000);
          player.pause();
          return [705600000, player.ticks];
        }"""
    )
    assert start < ticks < start + 5 * SECOND


OVER_THE_JOINT = """async () => {
  await window.seekTo(3.2 * 705600000);
  const run = [];
  let waited = 0;
  await window.player.play();
  const wait = () => (waited += 1);
  window.player.sound.element.addEventListener('waiting', wait);
  const note = ({ detail }) => run.push([detail, window.player.picture.front, window.frameShown()]);
  window.player.addEventListener('tick', note);
  await window.once(window.player, 'tick', (ticks) => ticks > 4.9 * 705600000);
  window.player.removeEventListener('tick', note);
  window.player.sound.element.removeEventListener('waiting', wait);
  window.player.pause();
  return { run, waited };
}"""


def test_a_tape_of_two_files_plays_over_the_joint(bench: Any) -> None:
    page = bench("TWO")

    def stumbles() -> list[tuple[int, int]]:
        """Where the sound stopped, or where the picture behind the joint was not beside it."""
        run = page.evaluate(OVER_THE_JOINT)
        ticks = [tick for tick, _, _ in run["run"]]
        assert ticks == sorted(ticks)
        assert {front for _, front, _ in run["run"]} == {0, 1}
        after = [(tick, frame) for tick, _, frame in run["run"] if tick > 4.4 * SECOND]
        late = [(tick, frame) for tick, frame in after if abs(frame - (tick - 4 * SECOND) / FRAME["T25"]) >= 5]
        breaks = [(a, b) for a, b in pairwise(ticks) if b - a >= 0.25 * SECOND]
        return [*late, *breaks, *[(0, run["waited"])] * bool(run["waited"])]

    # A machine that stops everybody for a moment spoils a round; a joint that is heard or seen does so in each.
    assert any(not stumbles() for _ in range(3))


def test_one_thing_sounds_at_a_time_in_all_tabs(bench: Any) -> None:
    first = bench("T25")
    second = first.context.new_page()
    second.goto(first.url)
    bench("T2997", page=second)
    first.evaluate("() => window.player.play()")
    second.evaluate("() => window.player.play()")
    first.wait_for_selector(".deck[data-state=ready]")
    assert second.evaluate("() => window.player.isPlaying")
    second.evaluate(
        """async () => {
          const { clip } = await import('/client/deck/clip.js');
          window.clipped = clip.play({ tape: 'T25', start: 0, end: 0.4 * 705600000 });
        }"""
    )
    assert second.evaluate("() => window.player.state") == "ready"
    assert second.evaluate("() => window.clipped.then(() => 'ended')") == "ended"
    second.evaluate("() => window.player.play()")
    second.evaluate(
        """() => {
          Object.defineProperty(document, 'hidden', { value: true, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )
    assert second.evaluate("() => window.player.state") == "ready"


def test_what_is_missing_is_said_and_nothing_sounds(bench: Any) -> None:
    page = bench("GONE", state="missing")
    said = page.locator(".deck-notes").inner_text()
    assert "gone.wav" in said
    assert "relink" in said
    page.evaluate("() => window.player.play()")
    assert page.evaluate("() => window.player.state") == "missing"


def test_a_clip_of_what_is_missing_says_why(bench: Any) -> None:
    page = bench("T25")
    page.troubles.expect("404")
    said = page.evaluate(
        """async () => {
          const { clip } = await import('/client/deck/clip.js');
          return clip.play({ tape: 'GONE', start: 0, end: 705600000 }).then(() => 'played', (error) => error.message);
        }"""
    )
    assert said == "the sound of GONE is not there"


def test_a_picture_that_was_not_made_shows_stills_and_is_made_on_request(bench: Any) -> None:
    page = bench("UNMADE")
    page.evaluate("() => window.player.seek(2 * 705600000)")
    page.locator(f".deck-still[src*='at={2 * SECOND}']").wait_for()
    page.get_by_role("button", name="Make the picture").click()
    page.locator(".deck-picture.is-there").wait_for()
    page.evaluate("() => window.seekTo(3 * 705600000)")
    assert page.evaluate("() => window.frameComes(75)") == 75
    assert page.evaluate("() => window.player.ticks") == 3 * SECOND


def test_the_waveforms_are_sliders_for_pointer_and_keys(bench: Any) -> None:
    page = bench("T25")
    overview = page.get_by_role("slider", name="Place on the tape")
    box = overview.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 10)
    page.locator("[aria-label='Place on the tape'][aria-valuenow='6']").wait_for()
    expect(page.locator(".deck-timecode")).to_have_text(str(overview.get_attribute("aria-valuetext")))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 3 / 4, box["y"] + 30, steps=5)
    page.mouse.up()
    page.locator("[aria-label='Place on the tape'][aria-valuenow='9']").wait_for()
    overview.focus()
    page.keyboard.press("ArrowLeft")
    page.locator("[aria-label='Place on the tape'][aria-valuenow='4']").wait_for()
    page.keyboard.press("End")
    page.locator("[aria-label='Place on the tape'][aria-valuenow='12']").wait_for()
    page.keyboard.press("Home")
    assert page.evaluate("() => window.player.ticks") == 0
    assert overview.get_attribute("aria-valuemax") == "12"


def test_while_it_plays_nothing_is_laid_out(bench: Any) -> None:
    page = bench("T25")
    watched = page.context.new_cdp_session(page)
    watched.send("Performance.enable")

    def layouts() -> int:
        found = {one["name"]: one["value"] for one in watched.send("Performance.getMetrics")["metrics"]}
        return int(found["LayoutCount"])

    page.evaluate("async () => { await window.seekTo(705600000); await window.player.play(); }")
    page.evaluate("() => window.once(window.player, 'tick')")
    before = layouts()
    ticks = page.evaluate(
        """async () => {
          let ticks = 0;
          const note = () => (ticks += 1);
          window.player.addEventListener('tick', note);
          await window.once(window.player, 'tick', (at) => at > 4 * 705600000);
          window.player.removeEventListener('tick', note);
          return ticks;
        }"""
    )
    # The label of the timecode changes with each frame, inside a box of its own that nothing depends on.
    assert layouts() - before <= ticks + 5
    assert 50 < ticks < 90
    page.evaluate("() => { document.querySelector('.deck-timecode').hidden = true; }")
    page.evaluate("() => window.once(window.player, 'tick')")
    before = layouts()
    page.evaluate("() => window.once(window.player, 'tick', (at) => at > 6 * 705600000)")
    assert layouts() - before <= 5
    page.evaluate("() => window.player.pause()")


def test_the_keys_of_one_who_types_along(bench: Any) -> None:
    page = bench("T25")
    at = page.evaluate(
        """async () => {
          const { player } = window;
          await window.seekTo(8 * 705600000);
          player.tab(0);
          await window.once(player, 'tick', (ticks) => ticks > 8.2 * 705600000);
          player.tab(5000);
          const paused = player.ticks;
          player.tab(9000);
          player.tab(9100);
          const back = player.ticks;
          player.pause();
          player.hold();
          await window.once(player, 'tick');
          const held = player.isPlaying;
          player.release();
          return { paused, back, held, state: player.state };
        }"""
    )
    assert 6.5 * SECOND < at["paused"] < 7.5 * SECOND
    assert abs(at["back"] - (at["paused"] - 5 * SECOND)) < 0.3 * SECOND
    assert (at["held"], at["state"]) == (True, "ready")


def test_the_shuttle_goes_faster_slower_and_back(bench: Any) -> None:
    page = bench("T25")
    seen = page.evaluate(
        """async () => {
          const { player } = window;
          const seen = [];
          await window.seekTo(5 * 705600000);
          for (const way of [1, 1, 1, 1, 1, 1]) {
            player.shuttle(way);
            seen.push(player.speed);
          }
          await window.once(player, 'tick');
          player.shuttle(0);
          seen.push(player.speed, player.state);
          player.shuttle(0.5);
          seen.push(player.speed);
          player.shuttle(-1);
          const from = player.ticks;
          await window.once(player, 'seeked', (ticks) => ticks < from - 0.3 * 705600000);
          player.shuttle(0);
          seen.push(player.state, player.speed);
          return seen;
        }"""
    )
    assert seen == [1, 1.5, 2, 3, 4, 4, 1, "ready", 0.5, "ready", 1]


def test_a_paper_edit_plays_across_its_bites_and_says_which_sounds(bench: Any, reel: Served) -> None:
    page = bench("T25")
    played = page.evaluate(
        """async () => {
          const { ProgrammePlayer } = await import('/client/deck/programme.js');
          const cut = new ProgrammePlayer();
          document.body.append(cut.picture.element);
          const bites = [];
          cut.addEventListener('bite', ({ detail }) => bites.push(detail));
          await cut.load('cut');
          await window.once(cut, 'state', (state) => state === 'ready');
          const span = cut.spanOf(3);
          cut.seek(cut.spanOf(2).start - 0.3 * 705600000);
          await window.once(cut, 'seeked');
          await cut.play();
          await window.once(cut, 'state', (state) => state === 'ready');
          const ended = cut.ticks;
          await cut.playBite(2);
          await window.once(cut, 'state', (state) => state === 'ready');
          const there = cut.onTape(cut.spanOf(2).start);
          const result = { bites, ended, span, duration: cut.duration, at: cut.ticks, two: cut.spanOf(2), there };
          cut.destroy();
          return result;
        }"""
    )
    assert played["bites"][:4] == [1, 2, 3, 0]
    assert played["ended"] == played["duration"] == played["span"]["end"]
    assert played["at"] == played["two"]["end"]
    assert played["there"]["tape"] == "T2997"
    assert abs(played["there"]["ticks"] - from_seconds("5.005")) <= FRAME["T25"]


def test_a_cut_that_was_changed_says_so(bench: Any, reel: Served) -> None:
    page = bench("T25")
    page.troubles.expect("412")
    text = (reel.root / "edits" / "cut.md").read_text()
    (reel.root / "edits" / "changing.md").write_text(text)
    said = page.evaluate(
        """async () => {
          const { ProgrammePlayer } = await import('/client/deck/programme.js');
          window.cut = new ProgrammePlayer();
          await window.cut.load('changing');
          await window.once(window.cut, 'state', (state) => state === 'ready');
          return window.cut.state;
        }"""
    )
    assert said == "ready"
    (reel.root / "edits" / "changing.md").write_text(text + "\nNarration.\n")
    said = page.evaluate(
        """async () => {
          await window.cut.playSpan(0, 705600000 / 2);
          if (window.cut.state !== 'failed') await window.once(window.cut, 'state', (state) => state === 'failed');
          const { message } = window.cut.error;
          await window.cut.load('changing');
          await window.once(window.cut, 'state', (state) => state === 'ready');
          window.cut.destroy();
          return message;
        }"""
    )
    assert said == "changing was changed meanwhile"


def test_eight_tabs_all_play_and_seek(bench: Any) -> None:
    first = bench("LONG")
    pages = [first, *(first.context.new_page() for _ in range(7))]
    for number, page in enumerate(pages):
        if page is not first:
            page.goto(first.url, timeout=40_000)
            bench("LONG", page=page)
        page.evaluate(
            """async (at) => {
              await window.seekTo(at);
              await window.player.play();
              await window.once(window.player, 'tick', (ticks) => ticks > at + 0.1 * 705600000);
            }""",
            (10 + 60 * number) * SECOND,
        )
    for number, page in enumerate(pages):
        for at in (500 - 40 * number, 20 + 50 * number):
            took = page.evaluate(
                """async (at) => {
                  const begun = performance.now();
                  await window.seekTo(at);
                  return performance.now() - begun;
                }""",
                at * SECOND,
            )
            assert took < 3000
    for page in pages[1:]:
        page.close()


def test_a_deck_goes_on_by_itself_when_the_server_is_back(served: Served, open_page: Any) -> None:
    page = open_page(served, "/nowhere", expects=("Failed to load resource", "ERR_CONNECTION"))
    assert page.evaluate(HARNESS, "T001") == "ready"
    page.evaluate("() => window.seekTo(3 * 705600000)")
    served.kill()
    page.evaluate("() => window.player.playSpan(5 * 705600000, 6 * 705600000)")
    page.locator(".deck[data-state=failed]").wait_for()
    assert "The server does not answer" in page.locator(".deck-notes").inner_text()
    served.start()
    page.locator(".deck[data-state=ready]").wait_for(timeout=30_000)
    page.evaluate("() => window.seekTo(8 * 705600000)")
    assert page.evaluate("() => window.player.ticks") == 8 * SECOND
