"""The resources of an FCPXML document: formats, assets, compound clips; and its way of writing times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tapewright.errors import InputError, UsageError
from tapewright.exchange.fcpxml import REEL_KEY
from tapewright.exchange.timeline_events import FARTHEST, local_path
from tapewright.timing import TICKS_PER_SECOND, FrameRate, nearest

_TIME = re.compile(r"\s*(-?\d{1,18})(?:\.(\d{1,9}))?(?:/(\d{1,12}))?s?\s*", re.ASCII)
_NAMED_RATE = re.compile(r"FFVideoFormat.*?(2398|24|25|2997|30|50|5994|60)$", re.ASCII)
_RATES = {"2398": (24000, 1001), "2997": (30000, 1001), "5994": (60000, 1001)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A media file. ``start`` is the label of its first frame in ticks; ``rate`` that of its picture, if it has one."""

    name: str
    path: str
    start: int
    duration: int
    rate: FrameRate | None
    reel: str
    has_picture: bool
    has_sound: bool


class Resources:
    """What ``ref`` and ``format`` attributes mean."""

    def __init__(self, root: Any) -> None:
        self._by_id = {r.get("id"): r for r in root.findall("resources/*") if isinstance(r.tag, str) and r.get("id")}
        self._assets: dict[str, Asset | None] = {}

    def asset(self, ref: str | None) -> Asset | None:
        """A file, or None where the reference is to none."""
        if ref is None:
            return None
        if ref not in self._assets:
            self._assets[ref] = self._asset(self._by_id.get(ref))
        return self._assets[ref]

    def rate(self, ref: str | None) -> FrameRate | None:
        """The frame rate of a format; None where it has none, as for sound alone."""
        found = self._by_id.get(ref)
        if found is None or found.tag != "format":
            return None
        step = _fraction(found.get("frameDuration"))
        try:
            if step:
                return FrameRate(step.denominator, step.numerator)
            named = _NAMED_RATE.match(found.get("name", ""))
            return FrameRate(*_RATES.get(named[1], (int(named[1]), 1))) if named else None
        except UsageError:
            return None

    def media(self, ref: str | None) -> Any:
        """A compound or multicam clip's element, or None."""
        found = self._by_id.get(ref)
        return found if found is not None and found.tag == "media" else None

    def media_start(self, ref: str | None) -> int:
        """Where the own time of a compound or multicam clip begins."""
        return self._of_media(ref, "tcStart")

    def media_length(self, ref: str | None) -> int:
        """How long it is, 0 where nobody says."""
        return self._of_media(ref, "duration")

    def is_effect(self, ref: str | None) -> bool:
        """Whether the reference is to a generator."""
        found = self._by_id.get(ref)
        return found is not None and found.tag == "effect"

    def _of_media(self, ref: str | None, attribute: str) -> int:
        media = self.media(ref)
        if media is None:
            return 0
        inner = next((child for child in media if child.tag in ("sequence", "multicam")), None)
        return (read_time(inner.get(attribute)) or 0) if inner is not None else 0

    def _asset(self, element: Any) -> Asset | None:
        if element is None or element.tag != "asset":
            return None
        reps = element.findall("media-rep")
        rep = next((r for r in reps if r.get("kind") == "original-media"), reps[0] if reps else None)
        source = element.get("src") or (rep.get("src") if rep is not None else "") or ""
        says = element.get("hasVideo"), element.get("hasAudio")
        reels = (md.get("value", "") for md in element.findall("metadata/md") if md.get("key") == REEL_KEY)
        return Asset(
            name=element.get("name", ""),
            path=local_path(source),
            start=read_time(element.get("start")) or 0,
            duration=max(0, read_time(element.get("duration")) or 0),
            rate=self.rate(element.get("format")),
            reel=next(reels, ""),
            has_picture=says[0] == "1" or says == (None, None),
            has_sound=says[1] == "1" or says == (None, None),
        )


def read_time(text: str | None) -> int | None:
    """``1001/30000s`` as the nearest tick; None where there is no such attribute. InputError for what is no time."""
    seconds = _fraction(text)
    if seconds is None:
        return None
    ticks = nearest(seconds * TICKS_PER_SECOND)
    if abs(ticks) > FARTHEST:
        raise InputError(f"a time beyond reason: {text}")
    return ticks


def _fraction(text: str | None) -> Fraction | None:
    if text is None:
        return None
    shape = _TIME.fullmatch(text)
    if not shape or (shape[3] and not int(shape[3])):
        raise InputError(f"not a time: {text[:40]!r}")
    return Fraction(f"{shape[1]}.{shape[2] or 0}") / int(shape[3] or 1)
