"""Joins: what lies between two neighbouring pieces of a programme, and what putting them together does.

The kinds come from the clock alone, clipped words and pauses from the words' times; what it does to the meaning comes
from the rules of the language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tapewright.model import JoinKind, JoinVerdict, MeaningFlag, SourcePlace, Span, SpeakerId, TapeId
from tapewright.proof.doubt import HeardWords, nobody
from tapewright.proof.edges import changed_pause, clipped_at
from tapewright.proof.programme import HeardPiece, HeardRun, ProgrammeEar, Spoken, heard_in, runs_of
from tapewright.proof.sentences import Sentences
from tapewright.proof.talk import Talks
from tapewright.timing import Interval, Ticks, from_milliseconds, to_seconds
from tapewright.words.shortened import shortened

SAME_PLACE = from_milliseconds(21)
"""Half a frame at 24: two edit points this close are one, put on the frames of two rates."""

APART = from_milliseconds(3000)
"""Pieces further apart in the programme than this are not heard as joined: something else stands between."""

_SHOWN = 12
"""Words of each side that a join shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinLabels:
    """How a join is told: a speaker's name, source timecode of a tape, record timecode."""

    name: Callable[[SpeakerId | None], str] = lambda speaker: f"speaker {speaker}" if speaker else "somebody"
    timecode: Callable[[TapeId, int], str] = lambda tape, tick: ""
    record: Callable[[int], str] = lambda tick: ""


@dataclass(frozen=True, slots=True)
class JudgedJoins:
    """What is heard in a programme, and its joins in programme order."""

    runs: tuple[HeardRun, ...]
    joins: tuple[JoinVerdict, ...]


def judge_joins(
    pieces: Sequence[HeardPiece],
    talks: Talks,
    language: str = "en",
    *,
    others: Sequence[Interval] = (),
    heard: HeardWords = nobody,
    labels: JoinLabels = JoinLabels(),
) -> JudgedJoins:
    """The runs that are heard and every join between two pieces. ``others`` is when something else is heard, whose
    words nobody knows (narration, an event that was not found); ``heard`` says what people have listened to.
    """
    ear = ProgrammeEar(talks)
    said = heard_in(pieces, ear)
    pairs = neighbours(said)
    judge = _Judge(ear, Sentences(talks, language, heard), others, labels)
    joins = tuple(judge.join(n, first, second) for n, (first, second) in enumerate(pairs, 1))
    by_piece = {id(one.piece): one for one in said}
    return JudgedJoins(tuple(judge.run(run, by_piece) for run in runs_of(pairs, said, ear)), joins)


def neighbours(said: Sequence[Spoken]) -> list[tuple[Spoken, Spoken]]:
    """Each piece with the one that is heard before it, in the order of the second.

    That is the one that ends last among those that began before it and end before it does; of several that end
    together (two microphones of one talk) the one from the same tape.
    """
    pairs = []
    for place, second in enumerate(said):
        before = [
            one
            for one in said[max(0, place - 50) : place]
            if one.piece.record.start < second.piece.record.start and one.piece.record.end < second.piece.record.end
        ]
        if before:
            pairs.append((max(before, key=lambda one: _nearness(one, second)), second))
    return pairs


def _nearness(first: Spoken, second: Spoken) -> tuple[int, bool, int]:
    one, two = first.piece, second.piece
    return min(one.record.end, two.record.start), one.tape == two.tape, -abs(two.source.start - one.source.end)


