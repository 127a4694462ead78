"""What a person says of a place that was asked about: it is right, it is something else, or they cannot tell.

An answer is one transaction: the words are checked or corrected, or marked as unsure, and where the place was heard an
ear-check stands beside it. Its twins may be settled with it: they read the same afterwards, and the machine's doubt is
taken from them, but nobody has heard them, so that they are not checked and a sign-off asks for them still.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.exchange.typed import Token, tokens_of
from tapewright.model import CHECKED, Listen, Mark, Quote, Span, Tape, TapeId, Turn, Word
from tapewright.model.names import LONGEST_NAME, KnownName
from tapewright.proof.hearing import UNSURE
from tapewright.proof.names import has_capital
from tapewright.verbs.correct import Change, bounds_among, laid_on_sound
from tapewright.verbs.heardthere import HeardThere
from tapewright.verbs.onsound import remarks_on
from tapewright.verbs.places import read_span, span_of, span_record, text_of, write_span
from tapewright.verbs.project import Project
from tapewright.verbs.retiming import fitted, taken
from tapewright.verbs.reviewitems import gathered
from tapewright.verbs.twins import dressed
from tapewright.words.difference import align
from tapewright.words.normal import key

FULLY_SURE = 254
"""The confidence of words that a person settled and did not hear there."""

NOTHING = "[nothing]"


class Verdict(StrEnum):
    """What a person says."""

    RIGHT = "right"
    IS = "is"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One place as it read and as it reads. ``is_twin``: the answer was given elsewhere."""

    tape: Tape
    span: Span
    old: str
    new: str
    is_twin: bool = False

    @property
    def id(self) -> str:
        """The item's id."""
        return write_span(self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an answer did, or would do. ``offer`` is a name in it that the list does not know, or not so misheard."""

    verdict: Verdict
    places: tuple[Settled, ...]
    transaction: int = 0
    is_heard: bool = False
    offer: KnownName | None = None
    remarks: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Words ``first`` to before ``end`` of turn ``number`` of a tape; all its turns, because words have neighbours."""

    tape: Tape
    turns: Sequence[Turn]
    number: int
    first: int
    end: int
    is_twin: bool = False

    @property
    def turn(self) -> Turn:
        return self.turns[self.number]

    @property
    def words(self) -> tuple[Word, ...]:
        return self.turn.words[self.first : self.end]

    @property
    def span(self) -> Span:
        return span_of(self.tape.id, self.words)


def answer(
    project: Project,
    item: str,
    verdict: Verdict,
    words: str = "",
    *,
    twins: bool = False,
    heard: bool = False,
    reads: str | None = None,
    dry_run: bool = False,
    who: str = "",
    note: str = "",
) -> Answered:
    """Keep what a person says of an item: by ``Verdict.IS`` that it says ``words`` (``[nothing]`` for nothing).

    ``heard``: they listened to it, which is recorded. ``reads`` is how it read when they were asked; ConflictError
    where it reads otherwise by now. ``twins`` settles the other places with the same words and the same doubt.
    UsageError for an answer that says nothing, NotFoundError for a place where no words are.
    """
    tokens = _tokens(verdict, words, twins=twins)
    place = _place(project, read_span(project, item))
    if reads is not None and _keys(reads.split()) != _keys([word.text for word in place.words]):
        raise ConflictError(
            f"{item} reads {text_of(place.words)!r} by now, not {reads!r}", hint="look at it again: tapewright review"
        )
    places = [place, *(_twins(project, place) if twins else ())]
    changes = [change for change in _changes(places, verdict, tokens) if change.old != change.new]
    done = Answered(
        verdict=verdict,
        places=tuple(_settled(one, verdict, tokens) for one in places),
        is_heard=heard or verdict is Verdict.UNSURE,
        offer=_offer(project, place, tokens) if verdict is Verdict.IS else None,
        dry_run=dry_run,
    )
    if dry_run or not (changes or done.is_heard):
        return done
    # What was heard as it is written stands for itself; else the words are kept as the person typed them.
    typed = " ".join(token.text for token in tokens) or NOTHING
    said = {Verdict.RIGHT: "", Verdict.IS: typed, Verdict.UNSURE: UNSURE}[verdict]
    ear = Listen(who=who, when="", quote=Quote(place.span, text_of(place.words)), heard=said, note=note.strip())
    at = place.tape.timecode(place.span.interval.start)
    laid = [laid_on_sound(project, change) for change in changes]
    with project.store.change(f"review {place.tape.id} at {at}", who=who) as pen:
        for change, one in zip(changes, laid, strict=True):
            pen.replace_turns(change.old, one.turns)
        if done.is_heard:
            pen.add_listen(ear)
    return replace(done, transaction=project.store.history(last=1)[-1].number, remarks=remarks_on(laid))


def record(done: Answered) -> dict[str, object]:
    """``{"verdict", "places": [{"tape", "place", …, "old", "new", "twin"}], "transaction", "heard", "offer": {"name",
    "sounds_like"} or null, "remarks", "dry_run"}``; ``undo TRANSACTION`` takes the answer back, the twins with it.
    """
    return {
        "verdict": done.verdict.value,
        "places": [
            {**span_record(one.tape, one.span), "old": one.old, "new": one.new, "twin": one.is_twin}
            for one in done.places
        ],
        "transaction": done.transaction,
        "heard": done.is_heard,
        "offer": done.offer and {"name": done.offer.name, "sounds_like": list(done.offer.sounds_like)},
        "remarks": list(done.remarks),
        "dry_run": done.dry_run,
    }


def _tokens(verdict: Verdict, words: str, *, twins: bool) -> list[Token]:
    """The words that a person typed; none for nothing."""
    if verdict is Verdict.UNSURE and twins:
        raise UsageError("who cannot tell one place cannot tell its twins", hint="leave --twins out")
    if verdict is not Verdict.IS:
        return []
    typed = " ".join(words.split())
    if not typed:
        raise UsageError("what it says is empty", hint=f"write {NOTHING} where nothing is said")
    if typed.casefold() == NOTHING:
        return []
    tokens = tokens_of(typed)
    if not any(key(token.text) for token in tokens):
        raise UsageError(f"no words in {words[:40]!r}", hint=f"write {NOTHING} where nothing is said")
    return tokens


def _place(project: Project, span: Span) -> _Place:
    """The words of a span, of the turn that has most of them."""
    tape = project.store.tape(span.tape)
    transcript = project.store.transcript(span.tape)
    turns = transcript.turns if transcript else ()
    found: list[_Place] = []
    for number, turn in enumerate(turns):
        inside = [
            n
            for n, word in enumerate(turn.words)
            if span.interval.holds(word.interval.middle) and Mark.ABSENT not in word.marks
        ]
        if inside:
            found.append(_Place(tape, turns, number, inside[0], inside[-1] + 1))
    if not found:
        raise NotFoundError(
            f"no words are on {tape.id} at {tape.timecode(span.interval.start)}", hint="tapewright review lists places"
        )
    return max(found, key=lambda one: (one.span == span, one.end - one.first))


def _twins(project: Project, place: _Place) -> list[_Place]:
    """The open items with the same words and the same doubt, on all tapes; where typist and engine differ, those at
    which the engine heard the same.
    """
    open_ = gathered(project).open
    here = place.span

    def is_here(tape: TapeId, words: Sequence[Word]) -> bool:
        return tape == here.tape and words[0].start == here.interval.start and len(words) == len(place.words)

    mine = [(talk.tape, item) for talk, item in open_ if is_here(talk.tape, talk.words[item.first : item.end])]
    if not mine:
        raise UsageError("this place is not in the queue, so that it has no twins", hint="leave --twins out")
    made = []
    heard = HeardThere(project)
    tapes = {tape.id: tape for tape in project.store.tapes()}
    for talk, item in open_:
        words = talk.words[item.first : item.end]
        if not is_here(talk.tape, words) and heard.is_twin(mine[0], (talk.tape, item)):
            number = talk.turn_of[item.first]
            begin = talk.turn_of.index(number)
            made.append(
                _Place(tapes[talk.tape], talk.turns, number, item.first - begin, item.end - begin, is_twin=True)
            )
    return made


def _changes(places: Sequence[_Place], verdict: Verdict, tokens: Sequence[Token]) -> Iterator[Change]:
    """What becomes of each turn."""
    by_turn: dict[tuple[TapeId, int], list[_Place]] = {}
    for place in places:
        by_turn.setdefault((place.tape.id, place.number), []).append(place)
    for here in by_turn.values():
        words = here[0].turn.words
        for place in sorted(here, key=lambda one: one.first, reverse=True):
            words = _answered(words, place, verdict, tokens)
        new = (replace(here[0].turn, words=words),) if words else ()
        yield Change(tape=here[0].tape.id, old=(here[0].turn,), new=new)


def _answered(words: tuple[Word, ...], place: _Place, verdict: Verdict, tokens: Sequence[Token]) -> tuple[Word, ...]:
    """The words of a turn with one place settled."""
    before, run, after = words[: place.first], words[place.first : place.end], words[place.end :]
    if verdict is Verdict.UNSURE:
        return (*before, *(_doubted(word) for word in run), *after)
    if verdict is Verdict.IS:
        typed = _dressed(place, tokens)
        steps = align([word.text for word in run], [token.text for token in typed])
        items = [*before, *(item for step in steps for item in taken(step, run, typed)), *after]
        made = fitted(items, bounds_among(place.turns, place.number, place.number, place.tape))
        end = len(made) - len(after)
        before, run, after = made[: place.first], made[place.first : end], made[end:]
    sure = FULLY_SURE if place.is_twin else CHECKED
    return (*before, *(_settled_word(word, sure) for word in run), *after)


def _settled_word(word: Word, sure: int) -> Word:
    return replace(word, confidence=sure, marks=word.marks - {Mark.UNSURE, Mark.DIFFERS})


def _doubted(word: Word) -> Word:
    confidence = None if word.confidence == CHECKED else word.confidence
    return replace(word, confidence=confidence, marks=word.marks | {Mark.UNSURE})


def _dressed(place: _Place, tokens: Sequence[Token]) -> list[Token]:
    """The typed words with the punctuation and the capital that the old ones have in this place."""
    bare = [Token(key(word.text) or word.text) for word in place.words]
    return dressed([word.text for word in place.words], bare, tokens)


def _settled(place: _Place, verdict: Verdict, tokens: Sequence[Token]) -> Settled:
    old = text_of(place.words)
    new = " ".join(token.text for token in _dressed(place, tokens)) if verdict is Verdict.IS else old
    return Settled(tape=place.tape, span=place.span, old=old, new=new, is_twin=place.is_twin)


def _offer(project: Project, place: _Place, tokens: Sequence[Token]) -> KnownName | None:
    """The name in an answer, where the list does not have it, or does not know that it is misheard so."""
    capitals = [has_capital(token.text) for token in tokens]
    if not any(capitals):
        return None
    first, end = capitals.index(True), len(capitals) - capitals[::-1].index(True)
    name = " ".join(token.text for token in tokens[first:end]).strip(".,;:!?")
    old = _keys([word.text for word in place.words])
    heard = " ".join(old)
    if len(name) > LONGEST_NAME or len(heard) > LONGEST_NAME or not name or old == _keys(name.split()):
        return None
    is_whole = first == 0 and end == len(tokens)
    offered = KnownName(name=name, sounds_like=(heard,) if is_whole and heard else ())
    for known in project.settings.names:
        if name.casefold() in (text.casefold() for text in known.written):
            return offered if set(offered.sounds_like) - set(known.sounds_like) else None
        if set(_keys(name.split())) <= {word for text in known.written for word in _keys(text.split())}:
            return None  # a part of a known name
    return offered


def _keys(tokens: Iterable[str]) -> list[str]:
    return [found for token in tokens if (found := key(token))]
