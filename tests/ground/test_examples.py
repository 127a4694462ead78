"""The examples in the documents run, and print what the documents say.

Each page is one session in an empty folder beside ``card`` (recordings, made of tones) and ``typed`` (transcripts). A
line ``$ …`` is a command; the lines below it must come in its output in that order, ``…`` standing for anything; a
command that is meant to end with another status than 0 says so: ``# exit 1``. A block after ``<!-- not run: why -->``
is not run.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(<!-- not run: [^>]+ -->\s*)?```console\n(.*?)```", re.S)


@dataclass(frozen=True)
class Example:
    """One command of a page, the lines that are to come, and the status that it is to end with."""

    line: str
    expected: list[str]
    status: int


def examples(page: Path) -> list[Example]:
    """The commands of a page in order."""
    found: list[Example] = []
    for skipped, block in BLOCK.findall(page.read_text("utf-8")):
        if skipped:
            continue
        for chunk in re.split(r"^\$ ", block, flags=re.M)[1:]:
            first, *rest = chunk.rstrip().splitlines()
            status = re.search(r"#\s*exit (\d+)\s*$", first)
            line = first[: status.start()].rstrip() if status else first
            found.append(Example(line, rest, int(status[1]) if status else 0))
    return found


WITH_EXAMPLES = [page for page in PAGES if examples(page)]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=[str(page.relative_to(ROOT)) for page in WITH_EXAMPLES])
def test_the_examples_of_a_page_run(
    page: Path, material: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(material)
    for example in examples(page):
        program, *arguments = shlex.split(example.line)
        if program == "cd":
            monkeypatch.chdir(arguments[0])
            continue
        assert program == "tapewright", f"{page.name}: only tapewright and cd are run: {example.line}"
        status = run(app, arguments)
        told = capsys.readouterr()
        assert status == example.status, f"{page.name}: {example.line}\n{told.out}{told.err}"
        pattern = "".join(_pattern(line) for line in example.expected)
        assert re.fullmatch(pattern, _even(told.out)), f"{page.name}: {example.line} printed\n{told.out}"


def _even(text: str) -> str:
    """The same lines with single spaces: how columns are lined up is not what the page is about."""
    return "".join(" ".join(line.split()) + "\n" for line in text.rstrip("\n").split("\n"))


def _pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:.*\n)*"
    return ".*".join(re.escape(part) for part in " ".join(line.split()).split("…")) + r"\n"
