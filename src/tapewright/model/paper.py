"""The paper edit: blocks of a plain text file (``docs/reference/paper-edit.md``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tapewright.errors import UsageError
from tapewright.model.span import Span
from tapewright.model.tape import Tape, TapeId
from tapewright.timing import Ticks, TimecodeFormat, read_fragment


class PartKind(StrEnum):
    """What a stretch of a bite's text stands for."""

    HEARD = "heard"  # words that are to be heard
    STRUCK = "struck"  # ~~words~~ lifted out of the bite
    OMISSION = "omission"  # the sign … : something was left out here
    OURS = "ours"  # [words] that nobody said


@dataclass(frozen=True, slots=True)
class BitePart:
    """A stretch of a bite's text, as written, without its Markdown signs."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """A quotation of a tape: the text that is to be heard, and the place that it names.

    ``fragment`` is the place as written, a W3C media fragment (``t=12.5,13.9``). It may be in SMPTE timecode or leave
    an end open, so that only together with its tape it says which ticks are meant.
    """

    tape: TapeId
    fragment: str
    parts: tuple[BitePart, ...]
    speaker: str = ""
    label: str = ""

    def span(self, tape: Tape) -> Span:
        """The place in ticks on its tape. UsageError where the fragment cannot be one on this tape."""
        if tape.id != self.tape:
            raise UsageError(f"the bite is of tape {self.tape}, not {tape.id}")
        return Span(self.tape, read_fragment(self.fragment, start=tape.start_timecode, duration=tape.duration))

    @property
    def text(self) -> str:
        """The words that are to be heard, with omissions shown."""
        heard = (p.text for p in self.parts if p.kind in (PartKind.HEARD, PartKind.OMISSION))
        return " ".join(" ".join(heard).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the file in order. ``source`` is its exact text, line ends and all; joined they are the file.

    ``kind``: ``scene``, ``narration``, ``bite``, ``note``, ``picture``, or ``other`` for what is not ours.
    ``line`` is the first line, counted from 1. ``problem`` says why a quotation is not a bite that resolves.
    """

    kind: str
    source: str
    line: int
    text: str = ""
    level: int = 0
    bite: Bite | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEdit:
    """A parsed paper edit. ``front`` is the front matter as written, fences and all."""

    title: str
    format: TimecodeFormat
    start: Ticks
    blocks: tuple[Block, ...]
    front: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def bites(self) -> list[Bite]:
        """Every bite in order."""
        return [block.bite for block in self.blocks if block.bite]
