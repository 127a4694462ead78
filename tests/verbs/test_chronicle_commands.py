"""The chronicle, cases and comparisons as they are typed: what is printed, what is asked, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.testing.material import filled
from tapewright.verbs.project import new_project, open_project

MINUTES = ("--document", "Harbour board, minutes of June 1978, page 4")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with new_project(tmp_path / "series") as made:
        filled(made.store)
    monkeypatch.chdir(tmp_path / "series")
    return tmp_path / "series"


class Typed:
    """What a command printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str, status: int = 0) -> str:
        self._capsys.readouterr()
        ended = run(app, list(words))
        told = self._capsys.readouterr()
        assert ended == status, told.out + told.err
        return told.out + told.err

    def json(self, *words: str, status: int = 0) -> dict:
        self._capsys.readouterr()
        assert run(app, [*words, "--json"]) == status
        record: dict = json.loads(self._capsys.readouterr().out)
        return record


@pytest.fixture
def typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(capsys)


def test_a_chronology_is_entered_listed_and_asked(typed: Typed) -> None:
    typed("chronicle", "people", "add", "Marian Voss", "--born", "1962-04")
    told = typed(
        *("chronicle", "add", "The ferry stops", "--date", "1978-06-04", "--kind", "life", *MINUTES),
        *("--who", "Marian Voss:saw", "--institution", "Harbour board:did"),
    )
    assert "E1" in told
    assert "4 June 1978" in told
    typed(
        *("chronicle", "add", "Marian tells the harbour office", "--date", "1978-09", "--kind", "contact"),
        *("--tells-of", "E1", "--source", "T001@0,4", "--who", "Marian Voss:reported"),
        *("--institution", "Harbour office:told", "--answer", "noted", "--answered-on", "1978-10"),
    )
    told = typed("chronicle", "add", "It runs again", "--after", "E1", "--words", "nine years later", *MINUTES)
    assert "counted from E1" in told
    told = typed("chronicle", "add", "The chain breaks", "--date", "that summer", *MINUTES)
    assert "that summer" in told
    assert "[1978..1980]" in told

    listed = typed("chronicle", "list", "--long")
    assert listed.index("E1") < listed.index("E2") < listed.index("E3") < listed.index("E4")
    assert "the harbour was quiet" in listed
    assert "E3" not in typed("chronicle", "list", "--kind", "contact")
    told = typed("chronicle", "gaps", "--longer-than", "1000")
    assert "8 to 9 years" in told
    assert "E4" in told
    assert "8 to 9 years" in typed("chronicle", "gaps", "--between", "E1", "E3")
    assert "Marian Voss: 16" in typed("chronicle", "ages")
    knew = typed("chronicle", "who-knew", "E1")
    assert "Harbour office  (told in E2)" in knew
    assert typed("chronicle", "conflicts") == "no conflicts\n"
    told = typed("chronicle", "edit", "E1", "--date", "1979-06-04")
    assert "E3 counts from it" in told
    assert "told before" in typed("chronicle", "conflicts", status=1)
    typed("undo")
    assert "no two events" in typed("chronicle", "duplicates")


def test_every_answer_has_its_record(typed: Typed) -> None:
    event = typed.json("chronicle", "add", "The ferry stops", "--date", "1978", *MINUTES)
    assert (event["id"], event["asks"]) == (1, "")
    typed.json("chronicle", "add", "The ferry stops", "--date", "1990", *MINUTES, "--who", "Marian Voss:saw")
    assert [one["id"] for one in typed.json("chronicle", "list")["events"]] == [1, 2]
    assert typed.json("chronicle", "gaps")["gaps"][0]["said"] == "11 to 12 years"
    assert typed.json("chronicle", "gaps", "--between", "E2", "E1")["said"] == "11 to 12 years"
    assert typed.json("chronicle", "ages") == {"ages": []}
    assert typed.json("chronicle", "who-knew")["knew"][0]["party"] == 1
    assert typed.json("chronicle", "conflicts") == {"conflicts": []}
    assert typed.json("chronicle", "duplicates") == {"duplicates": []}
    assert typed.json("chronicle", "people", "list")["parties"][0]["events"] == 1
    assert typed.json("chronicle", "remove", "E2")["id"] == 2
    assert typed.json("case", "add", "North", "--tape", "T001")["cases"][0]["tapes"] == ["T001"]
    assert typed.json("compare")["cases"][0]["anchor"] is None
    assert typed.json("compare", "--codes") == {"cases": ["North"], "untaped": [], "codes": []}
    assert typed.json("compare", "--ask", "harbour")["cases"][0]["total"] == 1
    assert typed.json("chronicle", "export", "--as", "csv", "--dry-run")["dry_run"]


