"""Proof: what was checked and what the check says of it, what a person lets stand, and the check on paper."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from tapewright.errors import TooLargeError, UsageError
from tapewright.jobs.desk import Desk
from tapewright.verbs import acceptances, conform, earreport, jobs, paperfile, proofs, scripts
from tapewright.verbs.project import Project
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, LiveHub, OpenProject, TheDesk, Who

router = APIRouter(prefix="/api", tags=["proof"])

PATIENCE_SECONDS = 4.0
"""A check that takes longer is made by a job."""

_LONGEST_TEXT = 4_000_000
_IN_MEMORY = 1 << 20
_AT_ONCE = 1 << 18
_KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

Name = Annotated[str, Path(description="As the list of proofs has it.", max_length=300)]
Text = Annotated[str, Field(max_length=300)]
Changes = Annotated[Literal["accepted", "rejected"], Query(description="How tracked changes are read.")]
Reels = Annotated[tuple[str, ...], Query(alias="reel", description="A017=T017: which tape a name in a timeline means.")]


class ToCheck(Asked):
    """A text that was pasted, with what to call it; or the name of what is there already."""

    text: Annotated[str, Field(max_length=_LONGEST_TEXT)] = ""
    title: Text = ""
    name: Text = ""


class Accept(Asked):
    """A finding that may stand: its number, why, and the digest of what the person has seen."""

    number: Annotated[int, Field(ge=1, le=1_000_000)]
    finding: Annotated[str, Field(min_length=1, max_length=64)]
    reason: Annotated[str, Field(max_length=8000)]
    join: bool = False


class TakeOver(Asked):
    """The earlier cut by its name, and what to call the paper edit that is made."""

    against: Text
    write: Annotated[str, Field(min_length=1, max_length=300)]


@router.get("/proofs")
def list_proofs(project: OpenProject) -> Response:
    """Every paper edit and script, with what its last check found."""
    return answer(proofs.record(project, proofs.proofs(project)))


@router.get("/proofs/{name}")
def show_proof(
    project: OpenProject, desk: TheDesk, name: Name, changes: Changes = "accepted", reels: Reels = ()
) -> Response:
    """What `tapewright check --json` says of a paper edit or a script; anew only where something has changed.

    202 with the job where it takes long: ask again when the job is done.
    """
    if changes == "accepted" and not reels:
        return _soon(project, desk, name)
    return answer(proofs.proof_record(proofs.proof(project, name, changes=changes, reels=_reels(reels))))


@router.post("/check")
def check(project: OpenProject, desk: TheDesk, asked: ToCheck) -> Response:
    """Check a pasted text, which is kept in the project's `scripts`, or what is there under a name."""
    if bool(asked.text.strip()) == bool(asked.name):
        raise UsageError("send either a text or a name")
    if asked.name:
        return _soon(project, desk, asked.name)
    script = scripts.keep_text(project, asked.text, title=asked.title)
    return _handed_in(project, desk, script)


@router.post("/uploads/scripts")
async def upload(
    project: OpenProject, desk: TheDesk, request: Request, name: Annotated[str, Query(max_length=300)]
) -> Response:
    """Check a file, sent as it is: a script, an article or a timeline. One that cannot be read is not kept."""
    scripts.safe_name(name)
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > scripts.LARGEST:
                raise TooLargeError(f"a script may hold {scripts.LARGEST // 2**20} MB", hint="is it a recording?")
            await run_in_threadpool(file.write, part)
        file.seek(0)
        return await run_in_threadpool(_taken_in, project, desk, name, file)


@router.delete("/scripts/{name}")
def remove(project: OpenProject, name: Name) -> Response:
    """Remove a script from the project for good."""
    scripts.remove_script(project, name)
    return answer({"removed": name})


