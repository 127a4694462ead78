"""What readers of timelines share: events put in order, addresses made paths."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from tapewright.model import TimelineEvent

_DRIVE = re.compile(r"/[A-Za-z]:[\\/]")


def in_order(events: Iterable[TimelineEvent]) -> tuple[TimelineEvent, ...]:
    """The events in the order of their record start, then track, then as they came."""
    return tuple(sorted(events, key=lambda event: (event.record.start, event.track, event.number)))


def local_path(address: str) -> str:
    """The path that a ``file:`` address means, on whichever kind of system; anything else as it is.

    >>> local_path("file:///media/B%C3%A4nd%207.wav"), local_path("file://localhost/C%3a/a.mov"), local_path("./T017")
    ('/media/Bänd 7.wav', 'C:/a.mov', 'T017')
    """
    if not address.casefold().startswith("file:"):
        return unquote(address.removeprefix("./"), errors="surrogateescape") if address.startswith("./") else address
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    # A "#" or "?" that a program forgot to escape belongs to the name.
    rest = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    path = unquote(rest, errors="surrogateescape")
    if parts.netloc and parts.netloc.casefold() != "localhost":
        path = f"//{parts.netloc}{path}"
    return path[1:] if _DRIVE.match(path) else path
