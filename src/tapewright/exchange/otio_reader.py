"""Reads OpenTimelineIO files (``.otio``).

The file is JSON and its schema is small, so that it is read as JSON: files of newer versions of the library, which the
installed one refuses for a marker, are read all the same, and no library runs over a hostile file.
"""

from __future__ import annotations

import json
import re
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange.otio_walk import Node, walk
from tapewright.model import Timeline
from tapewright.timing import TimecodeFormat

_INFINITE = re.compile(r"(?<=[:\[,\s])(-?)Inf(?=\s*[,\]}])")
_REEL_KEYS = ("reel", "Reel Name", "reel_name", "Reel", "TapeName", "Tape")


class OtioReader:
    """Reads the first timeline of a file; a bare track, stack or clip is a timeline too."""

    def read(
        self, data: bytes, *, name: str, format: TimecodeFormat | None = None, usual: TimecodeFormat | None = None
    ) -> Timeline:
        found = _content(data, name)
        return walk(found, kind="otio", name=name, told=format, usual=usual, about=_about)


def _about(clip: Node) -> dict[str, Any]:
    """What our own files and other programs' note about a clip."""
    notes = clip.get("metadata")
    if not isinstance(notes, dict):
        return {}
    rooms = [notes, *(room for room in notes.values() if isinstance(room, dict))]
    reels = (room.get(key) for room in rooms for key in _REEL_KEYS)
    found: dict[str, Any] = {"reel": next((reel for reel in reels if isinstance(reel, str) and reel), "")}
    ours = notes.get("tapewright")
    if isinstance(ours, dict):
        bite = ours.get("bite")
        if isinstance(ours.get("tape"), str):
            found["reel"] = ours["tape"]
        found["bite"] = bite if type(bite) is int and bite > 0 else None
    return found


def _content(data: bytes, name: str) -> Node:
    try:
        text = data.decode("utf-8-sig")
        # The library writes infinite numbers in a way that is not JSON.
        content = json.loads(_INFINITE.sub(r"\1Infinity", text) if "Inf" in text else text)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", place=name, hint="export it again where it came from") from error
    if not isinstance(content, dict) or not isinstance(content.get("OTIO_SCHEMA"), str):
        raise InputError("JSON, but no OpenTimelineIO object", place=name)
    return content
