"""Where typist and engine differ, one answer settles only places at which the engine heard the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.model import Provenance, TapeId, Transcript, Turn, Word
from tapewright.testing.material import a_tape
from tapewright.timing import from_seconds
from tapewright.verbs.align import align
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.review import review
from tapewright.verbs.reviewanswer import Verdict, answer

HEARD = (
    "the arbour was quiet that year and nobody asked us anything about the boats then the ferry came back in april to "
    "the arbour and we sold every loaf before noon because the parlour was the only one on the quay that had flour"
)
TYPED = HEARD.replace("arbour", "harbour").replace("parlour", "harbour")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    words = tuple(
        Word(text=t, start=from_seconds(1 + n / 2), end=from_seconds(1 + n / 2) + from_seconds("0.4"), confidence=230)
        for n, t in enumerate(HEARD.split())
    )
    made = Provenance(tool="scripted", settings={"guards": {}})
    with new_project(tmp_path / "p") as opened:
        with opened.store.change("add a tape") as pen:
            pen.add_tape(a_tape("T001"))
            pen.add_transcript(
                Transcript(tape=TapeId("T001"), turns=(Turn(words=words),), provenance=made, language="en")
            )
        typed = tmp_path / "typed.txt"
        typed.write_text(f"MARIAN: {TYPED}.", "utf-8")
        align(opened, "T001", typed)
        yield opened


def test_another_word_that_the_engine_heard_is_no_twin(project: Project) -> None:
    items = {item.item.instead[0]: item for item in review(project, first=50).items if item.text == "harbour"}
    assert {heard: item.twins for heard, item in items.items()} == {"arbour": 1, "parlour": 0}
    answer(project, items["arbour"].id, Verdict.IS, "arbour", twins=True)
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    assert " ".join(word.text for word in stored.words) == TYPED.replace("harbour", "arbour", 2) + "."
    with_none = answer(project, items["parlour"].id, Verdict.IS, "parlour", twins=True, dry_run=True)
    assert len(with_none.places) == 1
