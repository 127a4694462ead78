"""The line under a quotation that says whose it is: ``— Marian Hale, harbour master``."""

from __future__ import annotations

import re

_SIGNED = re.compile(r"\s*(?:[—–―]|--?)\s*(?P<who>[^\W\d_].{0,120})")


def signed_by(line: str) -> str:
    """Whose name a line signs with, and what stands behind it; empty for a line that is no signature.

    >>> signed_by("— Marian Hale, harbour master"), signed_by("The harbour was quiet.")
    ('Marian Hale, harbour master', '')
    """
    found = _SIGNED.fullmatch(line)
    return found["who"] if found else ""
