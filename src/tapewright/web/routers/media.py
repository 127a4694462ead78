"""What is heard and seen: sound of tapes and cuts, pictures, stills, peaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from starlette.responses import FileResponse

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs import pictures, playing
from tapewright.web.answers import answer
from tapewright.web.deps import OpenProject
from tapewright.web.ranges import FileBytes, ranged

router = APIRouter(tags=["media"])

_FARTHEST = 2**53
_MOST_PASSAGES = 200
_PASSAGE = re.compile(r"(?P<tape>.{1,64})@(?P<start>[0-9]{1,15})-(?P<end>[0-9]{1,15})")

TapeName = Annotated[str, InPath(description="The id of a tape.", max_length=64)]
EditName = Annotated[str, InPath(description="The name of a paper edit in the project.", max_length=300)]
Start = Annotated[int, Query(ge=0, le=_FARTHEST, description="Ticks.")]
End = Annotated[int | None, Query(ge=0, le=_FARTHEST, description="Ticks; by default the end.")]


class NotMadeError(NotFoundError):
    """It can be made, and nobody has."""

    code = "not_made"


@router.get("/api/tapes/{tape}/playback")
def show_playback(project: OpenProject, tape: TapeName) -> Response:
    """What can be heard and seen of a tape: its length, its files on its clock, what is missing."""
    return answer(playing.record(playing.playback(project, tape)))


@router.get("/api/edits/{name}/playback")
def show_programme(project: OpenProject, name: EditName) -> Response:
    """A paper edit as it plays: which piece of which tape sounds when."""
    return answer(playing.programme_record(playing.programme(project, name)))


@router.get("/api/tapes/{tape}/peaks", responses={200: {"content": {"application/octet-stream": {}}}})
def show_peaks(
    project: OpenProject,
    tape: TapeName,
    level: Annotated[pictures.Level, Query(description="100 ms a bin, or 10.")] = "coarse",
    start: Start = 0,
    end: End = None,
) -> Response:
    """Least and greatest sample of each bin as int8 pairs, on the scale of the whole tape."""
    span = _span(start, end)
    data = pictures.peaks(project, tape, level, span)
    return Response(data, media_type="application/octet-stream")


@router.api_route("/media/tapes/{tape}/sound.wav", methods=["GET", "HEAD"], include_in_schema=False)
def tape_sound(
    request: Request, project: OpenProject, tape: TapeName, start: Start = 0, end: End = None, copy: bool = False
) -> Response:
    """A tape's sound as a WAV file, any range of it: mono, 48 kHz, 16 bit; silence where a file is not there."""
    _span(start, end)
    wav = playing.tape_sound(project, tape, copy=copy, start=start, end=end)
    return ranged(request, wav, kind="audio/wav", version=wav.version, headers=_missing(wav.missing))


@router.api_route("/media/edits/{name}/sound.wav", methods=["GET", "HEAD"], include_in_schema=False)
def edit_sound(
    request: Request,
    project: OpenProject,
    name: EditName,
    digest: Annotated[str, Query(max_length=100)] = "",
    start: Start = 0,
    end: End = None,
) -> Response:
    """A paper edit's cut as a WAV file, any range of it: stereo, sample for sample as its export."""
    _span(start, end)
    wav = playing.programme_sound(project, name, digest=digest, start=start, end=end)
    return ranged(request, wav, kind="audio/wav", version=wav.version, headers=_missing(wav.missing))


@router.api_route("/media/passages.wav", methods=["GET", "HEAD"], include_in_schema=False)
def passages_sound(
    request: Request,
    project: OpenProject,
    part: Annotated[tuple[str, ...], Query(description="T017@START-END in ticks; several in their order.")] = (),
) -> Response:
    """Passages of tapes one behind the other as one WAV file, joined as an export joins them."""
    wav = playing.passages_sound(project, [_passage(one) for one in part[:_MOST_PASSAGES]])
    return ranged(request, wav, kind="audio/wav", version=wav.version, headers=_missing(wav.missing))


@router.api_route("/media/tapes/{tape}/picture.mp4", methods=["GET", "HEAD"], include_in_schema=False)
def tape_picture(
    request: Request, project: OpenProject, tape: TapeName, file: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """The picture of one file of a tape, counted from 1, as a browser can show it, if it was made."""
    found = playing.playback(project, tape)
    if file > len(found.files):
        raise NotFoundError(f"{tape} has {len(found.files)} files", hint="count from 1")
    if found.files[file - 1].file.video is None:
        raise NotFoundError(f"file {file} of {tape} has no picture", place=found.files[file - 1].file.path)
    path = playing.proxy_of(project, found.files[file - 1].file)
    if path is None:
        hint = f"tapewright proxy {tape} makes it"
        raise NotMadeError(f"the picture of {tape} was not made for the browser yet", hint=hint)
    shown = FileBytes(Path(path))
    return ranged(request, shown, kind="video/mp4", version=shown.version)


@router.get("/media/tapes/{tape}/still.jpg", include_in_schema=False)
def tape_still(project: OpenProject, tape: TapeName, at: Start = 0) -> Response:
    """The frame that shows at a tape time, small."""
    return FileResponse(pictures.still(project, tape, at), media_type="image/jpeg")


def _span(start: int, end: int | None) -> Interval | None:
    if end is None:
        return Interval(Ticks(start), Ticks(max(start, _FARTHEST))) if start else None
    if end < start:
        raise UsageError("the end lies before the start")
    return Interval(Ticks(start), Ticks(end))


def _passage(text: str) -> Span:
    found = _PASSAGE.fullmatch(text)
    if found is None or int(found["end"]) < int(found["start"]):
        raise UsageError(f"not a passage: {text[:60]!r}", hint="write T017@705600000-1411200000, in ticks")
    return Span(TapeId(found["tape"]), Interval(Ticks(int(found["start"])), Ticks(int(found["end"]))))


def _missing(paths: tuple[str, ...]) -> dict[str, str]:
    """The names of files that are not there, as a header may hold them."""
    names = ", ".join(quote(Path(path).name, errors="replace")[:100] for path in paths[:20])
    return {"X-Tapewright-Missing": names} if names else {}
