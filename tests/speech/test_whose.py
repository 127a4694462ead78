"""Whose voice it is: said by a person, kept, undone; nothing is renamed, merged or moved silently."""

from __future__ import annotations

import pytest

from tapewright.errors import NotFoundError, UsageError
from tapewright.jobs.in_process import InProcess
from tapewright.model import Quotation, QuotationKind, Span, Turn, Verdict
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.testing.material import picture
from tapewright.testing.scripted import ROUGHLY, ScriptedEngine, scripted_speech_in
from tapewright.testing.scripted_voices import ScriptedFinder
from tapewright.timing import Interval, from_seconds
from tapewright.verbs.bitepoints import passage
from tapewright.verbs.enrol import enrol, part_voice
from tapewright.verbs.findvoices import find_voices
from tapewright.verbs.history import undo
from tapewright.verbs.names import suggested_names
from tapewright.verbs.proving import Prover
from tapewright.verbs.speakers import add_speaker, assign, group_speaker, rename_speaker, unnamed_speakers
from tapewright.verbs.suggesting import BY_SOUND, BY_TRANSCRIPT, record, sample_of, suggest, suggested_for
from tapewright.verbs.transcribe import transcribe
from tapewright.verbs.voicelist import rows_record, speaker_rows
from tapewright.verbs.whose import (
    confirm_voice,
    merge,
    name_voice,
    reject_voice,
    split_voice,
    told_record,
    turns_of,
    voice_called,
)

MARIAN_AND_JONAS = ((0, "the boat came in at dawn"), 1.0, (1, "nobody asked us why"), (0, "bread was still warm"))
JONAS_AND_ADA = (
    (1, "nobody asked us why"),
    1.0,
    (2, "rain stopped"),
    (1, "gulls sat on quay"),
    (2, "ferry could leave."),
)


@pytest.fixture
def two(project, spoken):
    """Two tapes with their transcripts and voices: V1 and V2 on T001, V3 (V2's voice again) and V4 on T002."""
    spoken("T001", *MARIAN_AND_JONAS)
    spoken("T002", *JONAS_AND_ADA)
    transcribe(project, engine=ScriptedEngine, settings=ROUGHLY, detect=scripted_speech_in, runner=InProcess())
    find_voices(project, finder=ScriptedFinder, runner=InProcess())
    return project


def said(project, tape):
    names = project.speaker_names()
    return [names.get(turn.speaker, "") for turn in project.store.transcript(tape).turns]


def names(project):
    return sorted(speaker.name for speaker in project.store.speakers())


# --- naming -----------------------------------------------------------------------------------------------------------


def test_a_name_names_the_label_and_its_id_stays(two):
    before = picture(two.store)
    label = two.store.voice(1).speaker
    told = name_voice(two, "V1", "MARIAN", group="Witnesses")
    assert (told.speaker.id, told.speaker.name, told.speaker.group) == (label, "MARIAN", "witnesses")
    assert told.did == "T001 voice 1 is MARIAN"
    assert two.store.voice(1).is_confirmed
    assert said(two, "T001") == ["MARIAN", "T001 voice 2", "MARIAN"]
    undo(two)
    assert picture(two.store) == before


def test_the_name_of_somebody_who_is_there_makes_the_voice_theirs(two):
    add_speaker(two, "Jonas")
    before = picture(two.store)
    told = name_voice(two, "T001 voice 2", "JONAS")
    assert (told.speaker.name, told.turns, told.voices) == ("Jonas", 1, (2,))
    assert said(two, "T001") == ["T001 voice 1", "Jonas", "T001 voice 1"]
    assert "T001 voice 2" not in names(two)
    told = name_voice(two, "V3", "Jonas")
    assert [voice.speaker for voice in two.store.voices()].count(told.speaker.id) == 2
    undo(two)
    undo(two)
    assert picture(two.store) == before
    assert two.store.verify() == []


