"""transcribe beside faster-whisper itself: the same sound, weights and decoding, each in a process of its own.

A tape is every real recording with known words once, in shuffled order with pauses of 0.3 to 4 s and a little noise.
The peer is faster-whisper's own ``transcribe`` with word times, one thread, at temperature 0, with and without its
voice activity filter. Ours is the command: sound from the project, words, turns, guards, stored. Word edges
are left as the engine gives them, but for one run that tells what their refinement costs. Counted on the first
tape are CPU seconds and peak memory of the whole process with its children, with the filter, as ours listens; and on
all tapes, several at a time, the errors after the same normalisation. One tape says little of errors: whether an engine
drops a sentence hangs on where its windows happen to fall. With ``--docs`` the error rates are written into
``docs/error-rates.md``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from error_rates import Errors, Tape, compare, page, summary, total
from figures import figure
from recordings import RATE_HZ, SPEECH, Recording, once, recordings
from tapewright.speech import registry

ROOT = Path(__file__).resolve().parents[1]
MODEL = os.environ.get("TAPEWRIGHT_BENCH_MODEL", "base")
SEEDS = (3, 4, 5, 6, 7, 8)
NOISE = 0.0005

_PEER = """
import json, sys
from faster_whisper import WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
segments, _ = model.transcribe(sys.argv[2], language="en", beam_size=5, temperature=[0.0], word_timestamps=True,
                               condition_on_previous_text=False, vad_filter=sys.argv[3] == "filter")
