"""Codebooks as a table or as JSON. Tables of Taguette (``tag``, ``description``) and of people are read too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange.json_text import parsed, records, text_of
from tapewright.exchange.refi_codes import LABELS, NO_NAME, colour_in
from tapewright.exchange.study_file import FileCode, FileCodebook, Leavings, StudyFile, guid_in, made_guid, shallow
from tapewright.exchange.table_text import read_path, read_table, write_path, write_table

COLUMNS = (
    *("codebook", "code", "definition", "use_when", "not_when", "example", "source", "colour", "key", "codable"),
    "guid",
)
_TEXTS = ("definition", *(name for name, _ in LABELS))
_NO = frozenset(("no", "false", "0", "n"))
_NAMES = ("code", "tag", "path", "name")


def write_codebook_csv(books: Sequence[FileCodebook]) -> str:
    """A row for each code, with its path from the top of its codebook."""
    rows = []
    for book in books:
        paths: dict[str, tuple[str, ...]] = {"": ()}
        for code in book.codes:
            paths[code.guid] = (*paths[code.parent], code.name)
            rows.append(
                {
                    "codebook": book.name,
                    "code": write_path(paths[code.guid]),
                    **{name: getattr(code, name) for name in _TEXTS},
                    "colour": code.colour,
                    "key": code.key,
                    "codable": "yes" if code.is_codable else "no",
                    "guid": code.guid,
                }
            )
    return write_table(COLUMNS, rows)


def write_codebook_json(books: Sequence[FileCodebook]) -> str:
    """``{"codebooks": [{"guid", "name", "note", "origin", "codes": [{"guid", "parent", "name", …}]}]}``."""
    made = [
        {
            "guid": book.guid,
            "name": book.name,
            "note": book.note,
            "origin": book.origin,
            "codes": [
                {
                    "guid": code.guid,
                    "parent": code.parent or None,
                    "name": code.name,
                    **{name: getattr(code, name) for name in _TEXTS},
                    "colour": code.colour,
                    "key": code.key,
                    "is_codable": code.is_codable,
                }
                for code in book.codes
            ],
        }
        for book in books
    ]
    return json.dumps({"codebooks": made}, ensure_ascii=False, indent=2) + "\n"


def read_codebook_csv(data: bytes, *, name: str) -> StudyFile:
    """Codebooks of a table with a column ``code``, ``tag``, ``path`` or ``name``; all others may be missing.

    Only where the column is ``code`` does a slash in it part a code from the one above.
    """
    rows = list(read_table(data, name=name, needs=()))
    column = next((one for one in _NAMES if any(one in row for _, row in rows)), None)
    if column is None:
        raise InputError("the table names no codes", place=name, hint="it needs a column 'code'")
    stem = name.rsplit(".", 1)[0]
    leavings = Leavings()
    books: dict[str, dict[tuple[str, ...], FileCode]] = {}
    for number, row in rows:
        written = row.get(column, "")
        path = tuple(read_path(written) if column == "code" else [written] if written.strip() else [])
        book = row.get("codebook", "").strip() or stem
        codes = books.setdefault(book, {})
        if not path:
            leavings.leave("code", "it has no name")
            continue
        for depth in range(1, len(path)):
            codes.setdefault(path[:depth], _bare(book, path[:depth], codes))
        if path in codes and codes[path] != _bare(book, path, codes):
            leavings.leave("code", f"it stands in the table twice (row {number})")
            continue
        codes[path] = _from_row(book, path, row, codes)
    return _study(
        stem,
        "csv",
        [
            FileCodebook(
                guid=made_guid("path", book), name=book, codes=shallow(_depth_first(list(codes.values())), leavings)
            )
            for book, codes in books.items()
        ],
        leavings,
    )


def read_codebook_json(data: bytes, *, name: str) -> StudyFile:
    """Codebooks of our own JSON: what ``write_codebook_json`` writes, or what ``codebook --json`` shows."""
    value = parsed(data, name=name)
    listed = records(value.get("codebooks")) if isinstance(value, dict) else []
    if not listed:
        raise InputError("there are no codebooks in it", place=name, hint='it begins with {"codebooks": […')
    leavings = Leavings()
    books = []
    for number, book in enumerate(listed):
        title = text_of(book.get("name")) or NO_NAME
        codes, named = [], {}
        for place, item in enumerate(records(book.get("codes"))):
            guid = guid_in(text_of(item.get("guid"))) or made_guid("json", name, title, number, place)
            named[_key(item.get("guid") or item.get("id"))] = guid
            codes.append((item, guid))
        made = [_from_json(item, guid, named) for item, guid in codes]
        ordered = _depth_first(made)
        leavings.leave("code", "the codes above it are not in the file", len(made) - len(ordered))
        books.append(
            FileCodebook(
                guid=guid_in(text_of(book.get("guid"))) or made_guid("json", name, title, number),
                name=title if title.strip() else NO_NAME,
                note=text_of(book.get("note")),
                origin=text_of(book.get("origin")),
                codes=shallow(ordered, leavings),
            )
        )
    return _study(name.rsplit(".", 1)[0], "json", books, leavings)


def _study(name: str, format: str, books: list[FileCodebook], leavings: Leavings) -> StudyFile:
    return StudyFile(name=name, format=format, codebooks=tuple(books), left=leavings.left)


def _bare(book: str, path: tuple[str, ...], codes: dict[tuple[str, ...], FileCode]) -> FileCode:
    above = codes[path[:-1]].guid if len(path) > 1 else ""
    return FileCode(guid=made_guid("path", book, *path), name=path[-1], parent=above)


def _from_row(
    book: str, path: tuple[str, ...], row: dict[str, str], codes: dict[tuple[str, ...], FileCode]
) -> FileCode:
    bare = _bare(book, path, codes)
    # What hangs on a code that was only named above it goes on hanging on it.
    guid = codes[path].guid if path in codes else guid_in(row.get("guid", "")) or bare.guid
    return FileCode(
        guid=guid,
        name=bare.name,
        parent=bare.parent,
        definition=row.get("definition") or row.get("description") or "",
        use_when=row.get("use_when", ""),
        not_when=row.get("not_when", ""),
        example=row.get("example", ""),
        source=row.get("source", ""),
        colour=colour_in(row.get("colour") or row.get("color") or ""),
        key=_number_key(row.get("key", "")),
        is_codable=row.get("codable", "").strip().lower() not in _NO,
    )


def _from_json(item: dict[str, Any], guid: str, named: dict[str, str]) -> FileCode:
    name = text_of(item.get("name"))
    above = item.get("parent")
    return FileCode(
        guid=guid,
        name=name if name.strip() else NO_NAME,
        parent="" if above is None else named.get(_key(above), "?"),
        definition=text_of(item.get("definition")),
        use_when=text_of(item.get("use_when")),
        not_when=text_of(item.get("not_when")),
        example=text_of(item.get("example")),
        source=text_of(item.get("source")),
        colour=colour_in(text_of(item.get("colour"))),
        key=_number_key(text_of(item.get("key"))),
        is_codable=item.get("is_codable") is not False,
    )


def _key(value: object) -> str:
    return guid_in(value) or value if isinstance(value, str) else str(value)


def _number_key(text: str) -> str:
    plain = text.strip()
    return plain if plain in tuple("123456789") else ""


def _depth_first(codes: Iterable[FileCode]) -> tuple[FileCode, ...]:
    """Parents before children, siblings in their order; what hangs on nothing is left out, and each stands once."""
    below: dict[str, list[FileCode]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    ordered: dict[str, FileCode] = {}
    waiting = list(reversed(below.get("", [])))
    while waiting:
        code = waiting.pop()
        if code.guid not in ordered:
            ordered[code.guid] = code
            waiting += reversed(below.get(code.guid, []))
    return tuple(ordered.values())
