"""The events of a timeline found on the project's tapes: by name, then by timecode, then by what is in the file.

An event names its source in several ways: a reel, a clip, a file. The names say which tapes it may be from, the
timecode says where on them, and both must fit. What fits nothing is left unplaced, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from tapewright.errors import NotFoundError, UsageError
from tapewright.exchange.edl import ascii_text
from tapewright.exchange.framed_cut import Source, file_name, source_of
from tapewright.model import SourceFile, Tape, TapeId, Timeline, TimelineEvent
from tapewright.timing import Interval, Ticks, TimecodeFormat
from tapewright.words.counted import counted

_SHORTENED = 8
"""A reel of so many signs or more may be the beginning of a longer name: lists hold no more."""

Digest = Callable[[str], str]
"""The xxh128 of a file on this disk, "" where it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEvent:
    """An event on its tape: ``source`` in tape time, as long as its place in the programme unless its speed differs."""

    event: TimelineEvent
    tape: Tape
    source: Interval
    file: SourceFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedEvent:
    """An event that is on no tape, and why, in one sentence that says what would help.

    ``is_unknown``: nothing here has any of its names, so that somebody has to say which tape it is.
    """

    event: TimelineEvent
    why: str
    is_unknown: bool = False

    @property
    def name(self) -> str:
        """What the timeline calls its source."""
        return self.event.reel or self.event.clip or file_name(self.event.path) or f"event {self.event.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The events of a timeline on their tapes, and those that are on none."""

    placed: tuple[PlacedEvent, ...]
    unplaced: tuple[UnplacedEvent, ...]
    remarks: tuple[str, ...] = ()


def locate(
    timeline: Timeline,
    tapes: Iterable[Tape],
    *,
    reels: Mapping[str, str] | None = None,
    digest: Digest | None = None,
) -> Located:
    """Every event on its tape. ``reels`` says which tape a reel, clip or file is where its name does not.

    NotFoundError for a tape in ``reels`` that is not there.
    """
    finder = _Finder(timeline, list(tapes), reels or {}, digest)
    placed: list[PlacedEvent] = []
    unplaced: list[UnplacedEvent] = []
    for event in timeline.events:
        found = finder.find(event)
        if isinstance(found, PlacedEvent):
            placed.append(found)
        else:
            unplaced.append(UnplacedEvent(event=event, why=found, is_unknown=finder.is_unknown(event)))
    return Located(placed=tuple(placed), unplaced=tuple(unplaced), remarks=tuple(finder.remarks()))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file of a tape, or a tape whose media is elsewhere, as editing programs see it."""

    tape: Tape
    file: SourceFile | None
    source: Source

    @property
    def extent(self) -> Interval:
        """What there is of it in tape time; a tape of unknown length has no end."""
        if self.file:
            return self.file.extent
        return Interval(Ticks(0), Ticks(self.tape.duration or 10**18))


class _Finder:
    """Which sources an event may be from, by each of its names."""

    def __init__(self, timeline: Timeline, tapes: list[Tape], reels: Mapping[str, str], digest: Digest | None) -> None:
        self._programme = timeline.format
        self._digest = digest
        self._digests: dict[str, str] = {}
        self._from_start: set[TapeId] = set()
        everything = [
            _Candidate(tape, file, source_of(tape, file, timeline.format))
            for tape in tapes
            for file in (tape.files or (None,))
        ]
        self._all = everything
        self._by_file: dict[str, list[_Candidate]] = {}
        self._by_reel: dict[str, list[_Candidate]] = {}
        self._by_path: dict[str, list[_Candidate]] = {}
        self._keys = [(one, {_key(name) for name in _names(one)}) for one in everything]
        self._beginning = cache(self._begun)
        self._by_hand = {_key(reel): _of_tape(everything, tape) for reel, tape in reels.items()}
        for one in everything:
            if one.file:
                self._by_path.setdefault(one.file.path, []).append(one)
            for name in _file_names(one):
                _add(self._by_file, name, one)
            for name in _reel_names(one):
                _add(self._by_reel, name, one)

    def find(self, event: TimelineEvent) -> PlacedEvent | str:
        """The event on its tape, or why not."""
        if event.speed == 100 and event.source.is_empty:
            return f"{_named(event)} does not say where its source begins"
        misses: list[str] = []
        for candidates, by_file in self._ways(event):
            fits = {
                (one.tape.id, one.file.path if one.file else ""): PlacedEvent(
                    event=event, tape=one.tape, file=one.file, source=place
                )
                for one in candidates
                if (place := self._place(event, one, by_file=by_file))
            }
            if len(fits) == 1:
                return next(iter(fits.values()))
            if fits:
                return self._several(event, list(fits.values()))
            misses += [self._beside(event, one) for one in candidates[:1]]
        if misses:
            return misses[0]
        return f"{_named(event)} is no tape here; name it with --reel {_shown(event)}=TAPE"

    def is_unknown(self, event: TimelineEvent) -> bool:
        """Whether no tape has any of its names."""
        return not any(candidates for candidates, _ in self._ways(event))

    def remarks(self) -> Iterator[str]:
        """What had to be taken otherwise than written."""
        if self._from_start:
            tapes = ", ".join(sorted(self._from_start))
            yield f"{tapes}: the timeline counts from the start of the file instead of by its timecode"

    def _ways(self, event: TimelineEvent) -> Iterator[tuple[list[_Candidate], bool]]:
        """Candidates by one name after another, the surest first, and whether the name is that of a file."""
        names = [event.reel, event.clip, event.path, file_name(event.path)]
        for name in filter(None, names):
            if by_hand := self._by_hand.get(_key(name)):
                yield by_hand, True
                return
        yield self._by_path.get(event.path, []) if event.path else [], True
        file, stem = file_name(event.path), PurePosixPath(file_name(event.path)).stem
        narrowed = self._by_reel.get(_key(event.reel), []) if event.reel else []
        for name in dict.fromkeys(filter(None, (file, event.clip, stem))):
            found = self._by_file.get(_key(name), [])
            both = [one for one in found if any(one is other for other in narrowed)]
            yield both or found, True
        for name in filter(None, (event.reel, event.clip, stem)):
            yield self._by_reel.get(_key(name), []), False
        if len(event.reel) >= _SHORTENED:
            yield self._beginning(_key(event.reel)), False
        if event.path and self._digest:
            digest = self._digests.setdefault(event.path, "") or self._digest(event.path)
            self._digests[event.path] = digest
            yield [o for o in self._all if digest and o.file and o.file.digests.get("xxh128") == digest], True

    def _begun(self, name: str) -> list[_Candidate]:
        """The candidates of which one name begins so."""
        return [one for one, keys in self._keys if any(key.startswith(name) for key in keys)]

    def _place(self, event: TimelineEvent, one: _Candidate, *, by_file: bool) -> Interval | None:
        """Where the event lies on a candidate; None where it does not fit."""
        length = event.record.duration if event.speed == 100 else event.source.duration
        for into in self._into(event, one, by_file=by_file):
            start = one.extent.start + into
            frame = one.source.counting.rate.ticks_per_frame
            if into >= 0 and start + length <= one.extent.end + 2 * max(frame, self._programme.rate.ticks_per_frame):
                if into != next(self._into(event, one, by_file=by_file)):
                    self._from_start.add(one.tape.id)
                return Interval(Ticks(start), Ticks(start + length))
        return None

    def _into(self, event: TimelineEvent, one: _Candidate, *, by_file: bool) -> Iterator[int]:
        """How far into a candidate the event begins: by its timecode, or as it counts from its file's start."""
        if not event.is_timecode:
            yield event.source.start
            return
        counting = one.source.counting
        day = counting.rate.at_frame(counting.frames_per_day)
        first = counting.rate.at_frame(one.source.first_frame) if one.file else one.tape.start_timecode
        label = (self._label(event, counting) - first) % day
        own = None if event.media_start is None else event.source.start - event.media_start
        if own is not None and by_file and event.media_start in (0, first):
            yield own
        yield label
        if by_file and own is not None:
            yield own
        elif by_file and event.media_start is None:
            yield event.source.start

    def _label(self, event: TimelineEvent, counting: TimecodeFormat) -> int:
        """The event's first label in ticks as the source counts: a list says labels, not how they are counted."""
        if event.format is not None:
            if event.format.rate == counting.rate:
                return event.source.start
            if event.format.rate.nominal != counting.rate.nominal:
                return event.source.start
        try:
            return counting.read((event.format or self._programme).write(event.source.start))
        except UsageError:
            return event.source.start

    def _several(self, event: TimelineEvent, fits: list[PlacedEvent]) -> PlacedEvent | str:
        tapes = sorted({one.tape.id for one in fits})
        if len(tapes) == 1:
            return fits[0]
        return f"{_named(event)} may be {' or '.join(tapes)}; say which with --reel {_shown(event)}={tapes[0]}"

    def _beside(self, event: TimelineEvent, one: _Candidate) -> str:
        at = (event.format or self._programme).write(event.source.start)
        tape = one.tape
        runs = f"{tape.timecode(0)} to {tape.timecode(tape.duration)}"
        return f"{_named(event)} is tape {tape.id}, but {at} is not on it ({runs})"


