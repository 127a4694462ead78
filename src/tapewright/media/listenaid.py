"""A cleaned copy of a file's sound to listen to: hum and rumble taken out, hiss turned down, brought to one level.

The copy is the mix that the engines hear, at 48 kHz, on the file's own clock: its sample ``k`` is the file's time
``k / 48000``, whatever the filters delay, which is measured and taken off. Level by ITU-R BS.1770, as EBU R 128 has it.
The original is opened for reading and nothing of ours but a person's ear gets the copy.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from tapewright.errors import FaultError, InputError
from tapewright.media.aidnote import RATE_HZ, VERSION, AidFacts, note_path
from tapewright.media.apart import Stop, apart
from tapewright.media.cachefolder import settle, unfinished
from tapewright.media.decoding import decode
from tapewright.media.hearing import Mixdown
from tapewright.media.hum import Found
from tapewright.media.opening import choose_streams, container_of, read_once
from tapewright.model.progress import Report, Step

_RUMBLE_HZ = 60
_NOTCH_HZ = 3
_LESS_HISS_DB = 12
_FLOOR_ABOVE_HISS_DB = 7.0
"""``afftdn`` turns white noise down whole where its floor lies 2 dB above it (measured); 5 dB more, since white noise
has three times the power at 48 kHz that it has at 16 kHz, where it was found."""

_FAINTEST_DB = -75.0
_MOST_GAIN_DB = 30.0
_PEAK = 0.87
"""1.2 dB below full scale at four times the rate; back at the copy's rate no true peak is above 1 dB below (tested)."""

_NEEDS_NO_LIMITER = 0.6
"""Speech swings higher between two samples than at them, by 1 dB and more; below this it cannot matter."""

_SILENT_LUFS = -70.0
_AT_ONCE = 4 << 20

Chain = tuple[tuple[str, str], ...]
"""Names of filters with their arguments."""


def write_aid(
    source: Path, target: Path, found: Found, *, loudness: float, report: Report, digest: str = ""
) -> AidFacts:
    """Make ``target`` (a FLAC) and a note of what was done beside it: both whole, or not at all.

    ``digest`` is the xxh128 that the source must have. InputError where it has another, cannot be read or has no sound.
    """
    return apart(lambda stop: _write(source, target, found, loudness, report, stop, digest))


def chain_of(found: Found) -> Chain:
    """The filters: rumble, each tone of the hum, hiss as far as it lies below speech."""
    notches = tuple(("bandreject", f"f={hz}:width_type=h:w={_NOTCH_HZ}") for hz in found.hum_hz)
    # Of linear phase: an ordinary high pass would bring low voices a few samples early.
    rumble = f"gain_entry='entry({_RUMBLE_HZ // 2},-60);entry({_RUMBLE_HZ},0)':delay=0.1:accuracy=5:wfunc=blackman"
    # Notches a few hertz wide lose their shape in single precision.
    chain = (("aformat", "sample_fmts=dblp"), ("firequalizer", rumble), *notches)
    floor = found.hiss_db + _FLOOR_ABOVE_HISS_DB
    if floor < _FAINTEST_DB:
        return chain
    return (*chain, ("afftdn", f"nr={_LESS_HISS_DB}:nf={min(-20.0, floor):.1f}"))


class Filters:
    """Sound through a chain of FFmpeg's filters: as many samples out as in, and none moved.

    ``delay`` is what the chain holds back, in samples (``delay_of``).
    """

    def __init__(self, chain: Chain, take: Callable[[Any], None], *, delay: int = 0) -> None:
        self._graph = av.filter.Graph()
        last = self._graph.add_abuffer(format="flt", sample_rate=RATE_HZ, layout="mono", time_base=Fraction(1, RATE_HZ))
        for name, arguments in (
            *chain,
            ("asetnsamples", f"n={RATE_HZ}:p=0"),
            ("aformat", "sample_fmts=flt"),
            ("abuffersink", ""),
        ):
            node = self._graph.add(name, arguments or None)
            last.link_to(node)
            last = node
        self._graph.configure()
        self._take = take
        self._drop = self._tail = delay
        self._in = self._out = 0
        self._pushed = 0
        self.told: dict[str, str] = {}

    def add(self, samples: Any) -> None:
        """``float32 [n]``."""
        self._in += len(samples)
        self._push(samples)

    def finish(self) -> None:
        """The rest. What the filters hold back is pushed out by silence that is not kept."""
        self._push(np.zeros(self._tail, dtype=np.float32))
        self._graph.push(None)
        self._pull()
        if self._out < self._in:
            self._take(np.zeros(self._in - self._out, dtype=np.float32))

    def _push(self, samples: Any) -> None:
        if not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples, dtype=np.float32)[None, :], format="flt", layout="mono"
        )
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), self._pushed
        self._pushed += len(samples)
        self._graph.push(frame)
        self._pull()

    def _pull(self) -> None:
        while True:
            try:
                frame = self._graph.pull()
            except (BlockingIOError, EOFError):
                return
            self.told.update(frame.metadata)
            made = frame.to_ndarray()[0]
            dropped = min(self._drop, len(made))
            self._drop -= dropped
            kept = made[dropped : dropped + self._in - self._out]
            self._out += len(kept)
            if len(kept):
                self._take(kept)


