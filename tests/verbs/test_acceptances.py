"""A person lets a finding stand: it is kept with the reason, and is open again once the line or the tape is another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.exchange.report_formats import report_formats
from tapewright.model import TapeId, Verdict
from tapewright.model.annotated import OpenKind
from tapewright.testing.harbour import harbour_project
from tapewright.timing import TimecodeFormat, frame_rate
from tapewright.verbs.acceptances import accept, withdraw
from tapewright.verbs.annotating import annotated_script
from tapewright.verbs.check import check, record
from tapewright.verbs.checked import Check
from tapewright.verbs.history import undo
from tapewright.verbs.project import Project

WRONG = "“I did see the boats. I saw the lights on the water,” said Marian."
RIGHT = "“I saw the lights on the water,” said Marian."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour_project(tmp_path / "harbour", TimecodeFormat(frame_rate("25"))) as made:
        yield made


def written(project: Project, *lines: str, name: str = "article.md") -> Check:
    path = project.root / "scripts" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n\n".join(lines), "utf-8")
    return check(project, path)


def test_what_is_accepted_no_longer_fails_and_is_told_with_the_reason(project: Project) -> None:
    before = written(project, RIGHT, WRONG)
    assert before.fails(Verdict.ALTERED)
    assert (before.open, before.accepted_here) == (1, 0)
    kept = accept(project, before, 2, "she agreed to it", who="MB")
    after = check(project, before.path)
    assert not after.fails(Verdict.UNSETTLED)
    assert after.worst == before.worst  # what the tapes say is not changed by it
    told = record(after)
    assert isinstance(told["quotes"], list)
    assert [quote["accepted"] and quote["accepted"]["reason"] for quote in told["quotes"]] == [None, "she agreed to it"]
    assert told["summary"]["open"] == 0  # type: ignore[index]
    assert (kept.who, kept.file, kept.verdict) == ("MB", "article.md", before.quotes[1].verdict.value)


def test_it_holds_where_the_same_line_stands_in_another_file(project: Project) -> None:
    accept(project, written(project, WRONG), 1, "she agreed to it")
    assert written(project, RIGHT, WRONG, name="second.md").open == 0


def test_a_line_that_is_changed_is_open_again(project: Project) -> None:
    accept(project, written(project, WRONG), 1, "she agreed to it")
    assert written(project, WRONG.replace("lights", "boats")).open == 1
    assert written(project, WRONG).open == 0


def test_a_line_is_open_again_when_the_tape_reads_otherwise(project: Project) -> None:
    accept(project, written(project, WRONG), 1, "she agreed to it")
    transcript = project.store.transcript(TapeId("T001"))
    assert transcript is not None
    turn = transcript.turns[1]
    words = [replace(word, text="lamps") if word.text == "lights" else word for word in turn.words]
    with project.store.change("correct") as pen:
        pen.replace_turns([turn], [replace(turn, words=tuple(words))])
    assert written(project, WRONG).open == 1


def test_it_is_undone_and_taken_back(project: Project) -> None:
    checked = written(project, WRONG)
    accept(project, checked, 1, "she agreed to it")
    undo(project)
    assert check(project, checked.path).open == 1
    again = accept(project, check(project, checked.path), 1, "she agreed to it")
    withdraw(project, again.id)
    assert check(project, checked.path).open == 1
    with pytest.raises(NotFoundError):
        withdraw(project, again.id)
    undo(project)
    assert check(project, checked.path).open == 0
    assert project.store.verify() == []


def test_what_holds_is_not_accepted_and_nothing_is_accepted_without_a_reason(project: Project) -> None:
    checked = written(project, RIGHT, WRONG)
    with pytest.raises(UsageError, match="nothing to accept"):
        accept(project, checked, 1, "why not")
    with pytest.raises(UsageError, match="reason"):
        accept(project, checked, 2, "  \n ")
    with pytest.raises(UsageError, match="reason"):
        accept(project, checked, 2, "x" * 4001)
    with pytest.raises(NotFoundError, match="quotation 9"):
        accept(project, checked, 9, "because")
    with pytest.raises(NotFoundError, match="join 1"):
        accept(project, checked, 1, "because", is_join=True)
    assert project.store.acceptances() == []


def test_a_finding_that_the_person_has_not_seen_is_not_accepted(project: Project) -> None:
    seen = written(project, WRONG)
    now = written(project, WRONG.replace("lights", "boats"))
    with pytest.raises(ConflictError, match="another by now"):
        accept(project, now, 1, "because", seen=seen.finding(seen.quotes[0]))
    accept(project, now, 1, "because", seen=now.finding(now.quotes[0]))
    with pytest.raises(ConflictError, match="already"):
        accept(project, check(project, now.path), 1, "because")


def test_a_join_is_accepted(project: Project) -> None:
    edit = project.root / "edits" / "cut.md"
    edit.parent.mkdir(exist_ok=True)
    edit.write_text(
        "> No, I did ~~not~~ see the boats.\n>\n> — MARIAN [T001](tape:T001#t=3.550000,6.000000)\n", "utf-8"
    )
    checked = check(project, edit)
    (flagged,) = [join for join in checked.joins if checked.finding(join)]
    before = checked.open
    kept = accept(project, checked, flagged.n, "it is put right in the narration", is_join=True)
    assert kept.verdict == "join"
    assert check(project, edit).open == before - 1


def test_the_command_accepts_lists_and_withdraws(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    written(project, RIGHT, WRONG)
    root = ["--project", str(project.root)]
    assert run(app, ["check", *root, "article.md"]) == 1
    assert run(app, ["accept", "quote", *root, "article.md", "2", "--because", "she agreed\nto it", "--who", "MB"]) == 0
    assert run(app, ["check", *root, "article.md"]) == 0
    shown = capsys.readouterr().out
    assert "accepted by MB" in shown
    assert "she agreed to it" in shown
    assert run(app, ["accept", "list", *root, "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)["acceptances"]
    assert run(app, ["check", *root, "article.md", "--open"]) == 0
    assert "boats" not in capsys.readouterr().out
    assert run(app, ["accept", "withdraw", *root, str(kept["id"])]) == 0
    assert run(app, ["check", *root, "article.md"]) == 1


def test_the_annotated_script_tells_what_was_accepted_and_does_not_call_it_open(project: Project) -> None:
    edit = project.root / "edits" / "cut.md"
    edit.parent.mkdir(exist_ok=True)
    bite = "> No, I did ~~not~~ see the boats.\n>\n> — MARIAN [T001](tape:T001#t=3.550000,6.000000)\n"
    edit.write_text(f"{bite}\n“The harbour was loud that year,” said Marian.\n", "utf-8")
    before = annotated_script(project, edit)
    checked = check(project, edit)
    for proved in checked.quotes:
        if checked.finding(proved):
            accept(project, checked, proved.quotation.n, "she agreed to it <b>", who="MB")
    for join in checked.joins:
        if checked.finding(join):
            accept(project, checked, join.n, "put right in the narration", is_join=True, who="MB")
    after = annotated_script(project, edit)
    decided = {OpenKind.DIFFERS, OpenKind.MEANING, OpenKind.NOT_FOUND, OpenKind.SHORTENED}
    assert decided & {point.kind for point in before.open_points}
    assert not decided & {point.kind for point in after.open_points}
    page = report_formats().formats["html"].make().write(after).decode()
    assert "Accepted by MB" in page
    assert "she agreed to it &lt;b&gt;" in page
    assert "put right in the narration." in page
    for form in ("docx", "pdf"):
        assert report_formats().formats[form].make().write(after) != report_formats().formats[form].make().write(before)
