"""What a person gets: typed transcripts in the layout of any production, and a text of ours that reads back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tapewright.errors import InputError, UsageError
from tapewright.exchange.timed_text import TimedTextReader, TxtWriter
from tapewright.model import Mark, Transcript, WordTiming
from tapewright.testing.typed import SHARED, SPEAKERS, by_word, read_by_word, seconds, shared, talks, tape_of, texts_of

TAPE = tape_of(600, start="10:00:00:00")


def read(text: str, *, template: str = "", **tape: str):  # type: ignore[no-untyped-def]
    target = tape_of(600, **tape) if tape else TAPE
    return TimedTextReader(template).read(text.encode(), tape=target, name="a.txt")


def said(text: str, **options: str) -> list[tuple[str, float, str]]:
    """Speaker, start and text of every turn."""
    made = read(text, **options)
    return [(t.speaker, seconds(t.words[0].start), " ".join(w.text for w in t.words)) for t in made.turns]


EXPECTED = [("MARIAN", 1.0, "Quiet that year."), ("JO", 5.52, "And then?"), ("MARIAN", 8.0, "Boats.")]


@pytest.mark.parametrize(
    "text",
    [
        "[10:00:01:00] MARIAN: Quiet that year.\n[10:00:05:13] JO: And then?\n[10:00:08:00] MARIAN: Boats.\n",
        "10:00:01:00 MARIAN\nQuiet that year.\n\n10:00:05:13 JO\nAnd then?\n\n10:00:08:00 MARIAN\nBoats.\n",
        "MARIAN [10:00:01:00]: Quiet\nthat year.\n\nJO [10:00:05:13]: And then?\n\nMARIAN [10:00:08:00]: Boats.\n",
        "MARIAN (10:00:01:00)\nQuiet that year.\nJO (10:00:05:13)\nAnd then?\nMARIAN (10:00:08:00)\nBoats.\n",
        "10:00:01:00 - MARIAN: Quiet that year.\n10:00:05:13 - JO: And then?\n10:00:08:00 – MARIAN: Boats.\n",
        "10:00:01:00\tMARIAN:\tQuiet that year.\r\n10:00:05:13\tJO:\tAnd then?\r\n10:00:08:00\tMARIAN:\tBoats.\r\n",
        "  M = MARIAN   J = JO\n\nM   10:00:01:00   Quiet\n    that year.\n\nJ   10:00:05:13 And then?\n\n"
        "M   10:00:08:00 Boats.",
    ],
    ids=["brackets", "head lines", "name first", "name and time alone", "dashes", "tabs", "columns with a legend"],
)
def test_every_common_layout_is_understood(text: str) -> None:
    assert said(text) == EXPECTED


def test_running_time_is_told_from_source_timecode_by_what_fits_the_tape() -> None:
    text = "MARIAN  0:01\nQuiet.\n\nJO  0:05\nAnd then?\n"
    assert [(name, at) for name, at, _ in said(text)] == [("MARIAN", 1.0), ("JO", 5.0)]
    text = "[10:00:01] MARIAN: Quiet.\n[10:00:05.500] JO: And then?\n"
    assert [at for _, at, _ in said(text)] == [1.0, 5.5]


def test_words_share_the_time_to_the_next_one_and_are_marked_as_estimated() -> None:
    made = read("[10:00:01:00] A: ab cd\n[10:00:01:15] B: ef\n")
    first = made.turns[0].words
    assert [seconds(w.start) for w in first] == [1.0, 1.3]
    assert seconds(first[1].end) == 1.6
    assert {w.timing for t in made.turns for w in t.words} == {WordTiming.ESTIMATED}


def test_a_long_silence_does_not_stretch_the_words() -> None:
    made = read("[10:00:01:00] A: hello\n[10:05:00:00] B: hello\n")
    assert seconds(made.turns[0].words[0].end) < 3


def test_a_text_without_times_is_laid_over_the_tape_and_says_so() -> None:
    made = read("MARIAN: Quiet that year.\n\nJO: And then?\n")
    assert made.turns[0].words[0].start == 0
    assert made.turns[-1].words[-1].end == TAPE.duration
    assert "estimated over the tape" in made.remarks[-1]


def test_an_office_with_its_article_is_a_speaker_as_hearings_are_typed() -> None:
    text = "THE CHAIR: Good morning.\n\nMS HARRIS: Good morning.\n\nTHE CHAIR: Thank you.\n\nMS HARRIS: I will go on.\n"
    assert [name for name, _, _ in said(text)] == ["THE CHAIR", "MS HARRIS"] * 2


def test_timecodes_that_do_not_exist_are_named_and_the_rest_goes_on() -> None:
    made = read(
        "[10:00:01:00] A: one\n[10:00:02:31] B: two\n[10:00:99:00] A: three\n[10:00:04:00] B: four\n"
        "[09:00:00:00] A: five\n[10:00:03:00] B: six\n"
    )
    assert texts_of(made) == ["one", "two", "three", "four", "five", "six"]
    told = " | ".join(made.remarks)
    assert "10:00:02:31 (line 2), 10:00:99:00 (line 3) do not exist at 25" in told
    assert "09:00:00:00 (line 5) lie outside the tape" in told
    assert "1 timecode not used: 10:00:0" in told
    starts = [turn.words[0].start for turn in made.turns]
    assert starts == sorted(starts)


def test_drop_frame_timecode_is_counted_as_such() -> None:
    made = read("[10:01:00;02] A: x\n[10:01:00;00] A: y\n", rate="29.97", drop=True, start="10:00:00;00")  # type: ignore[arg-type]
    assert "10:01:00;00 (line 2) do not exist at 29.97 drop" in made.remarks[0]
    assert made.turns[0].words[0].start == 1800 * 23_543_520


def test_doubtful_words_are_marked_and_notes_keep_their_brackets() -> None:
    made = read("[10:00:01:00] A: at [Butry??], with [Clifton Hills?] [inaudible] [knock at the door] and rain\n")
    words = made.turns[0].words
    unsure = [w.text for w in words if Mark.UNSURE in w.marks]
    assert unsure == ["Butry,", "Clifton", "Hills", "[inaudible]", "[knock", "at", "the", "door]"]
    assert [w.text for w in words if not w.marks] == ["at", "with", "and", "rain"]


def test_heads_of_documents_and_pages_are_left_alone() -> None:
    made = read(
        "          INTERVIEW AT THE HARBOUR\n     TF = Trish   MG = Marian\n\n"
        "TF   So tell me.\n\nPage 2 of 9\n\nMG   It was quiet.\n\n- 3 -\n\nTF   Yes?\n"
    )
    assert read_by_word(made) == [
        *(("Trish", w) for w in ("So", "tell", "me.")),
        *(("Marian", w) for w in ("It", "was", "quiet.")),
        ("Trish", "Yes?"),
    ]
    assert "4 lines of headers left out" in made.remarks[0]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (
            "[{reel}] {timecode} {name}: {text}",
            "[A017] 10:00:01:00 MARIAN: Quiet\nthat year.\n[A017] 10:00:05:13 JO: And then?\n",
        ),
        ("{timecode} | {name} | {text}", "head\n10:00:01:00 | MARIAN | Quiet that year.\n10:00:05:13|JO|And then?\n"),
        ("{name} ({clock})\\n{text}", "MARIAN (0:01)\nQuiet that year.\n\nJO (00:00:05.520)\nAnd then?\n"),
        (
            "TC {timecode}\\n{name} - {text}",
            "TC 10:00:01:00\nMARIAN - Quiet that year.\nTC 10:00:05:13\nJO - And then?",
        ),
    ],
)
def test_templates_read_the_layout_of_a_production(template: str, text: str) -> None:
    assert said(text, template=template) == EXPECTED[:2]


@pytest.mark.parametrize(
    "template", ["{speaker}: {text}", "{name}", "{text} {timecode}", "{text}", "{text}{text}", "{"]
)
def test_a_template_that_cannot_be_read_by_is_refused(template: str) -> None:
    with pytest.raises(UsageError):
        read("A: hello", template=template)


def test_a_text_that_is_laid_out_otherwise_is_an_error() -> None:
    with pytest.raises(InputError, match="laid out"):
        read("A: hello", template="<{timecode}> {text}")


@settings(deadline=None)
@given(talks())
def test_our_text_comes_back_with_names_words_and_times_to_the_frame(talk: Transcript) -> None:
    tape = tape_of(3600, rate="25", start="01:00:00:00")
    text = TxtWriter().write(talk, tape=tape, speakers=SPEAKERS)
    made = TimedTextReader().read(text.encode(), tape=tape, name="a.txt")
    assert read_by_word(made) == by_word(talk)
    assert [len(turn.words) for turn in made.turns] == [len(turn.words) for turn in talk.turns]
    frame = tape.format.rate.ticks_per_frame
    for old, new in zip(talk.turns, made.turns, strict=True):
        assert 0 <= old.words[0].start - new.words[0].start < frame


@settings(deadline=None)
@given(talks(named=True))
def test_a_template_writes_and_reads_back(talk: Transcript) -> None:
    template = "{number}. [{reel}] {timecode}-{end_timecode} {name}: {text}"
    text = TxtWriter(template).write(talk, tape=TAPE, speakers=SPEAKERS)
    made = TimedTextReader(template).read(text.encode(), tape=TAPE, name="a.txt")
    assert read_by_word(made) == by_word(talk)


REAL = SHARED / "texts/braided-channels-tapes/Braided-Channels"
NAMES = sorted(path.name for path in REAL.glob("*.txt")) or ["01_BC_DV_JESSOP-raw.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_typed_tape_loses_no_word_and_names_its_bad_timecodes(name: str) -> None:
    path = shared("texts/braided-channels-tapes/Braided-Channels") / name
    made = TimedTextReader().read(path.read_bytes(), tape=tape_of(0), name=name)
    letters = sum(len(text) for text in texts_of(made))
    typed = sum(len(word) for word in path.read_text("utf-8").split())
    assert 0.9 * typed < letters <= typed + 200
    if name.endswith("raw.txt"):
        assert 2 <= len({turn.speaker for turn in made.turns} - {""}) <= 4
    else:
        assert {turn.speaker for turn in made.turns} == {""}
    starts = [turn.words[0].start for turn in made.turns]
    assert starts == sorted(starts)


def test_the_one_timecode_that_does_not_exist_on_a_real_tape_is_named() -> None:
    path = shared("texts/braided-channels-tapes/Braided-Channels") / "65_BC_SP_PTB_DUNCAN-KEMP-raw.txt"
    made = TimedTextReader().read(path.read_bytes(), tape=tape_of(0), name=path.name)
    assert any("17:33:05:34 (line 233) do not exist at 25" in remark for remark in made.remarks)
