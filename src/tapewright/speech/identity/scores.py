"""How far two voices are more alike than strangers: likeness in the strangers' own standard deviations.

Strangers are known without anybody's help: of the voices of one tape at most one is whoever is heard on another tape.
So for a voice, all but the best of each other tape are strangers; and for two voices, the others of their two tapes
are, which went through the same two channels. Few strangers are eked out with what was measured of many (adaptive
score normalisation, Matejka et al. 2017, with a prior).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tapewright.speech.identity import Example, Heard

Array = Any
"""``numpy.ndarray``."""

_MEAN, _DEVIATION = 0.10, 0.11
"""Of the likeness of strangers, over clean and bad channels (measured with the likeness network on 15 readers)."""
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
        self.may_be_one: Array = self._allowed(voices)
        self.strength: Array = self._strengths()

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
        by_tape, sizes = numpy.zeros((count, tapes)), numpy.zeros(tapes)
        for tape in range(tapes):
            there = numpy.flatnonzero(self._tape == tape)
            on_it = self.likeness[:, there]
            by_tape[:, tape], sizes[tape] = on_it.sum(axis=1), len(there)
            elsewhere = self._tape != tape
            best = on_it.max(axis=1)
            sums += numpy.where(elsewhere, on_it.sum(axis=1) - best, 0.0)
            squares += numpy.where(elsewhere, (on_it**2).sum(axis=1) - best**2, 0.0)
            strangers += numpy.where(elsewhere, len(there) - 1, 0)
        mean = (_PRIOR_OF_VOICE * _MEAN + sums) / (_PRIOR_OF_VOICE + strangers)
        around = numpy.maximum(squares - 2 * mean * sums + strangers * mean**2, 0.0)
        deviation = numpy.sqrt((_PRIOR_OF_VOICE * _DEVIATION**2 + around) / (_PRIOR_OF_VOICE + strangers))
        of_both = by_tape[:, self._tape] - self.likeness
        others = sizes[self._tape] - 1.0
        expected = (_PRIOR_OF_PAIR * (mean[:, None] + mean[None, :]) / 2 + of_both + of_both.T) / (
            _PRIOR_OF_PAIR + others[:, None] + others[None, :]
        )
        strength: Array = (self.likeness - expected) / ((deviation[:, None] + deviation[None, :]) / 2)
        return strength
