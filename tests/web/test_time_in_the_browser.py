"""The browser counts frames and writes timecode as ``tapewright.timing`` does: thousands of ticks, no difference."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import tapewright.web
from tapewright.errors import UsageError
from tapewright.testing.cuts import FORMATS
from tapewright.timing import TimecodeFormat, frame_rate, to_samples

NODE = shutil.which("node")
TIME = Path(tapewright.web.__file__).parent / "client" / "frame" / "time.js"
COUNTS = (
    *FORMATS,
    *(TimecodeFormat(frame_rate(rate)) for rate in ("10", "12.5", "15", "47.952", "100", "119.88", "120")),
    TimecodeFormat(frame_rate("119.88"), True),
    TimecodeFormat(frame_rate("15000/1001")),
)
_SCRIPT = """
import * as time from %s;
let text = '';
for await (const part of process.stdin) text += part;
const cases = JSON.parse(text);
const answers = cases.map(({does, given}) => time[does](...given));
process.stdout.write(JSON.stringify(answers.map((one) => one === undefined ? 'undefined' : one)));
"""

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no node here")


def answered(cases: list[dict[str, Any]]) -> list[Any]:
    script = _SCRIPT % json.dumps(TIME.as_uri())
    run = subprocess.run(
        [str(NODE), "--no-warnings", "--input-type=module", "-e", script],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(run.stdout)


def record(counting: TimecodeFormat, start: int) -> dict[str, Any]:
    label = counting.write(start)
    return {"rate": str(counting.rate), "drop_frame": counting.drop, "start_timecode": label, "start_ticks": start}


@pytest.mark.parametrize("counting", COUNTS, ids=str)
def test_every_tick_has_the_same_timecode_and_every_label_the_same_tick(counting: TimecodeFormat) -> None:
    chance = random.Random(str(counting))
    step = counting.rate.ticks_per_frame
    cases, expected = [], []
    for number in range(2000):
        start = chance.randrange(counting.frames_per_day) * step + (chance.randrange(step) if number % 3 == 0 else 0)
        ticks = chance.choice([chance.randrange(2**53 - start), chance.randrange(3 * 10**13)])
        if number % 2:
            # At the edges of frames, where a rounding would show.
            ticks = ticks // step * step + chance.choice([-1, 0, 1])
        tape, rate = record(counting, start), str(counting.rate)
        label = counting.write(start + ticks)
        for does, given, wanted in (
            ("timecode", [ticks, tape], label),
            ("fromTimecode", [label, tape], counting.after(label, start)),
            ("timecodeToFrames", [label, tape], counting.frame_number(label)),
            ("frameAt", [ticks, rate], counting.rate.frame_at(ticks)),
            ("nearestFrame", [ticks // 2, rate], counting.rate.nearest_frame(ticks // 2)),
            ("toSamples", [ticks // 2, 48_000], to_samples(ticks // 2, 48_000)),
        ):
            cases.append({"does": does, "given": given})
            expected.append(wanted)
    found = answered(cases)
    assert [(c, f, e) for c, f, e in zip(cases, found, expected, strict=True) if f != e] == []


@pytest.mark.parametrize("counting", COUNTS, ids=str)
def test_every_frame_of_an_hour_around_the_minutes_has_its_label(counting: TimecodeFormat) -> None:
    near = [m * 60 * counting.rate.nominal + k for m in range(61) for k in range(-4, 5)]
    tape = record(counting, 0)
    cases = [{"does": "framesToTimecode", "given": [number, tape]} for number in near]
    assert answered(cases) == [counting.label(number) for number in near]


def test_labels_that_do_not_exist_are_none_in_both() -> None:
    texts = ("24:00:00:00", "00:60:00:00", "00:00:60:00", "00:01:00;01", "00:10:00;01", "00:00:00:29", "00:00:00:30")
    texts += ("1:2:3:4", " 01:00:00.05 ", "01:00:00,05", "01:00:00", "", "01:00:00:1234", "٠١:00:00:00", "-1:00:00:00")
    cases, expected = [], []
    for counting in COUNTS:
        for text in texts:
            cases.append({"does": "timecodeToFrames", "given": [text, record(counting, 0)]})
            try:
                expected.append(counting.frame_number(text))
            except UsageError:
                expected.append(None)
    assert answered(cases) == expected
