"""Cues into turns: what captions and recognisers' segments share, with a rule for everything that is wrong in them.

A cue is a stretch with words. Rules, each counted in the remarks: times before 0 become 0; an end before its start
becomes the usual length of its words; cues out of order are sorted; a cue that runs into the next of the same
speaker ends there; cues behind the tape's end are laid at its end. A tape of length 0 has an unknown length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tapewright.errors import InputError
from tapewright.exchange import ReadTurn
from tapewright.model import Mark, Tape, Word, WordTiming
from tapewright.timing import TICKS_PER_SECOND, Ticks, write_clock
from tapewright.words.counted import counted
from tapewright.words.pace import shares, usual_length

PAUSE = 2 * TICKS_PER_SECOND
"""Silence after which words without a named speaker begin a new turn."""

LONG_TURN = 60 * TICKS_PER_SECOND
"""A turn longer than this ends at the next end of a sentence: nobody corrects an hour in one piece."""

LATEST = 2**53
"""147 days in ticks: what a JavaScript number holds exactly. No tape is longer."""

LONGEST_TURN = 300 * TICKS_PER_SECOND
"""A turn longer than this ends at the next cue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWord:
    """A word of a cue. ``start`` and ``end`` in ticks where the file gives them to the word itself."""

    text: str
    start: int | None = None
    end: int | None = None
    confidence: int | None = None
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A stretch of one speaker (``""`` unknown), times in ticks as the file gives them, possible or not.

    ``opens`` says that a new turn begins here whoever speaks.
    """

    start: int
    end: int
    words: tuple[CueWord, ...]
    speaker: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Assembled:
    """Turns in order, and what had to be put right."""

    turns: tuple[ReadTurn, ...]
    remarks: tuple[str, ...]


def assemble(cues: Iterable[Cue], *, tape: Tape, name: str) -> Assembled:
    """Turns on the tape's clock. InputError where no cue lies on the tape at all."""
    remarks: list[str] = []
    kept = [cue for cue in cues if cue.words]
    kept = _on_this_clock(kept, tape, name, remarks)
    kept = _possible(kept, remarks)
    kept = _in_order(kept, remarks)
    kept = _inside(kept, tape, remarks)
    kept = _apart(kept, remarks)
    return Assembled(tuple(_turns(kept)), tuple(remarks))


def _on_this_clock(cues: list[Cue], tape: Tape, name: str, remarks: list[str]) -> list[Cue]:
    """Cues that count from the tape's start timecode instead of from its beginning are moved."""
    if not cues or not tape.duration or any(cue.start < tape.duration for cue in cues):
        return cues
    start = tape.start_timecode
    if start and all(start <= cue.start < start + tape.duration for cue in cues):
        remarks.append(f"its times count from the tape's start timecode {tape.timecode(0)}: moved to the tape's own")
        return [_moved(cue, -start) for cue in cues]
    raise InputError(
        f"all of its times lie behind the end of tape {tape.id} ({write_clock(tape.duration)})",
        place=name,
        hint="is it this tape's transcript, and is the tape's start timecode right?",
    )


def _moved(cue: Cue, by: int) -> Cue:
    words = tuple(
        replace(
            word,
            start=None if word.start is None else word.start + by,
            end=None if word.end is None else word.end + by,
        )
        for word in cue.words
    )
    return replace(cue, start=cue.start + by, end=cue.end + by, words=words)


def _possible(cues: list[Cue], remarks: list[str]) -> list[Cue]:
    if negative := sum(cue.start < 0 for cue in cues):
        remarks.append(f"{counted(negative, 'cue')} began before 0 and now begin at 0")
    if backward := sum(cue.end < cue.start for cue in cues):
        remarks.append(f"{counted(backward, 'cue')} ended before their start: given their words' usual length")
    if endless := sum(max(cue.start, cue.end) >= LATEST for cue in cues):
        remarks.append(f"{counted(endless, 'cue')} had times behind 147 days: laid behind the cue before")
    made: list[Cue] = []
    for cue in cues:
        start = max(cue.start, 0)
        if start >= LATEST:
            start = made[-1].end if made else 0
            cue = replace(cue, words=tuple(replace(word, start=None, end=None) for word in cue.words))
        usual = usual_length([word.text for word in cue.words], TICKS_PER_SECOND)
        is_odd = cue.end < cue.start or cue.end >= LATEST
        made.append(replace(cue, start=start, end=start + usual if is_odd else max(cue.end, start)))
    return made


