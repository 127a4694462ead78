"""Files of a study are told by what they are."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tapewright.errors import InputError
from tapewright.exchange import study_file
from tapewright.exchange.codebook_table import read_codebook_csv, read_codebook_json
from tapewright.exchange.codings_csv import read_codings
from tapewright.exchange.study_file import DEEPEST
from tapewright.exchange.study_readers import read_study
from tapewright.timing import TimecodeFormat, frame_rate

PAL = TimecodeFormat(frame_rate("25"))
CODES = '<Codes><Code guid="22222222-2222-2222-2222-222222222222" name="é" isCodable="true"/></Codes>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_projects_and_codebooks_are_known_in_any_encoding_of_xml(encoding: str, tmp_path: Path) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    for name, xml in (
        ("a.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="a"><CodeBook>{CODES}</CodeBook></Project>'),
        ("a.qdc", f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{CODES}</CodeBook>'),
    ):
        (tmp_path / name).write_bytes(f"{head}{xml}".encode(encoding))
        study = read_study(tmp_path / name, format=PAL)
        assert [code.name for book in study.codebooks for code in book.codes] == ["é"]


def test_the_database_in_qualcoders_folder_stands_for_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "ferry.qda"
    folder.mkdir()
    with sqlite3.connect(folder / "data.qda") as db:
        db.executescript(
            "CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text);"
            "CREATE TABLE code_name (cid integer primary key, name text);"
            "CREATE TABLE code_text (ctid integer primary key); CREATE TABLE code_av (avid integer primary key);"
            "INSERT INTO code_name VALUES (1, 'gust');"
        )
    assert read_study(folder / "data.qda", format=PAL) == read_study(folder, format=PAL)
    with zipfile.ZipFile(tmp_path / "ferry.zip", "w") as archive:
        archive.write(folder / "data.qda", "ferry.qda/data.qda")
    with pytest.raises(InputError, match=r"no project\.qde") as caught:
        read_study(tmp_path / "ferry.zip", format=PAL)
    assert caught.value.hint == "it is QualCoder's folder, packed: unpack it and bring in the folder"


def deep_qualcoder(folder: Path, levels: int) -> Path:
    """Codes below codes, and a coding of the whole text for each."""
    folder.mkdir()
    with sqlite3.connect(folder / "data.qda") as db:
        db.executescript(
            "CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text);"
            "CREATE TABLE code_name (cid integer primary key, name text, supercid integer);"
            "CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, pos0 integer, pos1 integer);"
            "CREATE TABLE code_av (avid integer primary key);"
            "INSERT INTO source VALUES (1, 'quay.txt', 'the harbour was quiet', NULL);"
        )
        numbers = range(1, levels + 1)
        db.executemany("INSERT INTO code_name VALUES (?, ?, ?)", [(n, f"c{n}", n - 1 or None) for n in numbers])
        db.executemany("INSERT INTO code_text VALUES (?, ?, 1, 0, 21)", [(n, n) for n in numbers])
    return folder


def test_codes_nested_without_end_are_counted(tmp_path: Path) -> None:
    """The codes of a project are shown as a tree: thousands of levels would break it."""
    book = read_study(deep_qualcoder(tmp_path / "deep.qda", 3000), format=PAL)
    table = "code\n" + "/".join("a" * 3000) + "\n" + "b/c\n"
    (tmp_path / "codes.csv").write_text(table, encoding="utf-8")
    csv = read_codebook_csv((tmp_path / "codes.csv").read_bytes(), name="codes.csv")
    listed = [{"id": n, "parent": n - 1 or None, "name": f"c{n}"} for n in range(1, 3001)]
    given = json.dumps({"codebooks": [{"name": "deep", "codes": listed}]}).encode()
    of_json = read_codebook_json(given, name="codes.json")
    for study, kept in ((book, DEEPEST), (csv, DEEPEST + 2), (of_json, DEEPEST)):
        assert study.counts["codes"] == kept
        lost = {one.what: one.count for one in study.left if one.reason == "it lies too deep in the tree"}
        assert lost == {"code": 3000 - DEEPEST}
    assert book.counts["codings"] == DEEPEST
    assert {one.what: one.count for one in book.left}["coding"] == 3000 - DEEPEST


def test_codings_of_a_table_below_too_many_codes_are_counted() -> None:
    table = f"tape,start,end,code\nT1,1,2,{'/'.join('a' * 3000)}\nT1,1,2,b\n".encode()
    study = read_codings(table, name="t.csv", format=PAL)
    assert study.counts["codes"] == study.counts["codings"] == 1
    (lost,) = study.left
    assert (lost.what, lost.count, lost.reason) == ("coding", 1, "its code lies too deep in the tree")


def test_codings_that_cover_everything_many_times_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(study_file, "MOST_COVERED", 100)
    with pytest.raises(InputError, match="cover more text"):
        read_study(deep_qualcoder(tmp_path / "many.qda", 9), format=PAL)
    assert read_study(deep_qualcoder(tmp_path / "few.qda", 4), format=PAL).counts["codings"] == 4
    with sqlite3.connect(tmp_path / "t.sqlite3") as db:
        db.executescript(
            "CREATE TABLE projects (id integer primary key, name text);"
            "CREATE TABLE documents (id integer primary key, project_id integer, name text, contents text);"
            "CREATE TABLE tags (id integer primary key, project_id integer, path text);"
            "CREATE TABLE highlights (id integer primary key, document_id integer, start_offset integer,"
            " end_offset integer); CREATE TABLE highlight_tags (highlight_id integer, tag_id integer);"
            "INSERT INTO projects VALUES (1, 'a'); INSERT INTO tags VALUES (1, 1, 'quay');"
            "INSERT INTO documents VALUES (1, 1, 'a', '<p>the harbour was quiet</p>');"
        )
        db.executemany("INSERT INTO highlights VALUES (?, 1, 0, 21)", [(n,) for n in range(9)])
        db.executemany("INSERT INTO highlight_tags VALUES (?, 1)", [(n,) for n in range(9)])
    with pytest.raises(InputError, match="cover more text"):
        read_study(tmp_path / "t.sqlite3", format=PAL)
