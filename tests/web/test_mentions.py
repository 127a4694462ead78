"""Dates that are said on the tapes, over the API."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.material import a_tape, a_transcript
from tapewright.verbs.project import Project


@pytest.fixture
def asking(client: TestClient, project: Project) -> TestClient:
    """The browser of a project on one more tape of which dates are said."""
    with project.store.change("another tape") as pen:
        pen.add_tape(a_tape("T900"))
        pen.add_transcript(a_transcript("T900", "It was on the fourth of June 1978 .", "Two days later it ran ."))
    return client


def told(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    said = client.get("/api/mentions", params={"tape": "T900", **query})
    assert said.status_code == 200, said.text
    found: list[dict[str, Any]] = said.json()["mentions"]
    return found


def test_dates_are_listed_with_place_passage_and_what_they_hang_on(asking: TestClient) -> None:
    first, second = told(asking)
    assert (first["date"], first["said"], first["kind"], first["is_guess"]) == (
        *("1978-06-04", "4 June 1978", "absolute"),
        False,
    )
    assert first["passage"] == "It was on the fourth of June 1978 ."
    assert second["hangs_on"] == {"how": "mention", "place": first["about"], "text": "the fourth of June 1978"}
    assert second["is_guess"]
    assert {"tape", "place", "ticks", "timecode"} <= set(first)
    assert [one["about"] for one in told(asking, kind="relative")] == [second["about"]]
    assert [one["about"] for one in told(asking, first=1)] == [second["about"]]
    assert len(told(asking, most=1)) == 1


def test_a_date_is_taken_as_an_event_or_left(asking: TestClient) -> None:
    first, second = told(asking)
    made = asking.post(
        "/api/mentions/decide",
        json={"about": first["about"], "answer": "taken", "title": "The ferry stops", "kind": "life"},
    )
    assert made.status_code == 201, made.text
    assert (made.json()["date"], made.json()["kind"]) == ("1978-06-04", "life")
    left = asking.post("/api/mentions/decide", json={"about": second["about"], "answer": "left"})
    assert (left.status_code, left.json()["answer"]) == (201, "left")
    assert told(asking) == []
    assert asking.post("/api/mentions/decide", json={"about": first["about"], "answer": "left"}).status_code == 412


def test_an_event_that_was_made_otherwise_counts_as_taken(asking: TestClient) -> None:
    first, _ = told(asking)
    said = asking.post("/api/mentions/decide", json={"about": first["about"], "answer": "taken"})
    assert (said.status_code, said.json()["answer"]) == (201, "taken")
    assert asking.get("/api/chronology").json()["events"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"about": "T900@3000,3001", "answer": "left"}, 404),
        ({"about": "T999@1,2", "answer": "left"}, 404),
        ({"about": "nonsense", "answer": "left"}, 400),
        ({"about": "T900@4,9", "answer": "maybe"}, 400),
        ({"about": ["T900"], "answer": "left"}, 400),
        ({"answer": "left"}, 400),
    ],
)
def test_what_cannot_be_meant_is_refused(asking: TestClient, body: dict[str, Any], status: int) -> None:
    assert asking.post("/api/mentions/decide", json=body).status_code == status
    assert len(told(asking)) == 2


def test_a_tape_that_is_not_there_is_not_found(asking: TestClient) -> None:
    assert asking.get("/api/mentions", params={"tape": "T999"}).status_code == 404
