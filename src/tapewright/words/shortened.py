"""A long text by its two ends, a long list by its first."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.words.counted import counted


def shortened(text: str, *, most: int = 24, first: int = 12, last: int = 8, is_counted: bool = False) -> str:
    """The text where it has at most so many words, else its first and last ones; ``is_counted`` says how many are gone.

    >>> shortened("we had flour for two days", most=4, first=2, last=1)
    'we had … days'
    >>> shortened("we had flour for two days", most=4, first=2, last=1, is_counted=True)
    'we had … (3 words) … days'
    """
    words = text.split()
    if len(words) <= most:
        return text
    gap = f"… ({counted(len(words) - first - last, 'word')}) …" if is_counted else "…"
    return " ".join([*words[:first], gap, *words[-last:]])


def first_few(items: Sequence[str], *, most: int = 12) -> str:
    """The first items with commas, and ``…`` where there are more.

    >>> first_few(["T003", "T090", "T091"], most=2)
    'T003, T090 …'
    """
    return ", ".join(items[:most]) + (" …" if len(items) > most else "")
