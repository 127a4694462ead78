"""transcribe beside faster-whisper itself: the same sound, weights and decoding, each in a process of its own.

The tape is every real recording with known words once, in shuffled order with pauses of 0.3 to 4 s and a little noise.
The peer is faster-whisper's own ``transcribe`` with its voice activity filter and word times, one thread, at
temperature 0. Ours is the command: sound from the project, words, turns, guards, stored. Counted are CPU seconds and
peak memory of the whole process with its children, and errors after the same normalisation. With ``--docs`` the error
rates are written into ``docs/error-rates.md``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import wave
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jiwer
import numpy as np

from figures import figure
from recordings import RATE_HZ, SPEECH, Recording, normal, once, recordings
from tapewright.speech import registry

ROOT = Path(__file__).resolve().parents[1]
MODEL = os.environ.get("TAPEWRIGHT_BENCH_MODEL", "base")
SEEDS = (3, 4)
NOISE = 0.0005

_PEER = """
import json, sys
from faster_whisper import WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
segments, _ = model.transcribe(sys.argv[2], language="en", beam_size=5, temperature=[0.0], word_timestamps=True,
                               condition_on_previous_text=False, vad_filter=sys.argv[3] == "vad")
print(json.dumps([word.word.strip() for segment in segments for word in segment.words]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one process took and heard. ``wall`` is what it said of itself, or what we saw."""

    cpu: float
    wall: float
    memory: int
    words: list[str]


@dataclass(slots=True, kw_only=True)
class Errors:
    """Against known words: how many, wrong, left out, put in; and names, said and heard."""

    words: int = 0
    wrong: int = 0
    lost: int = 0
    added: int = 0
    names: int = 0
    names_heard: int = 0

    @property
    def rate(self) -> float:
        """Word error rate in percent."""
        return 100 * (self.wrong + self.lost + self.added) / max(1, self.words)

    def cells(self) -> str:
        """Wrong, lost, added, rate and names as cells of a table."""
        names = f"{self.names_heard}/{self.names}" if self.names else "–"
        return f"{self.wrong} | {self.lost} | {self.added} | {self.rate:.1f} % | {names}"


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
        if "--docs" in sys.argv[1:]:
            _write_docs(Path(name), clips)
        else:
            _measure(Path(name), *once(clips, seed=SEEDS[0], quiet=NOISE))


def _measure(folder: Path, samples: Any, order: list[Recording]) -> None:
    weights = registry.find(MODEL).folder
    minutes = len(samples) / RATE_HZ / 60
    tape, project = _prepare(folder, samples)
    print(f"{len(order)} recordings, {minutes:.1f} min, model {MODEL}, faster-whisper {version('faster-whisper')}")
    runs = {
        "faster-whisper": _peer(weights, tape, "vad"),
        "ours, no guards": _ours(project, "--workers", "1", "--no-guards"),
        "ours": _ours(project, "--workers", "1"),
        "ours, one worker of two threads": _ours(project, "--workers", "1", "--threads", "2"),
        "ours, two workers": _ours(project, "--workers", "2"),
    }
    errors = {name: total(compare(order, run.words)) for name, run in runs.items()}
    print(f"{'':<34}{'CPU s':>8}{'wall s':>8}{'x RT':>7}{'MB':>7}{'wrong':>7}{'lost':>6}{'added':>7}{'WER':>8}")
    for name, run in runs.items():
        e = errors[name]
        print(
            f"{name:<34}{run.cpu:>8.1f}{run.wall:>8.1f}{minutes * 60 / run.wall:>7.1f}{run.memory >> 20:>7}"
            f"{e.wrong:>7}{e.lost:>6}{e.added:>7}{e.rate:>7.1f}%"
        )
    peer, ours = runs["faster-whisper"], runs["ours"]
    figure("transcribe CPU with guards / faster-whisper", ours.cpu / peer.cpu, "ratio", most=1.2)
    figure("transcribe CPU without guards / faster-whisper", runs["ours, no guards"].cpu / peer.cpu, "ratio", most=1.05)
    figure("transcribe peak memory / faster-whisper", ours.memory / peer.memory, "ratio", most=1.2)
    faster = runs["ours, one worker of two threads"].wall / runs["ours, two workers"].wall
    figure("two workers / one worker of two threads", faster, "throughput", least=1.2)
    lost = errors["ours"].lost / max(1, errors["faster-whisper"].lost)
    figure("words lost / faster-whisper", lost, "ratio", most=0.5)
    figure("word error rate - faster-whisper", errors["ours"].rate - errors["faster-whisper"].rate, "points", most=0.0)


def _prepare(folder: Path, samples: Any) -> tuple[Path, Path]:
    """The tape as a file, and a project that has it."""
    tape, project = folder / "tape.wav", folder / "p"
    _write(tape, samples)
    _tapewright("new", project)
    _tapewright("ingest", "--project", project, tape)
    return tape, project


def compare(order: list[Recording], heard: list[str]) -> list[Errors]:
    """Errors of each clip of a tape, out of one alignment of the whole."""
    clips = [normal(clip.text).split() for clip in order]
    names = [_names(clip.text) for clip in order]
    owner = [number for number, words in enumerate(clips) for _ in words]
    reference = [word for words in clips for word in words]
    hypothesis = normal(" ".join(heard)).split()
    found = [Errors(words=len(words)) for words in clips]
    for number, words in enumerate(clips):
        found[number].names = sum(word in names[number] for word in words)
    aligned = jiwer.process_words(" ".join(reference), " ".join(hypothesis)).alignments[0]
    for piece in aligned:
        if piece.type == "insert":
            at = min(piece.ref_start_idx, len(owner) - 1)
            found[owner[at]].added += piece.hyp_end_idx - piece.hyp_start_idx
        for at in range(piece.ref_start_idx, piece.ref_end_idx):
            errors = found[owner[at]]
            errors.wrong += piece.type == "substitute"
            errors.lost += piece.type == "delete"
            errors.names_heard += piece.type == "equal" and reference[at] in names[owner[at]]
    return found


def total(each: list[Errors]) -> Errors:
    """All together."""
    fields = Errors.__slots__
    return Errors(**{field: sum(getattr(errors, field) for errors in each) for field in fields})


def _names(text: str) -> set[str]:
    """Names in a text with capitals: words with one that do not begin a sentence."""
    if text.isupper():
        return set()
    inside = re.findall(r"(?<![.?!:] )(?<!^)\b(?!I\b)[A-Z][\w'’]+", text)
    return {word for name in inside for word in normal(name).split()}


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


def _write_docs(folder: Path, clips: list[Recording]) -> None:
    """The error rates over several tapes as a page, recording by recording."""
    weights = registry.find(MODEL).folder
    sums: dict[str, dict[Recording, list[Errors]]] = {name: {} for name in ("alone", "filter", "ours")}
    seconds = 0.0
    for seed in SEEDS:
        samples, order = once(clips, seed=seed, quiet=NOISE)
        seconds += len(samples) / RATE_HZ
        (folder / str(seed)).mkdir()
        tape, project = _prepare(folder / str(seed), samples)
        heard = {
            "alone": _peer(weights, tape, "all"),
            "filter": _peer(weights, tape, "vad"),
            "ours": _ours(project, "--workers", "1"),
        }
        for name, run in heard.items():
            for clip, errors in zip(order, compare(order, run.words), strict=True):
                sums[name].setdefault(clip, []).append(errors)
            print(seed, name, total(compare(order, run.words)), flush=True)
    rows = []
    for clip in sorted(clips, key=lambda clip: (clip.group, clip.name)):
        each = [total(sums[name][clip]) for name in sums]
        cells = " | ".join(f"{errors.lost} | {errors.rate:.1f} %" for errors in each)
        rows.append(f"| {clip.group} {clip.name} | {each[0].words} | {cells} |")
    alone, filtered, ours = (total([e for found in sums[name].values() for e in found]) for name in sums)
    page = _PAGE.format(
        model=MODEL,
        version=version("faster-whisper"),
        tapes=len(SEEDS),
        minutes=round(seconds / 60),
        words=ours.words,
        alone=alone.cells(),
        filtered=filtered.cells(),
        ours=ours.cells(),
        rows="\n".join(rows),
    )
    (ROOT / "docs" / "error-rates.md").write_text(page, encoding="utf-8")


_PAGE = """# Error rates

How often the recogniser mishears, measured on real recordings whose words are known.
`python bench/bench_transcribe.py --docs` writes this page; the recordings lie beside the repository, in
`../shared/data/speech`.

Model `{model}`, faster-whisper {version}, int8, beam 5, temperature 0, one thread, no text carried over. All recordings
were laid end to end, each time in another order, with pauses of 0.3 to 4 s and a little noise: {tapes} tapes,
{minutes} minutes, {words} words. All were compared after the same normalisation (case, punctuation, numbers in words,
fillers left out). *Names* are words with a capital inside a sentence of the reference.

| | wrong | lost | added | WER | names heard |
|---|---|---|---|---|---|
| faster-whisper alone | {alone} |
| faster-whisper with its voice activity filter | {filtered} |
| `tapewright transcribe` | {ours} |

Read it with care. This is mostly read speech, recorded close: expect two to three times these rates on interviews in
rooms, more on old tapes and telephones. A transcript is where the search begins; what is quoted is listened to.

## By recording

Words lost and word error rate: faster-whisper alone, with its filter, tapewright. Single recordings are short, and one
lost sentence weighs much.

| recording | words | alone lost | WER | filter lost | WER | ours lost | WER |
|---|---|---|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
