"""What can be heard and seen of a tape or of a cut, and the sound itself, from any sample on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Cut, CutEvent, SourceFile, Span, Tape, TapeId
from tapewright.timing import Interval, Ticks, to_float_seconds, to_samples
from tapewright.verbs.cutting import cut_of_paper
from tapewright.verbs.listenaid import aided
from tapewright.verbs.paperfile import digest_of, named_paper, parsed_paper, read_text
from tapewright.verbs.project import Project

if TYPE_CHECKING:
    from tapewright.media.sounddesk import SoundLine
    from tapewright.media.virtualwav import VirtualWav

RATE_HZ = 48_000
"""Everything is played at this rate, whatever it was recorded at."""

RELINK = "tapewright relink finds what moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOnTape:
    """A file of a tape, ``number`` from 1: whether it is there, and whether a browser can show its picture."""

    number: int
    file: SourceFile
    is_there: bool
    has_proxy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """What can be heard and seen of a tape."""

    tape: Tape
    files: tuple[FileOnTape, ...]
    has_listening_copy: bool = False

    @property
    def has_sound(self) -> bool:
        """Whether there is anything to hear."""
        return any(one.is_there and one.file.audio for one in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedEvent:
    """A piece of a cut: ``record`` in the programme, ``source`` on its tape. ``of`` is its file, None where the media
    is elsewhere.
    """

    bite: int
    tape: Tape
    source: Interval
    record: Interval
    of: FileOnTape | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A paper edit as it plays, with the state of its file."""

    name: str
    digest: str
    cut: Cut
    events: tuple[PlayedEvent, ...]


def playback(project: Project, tape: TapeId | str) -> Playback:
    """What can be heard and seen of a tape. NotFoundError where there is no such tape."""
    found = project.store.tape(TapeId(tape))
    return Playback(tape=found, files=files_of(project, found), has_listening_copy=aided(project, found) is not None)


def files_of(project: Project, tape: Tape) -> tuple[FileOnTape, ...]:
    """The files of a tape, looked for now."""
    return tuple(
        FileOnTape(
            number=number,
            file=file,
            is_there=os.path.isfile(file.path),
            has_proxy=file.video is not None and proxy_of(project, file) is not None,
        )
        for number, file in enumerate(tape.files, 1)
    )


def proxy_of(project: Project, file: SourceFile) -> str | None:
    """The file's copy for browsers, if it was made."""
    from tapewright.media.cachefolder import proxy_path

    digest = file.digests.get("xxh128", "")
    path = proxy_path(project.cache, digest)
    return str(path) if digest.isalnum() and path.is_file() else None


def tape_sound(
    project: Project, tape: TapeId | str, *, copy: bool = False, start: int = 0, end: int | None = None
) -> VirtualWav:
    """A tape's sound as a WAV that can be read anywhere: mono, of all of it or from ``start`` to ``end`` (ticks).

    ``copy``: as it was cleaned for listening. NotFoundError where nothing of it is there to be heard; of several files
    the missing ones are silent.
    """
    found = project.store.tape(TapeId(tape))
    if copy:
        cleaned = aided(project, found)
        if cleaned is None:
            hint = f"tapewright listen-aid {found.id} makes it"
            raise NotFoundError(f"there is no listening copy of {found.id}", hint=hint)
        found = cleaned
    if not any(file.audio and os.path.isfile(file.path) for file in found.files):
        raise NotFoundError(f"the sound of {found.id} is not there", place=_first(found.files), hint=RELINK)
    return _wav(project.sound_desk.tape(found), start, end)


def programme(project: Project, name: str) -> Programme:
    """A paper edit as it plays. NotFoundError where there is none of this name."""
    digest, cut = _cut(project, name)
    tapes = {event.tape.id: event.tape for event in cut.events}
    files = {id: {one.file.path: one for one in files_of(project, tape)} for id, tape in tapes.items()}
    events = tuple(
        PlayedEvent(
            bite=event.bite,
            tape=event.tape,
            source=event.source,
            record=event.record,
            of=files[event.tape.id].get(event.file.path) if event.file else None,
        )
        for event in cut.events
    )
    return Programme(name=name, digest=digest, cut=cut, events=events)


def programme_sound(
    project: Project, name: str, *, digest: str = "", start: int = 0, end: int | None = None
) -> VirtualWav:
    """A paper edit's cut as a WAV that can be read anywhere: stereo, sample for sample as its export.

    ConflictError where ``digest`` is not the state of the file any more; UsageError where nothing of it can be played.
    """
    found, cut = _cut(project, name)
    if digest and digest != found:
        raise ConflictError(f"{name} was changed meanwhile", hint="read it again; then it plays as it is now")
    if not cut.events:
        raise UsageError(f"nothing of {name} can be played", hint="tapewright edit show says why")
    return _wav(project.sound_desk.cut(cut), start, end)


