"""A passage to begin a paper edit with: the first thing of some length that somebody says on a tape."""

from __future__ import annotations

from tapewright.model import Mark, Span, Turn
from tapewright.timing import Interval
from tapewright.verbs.project import Project

_FEWEST, _MOST = 4, 30
_TAPES = 50


def example_bite(project: Project) -> Span | None:
    """From the first to the last of its words; None where no tape has words yet."""
    read = [head.tape for head in project.store.transcript_heads() if head.is_current]
    shorter: Span | None = None
    for tape in sorted(read)[:_TAPES]:
        transcript = project.store.transcript(tape)
        for turn in transcript.turns if transcript else ():
            place = _said(turn)
            if place is None:
                continue
            if len(turn.words) >= _FEWEST:
                return Span(tape, place)
            shorter = shorter or Span(tape, place)
    return shorter


def record(example: Span | None) -> dict[str, object]:
    """``{"example": {"tape", "start", "end"}|null}``, in ticks."""
    if example is None:
        return {"example": None}
    interval = example.interval
    return {"example": {"tape": example.tape, "start": interval.start, "end": interval.end}}


def _said(turn: Turn) -> Interval | None:
    words = [word for word in turn.words if Mark.ABSENT not in word.marks and not word.interval.is_empty][:_MOST]
    return Interval(words[0].start, max(word.end for word in words)) if words else None
