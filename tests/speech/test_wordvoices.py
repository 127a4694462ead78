"""Every word has the voice that says it, and none is lost, changed or moved when turns are cut by voices."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import FoundVoice, Provenance, SpeakerId, TapeId, Turn, TurnId, Utterance, Voice, Word
from tapewright.speech.wordvoices import recut, turns_by_voice, utterances_of, voices_of_words
from tapewright.testing import strategies
from tapewright.timing import Interval, Ticks, from_seconds


def word(start: float, end: float, text: str = "boat") -> Word:
    return Word(text=text, start=from_seconds(start), end=from_seconds(end))


def said(voice: int, start: float, end: float) -> Utterance:
    return Utterance(interval=Interval(from_seconds(start), from_seconds(end)), voice=voice)


def voice(number: int, *stretches: tuple[float, float]) -> Voice:
    return Voice(
        tape=TapeId("T001"),
        found=FoundVoice(number=number, centre=(1.0,), spread=0.7),
        utterances=tuple(Interval(from_seconds(a), from_seconds(b)) for a, b in stretches),
        speaker=SpeakerId(number + 10),
        provenance=Provenance(tool="scripted"),
    )


def test_a_word_is_its_voices_who_speaks_at_its_middle() -> None:
    utterances = [said(0, 0, 2), said(1, 2, 4)]
    assert voices_of_words([word(1.0, 1.5), word(1.8, 2.1), word(1.9, 2.3), word(3, 3.5)], utterances) == [0, 0, 1, 1]


def test_where_two_speak_it_is_his_who_covers_more_of_the_word() -> None:
    utterances = [said(0, 0, 2.05), said(1, 1.9, 4)]
    assert voices_of_words([word(1.5, 2.1), word(1.8, 2.4)], [said(0, 0, 2.0), said(1, 1.75, 4)]) == [0, 1]
    assert voices_of_words([word(1.0, 1.5), word(1.9, 2.05)], utterances) == [0, 0]
    assert voices_of_words([word(1.9, 2.05)], [said(1, 0, 3), said(0, 1.9, 2.05)]) == [0]


def test_a_word_in_no_utterance_goes_to_the_nearest() -> None:
    utterances = [said(0, 0, 1), said(1, 4, 5), said(0, 4.2, 4.4)]
    words = [word(1.2, 1.4), word(3.2, 3.4), word(2.4, 2.6), word(6, 7)]
    assert voices_of_words(words, utterances) == [0, 1, 1, 1]
    assert voices_of_words([word(0.2, 0.4), word(2.4, 2.6)], utterances) == [0, 0]


def test_without_utterances_nobody_is_said_to_speak() -> None:
    assert voices_of_words([word(0, 1)], []) == []
    turns = turns_by_voice([word(0, 1)], [])
    assert [turn.speaker for turn in turns] == [None]


def test_a_new_transcript_is_cut_where_the_voice_changes() -> None:
    words = [word(at, at + 0.4, text) for at, text in enumerate("the boat came in nobody asked".split())]
    turns = turns_by_voice(words, [voice(0, (0, 2)), voice(1, (2, 3), (4, 9))])
    assert [(turn.text, turn.speaker) for turn in turns] == [("the boat", 10), ("came in nobody asked", 11)]
    turns = turns_by_voice(words, [voice(0, (0, 2), (3, 4)), voice(1, (2, 3), (4, 9))])
    assert [turn.text for turn in turns] == ["the boat", "came", "in", "nobody asked"]


def away(moment: int, interval: Interval) -> int:
    """How far a moment lies from an interval that does not hold it."""
    return interval.start - moment if interval.start > moment else moment - interval.end


def may_be(one: Word, before: int | None, utterances: list[Utterance]) -> set[int]:
    """The voices that the rule allows for a word, looked up one by one; ``before`` had the word before."""
    middle = one.interval.middle
    covered: dict[int, int] = {}
    for u in utterances:
        if u.interval.holds(middle):
            part = one.interval.shared(u.interval)
            covered[u.voice] = covered.get(u.voice, 0) + (part.duration if part else 0)
    if covered:
        most = {voice for voice, ticks in covered.items() if ticks == max(covered.values())}
    else:
        least = min(away(middle, u.interval) for u in utterances)
        most = {u.voice for u in utterances if away(middle, u.interval) == least}
    return {before} if before in most and covered else most


short = st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda p: Interval(Ticks(p[0]), Ticks(p[0] + p[1])))


@given(
    st.lists(short, max_size=12).map(lambda i: [Word(text="a", start=one.start, end=one.end) for one in sorted(i)]),
    st.lists(st.builds(Utterance, interval=short, voice=st.integers(0, 3)), min_size=1, max_size=10),
)
def test_the_quick_way_gives_what_the_rule_says(words: list[Word], utterances: list[Utterance]) -> None:
    before = None
    for one, voice in zip(words, voices_of_words(words, utterances), strict=True):
        assert voice in may_be(one, before, utterances)
        before = voice


@given(strategies.words(max_size=30), st.data())
def test_a_turn_that_is_cut_holds_every_word_once_and_in_order(words: tuple[Word, ...], data: st.DataObject) -> None:
    speakers = [data.draw(st.sampled_from([SpeakerId(1), SpeakerId(2), SpeakerId(3)])) for _ in words]
    turn = Turn(words=words, speaker=None, id=TurnId(7), revision=3)
    pieces = recut(turn, speakers)
    assert tuple(word for piece in pieces for word in piece.words) == words
    assert [piece.id for piece in pieces] == [7] + [0] * (len(pieces) - 1)
    assert pieces[0].revision == 3
    assert all(a.speaker != b.speaker for a, b in pairwise(pieces))


@given(st.lists(st.lists(short, max_size=5), min_size=1, max_size=4), st.integers(0, 2**32))
def test_a_new_transcript_by_voices_holds_every_word_once(stretches: list[list[Interval]], seed: int) -> None:
    voices = [
        Voice(
            tape=TapeId("T001"),
            found=FoundVoice(number=number, centre=(), spread=0.0),
            utterances=tuple(sorted(of)),
            speaker=SpeakerId(number + 1),
            provenance=Provenance(tool="scripted"),
        )
        for number, of in enumerate(stretches)
    ]
    words = [Word(text=f"w{n}", start=Ticks(n * 3), end=Ticks(n * 3 + 2)) for n in range(seed % 40)]
    turns = turns_by_voice(words, voices)
    assert [w for turn in turns for w in turn.words] == words
    assert len(utterances_of(voices)) == sum(map(len, stretches))
