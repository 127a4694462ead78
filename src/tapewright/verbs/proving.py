"""Proves quotations against a project: finds where they were said, judges them, shows the places they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from tapewright.model import (
    JoinVerdict,
    MeaningFlag,
    PartKind,
    Quotation,
    QuotationKind,
    QuoteVerdict,
    SpeakerId,
    TapeId,
    Verdict,
)
from tapewright.proof.attribution import speakers_named
from tapewright.proof.explaining import told
from tapewright.proof.finder import Finder
from tapewright.proof.judging import Judged, judge, prove
from tapewright.proof.language import language_of
from tapewright.proof.programme import HeardRun
from tapewright.proof.talk import Fragment, Location
from tapewright.proof.voices import NOBODY
from tapewright.verbs.bites import PlacedBite, Standing
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import open_finder, talks, voices
from tapewright.verbs.sources import SourcePlaces
from tapewright.verbs.speakers import unnamed_speakers
from tapewright.words.normal import normal_words


class Prover:
    """One still picture of a project to prove quotations against; make it anew after a change."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.talks = talks(project)
        self._voices = voices(project)
        self._unnamed = unnamed_speakers(project)
        everybody = project.store.speakers()
        self._speakers = [speaker for speaker in everybody if speaker.id not in self._unnamed]
        self._labels = {speaker.name for speaker in everybody} - {speaker.name for speaker in self._speakers}
        self._language = language_of(project.settings.language)
        self.places = SourcePlaces(project, self.talks)

    @cached_property
    def _finder(self) -> Finder:
        return open_finder(self._project)

    @property
    def speaker_names(self) -> list[str]:
        """What the people on the tapes are called."""
        return [speaker.name for speaker in self._speakers if speaker.name]

    def prove(self, quotation: Quotation) -> QuoteVerdict:
        """The verdict on a quotation, wherever on the tapes it was said."""
        words = normal_words(quotation.text)
        who = self._meant(quotation)
        judged = prove(
            quotation,
            self._finder.find(words, meant=self._voices(frozenset(who)) if who else NOBODY),
            self.talks,
            attributed=self._may_be(who),
            language=self._language,
            heard=self.places.heard,
        )
        if judged.verdict is Verdict.MISATTRIBUTED and quotation.is_inferred:
            return self._whoever_is_meant(quotation)
        return self._told(judged, who)

    def _whoever_is_meant(self, quotation: Quotation) -> QuoteVerdict:
        """The verdict where somebody else says it than whom a pronoun seems to mean: it is open who is meant."""
        found = self.prove(replace(quotation, attributed_to="", is_inferred=False))
        named = ", ".join(dict.fromkeys(place.speaker for place in found.sources if place.speaker))
        name = quotation.attributed_to
        return replace(
            found,
            quotation=quotation,
            verdict=max(found.verdict, Verdict.UNSETTLED, key=lambda one: one.rank),
            explanation=_and(found.explanation, f"the text has a pronoun for who says it, which seems to mean {name}"),
            settle=f"name in the text who says it: {named} or {name}",
        )

    def prove_bite(self, quotation: Quotation, bite: PlacedBite) -> QuoteVerdict:
        """The verdict on a bite at the place that it names; where it is not there, wherever else it was said."""
        if bite.standing is Standing.UNREAD:
            return _open(
                quotation, bite.why, settle=f"tapewright transcribe {bite.block.bite.tape if bite.block.bite else ''}"
            )
        resolved = bite.resolved
        if bite.standing is Standing.READ and resolved is not None:
            here = self._at(quotation, resolved.tape.id, self.talks(resolved.tape.id).within(resolved.span))
            if here is not None:
                return here
        return self.prove(quotation)

    def prove_run(self, run: HeardRun, place: str) -> QuoteVerdict:
        """The verdict on what is heard in one run of a programme; ``place`` says where that is."""
        quotation = Quotation(n=run.n, text=run.text, place=place, kind=QuotationKind.HEARD)
        if not run.fragments:
            tapes = ", ".join(dict.fromkeys(piece.tape for piece in run.pieces))
            return _open(quotation, f"no word is known of what is heard there of {tapes}", flags=run.flags)
        judged = self._judged(quotation, run.fragments, None)
        told_of = self._told(judged, None)
        return with_flags(told_of, run.flags)

    def completed(self, joins: Iterable[JoinVerdict]) -> tuple[JoinVerdict, ...]:
        """Joins whose places say who has heard them and where they play."""
        ends = [(join, tuple(self.places.completed(place) for place in join.between)) for join in joins]
        return tuple(replace(join, between=(before, after)) for join, (before, after) in ends)

    def _at(self, quotation: Quotation, tape: TapeId, words: Sequence[int]) -> QuoteVerdict | None:
        """The verdict at a place; None where it is not said there."""
        if not words:
            return None
        talk = self.talks(tape)
        first, end = talk.normal_before(min(words)), talk.normal_before(max(words) + 1)
        asked = len(normal_words(quotation.text))
        who = self._meant(quotation)
        judged = self._judged(quotation, [Fragment(0, asked, tape, first, end)], who)
        return None if judged.verdict is Verdict.NOT_FOUND else self._told(judged, who)

    def _judged(self, quotation: Quotation, fragments: Sequence[Fragment], who: set[SpeakerId] | None) -> Judged:
        return judge(
            quotation,
            Location(tuple(fragments), 1.0),
            self.talks,
            attributed=self._may_be(who),
            language=self._language,
            heard=self.places.heard,
        )

    def _may_be(self, who: set[SpeakerId] | None) -> set[SpeakerId] | None:
        """Who may be meant: voices that nobody has named may be anybody's."""
        return who | self._unnamed if who else who

    def _meant(self, quotation: Quotation) -> set[SpeakerId] | None:
        return speakers_named(quotation.attributed_to, self._speakers)

    def _told(self, judged: Judged, who: set[SpeakerId] | None) -> QuoteVerdict:
        """The record; where a text names somebody and the tapes do not say that it is them, who says it stays open."""
        found = told(judged, self.places.of_words)
        if who is None or not found.sources or found.verdict.rank >= Verdict.UNSETTLED.rank:
            return found
        name = judged.quotation.attributed_to
        named = ", ".join(dict.fromkeys(place.speaker for place in found.sources if place.speaker))
        unnamed = next((p for p in found.sources if not p.speaker or p.speaker in self._labels), None)
        if unnamed is not None:
            why = f"but the text names {name}, and nobody has said who speaks there on the tape"
            how = f"name {unnamed.speaker!r} NAME" if unnamed.speaker else "assign"
            settle = f"say who speaks at {unnamed.span.tape} {unnamed.timecode} (tapewright speakers {how})"
        elif not who:
            why = f"but the text names {name}, and nobody on the tapes is called so"
            settle = f"say who {name} is (tapewright speakers), or name {named} in the text"
        else:
            return found
        return replace(found, verdict=Verdict.UNSETTLED, explanation=_and(found.explanation, why), settle=settle)


