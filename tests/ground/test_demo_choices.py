"""The demo finds something to show in whatever was heard, and says nothing where nothing was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Mark, Provenance, SourceFile, Tape, TapeId, Transcript, Turn, Word
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs import demo_choices
from tapewright.words.normal import key

TEXTS = st.lists(
    st.sampled_from(["the", "Harbour", "boats,", "quiet.", "I", "we?", "—", "17", "Môle", "ferry"]), max_size=60
)


def _words(texts: list[str], *, start: float = 0.0, confidence: int = 200) -> tuple[Word, ...]:
    return tuple(
        Word(text=text, start=from_seconds(start + at), end=from_seconds(start + at + 0.5), confidence=confidence)
        for at, text in enumerate(texts)
    )


def _transcript(tape: str, *turns: tuple[Word, ...]) -> Transcript:
    made = tuple(Turn(words=words) for words in turns)
    return Transcript(tape=TapeId(tape), turns=made, provenance=Provenance(tool="test"))


@given(TEXTS, TEXTS)
def test_any_words_give_choices_that_are_among_them(one: list[str], other: list[str]) -> None:
    transcripts = [_transcript("T1", _words(one)), _transcript("T2", _words(other))]
    said = {key(text) for text in (*one, *other)}
    shared = demo_choices.shared_word(transcripts)
    assert shared is None or shared in said
    for passage in demo_choices.clearest_by_tape(transcripts):
        assert 6 <= len(passage.words) <= 24
        assert demo_choices.misremembered(passage)
        assert passage.interval.duration > 0
    doubtful = demo_choices.doubtful_word(transcripts)
    assert (doubtful is None) == (not any(key(text).isalpha() for text in (*one, *other)))


def test_the_word_on_most_tapes_is_shared() -> None:
    transcripts = [_transcript("T1", _words(["Harbour", "ferry"])), _transcript("T2", _words(["the", "ferry."]))]
    assert demo_choices.shared_word(transcripts) == "ferry"
    assert demo_choices.shared_word([]) is None


def test_clear_sentences_come_before_doubtful_ones() -> None:
    doubtful = _words(["we", "sold", "every", "loaf", "at", "noon."], confidence=60)
    clear = _words(["the", "ferry", "left", "the", "harbour", "late."], start=10)
    found = demo_choices.passages(_transcript("T1", doubtful, clear))
    assert [passage.text for passage in found] == ["the ferry left the harbour late.", "we sold every loaf at noon."]


def test_marked_words_count_as_doubtful() -> None:
    [word] = _words(["invented"])
    marked = Word(text=word.text, start=word.start, end=word.end, confidence=250, marks=frozenset({Mark.UNSUPPORTED}))
    assert demo_choices.Passage(tape=TapeId("T1"), words=(marked,)).clarity == 0


def test_a_remembered_sentence_is_not_the_one_that_was_said() -> None:
    said = demo_choices.Passage(
        tape=TapeId("T1"), words=_words(["Nobody", "ever", "asked", "us", "about", "harbours."])
    )
    assert demo_choices.misremembered(said) == "nobody ever us about haroburs"


def test_words_on_both_sides_of_a_seam_are_found() -> None:
    def file(name: str, offset: int) -> SourceFile:
        return SourceFile(path=name, size=1, duration=Ticks(from_seconds(10)), offset=Ticks(from_seconds(offset)))

    counting = TimecodeFormat(frame_rate("25"))
    tape = Tape(
        id=TapeId("T1"), title="T1", format=counting, duration=from_seconds(20), files=(file("a", 0), file("b", 10))
    )
    words = _words(["the"] * 20)
    passage = demo_choices.across_files(tape, _transcript("T1", words))
    assert passage is not None
    assert passage.words == words[2:18]
    assert demo_choices.across_files(tape, _transcript("T1", words[:5])) is None
    whole = Tape(id=TapeId("T2"), title="T2", format=counting, duration=from_seconds(10), files=(file("a", 0),))
    assert demo_choices.across_files(whole, _transcript("T2", words)) is None
