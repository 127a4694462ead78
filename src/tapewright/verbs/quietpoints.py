"""Where between two words a cut falls: at a frame of the tape, where the sound is quietest, and inside no word.

How near to a word it may come hangs on how its edge was got: a refined edge is known to some 20 ms, a rough one is kept
further away. Where the words leave no gap the cut may move a little to the quietest frame beside the border. Without
the recording the place that was reckoned from the words stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, log10

from tapewright.errors import StorageError, TapewrightError
from tapewright.model import Tape, Word
from tapewright.speech import SAMPLE_RATE_HZ, Samples
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_milliseconds, to_samples
from tapewright.verbs import hearing
from tapewright.verbs.project import Project

REACH = from_milliseconds(160)
"""A cut lies no further from the word that is played: what is behind it belongs to somebody's breath."""

SURE = from_milliseconds(20)
ROUGH = from_milliseconds(60)
"""What is left between a cut and an edge that was found on the sound, and one that was not."""

BESIDE = from_milliseconds(25)
"""How far from the border of two words that touch each other a cut may lie."""

_HEARD = from_milliseconds(10)
_DB_PER_S = 40
"""A place that is further from the reckoned one must be quieter: by 4 dB for 100 ms."""


def quiet_before(project: Project, tape: Tape, before: Word | None, word: Word, reckoned: Ticks) -> Ticks:
    """Where a bite begins whose first word is ``word``; ``before`` is what is said before it."""
    floor = before.end + _margin(before) if before else 0
    low, high = max(floor, word.start - REACH), word.start - _margin(word)
    return _quietest(project, tape, *_beside(low, high, before, word), reckoned)


def quiet_behind(project: Project, tape: Tape, word: Word, after: Word | None, reckoned: Ticks) -> Ticks:
    """Where a bite ends whose last word is ``word``; ``after`` is what is said behind it."""
    ceiling = after.start - _margin(after) if after else max(tape.duration, word.end)
    low, high = word.end + _margin(word), min(ceiling, word.end + REACH)
    return _quietest(project, tape, *_beside(low, high, word, after), reckoned)


def _margin(word: Word) -> int:
    return ROUGH if word.is_rough else SURE


def _beside(low: int, high: int, before: Word | None, after: Word | None) -> tuple[int, int]:
    """The window, or where the gap is too small for one, what lies about the border of the two words."""
    if low <= high or before is None or after is None:
        return low, high
    border = sorted((before.end, after.start))
    least, most = before.interval.middle + 1, after.interval.middle - 1
    return max(border[0] - BESIDE, least), min(border[1] + BESIDE, most)


def _quietest(project: Project, tape: Tape, low: int, high: int, reckoned: Ticks) -> Ticks:
    """The quietest frame in a window; the reckoned place where there is none, or nothing to listen to."""
    frames = list(_frames(tape, max(0, low), high))
    if not frames or not any(file.audio for file in tape.files):
        return reckoned
    sound = Interval(Ticks(max(0, frames[0] - _HEARD)), Ticks(frames[-1] + _HEARD))
    try:
        samples = hearing.tape_sound(project.media, tape.files, sound, cache=project.cache)
    except StorageError:
        raise
    except TapewrightError:
        return reckoned

    def cost(tick: int) -> float:
        away = float(Fraction(abs(tick - reckoned), TICKS_PER_SECOND))
        return _level_db(samples, tick - sound.start) + _DB_PER_S * away

    return Ticks(min(frames, key=cost))


def _frames(tape: Tape, low: int, high: int) -> Iterator[int]:
    """The first ticks of the tape's frames in a window."""
    rate = tape.format.rate
    number = ceil(Fraction(low, 1) / rate.ticks_per_frame)
    while (tick := rate.at_frame(number)) <= high:
        yield tick
        number += 1


def _level_db(samples: Samples, place: int) -> float:
    """How loud it is about a place: the power of the 10 ms on either side, in dB."""
    import numpy

    at, half = to_samples(place, SAMPLE_RATE_HZ), to_samples(_HEARD, SAMPLE_RATE_HZ)
    around = samples[max(0, at - half) : at + half]
    power = float(numpy.mean(numpy.square(around, dtype="float64"))) if len(around) else 0.0
    return 10 * log10(power + 1e-9)
