"""Where quotations were said: close search, search by sound, and the finder of proof, on all tapes as they read now.

``open_finder(project)`` finds what a quotation is made of; ``talks(project)`` gives the talk that it counts in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from tapewright.corpus import fold_words
from tapewright.model import HeardBy, SpeakerId, TapeId
from tapewright.proof.finder import Finder
from tapewright.proof.talk import Talks, TapeTalk
from tapewright.proof.voices import Voices
from tapewright.search.close import CloseIndex, ClosePlace, Within
from tapewright.store.wordreader import TapeLayout, WordReader
from tapewright.verbs.keptindex import index_parts
from tapewright.verbs.laststate import HEARING, last_change
from tapewright.verbs.project import Project


def open_finder(project: Project) -> Finder:
    """Finds what quotations are made of, on all tapes of a project as they read now; open it anew after a change."""
    with project.store.reading() as connection:
        return Finder(index_parts(project, WordReader(connection), "corpus"))


def talks(project: Project) -> Talks:
    """The current talk of each tape, read once; empty for a tape without a transcript.

    Those that were read last are kept by the project: reading one is most of what checking a page costs.
    """
    state = last_change(project, besides=HEARING)

    def talk(tape: TapeId) -> TapeTalk:
        return project.talks_at_hand.get((tape, state), lambda: read(tape))

    def read(tape: TapeId) -> TapeTalk:
        heard = project.store.transcript(tape)
        if heard is None:
            return TapeTalk(tape, ())
        return TapeTalk(tape, heard.turns, is_by_machine=heard.provenance.heard_by is HeardBy.MACHINE)

    return cache(talk)


def voices(project: Project) -> Callable[[frozenset[SpeakerId]], Voices]:
    """What some speakers say on all tapes, for the finder to put first; read when first asked."""

    @cache
    def layouts() -> list[TapeLayout]:
        with project.store.reading() as connection:
            words = WordReader(connection)
            return [words.layout(tape) for tape in words.digests()]

    @cache
    def said_by(who: frozenset[SpeakerId]) -> Voices:
        return Voices(
            {
                layout.tape: [
                    turn
                    for turn, speaker in zip(pairwise(layout.before), layout.speakers, strict=True)
                    if speaker in who
                ]
                for layout in layouts()
            }
        )

    return said_by


class QuoteIndex:
    """Finds quotations ``close`` to what was said, or alike by ``sound``, on all tapes as they read now."""

    def __init__(self, project: Project, words: WordReader, *, way: str) -> None:
        self._folds = way == "close"
        parts = index_parts(project, words, "corpus" if way == "close" else way)
        self._parts = [(CloseIndex(part.index) if way == "close" else part.index, part.tapes) for part in parts]

    def find(self, words: list[str], *, within: Within | None) -> list[ClosePlace]:
        """Places that agree with normal words, best first."""
        asked = [word.text for word in fold_words(words)] if self._folds else words
        found: list[ClosePlace] = []
        for index, tapes in self._parts:
            if len(self._parts) == 1 and within is None and tapes.issuperset(index.tapes):
                stretches = None
            else:
                everywhere = {tape: [(0, 1 << 31)] for tape in tapes}
                stretches = {tape: some for tape, some in (within or everywhere).items() if tape in tapes}
            found += index.find(asked, within=stretches)
        return sorted(found, key=lambda place: (-place.score, place.differs, place.tape, place.start))
