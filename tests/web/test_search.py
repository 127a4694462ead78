"""Search over the wire: the record of the command, its facets, its state, and everything that is asked wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.verbs.find import find, record
from tapewright.verbs.project import Project


@pytest.fixture(autouse=True)
def no_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever this machine has, search by meaning has no weights here."""
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "no-models"))


def ask(client: TestClient, q: str, **query: object) -> dict[str, Any]:
    got = client.get("/api/search", params={"q": q, **query})  # type: ignore[dict-item]
    assert got.status_code == 200, got.text
    found: dict[str, Any] = got.json()
    return found


def test_the_answer_is_the_record_of_the_command(client: TestClient, project: Project) -> None:
    for way in ("exact", "close", "sound"):
        page = find(project, "the boats came back", way=way, context_words=12)
        assert ask(client, "the boats came back", way=way) == record(page)


def test_facets_say_how_the_hits_are_spread_as_if_nothing_was_chosen_in_them(client: TestClient) -> None:
    found = ask(client, "were OR boats OR flour", facets=True)
    assert [(one["tape"], one["hits"]) for one in found["facets"]["tapes"]] == [("T001", 5), ("T002", 1)]
    by_name = {one["name"]: one["hits"] for one in found["facets"]["speakers"]}
    assert by_name == {"ASKER": 3, "MARIAN": 2, "JONAS": 1}
    marian = next(one["speaker"] for one in found["facets"]["speakers"] if one["name"] == "MARIAN")
    kept = ask(client, "were OR boats OR flour", facets=True, speaker=marian)
    assert kept["total"] == 2
    assert {one["name"]: one["hits"] for one in kept["facets"]["speakers"]} == by_name
    assert [(one["tape"], one["hits"]) for one in kept["facets"]["tapes"]] == [("T001", 2)]
    assert ask(client, "were OR boats OR flour", speaker="Marian")["total"] == 2


def test_a_hit_says_which_of_its_words_were_asked_for_and_what_differs(client: TestClient) -> None:
    (hit,) = ask(client, "harbour nobody")["hits"]
    words = hit["text"].split(" ")
    assert [words[first:end] for first, end in hit["lit"]] == [["harbour"], ["nobody"]]
    best = ask(client, "the harbor was quite that year", way="close")["hits"][0]
    assert {"asked": "harbor", "said": "harbour"} in best["differences"]
    assert best["differs"] == 2


def test_pages_of_hits_follow_each_other(client: TestClient) -> None:
    whole = ask(client, "the", limit=100)["hits"]
    pages = [ask(client, "the", offset=offset, limit=2)["hits"] for offset in range(0, len(whole), 2)]
    assert [hit for page in pages for hit in page] == whole


