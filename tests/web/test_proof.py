"""Proof over the API: pasted, dropped, listed, judged, signed off, on paper; what is hostile is refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.model import Tape, TapeId
from tapewright.testing.browsing import until
from tapewright.testing.harbour import place_of
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds, write_fragment
from tapewright.verbs.export import export
from tapewright.verbs.project import Project
from tapewright.verbs.proofs import state_of
from tapewright.web.routers import proof as proof_routes

ARTICLE = """\
“No, I did not see the boats,” said Marian. “I saw the lights on the water.”

“I did see the boats,” Marian said.

“The lighthouse keeper sold his clocks to a passing circus,” said Marian.
"""
BITE = "> No, I did ~~not~~ see the boats.\n>\n> — MARIAN [T001](tape:T001#t=3.550000,6.000000)\n"


def pasted(client: TestClient, text: str = ARTICLE, **more: str) -> dict[str, Any]:
    said = client.post("/api/check", json={"text": text, **more})
    assert said.status_code == 201, said.text
    record: dict[str, Any] = said.json()
    return record


def an_edit(project: Project, text: str = BITE, name: str = "cut") -> None:
    project.edits.mkdir(exist_ok=True)
    (project.edits / f"{name}.md").write_text(text, "utf-8")


def dropped(client: TestClient, name: str, data: bytes) -> Any:
    return client.post("/api/uploads/scripts", params={"name": name}, content=data)


def test_a_pasted_article_is_kept_and_judged_line_by_line(client: TestClient, project: Project) -> None:
    made = pasted(client)
    assert made["name"] == "No I did not see the.txt"
    assert (project.root / "scripts" / made["name"]).read_text("utf-8") == ARTICLE
    assert [quote["verdict"] for quote in made["quotes"]][-1] == "not_found"
    dropped_not = next(quote for quote in made["quotes"] if quote["text"] == "I did see the boats,")
    (cell,) = [cell for cell in dropped_not["aligned"] if cell["flags"]]
    assert (cell["kind"], cell["quote"], cell["tape"]) == ("gone", "", "not")
    assert dropped_not["flags"][cell["flags"][0]]["flag"] == "negation_dropped"
    assert len(made["quotes"][-1]["sources"]) == 0 or made["quotes"][-1]["outcome"] == "differs"
    assert client.get(f"/api/proofs/{made['name']}").json() == made


def test_the_record_is_that_of_the_command(
    client: TestClient, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    made = pasted(client, title="An article")
    run(app, ["check", "--project", str(project.root), "An article.txt", "--json"])
    of_command = json.loads(capsys.readouterr().out)
    assert {name: made[name] for name in of_command} == of_command


def test_the_list_has_edits_and_scripts_with_what_was_found(client: TestClient, project: Project) -> None:
    an_edit(project)
    made = pasted(client, title="An article")
    rows = {row["name"]: row for row in client.get("/api/proofs").json()["proofs"]}
    assert set(rows) == {"cut", "An article.txt"}
    assert rows["cut"]["checked_at"] is None
    assert rows["cut"]["open"] is None
    assert rows["An article.txt"]["fresh"]
    assert rows["An article.txt"]["open"] == made["summary"]["open"] == 2
    assert client.get("/api/proofs/cut").json()["joins"]
    assert {row["name"]: row["kind"] for row in client.get("/api/proofs").json()["proofs"]}["cut"] == "edit"


def test_a_proof_is_made_anew_once_the_file_or_a_tape_is_another(client: TestClient, project: Project) -> None:
    name = pasted(client)["name"]
    before = client.get(f"/api/proofs/{name}").json()
    (project.root / "scripts" / name).write_text("“I saw the lights on the water,” said Marian.", "utf-8")
    assert not client.get("/api/proofs").json()["proofs"][0]["fresh"]
    assert len(client.get(f"/api/proofs/{name}").json()["quotes"]) == 1
    assert len(before["quotes"]) > 1
    with project.store.change("a tape more") as pen:
        pen.add_tape(
            Tape(
                id=TapeId("T009"),
                title="",
                format=TimecodeFormat(frame_rate(25)),
                duration=from_seconds(60),
                start_timecode=from_seconds(0),
            )
        )
    assert client.get(f"/api/proofs/{name}").json()["transcript_coverage"]["unread"] == ["T009"]


def test_a_finding_is_accepted_with_a_reason_and_open_again_when_the_line_is_another(
    client: TestClient, project: Project
) -> None:
    client.put("/api/me", json={"name": "M. Brandt"})
    made = pasted(client)
    quote = next(one for one in made["quotes"] if one["text"] == "I did see the boats,")
    body = {"number": quote["n"], "finding": quote["finding_id"], "reason": "she agreed to it, letter of 3 May"}
    state = state_of(project)
    said = client.post(f"/api/proofs/{made['name']}/accept", json=body)
    assert said.status_code == 201
    assert (said.json()["who"], said.json()["file"]) == ("M. Brandt", made["name"])
    assert state_of(project) == state  # nothing has to be judged again for it
    now = client.get(f"/api/proofs/{made['name']}").json()
    assert now["summary"]["open"] == made["summary"]["open"] - 1
    assert now["quotes"][quote["n"] - 1]["accepted"]["reason"] == body["reason"]
    path = project.root / "scripts" / made["name"]
    path.write_text(ARTICLE.replace("see the boats,” Marian", "see boats,” Marian"), "utf-8")
    assert client.get(f"/api/proofs/{made['name']}").json()["summary"]["accepted"] == 0
    again = client.post(f"/api/proofs/{made['name']}/accept", json=body)
    assert again.status_code == 412
    assert again.json()["current"]["quotes"][quote["n"] - 1]["finding_id"] != body["finding"]
    path.write_text(ARTICLE, "utf-8")
    assert client.get(f"/api/proofs/{made['name']}").json()["summary"]["accepted"] == 1


def test_an_acceptance_is_taken_back_and_undone(client: TestClient) -> None:
    made = pasted(client)
    quote = next(one for one in made["quotes"] if one["finding_id"])
    body = {"number": quote["n"], "finding": quote["finding_id"], "reason": "it may stand"}
    accepted = client.post(f"/api/proofs/{made['name']}/accept", json=body).json()
    assert client.get("/api/acceptances").json()["acceptances"] == [accepted]
    assert client.delete(f"/api/acceptances/{accepted['id']}").json() == accepted
    assert client.get("/api/acceptances").json()["acceptances"] == []
    assert client.delete(f"/api/acceptances/{accepted['id']}").status_code == 404
    assert client.post("/api/undo", json={}).status_code == 200
    assert client.get(f"/api/proofs/{made['name']}").json()["summary"]["accepted"] == 1


def test_a_join_of_a_paper_edit_is_accepted(client: TestClient, project: Project) -> None:
    an_edit(project)
    made = client.get("/api/proofs/cut").json()
    (join,) = [one for one in made["joins"] if one["finding_id"]]
    assert join["flags"][0]["flag"] == "negation_dropped"
    body = {"number": join["n"], "finding": join["finding_id"], "reason": "put right in the narration", "join": True}
    assert client.post("/api/proofs/cut/accept", json=body).json()["verdict"] == "join"
    assert client.get("/api/proofs/cut").json()["summary"]["open"] == made["summary"]["open"] - 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 4001])
def test_nothing_is_accepted_without_a_reason(client: TestClient, reason: str) -> None:
    made = pasted(client)
    quote = next(one for one in made["quotes"] if one["finding_id"])
    body = {"number": quote["n"], "finding": quote["finding_id"], "reason": reason}
    assert client.post(f"/api/proofs/{made['name']}/accept", json=body).status_code == 400
    assert client.get("/api/acceptances").json()["acceptances"] == []


def test_a_dropped_file_is_read_as_the_command_reads_it(client: TestClient, project: Project) -> None:
    said = dropped(client, "Nine years.srt", b"1\n00:00:01,000 --> 00:00:03,000\nMARIAN: I saw the lights.\n")
    assert said.status_code == 201
    assert (said.json()["name"], said.json()["kind"]) == ("Nine years.srt", "script")
    again = dropped(client, "Nine years.srt", b"1\n00:00:01,000 --> 00:00:03,000\nMARIAN: I saw the lights.\n")
    assert again.json()["name"] == "Nine years.srt"
    other = dropped(client, "Nine years.srt", b"1\n00:00:01,000 --> 00:00:03,000\nMARIAN: I saw the boats.\n")
    assert other.json()["name"] == "Nine years 2.srt"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../evil.md", "evil.md"),
        ("..\\..\\evil.md", "evil.md"),
        ("/etc/passwd.txt", "passwd.txt"),
        (".hidden.md", "hidden.md"),
        ("-rf.txt", "rf.txt"),
        ("a\nb\x00c\x1b[31m.txt", "a b-c-31m.txt"),
        ("‮txt.exe.md", "txt.exe.md"),
        ("é" * 200 + ".txt", "é" * 80 + ".txt"),
        ("...md", "script.md"),
    ],
)
def test_no_name_leaves_the_folder_of_scripts(client: TestClient, project: Project, name: str, kept: str) -> None:
    said = client.post("/api/uploads/scripts", params={"name": name[:300]}, content=ARTICLE.encode())
    assert said.status_code == 201, said.text
    assert said.json()["name"] == kept
    assert [path.name for path in (project.root / "scripts").iterdir()] == [kept]


@pytest.mark.parametrize(
    ("name", "data", "status", "told"),
    [
        ("movie.mov", b"\0\0\0\x14ftypqt  ", 400, "called like no script"),
        ("noending", b"text", 400, "called like no script"),
        ("empty.md", b"", 422, "empty"),
        ("blank.md", b" \n ", 422, "empty"),
        ("broken.docx", b"PK\x03\x04 and nothing", 422, "broken.docx"),
        ("renamed.pdf", b"GIF89a\0\0", 422, "renamed.pdf"),
        ("bytes.txt", bytes(range(256)) * 4, 422, "bytes.txt"),
        ("bomb.fcpxml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><fcpxml>&b;</fcpxml>', 422, "bomb.fcpxml"),
        ("cut.edl", b"TITLE: nothing\n\0\0\0", 422, "cut.edl"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_not_kept(
    client: TestClient, project: Project, name: str, data: bytes, status: int, told: str
) -> None:
    said = dropped(client, name, data)
    error = said.json()["error"]
    assert said.status_code == status, said.text
    assert told in f"{error['place']} {error['message']}"
    folder = project.root / "scripts"
    assert not folder.is_dir() or list(folder.iterdir()) == []


def test_an_upload_without_end_is_refused_while_it_comes(client: TestClient, project: Project) -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while taken < 400:
            taken += 1
            yield b"x" * (1 << 20)

    said = client.post("/api/uploads/scripts", params={"name": "long.txt"}, content=endless())
    assert said.status_code == 413
    assert "64 MB" in said.json()["error"]["message"]
    folder = project.root / "scripts"
    assert not folder.is_dir() or list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["nothing", "..", "..%2Ftapewright.toml", "%2Fetc%2Fpasswd", "a.db", "a" * 299])
def test_a_name_that_is_not_there_is_no_address(client: TestClient, name: str) -> None:
    assert client.get(f"/api/proofs/{name}/report").status_code in (400, 404)
    assert client.delete(f"/api/scripts/{name}").status_code in (400, 404, 405)


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": " \n"}, {"text": "x", "name": "y"}, {"text": 3}, {"x": 1}, []]
)
def test_a_check_of_nothing_is_refused_in_words(client: TestClient, body: Any) -> None:
    said = client.post("/api/check", json=body)
    assert said.status_code == 400
    assert said.json()["error"]["message"]


def test_a_script_is_removed_for_good(client: TestClient, project: Project) -> None:
    name = pasted(client)["name"]
    assert client.delete(f"/api/scripts/{name}").json() == {"removed": name}
    assert client.get(f"/api/proofs/{name}").status_code == 404
    assert client.delete(f"/api/scripts/{name}").status_code == 404


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!"), ("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_annotated_script_is_handed_out_as_a_file(
    client: TestClient, project: Project, form: str, begins: bytes
) -> None:
    an_edit(project)
    said = client.get("/api/proofs/cut/report", params={"format": form})
    assert said.status_code == 200
    assert said.content.startswith(begins)
    assert f"cut-annotated-script.{form}" in said.headers["content-disposition"]
    assert not (project.root / "exports").is_dir() or list((project.root / "exports").iterdir()) == []


def test_the_page_of_a_check_says_what_was_accepted(client: TestClient) -> None:
    made = pasted(client)
    quote = next(one for one in made["quotes"] if one["finding_id"])
    body = {"number": quote["n"], "finding": quote["finding_id"], "reason": "a <b>reason</b>"}
    client.post(f"/api/proofs/{made['name']}/accept", json=body)
    page = client.get(f"/api/proofs/{made['name']}/report").text
    assert f"uotation {quote['n']} is accepted by" in page
    assert "a &lt;b&gt;reason&lt;/b&gt;" in page
    assert client.get(f"/api/proofs/{made['name']}/report", params={"format": "pdf"}).status_code == 400


def test_a_check_that_takes_long_is_made_by_a_job(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_routes, "PATIENCE_SECONDS", 0.0)
    said = client.post("/api/check", json={"text": ARTICLE, "title": "A long one"})
    assert said.status_code == 202
    assert said.json()["name"] == "A long one.txt"
    job = said.json()["job"]["id"]
    until(lambda: client.get(f"/api/jobs/{job}").json()["state"] == "done", seconds=60)
    made = client.get("/api/proofs/A long one.txt")
    assert made.status_code == 200
    assert len(made.json()["quotes"]) == 4


EDL = """\
TITLE: BACK
FCM: NON-DROP FRAME

