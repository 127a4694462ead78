"""Words that a recogniser gave no length can be asked about and answered like all others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.cli.reviewing import Session
from tapewright.exchange.typed import tokens_of
from tapewright.model import HeardBy, Tape, TapeId, Transcript, Turn, Word
from tapewright.model.provenance import HEARD_BY, Provenance
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.review import review
from tapewright.verbs.reviewanswer import Verdict, answer
from tapewright.verbs.twins import dressed

PAL = TimecodeFormat(frame_rate("25"))


def word(text: str, start: str, end: str, confidence: int = 254) -> Word:
    return Word(text=text, start=from_seconds(start), end=from_seconds(end), confidence=confidence)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    said = (
        word("fine.", "18.24", "18.64"),
        word("Oh,", "18.94", "18.94", 40),
        word("I'm", "18.94", "19.1"),
        word("in", "19.2", "19.3"),
        word("the", "19.3", "19.4", 40),
        word("harbour.", "19.4", "19.4", 40),
    )
    provenance = Provenance(tool="scripted", settings={HEARD_BY: HeardBy.MACHINE.value})
    with new_project(tmp_path / "p") as made:
        with made.store.change("a tape") as pen:
            pen.add_tape(Tape(id=TapeId("T001"), title="T001", format=PAL, duration=from_seconds(30)))
            pen.add_transcript(
                Transcript(tape=TapeId("T001"), turns=(Turn(words=said),), provenance=provenance, language="en")
            )
        yield made


def text(project: Project) -> str:
    transcript = project.store.transcript(TapeId("T001"))
    assert transcript
    return " ".join(word.text for word in transcript.words)


def test_every_item_of_the_queue_can_be_answered_by_its_own_place(project: Project) -> None:
    items = review(project).items
    assert {item.text for item in items} == {"Oh,", "the harbour."}
    for item in items:
        done = answer(project, item.id, Verdict.RIGHT, reads=item.text, dry_run=True)
        assert [place.old for place in done.places] == [item.text]
        assert done.places[0].id == item.id


def test_an_answer_replaces_the_word_of_no_length_and_no_other(project: Project) -> None:
    by_text = {item.text: item.id for item in review(project).items}
    answer(project, by_text["Oh,"], Verdict.IS, "Ah,")
    answer(project, by_text["the harbour."], Verdict.IS, "the arbour.")
    assert text(project) == "fine. Ah, I'm in the arbour."


@pytest.mark.parametrize(
    ("found", "typed", "reads"),
    [
        ("100%,", "ninety per cent", "ninety per cent,"),
        ("100%", "90", "90%"),
        ("$5", "five dollars", "five dollars"),
        ("harbour?", "arbour", "arbour?"),
    ],
)
def test_a_sign_that_is_said_stays_with_a_figure_and_with_no_word(found: str, typed: str, reads: str) -> None:
    bare = tokens_of(found.strip("%,$?"))
    assert " ".join(token.text for token in dressed([found], bare, tokens_of(typed))) == reads


def test_a_number_of_no_suggestion_is_told_and_never_becomes_the_words(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, typed = iter("tq"), iter(["#7"])
    session = Session(
        project, playing=False, around=from_seconds(1), key=lambda: next(keys), line=lambda question: next(typed)
    )
    session.ask_all(review(project).items)
    assert "there is no #7" in capsys.readouterr().err
    assert "#7" not in text(project)
