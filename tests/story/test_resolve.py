"""A bite against its tape: what is played, what is lifted out, and what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Bite, Tape, TapeId, Word, WordTiming
from tapewright.story.alignment import lay_on
from tapewright.story.paper import parse
from tapewright.story.resolve import AIR, DifferenceKind, Resolved, resolve, unheard
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_milliseconds, from_seconds

TAPE = Tape(id=TapeId("T1"), title="", format=TimecodeFormat(frame_rate(25)), duration=from_seconds(600))
GAP_MS = 100


def spoken(text: str, *, start_ms: int = 1000, gap_ms: int = GAP_MS) -> list[Word]:
    """Words of 200 ms each, ``gap_ms`` apart."""
    return [
        Word(text=word, start=at, end=Ticks(at + from_milliseconds(200)))
        for number, word in enumerate(text.split())
        for at in [from_milliseconds(start_ms + number * (200 + gap_ms))]
    ]


def bite(text: str, start: str = "0.9", end: str = "60") -> Bite:
    (found,) = parse(f"> {text}\n>\n> — ANNA [T1](tape:T1#t={start},{end})\n").bites
    return found


def milliseconds(resolved: Resolved) -> list[tuple[float, float]]:
    per = from_milliseconds(1)
    return [(piece.start / per, piece.end / per) for piece in resolved.ranges]


def test_a_bite_that_reads_as_the_tape_is_its_span() -> None:
    resolved = resolve(bite("the boats, CAME “back”!"), TAPE, spoken("The boats came back."))
    assert milliseconds(resolved) == [(900, 60_000)]
    assert resolved.differences == ()
    assert [word.text for word in resolved.words] == ["The", "boats", "came", "back."]
    assert resolved.found == (0, 1, 2, 3)


def test_struck_words_are_lifted_out_between_their_neighbours() -> None:
    resolved = resolve(bite("The ~~er~~ boats came."), TAPE, spoken("The, er, boats came."))
    # "The" ends at 1200 and "boats" begins at 1600; "er" lies at 1300 to 1500.
    assert milliseconds(resolved) == [(900, 1240), (1560, 60_000)]
    assert [word.text for word in resolved.words] == ["The,", "boats", "came."]
    assert resolved.differences == ()


def test_a_narrow_gap_is_halved() -> None:
    resolved = resolve(bite("The ~~er~~ boats came."), TAPE, spoken("The er boats came.", gap_ms=20))
    assert milliseconds(resolved) == [(900, 1210), (1430, 60_000)]


def test_the_outer_ends_are_the_span_s_unless_the_outer_words_go() -> None:
    words = spoken("Well the boats came you know.")
    resolved = resolve(bite("~~Well~~ the boats came ~~you know.~~"), TAPE, words)
    assert milliseconds(resolved) == [(1260, 2140)]


def test_words_at_an_omission_are_left_out_and_others_are_named() -> None:
    words = spoken("The harbour was quiet, not even once, until the boats came back.")
    resolved = resolve(bite("The harbour was quiet … until the boats came."), TAPE, words)
    assert [word.text for word in resolved.words] == "The harbour was quiet, until the boats came back.".split()
    (difference,) = resolved.differences
    assert (difference.kind, difference.tape) == (DifferenceKind.NOT_IN_EDIT, "back.")


def test_the_omission_is_found_among_words_that_come_again() -> None:
    words = spoken("the boats the big ships the harbour the rain old the old harbour")
    resolved = resolve(bite("the boats … the harbour … the old harbour"), TAPE, words)
    assert resolved.differences == ()
    assert [word.text for word in resolved.words] == "the boats the harbour the old harbour".split()


def test_words_of_the_tape_that_the_text_hides_are_played_and_named() -> None:
    resolved = resolve(bite("I was there."), TAPE, spoken("I was not there."))
    assert len(resolved.ranges) == 1
    assert [(d.kind, d.edit, d.tape) for d in resolved.differences] == [(DifferenceKind.NOT_IN_EDIT, "", "not")]
    assert resolved.differences[0].place == Interval(from_milliseconds(1600), from_milliseconds(1800))


def test_changed_and_invented_words_are_named() -> None:
    resolved = resolve(bite("I never was right there."), TAPE, spoken("I was left there."))
    assert [(d.kind, d.edit, d.tape) for d in resolved.differences] == [
        (DifferenceKind.NOT_ON_TAPE, "never", ""),
        (DifferenceKind.CHANGED, "right", "left"),
    ]
    assert resolved.found == (0, None, 1, 2, 3)


def test_ours_is_nobody_s_word() -> None:
    resolved = resolve(bite("They [the crews] came [laughs]."), TAPE, spoken("They came."))
    assert resolved.differences == ()


def test_a_hyphen_is_no_difference() -> None:
    assert resolve(bite("a well known pier"), TAPE, spoken("a well-known pier")).differences == ()


def test_a_struck_word_that_reads_otherwise_now_is_still_lifted_and_named() -> None:
    resolved = resolve(bite("The ~~um~~ boats"), TAPE, spoken("The er boats"))
    assert [word.text for word in resolved.words] == ["The", "boats"]
    assert [d.kind for d in resolved.differences] == [DifferenceKind.CHANGED]


def test_signs_without_letters_go_with_the_words_around_them() -> None:
    resolved = resolve(bite("The ~~er um~~ boats"), TAPE, spoken("The er — um boats — came"))
    assert [word.text for word in resolved.words] == ["The", "boats", "—", "came"]
    assert [d.tape for d in resolved.differences] == ["came"]


def test_what_two_say_at_once_is_not_lifted_out_silently() -> None:
    long = Word(text="boats", start=from_seconds(1), end=from_seconds(3))
    under = Word(text="yeah", start=from_seconds("1.5"), end=from_seconds(2))
    last = Word(text="came", start=from_seconds("3.1"), end=from_seconds("3.4"))
    resolved = resolve(bite("boats came ~~yeah~~"), TAPE, [long, last, under])
    assert len(resolved.ranges) == 1
    assert [d.kind for d in resolved.differences] == [DifferenceKind.INSEPARABLE]
    assert under in resolved.words


def test_a_word_belongs_to_the_span_that_holds_its_middle() -> None:
    words = spoken("one two three")
    resolved = resolve(bite("two", "1.3", "1.65"), TAPE, words)
    assert [word.text for word in resolved.tape_words] == ["two"]
    assert milliseconds(resolved) == [(1300, 1650)]


def test_nothing_left_is_no_range() -> None:
    assert resolve(bite("~~The boats came.~~"), TAPE, spoken("The boats came.")).ranges == ()
    assert resolve(bite("x", "5", "5"), TAPE, []).ranges == ()


def test_cuts_that_rest_on_estimates_say_so() -> None:
    words = [Word(text=w.text, start=w.start, end=w.end, timing=WordTiming.ESTIMATED) for w in spoken("a b c")]
    assert resolve(bite("a ~~b~~ c"), TAPE, words).is_estimated
    assert not resolve(bite("a b c"), TAPE, words).is_estimated


def test_a_bite_without_a_transcript_is_its_span_if_nothing_is_to_be_lifted() -> None:
    whole = unheard(bite("a b [c]"), TAPE)
    assert whole
    assert milliseconds(whole) == [(900, 60_000)]
    assert unheard(bite("a ~~b~~"), TAPE) is None
    assert unheard(bite("a … b"), TAPE) is None


MARKED = st.lists(
    st.tuples(st.sampled_from(["heard", "struck", "left"]), st.sampled_from("abcde")), min_size=1, max_size=14
)


@given(MARKED, st.integers(0, 120))
def test_every_word_is_played_or_lifted_as_marked_and_no_cut_lies_inside_a_played_word(
    marked: list[tuple[str, str]], gap_ms: int
) -> None:
    text, last = [], ""
    for how, word in marked:
        if how == "left":
            text += ["…"] * (last != "left")
        else:
            text.append(f"~~{word}~~" if how == "struck" else word)
        last = how
    words = spoken(" ".join(word for _, word in marked), gap_ms=gap_ms)
    resolved = resolve(bite(" ".join(text)), TAPE, words)
    assert resolved.differences == ()
    assert sorted(word.text for word in resolved.words) == sorted(word for how, word in marked if how == "heard")
    for word in resolved.words:
        assert any(piece.covers(word.interval) for piece in resolved.ranges)
    for piece in resolved.ranges:
        for edge in (piece.start, piece.end):
            if edge not in (resolved.span.start, resolved.span.end):
                distances = [min(abs(edge - word.start), abs(edge - word.end)) for word in resolved.words]
                assert min(distances) <= AIR
    assert list(resolved.ranges) == sorted(resolved.ranges)


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.sets(st.integers(0, 9)))
def test_the_alignment_is_the_cheapest_there_is(tape: str, text: str, places: set[int]) -> None:
    omissions = frozenset(place for place in places if place <= len(text))

    def cheapest(i: int, j: int, known: dict[tuple[int, int], int]) -> int:
        if (i, j) not in known:
            options = []
            if i < len(tape):
                options.append(cheapest(i + 1, j, known) + (j not in omissions))
            if j < len(text):
                options.append(cheapest(i, j + 1, known) + 1)
            if i < len(tape) and j < len(text):
                options.append(cheapest(i + 1, j + 1, known) + (tape[i] != text[j]))
            known[i, j] = min(options, default=0)
        return known[i, j]

    alignment = lay_on(tape, text, omissions)
    assert [n for step in alignment.steps for n in step.old] == list(range(len(tape)))
    assert [n for step in alignment.steps for n in step.new] == list(range(len(text)))
    assert all(
        tape[o] == text[n] for s in alignment.steps if s.kind == "same" for o, n in zip(s.old, s.new, strict=True)
    )
    if omissions:
        cost = sum(
            max(len(step.old), len(step.new))
            for step in alignment.steps
            if step.kind != "same" and not (step.kind == "gone" and step.new.start in omissions)
        )
        assert cost == cheapest(0, 0, {})


@pytest.mark.parametrize("count", [3000])
def test_a_very_long_bite_is_resolved_in_time(count: int) -> None:
    said = [f"w{number % 97}" for number in range(count)]
    text = " … ".join(" ".join(said[start : start + 40]) for start in range(0, count, 50)) + " …"
    resolved = resolve(bite(text, "0", "2000"), TAPE, spoken(" ".join(said), gap_ms=10))
    assert resolved.differences == ()
    assert len(resolved.lifted) == count // 5
