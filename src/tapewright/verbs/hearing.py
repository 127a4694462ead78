"""What workers do for a transcription: find speech in a file, hear one stretch of a tape. Pieces that pickle.

Not a verb of its own: ``verbs.transcribe`` plans these pieces and stores what comes of them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.jobs import Done, Piece, Runner
from tapewright.media import MediaReader
from tapewright.model import SourceFile
from tapewright.speech import SAMPLE_RATE_HZ, Engine, HearingSettings, Samples, activity
from tapewright.speech import engines as engine_room
from tapewright.speech.activity import Spoken
from tapewright.speech.chunks import Chunk
from tapewright.speech.listening import listen, to_bytes
from tapewright.timing import Interval, Ticks, from_milliseconds, to_samples
from tapewright.wholefile import put, storage_errors

Detect = Callable[[Iterable[Samples]], Spoken]
"""Where somebody speaks in sound that comes in blocks: one of ``speech.activity``, or a test's own."""

_BLOCK = from_milliseconds(300_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTask:
    """A file in which speech is to be found."""

    reader: MediaReader
    file: SourceFile
    cache: Path
    detect: Detect


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchTask:
    """A stretch of a tape that is to be heard, and by whom."""

    reader: MediaReader
    files: tuple[SourceFile, ...]
    cache: Path
    chunk: Chunk
    kind: type[Engine]
    settings: HearingSettings
    weights: Path | None


def detection(settings: HearingSettings) -> Detect:
    """How speech is looked for: all that may be speech where guards weigh the words, else only what is clear."""
    return activity.speech_in if settings.guards else activity.clear_speech_in


def find_speech(task: FileTask) -> Spoken:
    """Where somebody speaks in a file, in the file's own time; from the cache where it was asked before."""
    kept = _kept_in(task)
    if (known := _read_kept(kept, task.detect)) is not None:
        return known
    found = task.detect(_blocks(task))
    if kept:
        _keep(kept, task.detect, found)
    return found


def hear_stretch(task: StretchTask) -> bytes:
    """A stretch's words as the ledger keeps them."""
    engine = engine_room.engine(task.kind, task.settings, task.weights)

    def sound(interval: Interval) -> Samples:
        return tape_sound(task.reader, task.files, interval, cache=task.cache)

    return to_bytes(listen(engine, task.chunk, sound, guards=task.settings.guards, refined=task.settings.edges))


def tape_sound(reader: MediaReader, files: Iterable[SourceFile], interval: Interval, *, cache: Path) -> Samples:
    """16 kHz mono of a part of a tape, over all of its files; silence where none lies."""
    import numpy

    samples = numpy.zeros(to_samples(interval.duration, SAMPLE_RATE_HZ), dtype="float32")
    for file in files:
        part = file.extent.shared(interval)
        if part is None or file.audio is None:
            continue
        found = reader.sound(file, part.moved(-file.offset), cache=cache)
        first = to_samples(part.start - interval.start, SAMPLE_RATE_HZ)
        fits = found[: len(samples) - first]
        samples[first : first + len(fits)] = fits
    return samples


def runner_of(workers: int | None) -> Runner:
    """Who does the work: this process for one worker, else so many processes; by default as many as cores."""
    if workers is None:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if workers < 1:
        raise UsageError(f"there is no work without workers: {workers}", hint="give one or more")
    if workers == 1:
        from tapewright.jobs.in_process import InProcess

        return InProcess()
    from tapewright.jobs.local import LocalRunner

    return LocalRunner(workers)


def answers(runner: Runner, pieces: Iterable[Piece]) -> Generator[Done]:
    """The runner's answers; closing it closes the runner's own iterator, which stops its workers."""
    run = runner.run(pieces)
    try:
        yield from run
    finally:
        if isinstance(run, Generator):
            run.close()


def _blocks(task: FileTask) -> Iterator[Samples]:
    start = 0
    while start < task.file.duration:
        end = min(start + _BLOCK, task.file.duration)
        yield task.reader.sound(task.file, Interval(Ticks(start), Ticks(end)), cache=task.cache)
        start = end


def _kept_in(task: FileTask) -> Path | None:
    """Where the answer is kept: by the file's digest and by who was asked, so that no answer passes for another."""
    digest = task.file.digests.get("xxh128", "")
    asked = hashlib.sha256(json.dumps(made_by(task.detect), sort_keys=True).encode()).hexdigest()[:8]
    return task.cache / f"{digest}.{asked}.speech.json" if digest.isalnum() else None


def made_by(detect: Detect) -> dict[str, object]:
    """Who says where somebody speaks."""
    if detect is activity.speech_in:
        return dict(activity.provenance())
    if detect is activity.clear_speech_in:
        return dict(activity.clear_provenance())
    return {"network": f"{detect.__module__}.{detect.__qualname__}"}


def _read_kept(path: Path | None, detect: Detect) -> Spoken | None:
    """What was kept, or None where there is nothing, or something else, or something unreadable."""
    if path is None:
        return None
    try:
        record = json.loads(path.read_bytes())
        if record["made_by"] != made_by(detect):
            return None
        return Spoken(possible=_intervals(record["possible"]), clear=_intervals(record["clear"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, UsageError):
        return None


def _intervals(pairs: Iterable[Iterable[int]]) -> tuple[Interval, ...]:
    return tuple(Interval(Ticks(int(start)), Ticks(int(end))) for start, end in pairs)


def _keep(path: Path, detect: Detect, found: Spoken) -> None:
    record = {
        "made_by": made_by(detect),
        "possible": [[i.start, i.end] for i in found.possible],
        "clear": [[i.start, i.end] for i in found.clear],
    }
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    put(path, json.dumps(record, separators=(",", ":")).encode())
