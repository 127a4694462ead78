"""A person is asked about the words that matter; what they say is kept, is undone, and spreads to twins on request."""

from __future__ import annotations

import json
import os
import select
import sys
import time
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.cli.reviewing import Session
from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import CHECKED, AudioStream, HeardBy, Mark, SourceFile, Tape, TapeId, Transcript, Turn, Word
from tapewright.model.provenance import HEARD_BY, Provenance
from tapewright.proof.hearing import Ear, ears
from tapewright.proof.review.matter import Why
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.testing.material import some_words
from tapewright.testing.strategies import turns
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.earreport import ear_report
from tapewright.verbs.history import undo
from tapewright.verbs.names import names
from tapewright.verbs.project import Project, new_project, open_project
from tapewright.verbs.review import Review, ToReview, review
from tapewright.verbs.reviewanswer import FULLY_SURE, Verdict, answer

PAL = TimecodeFormat(frame_rate("25"))
SETTINGS = 'names = [{ name = "Orford Ness", kind = "place" }, { name = "Marian Voss", kind = "person" }]\n'

TALK = {
    "T001": (
        ("we saw or ford nest from the water", {2: 120, 3: 140, 4: 130}),
        ("it was not the brakes it was the storm", {4: 100}),
        ("nobody paid forty five for the boats", {}),
    ),
    "T002": (
        ("the brakes were old and the brakes were wet", {1: 120, 6: 120}),
        ("then marion foss came back", {1: 200, 2: 200}),
    ),
}
EDIT = """\
# The storm

> it was not the brakes it was the storm
>
> — [T001](tape:T001#t=9.500000,19.000000)
"""


