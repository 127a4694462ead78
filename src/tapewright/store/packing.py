"""The times of a turn's words in a few bytes each, exact to the tick, beside the turn's text.

Token *i* of the text is word *i*. Layout, little-endian (``varint``: seven bits a byte, low ones first):

    byte    1, the number of this layout
    varint  number of words
    varint  unit: the greatest ticks of which every gap and every length is a whole number
    byte    column of gaps (low half) and of lengths (high half), byte: column of confidences and of hows
    n × w   gaps: start of the word minus end of the word before, in units; the first is counted from the turn's start
    n × w   lengths in units
    n × w   confidences; -1 says that nobody gave one
    n × w   hows: timing and marks in one byte

A column's code says how wide its numbers are. Recognisers give times on a grid of 10 or 20 ms, so that a gap and a
length take one byte each; times moved to a sample take two; any 62-bit ticks are kept exactly, in eight.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from math import gcd

from tapewright.errors import DamagedProjectError, UsageError
from tapewright.model import Mark, Word, WordTiming

LAYOUT = 1
LATEST = 1 << 62
"""Times must lie before this tick (207 years), so that differences fit eight bytes."""

# Codes are kept in projects: never change one, only add. The order of the enums does not matter here.
_TIMING_CODES = {
    WordTiming.RECOGNISED: 0,
    WordTiming.REFINED: 1,
    WordTiming.ALIGNED: 2,
    WordTiming.INTERPOLATED: 3,
    WordTiming.ESTIMATED: 4,
    WordTiming.BY_HAND: 5,
}
_MARK_BITS = {Mark.UNSUPPORTED: 8, Mark.RECOVERED: 16, Mark.UNSURE: 32, Mark.DIFFERS: 64, Mark.ABSENT: 128}

# Columns: 0 nothing but zeroes, 1 to 4 signed, 5 to 8 unsigned, 9 one byte for all.
_WIDTHS = {1: "b", 2: "h", 3: "i", 4: "q", 5: "B", 6: "H", 7: "I", 8: "Q"}
_SAME = 9
_NARROWEST_FIRST = tuple(
    (code, _WIDTHS[code], 0 if code >= 5 else -(1 << bits - 1), (1 << bits if code >= 5 else 1 << bits - 1) - 1)
    for bits, pair in ((8, (1, 5)), (16, (2, 6)), (32, (3, 7)), (64, (4, 8)))
    for code in pair
)


def pack(words: Sequence[Word]) -> bytes:
    """The times, confidences, timings and marks of a turn's words; their text and the turn's start are kept beside.

    Raises UsageError for a time that lies beyond ``LATEST``.
    """
    starts, ends = [word.start for word in words], [word.end for word in words]
    if max(ends, default=0) >= LATEST:
        raise UsageError(f"a word ends later than any tape: {max(ends)} ticks")
    gaps = list(map(int.__sub__, starts, [*starts[:1], *ends[:-1]]))
    lengths = list(map(int.__sub__, ends, starts))
    unit = gcd(*gaps, *lengths) or 1
    if unit > 1:
        gaps = [gap // unit for gap in gaps]
        lengths = [length // unit for length in lengths]
    columns = [
        _pack_column(gaps),
        _pack_column(lengths),
        _pack_column([-1 if word.confidence is None else word.confidence for word in words]),
        _pack_column([_CODES[word.timing, word.marks] for word in words]),
    ]
    codes = bytes((columns[0][0] | columns[1][0] << 4, columns[2][0] | columns[3][0] << 4))
    return b"".join((bytes((LAYOUT,)), varint(len(words)), varint(unit), codes, *(data for _, data in columns)))


def unpack(packed: bytes, text: str, start: int) -> tuple[Word, ...]:
    """The words of a turn that starts at ``start``, exactly as they were packed.

    Raises DamagedProjectError where the bytes are not whole or do not agree with the text.
    """
    try:
        return _unpack(packed, text.split(" ") if text else [], start)
    except (IndexError, KeyError, struct.error, ValueError) as error:
        raise DamagedProjectError(
            f"the packed words of a turn cannot be read: {error}", hint="run tapewright verify; restore a backup"
        ) from error


def span(packed: bytes, start: int, first: int, end: int) -> tuple[int, int]:
    """When words ``first`` to ``end`` (exclusive, at least one) of a turn that starts at ``start`` are heard.

    From the first one's start to the latest one's end, without reading the words behind them or making any. Raises
    DamagedProjectError where the bytes are not whole.
    """
    try:
        words, at = read_varint(packed, 1)
        unit, at = read_varint(packed, at)
        if packed[0] != LAYOUT or not 0 <= first < end <= words:
            raise ValueError(f"words {first} to {end} of {words} in layout {packed[0]}")
        of_gaps, of_lengths, at = packed[at] & 15, packed[at] >> 4, at + 2
        gaps, _ = _read_column(packed, at, of_gaps, end)
        lengths, _ = _read_column(packed, at + _bytes_of_column(of_gaps, words), of_lengths, end)
    except (IndexError, KeyError, struct.error, ValueError) as error:
        raise DamagedProjectError(
            f"the packed words of a turn cannot be read: {error}", hint="run tapewright verify; restore a backup"
        ) from error
    begins = sum(gaps[: first + 1]) + sum(lengths[:first])
    here, latest = begins, begins
    for number in range(first, end):
        if number > first:
            here += gaps[number]
        here += lengths[number]
        latest = max(latest, here)
    return start + begins * unit, start + latest * unit


def count(packed: bytes) -> int:
    """How many words there are, without reading them."""
    return read_varint(packed, 1)[0]


def _unpack(packed: bytes, tokens: list[str], start: int) -> tuple[Word, ...]:
    if packed[0] != LAYOUT:
        raise ValueError(f"layout {packed[0]} is not known here")
    words, at = read_varint(packed, 1)
    unit, at = read_varint(packed, at)
    if words != len(tokens):
        raise ValueError(f"{len(tokens)} words of text and {words} times")
    times, rest = packed[at], packed[at + 1]
    at += 2
    columns: list[Sequence[int]] = []
    for code in (times & 15, times >> 4, rest & 15, rest >> 4):
        column, at = _read_column(packed, at, code, words)
        columns.append(column)
    if at != len(packed):
        raise ValueError(f"{len(packed) - at} bytes too many")
    gaps, lengths, confidences, hows = columns
    if words and (min(lengths) < 0 or min(confidences) < -1 or max(confidences) > 255):
        raise ValueError("a length or a confidence is impossible")
    # start[i+1] = start[i] + length[i] + gap[i+1]
    steps = [start, *map(int.__add__, lengths, gaps[1:])] if unit == 1 else _scaled(start, gaps, lengths, unit)
    if words and (gaps[0] or start < 0 or min(steps[1:], default=0) < 0):
        raise ValueError("the words do not start in order")
    starts = list(accumulate(steps)) if words else []
    ends = map(int.__add__, starts, [length * unit for length in lengths] if unit > 1 else lengths)
    return _make(tokens, starts, ends, confidences, hows)


def _scaled(start: int, gaps: Sequence[int], lengths: Sequence[int], unit: int) -> list[int]:
    return [start, *[(length + gap) * unit for length, gap in zip(lengths, gaps[1:], strict=False)]]


# What a byte means, looked up once for all words that have it.
_HOWS: dict[int, tuple[WordTiming, frozenset[Mark]]] = {
    code | sum(bit for position, bit in enumerate(_MARK_BITS.values()) if chosen >> position & 1): (
        timing,
        frozenset(mark for position, mark in enumerate(_MARK_BITS) if chosen >> position & 1),
    )
    for timing, code in _TIMING_CODES.items()
    for chosen in range(1 << len(_MARK_BITS))
}
_CODES = {meaning: how for how, meaning in _HOWS.items()}

# Words are made field by field, past the frozen class and its checks: they held when the words were packed, the checks
# of the columns hold again, and a tape is read in a third of the time.
_new = Word.__new__
_set_text, _set_start, _set_end, _set_confidence, _set_timing, _set_marks = (
    getattr(Word, name).__set__ for name in ("text", "start", "end", "confidence", "timing", "marks")
)
_run_through = deque[None](maxlen=0).extend


def _make(
    tokens: list[str], starts: list[int], ends: Iterable[int], confidences: Sequence[int], hows: Sequence[int]
) -> tuple[Word, ...]:
    words = tuple(map(_new, repeat(Word, len(tokens))))
    given: Sequence[int | None] = confidences
    if -1 in confidences:
        given = [None if value < 0 else value for value in confidences]
    alike = len(set(hows)) == 1  # as they are in most turns
    meanings = [_HOWS[hows[0]]] * len(words) if alike else [_HOWS[how] for how in hows]
    _run_through(map(_set_text, words, tokens))
    _run_through(map(_set_start, words, starts))
    _run_through(map(_set_end, words, ends))
    _run_through(map(_set_confidence, words, given))
    _run_through(map(_set_timing, words, [timing for timing, _ in meanings]))
    _run_through(map(_set_marks, words, [marks for _, marks in meanings]))
    return words


def _pack_column(values: list[int]) -> tuple[int, bytes]:
    if not any(values):
        return 0, b""
    low, high = min(values), max(values)
    if low == high and -128 <= low < 128:
        return _SAME, struct.pack("<b", low)
    for code, letter, least, most in _NARROWEST_FIRST:
        if least <= low and high <= most:
            return code, struct.pack(f"<{len(values)}{letter}", *values)
    raise UsageError(f"a time does not fit eight bytes: {low} to {high}")


def _read_column(packed: bytes, at: int, code: int, words: int) -> tuple[Sequence[int], int]:
    if code == 0:
        return [0] * words, at
    if code == _SAME:
        return [struct.unpack_from("<b", packed, at)[0]] * words, at + 1
    layout = f"<{words}{_WIDTHS[code]}"
    return struct.unpack_from(layout, packed, at), at + struct.calcsize(layout)


def _bytes_of_column(code: int, words: int) -> int:
    if code in (0, _SAME):
        return 1 if code == _SAME else 0
    return struct.calcsize(f"<{words}{_WIDTHS[code]}")


def varint(value: int) -> bytes:
    """A whole number from 0 up, seven bits a byte, low ones first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins at a place, and where the next one does. IndexError or ValueError where none is whole."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number does not end")
