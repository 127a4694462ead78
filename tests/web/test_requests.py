"""What cannot be read is refused in one shape, at any depth and size, and says what is wrong without quoting it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from tapewright.errors import ConflictError, NotFoundError
from tapewright.testing.served import Served
from tapewright.verbs.project import Project
from tapewright.web.access import Access
from tapewright.web.answers import answer, showing_current
from tapewright.web.app import create_app
from tapewright.web.deps import IfMatch, IfRevision

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"null", 400),
        (b"[]", 400),
        (b'"name"', 400),
        (b"{}", 400),
        (b'{"name": 5}', 400),
        (b'{"name": null}', 400),
        (b'{"name": "JL", "more": 1}', 400),
        (b'{"name": NaN}', 400),
        (b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400),
        (b'{"name": ' + b"9" * 100_000 + b"}", 400),
        (b'{"name": "a\\nb"}', 200),
        (b'{"name": "\\u0000"}', 400),
        (b'{"name": "\\ud800"}', 400),
        (b'{"name": "' + b"x" * 81 + b'"}', 400),
        (b'{"name": "' + b"x" * (9 * 2**20) + b'"}', 413),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_body_is_what_was_asked_for_or_is_refused(client: TestClient, body: bytes, status: int) -> None:
    answered = client.put("/api/me", content=body, headers=JSON)
    assert answered.status_code == status, answered.text[:300]
    if status >= 400:
        assert answered.json()["error"]["code"] == ("too_large" if status == 413 else "usage")
        assert len(answered.content) < 1000


def test_a_refusal_does_not_quote_what_was_sent(client: TestClient) -> None:
    refused = client.put("/api/me", json={"name": ["what she said that night"]})
    assert refused.status_code == 400
    assert "she said" not in refused.text
    assert "body.name" in refused.json()["error"]["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_another_page_is_no_request_of_ours(client: TestClient, kind: str) -> None:
    assert client.put("/api/me", content=b'{"name": "JL"}', headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize("number", ["9" * 19, "9" * 400, "-1", "0", "1e3", "١", ""])
def test_a_number_that_cannot_be_meant_is_refused(client: TestClient, number: str) -> None:
    refused = client.get(f"/api/history?last={number}")
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "usage"


def test_a_number_beyond_the_stores_is_refused(client: TestClient) -> None:
    assert client.post("/api/undo", json={"number": 2**70}).status_code in (400, 404)


def test_a_body_that_says_it_is_shorter_than_it_is_ends_where_it_said(live_server: Served) -> None:
    told = _raw(live_server, b"PUT /api/me", b"Content-Length: 4", b'{"name": "JL"}')
    assert told.startswith(b"HTTP/1.1 400")
    assert live_server.ask("/api/me")[1] != b'{"name":"JL","is_default":false}'


def test_a_body_without_end_is_cut_off(live_server: Served) -> None:
    block = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    told = _raw(live_server, b"PUT /api/me", b"Transfer-Encoding: chunked", block * 200)
    assert told.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("length", [b"-1", b"x", b"1" * 30, b"1_0"])
def test_a_length_that_is_none_is_refused(live_server: Served, length: bytes) -> None:
    assert _raw(live_server, b"PUT /api/me", b"Content-Length: " + length, b"{}").startswith(b"HTTP/1.1 4")


@pytest.fixture
def versions(project: Project) -> Iterator[TestClient]:
    """An app with two more routes, which ask for versions."""
    access = Access.fresh()
    app = create_app(project, access=access)
    router = APIRouter()

    @router.put("/api/versions/text")
    def text(version: IfMatch) -> object:
        return answer({"version": version})

    @router.put("/api/versions/number")
    def number(revision: IfRevision) -> object:
        with showing_current(lambda: {"text": "theirs"}):
            if revision != 3:
                raise ConflictError("changed by somebody else")
        return answer({"revision": revision})

    @router.put("/api/versions/gone")
    def gone(revision: IfRevision) -> object:
        def nothing() -> object:
            raise NotFoundError("it is no more")

        with showing_current(nothing):
            raise ConflictError("changed by somebody else")

    @router.get("/api/versions/fault")
    def fault() -> object:
        raise ZeroDivisionError("what she said that night")

    app.router.routes[0:0] = router.routes
    with TestClient(app, base_url="http://127.0.0.1:8000") as asking:
        asking.headers["Cookie"] = f"{access.cookie_name}={access.cookie_value}"
        yield asking


def test_a_change_must_say_which_version_it_was_made_from(versions: TestClient) -> None:
    missing = versions.put("/api/versions/text")
    assert missing.status_code == 428
    assert missing.json()["error"]["code"] == "no_version"
    for wrong in ("3", "", '""', 'W/"3"', "*"):
        assert versions.put("/api/versions/text", headers={"If-Match": wrong}).status_code == 400, wrong
    right = versions.put("/api/versions/text", headers={"If-Match": '"sha256:ab"'})
    assert right.json() == {"version": "sha256:ab"}


def test_a_revision_is_a_whole_number(versions: TestClient) -> None:
    for wrong in ('"x"', '"-1"', '"1.0"', '"' + "9" * 30 + '"'):
        assert versions.put("/api/versions/number", headers={"If-Match": wrong}).status_code == 400
    assert versions.put("/api/versions/number", headers={"If-Match": '"3"'}).json() == {"revision": 3}


def test_a_conflict_carries_the_version_that_is_there(versions: TestClient) -> None:
    conflict = versions.put("/api/versions/number", headers={"If-Match": '"2"'})
    assert conflict.status_code == 412
    assert conflict.json()["error"]["code"] == "conflict"
    assert conflict.json()["current"] == {"text": "theirs"}
    gone = versions.put("/api/versions/gone", headers={"If-Match": '"2"'})
    assert gone.status_code == 412
    assert "current" not in gone.json()


def test_a_fault_is_answered_in_our_shape_and_logged_without_what_was_said(
    versions: TestClient, project: Project
) -> None:
    fault = versions.get("/api/versions/fault")
    assert fault.status_code == 500
    assert fault.json()["error"]["code"] == "fault"
    logged = (project.cache / "tapewright.log").read_text("utf-8")
    assert "ZeroDivisionError" in logged
    assert "that night" not in logged


def _raw(served: Served, first: bytes, header: bytes, body: bytes) -> bytes:
    host, port = served.address.removeprefix("http://").split(":")
    cookie = "; ".join(f"{k}={v}" for k, v in served.cookies.items()).encode()
    head = first + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
    with closing(socket.create_connection((host, int(port)), timeout=20)) as asking:
        told = b""
        with suppress(OSError):  # it hangs up on who sends too much
            asking.sendall(head + b"Cookie: " + cookie + b"\r\n" + header + b"\r\n\r\n" + body)
        with suppress(OSError):
            while block := asking.recv(65536):
                told += block
    return told
