"""Markdown as a script: paragraphs, headings, lists, tables, block quotes; comments as notes; emphasis taken off."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tapewright.exchange.encoding import decode
from tapewright.exchange.script_paragraphs import made_script, single_spaced, table_paragraphs
from tapewright.model import Paragraph, ParagraphKind, Script
from tapewright.words.counted import counted

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"---[ \t]*\n(?P<inside>(?:.*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^title:[ \t]*(?P<title>.*?)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_LONGEST_INLINE = 50_000
"""Signs of a paragraph from which its signs of emphasis are left in: no hand writes so long a one."""


class MarkdownReader:
    """Reads Markdown as CommonMark with tables. Struck words are left out and counted: they are not in the text."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script, its places counted in lines."""
        decoded = decode(data, name=name)
        text, title = _without_front(decoded.text)
        reading = _Reading(text)
        reading.read()
        remarks = list(decoded.remarks)
        if reading.struck:
            remarks.append(f"{counted(reading.struck, 'struck passage')} left out")
        return (made_script(reading.paragraphs, format="md", name=name, title=title or reading.title, remarks=remarks),)


class _Reading:
    def __init__(self, text: str) -> None:
        self._text = text
        self.paragraphs: list[Paragraph] = []
        self.struck = 0
        self.title = ""
        self._quotes = 0
        self._block: list[str] = []
        self._block_line = 0
        self._rows: list[list[str]] = []
        self._row_lines: list[int] = []
        self._in_table = False

    def read(self) -> None:
        tokens = _parser().parse(self._text)
        line = 1
        for place, token in enumerate(tokens):
            line = token.map[0] + 1 if token.map else line
            match token.type:
                case "blockquote_open":
                    self._quotes += 1
                    self._block_line = line if self._quotes == 1 else self._block_line
                case "blockquote_close":
                    self._quotes -= 1
                    if not self._quotes:
                        self._add("\n".join(self._block), self._block_line, ParagraphKind.BLOCK_QUOTE)
                        self._block = []
                case "table_open":
                    self._in_table, self._rows, self._row_lines = True, [], []
                case "tr_open":
                    self._rows.append([])
                    self._row_lines.append(line)
                case "table_close":
                    self._in_table = False
                    places = [f"line {number}" for number in self._row_lines]
                    self.paragraphs += table_paragraphs(self._rows, places)
                case "inline":
                    self._inline(self._plain(token), line, tokens[place - 1].type == "heading_open")
                case "fence" | "code_block":
                    self._inline(token.content, line, False)
                case "html_block":
                    self._html(token.content, line)
                case _:
                    pass

    def _inline(self, text: str, line: int, is_heading: bool) -> None:
        if self._in_table:
            self._rows[-1].append(" ".join(single_spaced(text).split()))
        elif self._quotes:
            self._block.append(text)
        elif is_heading:
            self.title = self.title or text
            self._add(text, line, ParagraphKind.HEADING)
        else:
            self._add(text, line, ParagraphKind.TEXT)

    def _html(self, content: str, line: int) -> None:
        """Comments are notes; what else is written in HTML is read as HTML."""
        for note in _COMMENT.findall(content):
            self._add(note, line, ParagraphKind.NOTE)
        rest = _COMMENT.sub("", content)
        if rest.strip():
            from tapewright.exchange.script_html import fragment_paragraphs

            for paragraph in fragment_paragraphs(rest):
                self._add(paragraph.text, line, paragraph.kind)

    def _add(self, text: str, line: int, kind: ParagraphKind) -> None:
        self.paragraphs.append(Paragraph(text=single_spaced(text), place=f"line {line}", kind=kind))

    def _plain(self, token: Token) -> str:
        """The words of a paragraph without the signs of Markdown."""
        if token.children is None or len(token.content) > _LONGEST_INLINE:
            return token.content
        pieces: list[str] = []
        struck = 0
        link = ""
        for child in token.children:
            if child.type == "s_open":
                struck += 1
                self.struck += 1
            elif child.type == "s_close":
                struck -= 1
            elif child.type == "link_open":
                link = str(child.attrs.get("href", ""))
            elif child.type == "link_close":
                link = ""
            elif not struck and not link.startswith("tape:"):  # a source line of a paper edit is no words
                pieces.append(_piece(child))
        return "".join(pieces)


def _piece(token: Token) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    if token.type in ("softbreak", "hardbreak") or re.fullmatch(r"<br\s*/?>", token.content, re.IGNORECASE):
        return "\n"
    if re.fullmatch(r"</?q\b[^>]*>", token.content, re.IGNORECASE):
        return "”" if token.content.startswith("</") else "“"
    return ""


def _without_front(text: str) -> tuple[str, str]:
    """The text with a front matter's lines emptied, so that lines count as in the file; and its title."""
    front = _FRONT.match(text)
    if not front:
        return text, ""
    title = _TITLE.search(front["inside"])
    rest = "\n" * text.count("\n", 0, front.end()) + text[front.end() :]
    return rest, title["title"].strip("\"'") if title else ""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    def short_inline(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline" and len(token.content) <= _LONGEST_INLINE:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)

    parser.core.ruler.at("inline", short_inline)
    return parser
