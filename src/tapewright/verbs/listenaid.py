"""A cleaned copy of a tape's sound for a person's ear, beside the untouched original. Exports and engines never get it.

It lies in the cache, one file for each file of a tape, on the same clock, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tapewright.errors import MissingError, TapewrightError, UsageError
from tapewright.media.cachefolder import sweep
from tapewright.model import AudioStream, SourceFile, Tape, TapeId
from tapewright.model.progress import Report, silent
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.project import Project
from tapewright.verbs.tapework import error_on_tape

if TYPE_CHECKING:
    from tapewright.media.aidnote import AidFacts
    from tapewright.media.hum import Found

LOUDNESS = -23.0
"""LUFS, as EBU R 128 has programmes; -16 suits headphones beside a street."""

LOUDEST, QUIETEST = -10.0, -40.0
_PIECES, _PIECE = 10, from_seconds(30)
"""Hum is looked for in so many pieces over the whole file, or in all of a shorter one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aided:
    """What became of one file of a tape. ``facts`` is None where it could not be made; ``error`` says why."""

    tape: Tape
    file: SourceFile
    path: Path
    facts: AidFacts | None = None
    error: TapewrightError | None = None
    was_there: bool = False


def make_aids(
    project: Project,
    tapes: Iterable[TapeId | str] = (),
    *,
    loudness: float = LOUDNESS,
    again: bool = False,
    report: Report = silent,
) -> list[Aided]:
    """A listening copy of every file of these tapes, by default of all; what is there is left, unless ``again``.

    A file that cannot be read is named, and the rest goes on; a full disk ends the run (StorageError).
    Stopped in the middle, the file in hand is made anew the next time; those that are finished stay.
    """
    from tapewright.media.aidnote import read_facts
    from tapewright.media.listenaid import write_aid

    _check(loudness)
    sweep(project.cache)
    made = []
    for tape, file, path in _files(project, tapes, loudness):
        known = None if again else read_facts(path)
        one = Aided(tape=tape, file=file, path=path, facts=known, was_there=known is not None)
        if known is None:
            try:
                source = Path(file.path)
                found = _found(project, file)
                digest = _digest(file)
                facts = write_aid(source, path, found, loudness=loudness, report=report, digest=digest)
                one = replace(one, facts=facts)
            except Exception as error:
                told = error_on_tape(project, error, tape.id, what="be cleaned for listening")
                project.log.error("no listening copy of %s: %s", tape.id, told.code)
                one = replace(one, error=told)
        made.append(one)
    return made


def remove_aids(project: Project, tapes: Iterable[TapeId | str] = ()) -> int:
    """Delete the listening copies of these tapes, by default all of them, of any loudness; how many there were."""
    folder = project.cache / "aid"
    digests = {_digest(file) for _, file, _ in _files(project, tapes, LOUDNESS)} if tapes else None
    removed = 0
    for path in sorted(folder.glob("*.flac")):
        if digests is None or path.name.split(".")[0] in digests:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
            removed += 1
    return removed


def aided(project: Project, tape: Tape) -> Tape | None:
    """The tape with its listening copies in the place of its files, of several loudnesses the one that was made last;
    None where one of them is not there.
    """
    from tapewright.media.aidnote import RATE_HZ

    files = []
    for file in tape.files:
        if file.audio is None:
            continue
        path = _latest(project, file)
        if path is None:
            return None
        sound = AudioStream(rate_hz=RATE_HZ, channels=1, codec="flac")
        files.append(
            replace(file, path=str(path), audio=sound, video=None, container="flac", digests={"note": _noted(path)})
        )
    return replace(tape, files=tuple(files)) if files else None


