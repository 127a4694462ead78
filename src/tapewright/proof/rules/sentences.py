"""Sentences that end before the speaker ended them.

Two cases count. What follows turns what was said ("but", "except", "because", "unless"): it is missed however the text
goes on. And the text puts a full stop where the tape goes on in the middle of a clause. A full stop before a new clause
is a matter of taste, and so is a tag ("right?") that is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model.verdict import Flag, MeaningFlag
from tapewright.proof.compared import Compared, Passage
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.language import Language
from tapewright.proof.quoted import Quoted
from tapewright.proof.rules.site import Edge, edges_behind
from tapewright.proof.sentence_ends import has_sign, rows_behind
from tapewright.proof.stops import has_stop
from tapewright.proof.talk import TapeTalk

_STOPS = ".!"


def ended_early(compared: Compared) -> Iterator[MeaningFlag]:
    """The ends of passages that are no ends on the tape."""
    for edge in edges_behind(compared):
        rest = _without_trifles(edge.texts, compared.language)
        if not rest:
            continue
        is_stopped = edge.is_last and _has_stop(compared.quoted)
        if compared.language.turning.at(rest, 0) or (is_stopped and _goes_on_in_clause(edge, rest)):
            yield _flag(edge)


def sentence_end_flags(talk: TapeTalk, last_word: int, language: Language) -> tuple[MeaningFlag, ...]:
    """The flag of a sentence that ends with a word though the tape goes on, for whoever puts an end there."""
    nothing = Quoted((), (), frozenset(), {})
    passage = Passage(talk, range(last_word, last_word + 1), range(0))
    compared = Compared(nothing, language, (), (passage,))
    edge = Edge(compared, passage, rows_behind(talk, last_word, language), is_last=True)
    rest = _without_trifles(edge.texts, language)
    if rest and (language.turning.at(rest, 0) or _goes_on_in_clause(edge, rest)):
        return (_flag(edge),)
    return ()


def _without_trifles(texts: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """What follows, without a tag and without fillers; empty where nothing else does."""
    rest = texts
    while rest:
        length = language.tags.at(rest, 0)
        if length and length == len(rest):
            return ()
        length = language.fillers.at(rest, 0)
        if not length or language.turning.at(rest, 0) or language.parted_fillers.at(rest, 0):
            return rest
        rest = rest[length:]
    return rest


def _goes_on_in_clause(edge: Edge, rest: tuple[str, ...]) -> bool:
    """Whether what follows belongs to the clause: no sign before it, and no word that begins another."""
    last = edge.passage.words.stop - 1
    if edge.is_unpunctuated or has_sign(edge.talk, last) or edge.talk.words[last + 1].text[:1].isupper():
        return False
    return rest[0] not in edge.compared.language.beginning


def _has_stop(quoted: Quoted) -> bool:
    return bool(quoted.words) and quoted.words[-1].text.rstrip("\"'”’»)")[-1:] in tuple(_STOPS)


def _flag(edge: Edge) -> MeaningFlag:
    words = edge.text(0, 12) + (" …" if len(edge.rows) > 12 else "")
    return MeaningFlag(
        flag=Flag.SENTENCE_ENDED_EARLY,
        tape_words=words,
        why=f"the tape goes on {in_quotes(edge.text())}",
        # A point that no capital follows: one of both is the transcript's error.
        is_doubtful=edge.is_doubtful or has_stop(edge.talk.words[edge.passage.words.stop - 1].text),
    )
