"""Studies and codebooks by the browser: sent as any file is, brought in, written, taken away."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tapewright.model import Code, Codebook, Coding, TapeId
from tapewright.verbs.places import quote_of, read_span
from tapewright.verbs.project import Project

QDC = (
    b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="11111111-1111-1111-1111-111111111111" '
    b'name="quay" isCodable="true"/></Codes></CodeBook>'
)


def send(client: TestClient, name: str, data: bytes) -> str:
    answer = client.put(f"/api/uploads/{name}", content=data)
    assert answer.status_code == 201
    sent: str = answer.json()["name"]
    return sent


def test_a_codebook_that_is_sent_comes_in_after_a_look(project: Project, client: TestClient) -> None:
    file = send(client, "codes.qdc", QDC)
    look = client.post("/api/study/codebook/import", json={"file": file, "dry_run": True})
    assert look.json()["brought"] == {"codebooks": 1, "codes": 1}
    assert project.store.codes() == []
    done = client.post("/api/study/codebook/import", json={"file": file})
    assert done.json()["brought"] == {"codebooks": 1, "codes": 1}
    assert [code.name for code in project.store.codes()] == ["quay"]


def test_a_study_is_written_taken_away_and_brought_in(project: Project, client: TestClient) -> None:
    with project.store.change("study") as pen:
        book = pen.add(Codebook(name="Signs"))
        code = pen.add(Code(codebook=book.id, name="boats"))
        pen.add(Coding(code=code.id, quote=quote_of(project, read_span(project, "T001@1.5,6.3")), coder="Rosa"))
    written = client.post("/api/study/export", json={"tapes": ["T001"]}).json()
    assert written["counts"]["codings"] == 1
    data = client.get(f"/api/exports/{written['file']}").content
    assert data.startswith(b"PK")
    project.store.undo()
    done = client.post("/api/study/import", json={"file": send(client, "back.qdpx", data), "tapes": {"T001": "T001"}})
    assert done.json()["brought"] == {"codebooks": 1, "codes": 1, "codings": 1}
    assert [coding.quote.span.tape for coding in project.store.codings()] == [TapeId("T001")]
    books = client.post("/api/study/codebook/export", json={"to": "json"}).json()
    assert client.get(f"/api/exports/{books['file']}").json()["codebooks"][0]["name"] == "Signs"


def test_what_was_never_sent_is_not_read(client: TestClient) -> None:
    for name in ("nothing.qdpx", "../tapewright.db", "/etc/passwd", ".hidden", "a/b.qdpx"):
        answer = client.post("/api/study/import", json={"file": name})
        assert answer.status_code in (400, 404), name


def test_a_broken_file_is_an_answer_in_words(client: TestClient) -> None:
    answer = client.post("/api/study/import", json={"file": send(client, "x.qdpx", b"PK\x03\x04")})
    assert answer.status_code == 422
    assert "cut short" in answer.text
    assert client.post("/api/study/export", json={"to": "docx"}).status_code == 400
    assert client.post("/api/study/codebook/export", json={}).status_code == 400
