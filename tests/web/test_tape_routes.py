"""The answers behind the screen of a tape: reading, correcting, selecting, listening; and who was faster."""

from __future__ import annotations

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.model import TapeId, Turn, TurnId
from tapewright.testing.harbour import TALK, place_of
from tapewright.verbs.project import Project
from tapewright.web.aligner import Aligner


def first(client: TestClient, tape: str = "T001") -> dict[str, Any]:
    return client.get(f"/api/tapes/{tape}/transcript").json()["transcript"]["turns"][0]


def put(client: TestClient, turn: dict[str, Any], body: object) -> Any:
    return client.put(f"/api/turns/{turn['id']}", json=body, headers={"If-Match": f'"{turn["revision"]}"'})


def test_a_tape_is_read_with_its_words_versions_and_speakers(client: TestClient) -> None:
    shown = client.get("/api/tapes/T001/transcript").json()
    assert [turn["text"] for turn in shown["transcript"]["turns"]] == [text for _, _, text in TALK["T001"]]
    assert [one["is_here"] for one in shown["speakers"]] == [True, True, False]
    assert shown["tape"]["media"] == "missing"
    assert client.get("/api/tapes/T009/transcript").status_code == 404
    assert client.get("/api/tapes/T001/transcript?version=0").status_code == 400


def test_the_state_of_a_tape_says_which_turns_read_otherwise(client: TestClient) -> None:
    before = client.get("/api/tapes/T001/state").json()
    turn = first(client)
    assert before["turns"][0] == [turn["id"], 0, turn["speaker"], turn["check"]]
    put(client, turn, {"text": "Did you see the ship that night?"})
    after = client.get("/api/tapes/T001/state").json()
    assert [a != b for a, b in zip(before["turns"], after["turns"], strict=True)] == [True, *([False] * 6)]
    changed = client.get(f"/api/turns?id={turn['id']}&id=99").json()["turns"]
    assert [one["text"] for one in changed] == ["Did you see the ship that night?"]


def test_a_correction_answers_with_the_turn_as_it_is_now(client: TestClient) -> None:
    turn = first(client)
    answer = put(client, turn, {"text": "Did you see the boats", "following": ["that night?"], "reads": turn["text"]})
    assert answer.status_code == 200
    assert [one["text"] for one in answer.json()["turns"]] == ["Did you see the boats", "that night?"]
    assert answer.json()["turns"][0]["revision"] == 1


def test_who_was_slower_gets_the_other_version_and_writes_nothing(client: TestClient, project: Project) -> None:
    turn = first(client)
    put(client, turn, {"text": "Did you hear the boats that night?"})
    answer = put(client, turn, {"text": "Did you miss the boats that night?"})
    assert answer.status_code == 412
    assert answer.json()["current"]["turns"][0]["text"] == "Did you hear the boats that night?"
    assert project.store.turn(TurnId(turn["id"])).text == "Did you hear the boats that night?"


def test_a_revision_that_comes_again_after_an_undo_is_no_leave_to_overwrite(client: TestClient) -> None:
    turn = first(client)
    mine = put(client, turn, {"text": "One."}).json()["turns"][0]
    client.post("/api/undo", json={})
    put(client, turn, {"text": "Two."})
    answer = put(client, mine, {"text": "Three.", "reads": "One."})
    assert answer.status_code == 412
    assert first(client)["text"] == "Two."


@pytest.mark.parametrize(
    ("how", "status"),
    [({}, 428), ({"If-Match": "3"}, 400), ({"If-Match": '"x"'}, 400), ({"If-Match": '"7"'}, 412)],
)
def test_a_write_says_which_version_it_saw(client: TestClient, how: dict[str, str], status: int) -> None:
    answer = client.put(f"/api/turns/{first(client)['id']}", json={"text": "x"}, headers=how)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("body", [{}, {"text": 3}, {"text": "x", "color": "red"}, {"text": "x", "joined": [{}]}, []])
