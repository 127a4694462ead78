"""Words of a text or a tape inside a sentence of ours: quoted, short, without the signs at their ends."""

from __future__ import annotations

from tapewright.words.shortened import shortened

_BEFORE, _BEHIND = ' "“”«»(…-–—', ' .,;:…"“”«»)-–—'


def in_quotes(text: str) -> str:
    """The words between quotation marks, the middle of many left out.

    >>> in_quotes("“you know,"), in_quotes("—")
    ("'you know'", "'—'")
    """
    bare = text.lstrip(_BEFORE).rstrip(_BEHIND)
    if bare.count("(") > bare.count(")"):
        bare += ")"
    return f"'{shortened(bare or text.strip(), most=18, first=9, last=6)}'"
