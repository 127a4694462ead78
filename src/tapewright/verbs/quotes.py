"""The index of close search for a project: kept in its cache, brought up to date as tapes change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from tapewright.errors import StorageError
from tapewright.model import TapeId
from tapewright.search.close import CloseArrays, CloseIndex, ClosePlace, Within, build
from tapewright.store import arraycache
from tapewright.store.wordreader import WordReader
from tapewright.verbs.project import Project

_VERSION = 1
_FOLDER = "close"
_NAMES = ("tokens", "pairs", "positions", "at", "starts", "letters", "lengths")
_MOST_CHANGED = 0.2
"""Past this share of changed tapes the whole index is built anew; before, the changed tapes get one of their own."""


class QuoteIndex:
    """Finds quotations on all tapes as they read now: one kept index, and a small one for tapes changed since."""

    def __init__(self, project: Project, words: WordReader) -> None:
        self._words = words
        self._now = words.digests()
        folder = project.cache / _FOLDER
        kept, known = _newest(folder)
        changed = [tape for tape, digest in self._now.items() if known.get(tape) != digest]
        if kept is None or len(changed) > _MOST_CHANGED * max(1, len(self._now)):
            kept, known, changed = self._rebuilt(project, folder), dict(self._now), []
        self._parts = [(kept, frozenset(self._now) - frozenset(changed))]
        if changed:
            self._parts.append((CloseIndex(self._arrays(changed)), frozenset(changed)))

    def find(self, words: list[str], *, within: Within | None) -> list[ClosePlace]:
        """Places that agree with normal words, best first."""
        found: list[ClosePlace] = []
        for index, tapes in self._parts:
            if len(self._parts) == 1 and within is None and tapes.issuperset(index.tapes):
                stretches = None
            else:
                everywhere = {tape: [(0, 1 << 31)] for tape in tapes}
                stretches = {tape: some for tape, some in (within or everywhere).items() if tape in tapes}
            found += index.find(words, within=stretches)
        return sorted(found, key=lambda place: (-place.score, place.differs, place.tape, place.start))

    def _rebuilt(self, project: Project, folder: Path) -> CloseIndex:
        arrays = self._arrays(sorted(self._now))
        notes = {"tapes": list(arrays.tapes), "words": list(arrays.words), "digests": dict(self._now)}
        try:
            arraycache.keep(folder, _stamp(self._now), {name: getattr(arrays, name) for name in _NAMES}, notes)
        except StorageError as error:
            # A project on a disk that may not be written is searched all the same.
            project.log.warning("%s", error)
        return CloseIndex(arrays)

    def _arrays(self, tapes: Iterable[TapeId]) -> CloseArrays:
        return build((tape, self._talk(tape)) for tape in tapes)

    def _talk(self, tape: TapeId) -> Iterator[tuple[str, int]]:
        layout = self._words.layout(tape)
        for turn, before in zip(layout.turns, layout.before, strict=False):
            for place, word in enumerate(self._words.words(turn), before):
                yield word, place


def _stamp(digests: Mapping[TapeId, int]) -> str:
    return blake2b(repr((_VERSION, sorted(digests.items()))).encode(), digest_size=8).hexdigest()


def _newest(folder: Path) -> tuple[CloseIndex | None, dict[TapeId, int]]:
    for stamp in arraycache.stamps(folder)[:1]:
        return _loaded(folder, stamp)
    return None, {}


@lru_cache(maxsize=2)
def _loaded(folder: Path, stamp: str) -> tuple[CloseIndex | None, dict[TapeId, int]]:
    found = arraycache.load(folder, stamp)
    if found is None:
        return None, {}
    arrays, notes = found
    digests = {TapeId(tape): int(digest) for tape, digest in notes["digests"].items()}
    if _stamp(digests) != stamp:
        return None, {}
    return CloseIndex(CloseArrays(tapes=tuple(notes["tapes"]), words=tuple(notes["words"]), **arrays)), digests
