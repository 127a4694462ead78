"""What was exported: the formats, the files, and each to be taken away by the browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from starlette.responses import FileResponse

from tapewright.verbs.exported import exported, exported_file, record
from tapewright.web.answers import answer
from tapewright.web.deps import OpenProject

router = APIRouter(prefix="/api/exports", tags=["exports"])


@router.get("")
def list_exports(project: OpenProject) -> Response:
    """Which formats can be written, and which files lie in the project's exports."""
    return answer(record(project, exported(project)))


@router.get("/{file}", response_class=FileResponse)
def take_export(project: OpenProject, file: Annotated[str, Path(max_length=300)]) -> Response:
    """One of the files, as it is. Any range of it; never shown in the app's own page, always saved."""
    path = exported_file(project, file)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")
