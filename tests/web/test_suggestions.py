"""Search by meaning and suggestions over the API."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.meant import MeantWords
from tapewright.verbs.codebooks import add_code, new_codebook
from tapewright.verbs.project import Project


@pytest.fixture
def code(project: Project) -> int:
    project.embedder = MeantWords()
    new_codebook(project, "Harbour")
    return add_code(project, "fear", codebook=1, example="she was afraid of the ferry").id


def test_a_suggestion_is_taken_or_left_and_not_offered_again(client: TestClient, project: Project, code: int) -> None:
    client.put("/api/me", json={"name": "M. Brandt"})
    told = client.get("/api/suggestions", params={"code": code}).json()
    assert told["examples"] == 1
    first, second, *_more = told["suggestions"]
    assert {"key", "place", "like", "text", "speaker", "timecode", "score"} <= set(first)
    assert project.store.codings() == []
    made = client.post("/api/suggestions/decide", json={"key": first["key"], "take": True})
    assert (made.status_code, made.json()["answer"]) == (201, "taken")
    assert client.post("/api/suggestions/decide", json={"key": second["key"], "take": False}).json()["answer"] == "left"
    (coding,) = client.get("/api/codings").json()["codings"]
    assert (coding["coder"], coding["tape"]) == ("M. Brandt", first["tape"])
    left = client.get("/api/suggestions", params={"code": code}).json()
    assert not {first["key"], second["key"]} & {one["key"] for one in left["suggestions"]}
    assert left["decided"] == 2
    assert client.post("/api/suggestions/decide", json={"key": first["key"], "take": False}).status_code == 412


def test_what_is_no_request_is_refused(client: TestClient, code: int) -> None:
    for body in ({"key": "C1"}, {"key": "C1", "take": "yes"}, {"key": "C1:T001@9-1", "take": True}):
        assert client.post("/api/suggestions/decide", json=body).status_code == 400
    assert client.post("/api/suggestions/decide", json={"key": "C99:T001@1-9", "take": True}).status_code == 404
    assert client.get("/api/suggestions", params={"code": 99}).status_code == 404
    assert client.get("/api/suggestions", params={"code": code, "limit": 9999}).status_code == 400


def test_without_weights_the_answer_names_the_command(
    client: TestClient, project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "none"))
    new_codebook(project, "Harbour")
    bare = add_code(project, "fear", codebook=1, example="she was afraid").id
    told = client.get("/api/suggestions", params={"code": bare})
    assert (told.status_code, told.json()["error"]["hint"]) == (501, "tapewright models fetch meaning")


@pytest.mark.parametrize(
    "q", ["'; DROP TABLE turn; --", "\x00boats", "🚢 ferry", "a" * 3000, "NEAR/5 (((", "…", "ö" * 50]
)
def test_hostile_queries_by_meaning_are_answered_or_refused(client: TestClient, code: int, q: str) -> None:
    assert code
    assert client.get("/api/search", params={"q": q, "way": "meaning"}).status_code in (200, 400)
    assert client.get("/api/search", params={"q": q, "way": "meaning", "limit": 0, "facets": True}).status_code in (
        200,
        400,
    )


def test_the_state_says_when_meaning_is_ready(client: TestClient, code: int) -> None:
    def meaning() -> dict[str, object]:
        (found,) = (one for one in client.get("/api/search/state").json()["ways"] if one["way"] == "meaning")
        return dict(found)

    assert meaning()["needs"] == ""
    assert client.get("/api/search", params={"q": "vessel", "way": "meaning"}).json()["total"]
    assert meaning() == {"way": "meaning", "ready": True, "needs": ""}
