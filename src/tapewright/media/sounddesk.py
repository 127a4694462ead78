"""Sound for many listeners at once, from any sample on: few files open, each for a moment, the last blocks at hand."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xxhash

from tapewright.media.cutsound import FADE_MS, CutSound, to_int16
from tapewright.media.render_plan import RATE_HZ, Stretch, plan_sound, plan_tape
from tapewright.media.soundblocks import Block, FileSound
from tapewright.model import Cut, SourceFile, Tape

MOST_FILES = 8
"""So many decoders are open at most, whoever listens to whatever."""

_MOST_BLOCKS = 48
"""Blocks of two seconds that are kept: 37 MB at most."""

_IDLE_S = 15.0
"""A file that nobody has heard for so long is closed: a disk can be taken away again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundLine:
    """A tape or a cut as one line of 16-bit sound at 48 kHz, ``samples`` long. ``missing`` names files not there;
    ``version`` is the same for the same samples.
    """

    channels: int
    samples: int
    missing: tuple[str, ...]
    version: str
    _sound: CutSound

    def read(self, first: int, count: int) -> Iterator[bytes]:
        """Samples as a WAV holds them: little-endian, channels side by side, in pieces of two seconds or less."""
        for piece in self._sound.read(first, count):
            yield to_int16(piece).tobytes()


class SoundDesk:
    """Opens tapes and cuts for listening. Safe to use from several threads; close it at the end."""

    def __init__(self) -> None:
        self._shelf = _Shelf()

    def tape(self, tape: Tape) -> SoundLine:
        """The whole tape, mono: its files on its clock, silence between them and where one cannot be read."""
        return self._line(plan_tape(tape), channels=1)

    def cut(self, cut: Cut, *, fade_ms: int = FADE_MS) -> SoundLine:
        """A cut, stereo, sample for sample as its export. UsageError where its events overlap."""
        return self._line(plan_sound(cut), channels=2, fade=RATE_HZ * fade_ms // 1000)

    def close(self) -> None:
        """Let go of every file."""
        self._shelf.close()

    def _line(self, stretches: list[Stretch], *, channels: int, fade: int = 0) -> SoundLine:
        def blocks_of(file: SourceFile) -> _ShelvedFile:
            return _ShelvedFile(self._shelf, file, channels == 1)

        sound = CutSound(stretches, blocks_of, channels=channels, fade=fade)
        paths = dict.fromkeys(stretch.file.path for stretch in stretches if stretch.file)
        missing = tuple(path for path in paths if not Path(path).is_file())
        version = xxhash.xxh3_64_hexdigest(os.fsencode(repr((channels, fade, missing, [_told(s) for s in stretches]))))
        return SoundLine(channels=channels, samples=sound.samples, missing=missing, version=version, _sound=sound)


def _told(stretch: Stretch) -> tuple[object, ...]:
    """What tells a stretch from another."""
    file = stretch.file
    of = (file.path, file.digests.get("xxh128", "")) if file else ()
    return (stretch.first, stretch.samples, stretch.start, stretch.fades_in, stretch.fades_out, *of)


class _ShelvedFile:
    """One file's blocks, out of the shelf."""

    def __init__(self, shelf: _Shelf, file: SourceFile, is_mono: bool) -> None:
        self._shelf, self._file, self._is_mono = shelf, file, is_mono

    def block(self, number: int) -> Block:
        return self._shelf.block(self._file, self._is_mono, number)


class _Open:
    """A file on the shelf: its decoder, who holds it, when it was last used."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.holders = 0
        self.sound: FileSound | None = None
        self.used_at = 0.0


_Key = tuple[str, str, bool]


class _Shelf:
    """Open files and the blocks that were decoded last."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._open: OrderedDict[_Key, _Open] = OrderedDict()
        self._blocks: OrderedDict[tuple[_Key, int], Block] = OrderedDict()
        self._sweeper: threading.Timer | None = None

    def block(self, file: SourceFile, is_mono: bool, number: int) -> Block:
        """A block, decoded if it is not at hand. InputError where the file cannot be opened."""
        key = (file.path, file.digests.get("xxh128", ""), is_mono)
        if known := self._kept(key, number):
            return known
        with self._held(key) as held:
            # Whoever held the file before may have wanted the same.
            if known := self._kept(key, number):
                return known
            if held.sound is None:
                held.sound = FileSound(file, is_mono=is_mono)
            made = held.sound.block(number)
        if not made.trouble:
            self._keep(key, number, made)
        return made

    def close(self) -> None:
        """Close what nobody holds; a reading on its way ends first."""
        with self._turn:
            self._close(lambda held: True)
            self._blocks.clear()
            if self._sweeper:
                self._sweeper.cancel()

    def _kept(self, key: _Key, number: int) -> Block | None:
        with self._turn:
            if (key, number) in self._blocks:
                self._blocks.move_to_end((key, number))
            return self._blocks.get((key, number))

    def _keep(self, key: _Key, number: int, block: Block) -> None:
        with self._turn:
            self._blocks[key, number] = block
            while len(self._blocks) > _MOST_BLOCKS:
                self._blocks.popitem(last=False)

    @contextmanager
    def _held(self, key: _Key) -> Iterator[_Open]:
        with self._turn:
            held = self._seat(key)
            held.holders += 1
        try:
            with held.lock:
                yield held
        finally:
            with self._turn:
                held.holders -= 1
                held.used_at = time.monotonic()
                if held.sound is None and not held.holders:
                    self._open.pop(key, None)
                self._turn.notify()
                self._sweep_later()

    def _seat(self, key: _Key) -> _Open:
        """The file's place on the shelf; waits for one where all are taken by files in use."""
        while key not in self._open and len(self._open) >= MOST_FILES:
            idle = next((known for known, held in self._open.items() if not held.holders), None)
            if idle is None:
                self._turn.wait()
            else:
                self._shut(idle)
        held = self._open.setdefault(key, _Open())
        self._open.move_to_end(key)
        return held

    def _sweep_later(self) -> None:
        if self._sweeper is None and self._open:
            self._sweeper = threading.Timer(_IDLE_S, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        with self._turn:
            self._sweeper = None
            self._close(lambda held: time.monotonic() - held.used_at >= _IDLE_S)
            self._sweep_later()

    def _close(self, is_due: Any) -> None:
        for key in [key for key, held in self._open.items() if not held.holders and is_due(held)]:
            self._shut(key)

    def _shut(self, key: _Key) -> None:
        sound = self._open.pop(key).sound
        if sound is not None:
            sound.close()
