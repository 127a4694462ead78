"""A long text by its two ends."""

from __future__ import annotations

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
