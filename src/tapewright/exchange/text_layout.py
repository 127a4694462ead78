"""Templates for the layout of a text transcript: ``[{reel}] {timecode} {name}: {text}``, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.exchange.stamps import CLOCK, SHORT_CLOCK, TIMECODE

FIELDS: Mapping[str, str] = {
    "reel": "the tape's reel, or its id where it has none",
    "tape": "the tape's id",
    "title": "the tape's title",
    "number": "the turn's number, from 1",
    "timecode": "source timecode of the turn's first word",
    "end_timecode": "source timecode at the turn's end",
    "clock": "the same as running time of the tape, HH:MM:SS.mmm",
    "end_clock": "running time at the turn's end",
    "name": "the speaker's name, empty where nobody named them",
    "text": "what is said",
}
"""What a template may hold, in braces."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_STAMP = rf"(?:{TIMECODE}|{CLOCK}|{SHORT_CLOCK})"
_PATTERNS = {
    "timecode": _STAMP,
    "clock": _STAMP,
    "end_timecode": _STAMP,
    "end_clock": _STAMP,
    "number": r"\d+",
    "name": r"[^\n]{0,80}?",
    "reel": r"[^\n]{0,80}?",
    "tape": r"[^\n]{0,80}?",
    "title": r"[^\n]{0,200}?",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A turn that a template found in a text: its fields as written, and its line, counted from 1."""

    fields: Mapping[str, str]
    text: str
    line: int


class TextLayout:
    """A template, checked. ``\\n`` in it begins a new line. UsageError names an unknown field or a missing one."""

    def __init__(self, template: str) -> None:
        self.template = template.replace("\\n", "\n").replace("\\t", "\t")
        names = _FIELD.findall(self.template)
        for name in names:
            if name not in FIELDS:
                raise UsageError(f"a template has no field {{{name}}}", hint="it may hold " + ", ".join(FIELDS))
        if names.count("text") != 1:
            raise UsageError("a template needs {text} once", hint="for instance: [{reel}] {timecode} {name}: {text}")

    def write(self, fields: Mapping[str, str]) -> str:
        """One turn as the template lays it out."""
        return _FIELD.sub(lambda found: fields[found[1]], self.template)

    def find(self, text: str) -> Iterator[Found]:
        """The turns of a text in this layout: what comes before the first is left alone.

        Reading needs ``{text}`` at the template's end, where everything up to the next turn belongs to it.
        """
        head, _, tail = self.template.partition("{text}")
        if tail.strip() or not head.strip():
            raise UsageError(
                "a text can be read by a template that ends with {text} and has something before it",
                hint="for instance: {timecode} {name}: {text}",
            )
        heads = list(_compiled(head).finditer(text))
        for place, found in enumerate(heads):
            end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
            fields = {name: (value or "").strip() for name, value in found.groupdict().items()}
            yield Found(fields, text[found.end() : end], text.count("\n", 0, found.start()) + 1)


def _compiled(head: str) -> re.Pattern[str]:
    """Spaces match any number of them; a field that comes again must not be the same text."""
    parts: list[str] = []
    seen: set[str] = set()
    place = 0
    for field in [*_FIELD.finditer(head), None]:
        literal = head[place : field.start() if field else len(head)]
        parts.append("".join(_literal(piece) for piece in re.split(r"(\s+)", literal)))
        if field:
            name = field[1]
            parts.append(f"(?P<{name}>{_PATTERNS[name]})" if name not in seen else f"(?:{_PATTERNS[name]})")
            seen.add(name)
            place = field.end()
    return re.compile(r"^[ \t]*" + "".join(parts), re.MULTILINE)


def _literal(piece: str) -> str:
    if not piece.isspace():
        return re.escape(piece)
    return r"[ \t]*\n\s*" if "\n" in piece else r"[ \t]*"
