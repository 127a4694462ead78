"""Captions as scripts: what one voice says in one sentence is one paragraph, however many cues it is spread over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from tapewright.exchange.cues import Cue
from tapewright.exchange.script_paragraphs import made_script, single_spaced
from tapewright.exchange.srt import srt_cues
from tapewright.exchange.vtt import vtt_cues
from tapewright.model import Paragraph, ParagraphKind, Script
from tapewright.timing import TICKS_PER_SECOND, write_clock

_PAUSE = 2 * TICKS_PER_SECOND
"""Silence that ends a sentence whose stop is missing, as captions often have it."""

_LONGEST = 40 * TICKS_PER_SECOND
"""Captions without any punctuation are parted after this long, at the next cue."""

_STOPS = (".", "?", "!", "…", "。", "？", "！")
_CLOSING = "\"'”’»)]♪ "


class SrtScriptReader:
    """Reads SubRip as what is said in a film."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script; a paragraph's place is when it begins."""
        remarks: list[str] = []
        cues = srt_cues(data, name=name, remarks=remarks)
        return (made_script(_paragraphs(cues), format="srt", name=name, remarks=remarks),)


class VttScriptReader:
    """Reads WebVTT as what is said in a film; voices are speakers."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script; a paragraph's place is when it begins."""
        read = vtt_cues(data, name=name)
        paragraphs = _paragraphs(read.cues)
        return (made_script(paragraphs, format="vtt", name=name, title=read.title, remarks=read.remarks),)


def _paragraphs(cues: Iterable[Cue]) -> Iterator[Paragraph]:
    for group in _sentences(sorted((cue for cue in cues if cue.words), key=lambda cue: cue.start)):
        yield Paragraph(
            text=single_spaced(" ".join(_text(cue) for cue in group)),
            place=write_clock(max(0, group[0].start)),
            kind=ParagraphKind.SPEECH,
            speaker=group[0].speaker,
        )


def _sentences(cues: list[Cue]) -> Iterator[list[Cue]]:
    """Cues that belong together."""
    held: list[Cue] = cues[:1]
    for before, cue in pairwise(cues):
        if _goes_on(held, before, cue):
            held.append(cue)
        else:
            yield held
            held = [cue]
    if held:
        yield held


def _goes_on(held: list[Cue], before: Cue, cue: Cue) -> bool:
    if cue.opens or cue.speaker != before.speaker or cue.start - before.end >= _PAUSE:
        return False
    if cue.start - held[0].start > _LONGEST:
        return False
    return not _text(before).rstrip(_CLOSING).endswith(_STOPS)


def _text(cue: Cue) -> str:
    return " ".join(word.text for word in cue.words)
