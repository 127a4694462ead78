"""Projects of Taguette and of QualCoder come in with a count of everything read and everything left.

No project of either is among the shared data: these are made by the schemas that the programs publish. Positions were
compared once by hand with those of Taguette 1.5.2 itself: 60 highlights of a text with accents, emoji and markup, all
the same.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from tapewright.errors import InputError
from tapewright.exchange.html_text import HtmlText
from tapewright.exchange.qualcoder import read_qualcoder
from tapewright.exchange.refi_reader import UNKNOWN_CODER
from tapewright.exchange.study_file import StudyFile
from tapewright.exchange.taguette import read_taguette
from tapewright.model.coding import MemoAbout
from tapewright.testing.qualcoder_tables import OLDEST, qualcoder_tables
from tapewright.timing import from_milliseconds, from_seconds

TAGUETTE = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME NOT NULL, hashed_password VARCHAR(192));
CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
    created DATETIME NOT NULL);
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
    filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
    text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL, path VARCHAR(200) NOT NULL,
    description TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
    PRIMARY KEY (highlight_id, tag_id));
CREATE TABLE commands (id INTEGER PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL, user_login VARCHAR(30) NOT NULL,
    project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL);
"""

DATE = "2026-11-25 10:00:00"
TEXT = "[00:00:01] MARIAN: The harbour was quiet 🎈.\n[00:00:05.500] ASKER: And then?\n[00:00:08] MARIAN: The boats.\n"


