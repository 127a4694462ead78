"""The text of an HTML document and its positions as Taguette counts them: UTF-8 bytes of the text, tags not counted."""

from __future__ import annotations

from bisect import bisect_right
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p "
    "pre section table td th tr ul".split()
)


class HtmlText(HTMLParser):
    """``text`` has a line end at every block, which the positions of the document do not count."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._bytes: list[int] = []
        self._starts: list[int] = []
        self._kept: list[bytes] = []
        self._length = 0
        self._counted = 0
        self.feed(document)
        self.close()
        self.text = "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def handle_data(self, data: str) -> None:
        self._bytes.append(self._counted)
        self._starts.append(self._length)
        self._kept.append(data.encode("utf-8", "replace"))
        self._counted += len(self._kept[-1])
        self._put(data)

    def position(self, offset: int) -> int:
        """The code point of ``text`` at a byte of the document; -1 for one beyond it."""
        if not 0 <= offset <= self._counted:
            return -1
        if not self._bytes:
            return 0
        place = bisect_right(self._bytes, offset) - 1
        inside = self._kept[place][: offset - self._bytes[place]]
        return self._starts[place] + len(inside.decode("utf-8", "ignore"))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS and self._pieces and not self._pieces[-1].endswith("\n"):
            self._put("\n")

    def _put(self, data: str) -> None:
        self._pieces.append(data)
        self._length += len(data)
