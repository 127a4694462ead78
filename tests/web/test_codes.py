"""Codes over the API: the tree moves, codings stay, every write says what it was made from."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.harbour import place_of
from tapewright.verbs.project import Project


def match(revision: int) -> dict[str, str]:
    return {"If-Match": f'"{revision}"'}


def placed(phrase: str, tape: str = "T001") -> dict[str, Any]:
    place = place_of(tape, phrase)
    return {"tape": tape, "start": place.start, "end": place.end}


@pytest.fixture
def codes(client: TestClient) -> dict[str, dict[str, Any]]:
    """A codebook with three codes: night, and below it fear and quiet."""
    client.post("/api/codebooks", json={"name": "The harbour"})
    night = client.post("/api/codes", json={"name": "night", "key": "1"}).json()
    fear = client.post("/api/codes", json={"name": "fear", "parent": night["id"]}).json()
    quiet = client.post("/api/codes", json={"name": "quiet", "parent": night["id"], "definition": "no boats"}).json()
    return {"night": night, "fear": fear, "quiet": quiet}


def coded(client: TestClient, code: dict[str, Any], phrase: str) -> dict[str, Any]:
    answer = client.post("/api/codings", json={**placed(phrase), "code": code["id"]})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_the_tree_is_told_in_order_with_paths_and_counts(client: TestClient, codes: dict[str, Any]) -> None:
    coded(client, codes["quiet"], "The harbour was quiet")
    (book,) = client.get("/api/codebooks").json()["codebooks"]
    told = [(code["path"], code["depth"], code["codings"]) for code in book["codes"]]
    assert told == [("night", 0, 0), ("night/fear", 1, 0), ("night/quiet", 1, 1)]
    assert book["codes"][0]["colour"].startswith("#")


def test_a_passage_is_coded_found_and_uncoded_and_undo_brings_it_back(
    client: TestClient, codes: dict[str, Any], project: Project
) -> None:
    made = coded(client, codes["quiet"], "The harbour was quiet")
    assert (made["text"], made["speaker"], made["reads_now"]) == ("The harbour was quiet", "MARIAN", None)
    found = client.get("/api/codings", params={"code": codes["night"]["id"]}).json()["codings"]
    assert found == [made]  # with the codes below
    assert client.get("/api/codings", params={"tape": "T002"}).json()["codings"] == []
    again = client.post("/api/codings", json={**placed("The harbour was quiet"), "code": codes["quiet"]["id"]})
    assert again.status_code == 412
    coded(client, codes["fear"], "The harbour was quiet")  # another code on the same words
    gone = client.delete(f"/api/codings/{made['id']}", headers=match(made["revision"]))
    assert gone.json()["removed"] == made["id"]
    project.store.undo()
    assert len(project.store.codings()) == 2


def test_a_code_moves_with_its_codings_and_never_below_itself(client: TestClient, codes: dict[str, Any]) -> None:
    made = coded(client, codes["quiet"], "The harbour was quiet")
    quiet = codes["quiet"]
    moved = client.patch(f"/api/codes/{quiet['id']}", json={"move": True, "rank": 0}, headers=match(quiet["revision"]))
    assert (moved.json()["path"], moved.json()["rank"], moved.json()["codings"]) == ("quiet", 0, 1)
    assert client.get("/api/codings").json()["codings"][0]["id"] == made["id"]
    night = client.get("/api/codebooks").json()["codebooks"][0]["codes"][1]
    under = client.patch(
        f"/api/codes/{night['id']}",
        json={"move": True, "parent": codes["fear"]["id"]},
        headers=match(night["revision"]),
    )
    assert under.status_code == 400


def test_a_codebook_is_not_called_as_another(client: TestClient, codes: dict[str, Any]) -> None:
    made = client.post("/api/codebooks", json={"name": "The bakery"}).json()["codebooks"][-1]
    address = f"/api/codebooks/{made['id']}"
    taken = client.patch(address, json={"name": "the harbour"}, headers=match(made["revision"]))
    assert taken.status_code == 412
    kept = client.patch(address, json={"name": "The BAKERY"}, headers=match(made["revision"]))
    assert kept.json()["codebooks"][-1]["name"] == "The BAKERY"


def test_a_search_keeps_to_a_code(client: TestClient, codes: dict[str, Any]) -> None:
    coded(client, codes["quiet"], "The harbour was quiet")
    found = client.get("/api/search", params={"q": "harbour", "code": f"C{codes['night']['id']}"}).json()
    assert [hit["text"] for hit in found["hits"]] == ["harbour"]
    assert client.get("/api/search", params={"q": "storm", "code": "night"}).json()["total"] == 0
    assert client.get("/api/search", params={"q": "storm", "code": "nowhere"}).status_code == 404


def test_merged_codes_keep_their_passages(client: TestClient, codes: dict[str, Any]) -> None:
    coded(client, codes["quiet"], "The harbour was quiet")
    coded(client, codes["fear"], "I was afraid of the storm")
    merged = client.post(
        f"/api/codes/{codes['fear']['id']}/merge",
        json={"into": codes["quiet"]["id"]},
        headers=match(codes["fear"]["revision"]),
    )
    assert (merged.json()["name"], merged.json()["codings"]) == ("quiet", 2)


def test_a_used_code_is_not_removed_unasked(client: TestClient, codes: dict[str, Any]) -> None:
    coded(client, codes["quiet"], "The harbour was quiet")
    address, headers = f"/api/codes/{codes['quiet']['id']}", match(codes["quiet"]["revision"])
    refused = client.delete(address, headers=headers)
    assert refused.status_code == 412
    assert "1 passage is coded" in refused.json()["error"]["message"]
    moved = client.delete(address, params={"codings": "move", "into": codes["fear"]["id"]}, headers=headers)
    assert moved.status_code == 200
    assert client.get("/api/codings").json()["codings"][0]["code"] == codes["fear"]["id"]


def test_a_code_that_is_gone_has_no_passages(client: TestClient, codes: dict[str, Any]) -> None:
    """A page may ask for a code's passages in the moment in which somebody removes it."""
    coded(client, codes["quiet"], "The harbour was quiet")
    assert client.get("/api/codings", params={"code": 99}).json()["codings"] == []


