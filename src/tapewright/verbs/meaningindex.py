"""The vectors of all passages, kept in the project's cache: each text is embedded once, a correction only its own.

``cache/meaning/passages`` holds where passages lie, tape by tape as they read; ``cache/meaning/<stamp>`` the vectors
by the digest of their texts, in parts that are added and now and then made one. Work that was stopped goes on where
it was: what was embedded is kept every thousand passages.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from tapewright.corpus import fold_words
from tapewright.errors import StorageError
from tapewright.model import TapeId
from tapewright.model.progress import Report, Step, silent
from tapewright.search.close import ClosePlace, Within
from tapewright.search.meant import Passages, allowed, by_words, cut, rank
from tapewright.store import arraycache
from tapewright.store.wordreader import WordReader
from tapewright.verbs.keptindex import index_parts
from tapewright.verbs.project import Project
from tapewright.words.normal import searched, searched_parts

_AT_ONCE = 1024
_MOST_PARTS = 24
_FEWEST_WORDS = 3
"""A shorter turn ("Yes.", "I see.") means nothing that could be looked for."""

_VERSION = 1

Array = Any
"""``numpy.ndarray``."""


@dataclass(frozen=True, slots=True)
class MeaningIndex:
    """Passages of all tapes as they read, each with its vector: float32 [N, size]."""

    passages: Passages
    vectors: Array

    def near(self, query: Array) -> Array:
        """The cosine of each passage with a vector: float32 [N]."""
        return self.vectors @ query


class MeaningShelf:
    """The index that a process has in memory, for the tapes as they read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reads: Mapping[TapeId, int] | None = None
        self._index: MeaningIndex | None = None

    def is_ready(self, reads: Mapping[TapeId, int]) -> bool:
        """Whether a question would be answered at once."""
        return self._reads == reads

    def get(self, project: Project, words: WordReader, report: Report = silent) -> MeaningIndex:
        """The index, made where it is not at hand. MissingError where the weights are not on this machine."""
        reads = words.digests()
        with self._lock:
            if self._index is None or self._reads != reads:
                self._index, self._reads = _made(project, words, reads, report), reads
            return self._index


def find_meant(
    project: Project, words: WordReader, query: str, *, within: Within | None, report: Report = silent
) -> list[ClosePlace]:
    """Passages that mean what a query says, best first; at most some hundred."""
    index = project.meaning.get(project, words, report)
    near = index.near(project.embedder.vectors([query])[0])
    worded = words_of(project, words, index, query)
    among = None if within is None else allowed(index.passages, within)
    return [place for _, place in rank(index.passages, near, worded, among=among)]


def words_of(project: Project, words: WordReader, index: MeaningIndex, query: str) -> Array:
    """How well each passage answers by its words: float32 [N]."""
    asked = [word.text for word in fold_words(searched(query.split()))]
    total = np.zeros(len(index.passages.start), dtype=np.float32)
    numbers = {tape: number for number, tape in enumerate(index.passages.tapes)}
    for part in index_parts(project, words, "corpus"):
        mine = np.isin(index.passages.tape, [numbers[tape] for tape in part.tapes if tape in numbers])
        total[mine] = by_words(part.index, asked, index.passages)[mine]
    return total


def _made(project: Project, words: WordReader, reads: Mapping[TapeId, int], report: Report) -> MeaningIndex:
    embedder = project.embedder
    passages = _passages(project, words, reads)
    folder = project.cache / "meaning" / embedder.stamp
    vectors = np.zeros((len(passages.key), embedder.size), dtype=np.float32)
    is_known = _fill(folder, passages.key, vectors)
    _, rows = np.unique(passages.key, return_index=True)
    missing = [int(row) for row in sorted(rows) if not is_known[row]]
    for begin in range(0, len(missing), _AT_ONCE):
        report(Step(what="learn what passages mean", done=begin, total=len(missing), unit="passages"))
        some = missing[begin : begin + _AT_ONCE]
        made = embedder.vectors([_text(words, passages, row) for row in some]).astype(np.float16)
        _keep_part(project, folder, passages.key[some], made)
        vectors[some] = made
    if missing:
        report(Step(what="learn what passages mean", done=len(missing), total=len(missing), unit="passages"))
        _same_texts(passages.key, vectors, missing)
        if len(_parts(folder)) > _MOST_PARTS:
            _make_one(project, folder, passages.key, vectors)
    return MeaningIndex(passages, vectors)


def _text(words: WordReader, passages: Passages, row: int) -> str:
    return " ".join(words.tokens(int(passages.turn[row]))[passages.first[row] : passages.behind[row]])


def _same_texts(keys: Array, vectors: Array, rows: Sequence[int]) -> None:
    """What is said twice has one vector."""
    order = np.array(rows)[np.argsort(keys[rows], kind="stable")]
    at = np.minimum(np.searchsorted(keys[order], keys), len(order) - 1)
    same = keys[order][at] == keys
    vectors[same] = vectors[order[at[same]]]