def taguette(path: Path, extra: str = "") -> Path:
    """One project: two documents, three tags, four highlights."""
    document = "<h1>Talk é</h1><p>Nobody <b>asked</b> 🎈 us.</p>\n<p>The boats &amp; the bread</p>"
    text = "Talk éNobody asked 🎈 us.\nThe boats & the bread".encode()
    with sqlite3.connect(path) as db:
        db.executescript(TAGUETTE)
        db.execute("INSERT INTO users VALUES ('rosa', ?, NULL), ('idle', ?, NULL)", (DATE, DATE))
        db.execute("INSERT INTO projects VALUES (1, 'Harbour', 'about it', ?)", (DATE,))
        row = (1, "Talk", "the first", "talk.html", DATE, 1, "LEFT_TO_RIGHT", document)
        db.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO documents VALUES (2, 'Empty', '', '', ?, 1, 'LEFT_TO_RIGHT', '<p></p>')", (DATE,))
        db.execute("INSERT INTO tags VALUES (1, 1, 'asked', 'who asked'), (2, 1, 'bread', ''), (3, 9, 'lost', '')")
        places = [(word, text.index(word.encode())) for word in ("asked 🎈", "bread")]
        for number, (word, start) in enumerate(places, 1):
            end = start + len(word.encode())
            db.execute("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (number, start, end, word))
        db.execute("INSERT INTO highlights VALUES (3, 1, 5, 9000, 'x'), (4, 1, 0, 4, 'Talk'), (5, 2, 0, 1, '')")
        db.execute("INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 2), (3, 1), (5, 1), (77, 1)")
        payload = json.dumps({"type": "highlight_add", "highlight_id": 1, "tags": [1, 2]})
        db.execute("INSERT INTO commands VALUES (1, ?, 'rosa', 1, 1, ?)", (f"{DATE}.123456", payload))
        db.execute("INSERT INTO commands VALUES (2, ?, 'rosa', 1, 1, '{broken')", (DATE,))
        db.executescript(extra)
    return path


def qualcoder(folder: Path, extra: str = "") -> Path:
    """A project with a recording and its transcript, a text, a picture, codes in categories, a case, notes."""
    folder.mkdir()
    at = TEXT.index("harbour")
    with sqlite3.connect(folder / "data.qda") as db:
        db.executescript(qualcoder_tables(OLDEST))
        db.execute("INSERT INTO project VALUES ('v7', ?, 'what it is about', 'QualCoder', 0, 0, 'rosa')", (DATE,))
        db.execute(
            "INSERT INTO source VALUES (1, 'harbour.mp4', NULL, '/video/harbour.mp4', 'filmed', 'rosa', ?, 2, NULL)",
            (DATE,),
        )
        db.execute("INSERT INTO source VALUES (2, 'harbour.mp4.txt', ?, NULL, '', 'rosa', ?, NULL, NULL)", (TEXT, DATE))
        db.execute("INSERT INTO source VALUES (3, 'field.txt', 'é 🎈 notes', NULL, '', 'rosa', ?, NULL, NULL)", (DATE,))
        db.execute(
            "INSERT INTO source VALUES (4, 'quay.jpg', NULL, '/images/quay.jpg', '', 'rosa', ?, NULL, NULL)", (DATE,)
        )
        db.execute(
            "INSERT INTO source VALUES (5, 'b.mp3', NULL, 'audio:/far/away/b.mp3', '', 'rosa', ?, NULL, NULL)", (DATE,)
        )
        db.execute("INSERT INTO code_cat VALUES (1, 'weather', 'rosa', ?, 'all of it', NULL)", (DATE,))
        db.execute("INSERT INTO code_cat VALUES (2, 'wind', 'rosa', ?, '', 1)", (DATE,))
        db.execute("INSERT INTO code_name VALUES (1, 'quiet', 'no wind', 2, 'rosa', ?, '#FF0000')", (DATE,))
        db.execute("INSERT INTO code_name VALUES (2, 'loose', '', NULL, 'rosa', ?, 'red')", (DATE,))
        coding = "INSERT INTO code_text VALUES (?, ?, ?, '', ?, ?, 'rosa', ?, ?, ?, NULL)"
        db.execute(coding, (1, 1, 2, at, at + 7, DATE, "said so", None))
        db.execute(coding, (2, 2, 3, 2, 3, DATE, "", None))
        db.execute(coding, (3, 1, 2, 5, 9_000, DATE, "", None))
        db.execute(coding, (4, 99, 2, 5, 9, DATE, "", None))
        db.execute(coding, (5, 1, 2, at, at + 7, DATE, "", 1))
        db.execute("INSERT INTO code_av VALUES (1, 1, 1500, 4250, 2, 'seen', ?, 'emile', NULL)", (DATE,))
        db.execute("INSERT INTO code_av VALUES (2, 1, 9, 3, 2, '', ?, 'emile', NULL)", (DATE,))
        db.execute("INSERT INTO code_image VALUES (1, 4, 0, 0, 9, 9, 1, '', ?, 'rosa', NULL)", (DATE,))
        db.execute("INSERT INTO annotation VALUES (1, 2, ?, ?, 'look again', 'rosa', ?)", (at, at + 7, DATE))
        db.execute("INSERT INTO cases VALUES (1, 'The harbour', 'one', 'rosa', ?)", (DATE,))
        db.execute(
            "INSERT INTO case_text VALUES (1, 1, 1, 0, 0, 'rosa', ?, ''), (2, 1, 2, 0, 9, 'rosa', ?, '')", (DATE, DATE)
        )
        db.execute("INSERT INTO case_text VALUES (3, 1, 4, 0, 0, 'rosa', ?, '')", (DATE,))
        db.execute("INSERT INTO journal VALUES (1, 'Monday', 'we began', ?, 'rosa')", (DATE,))
        db.execute("INSERT INTO attribute_type VALUES ('age', ?, 'rosa', '', 'case', 'numeric')", (DATE,))
        db.execute("INSERT INTO attribute VALUES (1, 'age', 'case', '40', 1, ?, 'rosa')", (DATE,))
        db.executescript(extra)
    return folder


def left(study: StudyFile) -> dict[tuple[str, str], int]:
    return {(one.what, one.reason): one.count for one in study.left}


def test_taguettes_highlights_are_codings_at_their_words(tmp_path: Path) -> None:
    study = read_taguette(taguette(tmp_path / "t.sqlite3"))
    assert study.counts == {
        "codebooks": 1,
        "codes": 2,
        "sources": 1,
        "transcripts": 1,
        "codings": 3,
        "memos": 2,
        "sets": 0,
        "cases": 0,
        "coders": 2,
    }
    assert sorted(coding.place.words or "" for coding in study.codings) == ["asked 🎈", "asked 🎈", "bread"]
    assert {(coding.coder, coding.when) for coding in study.codings if coding.place.words != "bread"} == {
        ("rosa", "2026-11-25T10:00:00Z")
    }
    assert [coding.coder for coding in study.codings if coding.place.words == "bread"] == [UNKNOWN_CODER]
    assert [(code.name, code.definition) for code in study.codebooks[0].codes] == [
        ("asked", "who asked"),
        ("bread", ""),
    ]
    assert left(study) == {
        ("code", "its project is not in the file"): 1,
        ("text", "it is empty"): 1,
        ("highlight", "it has no tag"): 1,
        ("coding", "it lies beyond its text"): 1,
        ("coding", "its document did not come in"): 1,
        ("coding", "its highlight is not in the file"): 1,
        ("user", "nothing that came in is by them"): 1,
    }


def test_taguettes_positions_are_bytes_of_the_text_without_its_tags() -> None:
    html = HtmlText("<p>é<i>🎈</i>b</p><p>c</p>")
    assert html.text == "é🎈b\nc\n"
    assert [html.position(at) for at in (0, 2, 6, 7, 8)] == [0, 1, 2, 4, 5]
    assert html.position(9) == -1
    assert html.position(-1) == -1


def test_qualcoders_codings_come_in_on_the_clock_of_the_recording(tmp_path: Path) -> None:
    study = read_qualcoder(qualcoder(tmp_path / "harbour.qda"))
    assert study.counts == {
        "codebooks": 1,
        "codes": 4,
        "sources": 3,
        "transcripts": 2,
        "codings": 4,
        "memos": 4,
        "sets": 0,
        "cases": 1,
        "coders": 3,
    }
    by_words = {(coding.place.words, coding.note): coding for coding in study.codings}
    said = by_words["harbour", "said so"].place.interval
    assert from_seconds(1) < said.start < said.end < from_seconds("5.5")
    tied = by_words["harbour", ""].place.interval
    assert (tied.start, tied.end) == (from_milliseconds(1_500), from_milliseconds(4_250))
    assert by_words["🎈", ""].place.source == next(one.guid for one in study.sources if one.name == "field.txt")
    seen = by_words[None, "seen"]
    assert (seen.coder, seen.place.interval.start) == ("emile", from_milliseconds(1_500))
    names = {code.guid: code.name for code in study.codebooks[0].codes}
    tree = [(code.name, names.get(code.parent, ""), code.is_codable) for code in study.codebooks[0].codes]
    assert tree == [("weather", "", False), ("wind", "weather", False), ("quiet", "wind", True), ("loose", "", True)]
    assert [source.path for source in study.sources] == ["harbour.mp4", "", "/far/away/b.mp3"]
    assert [len(case.sources) for case in study.cases] == [1]
    assert {memo.about for memo in study.memos} == {MemoAbout.PROJECT, MemoAbout.TAPE, MemoAbout.SPAN}
    assert left(study) == {
        ("picture", "a project of tapes has none"): 1,
        ("coding", "it is in a picture"): 1,
        ("coding", "it lies beyond its text"): 1,
        ("coding", "its code is not in the file"): 1,
        ("coding", "its times are impossible"): 1,
        ("member of a set or case", "it is a source that did not come in"): 1,
        ("variable", "a project of tapes has none"): 1,
        ("value of a variable", "a project of tapes has none"): 1,
        ("part of a text in a case", "a case holds whole tapes"): 1,
    }


def test_the_same_project_has_the_same_guids_each_time(tmp_path: Path) -> None:
    folder, file = qualcoder(tmp_path / "harbour.qda"), taguette(tmp_path / "t.sqlite3")
    assert read_qualcoder(folder) == read_qualcoder(folder)
    assert read_taguette(file) == read_taguette(file)
    guids = [coding.guid for study in (read_qualcoder(folder), read_taguette(file)) for coding in study.codings]
    assert len(set(guids)) == len(guids)


def test_nothing_is_written_beside_or_into_their_files(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "harbour.qda", "PRAGMA journal_mode = WAL;")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    read_qualcoder(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_older_versions_without_some_columns_are_read(tmp_path: Path) -> None:
    drop = "ALTER TABLE code_text DROP COLUMN avid; ALTER TABLE source DROP COLUMN av_text_id; DROP TABLE journal;"
    study = read_qualcoder(qualcoder(tmp_path / "harbour.qda", drop))
    assert study.counts["codings"] == 4
    assert study.counts["sources"] == 4


def test_categories_in_a_ring_are_counted_and_end(tmp_path: Path) -> None:
    study = read_qualcoder(qualcoder(tmp_path / "harbour.qda", "UPDATE code_cat SET supercatid = 2 WHERE catid = 1;"))
    assert [code.name for code in study.codebooks[0].codes] == ["loose"]
    assert left(study)["code", "what is above it holds itself in a ring"] == 3


@pytest.mark.parametrize("column", ["pos0", "cid", "fid", "owner", "memo"])
def test_values_of_the_wrong_kind_are_counted_and_break_nothing(tmp_path: Path, column: str) -> None:
    for number, value in enumerate(("x'00ff'", "'nine'", "1e300", "-5", "NULL", "9223372036854775807")):
        study = read_qualcoder(
            qualcoder(tmp_path / f"{number}.qda", f"UPDATE code_text SET {column} = {value}; DELETE FROM code_av;")
        )
        assert len(study.codings) + sum(one.count for one in study.left if one.what == "coding") == 6


def test_a_view_in_place_of_a_table_is_never_asked(tmp_path: Path) -> None:
    endless = (
        "DROP TABLE tags; CREATE VIEW tags AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
        "SELECT id, 1 AS project_id, 'x' AS path, '' AS description FROM n;"
    )
    with pytest.raises(InputError, match="not Taguette"):
        read_taguette(taguette(tmp_path / "t.sqlite3", endless))


def test_a_database_that_was_cut_or_flipped_is_named_and_ends(tmp_path: Path) -> None:
    whole = taguette(tmp_path / "t.sqlite3").read_bytes()
    broken = tmp_path / "broken.sqlite3"
    for data in (
        *(whole[:length] for length in range(0, len(whole), 3_001)),
        *(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(16, len(whole), 997)),
    ):
        broken.write_bytes(data)
        with suppress(InputError):
            assert len(read_taguette(broken).codings) <= 4


def test_what_is_no_project_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.qda").mkdir()
    with pytest.raises(InputError, match="no QualCoder project"):
        read_qualcoder(tmp_path / "empty.qda")
    (tmp_path / "link.qda").mkdir()
    (tmp_path / "link.qda" / "data.qda").symlink_to(taguette(tmp_path / "t.sqlite3"))
    with pytest.raises(InputError, match="no QualCoder project"):
        read_qualcoder(tmp_path / "link.qda")
    (tmp_path / "other.qda").mkdir()
    (tmp_path / "other.qda" / "data.qda").write_bytes((tmp_path / "t.sqlite3").read_bytes())
    with pytest.raises(InputError, match="not QualCoder's"):
        read_qualcoder(tmp_path / "other.qda")
