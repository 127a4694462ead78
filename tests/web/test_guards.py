"""Who gets an answer: our own page in the browser that was let in, under a name of this machine, and nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.served import Served
from tapewright.verbs.project import Project
from tapewright.web.access import Access
from tapewright.web.app import create_app
from tapewright.web.peers import is_another_accounts

ADDRESS = "http://127.0.0.1:8000"


def test_a_token_lets_one_browser_in_once_and_leaves_the_address(project: Project) -> None:
    access = Access.fresh()
    app = create_app(project, access=access)
    token = access.new_token()
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as browser:
        let_in = browser.get(f"/tapes/T001?w=3-4&token={token}")
        assert let_in.status_code == 303
        assert let_in.headers["location"] == "/tapes/T001?w=3-4"
        cookie = let_in.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert browser.get("/api/project").json()["tapes"] == 2
        again = browser.get(f"/?token={token}")
        assert again.status_code == 303, "a browser that is known may use an old address"
        assert "set-cookie" not in again.headers
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as other:
        assert other.get(f"/?token={token}").status_code == 401


@pytest.mark.parametrize("token", ["", "-", "x", "0-0", "é", "a" * 5000])
def test_no_other_token_lets_in(stranger: TestClient, token: str) -> None:
    assert stranger.get("/", params={"token": token}).status_code == 401


def test_a_token_of_another_run_lets_nobody_in() -> None:
    secret = bytes(32)
    assert not Access(secret).redeem(Access(secret).new_token())
    one = Access(secret)
    assert one.redeem(Access(secret, run=one.run).new_token())


@pytest.mark.skipif(not hasattr(os, "setuid") or os.geteuid() != 0, reason="only root can become another account")
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="the system does not say whose a connection is")
def test_another_account_of_the_machine_cannot_use_an_address_that_it_read_somewhere(live_server: Served) -> None:
    opened = live_server.opened()
    program = (
        "import os, socket, sys; asking = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 10)\n"
        "asking.close(); os.setuid(65534); asking = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 10)\n"
        "asking.sendall(f'GET {sys.argv[2]} HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n'.encode())\n"
        "print(asking.recv(99).split()[1].decode())"
    )
    port, path = live_server.address.rpartition(":")[2], opened.removeprefix(live_server.address)
    ran = subprocess.run([sys.executable, "-c", program, port, path], capture_output=True, text=True, timeout=30)
    assert ran.stdout.strip() == "401", ran.stderr
    assert live_server.ask(path)[0] == 303, "and its owner still can"


def test_whose_a_connection_is_is_read_out_of_the_kernels_table(tmp_path: Path) -> None:
    table = tmp_path / "tcp"
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    line = "   1: 0100007F:{port} 0100007F:1F90 {state} 00000000:00000000 00:00000000 00000000 {uid} 0 1 1 0 20\n"
    other = os.getuid() + 4711
    table.write_text(
        head
        + line.format(port="A001", state="01", uid=other)
        + line.format(port="A002", state="01", uid=os.getuid())
        + line.format(port="A003", state="06", uid=other)
        + line.format(port="A004", state="01", uid=0)
    )
    told = [is_another_accounts(("127.0.0.1", port), table=table) for port in (0xA001, 0xA002, 0xA003, 0xA004, 0xA005)]
    assert told == [True, False, False, False, False]
    assert not is_another_accounts(None, table=table)
    assert not is_another_accounts(("10.0.0.1", 0xA001), table=table)
    assert not is_another_accounts(("127.0.0.1", 0xA001), table=tmp_path / "none")
    table.write_text("nonsense\nmore nonsense\n")
    assert not is_another_accounts(("127.0.0.1", 0xA001), table=table)


def test_without_a_cookie_nothing_is_told(stranger: TestClient) -> None:
    for path in (
        "/api/project",
        "/api/nothing",
        "/media/tapes/T001/sound.wav",
        "/client/frame/main.js",
        "/vendor/x.js",
    ):
        refused = stranger.get(path)
        assert refused.status_code == 401, path
        assert refused.json()["error"]["code"] == "unknown_browser"
    page = stranger.get("/tapes/T001/text")
    assert page.status_code == 401
    assert "tapewright serve" in page.text
    assert "harbour" not in page.text.lower()


def test_the_cookie_of_another_project_is_none(stranger: TestClient) -> None:
    other = Access.fresh()
    stranger.headers["Cookie"] = f"{other.cookie_name}={other.cookie_value}"
    assert stranger.get("/api/project").status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "127.0.0.1:x", "", "["]
)
def test_a_request_to_another_name_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/api/project", "/client/icon.svg"):
        refused = client.get(path, headers={"Host": host})
        assert refused.status_code == 400
        assert "harbour" not in refused.text.lower()


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9", "LOCALHOST:9", "[::1]:9", "127.0.0.1"])
def test_a_request_to_this_machine_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/project", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:8000"},
    ],
)
def test_another_page_cannot_write(client: TestClient, told: dict[str, str]) -> None:
    before = client.get("/api/history").json()
    refused = client.post("/api/undo", json={}, headers=told)
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "forbidden"
    assert client.get("/api/history").json() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_cannot_read(client: TestClient, site: str) -> None:
    assert client.get("/api/project", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.get("/", headers={"Sec-Fetch-Site": site}).status_code == 200, "a link may lead here"


def test_our_own_page_can_write(client: TestClient) -> None:
    told = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/undo", json={}, headers=told).status_code == 200


def test_every_answer_carries_the_policy(client: TestClient, stranger: TestClient) -> None:
    for path in ("/", "/api/project", "/api/nothing", "/client/icon.svg", "/client/nothing.js"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'; trusted-types lit-html tw-worker" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        for name in ("opener", "resource"):
            assert headers[f"cross-origin-{name}-policy"] == "same-origin"
        assert headers["cross-origin-embedder-policy"] == "require-corp"
        assert headers["cache-control"] == ("no-cache" if path == "/client/icon.svg" else "no-store")


def test_each_page_has_a_nonce_of_its_own(client: TestClient) -> None:
    policies = {client.get("/").headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


@pytest.mark.parametrize(
    "path",
    [
        "/client/../page.py",
        "/client/%2e%2e/page.py",
        "/client/..%2fpage.py",
        "/client/%2e%2e%2f%2e%2e%2ferrors.py",
        "/vendor/%2e%2e/app.py",
        "/vendor/..%5capp.py",
        "/client//etc/passwd",
        "/client/%2fetc%2fpasswd",
        "/client/.hidden.js",
        "/client/frame",
        "/client/",
        "/client/a%00b.js",
        "/client/" + "a" * 3000 + ".js",
        "/api/../client/x.js",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/api/tapes/..%2f..%2fetc/text",
    ],
)
def test_no_path_leads_out_of_the_package(live_server: Served, path: str) -> None:
    status, body = live_server.ask(path)
    assert status == 404, (path, body[:200])
    assert b"root:" not in body
    assert b"import" not in body
