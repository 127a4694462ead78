"""Finder and judge together over tapes that are in memory: what ``check`` does, without a project."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Sequence

from planted_kinds import Planted
from proof_material import RealTape
from proof_scoring import Judged, is_placed, outcome_of
from tapewright.model import TapeId, Word
from tapewright.proof.talk import TapeTalk
from tapewright.testing.proving import MemoryProver
from tapewright.words.normal import spoken


class Prover(MemoryProver):
    """Proves quotations against tapes."""

    def __init__(self, tapes: Sequence[RealTape], true: Sequence[RealTape] = ()) -> None:
        """``true``: the same tapes as people heard them, to know where planted quotations were taken from."""
        names = {number: name for tape in tapes for number, name in tape.names.items()}
        super().__init__([tape.talk for tape in tapes], names)
        self._true = {tape.id: tape.talk for tape in true or tapes}
        self.words = sum(len(tape.texts) for tape in tapes)

    def scored(self, planted: Iterable[Planted], rate: float) -> list[Judged]:
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
        heard = words_between(self.talk(TapeId(tape)), said[0].start, said[-1].end)
        return _normal(said) != _normal(heard)


def words_between(talk: TapeTalk, start: int, end: int) -> list[Word]:
    """The words that lie between two times."""
    return [word for word in talk.words if start <= word.start and word.end <= end]


def _normal(words: Iterable[Word]) -> list[str]:
    return [word.text for word in spoken([word.text for word in words])]
