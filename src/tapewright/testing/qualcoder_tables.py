"""The tables of a QualCoder project after its published schema, for tests: those of today, and those of years ago."""

from __future__ import annotations

NEWEST = 17
"""The version of the schema that QualCoder 4.0 writes."""

OLDEST = 7
"""The oldest one that is tested: without codes below codes, and looser about what comes twice."""

_COLUMNS = {
    "project": "databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer,"
    " codername text",
    "source": "id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,"
    " av_text_id integer, risid integer",
    "code_image": "imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer,"
    " cid integer, memo text, date text, owner text, important integer",
    "code_av": "avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text, date text,"
    " owner text, important integer",
    "annotation": "anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text, date text",
    "attribute_type": "name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text",
    "attribute": "attrid integer primary key, name text, attr_type text, value text, id integer, date text, owner text",
    "case_text": "id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,"
    " date text, memo text",
    "cases": "caseid integer primary key, name text, memo text, owner text, date text",
    "code_cat": "catid integer primary key, name text, owner text, date text, memo text, supercatid integer",
    "code_text": "ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer,"
    " owner text, date text, memo text, avid integer, important integer",
    "code_name": "cid integer primary key, name text, memo text, catid integer, owner text, date text, color text",
    "journal": "jid integer primary key, name text, jentry text, date text, owner text",
}
_ONCE = {"source": "name", "annotation": "fid, pos0, pos1, owner", "attribute": "name, attr_type, id"}
_COLUMNS_SINCE = {
    "project": "recently_used_codes text",
    "code_image": "pdf_page integer",
    "code_name": "supercid integer",
}
_ONCE_SINCE = {
    "cases": "name",
    "code_cat": "name",
    "code_text": "cid, fid, pos0, pos1, owner",
    "code_name": "name",
}
_TABLES_SINCE = {
    "coder_names": "name text unique not null, visibility integer not null default 1",
    "ris": "risid integer, tag text, longtag text, value text",
    "stored_sql": "title text, description text, grouper text, ssql text, unique(title)",
}


def qualcoder_tables(version: int = NEWEST) -> str:
    """SQL that makes the empty tables of a project of a version, ``NEWEST`` or ``OLDEST``."""
    tables, once = dict(_COLUMNS), dict(_ONCE)
    if version == NEWEST:
        tables |= {name: f"{_COLUMNS[name]}, {column}" for name, column in _COLUMNS_SINCE.items()}
        tables |= _TABLES_SINCE
        once |= _ONCE_SINCE
    unique = {name: f", unique({columns})" for name, columns in once.items()}
    return "".join(f"CREATE TABLE {name} ({columns}{unique.get(name, '')});\n" for name, columns in tables.items())
