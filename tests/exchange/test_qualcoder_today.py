"""Projects as QualCoder makes them today (schema v17): codes below codes, its editor's way of counting, parts of cases.

What its editor counts was seen by others in QualCoder 3.8.2 and 4.0 themselves: an emoji as two, a Windows line end
as one, the mark at the beginning of a file as none.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tapewright.exchange.qualcoder import read_qualcoder
from tapewright.exchange.study_file import FileText, StudyFile
from tapewright.exchange.taguette import read_taguette
from tapewright.exchange.text_turns import read_turns
from tapewright.testing.qualcoder_tables import qualcoder_tables
from tapewright.timing import from_seconds

DATE = "2026-11-25 10:00:00"
CROSSING = "\ufeffZoë: Calm 🌊 until noon.\r\nThen wind 🌬️ and éclairs.\r\nThe boat left at 8:10."
SUBTITLES = "1\n00:00:02,000 --> 00:00:04,500\nThe boats left.\n\n2\n00:00:30,250 --> 00:00:33,000\nThe bread came.\n"
"""As recognisers write them, and as QualCoder reads the times of a transcript."""


def today(folder: Path, *rows: tuple[str, Any]) -> StudyFile:
    """A project of one text, three codes below each other and one in a category, and what ``rows`` put into it."""
    folder.mkdir()
    with sqlite3.connect(folder / "data.qda") as db:
        db.executescript(qualcoder_tables())
        db.execute("INSERT INTO project VALUES ('v17', ?, '', 'QualCoder 4.0', 0, 0, 'Rosa', '')", (DATE,))
        source = "INSERT INTO source (id, name, fulltext, mediapath, memo, owner, date) VALUES (?, ?, ?, ?, '', 'R', ?)"
        db.execute(source, (1, "crossing.txt", CROSSING, None, DATE))
        db.execute("INSERT INTO code_cat VALUES (1, 'weather', 'Rosa', ?, '', NULL)", (DATE,))
        for number, name, category, above in ((3, "gust", None, 2), (1, "wind", 1, None), (2, "strong", None, 1)):
            code = "INSERT INTO code_name VALUES (?, ?, '', ?, 'Rosa', ?, '#ff0000', ?)"
            db.execute(code, (number, name, category, DATE, above))
        for statement, values in rows:
            db.execute(statement, values)
    return read_qualcoder(folder)


def left(study: StudyFile) -> dict[tuple[str, str], int]:
    return {(one.what, one.reason): one.count for one in study.left}


def coding(
    number: int, start: int, end: int, words: str | None, *, code: int = 2, important: int | None = None
) -> tuple[str, Any]:
    row = (number, code, 1, words, start, end, "Rosa", DATE, "", None, important)
    return "INSERT INTO code_text VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row


def in_characters(words: str) -> tuple[int, int]:
    at = CROSSING.index(words)
    return at, at + len(words)


def in_the_editor(words: str) -> tuple[int, int]:
    """As its editor counts: UTF-16, one for a line end, none for the mark at the beginning."""

    def units(text: str) -> int:
        return len(text.removeprefix("\ufeff").replace("\r\n", "\n").encode("utf-16-le")) // 2

    at = units(CROSSING[: CROSSING.index(words)])
    return at, at + units(words)


def test_codes_below_codes_keep_their_place(tmp_path: Path) -> None:
    codes = today(tmp_path / "a.qda").codebooks[0].codes
    names = {code.guid: code.name for code in codes}
    assert [(code.name, names.get(code.parent, "")) for code in codes] == [
        ("weather", ""),
        ("wind", "weather"),
        ("strong", "wind"),
        ("gust", "strong"),
    ]


def test_codes_in_a_ring_are_counted_and_end(tmp_path: Path) -> None:
    study = today(tmp_path / "a.qda", ("UPDATE code_name SET supercid = 3, catid = NULL WHERE cid = 1", ()))
    assert [code.name for code in study.codebooks[0].codes] == ["weather"]
    assert left(study)["code", "what is above it holds itself in a ring"] == 3


@pytest.mark.parametrize("words", ["Calm 🌊 until", "wind 🌬️ and", "noon.\r\nThen", "at 8:10.", "éclairs"])
def test_a_coding_lies_on_the_words_that_it_was_made_on_however_they_were_counted(words: str, tmp_path: Path) -> None:
    kept = words.replace("\r\n", "\u2029")
    study = today(
        tmp_path / "a.qda",
        coding(1, *in_the_editor(words), kept),
        coding(2, *in_characters(words), words, code=3),
    )
    assert [one.place.positions for one in study.codings] == [in_characters(words)] * 2
    assert [one.place.words for one in study.codings] == [" ".join(words.split())] * 2
    assert study.remarks == ()


def test_what_keeps_no_words_is_counted_as_the_other_codings_of_its_text_are(tmp_path: Path) -> None:
    note = "INSERT INTO annotation VALUES (1, 1, ?, ?, 'look again', 'Rosa', ?)"
    words = "Then wind"
    edited = today(
        tmp_path / "a.qda",
        coding(1, *in_the_editor("at 8:10."), "at 8:10."),
        (note, (*in_the_editor(words), DATE)),
    )
    counted = today(
        tmp_path / "b.qda", coding(1, *in_characters("at 8:10."), "at 8:10."), (note, (*in_characters(words), DATE))
    )
    alone = today(tmp_path / "c.qda", (note, (*in_the_editor(words), DATE)))
    for study in (edited, counted, alone):
        assert [memo.place and memo.place.words for memo in study.memos] == [words]


def test_words_that_are_not_at_their_place_are_told(tmp_path: Path) -> None:
    study = today(tmp_path / "a.qda", coding(1, *in_characters("wind"), "bread"), coding(2, 4, 8, None))
    assert [one.place.words for one in study.codings] == ["wind", ": Ca"]
    assert study.remarks == ("1 coding keeps other words than stand at its place: look at it",)


def test_a_transcript_of_subtitles_has_their_times(tmp_path: Path) -> None:
    source = "INSERT INTO source (id, name, fulltext, mediapath, av_text_id) VALUES (?, ?, ?, ?, ?)"
    study = today(
        tmp_path / "a.qda",
        (source, (7, "quay.mp3", None, "/audio/quay.mp3", 8)),
        (source, (8, "quay.mp3.txt", SUBTITLES, None, None)),
        (
            "INSERT INTO code_text VALUES (1, 2, 8, 'bread', ?, ?, 'Rosa', ?, '', NULL, NULL)",
            (SUBTITLES.index("bread"), SUBTITLES.index("bread") + 5, DATE),
        ),
    )
    (one,) = study.codings
    assert from_seconds("30.25") < one.place.interval.start < one.place.interval.end < from_seconds(33)
    (held,) = (source.text for source in study.sources if source.name == "quay.mp3")
    assert held is not None
    turns = read_turns(held)
    assert [" ".join(word.text for word in turn.words) for turn in turns] == ["The boats left.", "The bread came."]
    for turn, (start, end) in zip(turns, (("2", "4.5"), ("30.25", "33")), strict=True):
        assert from_seconds(start) <= turn.words[0].start < turn.words[-1].end <= from_seconds(end)


def test_times_before_a_speakers_name_are_nobodys_words() -> None:
    held = FileText(text="[00:00:01] Zoë: The boats.\n[00:00:03] ROSA: And?\n{00:05} No name here.\n[inaudible] yes\n")
    said = [(turn.speaker, " ".join(word.text for word in turn.words)) for turn in read_turns(held)]
    assert said == [("Zoë", "The boats."), ("ROSA", "And?"), ("ROSA", "No name here."), ("ROSA", "[inaudible] yes")]


def test_what_a_project_of_tapes_has_no_place_for_is_counted(tmp_path: Path) -> None:
    study = today(
        tmp_path / "a.qda",
        coding(1, *in_characters("wind"), "wind", important=1),
        ("INSERT INTO cases VALUES (1, 'Zoë', '', 'Rosa', ?)", (DATE,)),
        ("INSERT INTO case_text VALUES (1, 1, 1, 0, ?, 'Rosa', ?, '')", (len(CROSSING), DATE)),
        ("INSERT INTO case_text VALUES (2, 1, 1, 4, 9, 'Rosa', ?, 'here she speaks')", (DATE,)),
        ("INSERT INTO code_image VALUES (1, 1, 0, 0, 9, 9, 1, '', ?, 'Rosa', NULL, 3)", (DATE,)),
        ("INSERT INTO attribute_type VALUES ('age', ?, 'Rosa', '', 'case', 'numeric')", (DATE,)),
        ("INSERT INTO attribute VALUES (1, 'age', 'case', '', 1, ?, 'Rosa')", (DATE,)),
        ("INSERT INTO attribute VALUES (2, 'age', 'case', '41', 2, ?, 'Rosa')", (DATE,)),
        ("INSERT INTO ris VALUES (1, 'TI', 'Title', 'Tides'), (1, 'PY', 'Year', '1999'), (2, 'TI', 'Title', 'x')", ()),
        ("INSERT INTO stored_sql VALUES ('q', '', '', 'select 1')", ()),
        ("INSERT INTO coder_names VALUES ('Rosa', 1), ('idle', 0), ('\U0001f4cc Speaker coding', 1)", ()),
    )
    assert [len(case.sources) for case in study.cases] == [1]
    assert left(study) == {
        ("coding", "it is in an area of a PDF page"): 1,
        ("mark of importance", "a coding has none"): 1,
        ("memo", "it is about a text of a case"): 1,
        ("part of a text in a case", "a case holds whole tapes"): 1,
        ("query", "it asks QualCoder's own database"): 1,
        ("reference to literature", "a project of tapes has none"): 2,
        ("user", "nothing that came in is by them"): 1,
        ("value of a variable", "a project of tapes has none"): 1,
        ("variable", "a project of tapes has none"): 1,
    }


@pytest.mark.parametrize("journal", ["wal", "journal"])
def test_what_lies_only_in_a_journal_beside_the_file_is_told(journal: str, tmp_path: Path) -> None:
    today(tmp_path / "a.qda")
    beside = tmp_path / "a.qda" / f"data.qda-{journal}"
    beside.write_bytes(b"")
    assert read_qualcoder(tmp_path / "a.qda").remarks == ()
    beside.write_bytes(b"not saved yet")
    said = f"data.qda-{journal} lies beside it: close the program and bring it in again, or what is new there is missed"
    assert read_qualcoder(tmp_path / "a.qda").remarks == (said,)
    file = tmp_path / "t.sqlite3"
    with sqlite3.connect(file) as db:
        for table in ("projects", "documents", "tags", "highlights", "highlight_tags"):
            db.execute(f"CREATE TABLE {table} (id integer primary key)")
    (tmp_path / f"t.sqlite3-{journal}").write_bytes(b"not saved yet")
    assert read_taguette(file).remarks == (said.replace("data.qda", "t.sqlite3"),)


def test_what_another_program_made_in_this_form_comes_in_as_it_says_itself(tmp_path: Path) -> None:
    """Exegete makes and reads QualCoder's projects; it is not QualCoder, and codes texts only."""
    new_project = pytest.importorskip("exegete.new_project")
    database = pytest.importorskip("exegete.database")
    folder = tmp_path / "ferry.qda"
    new_project.write_project(folder, new_project.creation_statements("Rosa", "Exegete (QualCoder)", DATE))
    held = CROSSING.removeprefix("\ufeff").replace("\r\n", "\n")
    with database.QualcoderDatabase(str(folder), read_only=False) as made:
        weather = made.add_category("Météo", "Rosa", memo="of the sky")["id"]
        wind = made.add_code("wind", "Rosa", memo="6 and more", category_id=weather, color="#F4E0A1")
        gust = made.add_code("gust 🌬️", "Émile", parent_code_id=wind)
        file = made.import_text_file("Zoë.txt", held, "Rosa", memo="on the quay")["id"]
        for code, words, who in (
            (wind, "Calm 🌊 until", "Rosa"),
            (gust, "🌊 until noon", "Émile"),
            (gust, "8:10.", "R"),
        ):
            at = held.index(words)
            made.add_coding(file, code, at, at + len(words), words, who, memo=f"on {words}")
        made.add_annotation(file, 5, 9, "look again", "Émile")
        made.add_case("Zoë Martin", "Rosa", memo="a passenger")
        made.link_file_to_case(1, file, "Rosa")
        made.add_journal_entry("Day one", "We began.", "Rosa")
        listed = {code["name"]: code for code in made.list_codes()}
        said = {code["id"]: made.get_coded_text_segments(code["id"]) for code in listed.values()}
    study = read_qualcoder(folder)
    codes = {code.guid: code for code in study.codebooks[0].codes}
    assert [(code.name, codes[code.parent].name if code.parent else "") for code in codes.values()] == [
        ("Météo", ""),
        ("wind", "Météo"),
        ("gust 🌬️", "wind"),
    ]
    assert {code.name: code.colour for code in codes.values() if code.is_codable} == {
        name: code["color"].lower() for name, code in listed.items()
    }
    assert sorted((codes[one.code].name, one.place.positions, one.place.words, one.coder) for one in study.codings) == (
        sorted(
            (name, (row["position_start"], row["position_end"]), row["text"], row["owner"])
            for name, code in listed.items()
            for row in said[code["id"]]
        )
    )
    assert [memo.text for memo in study.memos] == ["on the quay", "look again", "We began."]
    assert [(case.name, case.note, len(case.sources)) for case in study.cases] == [("Zoë Martin", "a passenger", 1)]
    assert left(study) == {}


