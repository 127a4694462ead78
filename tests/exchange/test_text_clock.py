"""When a position of a text is heard: on sync points, between, before and behind them, and where some run backwards."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.exchange.study_file import FileText, SyncPoint
from tapewright.exchange.text_clock import TextClock
from tapewright.exchange.text_turns import TranscriptText, read_turns
from tapewright.model import SpeakerId, Turn, Word
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks

_words = st.one_of(
    st.sampled_from(("Note:", ":", ">>", ">>Ann:", "[door]", "quay", "é🎈", "10:00")),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=4),
)
_points = st.lists(st.builds(SyncPoint, st.integers(0, 200), st.integers(0, 10**12)), max_size=12)


@given(_points, st.integers(0, 300), st.integers(0, 300), st.integers(0, 10**12))
def test_time_never_runs_backwards(points: list[SyncPoint], one: int, other: int, duration: int) -> None:
    clock = TextClock(points, length=250, duration=duration)
    first, last = sorted((one, other))
    assert 0 <= clock.at(first) <= clock.at(last)


def test_points_are_met_and_the_way_between_is_shared() -> None:
    clock = TextClock([SyncPoint(10, 1_000), SyncPoint(20, 3_000)], length=20)
    assert [clock.at(place) for place in (10, 15, 20)] == [1_000, 2_000, 3_000]


def test_a_text_without_points_runs_at_the_pace_of_speech_and_no_longer_than_its_tape() -> None:
    assert TextClock((), length=150).at(150) == 10 * TICKS_PER_SECOND
    assert TextClock((), length=150, duration=4 * TICKS_PER_SECOND).at(150) == 4 * TICKS_PER_SECOND


def test_one_point_that_is_far_off_does_not_carry_the_others_with_it() -> None:
    points = [SyncPoint(0, 0), SyncPoint(5, 10**9), SyncPoint(10, 100), SyncPoint(20, 200), SyncPoint(30, 300)]
    clock = TextClock(points, length=30)
    assert clock.dropped == 1
    assert [clock.at(place) for place in (10, 20, 30)] == [100, 200, 300]


def _turn(speaker: int, start: int, *texts: str) -> Turn:
    words = tuple(
        Word(text=text, start=Ticks(start + 100 * place), end=Ticks(start + 100 * place + 80))
        for place, text in enumerate(texts)
    )
    return Turn(words=words, speaker=SpeakerId(speaker))


def test_a_transcript_knows_where_its_words_stand_also_where_people_talk_at_once() -> None:
    turns = [_turn(1, 0, "the", "harbour", "was", "quiet"), _turn(2, 150, "no", "never")]
    text = TranscriptText(turns, {SpeakerId(1): "MARIAN", SpeakerId(2): "Jo  Ann"})
    assert text.text == "MARIAN: the harbour was quiet\nJo Ann: no never\n"
    found = text.positions(Interval(Ticks(100), Ticks(200)))
    assert found is not None
    assert text.text[slice(*found)] == "harbour was quiet\nJo Ann: no"
    assert text.positions(Interval(Ticks(900), Ticks(999))) is None


def test_turns_are_read_back_with_their_speakers() -> None:
    text = FileText(text="Title here\n\nMARIAN: the harbour\nwas quiet\nASKER: and: then?\nMARIAN: yes\nASKER: so\n")
    assert [(turn.speaker, " ".join(word.text for word in turn.words)) for turn in read_turns(text)] == [
        ("", "Title here"),
        ("MARIAN", "the harbour"),
        ("MARIAN", "was quiet"),
        ("ASKER", "and: then?"),
        ("MARIAN", "yes"),
        ("ASKER", "so"),
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from((0, 1, 2, 3, 4)), st.lists(_words, min_size=1, max_size=4)), max_size=4))
def test_any_turns_are_read_back_word_for_word_and_by_whom(said: list[tuple[int, list[str]]]) -> None:
    """Whoever is unnamed and says ``Note: bread`` is not called Note, and a name with a colon takes no word along."""
    names = {SpeakerId(1): "MARIAN", SpeakerId(2): "Ann: sister", SpeakerId(3): "x" * 90, SpeakerId(4): "[::]"}
    kept = {0: "", 1: "MARIAN", 2: "Ann sister", 3: "x" * 60, 4: ""}
    turns = [_turn(speaker, 1_000 * place, *texts) for place, (speaker, texts) in enumerate(said)]
    turns = [replace(turn, speaker=turn.speaker or None) for turn in turns]
    text = TranscriptText(turns, names)
    read = read_turns(text.file_text, is_ours=True)
    assert [(turn.speaker, [word.text for word in turn.words]) for turn in read] == [
        (kept[speaker], texts) for speaker, texts in said
    ]