def test_a_dry_run_says_the_same_and_keeps_nothing(two):
    add_speaker(two, "JONAS")
    before = picture(two.store), len(two.store.history())
    for told in (
        name_voice(two, "V1", "MARIAN", dry_run=True),
        name_voice(two, "V2", "JONAS", dry_run=True),
        confirm_voice(two, "V3", "T001 voice 2", dry_run=True),
        reject_voice(two, "V3", "T001 voice 2", dry_run=True),
        merge(two, "T001 voice 2", "T002 voice 1", dry_run=True),
        part_voice(two, "V1", turns=[two.store.transcript("T001").turns[2].id], finder=ScriptedFinder, dry_run=True),
    ):
        assert told.dry_run
        assert told.did
        assert told_record(told)["dry_run"]
    group_speaker(two, "JONAS", "experts", dry_run=True)
    enrol(two, "ADA", "T002", Interval(from_seconds(0), from_seconds(2)), finder=ScriptedFinder, dry_run=True)
    assert (picture(two.store), len(two.store.history())) == before


def test_a_confirmed_voice_is_not_named_over(two):
    name_voice(two, "V1", "MARIAN")
    with pytest.raises(UsageError, match="confirmed") as refused:
        name_voice(two, "V1", "JONAS")
    assert "rename" in refused.value.hint
    assert name_voice(two, "MARIAN", "MARIAN B.").did == "MARIAN is MARIAN B."
    name_voice(two, "V2", "JONAS")
    with pytest.raises(UsageError, match="already") as refused:
        name_voice(two, "MARIAN B.", "JONAS")
    assert "merge" in refused.value.hint


def test_a_confirmed_voice_whose_speaker_bears_a_label_still_gets_a_name(two):
    confirm_voice(two, "V3", "T001 voice 2")
    assert name_voice(two, "V3", "JONAS").did == "T001 voice 2 is JONAS"
    assert "JONAS" in said(two, "T001")
    assert "JONAS" in said(two, "T002")
    assert "T001 voice 2" not in names(two)
    with pytest.raises(UsageError, match="confirmed"):
        name_voice(two, "V2", "MARIAN")


def test_whoever_asks_for_a_suggestion_that_there_is_not_gets_a_command_that_works(two):
    name_voice(two, "V2", "JONAS")
    with pytest.raises(UsageError, match="V2 is JONAS's and confirmed already") as refused:
        suggested_for(two, voice_called(two, "V2"))
    assert "confirm V2 --as SPEAKER" in refused.value.hint
    with pytest.raises(UsageError, match="nothing is suggested") as refused:
        suggested_for(two, voice_called(two, "V4"))
    assert "confirm V4 --as SPEAKER" in refused.value.hint


@pytest.mark.parametrize("name", ["#7", "7", "V3", "v12", "a\x1b[31m b", "a\u202eb"])
def test_what_a_command_takes_for_a_number_or_a_terminal_obeys_is_no_name(two, name):
    before = picture(two.store)
    for naming in (lambda: name_voice(two, "V1", name), lambda: add_speaker(two, name)):
        with pytest.raises(UsageError, match="not a name"):
            naming()
    assert picture(two.store) == before


def test_two_of_one_name_are_told_apart_by_their_numbers(two):
    add_speaker(two, "JONAS")
    add_speaker(two, "JONAS")
    with pytest.raises(UsageError, match="2 speakers are called JONAS") as refused:
        name_voice(two, "V2", "JONAS")
    number = refused.value.hint.rsplit("#", 1)[1]
    assert confirm_voice(two, "V2", f"#{number}").speaker.id == int(number)


# --- confirming and rejecting -----------------------------------------------------------------------------------------


