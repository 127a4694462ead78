"""The indexes of close search, search by sound and proof: kept in the project's cache, up to date as tapes change.

``open_finder(project)`` finds where quotations were said; ``talks(project)`` gives the talk that it counts in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from tapewright.errors import StorageError
from tapewright.model import TapeId
from tapewright.proof.talk import Fragment, Location, Talks, TapeTalk
from tapewright.search import alike, close
from tapewright.search.close import ClosePlace, Within
from tapewright.store import arraycache
from tapewright.store.wordreader import WordReader
from tapewright.verbs.project import Project
from tapewright.words.numbers import folded

_MOST_CHANGED = 0.2
"""Past this share of changed tapes the whole index is built anew; before, the changed tapes get one of their own."""


class _Kind(NamedTuple):
    """What is kept for a way of searching. ``version`` changes with what the arrays hold."""

    version: int
    build: Callable[[Iterable[tuple[str, Iterable[tuple[str, int]]]]], Any]
    arrays: type[Any]
    index: type[Any]
    folds_numbers: bool


_KINDS = {
    "close": _Kind(1, close.build, close.CloseArrays, close.CloseIndex, True),
    "sound": _Kind(1, alike.build, alike.SoundArrays, alike.SoundIndex, False),
}


def open_finder(project: Project) -> ProjectFinder:
    """Finds quotations on all tapes of a project as they read now; open it anew after a change."""
    with project.store.reading() as connection:
        return ProjectFinder(QuoteIndex(project, WordReader(connection), way="close"))


def talks(project: Project) -> Talks:
    """The current talk of each tape, read once; empty for a tape without a transcript."""

    def talk(tape: TapeId) -> TapeTalk:
        heard = project.store.transcript(tape)
        return TapeTalk(tape, heard.turns if heard else ())

    return cache(talk)


class ProjectFinder:
    """Finds where a quotation was said."""

    def __init__(self, index: QuoteIndex) -> None:
        self._index = index

    def find(self, words: Sequence[str], *, limit: int = 12) -> list[Location]:
        """Ways to explain the normal words (``words.normal.spoken``) of a quotation, best first."""
        asked = list(words[: close.MOST_WORDS])
        places = self._index.find(asked, within=None)[:limit] if asked else []
        return [Location((Fragment(0, len(asked), TapeId(p.tape), p.start, p.end, p.score),), p.score) for p in places]


class QuoteIndex:
    """Finds quotations on all tapes as they read now: one kept index, and a small one for tapes changed since."""

    def __init__(self, project: Project, words: WordReader, *, way: str) -> None:
        self._words = words
        self._way = way
        self._kind = _KINDS[way]
        self._now = words.digests()
        folder = project.cache / way
        kept, known = _newest(folder, way)
        changed = [tape for tape, digest in self._now.items() if known.get(tape) != digest]
        if kept is None or len(changed) > _MOST_CHANGED * max(1, len(self._now)):
            kept, known, changed = self._rebuilt(project, folder), dict(self._now), []
        self._parts = [(kept, frozenset(self._now) - frozenset(changed))]
        if changed:
            self._parts.append((self._kind.index(self._arrays(changed)), frozenset(changed)))

    def find(self, words: list[str], *, within: Within | None) -> list[ClosePlace]:
        """Places that agree with normal words, best first."""
        asked = [word.text for word in folded(words)] if self._kind.folds_numbers else words
        found: list[ClosePlace] = []
        for index, tapes in self._parts:
            if len(self._parts) == 1 and within is None and tapes.issuperset(index.tapes):
                stretches = None
            else:
                everywhere = {tape: [(0, 1 << 31)] for tape in tapes}
                stretches = {tape: some for tape, some in (within or everywhere).items() if tape in tapes}
            found += index.find(asked, within=stretches)
        return sorted(found, key=lambda place: (-place.score, place.differs, place.tape, place.start))

    def _rebuilt(self, project: Project, folder: Path) -> Any:
        arrays = self._arrays(sorted(self._now))
        kept = {field.name: getattr(arrays, field.name) for field in fields(arrays)}
        texts = {name: list(kept.pop(name)) for name in ("tapes", "words") if isinstance(kept.get(name), tuple)}
        try:
            arraycache.keep(folder, _stamp(self._way, self._now), kept, {"digests": dict(self._now), "texts": texts})
        except StorageError as error:
            # A project on a disk that may not be written is searched all the same.
            project.log.warning("%s", error)
        return self._kind.index(arrays)

    def _arrays(self, tapes: Iterable[TapeId]) -> Any:
        return self._kind.build((tape, self._talk(tape)) for tape in tapes)

    def _talk(self, tape: TapeId) -> Iterator[tuple[str, int]]:
        layout = self._words.layout(tape)
        for turn, before in zip(layout.turns, layout.before, strict=False):
            words = self._words.words(turn)
            if self._kind.folds_numbers:
                yield from ((word.text, before + word.first) for word in folded(words))
            else:
                yield from zip(words, range(before, before + len(words)), strict=True)


def _stamp(way: str, digests: Mapping[TapeId, int]) -> str:
    return blake2b(repr((way, _KINDS[way].version, sorted(digests.items()))).encode(), digest_size=8).hexdigest()


def _newest(folder: Path, way: str) -> tuple[Any, dict[TapeId, int]]:
    for stamp in arraycache.stamps(folder)[:1]:
        return _loaded(folder, way, stamp)
    return None, {}


@lru_cache(maxsize=4)
def _loaded(folder: Path, way: str, stamp: str) -> tuple[Any, dict[TapeId, int]]:
    found = arraycache.load(folder, stamp)
    if found is None:
        return None, {}
    arrays, notes = found
    digests = {TapeId(tape): int(digest) for tape, digest in notes["digests"].items()}
    if _stamp(way, digests) != stamp:
        return None, {}
    kind = _KINDS[way]
    texts = {name: tuple(words) for name, words in notes["texts"].items()}
    return kind.index(kind.arrays(**arrays, **texts)), digests
