"""Where somebody speaks: silero's voice activity network, run over a tape in blocks.

The network and its window are those that faster-whisper brings (silero VAD v6, ONNX); the way from probabilities to
intervals is silero's own hysteresis, taken twice. Where speech is *possible* a recogniser listens: the usual threshold
of 0.5 passes over a soft voice beside a loud one, and what nobody listens to is lost. Where it is *clear* a recogniser
may be believed without more. For the same reason the network, and it alone, hears soft sound raised. Where no guards
will weigh what was heard, only what is clear at its own level is asked for, as faster-whisper's own filter does. A
block of any length may be fed; memory stays that of a block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tapewright.speech import SAMPLE_RATE_HZ, Samples
from tapewright.speech.environment import settle
from tapewright.timing import Interval, clip, from_milliseconds, from_samples, merge

WINDOW = 512
"""Samples in one window of the network: 32 ms."""

POSSIBLE = (0.1, 0.05)
CLEAR = (0.5, 0.35)
"""Speech begins with a probability of at least the first and ends below the second."""

SHORTEST_PAUSE_WINDOWS = 4
"""A pause shorter than this many windows (128 ms) is within speech."""

SPECK = from_milliseconds(1_000)
NEAR = from_milliseconds(2_000)
"""Possible speech of less than this in all, with nothing clear so near, is left out."""

LEVEL = 0.05
MOST_GAIN = 30.0
HALF_LIFE_WINDOWS = 16
"""Sound below this level (root mean square) is raised to it, by at most so much; the gain falls at once when somebody
is loud and comes back in half-lives of 0.5 s. Noise raised so is still no speech to the network."""

_CONTEXT = 64
_WINDOWS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Where somebody speaks: ``possible`` holds every interval of ``clear``. Each in order, without overlap."""

    possible: tuple[Interval, ...] = ()
    clear: tuple[Interval, ...] = ()

    def moved(self, by: int) -> Spoken:
        """The same, later by so many ticks."""
        return Spoken(possible=tuple(i.moved(by) for i in self.possible), clear=tuple(i.moved(by) for i in self.clear))

    def within(self, interval: Interval) -> Spoken:
        """The parts that lie in an interval."""
        return Spoken(possible=tuple(clip(self.possible, interval)), clear=tuple(clip(self.clear, interval)))


def together(parts: Iterable[Spoken]) -> Spoken:
    """Several files of a tape as one."""
    kept = list(parts)
    return Spoken(
        possible=tuple(merge(i for part in kept for i in part.possible)),
        clear=tuple(merge(i for part in kept for i in part.clear)),
    )


class VoiceActivity:
    """Feed it a tape's sound in order, then ask where somebody spoke, in ticks from the first sample.

    ``raised``: the network hears soft sound raised.
    """

    def __init__(self, *, raised: bool = True) -> None:
        import numpy

        self._session = _session()
        self._raised = raised
        self._loudness = 0.0
        self._h = numpy.zeros((1, 1, 128), dtype="float32")
        self._c = numpy.zeros((1, 1, 128), dtype="float32")
        self._before = numpy.zeros(_CONTEXT, dtype="float32")
        self._rest = numpy.zeros(0, dtype="float32")
        self._probabilities: list[float] = []
        self._samples = 0

    def feed(self, samples: Samples) -> None:
        """The next samples: float32 ``[samples]``, 16 kHz mono."""
        import numpy

        self._samples += len(samples)
        sound = numpy.concatenate([self._rest, samples])
        whole = len(sound) // WINDOW
        for first in range(0, whole, _WINDOWS_AT_ONCE):
            last = min(first + _WINDOWS_AT_ONCE, whole)
            self._run(sound[first * WINDOW : last * WINDOW].reshape(-1, WINDOW))
        self._rest = sound[whole * WINDOW :]

    def spoken(self) -> Spoken:
        """Where somebody spoke, edges on windows of 32 ms. Ends the feeding."""
        clear = self.clear()
        return Spoken(possible=_without_specks(self._intervals(*POSSIBLE), clear), clear=clear)

    def clear(self) -> tuple[Interval, ...]:
        """Where somebody spoke clearly. Ends the feeding."""
        import numpy

        if len(self._rest):
            padded = numpy.zeros((1, WINDOW), dtype="float32")
            padded[0, : len(self._rest)] = self._rest
            self._run(padded)
            self._rest = self._rest[:0]
        return self._intervals(*CLEAR)

    def _intervals(self, begin_above: float, end_below: float) -> tuple[Interval, ...]:
        end = from_samples(self._samples, SAMPLE_RATE_HZ)
        return tuple(
            Interval(from_samples(a * WINDOW, SAMPLE_RATE_HZ), min(from_samples(b * WINDOW, SAMPLE_RATE_HZ), end))
            for a, b in runs(self._probabilities, begin_above, end_below)
        )

    def _run(self, windows: Any) -> None:
        import numpy

        if self._raised:
            windows = windows * self._gains(windows)
        # Each window is heard with the last 64 samples of the one before it.
        context = numpy.vstack([self._before, windows[:-1, -_CONTEXT:]])
        self._before = windows[-1, -_CONTEXT:].copy()
        fed = numpy.concatenate([context, windows], axis=1)
        output, self._h, self._c = self._session.run(None, {"input": fed, "h": self._h, "c": self._c})
        self._probabilities.extend(output.reshape(-1).tolist())

    def _gains(self, windows: Any) -> Any:
        """How much each window is raised: float32 ``[windows, 1]``."""
        import numpy

        decay = 0.5 ** (1 / HALF_LIFE_WINDOWS)
        followed = numpy.empty((len(windows), 1), dtype="float32")
        for at, level in enumerate(numpy.sqrt(numpy.mean(windows * windows, axis=1)).tolist()):
            self._loudness = max(level, self._loudness * decay)
            followed[at] = self._loudness
        return numpy.clip(LEVEL / numpy.maximum(followed, 1e-9), 1.0, MOST_GAIN)


