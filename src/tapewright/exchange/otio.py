"""OpenTimelineIO files (``.otio``), for Resolve 18.5 and later and Premiere 2025 and later.

OpenTimelineIO keeps times as doubles, so it is used at this border alone and is given whole frames, which doubles hold
exactly. Source: its 0.18 schema documentation; Resolve wants stock schemas, absolute addresses and markers on clips of
the first video track; Premiere joins sound to picture by ``PremierePro_OTIO`` ``LinkID``.
"""

from __future__ import annotations

import json
from typing import Any

from tapewright.exchange.framed_cut import FramedEvent, Source, framed, gaps
from tapewright.model import Cut
from tapewright.timing import TimecodeFormat, write_fragment


class OtioWriter:
    """Writes a cut as one timeline: a video track if anything has a picture, and an audio track.

    Starts of sources are given in the source's own rate, lengths in the programme's. Each clip carries under
    ``metadata["tapewright"]`` the tape, the bite, the speaker, the words and the span as a media fragment.
    """

    def write(self, cut: Cut, *, name: str) -> dict[str, bytes]:
        from opentimelineio import schema

        events = framed(cut)
        first = cut.format.rate.nearest_frame(cut.start)
        timeline = schema.Timeline(name=_text(cut.title), global_start_time=_time(first, cut.format))
        timeline.metadata["tapewright"] = {"rate": str(cut.format.rate), "drop_frame": cut.format.drop}
        if any(event.has_picture for event in events):
            timeline.tracks.append(_track(cut, events, "Video"))
        timeline.tracks.append(_track(cut, events, "Audio"))
        _mark_scenes(timeline, events, cut.format)
        # The library's own writer escapes nothing beyond ASCII; json gives the same bytes on every platform.
        content = json.loads(timeline.to_json_string())
        return {f"{name}.otio": (json.dumps(content, indent=4, ensure_ascii=True) + "\n").encode("ascii")}


def _track(cut: Cut, events: list[FramedEvent], kind: str) -> Any:
    from opentimelineio import opentime, schema

    track = schema.Track(name=f"{kind} 1", kind=kind)
    empty = 0
    for number, (before, event) in enumerate(gaps(events), 1):
        empty += before
        if not (event.has_picture if kind == "Video" else event.channels):
            empty += event.length
            continue
        if empty:
            track.append(schema.Gap(source_range=opentime.TimeRange(_time(0, cut.format), _time(empty, cut.format))))
            empty = 0
        track.append(_clip(cut, event, number))
    return track


def _clip(cut: Cut, event: FramedEvent, number: int) -> Any:
    from opentimelineio import opentime, schema

    said = event.event
    clip = schema.Clip(
        name=_text(event.source.name),
        media_reference=_reference(event.source),
        source_range=opentime.TimeRange(
            _time(event.source_start, event.source.counting), _time(event.length, cut.format)
        ),
    )
    clip.metadata["tapewright"] = {
        "tape": said.tape.id,
        "bite": said.bite,
        "scene": _text(said.scene),
        "speaker": _text(said.speaker),
        "words": _text(event.text),
        "span": f"tape:{said.tape.id}#{write_fragment(said.source)}",
    }
    if event.has_picture and event.channels:
        clip.metadata["PremierePro_OTIO"] = {"LinkID": str(number)}
    return clip


def _reference(source: Source) -> Any:
    from opentimelineio import opentime, schema

    extent = opentime.TimeRange(_time(source.first_frame, source.counting), _time(source.frames, source.counting))
    if source.file is None:
        return schema.MissingReference(name=_text(source.tape.title or source.tape.id), available_range=extent)
    reference = schema.ExternalReference(target_url=source.address, available_range=extent)
    reference.name = _text(source.name)
    return reference


def _mark_scenes(timeline: Any, events: list[FramedEvent], programme: TimecodeFormat) -> None:
    """A marker at the head of each clip of the first track: who speaks and what is said; green where a scene begins."""
    from opentimelineio import opentime, schema

    shown = [e for e in events if e.has_picture] or [e for e in events if e.channels]
    clips = [item for item in timeline.tracks[0] if isinstance(item, schema.Clip)]
    scene = None
    for event, clip in zip(shown, clips, strict=True):
        starts_scene = bool(event.event.scene) and event.event.scene != scene
        scene = event.event.scene
        label = f"{event.event.scene}: {event.event.speaker}" if starts_scene else event.event.speaker
        if not (label or event.text):
            continue
        clip.markers.append(
            schema.Marker(
                name=_text(label or event.source.tape.id),
                color=schema.MarkerColor.GREEN if starts_scene else schema.MarkerColor.BLUE,
                marked_range=opentime.TimeRange(_time(event.source_start, event.source.counting), _time(1, programme)),
                comment=_text(event.text),
            )
        )


def _time(frames: int, counting: TimecodeFormat) -> Any:
    from opentimelineio import opentime

    return opentime.RationalTime(frames, float(counting.rate.fraction))


def _text(text: str) -> str:
    """Without lone surrogates, which stand for bytes of file names that are no text and which JSON cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
