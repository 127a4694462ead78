"""Text from outside as a document may hold it: every sign that a document's reader would obey is written out."""

from __future__ import annotations

import re

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""The text without control signs, signs of writing direction and halves of letters; those are shown as escapes.

    Line ends and tabs stay. What is left may stand in XML 1.0.

    >>> print(printable("a\x0bb \u202egpj.exe"))
    a\x0bb \u202egpj.exe
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def one_line(text: str) -> str:
    """The same with white space single."""
    return " ".join(printable(text).split())
