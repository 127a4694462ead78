"""A typed transcript taken apart into turns: names, times and words, in whatever layout the typist chose.

Understood without a template: ``[00:01:02:03] NAME: text``, ``00:01:02 NAME`` above the text, ``NAME [00:01:02]:``,
``NAME: text``, a short label in a column of its own (``TF   So tell me``) with a legend (``TF = Trish``), timecode
inside the text, paragraphs without any of it. Heads of pages and the head of the document are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tapewright.exchange.stamps import CLOCK, SHORT_CLOCK, TIMECODE, Stamp
from tapewright.exchange.text_layout import TextLayout
from tapewright.exchange.typed import Token, is_name, opening, speakers_among, tokens_of
from tapewright.words.counted import counted

_TIME = rf"(?:{TIMECODE}|{CLOCK})"
_STARTING = re.compile(
    rf"\s*(?:(?P<open>[\[(<])\s*(?:TC\s*)?(?P<inside>{_TIME}|{SHORT_CLOCK})(?:\s*(?:-+>?|–)\s*[\d:;.,]+)?\s*[\])>]"
    rf"|(?P<bare>{_TIME})(?![\d:;])(?:\s*(?:-+>?|–)\s*{_TIME})?)\s*(?P<rest>.*)"
)
_ENDING = re.compile(
    rf"\s*(?P<name>[^\s\[\]():][^\[\]():]{{0,59}}?)(?:\s*[\[(](?P<inside>{_TIME}|{SHORT_CLOCK})[\])]|\s{{1,8}}"
    rf"(?P<bare>{_TIME}|{SHORT_CLOCK}))\s*:?(?P<rest>\s.*|)"
)
_WITHIN = re.compile(rf"[\[(]?(?<![\d:;])(?P<time>{TIMECODE})(?![\d:;])[\])]?|[\[(](?P<clock>{CLOCK})[\])]")
_COLUMN = re.compile(r" {0,3}(?P<label>[A-Z][A-Z0-9]{0,3})(?:\t+| {2,})(?P<rest>\S.*)")
_LEGEND = re.compile(
    r"(?<!\w)([A-Z][A-Z0-9]{0,3})\s*=\s*(\S(?:[^=,;\t]{0,38}?\S)?)(?=\s{2,}|\s*[,;]|\s*$|\t|\s+[A-Z][A-Z0-9]{0,3}\s*=)"
)
_PAGE = re.compile(r"\s*(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—])?\s*", re.IGNORECASE)
_PAGE_WORD = re.compile(r"\s*page\b", re.IGNORECASE)
_DASH = re.compile(r"[-–—]\s+(?=\S)")
_CENTRED = 8
"""Spaces before a line from which, at the head of a document, it is taken for a title."""

_LEAST_LABELS = 3
"""How often a label must stand in its column to count without a legend."""


@dataclass(slots=True)
class Block:
    """A turn as typed. ``name`` is None where the text does not say who speaks (nobody new), ``""`` for a bare colon.

    ``anchors`` are (number of the word before which it stands, the time).
    """

    name: str | None
    line: int
    tokens: list[Token] = field(default_factory=list)
    anchors: list[tuple[int, Stamp]] = field(default_factory=list)

    def add(self, text: str, line: int) -> None:
        """Words, and the times among them."""
        place = 0
        for found in _WITHIN.finditer(text):
            self.tokens += tokens_of(text[place : found.start()])
            self.anchors.append((len(self.tokens), Stamp(found["time"] or found["clock"], line)))
            place = found.end()
        self.tokens += tokens_of(text[place:])


@dataclass(frozen=True, slots=True)
class Script:
    """The turns of a typed transcript in order, and what was left alone."""

    blocks: tuple[Block, ...]
    remarks: tuple[str, ...]


def read_script(text: str, *, template: str = "", known: Iterable[str] = ()) -> Script:
    """Turns by a template, or by recognising the layout. ``known`` are names that are certainly speakers."""
    if template:
        return _by_template(text, TextLayout(template))
    return _Reading(text, frozenset(known)).script()


def _by_template(text: str, layout: TextLayout) -> Script:
    blocks = []
    for found in layout.find(text):
        block = Block(found.fields.get("name"), found.line)
        if stamp := found.fields.get("timecode") or found.fields.get("clock"):
            block.anchors.append((0, Stamp(stamp, found.line)))
        block.add(found.text, found.line)
        blocks.append(block)
    return Script(tuple(blocks), () if blocks else ("no line is laid out as the template says",))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line taken apart. ``stamp`` and ``name`` stand at its beginning; ``is_first``: a blank line is above it."""

    number: int
    text: str
    rest: str
    stamp: str = ""
    name: str | None = None
    is_first: bool = False
    is_label: bool = False


