"""How far apart the pieces of a quotation were said, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tapewright.proof.compared import Compared, Passage
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.talk import TapeTalk
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.counted import counted


def jumps(compared: Compared) -> Iterator[str]:
    """For each piece from elsewhere, how far from the one before it was said: ``'net' was said 12 seconds (6 sentences
    between) before 'we sold'``. Sentences are counted where the transcript has any.
    """
    for one, two in pairwise(compared.passages):
        mine, its = in_quotes(compared.text(one.quote)), in_quotes(compared.text(two.quote))
        if one.tape != two.tape:
            yield f"{mine} was said on {one.tape}, {its} on {two.tape}"
        else:
            yield f"{its} was said {_distance(one, two)} {mine}"


def _distance(one: Passage, two: Passage) -> str:
    """How far a second passage was said from a first on the same tape."""
    first, last = (one, two) if one.start <= two.start else (two, one)
    if last.start < first.end:
        return "in the middle of"
    side = "after" if first is one else "before"
    sentences = sentences_between(first.talk, range(first.words.stop, last.words.start))
    between = f" ({counted(sentences, 'sentence')} between)" if sentences else ""
    seconds = (last.start - first.end) // TICKS_PER_SECOND
    if not seconds:
        return f"{counted(sentences, 'sentence')} {side}" if sentences else f"right {side}"
    return f"{_time(seconds)}{between} {side}"


def sentences_between(talk: TapeTalk, words: range) -> int:
    """How many sentences some words hold; what a typist wrote in brackets is none."""
    count, has_words = 0, False
    for number in words:
        if number in talk.remarks:
            continue
        has_words = True
        if talk.words[number].text.rstrip("\"'”’)")[-1:] in tuple(".?!"):
            count, has_words = count + 1, False
    return count + has_words


def _time(seconds: int) -> str:
    if seconds < 120:
        return counted(seconds, "second")
    if seconds < 7200:
        return counted(seconds // 60, "minute")
    return counted(seconds // 3600, "hour")
