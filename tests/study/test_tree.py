"""Codes are found by what a person calls them, and the tree has no rings."""

from __future__ import annotations

import pytest

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Code, Codebook, CodebookId, CodeId
from tapewright.study.tree import CodeTree, ranked

BOOKS = [Codebook(name="Warning signs", id=CodebookId(1)), Codebook(name="Answers", id=CodebookId(2))]


def code(number: int, name: str, parent: int | None = None, *, book: int = 1, rank: int = 0) -> Code:
    above = None if parent is None else CodeId(parent)
    return Code(id=CodeId(number), codebook=CodebookId(book), name=name, parent=above, rank=rank)


CODES = [
    code(1, "Contacts", rank=1),
    code(2, "Reported", 1),
    code(3, "To the harbour", 2),
    code(4, "Threats", rank=0),
    code(5, "Reported", book=2),
    code(6, "threats heard", 5, book=2),
]
TREE = CodeTree(BOOKS, CODES)


def test_a_tree_is_walked_in_the_order_of_its_ranks() -> None:
    assert [one.id for one in TREE.walk(CodebookId(1))] == [4, 1, 2, 3]
    assert TREE.path(CODES[2]) == "Contacts/Reported/To the harbour"
    assert TREE.under(CodeId(1)) == {1, 2, 3}


@pytest.mark.parametrize(
    ("called", "number"),
    [
        ("C3", 3),
        ("to the  HARBOUR", 3),
        ("reported/to the harbour", 3),
        ("Contacts > Reported", 2),
        ("warning signs/contacts/reported", 2),
        ("Answers/reported", 5),
        ("threats", 4),
    ],
)
def test_a_code_is_found_by_the_end_of_its_path(called: str, number: int) -> None:
    assert TREE.find(called).id == number


def test_what_may_be_several_or_none_is_told_with_those_near_it() -> None:
    with pytest.raises(ConflictError) as several:
        CodeTree(BOOKS, [*CODES, code(7, "To the harbour", 4)]).find("to the harbour")
    assert "Contacts/Reported/To the harbour, Threats/To the harbour" in several.value.hint
    with pytest.raises(NotFoundError) as near:
        TREE.find("harbour")
    assert "Contacts/Reported/To the harbour" in near.value.hint
    for wrong in ("", " / ", "C99", "nothing"):
        with pytest.raises((NotFoundError, UsageError)):
            TREE.find(wrong)


def test_a_codebook_is_found_by_how_it_begins() -> None:
    assert TREE.book("warn").id == 1
    with pytest.raises(NotFoundError):
        TREE.book("x")
    with pytest.raises(NotFoundError):
        CodeTree([], []).book("x")


def test_a_code_lies_never_below_itself_nor_in_another_codebook() -> None:
    for below in (1, 2, 3):
        with pytest.raises(UsageError):
            TREE.check_place(CODES[0], CodeId(below))
    TREE.check_place(CODES[2], CodeId(4))
    with pytest.raises(UsageError):
        TREE.check_place(CODES[2], CodeId(5))
    with pytest.raises(NotFoundError):
        TREE.check_place(CODES[2], CodeId(99))


def test_siblings_have_names_of_their_own() -> None:
    with pytest.raises(ConflictError):
        TREE.check_name(code(0, "THREATS"))
    TREE.check_name(code(0, "threats", 1))


def test_a_place_among_siblings_counts_from_nought_and_ends_at_the_end() -> None:
    some = [code(number, str(number)) for number in (1, 2, 3)]
    assert ranked(some, CodeId(3), 0) == [3, 1, 2]
    assert ranked(some, CodeId(1), 1) == [2, 1, 3]
    assert ranked(some, CodeId(9), 99) == [1, 2, 3, 9]


def test_a_damaged_tree_with_a_ring_ends_all_the_same() -> None:
    ring = CodeTree(BOOKS, [code(1, "a", 2), code(2, "b", 1)])
    assert ring.path(ring.codes[0]) == "b/a"
