"""The query language: what a typed query means, and what is said about one that means nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.search.query import PASSAGE, Either, Phrase, Query, Together, Without, read_query
from tapewright.words.normal import parts

A, B, C = Phrase(("boats",)), Phrase(("ferry",)), Phrase(("tide",))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("boats", A),
        ("BOATS!", A),
        ("boats ferry", Together((A, B), PASSAGE)),
        ("boats AND ferry", Together((A, B), PASSAGE)),
        ("boats boats", A),
        ('"the boats came"', Phrase(("the", "boats", "came"))),
        ("“The boats came”", Phrase(("the", "boats", "came"))),
        ("«the boats»", Phrase(("the", "boats"))),
        ("well-known", Phrase(("well", "known"))),
        ("Café", Phrase(("cafe",))),
        ("don’t", Phrase(("don't",))),
        ("boat*", Phrase(("boat*",))),
        ('"the boa* came"', Phrase(("the", "boa*", "came"))),
        ("boats OR ferry", Either((A, B))),
        ("boats ferry OR tide", Either((Together((A, B)), C))),
        ("(boats OR ferry) tide", Together((Either((A, B)), C))),
        ("boats NOT ferry", Without(A, B)),
        ("boats AND NOT ferry", Without(A, B)),
        ("NOT ferry boats", Without(A, B)),
        ("boats -ferry", Without(A, B)),
        ("-ferry boats", Without(A, B)),
        ("boats NOT ferry NOT tide", Without(A, Either((B, C)))),
        ("boats NEAR ferry", Together((A, B), 10)),
        ("boats NEAR/5 ferry", Together((A, B), 5)),
        ("boats NEAR/5 ferry NEAR/2 tide", Together((Together((A, B), 5), C), 2)),
        ("boats NEAR/5 ferry tide", Together((Together((A, B), 5), C))),
        ("boats and ferry", Together((A, Phrase(("and",)), B))),
        ("ORANGE NOTHING", Together((Phrase(("orange",)), Phrase(("nothing",))))),
        ("boats — ferry", Together((A, B))),
        ("boats & ferry", Together((A, Phrase(("and",)), B))),
        ("((boats))", A),
        ("$5", Phrase(("$", "5"))),
        ("boats, ferry.", Together((A, B))),
    ],
)
def test_a_query_means(text: str, meaning: Query) -> None:
    assert read_query(text) == meaning


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('boats "the ferry', "character 7"),
        ("“boats", "character 1"),
        ("(boats", "character 1"),
        ("boats)", "character 6"),
        ("boats OR", "character 7"),
        ("OR boats", "character 1"),
        ("boats AND", "character 7"),
        ("AND boats", "character 1"),
        ("boats AND OR ferry", "character 7"),
        ("boats NEAR/3", "character 7"),
        ("NEAR boats", "character 1"),
        ("NOT", "character 1"),
        ("NOT boats", "character 1"),
        ("ferry OR NOT boats", "character 10"),
        ("()", "character 2"),
        ("bo*ts", "character 1"),
        ("tide *", "character 6"),
        ("tide b*", "character 6"),
        ("(" * 100 + "boats" + ")" * 100, "character 41"),
        ("", "no word"),
        (" — ", "no word"),
        ("boats " * 1000, "4000"),
    ],
)
def test_a_query_that_means_nothing_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_query(text)
    assert place in refusal.value.message


def words_of(query: Query) -> list[str]:
    if isinstance(query, Phrase):
        return list(query.words)
    if isinstance(query, Without):
        return words_of(query.wanted) + words_of(query.unwanted)
    return [word for part in query.parts for word in words_of(part)]


PIECES = st.sampled_from(
    ["boats", '"', "(", ")", "AND", "OR", "NOT", "NEAR/3", "NEAR", "har*", "*", "-", "'", "text:", "{", "^", "\0", "é"]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES).map("".join)))
@example('boats" OR word_search MATCH "x')
@example("boats); DROP TABLE turn; --")
@example("NEAR(boats ferry, 5)")
def test_any_text_is_a_query_of_normal_words_or_is_refused_in_words(text: str) -> None:
    try:
        query = read_query(text)
    except UsageError:
        return
    words = words_of(query)
    assert words
    for word in words:
        bare = word.removesuffix("*")
        assert bare
        assert '"' not in word
        assert parts(bare) == (bare,) or bare in "$€£¥%"
