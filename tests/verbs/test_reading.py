"""What the page of a tape gets: every word with its times, and paragraphs rewritten in one go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import CHECKED, Mark, Span, TapeId, Turn, TurnId, WordTiming
from tapewright.testing.harbour import TALK, harbour_project, place_of
from tapewright.testing.strategies import turns as some_turns
from tapewright.timing import TimecodeFormat, frame_rate
from tapewright.verbs.doubts import doubts
from tapewright.verbs.project import Project
from tapewright.verbs.reading import reading, record, turn_columns
from tapewright.verbs.rewriting import (
    check_turn,
    first_hearing,
    heard_record,
    lay_new_words,
    rewrite_turns,
    written_record,
)
from tapewright.verbs.selects import annotate, discard, pick, selects
from tapewright.verbs.selects import record as selects_record
from tapewright.verbs.transcript import transcript


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour_project(tmp_path / "p", TimecodeFormat(frame_rate("25"))) as opened:
        yield opened


def turns(project: Project, tape: str = "T001") -> list[Turn]:
    heard = project.store.transcript(TapeId(tape))
    assert heard
    return list(heard.turns)


def read_back(columns: dict[str, object]) -> list[tuple[str, int, int]]:
    """Text, start and end of each word, as the browser reckons them."""
    at, unit, times = columns["start"], columns["unit"], columns["times"]
    assert isinstance(at, int)
    assert isinstance(unit, int)
    assert isinstance(times, list)
    found = []
    for number, text in enumerate(str(columns["text"]).split(" ") if columns["text"] else []):
        start = at + times[2 * number] * unit
        at = start + times[2 * number + 1] * unit
        found.append((text, start, at))
    return found


@given(turn=some_turns())
@settings(max_examples=150, deadline=None)
def test_every_tick_of_any_turn_comes_back_from_its_columns(turn: Turn) -> None:
    columns = json.loads(json.dumps(turn_columns(turn)))
    assert read_back(columns) == [(word.text, word.start, word.end) for word in turn.words]
    confidences = columns["confidence"]
    each = confidences if isinstance(confidences, list) else [confidences] * len(turn.words)
    assert each == [word.confidence for word in turn.words]
    marked = dict(columns["marks"])
    for number, word in enumerate(turn.words):
        told = marked.get(number, [])
        assert {mark for mark in told if mark in set(Mark)} == word.marks
        others = [mark for mark in told if mark not in set(Mark)]
        assert WordTiming(others[0] if others else columns["timing"]) == word.timing


def test_a_tape_without_a_transcript_can_be_opened_and_says_so(project: Project) -> None:
    with project.store.change("add") as pen:
        tape = project.store.tape(TapeId("T001"))
        pen.add_tape(replace(tape, id=TapeId("T003")))
    shown = record(reading(project, "T003"))
    assert shown["transcript"] is None
    assert shown["tape"]["media"] == "missing"  # type: ignore[index]
    with pytest.raises(NotFoundError):
        reading(project, "T009")
    with pytest.raises(NotFoundError, match="version 7"):
        reading(project, "T001", version=7)


def test_a_paragraph_corrected_and_split_at_once_is_one_transaction_and_one_undo(project: Project) -> None:
    old = turns(project)[1]
    before = len(project.store.history())
    done = rewrite_turns(project, [(old.id, 0)], ["No, I did not see any boats.", "I saw the lights on the water."])
    assert len(project.store.history()) == before + 1
    first, second = turns(project)[1:3]
    assert (first.id, first.revision, first.text) == (old.id, 1, "No, I did not see any boats.")
    assert (second.text, second.speaker) == ("I saw the lights on the water.", old.speaker)
    assert second.words == old.words[7:]
    assert first.words[:5] == old.words[:5]
    assert [turn["id"] for turn in written_record(done)["turns"]] == [first.id, second.id]  # type: ignore[union-attr]
    project.store.undo()
    assert turns(project)[1] == old


def test_paragraphs_that_are_joined_keep_every_time(project: Project) -> None:
    one, two = turns(project)[1:3]
    done = rewrite_turns(project, [(one.id, 0), (two.id, 0)], [f"{one.text} {two.text}"])
    assert written_record(done)["gone"] == [two.id]
    now = project.store.turn(one.id)
    assert now.words == one.words + two.words
    parted = rewrite_turns(project, [(one.id, 1)], [one.text, two.text])
    assert [turn.words for turn in parted.changes[0].new] == [one.words, two.words]


def test_turns_that_do_not_follow_each_other_or_changed_meanwhile_are_left_alone(project: Project) -> None:
    one, two, three = turns(project)[:3]
    with pytest.raises(UsageError, match="follow each other"):
        rewrite_turns(project, [(one.id, 0), (three.id, 0)], ["x"])
    rewrite_turns(project, [(two.id, 0)], ["No."])
    with pytest.raises(ConflictError):
        rewrite_turns(project, [(two.id, 0)], ["Yes."])
    with pytest.raises(UsageError):
        rewrite_turns(project, [], ["x"])
    assert project.store.turn(two.id).text == "No."


def test_a_paragraph_without_a_word_is_no_more(project: Project) -> None:
    old = turns(project)[0]
    done = rewrite_turns(project, [(old.id, 0)], ["  ", ""])
    assert written_record(done)["gone"] == [old.id]
    assert old.id not in {turn.id for turn in turns(project)}


def test_what_reads_as_before_changes_nothing(project: Project) -> None:
    old = turns(project)[0]
    assert rewrite_turns(project, [(old.id, 0)], [f"  {old.text} "]).changes == ()
    assert project.store.turn(old.id) == old


def test_a_new_word_is_interpolated_and_its_neighbours_stay(project: Project) -> None:
    old = turns(project)[1]
    rewrite_turns(project, [(old.id, 0)], [old.text.replace("the lights", "the very bright lights")], align=False)
    now = project.store.turn(old.id)
    fresh = [word for word in now.words if word not in old.words]
    assert [word.text for word in fresh] == ["very", "bright"]
    assert {word.timing for word in fresh} == {WordTiming.INTERPOLATED}
    assert [word for word in now.words if word in old.words] == list(old.words)
    # No recording is here: laying them on the sound leaves them, and says why.
    laid = lay_new_words(project, [old], old.id)
    assert laid.changes == ()
    assert laid.remarks


def test_words_that_a_person_marks_as_unsure_are_to_be_heard_first(project: Project) -> None:
    old = turns(project)[1]
    check_turn(project, old.id, 0)
    rewrite_turns(project, [(old.id, 1)], [old.text.replace("the boats", "the [boats??] [ships??]")], align=False)
    found = doubts(transcript(project, "T001"))
    assert [(one.text, one.mark) for one in found] == [("boats ships.", Mark.UNSURE)]


def test_a_checked_paragraph_is_no_longer_doubted_and_what_nobody_says_stays_so(project: Project) -> None:
    old = turns(project)[1]
    doubted = (
        replace(old.words[0], marks=frozenset({Mark.UNSURE, Mark.UNSUPPORTED}), confidence=40),
        replace(old.words[1], marks=frozenset({Mark.ABSENT})),
        *old.words[2:],
    )
    with project.store.change("doubt") as pen:
        pen.replace_turns([old], [replace(old, words=doubted)])
    check_turn(project, old.id, 1, who="JL")
    now = project.store.turn(old.id)
    assert {word.confidence for word in now.words} == {CHECKED}
    assert now.words[0].marks == frozenset()
    assert now.words[1].marks == {Mark.ABSENT}
    assert [word.interval for word in now.words] == [word.interval for word in old.words]
    with pytest.raises(ConflictError):
        check_turn(project, old.id, 1)


def test_what_the_machine_heard_is_kept_through_corrections(project: Project) -> None:
    old = turns(project)[0]
    rewrite_turns(project, [(old.id, 0)], ["Did you see the ship that night?"])
    rewrite_turns(project, [(old.id, 1)], ["Did you see the ships that night?"])
    heard = heard_record(first_hearing(project, old.id))
    assert heard["heard"] == TALK["T001"][0][2]
    assert heard["differences"] == [{"kind": "changed", "old": ["boats"], "new": ["ships"]}]
    with pytest.raises(NotFoundError):
        first_hearing(project, TurnId(999))


def test_a_select_has_the_exact_words_and_is_listed_with_its_note(project: Project) -> None:
    interval = place_of("T001", "I was afraid of the storm")
    done = pick(project, Span(TapeId("T001"), interval), note="open with this -- maybe")
    pick(project, Span(TapeId("T002"), place_of("T002", "We had flour")))
    shown = selects(project)
    assert [one.text for one in shown.selects] == ["I was afraid of the storm.", "We had flour"]
    assert shown.selects[0].note == "open with this – maybe"
    assert shown.selects[0].span.interval.start < interval.start  # its share of the silence around
    assert done.bite == 1
    assert [one["tape"] for one in selects_record(selects(project, "T002"))["selects"]] == ["T002"]  # type: ignore[union-attr]
    annotate(project, 1, "", expected=shown.digest)
    with pytest.raises(ConflictError):
        discard(project, 1, expected=shown.digest)
    assert [one.note for one in selects(project).selects] == ["", ""]
    discard(project, 1)
    assert [one.text for one in selects(project).selects] == ["We had flour"]
    with pytest.raises(NotFoundError):
        discard(project, 2)


def test_a_span_that_was_set_to_the_frame_is_taken_as_it_is(project: Project) -> None:
    interval = place_of("T001", "boats came back")
    pick(project, Span(TapeId("T001"), interval), is_exact=True)
    assert abs(selects(project).selects[0].span.interval.start - interval.start) < 1000
