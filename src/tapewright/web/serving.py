"""A server on this machine, for one project: where it listens, how it says so, how it ends."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

import uvicorn
from fastapi import FastAPI

from tapewright.errors import UsageError
from tapewright.verbs.project import Project
from tapewright.verbs.receive import clear_unfinished
from tapewright.web.access import Access
from tapewright.web.app import create_app
from tapewright.web.live import Hub
from tapewright.web.session import Session

HOST = "127.0.0.1"
GRACE_SECONDS = 2
"""How long an answer that is being sent may take when the server is told to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A server that can be asked. ``address`` lets one browser in, once. ``is_other``: it ran already."""

    address: str
    process: int
    is_other: bool = False


def serve(project: Project, *, port: int | None, started: Callable[[Started], None]) -> None:
    """Serve the project until Ctrl-C. Where another process does already, ``started`` is told of that one instead."""
    session = Session(project.root)
    with session.alone() as is_alone:
        if not is_alone:
            started(_other(Session(project.root)))
            return
        clear_unfinished(project)
        access = Access(session.secret)
        with listen(port, session.port) as listening:
            bound = listening.getsockname()[1]
            session.begin(port=bound, run=access.run)
            hub = Hub()
            server = Server(create_app(project, access=access, session=session, hub=hub), hub)
            started(Started(address=_address(bound, access), process=os.getpid()))
            server.run(sockets=[listening])


def is_at_work() -> bool:
    """Whether a thread is still making an answer that nobody waits for any more; Python would wait for it."""
    others = [thread for thread in threading.enumerate() if thread is not threading.current_thread()]
    for thread in others:
        if not thread.daemon:
            thread.join(timeout=0.2)
    return any(thread.is_alive() and not thread.daemon for thread in others)


def _other(session: Session) -> Started:
    access = Access(session.secret, run=session.run)
    return Started(address=_address(session.port, access), process=session.process, is_other=True)


def _address(port: int, access: Access) -> str:
    return f"http://{HOST}:{port}/?token={access.new_token()}"


class Server(uvicorn.Server):
    """uvicorn, which ends the open streams before it waits for what is being answered."""

    def __init__(self, app: FastAPI, hub: Hub) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="on",
                log_config=None,
                log_level="critical",  # what goes wrong in an answer is in our own log, without what was said
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                ws="none",
                timeout_graceful_shutdown=GRACE_SECONDS,
                timeout_keep_alive=75,  # longer than a person pauses: a browser that writes into a connection that is
                # just being closed sees a fault
            )
        )
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._hub.close()
        super().handle_exit(sig, frame)


def listen(asked: int | None, remembered: int) -> socket.socket:
    """A socket on the port that was asked for, else on the one of last time, else on any that is free.

    UsageError where a port that was asked for by name is taken.
    """
    wishes = [asked] if asked is not None else [remembered, 0] if remembered else [0]
    for wish in wishes:
        # With its protocol named, asyncio sends at once what it is given (TCP_NODELAY): without it every answer waits
        # 40 ms for the acknowledgement of its own head (measured).
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((HOST, wish))
            listening.listen(128)
            return listening
        except OSError as error:
            listening.close()
            refused = error
    raise UsageError(f"port {asked} cannot be used: {refused.strerror}", hint="leave out --port, or name another one")
