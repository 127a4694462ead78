"""Bring in a transcript that was made elsewhere, as a new version; also for a tape whose media is elsewhere."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tapewright import __version__
from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.exchange import ReadTranscript
from tapewright.exchange import formats as table
from tapewright.exchange.incoming import read_bytes
from tapewright.exchange.stamps import is_timecode
from tapewright.model import HeardBy, Provenance, SpeakerId, Tape, TapeId, Transcript, Turn
from tapewright.model.provenance import HEARD_BY
from tapewright.model.tape import check_tape_id
from tapewright.speech.lengths import with_lengths
from tapewright.timing import TICKS_PER_SECOND, Ticks, TimecodeFormat, frame_rate, is_drop_label
from tapewright.verbs.moments import running_time
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import SpeakerBook

_TOOL = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTape:
    """A tape to be made for a transcript whose media is elsewhere. Empty values come from the file or the project.

    ``start`` is the timecode of its first frame, ``duration`` a time as ``moments`` reads it, empty: to the last word.
    """

    id: str
    rate: str = ""
    drop: bool | None = None
    start: str = ""
    duration: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came in. ``version`` is 0 in a dry run; ``remarks`` say what was put right or left out."""

    tape: Tape
    format: str
    file: str
    version: int
    turns: int
    words: int
    speakers: tuple[str, ...]
    new_speakers: tuple[str, ...]
    is_new_tape: bool = False
    heard_by: HeardBy = HeardBy.PERSON
    remarks: tuple[str, ...] = ()
    dry_run: bool = False


def import_transcript(
    project: Project,
    format: str,
    file: str | Path,
    *,
    tape: TapeId | str | None = None,
    new_tape: NewTape | None = None,
    template: str = "",
    language: str = "",
    heard_by: HeardBy | None = None,
    dry_run: bool = False,
    who: str = "",
) -> Imported:
    """Read a file and store it as the current version of a tape's transcript; older versions stay.

    ``format`` may be ``auto``. ``heard_by`` says who heard the words; None: as the file says, a machine for what only
    recognisers write, else a person. Without ``tape`` or ``new_tape`` the tape is the one that the file is named after.
    InputError for a file that cannot be read or holds no words; nothing is stored then.
    """
    path = Path(file)
    data = read_bytes(path)
    left_out = table.formats().left_out
    kind = table.guess(data, name=path.name) if format == "auto" else format
    reader = table.reader_for(kind, template=template)
    target = _target(project, path, kind, data, tape, new_tape)
    read = reader.read(data, tape=target, name=path.name)
    if (form := table.formats().formats.get(kind)) and form.is_by_machines:
        read = replace(read, turns=tuple(replace(turn, words=with_lengths(turn.words)) for turn in read.turns))
    words = sum(len(turn.words) for turn in read.turns)
    if not words:
        raise InputError("; ".join(read.remarks) or "it holds no words", place=path.name)
    if new_tape:
        target = _fitted(target, new_tape, read)
    spoken = tuple(dict.fromkeys(turn.speaker for turn in read.turns if turn.speaker))
    result = Imported(
        tape=target,
        format=kind,
        file=path.name,
        version=0,
        turns=len(read.turns),
        words=words,
        speakers=spoken,
        new_speakers=(),
        is_new_tape=new_tape is not None,
        heard_by=heard_by or _heard_by(kind, read),
        remarks=(*left_out, *read.remarks, *_asked_back(kind, heard_by)),
        dry_run=dry_run,
    )
    book = _book(project, target.id, is_new=new_tape is not None)
    if dry_run:
        return replace(result, new_speakers=book.ids(spoken, None)[1])
    provenance = _provenance(data, result, read, template)
    with project.store.change(f"import {path.name} for tape {target.id}", who=who) as pen:
        if new_tape:
            pen.add_tape(target)
        ids, new = book.ids(spoken, pen)
        stored = pen.add_transcript(_transcript(target.id, read, ids, provenance, language))
    return replace(result, version=stored.version, new_speakers=new)


def record(result: Imported) -> dict[str, object]:
    """``{"tape", "format", "file", "version", "turns", "words", "speakers", "new_speakers", "is_new_tape",
    "heard_by", "remarks", "dry_run"}``; ``version`` is 0 in a dry run.
    """
    return {
        "tape": result.tape.id,
        "format": result.format,
        "file": result.file,
        "version": result.version,
        "turns": result.turns,
        "words": result.words,
        "speakers": list(result.speakers),
        "new_speakers": list(result.new_speakers),
        "is_new_tape": result.is_new_tape,
        "heard_by": result.heard_by.value,
        "remarks": list(result.remarks),
        "dry_run": result.dry_run,
    }