def speech_in(blocks: Iterable[Samples]) -> Spoken:
    """Where somebody speaks in sound that comes in blocks of any length."""
    activity = VoiceActivity()
    for block in blocks:
        activity.feed(block)
    return activity.spoken()


def clear_speech_in(blocks: Iterable[Samples]) -> Spoken:
    """Only where somebody speaks clearly, nothing raised: what faster-whisper's own filter lets through."""
    activity = VoiceActivity(raised=False)
    for block in blocks:
        activity.feed(block)
    clear = activity.clear()
    return Spoken(possible=clear, clear=clear)


def runs(probabilities: Sequence[float], begin_above: float, end_below: float) -> list[tuple[int, int]]:
    """Runs of windows with speech: begin at one of at least ``begin_above``, end at the first of a pause below
    ``end_below``; a pause that is too short is none.

    >>> runs([0.1, 0.9, 0.4, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1], 0.5, 0.35)
    [(1, 4)]
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    quiet_from: int | None = None
    for window, probability in enumerate(probabilities):
        if probability >= begin_above:
            quiet_from = None
            if start is None:
                start = window
        elif probability < end_below and start is not None:
            if quiet_from is None:
                quiet_from = window
            if window + 1 - quiet_from >= SHORTEST_PAUSE_WINDOWS:
                found.append((start, quiet_from))
                start = quiet_from = None
    if start is not None:
        found.append((start, len(probabilities) if quiet_from is None else quiet_from))
    return found


def _without_specks(possible: Sequence[Interval], clear: Sequence[Interval]) -> tuple[Interval, ...]:
    """Possible speech, less the moments of it that lie alone, far from any that is clear: the network's own noise."""
    kept: list[Interval] = []
    for stretch in merge(possible, gap=NEAR):
        pieces = clip(possible, stretch)
        if sum(piece.duration for piece in pieces) >= SPECK or any(stretch.meets(i) for i in clear):
            kept += pieces
    return tuple(kept)


def provenance() -> Mapping[str, object]:
    """What the intervals of ``speech_in`` depend on."""
    return {
        **clear_provenance(),
        "possible": list(POSSIBLE),
        "speck_ms": SPECK // from_milliseconds(1),
        "raised_to": LEVEL,
        "most_gain": MOST_GAIN,
    }


def clear_provenance() -> Mapping[str, object]:
    """What the intervals of ``clear_speech_in`` depend on."""
    return {
        "network": "silero-vad-v6",
        "sha256": hashlib.sha256(_network().read_bytes()).hexdigest(),
        "clear": list(CLEAR),
        "shortest_pause_ms": SHORTEST_PAUSE_WINDOWS * WINDOW * 1000 // SAMPLE_RATE_HZ,
    }


def _network() -> Path:
    from importlib.util import find_spec

    found = find_spec("faster_whisper")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "assets" / "silero_vad_v6.onnx"


@lru_cache(maxsize=1)
def _session() -> Any:
    settle()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_network()), providers=["CPUExecutionProvider"], sess_options=options)
