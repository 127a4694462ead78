"""What may be written on a terminal: names of files and words of tapes come from outside and are shown, never obeyed.

A terminal obeys escape sequences (``ESC``, or the same in one sign from U+0080 to U+009F): they move the cursor, hide
what stands there, change the window's title. Signs of writing direction make ``gpj.exe`` look like ``exe.jpg``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable

import click

_LIT, _UNLIT = click.style("\0", fg="yellow", bold=True).split("\0")
STYLES = {
    "good": "\x1b[32m",
    "open": "\x1b[33m",
    "bad": "\x1b[31m",
    "strong": "\x1b[1m",
    "faint": "\x1b[2m",
    "bad_strong": "\x1b[31m\x1b[1m",
    "good_strong": "\x1b[32m\x1b[1m",
}
"""What text may look like besides plain; nothing that hides it or moves it."""

_OURS = "|".join(re.escape(code) for code in (_LIT, *sorted(STYLES.values(), key=len, reverse=True), _UNLIT))
_OBEYED = re.compile(f"({_OURS})|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def lit(text: str) -> str:
    """The text in the colour of a hit, unless the person wants none (``NO_COLOR``)."""
    return text if os.environ.get("NO_COLOR") else f"{_LIT}{text}{_UNLIT}"


def styled(text: str, style: str) -> str:
    """The text in one of ``STYLES``; as it is where it is empty."""
    return f"{STYLES[style]}{text}{_UNLIT}" if text else text


def wants_colour() -> bool:
    """Whether stdout is a terminal whose person has not asked for none (``NO_COLOR``)."""
    return not os.environ.get("NO_COLOR") and sys.stdout is not None and sys.stdout.isatty()


def column(cells: Iterable[str], *, least: int = 16) -> int:
    """How wide a column is in which all of these fit."""
    return max([least, *map(len, cells)])


def columns() -> int:
    """How wide the terminal is, within what can be read: 60 to 160; 100 where nobody knows."""
    return max(60, min(160, shutil.get_terminal_size((100, 24)).columns))


def is_person() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def visible(text: str) -> str:
    r"""The text with every sign that a terminal would obey written out; line ends, tabs and our own styles stay.

    >>> print(visible("\x1b[2Jgone"))
    \x1b[2Jgone
    """
    return _OBEYED.sub(lambda found: found[1] or found[0].encode("unicode_escape").decode("ascii"), text)


def bare(text: str) -> str:
    r"""Words from outside for one line: white space single, and not even our own styles obeyed.

    >>> print(bare("\x1b[31mred\x1b[0m\nand more"))
    \x1b[31mred\x1b[0m and more
    """
    return visible(" ".join(text.split()).replace("\x1b", "\\x1b"))


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON in UTF-8 for programs and for terminals: the same signs as escapes, which every reader reads back."""
    return _OBEYED.sub(
        lambda found: "".join(f"\\u{ord(sign):04x}" for sign in found[0]),
        json.dumps(value, ensure_ascii=False, indent=indent),
    )
