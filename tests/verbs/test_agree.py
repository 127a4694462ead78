"""Agreement on a project: which tapes count, what is said where nothing can be, and how places are settled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Coding, DecisionKind, Span, TapeId
from tapewright.testing.harbour import harbour_project
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate
from tapewright.verbs import disagreements
from tapewright.verbs.agree import agreement, record
from tapewright.verbs.codebooks import add_code, new_codebook
from tapewright.verbs.codings import code_span, recode
from tapewright.verbs.comparing import SETTLED, LeftTape, mark_done
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.history import undo
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks


@dataclass
class Harbour:
    """A project of two tapes with the codes boats and fear."""

    project: Project
    boats: int
    fear: int

    def code(self, coder: str, code: int, first: int, behind: int, tape: str = "T001") -> Coding:
        """A coder puts a code on words of a tape by their numbers."""
        return code_span(self.project, self.span(first, behind, tape), code, coder=coder)

    def span(self, first: int, behind: int, tape: str = "T001") -> Span:
        """The place of some words."""
        words = talks(self.project)(TapeId(tape)).words
        return Span(TapeId(tape), Interval(words[first].start, Ticks(words[behind - 1].end)))

    def left(self, **only: object) -> list[disagreements.Disagreement]:
        """What is left to settle."""
        return list(disagreements.queue(self.project, **only).left)  # type: ignore[arg-type]


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Harbour]:
    with harbour_project(tmp_path / "harbour", TimecodeFormat(frame_rate("25"))) as made:
        new_codebook(made, "Harbour")
        boats, fear = add_code(made, "boats", codebook=1), add_code(made, "fear", codebook=1)
        yield Harbour(made, boats.id, fear.id)


def test_only_tapes_that_two_have_done_count_and_the_others_are_named(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 7)
    harbour.code("MB", harbour.boats, 0, 7)
    untouched = agreement(harbour.project).compared
    assert (untouched.left, untouched.untouched) == ((), 1)
    (left,) = agreement(harbour.project, tapes=["T002"]).compared.left
    assert left == LeftTape(TapeId("T002"), "nobody has done it", ())
    harbour.code("JL", harbour.boats, 0, 5, "T002")
    page = agreement(harbour.project)
    assert [one.tape.id for one in page.compared.tapes] == ["T001"]
    assert page.compared.left == (LeftTape(TapeId("T002"), "only JL has done it", ("JL",)),)
    assert page.overall is not None
    assert page.overall.kappa.value == 1

    mark_done(harbour.project, "T002", "MB")
    marked = agreement(harbour.project)
    assert [dict(one.done) for one in marked.compared.tapes][1] == {"JL": "has coded there", "MB": "marked it done"}
    assert marked.overall is not None
    assert marked.overall.kappa.value is not None
    assert marked.overall.kappa.value < 1
    mark_done(harbour.project, "T002", "MB", done=False)
    assert len(agreement(harbour.project).compared.tapes) == 1


def test_the_numbers_are_those_of_the_words_counted_by_hand(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 10)
    harbour.code("MB", harbour.boats, 5, 15)
    page = agreement(harbour.project)
    total = len(talks(harbour.project)(TapeId("T001")).words)
    both, one, other, none = 5, 5, 5, total - 15
    same, chance = (both + none) / total, (10 / total) ** 2 + ((total - 10) / total) ** 2
    (code,) = page.codes
    assert code.kappa.number == pytest.approx((same - chance) / (1 - chance), abs=1e-12)
    assert code.words == (10, 10)
    assert (code.kappa.of, one + other) == (total, 10)
    assert code.unitized.number is not None
    assert code.kappa.no_interval == "no interval: fewer than 10 turns"


def test_over_all_a_word_has_its_whole_set_of_codes(harbour: Harbour) -> None:
    for coder in ("JL", "MB"):
        harbour.code(coder, harbour.boats, 0, 10)
    harbour.code("JL", harbour.fear, 5, 10)
    page = agreement(harbour.project)
    assert page.overall is not None
    assert [one.kappa.number for one in page.codes] == [1, 0]
    assert 0 < (page.overall.kappa.number or 0) < 1


def test_one_coder_no_variation_and_no_tape_are_said_in_words(harbour: Harbour) -> None:
    assert record(agreement(harbour.project))["overall"] is None
    harbour.code("JL", harbour.boats, 0, 5)
    assert agreement(harbour.project).why == "agreement needs two coders who have done the same tape"
    last = len(talks(harbour.project)(TapeId("T001")).words)
    harbour.code("MB", harbour.boats, 0, last)
    harbour.code("JL", harbour.boats, 0, last)
    (code,) = agreement(harbour.project).codes
    assert code.kappa.value is None
    assert "no variation" in code.kappa.why
    with pytest.raises(NotFoundError, match="nobody called 'XX' has coded here"):
        agreement(harbour.project, coders=["XX", "JL"])


def test_three_coders_have_alpha_and_kappa_by_pairs(harbour: Harbour) -> None:
    for coder, behind in (("AK", 8), ("JL", 10), ("MB", 12)):
        harbour.code(coder, harbour.boats, 0, behind)
    page = agreement(harbour.project)
    assert page.overall is not None
    assert page.overall.kappa.why == "given for two coders only"
    assert page.overall.alpha.number is not None
    assert [pair.coders for pair in page.pairs] == [("AK", "JL"), ("AK", "MB"), ("JL", "MB")]
    assert all(pair.kappa.number is not None for pair in page.pairs)


def test_a_coder_who_has_done_no_tape_that_counts_keeps_nobody_from_their_kappa(harbour: Harbour) -> None:
    for coder, behind in (("JL", 10), ("MB", 12)):
        harbour.code(coder, harbour.boats, 0, behind)
    harbour.code("AK", harbour.boats, 0, 3, "T002")
    page = agreement(harbour.project)
    assert page.compared.coders == ("JL", "MB")
    assert page.overall is not None
    assert page.overall.kappa.number is not None
    assert page.compared.left == (LeftTape(TapeId("T002"), "only AK has done it", ("AK",)),)


def test_a_mark_is_taken_back_only_where_there_is_one_and_nothing_is_marked_twice(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 7)
    before = harbour.project.store.last_transaction()
    with pytest.raises(UsageError, match="T001 bears no mark of JL, and counts because they have coded on it"):
        mark_done(harbour.project, "T001", "JL", done=False)
    with pytest.raises(UsageError, match=r"T002 bears no mark of JL$"):
        mark_done(harbour.project, "T002", "JL", done=False)
    assert harbour.project.store.last_transaction() == before
    marked = mark_done(harbour.project, "T002", "JL")
    once = harbour.project.store.last_transaction()
    assert mark_done(harbour.project, "T002", "JL") == marked
    assert harbour.project.store.last_transaction() == once


def test_what_somebody_has_who_found_nothing_is_taken_too(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 7)
    mark_done(harbour.project, "T001", "MB")
    (place,) = harbour.left()
    assert place.without == ("MB",)
    assert disagreements.settle(harbour.project, place.key, take="MB").answer == "nothing"
    assert harbour.left() == []


def test_a_name_that_nobody_had_is_said_when_it_marks_a_tape(
    harbour: Harbour, capsys: pytest.CaptureFixture[str]
) -> None:
    harbour.code("Marta Bauer", harbour.boats, 0, 7)
    root = str(harbour.project.root)
    assert run(app, ["agree", "done", "T002", "--coder", "Marta Baur", "--project", root]) == 0
    assert "Marta Baur is new here; is it Marta Bauer? --not takes it back" in capsys.readouterr().err
    assert run(app, ["agree", "done", "T002", "--coder", "Marta Bauer", "--project", root]) == 0
    assert capsys.readouterr().err == ""


def test_places_are_settled_as_one_coder_has_them_and_undo_takes_it_back(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 7)
    harbour.code("MB", harbour.fear, 1, 7)
    harbour.code("JL", harbour.boats, 20, 25)
    first, second = harbour.left()
    assert (first.kind, first.without) == ("different codes", ())
    assert (second.kind, second.without) == ("only some coded it", ("MB",))

    made = disagreements.settle(harbour.project, first.key, take="MB", note="heard again", who="JL")
    (settled,) = harbour.project.store.codings(coder=SETTLED)
    assert (settled.code, settled.quote.span, settled.note) == (harbour.fear, harbour.span(1, 7), "heard again")
    assert (made.kind, made.answer, made.who) == (DecisionKind.DISAGREEMENT, "as MB", "JL")
    assert harbour.left() == [second], "what is settled is not offered again, and settled is no coder to compare"
    with pytest.raises(ConflictError, match="decided already"):
        disagreements.settle(harbour.project, first.key, nothing=True)

    undo(harbour.project)
    assert harbour.project.store.codings(coder=SETTLED) == []
    assert harbour.left() == [first, second]


def test_a_place_may_be_settled_otherwise_or_with_nothing(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 7)
    harbour.code("MB", harbour.boats, 30, 33)
    first, second = harbour.left()
    disagreements.settle(harbour.project, first.key, codings=[(harbour.fear, harbour.span(2, 6))])
    nothing = disagreements.settle(harbour.project, second.key, take="JL")
    assert nothing.answer == "nothing"
    assert [one.code for one in harbour.project.store.codings(coder=SETTLED)] == [harbour.fear]
    assert disagreements.queue(harbour.project).decided == 2


def test_a_place_whose_coding_was_changed_is_another_place(harbour: Harbour) -> None:
    coding = harbour.code("JL", harbour.boats, 0, 7)
    harbour.code("MB", harbour.fear, 30, 33)
    key = harbour.left()[0].key
    disagreements.settle(harbour.project, key, nothing=True)
    recode(harbour.project, coding.id, span=harbour.span(0, 12))
    assert key not in [one.key for one in harbour.left()]
    assert len(harbour.left()) == 2
    with pytest.raises(ConflictError, match="was changed since"):
        disagreements.settle(harbour.project, key, nothing=True)


@pytest.mark.parametrize("key", ["", "K1", "K1.0+", "K1.0;drop", "K٣.0", "K999.0", "K1.0" + "+K1.0" * 3000, "\x00"])
def test_a_key_that_is_none_is_refused(harbour: Harbour, key: str) -> None:
    with pytest.raises((UsageError, NotFoundError)):
        disagreements.settle(harbour.project, key, nothing=True)


def test_it_must_be_said_how_a_place_is_settled(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 7)
    mark_done(harbour.project, "T001", "MB")
    (place,) = harbour.left()
    for wrong in ({}, {"take": "JL", "nothing": True}, {"take": "XX"}, {"nothing": True, "note": "x" * 5000}):
        with pytest.raises(UsageError):
            disagreements.settle(harbour.project, place.key, **wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="0 to 1000"):
        harbour.left(edge_words=-1)


def test_a_correction_of_the_words_moves_no_coding_and_changes_the_count(harbour: Harbour) -> None:
    harbour.code("JL", harbour.boats, 0, 7)
    harbour.code("MB", harbour.boats, 0, 7)
    before = agreement(harbour.project)
    (turn, *_rest) = harbour.project.store.transcript(TapeId("T001")).turns  # type: ignore[union-attr]
    correct_turn(harbour.project, turn.id, turn.revision, "Did you see the ferry boats that very night?")
    after = agreement(harbour.project)
    assert after.overall is not None
    assert before.overall is not None
    assert after.overall.kappa.value == before.overall.kappa.value == 1
    assert after.overall.words[0] > before.overall.words[0]


def test_the_commands_say_it_and_exit_1_while_something_is_left(
    harbour: Harbour, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(harbour.project.root)
    harbour.code("JL", harbour.boats, 0, 7)
    harbour.code("MB", harbour.boats, 1, 7)
    harbour.code("MB", harbour.fear, 30, 33)
    assert run(app, ["agree", "show", "--project", root]) == 0
    said = capsys.readouterr().out
    assert "over all" in said
    assert "JL and MB; 1 tape; words\n" in said  # too few turns for an interval: none is said to have been reckoned
    assert run(app, ["agree", "show", "--project", root, "--code", "boats", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["code_name"] for one in told["codes"]] == ["boats"]
    assert run(app, ["agree", "queue", "--project", root, "--json"]) == 1
    (place,) = json.loads(capsys.readouterr().out)["disagreements"]
    assert (place["kind"], place["without"]) == ("only some coded it", ["JL"])
    assert run(app, ["agree", "settle", place["key"], "--nothing", "--project", root]) == 0
    assert run(app, ["agree", "queue", "--project", root]) == 0
    assert "0 places to settle, 1 decided" in capsys.readouterr().out
    assert run(app, ["agree", "done", "T002", "--coder", "JL", "--project", root]) == 0
    assert CliRunner().invoke(app, ["agree", "--help"]).exit_code == 0