def passages_sound(project: Project, spans: Sequence[Span]) -> VirtualWav:
    """Passages of tapes one behind the other as a WAV, joined as an export joins them: a quotation as it is cut.

    NotFoundError for an unknown tape, and where nothing of them is there to be heard; UsageError for no passage.
    """
    events: list[CutEvent] = []
    at = 0
    for number, span in enumerate(spans, 1):
        tape = project.store.tape(span.tape)
        end = min(span.interval.end, tape.duration or span.interval.end)
        for file, part in tape.pieces(Interval(min(span.interval.start, end), end)):
            record = Interval(Ticks(at), Ticks(at + part.duration))
            events.append(CutEvent(tape=tape, file=file, source=part, record=record, bite=number))
            at = record.end
    if not spans:
        raise UsageError("there is no passage to play")
    files = [event.file for event in events if event.file]
    if not any(file.audio and os.path.isfile(file.path) for file in files):
        raise NotFoundError("the sound of these passages is not there", place=_first(files), hint=RELINK)
    cut = Cut(title="passages", format=project.settings.format, start=Ticks(0), events=tuple(events))
    return _wav(project.sound_desk.cut(cut), 0, None)


def _wav(line: SoundLine, start: int, end: int | None) -> VirtualWav:
    from tapewright.media.virtualwav import VirtualWav

    return VirtualWav(line, to_samples(start, RATE_HZ), None if end is None else to_samples(end, RATE_HZ))


def _cut(project: Project, name: str) -> tuple[str, Cut]:
    """The state of the file and its cut; worked out once for each state of the file and of the project."""
    path = named_paper(project, name)
    text = read_text(path)
    digest = digest_of(text)
    last = project.store.history(last=1)
    key = (str(path), digest, last[-1].number if last else 0, project.settings)
    return digest, project.cuts_at_hand.get(key, lambda: cut_of_paper(project, parsed_paper(project, path, text)).cut)


def record(found: Playback) -> dict[str, object]:
    """``{"tape", "duration", "ticks", "rate", "drop_frame", "start_timecode", "start_ticks", "frame_ticks", "sound":
    {"is_there", "rate_hz", "samples", "has_listening_copy"}, "files": [{"number", "path", "ticks": {"start", "end"},
    "is_there", "has_sound", "picture": {"width", "height", "rate", "frame_ticks", "has_proxy"}|null}], "missing"}``.

    ``files`` lie on the tape's clock, ``missing`` are the paths of those that are not there.
    """
    tape = found.tape
    return {
        "tape": tape.id,
        "title": tape.title,
        "duration": to_float_seconds(tape.duration),
        "ticks": tape.duration,
        "rate": str(tape.format.rate),
        "drop_frame": tape.format.drop,
        "start_timecode": tape.timecode(0),
        "start_ticks": tape.start_timecode,
        "frame_ticks": tape.format.rate.ticks_per_frame,
        "sound": {
            "is_there": found.has_sound,
            "rate_hz": RATE_HZ,
            "samples": to_samples(tape.duration, RATE_HZ),
            "has_listening_copy": found.has_listening_copy,
        },
        "files": [_file_record(one) for one in found.files],
        "missing": [one.file.path for one in found.files if not one.is_there],
    }


def programme_record(found: Programme) -> dict[str, object]:
    """``{"edit", "title", "digest", "duration", "ticks", "rate", "drop_frame", "start_timecode", "start_ticks",
    "frame_ticks", "sound": {"rate_hz", "samples", "channels"}, "events": [{"bite", "tape", "source": {"start", "end"},
    "record": {"start", "end"}, "file": {…}|null}], "missing": […]}``; all in ticks but ``duration``.
    """
    cut = found.cut
    return {
        "edit": found.name,
        "title": cut.title,
        "digest": found.digest,
        "duration": to_float_seconds(cut.duration),
        "ticks": cut.duration,
        "rate": str(cut.format.rate),
        "drop_frame": cut.format.drop,
        "start_timecode": cut.format.write(cut.start),
        "start_ticks": cut.start,
        "frame_ticks": cut.format.rate.ticks_per_frame,
        "sound": {"rate_hz": RATE_HZ, "samples": to_samples(cut.duration, RATE_HZ), "channels": 2},
        "events": [_event_record(event) for event in found.events],
        "missing": list(dict.fromkeys(e.of.file.path for e in found.events if e.of and not e.of.is_there)),
    }


def _event_record(event: PlayedEvent) -> dict[str, object]:
    return {
        "bite": event.bite,
        "tape": event.tape.id,
        "source": _ticks(event.source),
        "record": _ticks(event.record),
        "file": _file_record(event.of) if event.of else None,
    }


def _file_record(one: FileOnTape) -> dict[str, Any]:
    video = one.file.video
    return {
        "number": one.number,
        "path": one.file.path,
        "ticks": _ticks(one.file.extent),
        "is_there": one.is_there,
        "has_sound": one.file.audio is not None,
        "picture": None
        if video is None
        else {
            "width": video.width,
            "height": video.height,
            "rate": str(video.format.rate),
            "frame_ticks": video.format.rate.ticks_per_frame,
            "has_proxy": one.has_proxy,
        },
    }


def _ticks(interval: Interval) -> dict[str, Ticks]:
    return {"start": interval.start, "end": interval.end}


def _first(files: Iterable[SourceFile]) -> str:
    return next((file.path for file in files), "")
