"""Codebooks out of templates: the whole tree in one transaction."""

from __future__ import annotations

from tapewright.errors import ConflictError
from tapewright.model import Code, Codebook, CodeId
from tapewright.study.templates import Template, template, templates
from tapewright.verbs.codebooks import COLOURS
from tapewright.verbs.project import Project


def from_template(project: Project, name: str, *, who: str = "") -> Codebook:
    """The codebook of a template, with all its codes. ConflictError where there is one of its name.

    A number key that another code has already stays with that one.
    """
    chosen = template(name)
    if any(book.name.casefold() == chosen.title.casefold() for book in project.store.codebooks()):
        raise ConflictError(f"there is a codebook {chosen.title!r} already", hint="use the one that is here")
    taken = {code.key for code in project.store.codes() if code.key}
    with project.store.change(f"codebook {chosen.title} from a template", who=who) as pen:
        book = pen.add(Codebook(name=chosen.title, note=chosen.note, origin=chosen.origin))
        made: dict[tuple[str, ...], CodeId] = {}
        ranks: dict[tuple[str, ...], int] = {}
        for number, code in enumerate(chosen.codes):
            above = code.path[:-1]
            rank = ranks[above] = ranks.get(above, -1) + 1
            stored = pen.add(
                Code(
                    codebook=book.id,
                    parent=made[above] if above else None,
                    rank=rank,
                    name=code.path[-1],
                    definition=code.definition,
                    use_when=code.use_when,
                    not_when=code.not_when,
                    example=code.example,
                    colour=code.colour or COLOURS[number % len(COLOURS)],
                    key="" if code.key in taken else code.key,
                    source=code.source,
                    is_codable=code.is_codable,
                )
            )
            made[code.path] = stored.id
    return book


def record(found: dict[str, Template], left_out: tuple[str, ...] = ()) -> dict[str, object]:
    """``{"templates": [{"name", "title", "note", "origin", "codes"}], "left_out"}``; ``codes`` is how many."""
    return {
        "templates": [
            {"name": one.name, "title": one.title, "note": one.note, "origin": one.origin, "codes": len(one.codes)}
            for one in found.values()
        ],
        "left_out": list(left_out),
    }


__all__ = ["from_template", "record", "templates"]