@lru_cache(maxsize=16)
def delay_of(chain: Chain) -> int:
    """How many samples late a chain gives what it is given, measured by a burst of noise that passes through it."""
    chance = np.random.default_rng(4)
    spectrum = np.fft.rfft(chance.standard_normal(RATE_HZ))
    hertz = np.fft.rfftfreq(RATE_HZ, 1 / RATE_HZ)
    spectrum[(hertz < 800) | (hertz > 6000)] = 0
    burst = np.fft.irfft(spectrum, RATE_HZ)
    sound = np.zeros(4 * RATE_HZ, dtype=np.float32)
    sound[RATE_HZ : 2 * RATE_HZ] = 0.3 * burst / np.abs(burst).max()
    made: list[Any] = []
    filters = Filters(chain, made.append)
    filters.add(sound)
    filters.finish()
    size = 2 * len(sound)
    both = np.fft.rfft(np.concatenate(made), size) * np.conj(np.fft.rfft(sound, size))
    late = int(np.argmax(np.fft.irfft(both, size)))
    if late > RATE_HZ:
        raise FaultError("a filter of FFmpeg gives sound before it is given it", hint="please report it")
    return late


def _write(
    source: Path, target: Path, found: Found, loudness: float, report: Report, stop: Stop, digest: str
) -> AidFacts:
    chain = chain_of(found)
    peaks = [0.0]
    measure = Filters(
        (*chain, ("ebur128", "metadata=1")),
        lambda samples: peaks.append(max(peaks.pop(), float(np.abs(samples).max()))),
        delay=delay_of(chain),
    )
    read = _through(source, measure, report, stop, part=1)
    if digest and read != digest:
        raise InputError(
            "this is not the file that was ingested: its content has changed",
            place=str(source),
            hint="tapewright verify names what has changed; tapewright relink finds a file that was moved",
        )
    level = _loudness(measure.told)
    gain = min(_MOST_GAIN_DB, loudness - level) if level > _SILENT_LUFS else 0.0
    limited = (*chain, *_levelled(gain, peaks[0]))
    with unfinished(target) as temporary:
        with av.open(f"file:{temporary}", "w", format="flac") as output:
            writer = _Flac(output)
            filters = Filters((*limited, ("ebur128", "metadata=1")), writer.write, delay=delay_of(limited))
            _through(source, filters, report, stop, part=2)
            writer.finish()
        if not writer.samples:
            raise InputError("it has no sound to be cleaned", place=str(source))
        facts = AidFacts(
            hum_hz=found.hum_hz,
            floor_db=found.floor_db,
            hiss_db=found.hiss_db,
            gain_db=round(gain, 1),
            loudness=round(_loudness(filters.told), 1),
            samples=writer.samples,
            filters=tuple(f"{name}={arguments}" for name, arguments in limited),
            ffmpeg=".".join(str(part) for part in av.library_versions["libavfilter"]),
            input_digest=read,
            size=temporary.stat().st_size,
        )
        # The note comes first: without the copy it says nothing.
        with unfinished(note_path(target)) as note:
            note.write_text(json.dumps({"version": VERSION, **asdict(facts)}), "utf-8")
            settle(note, note_path(target))
        settle(temporary, target)
    return facts


def _levelled(gain_db: float, peak: float) -> Chain:
    """One gain for the whole file, and a limiter where something would be too loud then."""
    gain: Chain = (("volume", f"{gain_db:.3f}dB"),)
    if peak * 10 ** (gain_db / 20) < _NEEDS_NO_LIMITER:
        return gain
    limiter = ("alimiter", f"limit={_PEAK}:latency=1:level=0")
    return (*gain, ("aresample", str(4 * RATE_HZ)), limiter, ("aresample", str(RATE_HZ)))


def _through(source: Path, filters: Filters, report: Report, stop: Stop, *, part: int) -> str:
    """The whole sound of a file through filters; ``part`` of two. The xxh128 of the file."""
    with read_once(source) as reading, container_of(reading, source) as container:
        streams = choose_streams(container, source)
        if not streams.audio:
            raise InputError("it has no sound to be cleaned", place=str(source))

        def tell() -> None:
            done = (part - 1) * reading.size + reading.tell()
            report(Step(what=_what(source), done=done, total=2 * reading.size, unit="bytes"))

        mixdown = Mixdown(streams.audio, streams.start, RATE_HZ, lambda samples: filters.add(_floats(samples)))
        told = decode(container, replace(streams, video=None), stop, hear=mixdown.add, after=tell)
        mixdown.finish(told.packet_ends)
        filters.finish()
        while reading.advance(_AT_ONCE):
            stop.check()
        digest = reading.digests()["xxh128"]
        report(Step(what=_what(source), done=part * reading.size, total=2 * reading.size, unit="bytes"))
        return digest


def _what(source: Path) -> str:
    return f"listening copy of {source.name}"


def _floats(samples: Any) -> Any:
    return samples.astype(np.float32) / np.float32(32768)


def _loudness(told: dict[str, str]) -> float:
    """Integrated loudness so far, in LUFS."""
    try:
        return max(_SILENT_LUFS, float(told.get("lavfi.r128.I", _SILENT_LUFS)))
    except ValueError:
        return _SILENT_LUFS


class _Flac:
    """Writes ``float32 [n]`` as 16-bit FLAC."""

    def __init__(self, output: Any) -> None:
        self.samples = 0
        self._output = output
        self._stream = output.add_stream("flac", rate=RATE_HZ, layout="mono")
        self._stream.codec_context.format = "s16"
        self._packer = av.AudioResampler("s16", "mono", RATE_HZ, frame_size=4096)

    def write(self, samples: Any) -> None:
        whole = np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(whole[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), self.samples
        self.samples += len(whole)
        self._encode(self._packer.resample(frame))

    def finish(self) -> None:
        if self.samples:
            self._encode(self._packer.resample(None))
        self._output.mux(self._stream.encode(None))

    def _encode(self, frames: list[Any]) -> None:
        for frame in frames:
            self._output.mux(self._stream.encode(frame))
