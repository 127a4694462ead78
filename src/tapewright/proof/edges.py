"""Edit points against words: words that are cut inside, and pauses that are not as they were."""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model import Flag, MeaningFlag, Word, WordTiming
from tapewright.proof.programme import ProgrammeEar, Spoken
from tapewright.timing import from_milliseconds, to_seconds

TOLERANCES = {
    WordTiming.RECOGNISED: from_milliseconds(80),
    WordTiming.REFINED: from_milliseconds(40),
    WordTiming.ALIGNED: from_milliseconds(40),
    WordTiming.BY_HAND: from_milliseconds(40),
    WordTiming.INTERPOLATED: from_milliseconds(120),
}
"""How far inside a word an edit point may lie before the word counts as clipped: what its edges are uncertain by.

Two frames at 25 for edges as the recogniser gave them, one for refined ones. A word of less than three
times that length is never named, nor one whose times are only estimated.
"""

PAUSE = from_milliseconds(700)
"""By how much a pause must have changed to be named: well beyond the silences inside fluent speech (some 250 ms)."""


def clipped_at(said: Spoken, ear: ProgrammeEar, *, at_end: bool) -> MeaningFlag | None:
    """The word that a piece's edit point cuts inside, if it does so by more than the edges are uncertain by."""
    if not said.words or said.piece.speed != 100:
        return None
    tape = said.piece.tape
    tick = said.piece.source.end if at_end else said.piece.source.start
    speaker = ear.speaker(said, last=at_end)
    talk = ear.talks(tape)
    for number in ear.sounding_at(tape, tick):
        word = talk.words[number]
        tolerance = TOLERANCES.get(word.timing)
        if tolerance is None or talk.speaker(number) != speaker or word.end - word.start < 3 * tolerance:
            continue
        if min(tick - word.start, word.end - tick) > tolerance:
            return _clipped(word, tick, at_end=at_end)
    return None


def _clipped(word: Word, tick: int, *, at_end: bool) -> MeaningFlag:
    lost = word.end - tick if at_end else tick - word.start
    share = f"the {'last' if at_end else 'first'} {float(to_seconds(lost)):.2f} s of “{word.text}” are cut off"
    return MeaningFlag(
        flag=Flag.CLIPPED_WORD,
        tape_words=word.text,
        why=share,
        is_doubtful=word.timing is WordTiming.INTERPOLATED,
    )


def changed_pause(first: Spoken, second: Spoken, ear: ProgrammeEar, *, nothing_left_out: bool) -> Iterator[MeaningFlag]:
    """Whether the silence at a join is longer or shorter than it was, by more than ``PAUSE``.

    Where words were left out there is no pause that was: the longer of the two silences at the edit points is the
    measure for one that was put in, and none is missed.
    """
    if not first.words or not second.words or first.piece.speed != 100 or second.piece.speed != 100:
        return
    one, two = first.piece, second.piece
    last = max(ear.word(one.tape, number).end for number in first.words)
    start = min(ear.word(two.tape, number).start for number in second.words)
    heard = (two.record.start + start - two.source.start) - (one.record.end + last - one.source.end)
    heard = max(heard, 0)
    if nothing_left_out:
        was = max(start - last, 0)
        if was - heard > PAUSE:
            yield _pause(Flag.PAUSE_REMOVED, was, heard)
    else:
        after = ear.around(one.tape, last)[1]
        before = ear.around(two.tape, start)[0]
        silences = [ear.word(one.tape, after).start - last] if after is not None else []
        silences += [start - ear.word(two.tape, before).end] if before is not None else []
        was = max([*silences, 0])
    if heard - was > PAUSE:
        yield _pause(Flag.PAUSE_ADDED, was, heard)


def _pause(flag: Flag, was: int, heard: int) -> MeaningFlag:
    lengths = f"{float(to_seconds(was)):.1f} s on the tape, {float(to_seconds(heard)):.1f} s here"
    what = "a pause was taken out" if flag is Flag.PAUSE_REMOVED else "a pause was put in"
    return MeaningFlag(flag=flag, why=f"{what}: {lengths}")
