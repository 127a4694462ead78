"""Claims over the API: made, sourced, verified, checked; nobody changes what somebody else has changed."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.timing import from_seconds
from tapewright.verbs.project import Project

NARRATION = "In 1987 the harbour was closed for nine years.\n\nNobody asked why.\n"


@pytest.fixture(autouse=True)
def edit(project: Project) -> None:
    project.edits.mkdir(exist_ok=True)
    (project.edits / "gap.md").write_text(NARRATION, "utf-8")


def made(client: TestClient, **more: str) -> dict[str, Any]:
    said = client.post("/api/claims", json={"text": "The harbour was closed for nine years.", "edit": "gap", **more})
    assert said.status_code == 201, said.text
    claim: dict[str, Any] = said.json()
    return claim


def seen(claim: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{claim["revision"]}"'}


def test_a_claim_is_made_sourced_verified_and_listed(client: TestClient) -> None:
    client.put("/api/me", json={"name": "M. Brandt"})
    claim = made(client)
    place = {"tape": "T001", "start": from_seconds(6), "end": from_seconds(8)}
    sourced = client.post(f"/api/claims/{claim['id']}/sources", json=place, headers=seen(claim)).json()
    assert (sourced["status"], sourced["sources"][0]["tape"]) == ("sourced", "T001")
    document = {"document": "Harbour board, annual report 1988", "note": "p. 12"}
    second = client.post(f"/api/claims/{claim['id']}/sources", json=document, headers=seen(sourced)).json()
    done = client.patch(f"/api/claims/{claim['id']}", json={"status": "verified"}, headers=seen(second)).json()
    assert done["status"] == "verified"
    assert client.get("/api/claims", params={"edit": "gap"}).json()["claims"] == [done]
    assert client.get("/api/claims/check", params={"edit": "gap"}).json()["clean"]
    assert client.get("/api/history").json()["transactions"][-1]["who"] == "M. Brandt"


def test_sentences_that_ask_for_a_source_are_offered_until_a_claim_covers_them(client: TestClient) -> None:
    first = client.get("/api/claims/offers", params={"edit": "gap"}).json()["offers"]
    assert first[0]["text"].startswith("In 1987")
    made(client, text=first[0]["text"])
    left = client.get("/api/claims/offers", params={"edit": "gap"}).json()["offers"]
    assert first[0]["text"] not in [offer["text"] for offer in left]


def test_what_somebody_else_has_changed_is_a_conflict_with_what_is_there(client: TestClient) -> None:
    claim = made(client)
    now = client.patch(f"/api/claims/{claim['id']}", json={"note": "ask the board"}, headers=seen(claim)).json()
    for method, path, body in [
        ("PATCH", "", {"status": "disputed"}),
        ("DELETE", "", None),
        ("POST", "/sources", {"document": "a letter"}),
        ("DELETE", "/sources/1", None),
        ("POST", "/sources/1/requote", None),
    ]:
        said = client.request(method, f"/api/claims/{claim['id']}{path}", json=body, headers=seen(claim))
        assert (said.status_code, said.json()["current"]) == (412, now), (method, path)
        without = client.request(method, f"/api/claims/{claim['id']}{path}", json=body)
        assert without.status_code == 428
    assert client.get("/api/claims").json()["claims"] == [now]


def test_a_claim_is_removed_and_undo_brings_it_back(client: TestClient) -> None:
    claim = made(client)
    assert client.delete(f"/api/claims/{claim['id']}", headers=seen(claim)).json() == claim
    assert client.get("/api/claims").json()["claims"] == []
    client.post("/api/undo", json={})
    assert client.get("/api/claims").json()["claims"] == [claim]


def test_claims_of_an_edit_that_is_gone_are_still_found_by_its_name(client: TestClient, project: Project) -> None:
    claim = made(client)
    (project.edits / "gap.md").unlink()
    assert client.get("/api/claims", params={"edit": "gap"}).json()["claims"] == [claim]
    found = client.get("/api/claims/check", params={"edit": "gap"}).json()["findings"]
    assert "edit_gone" in [one["trouble"] for one in found]


@pytest.mark.parametrize("edit", ["../gap", "/etc/passwd", "..", "a\\b", "nothing", "\u0000", " gap"])
def test_an_edit_is_a_name_and_never_a_path(client: TestClient, edit: str) -> None:
    for path in ("", "/check", "/offers"):
        assert client.get(f"/api/claims{path}", params={"edit": edit}).status_code in (400, 404)
    assert client.post("/api/claims", json={"text": "So it was.", "edit": edit}).status_code in (400, 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"document": "a letter", "tape": "T001", "start": 0, "end": 10},
        {"tape": "T001", "start": 10, "end": 10},
        {"place": "somewhere"},
        {"tape": "T001", "start": -1, "end": 5},
        {"document": "x" * 2001},
    ],
)
def test_what_is_no_source_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    claim = made(client)
    assert client.post(f"/api/claims/{claim['id']}/sources", json=body, headers=seen(claim)).status_code == 400
    assert client.get("/api/claims").json()["claims"] == [claim]


def test_a_claim_without_a_source_is_not_verified(client: TestClient) -> None:
    claim = made(client)
    said = client.patch(f"/api/claims/{claim['id']}", json={"status": "verified"}, headers=seen(claim))
    assert said.status_code == 400
    assert "no source" in said.json()["error"]["message"]
    assert client.patch(f"/api/claims/{claim['id']}", json={"status": "gone"}, headers=seen(claim)).status_code == 400
    assert client.patch("/api/claims/99", json={"note": "x"}, headers=seen(claim)).status_code == 404
