"""FCPXML 1.10, for Final Cut Pro and Resolve.

Source: Apple, "Final Cut Pro XML", the DTD of version 1.10 and "Describing timing"; Final Cut Pro's own files show that
the spine counts from the sequence's ``tcStart`` and a clip's ``start`` from its asset's timecode. Every time is a whole
number of frames: of the programme's rate in the spine, of its own rate inside an asset.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tapewright.exchange.framed_cut import FramedEvent, Source, framed, gaps
from tapewright.model import Cut
from tapewright.timing import FrameRate, TimecodeFormat

REEL_KEY = "com.apple.proapps.studio.reel"
BITE_KEY = "com.tapewright.bite"
"""Under which a clip keeps the number of its bite, as programs keep what they do not know."""

_NO_PICTURE = (1920, 1080)
_CONFORM = {
    "23.976": "23.98", "24": "24", "25": "25", "29.97": "29.97", "30": "30", "47.952": "47.95", "48": "48", "50": "50",
    "59.94": "59.94", "60": "60",
}  # fmt: skip
_FORMAT_NAMES = {
    "23.976": "2398", "24": "24", "25": "25", "29.97": "2997", "30": "30", "50": "50", "59.94": "5994", "60": "60",
}  # fmt: skip


class FcpxmlWriter:
    """Writes a cut as a project with one sequence; sound without a picture lies in the same spine.

    Media that is elsewhere is an asset with a relative address, which the program asks to relink. Each clip has a
    marker with its speaker and a note with its words.
    """

    def write(self, cut: Cut, *, name: str) -> dict[str, bytes]:
        from lxml import etree

        events = framed(cut)
        document = etree.Element("fcpxml", version="1.10")
        resources = _Resources(etree.SubElement(document, "resources"), cut, events)
        title = xml_text(cut.title) or xml_text(name)
        event = etree.SubElement(etree.SubElement(document, "library"), "event", name=title)
        project = etree.SubElement(event, "project", name=title)
        first = cut.format.rate.nearest_frame(cut.start)
        sequence = etree.SubElement(
            project,
            "sequence",
            format=resources.sequence_format,
            duration=_time(max((e.end for e in events), default=0), cut.format.rate),
            tcStart=_time(first, cut.format.rate),
            tcFormat=_counting(cut.format),
            audioLayout="stereo",
            audioRate="48k",
        )
        spine = etree.SubElement(sequence, "spine")
        for empty, placed in gaps(events):
            if empty:
                _gap(spine, first + placed.start - empty, empty, cut.format.rate)
            _clip(spine, placed, first, cut.format, resources)
        head = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n\n'
        return {f"{name}.fcpxml": head + etree.tostring(document, encoding="UTF-8", pretty_print=True)}


class _Resources:
    """Formats and assets, each once, numbered in the order of first use."""

    def __init__(self, element: Any, cut: Cut, events: list[FramedEvent]) -> None:
        self._element = element
        self._formats: dict[tuple[FrameRate, int, int], str] = {}
        self._assets: dict[tuple[str, str | None], str] = {}
        self._count = 0
        videos = [e.source.file.video for e in events if e.source.file and e.source.file.video]
        size = (videos[0].width, videos[0].height) if videos else _NO_PICTURE
        self.sequence_format = self._format(cut.format.rate, *size)
        longest: dict[tuple[str, str | None], int] = {}
        for event in events:
            key = _key(event.source)
            longest[key] = max(longest.get(key, 0), event.source_end - event.source.first_frame)
        for event in events:
            if _key(event.source) not in self._assets:
                self._assets[_key(event.source)] = self._asset(event, longest[_key(event.source)])

    def asset(self, source: Source) -> str:
        """The id of the asset of a source."""
        return self._assets[_key(source)]

    def format_of(self, event: FramedEvent) -> str | None:
        """The id of the format of an event's picture; None for sound alone."""
        if not event.has_picture:
            return None
        video = event.source.file.video if event.source.file else None
        return self._format(event.source.counting.rate, *((video.width, video.height) if video else _NO_PICTURE))

    def _number(self) -> str:
        self._count += 1
        return f"r{self._count}"

    def _format(self, rate: FrameRate, width: int, height: int) -> str:
        from lxml import etree

        key = (rate, width, height)
        if key not in self._formats:
            self._formats[key] = self._number()
            made = etree.SubElement(self._element, "format", id=self._formats[key])
            lines = {(1920, 1080): "1080p", (1280, 720): "720p"}.get((width, height))
            if lines and str(rate) in _FORMAT_NAMES:
                made.set("name", f"FFVideoFormat{lines}{_FORMAT_NAMES[str(rate)]}")
            made.set("frameDuration", _time(1, rate))
            made.set("width", str(width))
            made.set("height", str(height))
        return self._formats[key]

    def _asset(self, event: FramedEvent, reached: int) -> str:
        from lxml import etree

        source, picture = event.source, self.format_of(event)
        number, rate = self._number(), source.counting.rate
        made = etree.SubElement(self._element, "asset", id=number, name=xml_text(source.name))
        # A cut may reach a frame past the length that the streams were measured to have; the clip must lie inside.
        made.set("start", _time(source.first_frame, rate))
        made.set("duration", _time(max(source.frames, reached), rate))
        if picture:
            made.set("hasVideo", "1")
            made.set("format", picture)
            made.set("videoSources", "1")
        if event.channels:
            audio = source.file.audio if source.file else None
            made.set("hasAudio", "1")
            made.set("audioSources", "1")
            made.set("audioChannels", str(event.channels))
            made.set("audioRate", str(audio.rate_hz if audio else 48_000))
        etree.SubElement(made, "media-rep", kind="original-media", src=source.address)
        if source.reel:
            metadata = etree.SubElement(made, "metadata")
            etree.SubElement(metadata, "md", key=REEL_KEY, value=xml_text(source.reel))
        return number


