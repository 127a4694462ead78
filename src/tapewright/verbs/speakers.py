"""Speakers by hand: list, add, rename, and say who speaks in a turn. Ids stay; names are labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Speaker, SpeakerId, Tape, TapeId, Turn, TurnId, Voice
from tapewright.store import Change
from tapewright.timing import Interval
from tapewright.verbs.correct import turn_at
from tapewright.verbs.project import Project
from tapewright.verbs.voicegroups import checked_group

_GENERIC = re.compile(
    r"(?:speaker|spk|sprecher|locuteur|voice|person|s)[\s_-]*\d*|[a-z]\d?|unknown|interviewer|interviewee|respondent|"
    r"interviewer \d+|man|woman|male|female|narrator|question|answer",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"#?\d+|[Vv]\d+")
_LONGEST_NAME = 120
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Which turns of a tape were given to a speaker; ``is_new`` where the speaker was made for it."""

    tape: TapeId
    speaker: Speaker
    turns: tuple[TurnId, ...]
    is_new: bool = False
    dry_run: bool = False


def speakers(project: Project) -> list[Speaker]:
    """Every speaker in the order of ids."""
    return project.store.speakers()


def add_speaker(project: Project, name: str, *, group: str = "", note: str = "", who: str = "") -> Speaker:
    """A new speaker; two may bear one name. NotFoundError for a group that the settings do not name."""
    group, note = checked_group(project, group), checked_note(note)
    with project.store.change(f"add speaker {name}", who=who) as pen:
        return pen.add_speaker(checked_name(name), group=group, note=note)


def rename_speaker(
    project: Project, speaker: int, name: str, *, group: str | None = None, dry_run: bool = False, who: str = ""
) -> Speaker:
    """The same speaker under another name, on every tape. NotFoundError names the ids that there are."""
    old = speaker_with(project.store.speakers(), speaker)
    new = replace(old, name=checked_name(name), group=old.group if group is None else checked_group(project, group))
    if dry_run:
        return new
    with project.store.change(f"rename speaker {old.name} to {new.name}", who=who) as pen:
        return pen.replace_speaker(new)


def group_speaker(project: Project, who: str, group: str, *, dry_run: bool = False, who_says: str = "") -> Speaker:
    """Put a speaker, by number or name, into a group; an empty one takes them out of theirs."""
    old = named_speaker(project, who.removeprefix("#"))
    new = replace(old, group=checked_group(project, group))
    if not dry_run and new != old:
        with project.store.change(f"put {old.name} into the group {new.group or '(none)'}", who=who_says) as pen:
            pen.replace_speaker(new)
    return new


def assign(
    project: Project,
    tape: TapeId | str,
    name: str,
    *,
    turn: int | None = None,
    interval: Interval | None = None,
    dry_run: bool = False,
    who: str = "",
) -> Assigned:
    """Give a turn, or all turns whose middle lies in an interval, to the speaker of that name (made if new).

    A name may be given as ``#7``: the speaker with the id 7, where two bear one name.
    """
    found = project.store.tape(TapeId(tape))
    turns = _chosen(project, found, turn, interval)
    known = _meant(project.store.speakers(), name)
    if dry_run:
        shown = known or Speaker(id=SpeakerId(0), name=checked_name(name))
        return Assigned(
            tape=found.id, speaker=shown, turns=tuple(t.id for t in turns), is_new=known is None, dry_run=True
        )
    with project.store.change(f"{name.removeprefix('#')} speaks on {found.id}", who=who) as pen:
        speaker = known or pen.add_speaker(checked_name(name))
        for old in turns:
            if old.speaker != speaker.id:
                pen.replace_turns([old], [replace(old, speaker=speaker.id)])
    return Assigned(tape=found.id, speaker=speaker, turns=tuple(t.id for t in turns), is_new=known is None)


