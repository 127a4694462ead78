"""A count with its noun, as people write it."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """The number and the noun in its number.

    >>> counted(1, "word"), counted(0, "word"), counted(2, "source file")
    ('1 word', '0 words', '2 source files')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
