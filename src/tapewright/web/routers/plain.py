"""A tape's words as a page without scripts: for screen readers, and for paper."""

from __future__ import annotations

from fastapi import APIRouter, Response
from starlette.responses import HTMLResponse

from tapewright.verbs.transcript import transcript
from tapewright.web.deps import OpenProject
from tapewright.web.plain import tape_page

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.get("/tapes/{tape}/text")
def show_text(project: OpenProject, tape: str) -> Response:
    """The tape's current transcript."""
    return HTMLResponse(tape_page(transcript(project, tape)))
