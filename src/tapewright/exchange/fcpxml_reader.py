"""Reads FCPXML, of Final Cut Pro and Resolve: the first project of a file.

Source: Apple, "Final Cut Pro XML", "Describing timing". A child's ``offset`` counts in its parent's own time, which
begins at the parent's ``start``; clips with a ``lane`` hang on their parent and may outlast it; what a clip contains is
seen only as far as the clip is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from tapewright.errors import InputError, UsageError
from tapewright.exchange.fcpxml import BITE_KEY, REEL_KEY
from tapewright.exchange.fcpxml_resources import Asset, Resources, read_time
from tapewright.exchange.timeline_events import MOST_EVENTS, losses_told, numbered
from tapewright.exchange.xml_file import read_xml
from tapewright.model import Timeline, TimelineEvent
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, nearest
from tapewright.words.counted import counted

_ITEMS = frozenset(
    "clip asset-clip ref-clip sync-clip mc-clip audition video audio gap spine title caption transition".split()
)
_SILENT_DB = 90
"""Final Cut turns down to -96 dB."""

_DEEPEST = 60

_LOST = {
    "projects": ("project", "more in the file: the first was read"),
    "disabled": ("clip", "switched off, left out"),
    "transition": ("transition", "read as a cut in its middle"),
    "title": ("title", "left out"),
    "caption": ("caption", "left out"),
    "generator": ("generator", "left out"),
    "audition": ("audition", "read as its first pick"),
    "missing": ("clip", "whose media the file does not describe left out"),
    "negative": ("clip", "from before the start of its media left out"),
    "retimed": ("clip", "at another speed than recorded"),
    "nested": ("clip", "that holds others, at another speed: read as recorded"),
    "conformed": ("clip", "maybe played frame by frame at the programme's rate: check its speed"),
    "silent": ("clip", "with its sound turned down, not counted as heard"),
    "warp": ("clip", "with changing speed, read as if it were even from one point to the next"),
    "roles": ("role", "switched off inside clips, read as heard"),
    "rate": ("rate", "not said: how the programme counts was taken from the project"),
}
"""Each kind of loss, and what became of what was lost."""


class FcpxmlReader:
    """Reads the first project; a file without one is read where it holds a compound clip."""

    def read(
        self, data: bytes, *, name: str, format: TimecodeFormat | None = None, usual: TimecodeFormat | None = None
    ) -> Timeline:
        root = read_xml(data, name=name, root="fcpxml")
        try:
            return _read(root, format, usual)
        except InputError as error:
            raise InputError(error.message, place=name, hint=error.hint) from error
        except UsageError as error:
            raise InputError(error.message, place=name) from error


def _read(root: Any, told: TimecodeFormat | None, usual: TimecodeFormat | None) -> Timeline:
    resources = Resources(root)
    sequence, title, others = _sequence(root)
    rate = resources.rate(sequence.get("format"))
    drop = sequence.get("tcFormat") == "DF"
    if told:
        counting = told
    elif rate:
        counting = TimecodeFormat(rate, drop and rate.can_drop)
    else:
        counting = usual or TimecodeFormat(frame_rate(25))
    start = read_time(sequence.get("tcStart")) or 0
    state = _Walk(resources=resources, counting=counting)
    state.lost["projects"] = others
    if not rate:
        state.lost["rate"] += 1
    everything = _Window(-(10**21), 10**21)
    spine = sequence.find("spine")
    if spine is not None:
        state.in_line(spine, -start, everything, _Seen(True, True), 0)
    return Timeline(
        title=title,
        kind="fcpxml",
        format=counting,
        start=Ticks(max(0, start)),
        events=numbered(state.events),
        remarks=losses_told(state.lost, _LOST),
    )


def _sequence(root: Any) -> tuple[Any, str, int]:
    """The sequence, its name and how many other projects there are."""
    projects = [p for p in root.iter("project") if p.find("sequence") is not None]
    if projects:
        return projects[0].find("sequence"), projects[0].get("name", ""), len(projects) - 1
    for media in root.iter("media"):
        if media.find("sequence") is not None:
            return media.find("sequence"), media.get("name", ""), 0
    clips = sum(1 for event in root.iter("event") for child in event if child.tag in _ITEMS)
    clips += sum(1 for child in root if child.tag in _ITEMS)
    raise InputError(
        f"there is no project in it, only {counted(clips, 'clip')} of the browser", hint="export the project itself"
    )


class _Window(NamedTuple):
    """What of the programme can be seen through the containers around; record time."""

    start: int
    end: int

    def shared(self, start: int, end: int) -> _Window:
        return _Window(max(self.start, start), min(self.end, end))


class _Seen(NamedTuple):
    """Whether picture and sound are switched through by the containers around."""

    picture: bool
    sound: bool

    def through(self, enable: str | None) -> _Seen:
        """What is left behind a clip's ``srcEnable``."""
        picture = self.picture and enable in (None, "all", "video")
        return _Seen(picture, self.sound and enable in (None, "all", "audio"))


