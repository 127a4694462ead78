"""Hits: what a search found, ready to be shown and played."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.model.span import Span
from tapewright.model.speaker import SpeakerId
from tapewright.model.tape import TapeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place. ``text`` is the words that matched as they read, ``before`` and ``after`` their context.

    ``score`` runs from 0 to 1000; 1000 means that every word is the same. ``differs`` counts words that are not, and
    ``differences`` are they: what was asked for and what is said there, either may be empty. ``lit`` are the stretches
    of ``text`` that were asked for, as numbers of its tokens, ends exclusive. ``timecode`` is the tape's own at the
    first word; ``speaker`` the names of the speakers as they are called now.
    """

    span: Span
    text: str
    before: str
    after: str
    speakers: tuple[SpeakerId, ...] = ()
    score: int = 1000
    differs: int = 0
    differences: tuple[tuple[str, str], ...] = ()
    lit: tuple[tuple[int, int], ...] = ()
    timecode: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How hits are spread: by tape, and by the speaker who says every word of them; those with most first, or in the
    order of the tapes.
    """

    tapes: tuple[tuple[TapeId, str, int], ...] = ()
    speakers: tuple[tuple[SpeakerId, str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """A page of hits in the order of the tapes, or best first for close search. ``total`` counts all of them."""

    query: str
    way: str
    total: int
    hits: tuple[Hit, ...]
    offset: int = 0
    facets: Facets | None = None
