"""Lists of names come from spreadsheets and from anywhere; a broken one is named."""

from __future__ import annotations

import pytest

from tapewright.errors import InputError
from tapewright.exchange.name_list import MOST_NAMES, read_names, write_names
from tapewright.model.names import KnownName, NameKind
from tapewright.testing.hostile import mutations

LIST = (
    KnownName(name="Marian Voss", kind=NameKind.PERSON, sounds_like=("marion foss", "mary on")),
    KnownName(name='The "Karla", a ship', kind=NameKind.TERM, is_told=False),
    KnownName(name="Zeebrügge"),
)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_written_is_read_back(form: str) -> None:
    assert read_names(write_names(LIST, format=form).encode(), name=f"a.{form}").names == LIST


def test_plain_text_holds_the_names_alone() -> None:
    read = read_names(write_names(LIST, format="txt").encode(), name="a.txt")
    assert [name.name for name in read.names] == [name.name for name in LIST]


@pytest.mark.parametrize(
    "text",
    [
        "name;kind\nOrford;place\n",
        "Kind\tName\nplace\tOrford\n",
        "Orford,place\n",
        "\ufeffname,kind\r\nOrford,PLACE\r\n",
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(text: str) -> None:
    assert read_names(text.encode(), name="a.csv").names == (KnownName(name="Orford", kind=NameKind.PLACE),)


def test_a_name_twice_is_one_name() -> None:
    read = read_names(b"name,kind,sounds_like\nTom,,tomb\nTOM,person,thom\n", name="a.csv")
    assert read.names == (
        KnownName(name="Tom", kind=NameKind.PERSON, spellings=("TOM",), sounds_like=("tomb", "thom")),
    )


def test_a_line_that_cannot_be_a_name_is_left_out_and_named() -> None:
    read = read_names(b"name,kind\nTom,planet\nOrford,place\n" + b"x" * 300 + b",\n", name="a.csv")
    assert [name.name for name in read.names] == ["Orford"]
    assert len(read.remarks) == 2
    assert read.remarks[0].startswith("line 2: left out: there is no kind")


@pytest.mark.parametrize("data", [b"{}", b'{"names": 3}', b"[]", b"[[1]]", b"3"])
def test_json_without_names_is_named(data: bytes) -> None:
    with pytest.raises(InputError):
        read_names(data, name="a.json")


def test_far_too_many_names_are_refused() -> None:
    with pytest.raises(InputError, match="more than"):
        read_names("\n".join(f"n{n}" for n in range(MOST_NAMES + 2)).encode(), name="a.txt")


@pytest.mark.parametrize("form", ["txt", "csv", "json"])
def test_broken_lists_are_read_or_named(form: str) -> None:
    for what, data in mutations(write_names(LIST, format=form).encode()):
        assert read_or_named(data, f"a.{form}") is not None, what


def read_or_named(data: bytes, name: str) -> object:
    """The names, or the error that names the file; anything else fails the test by itself."""
    try:
        return read_names(data, name=name).names or None
    except InputError as error:
        return error.place == name or None
