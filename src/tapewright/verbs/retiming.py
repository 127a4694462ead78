"""What a correction does to the times of words. Records in, records out; no project.

A word that reads as before stays the same record: times, confidence, marks. A word put in the place of one word takes
its time. Words put in the place of fewer or more share their stretch; words put in between lie between their
neighbours; both are marked as interpolated. Whatever a person typed is marked as checked, but what they marked as
unsure. Nothing else moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tapewright.errors import UsageError
from tapewright.exchange.typed import Token
from tapewright.model import CHECKED, Mark, Turn, TurnId, Word, WordTiming
from tapewright.timing import TICKS_PER_SECOND, Ticks
from tapewright.words.counted import counted
from tapewright.words.difference import Step, align
from tapewright.words.pace import shares, usual_length

LEAST_ROOM = TICKS_PER_SECOND * 30 // 1000
"""A gap of less than 30 ms a word is no room: the words then overlap the end of the word before."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A word that a person typed. ``stretch`` is its share of the words in whose place it stands, if any."""

    token: Token
    stretch: tuple[int, int] | None = None


Item = Word | Fresh


@dataclass(frozen=True, slots=True)
class Bounds:
    """What lies around a turn: the last word before it, the first after it, the end of the tape (0: unknown)."""

    before: Word | None = None
    after: Word | None = None
    end: int = 0

    @property
    def ceiling(self) -> int:
        """Where words behind the turn must end."""
        if self.after:
            return self.after.start
        return self.end or 2**62


def reworded(words: Sequence[Word], tokens: Sequence[Token], bounds: Bounds) -> tuple[Word, ...]:
    """The words of one turn as they read now."""
    steps = align([word.text for word in words], [token.text for token in tokens])
    return fitted([item for step in steps for item in taken(step, words, tokens)], bounds)


def taken(step: Step, words: Sequence[Word], tokens: Sequence[Token]) -> Iterator[Item]:
    """What one step of a difference puts into the text, word by word; as many as ``step.new`` has."""
    old = [words[i] for i in step.old]
    new = [tokens[j] for j in step.new]
    if step.kind == "same":
        yield from (_doubted(word, token) for word, token in zip(old, new, strict=True))
    elif len(old) == len(new):
        for word, token in zip(old, new, strict=True):
            yield replace(word, text=token.text, confidence=_confidence(token), marks=token.marks)
    elif old:
        start, end = old[0].start, max(word.end for word in old)
        stretches = shares([token.text for token in new], start, end)
        yield from (Fresh(token, stretch) for token, stretch in zip(new, stretches, strict=True))
    else:
        yield from (Fresh(token) for token in new)


def fitted(items: Sequence[Item], bounds: Bounds) -> tuple[Word, ...]:
    """Times for the fresh words among those that stay: in order, never outside their neighbours, and with a length
    wherever there is room for one.
    """
    made: list[Word] = []
    place = 0
    while place < len(items):
        item = items[place]
        if isinstance(item, Word):
            made.append(item)
            place += 1
            continue
        run = place
        while run < len(items) and isinstance(items[run], Fresh):
            run += 1
        following = items[run] if run < len(items) else None
        fresh = [item for item in items[place:run] if isinstance(item, Fresh)]
        made += _between(made[-1] if made else None, fresh, following if isinstance(following, Word) else None, bounds)
        place = run
    return tuple(made)


def split(turn: Turn, at: int) -> tuple[Turn, Turn]:
    """A turn in two, the second beginning with word number ``at``, counted from 0. The first keeps the id."""
    if not 0 < at < len(turn.words):
        raise UsageError(f"a turn of {counted(len(turn.words), 'word')} cannot be split before word {at + 1}")
    return replace(turn, words=turn.words[:at]), replace(turn, words=turn.words[at:], id=TurnId(0), revision=0)


