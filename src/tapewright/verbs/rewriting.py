"""Paragraphs of a transcript as a person left them on a screen: corrected, split and joined in one go, or checked.

A correction made there is often all three at once; it is one transaction, so that one undo takes it back and nobody
ever reads half of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from tapewright.errors import ConflictError, UsageError
from tapewright.exchange.typed import Token, tokens_of
from tapewright.model import CHECKED, Mark, Tape, TapeId, Turn, TurnId
from tapewright.store import Revision
from tapewright.verbs.correct import (
    Correction,
    bounds,
    change_between,
    differences,
    following_turns,
    keep_turns,
    turn_at,
)
from tapewright.verbs.onsound import on_sound, remarks_on
from tapewright.verbs.project import Project
from tapewright.verbs.reading import turn_columns
from tapewright.verbs.retiming import Bounds, joined, reworded
from tapewright.verbs.speakers import assign, set_speaker

_HEARD_ANEW = frozenset({Mark.UNSURE, Mark.DIFFERS, Mark.UNSUPPORTED, Mark.RECOVERED})
"""Doubts that are settled when a person has checked the word. That nobody says it (``absent``) is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHeard:
    """A turn as it reads, and as it read when it was first stored; ``is_same`` where nothing differs."""

    tape: TapeId
    now: Turn
    first: Revision

    @property
    def is_same(self) -> bool:
        """Whether it reads today as it was first heard."""
        return self.now.text == self.first.turn.text


def rewrite_turns(
    project: Project,
    turns: Sequence[tuple[TurnId | int, int]],
    texts: Sequence[str],
    *,
    reads: str | None = None,
    align: bool = True,
    dry_run: bool = False,
    who: str = "",
) -> Correction:
    """Turns that follow each other, each with the revision that the person saw, as ``texts`` have it: one text is one
    turn. Words that read as before keep their times, wherever they are now.

    ``reads`` is how they read when the person began; ConflictError where they read otherwise by now, which a revision
    alone does not tell: an undo goes back to one, and a later correction may bear it again.

    The first text keeps the id and the speaker of the first turn, the others are new and by the same speaker. Texts
    without a word make no turn. ``align`` as with ``correct_turn``.
    """
    if not turns:
        raise UsageError("say which turns are rewritten")
    tape, old = following_turns(project, turns)
    if reads is not None and reads != " ".join(turn.text for turn in old):
        raise ConflictError(f"turn {old[0].id} reads otherwise by now", hint="read it again and repeat the change")
    whole = joined(old)
    said = [tokens for text in texts if (tokens := tokens_of(text))]
    flat = [token for tokens in said for token in tokens]
    is_same = [token.text for token in flat] == [word.text for word in whole.words]
    if len(old) == len(said) == 1 and is_same and not any(token.unsure for token in flat):
        return Correction(changes=(), dry_run=dry_run)
    words = reworded(whole.words, flat, _around(project, tape, old, flat))
    ends = list(accumulate(len(tokens) for tokens in said))
    new = [
        Turn(words=words[first:end], speaker=whole.speaker, id=TurnId(0) if first else whole.id)
        for first, end in pairwise([0, *ends])
    ]
    new[:1] = [replace(turn, revision=whole.revision) for turn in new[:1]]
    what = "correct" if len(old) == len(new) else "split" if len(old) < len(new) else "join" if new else "remove"
    return keep_turns(project, tape, old, new, f"{what} a turn of {tape.id}", dry_run, who, align=align)


def lay_new_words(project: Project, before: Sequence[Turn], turn: TurnId | int, *, who: str = "") -> Correction:
    """The words that a correction put into a turn where they are heard. ``before`` are the turns as they were ahead of
    the correction. What another correction or the sound does not allow stays as it is.
    """
    now = project.store.turn(TurnId(turn))
    tape = project.store.tape(project.store.tape_of(now.id))
    laid = on_sound(project, tape, before, [now])
    done = keep_turns(project, tape, [now], laid.turns, f"lay new words on {tape.id}", False, who)
    return replace(done, aligned=laid.placed, remarks=remarks_on([laid]))


