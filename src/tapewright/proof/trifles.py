"""Trifles: what an honest hand takes out of speech, fillers, repeats, false starts, what others say meanwhile.

Rule by rule, so that each can be told and tested by itself. Words that deny, hedge or count are never trifles.
"""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.proof.compared import Piece
from tapewright.proof.language import Language

_LONGEST_START = 4
_BREAKING = ",-–—…"
_PARTING = ",.;:?!-–—…"
_BROKEN = ("-", "–", "—", "…", "...")


def is_trifle(piece: Piece, before: Sequence[str], after: Sequence[str], language: Language) -> bool:
    """Whether what is gone is a trifle; ``before`` and ``after`` are the rows that stay on either side."""
    heard = list(piece.heard)
    if not heard:
        return True
    return (
        is_backchannel(piece, language)
        or is_repeat(heard, before, after)
        or is_stutter(heard, before, after)
        or is_filler(piece, language)
        or is_weak_filler(heard, before, after, language)
        or is_false_start(piece, after, language)
        or is_new_start(piece, before, language)
        or is_filled_repeat(piece, before, after, language)
    )


def is_trifle_put_in(said: Sequence[str], before: Sequence[str], after: Sequence[str], language: Language) -> bool:
    """Whether what only the text has is a trifle: recognisers leave those out by themselves."""
    fillers = [run for run in language.fillers.found(said) if not language.parted_fillers.at(said, run.start)]
    is_filled = sum(map(len, fillers)) == len(said)
    return is_filled or is_repeat(list(said), before, after)


def is_repeat(heard: list[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """The same words once more: ``we, we went``; ``very very`` too."""
    for length in range(1, len(heard) + 1):
        if len(heard) % length or heard != heard[:length] * (len(heard) // length):
            continue
        unit = tuple(heard[:length])
        if tuple(after[:length]) == unit or tuple(before[-length:]) == unit:
            return True
    return False


def is_filler(piece: Piece, language: Language) -> bool:
    """Words that hold the floor; some of them only where signs part them from the sentence."""
    if not language.fillers.covers(piece.heard):
        return False
    needs_signs = any(
        language.parted_fillers.at(piece.heard, run.start) == len(run) for run in language.fillers.found(piece.heard)
    )
    return not needs_signs or _is_parted(piece)


def is_weak_filler(heard: Sequence[str], before: Sequence[str], after: Sequence[str], language: Language) -> bool:
    """``kind of`` and ``sort of`` by which people hold the floor: not between a person and what that person did, where
    they hedge, nor behind ``a`` and the like, where they say of which kind.
    """
    if not language.weak_hedges.covers(heard) or not heard:
        return False
    last, following = (before[-1] if before else ""), (after[0] if after else "")
    if last in language.sorts_behind or not following:
        return False
    is_person = language.subjects.get(last, language.nobody) != language.nobody
    return not (is_person and following not in language.grammar)


def is_stutter(heard: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Words said again and again on both sides of a cut: ``I, I, in, in China`` made ``I, in China``."""
    if any(word[0].isdigit() for word in heard):
        return False
    one, other = [*before[-1:], *heard, *after[:1]], [*before[-1:], *after[:1]]
    return [word for word, last in zip(one, ["", *one], strict=False) if word != last] == other


def is_filled_repeat(piece: Piece, before: Sequence[str], after: Sequence[str], language: Language) -> bool:
    """Fillers and words broken off, with or without a repeat: ``we, you know, th- we went``."""
    rest: list[str] = []
    place = 0
    while place < len(piece.heard):
        length = language.fillers.at(piece.heard, place)
        if length and not language.parted_fillers.at(piece.heard, place):
            place += length
            continue
        if not _is_broken(piece, place):
            rest.append(piece.heard[place])
        place += 1
    if len(rest) == len(piece.heard):
        return False
    return not rest or is_repeat(rest, before, after) or is_stutter(rest, before, after)


def is_false_start(piece: Piece, after: Sequence[str], language: Language) -> bool:
    """A sentence begun and left: it breaks off in a word, or begins as what follows does."""
    heard = piece.heard
    if len(heard) > _LONGEST_START or _weighs(heard, language):
        return False
    last = piece.talk.words[piece.words.stop - 1].text
    if _is_broken(piece, len(heard) - 1) and (len(heard) == 1 or heard[0] == (after[0] if after else "")):
        return True
    is_begun = bool(after) and heard[0] == after[0] and len(heard) > 1
    return is_begun and last[-1] in _BREAKING


def is_new_start(piece: Piece, before: Sequence[str], language: Language) -> bool:
    """A sentence begun again after one word of it, and the beginning quoted once: ``it's more, it's out from
    gullies``. After more words it is a clause of its own: ``I wanted to leave, I wanted to rest``.
    """
    heard, first = piece.heard, piece.words.start
    if len(heard) > _LONGEST_START or not first or _weighs(heard, language):
        return False
    if (
        piece.talk.words[first - 1].text[-1] not in _BREAKING
        or piece.talk.turn_of[first - 1] != piece.talk.turn_of[first]
    ):
        return False
    return tuple(before[-len(heard) - 1 : -1]) == heard


def _weighs(heard: Sequence[str], language: Language) -> bool:
    """Whether words count, deny, hedge or set a condition."""
    return any(word[0].isdigit() for word in heard) or any(
        words.found(heard) for words in (language.negations, language.hedges, language.conditions)
    )


def _is_broken(piece: Piece, row: int) -> bool:
    """Whether a word breaks off: ``th-``."""
    return piece.talk.words[piece.rows[row].end - 1].text.rstrip(",").endswith(_BROKEN)


def is_backchannel(piece: Piece, language: Language) -> bool:
    """What another says meanwhile: ``mhm``, ``right``."""
    talk, words = piece.talk, piece.words
    if not words or words.start == 0 or words.stop >= len(talk.words):
        return False
    speakers = {talk.speaker(number) for number in words}
    beside = {talk.speaker(words.start - 1), talk.speaker(words.stop)}
    return len(beside) == 1 and not speakers & beside and language.backchannels.covers(piece.heard)


def _is_parted(piece: Piece) -> bool:
    """Whether signs, or the edge of a turn, part words from what stands around them on at least one side."""
    talk, words = piece.talk, piece.words
    if not words:
        return False
    first, last = words.start, words.stop - 1
    if first == 0 or talk.turn_of[first - 1] != talk.turn_of[first]:
        return True
    return talk.words[first - 1].text[-1] in _PARTING and (
        talk.words[last].text[-1] in _PARTING or talk.words[first - 1].text[-1] in ".?!"
    )