print(json.dumps([word.word.strip() for segment in segments for word in segment.words]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one process took and heard. ``wall`` is what it said of itself, or what we saw."""

    cpu: float
    wall: float
    memory: int
    words: list[str]


def main() -> None:
    """Measure and print."""
    clips = recordings()
    if not clips:
        print(f"skipped: the recordings are not in {SPEECH}")
        return
    if not registry.state(MODEL).is_installed:
        print(f"skipped: tapewright models fetch {MODEL}")
        return
    with tempfile.TemporaryDirectory() as name:
        prepared = {seed: _prepare(Path(name) / str(seed), *once(clips, seed=seed, quiet=NOISE)) for seed in SEEDS}
        runs = _measure_speed(prepared[SEEDS[0]])
        known = {(SEEDS[0], "filter"): runs["faster-whisper"].words, (SEEDS[0], "ours"): runs["ours"].words}
        tapes = _measure_errors(prepared, known)
    print("\n".join(summary(tapes)))
    sums = {name: total(errors for tape in tapes for errors in tape.errors[name]) for name in tapes[0].errors}
    for name, called in (("filter", "faster-whisper with its filter"), ("alone", "faster-whisper without filter")):
        lost = sums["ours"].lost / max(1, sums[name].lost)
        figure(f"words lost / {called}", lost, "ratio", most=0.5)
        figure(f"word error rate - {called}", sums["ours"].rate - sums[name].rate, "points", most=0.0)
    if "--docs" in sys.argv[1:]:
        text = page(tapes, model=MODEL, version=version("faster-whisper"))
        (ROOT / "docs" / "error-rates.md").write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A tape as a file, a project that has it, what is said on it, and how long it is."""

    tape: Path
    project: Path
    order: list[Recording]
    seconds: float


def _measure_speed(prepared: Prepared) -> dict[str, Run]:
    weights = registry.find(MODEL).folder
    minutes = prepared.seconds / 60
    print(f"{len(prepared.order)} recordings, {minutes:.1f} min, model {MODEL}", flush=True)
    runs = {
        "faster-whisper": _peer(weights, prepared.tape, "filter"),
        "ours, no guards": _ours(prepared.project, "--workers", "1", "--no-guards", "--no-edges"),
        "ours": _ours(prepared.project, "--workers", "1", "--no-edges"),
        "ours, edges refined": _ours(prepared.project, "--workers", "1"),
        "ours, one worker of two threads": _ours(prepared.project, "--workers", "1", "--threads", "2", "--no-edges"),
        "ours, two workers": _ours(prepared.project, "--workers", "2", "--no-edges"),
    }
    print(f"{'':<34}{'CPU s':>8}{'wall s':>8}{'x RT':>7}{'MB':>7}{'wrong':>7}{'lost':>6}{'added':>7}{'WER':>8}")
    for name, run in runs.items():
        e = total(compare(prepared.order, run.words))
        print(
            f"{name:<34}{run.cpu:>8.1f}{run.wall:>8.1f}{minutes * 60 / run.wall:>7.1f}{run.memory >> 20:>7}"
            f"{e.wrong:>7}{e.lost:>6}{e.added:>7}{e.rate:>7.1f}%"
        )
    peer, ours = runs["faster-whisper"], runs["ours"]
    figure("transcribe CPU with guards / faster-whisper", ours.cpu / peer.cpu, "ratio", most=1.2)
    edges = runs["ours, edges refined"].cpu - ours.cpu
    figure("CPU of refined edges", edges / (minutes * 60), "of real time", most=0.02)
    figure("transcribe CPU without guards / faster-whisper", runs["ours, no guards"].cpu / peer.cpu, "ratio", most=1.05)
    figure("transcribe peak memory / faster-whisper", ours.memory / peer.memory, "ratio", most=1.2)
    faster = runs["ours, one worker of two threads"].wall / runs["ours, two workers"].wall
    figure("two workers / one worker of two threads", faster, "throughput", least=1.2)
    return runs


def _measure_errors(prepared: Mapping[int, Prepared], known: Mapping[tuple[int, str], list[str]]) -> list[Tape]:
    """Every tape heard by all three, as many at a time as there are cores; what is known is not heard again."""
    weights = registry.find(MODEL).folder

    def hear(seed: int, name: str) -> list[str]:
        if (seed, name) in known:
            return known[seed, name]
        one, ours = prepared[seed], name == "ours"
        run = _ours(one.project, "--workers", "1", "--no-edges") if ours else _peer(weights, one.tape, name)
        return run.words

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        heard = {
            (seed, name): pool.submit(hear, seed, name) for seed in prepared for name in ("alone", "filter", "ours")
        }
        errors: dict[int, dict[str, list[Errors]]] = {seed: {} for seed in prepared}
        for (seed, name), words in heard.items():
            errors[seed][name] = compare(prepared[seed].order, words.result())
    return [
        Tape(name=str(seed), seconds=one.seconds, order=one.order, errors=errors[seed])
        for seed, one in prepared.items()
    ]


def _prepare(folder: Path, samples: Any, order: list[Recording]) -> Prepared:
    folder.mkdir()
    tape, project = folder / "tape.wav", folder / "p"
    _write(tape, samples)
    _tapewright("new", project)
    _tapewright("ingest", "--project", project, tape)
    return Prepared(tape=tape, project=project, order=order, seconds=len(samples) / RATE_HZ)


def _peer(weights: Path, tape: Path, activity: str) -> Run:
    run = _run([sys.executable, "-c", _PEER, str(weights), str(tape), activity])
    return Run(cpu=run[0], wall=run[1], memory=run[2], words=json.loads(run[3]))


def _ours(project: Path, *options: str) -> Run:
    for kept in (project / "cache").glob("*.speech.json"):
        kept.unlink()  # where speech is was found by an earlier run
    order = ["transcribe", "--project", str(project), "--model", MODEL, "--again", "--json", *options]
    cpu, _, memory, out = _run([sys.executable, "-m", "tapewright", *order])
    from tapewright.verbs.project import open_project

    with open_project(project) as opened:
        (row,) = opened.store.tapes()
        transcript = opened.store.transcript(row.id)
        words = [word.text for word in transcript.words] if transcript else []
    return Run(cpu=cpu, wall=json.loads(out)["seconds"], memory=memory, words=words)


def _tapewright(*arguments: object) -> None:
    order = [sys.executable, "-m", "tapewright", *map(str, arguments)]
    subprocess.run(order, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _run(order: list[str]) -> tuple[float, float, int, str]:
    """CPU seconds with children, wall seconds, greatest memory of one process in bytes, and what it printed."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(order, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(order[:4])} … ended with {process.returncode}: {printed[-300:]}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss * 1024, printed


def _write(path: Path, samples: Any) -> None:
    with wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE_HZ)
        target.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
