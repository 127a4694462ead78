"""SubRip captions (.srt), read and written by hand.

pysubs2, which the tests read our files with, drops a caption's last line where it is a bare number ("How many? / 42"):
it takes it for the number of the next cue. A transcript must not lose words, so the numbers are told apart here by
what follows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tapewright.errors import InputError
from tapewright.exchange import ReadTranscript
from tapewright.exchange.caption_text import PlainCue, caption_end, caption_groups, cues_of, two_lines
from tapewright.exchange.cues import Cue, assemble
from tapewright.exchange.encoding import decode
from tapewright.exchange.typed import opening
from tapewright.model import Speaker, Tape, Transcript
from tapewright.timing import from_milliseconds, write_clock
from tapewright.words.counted import counted

_CLOCK = r"(-?)(\d{1,3}):([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-+\s*>\s*{_CLOCK}(?:\s.*)?")
_ARROW = re.compile(r"\s*-?\d+:\S*\s*-->\s*-?\d+:.*")
_TAGS = re.compile(r"</?(?:i|b|u|s|em|strong|br|p)\s*/?>|</?(?:font|span|c|v)(?:[\s.=][^<>]*)?>|\{\\[^{}]*\}")
_NUMBER = re.compile(r"\s*\d+\s*")


class SrtReader:
    """Reads SubRip. ``NAME:`` before a caption is a speaker where the file is consistent; tags are left out."""

    def read(self, data: bytes, *, tape: Tape, name: str) -> ReadTranscript:
        """Turns on the tape's clock. InputError for a file without any times."""
        remarks: list[str] = []
        made = assemble(srt_cues(data, name=name, remarks=remarks), tape=tape, name=name)
        return ReadTranscript(turns=made.turns, format="srt", remarks=(*remarks, *made.remarks))


class SrtWriter:
    """Writes SubRip: ``NAME:`` where a speaker begins, ``>>`` where somebody unnamed does."""

    def write(self, transcript: Transcript, *, tape: Tape, speakers: Sequence[Speaker]) -> str:
        """The whole file. Times are tape time, rounded to the millisecond."""
        names = {speaker.id: speaker.name for speaker in speakers}
        is_named = any(turn.speaker is not None for turn in transcript.turns)
        cues: list[tuple[int, int, str]] = []
        for turn in transcript.turns:
            name = " ".join((names.get(turn.speaker, "") if turn.speaker is not None else "").replace(":", " ").split())
            for number, group in enumerate(caption_groups(turn.words)):
                text = " ".join(word.text for word in group)
                label = _label(name, text, is_named=is_named, is_first=number == 0)
                cues.append((group[0].start, max(w.end for w in group), label + two_lines(text)))
        blocks = [
            f"{number}\n{write_clock(start, separator=',')} --> "
            f"{write_clock(caption_end(start, end), separator=',')}\n{text}\n"
            for number, (start, end, text) in enumerate(sorted(cues, key=lambda cue: cue[0]), 1)
        ]
        return "\n".join(blocks)


def srt_cues(data: bytes, *, name: str, remarks: list[str]) -> list[Cue]:
    """The cues of a file as they stand. InputError for a file without any times."""
    decoded = decode(data, name=name)
    remarks += decoded.remarks
    captions = _captions(decoded.text.split("\n"), remarks)
    if not captions:
        raise InputError(
            "this is not SRT: no line holds two times and an arrow", place=name, hint="FORMAT auto guesses"
        )
    return cues_of(captions, remarks)


def _label(name: str, text: str, *, is_named: bool, is_first: bool) -> str:
    """What says who speaks. Words with a colon that would be read as a name get it too, or ``>> :``."""
    looks_named = opening(text).name is not None or opening(text).changes
    if not looks_named and not (is_first and is_named):
        return ""
    return f"{name}: " if name else ">> : " if looks_named else ">> "


def _captions(lines: Sequence[str], remarks: list[str]) -> list[PlainCue]:
    """The captions as they stand; a broken cue's words stay with the cue before it."""
    captions: list[tuple[int, int, list[str]]] = []
    broken: list[int] = []
    for number, line in enumerate(lines, 1):
        times = _TIMES.fullmatch(line)
        if (times or _ARROW.fullmatch(line)) and captions:
            _drop_number(captions[-1][2])
        if times:
            groups = times.groups()
            captions.append((_ticks(groups[:5]), _ticks(groups[5:]), []))
        elif _ARROW.fullmatch(line):
            broken.append(number)
        elif captions:
            captions[-1][2].append(line)
    if broken:
        remarks.append(
            f"{counted(len(broken), 'cue')} with times that cannot be read, the first on line {broken[0]}: "
            "their words are laid with the cue before"
        )
    return [
        PlainCue(start=start, end=end, lines=tuple(_TAGS.sub("", line) for line in text))
        for start, end, text in captions
    ]


def _drop_number(text: list[str]) -> None:
    """Take off the number of the following cue: a bare number right before its times, behind an empty line."""
    while text and not text[-1].strip():
        text.pop()
    if text and _NUMBER.fullmatch(text[-1]) and (len(text) == 1 or not text[-2].strip()):
        text.pop()


def _ticks(groups: Sequence[str]) -> int:
    sign, hours, minutes, seconds, part = groups
    ms = ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(part.ljust(3, "0"))
    return from_milliseconds(-ms if sign else ms)
