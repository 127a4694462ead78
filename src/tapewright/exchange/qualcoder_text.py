"""Texts of QualCoder: the times that stand in a transcript, and where a coding lies in either way of counting.

Its database holds positions of two kinds in the same columns. What its programs reckon counts characters; what a
person selects is counted by its editor: a sign beyond 65,535 as two, a Windows line end as one, a mark at the
beginning of the file as none. A coding keeps the words that it was made on, which tells the two apart.
"""

from __future__ import annotations

import re
from collections import Counter

from tapewright.exchange.study_file import SyncPoint
from tapewright.exchange.text_clock import TextClock
from tapewright.timing import TICKS_PER_SECOND, Ticks, from_milliseconds

_STAMP = re.compile(r"[\[{#](\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[.,](\d{1,3}))?[\]}#]", re.ASCII)
_AT = r"(\d\d):(\d\d):(\d\d)[.,](\d{3})"
_CUE = re.compile(rf"{_AT}[ \t]+-->[ \t]+{_AT}", re.ASCII)
_BLANK_LINE = re.compile(r"\n\s*\n|\s*\Z")
_LINE_END = re.compile("\r\n|\r|\n")
_MARK = "\ufeff"
_PARAGRAPH = "\u2029"
"""What its editor writes for a line end in the words that it keeps."""


class QualcoderText:
    """A source with a text, or a recording without one (``held`` is None)."""

    def __init__(self, guid: str, held: str | None, clock: TextClock | None) -> None:
        self.guid = guid
        self.held = held
        self.clock = clock
        self._edited = None if held is None else _editor_places(held)
        self._found: Counter[str] = Counter()

    def span(self, start: int | None, end: int | None, kept: str | None) -> tuple[int, int] | None:
        """From and to in characters, of words that were ``kept`` with the place; None for a place beyond the text.

        Where nothing is kept by its nature (None), it was made in the editor, unless the codings say otherwise.
        """
        if self.held is None or start is None or end is None or not 0 <= start <= end:
            return None
        plain = (start, end) if end <= len(self.held) else None
        if self._edited is None:
            self._found["other"] += bool(kept and plain and not self._reads(plain, kept))
            return plain
        edited = (self._edited[start], self._edited[end]) if end < len(self._edited) else None
        if not kept:
            is_edited = kept is None and not (self._found["plain"] and not self._found["edited"])
            return (edited or plain) if is_edited else (plain or edited)
        fits = self._reads(plain, kept), self._reads(edited, kept)
        self._found["plain"] += fits == (True, False)
        self._found["edited"] += fits == (False, True)
        self._found["other"] += not any(fits) and (plain or edited) is not None
        return edited if fits == (False, True) else plain or edited

    @property
    def elsewhere(self) -> int:
        """How many kept words that stand at their place in neither way of counting."""
        return self._found["other"]

    def _reads(self, span: tuple[int, int] | None, kept: str) -> bool:
        if span is None or self.held is None:
            return False
        return _LINE_END.sub(_PARAGRAPH, self.held[slice(*span)]) == _LINE_END.sub(_PARAGRAPH, kept)


def stamped(held: str) -> list[SyncPoint]:
    """The times that stand in a transcript: ``[00:12:07]``, ``[12.07]``, or those of subtitles, around their text."""
    points: list[SyncPoint] = []
    for found in _STAMP.finditer(held):
        first, second, third, part = found.groups()
        clock = ("0", first, second) if third is None else (first, second, third)
        points.append(SyncPoint(found.start(), _ticks(*clock, part or "")))
    for found in _CUE.finditer(held):
        begin, end = found.groups()[:4], found.groups()[4:]
        last = _BLANK_LINE.search(held, found.end())
        points.append(SyncPoint(found.end(), _ticks(*begin)))
        points.append(SyncPoint(last.start() if last else len(held), _ticks(*end)))
    return points


def _ticks(hours: str, minutes: str, seconds: str, part: str) -> Ticks:
    total = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * TICKS_PER_SECOND
    return Ticks(total + from_milliseconds(int(part.ljust(3, "0") or 0)))


def _editor_places(held: str) -> list[int] | None:
    """For every position of the editor the character there, and the end; None where it counts as characters do."""
    if "\r\n" not in held and not held.startswith(_MARK) and max(held, default="") <= "\uffff":
        return None
    places: list[int] = []
    for place, sign in enumerate(held):
        if (sign == "\n" and held[place - 1 : place] == "\r") or (sign == _MARK and place == 0):
            continue
        places += [place, place] if sign > "\uffff" else [place]
    return [*places, len(held)]