def test_a_tie_to_a_stretch_of_another_recording_is_not_believed(tmp_path: Path) -> None:
    """QualCoder's own import of REFI-QDA writes the recording's number where that of a stretch belongs."""
    source = "INSERT INTO source (id, name, fulltext, mediapath, av_text_id) VALUES (?, ?, ?, ?, ?)"
    text = "INSERT INTO code_text VALUES (?, ?, 8, 'bread', 12, 17, 'Rosa', ?, '', ?, NULL)"
    study = today(
        tmp_path / "a.qda",
        (source, (6, "pier.mp3", None, "/audio/pier.mp3", None)),
        (source, (7, "quay.mp3", None, "/audio/quay.mp3", 8)),
        (source, (8, "quay.mp3.txt", "[00:10] Warm bread.\n[00:20] Yes.", None, None)),
        ("INSERT INTO code_av VALUES (1, 7, 10500, 11500, 1, '', ?, 'Rosa', NULL)", (DATE,)),
        ("INSERT INTO code_av VALUES (7, 6, 300000, 301000, 1, '', ?, 'Rosa', NULL)", (DATE,)),
        (text, (1, 2, DATE, 7)),
        (text, (2, 3, DATE, 1)),
    )
    reckoned, tied = (one.place.interval for one in study.codings if one.place.words is not None)
    assert from_seconds(10) < reckoned.start < reckoned.end < from_seconds(20)
    assert (tied.start, tied.end) == (from_seconds("10.5"), from_seconds("11.5"))


def test_older_projects_tell_a_transcript_by_its_name(tmp_path: Path) -> None:
    source = "INSERT INTO source (id, name, fulltext, mediapath) VALUES (?, ?, ?, ?)"
    study = today(
        tmp_path / "a.qda",
        (source, (7, "quay.mp3", None, "/audio/quay.mp3")),
        (source, (8, "quay.mp3.transcribed", "[00:10] Warm bread.", None)),
        ("INSERT INTO code_text VALUES (1, 2, 8, 'bread', 13, 18, 'Rosa', ?, '', NULL, NULL)", (DATE,)),
    )
    (quay,) = (one for one in study.sources if one.name == "quay.mp3")
    assert [one.name for one in study.sources] == ["crossing.txt", "quay.mp3"]
    assert quay.text is not None
    assert [(one.place.source, one.place.words) for one in study.codings] == [(quay.guid, "bread")]
