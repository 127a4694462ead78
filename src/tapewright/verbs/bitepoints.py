"""Where on its tape a bite begins and ends: a passage to insert, ends that move by words, a bite in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.model import Block, Hit, Mark, Span, Tape, Turn, Word
from tapewright.story.quotation import read_quotation
from tapewright.story.resolve import AIR, Resolved, cut_after, cut_before, cut_between, resolve, words_in
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.bites import speakers_in
from tapewright.verbs.project import Project
from tapewright.verbs.quietpoints import quiet_before, quiet_behind
from tapewright.verbs.speakers import unnamed_speakers
from tapewright.words.counted import counted
from tapewright.words.normal import key

_NEAR = from_seconds(30)

_WRITTEN = from_seconds("0.000001")
"""The least that a place in a paper edit tells apart: a word of no length needs so much to lie in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A span with its words, in the order of their turns, and who says most of them."""

    span: Span
    words: tuple[Word, ...]
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnds:
    """A bite's new place, and the words that it gained at either end."""

    interval: Interval
    before: tuple[Word, ...] = ()
    after: tuple[Word, ...] = ()


def passage(project: Project, place: Span | Hit) -> Passage:
    """What is said in a span. The ends of a hit lie on words: they get their share of the silence around."""
    span, hit = (place.span, place) if isinstance(place, Hit) else (place, None)
    tape = project.store.tape(span.tape)
    if span.interval.is_empty and not hit:
        raise UsageError("the span is empty", hint="give a beginning and a later end")
    if tape.duration and span.interval.end > tape.duration:
        raise UsageError(f"the span ends behind the end of tape {tape.id}, at {tape.timecode(tape.duration)}")
    near = Interval(Ticks(max(span.interval.start - _NEAR, 0)), Ticks(span.interval.end + _NEAR))
    turns = project.store.turns_in(tape.id, near)
    interval = _with_air(hit, _Points(project, tape, _by_clock(turns))) if hit else span.interval
    if interval.is_empty:
        raise UsageError(
            f"these words stand in the transcript of {tape.id} and nobody says them: there is nothing to play",
            hint="choose words that are heard",
        )
    names, unnamed = project.speaker_names(), unnamed_speakers(project)
    return Passage(
        span=Span(tape.id, interval),
        words=tuple(word for turn in turns for word in words_in(interval, turn.words)),
        # A label is no name to be written down: it is gone when somebody says whose voice it is.
        speaker=next((names[speaker] for speaker in speakers_in(interval, turns) if speaker not in unnamed), ""),
    )


def phrase(block: Block, text: str) -> range:
    """The places of these words among the words of a bite. UsageError unless they come exactly once."""
    quotation = read_quotation(block.source) if block.bite else None
    said = [key(token.text) for token in quotation.words] if quotation else []
    wanted = [key(word) for word in text.split()]
    if not any(wanted):
        raise UsageError("no words were given")
    places = [n for n in range(len(said) - len(wanted) + 1) if said[n : n + len(wanted)] == wanted]
    if len(places) != 1:
        how_often = counted(len(places), "time") if places else "not"
        raise UsageError(f"{text!r} is {how_often} in the bite", hint="give the words' numbers: edit show --words")
    return range(places[0], places[0] + len(wanted))


def trimmed(project: Project, block: Block, start: int, end: int) -> NewEnds:
    """The ends of a bite moved by words; see ``verbs.edit.trim``."""
    resolved, words = _resolved(project, block)
    count = len(resolved.found)
    if max(start, 0) + max(-end, 0) >= count:
        raise UsageError(f"nothing would be left of a bite of {counted(count, 'word')}", hint="remove it instead")
    points = _Points(project, resolved.tape, words)
    first, before = resolved.span.start, list[Word]()
    last, after = resolved.span.end, list[Word]()
    if start > 0:
        first = points.start_before(_word(resolved, start))
    elif start < 0:
        before = [word for word in words if word.interval.middle < first][start:]
        _check_count(before, -start, "before")
        first = points.start_before(before[0])
    if end < 0:
        last = points.end_behind(_word(resolved, count - 1 + end))
    elif end > 0:
        after = [word for word in words if word.interval.middle >= last][:end]
        _check_count(after, end, "behind")
        last = points.end_behind(after[-1])
    return NewEnds(interval=Interval(first, last), before=tuple(before), after=tuple(after))


