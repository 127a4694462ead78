"""What the narration states, what it rests on, and whether that still holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli import claims as door
from tapewright.cli.door import run
from tapewright.errors import NotFoundError, UsageError
from tapewright.model import ClaimStatus
from tapewright.testing.material import TAPE, filled, some_words
from tapewright.verbs.claimcheck import ClaimTrouble, check_claims, offers
from tapewright.verbs.claims import (
    add_claim,
    add_claims,
    add_source,
    claims,
    edit_claim,
    move_claims,
    remove_claim,
    remove_source,
    requote,
    set_status,
)
from tapewright.verbs.project import Project, new_project

NARRATION = """\
# The gap

The harbour was closed for nine years. It was pretty there.

CARD: Elbridge, 1984

> the harbour was quiet
>
> — MARIAN [T001](tape:T001#t=0.000000,4.000000)

Nobody asked Tom Booth, because nobody knew him. <!-- check this -->
The boats came back.
"""

CLOSED = "The harbour was closed for nine years."


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "series") as made:
        filled(made.store)
        (made.edits / "gap.md").write_text(NARRATION, encoding="utf-8")
        yield made


def troubles(project: Project, edit: str | None = None) -> list[tuple[int, str, bool]]:
    return [(one.claim.id, one.trouble.value, one.is_open) for one in check_claims(project, edit=edit).findings]


# --- making and changing --------------------------------------------------------------------------------------------


def test_a_claim_is_open_until_it_has_a_source(project: Project) -> None:
    claim = add_claim(project, f"  {CLOSED} ", edit="gap", note="ask Tom", who="JL")
    assert (claim.text, claim.status, claim.edit, claim.note) == (CLOSED, ClaimStatus.OPEN, "gap", "ask Tom")
    claim = add_source(project, claim.id, span="T001@0,4", note="in passing")
    assert claim.status is ClaimStatus.SOURCED
    assert claim.sources[0].quote is not None
    assert claim.sources[0].quote.text == "the harbour was quiet"
    claim = add_source(project, claim.id, document="Harbour board, report 1984, p. 12")
    assert len(claim.sources) == 2
    claim = set_status(project, claim.id, ClaimStatus.VERIFIED, who="FC")
    assert project.store.history()[-1].who == "FC"
    claim = remove_source(project, remove_source(project, claim.id, 1).id, 1)
    assert claim.status is ClaimStatus.VERIFIED  # a person said so; the check says that it has no source
    assert troubles(project) == [(1, "no_source", True)]
    for _ in range(6):
        project.store.undo()
    assert claims(project) == []


def test_a_sourced_claim_that_loses_its_last_source_is_open_again(project: Project) -> None:
    claim = add_source(project, add_claim(project, "Nobody asked.").id, document="a letter")
    assert remove_source(project, claim.id, 1).status is ClaimStatus.OPEN


def test_a_verified_claim_that_is_worded_anew_is_verified_anew(project: Project) -> None:
    claim = add_source(project, add_claim(project, "Nobody asked.").id, document="a letter")
    set_status(project, claim.id, ClaimStatus.VERIFIED)
    assert edit_claim(project, claim.id, note="seen").status is ClaimStatus.VERIFIED
    assert edit_claim(project, claim.id, text="Nobody ever asked.").status is ClaimStatus.SOURCED
    assert edit_claim(project, claim.id, edit="gap").edit == "gap"
    assert edit_claim(project, claim.id, edit="").edit == ""


def test_what_is_asked_wrongly_is_refused_and_changes_nothing(project: Project) -> None:
    claim = add_claim(project, "Nobody asked.")
    before = len(project.store.history())
    for refused in (
        lambda: add_claim(project, " "),
        lambda: add_claim(project, "x" * 5000),
        lambda: add_claim(project, "x", edit="nowhere"),
        lambda: add_source(project, claim.id),
        lambda: add_source(project, claim.id, span="T001@0,4", document="both"),
        lambda: add_source(project, claim.id, span="T009@0,4"),
        lambda: add_source(project, 99, document="a letter"),
        lambda: remove_source(project, claim.id, 1),
        lambda: requote(project, claim.id, 1),
        lambda: set_status(project, claim.id, ClaimStatus.VERIFIED),
        lambda: edit_claim(project, claim.id),
        lambda: remove_claim(project, 99),
        lambda: move_claims(project, "nowhere", "gap"),
    ):
        with pytest.raises(UsageError):
            refused()
    assert len(project.store.history()) == before
    add_source(project, claim.id, document="a letter")
    with pytest.raises(UsageError, match="already"):
        add_source(project, claim.id, document="a letter")


def test_claims_are_listed_by_edit_and_by_status(project: Project) -> None:
    first, second = add_claim(project, CLOSED, edit="gap"), add_claim(project, "Nobody asked.")
    second = set_status(project, second.id, ClaimStatus.DISPUTED)
    assert claims(project) == [first, second]
    assert claims(project, edit="gap") == claims(project, edit=project.edits / "gap.md") == [first]
    assert claims(project, status=ClaimStatus.DISPUTED) == [second]
    with pytest.raises(NotFoundError):
        claims(project, edit="nowhere")


# --- the check ------------------------------------------------------------------------------------------------------


def test_the_check_names_what_is_open(project: Project) -> None:
    add_claim(project, CLOSED, edit="gap")
    one = add_source(project, add_claim(project, "The boats came back.", edit="gap").id, document="a letter")
    gone = add_claim(project, "The harbour was closed for ten years.", edit="gap")
    gone = add_source(project, add_source(project, gone.id, document="one").id, document="two")
    disputed = set_status(project, gone.id, ClaimStatus.DISPUTED, note="Tom says eight")
    assert troubles(project) == [
        (1, "no_source", True),
        (one.id, "one_source", True),
        (disputed.id, "disputed", True),
        (disputed.id, "not_in_edit", True),
    ]
    assert not check_claims(project).is_clean


def test_a_verified_claim_with_one_source_is_listed_and_not_open(project: Project) -> None:
    claim = add_source(project, add_claim(project, CLOSED, edit="gap").id, document="a letter")
    set_status(project, claim.id, ClaimStatus.VERIFIED)
    assert troubles(project) == [(claim.id, "one_source", False)]
    assert check_claims(project).is_clean


def test_a_source_that_reads_otherwise_is_shown_with_the_words_then_and_now(project: Project) -> None:
    claim = add_source(project, add_claim(project, CLOSED, edit="gap").id, span="T001@0,4")
    claim = add_source(project, claim.id, document="a letter")
    (turn,) = project.store.turns_in(TAPE, claim.sources[0].quote.span.interval)  # type: ignore[union-attr]
    with project.store.change("typography alone") as pen:
        (turn,) = pen.replace_turns([turn], [replace(turn, words=some_words("The harbour was “quiet”."))])
    assert troubles(project) == []
    with project.store.change("correct") as pen:
        pen.replace_turns([turn], [replace(turn, words=some_words("the harbour was never quite"))])
    (finding,) = check_claims(project).findings
    assert (finding.trouble, finding.source, finding.now) == (ClaimTrouble.READS_OTHERWISE, 1, "the harbour was never")
    assert [(change.then, change.now) for change in finding.changes] == [("quiet", "never")]
    assert requote(project, claim.id, 1).sources[0].quote.text == "the harbour was never"  # type: ignore[union-attr]
    assert check_claims(project).is_clean


def test_what_was_dropped_asks_for_nothing_unless_it_still_stands(project: Project) -> None:
    for text in (CLOSED, "It was closed for ten years."):
        set_status(project, add_claim(project, text, edit="gap").id, ClaimStatus.DROPPED)
    assert troubles(project) == [(1, "dropped_stands", True)]


def test_claims_follow_an_edit_that_was_renamed(project: Project) -> None:
    claim = add_claim(project, CLOSED, edit="gap")
    claim = add_source(project, add_source(project, claim.id, document="one").id, document="two")
    (project.edits / "gap.md").rename(project.edits / "nine years.md")
    assert troubles(project) == troubles(project, "nine years") == [(claim.id, "moved", False)]
    assert check_claims(project).is_clean
    assert CLOSED not in [offer.text for offer in offers(project, "nine years")]
    (moved,) = move_claims(project, "gap", "nine years")
    assert (moved.edit, moved.sources) == ("nine years", claim.sources)
    assert troubles(project) == []
    (project.edits / "nine years.md").unlink()
    assert troubles(project) == [(claim.id, "edit_gone", True)]


def test_a_project_without_claims_is_clean(project: Project) -> None:
    assert check_claims(project).is_clean


# --- what has no claim yet ------------------------------------------------------------------------------------------


def test_what_may_need_a_source_is_offered_weightiest_first_and_never_added(project: Project) -> None:
    found = offers(project, "gap")
    assert [(offer.text, [signal.value for signal in offer.signals]) for offer in found] == [
        ("Nobody asked Tom Booth, because nobody knew him.", ["name", "superlative", "cause"]),
        (CLOSED, ["number", "date"]),
        ("Elbridge, 1984", ["number"]),
        ("It was pretty there.", []),
        ("The boats came back.", []),
    ]
    assert [offer.number for offer in found] == [1, 2, 3, 4, 5]
    assert found[1].line == 3
    assert claims(project) == []


def test_what_has_a_claim_is_not_offered_again(project: Project) -> None:
    add_claims(project, [offer.text for offer in offers(project, "gap")][:2], edit="gap")
    add_claim(project, "the boats came back")
    assert [offer.text for offer in offers(project, "gap")] == ["Elbridge, 1984", "It was pretty there."]
    assert len(project.store.history()) == 4  # two were added at once


# --- the command line -----------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], project: Project, *arguments: str, status: int = 0) -> str:
    assert run(app, ["claims", *arguments, "--project", str(project.root)]) == status
    return capsys.readouterr().out


def test_the_commands_do_what_the_verbs_do(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no claims yet" in told(capsys, project, "list")
    assert told(capsys, project, "check") == "0 of 0 claims open\n"
    assert "open      The harbour was closed" in told(capsys, project, "add", CLOSED, "--edit", "gap")
    assert "no source" in told(capsys, project, "check", status=1)
    text = told(capsys, project, "source", "1", "--span", "T001@0,4", "--note", "in passing")
    assert "1. T001@0.000000,4.000000  00:00:00:00  the harbour was quiet  (in passing)" in text
    told(capsys, project, "source", "1", "--document", "Harbour board, 1984")
    assert told(capsys, project, "check", "gap") == "0 of 1 claim open\n"
    assert "disputed" in told(capsys, project, "status", "1", "disputed", "--note", "Tom says eight")
    assert "Tom says eight" in told(capsys, project, "check", status=1)
    told(capsys, project, "source", "1", "--remove", "2")
    told(capsys, project, "source", "1", "--reread", "1")
    told(capsys, project, "edit", "1", "--text", "Nobody asked.")
    assert "removed claim 1" in told(capsys, project, "remove", "1")
    assert claims(project) == []


def test_the_records_say_the_same(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, project, "add", CLOSED, "--edit", "gap")
    record = json.loads(told(capsys, project, "source", "1", "--span", "T001@0,4", "--json"))["claims"][0]
    assert record["status"] == "sourced"
    assert (record["sources"][0]["place"], record["sources"][0]["text"]) == (
        "T001@0.000000,4.000000",
        "the harbour was quiet",
    )
    check = json.loads(told(capsys, project, "check", "--json", status=1))
    assert check["clean"] is False
    assert (check["findings"][0]["trouble"], check["findings"][0]["open"]) == ("one_source", True)
    offered = json.loads(told(capsys, project, "from", "gap", "--json"))
    assert (len(offered["offers"]), offered["added"]) == (4, [])


def test_sentences_are_added_by_number_all_at_once_or_by_asking(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nothing was added" in told(capsys, project, "from", "gap")
    assert claims(project) == []
    told(capsys, project, "from", "gap", "--add", "2-3,2")
    assert [claim.text for claim in claims(project)] == [CLOSED, "Elbridge, 1984"]
    answers = iter(["y", "n", "q"])
    monkeypatch.setattr(door, "is_person", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    told(capsys, project, "from", "gap")
    assert [claim.text for claim in claims(project)][2:] == ["Nobody asked Tom Booth, because nobody knew him."]
    told(capsys, project, "from", "gap", "--add-all")
    assert len(claims(project)) == 5
    monkeypatch.setattr(door, "is_person", lambda: False)
    assert "every sentence" in told(capsys, project, "from", "gap")


@pytest.mark.parametrize(
    "arguments",
    [
        ("from", "gap", "--add", "9"),
        ("from", "gap", "--add", "one"),
        ("from", "gap", "--add", "3-2"),
        ("from", "gap", "--add", "1", "--add-all"),
        ("source", "1"),
        ("source", "1", "--span", "T001@0,4", "--document", "x"),
        ("status", "1", "true"),
        ("list", "--edit", "nowhere"),
        ("check", "nowhere"),
    ],
)
def test_what_is_typed_wrongly_is_refused(project: Project, arguments: tuple[str, ...]) -> None:
    assert run(app, ["claims", *arguments, "--project", str(project.root)]) == 2
    assert claims(project) == []


def test_nothing_of_a_claim_is_in_the_log(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, project, "add", CLOSED, "--edit", "gap", "--note", "secretly")
    told(capsys, project, "source", "1", "--document", "a letter of Tom's")
    told(capsys, project, "check", status=1)
    log = (project.cache / "tapewright.log").read_text("utf-8")
    assert "claims add: done" in log
    for word in ("harbour", "secretly", "letter"):
        assert word not in log
