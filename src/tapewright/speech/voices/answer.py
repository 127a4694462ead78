"""What the finder says: utterances in ticks, and of each voice where it lies and where it is heard best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tapewright.model import Embedding, FoundVoice, Utterance
from tapewright.speech import Voices
from tapewright.speech.voices.networks import unit
from tapewright.speech.voices.pieces import Piece, seconds
from tapewright.speech.voices.turns import Spoken
from tapewright.speech.voices.windows import Listener

Array = Any
"""``numpy.ndarray``."""

SAMPLES = 5
SAMPLE_FRAMES = 296
"""At most five seconds each."""
_DECIMALS = 6


def answer(listener: Listener, spoken: Sequence[Spoken], alone: Sequence[Piece], embeddings: Array) -> Voices:
    """Voices numbered in the order in which they are first heard."""
    order = {voice: number for number, voice in enumerate(dict.fromkeys(voice for _, _, voice in spoken))}
    utterances = [
        Utterance(interval=listener.interval(first, last), voice=order[voice]) for first, last, voice in spoken
    ]
    voices = [
        _voice(listener, number, [one for one in spoken if one[2] == voice], alone, embeddings)
        for voice, number in order.items()
    ]
    utterances.sort(key=lambda one: (one.interval.start, one.voice))
    return Voices(utterances=tuple(one for one in utterances if not one.interval.is_empty), voices=tuple(voices))


def vector(values: Array) -> Embedding:
    """An embedding as plain numbers."""
    return tuple(round(float(value), _DECIMALS) for value in values)


def _voice(
    listener: Listener, number: int, spoken: Sequence[Spoken], alone: Sequence[Piece], embeddings: Array
) -> FoundVoice:
    import numpy

    mine = _pieces_in(spoken, alone)
    if not mine:
        return FoundVoice(number=number, centre=(), spread=0.0)
    weights = seconds(numpy.array([alone[at].frames for at in mine]))[:, None]
    chosen = embeddings[mine]
    likeness = chosen @ unit((chosen * weights).sum(axis=0))
    # Robust: the half that is least like the rest does not move the centre.
    near = likeness >= numpy.median(likeness)
    centre = unit((chosen[near] * weights[near]).sum(axis=0))
    likeness = chosen @ centre
    return FoundVoice(
        number=number,
        centre=vector(centre),
        spread=float(numpy.median(likeness)),
        samples=tuple(listener.interval(first, last) for first, last in _samples([alone[at] for at in mine], likeness)),
    )


def _samples(mine: Sequence[Piece], likeness: Array) -> list[tuple[int, int]]:
    """The stretches that say most of a voice: like it, and up to five seconds long."""
    stretches: list[list[int]] = []
    for at, piece in enumerate(mine):
        last = mine[stretches[-1][-1]] if stretches else piece
        begun = mine[stretches[-1][0]].first if stretches else 0
        if stretches and last.last == piece.first and piece.last - begun <= SAMPLE_FRAMES:
            stretches[-1].append(at)
        else:
            stretches.append([at])
    ends = [(mine[one[0]].first, mine[one[-1]].last) for one in stretches]
    worth = [float(likeness[one].mean()) * (b - a) ** 0.5 for one, (a, b) in zip(stretches, ends, strict=True)]
    best = sorted(range(len(ends)), key=lambda at: (-worth[at], at))[:SAMPLES]
    return [ends[at] for at in best]


def _pieces_in(spoken: Sequence[Spoken], alone: Sequence[Piece]) -> list[int]:
    """The pieces, in order of their start, that lie in the stretches of one voice."""
    found = []
    ordered = sorted(range(len(alone)), key=lambda at: alone[at].first)
    place = 0
    for at in ordered:
        while place < len(spoken) and spoken[place][1] < alone[at].last:
            place += 1
        if place == len(spoken):
            break
        if spoken[place][0] <= alone[at].first:
            found.append(at)
    return found
