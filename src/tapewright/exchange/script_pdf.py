"""PDFs as scripts: their lines made paragraphs again, page heads and feet left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tapewright.errors import InputError
from tapewright.exchange.pdf_layout import HYPHEN, PageLine, paragraphs_of
from tapewright.exchange.script_paragraphs import made_script
from tapewright.model import Script

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 3_000
MOST_SIGNS = 200_000
"""On one page; a newspaper's has a tenth."""

_HINT = "export it again, or give the document that it was made from"
_BREAKS = (10, 13)
_HYPHENS = (0xFFFE, 0x02, 0xAD)


class PdfReader:
    """Reads the text of a PDF. One that is only pictures of pages has none: it is named, not guessed at."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script; a paragraph's place is the page that it begins on."""
        import pypdfium2

        document = _opened(data, name)
        try:
            if len(document) > MOST_PAGES:
                raise InputError(f"it has {len(document)} pages, more than {MOST_PAGES}", place=name, hint="split it")
            pages = [_lines(document[number], number + 1, name) for number in range(len(document))]
            title = str(document.get_metadata_dict().get("Title") or "")
        except pypdfium2.PdfiumError as error:
            raise InputError(f"one of its pages is broken: {error}", place=name, hint=_HINT) from error
        finally:
            document.close()
        if not any(pages):
            raise InputError(
                "it holds no text, only pictures of pages: a scan", place=name, hint="run text recognition on it first"
            )
        paragraphs, remarks = paragraphs_of(pages)
        if empty := [number for number, page in enumerate(pages, 1) if not page]:
            remarks = (*remarks, f"no text on {_listed(empty)}: empty, or pictures")
        return (made_script(paragraphs, format="pdf", name=name, title=title, remarks=remarks),)


def _opened(data: bytes, name: str) -> PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError("it is locked with a password", place=name, hint="save it without one") from error
        raise InputError(f"this is no whole PDF: {error}", place=name, hint=_HINT) from error


def _lines(page: PdfPage, number: int, name: str) -> list[PageLine]:
    """The lines of a page in the order in which they are written, with where they stand."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_SIGNS:
            raise InputError(f"page {number} has {count} signs", place=name, hint=_HINT)
        signs = [pdfium.FPDFText_GetUnicode(text.raw, place) for place in range(count)]
        made = (_line(text, signs, first, end, number, width, height) for first, end in _runs(signs))
        return [line for line in made if line.text]
    finally:
        text.close()
        page.close()


def _runs(signs: list[int]) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end among a page's signs; a hyphen at the end of a line ends it too."""
    first = 0
    for place, sign in enumerate(signs):
        if sign in _BREAKS:
            yield first, place
            first = place + 1
        elif sign in _HYPHENS:
            yield first, place + 1
            first = place + 1
    yield first, len(signs)


def _line(text: Any, signs: list[int], first: int, end: int, page: int, width: float, height: float) -> PageLine:
    words = "".join(HYPHEN if sign in _HYPHENS else chr(sign) for sign in signs[first:end] if sign)
    words = " ".join(words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())
    shown = [place for place in range(first, end) if signs[place] > 32 and signs[place] not in _HYPHENS]
    if not shown:
        return PageLine(text="", page=page)
    boxes = [text.get_charbox(place, loose=True) for place in (shown[0], shown[len(shown) // 2], shown[-1])]
    return PageLine(
        text=words,
        page=page,
        left=boxes[0][0],
        right=boxes[-1][2],
        top=height - max(box[3] for box in boxes),
        bottom=height - min(box[1] for box in boxes),
        width=width,
        height=height,
    )


def _listed(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:5])) + (", …" if len(pages) > 5 else "")
    return f"page {shown}" if len(pages) == 1 else f"{len(pages)} pages ({shown})"
