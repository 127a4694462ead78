"""Turns by voices: cut where the voice changes and given to its speaker; what a person said stays and is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tapewright.model import Mark, SpeakerId, TapeId, Turn, Voice, Word
from tapewright.speech.wordvoices import WhoSpeaks, recut, utterances_of
from tapewright.store import Change
from tapewright.verbs.project import Project

_CONTRADICTION = 0.5
"""A turn that stays is told where less than this share of its words is said by the voice of its speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A turn that stays a person's although the sound tells otherwise: whose it is, and who is heard."""

    turn: Turn
    speaker: str
    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What became of the turns of a tape: how many were given to a speaker, how many more there are since they were
    cut, and those of a person's that stay where another is heard.
    """

    assigned: int = 0
    cut: int = 0
    kept: tuple[Kept, ...] = ()


def assign_turns(
    project: Project,
    pen: Change,
    tape: TapeId,
    voices: Sequence[Voice],
    ours: set[SpeakerId],
    names: Mapping[SpeakerId, str],
) -> Given:
    """Cut and assign the turns of a tape's current transcript that bear nobody or one of ``ours``; the others stay."""
    transcript = project.store.transcript(tape)
    utterances = utterances_of(voices)
    speaking = WhoSpeaks(utterances)
    assigned, cut = 0, 0
    stays: list[tuple[Turn, list[SpeakerId]]] = []
    for turn in transcript.turns if transcript and utterances else ():
        numbers = _as_said(turn.words, speaking.of_words(turn.words))
        speakers = [voices[number].speaker for number in numbers]
        if not speakers:
            continue
        if turn.speaker is not None and turn.speaker not in ours:
            stays.append((turn, speakers))
            continue
        new = recut(turn, speakers)
        if [one.speaker for one in new] != [turn.speaker]:
            pen.replace_turns([turn], new)
            assigned += len(new)
            cut += len(new) - 1
    return Given(assigned=assigned, cut=cut, kept=_contradicted(stays, names))


def _as_said(words: Sequence[Word], voices: Sequence[int]) -> list[int]:
    """The voices of words, where one that nobody says has its neighbour's; none where nobody says any: a heading."""
    said = [voice for word, voice in zip(words, voices, strict=True) if Mark.ABSENT not in word.marks]
    if not said:
        return []
    before = said[0]
    made: list[int] = []
    for word, voice in zip(words, voices, strict=True):
        before = before if Mark.ABSENT in word.marks else voice
        made.append(before)
    return made


def _contradicted(stays: Sequence[tuple[Turn, list[SpeakerId]]], names: Mapping[SpeakerId, str]) -> tuple[Kept, ...]:
    """Turns of a person's in which mostly another is heard than in the other turns of their speaker."""
    words: dict[SpeakerId, Counter[SpeakerId]] = {}
    for turn, speakers in stays:
        assert turn.speaker is not None
        words.setdefault(turn.speaker, Counter()).update(speakers)
    kept: list[Kept] = []
    for turn, speakers in stays:
        assert turn.speaker is not None
        counts, usual = Counter(speakers), words[turn.speaker]
        own = turn.speaker if turn.speaker in usual else usual.most_common(1)[0][0]
        heard = counts.most_common(1)[0][0]
        if heard != own and counts[own] < _CONTRADICTION * len(speakers):
            kept.append(Kept(turn=turn, speaker=names.get(turn.speaker, ""), heard=names.get(heard, "")))
    return tuple(kept)
