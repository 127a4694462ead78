"""The date of an event as a person gives it: EDTF, words that nobody can read as a date, or a distance from another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tapewright.errors import UsageError
from tapewright.model import Event, EventId
from tapewright.study.chronology.dating import read_date
from tapewright.study.chronology.hanging import date_at, read_distance, words_towards
from tapewright.timing.edtf import read_edtf
from tapewright.verbs.datesmeant import meant_by, told_meanings, why_no_date

EDTF_HINT = (
    "write 1978, 1978-06, 1978-06-04, 1978~ (about), 1978? (uncertain), [1978..1980] (between), or what it counts from "
    "(--after E12)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDate:
    """A date to be stored. ``asks`` says what is still to be said, empty where nothing is; ``offers`` is the EDTF that
    words seem to mean, for a person to take.
    """

    date: str = ""
    words: str = ""
    asks: str = ""
    offers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Events whose date was counted again from the one they hang on: as they were and are to be; and those that hang
    on it and keep the date that somebody gave them.
    """

    again: tuple[tuple[Event, Event], ...] = ()
    kept: tuple[Event, ...] = ()


def given_date(text: str, words: str, base: Event | None = None, sign: int = 0) -> GivenDate:
    """The date that was given. What cannot be read as EDTF is kept as words, and asked about.

    Without a text, words that tell a distance (``nine years later``) are counted from ``base``; ``sign`` is 1 after
    and -1 before it, where the words do not say.
    """
    text, words = " ".join(text.split()), " ".join(words.split())
    asks = offers = ""
    if text:
        try:
            return GivenDate(date=read_edtf(text).text, words=words)
        except UsageError:
            meant = meant_by(text)
            offers = meant.dates[0] if len(meant.dates) == 1 else ""
            why = why_no_date(text, meant)
            what = f"did you mean {told_meanings(meant)}?" if meant.dates else EDTF_HINT
            asks = f"no date could be read from {text[:60]!r}{why and f' ({why})'}; the words are kept: {what}"
            words = words if text in words else f"{text}; {words}" if words and base is None else words or text
    if base is None:
        return GivenDate(words=words, asks=asks, offers=offers)
    words = words_towards(words, sign)
    date = counted_from(base, words)
    return GivenDate(date=date, words=words, asks="" if date else _why_not_counted(base, words))


def counted_from(base: Event, words: str) -> str:
    """The date that words tell from an event, empty where they tell none or the event has none."""
    distance, date = read_distance(words), read_date(base.date)
    return date_at(date, distance) if distance and date else ""


def counted_again(events: Iterable[Event], old: Event, new: Event) -> Counted:
    """What hangs on an event whose date changed from ``old`` to ``new``, and what hangs on that."""
    hanging: dict[EventId, list[Event]] = {}
    for event in events:
        if event.hangs_on is not None:
            hanging.setdefault(event.hangs_on, []).append(event)
    again: list[tuple[Event, Event]] = []
    kept: list[Event] = []
    _count(hanging, old, new, again, kept)
    return Counted(again=tuple(again), kept=tuple(kept))


def _count(
    hanging: dict[EventId, list[Event]],
    old: Event,
    new: Event,
    again: list[tuple[Event, Event]],
    kept: list[Event],
) -> None:
    for event in hanging.pop(old.id, ()):  # taken out, so that no circle is gone round twice
        if event.date != counted_from(old, event.date_words):
            kept.append(event)
            continue
        counted = replace(event, date=counted_from(new, event.date_words))
        if counted.date == event.date:
            continue
        again.append((event, counted))
        _count(hanging, event, counted, again, kept)


def _why_not_counted(base: Event, words: str) -> str:
    if not words:
        return f"say how long after or before E{base.id} it was (--words 'nine years'), or give a date (--date)"
    if read_distance(words) is None:
        return f"{words[:60]!r} cannot be counted from E{base.id}, on which it hangs; it has no date yet: {EDTF_HINT}"
    if read_date(base.date) is None:
        return f"E{base.id} has no date yet: this one is counted from it as soon as it has"
    return f"no date can be counted from that of E{base.id}: {EDTF_HINT}"
