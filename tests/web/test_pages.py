"""The app's one page, its files, and the pages that need no scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tapewright.model import Provenance, TapeId, Transcript, Turn, Word
from tapewright.timing import Ticks
from tapewright.verbs.project import Project
from tapewright.web.files import AppFiles
from tapewright.web.page import page, stylesheets
from tapewright.web.preload import every_module, versioned


class Seen(HTMLParser):
    """What a browser makes of a page: its tags with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder of bundled modules."""
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "imports.json").write_text('{"lit-html": "lit-html.js"}')
    (vendor / "lit-html.js").write_text("export const html = 1;")
    return vendor


@pytest.mark.parametrize("path", ["/", "/tapes", "/tapes/T001?t=00:00:01:00&w=3-4", "/edits/gap", "/anything/at/all"])
def test_every_address_of_the_app_is_answered_with_its_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/api", "/api/", "/media/nothing", "/client/none.js", "/vendor/no.js"]
)
def test_what_programs_ask_for_and_is_not_there_is_404_in_our_shape(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_the_page_holds_one_nonce_its_modules_and_its_styles(built: Path) -> None:
    seen = Seen(page("Nine years", "abc", vendor=built))
    scripts = seen.all("script")
    assert [script["nonce"] for script in scripts] == ["abc", "abc"]
    assert scripts[0]["type"] == "importmap"
    assert '"lit-html": "/vendor/lit-html.js?v=' in seen.text
    assert scripts[1]["type"] == "module"
    assert (scripts[1]["src"] or "").startswith("/client/frame/main.js?v=")
    assert not any(name.startswith("on") or name == "style" for _, values in seen.tags for name in values)
    assert seen.all("style") == [{"nonce": "abc"}]
    names = [Path(name).name for name in stylesheets()]
    assert names[0] == "tokens.css"
    assert re.findall(r"^/\* ([\w-]+\.css) \*/$", seen.text, re.M) == names


def test_a_title_cannot_break_out_of_the_page(built: Path) -> None:
    title = '</title><script>alert(1)</script>"&'
    made = page(title, "abc", vendor=built)
    assert "<script>alert" not in made
    assert len(Seen(made).all("script")) == 2


def test_without_the_bundled_modules_the_page_says_what_to_do(tmp_path: Path) -> None:
    seen = Seen(page("Nine years", "abc", vendor=tmp_path / "none"))
    assert "make web" in seen.text
    assert seen.all("script") == []


def test_every_module_is_answered_in_its_version_and_kept_for_good(client: TestClient, built: Path) -> None:
    for path in every_module(vendor=built).values():
        if path.startswith("/client/"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


def test_a_changed_module_has_another_address_and_an_old_one_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("export const a = 1;")
    before = versioned("/client/a.js", client=tmp_path).removeprefix("/client")
    (tmp_path / "a.js").write_text("export const a = 22;")
    after = versioned("/client/a.js", client=tmp_path).removeprefix("/client")
    assert before != after
    asking = TestClient(AppFiles(tmp_path))
    assert asking.get(before).headers["cache-control"] == "no-cache"
    assert asking.get(after).headers["cache-control"].endswith("immutable")
    assert asking.get("/a.js?v=").headers["cache-control"] == "no-cache"


def test_a_module_is_asked_for_again_only_when_it_changed(client: TestClient) -> None:
    first = client.get("/client/frame/main.js")
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/client/frame/main.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/client/frame/main.js", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tape_is_read_without_scripts(client: TestClient) -> None:
    answer = client.get("/tapes/T001/text")
    seen = Seen(answer.text)
    assert seen.all("script") == []
    assert seen.all("html") == [{"lang": "en"}]
    assert "No, I did not see the boats. I saw the lights on the water." in seen.text
    assert "10:00:00:12" in seen.text, "the timecode of the tape, to the frame"
    assert re.findall(r"<b>(\w+)</b>", answer.text)[:4] == ["ASKER", "MARIAN", "ASKER", "MARIAN"]
    assert len([tag for tag in seen.all("p") if (tag.get("id") or "").startswith("turn-")]) == 7


def test_words_of_a_tape_are_shown_not_obeyed(client: TestClient, project: Project) -> None:
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt; \u202egpj"
    words = tuple(Word(text=text, start=Ticks(i), end=Ticks(i + 1)) for i, text in enumerate(hostile.split()))
    with project.store.change("hostile") as pen:
        speaker = pen.add_speaker('"><b>X').id
        turns = (Turn(words=words, speaker=speaker),)
        pen.add_transcript(
            Transcript(tape=TapeId("T002"), turns=turns, provenance=Provenance(tool="<i>"), language='"x')
        )
    seen = Seen(client.get("/tapes/T002/text").text)
    assert seen.all("script") == seen.all("img") == seen.all("i") == []
    assert hostile in seen.text
    assert seen.all("html") == [{"lang": '"x'}]


def test_a_tape_that_is_not_there_is_a_page_in_words(client: TestClient) -> None:
    answer = client.get("/tapes/T009/text")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    seen = Seen(answer.text)
    assert "there is no tape 'T009'" in seen.text
    assert "T001" in seen.text


def test_an_answer_may_not_be_kept_by_the_browser(client: TestClient) -> None:
    for path in ("/tapes/T001/text", "/api/history", "/"):
        assert client.get(path).headers["cache-control"] == "no-store"