# --- where passages lie --------------------------------------------------------------------------------------------


def _passages(project: Project, words: WordReader, reads: Mapping[TapeId, int]) -> Passages:
    """Of tapes that read as they were kept, what was kept; the others are cut anew."""
    folder = project.cache / "meaning" / "passages"
    kept, known = _kept_passages(folder)
    columns = [field.name for field in fields(Passages) if field.name not in ("tapes", "tape")]
    tapes = tuple(sorted(reads))
    made: list[dict[str, Array]] = []
    for tape in tapes:
        if kept is not None and known.get(tape) == reads[tape]:
            mine = kept.tape == kept.tapes.index(tape)
            made.append({name: getattr(kept, name)[mine] for name in columns})
        else:
            made.append(_cut(words, tape))
    joined = {name: np.concatenate([one[name] for one in made]) if made else np.zeros(0) for name in columns}
    numbers = np.repeat(np.arange(len(tapes), dtype=np.int32), [len(one["start"]) for one in made])
    if known != reads:
        notes = {"tapes": list(tapes), "digests": dict(reads), "version": _VERSION}
        try:
            arraycache.keep(folder, f"v{_stamp(reads)}", {"tape": numbers, **joined}, notes)
        except StorageError as error:
            project.log.warning("%s", error)
    return Passages(tapes=tuple(str(tape) for tape in tapes), tape=numbers, **joined)


def _stamp(reads: Mapping[TapeId, int]) -> str:
    return blake2b(repr(sorted(reads.items())).encode(), digest_size=8).hexdigest()


def _kept_passages(folder: Path) -> tuple[Passages | None, dict[TapeId, int]]:
    for stamp in arraycache.stamps(folder)[:1]:
        found = arraycache.load(folder, stamp)
        names = {field.name for field in fields(Passages)} - {"tapes"}
        if found and found[1].get("version") == _VERSION and set(found[0]) == names:
            arrays, notes = found
            if len({len(array) for array in arrays.values()}) == 1:
                return Passages(tapes=tuple(notes["tapes"]), **arrays), dict(notes["digests"])
    return None, {}


def _cut(words: WordReader, tape: TapeId) -> dict[str, Array]:
    rows: list[tuple[int, int, int, int, int, int]] = []
    layout = words.layout(tape)
    for number, turn in enumerate(layout.turns):
        tokens = words.tokens(turn)
        before = list(accumulate(map(len, map(searched_parts, tokens)), initial=layout.before[number]))
        for first, behind in cut(tokens):
            if before[behind] - before[first] >= _FEWEST_WORDS:
                rows.append((before[first], before[behind], turn, first, behind, _key(" ".join(tokens[first:behind]))))
    columns: list[Sequence[int]] = list(zip(*rows, strict=True)) or [()] * 6
    kinds = {"start": "i4", "end": "i4", "turn": "i8", "first": "i4", "behind": "i4", "key": "u8"}
    return {name: np.array(column, dtype=kind) for (name, kind), column in zip(kinds.items(), columns, strict=True)}


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


# --- vectors -------------------------------------------------------------------------------------------------------


def _parts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("part-*") if path.is_dir()) if folder.is_dir() else []


def _fill(folder: Path, keys: Array, vectors: Array) -> Array:
    """Put what is kept into its rows; which rows are known: bool [N]."""
    is_known = np.zeros(len(keys), dtype=bool)
    for part in _parts(folder):
        for stamp in arraycache.stamps(part)[:1]:
            found = arraycache.load(part, stamp)
            if not found or set(found[0]) != {"key", "vector"}:
                continue
            known, made = found[0]["key"], found[0]["vector"]
            if not len(known) or made.shape != (len(known), vectors.shape[1]) or known.dtype != keys.dtype:
                continue
            order = np.argsort(known, kind="stable")
            at = np.minimum(np.searchsorted(known, keys, sorter=order), len(order) - 1)
            rows = known[order[at]] == keys
            vectors[rows] = made[order[at[rows]]]
            is_known |= rows
    return is_known


def _keep_part(project: Project, folder: Path, keys: Array, vectors: Array) -> Path | None:
    part = folder / f"part-{blake2b(keys.tobytes(), digest_size=8).hexdigest()}"
    try:
        arraycache.keep(part, "v1", {"key": keys, "vector": vectors}, {})
    except StorageError as error:
        # A project on a disk that may not be written is searched all the same.
        project.log.warning("%s", error)
        return None
    return part


def _make_one(project: Project, folder: Path, keys: Array, vectors: Array) -> None:
    """One part of all that is said now; what nobody says any more goes."""
    old = _parts(folder)
    unique, rows = np.unique(keys, return_index=True)
    kept = _keep_part(project, folder, unique, vectors[rows].astype(np.float16))
    for part in old if kept else ():
        if part != kept:
            shutil.rmtree(part, ignore_errors=True)
