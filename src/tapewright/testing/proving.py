"""Proving in memory, for tests and benchmarks: talk out of plain text, the finder and the judge together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tapewright import corpus
from tapewright.corpus import Lookup
from tapewright.model import Quotation, QuotationKind, QuoteVerdict, Speaker, SpeakerId, TapeId, Turn, Word
from tapewright.proof.attribution import speakers_named
from tapewright.proof.explaining import plain_places, told
from tapewright.proof.finder import Finder
from tapewright.proof.judging import Judged, prove
from tapewright.proof.language import language_of
from tapewright.proof.talk import Location, TapeTalk
from tapewright.timing import TICKS_PER_SECOND, Ticks
from tapewright.words.normal import normal_words, spoken

WORD = TICKS_PER_SECOND // 4
"""How long each word takes that is made here."""


def talk_of(
    tape: str,
    *turns: tuple[str, str],
    speakers: Mapping[str, int],
    confidence: int | None = None,
    unsure: Sequence[str] = (),
    is_by_machine: bool = False,
) -> TapeTalk:
    """The talk of a tape out of (speaker, text), one word a quarter of a second, turns without a pause between.

    ``confidence`` is that of every word but those in ``unsure``, which the machine has half heard. A bare ``_`` is a
    quarter of a second without any word.
    """
    made, at = [], 0
    for name, text in turns:
        words = []
        for token in text.split():
            if token != "_":
                sure = 100 if token in unsure else confidence
                words.append(Word(text=token, start=Ticks(at), end=Ticks(at + WORD), confidence=sure))
            at += WORD
        made.append(Turn(words=tuple(words), speaker=SpeakerId(speakers[name]) if name in speakers else None))
    return TapeTalk(TapeId(tape), tuple(made), is_by_machine=is_by_machine)


class MemoryProver:
    """Proves quotations against talks that are in memory."""

    def __init__(self, talks: Sequence[TapeTalk], names: Mapping[SpeakerId, str], *, language: str = "en") -> None:
        self._talks = {talk.tape: talk for talk in talks}
        self._speakers = [Speaker(id=number, name=name) for number, name in names.items()]
        self._place = plain_places(self.talk, dict(names))
        self._language = language_of(language)
        arrays = corpus.build((talk.tape, _turns(talk)) for talk in talks)
        self._finder = Finder([(Lookup(arrays), list(self._talks))])

    def talk(self, tape: TapeId) -> TapeTalk:
        """The talk of a tape."""
        return self._talks[tape]

    def find(self, text: str) -> list[Location]:
        """Where the words of a text were said."""
        return self._finder.find(normal_words(text))

    def judged(self, text: str, attributed_to: str = "", *, question: str = "") -> Judged:
        """What was found out about a quotation."""
        quotation = Quotation(n=1, text=text, place="here", kind=QuotationKind.QUOTED, attributed_to=attributed_to)
        return prove(
            quotation,
            self.find(text),
            self.talk,
            attributed=speakers_named(attributed_to, self._speakers),
            language=self._language,
            question=question,
        )

    def prove(self, text: str, attributed_to: str = "", *, question: str = "") -> QuoteVerdict:
        """The verdict on a quotation."""
        return told(self.judged(text, attributed_to, question=question), self._place)


def _turns(talk: TapeTalk) -> list[list[str]]:
    return [[word.text for word in spoken([word.text for word in turn.words])] for turn in talk.turns]
