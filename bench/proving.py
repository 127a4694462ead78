"""Finder and judge together over tapes that are in memory: what ``check`` does, without a project."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Sequence

from planted_kinds import Planted
from proof_material import RealTape
from proof_scoring import Judged, is_placed, outcome_of
from tapewright import corpus
from tapewright.corpus import Lookup
from tapewright.model import Speaker, TapeId, Word
from tapewright.model.verdict import Quotation, QuotationKind, QuoteVerdict
from tapewright.proof.attribution import speakers_named
from tapewright.proof.explaining import plain_places, told
from tapewright.proof.finder import Finder
from tapewright.proof.judging import prove
from tapewright.proof.language import language_of
from tapewright.proof.talk import Location, TapeTalk
from tapewright.words.normal import spoken


class Prover:
    """Proves quotations against tapes."""

    def __init__(self, tapes: Sequence[RealTape], true: Sequence[RealTape] = ()) -> None:
        """``true``: the same tapes as people heard them, to know where planted quotations were taken from."""
        self._true = {tape.id: tape.talk for tape in true or tapes}
        self._talks = {tape.id: tape.talk for tape in tapes}
        arrays = corpus.build((tape.id, _turns(tape.talk)) for tape in tapes)
        self.finder = Finder([(Lookup(arrays), list(self._talks))])
        self.speakers = [Speaker(id=number, name=name) for tape in tapes for number, name in tape.names.items()]
        self._place = plain_places(self.talk, {speaker.id: speaker.name for speaker in self.speakers})
        self._language = language_of("en")
        self.words = sum(len(tape.texts) for tape in tapes)

    def talk(self, tape: TapeId) -> TapeTalk:
        """The talk of a tape."""
        return self._talks[tape]

    def find(self, text: str) -> list[Location]:
        """Where the words of a text were said."""
        return self.finder.find([word.text for word in spoken(text.split())])

    def prove(self, text: str, attributed_to: str = "", *, question: str = "") -> QuoteVerdict:
        """The verdict on a quotation."""
        quotation = Quotation(n=1, text=text, place="here", kind=QuotationKind.QUOTED, attributed_to=attributed_to)
        judged = prove(
            quotation,
            self.find(text),
            self.talk,
            attributed=speakers_named(attributed_to, self.speakers),
            language=self._language,
            question=question,
        )
        return told(judged, self._place)

    def judged(self, planted: Iterable[Planted], rate: float) -> list[Judged]:
        """The verdicts on planted quotations."""
        # A million words in memory make the collector slow, and its time is none of ours.
        gc.collect()
        gc.freeze()
        made = []
        for one in planted:
            began = time.process_time()
            verdict = self.prove(one.text, one.attributed_to, question=one.question)
            seconds = time.process_time() - began
            outcome = outcome_of(one, verdict, rate=rate)
            made.append(
                Judged(
                    planted=one,
                    rate=rate,
                    verdict=verdict,
                    outcome=outcome,
                    is_placed=is_placed(one, verdict, self._true),
                    is_misheard=any(self._is_misheard(*place) for place in one.places),
                    seconds=seconds,
                )
            )
        return made

    def _is_misheard(self, tape: str, first: int, end: int) -> bool:
        """Whether words of a true tape read otherwise where they are heard."""
        said = self._true[TapeId(tape)].words[first:end]
        heard = words_between(self._talks[TapeId(tape)], said[0].start, said[-1].end)
        return _normal(said) != _normal(heard)


def words_between(talk: TapeTalk, start: int, end: int) -> list[Word]:
    """The words that lie between two times."""
    return [word for word in talk.words if start <= word.start and word.end <= end]


def _normal(words: Iterable[Word]) -> list[str]:
    return [word.text for word in spoken([word.text for word in words])]


def _turns(talk: TapeTalk) -> Iterable[list[str]]:
    return [[word.text for word in spoken([word.text for word in turn.words])] for turn in talk.turns]
