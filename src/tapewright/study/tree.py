"""Codes as a tree: their paths, their order, and how one is found by what a person calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Code, Codebook, CodebookId, CodeId
from tapewright.words.near import near

_NUMBER = re.compile(r"[Cc](\d{1,18})")
_SHOWN = 5

CodeOrBook = TypeVar("CodeOrBook", Code, Codebook)


@dataclass(frozen=True)
class CodeTree:
    """The codes of some codebooks. A path is the names from the top of the codebook down, with ``/`` between."""

    books: Sequence[Codebook]
    codes: Sequence[Code]

    @cached_property
    def by_id(self) -> Mapping[CodeId, Code]:
        """Each code by its id."""
        return {code.id: code for code in self.codes}

    @cached_property
    def _below(self) -> Mapping[tuple[CodebookId, CodeId | None], list[Code]]:
        below: dict[tuple[CodebookId, CodeId | None], list[Code]] = {}
        for code in sorted(self.codes, key=lambda code: (code.rank, code.id)):
            below.setdefault((code.codebook, code.parent), []).append(code)
        return below

    @cached_property
    def _walked(self) -> list[tuple[Code, list[str]]]:
        """Each code with the names of its codebook, of those above it, and its own."""
        books = {book.id: _plain(book.name) for book in self.books}
        return [
            (code, [books[code.codebook], *(_plain(one.name) for one in (*self.above(code), code))])
            for code in self.codes
        ]

    @cached_property
    def called(self) -> frozenset[str]:
        """What codes may be called by, in lower case: every end of every path."""
        return frozenset("/".join(steps[at:]) for _, steps in self._walked for at in range(1, len(steps)))

    def below(self, book: CodebookId, parent: CodeId | None = None) -> list[Code]:
        """The codes right below one, or at the top of a codebook, in order."""
        return self._below.get((book, parent), [])

    def walk(self, book: CodebookId, parent: CodeId | None = None) -> Iterator[Code]:
        """All codes of a codebook, or below a code of it, in the order of a printed tree."""
        for code in self.below(book, parent):
            yield code
            yield from self.walk(book, code.id)

    def under(self, code: CodeId) -> frozenset[CodeId]:
        """A code and everything below it."""
        top = self.by_id[code]
        return frozenset((code, *(one.id for one in self.walk(top.codebook, code))))

    def above(self, code: Code) -> list[Code]:
        """The codes above one, from the top down."""
        found: list[Code] = []
        seen = {code.id}
        parent = code.parent
        while parent is not None and parent in self.by_id and parent not in seen:
            seen.add(parent)
            found.insert(0, self.by_id[parent])
            parent = found[0].parent
        return found

    def path(self, code: Code) -> str:
        """``Contacts/Reported/To the police``."""
        return "/".join(one.name for one in (*self.above(code), code))

    def book(self, name: str) -> Codebook:
        """A codebook by its name, or the beginning of it that no other has. NotFoundError, ConflictError."""
        if not self.books:
            raise NotFoundError(
                "there is no codebook yet",
                hint="begin one, of your own or from a template: tapewright codebook new NAME, or --template",
            )
        wanted = _plain(name)
        found = [book for book in self.books if _plain(book.name) == wanted]
        found = found or [book for book in self.books if wanted and _plain(book.name).startswith(wanted)]
        return _only(found, f"codebook {name!r}", [book.name for book in found or self.books])

    def find(self, name: str) -> Code:
        """A code by ``C12``, by its path or the end of it: ``threats`` or ``warning signs/threats``.

        A codebook's name may stand before the path. NotFoundError names those near it, ConflictError those that it may
        mean.
        """
        if number := _NUMBER.fullmatch(name.strip()):
            code = self.by_id.get(CodeId(int(number[1])))
            if code is None:
                raise NotFoundError(f"there is no code {name.strip()}", hint="tapewright codebook list shows them")
            return code
        wanted = _steps(name)
        if not wanted:
            raise UsageError("say which code", hint="its name, the end of its path, or C12")
        found = [(code, steps) for code, steps in self._walked if steps[-len(wanted) :] == wanted]
        whole = [code for code, steps in found if steps[1:] == wanted or steps == wanted]
        codes = whole if len(whole) == 1 else [code for code, _ in found]
        alike = set(near(wanted[-1], (_plain(code.name) for code in self.codes), most=_SHOWN))
        close = [code for code in self.codes if wanted[-1] in _plain(code.name) or _plain(code.name) in alike]
        return _only(codes, f"code {name!r}", [self._sure_path(code) for code in codes or close])

    def _sure_path(self, code: Code) -> str:
        """Its path; with its number where another code has the same."""
        path = self.path(code)
        twins = sum(steps[1:] == _steps(path) for _, steps in self._walked)
        return path if twins < 2 else f"{path} (C{code.id})"

    def check_place(self, code: Code, parent: CodeId | None) -> None:
        """UsageError where a code would lie below itself, or below one of another codebook."""
        if parent is None:
            return
        if parent not in self.by_id:
            raise NotFoundError(f"there is no code {parent}", hint="tapewright codebook list shows them")
        if code.id and parent in self.under(code.id):
            raise UsageError(f"{code.name} cannot lie below itself", hint="move the other code out of it first")
        if self.by_id[parent].codebook != code.codebook:
            raise UsageError(f"{code.name} is of another codebook", hint="merge codes to bring them together")

    def twins(self, code: Code, into: Code) -> list[Code]:
        """The codes right below one whose names are also right below the other: as siblings they would be mistaken."""
        there = {_plain(one.name) for one in self.below(into.codebook, into.id) if one.id != code.id}
        return [one for one in self.below(code.codebook, code.id) if _plain(one.name) in there]

    def check_name(self, code: Code) -> None:
        """ConflictError where a sibling has the name already."""
        for other in self.below(code.codebook, code.parent):
            if other.id != code.id and _plain(other.name) == _plain(code.name):
                raise ConflictError(f"there is a code {other.name!r} in that place", hint="give it another name")


def ranked(siblings: Iterable[Code], code: CodeId, rank: int) -> list[CodeId]:
    """The order of siblings with a code put at a place among them, counted from 0; too far is the end."""
    others = [one.id for one in siblings if one.id != code]
    place = max(0, min(rank, len(others)))
    return [*others[:place], code, *others[place:]]


def _only(found: Sequence[CodeOrBook], called: str, close: Sequence[str]) -> CodeOrBook:
    if len(found) == 1:
        return found[0]
    shown = ", ".join(close[:_SHOWN]) + (f" and {len(close) - _SHOWN} more" if len(close) > _SHOWN else "")
    if found:
        raise ConflictError(f"{called} may be several", hint=f"say which: {shown}")
    raise NotFoundError(
        f"there is no {called}", hint=f"near it: {shown}" if close else "tapewright codebook list shows all"
    )


def _steps(name: str) -> list[str]:
    return [step for part in re.split(r"[/>]", name) if (step := _plain(part))]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
