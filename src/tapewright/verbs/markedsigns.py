"""What stands in the warning-sign brief: which codes of a project are signs, and which stand beside them."""

from __future__ import annotations

from collections.abc import Iterable

from tapewright.model import Code, CodeId, Coding
from tapewright.study.signs import Sign, signs
from tapewright.verbs.project import Project
from tapewright.verbs.studyfront import Scope

HEADING = "signs"
"""The heading under which a codebook has its signs, where it has other codes too."""

TEMPLATE = "warning"
"""A codebook whose name or origin has this word holds warning signs; where there is none, every codebook does."""


def signs_of(project: Project, scope: Scope) -> tuple[Sign, ...]:
    """The signs of a project or case, in the order of their codes."""
    codes, _ = _codes(project)
    return signs(codes, _codings(project, scope), scope.events, project.store.memos())


def beside_of(project: Project, scope: Scope) -> tuple[Sign, ...]:
    """What is coded beside the signs, with the other codes of their codebooks: who saw, what help there was."""
    _, others = _codes(project)
    return signs(others, _codings(project, scope), ())


def _codes(project: Project) -> tuple[list[Code], list[Code]]:
    """The codes that are signs, and the others of their codebooks.

    Where a codebook has a heading "Signs", what stands under it is one; else every code is.
    """
    books = project.store.codebooks()
    named = [book for book in books if TEMPLATE in f"{book.name} {book.origin}".casefold()]
    of_signs = {book.id for book in named or books}
    codes = [code for code in in_order(project.store.codes()) if code.codebook in of_signs]
    heads = {code.id for code in codes if code.parent is None and code.name.casefold() == HEADING}
    headed = {code.codebook for code in codes if code.id in heads}
    for code in codes:  # parents come before what stands under them
        if code.parent in heads:
            heads.add(code.id)
    usable = [code for code in codes if code.is_codable]
    chosen_codes = [code for code in usable if code.id in heads or code.codebook not in headed]
    return chosen_codes, [code for code in usable if code not in chosen_codes]


def _codings(project: Project, scope: Scope) -> list[Coding]:
    return [coding for coding in project.store.codings() if scope.holds(coding.quote.span)]


def in_order(codes: Iterable[Code]) -> list[Code]:
    """Codes as a tree is read: each before those under it, siblings by their rank."""
    children: dict[tuple[int, CodeId | None], list[Code]] = {}
    listed = list(codes)
    for code in sorted(listed, key=lambda code: (code.codebook, code.rank, code.id)):
        children.setdefault((code.codebook, code.parent), []).append(code)
    found: list[Code] = []
    waiting = [code for book in sorted({code.codebook for code in listed}) for code in children.get((book, None), [])]
    waiting.reverse()
    while waiting:
        code = waiting.pop()
        found.append(code)
        waiting += reversed(children.get((code.codebook, code.id), []))
    return found
