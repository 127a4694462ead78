"""Peaks: the least and greatest sample of each bin, at two resolutions, for drawing a waveform."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tapewright.media.soundcache import RATE_HZ, DamagedCache

FINE = RATE_HZ // 100
COARSE_OF_FINE = 10


class PeakMaker:
    """Told the samples of a file in order; holds 4 bytes for each 10 ms (1.4 MB an hour)."""

    def __init__(self) -> None:
        self._fine = bytearray()
        self._rest = np.zeros(0, dtype=np.int16)

    def add(self, samples: Any) -> None:
        """The next ``int16 [n]``."""
        data = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(data) // FINE * FINE
        if whole:
            bins = data[:whole].reshape(-1, FINE)
            self._fine += np.stack((bins.min(axis=1), bins.max(axis=1)), axis=1).tobytes()
        self._rest = data[whole:].copy()

    def finish(self) -> dict[str, Any]:
        """``{"coarse": int16 [n, 2], "fine": int16 [m, 2]}``: 100 and 10 ms a bin; the last may be shorter."""
        if len(self._rest):
            self._fine += np.array([self._rest.min(), self._rest.max()], dtype=np.int16).tobytes()
        fine = np.frombuffer(bytes(self._fine), dtype=np.int16).reshape(-1, 2)
        starts = np.arange(0, len(fine), COARSE_OF_FINE)
        if len(starts):
            least, greatest = np.minimum.reduceat(fine[:, 0], starts), np.maximum.reduceat(fine[:, 1], starts)
            coarse = np.stack((least, greatest), axis=1)
        else:
            coarse = np.zeros((0, 2), dtype=np.int16)
        return {"coarse": coarse, "fine": fine}


def write_peaks(path: Path, peaks: Mapping[str, Any]) -> None:
    """Write both resolutions into a file; ZIP keeps a checksum of each."""
    with path.open("xb") as file:
        np.savez(file, coarse=peaks["coarse"], fine=peaks["fine"])


def read_peaks(path: Path) -> dict[str, Any]:
    """What ``write_peaks`` wrote. DamagedCache where it is not whole."""
    try:
        with np.load(path, allow_pickle=False) as held:
            peaks = {name: held[name] for name in ("coarse", "fine")}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise DamagedCache(str(error)) from error
    if any(array.dtype != np.int16 or array.ndim != 2 or array.shape[1] != 2 for array in peaks.values()):
        raise DamagedCache("not peaks")
    return peaks
