"""The API is described as it answers: our own errors, a sentence for every operation."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tapewright.web.openapi import document


def test_every_operation_says_what_it_does_and_how_it_may_fail(client: TestClient) -> None:
    made = document(client.app)  # type: ignore[arg-type]
    assert len(made["paths"]) > 5
    for address, methods in made["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {address} has no docstring"
            assert {"400", "401", "403", "404"} <= operation["responses"].keys()
            assert "HTTPValidationError" not in str(operation["responses"])


def test_a_write_that_needs_a_version_says_so(client: TestClient) -> None:
    made = document(client.app)  # type: ignore[arg-type]
    needs = [
        operation["responses"].keys() >= {"412", "428"}
        for methods in made["paths"].values()
        for operation in methods.values()
        if any(parameter["name"] == "if-match" for parameter in operation.get("parameters", ()))
    ]
    assert needs
    assert all(needs)


def test_the_frameworks_own_pages_are_off(client: TestClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert "swagger" not in client.get(path).text.lower()
        assert client.get(path).headers["content-type"].startswith("text/html")


def test_what_a_route_takes_was_found_out_before_a_request_comes(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(**_: object) -> None:
        raise AssertionError("a fifth of a second for whoever asks first")

    monkeypatch.setattr("fastapi.routing.get_dependant", again)
    assert client.get("/api/tapes").status_code == 200
