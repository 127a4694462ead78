"""Codebooks, codings and questions on the command line, as somebody uses them on the harbour's tapes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError
from tapewright.model import Case, TapeId
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.timing import TimecodeFormat, frame_rate
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.codings import code_spans
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import group_speaker

PAL = TimecodeFormat(frame_rate("25"))
Ask = Callable[..., tuple[int, Any]]


REFUSED = (
    ("code", "T099@1,2", "night"),
    ("code", "T001@50,51", "nothing"),
    ("code", "nowhere", "night"),
    ("code", "remove", "twelve"),
    ("code", "remove", "K99"),
    ("code", "ask", "night and"),
    ("code", "ask", "nothing"),
    ("codebook", "new"),
    ("codebook", "new", "x", "--template", "institutions"),
    ("codebook", "new", "--template", "nothing"),
    ("codebook", "change", "night"),
    ("codebook", "merge", "night", "fear"),
    ("codebook", "new", "the HARBOUR"),
    ("codebook", "add", "night"),
    ("codebook", "add", "a/b"),
    ("codebook", "add", " "),
    ("codebook", "add", "x", "--key", "0"),
    ("codebook", "add", "x", "--colour", "red"),
    ("codebook", "add", "x", "--definition", "x" * 5000),
    ("codebook", "add", "x" * 301),
    ("codebook", "move", "night", "--below", "fear"),
    ("codebook", "merge", "night", "night"),
    ("codebook", "remove", "bread", "--codings", "move"),
    ("codebook", "remove", "night", "--codings", "move", "--into", "fear"),
    ("code", "T001@nan,1", "night"),
    ("code", "T001@5,1", "night"),
    ("code", "T001@-1,5", "night"),
    ("code", "T001@1e400", "night"),
    ("code", "T001@1", "night", "--coder", "x" * 301),
    ("code", "T001@1", "night", "--note", "x" * 5000),
    ("code", "remove", "K" + "9" * 30),
    ("code", "note", "K99", "x"),
    ("code", "list", "--tape", "T099"),
    ("code", "ask", "night", "--date", "garbage"),
    ("code", "ask", "night", "--tape", "T099"),
    ("code", "ask", "night", "--edit", ".hidden"),
    ("code", "ask", "(" * 500 + "night"),
    ("code", "table", "--case", "nothing"),
    ("search", "--code", "", "the"),
    ("memo", "add", "x" * 100_001),
    ("memo", "add", " "),
    ("memo", "change", "9", "--text", "x"),
)
"""What nobody may ask: none of it changes anything."""


@pytest.fixture
def project(tmp_path: Path):
    with harbour_project(tmp_path / "p", PAL) as made:
        yield made


@pytest.fixture
def ask(project: Project, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = run(app, [*arguments, "--project", str(project.root), "--json"])
        told = capsys.readouterr().out
        return status, json.loads(told) if told else None

    return asked


def at(phrase: str, tape: str = "T001") -> str:
    place = place_of(tape, phrase)
    second = 705_600_000
    return f"{tape}@{place.start / second:.6f},{place.end / second:.6f}"


@pytest.fixture
def coded(ask: Ask) -> Ask:
    """Three codes and four codings by two coders."""
    ask("codebook", "new", "The harbour")
    ask("codebook", "add", "night", "--key", "1")
    ask("codebook", "add", "fear", "--below", "night")
    ask("codebook", "add", "bread")
    for span, code, coder in (
        (at("The harbour was quiet that year"), "night", "JL"),
        (at("nobody asked us"), "fear", "JL"),
        (at("I was afraid of the storm"), "fear", "MB"),
        (at("We had flour", "T002"), "bread", "MB"),
    ):
        status, _ = ask("code", span, code, "--coder", coder)
        assert status == 0
    return ask


def test_a_passage_is_coded_in_one_command_and_listed_with_its_words(coded: Ask) -> None:
    _, told = coded("code", "list", "--code", "night")
    found = [(one["text"], one["path"], one["coder"], one["speaker"]) for one in told["codings"]]
    assert found == [
        ("The harbour was quiet that year,", "night", "JL", "MARIAN"),
        ("nobody asked us", "night/fear", "JL", "MARIAN"),
        ("I was afraid of the storm.", "night/fear", "MB", "MARIAN"),
    ]
    assert coded("code", at("nobody asked us"), "fear", "--coder", "JL")[0] == 2
    _, counts = coded("code", "coders")
    assert counts["coders"] == [{"name": "JL", "codings": 2}, {"name": "MB", "codings": 2}]


def test_a_question_is_answered_by_list_table_and_string_out(coded: Ask, project: Project) -> None:
    _, told = coded("code", "ask", "night within 30 s of bread")
    assert told["passages"] == []
    _, told = coded("code", "ask", "fear not bread", "--coder", "MB")
    assert [one["text"] for one in told["passages"]] == ["I was afraid of the storm."]
    _, made = coded("code", "ask", "night or bread", "--edit", "everything")
    assert made["edit"] == "everything"
    text = (project.edits / "everything.md").read_text(encoding="utf-8")
    assert text.count("> — ") == 4
    assert text.index("# T001") < text.index("# T002")
    _, checked = coded("check", "everything")
    assert {quote["verdict"] for quote in checked["quotes"]} == {"verbatim"}
    assert coded("code", "ask", "night", "--edit", "everything")[0] == 2
    assert coded("code", "ask", "bread and night", "--edit", "nothing")[0] == 2
    assert not (project.edits / "nothing.md").exists()


def test_passages_that_lie_over_each_other_are_one_bite(coded: Ask, project: Project) -> None:
    coded("code", at("I was afraid of the storm"), "night", "--coder", "JL")
    _, told = coded("code", "ask", "night", "--tape", "T001")
    assert len(told["passages"]) == 3
    assert told["passages"][-1]["codes"] == ["night/fear", "night"]
    assert coded("code", "ask", "night", "--edit", "once")[0] == 0
    text = (project.edits / "once.md").read_text(encoding="utf-8")
    assert text.count("afraid") == 1
    assert text.count("> — ") == 3


def test_each_bite_of_a_string_out_is_one_persons(coded: Ask, project: Project) -> None:
    tape = project.store.tape(TapeId("T001"))
    assert coded("code", f"T001@0,{tape.duration / 705_600_000:.6f}", "bread")[0] == 0
    _, made = coded("code", "ask", "bread", "--tape", "T001", "--edit", "all of it")
    assert made["edit"] == "all of it"
    _, checked = coded("check", "all of it")
    assert {quote["verdict"] for quote in checked["quotes"]} == {"verbatim"}
    text = (project.edits / "all of it.md").read_text(encoding="utf-8")
    assert {line.split()[2] for line in text.splitlines() if line.startswith("> — ")} == {"MARIAN", "ASKER"}


def test_a_dash_with_which_somebody_else_begins_is_no_bite(coded: Ask, project: Project) -> None:
    turn = next(one for one in project.store.transcript(TapeId("T001")).turns if one.text.startswith("Were you"))
    correct_turn(project, turn.id, turn.revision, f"-- {turn.text}")
    before, dash = project.store.transcript(TapeId("T001")).turns[2].words[-1], project.store.turn(turn.id).words[0]
    assert dash.text == "--"
    coded("code", f"T001@{before.start / 705_600_000:.6f},{dash.end / 705_600_000:.6f}", "bread")
    assert coded("code", "ask", "bread", "--tape", "T001", "--edit", "dash")[0] == 0
    text = (project.edits / "dash.md").read_text(encoding="utf-8")
    assert text.count("> — ") == 1


def test_codes_with_and_or_not_in_their_names_are_asked_by_them(coded: Ask) -> None:
    for template in ("warning-signs", "institutions"):
        coded("codebook", "new", "--template", template)
    _, told = coded("codebook", "list")
    for book in told["codebooks"]:
        for code in book["codes"]:
            assert coded("code", "ask", f"{code['path']} not {code['path']} or {code['path']}")[0] == 0


def test_a_search_keeps_to_what_is_coded(coded: Ask) -> None:
    _, everywhere = coded("search", "the")
    _, found = coded("search", "the", "--code", "night")
    assert 0 < found["total"] < everywhere["total"]
    _, told = coded("code", "list", "--code", "night")
    stretches = [(one["tape"], one["start"], one["end"]) for one in told["codings"]]
    for hit in found["hits"]:
        middle = (hit["start"] + hit["end"]) / 2
        assert any(tape == hit["tape"] and start <= middle < end for tape, start, end in stretches)
    _, loose = coded("search", "--way", "close", "was afraid of a storm", "--code", "fear")
    assert loose["hits"][0]["text"].startswith("was afraid")
    status, nothing = coded("search", "flour", "--code", "night")
    assert (status, nothing["total"]) == (1, 0)
    assert coded("search", "the", "--code", "nowhere")[0] == 2


def test_codes_are_counted_by_speaker_group_tape_coder_and_case(coded: Ask, project: Project) -> None:
    group_speaker(project, "MARIAN", "victims and families")
    with project.store.change("case") as pen:
        pen.add(Case(name="The ferry", tapes=(TapeId("T001"),)))

    def counts(by: str) -> dict[tuple[str, str], int]:
        _, told = coded("code", "table", "--by", by)
        return {(row["code"], cell["column"]): cell["passages"] for row in told["rows"] for cell in row["cells"]}

    assert counts("speaker") == {("night", "MARIAN"): 1, ("night/fear", "MARIAN"): 2, ("bread", "JONAS"): 1}
    assert counts("group")[("night/fear", "victims and families")] == 2
    assert counts("tape")[("bread", "T002")] == 1
    assert counts("coder")[("night/fear", "MB")] == 1
    assert counts("case") == {("night", "The ferry"): 1, ("night/fear", "The ferry"): 2, ("bread", "no case"): 1}
    _, told = coded("code", "ask", "night", "--group", "victims and families", "--case", "the ferry")
    assert len(told["passages"]) == 3
    assert coded("code", "ask", "night", "--group", "nobody")[0] == 2


def test_passages_are_asked_by_the_time_of_what_rests_on_them(coded: Ask) -> None:
    status, _ = coded(
        *(
            "chronicle",
            "add",
            "The boats stay away",
            "--date",
            "1984",
            "--source",
            at("The harbour was quiet that year"),
        )
    )
    assert status == 0
    _, told = coded("code", "ask", "night", "--date", "1983/1985")
    assert [one["text"] for one in told["passages"]] == ["The harbour was quiet that year,"]
    _, told = coded("code", "ask", "night", "--date", "1990")
    assert told["passages"] == []


def test_a_codebook_has_another_name_and_goes_with_its_codes_where_that_is_said(coded: Ask, project: Project) -> None:
    coded("codebook", "new", "Letters")
    _, told = coded("codebook", "rename", "the harbour", "Harbour and lights")
    assert [book["name"] for book in told["codebooks"]] == ["Harbour and lights", "Letters"]
    assert coded("codebook", "rename", "letters", "HARBOUR and lights")[0] == 2
    used, codes = project.store.codings(), project.store.codes()
    assert coded("codebook", "drop", "Harbour and lights")[0] == 2
    assert (project.store.codings(), project.store.codes()) == (used, codes)
    _, told = coded("codebook", "drop", "Harbour and lights", "--with-codings")
    assert ([book["name"] for book in told["codebooks"]], project.store.codings()) == (["Letters"], [])
    coded("undo")
    assert (project.store.codings(), project.store.codes()) == (used, codes)


def test_a_codebook_out_of_a_template_keeps_its_sources(ask: Ask, project: Project) -> None:
    status, told = ask("codebook", "new", "--template", "warning-signs")
    assert status == 0
    (book,) = told["codebooks"]
    assert book["name"] == "Warning signs and missed interventions"
    assert all(code["source"] for code in book["codes"])
    assert {code["key"] for code in book["codes"]} - {""} == set("123456789")
    assert ask("codebook", "new", "--template", "warning-signs")[0] == 2
    project.store.undo()
    assert project.store.codes() == project.store.codebooks() == []


def test_templates_are_listed_without_a_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["codebook", "templates", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in listed["templates"]} >= {"institutions", "warning-signs"}


def test_the_tree_is_changed_by_commands_and_a_used_code_asks(coded: Ask) -> None:
    assert coded("codebook", "remove", "fear")[0] == 2
    _, moved = coded("codebook", "move", "fear", "--place", "1")
    assert (moved["path"], moved["rank"]) == ("fear", 0)
    _, merged = coded("codebook", "merge", "fear", "night")
    assert merged["codings"] == 3
    _, changed = coded("codebook", "change", "night", "--definition", "after dark", "--name", "dark")
    assert (changed["path"], changed["definition"]) == ("dark", "after dark")
    assert coded("codebook", "remove", "dark", "--codings", "move", "--into", "bread")[0] == 0
    _, told = coded("code", "list", "--code", "bread")
    assert len(told["codings"]) == 4


def test_memos_are_kept_beside_what_they_are_about(coded: Ask) -> None:
    coded("memo", "add", "ask her about the lights", "--span", at("nobody asked us"))
    coded("memo", "add", "too wide", "--code", "night", "--title", "To settle")
    _, told = coded("memo", "list")
    assert [(one["about"], one["text"]) for one in told["memos"]] == [
        ("span", "ask her about the lights"),
        ("code", "too wide"),
    ]
    assert coded("memo", "add", "x", "--code", "night", "--tape", "T001")[0] == 2
    _, changed = coded("memo", "change", "2", "--text", "wide")
    assert changed["memos"][0]["text"] == "wide"
    assert coded("memo", "remove", "2")[0] == 0


def test_memos_are_listed_with_what_they_are_about(
    coded: Ask, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coded("memo", "add", "see the log", "--coding", "K1")[0] == 0
    assert coded("memo", "add", "see the chart", "--coding", "x1")[0] == 2
    coded("memo", "add", "ask her", "--span", at("nobody asked us"))
    coded("memo", "add", "too wide", "--code", "fear")
    capsys.readouterr()
    run(app, ["memo", "list", "--project", str(project.root)])
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("1  coding K1  ")
    assert said[2].startswith("2  passage T001 10:00:")
    assert said[4].startswith("3  code night/fear  ")
    run(app, ["memo", "remove", "3", "--project", str(project.root)])
    assert capsys.readouterr().out == "memo 3 is removed\n"


def test_a_coders_name_is_one_line(coded: Ask) -> None:
    _, told = coded("code", at("The harbour was quiet that year"), "bread", "--coder", " Jonas\n Lind ")
    assert told["codings"][0]["coder"] == "Jonas Lind"


def test_what_cannot_be_is_refused_and_nothing_is_kept(coded: Ask, project: Project) -> None:
    before = project.store.last_transaction()
    for arguments in REFUSED:
        status, told = coded(*arguments)
        assert status in (1, 2), arguments
        assert told["error"]["message"], arguments
        assert project.store.last_transaction() == before, arguments


def test_one_stretch_is_not_coded_twice_in_one_go_either(coded: Ask, project: Project) -> None:
    code = code_tree(project).find("bread").id
    before = project.store.codings()
    with pytest.raises(ConflictError, match="coded that passage so already"):
        code_spans(project, [at("nobody asked us"), at("The harbour was quiet"), at("nobody asked us")], code)
    assert project.store.codings() == before


def test_whoever_speaks_in_a_passage_is_named_and_nobody_is_given_anothers_words(
    coded: Ask, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, answered = place_of("T001", "Were you afraid of your brother"), place_of("T001", "Never I was afraid")
    both = f"T001@{asked.start / 705_600_000:.6f},{answered.end / 705_600_000:.6f}"
    coded("code", both, "bread", "--coder", "JL")
    _, told = coded("code", "list", "--code", "bread", "--tape", "T001")
    assert told["codings"][0]["speakers"] == ["ASKER", "MARIAN"]
    _, told = coded("code", "ask", "bread", "--tape", "T001")
    assert told["passages"][0]["speakers"] == ["ASKER", "MARIAN"]
    for arguments in (("list", "--code", "bread"), ("ask", "bread")):
        capsys.readouterr()
        run(app, ["code", *arguments, "--tape", "T001", "--project", str(project.root)])
        assert "ASKER, MARIAN: Were you afraid of your brother?" in capsys.readouterr().out


def test_time_that_several_passages_cover_counts_once(coded: Ask) -> None:
    place = at("nobody asked us")
    first, last = (float(end) for end in place.split("@")[1].split(","))
    coded("code", place, "fear", "--coder", "MB")
    coded("code", place, "bread", "--coder", "MB")
    _, told = coded("code", "ask", "night or bread", "--tape", "T001")
    alone = sum(one["end"] - one["start"] for one in told["passages"])
    assert told["seconds"] == pytest.approx(alone, abs=1e-5)
    coded("code", f"T001@{first:.6f},{(first + last) / 2:.6f}", "bread")
    _, told = coded("code", "ask", "night or bread", "--tape", "T001")
    assert told["seconds"] == pytest.approx(alone, abs=1e-5)
    _, table = coded("code", "table", "--by", "tape", "--tape", "T001")
    cells = {row["code"]: row["cells"][0] for row in table["rows"]}
    _, storm = coded("code", "list", "--code", "fear", "--coder", "MB")
    stretch = {one["place"]: one["end"] - one["start"] for one in storm["codings"]}
    assert cells["night/fear"]["passages"] == 3
    assert cells["night/fear"]["seconds"] == pytest.approx(sum(stretch.values()), abs=1e-5)


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("ask", "nihgt"), "there is no code 'nihgt'", "near it: night"),
        (("ask", "night", "--coder", "nobody"), "nobody called 'nobody' has coded here", "there are: JL, MB"),
        (("list", "--coder", "MBB"), "nobody called 'MBB' has coded here", "near it: MB"),
        (("table", "--speaker", "Mariam"), "nobody is called 'Mariam'", "near it: MARIAN"),
        (("ask", "night", "--group", "crew"), "nobody is of the group 'crew'", "tapewright speakers list"),
        (("ask", "not night"), "a code is missing before 'not'", ""),
        (("ask", "night within 30 h of bread"), "'h' is no length: seconds or minutes", ""),
    ],
)
def test_a_name_that_is_none_is_told_with_those_near_it(
    coded: Ask,
    project: Project,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
    hint: str,
) -> None:
    capsys.readouterr()
    assert run(app, ["code", *arguments, "--project", str(project.root)]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert hint in told


def test_a_note_stands_under_its_passage_and_a_table_cuts_no_name(
    coded: Ask, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    coder = "Marta Bauer of the second floor"
    coded("code", at("the wind came"), "night", "--coder", coder, "--note", "from the north")
    capsys.readouterr()
    run(app, ["code", "list", "--project", str(project.root)])
    assert "\n    note: from the north" in capsys.readouterr().out
    run(app, ["code", "table", "--by", "coder", "--project", str(project.root)])
    assert coder in capsys.readouterr().out


def test_a_coder_is_known_whatever_the_capitals(coded: Ask) -> None:
    _, told = coded("code", "ask", "night", "--coder", "jl")
    assert len(told["passages"]) == 2


def test_two_codes_are_not_merged_where_codes_below_them_would_be_mistaken(coded: Ask, project: Project) -> None:
    coded("codebook", "add", "Fear", "--below", "bread")
    assert coded("codebook", "merge", "bread", "night")[0] == 2
    assert len(code_tree(project).codes) == 4
    assert coded("codebook", "change", "bread/fear", "--name", "hunger")[0] == 0
    assert coded("codebook", "merge", "bread", "night")[0] == 0
    assert [code_tree(project).path(code) for code in code_tree(project).codes] == [
        "night",
        "night/fear",
        "night/hunger",
    ]
    assert coded("codebook", "merge", "night/fear", "night")[0] == 0
