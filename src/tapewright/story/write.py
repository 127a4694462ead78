"""Changes of a paper edit, text to text: only the bytes that must change do.

Blocks are named by their place in ``PaperEdit.blocks``, words by their place among the words of a bite (heard and
struck; remarks in brackets and ``…`` do not count). Every change is read back before it is given: where Markdown would
take a neighbour for something else than before (a comment that was never closed, a list that swallows what follows),
UsageError says so and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.errors import UsageError
from tapewright.model import Block, PaperEdit, TapeId, Word
from tapewright.story.inline import escape, guard_line_start
from tapewright.story.markdown import is_blank, lines_of
from tapewright.story.paper import parse, source_of
from tapewright.story.quotation import Quotation, read_quotation
from tapewright.story.strikes import drop_before, drop_behind, restruck
from tapewright.timing import Interval, write_fragment
from tapewright.words.counted import counted

NO_WORDS = "[no words]"
"""What stands in a bite of a span without words: ours, so that nobody is said to have said it."""


def bite_block(
    tape: TapeId, interval: Interval, words: Sequence[Word], speaker: str = "", *, newline: str = "\n"
) -> str:
    """A bite as a block of text, without blank lines around it.

    >>> from tapewright.timing import Ticks, from_seconds
    >>> word = Word(text="Quiet.", start=Ticks(0), end=Ticks(9))
    >>> print(bite_block(TapeId("T017"), Interval(Ticks(0), from_seconds(1)), [word], "MARIAN"), end="")
    > Quiet.
    >
    > — MARIAN [T017](tape:T017#t=0.000000,1.000000)
    """
    body = guard_line_start(_written(words)) or NO_WORDS
    name = " ".join(escape(part) for part in speaker.split())
    source = f"— {name + ' ' if name else ''}[{escape(tape)}](tape:{tape}#{write_fragment(interval)})"
    return "".join(f"{line}{newline}" for line in (f"> {body}", ">", f"> {source}"))


def inserted(edit: PaperEdit, at: int, block: str) -> str:
    """The text with a block before block ``at`` (``len(edit.blocks)``: at the end)."""
    left = edit.front + "".join(b.source for b in edit.blocks[:at])
    right = "".join(b.source for b in edit.blocks[at:])
    text = _join(_join(left, block, newline_of(edit)), right, newline_of(edit))
    return _read_back(edit, text, [*edit.blocks[:at], *parse(block).blocks, *edit.blocks[at:]])


def removed(edit: PaperEdit, index: int) -> str:
    """The text without a block."""
    left = edit.front + "".join(b.source for b in edit.blocks[:index])
    right = "".join(b.source for b in edit.blocks[index + 1 :])
    if not right:
        left = without_tail(left) + _tail(edit.blocks[index].source)
    text = _join(left, right, newline_of(edit)) if right else left
    return _read_back(edit, text, [*edit.blocks[:index], *edit.blocks[index + 1 :]])


def moved(edit: PaperEdit, index: int, at: int) -> str:
    """The text with a block moved before block ``at``, counted as they stand now."""
    if at in (index, index + 1):
        return source_of(edit)
    block = without_tail(edit.blocks[index].source)
    shorter = _parsed_again(edit, removed(edit, index))
    return inserted(shorter, at - (at > index), block if block.endswith(("\n", "\r")) else block + newline_of(edit))


def reanchored(edit: PaperEdit, index: int, interval: Interval) -> str:
    """The text with a bite's place replaced, and nothing else."""
    quotation = _quotation(edit, index)
    return _replaced(edit, index, _anchored(edit.blocks[index].source, quotation, interval))


def struck(edit: PaperEdit, index: int, words: range, *, is_struck: bool = True) -> str:
    """The text with some words of a bite struck, or no longer struck."""
    quotation = _quotation(edit, index)
    _check_words(quotation, words)
    return _replaced(edit, index, restruck(edit.blocks[index].source, quotation, words, is_struck=is_struck))


def trimmed(
    edit: PaperEdit,
    index: int,
    interval: Interval,
    *,
    drop_first: int = 0,
    drop_last: int = 0,
    add_before: Sequence[Word] = (),
    add_after: Sequence[Word] = (),
) -> str:
    """The text with words taken from, or put to, the ends of a bite, and its new place."""
    quotation = _quotation(edit, index)
    words = quotation.words
    if drop_first + drop_last >= len(words):
        raise UsageError("nothing would be left of the bite", hint="remove it instead")
    source = _anchored(edit.blocks[index].source, quotation, interval)
    if drop_last:
        source = drop_behind(source, quotation, words[-drop_last - 1], words[-1].outer_end)
    elif add_after:
        end = words[-1].outer_end
        source = f"{source[:end]} {_written(add_after)}{source[end:]}"
    start = words[0].outer_start
    if drop_first:
        source = drop_before(source, quotation, start, words[drop_first])
    elif add_before:
        source = f"{source[:start]}{_written(add_before)} {source[start:]}"
    return _replaced(edit, index, _guarded(source, start))


def split(edit: PaperEdit, index: int, word: int, first: Interval, second: Interval) -> str:
    """The text with a bite made two: the second begins with the word at place ``word``. Each gets its own place."""
    quotation = _quotation(edit, index)
    words = quotation.words
    if not 0 < word < len(words):
        raise UsageError(f"a bite of {counted(len(words), 'word')} cannot be split before word {word + 1}")
    source = edit.blocks[index].source
    kept = [t for t in quotation.tokens[: quotation.tokens.index(words[word])] if t.kind != "omission"]
    one = drop_behind(_anchored(source, quotation, first), quotation, kept[-1], quotation.body[1])
    two = drop_before(_anchored(source, quotation, second), quotation, quotation.body[0], words[word])
    two = _guarded(two, quotation.body[0])
    newline = newline_of(edit)
    text = edit.front + "".join(b.source for b in edit.blocks[:index]) + _join(without_tail(one), two, newline)
    text += "".join(b.source for b in edit.blocks[index + 1 :])
    return _read_back(
        edit, text, [*edit.blocks[:index], *parse(one).blocks, *parse(two).blocks, *edit.blocks[index + 1 :]]
    )


def without_tail(source: str) -> str:
    """The source without the blank lines behind it."""
    return source[: len(source) - len(_tail(source))]


def _tail(source: str) -> str:
    lines = lines_of(source)
    count = len(lines)
    while count and is_blank(lines[count - 1]):
        count -= 1
    return "".join(lines[count:])


def _written(words: Sequence[Word]) -> str:
    return " ".join(escape(word.text) for word in words)


def _anchored(source: str, quotation: Quotation, interval: Interval) -> str:
    start, end = quotation.fragment_at
    return source[:start] + write_fragment(interval) + source[end:]


def _guarded(source: str, place: int) -> str:
    """The source with its line at ``place`` guarded, if the line's text begins there."""
    start = max(source.rfind("\n", 0, place), source.rfind("\r", 0, place)) + 1
    if source[start:place].strip(" \t>"):
        return source
    end = next((n for n in range(place, len(source)) if source[n] in "\r\n"), len(source))
    return source[:place] + guard_line_start(source[place:end]) + source[end:]


def newline_of(edit: PaperEdit) -> str:
    """The end of the file's first line; a new file's lines end with a line feed."""
    first = next(iter(lines_of(source_of(edit))), "")
    return first[len(first.rstrip("\r\n")) :] or "\n"


def _join(left: str, right: str, newline: str) -> str:
    """Both with a blank line between."""
    lines = lines_of(left.removeprefix("\ufeff"))
    if not lines or not right:
        return left + right
    if not lines[-1].endswith(("\n", "\r")):
        return left + newline + newline + right
    return left + right if is_blank(lines[-1]) else left + newline + right


def _check_words(quotation: Quotation, words: range) -> None:
    count = len(quotation.words)
    if not words or words.start < 0 or words.stop > count:
        raise UsageError(f"the bite has words 1 to {count}")


def _quotation(edit: PaperEdit, index: int) -> Quotation:
    block = edit.blocks[index]
    quotation = read_quotation(block.source) if block.bite else None
    if quotation is None:
        why = f": {block.problem}" if block.problem else ""
        raise UsageError(f"line {block.line} is no bite that can be changed{why}")
    return quotation


def _replaced(edit: PaperEdit, index: int, source: str) -> str:
    before, after = edit.blocks[:index], edit.blocks[index + 1 :]
    text = edit.front + "".join(b.source for b in before) + source + "".join(b.source for b in after)
    return _read_back(edit, text, [*before, *parse(source).blocks, *after])


def _parsed_again(edit: PaperEdit, text: str) -> PaperEdit:
    return parse(text, name=edit.title, format=edit.format, start=edit.format.write(edit.start))


def _read_back(edit: PaperEdit, text: str, expected: Sequence[Block]) -> str:
    """The text itself, if it reads as these blocks, one by one."""
    read = _parsed_again(edit, text)
    for block, wanted in zip(read.blocks, expected, strict=False):
        if _meaning(block) != _meaning(wanted):
            raise UsageError(
                f"line {block.line} would be read as something else; nothing was changed",
                hint=_what_hides(edit),
            )
    if len(read.blocks) != len(expected) or read.front.strip() != edit.front.strip():
        raise UsageError("the text would be read as something else; nothing was changed", hint=_what_hides(edit))
    return text


def _what_hides(edit: PaperEdit) -> str:
    for block in edit.blocks:
        if block.problem and block.kind != "bite":
            return f"line {block.line}: {block.problem}"
    return "is a comment, a list or a code block before it not closed?"


def _meaning(block: Block) -> tuple[object, ...]:
    return (block.kind, block.text, block.level, block.bite, block.problem)
