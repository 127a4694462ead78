"""A cut, or a whole tape, as one line of sound that can be begun at any sample: what is exported and what is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tapewright.errors import InputError
from tapewright.media.render_plan import RATE_HZ, Stretch
from tapewright.media.soundblocks import Blocks, Heard, samples_of
from tapewright.model import SourceFile

FADE_MS = 5
"""The raised cosine at each join: long enough not to click, short enough to leave every word its edge."""

_EARLY_END = RATE_HZ // 10  # a file that is this much shorter than it was measured is worth a remark

Remark = Callable[[Stretch, str], None]
"""Told, perhaps more than once, what could not be heard in a stretch."""


class CutSound:
    """Stretches laid end to end, ``channels`` at 48 kHz, each join softened over ``fade`` samples.

    ``blocks_of`` opens a file, or raises InputError: then silence stands for it and ``remark`` is told why.
    """

    def __init__(
        self,
        stretches: Sequence[Stretch],
        blocks_of: Callable[[SourceFile], Blocks],
        *,
        channels: int = 2,
        fade: int = 0,
        remark: Remark = lambda stretch, what: None,
    ) -> None:
        self._stretches, self._blocks_of, self._remark = stretches, blocks_of, remark
        self._channels, self._fade = channels, fade

    @property
    def samples(self) -> int:
        """How long it is."""
        return self._stretches[-1].first + self._stretches[-1].samples if self._stretches else 0

    def read(self, first: int, count: int) -> Iterator[Any]:
        """float32 ``[channels, n]`` in pieces: ``count`` samples from ``first`` on, fades and all."""
        end = min(first + count, self.samples)
        for stretch in self._stretches:
            since, until = max(first, stretch.first), min(end, stretch.first + stretch.samples)
            done = since - stretch.first
            for piece in self._heard(stretch, done, until - since) if until > since else ():
                yield _faded(piece, stretch, done, self._fade)
                done += piece.shape[1]

    def _heard(self, stretch: Stretch, begin: int, count: int) -> Iterator[Any]:
        done = 0
        if stretch.file is None and stretch.event:
            self._remark(stretch, "its media is elsewhere; silence stands for it")
        if stretch.file and stretch.file.audio:
            heard = Heard()
            try:
                for piece in samples_of(self._blocks_of(stretch.file), stretch.into_file + begin, count, heard):
                    done += piece.shape[1]
                    yield piece
                if heard.missing > _EARLY_END:
                    self._remark(stretch, f"{stretch.file.path} ended early; silence stands for the rest")
                if heard.trouble:
                    self._remark(stretch, f"{heard.trouble}; silence stands for it")
            except InputError as error:
                self._remark(stretch, f"{error}; silence stands for it")
        while done < count:
            quiet = min(RATE_HZ, count - done)
            yield np.zeros((self._channels, quiet), np.float32)
            done += quiet


def to_int16(piece: Any) -> Any:
    """``int16 [n, channels]``: a piece as a WAV holds it."""
    return np.ascontiguousarray(np.clip(np.rint(piece * 32768), -32768, 32767).astype("<i2").T)


def _faded(piece: Any, stretch: Stretch, begin: int, fade: int) -> Any:
    """A piece that begins ``begin`` samples into its stretch, drawn to 0 in a raised cosine at ends that are joins."""
    fade = min(fade, stretch.samples // 2)
    before, after = begin, stretch.samples - begin - piece.shape[1]
    if stretch.fades_in and before < fade:
        piece = piece.copy()
        ramp = _rise(fade)[before : before + piece.shape[1]]
        piece[:, : len(ramp)] *= ramp
    if stretch.fades_out and after < fade:
        piece = piece.copy()
        ramp = _rise(fade)[after : after + piece.shape[1]][::-1]
        piece[:, piece.shape[1] - len(ramp) :] *= ramp
    return piece


def _rise(fade: int) -> Any:
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)).astype(np.float32)
