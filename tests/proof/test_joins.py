"""Joins by the clock and by the words: what lies between two pieces, and what putting them together does."""

from __future__ import annotations

import time

import pytest

from tapewright.model import Flag, JoinKind, SpeakerId, TapeId, Turn, Word, WordTiming
from tapewright.proof.joins import APART, JudgedJoins, judge_joins
from tapewright.proof.programme import HeardPiece
from tapewright.proof.talk import TapeTalk
from tapewright.timing import Interval, Ticks, from_milliseconds, from_seconds

WORD, STEP = 300, 350
"""Milliseconds of a word, and from one to the next."""

JINX = (
    "I don't know what you expected to get. I don't know what's in the house. Oh, I want this. Killed them all, of "
    "course. I want to do something new. There's nothing new about that. He was right. I was wrong. The burping. I'm "
    "having difficulty with the question. What the hell did I do?"
)


def talk_of(
    *turns: tuple[int, str], tape: str = "T001", timing: WordTiming = WordTiming.REFINED, pause: int = 0
) -> TapeTalk:
    at, made = 0, []
    for speaker, text in turns:
        words = []
        for token in text.split():
            words.append(Word(text=token, start=from_milliseconds(at), end=from_milliseconds(at + WORD), timing=timing))
            at += STEP
        made.append(Turn(words=tuple(words), speaker=SpeakerId(speaker)))
        at += pause
    return TapeTalk(TapeId(tape), tuple(made))


def place(talk: TapeTalk, phrase: str, *, air: int = 0) -> Interval:
    words, wanted = talk.words, phrase.split()
    for first in range(len(words) - len(wanted) + 1):
        if [word.text for word in words[first : first + len(wanted)]] == wanted:
            start, end = words[first].start, words[first + len(wanted) - 1].end
            return Interval(Ticks(start - from_milliseconds(air)), Ticks(end + from_milliseconds(air)))
    raise AssertionError(f"{phrase!r} is not said")


def piece(talk: TapeTalk, source: Interval | str, at: int = 0, **more: object) -> HeardPiece:
    source = place(talk, source) if isinstance(source, str) else source
    return HeardPiece(number=1, tape=talk.tape, source=source, record=source.moved(at - source.start), **more)


def programme(*parts: tuple[TapeTalk, Interval | str], gap: int = 0) -> list[HeardPiece]:
    made, at = [], 0
    for talk, source in parts:
        made.append(piece(talk, source, at))
        at = made[-1].record.end + gap
    return made


def judged(*parts: tuple[TapeTalk, Interval | str], gap: int = 0, **more: object) -> JudgedJoins:
    talks = {talk.tape: talk for talk, _ in parts}
    return judge_joins(programme(*parts, gap=gap), talks.__getitem__, **more)


def flags(found: JudgedJoins) -> list[list[Flag]]:
    return [[flag.flag for flag in join.flags] for join in found.joins]


def test_the_ending_of_the_jinx_goes_backwards_and_says_how_far():
    talk = talk_of((1, JINX))
    found = judged((talk, "What the hell did I do?"), (talk, "Killed them all, of course."))
    (join,) = found.joins
    assert join.kinds == (JoinKind.BACKWARD,)
    assert join.gap is not None
    assert join.gap < from_seconds(-10)
    assert join.explanation.startswith("What follows was said 1")
    assert [run.text for run in found.runs] == ["What the hell did I do?", "Killed them all, of course."]


def test_a_tape_that_runs_on_has_no_cut():
    talk = talk_of((1, "One two three four five six."))
    whole = place(talk, "One two three four five six.")
    middle = place(talk, "three").middle
    found = judged((talk, Interval(whole.start, middle)), (talk, Interval(middle, whole.end)))
    assert found.joins[0].kinds == (JoinKind.CONTINUOUS,)
    assert found.joins[0].explanation == "T001 runs on; there is no cut."
    assert flags(found) == [[]]
    assert [run.text for run in found.runs] == ["One two three four five six."]


def test_one_sentence_out_of_two_is_named():
    talk = talk_of((1, "I never wanted the boat to go out. My brother said that he would wait for the morning."))
    found = judged((talk, "I never wanted"), (talk, "that he would wait for the morning."))
    assert found.joins[0].kinds == (JoinKind.FORWARD, JoinKind.SENTENCE_BUILT)
    inside = judged((talk, "I never wanted"), (talk, "to go out."))
    assert inside.joins[0].kinds == (JoinKind.FORWARD,)


def test_two_tapes_make_one_sentence_too():
    one = talk_of((1, "I saw my neighbour by the harbour. Nobody else."), tape="T001")
    two = talk_of((1, "Every night we carried the flour to the bakery."), tape="T002")
    found = judged((one, "I saw my neighbour"), (two, "carried the flour to the bakery."))
    assert found.joins[0].kinds == (JoinKind.OTHER_TAPE, JoinKind.SENTENCE_BUILT)
    assert found.joins[0].gap is None