def set_speaker(project: Project, turn: int, base_revision: int, speaker: int | None, *, who: str = "") -> Turn:
    """One turn by another speaker (None: nobody named). ConflictError where it changed since ``base_revision``."""
    old = turn_at(project, turn, base_revision)
    with project.store.change(f"set the speaker of turn {turn}", who=who) as pen:
        return pen.replace_turns([old], [replace(old, speaker=None if speaker is None else SpeakerId(speaker))])[0]


def namesakes(project: Project, speaker: Speaker) -> list[Speaker]:
    """The other speakers of the same name. Two people may bear one, so that it is told and not refused."""
    name = speaker.name.casefold()
    return [one for one in project.store.speakers() if one.name.casefold() == name and one.id != speaker.id]


def unnamed_speakers(project: Project, voices: Iterable[Voice] | None = None) -> frozenset[SpeakerId]:
    """Those whom nobody has named yet: they bear a voice, under the label that the finder made of its tape. ``voices``
    are all voices, where they are read already.
    """
    heard = project.store.voices() if voices is None else voices
    labelled = {(voice.speaker, f"{voice.tape} voice ") for voice in heard}
    names = project.speaker_names()
    return frozenset(
        speaker
        for speaker, label in labelled
        if names.get(speaker, "").startswith(label) and names[speaker].removeprefix(label).isdecimal()
    )


class SpeakerBook:
    """Names into ids for one tape: the speaker of that name on this tape, else in the project, else a new one.

    A label that any recogniser or typist gives to anybody (``SPEAKER_00``, ``R``, ``Interviewer``) is looked for on
    this tape alone: on the next tape it is somebody else. ``#7`` is the speaker with the number 7.
    """

    def __init__(self, everybody: Sequence[Speaker], here: Iterable[SpeakerId]) -> None:
        present = set(here)
        self._everybody = tuple(everybody)
        self._anywhere: dict[str, Speaker] = {}
        self._here: dict[str, Speaker] = {}
        for speaker in everybody:
            self._anywhere.setdefault(speaker.name.casefold(), speaker)
            if speaker.id in present:
                self._here.setdefault(speaker.name.casefold(), speaker)

    def known(self, name: str) -> Speaker | None:
        """The speaker that a name means, None where one has to be made."""
        if re.fullmatch(r"#\d{1,18}", name):
            return speaker_with(self._everybody, int(name[1:]))
        key = name.casefold()
        found = self._here.get(key)
        return found if found or _GENERIC.fullmatch(name) else self._anywhere.get(key)

    def shared(self, names: Iterable[str]) -> list[str]:
        """For each name that several bear and nobody on this tape, who was meant by it and who else is called so."""
        told: list[str] = []
        for name in dict.fromkeys(names):
            meant = self.known(name)
            same = [one for one in self._everybody if one.name.casefold() == name.casefold()]
            if meant is not None and len(same) > 1 and name.casefold() not in self._here:
                others = ", ".join(f"#{one.id}" for one in same if one.id != meant.id)
                told.append(f"{len(same)} speakers are called {name}: #{meant.id} was meant, not {others}")
        return told

    def ids(self, names: Iterable[str], pen: Change | None) -> tuple[Mapping[str, SpeakerId | None], tuple[str, ...]]:
        """An id for every name ("" is nobody) and the names that were new. Without a pen new ones get made-up ids."""
        found: dict[str, SpeakerId | None] = {"": None}
        new: list[str] = []
        for name in names:
            if name in found:
                continue
            known = self.known(name)
            if known is None:
                new.append(name)
                known = pen.add_speaker(name) if pen else Speaker(id=SpeakerId(-len(new)), name=name)
            found[name] = known.id
        return found, tuple(new)