def test_before_anybody_has_said_anything_the_same_voice_is_suggested(two):
    made = suggest(two)
    (one,) = [suggested for suggested in made.suggested if suggested.by == BY_SOUND]
    assert {one.voice.id, *one.with_voices} == {2, 3}
    assert one.likeness == pytest.approx(1.0)
    assert one.margin > 0.5
    assert [span.tape for span in one.samples] == [one.voice.tape, one.speaker.name[:4]]
    assert (made.unnamed, made.unheard, made.twins) == (4, (), ())
    assert record(made)["suggestions"][0]["voice"] == one.voice.id
    assert suggested_for(two, one.voice) == one.speaker
    with pytest.raises(UsageError, match="nothing is suggested"):
        suggested_for(two, two.store.voice(1))


def test_what_is_confirmed_is_one_speaker_and_suggested_no_more(two):
    before = picture(two.store)
    (one,) = suggest(two).suggested
    told = confirm_voice(two, one.voice.id, one.speaker.id)
    assert suggest(two).suggested == ()
    both = [voice for voice in two.store.voices() if voice.id in (2, 3)]
    assert {voice.speaker for voice in both} == {told.speaker.id}
    assert all(voice.is_confirmed for voice in both)
    name_voice(two, str(told.speaker.id), "JONAS")
    assert said(two, "T001") == ["T001 voice 1", "JONAS", "T001 voice 1"]
    assert said(two, "T002") == ["JONAS", "T002 voice 2", "JONAS", "T002 voice 2"]
    undo(two)
    undo(two)
    assert picture(two.store) == before


def test_a_voice_is_confirmed_as_its_own(two):
    label = two.store.voice(1).speaker
    assert confirm_voice(two, "V1", str(label)).voices == (1,)
    assert two.store.voice(1).is_confirmed
    with pytest.raises(UsageError, match="already"):
        confirm_voice(two, "V1", str(label))


def test_what_is_rejected_is_never_suggested_again(two):
    (one,) = suggest(two).suggested
    reject_voice(two, one.voice.id, one.speaker.id)
    assert suggest(two).suggested == ()
    assert reject_voice(two, one.voice.id, one.speaker.id).remarks == ("it was said before",)
    find_voices(two, finder=ScriptedFinder, runner=InProcess(), again=True)
    assert suggest(two).suggested == ()
    told = confirm_voice(two, one.voice.id, one.speaker.id)
    assert "overruled" in told.remarks[0]
    assert two.store.voice(one.voice.id).rejected == frozenset()
    with pytest.raises(UsageError, match="now") as refused:
        reject_voice(two, one.voice.id, one.speaker.id)
    assert "split" in refused.value.hint


def test_whoever_is_rejected_stays_so_when_they_get_a_name(two):
    reject_voice(two, "V3", "T001 voice 2")
    name_voice(two, "V2", "JONAS")
    add_speaker(two, "JONAS SENIOR")
    merge(two, "JONAS", "JONAS SENIOR")
    assert suggest(two).suggested == ()


def test_a_confirmed_voice_moves_with_its_turns_and_others_stay(two):
    name_voice(two, "V2", "JONAS")
    confirm_voice(two, "V3", "JONAS")
    name_voice(two, "V4", "ADA")
    assign(two, "T002", "JONAS", turn=two.store.transcript("T002").turns[3].id)  # though it is ADA who is heard
    told = confirm_voice(two, "V3", "ADA")
    assert (told.turns, told.speaker.name) == (2, "ADA")
    assert said(two, "T002") == ["ADA", "ADA", "ADA", "JONAS"]
    assert said(two, "T001") == ["T001 voice 1", "JONAS", "T001 voice 1"]


# --- merging and splitting --------------------------------------------------------------------------------------------


def test_merged_speakers_are_one_in_every_version_and_undo_parts_them(two):
    transcribe(
        two,
        ["T001"],
        engine=ScriptedEngine,
        settings=ROUGHLY,
        detect=scripted_speech_in,
        runner=InProcess(),
        again=True,
    )
    before = picture(two.store)
    assert merge(two, "V2", "#3", dry_run=True).voices == (2,)
    told = merge(two, "T001 voice 2", "T002 voice 1")
    assert (told.did, told.voices) == ("T001 voice 2 is T002 voice 1", (2,))
    for version in (1, 2):
        speakers = {turn.speaker for turn in two.store.transcript("T001", version).turns}
        assert told.speaker.id in speakers
    undo(two)
    assert picture(two.store) == before
    with pytest.raises(UsageError):
        merge(two, "T001 voice 2", "T001 voice 2")
    with pytest.raises(NotFoundError):
        merge(two, "T001 voice 2", "NOBODY")


