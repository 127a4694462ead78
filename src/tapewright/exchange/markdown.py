"""A transcript as Markdown, to be read and printed: a heading, then a paragraph for every turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tapewright.exchange.timed_text import written_name
from tapewright.exchange.typed import typed_text
from tapewright.model import Speaker, Tape, Transcript
from tapewright.timing import write_clock

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])", re.MULTILINE)


class MarkdownWriter:
    """Writes Markdown. Every sign that Markdown would take as its own is escaped; unsure words read ``[word??]``."""

    def write(self, transcript: Transcript, *, tape: Tape, speakers: Sequence[Speaker]) -> str:
        """The whole file; every turn begins with its source timecode and name."""
        names = {speaker.id: speaker.name for speaker in speakers}
        made = transcript.provenance
        lines = [f"# {_plain(tape.title or tape.id)}", ""]
        heard = " ".join(part for part in (made.tool, str(made.settings.get("model", ""))) if part)
        lines += [
            f"Tape {tape.id}, {write_clock(tape.duration, decimals=0)}, timecode from {tape.timecode(0)} at "
            f"{tape.format}. Transcript version {transcript.version}{f' by {_plain(heard)}' if heard else ''}.",
            "",
        ]
        for turn in transcript.turns:
            name = written_name(names.get(turn.speaker, "")) if turn.speaker is not None else ""
            lead = f"`{tape.timecode(turn.interval.start)}` " + (f"**{_plain(name)}:** " if name else "")
            lines += [lead + _plain(typed_text(turn.words)), ""]
        return "\n".join(lines)


def _plain(text: str) -> str:
    escaped = _SIGNS.sub(r"\\\1", text).replace("&", "&amp;")
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)
