"""Every answer to a write says which transactions were made for it, and no other: what its undo takes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from fastapi.responses import Response
from fastapi.testclient import TestClient

from tapewright.store.made import note_made, noting_made
from tapewright.store.sqlite import open_store
from tapewright.testing.served import Served
from tapewright.verbs.project import Project
from tapewright.web.guards import CHANGES, Changes


def made(answer: Any) -> list[int]:
    return [int(number) for number in answer.headers.get(CHANGES, "").split()]


def add(client: Any, name: str) -> Any:
    return client.post("/api/codebooks", json={"name": name})


def test_a_write_says_its_number_and_undoing_that_takes_back_just_that(client: TestClient, project: Project) -> None:
    first, second = add(client, "Weather"), add(client, "Boats")
    last = project.store.last_transaction()
    assert (made(first), made(second)) == ([last - 1], [last])
    back = client.post("/api/undo", json={"number": made(first)[0]})
    assert made(back) == [last + 1]  # taking back is a change too, and can be taken back
    assert [book["name"] for book in client.get("/api/codebooks").json()["codebooks"]] == ["Boats"]


def test_what_changes_nothing_says_nothing(client: TestClient) -> None:
    add(client, "Weather")
    assert made(client.get("/api/codebooks")) == []
    assert made(client.get("/api/history")) == []
    assert made(client.post("/api/undo", json={"number": 9_999})) == []
    refused = add(client, "weather")
    assert refused.status_code >= 400
    assert made(refused) == []


def test_of_many_who_write_at_once_each_is_told_its_own(live_server: Served, project: Project) -> None:
    with (
        httpx.Client(base_url=live_server.address, cookies=live_server.cookies, trust_env=False) as client,
        ThreadPoolExecutor(8) as writers,
    ):
        client.headers["Origin"] = live_server.address
        names = [f"Book {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]
        told = dict(zip(names, writers.map(lambda name: made(add(client, name)), names), strict=True))
    whose = {one.number: one.what for one in project.store.history()}
    assert sorted(number for numbers in told.values() for number in numbers) == sorted(whose)[-24:]
    assert all(len(numbers) == 1 and name in whose[numbers[0]] for name, numbers in told.items())


def test_a_store_notes_what_is_durable_and_nothing_that_was_given_up(tmp_path: Path) -> None:
    with noting_made() as numbers:
        store = open_store(tmp_path / "new.db", create=True)
        with store.change("nothing at all"):
            pass
        with store.change("a mark") as pen:
            pen.mark("locked")
        try:
            with store.change("given up") as pen:
                pen.mark("never")
                raise RuntimeError
        except RuntimeError:
            pass
        done = store.history()[-1].number
    assert numbers == [done]
    note_made(77)
    assert numbers == [done]
    store.close()


def test_of_more_than_a_header_holds_none_is_told_for_half_a_way_back_is_none() -> None:
    async def write(scope: Any, receive: Any, send: Any) -> None:
        for number in range(int(scope["query_string"])):
            note_made(number)
        await Response()(scope, receive, send)

    client = TestClient(Changes(write))
    told = {count: client.post(f"/?{count}") for count in (0, 500, 501)}
    assert [count for count, answer in told.items() if CHANGES in answer.headers] == [500]
    assert made(told[500]) == list(range(500))