def joined(turns: Sequence[Turn]) -> Turn:
    """Several turns in one, with the id and speaker of the first."""
    words = tuple(word for turn in turns for word in turn.words)
    if any(b.start < a.start for a, b in pairwise(words)):
        raise UsageError(
            "these turns are said at the same time: joined, their words would be out of order",
            hint="give one of them the other's speaker instead",
        )
    return replace(turns[0], words=words)


def _doubted(word: Word, token: Token) -> Word:
    """A word that reads as before; a typist may have put it in brackets, and then nobody has checked it."""
    if not token.unsure:
        return word
    return replace(
        word,
        marks=word.marks | {Mark.UNSURE},
        confidence=None if word.confidence == CHECKED else word.confidence,
    )


def _confidence(token: Token) -> int | None:
    """What a person typed is checked, but what they put in the brackets of an unsure word."""
    return None if token.unsure else CHECKED


def _between(before: Word | None, fresh: Sequence[Fresh], after: Word | None, bounds: Bounds) -> list[Word]:
    """Times for a run of fresh words. Those with a stretch keep it as far as the neighbours allow; the others go
    into the gaps that are left.
    """
    first = before.start if before else 0
    last = after.start if after else None
    made: list[Word] = []
    place = 0
    while place < len(fresh):
        stretch = fresh[place].stretch
        if stretch is not None:
            start = max(stretch[0], made[-1].start if made else first)
            start = start if last is None else min(start, last)
            made.append(_word(fresh[place], start, stretch[1] if stretch[1] > start else start + LEAST_ROOM))
            place += 1
            continue
        run = place
        while run < len(fresh) and fresh[run].stretch is None:
            run += 1
        ahead = fresh[run].stretch if run < len(fresh) else None
        upper = ahead[0] if ahead else last
        texts = [item.token.text for item in fresh[place:run]]
        neighbour = made[-1] if made else before
        length = usual_length(texts, TICKS_PER_SECOND)
        start, end = _window(neighbour, upper, length, len(texts) * LEAST_ROOM, bounds)
        # Two words that start on one tick leave no room at all: what is put between them sounds with them.
        times = shares(texts, start, end) if start < end else [(start, start + LEAST_ROOM)] * len(texts)
        made += [_word(item, *stretch) for item, stretch in zip(fresh[place:run], times, strict=True)]
        place = run
    return made


def _window(before: Word | None, after: int | None, length: int, least: int, bounds: Bounds) -> tuple[int, int]:
    """Where words without any time of their own go. ``before`` is the word before them in the turn, ``after`` the
    start of the word behind them; ``length`` is what they usually take, ``least`` what they need.
    """
    if before and after is not None:
        room = after - before.end
        if room >= least:
            start = before.end + (room - min(room, length)) // 2
            return start, start + min(room, length)
        return _over(before, after), after
    if before:
        room = bounds.ceiling - before.end
        if room >= least:
            return before.end, before.end + min(room, length)
        end = min(before.end, bounds.ceiling)
        return max(before.start, _over(before, end)), end
    floor = bounds.before.end if bounds.before else 0
    if after is not None:
        room = after - floor
        if room >= least:
            return after - min(room, length), after
        return (_over(bounds.before, after) if bounds.before else 0), after
    room = bounds.ceiling - floor
    if room >= least or not bounds.before:
        return floor, floor + min(max(room, least), length)
    return bounds.before.interval.middle, max(bounds.before.end, bounds.before.interval.middle + least)


def _over(word: Word, limit: int) -> int:
    """From where another word may overlap this one and end at ``limit``: its middle, else its start."""
    return word.interval.middle if word.interval.middle < limit else min(word.start, limit)


def _word(fresh: Fresh, start: int, end: int) -> Word:
    return Word(
        text=fresh.token.text,
        start=Ticks(start),
        end=Ticks(end),
        confidence=_confidence(fresh.token),
        timing=WordTiming.INTERPOLATED,
        marks=fresh.token.marks,
    )
