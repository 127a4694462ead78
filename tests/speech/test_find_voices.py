"""Voices of tapes: found, kept, and the turns cut by them; what a person said stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tapewright.errors import InputError, MissingError, NotFoundError, UsageError
from tapewright.jobs import Done
from tapewright.jobs.in_process import InProcess
from tapewright.jobs.local import LocalRunner
from tapewright.model import Mark, Turn, Word
from tapewright.testing.material import picture
from tapewright.testing.scripted import ROUGHLY, ScriptedEngine, scripted_speech_in
from tapewright.testing.scripted_voices import ScriptedFinder
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.findvoices import KIND, find_voices, record
from tapewright.verbs.history import undo
from tapewright.verbs.speakers import add_speaker, assign
from tapewright.verbs.suggesting import suggest
from tapewright.verbs.transcribe import transcribe

TALK = ((0, "the boat came in at dawn"), 1.0, (1, "nobody asked us why"), (0, "bread was still warm"), (1, "rain"))


class Counting(ScriptedFinder):
    """Counts how often it is asked."""

    asked = 0

    def find(self, sound, extent, **told):
        type(self).asked += 1
        return super().find(sound, extent, **told)


class Later(ScriptedFinder):
    """A later version, which tells only one voice and numbers it anew."""

    version = "2"

    def find(self, sound, extent, **told):
        return super().find(sound, extent, count=1)


class Failing(ScriptedFinder):
    def find(self, sound, extent, **told):
        raise ZeroDivisionError("a network's own trouble")


def find(project, tapes=None, **options):
    return find_voices(project, tapes, **{"finder": ScriptedFinder, "runner": InProcess(), **options})


def hear(project, **options):
    options = {"settings": ROUGHLY, **options}
    return transcribe(project, engine=ScriptedEngine, detect=scripted_speech_in, runner=InProcess(), **options)


def said(project, tape="T001"):
    names = project.speaker_names()
    return [(names.get(turn.speaker, ""), turn.text) for turn in project.store.transcript(tape).turns]


BY_VOICE = [
    ("T001 voice 1", "the boat came in at dawn"),
    ("T001 voice 2", "nobody asked us why"),
    ("T001 voice 1", "bread was still warm"),
    ("T001 voice 2", "rain"),
]


def test_a_transcript_is_cut_where_the_voice_changes_and_no_word_moves(project, spoken):
    spoken("T001", *TALK)
    hear(project)
    before = project.store.transcript("T001").words
    assert len(said(project)) == 1
    result = find(project)
    assert said(project) == BY_VOICE
    assert project.store.transcript("T001").words == before
    (row,) = result.tapes
    assert (row.status, len(row.voices), row.assigned, row.cut, row.kept) == ("found", 2, 4, 3, ())
    assert [voice.is_confirmed for voice in row.voices] == [False, False]
    told = record(result)["tapes"][0]
    assert [voice["label"] for voice in told["voices"]] == ["T001 voice 1", "T001 voice 2"]
    undo(project)
    assert len(said(project)) == 1
    assert project.store.voices() == []
    assert project.store.speakers() == []
    assert project.store.verify() == []


def test_a_tape_without_a_transcript_has_its_voices_and_is_cut_when_it_is_transcribed(project, spoken):
    spoken("T001", *TALK)
    result = find(project)
    assert [(row.status, row.assigned) for row in result.tapes] == [("found", 0)]
    hear(project)
    assert said(project) == BY_VOICE
    assert find(project).tapes[0].status == "skipped"


def test_voices_are_not_looked_for_twice_alike_unless_asked(project, spoken):
    Counting.asked = 0
    spoken("T001", *TALK)
    for again in (False, False, True):
        find(project, finder=Counting, again=again)
    assert Counting.asked == 2
    ids = [voice.id for voice in project.store.voices()]
    find(project, again=True)
    assert [voice.id for voice in project.store.voices()] == ids
    assert len(project.store.speakers()) == 2


def test_the_number_of_voices_that_was_told_holds_until_another_is_told(project, spoken):
    spoken("T001", *TALK)
    find(project, count=1)
    assert len(project.store.voices()) == 1
    assert find(project).tapes[0].status == "skipped"
    find(project, again=True)
    assert len(project.store.voices()) == 1
    find(project, most=4)
    assert len(project.store.voices()) == 2


def test_what_a_person_said_is_kept_and_told(project, spoken):
    spoken("T001", *TALK)
    hear(project)
    turn = project.store.transcript("T001").turns[0]
    words = turn.words
    with project.store.change("typed") as pen:
        marian, jonas = (pen.add_speaker(name).id for name in ("MARIAN", "JONAS"))
        pen.replace_turns(
            [turn],
            [
                Turn(words=words[:6], speaker=marian, id=turn.id),
                Turn(words=words[6:10], speaker=jonas),
                Turn(words=words[10:14], speaker=jonas),  # it is MARIAN who speaks here
                Turn(words=words[14:]),
            ],
        )
    (row,) = find(project).tapes
    assert said(project) == [
        ("MARIAN", "the boat came in at dawn"),
        ("JONAS", "nobody asked us why"),
        ("JONAS", "bread was still warm"),
        ("T001 voice 2", "rain"),
    ]
    assert [(kept.turn.text, kept.speaker, kept.heard) for kept in row.kept] == [
        ("bread was still warm", "JONAS", "T001 voice 1")
    ]


def test_a_confirmed_voice_keeps_its_turns_and_its_name_when_voices_are_found_anew(project, spoken):
    spoken("T001", *TALK)
    hear(project)
    find(project)
    first, second = project.store.voices()
    with project.store.change("confirm") as pen:
        marian = pen.add_speaker("MARIAN").id
        pen.merge_speakers(first.speaker, marian)
        pen.replace_voice(replace(first, speaker=marian), replace(first, speaker=marian, is_confirmed=True))
    before = said(project)
    (row,) = find(project, finder=Later, again=True).tapes
    assert said(project) == [*before[:1], ("MARIAN", "nobody asked us why"), *before[2:3], ("MARIAN", "rain")]
    (now,) = project.store.voices()
    assert (now.id, now.speaker, now.is_confirmed) == (first.id, marian, True)
    assert [speaker.name for speaker in project.store.speakers()] == ["MARIAN"]  # the label of the second is gone
    undo(project)
    assert project.store.voices()[1].id == second.id
    assert project.store.verify() == []
    assert row.remarks == ()


def test_a_confirmed_voice_that_is_not_found_again_stays(project, spoken):
    spoken("T001", *TALK)
    find(project)
    second = project.store.voices()[1]
    with project.store.change("confirm") as pen:
        pen.replace_voice(second, replace(second, is_confirmed=True))
    (row,) = find(project, finder=Later, again=True).tapes
    assert [voice.id for voice in project.store.voices()] == [1, second.id]
    assert "stays as it was" in row.remarks[0]
    assert project.store.voice(second.id).utterances == second.utterances


def test_one_tape_that_fails_is_named_and_the_others_go_on(project, spoken):
    spoken("T001", *TALK)
    spoken("T002", *TALK, path_part="broken")
    spoken("T003", *TALK)
    spoken("T004")
    result = find(project)
    assert [row.status for row in result.tapes] == ["found", "failed", "found", "skipped"]
    assert result.failed[0].error.place
    assert result.tapes[3].note == "its media is elsewhere"
    result = find(project, finder=Failing, again=True)
    assert [type(row.error) for row in result.failed] == [InputError] * 3
    assert "ZeroDivisionError" in result.failed[0].error.message
    assert len(project.store.voices()) == 4


def test_what_was_found_before_a_kill_is_not_looked_for_again(project, spoken):
    spoken("T001", *TALK)
    spoken("T002", *TALK)

    class Killed(InProcess):
        """Ends with the process after the first tape, before anything of it is stored."""

        def run(self, pieces):
            yield next(iter(super().run(pieces)))
            raise KeyboardInterrupt

    Counting.asked = 0
    with pytest.raises(KeyboardInterrupt):
        find(project, finder=Counting, runner=Killed())
    find(project, finder=Counting)
    assert Counting.asked == 2
    assert project.store.open_keys(KIND) == []


def test_a_piece_in_the_ledger_is_stored_without_the_finder(project, spoken):
    spoken("T001", *TALK)

    class Torn(InProcess):
        def run(self, pieces):
            for piece in pieces:
                yield Done(name=piece.name, result=b"{}")

    (row,) = find(project, runner=Torn()).tapes
    assert (row.status, row.error.code) == ("failed", "unreadable")
    assert project.store.open_keys(KIND) == []


def test_voices_are_the_same_on_two_workers(project, spoken):
    for name in ("T001", "T002"):
        spoken(name, *TALK)
    find(project, runner=LocalRunner(2))
    assert [len(project.store.voices(name)) for name in ("T001", "T002")] == [2, 2]


def test_a_tape_on_which_nobody_speaks_has_no_voices_and_says_so(project, spoken):
    spoken("T001", 5.0)
    hear(project)
    (row,) = find(project).tapes
    assert (row.status, row.note, row.voices) == ("found", "nobody speaks", ())
    assert find(project).tapes[0].status == "skipped"


def test_a_dry_run_does_nothing(project, spoken):
    spoken("T001", *TALK)
    assert [row.status for row in find(project, dry_run=True).tapes] == ["planned"]
    assert project.store.voices_made() == {}


def test_what_cannot_be_meant_is_refused(project, spoken):
    spoken("T001", *TALK)
    add_speaker(project, "MARIAN")
    for options in ({"count": 0}, {"most": -1}, {"count": 1, "most": 2}, {"known": ["MARIAN"]}):
        with pytest.raises(UsageError):
            find(project, **options)
    for options in ({"tapes": ["T9"]}, {"known": ["NOBODY"]}, {"finder": "no such finder"}):
        with pytest.raises(NotFoundError):
            find(project, **options)


def test_known_voices_are_handed_to_the_finder(project, spoken):
    handed = []

    class Handed(ScriptedFinder):
        def find(self, sound, extent, **told):
            handed.append(told["known"])
            return super().find(sound, extent)

    spoken("T001", *TALK)
    spoken("T002", *TALK)
    find(project, ["T001"])
    first = project.store.voices()[0]
    with project.store.change("confirm") as pen:
        pen.replace_voice(first, replace(first, is_confirmed=True))
    find(project, ["T002"], known=[f"{first.speaker}"], finder=Handed)
    find(project, ["T002"], again=True, finder=Handed)
    assert handed == [(first.found.centre,)] * 2


def test_the_command_that_fetches_the_weights_is_named(project, spoken, monkeypatch, tmp_path):
    class Needs(ScriptedFinder):
        needs_weights = True

    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "models"))
    spoken("T001", *TALK)
    with pytest.raises((MissingError, NotFoundError)):
        find(project, finder=Needs)


def test_a_label_that_somebody_bears_already_is_passed_over(project, spoken):
    spoken("T001", *TALK)
    add_speaker(project, "T001 VOICE 1")
    find(project)
    names = project.speaker_names()
    assert [names[voice.speaker] for voice in project.store.voices()] == ["T001 voice 2", "T001 voice 3"]


def test_a_turn_that_was_given_to_somebody_by_hand_is_not_taken_away(project, spoken):
    spoken("T001", *TALK)
    hear(project)
    find(project)
    turn = project.store.transcript("T001").turns[1]
    assign(project, "T001", "ADA", turn=turn.id)
    (row,) = find(project, again=True).tapes
    assert said(project)[1] == ("ADA", "nobody asked us why")
    assert row.kept == ()


def test_a_tape_that_goes_leaves_no_label_behind(project, spoken):
    spoken("T001", *TALK)
    hear(project)
    find(project)
    with project.store.change("remove") as pen:
        pen.remove_tape("T001")
    assert project.store.speakers() == []
    undo(project)
    assert said(project) == BY_VOICE


def test_turns_that_came_since_and_bear_nobody_are_cut_by_known_voices(project, spoken):
    spoken("T001", *TALK)
    find(project)
    hear(project)
    transcript = project.store.transcript("T001")
    with project.store.change("a typed text without names") as pen:
        words = tuple(transcript.words)
        pen.add_transcript(replace(transcript, turns=(Turn(words=words[:12]), Turn(words=words[12:]))))
    assert find(project, dry_run=True).tapes[0].assigned == 0
    (row,) = find(project).tapes
    assert (row.status, row.note, row.assigned) == ("found", "its voices are known", 5)
    assert [speaker for speaker, _ in said(project)] == [f"T001 voice {n}" for n in (1, 2, 1, 1, 2)]
    assert find(project).tapes[0].status == "skipped"
    undo(project)
    assert [speaker for speaker, _ in said(project)] == ["", ""]


def test_a_heading_that_nobody_says_gets_no_speaker_and_cuts_no_turn(project, spoken):
    spoken("T001", *TALK)
    hear(project)
    find(project)
    transcript = project.store.transcript("T001")
    first, *rest = transcript.turns

    def unsaid(text, at):
        return Word(text=text, start=at, end=at, marks=frozenset((Mark.ABSENT,)))

    heading = Turn(words=(unsaid("Harbour,", first.words[0].start), unsaid("one", first.words[0].start)))
    added = unsaid("(laughs)", rest[0].words[-1].end)
    whole = Turn(words=(*first.words, *rest[0].words, added))
    with project.store.change("a typed text") as pen:
        pen.replace_turns(transcript.turns, [heading, whole])
    row = find(project).tapes[0]
    assert (row.assigned, row.cut) == (2, 1)
    assert said(project) == [
        ("", "Harbour, one"),
        ("T001 voice 1", "the boat came in at dawn"),
        ("T001 voice 2", "nobody asked us why (laughs)"),
    ]
    before = len(project.store.history())
    assert find(project).tapes[0].status == "skipped"
    assert len(project.store.history()) == before


def test_a_long_turn_around_a_stretch_is_named_with_the_way_to_cut_it(project, spoken):
    spoken("T001", *TALK)
    hear(project)
    whole = Interval(Ticks(0), from_seconds("0.2"))
    with pytest.raises(NotFoundError, match="no turn of tape T001 lies between") as refused:
        assign(project, "T001", "MARIAN", interval=whole)
    assert "tapewright correct T001 --split TIME" in refused.value.hint


def test_progress_is_told_within_a_tape_and_over_all(project, spoken):
    for name in ("T001", "T002"):
        spoken(name, *TALK)
    steps = []
    find(project, report=steps.append)
    whole = [step for step in steps if step.what == KIND]
    assert [step.done for step in whole] == sorted(step.done for step in whole)
    assert whole[-1].done == whole[-1].total == sum(tape.duration for tape in project.store.tapes())
    assert [step.note for step in steps if step.what == "hear voices"] == ["T001", "T002"]


@pytest.mark.parametrize(
    "change",
    [
        {"centre": (float("nan"), 1.0)},
        {"centre": (1e300,)},
        {"centre": ("loud",)},
        {"spread": 40.0},
        {"spread": float("inf")},
        {"number": 7},
        {"number": -1},
    ],
)
def test_a_finder_that_says_what_cannot_be_costs_its_tape_and_nothing_else(project, spoken, change):
    class Odd(ScriptedFinder):
        def find(self, sound, extent, **told):
            found = super().find(sound, extent)
            return replace(found, voices=(replace(found.voices[0], **change), *found.voices[1:]))

    spoken("T001", *TALK)
    hear(project)
    before = picture(project.store)
    (row,) = find(project, finder=Odd).tapes
    assert (row.status, row.tape) == ("failed", "T001")
    assert row.error.message
    assert picture(project.store) == before
    assert project.store.open_keys(KIND) == []
    assert find(project).tapes[0].status == "found"


def test_voices_that_end_behind_the_tape_or_are_nowhere_heard_are_kept_as_they_are(project, spoken):
    class Beyond(ScriptedFinder):
        def find(self, sound, extent, **told):
            found = super().find(sound, extent)
            last = found.utterances[-1]
            late = replace(last, interval=replace(last.interval, end=extent.end * 3), voice=0)
            silent = replace(found.voices[0], number=len(found.voices), centre=(), samples=())
            return replace(found, utterances=(*found.utterances, late), voices=(*found.voices, silent))

    spoken("T001", *TALK)
    hear(project)
    (row,) = find(project, finder=Beyond).tapes
    assert (row.status, len(row.voices), row.voices[2].utterances) == ("found", 3, ())
    assert suggest(project).suggested == ()
    assert project.store.verify() == []
