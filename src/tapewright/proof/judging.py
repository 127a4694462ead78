"""Judging: which verdict a quotation gets, by rule over the comparison of its words with those of the tapes.

``judge`` looks at one location that the finder gave, ``prove`` at all of them: the best verdict counts, the speaker
whom the text names and the closer location first; the others become ``elsewhere``. A location is no source at all
unless it holds enough of the quotation (``is_source``): then the quotation was not found.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tapewright.model import SpeakerId
from tapewright.model.verdict import MeaningFlag, PieceKind, Quotation, Verdict
from tapewright.proof.compared import Compared, Passage
from tapewright.proof.comparing import PASSAGE, compare
from tapewright.proof.doubt import Doubt, HeardWords, nobody
from tapewright.proof.finding import held, is_source, may_be_source
from tapewright.proof.language import PLAIN, Language, hesitating
from tapewright.proof.quoted import Quoted, read
from tapewright.proof.rules import flags_of
from tapewright.proof.rules.questions import question_flag
from tapewright.proof.stretch import Stretch, stretches_of
from tapewright.proof.talk import Location, Talks
from tapewright.words.normal import spoken

MOST_JUDGED = 6
"""So many locations are judged; a quotation that is said more often than that is only listed there."""

_WORTH_A_LOOK = 0.25
"""A location that explains so much less than the best is not judged."""

_AS_MUCH = 0.06
"""A location that holds so much less than the best is no better for having a milder verdict."""

_SCRAP = 3
"""Pieces of so few words are found everywhere."""

_NEAREST = 3
_MOST_ELSEWHERE = 20
_FOREIGN_WORDS, _FOREIGN_SHARE = 3, 0.2
"""Words of somebody else at the edge of a turn are the transcript's error more often than the text's."""


@dataclass(frozen=True)
class Judged:
    """What was found out about a quotation; ``explaining.told`` makes a record of it.

    ``compared`` is None where nothing was found; then ``elsewhere`` are the nearest places, and it does *not* rest on
    them.
    ``speakers``: who says the words, by how many. ``attributed`` as it was asked.
    """

    quotation: Quotation
    verdict: Verdict
    compared: Compared | None = None
    flags: tuple[MeaningFlag, ...] = ()
    elsewhere: tuple[Passage, ...] = ()
    attributed: frozenset[SpeakerId] | None = None
    language: Language | None = None

    @property
    def speakers(self) -> dict[SpeakerId | None, int]:
        """Who says the words that are on the tape, and how many of them."""
        return self.compared.speakers() if self.compared else {}


def prove(
    quotation: Quotation,
    locations: Sequence[Location],
    talks: Talks,
    *,
    attributed: Collection[SpeakerId] | None = None,
    language: Language | None = None,
    heard: HeardWords = nobody,
    question: str = "",
) -> Judged:
    """The verdict on a quotation, given the locations that the finder found for it, best first.

    ``attributed``: the speakers whom the text may mean; None where it names nobody, empty where nobody on the tapes is
    called so. ``language``: the tapes'; None for one without rules: then no meaning is judged. ``heard`` says which
    words people have listened to. ``question``: what the text puts before the quotation, if it is an answer.
    """
    found: list[tuple[float, Judged]] = []
    for location in locations[:MOST_JUDGED]:
        if location.score < locations[0].score - _WORTH_A_LOOK:
            break
        judged = judge(
            quotation, location, talks, attributed=attributed, language=language, heard=heard, question=question
        )
        if judged.compared is None:
            continue
        found.append((held(judged.compared, location), judged))
        if judged.verdict is Verdict.VERBATIM and not judged.flags:
            break
    if not found:
        return _not_found(quotation, locations, talks, attributed, language)
    most = max(share for share, _ in found)
    best = min((judged for share, judged in found if share >= most - _AS_MUCH), key=_rank)
    assert best.compared is not None
    return replace(best, elsewhere=_elsewhere(best.compared, locations, talks))


def judge(
    quotation: Quotation,
    location: Location,
    talks: Talks,
    *,
    attributed: Collection[SpeakerId] | None = None,
    language: Language | None = None,
    heard: HeardWords = nobody,
    question: str = "",
) -> Judged:
    """The verdict on a quotation if it rests on one location; ``not_found`` where that does not hold enough of it."""
    known = language or PLAIN
    who = None if attributed is None else frozenset(attributed)
    nothing = Judged(quotation, Verdict.NOT_FOUND, attributed=who, language=language)
    if not may_be_source(location):
        return nothing
    quoted = read(quotation.text, known)
    if not quoted.rows:  # nothing but "mm-hm": then that is what was said
        known = hesitating(known)
        quoted = read(quotation.text, known)
    words = len(spoken(quotation.text.split()))
    stretches = [s for s in stretches_of(location.fragments, words, talks, known) if s.rows]
    if not stretches or not quoted.rows:
        return nothing
    doubt = Doubt(heard)
    compared = _without_scraps(compare(quoted, stretches, known, doubt), quoted, stretches, known, doubt)
    if not is_source(compared, location):
        return nothing
    flags = list(flags_of(compared))
    if question and known.code and (flag := _other_question(compared, question)):
        flags.append(flag)
    verdict = Verdict.MISATTRIBUTED if _is_misattributed(compared, who) else verdict_of(compared)
    return Judged(quotation, verdict, compared, tuple(flags), (), who, language)


def _without_scraps(
    compared: Compared, quoted: Quoted, stretches: Sequence[Stretch], language: Language, doubt: Doubt
) -> Compared:
    """The comparison without pieces of a few words from elsewhere, where a mishearing explains their lack as well."""
    if len(compared.passages) < 2 or not any(piece.is_by_machine for piece in compared.pieces):
        return compared
    whole = [one for one in compared.passages if len(one.quote) > _SCRAP]
    held = [s for s in stretches if any(one.talk is s.talk and _holds(s, one) for one in whole)]
    if not held or len(held) == len(stretches):
        return compared
    other = compare(quoted, held, language, doubt)
    return other if verdict_of(other).rank <= Verdict.UNSETTLED.rank else compared


def _holds(stretch: Stretch, passage: Passage) -> bool:
    rows = stretch.rows
    return rows[0].first <= passage.words.start and passage.words.stop <= rows[-1].end


def verdict_of(compared: Compared) -> Verdict:
    """The verdict that the pieces of a comparison make, by the worst of them."""
    kinds = {piece.kind for piece in compared.pieces}
    if PieceKind.MOVED in kinds:
        return Verdict.RECOMBINED if is_apart(compared.passages) else Verdict.REORDERED
    differing = [piece for piece in compared.pieces if piece.kind in (PieceKind.CHANGED, PieceKind.ADDED)]
    gone = [piece for piece in compared.pieces if piece.kind is PieceKind.GONE]
    if any(not piece.is_doubtful for piece in differing):
        return Verdict.ALTERED
    if differing:
        return Verdict.UNSETTLED
    if any(not piece.is_doubtful for piece in gone):
        return Verdict.CONDENSED
    if gone:
        return Verdict.UNSETTLED  # the machine may have put it in
    if PieceKind.OMITTED in kinds or PieceKind.OURS in kinds:
        return Verdict.ELIDED
    return Verdict.CLEANED if PieceKind.FILLER in kinds else Verdict.VERBATIM


def is_apart(passages: Sequence[Passage]) -> bool:
    """Whether passages were said apart: on several tapes, or more than three minutes from their neighbour."""
    if len({passage.tape for passage in passages}) > 1:
        return True
    order = sorted(passages, key=lambda passage: passage.start)
    return any(two.start - one.end > PASSAGE for one, two in pairwise(order))


def _is_misattributed(compared: Compared, attributed: frozenset[SpeakerId] | None) -> bool:
    """Whether somebody else says the words, or a good part of them. Where nobody is known nothing can be said."""
    if not attributed:
        return False
    counts = compared.speakers()
    others = sum(count for who, count in counts.items() if who is not None and who not in attributed)
    mine = sum(count for who, count in counts.items() if who in attributed)
    if not others:
        return False
    return not mine or (others >= _FOREIGN_WORDS and others >= _FOREIGN_SHARE * (others + mine))


def _other_question(compared: Compared, question: str) -> MeaningFlag | None:
    first = compared.passages[0]
    return question_flag(first.talk, first.words.start, question, compared.language)


def _rank(judged: Judged) -> tuple[int, int, int]:
    firm = [flag for flag in judged.flags if not flag.is_doubtful]
    mine = sum(count for who, count in judged.speakers.items() if who in (judged.attributed or ()))
    return judged.verdict.rank, len(firm), -mine


def _elsewhere(compared: Compared, locations: Sequence[Location], talks: Talks) -> tuple[Passage, ...]:
    """Other places where about as much of the quotation was said in one piece."""
    own = [(passage.tape, passage.words) for passage in compared.passages]
    made: list[Passage] = []
    for passage in _places(locations, talks, least=locations[0].score * 0.9):
        is_own = any(tape == passage.tape and _meet(words, passage.words) for tape, words in own)
        if not is_own and len(made) < _MOST_ELSEWHERE:
            made.append(passage)
    return tuple(made)


def _not_found(
    quotation: Quotation,
    locations: Sequence[Location],
    talks: Talks,
    attributed: Collection[SpeakerId] | None,
    language: Language | None,
) -> Judged:
    nearest = tuple(_places(locations, talks, least=0.0)[:_NEAREST])
    who = None if attributed is None else frozenset(attributed)
    return Judged(quotation, Verdict.NOT_FOUND, None, (), nearest, who, language)


def _places(locations: Sequence[Location], talks: Talks, *, least: float) -> list[Passage]:
    made: list[Passage] = []
    for location in locations:
        if location.score < least or not location.fragments:
            continue
        widest = max(location.fragments, key=lambda fragment: fragment.stop - fragment.start)
        if least and (len(location.fragments) > 1 and widest.tape != location.fragments[0].tape):
            continue
        talk = talks(widest.tape)
        normal = talk.normal[widest.start : widest.stop]
        if normal:
            made.append(Passage(talk, range(normal[0].token, normal[-1].token + 1), range(widest.first, widest.end)))
    return made


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
