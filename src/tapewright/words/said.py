"""What is said by a text, however it is written."""

from __future__ import annotations

from tapewright.words.normal import spoken
from tapewright.words.numbers import folded


def said(text: str) -> list[str]:
    """The normal words of a text, numbers in figures. Two texts that say the same in other writing have the same.

    >>> said("“Twenty-five boats,” he said") == said("25 boats he said")
    True
    """
    return [word.text for word in folded([word.text for word in spoken(text.split())])]