def test_a_body_that_is_not_meant_is_refused_in_words(client: TestClient, body: object) -> None:
    answer = put(client, first(client), body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "usage"


@pytest.mark.parametrize("turn", ["0", "-1", "99", "9007199254740993", "x", "1e3"])
def test_no_number_of_a_turn_breaks_anything(client: TestClient, turn: str) -> None:
    for method, path in (("GET", ""), ("GET", "/heard"), ("GET", "/revisions"), ("POST", "/checked")):
        answer = client.request(method, f"/api/turns/{turn}{path}", headers={"If-Match": '"0"'})
        assert answer.status_code in (400, 404), (method, path)


def test_split_join_speaker_and_checked_are_revisions(client: TestClient, project: Project) -> None:
    turn = first(client)
    at = f"/api/turns/{turn['id']}"
    parted = client.post(f"{at}/split", json={"word": 3}, headers={"If-Match": '"0"'}).json()["turns"]
    assert [one["text"] for one in parted] == ["Did you see", "the boats that night?"]
    seen = {"turn": parted[1]["id"], "revision": 0}
    whole = client.post(f"{at}/join", json=seen, headers={"If-Match": '"1"'}).json()
    assert whole["gone"] == [parted[1]["id"]]
    named = client.put(f"{at}/speaker", json={"name": "Ada"}, headers={"If-Match": '"2"'}).json()["turns"][0]
    assert project.speaker_names()[named["speaker"]] == "Ada"
    done = client.post(f"{at}/checked", headers={"If-Match": '"3"'}).json()["turns"][0]
    assert done["confidence"] == 255
    assert done["times"] == turn["times"]
    states = client.get(f"{at}/revisions").json()["revisions"]
    assert [one["revision"] for one in states] == [0, 1, 2, 3, 4]
    nobody = client.put(f"{at}/speaker", json={"name": " "}, headers={"If-Match": '"4"'}).json()["turns"][0]
    assert nobody["speaker"] is None


def test_what_the_machine_heard_can_be_read_and_put_back(client: TestClient) -> None:
    turn = first(client)
    put(client, turn, {"text": "Nothing like it."})
    heard = client.get(f"/api/turns/{turn['id']}/heard").json()
    assert heard["heard"] == turn["text"]
    back = put(client, {**heard, "id": turn["id"]}, {"text": heard["heard"]})
    assert back.json()["turns"][0]["text"] == turn["text"]


def test_a_select_is_made_listed_noted_and_taken_away(client: TestClient) -> None:
    assert client.get("/api/selects").json()["selects"] == []
    place = place_of("T001", "the lights on the water")
    client.post("/api/selects", json={"tape": "T001", "start": place.start, "end": place.end})
    shown = client.get("/api/selects?tape=T001").json()
    assert [one["text"] for one in shown["selects"]] == ["the lights on the water."]
    match = {"If-Match": f'"{shown["digest"]}"'}
    noted = client.put("/api/selects/1/note", json={"note": "the ending?"}, headers=match)
    assert noted.status_code == 200
    assert client.delete("/api/selects/1", headers=match).status_code == 412
    match = {"If-Match": f'"{noted.json()["digest"]}"'}
    assert client.delete("/api/selects/1", headers=match).status_code == 200
    assert client.get("/api/selects").json()["selects"] == []
    wrong = client.post("/api/selects", json={"tape": "T001", "start": 2**53, "end": 2**53})
    assert wrong.status_code == 400


def test_what_a_person_heard_is_kept(client: TestClient) -> None:
    place = place_of("T001", "the lights on the water")
    kept = client.post("/api/tapes/T001/listens", json={"start": place.start, "end": place.end})
    assert kept.json()["recorded"]["agrees"] is True
    assert client.get("/api/tapes/T001/listens").json()["total"] == 1
    assert len(client.get("/api/tapes/T001/transcript").json()["listens"]) == 1
    assert client.post("/api/tapes/T001/listens", json={"start": 5, "end": 5}).status_code == 400


def test_new_words_are_laid_once_nobody_types_any_more(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[tuple[tuple[Turn, ...], int]] = []

    def lay(of: Project, before: tuple[Turn, ...], turn: int, who: str) -> None:
        if of is project:  # a server that a test before this one left may still be at it
            laid.append((before, turn))

    monkeypatch.setattr("tapewright.web.aligner.lay_new_words", lay)
    heard = project.store.transcript(TapeId("T001"))
    assert heard
    one, two = heard.turns[:2]
    aligner = Aligner(project, quiet_seconds=0.3)
    aligner.follow([one], [two])
    aligner.follow([two], [two])
    give_up = time.monotonic() + 5
    while not laid and time.monotonic() < give_up:
        time.sleep(0.01)
    aligner.close()
    assert laid == [((one,), two.id)]
