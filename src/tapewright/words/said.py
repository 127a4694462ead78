"""What is said by a text, however it is written."""

from __future__ import annotations

from tapewright.words.normal import normal_words
from tapewright.words.numbers import folded


def said(text: str) -> list[str]:
    """The normal words of a text, numbers in figures. Two texts that say the same in other writing have the same.

    >>> said("“Twenty-five boats,” he said") == said("25 boats he said")
    True
    """
    return [word.text for word in folded(normal_words(text))]