def test_sources_people_and_two_that_are_one_are_handled_by_command(typed: Typed) -> None:
    typed("chronicle", "add", "The ferry stops", "--date", "1978-06", *MINUTES, "--who", "Marian Voss:saw")
    typed("chronicle", "add", "The ferry stops", "--date", "1978-07", *MINUTES, "--who", "M. Voss:saw")
    assert "merge E2 E1, or duplicates --distinct E2 E1" in typed("chronicle", "duplicates")
    typed("chronicle", "merge", "M. Voss", "Marian Voss")
    told = typed("chronicle", "merge", "E2", "E1")
    assert "E1" in told
    assert "2. Harbour board, minutes of June 1978, page 4  (says July 1978)" in told
    told = typed("chronicle", "source", "E1", "--document", "a letter", "--date", "1981", "--note", "on the back")
    assert "3. a letter  (says 1981; on the back)" in told
    assert "source 2 says July 1978, source 3 says 1981" in typed("chronicle", "conflicts", status=1)
    typed("chronicle", "source", "E1", "--document", "a letter", status=2)
    typed("chronicle", "source", "E1", "--span", "T001@0,4", "--disputes")
    assert "disputes it" in typed("chronicle", "list", "--long")
    typed("chronicle", "source", "E1", "--reread", "4")
    typed("chronicle", "source", "E1", "--remove", "3")
    typed("chronicle", "people", "edit", "P1", "--name", "Marian Hale", "--institution")
    assert "institution" in typed("chronicle", "people", "list")
    typed("chronicle", "edit", "E1", "--without", "Marian Hale")
    typed("chronicle", "people", "remove", "Marian Hale")
    assert "nobody yet" in typed("chronicle", "people", "list")


def test_cases_are_kept_and_compared(typed: Typed) -> None:
    assert "no cases" in typed("case", "list")
    typed("case", "add", "North", "--note", "the first one")
    typed("case", "add", "South")
    typed("case", "tapes", "North", "--add", "T001")
    assert "T001" in typed("case", "list")
    typed("case", "edit", "South", "--name", "East")
    for case, date in (("North", "1978-06-04"), ("East", "1990-01-01")):
        typed("chronicle", "add", "The ferry is stopped", "--date", date, "--kind", "offence", "--case", case, *MINUTES)
    typed("chronicle", "add", "A letter", "--date", "1987-06-04", "--case", "North", *MINUTES)
    told = typed("compare")
    assert "North: day 0 is E1, 4 June 1978" in told
    assert "9 years after" in told
    assert "East: no letter" in typed("compare", "--at", "letter")
    assert "day 0 is E3" in typed("compare", "--zero", "E3", "--case", "North")
    assert "nothing is coded" in typed("compare", "--codes")
    assert "North: 1 hit" in typed("compare", "--ask", "harbour")
    typed("case", "tapes", "North", "--remove", "T001")
    typed("case", "remove", "North", status=2)


def test_a_table_comes_in_and_goes_out(typed: Typed, folder: Path) -> None:
    table = folder / "county.csv"
    table.write_text("Datum,Was,Quelle\n1978-06,The ferry stops,page 4\n1979,,page 5\n", "utf-8")
    told = typed("chronicle", "import", str(table), "--column", "Was=title", "--dry-run", status=1)
    assert "1 event would come in, 1 row kept out" in told
    assert "line 3 kept out" in told
    assert "its columns are Datum, Was, Quelle" in typed("chronicle", "import", str(table), status=2)
    typed("chronicle", "import", str(table), "--column", "Was=title", "--agency", "County", status=1)
    assert "from County" in typed("chronicle", "list", "--long")
    typed("chronicle", "export", "--as", "csv", "--as", "svg", "--out", str(folder / "out"))
    assert (folder / "out" / "chronology.csv").is_file()
    record = typed.json("chronicle", "import", str(folder / "out" / "chronology.csv"))
    assert record["duplicates"] == ["E1+E2"]
    assert typed.json("chronicle", "import", str(folder / "no.csv"), status=3)["error"]["code"] == "unreadable"


def test_a_source_gets_the_date_that_it_had_not_and_one_date_more_is_one_source_more(typed: Typed) -> None:
    typed("chronicle", "add", "The ferry stops", "--date", "1978-06", "--document", "log")
    assert "1. log  (says 1979)" in typed("chronicle", "source", "E1", "--document", "log", "--date", "1979")
    assert "1. log  (says 1979; page 4)" in typed("chronicle", "source", "E1", "--document", "log", "--note", "page 4")
    assert "2. log  (says 1980)" in typed("chronicle", "source", "E1", "--document", "log", "--date", "1980")


