"""Sync points of REFI-QDA transcripts and the selections between them; the times that our lines tell of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tapewright.exchange.refi_facts import TICKS_PER_MS, heard_ms
from tapewright.exchange.refi_notes import read_facts
from tapewright.exchange.refi_text import RefiText, around
from tapewright.exchange.refi_writer import SPACE
from tapewright.exchange.study_file import SyncPoint, guid_in

_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)


def chosen_between(transcript: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Every selection of a transcript with its two sync points; None for one that is not in the file."""
    points = {_plain_guid(point.get("guid")): point for point in transcript.iterchildren(f"{{{SPACE}}}SyncPoint")}
    for chosen in transcript.iterchildren(f"{{{SPACE}}}TranscriptSelection"):
        first, last = (points.get(_plain_guid(chosen.get(end))) for end in ("fromSyncPoint", "toSyncPoint"))
        yield chosen, first, last


def has_loose_times(transcript: Any) -> bool:
    """Whether a selection goes from one place of a text to another within no time, and nothing says its exact time."""
    for chosen, first, last in chosen_between(transcript):
        if first is None or last is None or first.get("timeStamp") is None:
            continue
        is_still = first.get("timeStamp") == last.get("timeStamp") and first.get("position") != last.get("position")
        if is_still and "t" not in read_facts(chosen.findtext(f"{{{SPACE}}}Description") or "")[1]:
            return True
    return False


def told_points(element: Any, text: RefiText) -> list[SyncPoint]:
    """When both ends of the selections of a text are heard, where our line tells it and nobody moved them."""
    points: list[SyncPoint] = []
    for chosen in element.iterchildren(f"{{{SPACE}}}PlainTextSelection"):
        if (given := numbers(chosen)) is None:
            continue
        positions = text.position(given[0]), text.position(given[1])
        facts = read_facts(chosen.findtext(f"{{{SPACE}}}Description") or "")[1]
        if times := heard_ms(facts, positions):
            places = around(text.text or "", positions) if facts.get("near") is True else positions
            points += [SyncPoint(at, ms * TICKS_PER_MS) for at, ms in zip(places, times, strict=False)]
    return points


def numbers(selection: Any) -> tuple[int, int] | None:
    """Where a selection of a text begins and ends; None where it does not say so in numbers."""
    start, end = number(selection.get("startPosition")), number(selection.get("endPosition"))
    return None if start is None or end is None else (start, end)


def number(text: str | None) -> int | None:
    """A whole number of a plausible size; None for anything else."""
    plain = (text or "").strip()
    return int(plain) if _WHOLE.fullmatch(plain) else None


def _plain_guid(given: str | None) -> str:
    """A GUID, or whatever stands in its place: it names one thing all the same."""
    return guid_in(given or "") or (given or "")
