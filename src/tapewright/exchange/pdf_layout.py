"""Lines of pages made paragraphs again: by gaps, indents and short last lines; page heads, feet and numbers left out.

Lines are taken in the order in which the file holds them, which is the reading order of what is typeset in columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tapewright.exchange.script_paragraphs import single_spaced
from tapewright.exchange.typed import is_name, opening
from tapewright.model import Paragraph, ParagraphKind
from tapewright.words.counted import counted

HYPHEN = "\ufffe"
"""Stands for a hyphen at the end of a line, which may belong to the word or not."""

_PAGE_NUMBER = re.compile(
    r"[-–—\s|]*(?:page\s+|p\.\s*|seite\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von)\s*\d{1,4})?\.?[-–—\s|]*",
    re.IGNORECASE,
)
_MARGIN = 0.12
"""Share of a page's height at its top and bottom where heads and feet stand."""

_COMMON = 0.4
"""Share of the pages on which a line must stand to be a head or foot; left and right pages may have their own."""

_STOPS = (".", "?", "!", "…", ":", ";")
_CLOSING = "\"'”’»)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line in points from the top left corner of its page."""

    text: str
    page: int
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0
    width: float = 0
    height: float = 0

    @property
    def size(self) -> float:
        """How high its letters are."""
        return max(1.0, self.bottom - self.top)


def paragraphs_of(pages: Sequence[Sequence[PageLine]]) -> tuple[list[Paragraph], tuple[str, ...]]:
    """The paragraphs of a document and what was left out."""
    lines, remarks = _without_margins(pages)
    if not lines:
        return [], remarks
    size = median(line.size for line in lines)
    spacing = _spacing(lines, size)
    words = _vocabulary(lines)
    made: list[Paragraph] = []
    held: list[PageLine] = []
    for line in [*lines, None]:
        if held and (line is None or _begins(held, line, spacing, size)):
            made.append(_paragraph(held, words, size))
            held = []
        if line is not None:
            held.append(line)
    return made, remarks


def _without_margins(pages: Sequence[Sequence[PageLine]]) -> tuple[list[PageLine], tuple[str, ...]]:
    """The lines without heads, feet and page numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(line) for line in page if _is_margin(line)})
    least = max(2, round(len(pages) * _COMMON))
    common = {shape for shape, count in counts.items() if count >= least}
    kept, heads, numbers = [], 0, 0
    for page in pages:
        outer = _outer(page, common)
        kept += [line for line in page if line not in outer]
        numbers += sum(_PAGE_NUMBER.fullmatch(line.text) is not None for line in outer)
        heads += sum(_PAGE_NUMBER.fullmatch(line.text) is None for line in outer)
    remarks = []
    if heads:
        remarks.append(f"{counted(heads, 'line')} at the head or foot of pages left out")
    if numbers:
        remarks.append(f"{counted(numbers, 'page number')} left out")
    return kept, tuple(remarks)


def _outer(page: Sequence[PageLine], common: set[str]) -> set[PageLine]:
    """Heads and feet of a page: from its edges inwards, as long as everything at that height is one."""
    found: set[PageLine] = set()
    for lines in (sorted(page, key=lambda line: line.top), sorted(page, key=lambda line: -line.bottom)):
        edge: list[PageLine] = []
        for line in lines:
            if not _is_margin(line) or not (_PAGE_NUMBER.fullmatch(line.text) or _shape(line) in common):
                edge = [one for one in edge if abs(one.top - line.top) > 0.5 * line.size]
                break
            edge.append(line)
        found.update(edge)
    return found


def _is_margin(line: PageLine) -> bool:
    return line.bottom < line.height * _MARGIN or line.top > line.height * (1 - _MARGIN)


def _shape(line: PageLine) -> str:
    """A head with its number taken out, and at which edge it stands."""
    edge = "top" if line.top < line.height / 2 else "bottom"
    return f"{edge} {re.sub(r'[0-9]+', '#', line.text.lower())}"


def _spacing(lines: Sequence[PageLine], size: float) -> float:
    """The usual distance from one line to the next."""
    steps = [
        after.top - before.top
        for before, after in pairwise(lines)
        if before.page == after.page and 0.5 * size < after.top - before.top < 4 * size
    ]
    return median(steps) if steps else size * 1.2


def _begins(held: Sequence[PageLine], line: PageLine, spacing: float, size: float) -> bool:
    """Whether a line begins a paragraph, by the lines held of the one before."""
    last = held[-1]
    if last.text.endswith(HYPHEN):
        return False
    if abs(line.size - last.size) > 0.2 * size:
        return True
    found = opening(line.text)
    if found.name and is_name(found.name):
        return True
    is_stopped = last.text.rstrip(_CLOSING).endswith(_STOPS)
    right = max(one.right for one in held)
    is_short = last.right < right - 0.12 * (right - min(one.left for one in held)) if len(held) > 1 else is_stopped
    if line.page != last.page or line.top < last.top - 0.5 * size:
        return is_stopped and (is_short or line.left > last.left + 0.8 * size)
    if abs(line.top - last.top) < 0.5 * size:
        return False  # a piece of the same line
    if line.top - last.top > 1.35 * spacing:
        return True
    is_indented = 0.7 * size < line.left - min(one.left for one in held) < 6 * size
    return is_stopped and (is_indented or (is_short and len(held) > 1))


def _paragraph(held: Sequence[PageLine], words: Counter[str], size: float) -> Paragraph:
    text = ""
    for line in held:
        if text.endswith(HYPHEN):
            text = _joined(text[:-1], line.text, words)
        else:
            text = f"{text} {line.text}" if text else line.text
    text = single_spaced(text.replace(HYPHEN, "-"))
    is_heading = held[0].size > 1.15 * size and len(text) < 200 and not text.endswith((".", ",", ";"))
    return Paragraph(
        text=text, place=f"page {held[0].page}", kind=ParagraphKind.HEADING if is_heading else ParagraphKind.TEXT
    )


def _joined(before: str, after: str, words: Counter[str]) -> str:
    """A word that was parted at the end of a line: with its hyphen where both halves are words of the document and
    the whole is none, or where a capital or number follows.
    """
    first = re.search(r"\w+$", before)
    second = re.match(r"\w+", after)
    if not first or not second:
        return f"{before}-{after}"
    one, two = first[0].lower(), second[0].lower()
    is_compound = words[one] and words[two] and not words[one + two]
    return f"{before}-{after}" if is_compound or not second[0][0].islower() else before + after


def _vocabulary(lines: Sequence[PageLine]) -> Counter[str]:
    """How often a whole word stands inside of lines; halves at their ends do not count."""
    words: Counter[str] = Counter()
    is_parted = False
    for line in lines:
        found = re.findall(r"\w+", line.text.lower())
        found = found[1:] if is_parted else found
        is_parted = line.text.endswith(HYPHEN)
        words.update(found[:-1] if is_parted else found)
    return words
