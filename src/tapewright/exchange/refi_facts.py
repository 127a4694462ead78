"""What our line in a REFI-QDA description says of tapes and places, written and read: REFI-QDA counts whole
milliseconds on a recording, and no time at all in a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tapewright.exchange.refi_notes import fact
from tapewright.exchange.study_file import FilePlace, FileSource
from tapewright.exchange.text_clock import LATEST
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_seconds, nearest, write_seconds

TICKS_PER_MS = TICKS_PER_SECOND // 1000
_TIMES = re.compile(r"(\d{1,8}(?:\.\d{1,12})?),(\d{1,8}(?:\.\d{1,12})?)", re.ASCII)
_WHOLE_MS = re.compile(r"\d{1,13}(?:,\d{1,13}){1,3}", re.ASCII)


def in_ms(interval: Interval) -> tuple[int, int]:
    """A stretch in whole milliseconds, never empty."""
    start, end = (nearest(Fraction(tick, TICKS_PER_MS)) for tick in (interval.start, interval.end))
    return start, max(end, start + 1)


def tape_facts(source: FileSource) -> dict[str, object]:
    """What is known of a source whose tape is ours."""
    facts: dict[str, object] = {
        "tape": source.tape,
        "rate": source.rate,
        "start": source.start,
        "duration": source.duration,
    }
    if source.text is not None and source.text.is_by_machine:
        facts["heard_by"] = "machine"
    return {name: value for name, value in facts.items() if value} if source.tape else {}


def place_facts(place: FilePlace, words: str | None, times: tuple[int, int]) -> dict[str, object]:
    """The exact ticks where the milliseconds in the file do not say them (and which these are, where they are no
    rounding of ours), and the words where the positions do not give them.
    """
    facts: dict[str, object] = {}
    if (place.interval.start, place.interval.end) != tuple(ms * TICKS_PER_MS for ms in times):
        facts = _ticks(place.interval, times)
    if place.words is not None and place.words != words:
        facts["words"] = place.words
    return facts


def text_place_facts(
    place: FilePlace, written: tuple[int, int], words: str, times: tuple[int, ...]
) -> dict[str, object]:
    """The exact ticks of a place in a text that has no times, the positions that they were written with, and what
    ``place_facts`` says besides. ``near``: no word of the text is under it, and it stands at the one beside, whose
    ``times`` these are, with those of the next word.
    """
    facts = _ticks(place.interval, times)
    facts["in"] = f"{written[0]},{written[1]}"
    if place.positions is None:
        facts["near"] = True
    if place.words is not None and (place.words != words or place.positions is None):
        facts["words"] = place.words
    return facts


def exact_place(facts: Mapping[str, Any], interval: Interval, positions: tuple[int, int] | None) -> Interval | None:
    """The exact ticks of our line, where the milliseconds or the positions beside it are those that it was written
    with: nobody moved the selection.
    """
    exact = _exact(facts)
    if exact is None:
        return None
    if "in" in facts:
        is_still_there = _stands_at(facts, positions)
    else:
        written = f"{interval.start // TICKS_PER_MS},{interval.end // TICKS_PER_MS}"
        is_still_there = in_ms(exact) == in_ms(interval) or fact(facts, "at") == written
    return exact if is_still_there else None


def heard_ms(facts: Mapping[str, Any], positions: tuple[int, int]) -> tuple[int, ...]:
    """When the words at two places of a text without times are heard, by our line; empty where it does not say. Of a
    place that is near a word it is when that begins and ends, and when the next one does.
    """
    exact = _exact(facts)
    if exact is None or not _stands_at(facts, positions):
        return ()
    told = fact(facts, "at")
    times = tuple(map(int, told.split(","))) if _WHOLE_MS.fullmatch(told) else in_ms(exact)
    return times if max(times) * TICKS_PER_MS <= LATEST else ()


def _ticks(interval: Interval, times: tuple[int, ...]) -> dict[str, object]:
    # Nine decimals: a nanosecond is less than a tick, so that the nearest tick is the one that was meant.
    facts: dict[str, object] = {
        "t": ",".join(write_seconds(tick, decimals=9) for tick in (interval.start, interval.end))
    }
    if times != in_ms(interval):
        facts["at"] = ",".join(map(str, times))
    return facts


def _exact(facts: Mapping[str, Any]) -> Interval | None:
    shape = _TIMES.fullmatch(fact(facts, "t"))
    if not shape:
        return None
    start, end = from_seconds(shape[1]), from_seconds(shape[2])
    return Interval(Ticks(start), Ticks(end)) if start <= end <= LATEST else None


def _stands_at(facts: Mapping[str, Any], positions: tuple[int, int] | None) -> bool:
    return positions is not None and fact(facts, "in") == f"{positions[0]},{positions[1]}"
