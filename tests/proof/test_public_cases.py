"""The public cases of edited quotations, by name, from the transcript alone: what was aired is told from what was said.

The words are those of the public record as far as it gives them (court filings, broadcasters' corrections); what
stands around them is everyday talk, and the people have the names of their parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tapewright.model import (
    CHECKED,
    Flag,
    JoinKind,
    PieceKind,
    Provenance,
    QuoteVerdict,
    Tape,
    TapeId,
    Transcript,
    Turn,
    Verdict,
    Word,
)
from tapewright.store import Change
from tapewright.timing import TimecodeFormat, frame_rate, from_milliseconds, from_seconds
from tapewright.verbs.check import check
from tapewright.verbs.checked import Check
from tapewright.verbs.project import Project, new_project

WORD_MS, HEARD_MS = 400, 300

JINX = (
    "[Unintelligible] I don't know what you expected to get. I don't know what's in the house. Oh, I want this. "
    "Killed them all, of course. [Unintelligible] I want to do something new. There's nothing new about that. "
    '[Inaudible – possibly "disaster."] He was right. I was wrong. The burping. '
    "I'm having difficulty with the question. What the hell did I do?"
)
AIRED = "What the hell did I do? Killed them all, of course."

WANTED = "We talked about the boat for a long time. I never wanted that. I wanted a house with a garden."
TEACHER = "I have known her for years. Sally is my best friend out of all the teachers here. We share the long drive."

CAMPAIGN = (
    ("GUEST", "There is less and less money for the schools. Is there a little more every year for the police?"),
    ("CANDIDATE", "I have heard that in every town that I came through this summer, and it worries me."),
    ("GUEST", "But do we agree that we can redirect some of the funding?"),
    ("CANDIDATE", "Yes, absolutely. And I have said so before."),
)


def turns_of(said: tuple[tuple[int, str], ...]) -> tuple[Turn, ...]:
    """Turns of words at an even pace, two seconds between turns."""
    made, at = [], 1000
    for speaker, text in said:
        words = []
        for token in text.split():
            start, end = from_milliseconds(at), from_milliseconds(at + HEARD_MS)
            words.append(Word(text=token, start=start, end=end, confidence=CHECKED))
            at += WORD_MS
        made.append(Turn(words=tuple(words), speaker=speaker))  # type: ignore[arg-type]
        at += 2000
    return tuple(made)


TAPES: dict[str, tuple[tuple[str, str], ...]] = {
    "JINX": (("SUBJECT", JINX),),
    "BOAT": (("ACTOR", WANTED),),
    "SCHOOL": (("TEACHER", TEACHER),),
    "TALK": CAMPAIGN,
}


@pytest.fixture(params=["the transcript alone", "all transcripts"])
def series(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Project]]:
    """Makes a project with a tape, alone or among the others."""
    with ExitStack() as closing:

        def make(tape: str) -> Project:
            made = closing.enter_context(new_project(tmp_path / "cases"))
            alone = request.param == "the transcript alone"
            with made.store.change("tapes") as pen:
                for name in [tape] if alone else TAPES:
                    _put_in(pen, name)
            return made

        yield make


def _put_in(pen: Change, name: str) -> None:
    ids = {who: pen.add_speaker(who).id for who in dict.fromkeys(who for who, _ in TAPES[name])}
    counting = TimecodeFormat(frame_rate(25))
    pen.add_tape(Tape(id=TapeId(name), title="", format=counting, duration=from_seconds(600), reel=name))
    turns = turns_of(tuple((ids[who], text) for who, text in TAPES[name]))
    pen.add_transcript(Transcript(tape=TapeId(name), turns=turns, provenance=Provenance(tool="hand"), language="en"))


def proved(project: Project, text: str) -> QuoteVerdict:
    path = project.root / "scripts" / "aired.md"
    path.write_text(text, "utf-8")
    (found,) = check(project, path).quotes
    return found


def flags(found: QuoteVerdict) -> set[Flag]:
    return {flag.flag for flag in found.flags}


def test_the_ending_of_the_jinx_is_reordered_and_the_distance_is_said(series: Callable[[str], Project]) -> None:
    project = series("JINX")
    found = proved(project, f"> {AIRED}\n>\n> — SUBJECT\n")
    assert found.verdict in (Verdict.REORDERED, Verdict.RECOMBINED)
    assert [source.span.tape for source in found.sources] == ["JINX", "JINX"]
    question, confession = found.sources
    assert confession.span.interval.end < question.span.interval.start
    assert "before" in found.explanation
    assert "sentence" in found.explanation
    assert "second" in found.explanation


def test_what_was_said_in_the_house_is_verbatim_in_its_own_order(series: Callable[[str], Project]) -> None:
    project = series("JINX")
    said = "Oh, I want this. Killed them all, of course."
    assert proved(project, f"> {said}\n>\n> — SUBJECT\n").verdict is Verdict.VERBATIM


def test_i_never_wanted_that_without_its_never(series: Callable[[str], Project]) -> None:
    project = series("BOAT")
    found = proved(project, "“I wanted that. I wanted a house with a garden,” the actor said.\n")
    assert Flag.NEGATION_DROPPED in flags(found)


def test_my_best_friend_out_of_all_the_teachers_became_my_best_teacher(series: Callable[[str], Project]) -> None:
    project = series("SCHOOL")
    found = proved(project, "“Sally is my best teacher here,” she said.\n")
    assert found.verdict in (Verdict.CONDENSED, Verdict.ALTERED)
    gone = " ".join(piece.tape for piece in found.diff if piece.kind in (PieceKind.GONE, PieceKind.CHANGED))
    assert "friend out of all the" in gone


def test_the_words_that_were_moved_into_the_question_are_found(
    series: Callable[[str], Project],
) -> None:
    project = series("TALK")
    asked = "But do we agree that we can redirect some of the funding for the police?"
    found = proved(project, f"GUEST: {asked}\n")
    assert found.verdict in (Verdict.REORDERED, Verdict.RECOMBINED)
    moved = found.sources[-1]
    assert moved.text.endswith("for the police?")
    assert moved.span.interval.end < found.sources[0].span.interval.start


def cut(project: Project, *pieces: tuple[str, str, str, str]) -> Check:
    """A paper edit of pieces: speaker, tape, first words and last words of what is played."""
    blocks = []
    for who, tape, text, place in pieces:
        blocks.append(f"> {text}\n>\n> — {who} [{tape}](tape:{tape}#t={place})\n")
    (project.edits / "aired.md").write_text("\n".join(blocks), "utf-8")
    return check(project, "aired")


def place_of(project: Project, tape: str, text: str) -> str:
    """Where some words stand, as a bite names it."""
    transcript = project.store.transcript(TapeId(tape))
    assert transcript is not None
    words = transcript.words
    wanted = text.split()
    at = next(n for n in range(len(words)) if [w.text for w in words[n : n + len(wanted)]] == wanted)
    first, last = words[at], words[at + len(wanted) - 1]
    return f"{first.start / 705_600_000:.6f},{last.end / 705_600_000:.6f}"


def test_the_same_as_a_cut_is_told_at_its_join(series: Callable[[str], Project]) -> None:
    project = series("JINX")
    question, confession = "What the hell did I do?", "Killed them all, of course."
    found = cut(
        project,
        *(("SUBJECT", "JINX", text, place_of(project, "JINX", text)) for text in (question, confession)),
    )
    (join,) = found.joins
    assert JoinKind.BACKWARD in join.kinds
    assert join.gap is not None
    assert join.gap < -from_seconds(10)


def test_an_answer_to_another_question_is_told_at_its_join(series: Callable[[str], Project]) -> None:
    project = series("TALK")
    question = "Is there a little more every year for the police?"
    answer = "Yes, absolutely."
    found = cut(
        project,
        ("GUEST", "TALK", question, place_of(project, "TALK", question)),
        ("CANDIDATE", "TALK", answer, place_of(project, "TALK", answer)),
    )
    (join,) = found.joins
    assert Flag.QUESTION_SWAPPED in {flag.flag for flag in join.flags}
