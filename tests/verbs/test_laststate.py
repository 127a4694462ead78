"""The state of what the tapes read is a number that no coding changes, and is not looked for from the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tapewright.model import Span, TapeId
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate
from tapewright.verbs.codebooks import add_code, new_codebook
from tapewright.verbs.codings import code_span
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.laststate import HEARING, last_change
from tapewright.verbs.project import Project, open_project


@pytest.fixture
def project(tmp_path: Path):
    with harbour_project(tmp_path / "p", TimecodeFormat(frame_rate("25"))) as made:
        yield made


def code_often(project: Project, count: int) -> None:
    new_codebook(project, "The harbour")
    code = add_code(project, "night").id
    start = place_of("T001", "The harbour was quiet").start
    for number in range(count):
        code_span(project, Span(TapeId("T001"), Interval(Ticks(start + number), Ticks(start + number + 1000))), code)


def test_a_hundred_codings_change_no_state_and_the_history_is_read_from_where_it_was_left(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = last_change(project, besides=HEARING)
    asked: list[int | None] = []
    history = project.store.history
    code_often(project, 100)
    monkeypatch.setattr(project.store, "history", lambda *, last=None: asked.append(last) or history(last=last))
    assert last_change(project, besides=HEARING) == before
    assert last_change(project, besides=HEARING) == before
    assert asked == [102]
    turn = project.store.turns_in(TapeId("T001"), project.store.tape(TapeId("T001")).extent)[0]
    correct_turn(project, turn.id, turn.revision, "Did you see the ships that night?")
    assert last_change(project, besides=HEARING) == project.store.last_transaction() > before
    assert asked == [102, 1]


def test_it_is_the_same_for_whoever_opens_the_project_anew(project: Project) -> None:
    last_change(project, besides=HEARING)
    code_often(project, 70)
    with open_project(project.root) as again:
        assert last_change(again, besides=HEARING) == last_change(project, besides=HEARING) > 0
