"""Search by sound: what was written down for a name that the recogniser did not know."""

from __future__ import annotations

import difflib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.search.alike import MOST_SOUNDS, SoundIndex, build
from tapewright.search.close import ClosePlace
from tapewright.testing.talk import invented_talk
from tapewright.words.normal import searched
from tapewright.words.sound import sound_key

EARNINGS = Path(__file__).parents[3] / "shared" / "data" / "texts" / "earnings21"
TALK = [
    ("A", "we made a bit da of eighty million before tax".split()),
    ("B", "she said that fairy man in the harper knew miss anderson".split()),
]


def index_of(talk: list[tuple[str, list[str]]]) -> SoundIndex:
    return SoundIndex(build((tape, ((word, place) for place, word in enumerate(words))) for tape, words in talk))


@pytest.fixture(scope="module")
def index() -> SoundIndex:
    invented = [(tape, [w for turn in turns for w in turn.text.split()]) for tape, turns in invented_talk(20_000)]
    return index_of([*invented, *TALK])


@pytest.mark.parametrize(
    ("wanted", "tape", "heard"),
    [
        ("ebitda", "A", "a bit da"),
        ("ferryman", "B", "fairy man"),
        ("the harbour", "B", "the harper"),
        ("henderson", "B", "anderson"),
        ("80 million", "A", "eighty million"),
    ],
)
def test_what_sounds_alike_is_found_across_the_ends_of_words(
    index: SoundIndex, wanted: str, tape: str, heard: str
) -> None:
    words = dict(TALK)[tape]
    found = [" ".join(words[p.start : p.end]) for p in index.find(wanted.split()) if p.tape == tape]
    assert heard in found


def test_the_same_sounds_come_first_whatever_their_spelling(index: SoundIndex) -> None:
    talk = [("X", "the night boat and the knight".split()), ("Y", "a nice kite".split())]
    found = index_of(talk).find(["nite"])
    assert found[:2] == [ClosePlace("X", 1, 2, 1.0, 0), ClosePlace("X", 5, 6, 1.0, 0)]
    assert all(place.score < 1 for place in found[2:])
    the = [place for place in index.find(["the"]) if place.score == 1]
    assert len(the) > 1000, "all places of a common word"


def test_a_search_by_sound_keeps_to_stretches(index: SoundIndex) -> None:
    assert index.find(["ferryman"], within={"B": [(0, 20)]})
    assert {place.tape for place in index.find(["ferryman"], within={"B": [(0, 20)]})} == {"B"}
    assert index.find(["boat"], within={"B": [(0, 20)], "gone": [(0, 1)]}, least_score=0.9) == []


def test_nothing_audible_leads_to_nothing(index: SoundIndex) -> None:
    assert index.find([]) == []
    assert index.find(["日本"]) == []
    assert index_of([]).find(["boat"]) == []
    with pytest.raises(UsageError):
        index.find(["harbour"] * MOST_SOUNDS)


def test_real_misrecognitions_are_found_at_least_half_as_often_again_as_by_keys() -> None:
    if not EARNINGS.is_dir():
        pytest.skip("needs ../shared/data/texts/earnings21: calls as people and as a recogniser wrote them down")
    heard, misheard = _misrecognitions(limit=4)
    index = index_of(heard)
    places = _places_by_key(heard)
    sample = random.Random(1).sample(misheard, 150)
    by_sound = by_key = 0
    for tape, wanted, start, end in sample:
        found = index.find(wanted, least_score=0.2)[:20]
        by_sound += any(p.tape == tape and p.start < end and start < p.end for p in found)
        same = places.get("".join(map(sound_key, wanted)), [])[:20]
        by_key += any(where == tape and first < end and start < last for where, first, last in same)
    assert by_sound >= 0.25 * len(sample)
    assert by_sound >= 1.5 * by_key


def _misrecognitions(*, limit: int) -> tuple[list[tuple[str, list[str]]], list[tuple[str, list[str], int, int]]]:
    """What a recogniser wrote for some calls, and where it wrote it for other words."""
    heard, misheard = [], []
    for path in sorted((EARNINGS / "output/rev/kaldi/ctm").glob("*.ctm"))[:limit]:
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        words = searched(line[4] for line in lines if len(line) > 4 and not line[4].startswith("<"))
        truth = (EARNINGS / f"transcripts/nlp_references/{path.stem}.nlp").read_text(encoding="utf-8").splitlines()[1:]
        said = searched(line.split("|")[0] for line in truth)
        heard.append((path.stem, words))
        for kind, a, b, c, d in difflib.SequenceMatcher(None, said, words, autojunk=False).get_opcodes():
            wanted = said[a:b]
            is_word = "inaudible" not in wanted and not any(map(str.isdigit, "".join(wanted)))
            if kind == "replace" and b - a <= 3 and d - c <= 4 and is_word and len("".join(wanted)) >= 4:
                misheard.append((path.stem, wanted, c, d))
    return heard, misheard


def _places_by_key(heard: list[tuple[str, list[str]]]) -> dict[str, list[tuple[str, int, int]]]:
    places: dict[str, list[tuple[str, int, int]]] = {}
    for tape, words in heard:
        keys = [sound_key(word) for word in words]
        for first in range(len(words)):
            for count in range(1, 5):
                places.setdefault("".join(keys[first : first + count]), []).append((tape, first, first + count))
    return places


WORD = st.text(alphabet="abdeinort1", min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(WORD, max_size=20), max_size=3), st.lists(WORD, max_size=4))
def test_any_talk_and_any_query_give_places_that_are_there(tapes: list[list[str]], query: list[str]) -> None:
    talk = [(f"T{number}", words) for number, words in enumerate(tapes)]
    lengths = {tape: len(words) for tape, words in talk}
    for place in index_of(talk).find(query):
        assert 0 <= place.start < place.end <= lengths[place.tape]
        assert 0 < place.score <= 1
