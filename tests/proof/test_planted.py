"""What is planted into quotations for the benchmark of proof is what it says; a misheard tape is misheard so much."""

from __future__ import annotations

import difflib
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "bench"))

# The benchmarks are scripts beside the package: their folder must be on the path first.
from mishearing import Channel, Habits, earnings_pairs, learn, lexicon_of  # noqa: E402
from passages import Quotable, seconds_between, sentences_of  # noqa: E402
from planted import HONEST, Kind, Planted, plant  # noqa: E402
from planted_words import is_negation  # noqa: E402
from proof_material import TEXTS, Heard, RealTape, Said, half_of, load, tape_of  # noqa: E402
from proof_scoring import wilson  # noqa: E402
from tapewright.words.difference import align  # noqa: E402
from tapewright.words.normal import key, spoken  # noqa: E402

COUNT = 12
WORDS = 8_000

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"no real talk under {TEXTS}")


@pytest.fixture(scope="module")
def tapes() -> list[RealTape]:
    return load(half="tune", most=WORDS)


@pytest.fixture(scope="module")
def quotable(tapes: list[RealTape]) -> Quotable:
    return Quotable(tapes)


@pytest.fixture(scope="module")
def elsewhere() -> Quotable:
    return Quotable(load(half="report", most=WORDS // 4))


@pytest.fixture(scope="module")
def planted(quotable: Quotable, elsewhere: Quotable) -> Callable[[Kind], list[tuple[str, Planted]]]:
    """Quotations of a kind, each beside the words that it was taken from."""
    texts = {tape.id: tape.texts for tape in quotable.tapes}

    def quotations(kind: Kind) -> list[tuple[str, Planted]]:
        made = plant(kind, COUNT, quotable, elsewhere)
        assert len(made) >= COUNT // 2
        return [(" ".join(" ".join(texts[t][a:b]) for t, a, b in one.places), one) for one in made]

    return quotations


Quotations = Callable[[Kind], list[tuple[str, Planted]]]


def _words(text: str) -> list[str]:
    return [word.text for word in spoken(text.split())]


def _changed(was: str, now: str) -> list[tuple[list[str], list[str]]]:
    """The stretches that differ, on both sides."""
    old, new = was.split(), now.split()
    return [
        (old[step.old.start : step.old.stop], new[step.new.start : step.new.stop])
        for step in align(old, new)
        if step.kind != "same"
    ]


def _denials(text: str) -> int:
    return sum(map(is_negation, text.split()))


def test_the_same_seed_plants_the_same(quotable: Quotable, elsewhere: Quotable) -> None:
    for kind in (Kind.NEGATION_DROPPED, Kind.APART, Kind.NEVER_SAID):
        assert plant(kind, 5, quotable, elsewhere, seed=3) == plant(kind, 5, quotable, elsewhere, seed=3)
        assert plant(kind, 5, quotable, elsewhere, seed=3) != plant(kind, 5, quotable, elsewhere, seed=4)


def test_the_halves_share_no_tape(tapes: list[RealTape], elsewhere: Quotable) -> None:
    assert not {tape.id for tape in tapes} & {tape.id for tape in elsewhere.tapes}
    halves = Counter(half_of(f"T{number:03d}") for number in range(400))
    assert min(halves["tune"], halves["report"]) > 150


def test_no_two_tapes_have_one_name(tapes: list[RealTape], elsewhere: Quotable) -> None:
    names = [tape.id for tape in (*tapes, *elsewhere.tapes)]
    assert len(names) == len(set(names))


def test_words_take_time_and_follow_each_other(tapes: list[RealTape], elsewhere: Quotable) -> None:
    for tape in (*tapes, *elsewhere.tapes):
        words = tape.talk.words
        assert sum(word.end > word.start for word in words) > 0.99 * len(words), tape.id
        assert sum(b.start >= a.start for a, b in pairwise(words)) == len(words) - 1, tape.id


def test_untouched_is_word_for_word(planted: Quotations) -> None:
    assert all(one.text == was for was, one in planted(Kind.UNTOUCHED))


def test_typography_changes_no_word(planted: Quotations) -> None:
    for was, one in planted(Kind.TYPOGRAPHY):
        assert one.text != was
        assert _words(one.text) == _words(was)


def test_respelling_changes_one_number_or_contraction(planted: Quotations) -> None:
    for was, one in planted(Kind.RESPELT):
        ((old, new),) = _changed(was, one.text)
        assert 1 <= len(old) <= 2
        assert any("'" in word or "’" in word for word in (*old, *new)) or any(c.isdigit() for c in "".join(old + new))


def test_without_fillers_nothing_is_added(planted: Quotations) -> None:
    for was, one in planted(Kind.FILLERS):
        old, new = Counter(_words(was)), Counter(_words(one.text))
        assert not new - old
        gone = set((old - new).elements())
        is_hesitation = gone & set("um uh er ah umm ummm know mean mm hmm uhm".split())
        is_broken = bool(re.search(r"\w-,? ", was))
        assert is_hesitation or is_broken or all(old[word] > 1 for word in gone)


def test_a_marked_omission_leaves_two_stretches_of_the_tape(planted: Quotations) -> None:
    for was, one in planted(Kind.MARKED):
        before, after = one.text.split(" … ")
        assert was.startswith(before)
        assert was.endswith(after)
        assert len(before.split()) + len(after.split()) < len(was.split())


def test_a_dropped_negation_is_a_negation_word_less(planted: Quotations) -> None:
    for was, one in planted(Kind.NEGATION_DROPPED):
        assert _denials(one.text) == _denials(was) - 1


def test_an_added_negation_is_a_negation_word_more(planted: Quotations) -> None:
    for was, one in planted(Kind.NEGATION_ADDED):
        assert _denials(was) == 0
        assert _denials(one.text) == 1


def test_a_dropped_hedge_or_condition_only_takes_away(planted: Quotations) -> None:
    for kind in (Kind.HEDGE_DROPPED, Kind.CONDITION_DROPPED, Kind.UNMARKED, Kind.ENDED_EARLY):
        for was, one in planted(kind):
            assert not Counter(_words(one.text)) - Counter(_words(was))
            assert len(_words(one.text)) < len(_words(was))


def test_quantity_name_word_and_subject_change_one_word(planted: Quotations) -> None:
    for kind in (Kind.QUANTITY, Kind.NAME, Kind.WORD, Kind.SUBJECT):
        for was, one in planted(kind):
            ((old, new),) = _changed(was, one.text)
            assert len(old) == len(new) == 1
            assert key(old[0]) != key(new[0])
            if kind is Kind.NAME:
                assert old[0][0].isupper()
                assert new[0][0].isupper()


def test_reordering_keeps_every_word(planted: Quotations) -> None:
    for was, one in planted(Kind.REORDERED):
        assert one.text == was
        assert [first for _, first, _ in one.places] != sorted(first for _, first, _ in one.places)


def test_recombined_pieces_lie_minutes_or_tapes_apart(planted: Quotations, quotable: Quotable) -> None:
    tapes = {tape.id: tape for tape in quotable.tapes}
    for _, one in planted(Kind.APART):
        (tape, first, _), (other, second, _) = one.places
        assert tape == other
        assert abs(seconds_between(tapes[tape], first, second)) >= 300
    assert all(one.places[0][0] != one.places[1][0] for _, one in planted(Kind.TAPES))


def test_misattributed_names_another_speaker_of_the_tape(planted: Quotations, quotable: Quotable) -> None:
    tapes = {tape.id: tape for tape in quotable.tapes}
    for _, one in planted(Kind.MISATTRIBUTED):
        tape, first, _ = one.places[0]
        assert one.attributed_to != tapes[tape].name_of(first)
        assert one.attributed_to in tapes[tape].names.values()


def test_a_swapped_question_was_asked_before_another_answer(planted: Quotations, quotable: Quotable) -> None:
    tapes = {tape.id: tape for tape in quotable.tapes}
    for _, one in planted(Kind.QUESTION):
        (tape, _, end), (_, first, _) = one.places
        assert one.question.endswith("?")
        assert first != end
        assert tapes[tape].name_of(end - 1) != tapes[tape].name_of(first)


def test_what_was_never_said_was_not_said(planted: Quotations, quotable: Quotable) -> None:
    said = [" ".join(_words(" ".join(tape.texts))) for tape in quotable.tapes]
    for kind in (Kind.NEVER_SAID, Kind.SHUFFLED, Kind.REPLACED):
        for _, one in planted(kind):
            words = _words(one.text)
            rows = [" ".join(words[at : at + 6]) for at in range(len(words) - 5)]
            assert not [row for row in rows if any(row in text for text in said)]


def test_every_kind_says_what_is_right(planted: Quotations) -> None:
    for kind in Kind:
        for _, one in planted(kind):
            assert one.verdicts
            assert not (one.is_honest and one.flags)
            assert one.is_honest == (kind in HONEST)


def test_sentences_cover_a_tape_and_know_abbreviations() -> None:
    text = "Mr. Hale came on Jan 3. at ten. Did he? Yes."
    tape = tape_of("invented", "T1", [Said("A", [Heard(token) for token in text.split()]), Said("B", [Heard("Good.")])])
    found = [" ".join(tape.texts[s.first : s.end]) for s in sentences_of(tape)]
    assert " ".join(found) == f"{text} Good."
    assert found[0] == "Mr. Hale came on Jan 3."
    assert found[-3:] == ["Did he?", "Yes.", "Good."]


@pytest.fixture(scope="module")
def habits() -> Habits:
    return learn(earnings_pairs())


@pytest.mark.parametrize("rate", [0.05, 0.2])
def test_a_tape_is_misheard_as_often_as_asked_for(tapes: list[RealTape], habits: Habits, rate: float) -> None:
    some = tapes[::3]
    channel = Channel(habits, lexicon_of(some), rate)
    wrong = said = 0
    for tape in some:
        old, new = [w.text for w in tape.talk.normal], [w.text for w in channel.hear(tape).talk.normal]
        matched = sum(b.size for b in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
        wrong += max(len(old), len(new)) - matched
        said += len(old)
    assert rate * 0.8 < wrong / said < rate * 1.25


def test_mishearing_keeps_times_and_tells_doubt(tapes: list[RealTape], habits: Habits) -> None:
    tape = max(tapes, key=lambda tape: len(tape.texts))
    channel = Channel(habits, lexicon_of([tape]), 0.1)
    heard = channel.hear(tape)
    assert heard.talk.turns == channel.hear(tape).talk.turns
    said = {(word.start, word.text.strip(".,?").casefold()) for word in tape.talk.words}
    right, wrong = [], []
    for word in heard.talk.words:
        assert word.confidence is not None
        (right if (word.start, word.text.strip(".,?").casefold()) in said else wrong).append(word.confidence)
    assert sum(right) / len(right) > sum(wrong) / len(wrong) + 20
    assert sum(value >= 250 for value in wrong) > len(wrong) / 10  # sure, and wrong: as real recognisers are
    assert Channel(habits, lexicon_of([tape]), 0.0).hear(tape) is tape


def test_the_interval_of_a_share_holds_the_share() -> None:
    chance = random.Random(1)
    for _ in range(50):
        of = chance.randint(1, 400)
        found = chance.randint(0, of)
        least, most = wilson(found, of)
        assert 0 <= least <= found / of + 1e-9
        assert found / of - 1e-9 <= most <= 1
