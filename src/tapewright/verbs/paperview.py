"""A paper edit to be worked on: its text, its running order, and its bites word by word, all of one state of the file.

The text is there even where its head cannot be meant: then ``trouble`` says why, and nothing is reckoned from it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tapewright.errors import InputError
from tapewright.model import CutEvent
from tapewright.story.inline import Token
from tapewright.story.quotation import read_quotation
from tapewright.story.resolve import Difference, Resolved
from tapewright.verbs.airtime import airtime
from tapewright.verbs.airtime import record as airtime_record
from tapewright.verbs.bites import PlacedBite
from tapewright.verbs.paperfile import digest_of, named_paper, parsed_paper, read_text
from tapewright.verbs.project import Project
from tapewright.verbs.runningorder import Row, RunningOrder, order_of, show_record


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A file as it was read. ``order`` is None where its head cannot be meant, and ``trouble`` says why.

    ``tapes`` are the ids of the project's.
    """

    path: Path
    text: str
    order: RunningOrder | None
    trouble: InputError | None = None
    tapes: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """The state of the file, to be given back with a change."""
        return digest_of(self.text)


def view(project: Project, name: str) -> PaperView:
    """The paper edit of this name. NotFoundError where there is none, InputError for a file that is no text."""
    path = named_paper(project, name)
    return view_of(project, path, read_text(path))


def view_of(project: Project, path: Path, text: str) -> PaperView:
    """The same for a text that was read, or written, already."""
    try:
        file = parsed_paper(project, path, text)
    except InputError as trouble:
        return PaperView(path=path, text=text, order=None, trouble=trouble)
    tapes = frozenset(str(tape.id) for tape in project.store.tapes())
    return PaperView(path=path, text=text, order=order_of(project, file), tapes=tapes)


def record(seen: PaperView) -> dict[str, object]:
    """``{"edit", "path", "digest", "text", "trouble", "order", "bites", "events", "missing",
    "airtime"}``.

    ``order`` is the record of ``edit show``. ``bites`` has, in order, ``{"number", "line", "why", "suggestion",
    "from_timecode", "to_timecode", "frame", "ranges", "words", "differences"}``: ``suggestion`` is a tape of nearly
    the name of one that is not there, ``frame`` the ticks of a frame of its tape, ``ranges`` what is played of it,
    the timecodes are those of its place as written, ``words``
    each sign of its text with ``kind`` (heard, struck, omission, ours), ``source`` as written, and ``start`` and
    ``end`` in ticks of the tape (None where the tape does not have it); ``differences`` name the ``words`` (first,
    end excluded) by their places among those that were said. ``events`` are the pieces of the cut: ``bite``, ``tape``,
    and ``record`` and ``source`` with ``start`` and ``end`` in ticks. ``missing`` are the paths of recordings that are
    not there.
    """
    order = seen.order
    return {
        "edit": seen.path.stem,
        "path": str(seen.path),
        "digest": seen.digest,
        "text": seen.text,
        "trouble": seen.trouble.to_record() if seen.trouble else None,
        "order": show_record(order) if order else None,
        "bites": _bite_records(order, seen.tapes) if order else [],
        "events": [_event_record(event) for event in order.events] if order else [],
        "missing": _missing(order.events) if order else [],
        "airtime": airtime_record(airtime(order))["airtime"] if order else [],
    }


def _bite_records(order: RunningOrder, tapes: frozenset[str]) -> list[dict[str, object]]:
    return [_bite_record(row, row.bite, tapes) for row in order.rows if row.bite]


def _bite_record(row: Row, placed: PlacedBite, tapes: frozenset[str]) -> dict[str, object]:
    resolved = placed.resolved
    quotation = read_quotation(row.block.source) if row.block.bite else None
    return {
        "number": placed.number,
        "line": row.block.line,
        "why": placed.why,
        "suggestion": _nearest(row.block.bite.tape, tapes) if row.block.bite else "",
        "from_timecode": resolved.tape.timecode(resolved.span.start) if resolved else "",
        "to_timecode": resolved.tape.timecode(resolved.span.end) if resolved else "",
        "frame": resolved.tape.format.rate.ticks_per_frame if resolved else None,
        "ranges": [_ticks(piece.start, piece.end) for piece in resolved.ranges] if resolved else [],
        "words": _words(list(quotation.tokens), row.block.source, resolved) if quotation else [],
        "differences": [_difference_record(one) for one in resolved.differences] if resolved else [],
    }


def _nearest(tape: str, tapes: frozenset[str]) -> str:
    """The tape of nearly this name; empty where the tape is there, or none is like it."""
    if tape in tapes:
        return ""
    same = [name for name in sorted(tapes) if name.casefold() == tape.casefold()]
    return next(iter(same or get_close_matches(tape, sorted(tapes), n=1, cutoff=0.6)), "")


def _words(tokens: list[Token], source: str, resolved: Resolved | None) -> list[dict[str, object]]:
    said = -1
    listed: list[dict[str, object]] = []
    for token in tokens:
        said += token.is_word
        found = resolved.found[said] if resolved and token.is_word and said < len(resolved.found) else None
        word = resolved.tape_words[found] if resolved and found is not None else None
        listed.append(
            {
                "kind": token.kind.value,
                "source": source[token.start : token.end],
                "start": word.start if word else None,
                "end": word.end if word else None,
            }
        )
    return listed


def _difference_record(one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "edit": one.edit,
        "tape": one.tape,
        "words": [one.words.start, one.words.stop],
        "ticks": _ticks(one.place.start, one.place.end),
    }


def _event_record(event: CutEvent) -> dict[str, object]:
    return {
        "bite": event.bite,
        "tape": event.tape.id,
        "record": _ticks(event.record.start, event.record.end),
        "source": _ticks(event.source.start, event.source.end),
    }


def _missing(events: Sequence[CutEvent]) -> list[str]:
    paths = dict.fromkeys(event.file.path for event in events if event.file)
    return [path for path in paths if not os.path.exists(path)]


def _ticks(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}