def test_a_voice_out_of_its_speaker_bears_a_label_again(two):
    name_voice(two, "V2", "JONAS")
    confirm_voice(two, "V3", "JONAS")
    before = picture(two.store)
    told = split_voice(two, "V3")
    assert told.did == "V3 is not JONAS; it is T002 voice 1 again"
    assert said(two, "T002")[0] == "T002 voice 1"
    assert said(two, "T001")[1] == "JONAS"
    assert suggest(two).suggested == ()  # it has been said that it is not JONAS
    undo(two)
    assert picture(two.store) == before
    with pytest.raises(UsageError, match="nobody's yet"):
        split_voice(two, "V4")


def test_a_voice_that_is_two_peoples_is_parted_by_turns_or_times(two):
    transcript = two.store.transcript("T001")
    words = transcript.words
    with two.store.change("one voice for all") as pen:
        voices = two.store.voices("T001")
        pen.merge_speakers(voices[1].speaker, voices[0].speaker)
    find_voices(two, ["T001"], finder=ScriptedFinder, runner=InProcess(), count=1)
    (one,) = two.store.voices("T001")
    turns = two.store.transcript("T001").turns
    before = picture(two.store)
    told = part_voice(two, one.id, turns=[turns[1].id], finder=ScriptedFinder)
    first, second = two.store.voices("T001")
    assert told.voices == (first.id, second.id)
    assert (told.turns, said(two, "T001")[1]) == (1, told.speaker.name)
    assert second.found.centre != first.found.centre
    assert second.rejected == {first.speaker}
    assert two.store.transcript("T001").words == words
    undo(two)
    assert picture(two.store) == before
    halfway = Interval(turns[0].words[2].start, turns[0].words[4].end)
    told = part_voice(two, one.id, interval=halfway, finder=ScriptedFinder)
    assert [turn.text for turn in two.store.transcript("T001").turns][:3] == ["the boat", "came in at", "dawn"]
    assert two.store.transcript("T001").words == words
    assert two.store.verify() == []


def test_what_cannot_be_parted_is_refused(two):
    elsewhere = two.store.transcript("T002").turns[0].id
    whole = two.store.tape("T001").extent
    with pytest.raises(UsageError, match="not on tape"):
        part_voice(two, "V1", turns=[elsewhere], finder=ScriptedFinder)
    with pytest.raises(UsageError, match="nothing left"):
        part_voice(two, "V1", interval=whole, finder=ScriptedFinder)
    with pytest.raises(NotFoundError, match="not heard there"):
        part_voice(two, "V2", interval=Interval(from_seconds(0), from_seconds(1)), finder=ScriptedFinder)


# --- exemplars and transcripts ----------------------------------------------------------------------------------------


def test_a_stretch_makes_a_speaker_known_everywhere(two):
    made = enrol(two, "ADA", "T002", Interval(from_seconds(3.4), from_seconds(4.3)), finder=ScriptedFinder)
    assert (made.is_new, made.speaker.name) == (True, "ADA")
    assert {one.voice.id: one.speaker.name for one in suggest(two).suggested}[4] == "ADA"
    again = enrol(two, "ada", "T002", Interval(from_seconds(3.4), from_seconds(4.3)), finder=ScriptedFinder)
    assert (again.is_new, again.speaker.id) == (False, made.speaker.id)
    undo(two)
    undo(two)
    assert 4 not in {one.voice.id for one in suggest(two).suggested}
    with pytest.raises(UsageError, match="nobody is heard"):
        enrol(two, "ADA", "T001", Interval(from_seconds(3.1), from_seconds(3.9)), finder=ScriptedFinder)


