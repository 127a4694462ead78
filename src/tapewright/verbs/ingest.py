"""Take recordings into the project: each file read once, found whole, and made a tape."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tapewright.errors import ConflictError, InputError, TapewrightError, UsageError
from tapewright.media import FileFacts
from tapewright.media.cachefolder import sweep
from tapewright.media.kinds import is_recording_name
from tapewright.model import Tape, TapeId
from tapewright.model.progress import Report, Step, silent
from tapewright.model.tape import check_tape_id
from tapewright.timing import FrameRate, Ticks, TimecodeFormat, frame_rate, is_drop_label
from tapewright.verbs.clock import one_clock
from tapewright.verbs.gathering import Gathered, gather
from tapewright.verbs.project import Project
from tapewright.verbs.tapeids import TapeIds
from tapewright.verbs.tapes import tape_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A new tape, and what the person should know of it."""

    tape: Tape
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file whose content is in the project already, as part of ``tape``."""

    path: str
    tape: TapeId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A file that could not be read, and why."""

    path: str
    error: TapewrightError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of every file. ``planned`` (a dry run): path and tape id of what would be read."""

    added: tuple[Added, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()
    ignored: Mapping[str, int] = field(default_factory=dict)
    planned: tuple[tuple[str, str], ...] = ()
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the person wants otherwise than the files say."""

    tape_id: str | None
    title: str | None
    start: str | None
    rate: FrameRate | None
    drop: bool | None


def ingest(
    project: Project,
    paths: Sequence[str | os.PathLike[str]],
    *,
    tape_id: str | None = None,
    title: str | None = None,
    together: bool = False,
    start_timecode: str | None = None,
    rate: str | None = None,
    drop: bool | None = None,
    dry_run: bool = False,
    report: Report = silent,
) -> Ingested:
    """Make a tape of every file, or one tape of all (``together``). Folders are walked.

    A file that cannot be read is named in ``failed`` and the rest goes on. Each tape is stored, for good, as soon as
    it is read. ``start_timecode`` (a label; a semicolon in it says ``drop`` where that is not said), ``rate`` and
    ``drop`` count before what the files say. UsageError where
    the options cannot be meant; ConflictError where ``tape_id`` is taken.
    """
    if drop is None and is_drop_label(start_timecode or ""):
        drop = True
    wish = _Wish(
        tape_id=check_tape_id(tape_id) if tape_id else None,
        title=title,
        start=start_timecode,
        rate=frame_rate(rate) if rate else None,
        drop=drop,
    )
    if wish.rate is not None:
        TimecodeFormat(wish.rate, bool(drop))
    gathered = gather(paths, wanted=is_recording_name)
    if not gathered.files and not gathered.failed:
        raise UsageError("there is no recording to ingest", hint="name files, or folders that hold some")
    if len(gathered.files) > 1 and not together and (wish.tape_id or wish.title or wish.start):
        raise UsageError(
            f"one id, title or start timecode cannot be given to {len(gathered.files)} tapes",
            hint="ingest them one by one, or --together as one tape",
        )
    if dry_run:
        return _plan(project, gathered, wish, together)
    sweep(project.cache)
    work = _Work(project, wish, gathered, report)
    if together:
        work.all_as_one()
    else:
        work.each_as_one()
    return work.result()


