"""Places on tapes as people give them, and what stands there: words, speakers, context, the files underneath."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Quote, Span, SpeakerId, Tape, TapeId, Turn, Word
from tapewright.story.resolve import words_in
from tapewright.timing import (
    Interval,
    Ticks,
    from_seconds,
    read_fragment,
    to_float_seconds,
    write_seconds,
)
from tapewright.verbs.bites import PlacedBite, Standing, placed_bites, speakers_in
from tapewright.verbs.moments import moment
from tapewright.verbs.paperfile import read_paper
from tapewright.verbs.project import Project
from tapewright.verbs.times import times_record

_WRITTEN = from_seconds("0.000001")
"""The least that a written place tells apart."""

AROUND = from_seconds(3)
"""How much is heard before and after a place, unless somebody says otherwise."""

PLACE_HINT = "write T017@12.5,13.9 (or timecodes: T017@01:00:12:12,01:00:13:22), or a link as a bite has it"

_LINK = re.compile(r"tape:(?P<tape>[^#\s]+)#(?P<fragment>t=\S+)")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place and its surroundings. ``turns`` are those that meet either, whole and in order."""

    tape: Tape
    span: Span
    around: Interval
    turns: tuple[Turn, ...]
    names: dict[SpeakerId, str]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the place, in the order of their turns."""
        return self._within(self.span.interval)

    @property
    def quote(self) -> Quote:
        """The place with its words as they read now."""
        return Quote(self.span, text_of(self.words))

    @property
    def before(self) -> str:
        """The words of the surroundings that come before it."""
        return text_of(self._within(Interval(self.around.start, self.span.interval.start)))

    @property
    def after(self) -> str:
        """The words of the surroundings that come after it."""
        return text_of(self._within(Interval(self.span.interval.end, self.around.end)))

    @property
    def speaker(self) -> str:
        """Who is heard there, most words first."""
        speakers = speakers_in(self.span.interval, self.turns)
        return ", ".join(self.names[speaker] for speaker in speakers if speaker in self.names)

    @property
    def timecodes(self) -> tuple[str, str]:
        """The source timecodes of its two ends."""
        return self.tape.timecode(self.span.interval.start), self.tape.timecode(self.span.interval.end)

    @property
    def files(self) -> list[tuple[str, Ticks]]:
        """Each file under the place, and the time in it at which the place begins there."""
        return [(file.path, Ticks(part.start - file.offset)) for file, part in self.tape.pieces(self.span.interval)]

    def _within(self, interval: Interval) -> tuple[Word, ...]:
        return tuple(words_in(interval, [word for turn in self.turns for word in turn.words]))


def read_span(project: Project, text: str) -> Span:
    """The span that ``TAPE@FROM,TO`` means, or the link of a bite (``tape:T017#t=12.5,13.9``); ``TAPE@TIME`` is the
    turn that runs there. UsageError for what is no place, NotFoundError for an unknown tape.
    """
    if link := _LINK.fullmatch(text.strip()):
        tape = project.store.tape(TapeId(link["tape"]))
        interval = read_fragment(link["fragment"], start=tape.start_timecode, duration=tape.duration)
    else:
        name, at, times = text.strip().partition("@")
        if not at or not name:
            raise UsageError(f"not a place: {text[:60]!r}", hint=PLACE_HINT)
        tape = project.store.tape(TapeId(name))
        interval = _interval(project, tape, times)
    if interval.is_empty or (tape.duration and interval.end > tape.duration):
        raise UsageError(
            f"{text} is empty or lies outside tape {tape.id} ({tape.timecode(0)} to {tape.timecode(tape.duration)})",
            hint=PLACE_HINT,
        )
    return Span(tape.id, interval)


def write_span(span: Span) -> str:
    """``T017@12.480000,13.900000``: what ``read_span`` reads back."""
    return f"{span.tape}@{write_seconds(span.interval.start)},{write_seconds(span.interval.end)}"


def span_of(tape: TapeId, words: Sequence[Word]) -> Span:
    """A place that holds the middle of every one of some words, also as it is written: a microsecond more on a side
    where a word has no length.
    """
    start = min(word.start - (_WRITTEN if word.interval.is_empty else 0) for word in words)
    end = max(word.end + (_WRITTEN if word.interval.is_empty else 0) for word in words)
    return Span(tape, Interval(Ticks(max(start, 0)), Ticks(end)))


def bite_spans(project: Project, edit: str | os.PathLike[str]) -> list[Span]:
    """The spans of all bites of a paper edit whose place can be meant, in order."""
    bites = placed_bites(project, read_paper(project, edit).edit)
    return [span for bite in bites if (span := _span(project, bite)) is not None]


def bite_span(project: Project, edit: str | os.PathLike[str], bite: int) -> Span:
    """The span of a bite of a paper edit by its number, with what is struck or left out in it.

    NotFoundError where the edit has no such bite, UsageError where its place cannot be meant.
    """
    file = read_paper(project, edit)
    bites = list(placed_bites(project, file.edit))
    if not 1 <= bite <= len(bites):
        raise NotFoundError(f"{file.path.name} has no bite {bite}", hint=f"it has {len(bites)}; tapewright edit show")
    span = _span(project, bites[bite - 1])
    if span is None:
        why = bites[bite - 1].why or "its place is empty"
        raise UsageError(f"bite {bite} of {file.path.name}: {why}", hint="tapewright edit show names it")
    return span


def place_of(project: Project, span: Span, *, around: Ticks = AROUND) -> Place:
    """What stands at a span, with so much of its surroundings."""
    tape = project.store.tape(span.tape)
    start, end = span.interval.start, span.interval.end
    wide = Interval(Ticks(max(0, start - around)), Ticks(max(end, min(tape.duration or end + around, end + around))))
    return Place(
        tape=tape,
        span=span,
        around=wide,
        turns=tuple(project.store.turns_in(tape.id, wide)),
        names=project.speaker_names(),
    )


def quote_of(project: Project, span: Span) -> Quote:
    """A span with its words as they read now."""
    return place_of(project, span, around=Ticks(0)).quote


def place_record(place: Place) -> dict[str, object]:
    """``{"tape", "place", "start", "end", "ticks", "timecode", "end_timecode", "speaker", "text", "before", "after",
    "files": [{"path", "at"}]}``; ``place`` is what the commands take, ``at`` the second of the file.
    """
    return {
        **span_record(place.tape, place.span),
        "speaker": place.speaker,
        "text": place.quote.text,
        "before": place.before,
        "after": place.after,
        "files": [{"path": path, "at": to_float_seconds(at)} for path, at in place.files],
    }


def span_record(tape: Tape, span: Span) -> dict[str, object]:
    """A span alone: ``{"tape", "place", "start", "end", "ticks", "timecode", "end_timecode"}``."""
    return {
        "tape": span.tape,
        "place": write_span(span),
        **times_record(span.interval),
        "timecode": tape.timecode(span.interval.start),
        "end_timecode": tape.timecode(span.interval.end),
    }


def text_of(words: Sequence[Word]) -> str:
    """Words with one space between."""
    return " ".join(word.text for word in words)


def _span(project: Project, bite: PlacedBite) -> Span | None:
    """None where it has no place that could be heard."""
    if bite.resolved is not None:
        span = Span(bite.resolved.tape.id, bite.resolved.span)
    elif bite.standing is Standing.UNREAD and bite.block.bite is not None:
        span = bite.block.bite.span(project.store.tape(bite.block.bite.tape))
    else:
        return None
    return None if span.interval.is_empty else span


def _interval(project: Project, tape: Tape, times: str) -> Interval:
    parts = times.split(",")
    if len(parts) == 4:  # clocks with a decimal comma: 00:00:12,500
        parts = [",".join(parts[:2]), ",".join(parts[2:])]
    if len(parts) > 2 or not all(part.strip() for part in parts):
        raise UsageError(f"not two times: {times[:60]!r}", hint=PLACE_HINT)
    first = moment(parts[0], tape)
    if len(parts) == 1:
        return _turn_at(project, tape, first)
    last = moment(parts[1], tape)
    if last <= first:
        raise UsageError(f"{parts[1].strip()} does not lie behind {parts[0].strip()}", hint=PLACE_HINT)
    return Interval(first, last)


def _turn_at(project: Project, tape: Tape, at: Ticks) -> Interval:
    turns = [turn.interval for turn in project.store.turns_in(tape.id, Interval(at, Ticks(at + 1)))]
    if not turns:
        raise NotFoundError(f"nobody speaks on tape {tape.id} at {tape.timecode(at)}", hint=PLACE_HINT)
    return turns[0]
