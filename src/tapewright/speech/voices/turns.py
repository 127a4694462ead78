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


def told(runs: Sequence[Run], pieces: Sequence[Piece], likeness: Array) -> list[Spoken]:
    """Which voice speaks from where to where; ``likeness`` of each piece to each voice, ``[pieces, voices]``.

    Within a run the voice changes only where the likeness says so clearly (Viterbi). A run of which no piece is alone
    (a word thrown in) is a voice that does not speak at the time: the likeness of what stands around it decides.
    """
    by_run: dict[int, list[int]] = {}
    for at, piece in enumerate(pieces):
        by_run.setdefault(piece.run, []).append(at)
    found: list[Spoken] = []
    unknown = []
    for number, run in enumerate(runs):
        if number not in by_run:
            unknown.append(run)
            continue
        mine = by_run[number]
        path = _path(likeness[mine], [pieces[at].frames for at in mine])
        first = run.first
        for place, (at, voice) in enumerate(zip(mine, path, strict=True)):
            if place + 1 < len(mine) and path[place + 1] == voice:
                continue
            last = run.last if place + 1 == len(mine) else pieces[at].last
            found.append((first, last, voice))
            first = last
    return joined(found)


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
