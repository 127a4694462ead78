"""What stands around the quotations of a programme: the questions that they answer, what takes them back, and what an
audience may want to know beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tapewright.model import Flag, MeaningFlag, Quote, Span
from tapewright.proof.language import Language
from tapewright.proof.programme import HeardRun, ProgrammeEar, Spoken
from tapewright.proof.rules.questions import question_before
from tapewright.proof.talk import TapeTalk
from tapewright.study.contentnotes import note_places
from tapewright.timing import Interval, Ticks
from tapewright.verbs.cutproof import CutProof
from tapewright.verbs.project import Project

_AT_THE_START = 30
"""An answer begins within so many words of its turn; further in, it is a thought of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBefore:
    """What was asked on the tape before a quotation. ``is_kept`` where most of it is heard right before it."""

    run: int
    record: Ticks
    asked: Quote
    answer: str
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A flag of meaning at the end of a quotation or at a join: what the tape says next."""

    run: int
    record: Ticks
    flag: Flag
    why: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentNote:
    """Something that an audience may want to know beforehand. ``by_code``: a person coded it; else words suggest it."""

    topic: str
    place: Quote
    record: Ticks
    by_code: bool = False


def asked_before(
    proof: CutProof, heard: Sequence[Spoken], ear: ProgrammeEar, language: Language
) -> Iterator[AskedBefore]:
    """The questions that the quotations answer on their tapes."""
    by_piece = {id(one.piece): one for one in heard}
    order = sorted(heard, key=lambda one: one.piece.record.start)
    for run in proof.runs:
        first = by_piece.get(id(run.pieces[0]))
        if first is None or first.first < 0:
            continue
        talk = ear.talks(first.piece.tape)
        words = _question(talk, first.first, language)
        if words is None:
            continue
        before = [one for one in order if one.piece.record.start < first.piece.record.start][-2:]
        inside = {number for one in before if one.piece.tape == first.piece.tape for number in one.words}
        inside |= set(first.words)
        kept = sum(number in inside for number in words)
        yield AskedBefore(
            run=run.n,
            record=run.record.start,
            asked=_quote(talk, words),
            answer=" ".join(run.text.split()[:12]),
            is_kept=2 * kept > len(words),
        )


def _question(talk: TapeTalk, word: int, language: Language) -> range | None:
    """The last sentence before an answer, where it is a question: by its sign, or where there are none by its words."""
    turn = talk.turn_of[word]
    begins = word
    while begins > 0 and talk.turn_of[begins - 1] == turn:
        begins -= 1
    if word - begins > _AT_THE_START:
        return None
    before = question_before(talk, word, language)
    if not before or _spoke_since(talk, before.stop - 1, turn):
        return None
    texts = [talk.words[number].text for number in before]
    asks = [at for at, text in enumerate(texts) if text.rstrip("\"'”’)").endswith("?")]
    if not asks:
        return None
    first = asks[-1]
    while first > 0 and texts[first - 1].rstrip("\"'”’)")[-1:] not in (".", "?", "!"):
        first -= 1
    return range(before.start + first, before.start + asks[-1] + 1)


def _spoke_since(talk: TapeTalk, asked: int, turn: int) -> bool:
    """Whether who answers in a turn has begun to answer in an earlier one, behind the question."""
    between = talk.turns[talk.turn_of[asked] + 1 : turn]
    return any(one.speaker == talk.turns[turn].speaker for one in between)


def taken_back(proof: CutProof) -> Iterator[TakenBack]:
    """Where the tape goes on to take it back, or the sentence is ended early: each once."""
    seen: set[tuple[Flag, str]] = set()
    for run, flag, record in _flags(proof):
        if flag.flag in (Flag.RETRACTED_NEXT, Flag.QUESTION_SWAPPED) and (flag.flag, flag.tape_words) not in seen:
            seen.add((flag.flag, flag.tape_words))
            yield TakenBack(run=run, record=Ticks(record), flag=flag.flag, why=flag.why, words=flag.tape_words)


def _flags(proof: CutProof) -> Iterator[tuple[int, MeaningFlag, int]]:
    for run in proof.runs:
        for flag in run.flags:
            yield run.n, flag, run.record.end
    for join in proof.joins:
        for flag in join.flags:
            yield _run_at(proof.runs, join.record), flag, join.record


def _run_at(runs: Sequence[HeardRun], tick: int) -> int:
    return next((run.n for run in runs if run.record.start <= tick <= run.record.end), 0)


def notes_by_code(project: Project, heard: Sequence[Spoken]) -> Iterator[ContentNote]:
    """Codes that people put on what is heard, where the code is in a codebook of content notes."""
    books = {book.id for book in project.store.codebooks() if "content note" in book.name.casefold()}
    codes = {code.id: code.name for code in project.store.codes() if code.codebook in books}
    for coding in (coding for code in codes for coding in project.store.codings(code=code)):
        for one in heard:
            if one.piece.tape == coding.quote.span.tape and one.piece.source.meets(coding.quote.span.interval):
                yield ContentNote(
                    topic=codes[coding.code], place=coding.quote, record=one.piece.record.start, by_code=True
                )
                break


def notes_by_words(heard: Sequence[Spoken], ear: ProgrammeEar, language: str) -> Iterator[ContentNote]:
    """Words on which a note may be due, with what stands around them."""
    for one in heard:
        talk = ear.talks(one.piece.tape)
        texts = [talk.words[number].text for number in one.words]
        for place in note_places(texts, language):
            numbers = one.words[place.first : place.end]
            around = one.words[max(0, place.first - 6) : place.end + 6]
            quote = _quote(talk, range(around[0], around[-1] + 1), of=numbers)
            at = one.piece.record.start + max(0, quote.span.interval.start - one.piece.source.start)
            yield ContentNote(topic=place.topic, place=quote, record=Ticks(at))


def _quote(talk: TapeTalk, words: range, *, of: Sequence[int] = ()) -> Quote:
    """Words with the place of the inner ones, or of all."""
    inner = [talk.words[number].interval for number in (of or words)]
    span = Interval(Ticks(min(one.start for one in inner)), Ticks(max(one.end for one in inner)))
    return Quote(Span(talk.tape, span), " ".join(talk.words[number].text for number in words))