def _target(
    project: Project, path: Path, kind: str, data: bytes, tape: TapeId | str | None, new_tape: NewTape | None
) -> Tape:
    if new_tape and tape:
        raise UsageError("a tape that is there or a new one, not both", hint="leave out --tape or --new-tape")
    if new_tape:
        return _made(project, new_tape, _facts(kind, data, path))
    if tape:
        return project.store.tape(TapeId(tape))
    try:
        return project.store.tape(TapeId(path.stem))
    except NotFoundError as error:
        raise UsageError(
            f"no tape is called {path.stem}: which tape is {path.name} the transcript of?",
            hint="say --tape ID, or --new-tape ID where its media is elsewhere",
        ) from error


def _facts(kind: str, data: bytes, path: Path) -> Mapping[str, str]:
    """What our own JSON knows of its tape."""
    if kind != "json":
        return {}
    unknown = Tape(id=TapeId("unknown"), title="", format=TimecodeFormat(frame_rate(25)), duration=Ticks(0))
    return table.reader_for(kind).read(data, tape=unknown, name=path.name).facts


def _made(project: Project, wish: NewTape, facts: Mapping[str, str]) -> Tape:
    """The new tape, of length 0 where nobody says how long it is: its readers then take any time."""
    settings = project.settings
    rate = frame_rate(wish.rate or facts.get("rate", "") or settings.rate)
    drop = wish.drop if wish.drop is not None else bool(facts.get("drop_frame")) if facts else settings.drop_frame
    says_drop = wish.drop is None and is_drop_label(wish.start)
    counting = TimecodeFormat(rate, says_drop or (drop and rate.can_drop))
    start = counting.read(wish.start or facts.get("start_timecode", "") or counting.label(0))
    made = Tape(
        id=check_tape_id(wish.id),
        title=wish.title or wish.id,
        format=counting,
        duration=Ticks(0),
        start_timecode=start,
    )
    if wish.duration:
        made = replace(made, duration=_length(wish.duration, counting))
    return made


def _length(text: str, counting: TimecodeFormat) -> Ticks:
    ticks = counting.read(text) if is_timecode(text) else running_time(text)
    if ticks <= 0:
        raise UsageError(f"a tape cannot be {text} long")
    return ticks


def _fitted(tape: Tape, wish: NewTape, read: ReadTranscript) -> Tape:
    """A new tape of unknown length ends with the second in which the last word ends."""
    if tape.duration:
        return tape
    if length := read.facts.get("ticks", ""):
        return replace(tape, duration=Ticks(int(length)))
    last = max(word.end for turn in read.turns for word in turn.words)
    return replace(tape, duration=Ticks((last // TICKS_PER_SECOND + 1) * TICKS_PER_SECOND))


def _book(project: Project, tape: TapeId, *, is_new: bool) -> SpeakerBook:
    current = None if is_new else project.store.transcript(tape)
    here = {turn.speaker for turn in current.turns if turn.speaker is not None} if current else set()
    return SpeakerBook(project.store.speakers(), here)


def _transcript(
    tape: TapeId,
    read: ReadTranscript,
    ids: Mapping[str, SpeakerId | None],
    provenance: Provenance,
    language: str,
) -> Transcript:
    turns = tuple(Turn(words=turn.words, speaker=ids[turn.speaker]) for turn in read.turns if turn.words)
    return Transcript(tape=tape, turns=turns, provenance=provenance, language=language or read.language)


def _heard_by(kind: str, read: ReadTranscript) -> HeardBy:
    """Who heard the words, where nobody says: by the format, and of our own JSON by what it says of itself."""
    if kind == "json":
        return _original(read).heard_by
    form = table.formats().formats.get(kind)
    return HeardBy.MACHINE if form and form.is_by_machines else HeardBy.PERSON


def _original(read: ReadTranscript) -> Provenance:
    """The provenance that our own JSON brings along. In its short form an engine heard the words."""
    made = json.loads(read.facts.get("provenance", "{}"))
    engine, settings = read.facts.get("engine", ""), made.get("settings")
    if not isinstance(settings, dict):
        settings = {HEARD_BY: HeardBy.MACHINE} if engine not in ("", _TOOL) else {}
    return Provenance(tool=engine, settings=settings)


def _asked_back(kind: str, heard_by: HeardBy | None) -> list[str]:
    """Captions are typed or recognised, and do not say which."""
    if heard_by is not None or kind not in ("srt", "vtt"):
        return []
    return ["taken as heard by a person; if a recogniser made it, import it with --heard-by machine"]


def _provenance(data: bytes, result: Imported, read: ReadTranscript, template: str) -> Provenance:
    import xxhash

    settings: dict[str, object] = {
        "format": result.format,
        "file": result.file,
        HEARD_BY: result.heard_by.value,
        "remarks": list(read.remarks),
    }
    if template:
        settings["template"] = template
    if model := read.facts.get("model"):
        settings["model"] = model
    if made := read.facts.get("provenance"):
        settings["original"] = json.loads(made)
    return Provenance(
        tool=_TOOL,
        version=__version__,
        settings=settings,
        input_digest=f"xxh128:{xxhash.xxh128_hexdigest(data)}",
        made_at=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


__all__ = ["Imported", "NewTape", "import_transcript", "record"]
