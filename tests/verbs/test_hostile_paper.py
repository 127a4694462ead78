"""Broken paper edits are read as far as they can be, or refused by name; never an exception, never a hang."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tapewright.errors import InputError
from tapewright.model import Provenance, Tape, TapeId, Transcript, Turn, Word
from tapewright.story.paper import source_of
from tapewright.testing.hostile import mutations
from tapewright.timing import TimecodeFormat, frame_rate, from_milliseconds, from_seconds
from tapewright.verbs.anchors import anchors
from tapewright.verbs.edit import cut_of, show
from tapewright.verbs.paperfile import read_paper
from tapewright.verbs.project import Project, new_project

GOOD = """\
---
title: Fog
rate: 25
start: 01:00:00:00
narration_wpm: 140
---

# The pier

Nobody left that day.
ARCHIVE: the pier

> The ferry did not leave ~~on Monday~~ … of the fog
>
> — ANNA [T1](tape:T1#t=0.900000,5.000000)

<!-- a note -->

> not leave
> — ANNA [T1](tape:T1#t=smpte-25:10:00:01:20,10:00:02:10)
"""

HOSTILE_BITES = {
    "a place of many digits": "> q\n>\n> — A [T1](tape:T1#t=" + "9" * 50_000 + ",1)",
    "an endless place": "> q\n>\n> — A [T1](tape:T1#t=1,9007199254740992)",
    "a negative place": "> q\n>\n> — A [T1](tape:T1#t=-1,2)",
    "not a number": "> q\n>\n> — A [T1](tape:T1#t=nan,inf)",
    "other digits": "> q\n>\n> — A [T1](tape:T1#t=١,٢)",
    "a path for a tape": "> q\n>\n> — A [T1](tape:../../etc/passwd#t=1,2)",
    "an impossible rate": "> q\n>\n> — A [T1](tape:T1#t=smpte-0:00:00:00:01,00:00:00:02)",
    "an odd rate": "> q\n>\n> — A [T1](tape:T1#t=smpte-23.5:00:00:00:01,00:00:00:02)",
    "drop-frame where there is none": "> q\n>\n> — A [T1](tape:T1#t=smpte-25-drop:00:00:00;01,00:00:00;02)",
    "a broken escape": "> q\n>\n> — A [T1](tape:T1#t=%zz,%)",
    "quotations in quotations": ">" * 2_000 + " q\n",
    "lists in lists": "".join("  " * n + "- x\n" for n in range(300)),
    "open brackets": "> " + "[" * 30_000 + "\n>\n> — A [T1](tape:T1#t=1,2)\n",
    "closed brackets": "> " + "[" * 20_000 + "]" * 20_000 + "\n>\n> — A [T1](tape:T1#t=1,2)\n",
    "brackets in the name": "> q\n>\n> — " + "[" * 20_000 + " [T1](tape:T1#t=1,2)\n",
    "many links": "> q\n>\n> — A " + "[T1](tape:T1#t=1,2) " * 3_000 + "\n",
    "tildes": "> " + "~~" * 30_000 + "\n>\n> — A [T1](tape:T1#t=1,2)\n",
    "omissions": "> " + "… " * 5_000 + "\n>\n> — A [T1](tape:T1#t=1,2)\n",
    "open comments": "<!--" * 20_000,
    "closed comments": "<!-- -->" * 10_000,
    "a wide table": "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n",
    "many scenes": "# s\n" * 5_000,
    "many bites": "> q\n>\n> — A [T1](tape:T1#t=1,2)\n\n" * 300,
    "a long head": "---\n" + "".join(f"key{n}: value\n" for n in range(5_000)) + "---\n",
    "a head without an end": "---\n" + "key: value\n" * 5_000,
    "only signs of the right to left": "\u202e\u200f\u2066" * 1_000,
    "lone marks": "\u0301" * 3_000,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    said = "The ferry did not leave on Monday because of the fog"
    words = tuple(
        Word(text=text, start=from_milliseconds(at), end=from_milliseconds(at + 200))
        for text, at in zip(said.split(), range(1000, 9000, 300), strict=False)
    )
    with new_project(tmp_path_factory.mktemp("hostile") / "series") as made:
        with made.store.change("a tape") as pen:
            counting = TimecodeFormat(frame_rate(25))
            start = counting.read("10:00:00:00")
            pen.add_tape(
                Tape(id=TapeId("T1"), title="", format=counting, duration=from_seconds(20), start_timecode=start)
            )
            provenance = Provenance(tool="hand")
            pen.add_transcript(Transcript(tape=TapeId("T1"), turns=(Turn(words=words),), provenance=provenance))
        yield made


def read_all(project: Project, data: bytes) -> None:
    path = project.edits / "x.md"
    path.write_bytes(data)
    try:
        file = read_paper(project, "x")
    except InputError as error:
        assert error.place.startswith("x.md")  # noqa: PT017  both outcomes are right, each with its own proof
        assert error.hint  # noqa: PT017
        return
    assert source_of(file.edit).encode() == data
    order = show(project, "x")
    found = cut_of(project, "x")
    assert order.cut == found.cut.duration
    (one,) = anchors(project, ["x"])
    assert len(one.verdicts) == sum(block.kind == "bite" for block in file.edit.blocks)
    assert path.read_bytes() == data


MUTATIONS = dict(mutations(GOOD.encode()))


@pytest.mark.timeout(10)
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_file_is_read_or_refused_by_name(project: Project, name: str) -> None:
    read_all(project, MUTATIONS[name])


@pytest.mark.timeout(10)
@pytest.mark.parametrize("name", HOSTILE_BITES)
def test_a_hostile_text_is_read(project: Project, name: str) -> None:
    read_all(project, HOSTILE_BITES[name].encode())


def test_the_good_file_is_good(project: Project) -> None:
    read_all(project, GOOD.encode())
    assert len(cut_of(project, "x").cut.events) == 3
    assert cut_of(project, "x").problems == ()