def test_a_transcript_that_names_speakers_says_whose_the_voices_are(project, spoken):
    line = "the boat came in at dawn and bread was still warm nobody asked us why gulls sat on quay all morning"
    spoken("T001", (0, line), 1.0, (1, line), (0, "rain"), (1, "rain"))
    transcribe(project, engine=ScriptedEngine, settings=ROUGHLY, detect=scripted_speech_in, runner=InProcess())
    (turns,) = [project.store.transcript("T001").turns]
    words = [word for turn in turns for word in turn.words]
    with project.store.change("typed") as pen:
        marian, jonas = (pen.add_speaker(name).id for name in ("MARIAN", "JONAS"))
        pen.replace_turns(
            turns, [Turn(words=tuple(words[:21]), speaker=marian), Turn(words=tuple(words[21:]), speaker=jonas)]
        )
    find_voices(project, finder=ScriptedFinder, runner=InProcess())
    made = suggest(project).suggested
    assert [(one.by, one.label, one.speaker.name) for one in made] == [
        (BY_TRANSCRIPT, "T001 voice 1", "MARIAN"),
        (BY_TRANSCRIPT, "T001 voice 2", "JONAS"),
    ]
    assert made[0].likeness > 0.9
    confirm_voice(project, made[0].voice.id, made[0].speaker.id)
    assert [one.speaker.name for one in suggest(project).suggested] == ["JONAS"]
    assert said(project, "T001") == ["MARIAN", "JONAS"]


def test_voices_the_finder_split_are_offered_as_twins(project, spoken):
    class Splitting(ScriptedFinder):
        """Takes the two voices of the tape for two, though they sound the same."""

        def find(self, sound, extent, **told):
            found = super().find(sound, extent)
            same = tuple(type(v)(number=v.number, centre=found.voices[0].centre, spread=0.8) for v in found.voices)
            return type(found)(utterances=found.utterances, voices=same)

    spoken("T001", *MARIAN_AND_JONAS)
    find_voices(project, finder=Splitting, runner=InProcess())
    (twins,) = suggest(project).twins
    assert [voice.id for voice in twins.voices] == [1, 2]
    assert suggest(project).suggested == ()
    merge(project, twins.labels[1], twins.labels[0])
    assert suggest(project).twins == ()


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_says_how_long_and_where_everybody_is_heard(two):
    name_voice(two, "V1", "MARIAN", group="narrator")
    add_speaker(two, "NOBODY")
    rows = {row.speaker.name: row for row in speaker_rows(two)}
    (one,) = suggest(two).suggested
    states = {name: row.state for name, row in rows.items()}
    assert states.pop(one.label) == "suggested"
    assert states.pop("MARIAN") == "confirmed"
    assert states.pop("NOBODY") == "named"
    assert set(states.values()) == {"unnamed"}
    assert rows["MARIAN"].heard == two.store.voice(1).heard
    assert (rows["MARIAN"].turns, rows["MARIAN"].tapes) == (2, ("T001",))
    assert len(rows["MARIAN"].samples) == 1
    told = rows_record(list(rows.values()))["speakers"]
    assert {row["name"] for row in told} == set(rows)
    assert told[0]["voices"][0]["sample"].startswith("T001@")


def test_a_sample_is_at_most_five_seconds(two):
    for voice in two.store.voices():
        span = sample_of(voice)
        assert 0 < span.interval.duration <= from_seconds(5)
        assert any(utterance.covers(span.interval) for utterance in voice.utterances)


