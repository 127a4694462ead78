"""Captions of a cut, in programme time: WebVTT with voices and SRT.

Two lines of at most 42 signs, broken at the sense; at least a second to read where there is room, never into the next
caption or past the piece of tape whose words they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tapewright.model import Cut, CutEvent, Word
from tapewright.timing import TICKS_PER_SECOND, Ticks, from_milliseconds, nearest, write_clock

LINE = 42
LINES = 2
LONGEST = 7 * TICKS_PER_SECOND
LEAST = TICKS_PER_SECOND
_PAUSE = TICKS_PER_SECOND
_MILLISECOND = from_milliseconds(1)
_ENDS_SENTENCE = (".", "?", "!", "…")
_CLOSING = "\"'”’»)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """One caption: whole milliseconds of programme time, who speaks, and its lines."""

    start_ms: int
    end_ms: int
    speaker: str
    lines: tuple[str, ...]


_Untimed = tuple[Ticks, Ticks, Ticks, str, tuple[str, ...]]
"""First word's start, last word's end, the event's end, the speaker, the lines."""


class CutVttWriter:
    """Writes WebVTT: ``<v NAME>`` for every caption whose speaker is known."""

    def write(self, cut: Cut, *, name: str) -> dict[str, bytes]:
        parts = ["WEBVTT\n"]
        for caption in captions(cut):
            text = _escaped("\n".join(caption.lines))
            voice = _escaped(caption.speaker)
            parts.append(
                f"\n{_clock(caption.start_ms)} --> {_clock(caption.end_ms)}\n"
                + (f"<v {voice}>{text}</v>\n" if voice else f"{text}\n")
            )
        return {f"{name}.vtt": "".join(parts).encode("utf-8")}


class CutSrtWriter:
    """Writes SubRip. SRT knows no voices: ``NAME:`` stands where another speaker begins."""

    def write(self, cut: Cut, *, name: str) -> dict[str, bytes]:
        blocks = [
            f"{number}\n{_clock(c.start_ms, ',')} --> {_clock(c.end_ms, ',')}\n{_plain(c.lines)}\n"
            for number, c in enumerate(captions(cut, named=True), 1)
        ]
        return {f"{name}.srt": "\n".join(blocks).encode("utf-8")}


def captions(cut: Cut, *, named: bool = False) -> list[Caption]:
    """The captions of a cut in order, none over another. ``named`` puts ``NAME:`` where another speaker begins.

    Words lie where their tape time falls in the event, clipped to it; an event without words has no caption.
    """
    made: list[_Untimed] = []
    speaker = ""
    for event in sorted(cut.events, key=lambda e: e.record):
        words = _heard(event)
        shown = _clean(event.speaker)
        prefix = f"{shown}: " if named and shown and shown != speaker else ""
        for group, lines in _groups(words, prefix):
            made.append((group[0].start, max(word.end for word in group), event.record.end, shown, lines))
        speaker = shown or speaker
    return list(_timed(made))


def _heard(event: CutEvent) -> list[Word]:
    """The event's words in programme time, inside it, in order."""
    by = event.record.start - event.source.start
    heard = []
    for word in sorted(event.words, key=lambda w: (w.start, w.end)):
        text = _clean(word.text)
        start = min(max(word.start + by, event.record.start), event.record.end)
        end = min(max(word.end + by, start), event.record.end)
        if text:
            heard.append(Word(text=text.replace(" ", ""), start=Ticks(start), end=Ticks(end)))
    return heard


def _groups(words: Sequence[Word], prefix: str) -> Iterator[tuple[list[Word], tuple[str, ...]]]:
    """Words in captions with their lines; each new caption begins where the last is full, at pauses and sentences."""
    group: list[Word] = []
    lines: tuple[str, ...] = ()
    for word in words:
        longer = _lines([prefix + w.text if n == 0 else w.text for n, w in enumerate([*group, word])])
        if group and (longer is None or _is_over(group, lines, word)):
            yield group, lines
            group, prefix = [], ""
            longer = _lines([word.text])
        group = [*group, word]
        lines = longer or _cut_up(prefix + word.text)
    if group:
        yield group, lines


def _is_over(group: Sequence[Word], lines: Sequence[str], word: Word) -> bool:
    last = group[-1]
    if word.end - group[0].start > LONGEST or word.start - last.end >= _PAUSE:
        return True
    ends = last.text.rstrip(_CLOSING).endswith(_ENDS_SENTENCE)
    return ends and (sum(map(len, lines)) > LINE or last.end - group[0].start >= 2 * LEAST)


def _lines(tokens: Sequence[str]) -> tuple[str, ...] | None:
    """The tokens on one line, or on two of nearly the same length, the first ending at the sense; None: too long."""
    text = " ".join(tokens)
    if len(text) <= LINE:
        return (text,)
    best: tuple[int, tuple[str, str]] | None = None
    for at in range(1, len(tokens)):
        upper, lower = " ".join(tokens[:at]), " ".join(tokens[at:])
        if max(len(upper), len(lower)) > LINE:
            continue
        unevenness = abs(len(upper) - len(lower)) - (12 if upper.endswith((",", ";", ":", *_ENDS_SENTENCE)) else 0)
        if best is None or unevenness < best[0]:
            best = (unevenness, (upper, lower))
    return best[1] if best else None


def _cut_up(token: str) -> tuple[str, ...]:
    """A token longer than a line (an address, a script without spaces): cut at the line's length, as far as it goes."""
    return tuple(token[at : at + LINE] for at in range(0, len(token), LINE))


def _timed(made: Sequence[_Untimed]) -> Iterator[Caption]:
    shown_until = 0
    for number, (start, end, limit, speaker, lines) in enumerate(made):
        room = min(limit, made[number + 1][0]) if number + 1 < len(made) else limit
        begin_ms = max(shown_until, _milliseconds(start))
        end_ms = max(begin_ms + 1, _milliseconds(min(max(end, start + LEAST), room)))
        shown_until = end_ms
        yield Caption(start_ms=begin_ms, end_ms=end_ms, speaker=speaker, lines=lines)


def _milliseconds(ticks: int) -> int:
    return nearest(Fraction(ticks, _MILLISECOND))


def _clock(milliseconds: int, separator: str = ".") -> str:
    return write_clock(from_milliseconds(milliseconds), separator=separator)


def _clean(text: str) -> str:
    """On one line, without signs that are no text (controls, lone surrogates)."""
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)
    return " ".join(kept.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(lines: Sequence[str]) -> str:
    # SRT has no way to escape a sign: an arrow, which would begin another cue, is written as one sign; tags stay words.
    return "\n".join(line.replace("-->", "→") for line in lines)
