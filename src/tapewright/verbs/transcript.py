"""Show a tape's transcript in any format that can be written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tapewright.errors import NotFoundError
from tapewright.exchange.formats import writer_for
from tapewright.exchange.tapewright_json import document
from tapewright.model import Speaker, Tape, TapeId, Transcript
from tapewright.timing import Interval
from tapewright.verbs.originals import check_no_original
from tapewright.verbs.project import Project
from tapewright.wholefile import put


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A transcript with what is needed to write it. ``is_part``: only the turns that meet a stretch."""

    tape: Tape
    transcript: Transcript
    speakers: tuple[Speaker, ...]
    is_part: bool = False


def transcript(
    project: Project, tape: TapeId | str, *, version: int | None = None, interval: Interval | None = None
) -> Shown:
    """A tape's transcript, the current version by default; with ``interval`` the turns that meet it, whole.

    NotFoundError where the tape, its transcript or the version is not there.
    """
    found = project.store.tape(TapeId(tape))
    heard = project.store.transcript(found.id, version)
    if heard is None:
        versions = [str(head.version) for head in project.store.transcript_heads(found.id)]
        if version is None or not versions:
            raise NotFoundError(
                f"tape {found.id} has no transcript", hint="tapewright transcribe makes one; import brings one in"
            )
        raise NotFoundError(
            f"tape {found.id} has no transcript version {version}", hint=f"there are: {', '.join(versions)}"
        )
    if interval is not None:
        turns = tuple(turn for turn in heard.turns if turn.words and turn.interval.meets(interval))
        heard = replace(heard, turns=turns)
    return Shown(tape=found, transcript=heard, speakers=tuple(project.store.speakers()), is_part=interval is not None)


def written(shown: Shown, *, format: str = "txt", template: str = "") -> str:
    """The transcript in a format. UsageError names the formats that can be written."""
    return writer_for(format, template=template).write(shown.transcript, tape=shown.tape, speakers=shown.speakers)


def save(project: Project, shown: Shown, path: Path, *, format: str = "txt", template: str = "") -> None:
    """Write the transcript into a file, whole or not at all.

    UsageError for a tape's own file, StorageError where it cannot be written.
    """
    check_no_original(project, [path])
    put(path, written(shown, format=format, template=template).encode("utf-8"))


def record(shown: Shown) -> dict[str, object]:
    """``{"tape", "engine", "model", "version", "words": [{"text", "start", "end", "ticks", …}], "turns": […]}``."""
    return document(shown.transcript, tape=shown.tape, speakers=shown.speakers)
