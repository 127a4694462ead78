"""What is heard of the tapes in a programme: pieces, the words in them, and the runs that a listener takes as one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tapewright.model import MeaningFlag, SpeakerId, TapeId, Word
from tapewright.proof.talk import Fragment, Talks, TapeTalk
from tapewright.timing import TICKS_PER_SECOND, Interval, from_milliseconds
from tapewright.words.normal import spoken

ADJOIN = from_milliseconds(500)
"""Pieces this close in the programme are heard as one breath."""

ONE_RUN = 60 * TICKS_PER_SECOND
"""Up to so much left out between two adjoining pieces of one speaker they are one quotation; beyond, two."""

OMISSION = "…"

_AT_EDGE = 5
"""Words of an end by which is known who speaks there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardPiece:
    """A stretch of a tape that is heard in a programme. ``number`` is its event's, ``bite`` its bite's, if known.

    ``source`` is in tape time, ``record`` in programme time from 0; of equal length unless ``speed`` is not 100.
    """

    number: int
    tape: TapeId
    source: Interval
    record: Interval
    bite: int | None = None
    speed: int = 100


@dataclass(frozen=True, slots=True)
class Spoken:
    """A piece with the words whose middle lies inside, by their numbers in the tape's talk, in order.

    ``is_read``: the tape has a transcript. ``first`` and ``last`` are the outermost words of who speaks at either end:
    what another says over it does not count. -1 where there are no words.
    """

    piece: HeardPiece
    words: tuple[int, ...]
    is_read: bool
    first: int = -1
    last: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardRun:
    """Pieces that are heard as one quotation: those of one bite where bites are known, else neighbours of one speaker
    on one tape, onward, with at most ``ONE_RUN`` left out. ``…`` in its text stands where words were lifted out.

    ``fragments`` say where its words stand, as proof counts them. ``head`` and ``tail`` are flags of its outer ends.
    """

    n: int
    pieces: tuple[HeardPiece, ...]
    text: str
    speaker: SpeakerId | None
    fragments: tuple[Fragment, ...]
    head: tuple[MeaningFlag, ...] = ()
    tail: tuple[MeaningFlag, ...] = ()

    @property
    def flags(self) -> tuple[MeaningFlag, ...]:
        """The flags of both ends."""
        return self.head + self.tail

    @property
    def record(self) -> Interval:
        """Where it is heard in the programme."""
        return Interval(self.pieces[0].record.start, max(piece.record.end for piece in self.pieces))


class ProgrammeEar:
    """Hears pieces: the words of each, from the tapes' talk."""

    def __init__(self, talks: Talks) -> None:
        self.talks = talks

    def spoken(self, piece: HeardPiece) -> Spoken:
        """A piece with its words."""
        talk = self.talks(piece.tape)
        middles, numbers = talk.in_time
        first, end = bisect_left(middles, piece.source.start), bisect_left(middles, piece.source.end)
        inside = numbers[first:end]
        if not inside:
            return Spoken(piece, (), bool(talk.turns))
        speakers = _at_edge(inside[:_AT_EDGE], talk), _at_edge(inside[: -_AT_EDGE - 1 : -1], talk)
        return Spoken(
            piece,
            tuple(sorted(inside)),
            bool(talk.turns),
            first=min(number for number in inside if talk.speaker(number) == speakers[0]),
            last=max(number for number in inside if talk.speaker(number) == speakers[1]),
        )

    def word(self, tape: TapeId, number: int) -> Word:
        """A word of a tape."""
        return self.talks(tape).words[number]

    def text(self, tape: TapeId, words: Sequence[int]) -> str:
        """The words as they read."""
        return " ".join(self.word(tape, number).text for number in words)

    def speaker(self, said: Spoken, *, last: bool) -> SpeakerId | None:
        """Who speaks at an end of a piece."""
        if not said.words:
            return None
        return self.talks(said.piece.tape).speaker(said.last if last else said.first)

    def around(self, tape: TapeId, tick: int) -> tuple[int | None, int | None]:
        """The last word whose middle lies before a tick, and the first behind it."""
        middles, numbers = self.talks(tape).in_time
        at = bisect_left(middles, tick)
        return (numbers[at - 1] if at else None), (numbers[at] if at < len(numbers) else None)

    def between(self, tape: TapeId, start: int, end: int) -> tuple[int, ...]:
        """The words whose middle lies from ``start`` to ``end``."""
        middles, numbers = self.talks(tape).in_time
        return tuple(sorted(numbers[bisect_left(middles, start) : bisect_left(middles, end)]))

    def sounding_at(self, tape: TapeId, tick: int) -> list[int]:
        """The words that a tick lies inside of; words are looked at some way around it."""
        middles, numbers = self.talks(tape).in_time
        far = 10 * TICKS_PER_SECOND
        near = numbers[bisect_left(middles, tick - far) : bisect_right(middles, tick + far)]
        words = self.talks(tape).words
        return [number for number in near if words[number].start < tick < words[number].end]


