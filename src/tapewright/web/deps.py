"""What handlers ask for by type: the open project, who is working, the version that a writer saw, the live stream."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ConfigDict

from tapewright.errors import UsageError
from tapewright.jobs.desk import Desk
from tapewright.verbs.project import Project
from tapewright.verbs.tapelist import TapeList
from tapewright.web.answers import NoVersionError
from tapewright.web.live import Hub
from tapewright.web.session import Session


class Asked(BaseModel):
    """The body of a request: exactly the fields that are declared, each of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _project(request: Request) -> Project:
    project: Project = request.app.state.project
    return project


def _session(request: Request) -> Session:
    session: Session = request.app.state.session
    return session


def _hub(request: Request) -> Hub:
    hub: Hub = request.app.state.hub
    return hub


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _tape_list(request: Request) -> TapeList:
    tapes: TapeList = request.app.state.tapes
    return tapes


def _who(request: Request) -> str:
    return _session(request).who


def _version(if_match: Annotated[str | None, Header(description="The version that the writer saw.")] = None) -> str:
    if if_match is None:
        raise NoVersionError(
            "a change must say which version it was made from", hint='send If-Match: "…" with the version that you saw'
        )
    version = if_match.strip()
    if len(version) < 3 or not version.startswith('"') or not version.endswith('"'):
        raise UsageError("If-Match must hold one version in quotation marks", hint='as in If-Match: "3"')
    return version[1:-1]


def whole_version(version: str) -> int:
    """A version that counts (a turn's revision)."""
    if not version.isascii() or not version.isdigit() or len(version) > 15:
        raise UsageError(f"not a revision: {version[:40]!r}", hint="send the revision that you saw")
    return int(version)


OpenProject = Annotated[Project, Depends(_project)]
"""The project that is served."""

TheSession = Annotated[Session, Depends(_session)]
"""What this server keeps for the browser: the person's name."""

LiveHub = Annotated[Hub, Depends(_hub)]
"""Where what happens is published."""

TheDesk = Annotated[Desk, Depends(_desk)]
"""Where long work is put."""

TheTapeList = Annotated[TapeList, Depends(_tape_list)]
"""The tapes, with what costs time remembered."""

Who = Annotated[str, Depends(_who)]
"""Who works here, for the history; empty means the name on this machine."""

IfMatch = Annotated[str, Depends(_version)]
"""The version that the writer saw, without its quotation marks. 428 where it is missing."""


def _revision(version: IfMatch) -> int:
    return whole_version(version)


IfRevision = Annotated[int, Depends(_revision)]
"""The same for versions that are whole numbers."""
