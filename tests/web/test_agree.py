"""Agreement over the API."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tapewright.timing import from_seconds
from tapewright.verbs.codebooks import add_code, new_codebook
from tapewright.verbs.codings import code_span
from tapewright.verbs.project import Project


def coded(project: Project) -> int:
    new_codebook(project, "Harbour")
    code = add_code(project, "boats", codebook=1)
    code_span(project, "T001@0.5,4", code.id, coder="JL")
    code_span(project, "T001@2,9", code.id, coder="MB")
    return code.id


def test_agreement_has_numbers_intervals_and_reasons(client: TestClient, project: Project) -> None:
    assert client.get("/api/agreement").json()["why"]
    code = coded(project)
    told = client.get("/api/agreement", params={"coders": ["JL", "MB"], "codes": [code]}).json()
    assert told["coders"] == ["JL", "MB"]
    assert 0 < told["overall"]["kappa"]["value"] < 1
    assert told["codes"][0]["code"] == code
    assert told["codes"][0]["kappa"]["no_interval"]
    assert client.get("/api/agreement", params={"coders": ["nobody"]}).status_code == 404


def test_a_place_is_settled_and_not_offered_again(client: TestClient, project: Project) -> None:
    code = coded(project)
    client.put("/api/me", json={"name": "M. Brandt"})
    (place,) = client.get("/api/disagreements").json()["disagreements"]
    assert [one["coder"] for one in place["codings"]] == ["JL", "MB"]
    stretch = {"code": code, "tape": "T001", "start": from_seconds(1), "end": from_seconds(5)}
    made = client.post("/api/disagreements/decide", json={"key": place["key"], "codings": [stretch]})
    assert (made.status_code, made.json()["who"]) == (201, "M. Brandt")
    assert client.get("/api/disagreements").json()["disagreements"] == []
    assert client.get("/api/codings", params={"coder": "settled"}).json()["codings"][0]["note"] == ""
    again = client.post("/api/disagreements/decide", json={"key": place["key"], "nothing": True})
    assert again.status_code == 412


def test_what_is_no_request_is_refused(client: TestClient, project: Project) -> None:
    coded(project)
    (place,) = client.get("/api/disagreements").json()["disagreements"]
    for body in (
        {"key": place["key"]},
        {"key": place["key"], "nothing": "yes"},
        {"key": "K1.0'--", "nothing": True},
        {"key": place["key"], "codings": [{"code": 1, "tape": "T001", "start": 9, "end": 3}]},
        {"key": place["key"], "codings": [{"code": 1, "tape": "T001", "start": 2**60, "end": 2**61}]},
    ):
        assert 400 <= client.post("/api/disagreements/decide", json=body).status_code < 500
    assert client.get("/api/disagreements", params={"words": -1}).status_code == 400
    assert client.post("/api/agreement/done", json={"tape": "T999", "coder": "JL"}).status_code == 404


def test_a_tape_is_marked_done(client: TestClient, project: Project) -> None:
    coded(project)
    code_span(project, "T002@0.5,2", 1, coder="JL")
    client.put("/api/me", json={"name": "MB"})
    assert client.post("/api/agreement/done", json={"tape": "T002"}).json() == {"coder": "MB", "tapes": ["T002"]}
    assert len(client.get("/api/agreement").json()["tapes"]) == 2
