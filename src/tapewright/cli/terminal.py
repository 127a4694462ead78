"""What may be written on a terminal: names of files and words of tapes come from outside and are shown, never obeyed.

A terminal obeys escape sequences (``ESC``, or the same in one sign from U+0080 to U+009F): they move the cursor, hide
what stands there, change the window's title. Signs of writing direction make ``gpj.exe`` look like ``exe.jpg``.
"""

from __future__ import annotations

import json
import os
import re
import sys

import click

_LIT, _UNLIT = click.style("\0", fg="yellow", bold=True).split("\0")
_OBEYED = re.compile(
    f"({re.escape(_LIT)}|{re.escape(_UNLIT)})|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def lit(text: str) -> str:
    """The text in the colour of a hit, unless the person wants none (``NO_COLOR``)."""
    return text if os.environ.get("NO_COLOR") else f"{_LIT}{text}{_UNLIT}"


def is_person() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def visible(text: str) -> str:
    r"""The text with every sign that a terminal would obey written out; line ends, tabs and ``lit`` stay.

    >>> print(visible("\x1b[2Jgone"))
    \x1b[2Jgone
    """
    return _OBEYED.sub(lambda found: found[1] or found[0].encode("unicode_escape").decode("ascii"), text)


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON in UTF-8 for programs and for terminals: the same signs as escapes, which every reader reads back."""
    return _OBEYED.sub(
        lambda found: "".join(f"\\u{ord(sign):04x}" for sign in found[0]),
        json.dumps(value, ensure_ascii=False, indent=indent),
    )
