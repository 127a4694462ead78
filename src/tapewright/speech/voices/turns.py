"""Whose voice each run is, and the runs of one voice as its utterances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.voices.networks import FRAME_STEP
from tapewright.speech.voices.pieces import Piece, Run

Array = Any
"""``numpy.ndarray``."""

CHANGE = 0.3
"""What a change of voice within a run costs: so much likeness for a second of sound."""
_MOST_WEIGHT_S = 2.0

Spoken = tuple[int, int, int]
"""First and last (exclusive) frame, and the voice."""


def told(runs: Sequence[Run], pieces: Sequence[Piece], likeness: Array) -> tuple[list[Spoken], list[Run]]:
    """Which voice speaks from where to where, and the runs of which no piece is alone.

    ``likeness`` is that of each piece to each voice, ``[pieces, voices]``. Within a run the voice changes only where
    the likeness says so clearly (Viterbi).
    """
    by_run: dict[int, list[int]] = {}
    for at, piece in enumerate(pieces):
        by_run.setdefault(piece.run, []).append(at)
    found: list[Spoken] = []
    for number, mine in by_run.items():
        path = _path(likeness[mine], [pieces[at].frames for at in mine])
        first = runs[number].first
        for place, (at, voice) in enumerate(zip(mine, path, strict=True)):
            ends = place + 1 == len(mine)
            if ends or path[place + 1] != voice:
                last = runs[number].last if ends else pieces[at].last
                found.append((first, last, voice))
                first = last
    return sorted(found), [run for number, run in enumerate(runs) if number not in by_run]


def thrown_in(run: Run, likeness: Array, spoken: Sequence[Spoken]) -> Spoken:
    """Whose a run is that is never alone: the likest voice that is not speaking at the time, where there is one."""
    import numpy

    others = {voice for first, last, voice in spoken if first < run.last and run.first < last}
    free = [voice for voice in range(len(likeness)) if voice not in others]
    chosen = free[int(numpy.argmax(likeness[free]))] if free else int(numpy.argmax(likeness))
    return run.first, run.last, chosen


def _path(likeness: Array, frames: Sequence[int]) -> list[int]:
    """The best voice of each piece of a run."""
    import numpy

    seconds = numpy.minimum(numpy.asarray(frames) * FRAME_STEP / SAMPLE_RATE_HZ, _MOST_WEIGHT_S)
    scores = likeness * seconds[:, None]
    best, back = scores[0], []
    for row in scores[1:]:
        top = int(numpy.argmax(best))
        stays = best >= best[top] - CHANGE
        back.append(numpy.where(stays, numpy.arange(len(best)), top))
        best = numpy.where(stays, best, best[top] - CHANGE) + row
    path = [int(numpy.argmax(best))]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


def joined(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Stretches of one voice that touch or overlap as one, in order of their start."""
    found: list[Spoken] = []
    by_voice: dict[int, list[Spoken]] = {}
    for one in spoken:
        by_voice.setdefault(one[2], []).append(one)
    for voice, mine in by_voice.items():
        kept: list[list[int]] = []
        for first, last, _ in sorted(mine):
            if kept and first <= kept[-1][1]:
                kept[-1][1] = max(kept[-1][1], last)
            else:
                kept.append([first, last])
        found += [(first, last, voice) for first, last in kept]
    return sorted(found)
