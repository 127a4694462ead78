"""Known words laid on a tape's sound: the aligner of ``speech`` with the sound of ``media``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tapewright.collation import LayWords, OnSound
from tapewright.errors import InputError
from tapewright.model import Tape
from tapewright.speech import aligning
from tapewright.timing import Interval, Ticks, from_milliseconds
from tapewright.verbs import hearing
from tapewright.verbs.project import Project

AIR = from_milliseconds(30)
"""What is heard around a stretch, so that its first and last sounds are whole."""

WORST = -1_000
"""The fit that is still told, so that two ways of reading a stretch can be compared."""


def layer(
    project: Project, tape: Tape, language: str, told: Callable[[str], None] = lambda remark: None
) -> LayWords | None:
    """Lays known words on stretches of a tape; None for a language that the aligner does not know. Where the sound
    cannot be read nothing is laid, and ``told`` is told so, once.
    """
    if language != aligning.LANGUAGE or not any(file.audio for file in tape.files):
        return None

    failed: list[InputError] = []

    def lay(stretch: Interval, words: Sequence[str]) -> OnSound | None:
        start = Ticks(max(0, stretch.start - AIR))
        end = Ticks(min(max(stretch.end, tape.duration), stretch.end + AIR))
        if failed:
            return None
        try:
            samples = hearing.tape_sound(project.media, tape.files, Interval(start, end), cache=project.cache)
        except InputError as error:
            failed.append(error)
            told(f"the tape's sound cannot be read ({error}): nothing was laid on it")
            return None
        laid = aligning.align(samples, words, least_fit=WORST)
        placed = [word for word in laid.words if word is not None]
        if not laid or len(placed) < len(words):
            return None
        return OnSound(tuple(word.interval.moved(start) for word in placed), tuple(word.fit for word in placed))

    return lay
