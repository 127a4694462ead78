"""Recordings that are dropped on the page: sent as they are, kept in the project's folder ``originals``."""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Request, Response

from tapewright.errors import UsageError
from tapewright.verbs.receive import Receiving, Room, record, room_left
from tapewright.web.answers import answer
from tapewright.web.deps import OpenProject

router = APIRouter(prefix="/api", tags=["uploads"])

_AT_ONCE_BYTES = 1024 * 1024
"""So much is gathered before it is written: few calls of a thread, and bounded memory."""


@router.get("/uploads/room")
def show_room(request: Request, project: OpenProject) -> Response:
    """How large a file would be taken in now: ask before sending, a refusal cannot interrupt a browser's sending."""
    return answer({"bytes": room_left(project, request.app.state.room)})


@router.put("/uploads/{filename}", status_code=201)
async def upload(
    request: Request,
    project: OpenProject,
    filename: str,
    content_length: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Keep the body as a file of this name in `originals`; what it is called there, to be ingested by a job."""
    room: Room = request.app.state.room
    size = _length(content_length)
    receiving = await run_sync(lambda: Receiving(project, filename, size=size, room=room))
    with receiving:
        gathered = bytearray()
        async for chunk in request.stream():
            gathered += chunk
            if len(gathered) >= _AT_ONCE_BYTES:
                await run_sync(receiving.write, bytes(gathered))
                gathered.clear()
        await run_sync(receiving.write, bytes(gathered))
        done = await run_sync(receiving.keep)
    return answer(record(done, project), status=201)


def _length(header: str | None) -> int | None:
    if header is None:
        return None
    if not header.isascii() or not header.isdigit() or len(header) > 18:
        raise UsageError("Content-Length is no number of bytes")
    return int(header)
