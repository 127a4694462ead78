"""What a person gets: a typed transcript lies on the sound, and where typist and engine differ is said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.collation.differences import differences
from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.model import (
    AudioStream,
    FoundVoice,
    Mark,
    Provenance,
    SourceFile,
    Span,
    SpeakerId,
    TapeId,
    Transcript,
    Turn,
    Voice,
    Word,
    WordTiming,
)
from tapewright.speech.activity import Spoken
from tapewright.testing.material import a_tape
from tapewright.testing.scripted import SpokenReader
from tapewright.timing import Interval, from_seconds
from tapewright.verbs.align import align, record
from tapewright.verbs.bitepoints import passage
from tapewright.verbs.find import find
from tapewright.verbs.keptdifferences import compared
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.speakers import add_speaker, speakers
from tapewright.verbs.transcript import transcript, written

SAID = (
    "the harbour was quiet that year and nobody asked us anything about the boats then the ferry came back in april "
    "and we sold every loaf before noon because the bakery was the only one on the quay that still had flour"
).split()

TYPED = """\
MARIAN: The harbour was quiet that year and nobody asked us anything about the boats.

R: Then the ferry came back in April and we sold every loaf before noon because the bakery was the only one on the \
quay that still had flour.
"""


def words_at(texts: Sequence[str], start: float = 1.0) -> tuple[Word, ...]:
    """A word every half second, each 0.4 s long."""
    return tuple(
        Word(text=t, start=from_seconds(start + n / 2), end=from_seconds(start + n / 2 + 0.4), confidence=230)
        for n, t in enumerate(texts)
    )


def heard_by_machine(words: Sequence[Word]) -> Transcript:
    made_by = Provenance(tool="scripted", settings={"guards": {}})
    return Transcript(tape=TapeId("T001"), turns=(Turn(words=tuple(words)),), provenance=made_by, language="en")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p") as opened:
        with opened.store.change("add a tape") as pen:
            pen.add_tape(a_tape("T001"))
            pen.add_tape(a_tape("T002"))
            pen.add_transcript(heard_by_machine(words_at(SAID)))
        yield opened


def typed(tmp_path: Path, text: str = TYPED, name: str = "marian.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_every_typed_word_gets_the_time_at_which_it_is_heard(project: Project, tmp_path: Path) -> None:
    done = align(project, "T001", typed(tmp_path))
    assert (done.version, done.machine_version, done.belongs, done.found) == (2, 1, True, 1.0)
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    assert [word.interval for word in stored.words] == [word.interval for word in words_at(SAID)]
    assert stored.words[-1].text == "flour."
    assert all(word.timing is WordTiming.RECOGNISED and not word.marks for word in stored.words)
    assert done.statuses == {"said": len(SAID), "substituted": 0, "forced": 0, "interpolated": 0, "absent": 0}
    assert done.differences == ()


def test_the_text_is_the_current_version_with_its_speakers_and_what_it_rests_on(
    project: Project, tmp_path: Path
) -> None:
    path = typed(tmp_path)
    done = align(project, "T001", path, speakers={"R": "Trish"})
    assert [speaker.name for speaker in speakers(project)] == ["MARIAN", "Trish"] == list(done.new_speakers)
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    assert [turn.speaker for turn in stored.turns] == [SpeakerId(1), SpeakerId(2)]
    made = stored.provenance
    assert (made.tool, made.settings["file"], made.settings["machine_version"]) == ("align", "marian.txt", 1)
    assert made.input_digest.startswith("xxh128:")
    assert stored.language == "en"
    first = project.store.transcript(TapeId("T001"), 1)
    assert first is not None
    assert [word.text for word in first.words] == SAID


def test_differences_are_listed_and_can_be_made_again_from_the_two_versions(project: Project, tmp_path: Path) -> None:
    text = TYPED.replace("quiet", "empty").replace("every loaf", "loaf").replace("noon", "noon, you know,")
    done = align(project, "T001", typed(tmp_path, text))
    told = [(d.kind.value, d.typed_text, d.heard_text) for d in done.differences]
    assert told == [("changed", "empty", "quiet"), ("heard", "", "every"), ("typed", "you know,", "")]
    first, second = (project.store.transcript(TapeId("T001"), version) for version in (1, 2))
    assert first is not None
    assert second is not None
    again = differences(second, first)
    assert [(d.kind.value, d.typed_text, d.heard_text) for d in again] == told
    assert [(d.kind.value, d.typed_text, d.heard_text) for d in compared(project, "T001").differences] == told
    assert Mark.DIFFERS in second.words[3].marks
    assert second.words[3].interval == first.words[3].interval


def test_the_differences_are_listed_again_after_corrections(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    assert run(app, ["align", "T001"]) == 2
    align(project, "T001", typed(tmp_path, TYPED.replace("quiet", "empty").replace("noon", "nine")))
    run(app, ["correct", "T001", "empty", "quiet"])
    capsys.readouterr()
    assert run(app, ["align", "T001"]) == 0
    told = capsys.readouterr().out
    assert "version 2 of tape T001 against what the engine heard (version 1): 1 difference" in told
    assert "typed “nine”, heard “noon” (91 %)" in told


def test_a_heading_that_nobody_says_stays_in_the_text_without_a_place(project: Project, tmp_path: Path) -> None:
    text = TYPED.replace("R: Then", "PART TWO OF THE CONVERSATION WITH MARIAN AT HER HOUSE\n\nR: Then")
    done = align(project, "T001", typed(tmp_path, text))
    assert [one.text for one in done.unplaced] == ["PART TWO OF THE CONVERSATION WITH MARIAN AT HER HOUSE"]
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    absent = [word for word in stored.words if Mark.ABSENT in word.marks]
    assert len(absent) == 10
    assert all(word.start == word.end for word in absent)


def test_a_text_of_another_tape_is_not_kept_unless_asked(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "My brother bought a tractor in May. It never ran. We had cows, and a dog that bit the postman twice a week."
    path = typed(tmp_path, text)
    monkeypatch.chdir(project.root)
    assert run(app, ["align", "T001", str(path)]) == 1
    assert "this text does not seem to belong to T001: " in capsys.readouterr().out
    assert len(project.store.transcript_heads(TapeId("T001"))) == 1
    assert run(app, ["align", "T001", str(path), "--anyway", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["belongs"]) == (2, False)


def test_a_tape_that_no_engine_has_heard_says_what_to_run(project: Project, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        align(project, "T002", typed(tmp_path))
    assert "transcribe T002" in caught.value.hint


def test_a_dry_run_shows_the_same_and_keeps_nothing(project: Project, tmp_path: Path) -> None:
    path = typed(tmp_path, TYPED.replace("quiet", "empty"))
    shown = record(align(project, "T001", path, dry_run=True))
    assert len(project.store.transcript_heads(TapeId("T001"))) == 1
    assert not speakers(project)
    kept = record(align(project, "T001", path))
    assert {**shown, "version": 2, "dry_run": False} == kept


def test_a_paragraph_in_another_place_is_placed_where_it_is_said_and_named(project: Project, tmp_path: Path) -> None:
    first, second = TYPED.strip().split("\n\n")
    done = align(project, "T001", typed(tmp_path, f"{second}\n\n{first}\n"))
    assert done.moved
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    assert stored.turns[0].text.startswith("The harbour was quiet")
    assert [turn.interval.start for turn in stored.turns] == sorted(turn.interval.start for turn in stored.turns)


def test_what_the_typist_left_out_for_long_is_named(project: Project, tmp_path: Path) -> None:
    more = [f"word{n}" for n in range(40)]
    with project.store.change("hear more") as pen:
        pen.add_transcript(heard_by_machine(words_at([*SAID[:14], *more, *SAID[14:]])))
    done = align(project, "T001", typed(tmp_path))
    (gone,) = done.left_out
    assert gone.heard_text.split() == more
    assert gone.interval == Interval(from_seconds(8), from_seconds(1 + 53 / 2 + 0.4))


def test_a_name_that_several_bear_is_whose_voice_is_here_or_is_told(project: Project, tmp_path: Path) -> None:
    elsewhere, here = add_speaker(project, "Marian"), add_speaker(project, "MARIAN")
    done = align(project, "T001", typed(tmp_path))
    assert [told for told in done.remarks if "called" in told] == [
        f"2 speakers are called MARIAN: #{elsewhere.id} was meant, not #{here.id}; "
        "--speakers LABEL=#NUMBER says who it is"
    ]
    done = align(project, "T001", typed(tmp_path), speakers={"MARIAN": f"#{here.id}"})
    assert not any("called" in told for told in done.remarks)
    assert done.speakers == ("MARIAN", "R")
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    assert stored.turns[0].speaker == here.id
    # Her voice is on this tape, so that she is meant, also where the text before was another's.
    align(project, "T001", typed(tmp_path, TYPED.replace("MARIAN", "ADA")))
    made = Provenance(tool="scripted")
    voice = Voice(
        tape=TapeId("T001"),
        found=FoundVoice(number=0, centre=(1.0, 0.0), spread=0.1),
        utterances=(Interval(from_seconds(1), from_seconds(5)),),
        speaker=here.id,
        provenance=made,
    )
    with project.store.change("a voice") as pen:
        pen.replace_voices(TapeId("T001"), made, [voice])
    done = align(project, "T001", typed(tmp_path))
    assert not any("called" in told for told in done.remarks)
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    assert stored.turns[0].speaker == here.id


def test_a_file_without_words_is_named(project: Project, tmp_path: Path) -> None:
    for name, text in (("empty.txt", ""), ("blank.txt", "  \n\n "), ("signs.txt", "--- … ---")):
        with pytest.raises(InputError):
            align(project, "T001", typed(tmp_path, text, name))


HEADED = TYPED.replace("R: Then", "PART TWO OF THE CONVERSATION WITH MARIAN AT HER HOUSE\n\nR: Then")


def test_a_quotation_of_words_that_nobody_says_is_not_proved(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    align(project, "T001", typed(tmp_path, HEADED))
    monkeypatch.chdir(project.root)
    article = tmp_path / "a.md"
    article.write_text(
        "“Part two of the conversation with Marian at her house,” she says.\n\n"
        "“Nobody asked us anything about the boats then the ferry came back,” she says.\n"
    )
    run(app, ["check", str(article), "--json"])
    first, second = json.loads(capsys.readouterr().out)["quotes"]
    assert first["verdict"] == "not_found"
    assert second["verdict"] == "verbatim"


def test_what_nobody_says_is_found_by_search_and_is_in_no_caption_and_no_cut(project: Project, tmp_path: Path) -> None:
    align(project, "T001", typed(tmp_path, HEADED))
    captions = written(transcript(project, "T001"), format="srt")
    assert "CONVERSATION" not in captions
    assert "Then the ferry" in captions
    assert "CONVERSATION" in written(transcript(project, "T001"))
    (hit,) = find(project, '"part two of the conversation"').hits
    with pytest.raises(UsageError, match="nobody says them"):
        passage(project, hit)


def test_a_passage_over_a_heading_holds_what_is_said_and_no_more(project: Project, tmp_path: Path) -> None:
    align(project, "T001", typed(tmp_path, HEADED))
    span = Span(TapeId("T001"), Interval(from_seconds(7.5), from_seconds(8.5)))
    assert [word.text for word in passage(project, span).words] == ["boats.", "Then"]


def test_speech_for_which_neither_has_a_word_is_named(project: Project, tmp_path: Path) -> None:
    sound = AudioStream(rate_hz=16_000, channels=1)
    file = SourceFile(path=str(tmp_path / "a.npy"), size=1, duration=from_seconds(60), audio=sound)
    numpy.save(tmp_path / "a.npy", numpy.zeros(60 * 16_000, dtype="float32"))
    with project.store.change("its sound") as pen:
        pen.replace_tape(replace(project.store.tape(TapeId("T001")), files=(file,)))
    project.media = SpokenReader()
    clear = (Interval(from_seconds(1), from_seconds(20)), Interval(from_seconds(30), from_seconds(37)))

    def detect(blocks: object) -> Spoken:
        return Spoken(possible=clear, clear=clear)

    done = align(project, "T001", typed(tmp_path), detect=detect)
    assert "7 s of speech have no word, neither typed nor heard: 00:00:30:00" in done.remarks
