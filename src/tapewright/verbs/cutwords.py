"""Which words of the tapes stand in a cut, in which bite, and which of them a cut begins or ends at."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tapewright.errors import InputError
from tapewright.model import TapeId, Word
from tapewright.proof.talk import TapeTalk
from tapewright.timing import Ticks
from tapewright.verbs.bites import placed_bites
from tapewright.verbs.paperfile import read_paper
from tapewright.verbs.project import Project

Known = tuple[Ticks, Ticks, str]
"""A word by its times and text: its place in a turn may be another by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutWords:
    """For each tape its words that are in a cut, with the first bite that has them (``gap 3``); ``edges`` are those at
    which a bite begins or ends. ``problems`` names bites and edits of which nothing can be said.
    """

    bites: Mapping[TapeId, Mapping[Known, str]] = field(default_factory=dict)
    edges: Mapping[TapeId, frozenset[Known]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def numbered(self, talk: TapeTalk) -> dict[int, str]:
        """The bite of each word of a tape that is in one, by the word's number."""
        here = self.bites.get(talk.tape)
        return {n: bite for n, word in enumerate(talk.words) if (bite := here.get(known_by(word)))} if here else {}

    def edge_numbers(self, talk: TapeTalk) -> frozenset[int]:
        """The numbers of the words of a tape at which a bite begins or ends."""
        here = self.edges.get(talk.tape)
        return frozenset(n for n, word in enumerate(talk.words) if known_by(word) in here) if here else frozenset()


def words_in_cuts(project: Project, paths: Sequence[str | os.PathLike[str]]) -> CutWords:
    """The words of these paper edits."""
    bites: dict[TapeId, dict[Known, str]] = {}
    edges: dict[TapeId, set[Known]] = {}
    problems: list[str] = []
    for path in paths:
        try:
            file = read_paper(project, path)
        except InputError as error:  # one of many; a single one was read before
            problems.append(str(error))
            continue
        for bite in placed_bites(project, file.edit):
            if bite.resolved is None or bite.why:
                problems.append(f"bite {bite.number} of {file.path.stem}: {bite.why or 'it is not on its tape'}")
            if bite.resolved is not None:
                tape, words = bite.resolved.tape.id, bite.resolved.words
                here = bites.setdefault(tape, {})
                for word in words:
                    here.setdefault(known_by(word), f"{file.path.stem} {bite.number}")
                edges.setdefault(tape, set()).update(known_by(word) for word in (*words[:1], *words[-1:]))
    return CutWords(
        bites=bites, edges={tape: frozenset(found) for tape, found in edges.items()}, problems=tuple(problems)
    )


def known_by(word: Word) -> Known:
    """What a word is known by."""
    return word.start, word.end, word.text