class _Work:
    """One run: reads the files in order and keeps count."""

    def __init__(self, project: Project, wish: _Wish, gathered: Gathered, report: Report) -> None:
        self._project, self._wish, self._gathered, self._report = project, wish, gathered, report
        self._look()
        if wish.tape_id and wish.tape_id in self._ids:
            raise ConflictError(f"there is a tape {wish.tape_id} already", hint="choose another id")
        self._added: list[Added] = []
        self._skipped: list[Skipped] = []
        self._failed = [Failed(path=path, error=error) for path, error in gathered.failed]
        self._sizes = {path: _size(path) for path in gathered.files}
        self._done = 0

    def _look(self) -> None:
        """See which ids and which contents are in the project now."""
        tapes = self._project.store.tapes()
        self._ids = TapeIds(tape.id for tape in tapes)
        self._known = {digest: tape for tape in tapes for file in tape.files if (digest := file.digests.get("xxh128"))}

    def result(self) -> Ingested:
        """What became of every file."""
        return Ingested(
            added=tuple(self._added),
            skipped=tuple(self._skipped),
            failed=tuple(self._failed),
            ignored=self._gathered.ignored,
        )

    def each_as_one(self) -> None:
        """A tape of every file, stored as soon as it is read."""
        for path in self._gathered.files:
            facts = self._read(path)
            if facts is not None and not self._is_known(facts):
                self._store([facts], path)

    def all_as_one(self) -> None:
        """One tape of all the files; none where one of them cannot be read, for its place on the clock is unknown."""
        read = [(path, self._read(path)) for path in self._gathered.files]
        whole = [facts for _, facts in read if facts is not None]
        if len(whole) < len(read):
            return
        if len({facts.file.digests["xxh128"] for facts in whole}) < len(whole):
            raise ConflictError("two of the files are the same", hint="name each part of the recording once")
        new = [facts for facts in whole if not self._is_known(facts)]
        if new and len(new) < len(whole):
            raise ConflictError(
                f"{self._skipped[0].path} is part of tape {self._skipped[0].tape} already",
                hint="leave it out, or undo its ingest first: tapewright history shows it",
            )
        if new:
            self._store(new, self._gathered.files[0])

    def _read(self, path: Path) -> FileFacts | None:
        before, total = self._done, sum(self._sizes.values())

        def tell(step: Step) -> None:
            done = before + min(step.done, self._sizes[path])
            self._report(Step(what="ingest", done=done, total=total, unit="bytes", note=path.name))

        try:
            _check_name(path)
            facts = self._project.media.facts(path, cache=self._project.cache, report=tell)
        except InputError as error:
            self._project.log.info("ingest: cannot read %r: %s", str(path), error.message)
            self._failed.append(Failed(path=_shown(path), error=error))
            return None
        finally:
            self._done += self._sizes[path]
            self._report(Step(what="ingest", done=self._done, total=total, unit="bytes", note=path.name))
        return facts

    def _is_known(self, facts: FileFacts) -> bool:
        tape = self._known.get(facts.file.digests["xxh128"])
        if tape is None:
            return False
        there = next(f.path for f in tape.files if f.digests.get("xxh128") == facts.file.digests["xxh128"])
        reason = "already there"
        if there != facts.file.path:
            reason = f"the same content is there already, as {there}"
            if not Path(there).exists():
                reason += ", which is gone: tapewright relink repairs the path"
        self._skipped.append(Skipped(path=facts.file.path, tape=tape.id, reason=reason))
        return True

    def _store(self, parts: list[FileFacts], path: Path) -> None:
        files, format, start, remarks = one_clock(parts, self._project.settings.format)
        try:
            format, start = _as_wished(self._wish, format, start, parts[0])
        except UsageError as error:
            if len(self._gathered.files) == 1:
                raise
            self._failed.append(Failed(path=str(path), error=error))
            return
        title = self._wish.title or parts[0].title or path.stem
        tape = Tape(
            id=self._ids.take(self._wish.tape_id or path.stem),
            title=" ".join(title.split()),
            format=format,
            duration=Ticks(max(file.extent.end for file in files)),
            start_timecode=start,
            files=files,
            reel=files[0].reel,
            note="; ".join(remarks),
        )
        try:
            with self._project.store.change(f"ingest {tape.id}") as pen:
                tape = pen.add_tape(tape)
        except ConflictError:
            if self._wish.tape_id:
                raise
            # Another process took the id since we looked: with the same recordings, or with others.
            self._look()
            if not any(self._is_known(part) for part in parts):
                self._store(parts, path)
            return
        self._project.log.info("ingest: tape %s, %d files", tape.id, len(files))
        for file in files:
            self._known[file.digests["xxh128"]] = tape
        self._added.append(Added(tape=tape, remarks=remarks))


def _as_wished(wish: _Wish, format: TimecodeFormat, start: Ticks, first: FileFacts) -> tuple[TimecodeFormat, Ticks]:
    """Counting and start of the tape, with what the person wants otherwise. A label keeps its digits at another rate;
    a recorder's time reference keeps its time.
    """
    label = format.write(start) if first.timecode is not None and first.file.start_timecode is not None else None
    if wish.rate is not None or wish.drop is not None:
        rate = wish.rate or format.rate
        wished = TimecodeFormat(rate, wish.drop if wish.drop is not None else format.drop and rate.can_drop)
        if wish.start is None and label is not None and wished != format:
            start = wished.read(label)
        format = wished
    if wish.start is not None:
        start = format.read(wish.start)
    return format, start


def _plan(project: Project, gathered: Gathered, wish: _Wish, together: bool) -> Ingested:
    ids = TapeIds(tape.id for tape in project.store.tapes())
    if wish.tape_id and wish.tape_id in ids:
        raise ConflictError(f"there is a tape {wish.tape_id} already", hint="choose another id")
    planned = []
    name = ""
    for path in gathered.files:
        if not name or not together:
            name = ids.take(wish.tape_id or path.stem)
        planned.append((_shown(path), name))
    failed = tuple(Failed(path=path, error=error) for path, error in gathered.failed)
    return Ingested(failed=failed, ignored=gathered.ignored, planned=tuple(planned), is_dry_run=True)


def _check_name(path: Path) -> None:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            "its name is not valid UTF-8 and could not be kept", place=_shown(path), hint="rename the file or folder"
        ) from error


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def record(result: Ingested) -> dict[str, object]:
    """``{"added": [tape + "remarks"], "skipped": [{"path", "tape", "reason"}], "failed": [{"path", "error"}],
    "ignored": {ending: count}, "planned": [{"path", "id"}], "dry_run"}``.
    """
    return {
        "added": [tape_record(one.tape, None) | {"remarks": list(one.remarks)} for one in result.added],
        "skipped": [{"path": one.path, "tape": one.tape, "reason": one.reason} for one in result.skipped],
        "failed": [{"path": one.path, "error": one.error.to_record()} for one in result.failed],
        "ignored": dict(result.ignored),
        "planned": [{"path": path, "id": name} for path, name in result.planned],
        "dry_run": result.is_dry_run,
    }
