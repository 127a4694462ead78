"""PDFs by typst: tagged, for archiving (PDF/A-2a) and for screen readers, the same bytes every time.

The typesetter's own fonts are used and no others, so that the pages look alike on every machine. They hold Latin,
Greek, Cyrillic, Hebrew, Arabic and Devanagari letters; any sign beyond is printed as □, and the first page says which.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from tapewright.errors import FaultError
from tapewright.exchange import annotated_words as told
from tapewright.exchange.printable import printable
from tapewright.words.counted import counted

_BOX = "□"
_MOST_NAMED = 20
_PROBE = b"""#set document(date: auto)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"))
#sys.inputs.sign"""
_PART = 20
_HYPHENS = re.compile(r"[^-]*-+|[^-]+")
_LONG_RUN = re.compile(r"[^\s/\\]{28,}")
_DIGEST = re.compile(r"(?:\w+:)?[0-9a-f]{16,128}")
_MAY_END = "\u200b"
_ARCHIVE: Final = "a-2a"
_SHAPELESS = frozenset(("Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"))


def typeset(made: told.Made, data: dict[str, Any], template: str, *, what: str, place: str = "") -> bytes:
    """The PDF of ``data`` (plain JSON values with ``remarks`` among them) by one of our templates.

    Everything that people wrote is set as text. Nothing is read but our own template, and nothing is fetched. ``what``
    is what a reader calls it, ``place`` names it where it cannot be set.
    """
    cleaned: dict[str, Any] = _each_text(data, lambda text: _LONG_RUN.sub(_parted, printable(text)))
    if unknown := _unprintable(cleaned):
        boxes = frozenset(unknown)
        cleaned["remarks"].append(_remark(unknown, what))
        cleaned = _each_text(cleaned, lambda text: _boxed(text, boxes))
    return _compiled(cleaned, template, made, place)


def date_of(made: told.Made) -> dict[str, int] | None:
    """The date of the state, as the template needs it; None where nothing was ever done."""
    when = told.moment_of(made)
    if when is None:
        return None
    return {name: getattr(when, name) for name in ("year", "month", "day", "hour", "minute", "second")}


def _compiled(data: dict[str, Any], name: str, made: told.Made, place: str) -> bytes:
    import typst

    template = resources.files("tapewright.exchange").joinpath("sheets", name).read_bytes()
    try:
        pdf = typst.Compiler(template, ignore_system_fonts=True).compile(
            format="pdf",
            sys_inputs={"script": json.dumps(data, ensure_ascii=True, sort_keys=True)},
            pdf_standards=_ARCHIVE,
            timestamp=told.moment_of(made) or 0,
        )
    except typst.TypstError as error:
        raise FaultError(f"the PDF cannot be set: {error.message}", place=place) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the typesetter's own fault; no class that could be named here
            raise
        raise FaultError(f"the typesetter broke down: {error}", place=place, hint="take --to docx") from error
    assert isinstance(pdf, bytes)
    return pdf


def _parted(found: re.Match[str]) -> str:
    """A word too long for its column with places where its line may end; a digest stays as it is.

    A line ends behind a hyphen of its own accord: what stands between two is parted where it is still too long.
    """
    word = found[0]
    if _DIGEST.fullmatch(word):
        return word
    pieces = _HYPHENS.findall(word)
    return _MAY_END.join(piece if len(piece) <= _PART else _in_parts(piece) for piece in pieces)


def _in_parts(word: str) -> str:
    return _MAY_END.join(word[start : start + _PART] for start in range(0, len(word), _PART))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON value with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(one, change) for one in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _unprintable(data: dict[str, Any]) -> list[str]:
    """The signs that the typesetter cannot print, in the order of their numbers.

    Its fonts have no shape for them, or they mean nothing outside one font (the private use area).
    """
    signs: set[str] = set()
    for text in _texts(data):
        signs.update(text)
    return [sign for sign in sorted(signs) if sign > "\x7f" and not _is_printed(sign)]


@cache
def _is_printed(sign: str) -> bool:
    """Whether the typesetter can print a sign: it is asked, once. What only shapes another sign is tried on one."""
    import typst

    tried = f"a{sign}" if unicodedata.category(sign) in _SHAPELESS else sign
    asked = typst.Compiler(_PROBE, ignore_system_fonts=True, sys_inputs={"sign": tried})
    try:
        asked.compile(format="pdf", pdf_standards=_ARCHIVE, timestamp=0)
    except typst.TypstError:
        return False
    return True


def _boxed(text: str, signs: frozenset[str]) -> str:
    """The text with a box for each of these signs; what only shapes the sign before goes with it."""
    made: list[str] = []
    for sign in text:
        if sign in signs:
            made.append(_BOX)
        elif not (made and made[-1] == _BOX and unicodedata.category(sign) in _SHAPELESS):
            made.append(sign)
    return "".join(made)


def _remark(signs: Sequence[str], what: str) -> str:
    """Which signs are not shown. By number: the signs themselves cannot be printed here."""
    named = ", ".join(f"U+{ord(sign):04X}" for sign in signs[:_MOST_NAMED])
    more = f" and {len(signs) - _MOST_NAMED} more" if len(signs) > _MOST_NAMED else ""
    return (
        f"{counted(len(signs), 'sign')} of this {what} cannot be shown by the fonts of this PDF and stand as {_BOX}: "
        f"{named}{more}. The HTML and the DOCX have them."
    )
