"""Two programs that change one paper edit lose nothing, and a kill leaves the old file or the new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tapewright.model import Tape, TapeId
from tapewright.story.paper import parse
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs import edit
from tapewright.verbs.project import new_project

WRITER = """\
import sys
from tapewright.errors import ConflictError
from tapewright.model import Span, TapeId
from tapewright.timing import Interval, from_seconds
from tapewright.verbs import edit
from tapewright.verbs.project import open_project

with open_project(sys.argv[1]) as project:
    done, first, count = 0, int(sys.argv[2]), int(sys.argv[3])
    while done < count:
        at = first + done
        try:
            edit.insert(project, "gap", Span(TapeId("T1"), Interval(from_seconds(at), from_seconds(at + 1))))
        except ConflictError:
            continue
        done += 1
        print(done, flush=True)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with new_project(tmp_path / "series") as made:
        with made.store.change("a tape") as pen:
            counting = TimecodeFormat(frame_rate(25))
            pen.add_tape(Tape(id=TapeId("T1"), title="", format=counting, duration=from_seconds(100_000)))
        edit.new_edit(made, "gap")
        return made.root


def writer(root: Path, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(root), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_writers_at_once_lose_nothing(root: Path) -> None:
    writers = [writer(root, first, 15) for first in (0, 1000)]
    for one in writers:
        one.communicate(timeout=60)
        assert one.returncode == 0
    bites = parse((root / "edits" / "gap.md").read_text("utf-8")).bites
    places = sorted(bite.fragment for bite in bites)
    assert places == sorted(f"t={n}.000000,{n + 1}.000000" for n in [*range(15), *range(1000, 1015)])


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
def test_a_kill_leaves_what_was_acknowledged_and_a_whole_file(root: Path) -> None:
    chance = random.Random(7)
    path = root / "edits" / "gap.md"
    for number in range(8):
        before = len(parse(path.read_text("utf-8")).bites)
        one = writer(root, number * 1000, 10_000)
        assert one.stdout
        one.stdout.readline()
        time.sleep(chance.random() * 0.05)
        one.send_signal(signal.SIGKILL)
        acknowledged = 1 + len(one.stdout.read().split())
        one.wait()
        text = path.read_text("utf-8")
        assert text.endswith("\n")
        found = len(parse(text).bites) - before
        assert acknowledged <= found <= acknowledged + 1
    assert sorted(name for name in os.listdir(root / "edits") if not name.startswith(".")) == ["gap.md"]
