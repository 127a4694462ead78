"""What readers of timelines share: events put in order, addresses made paths, bounds, and what was lost told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from tapewright.model import TimelineEvent
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.counted import counted

MOST_EVENTS = 200_000
FARTHEST = 400 * 24 * 3600 * TICKS_PER_SECOND
"""No programme has more events, and no time in one lies further off."""

_DRIVE = re.compile(r"/[A-Za-z]:[\\/]")


def in_order(events: Iterable[TimelineEvent]) -> tuple[TimelineEvent, ...]:
    """The events in the order of their record start, then track, then as they came."""
    return tuple(sorted(events, key=lambda event: (event.record.start, event.track, event.number)))


def numbered(events: Iterable[TimelineEvent]) -> tuple[TimelineEvent, ...]:
    """The events in their order, numbered anew from 1."""
    return in_order(replace(event, number=number) for number, event in enumerate(in_order(events), 1))


def losses_told(lost: Mapping[str, int], told: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """One sentence for each kind of loss that there was; ``told`` has the noun of each and what became of it.

    >>> losses_told({"caption": 2}, {"title": ("title", "left out"), "caption": ("caption", "left out")})
    ('2 captions left out',)
    """
    return tuple(f"{counted(lost[what], noun)} {rest}" for what, (noun, rest) in told.items() if lost.get(what))


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
