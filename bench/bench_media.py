"""Ingest beside what it cannot do without: reading the disk, and decoding.

The peer is the plainest loop over PyAV that gets 16 kHz mono out of a file, which is what every recogniser wants and
the least that any program has to do. Ingest does the same, takes two digests, measures length, rate and timecode, and
keeps sound and peaks and the tape's record, durably. All are taken in turns, so that a busy moment falls on each alike.
Cold means that the kernel was asked to forget the file first.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np

from figures import figure
from tapewright.testing.recordings import chatter, write_film, write_sound
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project

MINUTES = {"a.wav": 20, "a.mp3": 6, "a.m4a": 6}
"""Long enough that what every file costs once (some 60 ms) does not decide; uncompressed sound goes by fastest."""

FILM_MINUTES = 5
ROUNDS = 3
SHARE = 0.8


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in _recordings(folder):
            _measure(path, folder)


def _recordings(folder: Path) -> list[Path]:
    voice = np.tile(chatter(30.0), (2, 2 * max(MINUTES.values())))
    codecs = {"a.wav": "pcm_s16le", "a.mp3": "libmp3lame", "a.m4a": "aac"}
    made = [
        write_sound(folder / name, voice[:, : MINUTES[name] * 60 * 48_000], codec=codec)
        for name, codec in codecs.items()
    ]
    seconds = 60 * FILM_MINUTES
    film = write_film(folder / "film.mp4", frames=25 * seconds, size=(160, 96), sound=voice[:, : 48_000 * seconds])
    return [*made, film]


def _measure(path: Path, folder: Path) -> None:
    work: dict[str, Callable[[Path], None]] = {
        "read": _read,
        "decode": _decode,
        "decode to 16 kHz mono": _decode_to_mono,
        "ingest": lambda one: _ingest(one, projects.pop()),
    }
    # A new one each time, for a file is not read twice; made before, for a person makes one project and not one a tape.
    projects = [new_project(folder / f"{path.name}-{number}") for number in range(ROUNDS)]
    for project in projects:
        project.store.tapes()
    wall: dict[str, list[float]] = {name: [] for name in work}
    spent: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, do in work.items():
            _forget(path)
            began, worked = time.perf_counter(), time.process_time()
            do(path)
            wall[name].append(time.perf_counter() - began)
            spent[name].append(time.process_time() - worked)
    best = {name: min(times) for name, times in wall.items()}
    seconds = _seconds(path)
    for name, time_s in best.items():
        megabytes = path.stat().st_size / 1e6 / time_s
        print(f"{path.name}: {name}: {time_s:.2f} s, {megabytes:.0f} MB/s, {seconds / time_s:.0f} x real time")
    slower = max(best["read"], best["decode to 16 kHz mono"])
    figure(f"ingest of {path.name} / the slower of reading and decoding", slower / best["ingest"], "times", least=SHARE)
    cpu = statistics.median(spent["decode to 16 kHz mono"]) / statistics.median(spent["ingest"])
    figure(f"the same for {path.name}, by processor time", cpu, "times")
    bare = max(best["read"], best["decode"]) / best["ingest"]
    figure(f"ingest of {path.name} / decoding that nobody listens to", bare, "times")


def _read(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def _decode(path: Path) -> None:
    with av.open(str(path)) as container:
        for _ in container.decode(audio=0):
            pass


def _decode_to_mono(path: Path) -> None:
    to_mono, samples = av.AudioResampler("s16", "mono", 16_000), 0
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples += sum(one.to_ndarray().size for one in to_mono.resample(frame))
        samples += sum(one.to_ndarray().size for one in to_mono.resample(None))
    assert samples


def _ingest(path: Path, project: Project) -> None:
    with project:
        assert len(ingest(project, [path]).added) == 1


def _forget(path: Path) -> None:
    if hasattr(os, "posix_fadvise"):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def _seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        return float(container.duration or 0) / 1e6


if __name__ == "__main__":
    main()
