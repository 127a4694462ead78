"""Files of a study are told by what they are."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from tapewright.errors import InputError
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
