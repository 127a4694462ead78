"""Change what a tape is called: its title, its reel, the note beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from tapewright.errors import UsageError
from tapewright.model import Tape, TapeId
from tapewright.verbs.project import Project

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = {"title": 300, "reel": 100, "note": 5_000}


def describe_tape(
    project: Project,
    tape: TapeId | str,
    *,
    title: str | None = None,
    reel: str | None = None,
    note: str | None = None,
    who: str = "",
    dry_run: bool = False,
) -> Tape:
    """The tape with another title, reel or note; None leaves one as it is. An empty title is the tape's id.

    Its id stays: paper edits name it. UsageError where one is too long or no text.
    """
    found = project.store.tape(TapeId(tape))
    changed = replace(
        found,
        title=found.title if title is None else _line("title", title) or found.id,
        reel=found.reel if reel is None else _line("reel", reel),
        note=found.note if note is None else _short("note", note).strip(),
    )
    if changed == found or dry_run:
        return changed
    with project.store.change(f"describe {found.id}", who=who) as pen:
        return pen.replace_tape(changed)


def _line(what: str, text: str) -> str:
    return " ".join(_short(what, text).split())


def _short(what: str, text: str) -> str:
    if len(text) > _LONGEST[what]:
        raise UsageError(f"a {what} has at most {_LONGEST[what]} letters, this has {len(text)}")
    if _UNFIT.search(text):
        raise UsageError(f"a {what} is text, without signs that only a terminal obeys")
    return text
