"""What happens while a page opens, or while the stream of events is broken off, is told to it all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tapewright.testing.browsing import Served

ALONE = "delete window.SharedWorker"
"""A browser without shared workers: each page holds a stream of its own, which can be held up here."""

SLOW_WORKER = """{
  const Real = window.SharedWorker;
  window.SharedWorker = class {
    constructor(...its) {
      const port = new Promise((made) => setTimeout(() => made(new Real(...its).port), 1500));
      const when = (tell) => port.then(tell);
      const postMessage = (said) => when((one) => one.postMessage(said));
      this.port = { start: () => when((one) => one.start()), postMessage };
      void port.then((one) => (one.onmessage = (event) => this.port.onmessage(event)));
    }
  };
}"""
"""A busy machine: the worker that holds the stream begins late."""


@pytest.mark.parametrize("worker", ["a stream of its own", "the stream of all tabs", "the stream that stood before"])
def test_what_is_changed_before_the_stream_stands_reaches_the_page(
    served: Served, open_page: Callable[..., Any], worker: str
) -> None:
    page = open_page(served, None)
    held: list[Any] = []
    if worker == "a stream of its own":
        page.add_init_script(ALONE)
        page.route("**/api/live*", lambda route: held.append(route))
    else:
        page.add_init_script(SLOW_WORKER)
    if worker == "the stream that stood before":
        other = page.context.new_page()
        other.goto(served.origin + "/people")
        expect(other.locator(".person").first).to_be_visible()
    page.goto(served.origin + "/people")
    expect(page.locator(".person").first).to_be_visible()
    person = served.api.get("/api/people").json()["speakers"][0]["id"]
    assert served.api.patch(f"/api/people/{person}", json={"name": "Ada Quill"}).status_code == 200
    page.wait_for_timeout(700)  # it is told to all who listen by now
    for route in held:
        route.continue_()
    expect(page.locator(".people-list")).to_contain_text("Ada Quill")
