"""The running order as a table, and what is reckoned from it."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.errors import NotFoundError
from tapewright.story.quotation import read_quotation
from tapewright.timing import write_clock
from tapewright.verbs.airtime import Airtime
from tapewright.verbs.bites import PlacedBite
from tapewright.verbs.editlist import ListedEdit
from tapewright.verbs.runningorder import Row, RunningOrder, source_timecode
from tapewright.words.counted import counted
from tapewright.words.shortened import first_few

_WIDTH = 60


def table(order: RunningOrder) -> str:
    """A line a block: number, record timecode, tape and source timecode, length, who, and how it begins."""
    lines = [f"{order.title}  ({order.format}, from {order.format.write(order.start)})"]
    lines += [line.rstrip() for row in order.rows if (line := _line(order, row))]
    cut = f"{write_clock(order.cut, decimals=1)} of tape"
    narration = f" + about {write_clock(order.narration, decimals=0)} of narration" if order.narration else ""
    lines.append(f"running time {write_clock(order.running, decimals=1)}: {cut}{narration}")
    if rough := [row.bite.number for row in order.rows if row.bite and _is_to_be_heard(row.bite)]:
        told = first_few([str(number) for number in rough])
        lines.append(f"{'bites' if len(rough) > 1 else 'bite'} {told}: an end lies at a rough edge, listen to it")
    return "\n".join(lines)


def _is_to_be_heard(bite: PlacedBite) -> bool:
    """Whether an end is rough although other words of the bite are refined: where none are, all ends are alike."""
    resolved = bite.resolved
    return bool(resolved and resolved.rough_ends and not all(word.is_rough for word in resolved.words))


def words_of(order: RunningOrder, number: int) -> str:
    """The words of a bite with their numbers, struck ones marked."""
    block = next((row.block for row in order.rows if row.bite and row.bite.number == number), None)
    if block is None:
        raise NotFoundError(f"there is no bite {number}", hint="tapewright edit show lists them")
    quotation = read_quotation(block.source) if block.bite else None
    words = quotation.words if quotation else []
    return "\n".join(
        f"{count:>4}  {token.text}{'  (struck)' * (token.kind == 'struck')}" for count, token in enumerate(words, 1)
    )


def edits_table(listed: Sequence[ListedEdit]) -> str:
    """A line a paper edit: its name, running time, bites, title."""
    return "\n".join(map(_edit_line, listed)) or "no paper edits yet; tapewright edit new NAME makes one"


def _edit_line(one: ListedEdit) -> str:
    if one.order is None:
        return f"{one.path.stem:<24}  cannot be read: {one.trouble.message if one.trouble else 'it is gone'}"
    bites = sum(row.bite is not None for row in one.order.rows)
    named = f"; {counted(len(one.order.problems), 'problem')}" if one.order.problems else ""
    running = write_clock(one.order.running, decimals=0)
    return f"{one.path.stem:<24}  {running}  {counted(bites, 'bite'):>9}  {one.order.title}{named}"


def airtime_table(parts: Sequence[Airtime]) -> str:
    """A line a speaker: how long, how many words, in how many bites."""
    return "\n".join(_airtime_line(part) for part in parts) or "nobody is heard in it yet"


def _airtime_line(part: Airtime) -> str:
    length = f"{'about ' * part.is_narration}{write_clock(part.length, decimals=0)}"
    bites = "" if part.is_narration else f"  {counted(part.bites, 'bite')}"
    return f"{part.speaker or 'nobody named':<24}  {length:>14}  {counted(part.words, 'word'):>12}{bites}"


def _line(order: RunningOrder, row: Row) -> str:
    block = row.block
    text = block.text if len(block.text) <= _WIDTH else f"{block.text[: _WIDTH - 1].rstrip()}…"
    text = " / ".join(text.splitlines())
    if block.kind == "scene":
        return f"{'#' * block.level} {text}"
    if row.bite is None:
        length = f"about {write_clock(row.length, decimals=0)}" if row.length else ""
        return f"{'':>4}  {f'[{block.kind}]':<11}  {length:<38}  {text}" if block.text else ""
    if row.bite.resolved is None:
        return f"{row.bite.number:>4}  {'not in cut':<11}  {'':<38}  {text or row.bite.why}"
    resolved = row.bite.resolved
    at = order.format.write(order.start + row.record.start) if row.record else "not in cut"
    source = f"{resolved.tape.id} {source_timecode(row, resolved)}"
    length = write_clock(row.length, decimals=1)
    who = f"{resolved.bite.speaker}: " if resolved.bite.speaker else ""
    return f"{row.bite.number:>4}  {at:<11}  {source:<26}  {length:<10}  {who}{text}"
