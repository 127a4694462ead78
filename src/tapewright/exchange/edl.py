"""CMX3600 edit decision lists: what every editing program reads, Avid first.

Source: the CMX 3600 list as Avid and the pycmx documentation describe it: one line an event (number, reel of eight
characters, channels, transition, source in and out, record in and out; outs exclusive), notes behind ``*``, ``FCM``
for the way the programme counts, ``M2`` where a source runs at another rate, at most 999 events, ASCII only.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
import unicodedata
from collections.abc import Iterator

from tapewright.errors import UsageError
from tapewright.exchange.framed_cut import FramedEvent, framed
from tapewright.model import Cut

MOST_EVENTS = 999
_REEL_LENGTH = 8
_TAKEN_BY_PROGRAMS = ("AX", "BL", "BLACK", "BARS", "NONE")  # an auxiliary source, black, bars
_NOTE_WIDTH = 72
_SPELLED = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "“": '"', "”": '"', "„": '"',
        "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip


class EdlWriter:
    """Writes a cut as one list, or as several of at most 999 events each.

    Pictures with sound are one event on ``AA/V`` (``B`` with one channel), sound alone is on ``AA`` or ``A``, with an
    ``AUD`` line for channels three and four. What ASCII cannot hold is spelled out, and the file's percent-encoded
    address follows as a note, so that nothing is lost.
    """

    def write(self, cut: Cut, *, name: str) -> dict[str, bytes]:
        events = framed(cut)
        for counting in (cut.format, *(event.source.counting for event in events)):
            if counting.rate.nominal > 100:
                raise UsageError(
                    f"an edit decision list cannot count {counting.rate} frames a second",
                    hint="its timecode has two digits for frames; write an otio or fcpxml file",
                )
        reels = assign_reels(events)
        parts = [events[at : at + MOST_EVENTS] for at in range(0, len(events), MOST_EVENTS)] or [[]]
        if len(parts) == 1:
            return {f"{name}.edl": _list(cut, events, reels, ascii_text(cut.title))}
        return {
            f"{name}-{number}.edl": _list(cut, part, reels, f"{ascii_text(cut.title)} {number} OF {len(parts)}")
            for number, part in enumerate(parts, 1)
        }


def ascii_text(text: str) -> str:
    """The text in printable ASCII on one line: accents go, a few letters are spelled out, all else becomes ``_``.

    >>> ascii_text("Bänd 7 – “Köln”")
    'Band 7 - "Koln"'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    kept = (c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(" " if c.isspace() else c if " " <= c <= "~" else "_" for c in kept).split())


def assign_reels(events: list[FramedEvent]) -> dict[tuple[str, str | None], str]:
    """A reel name of at most eight characters for each source, keyed by ``source_key``; no two sources are confused.

    A name that fits is kept. A longer one is shortened to four characters and four of its digest, so that the same
    tape has the same reel in every list. Sources share a reel only if they were given the same name and their
    timecodes do not meet, as the clips of one camera card do.
    """
    given: dict[tuple[str, str | None], str] = {}
    holders: dict[str, list[tuple[str, range]]] = {}
    for event in events:
        key = source_key(event)
        if key in given:
            continue
        wanted = event.source.reel
        label = range(event.source.first_frame, event.source.first_frame + event.source.frames)
        for reel in _reel_candidates(wanted, salt=f"{key[0]}\n{event.source.name}"):
            others = holders.setdefault(reel, [])
            if all(name == wanted and not _meet(label, taken) for name, taken in others):
                others.append((wanted, label))
                given[key] = reel
                break
    return given


def source_key(event: FramedEvent) -> tuple[str, str | None]:
    """What tells one source from another: the tape's id and the file's path."""
    return event.source.tape.id, event.source.file.path if event.source.file else None


def _reel_candidates(wanted: str, *, salt: str) -> Iterator[str]:
    plain = re.sub(r"[^A-Z0-9_]+", "_", ascii_text(wanted).upper()).strip("_")
    if plain == wanted.upper() and len(plain) <= _REEL_LENGTH and plain not in _TAKEN_BY_PROGRAMS:
        yield plain
    else:
        yield _digested(plain, wanted)
    number = 0
    while True:
        yield _digested(plain, f"{wanted}\n{salt}\n{number}")
        number += 1


