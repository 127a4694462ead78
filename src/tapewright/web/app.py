"""The app: guards around routers, the routers of every room, our files, and the one page for all other addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse

from tapewright import __version__
from tapewright.jobs.job import Job
from tapewright.verbs.jobs import desk_of
from tapewright.verbs.project import Project
from tapewright.verbs.receive import Room
from tapewright.verbs.tapelist import TapeList, media_record
from tapewright.web.access import Access, Entrance
from tapewright.web.answers import answer_errors
from tapewright.web.assets import CLIENT, VENDOR
from tapewright.web.files import AppFiles
from tapewright.web.guards import Bounded, Changes, Faults, Headed, Hosts, SameOrigin
from tapewright.web.live import Hub
from tapewright.web.page import page
from tapewright.web.plain import NONCE
from tapewright.web.routers import routers
from tapewright.web.session import Session
from tapewright.web.watching import Watcher

ABOUT = "What the browser app asks of tapewright. Every answer is the record that the command's --json prints."


def create_app(
    project: Project,
    *,
    access: Access,
    session: Session | None = None,
    hub: Hub | None = None,
    room: Room = Room(),
) -> FastAPI:
    """The app that serves one project. ``session`` keeps the person's name, by default in memory; ``room`` is how much
    an upload may take.
    """
    app = FastAPI(
        title="tapewright",
        version=__version__,
        description=ABOUT,
        docs_url=None,  # these pages would be loaded from outside
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        middleware=[
            Middleware(Headed),
            Middleware(Hosts),
            Middleware(SameOrigin),
            Middleware(Entrance, access=access),
            Middleware(Bounded),
            Middleware(Faults, log=project.log),
            Middleware(Changes),
        ],
    )
    _ = project.store, project.settings  # opened here, by one thread, before many ask for them
    app.state.project = project
    app.state.session = session or Session(None)
    app.state.hub = hub = hub or Hub()
    app.state.room = room
    app.state.tapes = tapes = TapeList(project, tell=lambda ids: hub.publish("changed", media_record(ids)))
    app.state.desk = desk_of(project, tell=lambda job: _tell_of_job(hub, tapes, job))
    answer_errors(app)
    # As they were declared: a router that is included has each of its routes analysed again, in every app, when the
    # first request comes by.
    app.router.routes.extend(route for router in routers() for route in router.routes)
    app.mount("/client", AppFiles(CLIENT))
    app.mount("/vendor", AppFiles(VENDOR))
    app.add_api_route("/{address:path}", _page, methods=["GET", "HEAD"], include_in_schema=False)
    return app


def _tell_of_job(hub: Hub, tapes: TapeList, job: Job) -> None:
    tapes.look_again(job)
    hub.publish("job", job.to_record())


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    watcher = Watcher(app.state.project, app.state.hub)
    watcher.start()
    app.state.desk.open()
    yield
    await run_sync(app.state.desk.close)
    watcher.stop()
    app.state.hub.close()


def _page(request: Request, address: str) -> Response:
    if address.split("/")[0] in ("api", "media"):
        raise HTTPException(status_code=404)
    project: Project = request.app.state.project
    title = project.settings.title or project.root.name
    return HTMLResponse(page(title, request.scope[NONCE], address, live=request.app.state.hub.place))
