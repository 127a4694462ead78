"""Codes in REFI-QDA, as projects and codebooks hold them: a tree, and everything that we say of a code in words.

A project has one tree. Each of our codebooks is a heading at its top that codes nothing; a file without such headings
is one codebook. REFI-QDA 1.0, clauses on CodeBook and Codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tapewright.exchange.refi_notes import fact, legal, read_facts, with_facts
from tapewright.exchange.study_file import DEEPEST, TOO_DEEP, FileCode, FileCodebook, Leavings, guid_in, made_guid

LABELS = (("use_when", "Use when"), ("not_when", "Not when"), ("example", "Example"), ("source", "Source"))
"""The parts of a code's description behind its definition, in their order."""

_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
NO_NAME = "(no name)"


def described(code: FileCode) -> str:
    """A code's description: the definition, then a paragraph for each of the rest that there is.

    What would not be read back so (a definition that has a paragraph "Example: …") stands in our line too.
    """
    said = {name: getattr(code, name) for name, _ in LABELS}
    paragraphs = [code.definition, *(f"{label}: {said[name]}" for name, label in LABELS if said[name])]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    facts: dict[str, object] = {"key": code.key} if code.key else {}
    wanted = {"definition": code.definition, **said}
    if read_description(text) != wanted:
        facts |= wanted
    return with_facts(text, facts)


def read_description(text: str) -> dict[str, str]:
    """The definition and the labelled paragraphs behind it. A label counts once, and in its order."""
    found: dict[str, list[str]] = {"definition": [], **{name: [] for name, _ in LABELS}}
    current, rest = "definition", list(LABELS)
    for paragraph in text.split("\n\n") if text else ():
        place = next((n for n, (_, label) in enumerate(rest) if paragraph.startswith(f"{label}: ")), None)
        if place is not None:
            current, label = rest[place]
            rest = rest[place + 1 :]
            paragraph = paragraph[len(label) + 2 :]
        found[current].append(paragraph)
    return {name: "\n\n".join(paragraphs) for name, paragraphs in found.items()}


def write_codes(parent: Any, books: Sequence[FileCodebook], space: str) -> dict[str, Any]:
    """Put the codebooks under a ``Codes`` element; the elements by their GUID. ``space`` is the file's namespace."""
    from lxml import etree

    made: dict[str, Any] = {}
    for book in books:
        top = etree.SubElement(parent, f"{{{space}}}Code", guid=book.guid, name=legal(book.name), isCodable="false")
        facts = {"codebook": True} | ({"origin": book.origin} if book.origin else {})
        _describe(top, with_facts(book.note, facts), space)
        made[book.guid] = top
        for code in book.codes:
            above = made.get(code.parent, top)
            element = etree.SubElement(above, f"{{{space}}}Code", guid=code.guid, name=legal(code.name))
            element.set("isCodable", "true" if code.is_codable else "false")
            if code.colour:
                element.set("color", code.colour.upper())
            _describe(element, described(code), space)
            made[code.guid] = element
    return made


def read_codes(codes: Any, *, name: str, origin: str, space: str, leavings: Leavings) -> list[FileCodebook]:
    """The codebooks of a ``Codes`` element: ours each by its heading, all other codes in one called ``name``."""
    books: list[FileCodebook] = []
    others: list[Any] = []
    taken: set[str] = set()
    for element in codes.iterchildren(f"{{{space}}}Code"):
        note, facts = read_facts(_description(element, space))
        if facts.get("codebook") is True:
            guid = code_guid(element)
            if guid in taken:
                leavings.leave("codebook", "its GUID is that of another code")
                continue
            taken.add(guid)
            found = tuple(_below(element, "", space, taken, leavings))
            books.append(
                FileCodebook(
                    guid=guid,
                    name=(element.get("name", "").strip() and element.get("name")) or NO_NAME,
                    note=note,
                    origin=fact(facts, "origin"),
                    codes=found,
                )
            )
        else:
            others.append(element)
    loose = tuple(code for element in others for code in _one(element, "", space, taken, leavings, 0))
    if loose:
        books.append(
            FileCodebook(guid=made_guid("codebook", loose[0].guid), name=name or NO_NAME, codes=loose, origin=origin)
        )
    return books


def code_guid(element: Any) -> str:
    """The GUID of an element; what is no GUID still names one thing, so that one is made of it."""
    given = element.get("guid") or ""
    return guid_in(given) or made_guid("foreign", given or f"{element.tag}/{element.get('name')}")


def colour_in(text: str) -> str:
    """A colour as ``#rrggbb`` in lower case; empty for what is none."""
    if not _COLOUR.fullmatch(text.strip()):
        return ""
    plain = text.strip().lower()
    return plain if len(plain) == 7 else "#" + "".join(sign * 2 for sign in plain[1:])


def _below(element: Any, parent: str, space: str, taken: set[str], leavings: Leavings) -> Iterator[FileCode]:
    for child in element.iterchildren(f"{{{space}}}Code"):
        yield from _one(child, parent, space, taken, leavings, 1)


def _one(element: Any, parent: str, space: str, taken: set[str], leavings: Leavings, depth: int) -> Iterator[FileCode]:
    guid = code_guid(element)
    children = list(element.iterchildren(f"{{{space}}}Code"))
    if guid in taken or depth > DEEPEST:
        reason = "its GUID is that of another code" if guid in taken else TOO_DEEP
        leavings.leave("code", reason, 1 + sum(1 for _ in element.iterdescendants(f"{{{space}}}Code")))
        return
    taken.add(guid)
    text, facts = read_facts(_description(element, space))
    said = read_description(text)
    said |= {name: fact(facts, name) for name in said if isinstance(facts.get("definition"), str)}
    key = fact(facts, "key")
    code = FileCode(
        guid=guid,
        name=element.get("name") if element.get("name", "").strip() else NO_NAME,
        parent=parent,
        colour=colour_in(element.get("color") or ""),
        key=key if key in tuple("123456789") else "",
        is_codable=element.get("isCodable", "true").strip().lower() not in ("false", "0"),
    )
    yield replace(
        code,
        definition=said["definition"],
        use_when=said["use_when"],
        not_when=said["not_when"],
        example=said["example"],
        source=said["source"],
    )
    for child in children:
        yield from _one(child, guid, space, taken, leavings, depth + 1)


def _describe(element: Any, text: str, space: str) -> None:
    from lxml import etree

    if text:
        etree.SubElement(element, f"{{{space}}}Description").text = legal(text)


def _description(element: Any, space: str) -> str:
    return element.findtext(f"{{{space}}}Description") or ""
