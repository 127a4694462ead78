"""The text of a new paper edit."""

from __future__ import annotations

import re

from tapewright.timing import Ticks, TimecodeFormat


def new_paper(title: str, format: TimecodeFormat, start: Ticks) -> str:
    """Front matter and nothing else; read back, it says the same.

    >>> from tapewright.timing import frame_rate
    >>> print(new_paper("Nine years", TimecodeFormat(frame_rate(25)), Ticks(0)), end="")
    ---
    title: Nine years
    rate: 25
    start: 00:00:00:00
    ---
    """
    drop = "drop: true\n" if format.drop else ""
    return f"---\ntitle: {_quoted(title)}\nrate: {format.rate}\n{drop}start: {format.write(start)}\n---\n"


def _quoted(title: str) -> str:
    """On one line, and in quotation marks where other readers of front matter would stumble."""
    plain = " ".join(title.split())
    if re.fullmatch(r"[^\W_][^:#\"'\[\]{}]*", plain):
        return plain
    mark = next((mark for mark in "\"'" if mark not in plain), '"')
    return f"{mark}{plain}{mark}"
