"""The demo's last part: voices told apart, the same one met on two tapes, and the words to be heard first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tapewright.errors import MissingError
from tapewright.model.progress import Report
from tapewright.timing import to_float_seconds
from tapewright.verbs.findvoices import find_voices
from tapewright.verbs.project import Project
from tapewright.verbs.review import review
from tapewright.verbs.suggesting import suggest
from tapewright.words.counted import counted

_SHOWN = 3


def tell_voices_apart(project: Project, *, workers: int | None, report: Report) -> Iterator[str]:
    """Who speaks when on every tape, and who may be one; without the networks it says how to get them."""
    try:
        found = find_voices(project, workers=workers, report=report)
    except MissingError as error:
        yield f"left out: {error.message}; {error.hint}"
        return
    for row in found.failed:
        if row.error:
            raise row.error
    voices = sum(len(row.voices) for row in found.tapes)
    cut = sum(row.cut for row in found.tapes)
    seconds = to_float_seconds(found.heard)
    speed = f", {seconds / found.seconds:.0f} times as fast as they run" if found.seconds else ""
    yield f"{counted(voices, 'voice')} on {counted(len(found.tapes), 'tape')}{speed}; {counted(cut, 'turn')} cut off"
    made = suggest(project)
    for one in made.suggested[:_SHOWN]:
        yield f"  {one.label} may be {one.speaker.name}: alike {one.likeness:.2f}, until a person says so it stays open"
    if not made.suggested:
        yield "  none is so like another that it may be the same"


def review_first(project: Project, edit: Path) -> Iterator[str]:
    """The words of the cut whose error would cost most."""
    found = review(project, str(edit), first=_SHOWN)
    yield f"{counted(found.total, 'place')} to be heard, those first whose error would cost most:"
    for one in found.items:
        start = one.tape.timecode(one.span.interval.start)
        yield f"  {one.tape.id} {start}  … {one.before} [{one.text}] {one.after} …"
