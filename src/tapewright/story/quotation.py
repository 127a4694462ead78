"""The inside of a bite: its words, who says them and which place is named, each with where it stands in the source.

> The harbour was quiet that year. ~~You know, I mean,~~ Nobody asked us … until the boats came back.
>
> — MARIAN [T017](tape:T017#t=2531.240000,2544.610000)

The last paragraph (or its last lines) that begins with a dash and links to a tape makes a bite of a block quote.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from sys import maxsize
from urllib.parse import unquote

from tapewright.errors import UsageError
from tapewright.model import Bite
from tapewright.model.tape import check_tape_id
from tapewright.story.inline import Token, parts, plain_text, tokens
from tapewright.story.markdown import block_tokens, lines_of
from tapewright.timing import read_fragment

_MARKER = re.compile(r" {0,3}>[ \t]?")
_DASH = re.compile(r"(?:[—–―]|--)\s*")
_LINK = re.compile(
    r"(?<!\\)\[(?P<label>(?:\\.|[^\[\]\\])*)\]"
    r"\(\s*<?tape:(?P<target>[^\s<>()]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_TAPE_LINK = re.compile(r"\(\s*<?tape:")
_EXAMPLE = "write it as: — NAME [T017](tape:T017#t=12.5,13.9)"
_LONGEST_FRAGMENT = 100
LONGEST_TAPE = 2**53
"""Ticks that a JavaScript number holds, 147 days: what an open end means where no tape is at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A bite with the places of its pieces in the source. ``tokens`` have those positions, in order.

    ``paragraph`` gives each token's paragraph. The body (everything to be heard) is ``source[body[0]:body[1]]``
    from its first sign to its last; ``fragment_at`` is where the written fragment stands.
    """

    bite: Bite
    tokens: tuple[Token, ...]
    paragraph: tuple[int, ...]
    body: tuple[int, int]
    fragment_at: tuple[int, int]

    @property
    def words(self) -> list[Token]:
        """The tokens that the speaker said, heard or struck: what people count when they trim and strike."""
        return [token for token in self.tokens if token.is_word]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines without quotation marks and outer spaces, and where each begins in the source."""

    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def shifts(self) -> list[tuple[int, int]]:
        """Where each line begins in ``text``, and how far from there its source is."""
        begins = accumulate((len(line) + 1 for line in self.lines[:-1]), initial=0)
        return [(begin, start - begin) for begin, start in zip(begins, self.starts, strict=True)]

    def split(self, line: int) -> tuple[_Paragraph, _Paragraph]:
        return (
            _Paragraph(self.lines[:line], self.starts[:line]),
            _Paragraph(self.lines[line:], self.starts[line:]),
        )


@lru_cache(maxsize=4096)
def read_quotation(source: str) -> Quotation | None:
    """What a block quote quotes; None where it names no tape. UsageError says what is wrong with one that does.

    Remembered by its source: a change of one bite leaves hundreds as they were.
    """
    paragraphs, others = _paragraphs(source)
    split = _attribution_line(paragraphs[-1]) if paragraphs else None
    if split is None:
        if _TAPE_LINK.search(source):
            raise UsageError("it names a tape, but its last paragraph is no source line", hint=_EXAMPLE)
        return None
    *body, last = paragraphs
    rest, attribution = last.split(split)
    if rest.lines:
        body.append(rest)
    if others:
        raise UsageError(
            f"there is a {others[0]} in it; a bite holds paragraphs only", hint="put a backslash before its sign"
        )
    bite, (start, end) = _read_attribution(attribution.text)
    found, numbers = _body_tokens(body)
    shifts = attribution.shifts()
    return Quotation(
        bite=replace(bite, parts=parts(found)),
        tokens=tuple(found),
        paragraph=tuple(numbers),
        body=_extent(body),
        fragment_at=(_moved(start, shifts), _moved(end, shifts)),
    )


def is_source_line(text: str) -> bool:
    """Whether a paragraph outside of a block quote looks as if it should have closed one."""
    return bool(_DASH.match(text.lstrip()) and _TAPE_LINK.search(text))


