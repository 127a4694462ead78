"""The places of a study that comes in, on the tapes of the project: by their times, or by their words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache

from tapewright.exchange.study_file import FilePlace, FileSource, one_line
from tapewright.exchange.text_clock import TextClock
from tapewright.exchange.text_laying import LaidText
from tapewright.model import Mark, Quote, Span, Tape, TapeId, Word
from tapewright.story.resolve import words_in
from tapewright.timing import Interval
from tapewright.verbs.places import quote_of, text_of
from tapewright.verbs.project import Project

BEHIND = "it lies behind the end of its tape"
OTHER_TEXT = "its text is not what is said on its tape"
NOT_SAID = "its words are not among those of its tape's transcript"
UNHEARD = "its text has no times, and its tape has no transcript to lay it on: transcribe it first"


class StudyPlaces:
    """Quotes for the places of a file. ``tapes`` is which tape each source is; ``brought`` the words that came in with
    the file, for tapes that had none.
    """

    def __init__(
        self,
        project: Project,
        sources: Sequence[FileSource],
        tapes: Mapping[str, Tape],
        brought: Mapping[TapeId, Sequence[Word]],
    ) -> None:
        self._project = project
        self._sources = {source.guid: source for source in sources}
        self._tapes = tapes
        self._brought = brought
        self._laid = cache(self._lay)
        self._clock = cache(self._read_clock)
        self._words = cache(self._read_words)
        self._middles = cache(lambda tape: sorted(word.interval.middle for word in self._words(tape) or ()))

    def quote(self, place: FilePlace, *, is_new: bool) -> tuple[Quote | None, str]:
        """A place with its words of that day, or None and the reason. Where the file says no words, those of now.

        ``is_new``: the tape was made for this file, and its clock is the file's.
        """
        tape = self._tapes[place.source]
        interval, reason = place.interval, ""
        is_text = self._sources[place.source].is_text and place.positions is not None
        if (is_text or not place.is_timed) and not is_new and tape.id not in self._brought:
            found, reason = self._by_words(place)
            if found is None:
                return None, reason
            # The times of a text are reckoned: they hold on its own words, and on no other text of its title.
            is_kept = place.is_timed and self._under(tape.id, interval) == self._under(tape.id, found)
            interval = interval if is_kept else found
        elif is_text and tape.id in self._brought:
            # Between what is coded the times are reckoned anew: an end in the middle of a word goes by the word.
            found, said = self._in_text(place.source, place.positions)
            is_kept = found.is_empty or self._under(tape.id, interval) == self._under(tape.id, found)
            is_kept = is_kept or text_of(words_in(interval, self._brought[tape.id])) == said
            interval = interval if is_kept else found
        if tape.duration and interval.end > tape.duration:
            return None, BEHIND
        span = Span(tape.id, interval)
        if place.words is not None:
            return Quote(span, place.words), ""
        if tape.id in self._brought:
            return Quote(span, text_of(words_in(span.interval, self._brought[tape.id]))), ""
        return Quote(span, "") if is_new else quote_of(self._project, span), ""

    def _by_words(self, place: FilePlace) -> tuple[Interval | None, str]:
        """Where the words of a place are heard; where they are not, its time as the file reckons it, if it has any."""
        text = self._sources[place.source].text
        has_times = text is not None and not text.is_estimated
        laid = self._laid(place.source)
        if laid is None or place.positions is None:
            return (place.interval, "") if has_times else (None, UNHEARD)
        if laid.is_of_this_tape and (found := laid.between(*place.positions)):
            return found, ""
        if has_times:
            return place.interval, ""
        return None, NOT_SAID if laid.is_of_this_tape else OTHER_TEXT

    def _lay(self, source: str) -> LaidText | None:
        text, words = self._sources[source].text, self._words(self._tapes[source].id)
        return None if text is None or words is None else LaidText(text.text, words)

    def _in_text(self, source: str, positions: tuple[int, int] | None) -> tuple[Interval, str]:
        """When the words at two places of a text are heard by the times that it came in with, and what stands there."""
        text = self._sources[source].text
        assert positions is not None
        assert text is not None
        return self._clock(source).between(*positions), one_line(text.text[slice(*positions)])

    def _read_clock(self, source: str) -> TextClock:
        text = self._sources[source].text
        assert text is not None
        return TextClock(text.points, length=len(text.text), duration=self._tapes[source].duration)

    def _read_words(self, tape: TapeId) -> Sequence[Word] | None:
        if tape in self._brought:
            return self._brought[tape]
        transcript = self._project.store.transcript(tape)
        return None if transcript is None else [word for word in transcript.words if Mark.ABSENT not in word.marks]

    def _under(self, tape: TapeId, interval: Interval) -> tuple[int, int]:
        """Which words of the tape lie in a stretch: from the first to behind the last, in order of their middles."""
        middles = self._middles(tape)
        return bisect_left(middles, interval.start), bisect_left(middles, interval.end)