def halves(project: Project, block: Block, word: int) -> tuple[Interval, Interval]:
    """The places of both halves of a bite whose second half begins with the word at place ``word``."""
    resolved, words = _resolved(project, block)
    if not 0 < word < len(resolved.found):
        raise UsageError(f"a bite of {counted(len(resolved.found), 'word')} cannot be split before word {word + 1}")
    one, two = _word(resolved, word - 1), _word(resolved, word)
    points = _Points(project, resolved.tape, words)
    if resolved.found[word] == (resolved.found[word - 1] or 0) + 1:
        end = start = quiet_before(project, resolved.tape, one, two, cut_between(one, two))
    else:
        end, start = points.end_behind(one), points.start_before(two)
    if not resolved.span.start < end <= start < resolved.span.end:
        raise UsageError("the bite cannot be split there: its words lie over each other")
    return Interval(resolved.span.start, end), Interval(start, resolved.span.end)


def _resolved(project: Project, block: Block) -> tuple[Resolved, list[Word]]:
    """The bite on its tape, and all words of the tape by the clock."""
    if block.bite is None:
        why = f": {block.problem}" if block.problem else ""
        raise UsageError(f"line {block.line} is no bite that can be changed{why}")
    tape = project.store.tape(block.bite.tape)
    transcript = project.store.transcript(tape.id)
    if transcript is None:
        raise UsageError(f"tape {tape.id} has no transcript", hint="tapewright transcribe it, or use edit anchor")
    return resolve(block.bite, tape, transcript.words), _by_clock(transcript.turns)


def _by_clock(turns: Sequence[Turn]) -> list[Word]:
    said = (word for turn in turns for word in turn.words if Mark.ABSENT not in word.marks)
    return sorted(said, key=lambda word: word.interval.middle)


def _word(resolved: Resolved, place: int) -> Word:
    found = resolved.found[place]
    if found is None:
        raise UsageError(
            f"word {place + 1} of the bite is not on tape {resolved.tape.id} there",
            hint="tapewright check says what differs; mend the text first",
        )
    return resolved.tape_words[found]


def _check_count(words: Sequence[Word], wanted: int, side: str) -> None:
    if len(words) < wanted:
        raise UsageError(f"its tape has only {counted(len(words), 'word')} {side} the bite")


class _Points:
    """Where bites may begin and end among the words of a tape, by the clock."""

    def __init__(self, project: Project, tape: Tape, words: Sequence[Word]) -> None:
        self._project = project
        self._tape = tape
        self.words = words

    def start_before(self, word: Word) -> Ticks:
        """Where a bite begins that begins with a word."""
        earlier = [other for other in self.words if other.interval.middle < word.interval.middle]
        before = max(earlier, key=lambda other: other.end, default=None)
        reckoned = cut_before(word.start, before.end) if before else Ticks(max(word.start - AIR, 0))
        return quiet_before(self._project, self._tape, before, word, reckoned)

    def end_behind(self, word: Word) -> Ticks:
        """Where a bite ends that ends with a word."""
        later = [other for other in self.words if other.interval.middle > word.interval.middle]
        after = min(later, key=lambda other: other.start, default=None)
        if after:
            reckoned = cut_after(word.end, after.start)
        else:
            reckoned = Ticks(min(word.end + AIR, max(self._tape.duration, word.end)))
        return quiet_behind(self._project, self._tape, word, after, reckoned)


def _with_air(hit: Hit, points: _Points) -> Interval:
    words = points.words
    interval = hit.span.interval
    inside = words_in(interval, words) + _squeezed(hit, words)
    if not inside:
        return interval
    first, last = inside[0], max(inside, key=lambda word: word.interval.middle)
    start = min(interval.start, points.start_before(first), first.interval.middle - _WRITTEN)
    end = max(interval.end, points.end_behind(last), last.interval.middle + _WRITTEN)
    return Interval(Ticks(max(start, 0)), Ticks(end))


def _squeezed(hit: Hit, words: Sequence[Word]) -> list[Word]:
    """The last words of a hit where a recogniser gave them no length: a span ends before such a word, not behind it.

    Words at one moment cannot be told apart by any span; they come together.
    """
    ending = [word for word in words if word.interval.is_empty and word.start == hit.span.interval.end]
    return ending if any(hit.text.endswith(word.text) for word in ending) else []
