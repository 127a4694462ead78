"""The sound of one moment on a tape as a small file that a browser plays: MP3, the same bytes every time."""

from __future__ import annotations

from tapewright.errors import UsageError
from tapewright.model import Span
from tapewright.timing import from_seconds, write_clock
from tapewright.verbs.playing import passages_sound
from tapewright.verbs.project import Project

LONGEST = from_seconds(180)
"""The longest moment whose sound goes into a report."""


def moment_sound(project: Project, span: Span) -> bytes:
    """The sound. NotFoundError where the recording is not here; UsageError for a moment of more than three minutes."""
    from tapewright.media.smallsound import mp3

    if span.interval.duration > LONGEST:
        length = write_clock(span.interval.duration, decimals=0)
        raise UsageError(
            f"the moment at {span.tape} is {length} long", hint="the sound of at most three minutes goes into a report"
        )
    wav = passages_sound(project, [span])
    return mp3(wav.read(0, wav.size))
