"""What a person gets: a script that really leads from one text to the other, with the most words kept."""

from __future__ import annotations

import random
import time
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.words import difference
from tapewright.words.difference import align

few_words = st.lists(st.sampled_from("abcd"), max_size=9)
many_words = st.lists(st.sampled_from("abcdefgh"), max_size=60)


def applied(old: list[str], new: list[str]) -> list[str]:
    """What one gets by following the script, taking from ``new`` only what the script says is new."""
    result: list[str] = []
    for step in align(old, new):
        result += old[step.old.start : step.old.stop] if step.kind == "same" else new[step.new.start : step.new.stop]
    return result


def kept(old: list[str], new: list[str]) -> int:
    return sum(len(step.old) for step in align(old, new) if step.kind == "same")


def most_kept(old: list[str], new: list[str]) -> int:
    @cache
    def best(i: int, j: int) -> int:
        if i == len(old) or j == len(new):
            return 0
        return max(best(i + 1, j), best(i, j + 1), best(i + 1, j + 1) + 1 if old[i] == new[j] else 0)

    return best(0, 0)


@settings(deadline=None)
@given(many_words, many_words)
def test_following_the_script_gives_the_new_words(old: list[str], new: list[str]) -> None:
    assert applied(old, new) == new


@settings(deadline=None)
@given(many_words, many_words)
def test_the_steps_cover_both_sides_in_order_and_never_repeat_a_kind(old: list[str], new: list[str]) -> None:
    steps = align(old, new)
    assert [i for step in steps for i in step.old] == list(range(len(old)))
    assert [j for step in steps for j in step.new] == list(range(len(new)))
    for before, after in pairwise(steps):
        assert (before.kind == "same") != (after.kind == "same")
    for step in steps:
        assert step.old or step.new
        shape = {(True, True): ("same", "changed"), (True, False): ("gone",), (False, True): ("added",)}
        assert step.kind in shape[bool(step.old), bool(step.new)]


@settings(deadline=None)
@given(few_words, few_words)
def test_no_script_keeps_more_words(old: list[str], new: list[str]) -> None:
    assert kept(old, new) == most_kept(old, new)


@pytest.mark.parametrize("limits", [{"_FEW": 0}, {"_FEW": 0, "_KEPT_BITS": 4}, {"_FEW": 0, "_BLOCK": 3}])
def test_every_way_of_calculating_keeps_as_many_words(limits: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    for name, value in limits.items():
        monkeypatch.setattr(difference, name, value)
    for _ in range(300):
        old, new = (chance.choices("abcde", k=chance.randrange(13)) for _ in range(2))
        assert applied(old, new) == new
        assert kept(old, new) == most_kept(old, new)


@settings(deadline=None)
@given(many_words, many_words)
def test_the_same_words_give_the_same_script(old: list[str], new: list[str]) -> None:
    assert align(old, new) == align(list(old), list(new))


def test_equal_and_empty_texts_have_the_scripts_one_expects() -> None:
    assert align([], []) == []
    assert [step.kind for step in align(["a"], ["a"])] == ["same"]
    assert [step.kind for step in align(["a"], [])] == ["gone"]
    assert [step.kind for step in align([], ["a"])] == ["added"]
    assert [step.kind for step in align(["a"], ["b"])] == ["changed"]


def natural(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"w{int(chance.paretovariate(0.6))}" for _ in range(count)]


def test_a_few_corrections_in_a_long_tape_take_no_time() -> None:
    old = natural(20_000, 1)
    new, chance = list(old), random.Random(2)
    for _ in range(30):
        new[chance.randrange(len(new))] = "corrected"
    began = time.process_time()
    steps = align(old, new)
    assert time.process_time() - began < 0.1
    assert sum(len(step.old) for step in steps if step.kind == "same") >= 20_000 - 30


def test_unrelated_texts_stay_bounded() -> None:
    began = time.process_time()
    assert applied(natural(5_000, 1), natural(5_000, 2))
    assert applied([f"a{i}" for i in range(5_000)], [f"b{i}" for i in range(5_000)])
    assert time.process_time() - began < 2.0


def test_equal_words_stay_together_rather_than_with_a_twin_far_away() -> None:
    page = "and the boat and the harbour and the gulls and then the fog came in and the boat was late".split()
    excerpt = "and the boat was late".split()
    for steps in (align(page, excerpt), align(page * 20, [*page * 10, *excerpt])):
        assert [step.kind for step in steps][-2:] == ["gone", "same"] or steps[-1].kind == "same"
        assert len([step for step in steps if step.kind == "same"]) <= 2
    assert [step.kind for step in align(excerpt, page)] in (["added", "same"], ["same", "added"])
