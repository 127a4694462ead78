"""The stream of what happens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from starlette.responses import StreamingResponse

from tapewright import __version__
from tapewright.web.deps import LiveHub

router = APIRouter(prefix="/api", tags=["live"])


@router.get("/live")
async def live(
    hub: LiveHub,
    last_event_id: Annotated[str, Header(description="The last event that was seen.")] = "",
    last: Annotated[str, Query(description="The same, for who cannot set headers.")] = "",
) -> Response:
    """Server-sent events: ``hello``, ``changed``, ``edit``, ``script``, ``job``; ``reload`` where some were missed."""
    stream = hub.stream(last_event_id or last, {"version": __version__, "run": hub.run})
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
