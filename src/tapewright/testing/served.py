"""The browser app of a project, served by a thread of the test on a port of its own."""

from __future__ import annotations

import http.client
import threading
from types import TracebackType

from tapewright.verbs.project import Project
from tapewright.verbs.receive import Room
from tapewright.web.access import Access
from tapewright.web.app import create_app
from tapewright.web.live import Hub
from tapewright.web.serving import HOST, Server, listen
from tapewright.web.session import Session


class Served:
    """A running server: ``address`` without a path, ``hub`` to publish on. Use it as a context manager."""

    def __init__(self, project: Project, *, port: int = 0, room: Room = Room()) -> None:
        self.project = project
        session = Session(project.root)
        self.access = Access(session.secret)
        self.hub = Hub()
        self._listening = listen(port or None, 0)
        self.address = f"http://{HOST}:{self._listening.getsockname()[1]}"
        app = create_app(project, access=self.access, session=session, hub=self.hub, room=room)
        self._server = Server(app, self.hub)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)

    @property
    def cookies(self) -> dict[str, str]:
        """What a browser that was let in sends."""
        return {self.access.cookie_name: self.access.cookie_value}

    def opened(self, path: str = "/") -> str:
        """The address that lets a new browser in, once."""
        return f"{self.address}{path}?token={self.access.new_token()}"

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None) -> tuple[int, bytes]:
        """Ask as the browser that was let in does, the path exactly as it is given; status and body."""
        asking = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=20)
        try:
            asking.request(method, path, body, {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())})
            answer = asking.getresponse()
            return answer.status, answer.read()
        finally:
            asking.close()

    def stop(self) -> None:
        """End it, with every stream that is open."""
        self.hub.close()
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._listening.close()

    def __enter__(self) -> Served:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
