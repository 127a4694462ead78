"""Jobs over the API: begun out of a closed table, told as they go on, stopped, run again, taken off the list."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from tapewright.testing.recordings import bext, tone, wav, write_sound
from tapewright.testing.served import Served
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project


def settled(client: TestClient, job_id: str, *, within: float = 30.0) -> dict[str, Any]:
    """The job when it is over."""
    until = time.monotonic() + within
    while True:
        job: dict[str, Any] = client.get(f"/api/jobs/{job_id}").json()
        if job["state"] in ("done", "failed", "stopped"):
            return job
        assert time.monotonic() < until, job
        threading.Event().wait(0.05)


def test_a_job_is_begun_shown_answered_and_taken_off_the_list(client: TestClient) -> None:
    begun = client.post("/api/jobs", json={"command": "verify", "arguments": {}})
    assert begun.status_code == 201
    job = settled(client, begun.json()["id"])
    assert (job["state"], job["exit_status"], job["title"]) == ("done", 1, "Check the sums of all tapes")
    assert {row["state"] for row in job["answer"]["files"]} == {"missing"}
    assert client.get(f"/api/jobs/{job['id']}/answer").json() == job["answer"]
    listed = client.get("/api/jobs").json()
    assert [row["id"] for row in listed["jobs"]] == [job["id"]]
    assert client.delete(f"/api/jobs/{job['id']}").status_code == 200
    assert client.get("/api/jobs").json() == {"jobs": [], "running": 0, "waiting": 0}
    assert client.get(f"/api/jobs/{job['id']}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"command": "serve"}, 400),
        ({"command": "verify", "arguments": {"mhl": ["/"]}}, 400),
        ({"command": "verify", "extra": 1}, 400),
        ({"command": "transcribe", "arguments": {"tapes": ["--help"]}}, 404),
        ({"command": "transcribe", "arguments": {"model": "--help"}}, 400),
        ({"command": "transcribe", "arguments": {"workers": 0}}, 400),
        ({"command": "ingest", "arguments": {"paths": ["relative.wav"]}}, 400),
        ({"command": "ingest", "arguments": {"paths": []}}, 400),
        ({"command": "verify", "then": "transcribe"}, 400),
        ({}, 400),
        ([], 400),
    ],
)
def test_what_cannot_be_meant_is_told_and_begins_nothing(client: TestClient, asked: object, status: int) -> None:
    answer = client.post("/api/jobs", json=asked)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"]
    assert client.get("/api/jobs").json()["jobs"] == []


@pytest.mark.parametrize("job", ["x", "..", "20261125-190000000-abcd", "%00", "a" * 60])
def test_a_job_that_is_not_there_is_404(client: TestClient, job: str) -> None:
    for method, path in (("GET", ""), ("GET", "/answer"), ("POST", "/stop"), ("POST", "/again"), ("DELETE", "")):
        assert client.request(method, f"/api/jobs/{job}{path}").status_code in (400, 404, 405)


def test_each_change_of_a_job_reaches_the_stream(live_server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str]] = []
    is_over = threading.Event()
    publish = live_server.hub.publish

    def heard(kind: str, data: Any) -> None:
        publish(kind, data)
        told.append((kind, data.get("state", "")))
        if data.get("state") == "done":
            is_over.set()

    monkeypatch.setattr(live_server.hub, "publish", heard)
    asked = {"command": "verify", "arguments": {}}
    begun = httpx.post(f"{live_server.address}/api/jobs", json=asked, cookies=live_server.cookies)
    assert begun.status_code == 201
    assert is_over.wait(30)
    assert next(state for kind, state in told if kind == "job") == "waiting"
    assert ("job", "running") in told


@pytest.fixture
def here(project: Project) -> Project:
    """The project with one more tape, whose file is there."""
    ingest(project, [write_sound(project.root.parent / "quay.wav", tone(2.0))], tape_id="Q001")
    return project


def test_the_list_tells_speakers_words_media_and_seals(here: Project, client: TestClient) -> None:
    rows = {row["id"]: row for row in client.get("/api/tapes").json()["tapes"]}
    assert rows["Q001"]["media"] == "here"
    assert (rows["Q001"]["seal"]["state"], rows["Q001"]["transcript"], rows["Q001"]["job"]) == ("noted", None, None)
    missing = next(row for row in rows.values() if row["id"] != "Q001" and row["files"])
    assert (missing["media"], missing["seal"]["state"]) == ("missing", "missing")
    assert missing["missing"] == [missing["files"][0]["path"]]
    assert missing["speakers"]
    assert missing["by"] in ("machine", "person")
    assert client.get(f"/api/tapes/{missing['id']}").json() == missing


def test_a_seal_breaks_where_the_content_is_another_and_shows_both_sums(here: Project, client: TestClient) -> None:
    file = here.root.parent / "quay.wav"
    whole = settled(client, client.post("/api/tapes/Q001/verify").json()["id"])
    assert whole["state"] == "done"
    assert client.get("/api/tapes/Q001").json()["seal"]["state"] == "whole"
    data = bytearray(file.read_bytes())
    data[-1000] ^= 1
    file.write_bytes(data)
    settled(client, client.post("/api/tapes/Q001/verify").json()["id"])
    client.app.state.tapes.presence.forget([str(file)])  # type: ignore[attr-defined]
    seal = client.get("/api/tapes/Q001").json()["seal"]
    assert seal["state"] == "changed"
    assert len(seal["expected"]) == len(seal["found"]) == 32
    assert seal["expected"] != seal["found"]
    file.write_bytes(bytes(data) + b"more")
    client.app.state.tapes.presence.forget([str(file)])  # type: ignore[attr-defined]
    assert "bytes long, was" in client.get("/api/tapes/Q001").json()["seal"]["detail"]


def test_a_file_that_moved_is_found_again_by_its_content(here: Project, client: TestClient, tmp_path: Path) -> None:
    old, new = here.root.parent / "quay.wav", tmp_path / "elsewhere" / "renamed.wav"
    new.parent.mkdir()
    old.rename(new)
    client.app.state.tapes.presence.forget([str(old)])  # type: ignore[attr-defined]
    assert client.get("/api/tapes/Q001").json()["media"] == "missing"
    begun = client.post("/api/tapes/Q001/relink", json={"path": str(new.parent)})
    assert begun.status_code == 201
    assert settled(client, begun.json()["id"])["answer"]["moved"][0]["new"] == str(new)
    assert client.get("/api/tapes/Q001").json()["media"] == "here"


def test_a_recording_of_this_machine_is_taken_in_by_a_job(client: TestClient, tmp_path: Path) -> None:
    path = write_sound(tmp_path / "ferry bell.wav", tone(1.0))
    begun = client.post("/api/tapes/ingest", json={"paths": [str(path)]})
    assert begun.status_code == 201
    assert settled(client, begun.json()["id"])["answer"]["added"][0]["id"] == "ferry-bell"
    assert client.get("/api/tapes/ferry-bell").json()["files"][0]["path"] == str(path)


def test_the_list_tells_what_a_person_checked_and_when_a_recorder_recorded(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "quay.wav").write_bytes(wav(tone(1.0), chunks=[(b"bext", bext(0, date="2026-05-04"))]))
    settled(client, client.post("/api/tapes/ingest", json={"paths": [str(tmp_path / "quay.wav")]}).json()["id"])
    assert client.get("/api/tapes/quay").json()["recorded_at"].startswith("2026-05-04")
    tape = next(row["id"] for row in client.get("/api/tapes").json()["tapes"] if row["transcript"])
    turns = client.get(f"/api/tapes/{tape}/transcript").json()["transcript"]["turns"]
    assert client.get(f"/api/tapes/{tape}").json()["checked"] == 0
    shares = []
    for turn in turns:
        client.post(f"/api/turns/{turn['id']}/checked", headers={"If-Match": f'"{turn["revision"]}"'})
        shares.append(client.get(f"/api/tapes/{tape}").json()["checked"])
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] == 1


def test_a_tape_gets_another_title_and_the_history_says_who(client: TestClient) -> None:
    tape = client.get("/api/tapes").json()["tapes"][0]["id"]
    answer = client.put(f"/api/tapes/{tape}", json={"title": "  The harbour,\n first part ", "note": "damp box"})
    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["note"]) == ("The harbour, first part", "damp box")
    assert client.get("/api/history").json()["transactions"][-1]["what"] == f"describe {tape}"
    assert client.put(f"/api/tapes/{tape}", json={"id": "x"}).status_code == 400
    assert client.put(f"/api/tapes/{tape}", json={"title": "x" * 500}).status_code == 400
    assert client.put("/api/tapes/T999", json={"title": "x"}).status_code == 404


def test_only_folders_and_recordings_are_told_of_this_machine(client: TestClient, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    for name in ("reel 2/", ".hidden/", "a.wav", "B.MOV", "letter.pdf", ".a.wav", "key.pem"):
        (folder / name).mkdir(parents=True) if name.endswith("/") else (folder / name).write_bytes(b"x")
    found = client.get("/api/places", params={"path": str(folder)}).json()
    assert [row["name"] for row in found["folders"]] == ["reel 2"]
    assert [row["name"] for row in found["recordings"]] == ["a.wav", "B.MOV"]
    assert found["ways"][-1] == {"name": "disk", "path": str(folder)}
    assert client.get("/api/places").status_code == 200
    for path, status in (("relative", 400), ("/nowhere/at/all", 422), ("/\0", 400), (str(folder / "a.wav"), 422)):
        assert client.get("/api/places", params={"path": path}).status_code == status


def test_the_preview_is_the_first_words_with_who_says_them(client: TestClient) -> None:
    tape = client.get("/api/tapes").json()["tapes"][0]["id"]
    found = client.get(f"/api/tapes/{tape}/preview").json()
    assert found["lines"]
    assert all(line["text"] for line in found["lines"])
    assert found["on_its_way"] is False


def test_a_missing_model_is_told_with_the_command_that_fetches_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "models"))
    words, voices = client.get("/api/ready").json()["models"]
    assert (words["name"], words["here"], words["command"]) == ("base", False, "tapewright models fetch base")
    assert words["bytes"] > 100_000_000
    assert voices["name"] == "voices"


HOSTILE = [
    "",
    "\0",
    "a\0b",
    "../../etc/passwd",
    "/" * 5_000,
    "x" * 9_000,
    "--help",
    "-rf",
    "é" * 300,
    "\u202e",
    "%00",
    "\n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_an_answer_in_words_and_never_a_fault(client: TestClient, text: str) -> None:
    from urllib.parse import quote

    tape = client.get("/api/tapes").json()["tapes"][0]["id"]
    name = quote(text[:300], safe="") or "%20"
    asked = [
        client.get("/api/places", params={"path": text}),
        client.post("/api/tapes/ingest", json={"paths": [text]}),
        client.post(f"/api/tapes/{tape}/relink", json={"path": text}),
        client.put(f"/api/tapes/{tape}", json={"title": text, "reel": text, "note": text}),
        client.get(f"/api/tapes/{name}"),
        client.get(f"/api/tapes/{name}/preview"),
        client.post(f"/api/tapes/{name}/verify"),
        client.post("/api/jobs", json={"command": text, "arguments": {}}),
        client.post("/api/jobs", json={"command": "export", "arguments": {"edit": text, "to": text}}),
        client.post("/api/jobs", json={"command": "check", "arguments": {"files": [text]}, "then": text}),
        client.post(
            "/api/jobs", json={"command": "align", "arguments": {"tape": tape, "file": text, "language": text}}
        ),
    ]
    for answer in asked:
        assert answer.status_code < 500, answer.request.url
        if answer.status_code >= 400:
            assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "body", [b'{"title": "\\ud800"}', b'{"title": "\\u0000"}', b'{"title": 1e999}', b"[" * 5_000, b"\xff"]
)
def test_bodies_that_are_no_text_are_refused_in_words(client: TestClient, body: bytes) -> None:
    tape = client.get("/api/tapes").json()["tapes"][0]["id"]
    answer = client.put(f"/api/tapes/{tape}", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 400)
    listed = client.get("/api/tapes").json()["tapes"]
    assert all(row["title"].isprintable() for row in listed)
