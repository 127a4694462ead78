"""Words to turns: paragraphs that a person can read, split where the speaker pauses.

An engine does not say who speaks. A turn ends at a long pause, at a sentence's end with a pause behind it once it has
some length, and before it grows too long to be read in one glance.
"""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.model import Turn, Word
from tapewright.timing import from_milliseconds

LONG_PAUSE = from_milliseconds(1_500)
SENTENCE_PAUSE = from_milliseconds(600)
FEWEST_WORDS = 25
MOST_WORDS = 80

_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！", '."', '?"', '!"', ".”", "?”", "!”")


def turns(words: Sequence[Word]) -> tuple[Turn, ...]:
    """Turns of at most ``MOST_WORDS`` words, in order, holding every word once."""
    made: list[Turn] = []
    first = 0
    while first < len(words):
        end = _turn_end(words, first)
        made.append(Turn(words=tuple(words[first:end])))
        first = end
    return tuple(made)


def _turn_end(words: Sequence[Word], first: int) -> int:
    """The index behind the last word of the turn that begins with ``first``."""
    last_sentence = 0
    for index in range(first, min(first + MOST_WORDS, len(words))):
        if index + 1 == len(words):
            return len(words)
        pause = words[index + 1].start - words[index].end
        ends_sentence = words[index].text.endswith(_SENTENCE_ENDS)
        if pause >= LONG_PAUSE:
            return index + 1
        if ends_sentence and index + 1 - first >= FEWEST_WORDS:
            if pause >= SENTENCE_PAUSE:
                return index + 1
            last_sentence = index + 1
    return last_sentence or _longest_pause(words, first, first + MOST_WORDS)


def _longest_pause(words: Sequence[Word], first: int, end: int) -> int:
    """Behind the word of the second half that the longest pause follows; the later of equals."""
    candidates = range(first + (end - first) // 2, end)
    return max(candidates, key=lambda i: (words[i].start - words[i - 1].end, i))
