"""Speech that no heard word fills, and what of a heard word's time is speech."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tapewright.collation.places import Placed
from tapewright.model import Word, WordTiming
from tapewright.timing import Interval, Ticks, clip, from_milliseconds

LONGEST_WORD = from_milliseconds(1_200)
SHORTEST_WORD = from_milliseconds(160)
LETTER = from_milliseconds(80)
"""How long words last, at most, at least, by their letters."""

STRETCHED = from_milliseconds(400)
"""A heard word that begins so long before the speech under it was stretched over a pause."""

_SYLLABLE = 6


def unstretched(speech: Sequence[Interval] | None, word: Word) -> tuple[Ticks, Ticks, WordTiming]:
    """A heard word's time. One that an engine stretched over a pause has only what is speech of it, at its end."""
    if speech and word.timing is WordTiming.RECOGNISED:
        pieces = clip(near(speech, word.interval), word.interval)
        is_at_end = bool(pieces) and word.end - pieces[-1].end < STRETCHED
        # Speech before the pause that is as long as the word is the word.
        is_before = sum(piece.duration for piece in pieces[:-1]) > LETTER * max(len(word.text), _SYLLABLE)
        if is_at_end and not is_before and pieces[-1].start - word.start > STRETCHED:
            return pieces[-1].start, word.end, WordTiming.INTERPOLATED
    return word.start, word.end, word.timing


def filled_by(word: Word) -> Interval:
    """What a heard word fills of the speech around it: an engine stretches one over the sentence that it lost."""
    return Interval(word.start, Ticks(min(word.end, word.start + LONGEST_WORD)))


def near(speech: Sequence[Interval], interval: Interval) -> list[Interval]:
    """The pieces of speech that meet an interval."""
    first = max(bisect_right(speech, interval.start, key=lambda piece: piece.start) - 1, 0)
    found = []
    for at in range(first, len(speech)):
        if speech[at].start >= interval.end:
            break
        if speech[at].meets(interval):
            found.append(speech[at])
    return found


def nearest_piece(
    room: Sequence[Interval], before: Placed | None, after: Placed | None, least: float
) -> Sequence[Interval]:
    """Of free speech the piece that is long enough and nearest to a neighbour; all of it where none is long enough."""
    fitting = [piece for piece in room if piece.duration >= least]

    def apart(piece: Interval) -> int:
        gaps = [piece.start - before.end] if before else []
        gaps += [after.start - piece.end] if after else []
        return min((max(gap, 0) for gap in gaps), default=0)

    return [min(fitting, key=apart)] if fitting else room


def along(pieces: Sequence[Interval], passed: int, *, is_end: bool = False) -> int:
    """The tick at which so many ticks of some pieces have passed."""
    for piece in pieces:
        if passed < piece.duration or (is_end and passed == piece.duration):
            return piece.start + passed
        passed -= piece.duration
    return pieces[-1].end
