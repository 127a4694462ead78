"""Selects: passages put by for later, as bites of a paper edit that plays and is proved like any other."""

from __future__ import annotations

from contextlib import suppress

from tapewright.errors import ConflictError
from tapewright.model import Hit, Span
from tapewright.verbs.bitepoints import passage
from tapewright.verbs.edit import EditDone, insert, new_edit
from tapewright.verbs.paperfile import ENDING
from tapewright.verbs.project import Project

SELECTS = "selects"
TITLE = "Selects"


def select(project: Project, place: Span | Hit, *, speaker: str | None = None) -> EditDone:
    """Put a passage at the end of the selects, which are made if there are none. What is wrong with the place is told
    before anything is made.
    """
    path = project.edits / f"{SELECTS}{ENDING}"
    if not path.is_file():
        passage(project, place)
        with suppress(ConflictError):
            new_edit(project, SELECTS, title=TITLE)
    return insert(project, path, place, speaker=speaker)