def xml_text(text: str) -> str:
    """The text on one line and without what XML 1.0 forbids (clause 2.2): those signs become U+FFFD."""
    allowed = (c if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff" else "\ufffd" for c in text)
    return "".join(" " if raw in "\t\n\r" else c for raw, c in zip(text, allowed, strict=True))


def _clip(spine: Any, event: FramedEvent, first: int, programme: TimecodeFormat, resources: _Resources) -> None:
    from lxml import etree

    source, said = event.source, event.event
    clip = etree.SubElement(
        spine,
        "asset-clip",
        ref=resources.asset(source),
        offset=_time(first + event.start, programme.rate),
        name=xml_text(source.name),
        start=_time(event.source_start, source.counting.rate),
        duration=_time(event.length, programme.rate),
        tcFormat=_counting(source.counting),
    )
    picture = resources.format_of(event)
    if picture:
        clip.set("format", picture)
    if event.channels:
        clip.set("audioRole", "dialogue")
    words = xml_text(event.text)
    if words:
        etree.SubElement(clip, "note").text = words
    if picture and source.counting.rate != programme.rate and str(source.counting.rate) in _CONFORM:
        # At its own speed: without this Final Cut would play 23.98 in 24 or 24 in 25 frame by frame.
        etree.SubElement(clip, "conform-rate", scaleEnabled="0", srcFrameRate=_CONFORM[str(source.counting.rate)])
    label = ": ".join(filter(None, (said.scene, said.speaker))) or f"bite {said.bite}"
    marker = etree.SubElement(
        clip,
        "marker",
        start=_time(event.source_start, source.counting.rate),
        duration=_time(1, programme.rate),
        value=xml_text(label),
    )
    if words:
        marker.set("note", words)
    metadata = etree.SubElement(clip, "metadata")
    etree.SubElement(metadata, "md", key=BITE_KEY, value=str(said.bite))


def _gap(spine: Any, at: int, frames: int, rate: FrameRate) -> None:
    from lxml import etree

    etree.SubElement(
        spine, "gap", name="Gap", offset=_time(at, rate), start=_time(0, rate), duration=_time(frames, rate)
    )


def _key(source: Source) -> tuple[str, str | None]:
    return source.tape.id, source.file.path if source.file else None


def _counting(counting: TimecodeFormat) -> str:
    return "DF" if counting.drop else "NDF"


def _time(frames: int, rate: FrameRate) -> str:
    seconds = Fraction(frames) / rate.fraction
    return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"