def test_groups_are_those_of_the_settings(two):
    assert group_speaker(two, "T001 voice 1", "INVESTIGATORS").group == "investigators"
    assert group_speaker(two, "T001 voice 1", "").group == ""
    with pytest.raises(NotFoundError) as refused:
        group_speaker(two, "T001 voice 1", "witness")
    assert "near it: witnesses" in refused.value.hint
    assert "victims and families" in refused.value.hint
    for give in (
        lambda: add_speaker(two, "MARIAN", group="crew"),
        lambda: rename_speaker(two, 1, "MARIAN", group="crew"),
        lambda: name_voice(two, "V1", "MARIAN", group="crew"),
    ):
        with pytest.raises(NotFoundError):
            give()


def test_a_project_may_have_groups_of_its_own(two):
    (two.root / "tapewright.toml").write_text('groups = ["harbour board", " the   bakery "]\n', encoding="utf-8")
    two.__dict__.pop("settings", None)
    assert group_speaker(two, "T001 voice 1", "The Bakery").group == "the bakery"
    with pytest.raises(NotFoundError):
        group_speaker(two, "T001 voice 1", "witnesses")


# --- what is not there, and hostile names -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_any_name_is_a_name_or_is_refused_in_words(two, name):
    try:
        told = name_voice(two, "V1", name)
    except UsageError:
        assert names(two)[0] == "T001 voice 1"
        return
    assert two.store.voice(1).speaker == told.speaker.id
    assert two.store.verify() == []
    undo(two)
    assert names(two)[0] == "T001 voice 1"


@pytest.mark.parametrize("who", ["V99", "V0", "v", "V-1", "V999999999999999999999", "", "T001", "#7777", "V1 V2"])
def test_who_is_not_there_is_not_found(two, who):
    for ask in (
        lambda: voice_called(two, who),
        lambda: confirm_voice(two, who, "T001 voice 1"),
        lambda: name_voice(two, who, "MARIAN"),
        lambda: split_voice(two, who),
    ):
        with pytest.raises(UsageError):
            ask()


def test_a_speaker_with_several_voices_does_not_mean_one_voice(two):
    merge(two, "T001 voice 2", "T002 voice 1")
    with pytest.raises(UsageError, match="bears 2 voices") as refused:
        split_voice(two, "T002 voice 1")
    assert "V2, V3" in refused.value.hint
    add_speaker(two, "NOBODY")
    with pytest.raises(NotFoundError, match="no voice"):
        split_voice(two, "NOBODY")
    assert turns_of(two, two.store.voice(1))


# --- what a label means elsewhere -------------------------------------------------------------------------------------


def proved(project, text, who):
    quotation = Quotation(n=1, text=text, place="line 1", kind=QuotationKind.QUOTED, attributed_to=who)
    return Prover(project).prove(quotation)


def test_a_quotation_from_a_voice_that_nobody_has_named_is_open_and_not_misattributed(two):
    name_voice(two, "V4", "ADA")
    found = proved(two, "the boat came in at dawn", "ADA")
    assert found.verdict is Verdict.UNSETTLED
    assert "nobody has said who speaks there" in found.explanation
    assert "tapewright speakers name 'T001 voice 1' NAME" in found.settle
    name_voice(two, "V1", "MARIAN")
    assert proved(two, "the boat came in at dawn", "ADA").verdict is Verdict.MISATTRIBUTED
    assert proved(two, "the boat came in at dawn", "MARIAN").verdict is Verdict.VERBATIM


def test_a_label_is_no_name_that_anybody_would_say(two):
    add_speaker(two, "T001 voice of the harbour")
    assert unnamed_speakers(two) == {voice.speaker for voice in two.store.voices()}
    name_voice(two, "V1", "MARIAN VOSS")
    suggested = [one.name.name for one in suggested_names(two)]
    assert {"MARIAN VOSS", "T001 voice of the harbour"} <= set(suggested)
    assert not any("voice 1" in name or "voice 2" in name for name in suggested)


def test_a_bite_bears_the_name_of_its_speaker_and_no_label(two):
    place = Span("T001", two.store.transcript("T001").turns[0].interval)
    assert passage(two, place).speaker == ""
    name_voice(two, "V1", "MARIAN")
    assert passage(two, place).speaker == "MARIAN"