@router.post("/proofs/{name}/accept")
def accept(
    project: OpenProject, who: Who, name: Name, asked: Accept, changes: Changes = "accepted", reels: Reels = ()
) -> Response:
    """Let a finding stand. 412 with the proof as it is now where the person has seen another one."""
    tapes = _reels(reels)
    with showing_current(lambda: proofs.proof_record(proofs.proof(project, name, changes=changes, reels=tapes))):
        made = proofs.accept_in(
            project,
            name,
            asked.number,
            asked.reason,
            is_join=asked.join,
            seen=asked.finding,
            who=who,
            changes=changes,
            reels=tapes,
        )
    return answer(acceptances.acceptance_record(made), status=201)


@router.get("/acceptances")
def list_acceptances(project: OpenProject) -> Response:
    """What was accepted, by whom and why, as `tapewright accept list --json` has it."""
    return answer(acceptances.record(project.store.acceptances()))


@router.delete("/acceptances/{number}")
def withdraw(project: OpenProject, who: Who, number: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """Take an acceptance back: its finding is open again."""
    return answer(acceptances.acceptance_record(acceptances.withdraw(project, number, who=who)))


@router.get("/proofs/{name}/conform")
def compare(
    project: OpenProject, name: Name, against: Annotated[str, Query(max_length=300)], reels: Reels = ()
) -> Response:
    """What has changed from a paper edit, or an earlier timeline, to this timeline, as `tapewright conform` says it."""
    return answer(conform.record(proofs.compare(project, name, against, reels=_reels(reels))))


@router.post("/proofs/{name}/conform", status_code=201)
def take_over(project: OpenProject, hub: LiveHub, name: Name, asked: TakeOver, reels: Reels = ()) -> Response:
    """The same, and a new paper edit is made out of the timeline."""
    made = proofs.compare(project, name, asked.against, reels=_reels(reels), write=asked.write)
    hub.publish("edit", {"edit": asked.write, "digest": paperfile.read_paper(project, made.written or "").digest})
    return answer(conform.record(made), status=201)


@router.get("/proofs/{name}/heard")
def heard(
    project: OpenProject,
    name: Name,
    limit: Annotated[int, Query(ge=0, le=200)] = 20,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """What of a paper edit's cut a person has heard, and what not yet, as `tapewright listen report --json` says it."""
    edit = paperfile.named_paper(project, name)
    return answer(earreport.record(earreport.ear_report(project, edit, limit=limit, offset=offset)))


@router.get("/proofs/{name}/report")
def report(
    project: OpenProject, name: Name, form: Annotated[Literal["html", "pdf", "docx"], Query(alias="format")] = "html"
) -> Response:
    """The check on paper, as a file: of a paper edit the annotated script, of anything else one HTML page."""
    called, data = proofs.report_bytes(project, name, form)
    disposition = f"attachment; filename*=UTF-8''{quote(called, safe='')}"
    return Response(data, media_type=_KINDS[form], headers={"Content-Disposition": disposition})


def _taken_in(project: Project, desk: Desk, name: str, file: IO[bytes]) -> Response:
    return _handed_in(project, desk, scripts.keep_script(project, name, iter(lambda: file.read(_AT_ONCE), b"")))


def _handed_in(project: Project, desk: Desk, script: scripts.Script) -> Response:
    with proofs.only_if_readable(project, script) as name:
        return _soon(project, desk, name, status=201)


def _soon(project: Project, desk: Desk, name: str, *, status: int = 200) -> Response:
    """The proof, or 202 and the job that makes it."""
    made = proofs.proof_soon(project, name, seconds=PATIENCE_SECONDS)
    if made is not None:
        return answer(proofs.proof_record(made), status=status)
    path = proofs.find(project, name)
    job = jobs.put(project, desk, "check", {"files": [str(path)]})
    return answer({"name": name, "file": path.name, "job": job.to_record()}, status=202)


def _reels(values: tuple[str, ...]) -> dict[str, str]:
    """Names in a timeline and their tapes. UsageError for what is no such pair."""
    pairs = {}
    for value in values[:500]:
        name, sign, tape = value.rpartition("=")
        if not sign or not name.strip() or not tape.strip():
            raise UsageError(f"{value[:60]!r} names no tape", hint="reel=A017=T017")
        pairs[name.strip()] = tape.strip()
    return pairs
