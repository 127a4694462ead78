"""Indexes of all that is said, kept in the project's cache: a whole one, and a small one for tapes changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from tapewright import corpus
from tapewright.errors import StorageError
from tapewright.model import TapeId
from tapewright.search import alike
from tapewright.store import arraycache
from tapewright.store.wordreader import WordReader
from tapewright.verbs.project import Project

Talk = Iterable[tuple[str, Iterable[Sequence[str]]]]
"""Tapes, each with the normal words of its turns in order."""

_MOST_CHANGED = 0.2
"""Past this share of changed tapes the whole index is built anew; before, the changed tapes get one of their own."""


class Part(NamedTuple):
    """An index, and those of its tapes that read as it has them."""

    index: Any
    tapes: frozenset[TapeId]


class _Kind(NamedTuple):
    """What is kept. ``version`` changes with what the arrays hold."""

    version: int
    build: Callable[[Talk], Any]
    arrays: type[Any]
    index: type[Any]


def _counted(talk: Talk) -> Iterator[tuple[str, Iterable[tuple[str, int]]]]:
    for tape, turns in talk:
        words = [word for turn in turns for word in turn]
        yield tape, zip(words, range(len(words)), strict=True)


_KINDS = {
    "corpus": _Kind(3, corpus.build, corpus.CorpusArrays, corpus.Lookup),
    "sound": _Kind(1, lambda talk: alike.build(_counted(talk)), alike.SoundArrays, alike.SoundIndex),
}


def index_parts(project: Project, words: WordReader, kind: str) -> list[Part]:
    """The index of a kind for all tapes as they read now, in one part or two; ``kind`` is ``corpus`` or ``sound``."""
    now = words.digests()
    folder = project.cache / kind
    kept, known = _newest(folder, kind)
    changed = [tape for tape, digest in now.items() if known.get(tape) != digest]
    if kept is None or len(changed) > _MOST_CHANGED * max(1, len(now)):
        return [Part(_rebuilt(project, words, kind, now), frozenset(now))]
    parts = [Part(kept, frozenset(now) - frozenset(changed))]
    if changed:
        parts.append(Part(_KINDS[kind].index(_arrays(words, kind, changed)), frozenset(changed)))
    return parts


def is_kept(project: Project, digests: Mapping[TapeId, int], kind: str) -> bool:
    """Whether the index of a kind need not be made for tapes that read so."""
    _, known = _newest(project.cache / kind, kind)
    changed = sum(known.get(tape) != digest for tape, digest in digests.items())
    return changed <= _MOST_CHANGED * max(1, len(digests))


def _rebuilt(project: Project, words: WordReader, kind: str, now: Mapping[TapeId, int]) -> Any:
    arrays = _arrays(words, kind, sorted(now))
    kept = {field.name: getattr(arrays, field.name) for field in fields(arrays)}
    texts = {name: list(kept.pop(name)) for name in ("tapes", "words") if isinstance(kept.get(name), tuple)}
    try:
        arraycache.keep(project.cache / kind, _stamp(kind, now), kept, {"digests": dict(now), "texts": texts})
    except StorageError as error:
        # A project on a disk that may not be written is searched all the same.
        project.log.warning("%s", error)
    return _KINDS[kind].index(arrays)


def _arrays(words: WordReader, kind: str, tapes: Iterable[TapeId]) -> Any:
    return _KINDS[kind].build((tape, words.said(tape)) for tape in tapes)


def _stamp(kind: str, digests: Mapping[TapeId, int]) -> str:
    return blake2b(repr((kind, _KINDS[kind].version, sorted(digests.items()))).encode(), digest_size=8).hexdigest()


def _newest(folder: Path, kind: str) -> tuple[Any, dict[TapeId, int]]:
    for stamp in arraycache.stamps(folder)[:1]:
        return _loaded(folder, kind, stamp)
    return None, {}


@lru_cache(maxsize=4)
def _loaded(folder: Path, kind: str, stamp: str) -> tuple[Any, dict[TapeId, int]]:
    found = arraycache.load(folder, stamp)
    if found is None:
        return None, {}
    arrays, notes = found
    digests = {TapeId(tape): int(digest) for tape, digest in notes["digests"].items()}
    if _stamp(kind, digests) != stamp:
        return None, {}
    texts = {name: tuple(words) for name, words in notes["texts"].items()}
    return _KINDS[kind].index(_KINDS[kind].arrays(**arrays, **texts)), digests
