"""Paper edits over the API: every change says which text it was made from, and nothing is written over unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.harbour import place_of
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.verbs import edit, paperfile, paperview
from tapewright.verbs.project import Project


def placed(phrase: str, tape: str = "T001") -> dict[str, Any]:
    place = place_of(tape, phrase)
    return {"tape": tape, "start": place.start, "end": place.end}


def match(digest: str) -> dict[str, str]:
    return {"If-Match": f'"{digest}"'}


@pytest.fixture
def gap(client: TestClient) -> dict[str, Any]:
    """A paper edit with two bites, as the server shows it."""
    view = client.post("/api/edits", json={"name": "gap", "title": "The gap"}).json()["view"]
    for phrase in ("The harbour was quiet that year", "I was afraid of the storm"):
        answer = client.post("/api/edits/gap/insert", json=placed(phrase), headers=match(view["digest"]))
        assert answer.status_code == 200
        view = answer.json()["view"]
    return view


def test_a_new_edit_is_listed_and_read_with_its_words(client: TestClient, gap: dict[str, Any]) -> None:
    (listed,) = client.get("/api/edits").json()["edits"]
    assert (listed["edit"], listed["title"], listed["bites"], listed["digest"]) == ("gap", "The gap", 2, gap["digest"])
    read = client.get("/api/edits/gap").json()
    assert read == gap
    assert [word["source"] for word in read["bites"][1]["words"]] == "I was afraid of the storm.".split()
    assert client.post("/api/edits", json={"name": "gap"}).status_code == 412


def test_typing_is_written_over_the_text_that_was_seen_and_no_other(
    client: TestClient, gap: dict[str, Any], project: Project
) -> None:
    text = gap["text"] + "\nNarration <script>alert(1)</script>\n"
    answer = client.put("/api/edits/gap", json={"text": text}, headers=match(gap["digest"]))
    assert answer.status_code == 200
    assert (project.edits / "gap.md").read_text() == text == answer.json()["view"]["text"]
    late = client.put("/api/edits/gap", json={"text": "mine"}, headers=match(gap["digest"]))
    assert late.status_code == 412
    assert late.json()["current"] == {"digest": answer.json()["view"]["digest"], "text": text}
    assert client.put("/api/edits/gap", json={"text": "mine"}).status_code == 428
    assert (project.edits / "gap.md").read_text() == text


def test_every_verb_changes_the_file_and_shows_what_came_of_it(
    client: TestClient, gap: dict[str, Any], project: Project
) -> None:
    def done(verb: str, body: dict[str, Any], digest: str) -> dict[str, Any]:
        answer = client.post(f"/api/edits/gap/{verb}", json=body, headers=match(digest))
        assert answer.status_code == 200, answer.text
        view: dict[str, Any] = answer.json()["view"]
        assert (project.edits / "gap.md").read_text() == view["text"]
        return view

    full = gap["order"]["ticks"]["duration"]
    struck = done("strike", {"block": 1, "first": 2, "end": 4}, gap["digest"])
    assert "~~was quiet~~" in struck["text"]
    assert struck["order"]["ticks"]["duration"] < full
    back = done("strike", {"block": 1, "first": 2, "end": 4, "undo": True}, struck["digest"])
    assert back["text"] == gap["text"]
    moved = done("move", {"block": 2, "where": {"before": 1}}, back["digest"])
    assert moved["order"]["blocks"][0]["text"] == "I was afraid of the storm."
    trimmed = done("trim", {"block": "1", "start": 2}, moved["digest"])
    assert trimmed["order"]["blocks"][0]["text"] == "afraid of the storm."
    halves = done("split", {"block": 2, "word": 3}, trimmed["digest"])
    assert len(halves["bites"]) == 3
    fewer = done("remove", {"block": 3}, halves["digest"])
    assert len(fewer["bites"]) == 2
    place = placed("afraid of the storm")
    frame = fewer["bites"][0]["frame"]
    later = done("anchor", {**place, "end": place["end"] + frame, "block": 1}, fewer["digest"])
    assert later["order"]["blocks"][0]["bite"]["ticks"]["end"] == place["end"] + frame
    airtime = client.get("/api/edits/gap/airtime").json()["airtime"]
    assert airtime == later["airtime"]
    assert [part["speaker"] for part in airtime] == ["MARIAN"]


def test_the_proof_says_which_text_it_is_of(client: TestClient, gap: dict[str, Any]) -> None:
    text = gap["text"].replace("was quiet", "was silent")
    view = client.put("/api/edits/gap", json={"text": text}, headers=match(gap["digest"])).json()["view"]
    proof = client.post("/api/edits/gap/check").json()
    assert proof["digest"] == view["digest"]
    assert [quote["verdict"] for quote in proof["check"]["quotes"]] == ["altered", "verbatim"]


def test_a_proof_of_a_text_that_is_saved_over_meanwhile_bears_the_name_of_the_text_that_it_is_of(
    client: TestClient, gap: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = paperfile.read_text

    def read_and_saved_over(path: Path) -> str:
        text = read(path)
        path.write_text(text.replace("was quiet", "was silent"), "utf-8")
        return text

    for module in (paperfile, paperview):
        monkeypatch.setattr(module, "read_text", read_and_saved_over)
    proof = client.post("/api/edits/gap/check").json()
    assert proof["digest"] == gap["digest"]
    assert [quote["verdict"] for quote in proof["check"]["quotes"]] == ["verbatim", "verbatim"]


def test_a_broken_head_is_kept_shown_and_named(client: TestClient, gap: dict[str, Any]) -> None:
    text = gap["text"].replace("rate: 25", "rate: 13")
    view = client.put("/api/edits/gap", json={"text": text}, headers=match(gap["digest"])).json()["view"]
    assert (view["text"], view["order"]) == (text, None)
    assert view["trouble"]["code"] == "unreadable"
    assert client.post("/api/edits/gap/check").status_code == 422
    assert (
        client.post(
            "/api/edits/gap/strike", json={"block": 1, "first": 0, "end": 1}, headers=match(view["digest"])
        ).status_code
        == 422
    )


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "..", "%2e%2e", "..%2ftapewright.toml", "a%5cb", "%00", "x" * 400])
def test_no_name_leads_out_of_the_edits(client: TestClient, project: Project, name: str) -> None:
    edit.new_edit(project, "gap")
    before = {path for path in project.root.rglob("*") if "cache" not in path.parts}
    for asked in (client.get(f"/api/edits/{name}"), client.post("/api/edits", json={"name": f"../{name}"})):
        assert 400 <= asked.status_code < 500
        assert set(asked.json()) == {"error"}
    assert {path for path in project.root.rglob("*") if "cache" not in path.parts} == before


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("strike", {"block": 1, "first": 5, "end": 2}),
        ("strike", {"block": 1, "first": 0, "end": 99}),
        ("strike", {"block": 9, "first": 0, "end": 1}),
        ("strike", {"block": "L0", "first": 0, "end": 1}),
        ("strike", {"block": 1.5, "first": 0, "end": 1}),
        ("strike", {"block": 1, "first": 0, "end": 1, "more": 1}),
        ("trim", {"block": 1, "start": 10**9}),
        ("trim", {"block": 1, "end": 5000}),
        ("split", {"block": 1, "word": 1}),
        ("move", {"block": 1, "where": {"after": 1, "before": 2}}),
        ("move", {"block": 1}),
        ("insert", {"tape": "T009", "start": 0, "end": 1}),
        ("insert", {"tape": "../T001", "start": 0, "end": 1}),
        ("insert", {"tape": "T001", "start": 5, "end": 1}),
        ("insert", {"tape": "T001", "start": 0, "end": 2**52}),
        ("insert", {"tape": "T001", "start": -1, "end": 2**60}),
        ("anchor", {"block": 1, "tape": "T002", "start": 0, "end": 10}),
        ("remove", {"block": ""}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    client: TestClient, gap: dict[str, Any], project: Project, verb: str, body: dict[str, Any]
) -> None:
    answer = client.post(f"/api/edits/gap/{verb}", json=body, headers=match(gap["digest"]))
    assert answer.status_code in (400, 404), answer.text
    assert answer.json()["error"]["message"]
    assert (project.edits / "gap.md").read_text() == gap["text"]


def test_an_exported_file_is_taken_away_whole_and_nothing_else_is(client: TestClient, project: Project) -> None:
    folder = project.root / "exports"
    folder.mkdir()
    (folder / "gap.edl").write_bytes(b"TITLE: gap\r\n")
    (folder / ".part").write_bytes(b"half")
    (folder / "out.md").symlink_to(project.root / "tapewright.toml")
    listed = client.get("/api/exports").json()
    assert [one["name"] for one in listed["files"]] == ["gap.edl"]
    assert {"edl", "fcpxml", "otio", "wav"} <= {one["name"] for one in listed["formats"]}
    taken = client.get("/api/exports/gap.edl")
    assert taken.content == b"TITLE: gap\r\n"
    assert taken.headers["content-disposition"].startswith("attachment")
    for name in (".part", "out.md", "..", "%2e%2e%2ftapewright.toml", "none.edl", "%00", "a%5cb"):
        assert client.get(f"/api/exports/{name}").status_code in (400, 404)


def test_the_example_is_something_that_is_said_and_can_be_put_in(client: TestClient, gap: dict[str, Any]) -> None:
    example = client.get("/api/bites/example").json()["example"]
    answer = client.post("/api/edits/gap/insert", json={**example, "air": True}, headers=match(gap["digest"]))
    assert answer.json()["view"]["order"]["blocks"][-1]["text"] == "Did you see the boats that night?"


def test_an_export_is_a_job_and_a_format_that_is_none_is_refused(client: TestClient, gap: dict[str, Any]) -> None:
    assert client.post("/api/edits/gap/export", json={"to": ["edl", "edl"]}).json()["arguments"]["to"] == ["edl"]
    for body in ({"to": []}, {"to": ["exe"]}, {"to": ["--out=/tmp/x"]}, {"to": ["edl"], "out": "/tmp"}, {}):
        assert client.post("/api/edits/gap/export", json=body).status_code == 400
    assert client.post("/api/edits/none/export", json={"to": ["edl"]}).status_code == 404


def test_the_fairness_of_an_edit_is_the_record_of_its_verb(
    client: TestClient, gap: dict[str, Any], project: Project
) -> None:
    read = client.get("/api/fairness/gap").json()
    assert {one["name"]: one["words"] for one in read["people"] if one["words"]} == {"MARIAN": 12}
    assert [one["kept"] for one in read["asked"]] == [False]
    assert read["words"] == sum(one["words"] for one in read["groups"])
    assert client.get("/api/fairness/nothing").status_code == 404
    assert client.get("/api/fairness/..%2F..%2Fetc%2Fpasswd").status_code in (400, 404)
