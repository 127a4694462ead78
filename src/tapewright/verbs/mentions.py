"""Dates that are said on the tapes, offered: a person takes one, which makes an event of it, or leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Decision, DecisionKind, EventKind, Quote, Span, SpeakerId, Tape, TapeId
from tapewright.store.wordreader import WordReader
from tapewright.study.mentions.dateword import words_of
from tapewright.study.mentions.finding import find_mentions
from tapewright.study.mentions.hanging import guess_of_age
from tapewright.study.mentions.mention import Mention, MentionKind
from tapewright.timing import Interval, Ticks
from tapewright.timing.edtf import say_edtf
from tapewright.verbs.chronicle import Entered
from tapewright.verbs.eventfacts import Drafting, EventFacts, Source
from tapewright.verbs.places import quote_of, read_span, span_record, write_span
from tapewright.verbs.project import Project
from tapewright.words.counted import counted

TAKEN, LEFT = "taken", "left"
_AROUND = 12
"""How many words of the turn are shown on each side of a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDate:
    """A date with its place. ``written`` are its words with the signs behind them, ``before`` and ``after`` those
    around it in its turn; ``anchor`` is the place of the date that it hangs on.
    """

    span: Span
    mention: Mention
    written: str
    before: str
    after: str
    speaker: str
    speaker_id: SpeakerId | None = None
    anchor: Span | None = None
    anchor_words: str = ""

    @property
    def date(self) -> str:
        """The EDTF that is worth offering: that of its words, or the guess where they give no year; "" for neither."""
        return self.mention.date if self.mention.date[:4] not in ("", "XXXX") else self.mention.guess


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDates:
    """The dates that nobody has decided about, in order of tape and time, and how many were decided.

    ``has_words`` is false where the language of the project has no words for dates here.
    """

    dates: tuple[SaidDate, ...]
    decided: int = 0
    has_words: bool = True


def mentions(
    project: Project,
    *,
    tapes: Iterable[str] | None = None,
    kind: MentionKind | None = None,
    only_dated: bool = False,
) -> SaidDates:
    """What can be offered on some tapes, or on all; ``only_dated`` leaves out what has neither a date nor a guess.

    What is found on a tape is kept while nobody changes its words.
    """
    chosen = [project.store.tape(TapeId(tape)).id for tape in tapes] if tapes is not None else None
    decided = _decided(project)
    found = [
        date
        for date in _found(project, chosen)
        if (kind is None or date.mention.kind is kind) and (date.date or not only_dated)
    ]
    left = tuple(date for date in found if not _is_decided(date.span, decided))
    return SaidDates(
        dates=left, decided=len(found) - len(left), has_words=words_of(project.settings.language) is not None
    )


def take_mention(
    project: Project,
    place: str | Span,
    *,
    title: str,
    date: str | None = None,
    kind: EventKind | None = None,
    after: str | None = None,
    before: str | None = None,
    who: str = "",
) -> Entered:
    """An event of a date that was said, with the date's place as its source and its words kept.

    ``date`` is EDTF, else the date that was offered; ``after`` or ``before`` an event (``E12``) that the words count
    from ("nine years later"), in place of a guess. NotFoundError where no date is said there, ConflictError where
    somebody has decided about it.
    """
    said = _undecided(project, place)
    drafting = Drafting(project)
    offered = said.date if not after and not before else None
    source = Source(span=write_span(said.span))
    draft = drafting.new(
        EventFacts(
            title=title,
            date=offered if date is None else date,
            words=said.mention.words,
            kind=kind,
            after=after,
            before=before,
            sources=(source,),
        )
    )
    decision = _decision(project, said, TAKEN)
    with project.store.change(f"take a date that was said on {said.span.tape}", who=who) as pen:
        entered = Entered(event=pen.add(draft.settled(pen, drafting.parties)), asks=draft.asks)
        pen.add(decision)
    return entered


def leave_mentions(
    project: Project, places: Sequence[str | Span], *, answer: str = LEFT, who: str = ""
) -> tuple[Decision, ...]:
    """Dates that are not offered again; one transaction, that undo takes back whole.

    ``answer`` is "taken" where the event was made by other means.
    """
    if answer not in (TAKEN, LEFT):
        raise UsageError(f"a date is taken or left, not {answer[:20]!r}")
    said = {write_span(date.span): date for date in (_undecided(project, place) for place in places)}
    made = [_decision(project, date, answer) for date in said.values()]
    if not made:
        raise UsageError("say which date", hint="tapewright chronicle mentions lists them with their places")
    with project.store.change(f"{counted(len(made), 'date')} said on tapes: {answer}", who=who) as pen:
        return tuple(pen.add(decision) for decision in made)


