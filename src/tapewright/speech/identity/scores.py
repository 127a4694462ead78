"""How far two voices are more alike than strangers: likeness in the strangers' own standard deviations.

Strangers are known without anybody's help: of the voices of one tape at most one is whoever is heard on another tape.
So for a voice, all but the best of each other tape are strangers; and for two voices, the others of their two tapes
are, which went through the same two channels. Voices of one tape that may be one voice which the finder has split are
not counted as strangers. Few strangers are eked out with what was measured of many (adaptive
score normalisation, Matejka et al. 2017, with a prior).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tapewright.speech.identity import Example, Heard
from tapewright.timing import from_milliseconds

Array = Any
"""``numpy.ndarray``."""

_MEAN, _DEVIATION = 0.10, 0.11
"""Of the likeness of strangers, over clean and bad channels (measured with the likeness network on 15 readers)."""
_WIDEST = 0.13
"""Where some strangers sound like a voice and others do not, their mean says so; a deviation of all of them would hide
the voice itself (three readers, two of whom are 0.45 alike: nine pairs in 66 were missed)."""
_SPLIT = 0.6
"""Voices of one tape that are at least this part as alike as the turns of either may be one that was split."""
_HALF_SURE = from_milliseconds(1_500)
"""A voice that is heard for so long is half as sure as one that is heard for ever: what a finder made of two seconds
must not be joined before the voice that it may be a scrap of."""
_PRIOR_OF_VOICE = 6
_PRIOR_OF_PAIR = 3
"""So many strangers are that measurement, and a voice's own strangers, worth."""


class Scores:
    """Voices and examples held against each other. The first rows are ``voices``, those behind are ``examples``.

    ``likeness`` and ``strength`` are float64 ``[rows, rows]``; ``may_be_one`` says of which pairs nothing forbids it:
    neither two voices of one tape, nor two persons, nor what a person has rejected.
    """

    def __init__(self, voices: Sequence[Heard], examples: Sequence[Example]) -> None:
        import numpy

        rows = [voice.centre for voice in voices] + [example.centre for example in examples]
        matrix = numpy.array(rows, dtype=float).reshape(len(rows), len(rows[0]) if rows else 0)
        lengths = numpy.linalg.norm(matrix, axis=1, keepdims=True)
        matrix = matrix / numpy.where(lengths > 0, lengths, 1.0)
        self.likeness: Array = matrix @ matrix.T
        tapes = {name: number for number, name in enumerate(sorted({voice.tape for voice in voices}))}
        # An example is of no tape: the voice of its own tape is the very one that it tells of.
        of_voices = [tapes[voice.tape] for voice in voices]
        self._tape: Array = numpy.array(of_voices + list(range(len(tapes), len(tapes) + len(examples))), dtype=int)
        self.speaker: Array = numpy.array([*(v.speaker for v in voices), *(e.speaker for e in examples)], dtype=int)
        self.is_person: Array = numpy.array([*(v.is_confirmed for v in voices), *(True for _ in examples)], dtype=bool)
        spread = numpy.array([*(voice.spread for voice in voices), *(1.0 for _ in examples)])
        self._others: Array = self._others_of_tape(spread)
        self.may_be_one: Array = self._allowed(voices)
        heard = numpy.array(
            [*(voice.weight / (voice.weight + _HALF_SURE) for voice in voices), *(1.0 for _ in examples)]
        )
        self.strength: Array = self._strengths() * numpy.sqrt(heard[:, None] * heard[None, :])

    def _others_of_tape(self, spread: Array) -> Array:
        """Which rows are of one tape and two people, float64 ``[rows, rows]`` of noughts and ones."""
        import numpy

        one_tape = self._tape[:, None] == self._tape[None, :]
        split = self.likeness >= _SPLIT * numpy.minimum(spread[:, None], spread[None, :])
        numpy.fill_diagonal(split, True)
        others: Array = (one_tape & ~split).astype(float)
        return others

    def _allowed(self, voices: Sequence[Heard]) -> Array:
        import numpy

        one_tape = self._tape[:, None] == self._tape[None, :]
        one_speaker = self.speaker[:, None] == self.speaker[None, :]
        two_persons = self.is_person[:, None] & self.is_person[None, :] & ~one_speaker
        rejected = numpy.zeros_like(one_tape)
        for row, voice in enumerate(voices):
            if voice.rejected:
                rejected[row] = numpy.isin(self.speaker, sorted(voice.rejected))
        allowed: Array = ~(one_tape | two_persons | rejected | rejected.T)
        return allowed

    def _strengths(self) -> Array:
        import numpy

        count, tapes = len(self.likeness), int(self._tape.max(initial=-1)) + 1
        sums, squares, strangers = numpy.zeros(count), numpy.zeros(count), numpy.zeros(count)
        for tape in range(tapes):
            there = numpy.flatnonzero(self._tape == tape)
            on_it = self.likeness[:, there]
            # All but the best one, and but those that may be pieces of it.
            counted = self._others[numpy.ix_(there, there)][on_it.argmax(axis=1)]
            counted[self._tape == tape] = 0.0
            sums += (on_it * counted).sum(axis=1)
            squares += (on_it**2 * counted).sum(axis=1)
            strangers += counted.sum(axis=1)
        mean = (_PRIOR_OF_VOICE * _MEAN + sums) / (_PRIOR_OF_VOICE + strangers)
        around = numpy.maximum(squares - 2 * mean * sums + strangers * mean**2, 0.0)
        deviation = numpy.sqrt((_PRIOR_OF_VOICE * _DEVIATION**2 + around) / (_PRIOR_OF_VOICE + strangers))
        deviation = numpy.minimum(deviation, _WIDEST)
        of_both, others = self.likeness @ self._others, self._others.sum(axis=1)
        expected = (_PRIOR_OF_PAIR * (mean[:, None] + mean[None, :]) / 2 + of_both + of_both.T) / (
            _PRIOR_OF_PAIR + others[:, None] + others[None, :]
        )
        strength: Array = (self.likeness - expected) / ((deviation[:, None] + deviation[None, :]) / 2)
        return strength