@dataclass(kw_only=True)
class _Walk:
    """What was found so far and what was lost. ``shift`` is always record time minus the parent's own time."""

    resources: Resources
    counting: TimecodeFormat
    events: list[TimelineEvent] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)

    def in_line(self, parent: Any, shift: int, window: _Window, seen: _Seen, depth: int) -> None:
        """Items one after another; one without an ``offset`` begins where the one before it ends."""
        at = None
        for item in parent:
            if item.tag not in _ITEMS:
                continue
            offset = read_time(item.get("offset"))
            if offset is None:
                offset = at if at is not None else -shift
            self.item(item, offset + shift, window, seen, depth)
            if item.tag != "transition":
                at = offset + (read_time(item.get("duration")) or self._default_length(item))

    def item(self, item: Any, at: int, window: _Window, seen: _Seen, depth: int) -> None:
        """One item that begins at record ``at``."""
        if depth > _DEEPEST or len(self.events) > MOST_EVENTS:
            raise InputError("too deep or too long to be a timeline")
        if item.get("enabled") == "0":
            self.lost["disabled"] += 1
            return
        if item.tag in ("transition", "title", "caption"):
            self.lost[item.tag] += 1
            if item.tag == "transition":
                return
        if item.tag == "audition":
            for pick in [child for child in item if child.tag in _ITEMS][:1]:
                self.item(pick, at + (read_time(pick.get("offset")) or 0), window, seen, depth + 1)
            self.lost["audition"] += 1
            return
        if item.tag == "spine":
            self.in_line(item, at, window, seen, depth + 1)
            return
        start = self._start(item)
        length = read_time(item.get("duration"))
        length = self._default_length(item) if length is None else length
        own = window.shared(at, at + length)
        inner = at - start
        seen_inside = seen.through(item.get("srcEnable"))
        is_media = item.tag in ("asset-clip", "video", "audio")
        if not is_media and item.find("timeMap") is not None:
            self.lost["nested"] += 1
        if is_media:
            self._media(item, at, start, own, seen_inside)
        elif item.tag == "ref-clip":
            self._compound(item, inner, own, seen_inside, depth)
        elif item.tag == "mc-clip":
            self._multicam(item, inner, own, seen, depth)
        elif item.tag in ("clip", "sync-clip"):
            self.lost["roles"] += sum(1 for role in item.iter("audio-role-source") if role.get("active") == "0")
            self._children(item, inner, own, seen_inside, depth, laned=False)
        self._children(item, inner, window, seen, depth, laned=True)

    def _children(self, item: Any, inner: int, window: _Window, seen: _Seen, depth: int, *, laned: bool) -> None:
        for child in item:
            if child.tag in _ITEMS and (child.get("lane") not in (None, "0")) is laned:
                offset = read_time(child.get("offset"))
                self.item(child, (offset if offset is not None else -inner) + inner, window, seen, depth + 1)

    def _start(self, item: Any) -> int:
        start = read_time(item.get("start"))
        if start is not None:
            return start
        if item.tag in ("asset-clip", "video", "audio"):
            asset = self.resources.asset(item.get("ref"))
            return asset.start if asset else 0
        if item.tag in ("ref-clip", "mc-clip"):
            return self.resources.media_start(item.get("ref"))
        return 0

    def _default_length(self, item: Any) -> int:
        asset = self.resources.asset(item.get("ref"))
        return asset.duration if asset else self.resources.media_length(item.get("ref"))

    def _compound(self, item: Any, inner: int, own: _Window, seen: _Seen, depth: int) -> None:
        media = self.resources.media(item.get("ref"))
        spine = media.find("sequence/spine") if media is not None else None
        if spine is None:
            self.lost["missing"] += 1
            return
        self.in_line(spine, inner, own, seen, depth + 1)

    def _multicam(self, item: Any, inner: int, own: _Window, seen: _Seen, depth: int) -> None:
        media = self.resources.media(item.get("ref"))
        angles = {angle.get("angleID"): angle for angle in media.iter("mc-angle")} if media is not None else {}
        sources = item.findall("mc-source")
        if not angles:
            self.lost["missing"] += 1
        for source in sources:
            angle = angles.get(source.get("angleID"))
            switched = seen.through(source.get("srcEnable"))
            if angle is not None and any(switched):
                self.in_line(angle, inner, own, switched, depth + 1)

    def _media(self, item: Any, at: int, start: int, own: _Window, seen: _Seen) -> None:
        asset = self.resources.asset(item.get("ref"))
        if asset is None:
            self.lost["generator" if self.resources.is_effect(item.get("ref")) else "missing"] += 1
            return
        has_picture = seen.picture and asset.has_picture and item.tag != "audio"
        has_sound = seen.sound and asset.has_sound and item.tag != "video"
        if has_sound and _is_silent(item):
            self.lost["silent"] += 1
            has_sound = False
        if _is_conformed(item, asset, self.counting):
            self.lost["conformed"] += 1
        sound_start, sound_length = (read_time(item.get(f"audio{what}")) for what in ("Start", "Duration"))
        apart = has_sound and has_picture and sound_length is not None
        self._event(item, asset, at, start, own, has_picture, has_sound and not apart)
        if apart and sound_length is not None:
            # The sound begins and ends elsewhere than the picture (a split edit), on the same clock.
            first = at + (sound_start if sound_start is not None else start) - start
            self._event(item, asset, at, start, _Window(first, first + sound_length), False, True)

    def _event(
        self, item: Any, asset: Asset, at: int, start: int, own: _Window, has_picture: bool, has_sound: bool
    ) -> None:
        own = own.shared(0, own.end)
        if own.end <= own.start or not (has_picture or has_sound):
            return
        scale, first = self._retimed(item, start + own.start - at, asset)
        if first < 0:
            self.lost["negative"] += 1
            return
        rate = asset.rate or self.counting.rate
        drop = (item.get("tcFormat") == "DF" or (asset.rate is None and self.counting.drop)) and rate.can_drop
        self.events.append(
            TimelineEvent(
                number=len(self.events) + 1,
                record=Interval(Ticks(own.start), Ticks(own.end)),
                source=Interval(Ticks(first), Ticks(first + nearest((own.end - own.start) * abs(scale)))),
                format=TimecodeFormat(rate, drop),
                reel=_md(item, REEL_KEY) or asset.reel,
                clip=asset.name or item.get("name", ""),
                path=asset.path,
                has_picture=has_picture,
                has_sound=has_sound,
                track=f"lane {item.get('lane', '0')[:6]}",
                speed=round(scale * 100),
                media_start=Ticks(asset.start),
                bite=_number(_md(item, BITE_KEY)),
            )
        )

    def _retimed(self, item: Any, local: int, asset: Asset) -> tuple[Fraction, int]:
        """Speed, and the source tick that is heard at a clip's own time, which its ``timeMap`` may stretch."""
        points = [(read_time(p.get("time")), read_time(p.get("value"))) for p in item.findall("timeMap/timept")]
        known = [(t, v) for t, v in points if t is not None and v is not None]
        if len(known) < 2:
            return Fraction(1), local
        if len(known) > 2:
            self.lost["warp"] += 1
        into = local - asset.start
        pair = next((n for n in range(len(known) - 2) if into < known[n + 1][0]), len(known) - 2)
        (t0, v0), (t1, v1) = known[pair], known[pair + 1]
        if t1 == t0:
            return Fraction(1), local
        scale = Fraction(v1 - v0, t1 - t0)
        if scale != 1:
            self.lost["retimed"] += 1
        return min(max(scale, Fraction(-100)), Fraction(100)), asset.start + v0 + nearest((into - t0) * scale)


def _is_silent(item: Any) -> bool:
    """Whether a clip's sound is switched off or turned all the way down."""
    channels = item.findall("audio-channel-source")
    if channels and all(channel.get("active") == "0" for channel in channels):
        return True
    volume = item.find("adjust-volume")
    amount = re.fullmatch(r"-(\d{1,3})(?:\.\d+)?dB", volume.get("amount", ""), re.ASCII) if volume is not None else None
    return amount is not None and int(amount[1]) >= _SILENT_DB and not len(volume)


def _is_conformed(item: Any, asset: Asset, programme: TimecodeFormat) -> bool:
    """Whether a clip is played frame by frame at the programme's rate, and so faster or slower than it was recorded."""
    conform = item.find("conform-rate")
    if conform is None or conform.get("scaleEnabled") == "0" or asset.rate is None:
        return False
    return abs(asset.rate.fraction / programme.rate.fraction - 1) > Fraction(1, 100)


def _md(item: Any, key: str) -> str:
    return next((md.get("value", "") for md in item.findall("metadata/md") if md.get("key") == key), "")


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII) else None