@dataclass(frozen=True, slots=True)
class _Judge:
    ear: ProgrammeEar
    sentences: Sentences
    others: Sequence[Interval]
    labels: JoinLabels

    def run(self, run: HeardRun, said: Mapping[int, Spoken]) -> HeardRun:
        """The run with what is wrong at its two outer ends. ``said`` has each piece by its identity."""
        first, last = said[id(run.pieces[0])], said[id(run.pieces[-1])]
        head, tail = clipped_at(first, self.ear, at_end=False), clipped_at(last, self.ear, at_end=True)
        ends = tuple(self.sentences.end_flags(last))
        return replace(run, head=(head,) if head else (), tail=((tail, *ends) if tail else ends))

    def join(self, n: int, first: Spoken, second: Spoken) -> JoinVerdict:
        """What lies between two pieces."""
        one, two = first.piece, second.piece
        gap = two.source.start - one.source.end if one.tape == two.tape else None
        left_out = self.ear.between(one.tape, one.source.end, two.source.start) if gap is not None and gap > 0 else ()
        kinds = tuple(self._kinds(first, second, gap))
        flags = () if JoinKind.CONTINUOUS in kinds else tuple(self._flags(first, second, kinds, gap, left_out))
        text = self.ear.text(one.tape, left_out)
        return JoinVerdict(
            n=n,
            between=(self._place(first, last=True), self._place(second, last=False)),
            kinds=kinds,
            explanation=self._told(first, second, kinds, gap, text, flags),
            gap=gap,
            flags=flags,
            record=two.record.start,
            timecode=self.labels.record(two.record.start),
            left_out=text,
        )

    def _kinds(self, first: Spoken, second: Spoken, gap: int | None) -> Iterator[JoinKind]:
        one, two = first.piece, second.piece
        silence = two.record.start - one.record.end
        if gap is None:
            yield JoinKind.OTHER_TAPE
        elif abs(gap) <= SAME_PLACE and abs(silence) <= SAME_PLACE:
            yield JoinKind.CONTINUOUS
            return
        else:
            yield JoinKind.FORWARD if gap >= -SAME_PLACE or _is_in_order(first, second) else JoinKind.BACKWARD
        speakers = self.ear.speaker(first, last=True), self.ear.speaker(second, last=False)
        if None not in speakers and speakers[0] != speakers[1]:
            yield JoinKind.OTHER_SPEAKER
        if self._is_apart(one, two):
            yield JoinKind.APART
        elif speakers[0] == speakers[1] and self.sentences.is_built(first, second):
            yield JoinKind.SENTENCE_BUILT

    def _is_apart(self, one: HeardPiece, two: HeardPiece) -> bool:
        start, end = one.record.end, two.record.start
        if end - start > APART:
            return True
        return end > start and any(other.meets(Interval(Ticks(start), Ticks(end))) for other in self.others)

    def _flags(
        self,
        first: Spoken,
        second: Spoken,
        kinds: tuple[JoinKind, ...],
        gap: int | None,
        left_out: tuple[int, ...],
    ) -> Iterator[MeaningFlag]:
        clipped = clipped_at(first, self.ear, at_end=True), clipped_at(second, self.ear, at_end=False)
        yield from (flag for flag in clipped if flag)
        if JoinKind.APART in kinds:
            yield from self.sentences.end_flags(first, with_retraction=False)
            return
        nothing = gap is not None and not left_out and JoinKind.FORWARD in kinds
        yield from changed_pause(first, second, self.ear, nothing_left_out=nothing)
        if not nothing:
            is_one = JoinKind.OTHER_SPEAKER not in kinds
            yield from self.sentences.flags(first, second, left_out, is_one_speaker=is_one)

    def _place(self, said: Spoken, *, last: bool) -> SourcePlace:
        """The words nearest to the edit point, up to it."""
        piece = said.piece
        words = said.words[-_SHOWN:] if last else said.words[:_SHOWN]
        spans = [self.ear.word(piece.tape, number).interval for number in words]
        start, end = piece.source.start, piece.source.end
        if spans and last:
            start = Ticks(max(start, min(spans[0].start, end)))
        elif spans:
            end = Ticks(min(end, max(spans[-1].end, start)))
        speaker = self.ear.speaker(said, last=last)
        return SourcePlace(
            span=Span(piece.tape, Interval(start, end)),
            text=self.ear.text(piece.tape, words),
            speaker=self.labels.name(speaker) if speaker is not None else "",
            timecode=self.labels.timecode(piece.tape, end if last else start),
        )

    def _told(
        self,
        first: Spoken,
        second: Spoken,
        kinds: tuple[JoinKind, ...],
        gap: int | None,
        left_out: str,
        flags: Sequence[MeaningFlag],
    ) -> str:
        """One plain sentence."""
        one, two = first.piece, second.piece
        if JoinKind.CONTINUOUS in kinds:
            return f"{one.tape} runs on; there is no cut."
        if gap is None:
            base = f"{one.tape} is followed by {two.tape}"
        elif JoinKind.BACKWARD in kinds:
            base = f"what follows was said {_length(-gap)} earlier on {one.tape}"
        elif left_out:
            base = (
                f"{_length(gap)} of {one.tape} {'is' if gap < _SECOND * 2 else 'are'} left out: “{shortened(left_out)}”"
            )
        elif gap < -SAME_PLACE:
            base = f"{_length(-gap)} of {one.tape} is heard twice"
        elif gap > SAME_PLACE:
            base = f"{_length(gap)} of {one.tape} without words {'is' if gap < _SECOND * 2 else 'are'} left out"
        else:
            base = f"{one.tape} goes on after {_length(two.record.start - one.record.end)} of something else"
        parts = [base]
        if JoinKind.OTHER_SPEAKER in kinds:
            names = self.labels.name(self.ear.speaker(second, last=False))
            parts.append(f"another speaker goes on: {names}")
        if JoinKind.SENTENCE_BUILT in kinds:
            parts.append("one sentence is made out of two")
        if JoinKind.APART in kinds:
            parts.append("something else stands between")
        parts += [flag.why for flag in flags if flag.why]
        text = "; ".join(parts)
        end = "" if text.rstrip("'”")[-1:] in tuple(".?!") else "."
        if text.startswith(one.tape):
            return f"{text}{end}"  # a tape is called as it is called
        return f"{text[0].upper()}{text[1:]}{end}"


def _is_in_order(first: Spoken, second: Spoken) -> bool:
    """Whether the words go on in the order that they were said, though the pieces share some air."""
    return bool(first.words and second.words) and second.first > first.last


_SECOND = from_milliseconds(1000)


def _length(ticks: int) -> str:
    seconds = float(to_seconds(ticks))
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds >= 0.1 else f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
