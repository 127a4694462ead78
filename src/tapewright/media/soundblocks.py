"""The sound of a file in blocks of fixed places, so that any part of it is the same however it is come to.

Some decoders carry noise and predictions on from packet to packet: AAC, Opus and AC-3 give other samples after a leap
than after an hour of playing. So every block of a file is decoded for itself, always from the same place before it, and
faded into the next over a few milliseconds; where the decoder is exact that fade changes nothing. A listener who starts
in the middle, two who listen at once and the export hear the same samples, to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from tapewright.errors import InputError
from tapewright.media.render_plan import RATE_HZ
from tapewright.media.render_sound import SoundSource
from tapewright.model import SourceFile
from tapewright.timing import from_samples

BLOCK = 2 * RATE_HZ
"""Samples a block: half a second more is decoded before each, and a leap into one decodes all of it."""

FADE = RATE_HZ // 100
"""Samples over which a block becomes the next."""

_CANCELLING = 400
"""A mix this much weaker than one of its channels is not worth hearing: they extinguish each other."""


@dataclass(frozen=True, slots=True)
class Block:
    """float32 ``[channels, BLOCK + FADE]``. ``missing`` samples at its end lie behind the file's sound; ``trouble``
    says what kept it from being decoded: silence stands for the rest of it.
    """

    samples: Any
    missing: int = 0
    trouble: str = ""


class FileSound:
    """The blocks of one file at 48 kHz, in stereo, or mixed to one channel. Opened at once: InputError where it cannot.

    One thread at a time.
    """

    def __init__(self, file: SourceFile, *, is_mono: bool = False) -> None:
        self._source = SoundSource(file)
        self._is_mono = is_mono

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()

    def block(self, number: int) -> Block:
        """The block that begins ``number * BLOCK`` samples into the file; before the file all is silent."""
        held = np.zeros((2, BLOCK + FADE), np.float32)
        if number < 0:
            return Block(_mono(held) if self._is_mono else held)
        done, trouble = 0, ""
        try:
            for piece in self._source.read(from_samples(number * BLOCK, RATE_HZ), BLOCK + FADE):
                held[:, done : done + piece.shape[1]] = piece
                done += piece.shape[1]
        except InputError as error:
            trouble = str(error)
        missing = self._source.missing if not trouble else 0
        return Block(_mono(held) if self._is_mono else held, missing, trouble)


class Blocks(Protocol):
    """Where the blocks of one file come from: ``FileSound`` is one such place, a shelf that keeps some another."""

    def block(self, number: int) -> Block:
        """As ``FileSound.block``."""


@dataclass(slots=True)
class Heard:
    """What a reading met: ``missing`` samples of what was asked for lie behind the file's sound."""

    missing: int = 0
    trouble: str = ""


def samples_of(blocks: Blocks, first: int, count: int, heard: Heard | None = None) -> Iterator[Any]:
    """``count`` samples of a file from its sample ``first`` on, float32 ``[channels, n]`` in pieces of a block or less.

    ``heard`` is filled in as the pieces are taken.
    """
    at, end = first, first + count
    tail: tuple[int, Any] | None = None
    while at < end:
        number = at // BLOCK
        begin = number * BLOCK
        block = blocks.block(number)
        since, until = at - begin, min(end - begin, BLOCK)
        piece = block.samples[:, since:until]
        if since < FADE and number > 0:
            before = tail[1] if tail and tail[0] == number - 1 else blocks.block(number - 1).samples[:, BLOCK:]
            piece = _joined(before, piece, since)
        if heard is not None:
            heard.missing += min(until - since, max(0, block.missing - FADE - (BLOCK - until)))
            heard.trouble = heard.trouble or block.trouble
        tail = (number, block.samples[:, BLOCK:])
        yield piece
        at = begin + until


def _joined(before: Any, piece: Any, since: int) -> Any:
    """The piece with the end of the block before it faded out over its beginning."""
    length = min(FADE - since, piece.shape[1])
    old, new = before[:, since : since + length], piece[:, :length]
    made = piece.copy()
    # Not old * (1 - w) + new * w: where both are the same nothing may change, not even the last bit.
    made[:, :length] = old + (new - old) * _RISE[since : since + length]
    return made


_RISE = ((np.arange(FADE) + 1) / (FADE + 1)).astype(np.float32)


def _mono(stereo: Any) -> Any:
    """Both sides at half weight; the left one alone where they extinguish each other."""
    mixed = (stereo[:1] + stereo[1:]) * np.float32(0.5)
    left = float(np.square(stereo[0]).sum())
    if left > 1e-6 * stereo.shape[1] and float(np.square(mixed).sum()) * _CANCELLING < left:
        return stereo[:1]
    return mixed
