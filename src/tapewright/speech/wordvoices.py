"""Words and voices: who says each word, and turns cut where the voice changes. Records in, records out.

A word is its voice's who speaks at the word's middle. Where several do, it is his whose utterances cover most of the
word, and of equals his who had the word before. Where nobody does, it is the nearest utterance's. So every word has a
voice as soon as a tape has one; none is lost, changed or moved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from tapewright.model import SpeakerId, Turn, Utterance, Voice, Word
from tapewright.speech.turns import turns
from tapewright.timing import Interval

_Of = TypeVar("_Of")


class WhoSpeaks:
    """The utterances of a tape, put in order once for however many turns are asked about."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._in_order = sorted(utterances, key=lambda utterance: (utterance.interval, utterance.voice))
        self._starts = [utterance.interval.start for utterance in self._in_order]
        self._latest: list[int] = []  # which of the utterances up to here ends last
        for place, utterance in enumerate(self._in_order):
            last = self._latest[-1] if self._latest else place
            self._latest.append(place if utterance.interval.end > self._in_order[last].interval.end else last)

    def of_words(self, words: Sequence[Word]) -> list[int]:
        """The voice of each word, by its number; empty where there is no utterance at all."""
        if not self._in_order:
            return []
        voices: list[int] = []
        for word in words:
            voices.append(self._at(word.interval, voices[-1] if voices else None))
        return voices

    def mainly(self, words: Sequence[Word]) -> int:
        """The voice that says most of the words; of equals the one that comes first. There must be some of both."""
        counts = Counter(self.of_words(words))
        return max(counts, key=lambda voice: counts[voice])

    def _at(self, word: Interval, before: int | None) -> int:
        """Whose word it is; ``before`` is whose the last one was."""
        middle = word.middle
        after = bisect_right(self._starts, middle)
        covered: dict[int, int] = {}
        for place in range(after - 1, -1, -1):
            if self._in_order[self._latest[place]].interval.end <= middle:
                break
            utterance = self._in_order[place]
            if utterance.interval.end > middle:
                shared = word.shared(utterance.interval)
                covered[utterance.voice] = covered.get(utterance.voice, 0) + (shared.duration if shared else 0)
        if covered:
            return max(covered, key=lambda voice: (covered[voice], voice == before, -voice))
        return self._nearest(middle, after, before)

    def _nearest(self, middle: int, after: int, before: int | None) -> int:
        around = []
        if after:
            ended = self._in_order[self._latest[after - 1]]
            around.append((middle - ended.interval.end, ended.voice))
        if after < len(self._in_order):
            begins = self._in_order[after]
            around.append((begins.interval.start - middle, begins.voice))
        return min(around, key=lambda pair: (pair[0], pair[1] != before, pair[1]))[1]


def voices_of_words(words: Sequence[Word], utterances: Sequence[Utterance]) -> list[int]:
    """The voice of each word of a whole text; for turn after turn ask ``WhoSpeaks``."""
    return WhoSpeaks(utterances).of_words(words)


def utterances_of(voices: Sequence[Voice]) -> list[Utterance]:
    """The utterances of all voices of a tape in order; each names its voice's place in ``voices``."""
    made = [
        Utterance(interval=interval, voice=place) for place, voice in enumerate(voices) for interval in voice.utterances
    ]
    return sorted(made, key=lambda utterance: (utterance.interval, utterance.voice))


def turns_by_voice(words: Sequence[Word], voices: Sequence[Voice]) -> tuple[Turn, ...]:
    """Turns for the words of a new transcript: cut where the voice changes, then as without voices."""
    numbers = voices_of_words(words, utterances_of(voices))
    if not numbers:
        return turns(words)
    return tuple(
        Turn(words=turn.words, speaker=voices[number].speaker)
        for number, run in _runs(words, numbers)
        for turn in turns(run)
    )


def recut(turn: Turn, speakers: Sequence[SpeakerId]) -> list[Turn]:
    """A turn cut where the speaker changes; ``speakers`` has one for each word. The first piece keeps the id."""
    pieces = [Turn(words=run, speaker=speaker) for speaker, run in _runs(turn.words, speakers)]
    first, *rest = pieces or [turn]
    return [Turn(words=first.words, speaker=first.speaker, id=turn.id, revision=turn.revision), *rest]


def _runs(words: Sequence[Word], whose: Sequence[_Of]) -> Iterator[tuple[_Of, tuple[Word, ...]]]:
    for of, run in groupby(zip(whose, words, strict=True), key=lambda pair: pair[0]):
        yield of, tuple(word for _, word in run)
