"""Caption text, the same in WebVTT and SRT: names before colons, rolling lines, dialogue dashes; and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tapewright.exchange.cues import Cue, CueWord
from tapewright.exchange.typed import opening, speakers_among, tokens_of
from tapewright.model import Mark, Word
from tapewright.timing import TICKS_PER_SECOND, from_milliseconds
from tapewright.words.counted import counted
from tapewright.words.pace import weight

LONGEST_CUE = 7 * TICKS_PER_SECOND
MOST_SIGNS = 84
"""Two lines of 42 signs, at most seven seconds: the common measure of broadcasters' caption guides."""

_PAUSE = TICKS_PER_SECOND
_DASH = re.compile(r"\s*[-–—]\s*(?=\S)")
_ROLLING = 0.4
"""Share of cues that say the last line of the cue before again and then a new one, from which captions roll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCue:
    """A cue's times in ticks and its lines, tags taken off."""

    start: int
    end: int
    lines: tuple[str, ...]


def cues_of(captions: Sequence[PlainCue], remarks: list[str]) -> list[Cue]:
    """Cues with speakers out of plain captions. ``NAME:`` is a speaker where the file is consistent; the speaker goes
    on until another is named; ``>>`` and dialogue dashes begin a turn of somebody unnamed.
    """
    captions = _unrolled(captions, remarks)
    names = speakers_among(line for caption in captions for line in caption.lines[:1])
    made: list[Cue] = []
    speaker = ""
    for caption in captions:
        parts: list[tuple[str, bool, list[str]]] = []
        for change, name, text in _parts(caption.lines, names):
            speaker = name if name is not None else "" if change else speaker
            if parts and not change and name is None:
                parts[-1][2].append(text)
            else:
                parts.append((speaker, change, [text]))
        made += _dealt(caption, parts)
    return made


def _parts(lines: Sequence[str], names: frozenset[str]) -> Iterable[tuple[bool, str | None, str]]:
    is_dialogue = sum(bool(_DASH.match(line)) for line in lines) > 1
    for line in lines:
        dash = _DASH.match(line) if is_dialogue else None
        found = opening(line[dash.end() :] if dash else line)
        if found.name in names or (found.changes and found.name == ""):
            yield True, found.name, found.rest
        elif found.changes or dash:
            text = (line[dash.end() :] if dash else line).strip()
            yield True, None, text.lstrip(">").strip() if found.changes else text
        else:
            yield False, None, line


def _dealt(caption: PlainCue, parts: Sequence[tuple[str, bool, list[str]]]) -> Iterable[Cue]:
    """A caption of several speakers is dealt out among them by the length of what they say."""
    worded = [(speaker, opens, tokens_of(" ".join(texts))) for speaker, opens, texts in parts]
    worded = [part for part in worded if part[2]]
    total = sum(weight(token.text) for _, _, tokens in worded for token in tokens)
    passed, length = 0, max(caption.end - caption.start, 0)
    for number, (speaker, opens, tokens) in enumerate(worded):
        start = caption.start + length * passed // total
        passed += sum(weight(token.text) for token in tokens)
        end = caption.start + length * passed // total
        yield Cue(
            start=start,
            end=caption.end if number == len(worded) - 1 else end,
            words=tuple(CueWord(text=token.text, marks=token.marks) for token in tokens),
            speaker=speaker,
            opens=opens,
        )


def _unrolled(captions: Sequence[PlainCue], remarks: list[str]) -> Sequence[PlainCue]:
    """Captions that roll up show every line twice; the second showing goes."""
    with_lines = [caption for caption in captions if any(line.strip() for line in caption.lines)]
    repeats = [_repeated(a, b) for a, b in pairwise(with_lines)]
    rolled = sum(0 < n < len(_said(caption)) for n, caption in zip(repeats, with_lines[1:], strict=True))
    if len(with_lines) < 4 or rolled < _ROLLING * len(repeats):
        return captions
    remarks.append(f"rolling captions: {counted(sum(repeats), 'line')} shown again left out")
    made = with_lines[:1]
    for caption, repeated in zip(with_lines[1:], repeats, strict=True):
        made.append(PlainCue(start=caption.start, end=caption.end, lines=_said(caption)[repeated:]))
    return made


def _repeated(before: PlainCue, after: PlainCue) -> int:
    """How many first lines of a caption are the last lines of the one before, which it follows at once."""
    if after.start > before.end + _PAUSE:
        return 0
    old, new = _said(before), _said(after)
    return next((n for n in range(min(len(old), len(new)), 0, -1) if old[-n:] == new[:n]), 0)


def _said(caption: PlainCue) -> tuple[str, ...]:
    return tuple(line.strip() for line in caption.lines if line.strip())


def caption_groups(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """A turn's words in captions of at most two lines and seven seconds, cut at pauses and ends of sentences. What is
    typed and nobody says is in none, but for remarks in brackets.
    """
    groups: list[list[Word]] = []
    signs = 0
    for word in words:
        if Mark.ABSENT in word.marks and Mark.UNSURE not in word.marks:
            continue
        if groups and not _is_full(groups[-1], signs, word):
            groups[-1].append(word)
            signs += weight(word.text)
        else:
            groups.append([word])
            signs = weight(word.text)
    for before, group in pairwise(groups):
        _share_out(before, group)
    return [tuple(group) for group in groups]


def _share_out(before: list[Word], group: list[Word]) -> None:
    """A word or two left over from a full caption take the last words of it along, so that none flashes by alone."""
    if before[-1].text.endswith((".", "?", "!")) or group[0].start - before[-1].end >= _PAUSE:
        return
    end = max(word.end for word in group)
    while _signs(group) * 3 < _signs(before) and len(before) > 1 and end - before[-1].start <= LONGEST_CUE:
        group.insert(0, before.pop())


def _signs(group: Sequence[Word]) -> int:
    return sum(weight(word.text) for word in group)


def _is_full(group: Sequence[Word], signs: int, word: Word) -> bool:
    if signs + len(word.text) > MOST_SIGNS or word.end - group[0].start > LONGEST_CUE:
        return True
    if word.start - max(w.end for w in group) >= _PAUSE:
        return True
    return signs > MOST_SIGNS // 2 and group[-1].text.endswith((".", "?", "!"))


def caption_end(start: int, end: int) -> int:
    """An end at least a millisecond behind the start: a cue without length is not shown, and not valid."""
    return max(end, start + from_milliseconds(1))


def two_lines(text: str) -> str:
    """A caption's text broken once, near its middle, where it is longer than one line."""
    if len(text) <= MOST_SIGNS // 2:
        return text
    # A line that begins with a dash would be read as another speaker's.
    spaces = [place for place, sign in enumerate(text) if sign == " " and text[place + 1 : place + 2] not in "-–—"]
    if not spaces:
        return text
    middle = min(spaces, key=lambda place: abs(place - len(text) // 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"