def test_a_transcript_without_full_stops_says_nothing_of_sentences():
    talk = talk_of((1, "i never wanted the boat to go out my brother said that he would wait"))
    found = judged((talk, "i never wanted"), (talk, "that he would wait"))
    assert found.joins[0].kinds == (JoinKind.FORWARD,)


@pytest.mark.parametrize("gap", [int(APART) + 1, from_seconds(20)])
def test_what_stands_apart_in_the_programme_is_not_joined(gap):
    talk = talk_of((1, "Never did I see him. The bread was good."))
    found = judged((talk, "Never did I see him."), (talk, "The bread was good."), gap=gap)
    assert JoinKind.APART in found.joins[0].kinds
    assert len(found.runs) == 2
    assert flags(found) == [[]]


def test_narration_between_sets_two_pieces_apart():
    talk = talk_of((1, "Never did I see him. The bread was good."))
    parts = ((talk, "Never did I see him."), (talk, "The bread was good."))
    first = programme(*parts)[0].record.end
    spoken = Interval(first, Ticks(first + from_seconds(1)))
    assert JoinKind.APART in judged(*parts, gap=from_seconds(1), others=[spoken]).joins[0].kinds
    assert JoinKind.APART not in judged(*parts, gap=from_seconds(1)).joins[0].kinds


def test_a_pause_that_was_put_in_is_named_and_one_as_it_was_is_not():
    talk = talk_of((1, "Did you see him?"), (2, "No."), pause=200)
    parts = ((talk, "Did you see him?"), (talk, "No."))
    assert flags(judged(*parts, gap=from_milliseconds(250))) == [[]]
    assert flags(judged(*parts, gap=from_seconds(2))) == [[Flag.PAUSE_ADDED]]
    slow = talk_of((1, "Did you see him?"), (2, "No."), pause=2500)
    assert flags(judged((slow, "Did you see him?"), (slow, "No."))) == [[Flag.PAUSE_REMOVED]]
    assert flags(judged((slow, "Did you see him?"), (slow, "No."), gap=from_milliseconds(2300))) == [[]]


@pytest.mark.parametrize(
    ("timing", "inside", "clipped"),
    [
        (WordTiming.RECOGNISED, 100, True),
        (WordTiming.RECOGNISED, 70, False),
        (WordTiming.REFINED, 70, True),
        (WordTiming.REFINED, 30, False),
        (WordTiming.BY_HAND, 50, True),
        (WordTiming.INTERPOLATED, 100, False),
        (WordTiming.ESTIMATED, 100, False),
    ],
)
def test_a_word_is_clipped_when_it_is_cut_further_inside_than_its_edges_are_uncertain(timing, inside, clipped):
    talk = talk_of((1, "The harbour was quiet. Nobody came. We waited."), timing=timing)
    whole = place(talk, "The harbour was quiet.")
    cut = Interval(whole.start, Ticks(whole.end - from_milliseconds(inside)))
    found = judged((talk, cut), (talk, "We waited."))
    assert flags(found) == [[Flag.CLIPPED_WORD] if clipped else []]
    if clipped:
        assert found.joins[0].flags[0].why == f"the last {inside / 1000:.2f} s of “quiet.” are cut off"


def test_another_voice_under_an_edit_point_is_not_a_clipped_word():
    mine = talk_of((1, "The harbour was quiet. Nobody came. We waited."))
    words = tuple(
        Word(text=w.text, start=Ticks(w.start + 5 * 705_600 * 30), end=Ticks(w.end + 5 * 705_600 * 30))
        for w in mine.words[:4]
    )
    both = TapeTalk(mine.tape, (*mine.turns, Turn(words=words, speaker=SpeakerId(2))))
    found = judged((both, place(mine, "The harbour was quiet.")), (both, place(mine, "We waited.")))
    assert Flag.CLIPPED_WORD not in [flag for some in flags(found) for flag in some]


def test_whole_sentences_that_are_left_out_take_nothing_from_those_that_stay():
    talk = talk_of((1, "I saw the boats. They did not burn, I think, if you ask me. My brother was with me."))
    assert flags(judged((talk, "I saw the boats."), (talk, "My brother was with me."))) == [[]]


def test_what_was_taken_back_in_between_is_named():
    talk = talk_of((1, "I burned the boat. No wait, that's not true. My brother was with me."))
    found = judged((talk, "I burned the boat."), (talk, "My brother was with me."))
    assert flags(found) == [[Flag.RETRACTED_NEXT]]


def test_a_speaker_who_asks_answers_nobody():
    talk = talk_of((2, "Tell me."), (1, "I went home. Where was I? In the harbour, by the boats."))
    found = judged((talk, "Where was I?"), (talk, "I went home."))
    assert flags(found) == [[]]


