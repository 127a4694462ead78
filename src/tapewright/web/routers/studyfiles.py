"""Studies and codebooks in and out. A file comes by ``/api/uploads``, and goes by ``/api/exports``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from tapewright.errors import NotFoundError
from tapewright.verbs import codebookfiles, studyexchange
from tapewright.verbs.project import Project
from tapewright.verbs.receive import FOLDER, plain_name
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api/study", tags=["study"])

Name = Annotated[str, Field(max_length=300)]


class Incoming(Asked):
    """A file that was sent; which tape a source of it is, by the source's name."""

    file: Name
    tapes: Annotated[dict[Name, Name] | None, Field(max_length=2_000)] = None
    dry_run: bool = False


class IncomingCodebook(Asked):
    """A file that was sent."""

    file: Name
    dry_run: bool = False


class Outgoing(Asked):
    """The study as a file: of all tapes, or of some."""

    to: Name = "qdpx"
    tapes: Annotated[list[Name] | None, Field(max_length=2_000)] = None
    sync: Name = "turn"
    paths: Name = "name"


class OutgoingCodebook(Asked):
    """All codebooks as a file."""

    to: Name = "qdc"


@router.post("/import")
def import_study(project: OpenProject, who: Who, asked: Incoming) -> Response:
    """Bring in a study: what came in, what was left and why."""
    file = _sent(project, asked.file)
    done = studyexchange.import_study(project, file, tapes=asked.tapes, dry_run=asked.dry_run, who=who)
    return answer(studyexchange.record(done))


@router.post("/export")
def export_study(project: OpenProject, asked: Outgoing) -> Response:
    """Write the study into `exports`; `file` is its name there."""
    done = studyexchange.export_study(project, to=asked.to, tapes=asked.tapes or (), sync=asked.sync, paths=asked.paths)
    return answer(studyexchange.export_record(done))


@router.post("/codebook/import")
def import_codebook(project: OpenProject, who: Who, asked: IncomingCodebook) -> Response:
    """Bring in the codebooks of a file alone."""
    done = codebookfiles.import_codebook(project, _sent(project, asked.file), dry_run=asked.dry_run, who=who)
    return answer(studyexchange.record(done))


@router.post("/codebook/export")
def export_codebook(project: OpenProject, asked: OutgoingCodebook) -> Response:
    """Write all codebooks into `exports`; `file` is the name there."""
    return answer(studyexchange.export_record(codebookfiles.export_codebook(project, to=asked.to)))


def _sent(project: Project, name: str) -> Path:
    """A file that was sent, by its name there, which is never a path."""
    path = project.root / FOLDER / plain_name(name)
    if path.is_symlink() or not path.is_file():
        raise NotFoundError(f"no file called {name[:60]!r} was sent", hint="send it again")
    return path
