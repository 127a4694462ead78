"""The project itself: what the first screen needs, and who is working."""

from __future__ import annotations

from fastapi import APIRouter, Response

from tapewright import __version__
from tapewright.verbs import overview
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, TheSession, Who

router = APIRouter(prefix="/api", tags=["project"])


class Me(Asked):
    """Under which name to work; empty for the name on this machine."""

    name: str


@router.get("/project")
def show_project(project: OpenProject, who: Who) -> Response:
    """The project's title, its settings, how much there is of everything, and who is working."""
    found = overview.record(overview.overview(project))
    return answer({**found, "version": __version__, "who": who or overview.name_here()})


@router.get("/me")
def show_me(who: Who) -> Response:
    """The name under which the history keeps what is done here."""
    return answer({"name": who or overview.name_here(), "is_default": not who})


@router.put("/me")
def name_me(session: TheSession, asked: Me) -> Response:
    """Work under another name from now on, also after a restart."""
    session.name_person(asked.name)
    return answer({"name": session.who or overview.name_here(), "is_default": not session.who})
