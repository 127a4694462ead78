"""Correct a transcript: a turn's words, its speaker, where it begins and ends. Every correction is a revision.

All of them take the revision that the person saw (``base_revision``); where somebody was faster, nothing is written
and ConflictError says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tapewright.errors import ConflictError, UsageError
from tapewright.exchange.typed import tokens_of
from tapewright.model import Speaker, SpeakerId, Tape, TapeId, Turn, TurnId, Word
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.onsound import OnSound, on_sound, remarks_on
from tapewright.verbs.project import Project
from tapewright.verbs.retiming import Bounds, joined, reworded, split
from tapewright.verbs.times import times_record
from tapewright.words.difference import align as align_words

_AROUND = from_seconds(10)
"""How far about a turn its neighbours are looked for: a longer pause is room enough."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that reads otherwise: the words before and after, and when the changed words are heard, in ticks."""

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Turns that took the place of others on one tape, and the words that differ."""

    tape: TapeId
    old: tuple[Turn, ...]
    new: tuple[Turn, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was corrected, or would be (``dry_run``). ``new_speakers`` were made for it; ``aligned`` counts the new
    words that were laid on the sound.
    """

    changes: tuple[Change, ...]
    dry_run: bool = False
    new_speakers: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    aligned: int = 0

    @property
    def words(self) -> int:
        """How many words a person changed, added or took out."""
        return sum(max(len(d.old), len(d.new)) for change in self.changes for d in change.differences)


def correct_turn(
    project: Project,
    turn: TurnId | int,
    base_revision: int,
    new_text: str,
    *,
    align: bool = True,
    dry_run: bool = False,
    who: str = "",
) -> Correction:
    """A turn as it reads now. An empty text removes the turn; a text that reads as before changes nothing.

    ``align``: new words are laid on the sound, where it is at hand; else they stand between their neighbours.
    """
    old = turn_at(project, turn, base_revision)
    tape = project.store.tape(project.store.tape_of(old.id))
    tokens = tokens_of(new_text)
    edges = [t.text for t in (*tokens[:1], *tokens[-1:])] == [w.text for w in (*old.words[:1], *old.words[-1:])]
    # Only words at the edges of a turn have to do with its neighbours, which cost more to read than to write.
    around = Bounds(end=tape.duration) if edges else bounds(project, tape, old)
    words = reworded(old.words, tokens, around)
    new = (Turn(words=words, speaker=old.speaker, id=old.id, revision=old.revision),) if words else ()
    return keep_turns(project, tape, [old], new, f"correct a turn of {tape.id}", dry_run, who, align=align)


def split_turn(
    project: Project,
    turn: TurnId | int,
    base_revision: int,
    *,
    word: int | None = None,
    at: int | None = None,
    dry_run: bool = False,
    who: str = "",
) -> Correction:
    """A turn in two: before the word with this number, counted from 0, or before the first word that starts at or
    behind the tape time ``at``. Both keep the speaker; the first keeps the id.
    """
    old = turn_at(project, turn, base_revision)
    if (word is None) == (at is None):
        raise UsageError("split before a word or at a time: say one of them")
    if word is None:
        assert at is not None
        word = next((n for n, w in enumerate(old.words) if w.start >= at), len(old.words))
    tape = project.store.tape(project.store.tape_of(old.id))
    return keep_turns(project, tape, [old], split(old, word), f"split a turn of {tape.id}", dry_run, who)


def join_turns(
    project: Project, turns: Sequence[tuple[TurnId | int, int]], *, dry_run: bool = False, who: str = ""
) -> Correction:
    """Turns that follow each other in one, each given with its base revision; id and speaker of the first stay."""
    if len(turns) < 2:
        raise UsageError("joining takes two turns or more")
    tape, old = following_turns(project, turns)
    return keep_turns(project, tape, old, (joined(old),), f"join turns of {tape.id}", dry_run, who)


def split_at(project: Project, tape: TapeId, at: int, *, dry_run: bool = False, who: str = "") -> Correction:
    """The turn that runs at a tape time in two, before the first word that starts there or behind it."""
    turn = _running(project, tape, at)
    return split_turn(project, turn.id, turn.revision, at=at, dry_run=dry_run, who=who)


def join_at(project: Project, tape: TapeId, at: int, *, dry_run: bool = False, who: str = "") -> Correction:
    """The turn that runs at a tape time and the one that follows it in one; the first one's speaker stays."""
    turn = _running(project, tape, at)
    heard = project.store.transcript(tape)
    turns = heard.turns if heard else ()
    place = next(n for n, one in enumerate(turns) if one.id == turn.id)
    if place + 1 == len(turns):
        raise UsageError(f"nothing follows the last turn of {tape}", hint="give a time in the first of the two turns")
    both = [(one.id, one.revision) for one in turns[place : place + 2]]
    return join_turns(project, both, dry_run=dry_run, who=who)


def _running(project: Project, tape: TapeId, at: int) -> Turn:
    """The turn that is heard at a time: of several the last that began, in a pause the one before it."""
    heard = project.store.transcript(tape)
    begun = [turn for turn in heard.turns if turn.words and turn.interval.start <= at] if heard else []
    if not begun:
        raise UsageError(f"no turn of {tape} has begun there", hint="tapewright transcript shows when turns begin")
    return next((turn for turn in reversed(begun) if at < turn.interval.end), begun[-1])


