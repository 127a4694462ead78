"""Run every benchmark, one after the other, each in a process of its own: ``python -m bench [NAME…]``.

Prints machine and versions first. Each ``bench_*.py`` prints what it measured; a line of its output that is a JSON
object (see ``bench/figures.py``) is a figure and is kept in ``build/bench.json``. A benchmark that fails, or that lacks
its recordings or weights, is named and the others go on. Exit status 1 where one failed or a goal was missed.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "bench"
SUMMARY = ROOT / "build" / "bench.json"
LIBRARIES = ("numpy", "av", "sqlalchemy", "faster-whisper", "ctranslate2", "onnxruntime", "opentimelineio")


@dataclass(kw_only=True)
class Outcome:
    """How one benchmark ended, and the figures that it gave."""

    name: str
    status: int
    seconds: float
    figures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def missed(self) -> list[str]:
        """Names of the figures that missed their goal."""
        return [str(figure["name"]) for figure in self.figures if figure.get("met") is False]


def main(wanted: list[str]) -> int:
    """Run the benchmarks whose names hold one of the words in ``wanted``, or all."""
    machine = describe_machine()
    print(json.dumps(machine, indent=2), flush=True)
    outcomes = []
    for path in sorted(FOLDER.glob("bench_*.py")):
        if not wanted or any(word in path.stem for word in wanted):
            outcomes.append(run(path))
    SUMMARY.parent.mkdir(exist_ok=True)
    record = {"machine": machine, "benchmarks": [asdict(outcome) for outcome in outcomes]}
    SUMMARY.write_text(json.dumps(record, indent=2, ensure_ascii=False), "utf-8")
    print(summary(outcomes), f"\nall figures: {SUMMARY}")
    return 1 if any(outcome.status or outcome.missed for outcome in outcomes) else 0


def run(path: Path) -> Outcome:
    """One benchmark as a process of its own; its output is shown as it comes."""
    print(f"\n== {path.stem}", flush=True)
    began = time.perf_counter()
    # Both `import recordings` and `import bench.recordings` find the shared recordings.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(FOLDER)]), "PYTHONUNBUFFERED": "1"}
    figures = []
    with subprocess.Popen(
        [sys.executable, str(path)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if figure := read_figure(line):
                figures.append(figure)
            print(line, end="", flush=True)
    seconds = time.perf_counter() - began
    return Outcome(name=path.stem, status=process.returncode, seconds=round(seconds, 1), figures=figures)


def read_figure(line: str) -> dict[str, Any] | None:
    """The figure that a line of output holds, or None for a line that is for people."""
    if not line.startswith("{"):
        return None
    try:
        figure = json.loads(line)
    except ValueError:
        return None
    return figure if isinstance(figure, dict) and "name" in figure else None


def summary(outcomes: list[Outcome]) -> str:
    """One line a benchmark and one for each missed goal."""
    lines = ["", "== summary"]
    for outcome in outcomes:
        ending = "ok" if not outcome.status else f"FAILED with status {outcome.status}"
        lines.append(f"{outcome.name:<24} {ending}, {len(outcome.figures)} figures, {outcome.seconds:.0f} s")
        lines += [f"{'':<24} goal missed: {name}" for name in outcome.missed]
    return "\n".join(lines)


def describe_machine() -> dict[str, object]:
    """Processor, cores, memory, system, Python and libraries: what every figure depends on."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": _memory_gb(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory_gb() -> float:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
