"""The Python in the documents runs, page by page as one session, and prints what the page says below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```\n(.*?)```)?", re.S)
PAGES = [
    page for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if BLOCK.search(page.read_text())
]


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_the_python_of_a_page_runs_and_prints_what_the_page_says(
    page: Path, material: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(material)
    names: dict[str, object] = {"__name__": page.stem}
    for code, printed in BLOCK.findall(page.read_text("utf-8")):
        exec(compile(code, page.name, "exec"), names)
        assert capsys.readouterr().out == printed


def test_there_is_such_a_page() -> None:
    assert [page.name for page in PAGES] == ["use-it-from-python.md"]
