"""Names in running text, as far as writing shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENTENCE_END = re.compile(r"[.?!…:][\"'”’»)\]]*$")


def is_name(tokens: Sequence[str], place: int) -> bool:
    """Whether a token has a capital where no sentence begins. A capital letter alone ("I", "I'm") is no name."""
    letters = tokens[place].lstrip("\"'“‘«([¿¡")
    if not letters[:1].isupper() or not letters[1:2].isalnum():
        return False
    return place > 0 and not _SENTENCE_END.search(tokens[place - 1])
