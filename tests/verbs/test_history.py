"""What was done is shown, taken back and named; by the verbs and by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tapewright.cli.door import run
from tapewright.errors import ConflictError
from tapewright.testing.material import TAPE, filled, some_words, texts_of
from tapewright.verbs.history import history, mark, record, undo
from tapewright.verbs.project import Project, new_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "harbour", title="Harbour")


def tapewright(*arguments: str) -> int:
    from tapewright.cli import app

    return run(app, list(arguments))


def correct(project: Project, text: str) -> None:
    turn = project.store.turns_in(TAPE, project.store.tape(TAPE).extent)[0]
    with project.store.change(f"correct to {text}", who="JL") as pen:
        pen.replace_turns([turn], [type(turn)(words=some_words(text), id=turn.id)])


def test_history_says_what_was_taken_back_and_what_stands(project: Project) -> None:
    filled(project.store)
    correct(project, "one")
    undo(project, who="MB")
    assert [(entry.transaction.what, entry.undone_by) for entry in history(project)][2:] == [
        ("correct to one", 4),
        ("undo 3: correct to one", None),
    ]
    undo(project, 4)
    assert [entry.undone_by for entry in history(project)] == [None, None, None, 5, None]
    assert [entry.undone_by for entry in history(project, last=2)] == [5, None]
    shown = record(history(project, last=1))
    assert set(shown["transactions"][0]) == set(  # type: ignore[index]
        "number when who what mark undoes undone_by changed digest".split()
    )


def test_a_dry_undo_changes_nothing_and_finds_the_conflict(project: Project) -> None:
    filled(project.store)
    correct(project, "one")
    assert undo(project, dry_run=True).what == "undo 3: correct to one"
    assert texts_of(project.store)[0] == "one"
    assert len(history(project)) == 3
    correct(project, "two")
    with pytest.raises(ConflictError):
        undo(project, 3, dry_run=True)


def test_a_mark_names_the_state_and_stands_for_all_before_it(project: Project) -> None:
    filled(project.store)
    made = mark(project, "locked for legal, cut 7", who="JL")
    assert (made.number, made.who, len(made.digest)) == (3, "JL", 64)
    assert history(project)[-1].transaction == made


def test_the_commands_show_the_same_records(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    filled(project.store)
    correct(project, "one")
    where = ("--project", str(project.root))
    assert tapewright("undo", "--dry-run", *where) == 0
    assert "would undo 3: correct to one" in capsys.readouterr().out
    assert tapewright("undo", "--json", "--who", "MB", *where) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["undo"]["undoes"], done["undo"]["who"], done["dry_run"]) == (3, "MB", False)
    assert tapewright("mark", "cut 7", *where) == 0
    assert "sha256 " in capsys.readouterr().out
    assert tapewright("history", "--json", *where) == 0
    assert [row["number"] for row in json.loads(capsys.readouterr().out)["transactions"]] == [1, 2, 3, 4, 5]
    assert tapewright("history", "--last", "3", *where) == 0
    text = capsys.readouterr().out
    assert "undone by 4" in text
    assert "mark: cut 7" in text


def test_the_commands_say_no_in_words(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--project", str(project.root))
    assert tapewright("undo", *where) == 2
    assert "nothing to undo" in capsys.readouterr().err
    assert tapewright("undo", "77", "--json", *where) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "not_found"
    assert tapewright("mark", " ", *where) == 2
    assert tapewright("history", *where) == 0
    assert "nothing has been done yet" in capsys.readouterr().out


def test_a_mark_is_one_line_and_shown_once(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert tapewright("mark", "locked\nfor legal", "--project", str(project.root)) == 0
    assert tapewright("history", "--project", str(project.root)) == 0
    assert capsys.readouterr().out.count("locked for legal") == 2


def test_a_number_that_nothing_can_have_is_wrong_use(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert tapewright("undo", "9" * 30, "--project", str(project.root)) == 2
    assert "a number is larger than any that is in use" in capsys.readouterr().err