def record(project: Project, found: SaidDates, *, first: int = 0, most: int | None = None) -> dict[str, object]:
    """``{"total", "decided", "has_words", "mentions": [{"about", place…, "speaker", "text", "before", "after",
    "passage", "kind", "date", "said", "is_guess", "words_date", "hangs_on": {"how", "place", "text"}}]}``.

    ``about`` is what ``decide`` takes.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    shown = found.dates[first : None if most is None else first + most]
    return {
        "total": len(found.dates),
        "decided": found.decided,
        "has_words": found.has_words,
        "mentions": [date_record(date, tapes[date.span.tape]) for date in shown],
    }


def date_record(date: SaidDate, tape: Tape) -> dict[str, object]:
    """One date that was said."""
    mention = date.mention
    return {
        "about": write_span(date.span),
        **span_record(tape, date.span),
        "speaker": date.speaker,
        "text": mention.words,
        "before": date.before,
        "after": date.after,
        "passage": " ".join(filter(None, (date.before, date.written, date.after))),
        "kind": mention.kind.value,
        "date": date.date,
        "said": say_edtf(date.date) if date.date else "",
        "is_guess": bool(date.date) and date.date == mention.guess,
        "words_date": mention.date,
        "hangs_on": {
            "how": mention.hook.value,
            "place": write_span(date.anchor) if date.anchor else "",
            "text": date.anchor_words,
        },
    }


def decision_record(decision: Decision) -> dict[str, object]:
    """``{"about", "answer", "text", "who", "when"}``."""
    text = decision.quote.text if decision.quote else ""
    return {
        "about": decision.about,
        "answer": decision.answer,
        "text": text,
        "who": decision.who,
        "when": decision.when,
    }


def _found(project: Project, tapes: Sequence[TapeId] | None) -> Iterator[SaidDate]:
    """All dates that are said, tape by tape; a tape is read again only when its words changed.

    "When I was fifteen" has a guess where the chronology knows when whoever says it was born.
    """
    births = {party.speaker: party.born for party in project.store.parties() if party.speaker and party.born}
    for date in _said(project, tapes):
        if date.mention.age is not None and date.speaker_id in births:
            guess = guess_of_age(date.mention.age, births[date.speaker_id])
            yield replace(date, mention=replace(date.mention, guess=guess))
        else:
            yield date


def _said(project: Project, tapes: Sequence[TapeId] | None) -> Iterator[SaidDate]:
    language = project.settings.language
    with project.store.reading() as connection:
        reader = WordReader(connection)
        digests = reader.digests()
        for tape in (tape.id for tape in project.store.tapes()) if tapes is None else tapes:
            if tape in digests:
                key = (tape, digests[tape], language)
                yield from project.mentions_at_hand.get(key, lambda t=tape: tuple(_on_tape(reader, t, language)))  # type: ignore[misc]


def _on_tape(reader: WordReader, tape: TapeId, language: str) -> Iterator[SaidDate]:
    layout = reader.layout(tape)
    turns = [reader.tokens(turn) for turn in layout.turns]
    found = find_mentions(turns, language=language)
    spans = [_span(reader, tape, layout.turns[each.turn], each) for each in found]
    names: dict[int | None, str] = {None: ""}
    for mention, span in zip(found, spans, strict=True):
        speaker = layout.speakers[mention.turn]
        if speaker not in names:
            names[speaker] = reader.speaker(speaker) if speaker is not None else ""
        said = turns[mention.turn]
        yield SaidDate(
            span=span,
            mention=mention,
            written=" ".join(said[mention.first : mention.end]),
            before=" ".join(said[max(mention.first - _AROUND, 0) : mention.first]),
            after=" ".join(said[mention.end : mention.end + _AROUND]),
            speaker=names[speaker],
            speaker_id=None if speaker is None else SpeakerId(speaker),
            anchor=None if mention.anchor is None else spans[mention.anchor],
            anchor_words="" if mention.anchor is None else found[mention.anchor].words,
        )


def _span(reader: WordReader, tape: TapeId, turn: int, mention: Mention) -> Span:
    start, end = reader.span(turn, mention.first, mention.end)
    return Span(tape, Interval(Ticks(start), Ticks(max(end, start + 1))))


def _decided(project: Project) -> dict[TapeId, list[Interval]]:
    places: dict[TapeId, list[Interval]] = {}
    for decision in project.store.decisions(DecisionKind.DATE_MENTION):
        if decision.quote is not None:
            places.setdefault(decision.quote.span.tape, []).append(decision.quote.span.interval)
    return places


def _is_decided(span: Span, decided: dict[TapeId, list[Interval]]) -> bool:
    """Whether somebody decided about a date here: its time may have moved a little since, so that meeting is enough."""
    here = span.interval
    return any(here.start < other.end and other.start < here.end for other in decided.get(span.tape, ()))


def _undecided(project: Project, place: str | Span) -> SaidDate:
    span = place if isinstance(place, Span) else read_span(project, place)
    for date in _found(project, [project.store.tape(span.tape).id]):
        here = date.span.interval
        if here.start < span.interval.end and span.interval.start < here.end:
            if _is_decided(date.span, _decided(project)):
                raise ConflictError(
                    f"somebody has decided about {date.mention.words[:60]!r} at {write_span(date.span)}",
                    hint="tapewright undo takes a decision back",
                )
            return date
    raise NotFoundError(
        f"no date was found at {write_span(span)}",
        hint="tapewright chronicle mentions lists them; chronicle add takes any place as a source",
    )


def _decision(project: Project, said: SaidDate, answer: str) -> Decision:
    quote: Quote = quote_of(project, said.span)
    return Decision(kind=DecisionKind.DATE_MENTION, about=write_span(said.span), answer=answer, quote=quote)
