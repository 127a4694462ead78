"""How long narration will be, before anybody has recorded it."""

from __future__ import annotations

from fractions import Fraction

from tapewright.model import PaperEdit
from tapewright.story.front import words_a_minute
from tapewright.timing import TICKS_PER_SECOND, Ticks, nearest
from tapewright.words.normal import key


def narration_length(edit: PaperEdit, text: str) -> Ticks:
    """The time that a text takes at the edit's ``narration_wpm`` (150 words a minute unless it says otherwise)."""
    words = sum(bool(key(word)) for word in text.split())
    return Ticks(nearest(Fraction(words * 60 * TICKS_PER_SECOND, words_a_minute(edit.settings))))
