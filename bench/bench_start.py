"""How long a person waits before a command does anything: ``--version``, and ``search`` in a cold process.

The peer is Python itself and Python with click imported: what no command written with them can be faster than. Runs of
all three are taken in turns, so that a busy moment of the machine falls on each alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import figure

RUNS = 15
VERSION_MS = 150
SEARCH_MS = 400


def main() -> None:
    """Measure and print."""
    tapewright = [sys.executable, "-m", "tapewright"]
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder) / "project")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import click'": [sys.executable, "-c", "import click"],
            "tapewright --version": [*tapewright, "--version"],
            "tapewright search": [*tapewright, "search", "harbour was quiet", "--project", str(project)],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for command in commands.values():  # once unmeasured, so that byte code and pages are there for all
            _milliseconds(command)
        for _ in range(RUNS):
            for name, command in commands.items():
                times[name].append(_milliseconds(command))
    goals = {"tapewright --version": VERSION_MS, "tapewright search": SEARCH_MS}
    for name, taken in times.items():
        figure(f"{name}, median of {RUNS}", statistics.median(taken), "ms", most=goals.get(name))
    ours, floor = (statistics.median(times[name]) for name in ("tapewright --version", "python -c 'import click'"))
    figure("--version over click alone", ours / floor, "ratio")


def _milliseconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ, check=True)
    return (time.perf_counter() - began) * 1000


def _project(root: Path) -> Path:
    """A project with one tape of a thousand turns, its sound elsewhere."""
    from tapewright.model import Provenance, Tape, TapeId, Transcript, Turn, Word
    from tapewright.timing import Ticks, frame_rate, from_seconds
    from tapewright.timing.timecode import TimecodeFormat
    from tapewright.verbs.project import new_project

    said = "the harbour was quiet that year and nobody asked us when the boats came back".split()
    turns = []
    for number in range(1000):
        begin = number * 6
        words = tuple(
            Word(text=text, start=from_seconds(begin + place * 0.3), end=from_seconds(begin + place * 0.3 + 0.25))
            for place, text in enumerate(said)
        )
        turns.append(Turn(words=words))
    with new_project(root) as project, project.store.change("a tape for the benchmark") as pen:
        counting = TimecodeFormat(frame_rate("25"))
        pen.add_tape(Tape(id=TapeId("T1"), title="T1", format=counting, duration=Ticks(from_seconds(6000))))
        pen.add_transcript(Transcript(tape=TapeId("T1"), turns=tuple(turns), provenance=Provenance(tool="bench")))
    return root


if __name__ == "__main__":
    main()