def test_a_number_key_codes_with_one_code_alone(client: TestClient, codes: dict[str, Any]) -> None:
    fear = codes["fear"]
    client.patch(f"/api/codes/{fear['id']}", json={"key": "1"}, headers=match(fear["revision"]))
    (book,) = client.get("/api/codebooks").json()["codebooks"]
    assert [code["key"] for code in book["codes"]] == ["", "1", ""]


def test_a_late_change_is_answered_with_the_code_as_it_is(client: TestClient, codes: dict[str, Any]) -> None:
    fear = codes["fear"]
    client.patch(f"/api/codes/{fear['id']}", json={"definition": "first"}, headers=match(fear["revision"]))
    late = client.patch(f"/api/codes/{fear['id']}", json={"definition": "late"}, headers=match(fear["revision"]))
    assert late.status_code == 412
    assert late.json()["current"]["definition"] == "first"
    assert client.patch(f"/api/codes/{fear['id']}", json={"definition": "x"}).status_code == 428


def test_memos_are_written_about_a_code_a_passage_and_a_tape(client: TestClient, codes: dict[str, Any]) -> None:
    for body in (
        {"text": "ask again", "about": "code", "target": codes["fear"]["id"]},
        {"text": "listen", "place": placed("The harbour was quiet")},
        {"text": "good sound", "tape": "T002"},
    ):
        assert client.post("/api/memos", json=body).status_code == 201
    assert [memo["about"] for memo in client.get("/api/memos").json()["memos"]] == ["code", "span", "tape"]
    (of_tape,) = client.get("/api/memos", params={"tape": "T001"}).json()["memos"]
    assert of_tape["quoted"] == "The harbour was quiet"
    changed = client.patch(f"/api/memos/{of_tape['id']}", json={"text": "heard"}, headers=match(of_tape["revision"]))
    assert changed.json()["memos"][0]["text"] == "heard"
    assert client.delete(f"/api/memos/{of_tape['id']}", headers=match(1)).status_code == 200
    assert len(client.get("/api/memos").json()["memos"]) == 2


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/codebooks", {"name": " "}),
        ("/api/codebooks", {"name": "a/b"}),
        ("/api/codes", {"name": "x", "parent": 99}),
        ("/api/codes", {"name": "night"}),
        ("/api/codes", {"name": "red", "colour": "red"}),
        ("/api/codes", {"name": "key", "key": "0"}),
        ("/api/codes", {"definition": "no name"}),
        ("/api/codings", {"tape": "T99", "start": 0, "end": 9, "code": 1}),
        ("/api/codings", {"tape": "T001", "start": 9, "end": 9, "code": 1}),
        ("/api/codings", {"tape": "T001", "start": 0, "end": 9, "code": 99}),
        ("/api/codings", {"tape": "T001", "start": 2**52, "end": 2**53, "code": 1}),
        ("/api/memos", {"text": ""}),
        ("/api/memos", {"text": "x", "about": "code", "target": 99}),
        ("/api/memos", {"text": "x", "about": "nothing"}),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    client: TestClient, codes: dict[str, Any], path: str, body: dict[str, Any]
) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code in (400, 404, 412)
    assert answer.json()["error"]["message"]
