"""Moments on tapes as the study's reports quote and play them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from tapewright.errors import TapewrightError
from tapewright.exchange.study_words import REPORT_LANGUAGE, day_told, place_told
from tapewright.model import Listen, Quote, SourcePlace, Span, TapeId, Turn, Word, WordTiming
from tapewright.model.annotated import LineSource
from tapewright.model.studyreport import Passage
from tapewright.proof.annotate import Proved, by_tape, line_source
from tapewright.proof.hearing import is_heard
from tapewright.timing import Ticks
from tapewright.verbs.momentsound import moment_sound
from tapewright.verbs.places import Place, place_of
from tapewright.verbs.project import Project
from tapewright.verbs.sources import link_to
from tapewright.verbs.spokenlanguage import spoken_language

_TAG = re.compile("[a-z]{2,3}")
_CHECKED_ON = re.compile(r"(?<=, )\d{4}-\d{2}-\d{2}(?=: “)")


class Passages:
    """Makes passages of quotes; what it reads of the project it reads once. ``used`` are the tapes it was asked for.

    ``with_sound``: their sound goes with them; ``silent`` are those that have none, with the reason.
    """

    def __init__(self, project: Project, *, with_sound: bool = False) -> None:
        self._project = project
        self._with_sound = with_sound
        self._language = spoken_language(project)
        heads = (head for head in project.store.transcript_heads() if head.is_current and head.language)
        self._said_in = {head.tape: head.language for head in heads}
        self._proved = Proved(
            tapes={tape.id: tape for tape in project.store.tapes()},
            quotes={},
            joins=(),
            listens=by_tape(project.store.listens()),
        )
        self._place = cache(lambda span: place_of(project, span, around=Ticks(0)))
        self._sounds: dict[Span, bytes] = {}
        self.used: dict[TapeId, set[Span]] = {}
        self.silent: dict[Span, str] = {}

    def of(self, quote: Quote, *, lead: str = "", note: str = "", is_heard_too: bool = True) -> Passage:
        """The passage. Where several speak in it, its words say who says which, as long as they read as they did.

        ``is_heard_too``: its sound goes with it, where sounds are wanted at all.
        """
        place: Place = self._place(quote.span)
        self.used.setdefault(quote.span.tape, set()).add(quote.span)
        now = place.quote.text
        is_same = now == quote.text
        sound = self._sound(quote) if self._with_sound and is_heard_too else b""
        return Passage(
            source=_dated(line_source(self._source(place), self._proved)),
            words=_by_speakers(place) if is_same else _cut_out(quote.text),
            reads_now="" if is_same else now or "nothing",
            lead=lead,
            note=sentence(note),
            language=_foreign(self._said_in.get(quote.span.tape, self._project.settings.language)),
            is_reckoned=_is_reckoned(place.words),
            length=quote.span.interval.duration,
            sound=sound,
            sound_type="audio/mpeg" if sound else "",
        )

    def told(self, quote: Quote) -> str:
        """One line for a table: ``T017 01:42:11:00–01:42:14:09, MARIAN (3.4 s): “Nobody asked us.”``."""
        passage = self.of(quote, is_heard_too=False)
        return f"{place_told(passage)}: “{' / '.join(passage.words.splitlines())}”"

    def _source(self, place: Place) -> SourcePlace:
        listens: Iterable[Listen] = self._proved.listens.get(place.tape.id, ())
        return SourcePlace(
            span=place.span,
            text=place.quote.text,
            speaker=place.speaker,
            timecode=place.timecodes[0],
            is_heard=is_heard(place.words, listens, language=self._language),
            link=link_to(place.tape, place.span.interval),
        )

    def _sound(self, quote: Quote) -> bytes:
        """The moment's sound as MP3; nothing, and why, where it cannot be had."""
        span = quote.span
        if span not in self._sounds:
            try:
                self._sounds[span] = moment_sound(self._project, span)
            except TapewrightError as error:
                self._sounds[span] = b""
                self.silent[span] = f"{span.tape}: {error.message}"
        return self._sounds[span]


def _foreign(language: str) -> str:
    """A language by its two or three letters; empty where it is the report's own, or none."""
    tag = language.replace("_", "-").partition("-")[0].casefold()
    return tag if tag != REPORT_LANGUAGE and _TAG.fullmatch(tag) else ""


def _dated(source: LineSource) -> LineSource:
    """The same, with the days of its ear-checks as people write them."""
    parted = (one.rpartition(", ") for one in source.heard_by)
    return replace(
        source,
        heard_by=tuple(f"{who}, {day_told(day)}" for who, _, day in parted),
        heard_otherwise=tuple(
            _CHECKED_ON.sub(lambda on: day_told(on[0]), one, count=1) for one in source.heard_otherwise
        ),
    )


def _by_speakers(place: Place) -> str:
    """The words; where several speak, with each one's name before theirs, one below the other."""
    said: list[tuple[str, list[Word]]] = []
    inside = set(map(id, place.words))
    for turn in place.turns:
        words = [word for word in turn.words if id(word) in inside]
        if words:
            said.append((_name(turn, place), words))
    if len({name for name, _ in said}) < 2:
        return _cut_out(place.quote.text)
    return "\n".join(f"{name or 'no name'}: {' '.join(word.text for word in words)}" for name, words in said)


def sentence(text: str) -> str:
    """The same with a capital and a stop.

    >>> sentence("read out by a friend")
    'Read out by a friend.'
    """
    text = text.strip()
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.!?…”' else '.'}" if text else ""


def _cut_out(words: str) -> str:
    """Words with a sign where they were cut out of a sentence.

    >>> _cut_out("nobody asked us")
    '… nobody asked us …'
    """
    before = "… " if words[:1].islower() else ""
    return f"{before}{words}{' …' if words[-1:].isalnum() or words[-1:] == ',' else ''}"


def _name(turn: Turn, place: Place) -> str:
    return place.names.get(turn.speaker, "") if turn.speaker is not None else ""


def _is_reckoned(words: Iterable[Word]) -> bool:
    return any(word.timing is WordTiming.ESTIMATED for word in words)
