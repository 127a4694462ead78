"""The documents name what is there: settings, error codes, marks, pages, and the JSON that others rely on."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tapewright import errors
from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.model import Claim, Mark, Provenance, Tape, TapeId, Transcript, Turn, Word, WordTiming
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.project import ProjectSettings, new_project

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_to_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target and not target.startswith("tape:"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_page_is_found_from_the_readme() -> None:
    found, open_pages = set[Path](), [ROOT / "README.md"]
    while open_pages:
        page = open_pages.pop()
        if page not in found and page.is_file():
            found.add(page)
            targets = re.findall(r"\]\(([^)#\s]+\.md)(?:#[^)]*)?\)", page.read_text("utf-8"))
            open_pages += [(page.parent / target).resolve() for target in targets]
    missed = [str(page.relative_to(ROOT)) for page in PAGES if page not in found and page.parent.name != "decisions"]
    assert missed == []


def test_every_decision_is_listed_by_its_title() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text("utf-8")
    for page in sorted((DOCS / "decisions").glob("0*.md"))[1:]:
        number, title = page.read_text("utf-8").splitlines()[0].removeprefix("# ").split(" ", 1)
        assert f"- [{number}]({page.name}) {title}\n" in listed


def test_every_setting_is_documented() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    for setting in dataclasses.fields(ProjectSettings):
        assert f"| `{setting.name}` |" in page


def test_every_environment_variable_is_documented() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    for path in (ROOT / "src").rglob("*.py"):
        for name in re.findall(r"\"(TAPEWRIGHT_[A-Z_]+)\"", path.read_text("utf-8")):
            assert f"`{name}`" in page, f"{path.name} reads {name}"


def _error_classes(kind: type[errors.TapewrightError]) -> Iterator[type[errors.TapewrightError]]:
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield below
            yield from _error_classes(below)


@pytest.mark.parametrize("kind", list(_error_classes(errors.TapewrightError)), ids=lambda kind: kind.code)
def test_every_error_is_documented_with_its_statuses(kind: type[errors.TapewrightError]) -> None:
    page = (DOCS / "reference" / "json.md").read_text("utf-8")
    assert f"| `{kind.code}` | {kind.exit_status} | {kind.http_status} |" in page


@pytest.mark.parametrize("mark", [*Mark, *WordTiming])
def test_every_mark_of_a_word_is_in_the_glossary(mark: str) -> None:
    assert mark.replace("_", " ") in (DOCS / "glossary.md").read_text("utf-8").lower()


def _documented(heading: str) -> Any:
    page = (DOCS / "reference" / "json.md").read_text("utf-8")
    section = re.split(r"^## ", page.split(f"\n## {heading}\n", 1)[1], maxsplit=1, flags=re.M)[0]
    found = re.search(r"```json\n(.*?)```", section, re.S)
    assert found is not None, f"json.md has no example of {heading}"
    return json.loads(found[1])


def _assert_holds(told: Any, documented: Any, place: str) -> None:
    """``told`` has at least the documented keys, each with a value of the documented kind."""
    if isinstance(documented, dict):
        assert isinstance(told, dict), place
        for key, value in documented.items():
            if key == "counts":
                continue
            assert key in told, f"{place}.{key} is documented and missing"
            _assert_holds(told[key], value, f"{place}.{key}")
    elif isinstance(documented, list):
        assert isinstance(told, list), place
        for one in told[:1]:
            if documented:
                _assert_holds(one, documented[0], f"{place}[]")
    elif isinstance(documented, bool) or not isinstance(documented, (int, float)):
        assert isinstance(told, type(documented)), f"{place} is {told!r}"
    else:
        assert isinstance(told, (int, float)), f"{place} is {told!r}"


_PAPER = """\
> The harbour ~~was~~ quiet that year.
>
> — MARIAN [T017](tape:T017#t=1.900000,7.500000)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> str:
    said = ["I", "remember.", "The", "harbour", "was", "quiet", "that", "year."]
    words = tuple(
        Word(text=text, start=from_seconds(at), end=from_seconds(at + 0.4), confidence=200)
        for at, text in enumerate(said)
    )
    with new_project(tmp_path_factory.mktemp("documents") / "series") as made:
        with made.store.change("a tape") as pen:
            counting = TimecodeFormat(frame_rate("25"))
            pen.add_tape(Tape(id=TapeId("T017"), title="Marian", format=counting, duration=Ticks(from_seconds(10))))
            marian = pen.add_speaker("MARIAN")
            provenance = Provenance(tool="faster-whisper", settings={"model": "base"})
            turns = (Turn(words=words, speaker=marian.id),)
            pen.add_transcript(Transcript(tape=TapeId("T017"), turns=turns, provenance=provenance, language="en"))
            pen.add_claim(Claim(text="The harbour was closed for nine years."))
        (made.edits / "gap.md").write_text(_PAPER, "utf-8")
        return str(made.root)


@pytest.mark.parametrize(
    ("heading", "arguments", "status"),
    [
        ("tapes", ["tapes", "--json"], 0),
        ("transcript", ["transcript", "T017", "--format", "json"], 0),
        ("search", ["search", "the harbour was quiet", "--json"], 0),
        ("listen", ["listen", "to", "T017@3,5.4", "--heard", "--who", "MB", "--json"], 0),
        ("review", ["review", "gap", "--json"], 0),
        ("claims", ["claims", "source", "1", "--span", "T017@3,5.4", "--json"], 0),
        ("claims check", ["claims", "check", "--json"], 1),
        ("check", ["check", "gap", "--json"], 0),
        ("errors", ["transcript", "T018", "--json"], 2),
    ],
)
def test_the_json_that_others_rely_on_is_as_documented(
    heading: str, arguments: list[str], status: int, project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(app, [*arguments, "--project", project]) == status
    told = json.loads(capsys.readouterr().out)
    _assert_holds(told, _documented(heading), heading)
    assert next(iter(told.values())), f"{heading} came back empty"
