"""`tapewright serve` as a person types it: it says where, remembers where, ends at once, loses nothing when killed."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tapewright.model import TurnId
from tapewright.verbs.edit import new_edit
from tapewright.verbs.paperfile import digest_of
from tapewright.verbs.project import Project


class Typed:
    """`tapewright serve` in a process of its own; without a browser unless one is named."""

    def __init__(self, root: Path, *options: str, browser: str = "") -> None:
        command = [sys.executable, "-m", "tapewright", "serve", "--project", str(root), *options]
        environment = {**os.environ, "BROWSER": browser} if browser else None
        self.process = subprocess.Popen(
            command if browser else [*command, "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self.process.stdout is not None
        self.told = ""
        while not re.search(r"Ctrl-C|already.*token=", self.told, re.DOTALL) and '"already"' not in self.told:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read() if self.process.stderr else ""
            self.told += line
        found = re.search(r"http://(127\.0\.0\.1:(\d+))(/\?token=\S+)", self.told)
        assert found, self.told
        self.host, self.port, self.opening = found[1], int(found[2]), found[3].rstrip('",')
        self.cookie = ""

    def let_in(self) -> str:
        """Open the printed address; the cookie that it gives."""
        asking = http.client.HTTPConnection(self.host, timeout=10)
        with closing(asking):
            asking.request("GET", self.opening)
            answer = asking.getresponse()
            assert answer.status == 303, answer.read()
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return self.cookie

    def ask(
        self, method: str, path: str, body: object = None, *, cookie: str = "", version: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Ask as the browser that was let in."""
        asking = http.client.HTTPConnection(self.host, timeout=10)
        with closing(asking):
            headers = {"Cookie": cookie or self.cookie, "Content-Type": "application/json"}
            if version:
                headers["If-Match"] = f'"{version}"'
            asking.request(method, path, None if body is None else json.dumps(body), headers)
            answer = asking.getresponse()
            return answer.status, json.loads(answer.read())

    def end(self, how: signal.Signals) -> tuple[int, float]:
        """Its exit status, and how long it took."""
        began = time.monotonic()
        self.process.send_signal(how)
        status = self.process.wait(timeout=15)
        return status, time.monotonic() - began

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


@pytest.fixture
def typed(project: Project) -> Iterator[Typed]:
    with closing(Typed(project.root)) as serving:
        yield serving


def test_it_says_which_project_and_where(typed: Typed, project: Project) -> None:
    assert str(project.root) in typed.told
    assert "Ctrl-C ends it" in typed.told
    typed.let_in()
    status, told = typed.ask("GET", "/api/project")
    assert status == 200
    assert told["tapes"] == 2


def test_ctrl_c_ends_it_at_once_with_streams_open(typed: Typed) -> None:
    typed.let_in()
    with ExitStack() as open_streams:
        for _ in range(3):
            asking = http.client.HTTPConnection(typed.host, timeout=10)
            open_streams.callback(asking.close)
            asking.request("GET", "/api/live", headers={"Cookie": typed.cookie})
            assert asking.getresponse().status == 200
        status, seconds = typed.end(signal.SIGINT)
    assert status == 0
    assert seconds < 4  # about 1 on a quiet machine
    assert typed.process.stderr is not None
    assert typed.process.stderr.read() == ""


def test_a_restart_keeps_the_port_and_the_cookie(project: Project) -> None:
    with closing(Typed(project.root)) as first:
        cookie = first.let_in()
        assert first.ask("PUT", "/api/me", {"name": "Jo  Lee"})[1] == {"name": "Jo Lee", "is_default": False}
        first.end(signal.SIGINT)
    with closing(Typed(project.root)) as second:
        assert second.port == first.port
        assert second.ask("GET", "/api/me", cookie=cookie) == (200, {"name": "Jo Lee", "is_default": False})
        assert second.ask("POST", "/api/undo", {}, cookie=cookie)[1]["who"] == "Jo Lee"
        second.opening = first.opening
        with pytest.raises(AssertionError):
            second.let_in()  # an address of the run before lets nobody in


def test_what_it_keeps_can_be_read_by_its_owner_alone(typed: Typed, project: Project) -> None:
    folder = project.root / ".serve"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    typed.let_in()
    typed.ask("PUT", "/api/me", {"name": "JL"})
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_port_that_is_taken_is_left_for_another_one(project: Project) -> None:
    with closing(Typed(project.root)) as first:
        first.end(signal.SIGINT)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", first.port))
        other.listen()
        with closing(Typed(project.root)) as second:
            assert second.port != first.port
        asked = [sys.executable, "-m", "tapewright", "serve", "--project", str(project.root), "--no-browser"]
        ran = subprocess.run([*asked, "--port", str(first.port)], capture_output=True, text=True, timeout=20)
    assert ran.returncode == 2
    assert f"port {first.port} cannot be used" in ran.stderr


