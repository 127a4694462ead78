"""Where writing ends a sentence: by the sign behind a word, unless its point is that of a title or an initial."""

from __future__ import annotations

import re
from collections.abc import Collection

from tapewright.words.normal import key

_STOP = re.compile(r"[.?!…][\"'”’»)\]]*$")
_INITIALS = re.compile(r"[\"'“‘«(\[]*(?:[^\W\d_]\.)+")


def has_stop(token: str) -> bool:
    """Whether a full stop or its like stands behind a token, whatever it is there for."""
    return _STOP.search(token) is not None


def is_stop(token: str, abbreviations: Collection[str]) -> bool:
    """Whether a token ends a sentence by its sign; ``abbreviations`` are in normal form.

    >>> is_stop("1984.”", ()), is_stop("Mr.", {"mr"}), is_stop("J.", ()), is_stop("left", ())
    (True, False, False, False)
    """
    if not has_stop(token):
        return False
    return not (token.endswith(".") and (_INITIALS.fullmatch(token) or key(token) in abbreviations))