def copy_to_hear(project: Project, tape: Tape) -> tuple[Tape, list[dict[str, object]]]:
    """The tape as an engine hears it in its listening copies, on its own clock, and how each of them was made.

    MissingError where one is not there.
    """
    from tapewright.media.aidnote import read_facts

    copy = aided(project, tape)
    notes = [read_facts(Path(file.path)) for file in copy.files] if copy else []
    if copy is None or None in notes:
        hint = f"tapewright listen-aid {tape.id} makes it"
        raise MissingError(f"there is no listening copy of {tape.id}", hint=hint)
    files = [
        replace(project.media.facts(Path(file.path), cache=project.cache).file, offset=file.offset)
        for file in copy.files
    ]
    made: list[dict[str, object]] = [
        {"filters": list(note.filters), "ffmpeg": note.ffmpeg, "of": f"xxh128:{note.input_digest}"}
        for note in notes
        if note is not None
    ]
    return replace(tape, files=tuple(files)), made


def has_aid(project: Project, tape: Tape) -> bool:
    """Whether a tape has its listening copy."""
    return aided(project, tape) is not None


def record(made: Iterable[Aided]) -> dict[str, object]:
    """``{"aids": [{"tape", "file", "path", "was_there", "hum_hz", "hiss_db", "gain_db", "loudness", "filters",
    "ffmpeg", "input_digest", "error"}]}``; ``path`` is the copy, ``loudness`` its level in LUFS, ``filters`` what was
    done in FFmpeg's words; they are null where it could not be made.
    """
    return {
        "aids": [
            {
                "tape": one.tape.id,
                "file": one.file.path,
                "path": str(one.path) if one.facts else None,
                "was_there": one.was_there,
                "hum_hz": list(one.facts.hum_hz) if one.facts else [],
                "gain_db": one.facts.gain_db if one.facts else None,
                "loudness": one.facts.loudness if one.facts else None,
                "hiss_db": one.facts.hiss_db if one.facts else None,
                "filters": list(one.facts.filters) if one.facts else None,
                "ffmpeg": one.facts.ffmpeg if one.facts else None,
                "input_digest": f"xxh128:{one.facts.input_digest}" if one.facts else None,
                "error": one.error.message if one.error else None,
            }
            for one in made
        ]
    }


def _check(loudness: float) -> None:
    if not QUIETEST <= loudness <= LOUDEST:
        raise UsageError(
            f"not a loudness to listen at: {loudness:g}",
            hint=f"give LUFS from {QUIETEST:g} to {LOUDEST:g}: -23, or -16 for headphones",
        )


def _files(project: Project, tapes: Iterable[TapeId | str], loudness: float) -> Iterator[tuple[Tape, SourceFile, Path]]:
    wanted = [project.store.tape(TapeId(tape)) for tape in tapes] or project.store.tapes()
    for tape in wanted:
        for file in tape.files:
            path = _path(project, file, loudness)
            if file.audio is not None and path is not None:
                yield tape, file, path


def _path(project: Project, file: SourceFile, loudness: float) -> Path | None:
    from tapewright.media.cachefolder import aid_path

    digest = _digest(file)
    return aid_path(project.cache, digest, loudness) if digest.isalnum() else None


def _latest(project: Project, file: SourceFile) -> Path | None:
    """The whole copy that was made last."""
    from tapewright.media.aidnote import read_facts

    digest = _digest(file)
    found = list((project.cache / "aid").glob(f"{digest}.*.flac")) if digest.isalnum() else []
    whole = [path for path in found if read_facts(path) is not None]
    return max(whole, key=lambda path: path.stat().st_mtime_ns, default=None)


def _noted(path: Path) -> str:
    """What tells this copy from one that was made otherwise under the same name."""
    from tapewright.media.aidnote import note_path

    return hashlib.sha256(note_path(path).read_bytes()).hexdigest()


def _digest(file: SourceFile) -> str:
    return file.digests.get("xxh128", "")


def _found(project: Project, file: SourceFile) -> Found:
    """Hum and hiss, looked for in pieces over the whole file."""
    from tapewright.media.hum import find_hum

    return find_hum(project.media.sound(file, piece, cache=project.cache) for piece in _pieces(file.duration))


def _pieces(duration: Ticks) -> Iterator[Interval]:
    if duration <= _PIECES * _PIECE:
        yield Interval(Ticks(0), duration)
        return
    for number in range(_PIECES):
        start = (duration - _PIECE) * number // (_PIECES - 1)
        yield Interval(Ticks(start), Ticks(start + _PIECE))
