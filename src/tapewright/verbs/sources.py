"""Places on tapes as a proof shows them: their words as they read now, who says them, who has heard them, a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import quote

from tapewright.model import SourcePlace, Span, Tape, TapeId
from tapewright.proof.hearing import heard_words
from tapewright.proof.talk import Talks, TapeTalk
from tapewright.timing import Interval, Ticks, write_seconds
from tapewright.verbs.project import Project
from tapewright.verbs.spokenlanguage import spoken_language
from tapewright.verbs.times import times_record


class SourcePlaces:
    """Makes places out of word numbers; what it reads of the project it reads once."""

    def __init__(self, project: Project, talks: Talks) -> None:
        self._project = project
        self._talks = talks
        self.tape = cache(project.store.tape)
        self.names = project.speaker_names()
        self.heard = cache(self._heard_on)

    def of_words(self, tape: TapeId, words: Sequence[int]) -> SourcePlace:
        """The place that some words of a tape's talk make up, from the first one's start to the latest end."""
        talk = self._talks(tape)
        said = [talk.words[number] for number in words]
        interval = Interval(min(word.start for word in said), max(word.end for word in said))
        return self._place(talk, interval, words)

    def completed(self, place: SourcePlace) -> SourcePlace:
        """A place that was made without the project, with who has heard it and a link."""
        span = place.span
        words = self._talks(span.tape).within(span.interval)
        is_heard = bool(words) and self.heard(span.tape).issuperset(words)
        return replace(place, is_heard=is_heard, link=link_to(self.tape(span.tape), span.interval))

    def _place(self, talk: TapeTalk, interval: Interval, words: Sequence[int]) -> SourcePlace:
        tape: Tape = self.tape(talk.tape)
        heard = self.heard(talk.tape) if words else frozenset[int]()
        return SourcePlace(
            span=Span(talk.tape, interval),
            text=" ".join(talk.words[number].text for number in words),
            speaker=", ".join(self._speakers(talk, words)),
            timecode=tape.timecode(interval.start),
            is_heard=bool(words) and heard.issuperset(words),
            link=link_to(tape, interval),
        )

    def _speakers(self, talk: TapeTalk, words: Sequence[int]) -> Iterable[str]:
        who = dict.fromkeys(talk.speaker(number) for number in words)
        return filter(None, (self.names.get(speaker, "") for speaker in who if speaker is not None))

    def _heard_on(self, tape: TapeId) -> frozenset[int]:
        listens = self._project.store.listens(tape)
        return heard_words(self._talks(tape), listens, language=spoken_language(self._project))


def link_to(tape: Tape, interval: Interval) -> str:
    """An address that a browser or player opens at the place: the file and a media fragment in its own seconds.

    Empty where the file under the start is not on this machine.
    """
    for file, part in tape.pieces(Interval(interval.start, max(interval.end, Ticks(interval.start + 1)))):
        path = Path(file.path)
        if path.is_file():
            start, end = (write_seconds(at - file.offset, decimals=3) for at in (part.start, part.end))
            return f"file://{quote(str(path.absolute()))}#t={start},{end}"
    return ""


def place_record(place: SourcePlace) -> dict[str, object]:
    """``{"tape", "speaker", "start", "end", "ticks", "timecode", "text", "heard", "link"}``."""
    interval = place.span.interval
    return {
        "tape": place.span.tape,
        "speaker": place.speaker or None,
        **times_record(interval),
        "timecode": place.timecode,
        "text": place.text,
        "heard": place.is_heard,
        "link": place.link or None,
    }
