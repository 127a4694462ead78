"""What the chronology's screen asks besides: what a date means, which sources read otherwise now, events of a tape."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tapewright.timing import from_seconds


@pytest.mark.parametrize(
    ("text", "said"),
    [("1978-06", "June 1978"), (" 1978-06-04 ", "4 June 1978"), ("1520~", "about 1520")],
)
def test_a_date_is_said_as_people_say_it(client: TestClient, text: str, said: str) -> None:
    read = client.get("/api/dates/read", params={"text": text}).json()
    assert (read["said"], read["why"], read["text"]) == (said, "", text.strip())
    assert read["earliest"] <= read["latest"]


@pytest.mark.parametrize("text", ["that summer", "", "1978-13", "٣", "\x00", "9" * 300])
def test_what_is_no_date_is_answered_with_the_reason(client: TestClient, text: str) -> None:
    answer = client.get("/api/dates/read", params={"text": text})
    assert answer.status_code == 200, answer.text
    read = answer.json()
    assert read["why"] or read["said"]
    assert (read["earliest"] is None) == bool(read["why"]) or not read["why"]


def test_what_words_seem_to_mean_is_offered_as_dates(client: TestClient) -> None:
    def meant(text: str) -> list[tuple[str, str]]:
        read = client.get("/api/dates/read", params={"text": text}).json()
        return [(one["date"], one["said"]) for one in read["meant"]]

    assert meant("12.5.1978") == [("1978-05-12", "12 May 1978")]
    assert meant("4/6/84") == [("1984-06-04", "4 June 1984"), ("1984-04-06", "6 April 1984")]
    assert meant("that summer") == meant("1978-06") == []


def test_a_text_without_end_is_refused(client: TestClient) -> None:
    assert client.get("/api/dates/read", params={"text": "1" * 301}).status_code == 400


def first_turn(client: TestClient) -> int:
    turns = client.get("/api/tapes/T001/transcript").json()["transcript"]["turns"]
    return int(turns[0]["id"])


def test_a_source_whose_words_were_corrected_is_named_with_what_stands_there_now(client: TestClient) -> None:
    place = {"tape": "T001", "start": from_seconds(0), "end": from_seconds(4)}
    event = client.post(
        "/api/events", json={"title": "The ferry stops", "sources": [place, {"document": "Log"}]}
    ).json()
    path = f"/api/events/{event['id']}/now"
    assert client.get(path).json() == {"sources": []}
    turn = client.get(f"/api/turns/{first_turn(client)}").json()
    said = client.put(
        f"/api/turns/{turn['id']}",
        json={"text": f"Indeed {turn['text']}"},
        headers={"If-Match": f'"{turn["revision"]}"'},
    )
    assert said.status_code == 200, said.text
    (found,) = client.get(path).json()["sources"]
    assert (found["number"], found["text"]) == (1, event["sources"][0]["text"])
    assert found["reads_now"].startswith("Indeed")


def test_events_of_a_tape_are_those_that_rest_on_it(client: TestClient) -> None:
    place = {"tape": "T001", "start": from_seconds(0), "end": from_seconds(4)}
    client.post("/api/events", json={"title": "On it", "sources": [place]})
    client.post("/api/events", json={"title": "Elsewhere", "sources": [{"document": "Log"}]})
    assert [one["title"] for one in client.get("/api/tapes/T001/events").json()["events"]] == ["On it"]
    assert client.get("/api/tapes/T999/events").status_code == 404
    assert client.get("/api/events/99/now").status_code == 404
