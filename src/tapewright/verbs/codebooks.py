"""Codebooks: made from nothing or a template, their codes added, changed, moved, merged and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Code, Codebook, CodebookId, CodeId
from tapewright.store import Change
from tapewright.study.tree import CodeTree, ranked
from tapewright.verbs.project import Project
from tapewright.verbs.revisions import check_revision

COLOURS = ("#5b8fb9", "#6a9a5b", "#8d74b8", "#3f9a93", "#b0709a", "#8a7f5a", "#5f7fcf", "#7f8f3f")
"""Eight hues apart from red (altered) and yellow (now), by turns."""

TEXTS = ("name", "definition", "use_when", "not_when", "example", "colour", "key", "source")
"""What of a code a person writes."""

_LONGEST = 4000


def code_tree(project: Project) -> CodeTree:
    """All codebooks and codes as they are now."""
    return CodeTree(project.store.codebooks(), project.store.codes())


def new_codebook(project: Project, name: str, *, note: str = "", origin: str = "", who: str = "") -> Codebook:
    """An empty codebook. ConflictError where there is one of the name."""
    plain = _line(name, "a codebook")
    _check_book_name(project, plain, None)
    with project.store.change(f"new codebook {plain}", who=who) as pen:
        return pen.add(Codebook(name=plain, note=note.strip(), origin=origin.strip()))


def add_code(
    project: Project,
    name: str,
    *,
    codebook: int | None = None,
    parent: int | None = None,
    is_codable: bool = True,
    who: str = "",
    **texts: str,
) -> Code:
    """A new code at the end of its siblings: below ``parent``, else at the top of ``codebook`` (or of the only one).

    ``texts`` are those of ``TEXTS``. Without a colour it gets one of the eight by turns.
    """
    tree = code_tree(project)
    book = _book_for(tree, codebook, parent)
    below = CodeId(parent) if parent is not None else None
    checked: dict[str, Any] = _checked_texts({"colour": COLOURS[len(tree.codes) % len(COLOURS)], **texts})
    made = Code(
        codebook=book,
        parent=below,
        rank=len(tree.below(book, below)),
        name=_line(name, "a code"),
        is_codable=is_codable,
        **checked,
    )
    tree.check_name(made)
    with project.store.change(f"new code {made.name}", who=who) as pen:
        _free_key(pen, tree, made)
        return pen.add(made)


def edit_code(
    project: Project,
    code: int,
    *,
    is_codable: bool | None = None,
    who: str = "",
    expected: int | None = None,
    **texts: str,
) -> Code:
    """Another name, definition, rule, example, colour, key or source. ConflictError for another revision."""
    tree = code_tree(project)
    old = _code(project, code, expected)
    changed: dict[str, Any] = _checked_texts(texts)
    if is_codable is not None:
        if not is_codable and project.store.codings(code=old.id):
            raise ConflictError(f"{old.name} has codings", hint="move them to another code first")
        changed["is_codable"] = is_codable
    new = replace(old, **changed)
    tree.check_name(new)
    if new == old:
        return old
    with project.store.change(f"change code {old.name}", who=who) as pen:
        _free_key(pen, tree, new)
        return pen.replace(old, new)


def move_code(
    project: Project,
    code: int,
    *,
    parent: int | None,
    rank: int | None = None,
    who: str = "",
    expected: int | None = None,
) -> Code:
    """Put a code, with all below it, below another (None: at the top) and at a place among its new siblings."""
    tree = code_tree(project)
    old = _code(project, code, expected)
    below = None if parent is None else CodeId(parent)
    tree.check_place(old, below)
    moved = replace(old, parent=below)
    if below != old.parent:
        tree.check_name(moved)
    siblings = tree.below(old.codebook, below)
    order = ranked(siblings, old.id, len(siblings) if rank is None else rank)
    with project.store.change(f"move code {old.name}", who=who) as pen:
        for place, sibling in enumerate(order):
            was = moved if sibling == old.id else tree.by_id[sibling]
            now = replace(was, rank=place)
            if now != tree.by_id[sibling]:
                pen.replace(tree.by_id[sibling], now)
    return project.store.one(Code, old.id)


def merge_codes(project: Project, code: int, into: int, *, who: str = "", expected: int | None = None) -> Code:
    """Two codes are one: what was coded with the first, and the codes below it, are the second's."""
    old, kept = _code(project, code, expected), _code(project, into, None)
    tree = code_tree(project)
    if kept.id in tree.under(old.id):
        said = "into itself" if kept.id == old.id else f"into {kept.name}, which lies below it"
        raise UsageError(f"{old.name} cannot be merged {said}", hint="choose another code")
    if twins := tree.twins(old, kept):
        raise ConflictError(
            f"{old.name} and {kept.name} both have a code {twins[0].name!r} below them",
            hint="merge these two first, or give one another name",
        )
    if not kept.is_codable and project.store.codings(code=old.id):
        raise UsageError(f"{kept.name} is a heading, with which nothing is coded", hint="make it a code first")
    with project.store.change(f"merge code {old.name} into {kept.name}", who=who) as pen:
        pen.merge_codes(old.id, kept.id)
    return project.store.one(Code, kept.id)


