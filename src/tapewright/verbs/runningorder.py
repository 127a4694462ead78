"""The running order of a paper edit: every block with its length, and where each bite comes in the cut."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tapewright.model import Block, CutEvent
from tapewright.story.narration import narration_length
from tapewright.story.resolve import Resolved
from tapewright.timing import Interval, Ticks, TimecodeFormat, to_float_seconds
from tapewright.verbs.bites import PlacedBite, placed_bites
from tapewright.verbs.cutting import Problem, cut_of_bites
from tapewright.verbs.paperfile import PaperFile, read_paper
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block. ``length`` is what it adds to the running time: measured for a bite, estimated for narration.

    ``bite``, ``record`` (its place in the cut, from 0) and ``first`` (where on its tape the first frame that is played
    lies) are None where it is no bite, or not in the cut.
    """

    block: Block
    length: Ticks
    bite: PlacedBite | None = None
    record: Interval | None = None
    first: Ticks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOrder:
    """A paper edit as it runs. ``cut`` is the length of what is exported, ``narration`` the estimate beside it.

    ``events`` are the pieces of the cut, in the order in which they are played.
    """

    path: Path
    title: str
    format: TimecodeFormat
    start: Ticks
    digest: str
    rows: tuple[Row, ...]
    cut: Ticks
    narration: Ticks
    problems: tuple[Problem, ...]
    events: tuple[CutEvent, ...] = ()

    @property
    def running(self) -> Ticks:
        """How long the programme will run."""
        return Ticks(self.cut + self.narration)


def show(project: Project, path: str | os.PathLike[str]) -> RunningOrder:
    """Every block in order, with lengths and places; changes nothing."""
    return order_of(project, read_paper(project, path))


def order_of(project: Project, file: PaperFile) -> RunningOrder:
    """The same for a paper edit that was read already."""
    edit = file.edit
    placed = list(placed_bites(project, edit))
    found = cut_of_bites(edit, placed)
    record: dict[int, Interval] = {}
    begins: dict[int, Ticks] = {}
    for event in found.cut.events:
        begins.setdefault(event.bite, event.source.start)
        first = record.get(event.bite, event.record)
        record[event.bite] = Interval(first.start, event.record.end)
    by_line = {bite.block.line: bite for bite in placed}
    rows = []
    for block in edit.blocks:
        bite = by_line.get(block.line)
        at, begin = (record.get(bite.number), begins.get(bite.number)) if bite else (None, None)
        length = narration_length(edit, block.text) if block.kind == "narration" else Ticks(0)
        rows.append(Row(block=block, length=at.duration if at else length, bite=bite, record=at, first=begin))
    return RunningOrder(
        path=file.path,
        title=edit.title,
        format=edit.format,
        start=edit.start,
        digest=file.digest,
        rows=tuple(rows),
        cut=found.cut.duration,
        narration=Ticks(sum(row.length for row in rows if row.block.kind == "narration")),
        problems=found.problems,
        events=found.cut.events,
    )


def show_record(order: RunningOrder) -> dict[str, object]:
    """``{"edit", "path", "title", "rate", "drop_frame", "start_timecode", "digest", "duration", "narration", "running",
    "ticks", "blocks": [{"kind", "line", "text", "length", "bite": {…}|null}], "problems": […]}``; times in seconds.

    ``duration`` is the cut's, ``narration`` an estimate, ``running`` both. A bite has ``number``, ``tape``,
    ``speaker``, ``standing``, ``start`` and ``end`` on its tape, ``timecode`` of the first frame that is played,
    ``record_timecode`` in the cut, ``rough_ends`` (``start``, ``end``) where a word's edge is rough.
    """
    return {
        "edit": order.path.stem,
        "path": str(order.path),
        "title": order.title,
        "rate": str(order.format.rate),
        "drop_frame": order.format.drop,
        "start_timecode": order.format.write(order.start),
        "digest": order.digest,
        "duration": to_float_seconds(order.cut),
        "narration": to_float_seconds(order.narration),
        "running": to_float_seconds(order.running),
        "ticks": {"duration": order.cut, "narration": order.narration, "running": order.running},
        "blocks": [_row_record(order, row) for row in order.rows],
        "problems": [problem_record(problem) for problem in order.problems],
    }


def source_timecode(row: Row, resolved: Resolved) -> str:
    """The label on the tape of the first frame that is played; where nothing is, of the bite's start."""
    return resolved.tape.timecode(resolved.span.start if row.first is None else row.first)


def problem_record(problem: Problem) -> dict[str, object]:
    """``{"bite", "line", "message", "left_out"}``; ``bite`` is 0 where it is about no bite."""
    return {
        "bite": problem.bite,
        "line": problem.line,
        "message": problem.message,
        "left_out": problem.is_left_out,
    }


def _row_record(order: RunningOrder, row: Row) -> dict[str, object]:
    return {
        "kind": row.block.kind,
        "line": row.block.line,
        "text": row.block.text,
        "length": to_float_seconds(row.length),
        "bite": _bite_record(order, row, row.bite) if row.bite else None,
    }


def _bite_record(order: RunningOrder, row: Row, placed: PlacedBite) -> dict[str, object]:
    bite, resolved = row.block.bite, placed.resolved
    span = resolved.span if resolved else None
    return {
        "number": placed.number,
        "standing": placed.standing.value,
        "scene": placed.scene,
        "tape": bite.tape if bite else "",
        "speaker": bite.speaker if bite else "",
        "start": to_float_seconds(span.start) if span else None,
        "end": to_float_seconds(span.end) if span else None,
        "ticks": {"start": span.start, "end": span.end} if span else None,
        "timecode": source_timecode(row, resolved) if resolved else "",
        "record_timecode": order.format.write(order.start + row.record.start) if row.record else "",
        "rough_ends": list(resolved.rough_ends) if resolved else [],
    }
