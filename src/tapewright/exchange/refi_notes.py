"""What REFI-QDA has no place for, kept in the last line of a description: ``[tapewright {"t": "12.345678901,…"}]``.

The schema allows no attribute and no element of ours. A description is free text that every program keeps, so that
what would be lost stands there, in one line at the end, and only where something would be lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_LINE = re.compile(r"(?:\A|\n)\[tapewright (\{[^\n]*\})\]\s*\Z")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 200_000


def with_facts(text: str, facts: Mapping[str, object]) -> str:
    """A description with our line behind it; as it is where there is nothing to say and none could be misread."""
    if not facts and not _LINE.search(text):
        return text
    line = f"[tapewright {json.dumps(facts, ensure_ascii=False)}]"
    return f"{text}\n{line}" if text else line


def read_facts(text: str) -> tuple[str, dict[str, Any]]:
    """The description without our line, and what the line says; nothing for a line that is no record."""
    found = _LINE.search(text)
    if not found or len(found[1]) > _LONGEST:
        return text, {}
    try:
        facts = json.loads(found[1])
    except (ValueError, RecursionError):
        return text, {}
    return (text[: found.start()], facts) if isinstance(facts, dict) else (text, {})


def fact(facts: Mapping[str, Any], key: str) -> str:
    """A text among the facts; empty for anything else."""
    value = facts.get(key)
    return value if isinstance(value, str) else ""


def number_fact(facts: Mapping[str, Any], key: str) -> int:
    """A whole number among the facts, 0 for anything else."""
    value = facts.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**60 else 0


def legal(text: str) -> str:
    """A text with U+FFFD for every sign that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)