def test_a_date_that_has_to_be_edtf_is_offered_as_such(typed: Typed) -> None:
    for words in (["chronicle", "people", "add", "Ann", "--born"], ["chronicle", "list", "--from"]):
        assert "did you mean 1962-05-12 (12 May 1962)?" in typed(*words, "12.5.1962", status=2)
    typed("chronicle", "add", "one", *MINUTES)
    typed("chronicle", "add", "two", "--tells-of", "E1", *MINUTES)
    assert "E1 still has 1 event that tells of it" in typed("chronicle", "remove", "E1", status=2)


def test_what_is_wrong_with_many_rows_is_told_once(typed: Typed, folder: Path) -> None:
    table = folder / "bus.csv"
    rows = [f"{1 + n % 28}/06/1984,It stops {n}" for n in range(60)]
    table.write_text("\n".join(["date,title,kind", *rows, "1978,It runs,complaint"]), "utf-8")
    told = typed("chronicle", "import", str(table), status=1)
    assert told.count("kept out: nothing says that this happened") == 1
    assert "lines 2 to 62 kept out" in told
    assert "--document" in told
    told = typed("chronicle", "import", str(table), "--document", "log", status=1)
    assert "--dates day-first" in told
    assert "line 62 kept out: not a kind of event: 'complaint'" in told
    assert "leave that column out" in told
    assert told.count("no date could be read") == 40
    assert "and 20 more" in told


@pytest.mark.parametrize(
    "words",
    [
        ["chronicle", "add", "x"],
        ["chronicle", "add", "", *MINUTES],
        ["chronicle", "add", "x", "--source", "nowhere"],
        ["chronicle", "add", "x", "--who", "Marian", *MINUTES],
        ["chronicle", "add", "x", "--kind", "crime", *MINUTES],
        ["chronicle", "add", "x", "--case", "nowhere", *MINUTES],
        ["chronicle", "add", "x", "--after", "E9", *MINUTES],
        ["chronicle", "add", "\ud800", *MINUTES],
        ["chronicle", "edit", "E1"],
        ["chronicle", "edit", "E" + "9" * 40, "--place", "x"],
        ["chronicle", "edit", "first", "--place", "x"],
        ["chronicle", "source", "E1"],
        ["chronicle", "source", "E1", "--span", "T001@0,4", "--document", "x"],
        ["chronicle", "remove", "E1; DROP TABLE event"],
        ["chronicle", "list", "--from", "soon"],
        ["chronicle", "list", "--party", "Nobody"],
        ["chronicle", "gaps", "--longer-than", "-1"],
        ["chronicle", "gaps", "--between", "E1", "E2"],
        ["chronicle", "who-knew", "E1"],
        ["chronicle", "duplicates", "--distinct", "E1", "E1"],
        ["chronicle", "duplicates", "--note", "why"],
        ["chronicle", "merge", "E1", "E1"],
        ["chronicle", "merge", "Nobody", "Somebody"],
        ["chronicle", "people", "add", "P3"],
        ["chronicle", "people", "add", "x", "--born", "soon"],
        ["chronicle", "people", "add", "x", "--speaker", "nobody"],
        ["chronicle", "people", "edit", "nobody", "--born", "1962"],
        ["chronicle", "export", "--as", "docx"],
        ["chronicle", "export", "--as", "csv", "--name", "../x"],
        ["case", "add", " "],
        ["case", "add", "x", "--tape", "T999"],
        ["case", "edit", "x", "--name", "y"],
        ["case", "tapes", "nowhere", "--add", "T001"],
        ["compare"],
        ["compare", "--codes", "--ask", "x"],
    ],
)
def test_what_cannot_be_meant_is_refused_in_words_and_nothing_is_written(typed: Typed, folder: Path, words) -> None:
    told = typed(*words, status=2)
    assert "fault in tapewright" not in told
    assert "Traceback" not in told
    with open_project(folder) as project:
        store = project.store
        assert (store.events(), store.parties(), store.cases(), store.decisions()) == ([], [], [], [])


def test_a_person_and_an_institution_are_refused_as_one(typed: Typed) -> None:
    typed("chronicle", "people", "add", "Marian Voss")
    typed("chronicle", "people", "add", "Harbour office", "--institution")
    for pair in (("Harbour office", "Marian Voss"), ("P1", "P2")):
        told = typed("chronicle", "merge", *pair, status=2)
        assert "Harbour office is an institution, and Marian Voss a person: they cannot be one" in told
        assert "chronicle people edit P1 --institution or P2 --person" in told
    listed = typed("chronicle", "people", "list")
    assert "P1  person       Marian Voss" in listed
    assert "P2  institution  Harbour office" in listed


def test_a_date_is_asked_for_where_somebody_sits_there(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["soon", "1978-07"])
    monkeypatch.setattr("tapewright.cli.chronicleask.is_person", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    told = typed("chronicle", "add", "The chain breaks", "--date", "that summer", *MINUTES)
    assert "July 1978" in told
    assert "that summer" in typed("chronicle", "list", "--long")
