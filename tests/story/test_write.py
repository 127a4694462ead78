"""Changes of a paper edit touch only what they must, and read back as meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.model import PaperEdit, PartKind, TapeId, Word
from tapewright.story.paper import parse, source_of
from tapewright.story.quotation import read_quotation
from tapewright.story.write import bite_block, inserted, moved, reanchored, removed, split, struck, trimmed
from tapewright.testing.strategies import tokens
from tapewright.timing import Interval, Ticks, from_seconds

TAPE = TapeId("T017")
SPAN = Interval(from_seconds(10), from_seconds(20))
OTHER = Interval(from_seconds(11), from_seconds(19))

TEXT = """\
---
rate: 25
---
# The gap

Narration.

> The harbour was quiet. ~~You know, I mean,~~ Nobody asked us … until [the] boats came.
>
> — MARIAN [T017](tape:T017#t=10.000000,20.000000)

<!-- note -->
> Two lines of
> hand-wrapped words.
> — TOM [T2](tape:T2#t=smpte-25:00:00:01:00,00:00:03:00)
"""


def word(text: str) -> Word:
    return Word(text=text, start=Ticks(0), end=Ticks(1))


def words(text: str) -> list[Word]:
    return [word(part) for part in text.split()]


def bite_at(edit: PaperEdit, number: int) -> int:
    return [place for place, block in enumerate(edit.blocks) if block.kind == "bite"][number]


def body(text: str, number: int = 0) -> str:
    edit = parse(text)
    quotation = read_quotation(edit.blocks[bite_at(edit, number)].source)
    assert quotation
    start, end = quotation.body
    return edit.blocks[bite_at(edit, number)].source[start:end]


ANY_WORDS = st.lists(tokens, min_size=1, max_size=10)
SPEAKERS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@given(ANY_WORDS, SPEAKERS)
def test_a_written_bite_says_its_words_its_speaker_and_its_place(said: list[str], speaker: str) -> None:
    (block,) = parse(bite_block(TAPE, SPAN, [word(text) for text in said], speaker)).blocks
    assert block.bite
    assert [(p.kind, p.text.split()) for p in block.bite.parts] == [(PartKind.HEARD, said)]
    assert block.bite.speaker.split() == speaker.split()
    assert (block.bite.tape, block.bite.label, block.bite.fragment) == (TAPE, "T017", "t=10.000000,20.000000")


def test_a_span_without_words_is_written_as_ours() -> None:
    (block,) = parse(bite_block(TAPE, SPAN, [])).blocks
    assert block.bite
    assert [(p.kind, p.text) for p in block.bite.parts] == [(PartKind.OURS, "no words")]


@given(
    st.lists(
        st.sampled_from(
            ["# Scene", "Narration.", "> q\n>\n> — A [T1](tape:T1#t=1,2)", "<!-- n -->", "CARD: x", "- item"]
        ),
        max_size=6,
    ),
    st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n \n"]),
    st.booleans(),
    st.data(),
)
def test_a_move_is_undone_by_moving_back(pieces: list[str], gap: str, is_closed: bool, data: st.DataObject) -> None:
    edit = parse(gap.join(pieces) + gap * is_closed)
    if not edit.blocks:
        return
    index = data.draw(st.integers(0, len(edit.blocks) - 1))
    at = data.draw(st.integers(0, len(edit.blocks)))
    kinds = [(block.kind, block.text, block.bite) for block in edit.blocks]
    try:
        there = parse(moved(edit, index, at))
    except UsageError:
        assert any(block.kind == "other" for block in edit.blocks)  # a list may swallow what comes behind it
        return
    final = at - (at > index)
    kinds.insert(final, kinds.pop(index))
    assert [(block.kind, block.text, block.bite) for block in there.blocks] == kinds
    assert sorted(b.source.split() for b in there.blocks) == sorted(b.source.split() for b in edit.blocks)


def test_an_insert_changes_nothing_else() -> None:
    edit = parse(TEXT)
    new = bite_block(TAPE, OTHER, words("It was cold."), "TOM")
    for at in range(len(edit.blocks) + 1):
        text = inserted(edit, at, new)
        assert text.replace(new, "", 1).split() == TEXT.split()
        assert len(parse(text).bites) == 3
    at = bite_at(edit, 1)
    assert removed(parse(inserted(edit, at, new)), at).split() == TEXT.split()


def test_what_is_inserted_and_removed_again_leaves_the_file_as_it_was() -> None:
    text = "# One\n\nNarration.\n\n# Two\n\nMore.\n"
    edit = parse(text)
    for at in range(len(edit.blocks) + 1):
        new = inserted(edit, at, "> It rained.\n>\n> — TOM [T1](tape:T1#t=1,2)\n")
        assert removed(parse(new), at) == text


def test_an_insert_takes_over_the_file_s_line_ends() -> None:
    edit = parse("# One\r\n\r\nNarration.")
    new = bite_block(TAPE, OTHER, words("Cold."), newline="\r\n")
    assert inserted(edit, 2, new) == "# One\r\n\r\nNarration.\r\n\r\n" + new


def test_a_block_behind_an_open_comment_is_refused() -> None:
    edit = parse("# One\n\n<!-- not closed\n\n")
    with pytest.raises(UsageError, match="read as something else"):
        inserted(edit, 2, bite_block(TAPE, SPAN, words("Cold.")))


def test_removing_what_stands_between_keeps_neighbours_apart() -> None:
    edit = parse("First.\n# Between\nSecond.\n")
    assert removed(edit, 1) == "First.\n\nSecond.\n"


def test_a_new_anchor_changes_the_fragment_alone() -> None:
    edit = parse(TEXT)
    text = reanchored(edit, bite_at(edit, 0), OTHER)
    assert text == TEXT.replace("t=10.000000,20.000000", "t=11.000000,19.000000")
    text = reanchored(edit, bite_at(edit, 1), OTHER)
    assert text == TEXT.replace("t=smpte-25:00:00:01:00,00:00:03:00", "t=11.000000,19.000000")


@pytest.mark.parametrize(
    ("chosen", "is_struck", "after"),
    [
        (
            range(1),
            True,
            "~~The~~ harbour was quiet. ~~You know, I mean,~~ Nobody asked us … until [the] boats came.",
        ),
        (range(3, 4), True, "The harbour was ~~quiet. You know, I mean,~~ Nobody asked us … until [the] boats came."),
        (range(8, 9), True, "The harbour was quiet. ~~You know, I mean, Nobody~~ asked us … until [the] boats came."),
        (
            range(10, 13),
            True,
            "The harbour was quiet. ~~You know, I mean,~~ Nobody asked ~~us … until [the] boats~~ came.",
        ),
        (range(4, 8), False, "The harbour was quiet. You know, I mean, Nobody asked us … until [the] boats came."),
        (
            range(5, 6),
            False,
            "The harbour was quiet. ~~You~~ know, ~~I mean,~~ Nobody asked us … until [the] boats came.",
        ),
        (range(4, 5), False, "The harbour was quiet. You ~~know, I mean,~~ Nobody asked us … until [the] boats came."),
        (range(4, 8), True, "The harbour was quiet. ~~You know, I mean,~~ Nobody asked us … until [the] boats came."),
    ],
)
def test_words_are_struck_and_no_longer_struck(chosen: range, is_struck: bool, after: str) -> None:
    edit = parse(TEXT)
    before = body(TEXT)
    text = struck(edit, bite_at(edit, 0), chosen, is_struck=is_struck)
    assert text == TEXT.replace(before, after)


@given(ANY_WORDS, st.data())
def test_strikes_come_and_go_without_a_trace(said: list[str], data: st.DataObject) -> None:
    edit = parse(bite_block(TAPE, SPAN, [word(text) for text in said]))
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(first, len(said) - 1))
    one = parse(struck(edit, 0, range(first, last + 1)))
    quotation = read_quotation(one.blocks[0].source)
    assert quotation
    assert [t.text for t in quotation.words] == said
    assert [t.kind is PartKind.STRUCK for t in quotation.words] == [first <= n <= last for n in range(len(said))]
    assert struck(one, 0, range(first, last + 1), is_struck=False) == source_of(edit)


def test_a_strike_over_two_paragraphs_is_two_strikes() -> None:
    edit = parse("> One two\n>\n> three four\n>\n> — A [T1](tape:T1#t=1,2)\n")
    text = struck(edit, 0, range(1, 3))
    assert text.startswith("> One ~~two~~\n>\n> ~~three~~ four\n")
    assert struck(parse(text), 0, range(4), is_struck=False) == source_of(edit)


@pytest.mark.parametrize(
    ("start", "end", "after"),
    [
        (1, 0, "harbour was quiet. ~~You know, I mean,~~ Nobody asked us … until [the] boats came."),
        (0, 1, "The harbour was quiet. ~~You know, I mean,~~ Nobody asked us … until [the] boats"),
        (0, 3, "The harbour was quiet. ~~You know, I mean,~~ Nobody asked us"),
        (6, 7, "~~I~~"),
        (6, 0, "~~I mean,~~ Nobody asked us … until [the] boats came."),
        (0, 7, "The harbour was quiet. ~~You know, I~~"),
    ],
)
def test_a_bite_is_trimmed_by_words(start: int, end: int, after: str) -> None:
    edit = parse(TEXT)
    text = trimmed(edit, bite_at(edit, 0), OTHER, drop_first=start, drop_last=end)
    assert text == TEXT.replace(body(TEXT), after).replace("t=10.000000,20.000000", "t=11.000000,19.000000")


def test_a_bite_grows_by_words() -> None:
    edit = parse(TEXT)
    text = trimmed(edit, bite_at(edit, 0), SPAN, add_before=words("And then 1998."), add_after=words("*home* at last"))
    assert body(text) == "And then 1998. " + body(TEXT) + r" \*home\* at last"
    text = trimmed(edit, bite_at(edit, 0), SPAN, add_before=words("1998. was"))
    assert body(text).startswith(r"1998\. was The")


def test_a_hand_wrapped_bite_is_trimmed_over_its_lines() -> None:
    edit = parse(TEXT)
    text = trimmed(edit, bite_at(edit, 1), OTHER, drop_first=3)
    assert "> hand-wrapped words.\n> — TOM" in text
    assert "Two lines" not in text


def test_nothing_is_not_a_bite() -> None:
    edit = parse(TEXT)
    with pytest.raises(UsageError, match="nothing would be left"):
        trimmed(edit, bite_at(edit, 0), SPAN, drop_first=7, drop_last=7)
    with pytest.raises(UsageError, match="words 1 to 14"):
        struck(edit, bite_at(edit, 0), range(13, 15))
    with pytest.raises(UsageError, match="no bite"):
        reanchored(edit, 0, SPAN)


@given(ANY_WORDS, st.data())
def test_a_dropped_word_leaves_the_others_as_they_were(said: list[str], data: st.DataObject) -> None:
    edit = parse(bite_block(TAPE, SPAN, [word(text) for text in said]))
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(0, len(said) - 1 - first))
    (bite,) = parse(trimmed(edit, 0, OTHER, drop_first=first, drop_last=last)).bites
    assert " ".join(p.text for p in bite.parts).split() == said[first : len(said) - last]


def test_a_bite_is_split_at_a_word() -> None:
    edit = parse(TEXT)
    text = split(edit, bite_at(edit, 0), 6, Interval(SPAN.start, Ticks(SPAN.start + 5)), OTHER)
    assert body(text, 0) == "The harbour was quiet. ~~You know,~~"
    assert body(text, 1) == "~~I mean,~~ Nobody asked us … until [the] boats came."
    one, two, _ = parse(text).bites
    assert (one.speaker, two.speaker) == ("MARIAN", "MARIAN")
    assert two.fragment == "t=11.000000,19.000000"
    text = split(edit, bite_at(edit, 0), 11, SPAN, OTHER)
    assert body(text, 0).endswith("asked us")
    assert body(text, 1) == "until [the] boats came."


@given(ANY_WORDS.filter(lambda said: len(said) > 1), st.data())
def test_the_words_of_both_halves_are_the_words_of_the_whole(said: list[str], data: st.DataObject) -> None:
    edit = parse(bite_block(TAPE, SPAN, [word(text) for text in said]))
    at = data.draw(st.integers(1, len(said) - 1))
    halves = parse(split(edit, 0, at, SPAN, OTHER)).bites
    assert [" ".join(p.text for p in bite.parts).split() for bite in halves] == [said[:at], said[at:]]


@pytest.mark.parametrize("at", [0, 14])
def test_a_split_at_an_end_is_refused(at: int) -> None:
    edit = parse(TEXT)
    with pytest.raises(UsageError, match="cannot be split"):
        split(edit, bite_at(edit, 0), at, SPAN, OTHER)