def remove_code(
    project: Project,
    code: int,
    *,
    codings: str = "refuse",
    into: int | None = None,
    who: str = "",
    expected: int | None = None,
) -> Code:
    """Remove a code and those below it. What becomes of n codings is asked: ``refuse`` (ConflictError, with the
    number), ``remove`` them too, or ``move`` them to the code ``into``.
    """
    tree = code_tree(project)
    old = _code(project, code, expected)
    gone = [old, *tree.walk(old.codebook, old.id)]
    used = [coding for one in gone for coding in project.store.codings(code=one.id)]
    if codings not in ("refuse", "remove", "move") or (codings == "move") != (into is not None):
        raise UsageError("say what becomes of the codings", hint="remove them, or move them to another code")
    if used and codings == "refuse":
        raise ConflictError(
            f"{len(used)} passage{'s are' if len(used) > 1 else ' is'} coded with {old.name}",
            hint="remove these codings too, or move them to another code",
        )
    target = None if into is None else _code(project, into, None)
    if target is not None and (not target.is_codable or target.id in {one.id for one in gone}):
        raise UsageError(f"the codings cannot go to {target.name}", hint="choose a code that stays and is no heading")
    with project.store.change(f"remove code {old.name}", who=who) as pen:
        for one in reversed(gone):
            if target is not None:
                pen.merge_codes(one.id, target.id)
                continue
            for coding in used:
                if coding.code == one.id:
                    pen.remove(coding)
            pen.remove(one)
    return old


def edit_codebook(
    project: Project,
    codebook: int,
    *,
    name: str | None = None,
    note: str | None = None,
    who: str = "",
    expected: int | None = None,
) -> Codebook:
    """Another name or note."""
    old = project.store.one(Codebook, codebook)
    check_revision(f"codebook {old.name}", old.revision, expected)
    new = replace(
        old,
        name=old.name if name is None else _line(name, "a codebook"),
        note=old.note if note is None else note.strip()[:_LONGEST],
    )
    _check_book_name(project, new.name, old)
    with project.store.change(f"change codebook {old.name}", who=who) as pen:
        return pen.replace(old, new) if new != old else old


def remove_codebook(
    project: Project, codebook: int, *, with_codings: bool = False, who: str = "", expected: int | None = None
) -> Codebook:
    """Remove a codebook with its codes. ConflictError where passages are coded with them, unless these go too."""
    old = project.store.one(Codebook, codebook)
    check_revision(f"codebook {old.name}", old.revision, expected)
    codes = list(code_tree(project).walk(old.id))
    used = [coding for code in codes for coding in project.store.codings(code=code.id)]
    if used and not with_codings:
        raise ConflictError(
            f"{len(used)} passage{'s are' if len(used) > 1 else ' is'} coded with codes of {old.name}",
            hint="remove these codings too, or keep the codebook",
        )
    with project.store.change(f"remove codebook {old.name}", who=who) as pen:
        for coding in used:
            pen.remove(coding)
        for code in reversed(codes):
            pen.remove(code)
        pen.remove(old)
    return old


