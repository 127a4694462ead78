"""The page about the paper edit says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tapewright.story.inline import spoken_text
from tapewright.story.paper import parse, source_of
from tapewright.story.resolve import AIR
from tapewright.timing import from_milliseconds

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "paper-edit.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under these column names."""
    _, _, table = PAGE.partition(heading)
    lines = table.split("\n\n")[0].strip().splitlines()[1:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_the_example_is_read_as_the_page_says() -> None:
    example, told = re.findall(r"```(?:markdown|text)\n(.*?)```", PAGE, re.S)
    edit = parse(example)
    assert source_of(edit) == example
    read = [f"{block.kind:<11}{block.text}".replace("\n", " / ").rstrip() for block in edit.blocks]
    assert read == told.splitlines()


@pytest.mark.parametrize(("written", "read"), [(row[0], row[1]) for row in rows("| written | read | said |")])
def test_signs_in_a_bite_are_read_as_the_page_says(written: str, read: str) -> None:
    assert spoken_text(written.strip("`")) == read


@pytest.mark.parametrize("target", [row[0].strip("`") for row in rows("| target | means |")])
def test_every_documented_target_is_one(target: str) -> None:
    (block,) = parse(f"> Quiet.\n>\n> — MARIAN [T017]({target})\n").blocks
    assert block.problem == ""
    assert block.bite


@pytest.mark.parametrize("key", [row[0].strip("`") for row in rows("| key | means | without it |")])
def test_every_documented_key_is_read(key: str) -> None:
    plain = parse("Words.\n")
    values = {"title": "x", "rate": "50", "drop": "false", "start": "02:00:00:00", "narration_wpm": "90"}
    edit = parse(f"---\n{key}: {values[key]}\n---\nWords.\n")
    assert edit.settings == {key: values[key]}
    assert key in ("drop", "narration_wpm") or (edit.title, edit.format, edit.start) != (
        plain.title,
        plain.format,
        plain.start,
    )


def test_the_air_that_the_page_names_is_what_is_kept() -> None:
    assert from_milliseconds(int(re.findall(r"more than (\d+) ms", PAGE)[0])) == AIR