def check_fragment(fragment: str) -> None:
    """UsageError unless the fragment is one on some tape; which ticks it means is known only with its tape.

    Timecode may run over midnight, so that its ends are in order or not only on their own tape.
    """
    if len(fragment) > _LONGEST_FRAGMENT:
        raise UsageError(f"not a time fragment: {fragment[:40]!r}…", hint=_EXAMPLE)
    shape = re.fullmatch(r"t=(smpte[^:]*:)(.+),(.+)", fragment)
    ends = [f"t={shape[1]}{label}" for label in (shape[2], shape[3])] if shape else [fragment]
    for end in ends:
        if read_fragment(end, duration=LONGEST_TAPE).end > LONGEST_TAPE:
            raise UsageError(f"no tape is as long as {fragment!r} says")


def _paragraphs(source: str) -> tuple[list[_Paragraph], list[str]]:
    """The paragraphs right inside the block quote, and the names of whatever else is there."""
    lines = lines_of(source)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found, others = [], []
    for token in block_tokens(source):
        if token.level != 1 or token.nesting < 0 or token.map is None:
            continue
        if token.type != "paragraph_open":
            others.append(_NAMES.get(token.type, "piece of other Markdown"))
            continue
        stripped = [_strip(lines[n], starts[n]) for n in range(*token.map)]
        found.append(_Paragraph(tuple(text for text, _ in stripped), tuple(start for _, start in stripped)))
    return found, others


_NAMES = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "heading_open": "heading",
    "blockquote_open": "quotation",
    "table_open": "table",
    "fence": "code block",
    "code_block": "code block",
    "html_block": "piece of HTML",
    "hr": "rule",
}


def _strip(line: str, start: int) -> tuple[str, int]:
    marker = _MARKER.match(line)
    text = line[marker.end() :] if marker else line
    return text.strip(), start + len(line) - len(text.lstrip()) if text.strip() else start


def _attribution_line(paragraph: _Paragraph) -> int | None:
    """The line that begins with a dash and leads to the link, the last such; None where there is none."""
    for number in range(len(paragraph.lines) - 1, -1, -1):
        if _DASH.match(paragraph.lines[number]):
            _, tail = paragraph.split(number)
            return number if "tape:" in tail.text else None
    return None


def _read_attribution(text: str) -> tuple[Bite, tuple[int, int]]:
    links = list(_LINK.finditer(text))
    if len(links) != 1 or text.count("tape:") > 1 + links[0]["label"].count("tape:"):
        what = "names more than one place" if len(links) > 1 else "its link cannot be read"
        raise UsageError(f"the source line is not right: {what}", hint=_EXAMPLE)
    link = links[0]
    dash = _DASH.match(text)
    speaker = plain_text(text[dash.end() if dash else 0 : link.start()])
    tape, sign, fragment = link["target"].partition("#")
    if not sign:
        raise UsageError(f"no time is given: {link['target']!r}", hint=_EXAMPLE)
    bite = Bite(
        tape=check_tape_id(unquote(tape)),
        fragment=unquote(fragment),
        parts=(),
        speaker=speaker,
        label=plain_text(link["label"]),
    )
    check_fragment(bite.fragment)
    start = link.start("target") + len(tape) + 1
    return bite, (start, link.end("target"))


def _body_tokens(body: Iterable[_Paragraph]) -> tuple[list[Token], list[int]]:
    found: list[Token] = []
    numbers: list[int] = []
    for number, paragraph in enumerate(body):
        shifts = paragraph.shifts()
        for token in tokens(paragraph.text):
            found.append(
                Token(
                    kind=token.kind,
                    text=token.text,
                    start=_moved(token.start, shifts),
                    end=_moved(token.end - 1, shifts) + 1,
                    outer_start=_moved(token.outer_start, shifts),
                    outer_end=_moved(token.outer_end - 1, shifts) + 1,
                )
            )
            numbers.append(number)
    return found, numbers


def _moved(place: int, shifts: Sequence[tuple[int, int]]) -> int:
    """The position in the source of a position in a paragraph's text."""
    return place + shifts[bisect(shifts, (place, maxsize)) - 1][1]


def _extent(body: list[_Paragraph]) -> tuple[int, int]:
    if not body:
        return (0, 0)
    return body[0].starts[0], body[-1].starts[-1] + len(body[-1].lines[-1])