def test_a_second_server_on_the_project_leads_to_the_first(typed: Typed, project: Project) -> None:
    with closing(Typed(project.root, "--json")) as second:
        assert second.process.wait(timeout=10) == 0
        told = json.loads(second.told)
        assert told["already"] is True
        assert told["process"] == typed.process.pid
        assert second.port == typed.port
        second.let_in()
        assert second.ask("GET", "/api/project")[0] == 200


def test_the_browser_is_opened_on_the_address_that_lets_it_in(project: Project, tmp_path: Path) -> None:
    program, opened = tmp_path / "browser.py", tmp_path / "opened"
    os.mkfifo(opened)
    program.write_text(f"import sys; open({str(opened)!r}, 'w').write(sys.argv[1])")
    with closing(Typed(project.root, browser=f"{sys.executable} {program} %s")) as serving:
        assert opened.read_text() == f"http://{serving.host}{serving.opening}"
        serving.let_in()
        with closing(Typed(project.root, browser=f"{sys.executable} {program} %s")) as second:
            assert opened.read_text() == f"http://{serving.host}{second.opening}"
            second.let_in()


def test_it_listens_on_this_machine_alone(typed: Typed) -> None:
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in addresses - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError):
            socket.create_connection((str(address), typed.port), timeout=2).close()


def test_connections_that_say_nothing_keep_nobody_from_working(typed: Typed) -> None:
    typed.let_in()
    with ExitStack() as silent:
        for number in range(200):
            waiting = silent.enter_context(socket.create_connection(("127.0.0.1", typed.port), timeout=10))
            if number % 2:
                waiting.sendall(b"PUT /api/me HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\nCookie: ")
            if number % 4 == 3:
                waiting.sendall(typed.cookie.encode() + b'\r\n\r\n{"na')
        began = time.monotonic()
        for _ in range(10):
            assert typed.ask("GET", "/api/project")[0] == 200
        assert time.monotonic() - began < 2
        assert typed.end(signal.SIGINT)[1] < 5


def test_a_project_on_a_read_only_disk_can_be_looked_at(project: Project) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    project.close()
    project.root.chmod(0o555)
    try:
        with closing(Typed(project.root)) as serving:
            serving.let_in()
            assert serving.ask("GET", "/api/project")[0] == 200
    finally:
        project.root.chmod(0o755)


def test_a_paragraph_and_a_paper_edit_that_were_saved_are_there_after_a_kill(project: Project) -> None:
    """Two pages save as fast as they can while the server is killed mid-edit, over and over."""
    new_edit(project, "gap")
    paper = project.edits / "gap.md"
    front = paper.read_text("utf-8")
    project.close()
    said: list[str] = []
    written: list[str] = []
    saved = threading.Semaphore(0)
    cookie = ""

    def correct(serving: Typed) -> None:
        while True:
            told = serving.ask("GET", "/api/turns/2/revisions", cookie=cookie)[1]
            text = f"No, I did not see {len(said)} boats."
            version = str(told["revisions"][-1]["revision"])
            if serving.ask("PUT", "/api/turns/2", {"text": text}, cookie=cookie, version=version)[0] == 200:
                said.append(text)
                saved.release()

    def write(serving: Typed) -> None:
        while True:
            text = f"{front}\nNarration, version {len(written)}.\n"
            version = digest_of(paper.read_text("utf-8"))
            if serving.ask("PUT", "/api/edits/gap", {"text": text}, cookie=cookie, version=version)[0] == 200:
                written.append(text)
                saved.release()

    def until_it_is_gone(save: Callable[[Typed], None], serving: Typed) -> None:
        with suppress(OSError, http.client.HTTPException, ValueError):
            save(serving)

    for kill in range(4):
        with closing(Typed(project.root)) as serving:
            cookie = cookie or serving.let_in()
            pages = [threading.Thread(target=until_it_is_gone, args=(save, serving)) for save in (correct, write)]
            for page in pages:
                page.start()
            for _ in range(5 + 2 * kill):
                assert saved.acquire(timeout=30)
            serving.process.kill()
            for page in pages:
                page.join(timeout=20)
                assert not page.is_alive()
            with Project(project.root) as opened:
                kept = [revision.turn.text for revision in opened.store.revisions(TurnId(2))]
            assert set(said) <= set(kept)
            on_disk = paper.read_text("utf-8")
            unanswered = f"{front}\nNarration, version {len(written)}.\n"
            assert on_disk in (written[-1] if written else front, unanswered)
    assert said
    assert written
    with Project(project.root) as opened:
        assert opened.store.verify() == []
    assert sorted(path.name for path in project.edits.iterdir() if not path.name.startswith(".")) == ["gap.md"]