def check_turn(project: Project, turn: TurnId | int, base_revision: int, *, who: str = "") -> Correction:
    """A paragraph that a person has read against the sound: each of its words is checked, and no longer doubted."""
    old = turn_at(project, turn, base_revision)
    tape = project.store.tape(project.store.tape_of(old.id))
    words = tuple(replace(word, confidence=CHECKED, marks=word.marks - _HEARD_ANEW) for word in old.words)
    return keep_turns(project, tape, [old], [replace(old, words=words)], f"check a turn of {tape.id}", False, who)


def name_turn(project: Project, turn: TurnId | int, base_revision: int, name: str, *, who: str = "") -> Correction:
    """A turn by the speaker of this name, who is made if new; ``#7`` is the speaker with the number 7, an empty name
    nobody.
    """
    old = turn_at(project, turn, base_revision)
    tape = project.store.tape_of(old.id)
    if not name.strip():
        new = set_speaker(project, old.id, base_revision, None, who=who)
        return Correction(changes=(change_between(tape, [old], [new]),))
    given = assign(project, tape, name, turn=old.id, who=who)
    new = project.store.turn(old.id)
    made = (given.speaker.name,) if given.is_new else ()
    return Correction(changes=(change_between(tape, [old], [new]),) if new != old else (), new_speakers=made)


def first_hearing(project: Project, turn: TurnId | int) -> FirstHeard:
    """What the machine (or the typist) first had in a turn, which is kept for ever."""
    now = project.store.turn(TurnId(turn))
    return FirstHeard(tape=project.store.tape_of(now.id), now=now, first=project.store.revisions(now.id)[0])


def written_record(done: Correction) -> dict[str, object]:
    """``{"tape", "gone": [ids], "turns": [columns], "remarks"}``: which turns are no more, and those that stand in
    their place as ``reading.turn_columns`` has them. Nothing in either where nothing changed.
    """
    old = [turn.id for change in done.changes for turn in change.old]
    new = [turn for change in done.changes for turn in change.new]
    return {
        "tape": done.changes[0].tape if done.changes else None,
        "gone": [number for number in old if number not in {turn.id for turn in new}],
        "turns": [turn_columns(turn) for turn in new],
        "remarks": list(done.remarks),
    }


def heard_record(heard: FirstHeard) -> dict[str, object]:
    """``{"tape", "turn", "revision", "text", "heard", "who", "when", "is_same", "differences": [{"kind", "old",
    "new"}]}``: ``heard`` is how the turn first read; the differences run from there to how it reads now.
    """
    return {
        "tape": heard.tape,
        "turn": heard.now.id,
        "revision": heard.now.revision,
        "text": heard.now.text,
        "heard": heard.first.turn.text,
        "who": heard.first.who,
        "when": heard.first.when,
        "is_same": heard.is_same,
        "differences": [
            {"kind": found.kind, "old": list(found.old), "new": list(found.new)}
            for found in differences(heard.first.turn.words, heard.now.words)
        ],
    }


def revisions_record(kept: Sequence[Revision]) -> dict[str, object]:
    """``{"revisions": [{"revision", "text", "who", "when", "transaction"}]}``, oldest first."""
    return {
        "revisions": [
            {
                "revision": one.turn.revision,
                "text": one.turn.text,
                "who": one.who,
                "when": one.when,
                "transaction": one.transaction,
            }
            for one in kept
        ]
    }


def _around(project: Project, tape: Tape, old: Sequence[Turn], tokens: Sequence[Token]) -> Bounds:
    """What lies around the turns; only words at their edges have to do with it, and it costs more than to write."""
    ends = [old[0].words[:1], old[-1].words[-1:]]
    if [word.text for end in ends for word in end] == [token.text for token in (*tokens[:1], *tokens[-1:])]:
        return Bounds(end=tape.duration)
    return replace(bounds(project, tape, old[0]), after=bounds(project, tape, old[-1]).after)
