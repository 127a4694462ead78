"""Verdicts on a terminal: what was found of a quotation or a join, why, where, and the two sides beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.cli.sidebyside import columns_of, side_by_side, wrapped
from tapewright.cli.terminal import bare, styled
from tapewright.model import JoinVerdict, MeaningFlag, QuoteVerdict, SourcePlace, Verdict
from tapewright.model.wording import (
    MACHINE_HEARD,
    Outcome,
    flag_told,
    is_to_be_compared,
    join_head,
    outcome,
    signed,
    who_told,
)
from tapewright.timing import write_seconds
from tapewright.words.shortened import shortened

_INDENT = " " * 6
_DEEPER = " " * 14
_MANY = 3

_STYLES = {Outcome.HOLDS: "good", Outcome.SHORTENED: "open", Outcome.OPEN: "open", Outcome.DIFFERS: "bad_strong"}


def quote_lines(verdict: QuoteVerdict, *, width: int, colour: bool) -> list[str]:
    """The lines for one quotation; none is wider than ``width`` (60 at least) but a
    link, which stays in one piece; none holds what a terminal obeys.
    """
    quotation = verdict.quotation
    place = bare(f"{who_told(quotation)}, {quotation.place}" if quotation.attributed_to else quotation.place)
    style = _STYLES[outcome(verdict.verdict)]
    lines = _titled(quotation.n, signed(verdict.verdict), place, style, width, colour)
    lines += _block(f"“{bare(quotation.text)}”", width, "strong", colour)
    lines += _block(bare(verdict.explanation), width, "", colour)
    lines += _flag_lines(verdict.flags, verdict.explanation, width, colour)
    is_found = verdict.verdict is not Verdict.NOT_FOUND
    lines += _source_lines("" if is_found else "nearest: ", verdict.sources, width, colour)
    lines += _source_lines("also: ", verdict.elsewhere[:_MANY], width, colour)
    if len(verdict.elsewhere) > _MANY:
        lines += _block(f"and at {len(verdict.elsewhere) - _MANY} more places", width, "faint", colour)
    if verdict.settle:
        lines += _block(f"to settle it: {bare(verdict.settle)}", width, "open", colour)
    if is_found and is_to_be_compared(verdict.diff):
        both = side_by_side(verdict.diff, width=width - len(_INDENT), colour=colour, sources=verdict.sources)
        lines += [f"{_INDENT}{line}" for line in both]
    return lines


def join_lines(join: JoinVerdict, *, width: int, colour: bool) -> list[str]:
    """The lines for one join of a programme, made as those of a quotation are."""
    sign, style = ("!", "bad_strong") if join.flags else ("·", "")
    lines = _titled(join.n, f"{sign} {join_head(join)}", bare(join.timecode), style, width, colour)
    lines += _block(bare(join.explanation), width, "", colour)
    lines += _flag_lines(join.flags, join.explanation, width, colour)
    for label, place in zip(("ends at ", "goes on at "), join.between, strict=True):
        lines += _source_lines(label, (place,), width, colour)
        words = _ends(bare(place.text), width - len(_DEEPER), is_before=place is join.between[0])
        lines += [f"{_DEEPER}{line}" for line in words if line]
    if join.left_out and join.left_out not in join.explanation:
        lines += _block(
            f"left out: {shortened(bare(join.left_out), most=30, first=12, last=12, is_counted=True)}",
            width,
            "faint",
            colour,
        )
    return lines


def _titled(number: int, head: str, place: str, style: str, width: int, colour: bool) -> list[str]:
    """A head with the place behind it, or below where there is no room."""
    first = f"{number:>4}  "
    lines = [_coloured(line, style, colour) for line in wrapped(head, width - len(first))]
    room = width - len(first) - columns_of(head) - 3
    if place and columns_of(place) <= room:
        lines[0] += f"   {_coloured(place, 'faint', colour)}"
    elif place:
        lines += [_coloured(line, "faint", colour) for line in wrapped(place, width - len(_INDENT))]
    return [f"{_INDENT if n else first}{line}" for n, line in enumerate(lines)]


def _block(text: str, width: int, style: str, colour: bool) -> list[str]:
    if not text:
        return []
    return [f"{_INDENT}{_coloured(line, style, colour)}" for line in wrapped(text, width - len(_INDENT))]


def _flag_lines(flags: Sequence[MeaningFlag], explained: str, width: int, colour: bool) -> list[str]:
    """Each flag, with its reason where the explanation above does not give it already."""
    told = [tuple(map(bare, flag_told(flag, explained=explained))) for flag in flags]
    return [line for name, why in told for line in _block(f"! {name}: {why}", width, "bad", colour)]


def _source_lines(label: str, places: Sequence[SourcePlace], width: int, colour: bool) -> list[str]:
    lines = []
    for place in places:
        length = f"{write_seconds(place.span.interval.duration, decimals=1)} s"
        who = f"{bare(place.speaker)}, " if place.speaker else ""
        heard = "heard by a person" if place.is_heard else MACHINE_HEARD
        told = f"{label}{place.span.tape} {bare(place.timecode)} ({length}), {who}{heard}"
        lines += _block(told, width, "faint", colour)
        if place.link:  # in one piece, however long: it is there to be clicked or copied
            lines.append(f"{_INDENT}{_coloured(bare(place.link), 'faint', colour)}")
    return lines


def _ends(text: str, width: int, *, is_before: bool) -> list[str]:
    """Where two pieces meet: the last words of the one before, the first of the one after, on two lines."""
    lines = wrapped(text, width - 2)
    if len(lines) <= 2:
        return lines
    return [f"… {lines[-2]}", lines[-1]] if is_before else [lines[0], f"{lines[1]} …"]


def _coloured(text: str, style: str, colour: bool) -> str:
    return styled(text, style) if colour and style else text