class _Reading:
    """One text, with what is learnt by looking over all of it first: labels, legend, names, whether it has times."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self._raw = _without_dashes(text.split("\n"))
        self._legend = {label: name for line in self._raw[:40] for label, name in _LEGEND.findall(line)}
        labels = Counter(shape["label"] for line in self._raw if (shape := _COLUMN.match(line)))
        self._labels = {label for label, times in labels.items() if times >= _LEAST_LABELS or label in self._legend}
        stamped = [found["rest"] for line in self._raw if (found := _STARTING.fullmatch(line)) and found["rest"]]
        everything = [line for line in self._raw if line.strip()]
        self._names = speakers_among(stamped or everything) | known
        if stamped:
            self._names |= speakers_among([*stamped, *everything[len(stamped) :]])
        endings = Counter(name for line in everything if (name := _ended_by_time(line)))
        first = bool(everything) and bool(_ended_by_time(everything[0])) and len(endings) > 1
        self._ended = {name for name, times in endings.items() if is_name(name) and (times > 1 or first)}
        alone = [line for number, line in enumerate(self._raw, 1) if self._can_be_name_alone(line, number)]
        self._has_names_alone = len(alone) > 1 and len(alone) * 2 >= len(stamped)
        self._left: list[str] = []
        self._headings = 0

    def script(self) -> Script:
        lines = list(self._lines())
        has_names = any(line.name is not None for line in lines)
        blocks: list[Block] = []
        for place, line in enumerate(lines):
            begins = line.name is not None or (not has_names and (line.is_first or bool(line.stamp)))
            if begins or not blocks:
                blocks.append(Block(line.name, line.number))
            block = blocks[-1]
            if line.stamp:
                block.anchors.append((len(block.tokens), Stamp(line.stamp, line.number)))
            if line.rest and self._is_heading(lines, place):
                # A topic above a timecode was typed, not said: it stays, in brackets.
                self._headings += 1
                block.add(f"[{line.rest.strip()}]", line.number)
            else:
                block.add(line.rest, line.number)
        return Script(tuple(block for block in blocks if block.tokens or block.anchors), tuple(self._remarks()))

    def _remarks(self) -> Iterable[str]:
        if self._left:
            shown = "; ".join(" ".join(line.split()) for line in self._left[:3])
            more = "; …" if len(self._left) > 3 else ""
            yield f"{counted(len(self._left), 'line')} of headers left out: {shown}{more}"
        if self._headings:
            yield f"{counted(self._headings, 'heading')} above timecodes kept in brackets"

    def _lines(self) -> Iterable[_Line]:
        is_first, in_head = True, True
        for number, raw in enumerate(self._raw, 1):
            if not raw.strip():
                is_first = True
                continue
            if _PAGE.fullmatch(raw) and (is_first or _PAGE_WORD.match(raw)) and self._is_alone(number, raw):
                self._left.append(raw)
                continue
            line = self._taken_apart(number, raw, is_first)
            if in_head and line.name is None and not line.stamp and self._is_head(raw):
                self._left.append(raw)
                continue
            in_head = in_head and line.name is None and not line.stamp and self._is_head(raw)
            is_first = False
            yield line

    def _is_alone(self, number: int, raw: str) -> bool:
        """Whether a bare number is a page's: it says so, or empty lines stand on both sides."""
        after = self._raw[number] if number < len(self._raw) else ""
        return bool(_PAGE_WORD.match(raw)) or (not after.strip() and not raw.strip().isdigit()) or "-" in raw

    def _is_head(self, raw: str) -> bool:
        indent = len(raw) - len(raw.lstrip())
        return bool(self._labels or self._legend) and (
            indent >= _CENTRED or raw.strip().isupper() or bool(_LEGEND.search(raw))
        )

    def _taken_apart(self, number: int, raw: str, is_first: bool) -> _Line:
        if (column := _COLUMN.match(raw)) and column["label"] in self._labels:
            name = self._legend.get(column["label"], column["label"])
            rest = column["rest"]
            if timed := _STARTING.fullmatch(rest):
                return _Line(number, raw, timed["rest"], timed["inside"] or timed["bare"], name, is_first, True)
            return _Line(number, raw, rest, "", name, is_first, True)
        if timed := _STARTING.fullmatch(raw):
            stamp = timed["inside"] or timed["bare"]
            found = opening(timed["rest"])
            if found.name is not None and (found.name in self._names or not found.name):
                return _Line(number, raw, found.rest, stamp, found.name, is_first)
            if self._has_names_alone and self._can_be_name_alone(raw, number):
                return _Line(number, raw, "", stamp, timed["rest"].strip().rstrip(":"), is_first)
            return _Line(number, raw, timed["rest"], stamp, None, is_first)
        if (name := _ended_by_time(raw)) and name in self._ended:
            shape = _ENDING.fullmatch(raw)
            assert shape
            return _Line(number, raw, shape["rest"].strip(), shape["inside"] or shape["bare"], name, is_first)
        found = opening(raw)
        if found.name and found.name in self._names:
            return _Line(number, raw, found.rest, "", found.name, is_first)
        return _Line(number, raw, raw, "", None, is_first)

    def _can_be_name_alone(self, line: str, number: int) -> bool:
        """``00:01:02 NAME`` with the words on the next line."""
        timed = _STARTING.fullmatch(line)
        text = timed["rest"].strip().rstrip(":") if timed else ""
        after = self._raw[number] if number < len(self._raw) else ""
        return bool(after.strip()) and is_name(text) and not text.endswith(".") and not _STARTING.fullmatch(after)

    @staticmethod
    def _is_heading(lines: Sequence[_Line], place: int) -> bool:
        """A short paragraph written like a title right above a time at which nobody new begins to speak."""
        line = lines[place]
        if place + 1 == len(lines) or line.stamp:
            return False
        after = lines[place + 1]
        words = line.rest.split()
        if not after.stamp or after.name is not None or not (line.is_first or line.is_label) or len(words) > 8:
            return False
        is_titled = all(not word[0].islower() or len(word) <= 3 for word in words)
        return is_titled and line.rest.rstrip()[-1:].isalpha()


def _without_dashes(lines: list[str]) -> list[str]:
    """``00:01:02 - text``: the dash goes where most times have one; elsewhere it is the speaker's."""
    stamped = [found["rest"] for line in lines if (found := _STARTING.fullmatch(line)) and found["rest"]]
    if 2 * sum(bool(_DASH.match(rest)) for rest in stamped) <= len(stamped):
        return lines
    return [
        line[: found.start("rest")] + _DASH.sub("", found["rest"], count=1)
        if (found := _STARTING.fullmatch(line))
        else line
        for line in lines
    ]


def _ended_by_time(line: str) -> str:
    """The name in ``NAME [00:01:02]:`` or ``NAME  0:03`` alone on its line; ``""`` where there is none."""
    shape = _ENDING.fullmatch(line)
    if not shape or (shape["bare"] and shape["rest"].strip()):
        return ""
    return shape["name"].strip()
