"""What a person gets: corrections by words, by turn and by file, and not one word moved that they did not touch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.errors import ConflictError, InputError, NotFoundError, UsageError
from tapewright.model import CHECKED, Mark, SpeakerId, TapeId, Transcript, Turn, Word, WordTiming
from tapewright.testing.material import a_tape, a_transcript
from tapewright.timing import Interval, from_seconds
from tapewright.verbs.correct import correct_turn, join_at, join_turns, record, split_at, split_turn
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.reread import correct_from_file
from tapewright.verbs.speakers import add_speaker, set_speaker, speakers
from tapewright.verbs.transcript import save, transcript
from tapewright.verbs.twins import correct_words

TAPE = TapeId("T001")
TEXTS = (
    "The harbour was quiet that year, very quiet.",
    "And nobody asked us anything?",
    "No, nobody asked. Not once.",
    "Until the boats came back?",
    "Until the boats came back in April, with the fog.",
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p") as opened:
        with opened.store.change("add tapes") as pen:
            marian, jo = pen.add_speaker("MARIAN"), pen.add_speaker("JO")
            for name in ("T001", "T002"):
                pen.add_tape(a_tape(name))
                heard = a_transcript(name, *TEXTS)
                turns = tuple(
                    Turn(words=turn.words, speaker=(marian, jo)[number % 2].id)
                    for number, turn in enumerate(heard.turns)
                )
                pen.add_transcript(Transcript(tape=heard.tape, turns=turns, provenance=heard.provenance))
        yield opened


def turns(project: Project, tape: str = TAPE) -> list[Turn]:
    heard = project.store.transcript(TapeId(tape))
    assert heard
    return list(heard.turns)


def words(project: Project, tape: str = TAPE) -> list[Word]:
    return [word for turn in turns(project, tape) for word in turn.words]


def exported(project: Project, tmp_path: Path, **how: object) -> Path:
    path = tmp_path / "edited.txt"
    save(project, transcript(project, TAPE, **how), path)  # type: ignore[arg-type]
    return path


def edited(path: Path, *pairs: tuple[str, str]) -> Path:
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return path


def test_a_turn_reads_as_typed_and_its_other_words_stay(project: Project) -> None:
    old = turns(project)[0]
    made = correct_turn(project, old.id, old.revision, "The harbor was quiet that year, very very quiet.", who="JL")
    new = project.store.turn(old.id)
    assert new.revision == 1
    assert new.text == "The harbor was quiet that year, very very quiet."
    assert [w for w in new.words if w in old.words] == [w for w in old.words if w.text != "harbour"]
    assert new.words[1].interval == old.words[1].interval
    assert new.words[1].confidence == CHECKED
    added = next(w for w in new.words if w.timing is WordTiming.INTERPOLATED)
    assert added.text == "very"
    assert [(d.old, d.new) for change in made.changes for d in change.differences] == [
        (("harbour",), ("harbor",)),
        ((), ("very",)),
    ]
    assert [r.who for r in project.store.revisions(old.id)][-1] == "JL"


def test_a_stale_correction_is_refused_and_nothing_is_written(project: Project) -> None:
    old = turns(project)[0]
    correct_turn(project, old.id, 0, "Something else.")
    with pytest.raises(ConflictError, match="revision 1"):
        correct_turn(project, old.id, 0, "Something different.")
    assert project.store.turn(old.id).text == "Something else."


def test_a_dry_run_shows_the_difference_and_writes_nothing(project: Project) -> None:
    old, before = turns(project)[0], len(project.store.history())
    made = correct_turn(project, old.id, 0, "The harbor was quiet that year, very quiet.", dry_run=True)
    shown = record(made, project.store.tape, project.store.speakers())
    assert shown["dry_run"] is True
    assert shown["words"] == 1
    assert shown["changes"][0]["differences"][0]["timecode"] == "00:00:01:00"  # type: ignore[index]
    assert turns(project)[0] == old
    assert len(project.store.history()) == before


def test_the_same_text_makes_no_revision_and_an_empty_one_removes_the_turn(project: Project) -> None:
    old = turns(project)[1]
    assert correct_turn(project, old.id, 0, old.text).changes == ()
    assert project.store.turn(old.id).revision == 0
    correct_turn(project, old.id, 0, "  ")
    with pytest.raises(NotFoundError):
        project.store.turn(old.id)
    assert len(turns(project)) == 4


def test_a_turn_is_split_at_a_word_or_a_time_and_joined_again(project: Project) -> None:
    old = turns(project)
    split_turn(project, old[2].id, 0, word=3)
    split_turn(project, old[4].id, 0, at=from_seconds(42.7))
    now = turns(project)
    assert [t.text for t in now[2:4]] == ["No, nobody asked.", "Not once."]
    assert [t.text for t in now[5:]] == ["Until the boats", "came back in April, with the fog."]
    assert now[3].speaker == now[2].speaker
    join_turns(project, [(now[2].id, now[2].revision), (now[3].id, now[3].revision)])
    assert turns(project)[2].text == old[2].text
    with pytest.raises(UsageError, match="follow each other"):
        join_turns(project, [(old[0].id, 0), (now[5].id, now[5].revision)])
    assert words(project) == [w for t in old for w in t.words]


def test_a_speaker_is_set_on_the_turn_that_was_seen(project: Project) -> None:
    old, new = turns(project)[0], add_speaker(project, "Ann")
    set_speaker(project, old.id, 0, new.id)
    assert project.store.turn(old.id).speaker == new.id
    with pytest.raises(ConflictError):
        set_speaker(project, old.id, 0, None)


def test_words_are_corrected_near_a_time_and_keep_their_punctuation(project: Project) -> None:
    correct_words(project, TAPE, "quiet", "calm", at=from_seconds(8))
    assert turns(project)[0].text == "The harbour was quiet that year, very calm."
    correct_words(project, TAPE, "the harbour", "the port")
    assert turns(project)[0].text == "The port was quiet that year, very calm."
    correct_words(project, TAPE, "no nobody", "No one at all,")
    assert turns(project)[2].text == "No one at all, asked. Not once."


def test_words_that_stand_twice_are_asked_about_and_words_that_do_not_stand_there_are_named(project: Project) -> None:
    with pytest.raises(UsageError, match="2 times") as caught:
        correct_words(project, TAPE, "until the boats", "when the boats")
    assert "00:00:30:00, 00:00:40:00" in caught.value.message
    with pytest.raises(NotFoundError) as missing:
        correct_words(project, TAPE, "in april", "in May", at=from_seconds(1))
    assert "00:00:45:00" in missing.value.hint
    with pytest.raises(NotFoundError):
        correct_words(project, TAPE, "the airport", "x")
    with pytest.raises(UsageError):
        correct_words(project, TAPE, "…", "x")


def test_all_twins_on_all_tapes_only_when_asked_and_in_one_undo(project: Project) -> None:
    before = {tape: words(project, tape) for tape in ("T001", "T002")}
    made = correct_words(project, TAPE, "boats", "ferries", everywhere=True)
    assert len(made.changes) == 4
    assert sum(word.text == "ferries" for tape in before for word in words(project, tape)) == 4
    project.store.undo()
    assert {tape: words(project, tape) for tape in before} == before
    shown = correct_words(project, TAPE, "boats", "ferries", everywhere=True, dry_run=True)
    assert len(shown.changes) == 4
    assert {tape: words(project, tape) for tape in before} == before


def test_a_file_that_was_only_laid_out_otherwise_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = exported(project, tmp_path)
    assert correct_from_file(project, TAPE, path).changes == ()
    edited(
        path, ("quiet that year", "quiet\nthat   year"), ("[00:00:10:00]", "[00:00:11:00]"), ("once.", "once.\n\n\n")
    )
    before = len(project.store.history())
    assert correct_from_file(project, TAPE, path).changes == ()
    assert len(project.store.history()) == before


def test_an_edited_file_corrects_words_names_splits_and_joins_in_one_undo(project: Project, tmp_path: Path) -> None:
    old = turns(project)
    path = edited(
        exported(project, tmp_path),
        ("harbour was quiet", "port was so quiet"),
        ("No, nobody asked. Not", "No, nobody asked.\nJO: Not"),
        ("JO: Until the boats came back?\n\n[00:00:40:00] MARIAN: ", "ANN GRAY: Until the boats came back? "),
        ("in April, ", ""),
    )
    made = correct_from_file(project, TAPE, path)
    now = turns(project)
    names = {speaker.id: speaker.name for speaker in speakers(project)}
    assert [(names[t.speaker], t.text) for t in now if t.speaker] == [
        ("MARIAN", "The port was so quiet that year, very quiet."),
        ("JO", "And nobody asked us anything?"),
        ("MARIAN", "No, nobody asked."),
        ("JO", "Not once."),
        ("ANN GRAY", "Until the boats came back? Until the boats came back with the fog."),
    ]
    assert made.new_speakers == ("ANN GRAY",)
    assert (now[1], now[0].id, now[2].id, now[4].id) == (old[1], old[0].id, old[2].id, old[3].id)
    kept = {w for t in old for w in t.words}
    typed = [w.text for w in words(project) if w not in kept]
    assert typed == ["port", "so"]
    project.store.undo()
    assert turns(project) == old
    assert "ANN GRAY" not in {speaker.name for speaker in speakers(project)}


def test_an_excerpt_leaves_the_rest_of_the_tape_alone(project: Project, tmp_path: Path) -> None:
    part = Interval(from_seconds(9), from_seconds(25))
    path = edited(exported(project, tmp_path, interval=part), ("asked us", "told us"), ("once.", "even once."))
    before = turns(project)
    made = correct_from_file(project, TAPE, path)
    now = turns(project)
    assert [t.text for t in now[1:3]] == ["And nobody told us anything?", "No, nobody asked. Not even once."]
    assert (now[0], now[3:]) == (before[0], before[3:])
    *untouched, reckoned = made.remarks
    assert len(untouched) == 2
    assert "by reckoning: T001: its media is elsewhere" in reckoned


def test_words_of_doubt_are_marked_by_brackets_and_stay_so(project: Project, tmp_path: Path) -> None:
    path = edited(exported(project, tmp_path), ("April,", "[April??],"))
    correct_from_file(project, TAPE, path)
    word = next(w for w in words(project) if w.text == "April,")
    assert word.marks == {Mark.UNSURE}
    path = exported(project, tmp_path)
    assert "[April??]," in path.read_text("utf-8")
    assert correct_from_file(project, TAPE, path).changes == ()


def test_a_text_of_another_tape_is_refused_with_its_share(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("JO: The bakery opened at five in the morning, and rain fell upon the square.\n", "utf-8")
    before = turns(project)
    with pytest.raises(InputError, match=r"\d+ % of its words are found"):
        correct_from_file(project, TAPE, path)
    with pytest.raises(InputError):
        correct_from_file(project, TAPE, tmp_path / "missing.txt")
    assert turns(project) == before


def test_a_dry_run_of_a_file_shows_all_and_writes_nothing(project: Project, tmp_path: Path) -> None:
    path = edited(exported(project, tmp_path), ("MARIAN: The", "NEW NAME: The"), ("fog", "frost"))
    before, history = turns(project), len(project.store.history())
    made = correct_from_file(project, TAPE, path, dry_run=True)
    assert (made.new_speakers, made.words, len(made.changes)) == (("NEW NAME",), 1, 2)
    assert turns(project) == before
    assert len(project.store.history()) == history


def test_corrections_of_every_kind_move_no_span_and_undo_brings_everything_back(
    project: Project, tmp_path: Path
) -> None:
    chance = random.Random(5)
    original, began = turns(project), len(project.store.history())
    spans = [Interval(from_seconds(start), from_seconds(start + 3)) for start in range(50)]
    done = 0
    for number in range(250):
        before = words(project)
        now = turns(project)
        place = chance.randrange(len(now))
        turn = now[place]
        kind = chance.choice(["words", "words", "split", "join", "file"])
        try:
            if kind == "words":
                text = turn.text.split()
                at = chance.randrange(len(text))
                text[at : at + chance.choice([0, 1, 1])] = [f"w{number}"]
                correct_turn(project, turn.id, turn.revision, " ".join(text))
            elif kind == "split" and len(turn.words) > 2:
                split_turn(project, turn.id, turn.revision, word=chance.randrange(1, len(turn.words)))
            elif kind == "join" and place + 1 < len(now):
                join_turns(project, [(t.id, t.revision) for t in now[place : place + 2]])
            elif kind == "file" and number % 5 == 0:
                path = exported(project, tmp_path)
                lines = path.read_text("utf-8").split(" ")
                lines[chance.randrange(len(lines) // 2, len(lines))] = f"f{number}\n"
                path.write_text(" ".join(lines), "utf-8")
                correct_from_file(project, TAPE, path)
        except UsageError:
            assert kind == "join"
            continue
        done += 1
        after = words(project)
        touched = [w for w in (*before, *after) if (w in before) != (w in after)]
        assert len(touched) <= 4
        for span in spans:
            was, is_now = ([w for w in some if span.holds(w.interval.middle)] for some in (before, after))
            assert sorted(was, key=_order) == sorted(is_now, key=_order) or any(
                span.holds(w.interval.middle) for w in touched
            )
    assert done > 150
    for _ in range(len(project.store.history()) - began):
        project.store.undo()
    assert [t.words for t in turns(project)] == [t.words for t in original]
    assert [t.speaker for t in turns(project)] == [t.speaker for t in original]


def _order(word: Word) -> tuple[int, int, str]:
    return word.start, word.end, word.text


def test_nobody_named_can_be_said_in_the_file(project: Project, tmp_path: Path) -> None:
    path = edited(exported(project, tmp_path), ("JO: And", ": And"))
    correct_from_file(project, TAPE, path)
    assert turns(project)[1].speaker is None
    assert turns(project)[0].speaker == SpeakerId(1)


def test_a_turn_is_split_at_a_time_and_joined_again_there(project):
    before = turns(project)
    second_word = before[1].words[2]
    split_at(project, TAPE, second_word.start)
    assert [turn.text for turn in turns(project)[1:3]] == ["And nobody", "asked us anything?"]
    join_at(project, TAPE, before[1].interval.start)
    assert [turn.words for turn in turns(project)] == [turn.words for turn in before]


def test_a_time_before_the_first_turn_and_a_join_behind_the_last_are_refused_in_words(project):
    last = turns(project)[-1]
    with pytest.raises(UsageError, match="nothing follows"):
        join_at(project, TAPE, last.interval.start)
    with pytest.raises(UsageError, match="has begun"):
        split_at(project, TAPE, -1)


def test_split_and_join_are_options_of_the_command(project, capsys):
    from tapewright.cli import app
    from tapewright.cli.door import run

    tape = project.store.tape(TAPE)
    at = tape.timecode(turns(project)[0].words[3].start + tape.format.rate.ticks_per_frame - 1)
    count = len(turns(project))
    assert run(app, ["correct", TAPE, "--split", at, "--project", str(project.root)]) == 0
    assert "1 turn → 2" in capsys.readouterr().out
    assert len(turns(project)) == count + 1
    assert run(app, ["correct", TAPE, "--join", at, "--split", at, "--project", str(project.root)]) == 2
