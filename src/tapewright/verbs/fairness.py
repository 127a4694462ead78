"""The fairness page of a paper edit or a cut: who is heard beside what they said, and what was left out around it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tapewright.errors import NotFoundError
from tapewright.model import Speaker, SpeakerId, TapeId
from tapewright.proof.language import language_of
from tapewright.proof.programme import ProgrammeEar, Spoken
from tapewright.store.wordreader import WordReader
from tapewright.study.contentnotes import topics
from tapewright.study.fairness import HeardStretch, HeardWord, Shares, shares
from tapewright.study.naming import name_forms
from tapewright.timing import Ticks, TimecodeFormat
from tapewright.verbs.check import coverage
from tapewright.verbs.cutproof import CutProof, judge_cut, judge_timeline, open_timeline
from tapewright.verbs.cutting import cut_of_paper
from tapewright.verbs.fairnessfacts import (
    AskedBefore,
    ContentNote,
    TakenBack,
    asked_before,
    notes_by_code,
    notes_by_words,
    taken_back,
)
from tapewright.verbs.laststate import HEARING, last_change
from tapewright.verbs.paperfile import find_paper, read_paper
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks
from tapewright.verbs.runningorder import order_of
from tapewright.words.counted import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """How often somebody is named: in what is heard, and in the narration."""

    name: str
    group: str
    heard: int
    narration: int
    airtime: Ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessPage:
    """What can be counted. ``unread`` are tapes in the programme without a transcript: nothing can be said of them."""

    name: str
    title: str
    format: TimecodeFormat
    start: Ticks
    shares: Shares
    narration: Ticks
    narration_words: int
    asked: tuple[AskedBefore, ...]
    taken_back: tuple[TakenBack, ...]
    named: tuple[Named, ...]
    notes: tuple[ContentNote, ...]
    unread: tuple[TapeId, ...]
    remarks: tuple[str, ...]

    @property
    def dropped(self) -> tuple[AskedBefore, ...]:
        """The questions that are not heard."""
        return tuple(one for one in self.asked if not one.is_kept)

    def label(self, tick: int) -> str:
        """A time of the programme as it counts."""
        return self.format.write(self.start + tick)


def fairness(
    project: Project,
    target: str | os.PathLike[str],
    *,
    reels: Mapping[str, str] | None = None,
    format: TimecodeFormat | None = None,
) -> FairnessPage:
    """The fairness page of a paper edit, by name or path, or of a timeline of an editing program."""
    name, proof, told = _programme(project, target, reels, format)
    language = language_of(project.settings.language)
    ear = ProgrammeEar(talks(project))
    heard = [ear.spoken(piece) for piece in proof.pieces]
    run_of = {id(piece): run.n for run in proof.runs for piece in run.pieces}
    stretches = [_stretch(one, ear, run_of.get(id(one.piece), 0)) for one in heard]
    found = shares(stretches, _said(project), _grouped(project))
    words = [ear.word(one.piece.tape, number).text for one in heard for number in one.words]
    return FairnessPage(
        name=name,
        title=proof.title or name,
        format=proof.format,
        start=proof.start,
        shares=found,
        narration=told.length,
        narration_words=len(told.words),
        asked=tuple(asked_before(proof, heard, ear, language)) if language else (),
        taken_back=tuple(taken_back(proof)),
        named=_named(project, words, told.words, found),
        notes=(*notes_by_code(project, heard), *notes_by_words(heard, ear, project.settings.language)),
        unread=proof.unread,
        remarks=tuple(_remarks(project, proof, found, language is not None)),
    )


@dataclass(frozen=True, slots=True)
class _Narration:
    length: Ticks = Ticks(0)
    words: tuple[str, ...] = ()


def _programme(
    project: Project,
    target: str | os.PathLike[str],
    reels: Mapping[str, str] | None,
    format: TimecodeFormat | None,
) -> tuple[str, CutProof, _Narration]:
    path = Path(target)
    if path.suffix.lower() in (".md", "") and not path.is_dir():
        file = read_paper(project, find_paper(project, target))
        order = order_of(project, file)
        texts = [row.block.text for row in order.rows if row.block.kind == "narration"]
        words = tuple(word for text in texts for word in text.split())
        proof = judge_cut(project, cut_of_paper(project, file).cut)
        return file.path.stem, proof, _Narration(order.narration, words)
    if not path.exists():
        raise NotFoundError(f"there is no file {path}", hint="name a paper edit of the project, or a timeline")
    timeline = open_timeline(project, path, format=format)
    return path.name, judge_timeline(project, timeline, reels=reels), _Narration()


def _stretch(one: Spoken, ear: ProgrammeEar, run: int) -> HeardStretch:
    talk = ear.talks(one.piece.tape)
    words = tuple(
        HeardWord(
            speaker=talk.speaker(number),
            tape=one.piece.tape,
            number=number,
            length=talk.words[number].interval.duration,
        )
        for number in one.words
    )
    return HeardStretch(length=one.piece.record.duration, words=words, run=run)


def _said(project: Project) -> Counter[SpeakerId | None]:
    """How many words everybody says on all tapes; at hand while the tapes read as they do."""
    return project.said_at_hand.get(last_change(project, besides=HEARING), lambda: _count_said(project))


def _count_said(project: Project) -> Counter[SpeakerId | None]:
    """Counted in the index."""
    said: Counter[SpeakerId | None] = Counter()
    with project.store.reading() as connection:
        reader = WordReader(connection)
        for tape in reader.digests():
            layout = reader.layout(tape)
            tokens = dict(reader.counts(tape))
            for turn, speaker in zip(layout.turns, layout.speakers, strict=True):
                said[None if speaker is None else SpeakerId(speaker)] += tokens.get(turn, 0)
    return said


def _grouped(project: Project) -> list[Speaker]:
    """The speakers; one without a group has that of the person of the chronology who it is, or who bears the name."""
    parties = project.store.parties()
    by_speaker = {party.speaker: party.group for party in parties if party.speaker is not None}
    by_name = {party.name.casefold(): party.group for party in parties}
    return [
        replace(one, group=one.group or by_speaker.get(one.id, "") or by_name.get(one.name.casefold(), ""))
        for one in project.store.speakers()
    ]


def _named(project: Project, heard: Sequence[str], narration: Sequence[str], found: Shares) -> tuple[Named, ...]:
    """Everybody who has a group, or a lane in the chronology, by how often they are named."""
    airtime = {one.name: one.airtime for one in found.people}
    groups = {one.name: one.group for one in project.store.speakers() if one.group and one.name.strip()}
    speakers = project.speaker_names()
    for party in project.store.parties():
        known = speakers.get(party.speaker, "") if party.speaker is not None else ""
        groups.setdefault(known or party.name, party.group)
    names = dict(enumerate(groups))
    forms = name_forms(names)
    in_talk, in_narration = forms.count(heard), forms.count(narration)
    rows = [
        Named(
            name=name,
            group=groups[name],
            heard=in_talk[who],
            narration=in_narration[who],
            airtime=airtime.get(name, Ticks(0)),
        )
        for who, name in names.items()
    ]
    return tuple(sorted(rows, key=lambda one: (-(one.heard + one.narration), one.group, one.name)))


def _remarks(project: Project, proof: CutProof, found: Shares, has_language: bool) -> Iterator[str]:
    """What a reader must know before the numbers."""
    if proof.unread:
        yield f"nothing can be said of {', '.join(proof.unread)}: no transcript"
    unplaced = len(proof.unplaced)
    if unplaced:
        yield f"{counted(unplaced, 'event')} of the programme on no tape of this project; not counted"
    unread = coverage(project).unread
    if unread:
        yield (
            f"{counted(len(unread), 'tape')} of the project without a transcript: what was said there is not among "
            "the words that each person said"
        )
    nobody = next((one for one in found.people if one.speaker is None and one.words), None)
    if nobody is not None:
        yield f"{counted(nobody.words, 'word')} in the programme of speakers whom nobody has named"
    if any(one.group == "no group" and one.speaker is not None and one.airtime for one in found.people):
        yield "some who are heard have no group yet; they are counted as “no group”"
    if not has_language:
        yield f"questions and retractions were not looked for: no rules for the language {project.settings.language}"
    if not topics(project.settings.language):
        yield f"words that need a note were not looked for: no list for the language {project.settings.language}"
    yield from proof.remarks