def _of_tape(everything: list[_Candidate], tape: str) -> list[_Candidate]:
    found = [one for one in everything if one.tape.id == tape]
    if not found:
        there = ", ".join(sorted({one.tape.id for one in everything})[:20]) or "none yet"
        raise NotFoundError(f"there is no tape {tape} in this project", hint=f"tapes: {there}")
    return found


def _file_names(one: _Candidate) -> Iterator[str]:
    if one.file:
        name = file_name(one.file.path)
        yield name
        yield PurePosixPath(name).stem


def _reel_names(one: _Candidate) -> Iterator[str]:
    yield from filter(None, (one.source.reel, one.tape.reel, one.tape.id, one.tape.title))
    if one.file and one.file.reel:
        yield one.file.reel


def _names(one: _Candidate) -> Iterator[str]:
    yield from _reel_names(one)
    yield from _file_names(one)


def _add(table: dict[str, list[_Candidate]], name: str, one: _Candidate) -> None:
    for key in {_key(name), _key(ascii_text(name))}:
        found = table.setdefault(key, [])
        if key and (not found or found[-1] is not one):  # its names are added one after the other
            found.append(one)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _shown(event: TimelineEvent) -> str:
    name = event.reel or event.clip or file_name(event.path)
    return f'"{name}"' if " " in name else name


def _named(event: TimelineEvent) -> str:
    if event.reel:
        return f"reel {event.reel}"
    name = file_name(event.path) or event.clip
    return f"clip {name}" if name else f"event {event.number}"


def told_unplaced(unplaced: Iterable[UnplacedEvent]) -> list[str]:
    """One sentence for each reason, with how often it holds."""
    counts: dict[str, int] = {}
    for one in unplaced:
        counts[one.why] = counts.get(one.why, 0) + 1
    return [why if count == 1 else f"{why} ({counted(count, 'event')})" for why, count in counts.items()]