def checked_name(name: str) -> str:
    """A name on one line, not empty and not endless, that no command takes for a number of a speaker or a voice."""
    plain = " ".join(name.split())
    if not plain or len(plain) > _LONGEST_NAME or not plain.isprintable():
        raise UsageError(f"not a name: {name[:40]!r}", hint=f"give 1 to {_LONGEST_NAME} signs that can be printed")
    if _NUMBER.fullmatch(plain):
        raise UsageError(
            f"not a name: {plain!r} is the number of a voice or a speaker",
            hint="tapewright speakers list shows whose; a name has letters of its own",
        )
    return plain


def checked_note(note: str) -> str:
    """A remark of one line. UsageError for one that is endless or cannot be printed."""
    plain = " ".join(note.split())
    if len(plain) > _LONGEST_NOTE or not plain.isprintable():
        raise UsageError("not a note", hint=f"write at most {_LONGEST_NOTE} signs that can be printed")
    return plain


def speaker_with(everybody: Sequence[Speaker], number: int) -> Speaker:
    """The speaker with an id. NotFoundError names the ids that there are."""
    for speaker in everybody:
        if speaker.id == number:
            return speaker
    shown = ", ".join(f"{speaker.id} {speaker.name}" for speaker in everybody[:20]) or "none yet"
    raise NotFoundError(f"there is no speaker {number}", hint=f"there are: {shown}")


def named_speaker(project: Project, given: str) -> Speaker:
    """The speaker with this number, or else of this name. NotFoundError where there is none, UsageError where two are
    called so.
    """
    everybody = project.store.speakers()
    known = speaker_with(everybody, int(given)) if given.isdecimal() else _meant(everybody, given)
    if known is None:
        raise NotFoundError(f"there is no speaker {given!r}", hint="tapewright speakers list shows them")
    return known


def speaker_record(speaker: Speaker) -> dict[str, object]:
    """One speaker as JSON."""
    return {"id": speaker.id, "name": speaker.name, "group": speaker.group, "note": speaker.note}


def assigned_record(result: Assigned) -> dict[str, object]:
    """``{"tape", "speaker": {…}, "is_new", "turns": [ids], "dry_run"}``."""
    return {
        "tape": result.tape,
        "speaker": speaker_record(result.speaker),
        "is_new": result.is_new,
        "turns": list(result.turns),
        "dry_run": result.dry_run,
    }


def _meant(everybody: Sequence[Speaker], name: str) -> Speaker | None:
    if re.fullmatch(r"#\d{1,18}", name):
        return speaker_with(everybody, int(name[1:]))
    same = [speaker for speaker in everybody if speaker.name.casefold() == checked_name(name).casefold()]
    if len(same) > 1:
        shown = ", ".join(f"#{speaker.id}" for speaker in same)
        raise UsageError(f"{len(same)} speakers are called {name}", hint=f"say which by its id: {shown}")
    return same[0] if same else None


def _chosen(project: Project, tape: Tape, turn: int | None, interval: Interval | None) -> list[Turn]:
    if (turn is None) == (interval is None):
        raise UsageError(
            "say which turns: one by its id, or all between two times", hint="--turn ID, or --from TC --to TC"
        )
    if turn is not None:
        if project.store.tape_of(TurnId(turn)) != tape.id:
            raise UsageError(
                f"turn {turn} is not on tape {tape.id}", hint="tapewright transcript TAPE --json shows ids"
            )
        return [project.store.turn(TurnId(turn))]
    assert interval is not None
    found = [t for t in project.store.turns_in(tape.id, interval) if interval.holds(t.interval.middle)]
    if not found:
        around = [t for t in project.store.turns_in(tape.id, interval) if t.words]
        raise NotFoundError(
            f"no turn of tape {tape.id} lies between {tape.timecode(interval.start)} and {tape.timecode(interval.end)}",
            hint=f"a longer one runs there, from {tape.timecode(around[0].interval.start)} to "
            f"{tape.timecode(around[0].interval.end)}; cut it first: tapewright correct {tape.id} --split TIME"
            if around
            else "tapewright transcript TAPE shows where turns lie",
        )
    return found
