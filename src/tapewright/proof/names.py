"""Names in running text, as far as writing shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENTENCE_END = re.compile(r"[.?!…:][\"'”’»)\]]*$")


def is_name(tokens: Sequence[str], place: int) -> bool:
    """Whether a token has a capital where no sentence begins."""
    return place > 0 and has_capital(tokens[place]) and not ends_sentence(tokens[place - 1])


def has_capital(token: str) -> bool:
    """Whether a token begins with a capital letter. One alone ("I", "I'm") does not count."""
    letters = token.lstrip("\"'“‘«([¿¡")
    return letters[:1].isupper() and letters[1:2].isalnum()


def ends_sentence(token: str) -> bool:
    """Whether a capital behind a token is only that of a new sentence."""
    return _SENTENCE_END.search(token) is not None
