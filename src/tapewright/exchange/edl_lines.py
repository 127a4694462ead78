"""The lines of a CMX3600 list: events with what is said about each, before any timecode is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_LABEL = r"\d{1,2}[:;.]\d{1,2}[:;.]\d{1,2}[:;.,]\d{1,3}"
_EVENT = re.compile(
    rf"\s*(?P<number>\d{{1,6}})\s+(?P<reel>\S(?:.{{0,250}}?\S)?)\s+(?P<channels>NONE|(?:AA|[ABV])[AV0-9/&]{{0,12}})\s+"
    rf"(?P<effect>C|D|W\d{{1,3}}|K[BO]?)\s*(?P<frames>\d{{1,4}})?\s+"
    rf"(?P<labels>{_LABEL}\s+{_LABEL}\s+{_LABEL}\s+{_LABEL})\s*",
    re.ASCII | re.IGNORECASE,
)
_LIKE_AN_EVENT = re.compile(r"\s*\d{1,6}\s+\S.*\d\d[:;.]\d\d[:;.]\d\d", re.ASCII)
_NOTE = re.compile(r"\s*\*\s*(?P<key>[A-Z][A-Z ]{1,30}?)\s*:\s*(?P<value>.*?)\s*", re.IGNORECASE)
_REEL_IS = re.compile(r"\s*\*\s*REEL (?P<reel>\S+) IS:\s*(?P<name>.*?)\s*", re.IGNORECASE)
_SPEED = re.compile(r"\s*M2\s+(?P<reel>\S.*?)?\s+(?P<speed>[-+]?\d{1,5}(?:\.\d{1,6})?)\s+(?P<label>\S+)\s*", re.ASCII)
_LONG_REEL = re.compile(r"\s*>>>\s*SOURCE\s+(?P<reel>\S+)\s+(?P<name>\S+)", re.IGNORECASE)
_REPLACED = re.compile(r"\s*FINAL CUT PRO REEL:\s*(?P<name>.*?)\s+REPLACED BY:\s*(?P<reel>.*?)\s*", re.IGNORECASE)
_MIXED = re.compile(
    r"SOURCE TIMECODE COUNTS AT (?P<source>[0-9./]{1,12}), RECORD TIMECODE AT (?P<record>[0-9./]{1,12});", re.IGNORECASE
)


@dataclass(kw_only=True)
class Line:
    """An event line and what the lines behind it say of it. ``labels``: source in and out, record in and out."""

    number: int
    reel: str
    channels: str
    effect: str
    labels: tuple[str, str, str, str]
    at: int
    is_drop: bool | None
    notes: dict[str, str] = field(default_factory=dict)
    speed: float | None = None
    has_aud: bool = False

    def note(self, *keys: str) -> str:
        """The first of these notes that is there."""
        return next((self.notes[key] for key in keys if self.notes.get(key)), "")


@dataclass(kw_only=True)
class Listing:
    """A list as it was read. ``reels`` are the long names of short reels; ``strange`` counts lines not understood."""

    title: str = ""
    is_drop: bool | None = None
    lines: list[Line] = field(default_factory=list)
    reels: dict[str, str] = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)
    strange: list[int] = field(default_factory=list)
    splits: int = 0


def read_lines(text: str) -> Listing:
    """Every event of a list, with its notes."""
    listing = Listing()
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip() and len(line) <= 2000:
            _read(line, at, listing)
        elif line.strip():
            listing.strange.append(at)
    return listing


def labels_of(lines: Iterable[Line]) -> Iterator[str]:
    """Every timecode of the events, as written."""
    for line in lines:
        yield from line.labels


def _read(line: str, at: int, listing: Listing) -> None:
    if event := _EVENT.fullmatch(line):
        labels = event["labels"].split()
        listing.lines.append(
            Line(
                number=int(event["number"]),
                reel=event["reel"],
                channels=event["channels"].upper(),
                effect=event["effect"].upper(),
                labels=(labels[0], labels[1], labels[2], labels[3]),
                at=at,
                is_drop=listing.is_drop,
            )
        )
        return
    word = line.split(None, 1)[0].upper()
    if word == "TITLE:":
        listing.title = line.split(":", 1)[1].strip()
    elif word == "FCM:":
        listing.is_drop = "NON" not in line.upper()
    elif _LIKE_AN_EVENT.match(line):
        listing.strange.append(at)
    elif listing.lines:
        _note(line, word, listing)


def _note(line: str, word: str, listing: Listing) -> None:
    last = listing.lines[-1]
    if word == "M2" and (speed := _SPEED.fullmatch(line)):
        # Of the two lines of a transition it belongs to the one whose source begins there.
        pair = [one for one in listing.lines[-2:] if one.number == last.number]
        owner = next((one for one in pair if one.labels[0] == speed["label"]), last)
        owner.speed = float(speed["speed"])
    elif word == "AUD":
        last.has_aud = True
    elif word == "SPLIT:":
        listing.splits += 1
    elif long := _LONG_REEL.match(line):
        listing.reels[long["reel"]] = long["name"]
    elif replaced := _REPLACED.fullmatch(line):
        listing.reels[replaced["reel"]] = replaced["name"]
    elif named := _REEL_IS.fullmatch(line):
        listing.reels[named["reel"]] = named["name"]
    elif note := _NOTE.fullmatch(line) or (_NOTE.fullmatch("* " + line) if word == "FROM" else None):
        key, value = " ".join(note["key"].upper().split()), note["value"]
        last.notes.setdefault(key, value)
        if key == "MIXED RATE" and (mixed := _MIXED.match(value)):
            last.notes["SOURCE RATE"] = mixed["source"]
            listing.rates.setdefault("record", mixed["record"])
        elif key == "PROGRAMME RATE":
            listing.rates["record"] = value
