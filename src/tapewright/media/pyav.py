"""The reader of sound and picture that stands on PyAV (FFmpeg inside its wheel)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xxhash

from tapewright.errors import InputError, UsageError
from tapewright.media import FileFacts, Samples
from tapewright.media.cachefolder import peaks_path, proxy_path, sound_path
from tapewright.media.opening import read_once
from tapewright.media.peaks import read_peaks
from tapewright.media.probe import read_facts
from tapewright.media.remembered import recall, remember
from tapewright.media.soundcache import RATE_HZ, DamagedCache, SoundFile
from tapewright.model import SourceFile
from tapewright.model.progress import Report, Step, silent
from tapewright.timing import Interval, to_samples

_DIGESTS = {"xxh128": xxhash.xxh3_128, "xxh64": xxhash.xxh64}
_BLOCK = 4 << 20


class PyAvReader:
    """Answers ``MediaReader``. Holds no state; safe to use from several threads."""

    def facts(self, path: Path, *, cache: Path, report: Report = silent) -> FileFacts:
        """As ``MediaReader.facts``; a file that was read before and has not been touched since is not read again."""
        path = path.expanduser().absolute()
        known = recall(path, cache)
        if known is not None and self._is_cached(known.file, cache):
            return known
        facts = read_facts(path, cache=cache, report=report)
        remember(path, facts, cache)
        return facts

    def digests(self, path: Path, names: Iterable[str] = ("xxh128",), *, report: Report = silent) -> Mapping[str, str]:
        """As ``MediaReader.digests``. UsageError for a digest that is not known here."""
        wanted = tuple(names)
        if unknown := [name for name in wanted if name not in _DIGESTS]:
            raise UsageError(f"no such digest: {unknown[0]}", hint=f"known are {', '.join(_DIGESTS)}")
        with read_once(path) as reading:
            makers = {name: _DIGESTS[name]() for name in wanted}
            done = 0
            while data := reading.peek(done, _BLOCK):
                for maker in makers.values():
                    maker.update(data)
                done += len(data)
                report(Step(what=f"check {path.name}", done=done, total=reading.size, unit="bytes"))
            reading.check_unchanged()
            if done != reading.size:
                raise InputError("the file could not be read to its end", place=str(path), hint="is the disk failing?")
        return {name: maker.hexdigest() for name, maker in makers.items()}

    def sound(self, file: SourceFile, interval: Interval, *, cache: Path) -> Samples:
        """As ``MediaReader.sound``. Neighbouring intervals give neighbouring samples: none twice, none left out."""
        start, end = to_samples(interval.start, RATE_HZ), to_samples(interval.end, RATE_HZ)
        if file.audio is None:
            return np.zeros(end - start, dtype=np.float32)
        path = sound_path(cache, _identity(file))
        try:
            with SoundFile(path) as held:
                samples = held.part(start, end)
        except DamagedCache:
            self._make_again(file, cache)
            with SoundFile(path) as held:
                samples = held.part(start, end)
        return samples.astype(np.float32) / np.float32(32768)

    def proxy(self, file: SourceFile, *, cache: Path, report: Report = silent) -> Path:
        """As ``MediaReader.proxy``."""
        from tapewright.media.proxy import write_proxy

        path = proxy_path(cache, _identity(file))
        if not path.exists():
            write_proxy(Path(file.path), path, report=report)
        return path

    def peaks(self, file: SourceFile, *, cache: Path) -> Mapping[str, Any]:
        """As ``MediaReader.peaks``; no bins for a file without sound."""
        if file.audio is None:
            return {"coarse": np.zeros((0, 2), dtype=np.int16), "fine": np.zeros((0, 2), dtype=np.int16)}
        path = peaks_path(cache, _identity(file))
        try:
            return read_peaks(path)
        except DamagedCache:
            self._make_again(file, cache)
            return read_peaks(path)

    def _is_cached(self, file: SourceFile, cache: Path) -> bool:
        if file.audio is None:
            return True
        try:
            with SoundFile(sound_path(cache, _identity(file))):
                pass
        except DamagedCache:
            return False
        return peaks_path(cache, _identity(file)).exists()

    def _make_again(self, file: SourceFile, cache: Path) -> None:
        facts = read_facts(Path(file.path), cache=cache, report=silent)
        if facts.file.digests["xxh128"] != _identity(file):
            raise InputError(
                "this is not the file that was ingested: its content has changed",
                place=file.path,
                hint="tapewright verify names what has changed; tapewright relink finds a file that was moved",
            )


def _identity(file: SourceFile) -> str:
    digest = file.digests.get("xxh128", "")
    if not digest:
        raise UsageError(f"{file.path} was never read: it has no xxh128", hint="ingest it again")
    return digest