001  X900     V     C        10:00:03:12 10:00:05:12 01:00:00:00 01:00:02:00
"""


def test_a_name_in_a_timeline_that_means_no_tape_is_asked_for(client: TestClient) -> None:
    made = dropped(client, "back.edl", EDL.encode()).json()
    assert (made["kind"], made["unknown_reels"], made["quotes"]) == ("timeline", ["X900"], [])
    assert "X900" in made["unplaced"][0]
    said = client.get("/api/proofs/back.edl", params={"reel": "X900=T001"}).json()
    assert (said["unknown_reels"], said["unplaced"]) == ([], [])
    assert said["quotes"][0]["sources"][0]["tape"] == "T001"
    assert client.get("/api/proofs/back.edl", params={"reel": "X900=T077"}).status_code == 404
    assert client.get("/api/proofs/back.edl", params={"reel": "X900"}).status_code == 400


def test_a_timeline_is_compared_with_the_paper_edit_that_it_came_from(client: TestClient, project: Project) -> None:
    flour = write_fragment(place_of("T002", "We had flour for two days"))
    an_edit(project, f"{BITE}\n> We had flour for two days\n>\n> — JONAS [T002](tape:T002#{flour})\n", "gap")
    export(project, "gap", "edl", project.root / "scripts" / "back.edl")
    same = client.get("/api/proofs/back.edl/conform", params={"against": "gap"}).json()
    assert (same["same"], same["lines"]) == (True, 2)
    an_edit(project, BITE, "gap")
    now = client.get("/api/proofs/back.edl/conform", params={"against": "gap"}).json()
    assert [change["kind"] for change in now["changes"]] == ["added"]
    made = client.post("/api/proofs/back.edl/conform", json={"against": "gap", "write": "gap 2"})
    assert made.status_code == 201
    assert client.get("/api/proofs/gap 2").json()["kind"] == "edit"
    again = client.post("/api/proofs/back.edl/conform", json={"against": "gap", "write": "gap 2"})
    assert again.status_code == 412
    for write in ("../gap 3", "/tmp/gap 3", ".gap"):
        said = client.post("/api/proofs/back.edl/conform", json={"against": "gap", "write": write})
        assert said.status_code == 400
    assert client.get("/api/proofs/gap/conform", params={"against": "back.edl"}).status_code == 400
    assert client.get("/api/proofs/back.edl/conform", params={"against": "../x"}).status_code == 404


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused_and_never_a_fault(client: TestClient, half: str) -> None:
    def ask(path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        return client.post(path, content=json.dumps(body, ensure_ascii=True), headers=headers)

    assert ask("/api/check", {"text": ARTICLE, "title": f"An article {half}"}).status_code == 400
    assert ask("/api/check", {"text": f"“{half}”, she said"}).status_code == 400
    made = pasted(client)
    quote = next(one for one in made["quotes"] if one["finding_id"])
    body = {"number": quote["n"], "finding": quote["finding_id"], "reason": f"because {half}"}
    assert ask(f"/api/proofs/{made['name']}/accept", body).status_code == 400
    assert ask(f"/api/proofs/{made['name']}/accept", {**body, "finding": half}).status_code == 400


def test_what_was_heard_of_a_cut_is_counted(client: TestClient, project: Project) -> None:
    an_edit(project, BITE.replace("~~not~~ ", "not "))
    before = client.get("/api/proofs/cut/heard").json()
    assert (before["heard"], before["cut"]["human"]) == (False, 0)
    words = before["cut"]["words"]
    place = before["unheard"]["places"][0]
    (quote,) = client.get("/api/proofs/cut").json()["quotes"]
    span = quote["sources"][0]["ticks"]
    client.post("/api/tapes/T001/listens", json={"start": span["start"], "end": span["end"]})
    after = client.get("/api/proofs/cut/heard", params={"limit": 0}).json()
    assert after["cut"]["human"] == words
    assert place["tape"] == "T001"
    assert client.get("/api/proofs/article.md/heard").status_code in (400, 404)
