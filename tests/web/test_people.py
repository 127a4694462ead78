"""People over the wire: who is heard, what a person says of voices, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.voiced import voiced_project
from tapewright.verbs.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with voiced_project(tmp_path / "harbour", with_sound=False) as made:
        yield made


def people(client: TestClient) -> dict[str, Any]:
    got = client.get("/api/people")
    assert got.status_code == 200, got.text
    found: dict[str, Any] = got.json()
    return found


def named(client: TestClient, name: str) -> dict[str, Any]:
    (one,) = [one for one in people(client)["speakers"] if one["name"] == name]
    return one  # type: ignore[no-any-return]


def post(client: TestClient, path: str, **body: object) -> dict[str, Any]:
    got = client.post(path, json=body)
    assert got.status_code == 200, got.text
    told: dict[str, Any] = got.json()
    return told


def test_everybody_comes_with_how_long_they_are_heard_on_each_tape(client: TestClient) -> None:
    found = people(client)
    assert len(found["speakers"]) == 9
    assert found["unheard"] == ["T004"]
    assert found["tapes"] == 4
    one = named(client, "T001 voice 2")
    assert one["on"] == [{"tape": "T001", "seconds": one["seconds"]}]
    assert one["voices"][0]["sample"].startswith("T001@")
    assert one["voices"][0]["ticks"]["end"] > one["voices"][0]["ticks"]["start"]
    short = named(client, "T001 voice 3")
    assert short["voices"][0]["comparable"] is False
    assert "speakers find" not in client.get("/api/people").text


def test_a_voice_is_named_once_and_confirmed_on_the_other_tapes(client: TestClient) -> None:
    voice = named(client, "T001 voice 2")["voices"][0]["id"]
    told = post(client, f"/api/voices/{voice}/name", name="Marian Voss", group="witnesses")
    marian = told["speaker"]
    assert (marian["name"], marian["group"]) == ("Marian Voss", "witnesses")
    suggested = [one for one in people(client)["suggestions"] if one["speaker"]["id"] == marian["id"]]
    assert {one["tape"] for one in suggested} == {"T002", "T003"}
    for one in suggested:
        post(client, f"/api/voices/{one['voice']}/confirm", speaker=marian["id"])
    row = named(client, "Marian Voss")
    assert row["state"] == "confirmed"
    assert row["tapes"] == ["T001", "T002", "T003"]
    assert client.get("/api/search", params={"q": "ledger", "speaker": marian["id"]}).json()["total"] == 4


def test_what_was_said_is_taken_back_by_its_number(client: TestClient) -> None:
    voice = named(client, "T001 voice 2")["voices"][0]["id"]
    told = post(client, f"/api/voices/{voice}/name", name="Marian Voss")
    assert client.post("/api/undo", json={"number": told["transaction"]}).status_code == 200
    assert named(client, "T001 voice 2")["state"] in ("unnamed", "suggested")


def test_two_people_become_one_on_all_tapes_and_two_again(client: TestClient) -> None:
    one, other = named(client, "T002 voice 3"), named(client, "T003 voice 3")
    told = post(client, f"/api/people/{other['id']}/merge", into=one["id"])
    assert named(client, "T002 voice 3")["tapes"] == ["T002", "T003"]
    assert len(people(client)["speakers"]) == 8
    assert client.post("/api/undo", json={"number": told["transaction"]}).status_code == 200
    assert named(client, "T003 voice 3")["tapes"] == ["T003"]


def test_a_rejected_voice_is_not_suggested_again(client: TestClient) -> None:
    first = people(client)["suggestions"][0]
    post(client, f"/api/voices/{first['voice']}/reject", speaker=first["speaker"]["id"])
    left = people(client)["suggestions"]
    assert not [one for one in left if (one["voice"], one["speaker"]["id"]) == (first["voice"], first["speaker"]["id"])]


def test_a_voice_moves_away_and_bears_a_label_again(client: TestClient) -> None:
    voice = named(client, "T001 voice 2")["voices"][0]["id"]
    marian = post(client, f"/api/voices/{voice}/name", name="Marian")["speaker"]["id"]
    other = next(one["voice"] for one in people(client)["suggestions"] if one["speaker"]["id"] == marian)
    post(client, f"/api/voices/{other}/confirm", speaker=marian)
    told = post(client, f"/api/voices/{other}/split")
    assert told["speaker"]["name"] != "Marian"
    assert named(client, "Marian")["tapes"] == ["T001"]


def test_a_person_is_revised_in_one_transaction(client: TestClient, project: Project) -> None:
    one = named(client, "T001 voice 1")
    before = len(project.store.history())
    got = client.patch(
        f"/api/people/{one['id']}", json={"name": "Asker", "group": "interviewers", "note": "off screen"}
    )
    assert got.status_code == 200, got.text
    assert got.json()["speaker"] == {
        "id": one["id"],
        "name": "Asker",
        "group": "interviewers",
        "note": "off screen",
    }
    assert len(project.store.history()) == before + 1
    assert got.json()["transaction"] == before + 1
    same = client.patch(f"/api/people/{one['id']}", json={"name": "Asker"}).json()
    assert same["transaction"] == 0
    assert len(project.store.history()) == before + 1


def test_a_namesake_is_told_and_not_refused(client: TestClient) -> None:
    one, other = named(client, "T001 voice 1"), named(client, "T001 voice 3")
    client.patch(f"/api/people/{one['id']}", json={"name": "Ann"})
    told = client.patch(f"/api/people/{other['id']}", json={"name": "ann"}).json()
    assert told["remarks"] == [f"speaker {one['id']} is called Ann too"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", "/api/people/999", {"name": "Ann"}, 404),
        ("PATCH", "/api/people/1", {"name": ""}, 400),
        ("PATCH", "/api/people/1", {"name": "V7"}, 400),
        ("PATCH", "/api/people/1", {"name": "a" * 500}, 400),
        ("PATCH", "/api/people/1", {"group": "pirates"}, 404),
        ("PATCH", "/api/people/1", {"note": "n" * 5000}, 400),
        ("PATCH", "/api/people/1", {"nam": "Ann"}, 400),
        ("PATCH", "/api/people/0", {"name": "Ann"}, 400),
        ("PATCH", "/api/people/99999999999999999999999", {"name": "Ann"}, 400),
        ("POST", "/api/people/1/merge", {"into": 1}, 400),
        ("POST", "/api/people/1/merge", {"into": 4242}, 404),
        ("POST", "/api/people/1/merge", {"into": "2"}, 400),
        ("POST", "/api/voices/999/name", {"name": "Ann"}, 404),
        ("POST", "/api/voices/1/confirm", {"speaker": 999}, 404),
        ("POST", "/api/voices/1/reject", {"speaker": 1}, 400),
        ("POST", "/api/voices/1/split", {}, 400),
        ("POST", "/api/voices/1/split", {"start": 9, "end": 3}, 400),
        ("POST", "/api/voices/1/split", {"start": 9}, 400),
        ("POST", "/api/voices/1/split", {"turns": [10**30]}, 400),
        ("POST", "/api/people", {"name": "\u0007"}, 400),
        ("POST", "/api/people", {"name": "Ann", "note": "n" * 5000}, 400),
        ("POST", "/api/people/1/enrol", {"tape": "T001", "start": 0, "end": 2**62}, 400),
        ("POST", "/api/people/1/enrol", {"tape": "T001", "start": -5, "end": 10**30}, 400),
        ("POST", "/api/people/1/enrol", {"tape": "T001", "start": 5, "end": 5}, 400),
        ("POST", "/api/people/1/enrol", {"tape": "T999", "start": 0, "end": 5}, 404),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    client: TestClient, project: Project, method: str, path: str, body: dict[str, object], status: int
) -> None:
    before = len(project.store.history())
    got = client.request(method, path, json=body)
    assert got.status_code == status, got.text
    assert got.json()["error"]["message"]
    assert len(project.store.history()) == before


def test_names_are_listed_offered_added_and_removed(client: TestClient) -> None:
    assert client.get("/api/names").json() == {"names": []}
    offered = client.get("/api/names/suggested").json()["suggested"]
    assert "Corran" in {one["name"] for one in offered}
    added = client.post("/api/names", json={"name": "Corran", "kind": "place", "sounds_like": ["core an"]})
    assert added.status_code == 200, added.text
    assert [one["name"] for one in added.json()["added"]] == ["Corran"]
    assert client.get("/api/names").json()["names"][0]["sounds_like"] == ["core an"]
    assert "Corran" not in {one["name"] for one in client.get("/api/names/suggested").json()["suggested"]}
    assert client.post("/api/names", json={"name": "Corran", "kind": "boat"}).status_code == 400
    assert client.post("/api/names", json={"name": " "}).status_code == 400
    assert client.delete("/api/names/Corran").json()["names"] == []
    assert client.delete("/api/names/Corran").status_code == 404


def test_a_place_is_heard_and_answered(client: TestClient) -> None:
    queue = client.get("/api/review", params={"first": 5}).json()
    assert queue["total"] >= len(queue["items"]) > 0
    item = queue["items"][0]
    said = post(client, "/api/review/answer", item=item["item"], verdict="right", reads=item["text"], heard=True)
    assert said["transaction"] > 0
    left = client.get("/api/review", params={"first": 50}).json()
    assert item["item"] not in {one["item"] for one in left["items"]}
    assert client.post("/api/review/answer", json={"item": item["item"], "verdict": "maybe"}).status_code == 400
    moved = client.post("/api/review/answer", json={"item": item["item"], "verdict": "right", "reads": "other words"})
    assert moved.status_code == 412
    assert client.get("/api/review", params={"kinds": "weather"}).status_code == 400
    assert client.get("/api/review", params={"of": "T999"}).status_code == 404
