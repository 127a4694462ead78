"""A paper edit keeps every byte, and reads as its reference page says."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tapewright.errors import InputError, UsageError
from tapewright.model import PaperEdit, Tape, TapeId
from tapewright.story.paper import parse, source_of
from tapewright.story.quotation import read_quotation
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_seconds

GOOD = """\
---
title: Nine years
rate: 23.976
start: 01:00:00:00
editor: JL
---

# The gap

Narration is an ordinary paragraph; its length is estimated.
ARCHIVE: ferry leaving, 1971

> The harbour was quiet that year. ~~You know, I mean,~~ Nobody asked us … until the boats came back.
>
> — MARIAN [T017](tape:T017#t=2531.240000,2544.610000)

<!-- note to the editor -->

| picture | length |
|---------|--------|
| ferry   | 4 s    |

CARD: Nine years later
"""

LINES = st.sampled_from(
    [
        "---",
        "title: x",
        "# Scene",
        "words of narration",
        "> quoted words",
        ">",
        "> — ANNA [T1](tape:T1#t=1,2)",
        "> > nested",
        "— ANNA [T1](tape:T1#t=1,2)",
        "> - ANNA [T1](tape:T1#t=1,2)",
        "- a list",
        "    code",
        "\tcode",
        "```",
        "~~~ x",
        "<!-- note -->",
        "<!-- open",
        "-->",
        "<div>",
        "| a | b |",
        "|---|---|",
        "===",
        "[ref]: /place",
        "ARCHIVE: x",
        "  CARD: y",
        "",
        "   ",
        "\t",
        "~~",
        "\x0b",
        "\x0c",
        "\u2028",
        "\x85",
        "\0",
    ]
) | st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"])
FILES = st.builds(
    lambda bom, lines, last: bom + "".join(line + end for line, end in lines) + last,
    st.sampled_from(["", "\ufeff"]),
    st.lists(st.tuples(LINES, ENDS), max_size=15),
    LINES,
)


def by_kind(edit: PaperEdit) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in edit.blocks]


@given(FILES | st.text(st.characters(exclude_categories=("Cs",))))
@example("\ufeff---\r\ntitle: x\r\n---\r\n\r\n> q\r\n> — A [T1](tape:T1#t=1,2)")
@example("> a\nlazy\n\n[ref]: /x\n[two]: /y\n\n\nend")
@example("x\n   ")
@example("\n\n")
def test_any_text_is_kept_byte_for_byte(text: str) -> None:
    try:
        edit = parse(text)
    except InputError:
        return  # front matter that cannot be meant; nothing was read
    assert source_of(edit) == text
    line = 1 + len(edit.front.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
    for block in edit.blocks:
        assert block.line == line
        assert block.source.strip(" \t\r\n")
        line += len(block.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1


@given(FILES)
def test_what_a_quotation_holds_stands_where_it_says(text: str) -> None:
    try:
        blocks = parse(text).blocks
    except InputError:
        return
    for block in blocks:
        if block.bite:
            quotation = read_quotation(block.source)
            assert quotation
            assert quotation.bite == block.bite
            start, end = quotation.fragment_at
            assert block.source[start:end] == block.bite.fragment
            done = 0
            for token in quotation.tokens:
                assert done <= token.outer_start <= token.start < token.end <= token.outer_end <= quotation.body[1]
                done = token.outer_end


def test_the_design_s_example_is_read() -> None:
    edit = parse(GOOD, name="nine-years.md")
    assert source_of(edit) == GOOD
    assert (edit.title, edit.format.rate, edit.settings["editor"]) == ("Nine years", frame_rate("23.976"), "JL")
    assert edit.format.write(edit.start) == "01:00:00:00"
    assert by_kind(edit) == [
        ("scene", "The gap"),
        ("narration", "Narration is an ordinary paragraph; its length is estimated."),
        ("picture", "ARCHIVE: ferry leaving, 1971"),
        ("bite", "The harbour was quiet that year. Nobody asked us … until the boats came back."),
        ("note", "note to the editor"),
        ("picture", "picture | length\nferry | 4 s"),
        ("picture", "CARD: Nine years later"),
    ]
    (bite,) = edit.bites
    assert (bite.tape, bite.fragment, bite.speaker, bite.label) == (
        "T017",
        "t=2531.240000,2544.610000",
        "MARIAN",
        "T017",
    )
    assert [(part.kind.value, part.text) for part in bite.parts] == [
        ("heard", "The harbour was quiet that year."),
        ("struck", "You know, I mean,"),
        ("heard", "Nobody asked us"),
        ("omission", "…"),
        ("heard", "until the boats came back."),
    ]
    tape = Tape(id=TapeId("T017"), title="", format=edit.format, duration=from_seconds(4000))
    assert bite.span(tape).interval.start == from_seconds("2531.24")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_mean_the_same(end: str) -> None:
    text = GOOD.replace("\n", end)
    assert by_kind(parse(text)) == by_kind(parse(GOOD))
    assert parse(text).bites == parse(GOOD).bites
    assert source_of(parse(text)) == text


@pytest.mark.parametrize(
    "quotation",
    [
        "> Quiet.\n> — ANNA [T1](tape:T1#t=1,2)",
        "> Quiet.\n>\n> — ANNA\n> [T1](tape:T1#t=1,2)",
        ">Quiet.\n>\n>-- ANNA [T1](<tape:T1#t=1,2>)",
        "  > Quiet.\n>\n   > – ANNA [T1](tape:T1#t=1,2 'listen')",
        "> Quiet.\n>\n> — ANNA [T1](tape:T1#t=npt:1,2) (once more)",
        "> Quiet.\n>\n> ― *ANNA* [T1](tape:T1#t=1%2C2)",
        "> — Quiet.\n> — ANNA [T1](tape:T1#t=1,00:00:02)",
    ],
)
def test_hands_write_the_source_line_in_many_ways(quotation: str) -> None:
    (block,) = parse(quotation).blocks
    assert not block.problem
    assert block.bite
    assert (block.bite.tape, block.bite.speaker) == ("T1", "ANNA")
    tape = Tape(id=TapeId("T1"), title="", format=TimecodeFormat(frame_rate(25)), duration=from_seconds(9))
    assert block.bite.span(tape).interval.start == from_seconds(1)
    assert block.text.removeprefix("— ") == "Quiet."


def test_timecode_is_read_on_the_tape_over_midnight_too() -> None:
    counting = TimecodeFormat(frame_rate("29.97"), drop=True)
    (bite,) = parse("> Late.\n>\n> — ANNA [T1](tape:T1#t=smpte-30-drop:23:59:59;00,00:00:01;00)").bites
    tape = Tape(
        id=TapeId("T1"),
        title="",
        format=counting,
        duration=from_seconds(7200),
        start_timecode=counting.read("23:30:00;00"),
    )
    span = bite.span(tape).interval
    assert tape.timecode(span.start) == "23:59:59;00"
    assert tape.timecode(span.end) == "00:00:01;00"
    assert counting.rate.frame_at(span.duration) == 60


def test_an_open_end_goes_to_the_end_of_the_tape() -> None:
    (bite,) = parse("> Late.\n>\n> — ANNA [T1](tape:T1#t=2)").bites
    tape = Tape(id=TapeId("T1"), title="", format=TimecodeFormat(frame_rate(25)), duration=from_seconds(7))
    assert bite.span(tape).interval.end == from_seconds(7)


@pytest.mark.parametrize(
    ("quotation", "problem"),
    [
        ("> q\n>\n> — A [T1](tape:T1#t=5,1)", "ends before it begins"),
        ("> q\n>\n> — A [T1](tape:T1#t=smpte-25:00:00:00:30,00:00:01:00)", "does not exist"),
        ("> q\n>\n> — A [T1](tape:T1#t=,)", "no time"),
        ("> q\n>\n> — A [T1](tape:T1#t=smpte-25:,)", "no time"),
        ("> q\n>\n> — A [T1](tape:T1#x=1,2)", "not a time fragment"),
        ("> q\n>\n> — A [T1](tape:T1)", "no time is given"),
        ("> q\n>\n> — A [T1](tape:../x#t=1,2)", "not a tape id"),
        ("> q\n>\n> — A tape:T1#t=1,2", "cannot be read"),
        ("> q\n>\n> — A [T1](tape:T1#t=1,2) [T2](tape:T2#t=1,2)", "more than one place"),
        ("> q\n>\n> A [T1](tape:T1#t=1,2)", "no source line"),
        ("> q\n> - A [T1](tape:T1#t=1,2)", "no source line"),
        ("> - one\n> - two\n>\n> — A [T1](tape:T1#t=1,2)", "there is a list in it"),
        ("— A [T1](tape:T1#t=1,2)", "outside of a block quote"),
        ("> q\n>\n> — A [T1](tape:T1#t=1e9,2e9)", "not a time"),
        ("> q\n>\n> — A [T1](tape:T1#t=" + "9" * 5000 + ",1)", "not a time fragment"),
        ("> q\n>\n> — A [T1](tape:T1#t=1,999999999)", "no tape is as long"),
    ],
)
def test_a_bite_that_cannot_be_read_has_a_problem_and_no_place(quotation: str, problem: str) -> None:
    edit = parse(quotation)
    (block,) = edit.blocks
    assert block.kind == "bite"
    assert block.bite is None
    assert problem in block.problem
    assert not edit.bites


def test_a_block_quote_without_a_tape_is_not_ours() -> None:
    assert by_kind(parse("> Call me late.\n>\n> — a novel\n")) == [("other", "")]


def test_a_comment_that_is_never_closed_is_named() -> None:
    (block,) = parse("<!-- note\n\nwords\n\n> q\n").blocks
    assert "never closed" in block.problem


def test_picture_lines_part_a_paragraph() -> None:
    edit = parse("She left.\nARCHIVE: pier\nin fog\nCARD: 1971\n")
    assert by_kind(edit) == [("narration", "She left."), ("picture", "ARCHIVE: pier in fog"), ("picture", "CARD: 1971")]


def test_front_matter_says_how_the_programme_counts() -> None:
    edit = parse("---\nrate: 29.97\nstart: 10:00:00;00\n---\n")
    assert edit.format == TimecodeFormat(frame_rate("29.97"), drop=True)
    edit = parse('---\nrate: "29.97"\ndrop: no\nstart: 00:59:50:00\n# why\n  - list\n---\n', start="02:00:00:00")
    assert edit.format == TimecodeFormat(frame_rate("29.97"))
    assert edit.start == edit.format.read("00:59:50:00")
    assert parse("", start="02:00:00:00").start == 7200 * Ticks(705_600_000)


def test_a_file_without_a_title_is_called_as_it_is_named() -> None:
    assert parse("", name="nine-years.md").title == "nine-years"


def test_a_rule_at_the_head_of_a_text_is_not_front_matter() -> None:
    assert parse("---\n\nWords.\n\n---\n").front == ""
    assert by_kind(parse("---\ntitle: x\n"))[0][0] == "other"


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("rate: quick", "nine.md:3"),
        ("rate: 25\ndrop: true", "nine.md:4"),
        ("drop: perhaps", "nine.md:3"),
        ("rate: 25\nstart: 25:00:00:00", "nine.md:4"),
        ("narration_wpm: fast", "nine.md:3"),
        ("narration_wpm: 0", "nine.md:3"),
    ],
)
def test_front_matter_that_cannot_be_meant_is_an_error_with_its_line(front: str, place: str) -> None:
    text = f"---\ntitle: x\n{front}\n---\n"
    with pytest.raises(InputError) as caught:
        parse(text, name="nine.md")
    assert caught.value.place == place
    assert caught.value.hint


def test_a_bite_of_another_tape_has_no_span() -> None:
    bite = parse(GOOD).bites[0]
    other = Tape(id=TapeId("T2"), title="", format=TimecodeFormat(frame_rate(25)), duration=from_seconds(9))
    with pytest.raises(UsageError):
        bite.span(other)
