"""Where to listen first: the words of a transcript that the recogniser's guards or a typist doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tapewright.model import CHECKED, Mark, Tape, Turn, Word
from tapewright.timing import Interval, Ticks
from tapewright.verbs.times import times_record
from tapewright.verbs.transcript import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedWords:
    """Words beside each other in one turn that are doubted for one and the same reason."""

    tape: Tape
    mark: Mark
    words: tuple[Word, ...]

    @property
    def interval(self) -> Interval:
        """From the start of the first word to the end of the last."""
        return Interval(self.words[0].start, Ticks(max(word.end for word in self.words)))

    @property
    def text(self) -> str:
        """The words as they read."""
        return " ".join(word.text for word in self.words)


def doubts(shown: Shown) -> tuple[DoubtedWords, ...]:
    """Every doubted stretch of a transcript, in the order of the tape; words that a person has checked are none."""
    found = [doubt for turn in shown.transcript.turns for doubt in _of_turn(shown.tape, turn)]
    return tuple(sorted(found, key=lambda doubt: doubt.interval.start))


def record(shown: Shown) -> dict[str, object]:
    """``{"tape", "version", "doubts": [{"mark", "text", "start", "end", "ticks": {…}, "timecode"}]}``; times in
    seconds.
    """
    return {
        "tape": shown.tape.id,
        "version": shown.transcript.version,
        "doubts": [_doubt_record(doubt) for doubt in doubts(shown)],
    }


def _doubt_record(doubt: DoubtedWords) -> dict[str, object]:
    return {
        "mark": doubt.mark.value,
        "text": doubt.text,
        **times_record(doubt.interval),
        "timecode": doubt.tape.timecode(doubt.interval.start),
    }


def _of_turn(tape: Tape, turn: Turn) -> Iterator[DoubtedWords]:
    for mark, words in groupby(turn.words, key=_doubted):
        if mark is not None:
            yield DoubtedWords(tape=tape, mark=mark, words=tuple(words))


def _doubted(word: Word) -> Mark | None:
    """The strongest reason to doubt a word."""
    if word.confidence == CHECKED:
        return None
    return next((mark for mark in Mark if mark in word.marks), None)
