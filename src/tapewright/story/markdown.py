"""Block structure of a Markdown text, by lines. Inline structure is our own matter (see ``inline``)."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token as MarkdownToken

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(text: str) -> list[str]:
    """The lines with their ends, split where Markdown ends a line (not where ``str.splitlines`` does)."""
    return _LINE.findall(text)


def is_blank(line: str) -> bool:
    """Whether Markdown takes the line as empty."""
    return not line.strip(" \t\r\n")


def block_tokens(text: str) -> list[MarkdownToken]:
    """The tokens of CommonMark's block structure with tables; ``map`` counts the lines of ``lines_of``."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    return parser