def record(project: Project) -> dict[str, object]:
    """``{"codebooks": [{"id", "name", "note", "origin", "revision", "codes": [{"id", "parent", "rank", "name", "path",
    "depth", "definition", "use_when", "not_when", "example", "colour", "key", "source", "is_codable", "codings",
    "revision"}]}]}``; codes in the order of a printed tree.
    """
    tree = code_tree(project)
    counts = Counter(coding.code for coding in project.store.codings())
    return {
        "codebooks": [
            {
                "id": book.id,
                "name": book.name,
                "note": book.note,
                "origin": book.origin,
                "revision": book.revision,
                "codes": [code_record(tree, code, counts) for code in tree.walk(book.id)],
            }
            for book in tree.books
        ]
    }


def code_record(tree: CodeTree, code: Code, counts: Mapping[CodeId, int]) -> dict[str, object]:
    """One code as JSON."""
    return {
        "id": code.id,
        "codebook": code.codebook,
        "parent": code.parent,
        "rank": code.rank,
        "name": code.name,
        "path": tree.path(code),
        "depth": len(tree.above(code)),
        "definition": code.definition,
        "use_when": code.use_when,
        "not_when": code.not_when,
        "example": code.example,
        "colour": code.colour,
        "key": code.key,
        "source": code.source,
        "is_codable": code.is_codable,
        "codings": counts.get(code.id, 0),
        "revision": code.revision,
    }


def _book_for(tree: CodeTree, codebook: int | None, parent: int | None) -> CodebookId:
    if parent is not None:
        above = tree.by_id.get(CodeId(parent))
        if above is None:
            raise NotFoundError(f"there is no code {parent}", hint="tapewright codebook list shows them")
        return above.codebook
    if codebook is not None:
        return CodebookId(codebook)
    if not tree.books:
        return tree.book("").id
    if len(tree.books) > 1:
        raise UsageError("say of which codebook", hint=f"there are: {', '.join(book.name for book in tree.books)}")
    return tree.books[0].id


def _code(project: Project, code: int, expected: int | None) -> Code:
    found = project.store.one(Code, code)
    check_revision(f"code {found.name}", found.revision, expected)
    return found


def _check_book_name(project: Project, name: str, own: Codebook | None) -> None:
    """ConflictError where another codebook is called so."""
    for book in project.store.codebooks():
        if book.name.casefold() == name.casefold() and (own is None or book.id != own.id):
            raise ConflictError(f"there is a codebook {name!r} already", hint="choose another name")


def _free_key(pen: Change, tree: CodeTree, code: Code) -> None:
    """A number key codes with one code: the one that had it before loses it."""
    for other in tree.codes if code.key else ():
        if other.id != code.id and other.key == code.key:
            pen.replace(other, replace(other, key=""))


def _checked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    made = {}
    for name, value in texts.items():
        if name not in TEXTS:
            raise UsageError(f"a code has no {name!r}", hint=f"it has {', '.join(TEXTS)}")
        if len(value) > _LONGEST:
            raise UsageError(f"too long for a code's {name.replace('_', ' ')}", hint=f"give {_LONGEST} signs at most")
        made[name] = _line(value, "a code") if name == "name" else value.strip()
    if made.get("colour"):
        made["colour"] = made["colour"].lower()
    return made


def _line(text: str, what: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > 300 or "/" in plain:
        raise UsageError(f"not a name for {what}: {plain[:40]!r}", hint="1 to 300 signs, without /")
    return plain
