"""The tapes: listed with what is known of each, taken in, found again, described."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from tapewright.verbs import folders, jobs, ready, tapelist
from tapewright.verbs.tapefacts import describe_tape
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, TheDesk, TheTapeList, Who

router = APIRouter(prefix="/api", tags=["tapes"])

WholePath = Annotated[str, Field(min_length=1, max_length=4_096)]


class ToTakeIn(Asked):
    """Recordings of this machine, by whole paths; folders are walked. ``transcribe``: hear them when they are in."""

    paths: Annotated[list[WholePath], Field(min_length=1, max_length=5_000)]
    together: bool = False
    transcribe: bool = False


class Place(Asked):
    """Where to look: a folder, or the file itself."""

    path: WholePath


class Facts(Asked):
    """What the tape is called; what is left out stays as it is."""

    title: Annotated[str, Field(max_length=1_000)] | None = None
    reel: Annotated[str, Field(max_length=1_000)] | None = None
    note: Annotated[str, Field(max_length=10_000)] | None = None


@router.get("/tapes")
def list_tapes(tapes: TheTapeList, desk: TheDesk) -> Response:
    """Every tape, with who speaks on it, how far its words are, whether its media is whole, and what runs on it."""
    return answer(tapelist.record(tapes.tapes(), desk.jobs()))


@router.get("/tapes/{tape}")
def show_tape(tapes: TheTapeList, desk: TheDesk, tape: str) -> Response:
    """One tape of the list."""
    (found,) = tapelist.records([tapes.tape(tape)], desk.jobs())
    return answer(found)


@router.put("/tapes/{tape}")
def describe(project: OpenProject, tapes: TheTapeList, desk: TheDesk, who: Who, tape: str, asked: Facts) -> Response:
    """Give a tape another title, reel or note, as `tapewright tapes describe` does."""
    describe_tape(project, tape, title=asked.title, reel=asked.reel, note=asked.note, who=who)
    (found,) = tapelist.records([tapes.tape(tape)], desk.jobs())
    return answer(found)


@router.get("/tapes/{tape}/preview")
def preview(project: OpenProject, desk: TheDesk, tape: str) -> Response:
    """A tape's first words; while it is being heard, the last that were."""
    job = tapelist.job_on(tape, desk.jobs())
    return answer(tapelist.preview_record(tapelist.preview(project, tape, job)))


@router.post("/tapes/ingest", status_code=201)
def take_in(project: OpenProject, desk: TheDesk, asked: ToTakeIn) -> Response:
    """Take in recordings of this machine, which stay where they are: a job."""
    arguments = {"paths": list(asked.paths), "together": asked.together}
    then = "transcribe" if asked.transcribe else ""
    return answer(jobs.put(project, desk, "ingest", arguments, then=then).to_record(), status=201)


@router.post("/tapes/{tape}/relink", status_code=201)
def relink(project: OpenProject, desk: TheDesk, tapes: TheTapeList, tape: str, asked: Place) -> Response:
    """Look for the recordings of this tape, and any others that are missing, in a folder or file: a job."""
    tapes.presence.forget(file.path for file in tapes.tape(tape).row.tape.files)
    return answer(jobs.put(project, desk, "relink", {"paths": [asked.path]}).to_record(), status=201)


@router.post("/tapes/{tape}/verify", status_code=201)
def verify(project: OpenProject, desk: TheDesk, tape: str) -> Response:
    """Read this tape's recordings again and hold them against their sums: a job."""
    return answer(jobs.put(project, desk, "verify", {"tapes": [tape]}).to_record(), status=201)


@router.get("/places")
def list_places(
    project: OpenProject, path: Annotated[str, Query(max_length=4_096, description="A folder's whole path.")] = ""
) -> Response:
    """The folders and recordings in a folder of this machine; without a path, in the person's own."""
    known = {file.path: str(tape.id) for tape in project.store.tapes() for file in tape.files}
    return answer(folders.record(folders.folder(path, known=known)))


@router.get("/ready")
def show_ready(project: OpenProject) -> Response:
    """Whether the models that this project listens with are on this machine, and what fetches them."""
    return answer(ready.record(ready.ready(project)))