def heard_in(pieces: Sequence[HeardPiece], ear: ProgrammeEar) -> list[Spoken]:
    """The pieces in which somebody speaks, or may: those of tapes that nobody has read stay in."""
    ordered = sorted(pieces, key=lambda piece: (piece.record.start, piece.record.end, piece.number))
    return [said for piece in ordered if (said := ear.spoken(piece)).words or not said.is_read]


def runs_of(pairs: Sequence[tuple[Spoken, Spoken]], said: Sequence[Spoken], ear: ProgrammeEar) -> tuple[HeardRun, ...]:
    """Every piece in one run; ``pairs`` are the neighbours in the programme."""
    before = {id(second): first for first, second in pairs}
    run_of: dict[int, list[Spoken]] = {}
    runs: list[list[Spoken]] = []
    for one in said:
        first = before.get(id(one))
        if first is not None and run_of[id(first)][-1] is first and _is_one(first, one, ear):
            run_of[id(first)].append(one)
            run_of[id(one)] = run_of[id(first)]
        else:
            runs.append([one])
            run_of[id(one)] = runs[-1]
    spoken_runs = [run for run in runs if any(one.words for one in run)]
    return tuple(_run(n, run, ear) for n, run in enumerate(spoken_runs, 1))


def _at_edge(words: Sequence[int], talk: TapeTalk) -> SpeakerId | None:
    """Who speaks at an end, of words from there inwards: the outermost voice, or where voices overlap the main one."""
    outer = talk.words[words[0]].interval
    voices = {talk.speaker(number) for number in words if talk.words[number].interval.meets(outer)}
    return talk.speaker(words[0]) if len(voices) == 1 else main_speaker(words, talk)


def main_speaker(words: Sequence[int], talk: TapeTalk) -> SpeakerId | None:
    """Who says most of some words."""
    counts = Counter(talk.speaker(word) for word in words)
    return counts.most_common(1)[0][0] if counts else None


def _is_one(first: Spoken, second: Spoken, ear: ProgrammeEar) -> bool:
    one, two = first.piece, second.piece
    if one.tape != two.tape or two.record.start - one.record.end > ADJOIN:
        return False
    if one.bite is not None and two.bite is not None:
        return one.bite == two.bite
    gap = two.source.start - one.source.end
    if not -from_milliseconds(21) <= gap < ONE_RUN:
        return False
    return ear.speaker(first, last=True) == ear.speaker(second, last=False)


def _run(n: int, run: Sequence[Spoken], ear: ProgrammeEar) -> HeardRun:
    tape = run[0].piece.tape
    talk = ear.talks(tape)
    texts: list[str] = []
    fragments: list[Fragment] = []
    for before, one in pairwise([None, *run]):
        assert one is not None
        if before is not None and ear.between(tape, before.piece.source.end, one.piece.source.start):
            texts.append(OMISSION)
        texts.append(ear.text(tape, one.words))
    at = 0
    for one in run:
        for block in _blocks(one.words):
            count = len(spoken([talk.words[number].text for number in block]))
            start = talk.normal_before(block.start)
            if count:
                fragments.append(Fragment(at, at + count, tape, start, start + count))
            at += count
    everything = [number for one in run for number in one.words]
    return HeardRun(
        n=n,
        pieces=tuple(one.piece for one in run),
        text=" ".join(text for text in texts if text),
        speaker=main_speaker(everything, talk),
        fragments=tuple(fragments),
    )


def _blocks(words: Sequence[int]) -> list[range]:
    """Word numbers as stretches without a hole."""
    blocks: list[range] = []
    for word in words:
        if blocks and blocks[-1].stop == word:
            blocks[-1] = range(blocks[-1].start, word + 1)
        else:
            blocks.append(range(word, word + 1))
    return blocks