def bite_quotation(bite: PlacedBite, *, n: int) -> Quotation:
    """A bite as a quotation: what is lifted out of it or left out is an omission that its text marks."""
    written = bite.block.bite
    signs = {PartKind.STRUCK: "…", PartKind.OMISSION: "…"}
    parts = written.parts if written else ()
    text = " ".join(
        f"[{part.text}]" if part.kind is PartKind.OURS else signs.get(part.kind, part.text) for part in parts
    )
    return Quotation(
        n=n,
        text=" ".join(text.split()) or bite.block.text,
        place=f"line {bite.block.line}",
        kind=QuotationKind.BITE,
        attributed_to=written.speaker if written else "",
    )


def _and(explanation: str, more: str) -> str:
    """One sentence that says both."""
    return f"{explanation.removesuffix('.')}; {more}."


def _open(quotation: Quotation, why: str, *, settle: str = "", flags: Sequence[MeaningFlag] = ()) -> QuoteVerdict:
    """Nothing can be said: never a silent pass."""
    return QuoteVerdict(
        quotation=quotation,
        verdict=Verdict.UNSETTLED,
        explanation=f"Cannot prove: {why}.",
        flags=tuple(flags),
        settle=settle,
    )


def with_flags(proved: QuoteVerdict, more: Sequence[MeaningFlag]) -> QuoteVerdict:
    """The verdict with more flags; each kind of flag with its words once."""
    flags = {(flag.flag, flag.tape_words): flag for flag in (*proved.flags, *more)}
    return replace(proved, flags=tuple(flags.values()))
