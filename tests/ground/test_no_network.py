"""Nothing leaves the machine: no command asks a name server or connects to anything outside it.

Every Python process under the test, workers too, is started with an audit hook (a ``sitecustomize`` on its path) that
writes down and refuses whatever is asked of a network.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HOOK = """
import os, sys


def _watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        asked = str(arguments[0])
    elif event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        asked = str(address[0]) if isinstance(address, tuple) else "local"
        if not isinstance(address, tuple) or asked in ("127.0.0.1", "::1"):
            return
    else:
        return
    with open(os.environ["NETWORK_ASKED"], "a") as told:
        told.write(f"{event} {asked}\\n")
    raise OSError(f"no network in this test: {event} {asked}")


sys.addaudithook(_watch)
"""


@pytest.fixture
def cut_off(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """An environment for processes in which nothing outside can be reached, and the file that tells who tried."""
    hook, told = tmp_path / "hook", tmp_path / "asked.txt"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK)
    environment = {name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"}
    return {**environment, "PYTHONPATH": str(hook), "NETWORK_ASKED": str(told)}, told


def _run(arguments: list[str], environment: dict[str, str], where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tapewright", *arguments],
        env=environment,
        cwd=where,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_watch_sees_an_attempt(cut_off: tuple[dict[str, str], Path], tmp_path: Path) -> None:
    environment, told = cut_off
    program = "import socket; socket.create_connection(('outside.invalid', 80))"
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "outside.invalid" in told.read_text()


@pytest.mark.slow
def test_a_project_from_new_to_export_asks_nothing_of_a_network(
    cut_off: tuple[dict[str, str], Path], material: Path
) -> None:
    environment, told = cut_off
    project = material / "series"
    inside = ["--project", str(project)]
    recorded, typed = str(material / "card" / "INT_01.wav"), str(material / "typed" / "INT_01.txt")
    for arguments, allowed in (
        (["new", str(project)], {0}),
        (["doctor", *inside], {0}),
        (["models", "list"], {0}),
        (["models", "verify"], {0, 1}),
        (["ingest", *inside, recorded, str(material / "card" / "INT_02.wav")], {0}),
        (["transcribe", *inside, "INT_02", "--model", "tiny.en", "--workers", "2"], {0, 5}),
        (["import", *inside, "txt", typed], {0}),
        (["search", *inside, "the harbour was quiet"], {0}),
        (["correct", *inside, "INT_01", "quiet", "silent"], {0}),
        (["undo", *inside], {0}),
        (["edit", "new", *inside, "gap"], {0}),
        (["edit", "insert", *inside, "gap", "--search", "harbour was quiet"], {0}),
        (["check", *inside, "gap"], {0}),
        (["listen", "to", *inside, "gap", "1", "--heard"], {0}),
        (["listen", "report", *inside], {0}),
        (["claims", "add", *inside, "Nobody asked.", "--edit", "gap"], {0}),
        (["claims", "source", *inside, "1", "--document", "a letter"], {0}),
        (["claims", "from", *inside, "gap"], {0}),
        (["claims", "check", *inside], {1}),
        (["export", *inside, "gap", "--to", "edl", "--to", "fcpxml", "--to", "otio", "--to", "m4a"], {0}),
        (["verify", *inside, "--mhl", str(material / "card")], {0}),
        (["models", "fetch", "tiny.en", "--from", str(material / "typed")], {0, 3, 5}),
    ):
        ran = _run(arguments, environment, material)
        assert ran.returncode in allowed, f"{arguments}: {ran.stdout}{ran.stderr}"
    assert not told.exists(), told.read_text()


def test_the_server_of_the_browser_app_asks_nothing_of_a_network(
    cut_off: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    environment, told = cut_off
    project = str(tmp_path / "series")
    assert _run(["new", project], environment, tmp_path).returncode == 0
    command = [sys.executable, "-m", "tapewright", "serve", "--project", project, "--no-browser", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            address = urlsplit(json.loads(serving.stdout.readline())["address"])
            asking = HTTPConnection(address.netloc, timeout=10)
            asking.request("GET", f"/?{address.query}")
            cookie = asking.getresponse().headers["set-cookie"].split(";")[0]
            asking.close()
            for path in ("/", "/client/frame/main.js", "/api/project", "/api/history"):
                asking.request("GET", path, headers={"Cookie": cookie})
                answer = asking.getresponse()
                assert answer.status == 200, path
                answer.read()
            asking.close()
        finally:
            serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=10) == 0
    assert not told.exists(), told.read_text()
