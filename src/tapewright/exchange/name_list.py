"""Lists of names: plain text with one a line, CSV as a spreadsheet writes it, JSON.

A CSV has a first row of headings, of which only ``name`` must be there; several spellings stand in one cell, parted
by ``|``. Without headings the first column is the name and the second, where it is one, the kind.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tapewright.errors import InputError, UsageError
from tapewright.exchange.encoding import decode
from tapewright.exchange.json_text import parsed
from tapewright.model.names import KnownName, NameKind, merged

FORMATS = ("txt", "csv", "json")
MOST_NAMES = 20_000
_COLUMNS = ("name", "kind", "spellings", "sounds_like", "told")
_NO = frozenset(("no", "false", "0", "n"))
_KINDS = frozenset(kind.value for kind in NameKind)


@dataclass(frozen=True, slots=True)
class ReadNames:
    """The names of a file, each once, and what was left out."""

    names: tuple[KnownName, ...]
    remarks: tuple[str, ...] = ()


def read_names(data: bytes, *, name: str) -> ReadNames:
    """Names out of a file, by its ending: ``.csv``, ``.json``, else one a line; ``#`` begins a remark.

    A line that cannot be a name is named and left out. InputError for what is no such file, or holds no name.
    """
    ending = name.rsplit(".", 1)[-1].lower()
    remarks: list[str] = []
    if ending == "json":
        rows = _json_rows(parsed(data, name=name), name)
    else:
        decoded = decode(data, name=name)
        remarks += decoded.remarks
        rows = _csv_rows(decoded.text, name) if ending in ("csv", "tsv") else _lines(decoded.text)
    found: dict[str, KnownName] = {}
    for place, row in rows:
        try:
            made = _known(row)
        except UsageError as error:
            remarks.append(f"{place}: left out: {error.message}")
            continue
        key = made.name.casefold()
        found[key] = merged(found[key], made) if key in found else made
        if len(found) > MOST_NAMES:
            raise InputError(f"more than {MOST_NAMES:,} names", place=name, hint="give the names of this project only")
    if not found:
        raise InputError("no names in it", place=name, hint="write one name a line, or a CSV with a column 'name'")
    return ReadNames(tuple(found.values()), _some(remarks))


def write_names(names: Iterable[KnownName], *, format: str) -> str:
    """The names as a file of one of ``FORMATS``; plain text holds the names alone."""
    if format == "txt":
        return "".join(f"{name.name}\n" for name in names)
    rows = [_row(name) for name in names]
    if format == "json":
        return json.dumps({"names": rows}, ensure_ascii=False, indent=2) + "\n"
    if format != "csv":
        raise UsageError(f"no way to write names is called {format!r}", hint=f"there are {', '.join(FORMATS)}")
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in _COLUMNS])
    return made.getvalue()


def _row(name: KnownName) -> dict[str, Any]:
    return {
        "name": name.name,
        "kind": name.kind.value,
        "spellings": list(name.spellings),
        "sounds_like": list(name.sounds_like),
        "told": name.is_told,
    }


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " | ".join(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _some(remarks: Sequence[str], most: int = 20) -> tuple[str, ...]:
    rest = len(remarks) - most
    return (*remarks[:most], f"… and {rest} more") if rest > 0 else tuple(remarks)


def _lines(text: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    for number, line in enumerate(text.splitlines(), 1):
        name = " ".join(line.partition("#")[0].split())
        if name:
            yield f"line {number}", {"name": name}


def _csv_rows(text: str, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    head = text[:4096]
    delimiter = max((",", ";", "\t"), key=head.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", place=name, hint="save it as CSV again") from error
    headings = [cell.strip().lower().replace(" ", "_") for cell in rows[0]] if rows else []
    has_headings = "name" in headings
    columns = headings if has_headings else list(_COLUMNS[:2])
    for number, row in enumerate(rows[has_headings:], 1 + has_headings):
        cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if column in _COLUMNS}
        if cells.get("name"):
            yield f"line {number}", cells


def _json_rows(value: object, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    listed = value.get("names") if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise InputError("no list of names in it", place=name, hint='write ["Marian Voss", {"name": "Orford"}]')
    for number, item in enumerate(listed, 1):
        if isinstance(item, str):
            yield f"name {number}", {"name": item}
        elif isinstance(item, dict):
            yield f"name {number}", item
        else:
            yield f"name {number}", {}


def _known(row: Mapping[str, object]) -> KnownName:
    kind = str(row.get("kind") or NameKind.NAME.value).strip().lower()
    if kind not in _KINDS:
        raise UsageError(f"there is no kind of names {kind[:40]!r}")
    told = row.get("told", True)
    return KnownName(
        name=" ".join(str(row.get("name") or "").split()),
        kind=NameKind(kind),
        spellings=_texts(row.get("spellings")),
        sounds_like=_texts(row.get("sounds_like")),
        is_told=told if isinstance(told, bool) else str(told).strip().lower() not in _NO,
    )


def _texts(value: object) -> tuple[str, ...]:
    """Several ways to write a name: a list, or one text with ``|`` between."""
    texts = value if isinstance(value, list) else str(value or "").split("|")
    return tuple(dict.fromkeys(text for one in texts if (text := " ".join(str(one).split()))))
