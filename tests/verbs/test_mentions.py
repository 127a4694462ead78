"""Dates that are said on tapes are offered, taken into the chronology, or left and not offered again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import DecisionKind, EventKind, TapeId
from tapewright.study.mentions.mention import Hook, MentionKind
from tapewright.testing.material import TAPE, a_tape, a_transcript, filled
from tapewright.verbs import history
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.mentions import TAKEN, leave_mentions, mentions, record, take_mention
from tapewright.verbs.parties import PartyChange, add_party
from tapewright.verbs.places import write_span
from tapewright.verbs.project import Project, new_project, open_project

TALK = (
    "The ferry stopped on the fourth of June 1978 .",
    "Two days later it ran again .",
    "We moved when I was fifteen .",
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "series") as made:
        filled(made.store, *TALK)
        yield made


def corrected(project: Project, tape: str, text: str) -> None:
    transcript = project.store.transcript(TapeId(tape))
    assert transcript is not None
    turn = transcript.turns[0]
    correct_turn(project, turn.id, turn.revision, text)


def test_dates_are_offered_in_order_with_what_they_hang_on(project: Project) -> None:
    found = mentions(project)
    assert [(one.mention.words, one.date) for one in found.dates] == [
        ("the fourth of June 1978", "1978-06-04"),
        ("Two days later", "1978-06-06?"),
        ("when I was fifteen", ""),
    ]
    assert [one.mention.hook for one in found.dates] == [Hook.NOTHING, Hook.MENTION, Hook.BIRTH]
    assert found.dates[1].anchor == found.dates[0].span
    assert [one.mention.words for one in mentions(project, kind=MentionKind.ABSOLUTE).dates] == [
        "the fourth of June 1978"
    ]


def test_the_place_of_a_date_holds_its_words(project: Project) -> None:
    for one in mentions(project).dates:
        said = record(project, mentions(project))["mentions"]
        assert write_span(one.span) in [each["about"] for each in said]
    shown = record(project, mentions(project))["mentions"][0]
    assert (shown["said"], shown["before"], shown["is_guess"]) == ("4 June 1978", "The ferry stopped on", False)


def test_a_date_that_is_taken_is_an_event_with_its_place_as_source(project: Project) -> None:
    first = mentions(project).dates[0]
    event = take_mention(project, first.span, title="The ferry stops", kind=EventKind.LIFE, who="Anna").event
    assert (event.title, event.date, event.date_words) == ("The ferry stops", "1978-06-04", "the fourth of June 1978")
    assert event.sources[0].quote is not None
    assert event.sources[0].quote.text.startswith("the fourth of June 1978")
    left = mentions(project)
    assert (len(left.dates), left.decided) == (2, 1)
    (decision,) = project.store.decisions(DecisionKind.DATE_MENTION)
    assert (decision.answer, decision.who) == (TAKEN, "Anna")


def test_undo_takes_event_and_decision_back_together(project: Project) -> None:
    take_mention(project, mentions(project).dates[0].span, title="The ferry stops")
    history.undo(project)
    assert project.store.events() == []
    assert len(mentions(project).dates) == 3


def test_a_guess_is_taken_as_one_and_another_date_goes_before_it(project: Project) -> None:
    found = mentions(project).dates
    assert take_mention(project, found[1].span, title="It runs again").event.date == "1978-06-06?"
    assert take_mention(project, found[2].span, title="They move", date="1962").event.date == "1962"


def test_words_that_count_from_an_event_are_counted_from_it(project: Project) -> None:
    found = mentions(project).dates
    ferry = take_mention(project, found[0].span, title="The ferry stops").event
    again = take_mention(project, found[1].span, title="It runs again", after=f"E{ferry.id}").event
    assert (again.hangs_on, again.date_words) == (ferry.id, "Two days later")
    assert again.date.startswith("1978-06-06")


def test_the_passage_keeps_every_sign_and_what_has_no_date_can_be_left_out(project: Project) -> None:
    said = "It stopped in 2012, and later that year, as I said, it ran last week."
    with project.store.change("another tape") as pen:
        pen.add_tape(a_tape("T002"))
        pen.add_transcript(a_transcript("T002", said))
    found = mentions(project, tapes=["T002"])
    assert [(one.mention.words, one.date) for one in found.dates] == [
        ("2012", "2012"),
        ("later that year", "2012?"),
        ("last week", ""),
    ]
    passages = [one["passage"] for one in record(project, found)["mentions"]]
    assert passages[0] == said
    assert len(mentions(project, tapes=["T002"], only_dated=True).dates) == 2


def test_an_age_is_guessed_from_the_birth_of_whoever_says_it(project: Project) -> None:
    with project.store.change("somebody speaks") as pen:
        speaker = pen.add_speaker("Marian Voss").id
        pen.add_tape(a_tape("T002"))
        pen.add_transcript(a_transcript("T002", "When I was fifteen we moved , when he was ten .", speaker=speaker))
    assert [one.date for one in mentions(project, tapes=["T002"]).dates] == ["", ""]
    add_party(project, PartyChange(name="Marian Voss", born="1962-04", speaker="Marian Voss"))
    found = mentions(project, tapes=["T002"]).dates
    assert [one.date for one in found] == ["[1977?,1978?]", ""]
    event = take_mention(project, found[0].span, title="They move").event
    assert (event.date, event.date_words) == ("[1977?,1978?]", "When I was fifteen")


def test_what_is_left_is_not_offered_again_not_even_after_a_correction_beside_it(project: Project) -> None:
    found = mentions(project).dates
    leave_mentions(project, [found[0].span, found[2].span])
    assert [one.mention.words for one in mentions(project).dates] == ["Two days later"]
    corrected(project, TAPE, "The old ferry stopped on the fourth of June 1978 .")
    assert [one.mention.words for one in mentions(project).dates] == ["Two days later"]


def test_nobody_decides_twice_and_a_place_without_a_date_is_refused(project: Project) -> None:
    first = mentions(project).dates[0]
    leave_mentions(project, [first.span])
    with pytest.raises(ConflictError, match="somebody has decided"):
        take_mention(project, first.span, title="The ferry stops")
    with pytest.raises(NotFoundError, match="no date was found"):
        leave_mentions(project, [f"{TAPE}@3000,3001"])
    with pytest.raises(UsageError, match="taken or left"):
        leave_mentions(project, [first.span], answer="maybe")
    with pytest.raises(UsageError, match="say which"):
        leave_mentions(project, [])
    with pytest.raises(NotFoundError):
        mentions(project, tapes=["T999"])


def test_a_title_that_cannot_be_one_writes_nothing(project: Project) -> None:
    before = project.store.last_transaction()
    with pytest.raises(UsageError):
        take_mention(project, mentions(project).dates[0].span, title="  ")
    assert project.store.last_transaction() == before


def test_only_the_tape_whose_words_changed_is_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with project.store.change("another tape") as pen:
        pen.add_tape(a_tape("T002"))
        pen.add_transcript(a_transcript("T002", "It was 1985 ."))
    assert len(mentions(project).dates) == 4
    read: list[str] = []
    kept = project.mentions_at_hand.get
    monkeypatch.setattr(
        project.mentions_at_hand, "get", lambda key, make: kept(key, lambda: (read.append(key[0]), make())[1])
    )
    leave_mentions(project, [mentions(project).dates[0].span])
    assert read == []
    corrected(project, "T002", "It was 1986 .")
    assert [one.date for one in mentions(project, tapes=["T002"]).dates] == ["1986"]
    assert read == ["T002"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with new_project(tmp_path / "typed") as made:
        filled(made.store, *TALK)
    monkeypatch.chdir(tmp_path / "typed")
    return tmp_path / "typed"


def test_dates_are_listed_taken_and_left_by_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["chronicle", "mentions"]) == 0
    listed = capsys.readouterr().out
    assert "4 June 1978  [1978-06-04]" in listed
    assert (
        "a guess: perhaps 6 June 1978  [1978-06-06?]  counts from the date before it (the fourth of June 1978)"
        in listed
    )
    assert "3 dates; 0 decided" in listed
    places = [line.split()[0] for line in listed.splitlines() if line.startswith(TAPE)]
    assert run(app, ["chronicle", "mentions", "--take", places[0], "--title", "The ferry stops"]) == 0
    assert "E1" in capsys.readouterr().out
    assert run(app, ["chronicle", "mentions", "--leave", places[1], "--leave", places[2]]) == 0
    assert "2 dates left" in capsys.readouterr().out
    assert run(app, ["chronicle", "mentions", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"total": 0, "decided": 3, "has_words": True, "mentions": []}
    assert run(app, ["chronicle", "mentions", "--take", places[0], "--leave", places[1]]) == 2
    assert run(app, ["chronicle", "mentions", "--title", "x"]) == 2
    with open_project(folder) as project:
        assert [event.title for event in project.store.events()] == ["The ferry stops"]