def _digested(plain: str, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    letters = "".join("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[byte % 34] for byte in digest[:_REEL_LENGTH])
    kept = plain[: _REEL_LENGTH // 2] or "R"
    return (kept + letters)[:_REEL_LENGTH]


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _list(cut: Cut, events: list[FramedEvent], reels: dict[tuple[str, str | None], str], title: str) -> bytes:
    lines = [f"TITLE: {title}", f"FCM: {'DROP FRAME' if cut.format.drop else 'NON-DROP FRAME'}"]
    named: set[str] = set()
    for number, event in enumerate(events, 1):
        reel = reels[source_key(event)]
        lines.append(_event_line(number, event, reel, cut))
        lines.extend(_technical_lines(event, reel, cut))
        lines.extend(_notes(event, reel, cut, with_reel=reel not in named))
        if number == 1:
            lines.append(f"* PROGRAMME RATE: {cut.format.rate}")  # a list says nowhere else how it counts
        named.add(reel)
    return "".join(line + "\r\n" for line in lines).encode("ascii")


def _event_line(number: int, event: FramedEvent, reel: str, cut: Cut) -> str:
    source, first = event.source.counting, cut.format.rate.nearest_frame(cut.start)
    labels = (
        source.label(event.source_start),
        source.label(event.source_end),
        cut.format.label(first + event.start),
        cut.format.label(first + event.end),
    )
    return f"{number:03d}  {reel:<8} {_channels(event):<4}  C        {' '.join(labels)}"


def _channels(event: FramedEvent) -> str:
    if event.has_picture:
        return {0: "V", 1: "B"}.get(event.channels, "AA/V")
    return "A" if event.channels == 1 else "AA"


def _technical_lines(event: FramedEvent, reel: str, cut: Cut) -> Iterator[str]:
    if event.channels > 2:
        yield f"AUD  {'3' if event.channels == 3 else '3    4'}"
    source, programme = event.source.counting.rate, cut.format.rate
    if source != programme:
        # Source frames for each second of the programme as this list counts seconds: 100 % is the nominal rate.
        speed = float(source.fraction / programme.fraction * programme.nominal)
        label = event.source.counting.label(event.source_start).replace(";", ":")  # readers of M2 know no other sign
        yield f"M2   {reel:<8}       {speed:05.1f}                {label}"


def _notes(event: FramedEvent, reel: str, cut: Cut, *, with_reel: bool) -> Iterator[str]:
    source = event.source
    yield f"* FROM CLIP NAME: {ascii_text(source.name)}"
    yield f"* SOURCE FILE: {ascii_text(source.name)}"
    yield f"* BITE: {event.event.bite}"
    if source.file is None:
        yield "* MEDIA IS ELSEWHERE: CHANNELS ARE ASSUMED"
    elif ascii_text(source.name) != source.name:
        yield f"* SOURCE ADDRESS: {source.address}"
    if with_reel and reel != source.reel.upper():
        yield f"* REEL {reel} IS: {ascii_text(source.reel)}"
    if event.channels > 4:
        yield f"* AUDIO HAS {event.channels} CHANNELS, OF WHICH THIS LIST NAMES 4"
    if source.counting.rate != cut.format.rate:
        yield (
            f"* MIXED RATE: SOURCE TIMECODE COUNTS AT {source.counting.rate}, RECORD TIMECODE AT {cut.format.rate}; "
            f"IT PLAYS AT ITS OWN SPEED"
        )
    if event.event.scene:
        yield f"* SCENE: {ascii_text(event.event.scene)}"
    if event.event.speaker:
        yield f"* SPEAKER: {ascii_text(event.event.speaker)}"
    for line in textwrap.wrap(ascii_text(event.text), _NOTE_WIDTH, break_on_hyphens=False):
        yield f"* COMMENT: {line}"
