"""Spans: places on tapes. And quotes: a span with its words as they read on that day."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.model.tape import TapeId
from tapewright.timing import Interval


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place on a tape. Everything that people make points at one; a correction never moves it."""

    tape: TapeId
    interval: Interval


@dataclass(frozen=True, slots=True)
class Quote:
    """A span and the words under it as they read when it was made (a media fragment and a text quote)."""

    span: Span
    text: str
