"""Reads CMX3600 edit decision lists: those of Avid, Resolve, Premiere, Final Cut 7, Nucoda, and ours.

Source: the lists in the test suites of pycmx and OpenTimelineIO. A list does not say its frame rate: a person says it,
or the project's is taken where every timecode exists at it, or one at which every timecode exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath, PureWindowsPath

from tapewright.errors import InputError, UsageError
from tapewright.exchange.edl_lines import Line, Listing, labels_of, read_lines
from tapewright.exchange.encoding import decode
from tapewright.exchange.timeline_events import in_order, local_path
from tapewright.model import Timeline, TimelineEvent
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, is_drop_label
from tapewright.words.counted import counted

_BLACK = frozenset(("BL", "BLACK"))
_GUESSES = ("24", "25", "30", "50", "60")
_DROPPED = {"24": "30000/1001", "25": "30000/1001", "30": "30000/1001", "50": "60000/1001", "60": "60000/1001"}


class EdlReader:
    """Reads a list. A transition is read as a cut where it begins; black and silence are gaps."""

    def read(
        self, data: bytes, *, name: str, format: TimecodeFormat | None = None, usual: TimecodeFormat | None = None
    ) -> Timeline:
        decoded = decode(data, name=name)
        listing = read_lines(decoded.text)
        if not listing.lines:
            raise InputError("there is no event in it", place=name, hint="is it an edit decision list (CMX3600)?")
        counting, remark = _counting(listing, format, usual)
        state = _Reading(name=name, counting=counting, listing=listing)
        events = [event for line in listing.lines if (event := state.event(line))]
        if not events and state.lost["label"]:
            raise InputError(
                f"no event has timecode that exists at {counting}", place=name, hint="say its rate, e.g. --rate 25"
            )
        start, moved = _from_zero(events, counting)
        return Timeline(
            title=listing.title,
            kind="edl",
            format=counting,
            start=start,
            events=in_order(moved),
            remarks=(*decoded.remarks, *filter(None, [remark]), *state.remarks()),
        )


@dataclass(kw_only=True)
class _Reading:
    """How far a list is read, and what was lost on the way."""

    name: str
    counting: TimecodeFormat
    listing: Listing
    lost: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def event(self, line: Line) -> TimelineEvent | None:
        """The event of a line; None for black, for the first half of a transition and for what cannot be read."""
        try:
            record = self._interval(self.counting, line.labels[2:])
        except UsageError:
            self._lose("label", line)
            return None
        if record.is_empty or line.reel.upper() in _BLACK:
            return None
        if line.effect != "C":
            self._lose("dissolve" if line.effect == "D" else "wipe", line)
        counting = self._source_counting(line)
        try:
            source = self._interval(counting or self.counting, line.labels[:2])
        except UsageError:
            other = TimecodeFormat(self.counting.rate) if self.counting.drop and counting is None else None
            try:
                source = self._interval(other or self.counting, line.labels[:2])
            except UsageError:
                self._lose("label", line)
                return None
            counting = other
        speed = self._speed(line, source, record)
        reel = self.listing.reels.get(line.reel, line.reel)
        return TimelineEvent(
            number=line.number,
            record=record,
            source=source,
            format=counting,
            reel="" if reel.upper() == "AX" else reel,
            clip=line.note("TO CLIP NAME") if line.effect != "C" else line.note("FROM CLIP NAME"),
            path=_path(line),
            has_picture="V" in line.channels or line.channels == "B",
            has_sound=line.has_aud or line.channels.startswith(("A", "B")),
            track=line.channels,
            speed=speed,
            bite=_number(line.note("BITE")),
        )

    def remarks(self) -> Iterator[str]:
        """What was lost, in plain sentences."""
        told = {
            "label": "with timecode that does not exist at {counting}, left out",
            "dissolve": "with a dissolve, read as a cut where it begins",
            "wipe": "with a wipe or key, read as a cut where it begins",
            "length": "whose source is not as long as its place in the programme, with no speed said",
            "empty": "without source timecode: where its source begins is not known",
        }
        for what, sentence in told.items():
            if self.lost[what]:
                events = counted(self.lost[what], "event")
                yield f"{events} {sentence.format(counting=self.counting)} (first: line {self.first[what]})"
        if len({line.is_drop for line in self.listing.lines if line.is_drop is not None}) > 1:
            yield f"the list counts drop-frame in a part and not in another: it was read as {self.counting} throughout"
        if self.listing.strange:
            lines = counted(len(self.listing.strange), "line")
            yield f"{lines} could not be read as an event (first: line {self.listing.strange[0]})"
        if self.listing.splits:
            yield f"{counted(self.listing.splits, 'SPLIT note')} left out: sound is taken where its event says"

    def _lose(self, what: str, line: Line) -> None:
        """Count a loss."""
        self.lost[what] += 1
        self.first.setdefault(what, line.at)

    def _interval(self, counting: TimecodeFormat, labels: tuple[str, ...]) -> Interval:
        start, end = (counting.read(label) for label in labels)
        if end < start:  # over midnight
            end = Ticks(end + counting.rate.at_frame(counting.frames_per_day))
        return Interval(start, end)

    def _source_counting(self, line: Line) -> TimecodeFormat | None:
        """How the source counts, where the list says so."""
        is_drop = is_drop_label(line.labels[0])
        if rate := line.note("SOURCE RATE"):
            try:
                return TimecodeFormat(frame_rate(rate), is_drop)
            except UsageError:
                return None
        if is_drop and self.counting.rate.can_drop:
            return TimecodeFormat(self.counting.rate, drop=True)
        if not is_drop and is_drop_label(line.labels[2]):
            return TimecodeFormat(self.counting.rate)
        return None

    def _speed(self, line: Line, source: Interval, record: Interval) -> int:
        if line.speed is not None and not line.note("SOURCE RATE"):
            return round(line.speed * 100 / self.counting.rate.nominal)
        if source.is_empty:
            self._lose("empty", line)
        elif abs(source.duration - record.duration) >= self.counting.rate.ticks_per_frame and not line.speed:
            self._lose("length", line)
        return 100


def _counting(
    listing: Listing, told: TimecodeFormat | None, usual: TimecodeFormat | None
) -> tuple[TimecodeFormat, str]:
    """How the programme counts, and a remark where it was guessed."""
    records = [label for line in listing.lines for label in line.labels[2:]]
    is_drop = bool(listing.lines[0].is_drop) or any(is_drop_label(label) for label in records)
    if told:
        return TimecodeFormat(told.rate, told.drop or (is_drop and told.rate.can_drop)), ""
    if "record" in listing.rates:
        try:
            rate = frame_rate(listing.rates["record"])
            return TimecodeFormat(rate, is_drop and rate.can_drop), ""
        except UsageError:
            pass
    most = max(int(label[-2:]) for label in labels_of(listing.lines) if label[-2:].isdigit())
    if usual and most < usual.rate.nominal and (not is_drop or usual.rate.can_drop):
        return TimecodeFormat(usual.rate, is_drop), ""
    guess = next((rate for rate in _GUESSES if most < int(rate)), "60")
    rate = frame_rate(_DROPPED[guess] if is_drop else guess)
    counting = TimecodeFormat(rate, is_drop)
    return counting, f"the list does not say its frame rate: {counting} was taken; --rate says another"


def _path(line: Line) -> str:
    """The file that a list names: an address, a path or a bare name."""
    address = line.note("SOURCE ADDRESS")
    if address:
        return local_path(address)
    named = line.note("FROM CLIP", "FROM FILE", "SOURCE FILE")
    return named if PureWindowsPath(named).name or PurePosixPath(named).name else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _from_zero(events: list[TimelineEvent], counting: TimecodeFormat) -> tuple[Ticks, list[TimelineEvent]]:
    """The label of the first frame, and the events from 0. Labels far before the first are those past midnight."""
    day = counting.rate.at_frame(counting.frames_per_day)
    first = events[0].record.start if events else 0
    records = [e.record.moved(day if first - e.record.start > day // 2 else 0) for e in events]
    start = min((record.start for record in records), default=Ticks(0))
    moved = [replace(e, record=record.moved(-start)) for e, record in zip(events, records, strict=True)]
    return start, moved
