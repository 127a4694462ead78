"""What a project is, in a few figures: what stands on the first screen."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.timing import to_float_seconds
from tapewright.verbs.paperfile import ENDING
from tapewright.verbs.project import Project, ProjectSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The project's title and settings, and how much there is of everything.

    ``transcribed`` are tapes with a current transcript; ``ticks`` is the length of all tapes together; ``last`` is the
    number of the last transaction, 0 where nothing has been done yet.
    """

    title: str
    folder: str
    settings: ProjectSettings
    tapes: int
    transcribed: int
    ticks: int
    words: int
    speakers: int
    edits: int
    last: int


def overview(project: Project) -> Overview:
    """The project as it stands."""
    tapes = project.store.tapes()
    heads = [head for head in project.store.transcript_heads() if head.is_current]
    last = project.store.history(last=1)
    return Overview(
        title=project.settings.title or project.root.name,
        folder=str(project.root),
        settings=project.settings,
        tapes=len(tapes),
        transcribed=len(heads),
        ticks=sum(tape.duration for tape in tapes),
        words=sum(head.words for head in heads),
        speakers=len(project.store.speakers()),
        edits=sum(1 for _ in project.edits.glob(f"*{ENDING}")),
        last=last[-1].number if last else 0,
    )


def name_here() -> str:
    """The name under which the history keeps what is done on this machine, where nobody gives another."""
    from tapewright.store.sqlite import who_is_here

    return who_is_here()


def record(found: Overview) -> dict[str, object]:
    """``{"title", "folder", "settings", "tapes", "transcribed", "duration", "ticks", "words", "speakers", "edits",
    "last"}``: counts; ``duration`` in seconds; ``last`` is the last transaction's number.
    """
    return {
        "title": found.title,
        "folder": found.folder,
        "settings": settings_record(found.settings),
        "tapes": found.tapes,
        "transcribed": found.transcribed,
        "duration": to_float_seconds(found.ticks),
        "ticks": found.ticks,
        "words": found.words,
        "speakers": found.speakers,
        "edits": found.edits,
        "last": found.last,
    }


def settings_record(settings: ProjectSettings) -> dict[str, object]:
    """``{"title", "rate", "drop_frame", "start", "start_ticks", "frame_ticks", "language", "model", "groups"}``:
    ``tapewright.toml`` as it holds; ``frame_ticks`` is the length of a frame of the programme.
    """
    return {
        "title": settings.title,
        "rate": settings.rate,
        "drop_frame": settings.drop_frame,
        "start": settings.start,
        "start_ticks": settings.start_ticks,
        "frame_ticks": settings.format.rate.ticks_per_frame,
        "language": settings.language,
        "model": settings.model,
        "groups": list(settings.groups),
    }
