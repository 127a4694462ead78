"""Mains hum found in sound: the frequencies of a steady tone at 50 or 60 Hz and its harmonics, and the hiss below.

Looked for where it is quiet: of each frequency the level that is reached nearly always, so that speech, which comes
and goes, does not count. A tape that was played a little fast or slow has its hum beside 50 or 60 Hz, and there it is
found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any
"""``numpy.ndarray``."""

RATE_HZ = 16_000
WINDOW = 1 << 15
"""Two seconds: lines half a hertz apart can be told apart."""

_STEP_HZ = RATE_HZ / WINDOW
_BASES = (50.0, 60.0)
_ASIDE = 0.04
"""How far from its mains a tape's hum may be, as a share: a machine that runs four percent fast."""

_HIGHEST_HZ = 1000.0
_STANDS_OUT_DB = 12.0
_QUIET = 0.2
"""Of all windows the quietest so many are looked at, for each frequency by itself."""

_LEAST_WINDOWS = 4
_SHORTEST = RATE_HZ // 2
_FRAME = 1024
_NO_HISS_DB = -100.0
_NEVER_RECORDED = 1e-9
"""A power below -90 dB of full scale: silence that a program put in, not the quiet of a room."""

_LOW, _HIGH = (hertz * _FRAME // RATE_HZ for hertz in (300, 3500))


@dataclass(frozen=True, slots=True)
class Found:
    """``hum_hz``: the tones that stand out, the lowest first. ``floor_db``: the noise in pauses, against full scale;
    ``hiss_db``: the level that white noise of 8 kHz width would have which is as strong between 300 and 3,500 Hz, where
    neither hum nor what the tape could not hold changes it.
    """

    hum_hz: tuple[float, ...] = ()
    floor_db: float = -80.0
    hiss_db: float = _NO_HISS_DB


def find_hum(blocks: Iterable[Array]) -> Found:
    """What is found in ``float32`` blocks of 16 kHz mono; no hum in less than a few seconds of sound."""
    spectra, levels, hiss = [], [], []
    shape = np.hanning(WINDOW).astype(np.float32)
    for block in blocks:
        for start in range(0, max(1, len(block) - WINDOW + 1), WINDOW // 2):
            piece = block[start : start + WINDOW]
            if len(piece) < _SHORTEST or not np.any(piece):  # silence between takes tells nothing
                continue
            levels.append(_quiet_level(piece))
            hiss += _hiss(piece)
            if len(piece) == WINDOW:
                spectra.append(np.abs(np.fft.rfft(piece * shape)) ** 2)
    if not levels:
        return Found()
    floor, even = (round(float(np.quantile(each, _QUIET)), 1) for each in (levels, hiss or [_NO_HISS_DB]))
    tones: tuple[float, ...] = ()
    if len(spectra) >= _LEAST_WINDOWS:
        steady = 10 * np.log10(np.quantile(np.array(spectra, dtype=np.float32), _QUIET, axis=0) + 1e-12)
        tones = _tones(steady)
    return Found(hum_hz=tones, floor_db=floor, hiss_db=even)


def _quiet_level(piece: Array) -> float:
    """The level of the quietest tenth of a window, in pieces of 20 ms, dB below full scale."""
    frames = piece[: len(piece) // 320 * 320].reshape(-1, 320)
    power = np.quantile(np.square(frames).mean(axis=1), 0.1)
    return float(10 * np.log10(power + 1e-10))


def _hiss(piece: Array) -> list[float]:
    """``Found.hiss_db`` of the quietest tenth of a window, in pieces of 64 ms; none where nothing was recorded."""
    frames = piece[: len(piece) // _FRAME * _FRAME].reshape(-1, _FRAME)
    power = np.var(frames, axis=1)
    frames = frames[power > _NEVER_RECORDED]
    quiet = frames[np.argsort(power[power > _NEVER_RECORDED])[: max(1, len(frames) // 10)]]
    if not len(quiet):
        return []
    shape = np.hanning(_FRAME)
    spectrum = np.abs(np.fft.rfft(quiet * shape, axis=1)[:, _LOW:_HIGH]) ** 2
    return [float(10 * np.log10(spectrum.mean() / np.square(shape).sum() + 1e-10))]


def _tones(steady: Array) -> tuple[float, ...]:
    """The harmonics that stand out, of the base for which they stand out most."""
    most, found = 0.0, 0.0
    for mains in _BASES:
        for base in np.arange(mains * (1 - _ASIDE), mains * (1 + _ASIDE), 0.1):
            strong = _strong(steady, base)
            total = sum(strong.values())
            # One line is a tone of its own; hum has its base and the double, or one of them and more.
            is_hum = {1, 2} <= strong.keys() or (len(strong) >= 3 and not {1, 2}.isdisjoint(strong))
            if is_hum and total > most:
                most, found = total, float(base)
    if not most:
        return ()
    base = _refined(steady, found, _strong(steady, found))
    return tuple(round(n * base, 2) for n in _strong(steady, base))


def _strong(steady: Array, base: float) -> dict[int, float]:
    """The harmonics that stand out, and by how many dB."""
    all_ = {n: _stands_out(steady, n * base / _STEP_HZ) for n in range(1, int(_HIGHEST_HZ / base) + 1)}
    return {n: over for n, over in all_.items() if over >= _STANDS_OUT_DB}


def _refined(steady: Array, base: float, strong: dict[int, float]) -> float:
    """The base between the lines of the spectrum: each harmonic's peak by a parabola through three of them."""
    bases = []
    for n in strong:
        at = round(n * base / _STEP_HZ)
        peak = at - 1 + int(np.argmax(steady[at - 1 : at + 2]))
        left, middle, right = (float(steady[peak + aside]) for aside in (-1, 0, 1))
        curve = left - 2 * middle + right
        aside = 0.5 * (left - right) / curve if curve < 0 else 0.0
        bases.append((peak + max(-0.5, min(0.5, aside))) * _STEP_HZ / n)
    return float(np.average(bases, weights=list(strong)))


def _stands_out(steady: Array, place: float) -> float:
    """How many dB a line stands above its neighbourhood."""
    at = round(place)
    near = np.r_[steady[max(0, at - 24) : max(0, at - 5)], steady[at + 6 : at + 25]]
    line = steady[max(0, at - 1) : at + 2]
    return float(line.max() - np.median(near)) if len(near) and len(line) else 0.0
