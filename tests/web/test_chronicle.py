"""The chronology over the API: one answer for the screen, and nobody changes what somebody else has changed."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.timing import from_seconds

DOCUMENT = {"document": "Harbour board, minutes of June 1978, page 4"}


def made(client: TestClient, title: str = "The ferry stops", **more: Any) -> dict[str, Any]:
    said = client.post("/api/events", json={"title": title, "sources": [DOCUMENT], **more})
    assert said.status_code == 201, said.text
    event: dict[str, Any] = said.json()
    return event


def seen(record: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{record["revision"]}"'}


def test_an_event_from_a_passage_is_made_changed_and_shown_with_its_lane(client: TestClient) -> None:
    client.put("/api/me", json={"name": "M. Brandt"})
    place = {"tape": "T001", "start": from_seconds(6), "end": from_seconds(8), "date": "1979"}
    people = [{"name": "Marian Voss", "role": "reported"}, {"name": "Office", "role": "told", "kind": "institution"}]
    event = made(client, date="1978-06", kind="contact", sources=[place], parties=people)
    assert (event["asks"], event["sources"][0]["tape"]) == ("", "T001")
    assert event["sources"][0]["text"]
    changed = client.patch(f"/api/events/{event['id']}", json={"place": "Elbridge"}, headers=seen(event)).json()
    assert (changed["place"], changed["revision"]) == ("Elbridge", 1)
    shown = client.get("/api/chronology").json()
    assert [one["title"] for one in shown["events"]] == ["The ferry stops"]
    assert [(lane["name"], lane["kind"], lane["events"]) for lane in shown["lanes"]] == [
        ("Marian Voss", "person", [1]),
        ("Office", "institution", [1]),
    ]
    assert [(conflict["kind"], conflict["sources"]) for conflict in shown["conflicts"]] == [("event date", [1])]
    assert client.get("/api/history").json()["transactions"][-1]["who"] == "M. Brandt"
    assert client.get("/api/events/1").json() == shown["events"][0]


def test_a_date_that_cannot_be_read_is_kept_as_words_and_asked_about(client: TestClient) -> None:
    event = made(client, date="that summer")
    assert (event["date"], event["date_words"]) == ("", "that summer")
    assert "no date could be read" in event["asks"]


def test_what_hangs_on_a_date_is_counted_again_and_named(client: TestClient) -> None:
    first = made(client, date="1978")
    second = made(client, "It runs again", after="E1", words="nine years later")
    assert second["date"] == "1987~"
    changed = client.patch("/api/events/1", json={"date": "1979"}, headers=seen(first)).json()
    assert changed["counted_again"] == [second["id"]]
    assert client.get("/api/events/2").json()["date"] == "1988~"


def test_gaps_are_those_of_the_length_that_is_asked_for(client: TestClient) -> None:
    made(client, date="1978-06-04")
    made(client, "It runs again", date="1987-06-04")
    (gap,) = client.get("/api/chronology").json()["gaps"]
    assert (gap["said"], gap["before"], gap["after"], gap["lane"]) == ("9 years", 1, 2, None)
    assert client.get("/api/chronology", params={"longer_than": 4000}).json()["gaps"] == []
    chosen = client.get("/api/chronology", params={"from": "1980"}).json()
    assert (len(chosen["events"]), chosen["left_out"]) == (1, 1)


def test_who_knew_and_what_may_be_told_twice_are_answered(client: TestClient) -> None:
    people = [{"name": "Marian Voss", "role": "saw"}]
    made(client, date="1978", parties=people)
    made(client, date="1978", tells_of=None)
    (knew,) = client.get("/api/chronology/who-knew", params={"event": "E1"}).json()["knew"]
    assert (knew["party"], knew["by"], knew["is_first_hand"]) == (1, 1, True)
    (pair,) = client.get("/api/chronology/duplicates").json()["duplicates"]
    assert pair["about"] == "E1+E2"
    assert client.post("/api/chronology/duplicates/distinct", json={"one": 2, "other": 1}).status_code == 201
    assert client.get("/api/chronology/duplicates").json()["duplicates"] == []


def test_two_events_and_two_people_are_merged_and_undo_parts_them(client: TestClient) -> None:
    first = made(client, date="1978", parties=[{"name": "Marian Voss", "role": "saw"}])
    made(client, date="1979", parties=[{"name": "M. Voss", "role": "saw"}])
    merged = client.post("/api/events/1/merge", json={"into": 2}, headers=seen(first)).json()
    assert (merged["id"], [one["date"] for one in merged["sources"]], len(merged["parties"])) == (2, ["", "1978"], 2)
    parties = client.get("/api/parties").json()["parties"]
    assert [party["events"] for party in parties] == [1, 1]
    kept = client.post("/api/parties/2/merge", json={"into": 1}, headers=seen(parties[1])).json()
    assert kept["name"] == "Marian Voss"
    assert len(client.get("/api/parties").json()["parties"]) == 1
    client.post("/api/undo", json={})


def test_an_institution_is_not_merged_into_a_person(client: TestClient) -> None:
    for name, kind in (("Marian Voss", "person"), ("Harbour office", "institution")):
        client.post("/api/parties", json={"name": name, "kind": kind})
    before = client.get("/api/parties").json()["parties"]
    for one, into in ((0, 1), (1, 0)):
        asked = {"into": before[into]["id"]}
        said = client.post(f"/api/parties/{before[one]['id']}/merge", json=asked, headers=seen(before[one]))
        assert said.status_code == 400
        assert "Harbour office is an institution, and Marian Voss a person" in said.text
    assert client.get("/api/parties").json()["parties"] == before


def test_cases_and_parties_are_kept(client: TestClient) -> None:
    case = client.post("/api/cases", json={"name": "North", "tapes": ["T001"]}).json()
    case = client.patch(f"/api/cases/{case['id']}", json={"add": ["T002"]}, headers=seen(case)).json()
    assert case["tapes"] == ["T001", "T002"]
    assert client.get("/api/cases").json()["cases"] == [case]
    party = client.post("/api/parties", json={"name": "Marian Voss", "born": "1962-04"}).json()
    party = client.patch(f"/api/parties/{party['id']}", json={"born": "1963"}, headers=seen(party)).json()
    assert party["born"] == "1963"
    for kind, record in (("cases", case), ("parties", party)):
        assert client.delete(f"/api/{kind}/{record['id']}", headers=seen(record)).status_code == 200
    assert client.get("/api/cases").json()["cases"] == client.get("/api/parties").json()["parties"] == []


def test_what_somebody_else_has_changed_is_a_conflict_with_what_is_there(client: TestClient) -> None:
    event = made(client, parties=[{"name": "Marian Voss", "role": "saw"}])
    now = client.patch("/api/events/1", json={"place": "Elbridge"}, headers=seen(event)).json()
    for method, path, body in [
        ("PATCH", "", {"place": "Oxley"}),
        ("DELETE", "", None),
        ("POST", "/sources", {"document": "a letter"}),
        ("DELETE", "/sources/1", None),
        ("POST", "/sources/1/requote", None),
        ("POST", "/merge", {"into": 1}),
    ]:
        said = client.request(method, f"/api/events/1{path}", json=body, headers=seen(event))
        assert said.status_code == 412, path
        assert said.json()["current"]["place"] == now["place"]
        assert client.request(method, f"/api/events/1{path}", json=body).status_code == 428
    client.patch("/api/parties/1", json={"note": "x"}, headers={"If-Match": '"0"'})
    said = client.patch("/api/parties/1", json={"note": "y"}, headers={"If-Match": '"0"'})
    assert (said.status_code, said.json()["current"]["note"]) == (412, "x")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"title": "x"}, 400),
        ({"title": "x", "sources": [{}]}, 400),
        ({"title": "x", "sources": [DOCUMENT], "kind": "crime"}, 400),
        ({"title": "x", "sources": [DOCUMENT], "after": "E9"}, 404),
        ({"title": "x", "sources": [DOCUMENT], "case": "nowhere"}, 404),
        ({"title": "x", "sources": [{"tape": "T999", "start": 1, "end": 2}]}, 404),
        ({"title": "x", "sources": [{"tape": "T001", "start": 2**53, "end": 0}]}, 400),
        ({"title": "x" * 501, "sources": [DOCUMENT]}, 400),
        ({"title": "x", "sources": [DOCUMENT], "parties": [{"name": "", "role": "did"}]}, 400),
        ({"title": "x", "sources": [DOCUMENT], "score": 3}, 400),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, body: dict[str, Any], status: int) -> None:
    said = client.post("/api/events", json=body)
    assert said.status_code == status, said.text
    assert client.get("/api/chronology").json()["events"] == []


@pytest.mark.parametrize(
    "params", [{"from": "soon"}, {"kind": "crime"}, {"longer_than": -1}, {"party": "Nobody"}, {"case": "nowhere"}]
)
def test_a_choice_that_cannot_be_meant_is_refused(client: TestClient, params: dict[str, Any]) -> None:
    assert client.get("/api/chronology", params=params).status_code in (400, 404)


def test_what_the_tapes_say_of_a_gap_is_answered(client: TestClient) -> None:
    made(client, date="1978-06-04")
    made(client, "It runs again", date="1987-06-04")
    made(client, "A letter", date="1980", parties=[{"name": "Office", "role": "told"}])
    gap = client.get("/api/chronology", params={"kind": "other"}).json()["gaps"][0]
    told = client.get("/api/chronology/told", params={"first": gap["begins"], "last": gap["ends"]}).json()
    assert (told["events"], told["said"], told["tapes"]) == ([], [], [])
    wide = client.get("/api/chronology/told", params={"first": 720_000, "last": 730_000}).json()
    assert wide["events"] == [1, 3, 2]
    for params in ({"first": 2, "last": 1}, {"first": 0, "last": 2**39}, {"first": "soon", "last": 1}):
        assert client.get("/api/chronology/told", params=params).status_code == 400
    assert client.get("/api/chronology/told", params={"first": 1, "last": 2, "case": 9}).status_code == 404


def test_words_that_seem_to_mean_a_date_are_offered_as_one(client: TestClient) -> None:
    event = made(client, date="June 1978")
    assert (event["date"], event["date_words"], event["offers"]) == ("", "June 1978", "1978-06")