def _in_order(cues: list[Cue], remarks: list[str]) -> list[Cue]:
    ordered = sorted(cues, key=lambda cue: cue.start)
    if late := sum(b.start < a.start for a, b in pairwise(cues)):
        remarks.append(f"{counted(late, 'cue')} out of order: sorted by time")
    return ordered


def _inside(cues: list[Cue], tape: Tape, remarks: list[str]) -> list[Cue]:
    if not tape.duration:
        return cues
    beyond = sum(cue.start >= tape.duration for cue in cues)
    if beyond:
        remarks.append(
            f"{counted(beyond, 'cue')} behind the tape's end ({write_clock(tape.duration)}): laid at its end, "
            "marked as unsure"
        )
    made = []
    for cue in cues:
        if cue.start >= tape.duration:
            words = tuple(replace(word, start=None, end=None, marks=word.marks | {Mark.UNSURE}) for word in cue.words)
            cue = replace(cue, start=max(tape.duration - 1, 0), words=words)
        made.append(replace(cue, end=min(cue.end, tape.duration)))
    return made


def _apart(cues: list[Cue], remarks: list[str]) -> list[Cue]:
    made, overlapping = [], 0
    for place, cue in enumerate(cues):
        following = cues[place + 1] if place + 1 < len(cues) else None
        if following and following.speaker == cue.speaker and cue.start < following.start < cue.end:
            overlapping += 1
            cue = replace(cue, end=following.start)
        made.append(cue)
    if overlapping:
        remarks.append(f"{counted(overlapping, 'cue')} ran into the next one: ended there")
    return made


def _turns(cues: Sequence[Cue]) -> Iterable[ReadTurn]:
    speaker, words = "", list[Word]()
    for cue in cues:
        new = timed_words(cue)
        if words and (cue.opens or cue.speaker != speaker or _is_break(words, new[0], named=bool(speaker))):
            yield ReadTurn(speaker=speaker, words=tuple(words))
            words = []
        speaker = cue.speaker
        words += new
    if words:
        yield ReadTurn(speaker=speaker, words=tuple(words))


def _is_break(words: Sequence[Word], following: Word, *, named: bool) -> bool:
    length = following.start - words[0].start
    if following.start < words[-1].start or length > LONGEST_TURN:
        return True
    if not named and following.start - words[-1].end >= PAUSE:
        return True
    return length > LONG_TURN and words[-1].text.rstrip("\"'”’)]").endswith((".", "?", "!", "…"))


def timed_words(cue: Cue) -> list[Word]:
    """The cue's words with times: their own where they have them, else a share of the stretch between those that do.

    A start may come without an end (word timestamps): the word then lasts to the next one's start. Starts are kept
    in order. Words without times of their own are marked as estimated.
    """
    made: list[Word] = []
    edge = cue.start
    place = 0
    while place < len(cue.words):
        word = cue.words[place]
        if word.start is not None:
            following = _next_start(cue, place + 1)
            start = max(word.start, made[-1].start if made else 0)
            end = max(start, following if word.end is None else word.end)
            made.append(_word(word, start, end, WordTiming.RECOGNISED))
            edge, place = end, place + 1
            continue
        run = place
        while run < len(cue.words) and cue.words[run].start is None:
            run += 1
        stretch = cue.words[place:run]
        limit = max(edge, _next_start(cue, run))
        for untimed, (start, end) in zip(stretch, shares([w.text for w in stretch], edge, limit), strict=True):
            made.append(_word(untimed, start, end, WordTiming.ESTIMATED))
        edge, place = limit, run
    return made


def _next_start(cue: Cue, place: int) -> int:
    return next((word.start for word in cue.words[place:] if word.start is not None), cue.end)


def _word(word: CueWord, start: int, end: int, timing: WordTiming) -> Word:
    return Word(
        text=word.text,
        start=Ticks(start),
        end=Ticks(end),
        confidence=word.confidence,
        timing=timing,
        marks=word.marks,
    )
