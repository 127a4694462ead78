"""The reports that go out, asked over the API: as a record, as files, and what is refused."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tapewright.testing.harbourstudy import harbour_study
from tapewright.verbs.brief import warning_signs
from tapewright.verbs.project import Project
from tapewright.verbs.studywriting import write_report


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour_study(tmp_path / "harbour", letters=12) as made:
        yield made


def test_a_report_is_a_record_for_the_screen(client: TestClient) -> None:
    told = client.get("/api/reports/institutions").json()
    assert told["kicker"] == "Institution ledger"
    assert told["sections"][0]["title"] == "In numbers"
    assert told["files"] == []
    signs = client.get("/api/reports/warning-signs", params={"country": ["GB", "IE"]}).json()
    helped = next(section for section in signs["sections"] if section["title"] == "Where help is")
    assert [block["title"] for block in helped["blocks"] if block["kind"] == "grid"] == ["United Kingdom", "Ireland"]


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_report_is_the_file_that_the_command_writes(
    project: Project, client: TestClient, form: str, begins: bytes
) -> None:
    answer = client.get("/api/reports/warning-signs", params={"format": form})
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].endswith(f"warning-sign-brief.{form}")
    wrote = write_report(project, lambda: warning_signs(project), "warning-sign-brief", form)
    assert answer.content == wrote.files[0].path.read_bytes()


def test_tables_come_together_in_one_archive(client: TestClient) -> None:
    asked = [client.get("/api/reports/institutions", params={"format": "csv"}).content for _ in range(2)]
    assert asked[0] == asked[1]
    with zipfile.ZipFile(io.BytesIO(asked[0])) as archive:
        assert archive.namelist() == [
            "institution-ledger.csv",
            "institution-ledger-rates.csv",
            "institution-ledger-tapes.csv",
            "institution-ledger-about.csv",
        ]


def test_the_rates_alone_hold_no_contact(client: TestClient) -> None:
    alone = client.get("/api/reports/institutions", params={"without_contacts": True})
    assert "Letter 1" not in alone.text
    as_table = client.get("/api/reports/institutions", params={"without_contacts": True, "format": "csv"})
    assert "institution-rates.csv" in as_table.headers["content-disposition"]


def test_countries_are_listed_with_their_services(client: TestClient) -> None:
    listed = {one["code"]: one["services"] for one in client.get("/api/reports/countries").json()["countries"]}
    assert "Samaritans" in listed["GB"]


def test_what_there_is_to_report_is_counted_of_all_and_of_a_case(client: TestClient) -> None:
    whole = client.get("/api/reports/material").json()
    assert (whole["signs"], whole["passages"], whole["contacts"], whole["threshold"]) == (2, 1, 12, 5)
    assert client.get("/api/reports/material", params={"case": "nowhere"}).status_code == 404
    assert client.post("/api/cases", json={"name": "Nothing yet"}).status_code == 201
    none = client.get("/api/reports/material", params={"case": "Nothing yet"}).json()
    assert none["contacts"] == 0


def test_a_report_that_a_job_wrote_is_offered_by_its_files_however_long_it_is(
    project: Project, client: TestClient
) -> None:
    asked = {"to": ["html", "csv"], "without_contacts": False}
    job = client.post("/api/jobs", json={"command": "institutions", "arguments": asked}).json()
    deadline = time.monotonic() + 30
    while client.get(f"/api/jobs/{job['id']}").json()["state"] in ("waiting", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    told = client.get(f"/api/jobs/{job['id']}").json()
    assert told["state"] == "done", told
    assert told["answer_bytes"] > 32_768
    names = [Path(one["path"]).name for one in told["answer"]["files"]]
    assert names[:2] == ["institution-ledger.html", "institution-ledger.csv"]
    assert client.get(f"/api/exports/{names[1]}").content.startswith(b"\xef\xbb\xbf")
    assert told["answer"].keys() == {"files", "remarks"}


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("institutions", {"threshold": 2}, 400),
        ("institutions", {"format": "exe"}, 400),
        ("institutions", {"case": "nowhere"}, 404),
        ("warning-signs", {"country": "../.."}, 400),
        ("warning-signs", {"country": "XX"}, 400),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    client: TestClient, path: str, asked: dict[str, object], status: int
) -> None:
    answer = client.get(f"/api/reports/{path}", params=asked)
    assert answer.status_code == status
    assert answer.json()["error"]