def turn_at(project: Project, turn: TurnId | int, base_revision: int) -> Turn:
    """A turn as the person saw it. ConflictError where it reads otherwise by now, NotFoundError where it is gone."""
    found = project.store.turn(TurnId(turn))
    if found.revision != base_revision:
        raise ConflictError(
            f"turn {found.id} is at revision {found.revision} by now, not {base_revision}",
            hint=f"it reads {found.text[:80]!r}: repeat the correction",
        )
    return found


def following_turns(project: Project, turns: Sequence[tuple[TurnId | int, int]]) -> tuple[Tape, list[Turn]]:
    """Turns as the person saw them, and their tape. UsageError unless they follow each other on it."""
    old = [turn_at(project, number, revision) for number, revision in turns]
    tape = project.store.tape(project.store.tape_of(old[0].id))
    if len(old) > 1:
        heard = project.store.transcript(tape.id)
        order = [turn.id for turn in heard.turns] if heard else []
        places = [order.index(turn.id) if turn.id in order else -1 for turn in old]
        if places != list(range(places[0], places[0] + len(places))) or places[0] < 0:
            raise UsageError("only turns that follow each other can be joined", hint="join what lies between them too")
    return tape, old


def bounds(project: Project, tape: Tape, turn: Turn) -> Bounds:
    """The words around a turn, between which new words at its edges have to lie."""
    around = Interval(
        Ticks(max(0, turn.interval.start - _AROUND)), Ticks(max(turn.interval.end + _AROUND, turn.interval.start + 1))
    )
    near = [other for other in project.store.turns_in(tape.id, around) if other.words]
    place = next((n for n, other in enumerate(near) if other.id == turn.id), None)
    if place is None:
        return Bounds(end=tape.duration)
    return bounds_among(near, place, place, tape)


def bounds_among(turns: Sequence[Turn], first: int, last: int, tape: Tape) -> Bounds:
    """The words around turns ``first`` to ``last`` of a sequence."""
    before = next((t.words[-1] for t in reversed(turns[:first]) if t.words), None)
    after = next((t.words[0] for t in turns[last + 1 :] if t.words), None)
    return Bounds(before, after, tape.duration)


def differences(old: Sequence[Word], new: Sequence[Word]) -> tuple[Difference, ...]:
    """The places where two runs of words read otherwise, in order; the times are the new words', else the old ones'."""
    made = []
    for step in align_words([word.text for word in old], [word.text for word in new]):
        if step.kind == "same":
            continue
        was, now = [old[i] for i in step.old], [new[j] for j in step.new]
        timed = now or was
        start, end = timed[0].start, max(word.end for word in timed)
        made.append(Difference(step.kind, tuple(w.text for w in was), tuple(w.text for w in now), start, end))
    return tuple(made)


def laid_on_sound(project: Project, change: Change) -> OnSound:
    """The new turns of a change, their new words where they are heard."""
    return on_sound(project, project.store.tape(change.tape), change.old, change.new)


def change_between(tape: TapeId, old: Sequence[Turn], new: Sequence[Turn]) -> Change:
    """A change with its differences."""
    was = [word for turn in old for word in turn.words]
    now = [word for turn in new for word in turn.words]
    return Change(tape=tape, old=tuple(old), new=tuple(new), differences=differences(was, now))


def keep_turns(
    project: Project,
    tape: Tape,
    old: Sequence[Turn],
    new: Sequence[Turn],
    what: str,
    dry_run: bool,
    who: str,
    *,
    align: bool = False,
) -> Correction:
    """Store the new turns in the place of the old ones, unless nothing changes or it is a dry run."""
    if tuple(old) == tuple(new):
        return Correction(changes=(), dry_run=dry_run)
    if dry_run:
        return Correction(changes=(change_between(tape.id, old, new),), dry_run=True)
    laid = on_sound(project, tape, old, new) if align else OnSound(turns=tuple(new))
    with project.store.change(what, who=who) as pen:
        stored = pen.replace_turns(old, laid.turns)
    return Correction(changes=(change_between(tape.id, old, stored),), remarks=remarks_on([laid]), aligned=laid.placed)


def record(result: Correction, tapes: Callable[[TapeId], Tape], speakers: Sequence[Speaker]) -> dict[str, object]:
    """``{"changes": [{"tape", "old": [turns], "new": [turns], "differences": [{"kind", "old", "new", "start", "end",
    "ticks", "timecode"}]}], "words", "aligned", "new_speakers", "remarks", "dry_run"}``.
    """
    names = {speaker.id: speaker.name for speaker in speakers}
    return {
        "changes": [
            {
                "tape": change.tape,
                "old": [_turn_record(turn, names) for turn in change.old],
                "new": [_turn_record(turn, names) for turn in change.new],
                "differences": [
                    {
                        "kind": found.kind,
                        "old": list(found.old),
                        "new": list(found.new),
                        **times_record(Interval(Ticks(found.start), Ticks(found.end))),
                        "timecode": tapes(change.tape).timecode(found.start),
                    }
                    for found in change.differences
                ],
            }
            for change in result.changes
        ],
        "words": result.words,
        "aligned": result.aligned,
        "new_speakers": list(result.new_speakers),
        "remarks": list(result.remarks),
        "dry_run": result.dry_run,
    }


def _turn_record(turn: Turn, names: Mapping[SpeakerId, str]) -> dict[str, object]:
    return {
        "id": turn.id,
        "revision": turn.revision,
        "speaker": names.get(turn.speaker) if turn.speaker is not None else None,
        **times_record(turn.interval),
        "text": turn.text,
    }
