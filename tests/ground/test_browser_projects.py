"""The projects that browser tests and benchmarks stand on are what they say."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tapewright.model import TapeId
from tapewright.testing.browser_projects import (
    EDIT,
    TALK,
    UNHEARD,
    long_tape_project,
    many_tapes_project,
    place_of,
    small_project,
    timed,
)
from tapewright.testing.recordings import number_of
from tapewright.testing.testfilms import RATE_HZ, spoken, write_long_sound
from tapewright.timing import to_float_seconds
from tapewright.verbs.project import Project
from tapewright.verbs.selects import selects


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_project(tmp_path_factory.mktemp("small"))


def test_the_small_project_has_two_ways_of_counting_and_a_tape_that_nobody_heard(small: Project) -> None:
    tapes = {tape.id: tape for tape in small.store.tapes()}
    assert set(tapes) == {*TALK, UNHEARD}
    assert [tapes[TapeId("T001")].timecode(0), tapes[TapeId("T002")].timecode(0)] == ["10:00:00:00", "01:00:00;00"]
    assert small.store.transcript(TapeId(UNHEARD)) is None
    for name, turns in TALK.items():
        kept = small.store.transcript(TapeId(name))
        assert kept is not None
        assert [turn.text for turn in kept.turns] == [text for _, text in turns]
        assert kept.turns[-1].interval.end < tapes[TapeId(name)].duration


def test_the_small_project_has_selects_and_an_edit_with_one_word_that_was_not_said(small: Project) -> None:
    assert [one.span.tape for one in selects(small).selects] == ["T001", "T002", "T003"]
    text = (small.edits / f"{EDIT}.md").read_text("utf-8")
    assert "I kept it against the light." in text
    with pytest.raises(ValueError, match="is not said"):
        place_of("T003", "I kept it against the light.")


@pytest.mark.parametrize("name", ["T001", "T002"])
def test_every_picture_carries_its_own_number(small: Project, name: str) -> None:
    with av.open(str(small.root.parent / "tapes" / f"{name}.mov")) as film:
        numbers = [number_of(frame) for frame in film.decode(video=0)]
    assert len(numbers) > 800
    assert numbers == list(range(len(numbers)))


def test_sound_is_loud_where_a_word_is_said_and_still_between() -> None:
    words = [(0, word) for turn in timed(TALK["T001"]) for word in turn.words]
    sound = spoken(words, 40.0)[0]
    for (_, word), (_, after) in pairwise(words[:20]):
        first, last = (round(to_float_seconds(at) * RATE_HZ) for at in (word.start, word.end))
        begins = round(to_float_seconds(after.start) * RATE_HZ)
        assert np.abs(sound[first:last]).max() > 0.1
        assert np.abs(sound[last + 48 : begins - 48]).max() < 0.02


def test_long_sound_is_as_long_as_it_says(tmp_path: Path) -> None:
    path = write_long_sound(tmp_path / "long.m4a", 150)
    with av.open(str(path)) as made:
        assert 150 <= made.streams.audio[0].duration * made.streams.audio[0].time_base < 211
        made.seek(140 * 1_000_000)
        assert next(made.decode(audio=0)).samples == 1024


def test_large_projects_are_as_large_as_they_say(tmp_path: Path) -> None:
    for folder in ("long", "many"):
        (tmp_path / folder).mkdir()
    with long_tape_project(tmp_path / "long", words=2_000, with_sound=False) as project:
        kept = project.store.transcript(TapeId("L001"))
        assert kept is not None
        assert sum(len(turn.words) for turn in kept.turns) == 2_000
    with many_tapes_project(tmp_path / "many", tapes=60) as project:
        assert len(list(project.store.tapes())) == 60