def heard(text: str, at: float, confidences: dict[int, int]) -> tuple[Word, ...]:
    return tuple(
        replace(word, confidence=confidences.get(n, 254), end=from_seconds(at + n + 0.8))
        for n, word in enumerate(some_words(text, at))
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes((np.sin(np.arange(30 * 8000) / 9) * 9000).astype("<i2").tobytes())
    file = SourceFile(
        path=str(path),
        size=path.stat().st_size,
        duration=from_seconds(30),
        audio=AudioStream(rate_hz=8000, channels=1),
        digests={"xxh128": "1"},
    )
    with new_project(tmp_path / "series") as made:
        (made.root / "tapewright.toml").write_text(SETTINGS, "utf-8")
        with made.store.change("tapes") as pen:
            for tape, turns in TALK.items():
                files = (file,) if tape == "T001" else ()
                pen.add_tape(
                    Tape(id=TapeId(tape), title=tape, format=PAL, duration=Ticks(from_seconds(30)), files=files)
                )
                said = tuple(Turn(words=heard(text, 10.0 * n, sure)) for n, (text, sure) in enumerate(turns))
                provenance = Provenance(tool="scripted", settings={HEARD_BY: HeardBy.MACHINE.value})
                pen.add_transcript(Transcript(tape=TapeId(tape), turns=said, provenance=provenance, language="en"))
        (made.edits / "storm.md").write_text(EDIT, "utf-8")
        yield made


def item_with(found: Review, text: str, tape: str = "") -> ToReview:
    return next(one for one in found.items if text in one.text and tape in (one.tape.id, ""))


def texts_of(project: Project, tape: str) -> list[str]:
    transcript = project.store.transcript(TapeId(tape))
    assert transcript is not None
    return [turn.text for turn in transcript.turns]


def words_of(project: Project, item: ToReview) -> list[Word]:
    turns = project.store.turns_in(item.tape.id, item.span.interval)
    return [word for turn in turns for word in turn.words if item.span.interval.holds(word.interval.middle)]


# --- the queue ------------------------------------------------------------------------------------------------------


def test_words_of_a_cut_come_first_then_what_matters(project: Project) -> None:
    found = review(project, first=100)
    assert found.items[0].item.bite == "storm 1"
    most_elsewhere = max(one.item.consequence for one in found.items if not one.item.bite)
    assert found.items[0].item.consequence > 1.5 * most_elsewhere
    consequences = [one.item.consequence for one in found.items]
    assert consequences[0] == max(consequences)
    assert found.kinds[Why.CUT].open == sum(one.item.bite != "" for one in found.items)
    assert found.share == 0


def test_a_name_that_was_misheard_is_told(project: Project) -> None:
    item = item_with(review(project, "T001", first=100), "ford")
    assert item.text == "or ford nest"
    assert item.item.instead[0] == "Orford Ness"
    assert item.before == "we saw"
    assert item.after.startswith("from the water")
    other = item_with(review(project, "T002", first=100), "marion")
    assert "Marian Voss" in other.item.instead


def test_the_queue_is_of_a_tape_of_an_edit_or_of_one_kind(project: Project) -> None:
    assert {one.tape.id for one in review(project, "T002", first=100).items} == {"T002"}
    assert all(one.item.bite for one in review(project, "storm", first=100).items)
    numbers = review(project, kinds=[Why.NUMBER], first=100).items
    assert [one.text for one in numbers] == ["forty five"]
    with pytest.raises(NotFoundError, match="no tape and no paper edit"):
        review(project, "T099")


def test_ids_stay_while_other_words_are_corrected(project: Project) -> None:
    before = {one.id for one in review(project, first=100).items}
    number = item_with(review(project, first=100), "forty")
    answer(project, number.id, Verdict.IS, "fifty")
    assert {one.id for one in review(project, first=100).items} == before - {number.id}


def test_where_typist_and_engine_differ_the_engines_words_are_what_it_could_be(project: Project) -> None:
    tape = TapeId("T002")
    machine = project.store.transcript(tape)
    assert machine is not None
    words = [replace(word, confidence=None) for word in machine.turns[0].words]
    words[1] = replace(words[1], text="breaks", marks=frozenset((Mark.DIFFERS,)))
    typed = Provenance(tool="typed", settings={HEARD_BY: HeardBy.PERSON.value, "machine_version": machine.version})
    with project.store.change("a typed text") as pen:
        pen.add_transcript(Transcript(tape=tape, turns=(Turn(words=tuple(words)),), provenance=typed, language="en"))
    item = next(one for one in review(project, "T002", first=50).items if Why.DIFFERS in one.item.whys)
    assert item.text == "breaks"
    assert item.item.instead == ("brakes",)
    answer(project, item.id, Verdict.RIGHT)
    assert not any(Mark.DIFFERS in word.marks for word in words_of(project, item))


# --- answers --------------------------------------------------------------------------------------------------------


def test_right_checks_the_words_and_is_undone(project: Project) -> None:
    item = item_with(review(project, first=100), "ford")
    done = answer(project, item.id, Verdict.RIGHT, heard=True, who="MB")
    assert [word.confidence for word in words_of(project, item)] == [CHECKED] * 3
    assert [(one.who, one.agrees) for one in project.store.listens()] == [("MB", True)]
    assert not any("ford" in one.text for one in review(project, first=100).items)
    assert review(project, first=0).share > 0
    undo(project, done.transaction)
    assert project.store.listens() == []
    assert any("ford" in one.text for one in review(project, first=100).items)
    assert review(project, first=0).share == 0


def test_a_correction_keeps_times_and_says_what_was_heard(project: Project) -> None:
    item = item_with(review(project, first=100), "ford")
    done = answer(project, item.id, Verdict.IS, "Orford Ness", heard=True)
    assert texts_of(project, "T001")[0] == "we saw Orford Ness from the water"
    words = words_of(project, item)
    assert [word.confidence for word in words] == [CHECKED] * 2
    assert item.span.interval.start <= words[0].start <= words[-1].end <= item.span.interval.end
    (listen,) = project.store.listens()
    assert (listen.quote.text, listen.heard) == ("or ford nest", "Orford Ness")
    turns = project.store.turns_in(TapeId("T001"), item.span.interval)
    known = ears([word for turn in turns for word in turn.words], [listen])
    assert Ear.CONTRADICTED not in known
    assert done.places[0].new == "Orford Ness"


def test_words_that_stay_in_a_corrected_place_are_checked_too(project: Project) -> None:
    item = item_with(review(project, first=100), "forty")
    answer(project, item.id, Verdict.IS, "forty six")
    words = words_of(project, item)
    assert [(word.text, word.confidence) for word in words] == [("forty", CHECKED), ("six", CHECKED)]


def test_nothing_takes_the_words_out(project: Project) -> None:
    item = item_with(review(project, first=100), "forty")
    answer(project, item.id, Verdict.IS, "[nothing]", heard=True)
    assert texts_of(project, "T001")[2] == "nobody paid for the boats"
    assert [one.heard for one in project.store.listens()] == ["[nothing]"]


def test_unsure_marks_the_words_and_is_asked_again_on_request(project: Project) -> None:
    item = item_with(review(project, first=100), "ford")
    answer(project, item.id, Verdict.UNSURE, who="MB")
    assert all(Mark.UNSURE in word.marks for word in words_of(project, item))
    found = review(project, first=100)
    assert not any("ford" in one.text for one in found.items)
    assert found.unsure == 1
    assert [one.text for one in review(project, again=True).items] == ["or ford nest"]
    # nobody has heard it so, and nobody has heard otherwise
    report = ear_report(project)
    assert report.contradictions == ()
    assert report.all_tapes.human == 0
    answer(project, item.id, Verdict.RIGHT)
    assert review(project, first=0).unsure == 0
    assert not any(Mark.UNSURE in word.marks for word in words_of(project, item))


def test_who_cannot_tell_takes_back_what_they_heard_before(project: Project) -> None:
    item = item_with(review(project, first=100), "forty")
    answer(project, item.id, Verdict.RIGHT, heard=True, who="MB")
    assert ear_report(project).all_tapes.human == 2
    answer(project, item.id, Verdict.UNSURE, who="MB")
    assert ear_report(project).all_tapes.human == 0


def test_one_answer_goes_for_all_twins_which_nobody_has_heard(project: Project) -> None:
    item = item_with(review(project, "T002", first=100), "brakes")
    shown = answer(project, item.id, Verdict.IS, "boats", twins=True, dry_run=True)
    assert {(place.tape.id, place.old, place.new, place.is_twin) for place in shown.places} == {
        ("T002", "brakes", "boats", False),
        ("T002", "brakes", "boats", True),
        ("T001", "brakes", "boats", True),
    }
    assert texts_of(project, "T002")[0].count("brakes") == 2
    done = answer(project, item.id, Verdict.IS, "boats", twins=True)
    assert texts_of(project, "T002")[0] == "the boats were old and the boats were wet"
    turn = project.store.turns_in(TapeId("T002"), item.span.interval)[0]
    assert sorted(word.confidence or 0 for word in turn.words if word.text == "boats") == [FULLY_SURE, CHECKED]
    undo(project, done.transaction)
    assert texts_of(project, "T002")[0].count("brakes") == 2


def test_what_was_corrected_once_is_asked_about_elsewhere(project: Project) -> None:
    item = item_with(review(project, "T002", first=100), "brakes")
    answer(project, item.id, Verdict.IS, "breakers")
    again = item_with(review(project, "T001", first=100), "brakes")
    assert Why.LEARNT in again.item.whys
    assert again.item.instead[0] == "breakers"


def test_a_name_in_an_answer_is_offered_with_what_it_was_misheard_as(project: Project) -> None:
    item = item_with(review(project, first=100), "brakes", "T002")
    offer = answer(project, item.id, Verdict.IS, "Brackley").offer
    assert offer is not None
    assert (offer.name, offer.sounds_like) == ("Brackley", ("brakes",))
    other = item_with(review(project, first=100), "ford")
    learnt = answer(project, other.id, Verdict.IS, "Orford Ness").offer
    assert learnt is not None
    assert learnt.sounds_like == ("or ford nest",)


def test_an_answer_to_what_reads_otherwise_by_now_is_refused(project: Project) -> None:
    item = item_with(review(project, first=100), "forty")
    answer(project, item.id, Verdict.IS, "fifty five")
    with pytest.raises(ConflictError, match="by now"):
        answer(project, item.id, Verdict.RIGHT, reads=item.text)


@pytest.mark.parametrize(
    ("place", "verdict", "words", "twins", "kind"),
    [
        ("T001@2,5", Verdict.IS, "  ", False, UsageError),
        ("T001@2,5", Verdict.IS, "—", False, UsageError),
        ("T001@2,5", Verdict.UNSURE, "", True, UsageError),
        ("T001@29,29.5", Verdict.RIGHT, "", False, NotFoundError),
        ("T009@1,2", Verdict.RIGHT, "", False, NotFoundError),
        ("T001@0.1,0.9", Verdict.RIGHT, "", True, UsageError),  # "we" is in no queue, so it has no twins
        ("nonsense", Verdict.RIGHT, "", False, UsageError),
        *((name, Verdict.RIGHT, "", False, UsageError) for name in HOSTILE_NAMES[:4]),
    ],
)
def test_an_answer_that_cannot_be_meant_is_refused_and_changes_nothing(
    project: Project, place: str, verdict: Verdict, words: str, twins: bool, kind: type[Exception]
) -> None:
    before = [texts_of(project, tape) for tape in TALK], len(project.store.history())
    with pytest.raises(kind):
        answer(project, place, verdict, words, twins=twins)
    assert ([texts_of(project, tape) for tape in TALK], len(project.store.history())) == before


@pytest.mark.parametrize("words", ["\x1b[2J", "a" * 5000, "<b>", "‮evil", "[word??]", "it's — 1/2 %"])
def test_whatever_a_person_types_is_kept_as_text(project: Project, words: str) -> None:
    item = item_with(review(project, first=100), "forty")
    try:
        answer(project, item.id, Verdict.IS, words, heard=True)
    except UsageError:
        assert texts_of(project, "T001")[2] == "nobody paid forty five for the boats"
    review(project, first=100)


def test_a_project_without_tapes_asks_nothing(tmp_path: Path) -> None:
    with new_project(tmp_path / "empty") as empty:
        found = review(empty)
        assert (found.items, found.total, found.share) == ((), 0, 1.0)


@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_answers_touch_nothing_outside_their_place_and_undo_brings_everything_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    heard_turns = data.draw(st.lists(turns(times="engine"), max_size=4))
    with new_project(tmp_path_factory.mktemp("any") / "series") as made:
        (made.root / "tapewright.toml").write_text(SETTINGS, "utf-8")
        with made.store.change("a tape") as pen:
            pen.add_tape(Tape(id=TapeId("T001"), title="", format=PAL, duration=Ticks(0)))
            said = tuple(sorted((replace(one, speaker=None) for one in heard_turns if one.words), key=_start))
            pen.add_transcript(Transcript(tape=TapeId("T001"), turns=said, provenance=Provenance(tool="scripted")))
        before = made.store.transcript(TapeId("T001"))
        done = []
        for _ in range(3):
            items = review(made, first=1000, again=False).items
            if not items:
                break
            item = data.draw(st.sampled_from(items))
            verdict = data.draw(st.sampled_from(Verdict))
            outside = _outside(made, item)
            try:
                done.append(
                    answer(made, item.id, verdict, data.draw(st.sampled_from(["Orford", "a b c d e", "[nothing]"])))
                )
            except (UsageError, NotFoundError):
                # a place of words without any length, or that lies under another: it can be named by no span
                continue
            assert outside <= _outside(made, item)
        for one in reversed(done):
            if one.transaction:
                undo(made, one.transaction)
        assert made.store.transcript(TapeId("T001")) == before


def _start(turn: Turn) -> int:
    return turn.words[0].start


def _outside(project: Project, item: ToReview) -> set[Word]:
    """The words that lie apart from an item and its neighbours."""
    transcript = project.store.transcript(item.tape.id)
    assert transcript is not None
    inside = item.span.interval
    return {word for word in transcript.words if word.end <= inside.start or word.start >= inside.end}


# --- the commands ---------------------------------------------------------------------------------------------------


def test_the_queue_is_printed_and_answered_by_a_script(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str, status: int = 0) -> str:
        assert run(app, ["review", *arguments, "--project", str(project.root)]) == status
        return capsys.readouterr().out

    found = json.loads(told("T001", "--first", "50", "--json"))
    assert found["kinds"]["number"] == {"open": 1, "answered": 0}
    item = next(one for one in found["items"] if one["text"] == "or ford nest")
    assert item["instead"][0] == "Orford Ness"
    assert "could be: #1 Orford Ness" in told("queue", "T001")
    assert "would be corrected" in told("answer", item["item"], "--is", "Orford Ness", "--dry-run")
    done = json.loads(told("answer", item["item"], "--is", "Orford Ness", "--if-reads", item["text"], "--json"))
    assert done["places"][0]["new"] == "Orford Ness"
    assert "settled" in told()
    told("answer", item["item"], "--right", "--unsure", status=2)
    told("answer", item["item"], "--right", "--name", "place", status=2)
    told("T099", status=2)
    assert "a name? tapewright names add 'Port Brackley'\n" in told("answer", "T002@1,1.8", "--is", "Port Brackley")
    told("answer", "T002@1,1.8", "--is", "Brackley", "--name", "place")
    assert [name.name for name in names(project)][-1] == "Brackley"
    assert "sound" in told("play", "T001@2,5")


def session(project: Project, keys: str, *lines: str, capsys: pytest.CaptureFixture[str], of: str = "T002") -> str:
    pressed, typed = iter(keys), iter(lines)
    one = Session(
        project, playing=False, around=from_seconds(1), key=lambda: next(pressed), line=lambda question: next(typed)
    )
    one.ask_all(review(project, of, first=50).items)
    return capsys.readouterr().out


def test_a_person_at_a_terminal_is_asked_one_after_the_other(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    out = session(project, "xrsq", capsys=capsys)
    assert out.count("[r]ight") == 4
    assert review(project, "T002", first=50).total < 4
    # twins are shown before they are settled; what is settled is not asked about again
    before = texts_of(project, "T002")[0]
    out = session(project, "atnq", "boats", capsys=capsys)
    assert "the next answer goes for" in out
    assert texts_of(project, "T002")[0] != before or "could not" in out


def test_a_wrong_key_is_taken_back(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    first = review(project, "T002", first=50).items[0]
    out = session(project, "rzq", capsys=capsys)
    assert "taken back" in out
    assert review(project, "T002", first=50).items[0].id == first.id


def test_a_name_is_put_into_the_list_on_request_and_a_choice_is_taken_by_its_number(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    queue = review(project, "T002", first=50).items
    place = next(n for n, one in enumerate(queue) if "marion" in one.text)
    session(project, "s" * place + "tp" + "q", "#1", capsys=capsys)
    assert texts_of(project, "T002")[1] == "then Marian Voss came back"
    assert names(project)[1].sounds_like == ("marion foss",)


def test_an_error_while_asking_is_told_and_the_review_goes_on(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    out = session(project, "tttq", "—", "", "—", capsys=capsys)
    assert out.count("[r]ight") == 4
    assert texts_of(project, "T002")[0].count("brakes") == 2


def test_ctrl_c_at_a_terminal_keeps_what_was_answered(project: Project) -> None:
    pty = pytest.importorskip("pty")
    before = review(project, "T002", first=50)
    program, folder = [sys.executable, "-m", "tapewright"], str(project.root)
    child, terminal = pty.fork()
    if child == 0:
        os.execv(program[0], [*program, "--project", folder, "review", "T002", "--no-play"])
    until(terminal, b"[q]uit")
    press(terminal, b"r", until_=b"2 of ")
    press(terminal, b"\x03", until_=b"what was finished is kept")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
    os.close(terminal)
    with open_project(project.root) as again:
        after = review(again, "T002", first=50)
    assert [one.id for one in after.items] == [one.id for one in before.items[1:]]


def press(terminal: int, key: bytes, *, until_: bytes) -> None:
    """A key, until it is taken: what is typed before the program waits for it is thrown away by the terminal."""
    for _ in range(10):
        time.sleep(0.5)
        os.write(terminal, key)
        if until_ in read_for(terminal, until_, seconds=6):
            return
    pytest.fail(f"{until_!r} did not come")


def until(terminal: int, wanted: bytes) -> None:
    assert wanted in read_for(terminal, wanted, seconds=60)


def read_for(terminal: int, wanted: bytes, *, seconds: float) -> bytes:
    """What is printed, up to what is wanted if it comes in time."""
    out, end = b"", time.monotonic() + seconds
    while wanted not in out and time.monotonic() < end:
        if select.select([terminal], [], [], 0.5)[0]:
            try:
                out += os.read(terminal, 1 << 16)
            except OSError:
                break
    return out
