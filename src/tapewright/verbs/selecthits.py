"""All hits of a search at once into the selects: one change of the file."""

from __future__ import annotations

from contextlib import suppress

from tapewright.errors import ConflictError, UsageError
from tapewright.model import HitPage
from tapewright.story import write
from tapewright.verbs.bitepoints import passage
from tapewright.verbs.edit import EditDone, new_edit
from tapewright.verbs.paperfile import ENDING, read_paper, replace_paper
from tapewright.verbs.project import Project
from tapewright.verbs.selects import SELECTS, TITLE

MOST = 500
"""So many at once: a bin with more is no selection."""


def select_hits(project: Project, page: HitPage) -> EditDone:
    """Put every hit of a page at the end of the selects, in its order, with a little air around each. Nothing is
    written where one of them cannot be meant. UsageError for none and for more than ``MOST``.
    """
    if not page.hits:
        raise UsageError("there is no hit to select", hint="search for something else")
    if page.total > len(page.hits) or len(page.hits) > MOST:
        raise UsageError(f"{page.total} hits are too many to select at once", hint=f"narrow the search to {MOST}")
    found = [passage(project, hit) for hit in page.hits]
    path = project.edits / f"{SELECTS}{ENDING}"
    if not path.is_file():
        with suppress(ConflictError):
            new_edit(project, SELECTS, title=TITLE)
    file = read_paper(project, path)
    newline = write.newline_of(file.edit)
    blocks = (
        write.bite_block(one.span.tape, one.span.interval, one.words, one.speaker, newline=newline) for one in found
    )
    text = write.inserted(file.edit, len(file.edit.blocks), newline.join(blocks))
    replace_paper(file, text)
    bites = sum(block.kind == "bite" for block in file.edit.blocks)
    return EditDone(path=file.path, before=file.text, after=text, bite=bites + 1)
