"""Web pages as scripts: paragraphs, headings, block quotes, ``<q>``; scripts, styles and navigation left out.

Read by lxml's forgiving parser with the network off; what a page loads from elsewhere is never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tapewright.errors import InputError
from tapewright.exchange.encoding import decode
from tapewright.exchange.script_paragraphs import made_script, single_spaced
from tapewright.model import Paragraph, ParagraphKind, Script
from tapewright.words.counted import counted

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = frozenset(
    "script style nav noscript template head footer button svg math iframe object select textarea canvas audio video"
    " datalist dialog menu".split()
)
_STRUCK = frozenset("del s strike".split())
_BLOCKS = frozenset(
    "address article aside body caption center dd details div dl dt fieldset figcaption figure header hgroup hr html"
    " legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_XML_HEAD = re.compile(r"<\?xml[^>]*\?>")
_QUOTES = ("“", "”", "‘", "’")


class HtmlReader:
    """Reads a web page."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script, its places counted in paragraphs."""
        text, remarks = _decoded(data, name)
        root = _parsed(text)
        if root is None:
            raise InputError("this is no web page that can be read", place=name, hint="save it again in a browser")
        walk = _Walk()
        walk.run(root)
        if walk.struck:
            remarks += (f"{counted(walk.struck, 'struck passage')} left out",)
        titles = [title for title in root.iter("title") if isinstance(title.text, str)]
        title = titles[0].text or "" if titles else ""
        return (made_script(walk.numbered(), format="html", name=name, title=title, remarks=remarks),)


def fragment_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a piece of HTML that stands in another file."""
    root = _parsed(text)
    if root is None:
        return []
    walk = _Walk()
    walk.run(root)
    return list(walk.numbered())


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The page's text in the encoding that it names, else as any text."""
    named = _CHARSET.search(data[:2048])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            encoding = named[1].decode("ascii")
            if not encoding.lower().startswith("utf-16"):  # a page that names it in ASCII is not in it
                data = data.decode(encoding).encode("utf-8")
        except (LookupError, UnicodeDecodeError):
            pass
    decoded = decode(data, name=name)
    return decoded.text, decoded.remarks


def _parsed(text: str) -> _Element | None:
    from lxml import etree, html

    text = text.lstrip()
    head = _XML_HEAD.match(text)
    parser = html.HTMLParser(no_network=True, recover=True, encoding="utf-8", remove_pis=True, remove_comments=True)
    try:
        root: _Element | None = html.document_fromstring(
            text[head.end() if head else 0 :].encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


class _Walk:
    """Goes through a page without recursion: a page may be nested as deep as its maker likes."""

    def __init__(self) -> None:
        self.struck = 0
        self._made: list[tuple[str, ParagraphKind]] = []
        self._held: list[str] = []
        self._block: list[str] = []
        self._quotes = 0
        self._heading = 0
        self._inner = 0
        self._figure = 0
        self._cited: list[str] = []

    def run(self, root: _Element) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if self._is_dropped(element, tag):
                    self.struck += tag in _STRUCK
                    walk.skip_subtree()
                    continue
                self._start(tag)
                self._held.append(element.text or "") if tag else None
            else:
                if not self._is_dropped(element, tag):
                    self._end(tag)
                self._held.append(element.tail or "")
        self._flush()

    def numbered(self) -> Iterator[Paragraph]:
        for number, (text, kind) in enumerate(self._made, 1):
            yield Paragraph(text=text, place=f"paragraph {number}", kind=kind)

    def _is_dropped(self, element: Any, tag: str) -> bool:
        """A footer inside of a block quote is whom it quotes."""
        return _is_dropped(element, tag) and not (tag == "footer" and self._quotes)

    def _start(self, tag: str) -> None:
        if tag == "blockquote":
            self._flush()
            self._quotes += 1
        elif tag in _HEADINGS:
            self._flush()
            self._heading += 1
        elif tag in _BLOCKS:
            self._flush()
            self._figure = len(self._made) if tag == "figure" else self._figure
        elif tag == "br":
            self._held.append("\ue002")
        elif tag == "q":
            self._held.append(_QUOTES[0 if self._inner % 2 == 0 else 2])
            self._inner += 1
        elif tag == "cite" and self._quotes:
            self._flush()

    def _end(self, tag: str) -> None:
        if tag == "blockquote":
            self._flush()
            self._quotes = max(0, self._quotes - 1)
            if not self._quotes and self._block:
                self._made.append(("\n".join([*self._block, *self._cited]), ParagraphKind.BLOCK_QUOTE))
                self._block, self._cited = [], []
        elif tag in _HEADINGS:
            self._flush()
            self._heading = max(0, self._heading - 1)
        elif tag == "figcaption":
            self._caption()
        elif tag in _BLOCKS:
            self._flush()
        elif tag == "q" and self._inner:
            self._inner -= 1
            self._held.append(_QUOTES[1 if self._inner % 2 == 0 else 3])
        elif tag == "cite" and self._quotes:
            self._cite()

    def _cite(self) -> None:
        """A ``<cite>`` in a block quote is its last line ``— NAME``, also where the dash is written before it."""
        text = self._text().lstrip("—–- ")
        if self._block and self._block[-1] in ("—", "–", "-", "--"):
            self._block.pop()
        if text:
            self._cited = [f"— {text}"]

    def _caption(self) -> None:
        """What stands under a block quote in its figure is whom it quotes."""
        quoted = self._made[self._figure :]
        text = self._text().lstrip("—–- ")
        if quoted and quoted[-1][1] is ParagraphKind.BLOCK_QUOTE and not self._quotes and text:
            self._made[-1] = (f"{quoted[-1][0]}\n— {text}", ParagraphKind.BLOCK_QUOTE)
            self._figure = len(self._made)
        else:
            self._held = [text]
            self._flush()

    def _flush(self) -> None:
        text = self._text()
        if not text:
            return
        if self._quotes:
            self._block.append(text)
        else:
            self._made.append((text, ParagraphKind.HEADING if self._heading else ParagraphKind.TEXT))

    def _text(self) -> str:
        text = " ".join("".join(self._held).split())
        self._held = []
        return single_spaced(text.replace("\ue002", "\n"))


def _is_dropped(element: Any, tag: str) -> bool:
    if not tag or tag in _DROPPED or tag in _STRUCK:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return re.search(r"display\s*:\s*none", element.get("style") or "") is not None