def test_a_change_is_found_at_once_though_answers_are_kept(client: TestClient, project: Project) -> None:
    assert ask(client, "lighthouse")["total"] == 0
    transcript = project.store.transcript(project.store.tapes()[0].id)
    assert transcript is not None
    turn = transcript.turns[0]
    from dataclasses import replace

    with project.store.change("correct") as pen:
        pen.replace_turns([turn], [replace(turn, words=(replace(turn.words[0], text="Lighthouse"), *turn.words[1:]))])
    assert ask(client, "lighthouse")["total"] == 1
    assert ask(client, "lighthouse", way="close")["total"] == 1
    project.store.undo()
    assert ask(client, "lighthouse")["total"] == 0


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"q": 'the "harbour'}, 400, "never closed"),
        ({"q": ""}, 400, "no word"),
        ({"q": "(boats"}, 400, "never closed"),
        ({"q": "a*"}, 400, "almost every word"),
        ({"q": "boats", "way": "meaning"}, 501, "is not on this machine"),
        ({"q": "boats", "way": "guess"}, 400, "no way of searching"),
        ({"q": "boats", "tape": "T999"}, 404, "no tape"),
        ({"q": "boats", "speaker": "Nobody"}, 404, "no speaker"),
        ({"q": "boats", "speaker": "99999999999999999999"}, 404, "no speaker"),
        ({"q": "boats", "from": 10, "to": 5}, 400, "before the start"),
        ({"q": "boats", "from": "soon"}, 400, "cannot be read"),
        ({"q": "boats", "limit": 100000}, 400, "cannot be read"),
        ({"q": "boats " * 2000}, 400, "characters"),
        ({"q": "boats " * 600, "way": "close"}, 400, "too many"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_plain_words(
    client: TestClient, query: dict[str, Any], status: int, said: str
) -> None:
    got = client.get("/api/search", params=query)
    assert got.status_code == status, got.text
    assert said in got.json()["error"]["message"]


@pytest.mark.parametrize(
    "q", ["'; DROP TABLE turn; --", '"" OR ""', "NEAR/", "\u0000", "👩‍🚒 café", "ﬁ ²", "𝒽arbour", "%_*"]
)
@pytest.mark.parametrize("way", ["exact", "close", "sound"])
def test_hostile_queries_are_answered_or_refused(client: TestClient, q: str, way: str) -> None:
    assert client.get("/api/search", params={"q": q, "way": way}).status_code in (200, 400)


def test_the_state_names_tapes_without_words_and_ways_that_are_ready(client: TestClient, project: Project) -> None:
    from tapewright.model import Tape, TapeId
    from tapewright.timing import TimecodeFormat, frame_rate, from_seconds

    with project.store.change("a tape without words") as pen:
        counting = TimecodeFormat(frame_rate("25"))
        pen.add_tape(Tape(id=TapeId("T003"), title="Unread", format=counting, duration=from_seconds(60)))
    told = client.get("/api/search/state").json()
    assert (told["tapes"], told["read"]) == (3, 2)
    assert told["unread"] == [{"tape": "T003", "title": "Unread"}]
    assert [one["way"] for one in told["ways"]] == ["exact", "close", "sound", "meaning"]
    assert told["ways"][-1]["needs"] == "tapewright models fetch meaning"


def test_every_example_finds_something_here(client: TestClient) -> None:
    examples = client.get("/api/search/examples").json()["examples"]
    assert {one["way"] for one in examples} <= {"exact", "close", "sound"}
    assert examples
    for one in examples:
        assert ask(client, one["query"], way=one["way"])["total"] == one["hits"] > 0


def test_all_hits_go_into_the_selects_in_one_change(client: TestClient, project: Project) -> None:
    done = client.post("/api/search/selects", json={"q": "afraid"})
    assert done.status_code == 200, done.text
    assert done.json()["edit"] == "selects"
    text = (project.edits / "selects.md").read_text()
    assert text.count("](tape:T001#") == ask(client, "afraid")["total"] == 4
    assert text.count("> — MARIAN") == 2
    more = client.post("/api/search/selects", json={"q": "flour", "tape": "T002"}).json()
    assert more["bite"] == 5


def test_nothing_is_selected_where_nothing_is_found(client: TestClient, project: Project) -> None:
    assert client.post("/api/search/selects", json={"q": "lighthouse"}).status_code == 400
    assert client.post("/api/search/selects", json={"q": "boats", "extra": 1}).status_code == 400
    assert not (project.edits / "selects.md").exists()


def test_a_hit_knows_which_words_of_its_tape_it_is(client: TestClient, project: Project) -> None:
    transcript = project.store.transcript(project.store.tapes()[0].id)
    assert transcript is not None
    words = [word.text for turn in transcript.turns for word in turn.words]
    for hit in ask(client, '"afraid of" OR boats')["hits"]:
        at = {"tape": hit["tape"], **hit["ticks"]}
        found = client.get("/api/search/words", params=at).json()
        assert " ".join(words[found["first"] - 1 : found["last"]]) == hit["text"]
    assert client.get("/api/search/words", params={"tape": "T001", "start": 0, "end": 1}).status_code == 404
    assert client.get("/api/search/words", params={"tape": "T001", "start": 9, "end": 1}).status_code == 400
    assert client.get("/api/search/words", params={"tape": "T999", "start": 0, "end": 1}).status_code == 404
