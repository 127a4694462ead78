"""Any words can be written into a bite, shown by any viewer and read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tapewright.model import PartKind
from tapewright.story.inline import escape, guard_line_start, parts, plain_text, spoken_text, tokens

# Signs that Markdown or we give a meaning come up often, beside everything that a file can hold.
SIGNS = st.sampled_from([*"*_[]<>~|\\`#-+=.!&;:()…—\"'0123456789$%aé漢🎙", "...", "~~", "&amp;", "<!--", "-->", "1."])
ANY = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
WORDS = st.lists(
    st.lists(SIGNS | ANY, min_size=1, max_size=6).map("".join).filter(lambda text: text.split() == [text]),
    min_size=1,
    max_size=12,
)


def heard(text: str) -> list[str]:
    return [token.text for token in tokens(text) if token.kind is PartKind.HEARD]


@given(WORDS)
@example(["....", "wait...", "…", "[inaudible]", "**", "~~", "&amp;", "#", "1.", ">", "---", "<!--", "x", "-->"])
def test_any_words_are_read_back_as_they_were_written(words: list[str]) -> None:
    text = guard_line_start(" ".join(map(escape, words)))
    assert heard(text) == words
    assert all(token.kind is PartKind.HEARD for token in tokens(text))


@given(WORDS)
@example(["1."])
@example(["-", "a"])
@example(["#", "a"])
@example(["===", "~~~", "```"])
def test_any_viewer_shows_the_words_that_were_written(words: list[str]) -> None:
    text = guard_line_start(" ".join(map(escape, words)))
    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"> {text}\n")
    assert [token.type for token in shown[:3]] == ["blockquote_open", "paragraph_open", "inline"]
    content = "".join(child.content for child in shown[2].children or [] if child.type in ("text", "text_special"))
    assert content.split() == " ".join(words).replace("\0", "\ufffd").split()


@given(WORDS, st.data())
def test_struck_words_are_read_as_struck(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    written = [escape(word) for word in words]
    written[first] = "~~" + written[first]
    written[last] += "~~"
    read = tokens(" ".join(written))
    assert [token.text for token in read] == words
    assert [token.kind for token in read] == [
        PartKind.STRUCK if first <= place <= last else PartKind.HEARD for place in range(len(words))
    ]


@given(st.lists(SIGNS | ANY | st.just(" "), max_size=30).map("".join))
def test_tokens_of_any_text_stand_where_they_say_in_order(text: str) -> None:
    done = 0
    for token in tokens(text):
        assert done <= token.outer_start <= token.start < token.end <= token.outer_end <= len(text)
        assert not text[token.start].isspace()
        done = token.outer_end


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The *whole* **long** `day`", "The whole long day"),
        ("a [link](https://example.org) here", "a link here"),
        ("[T]he boats", "The boats"),
        ("they [the crews] came", "they came"),
        ("so ~~er~~ we came … late", "so we came … late"),
        ("so we came ... late", "so we came … late"),
        ("5 * 3 is snake_case", "5 * 3 is snake_case"),
        ("a <b>bold</b> <!-- not this --> claim", "a bold claim"),
        ("rope &amp; tar", "rope & tar"),
        ("an open [ bracket and ~~ tildes", "an open [ bracket and ~~ tildes"),
        (r"a \[sic\] and wait\...", "a [sic] and wait..."),
    ],
)
def test_signs_mean_what_the_design_says(text: str, read: str) -> None:
    assert spoken_text(text) == read


def test_a_screen_shows_our_own_words_in_brackets() -> None:
    assert plain_text("they [the crews] came") == "they [the crews] came"


def test_neighbours_of_one_kind_are_one_part() -> None:
    assert [(part.kind.value, part.text) for part in parts(tokens("a b ~~c d~~ … e [f] g"))] == [
        ("heard", "a b"),
        ("struck", "c d"),
        ("omission", "…"),
        ("heard", "e"),
        ("ours", "f"),
        ("heard", "g"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[" * 20_000 + "]" * 20_000,
        "<!--" * 20_000,
        "~~" * 50_000,
        "*" * 50_000,
        "&" * 50_000,
        "<a" * 50_000,
    ],
)
def test_hostile_signs_do_not_hang(text: str) -> None:
    assert re.sub(r"\W", "", plain_text(text)) in ("", "a" * 50_000)