def test_a_short_reply_at_an_end_is_who_speaks_there():
    talk = talk_of((1, "Did you see him?"), (2, "No."), (1, "And then you left?"), (2, "Later. Much later."))
    found = judged((talk, "Did you see him? No."), (talk, "Later. Much later."))
    assert found.joins[0].kinds == (JoinKind.FORWARD,)


def test_an_answer_behind_another_question_is_named():
    talk = talk_of(
        (1, "Did you like the bread?"), (2, "Yes, very much."), (1, "Did you burn the boat?"), (2, "No, never.")
    )
    found = judged((talk, "Did you burn the boat?"), (talk, "Yes, very much."))
    assert flags(found) == [[Flag.QUESTION_SWAPPED]]
    assert found.joins[0].flags[0].tape_words == "Did you like the bread?"
    assert flags(judged((talk, "Did you burn the boat?"), (talk, "No, never."))) == [[]]


def test_the_same_question_asked_again_is_no_other_question():
    talk = talk_of((1, "Did you burn the boat?"), (2, "What boat?"), (1, "Did you burn the boat?"), (2, "No, never."))
    first = place(talk, "Did you burn the boat?")
    assert flags(judged((talk, first), (talk, "No, never."))) == [[]]


def test_a_reply_that_takes_it_back_stands_at_the_end_of_its_run():
    talk = talk_of((1, "I burned the boat. No wait, that's not true. It was the wind."))
    found = judged((talk, "I burned the boat."))
    assert found.joins == ()
    assert [flag.flag for flag in found.runs[0].flags] == [Flag.RETRACTED_NEXT]


def test_two_recorders_of_one_talk_are_joined_each_to_itself():
    said = (1, "The harbour was quiet that year. Nobody asked us. Then the boats came back.")
    camera, sound = talk_of(said, tape="CAM"), talk_of(said, tape="SND")
    parts = ("The harbour was quiet that year.", "Then the boats came back.")
    made = [*programme(*((camera, part) for part in parts)), *programme(*((sound, part) for part in parts))]
    found = judge_joins(made, {"CAM": camera, "SND": sound}.__getitem__)
    assert [[p.span.tape for p in join.between] for join in found.joins] == [["CAM", "CAM"], ["SND", "SND"]]


def test_music_and_atmosphere_make_no_join():
    talk = talk_of((1, "One two three. Four five six."))
    quiet = piece(talk, Interval(from_seconds(100), from_seconds(110)), 0)
    made = [*programme((talk, "One two three."), (talk, "Four five six.")), quiet]
    found = judge_joins(made, lambda tape: talk)
    assert len(found.joins) == 1
    assert len(found.runs) == 1


def test_a_tape_that_nobody_has_read_has_joins_by_the_clock_and_no_words():
    talk, unread = talk_of((1, "One two three.")), TapeTalk(TapeId("T002"), ())
    made = programme((talk, "One two three."), (unread, Interval(Ticks(0), from_seconds(3))))
    found = judge_joins(made, {"T001": talk, "T002": unread}.__getitem__)
    assert [join.kinds for join in found.joins] == [(JoinKind.OTHER_TAPE,)]
    assert flags(found) == [[]]
    assert [run.text for run in found.runs] == ["One two three."]


def test_words_of_a_piece_at_another_speed_are_not_timed():
    talk = talk_of((1, "One two three. Four five six."))
    half = place(talk, "One two three.")
    clipped = Interval(half.start, Ticks(half.end - from_milliseconds(100)))
    made = programme((talk, clipped), (talk, "Four five six."))
    fast = HeardPiece(number=1, tape=talk.tape, source=clipped, record=made[0].record, speed=120)
    assert flags(judge_joins([fast, made[1]], lambda tape: talk)) == [[]]


def test_fragments_of_a_run_say_where_its_words_stand():
    talk = talk_of((1, "It was twenty-five boats, you know, that came."))
    found = judged((talk, "It was twenty-five boats,"), (talk, "that came."))
    (run,) = found.runs
    assert run.text == "It was twenty-five boats, … that came."
    normal = [word.text for word in talk.normal]
    told = [word for f in run.fragments for word in normal[f.start : f.stop]]
    assert told == ["it", "was", "twenty", "five", "boats", "that", "came"]
    assert [(f.first, f.end) for f in run.fragments] == [(0, 5), (5, 7)]


def test_a_feature_film_of_joins_is_judged_in_seconds():
    talk = talk_of(*((n % 2, f"The harbour was quiet in {1900 + n} and nobody asked.") for n in range(2_000)))
    words = talk.words
    made = programme(*((talk, Interval(words[n * 10].start, words[n * 10 + 6].end)) for n in range(1_790) if n % 7))
    began = time.process_time()
    found = judge_joins(made, lambda tape: talk)
    assert len(found.joins) == len(made) - 1
    assert time.process_time() - began < 10
