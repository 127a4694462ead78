"""The text of a paragraph: which words are heard, struck, left out or ours; and how any words are written so.

Only the signs that ``docs/reference/paper-edit.md`` names are read: ``~~struck~~``, ``…`` or ``...``, ``[ours]``. The
other signs of Markdown (emphasis, code, tags, links) are passed over and their words count. Positions are those of the
text given.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from tapewright.model import BitePart, PartKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word (or an omission, or a remark of ours) and where it stands: ``text[start:end]``, its signs with it.

    ``outer_start`` and ``outer_end`` also take in a ``~~`` that opens right before it or closes right behind it.
    """

    kind: PartKind
    text: str
    start: int
    end: int
    outer_start: int
    outer_end: int

    @property
    def is_word(self) -> bool:
        """Whether the speaker said it (heard or struck)."""
        return self.kind in (PartKind.HEARD, PartKind.STRUCK)


_AtomKind = Literal["text", "space", "sign", "strike", "omission", "ours"]


class _Atom(NamedTuple):
    kind: _AtomKind
    text: str
    start: int
    end: int


_SPECIAL = re.compile(r"[\\&<~…\[*_`]|\.{3}")
_WORD = re.compile(r"\S+")
_PLAIN = re.compile(r"(?:[^\s\\&<~….\[\]*_`]+|\.(?!\.\.))+")
_BRACKET = re.compile(r"\\.|[\[\]]", re.S)
_SPACE = re.compile(r"(?:\s|\\(?=[\r\n]))+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_OMISSION = re.compile(r"…|\.{3,}")
_TILDES = re.compile(r"~+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_LINK_END = re.compile(r"\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")


def tokens(text: str) -> list[Token]:
    """The tokens of a paragraph in order.

    >>> [(token.kind.value, token.text) for token in tokens("Nobody ~~I mean~~ asked us … [the crews].")][1:4]
    [('struck', 'I'), ('struck', 'mean'), ('heard', 'asked')]
    """
    if not _SPECIAL.search(text):
        return [_token(PartKind.HEARD, word[0], word.start(), word.end(), None) for word in _WORD.finditer(text)]
    return list(_tokens(_glued(_paired(text, list(_atoms(text))))))


def parts(found: Iterable[Token]) -> tuple[BitePart, ...]:
    """Neighbouring tokens of one kind as one stretch, a space between each two."""
    made: list[BitePart] = []
    for token in found:
        if made and made[-1].kind is token.kind and token.kind is not PartKind.OMISSION:
            made[-1] = BitePart(token.kind, f"{made[-1].text} {token.text}")
        else:
            made.append(BitePart(token.kind, token.text))
    return tuple(made)


def spoken_text(text: str) -> str:
    """What is to be said of a paragraph: without what is struck or ours."""
    if not _SPECIAL.search(text):
        return " ".join(text.split())
    return " ".join(token.text for token in tokens(text) if token.kind in (PartKind.HEARD, PartKind.OMISSION))


def plain_text(text: str) -> str:
    """What a viewer shows of a paragraph, on one line."""
    return " ".join(f"[{token.text}]" if token.kind is PartKind.OURS else token.text for token in tokens(text))


_ALWAYS = frozenset("\\`*[]<~|")
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[-=:]+\s*$|(?:-[ \t]*){3,}$")
_NUMBERED = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")


def escape(word: str) -> str:
    r"""A word so that Markdown shows, and ``tokens`` reads, exactly that word.

    >>> print(escape("[Well...]"), escape("R&D"), escape("wait…"))
    \[Well\...\] R\&D wait&hellip;
    """
    written = []
    for place, sign in enumerate(word):
        if sign == "…":
            # No backslash form exists for a sign outside ASCII.
            written.append("&hellip;")
            continue
        if (
            sign in _ALWAYS
            or (sign == "_" and not (word[place - 1 : place].isalnum() and word[place + 1 : place + 2].isalnum()))
            or (sign == "&" and re.match(r"[#A-Za-z]", word[place + 1 : place + 2]))
            or (sign == "." and word.startswith("...", place))
        ):
            written.append("\\")
        written.append(sign)
    return "".join(written)


def guard_line_start(line: str) -> str:
    r"""The line, with a backslash where its beginning would make a list, a heading, a rule or a quotation of it.

    >>> print(guard_line_start("1998. was the year"))
    1998\. was the year
    """
    if _LINE_START.match(line):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\", line, count=1) if _NUMBERED.match(line) else line


def _atoms(text: str) -> Iterator[_Atom]:
    closes = _brackets(text)
    links: set[int] = set()
    last_comment = text.rfind("-->")
    place = 0
    while place < len(text):
        atom = _atom(text, place, closes, links, last_comment)
        yield atom
        place = atom.end


def _atom(text: str, place: int, closes: dict[int, int], links: set[int], last_comment: int) -> _Atom:
    """The atom that begins at ``place``. ``links`` collects where links end, for their closing brackets to come."""
    if found := _PLAIN.match(text, place) or _ESCAPE.match(text, place):
        return _Atom("text", found[found.lastindex or 0], place, found.end())
    if found := _SPACE.match(text, place):
        return _Atom("space", " ", place, found.end())
    if found := _OMISSION.match(text, place):
        return _Atom("omission", "…", place, found.end())
    if found := _TILDES.match(text, place):
        return _Atom("strike" if len(found[0]) == 2 else "text", found[0], place, found.end())
    if (found := _ENTITY.match(text, place)) and (meant := html.unescape(found[0])) != found[0]:
        return _Atom("text" if meant.strip() else "space", meant, place, found.end())
    sign = text[place]
    if sign == "<":
        return _angle(text, place, last_comment)
    if sign == "[" and place in closes:
        close = closes[place]
        link = _LINK_END.match(text, close)
        if not link:
            inner = " ".join(_ESCAPE.sub(r"\1", text[place + 1 : close]).split())
            return _Atom("ours", inner, place, close + 1)
        links.add(close)
        return _Atom("sign", "", place, place + 1)
    if sign == "]" and place in links:
        link = _LINK_END.match(text, place)
        return _Atom("sign", "", place, link.end() if link else place + 1)
    if sign == "`" or (sign in "*_" and _is_emphasis(text, place)):
        return _Atom("sign", "", place, place + 1)
    return _Atom("text", sign, place, place + 1)


def _angle(text: str, place: int, last_comment: int) -> _Atom:
    if text.startswith("<!--", place) and place + 4 <= last_comment:
        return _Atom("sign", "", place, text.index("-->", place + 4) + 3)
    if link := _AUTOLINK.match(text, place):
        return _Atom("text", link[1], place, link.end())
    if tag := _TAG.match(text, place):
        return _Atom("sign", "", place, tag.end())
    return _Atom("text", "<", place, place + 1)


def _brackets(text: str) -> dict[int, int]:
    """Where each outermost unescaped ``[`` is closed, and each inside a link's label."""
    closes: dict[int, int] = {}
    open_at: list[int] = []
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            open_at.append(found.start())
        elif found[0] == "]" and open_at:
            closes[open_at.pop()] = found.start()
    return closes


def _is_emphasis(text: str, place: int) -> bool:
    """Whether ``*`` or ``_`` is a sign of emphasis rather than a sign of its own; ``_`` inside a word is not."""
    before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
    if before.isspace() and after.isspace():
        return False
    return text[place] == "*" or not (before.isalnum() and after.isalnum())


def _paired(text: str, atoms: list[_Atom]) -> list[_Atom]:
    """Tildes that open or close nothing become text. CommonMark's rule of flanking, as GFM applies it to ``~~``."""
    if not any(atom.kind == "strike" for atom in atoms):
        return atoms
    waiting: int | None = None
    paired: set[int] = set()
    for number, atom in enumerate(atoms):
        if atom.kind != "strike":
            continue
        before, after = text[atom.start - 1 : atom.start] or " ", text[atom.end : atom.end + 1] or " "
        opens = not after.isspace() and (not _is_sign(after) or before.isspace() or _is_sign(before))
        ends = not before.isspace() and (not _is_sign(before) or after.isspace() or _is_sign(after))
        if ends and waiting is not None:
            paired |= {waiting, number}
            waiting = None
        elif opens and waiting is None:
            waiting = number
    return [
        atom._replace(kind="text") if atom.kind == "strike" and number not in paired else atom
        for number, atom in enumerate(atoms)
    ]


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _glued(atoms: list[_Atom]) -> list[_Atom]:
    """Brackets inside a word (``[T]he``) are how print marks a changed letter: they belong to the word."""
    if not any(atom.kind == "ours" for atom in atoms):
        return atoms
    made = []
    for number, atom in enumerate(atoms):
        before = atoms[number - 1] if number else None
        after = atoms[number + 1] if number + 1 < len(atoms) else None
        touches = (before is not None and before.kind == "text" and before.text[-1:].isalnum()) or (
            after is not None and after.kind == "text" and after.text[:1].isalnum()
        )
        is_letters = atom.kind == "ours" and atom.text.split() == [atom.text]
        made.append(atom._replace(kind="text") if is_letters and touches else atom)
    return made


def _tokens(atoms: list[_Atom]) -> Iterator[Token]:
    is_struck = False
    opened: int | None = None
    held: Token | None = None  # waits for a closing sign right behind it
    word: list[_Atom] = []

    def finished() -> Token | None:
        nonlocal opened
        letters = "".join(atom.text for atom in word if atom.kind == "text")
        made = None
        if letters:
            kind = PartKind.STRUCK if is_struck else PartKind.HEARD
            made = _token(kind, letters, word[0].start, word[-1].end, opened)
            opened = None
        word.clear()
        return made

    for atom in atoms:
        if atom.kind in ("text", "sign"):
            word.append(atom)
            continue
        if made := finished():
            if held:
                yield held
            held = made
        if atom.kind == "strike":
            if is_struck and held:
                held = replace(held, outer_end=atom.end)
            is_struck = not is_struck
            opened = atom.start if is_struck else None
        elif atom.kind in ("omission", "ours"):
            if held:
                yield held
            held = _token(PartKind(atom.kind), atom.text, atom.start, atom.end, opened)
            opened = None
    if made := finished():
        if held:
            yield held
        held = made
    if held:
        yield held


def _token(kind: PartKind, text: str, start: int, end: int, opened: int | None) -> Token:
    outer = start if opened is None else opened
    return Token(kind=kind, text=text, start=start, end=end, outer_start=outer, outer_end=end)
