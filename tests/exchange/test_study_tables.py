"""Codebooks and codings as tables: nothing is taken for a formula, and what is written is read back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import InputError
from tapewright.exchange.codebook_table import read_codebook_csv, read_codebook_json
from tapewright.exchange.codings_csv import read_codings
from tapewright.exchange.refi_codebook import read_qdc
from tapewright.exchange.refi_reader import read_qdpx
from tapewright.exchange.table_text import read_path, read_table, write_path, write_table
from tapewright.timing import Interval, TimecodeFormat, frame_rate, from_seconds

PAL = TimecodeFormat(frame_rate("25"))
_cells = st.one_of(
    st.sampled_from(("=1+1", "+1", "-1", "@x", "'=1", "''", "'", "a,b", 'a"b', "two\nlines", " a ", "＝1")),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=20),
)


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries({"a": _cells, "b": _cells}), min_size=1, max_size=5))
def test_any_table_comes_back_as_it_was(rows: list[dict[str, str]]) -> None:
    text = write_table(("a", "b"), rows)
    kept = [row for row in rows if any(cell.strip() for cell in row.values())]
    assert [row for _, row in read_table(text.encode(), name="t.csv", needs=("a",))] == kept


def test_no_cell_begins_a_formula() -> None:
    text = write_table(("a",), [{"a": cell} for cell in ("=cmd()", "+1", "-1", "@sum", " =1", "\t=1")])
    assert all(line.strip('"').startswith(("a", "'")) for line in text.splitlines() if line.strip('"'))


@given(st.lists(st.text(max_size=10).filter(lambda text: bool(text.strip())), max_size=4))
def test_any_path_comes_back_as_it_was(names: list[str]) -> None:
    assert read_path(write_path(names)) == names


def test_a_codebook_of_taguette_comes_in() -> None:
    study = read_codebook_csv(
        b"tag,description,number of highlights\na/b,what it is,3\nbread,,0\n", name="codebook.csv"
    )
    (book,) = study.codebooks
    assert book.name == "codebook"
    assert [(code.name, code.definition, code.parent) for code in book.codes] == [
        ("a/b", "what it is", ""),
        ("bread", "", ""),
    ]


def test_a_code_is_named_below_others_before_and_after_they_are() -> None:
    study = read_codebook_csv(b"code;definition\na/b;first\na;top\na/b;again\n;none\n", name="x.csv")
    (book,) = study.codebooks
    top, below = book.codes
    assert (top.name, top.definition, below.name, below.definition) == ("a", "top", "b", "first")
    assert below.parent == top.guid
    assert sum(one.count for one in study.left) == 2


@pytest.mark.parametrize(
    "value",
    [[], {}, {"codebooks": 3}, {"codebooks": [1]}, {"codebooks": []}, "x", None],
)
def test_json_that_holds_no_codebooks_is_named(value: object) -> None:
    with pytest.raises(InputError):
        read_codebook_json(json.dumps(value).encode(), name="x.json")


def test_json_of_the_wrong_kinds_breaks_nothing() -> None:
    codes = [
        {"name": 3, "parent": 9},
        {"name": "a", "id": 1, "parent": 1},
        {"id": 2, "name": "b", "colour": "#FFF", "key": "x"},
    ]
    study = read_codebook_json(json.dumps({"codebooks": [{"codes": codes}]}).encode(), name="x.json")
    assert [(code.name, code.colour, code.key) for code in study.codebooks[0].codes] == [("b", "#ffffff", "")]
    assert sum(one.count for one in study.left) == 2


@pytest.mark.parametrize(
    ("times", "wanted"),
    [
        ("1.5;2", (1.5, 2)),
        ("1,5;00:00:02", (1.5, 2)),
        ("00:01:00.25;61", (60.25, 61)),
        ("2;1", None),
        ("1;1", None),
        ("-1;2", None),
        ("1e3;2e3", None),
        ("nan;inf", None),
        (f"{'9' * 4000};2", None),
        ("1:2:3:4;9", None),
        (";", None),
    ],
)
def test_times_of_a_table_are_seconds_or_clocks(times: str, wanted: tuple[float, float] | None) -> None:
    data = f"tape;start;end;code\nT1;{times};quay\nT1;0;1;quay\n".encode()
    study = read_codings(data, name="x.csv", format=PAL)
    found = [coding.place.interval for coding in study.codings[:-1]]
    assert found == ([] if wanted is None else [Interval(from_seconds(wanted[0]), from_seconds(wanted[1]))])


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"tape,start\n1,2\n", b"tape,start,end,code\n", b"PK\x03\x04"])
def test_what_is_no_table_of_codings_is_named(data: bytes) -> None:
    with pytest.raises(InputError):
        read_codings(data, name="x.csv", format=PAL)


_begins = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b'<Project xmlns="urn:QDA-XML:project:1.0" name="x">',
        b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>',
        b"tape,start,end,code\n",
        b"code,definition\n",
        b'{"codebooks": [{"codes": [',
        b"SQLite format 3\x00",
    ]
)


@settings(max_examples=200, deadline=None)
@given(_begins, st.binary(max_size=200))
def test_whatever_bytes_come_are_read_or_refused_by_name(begin: bytes, rest: bytes) -> None:
    data = begin + rest
    readers: list[Callable[[], object]] = [
        lambda: read_qdpx(io.BytesIO(data), name="x"),
        lambda: read_qdc(data, name="x"),
        lambda: read_codings(data, name="x", format=PAL),
        lambda: read_codebook_csv(data, name="x"),
        lambda: read_codebook_json(data, name="x"),
    ]
    for read in readers:
        error = refused(read)
        assert error is None or error.place == "x" or error.place.startswith("x")


def refused(read: Callable[[], object]) -> InputError | None:
    try:
        read()
    except InputError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z"),
        ("2026-11-20 08:00:00", "2026-11-20T08:00:00Z"),
        ("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00Z"),
        ("20.11.2026 08:00", ""),
        ("last week", ""),
        ("", ""),
    ],
)
def test_a_date_of_a_table_is_read_or_counted(given: str, kept: str) -> None:
    """A spreadsheet may write dates in its own way when it saves."""
    table = f"tape,start,end,code,when\nT1,1,2,bread,{given}\n".encode()
    study = read_codings(table, name="t.csv", format=TimecodeFormat(frame_rate("25")))
    assert [one.when for one in study.codings] == [kept]
    lost = [("date of a coding", 1, "it is not written as 2026-11-25T10:00:00Z")] if given and not kept else []
    assert [(one.what, one.count, one.reason) for one in study.left] == lost


def test_a_table_whose_letters_a_spreadsheet_read_wrongly_is_told_so() -> None:
    """Opened as Windows-1252 and saved again, the mark at its beginning is three letters and every accent is two."""
    ours = write_table(("tape", "start", "end", "code"), [{"tape": "Zoë", "start": "1", "end": "2", "code": "é"}])
    saved = ours.encode("utf-8-sig").decode("cp1252").encode()
    with pytest.raises(InputError, match="letters were read as others") as caught:
        list(read_table(saved, name="t.csv", needs=("tape",)))
    assert caught.value.hint == "open the table that came from here again, as Unicode (UTF-8), and save it so"
