"""Hear first: the places of the transcripts that are worth a person's ear, and what they say of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from tapewright.errors import UsageError
from tapewright.proof.review.matter import Why
from tapewright.verbs.review import record as review_record
from tapewright.verbs.review import review
from tapewright.verbs.reviewanswer import Verdict
from tapewright.verbs.reviewanswer import answer as answer_item
from tapewright.verbs.reviewanswer import record as answered_record
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api/review", tags=["review"])


class Said(Asked):
    """What a person says of an item: ``right``, ``is`` (then ``words``) or ``unsure``. ``reads`` is how it read when
    they were asked; ``heard``: they listened to it; ``twins``: it goes for the same words elsewhere.
    """

    item: str
    verdict: str
    words: str = ""
    reads: str | None = None
    heard: bool = False
    twins: bool = False


@router.get("")
def queue(
    project: OpenProject,
    of: Annotated[str | None, Query(description="A tape or a paper edit; all tapes without.")] = None,
    kinds: Annotated[list[str] | None, Query(description="Only what is asked for these reasons.")] = None,
    first: Annotated[int, Query(ge=0, le=200)] = 20,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    again: Annotated[bool, Query(description="Those that somebody was unsure of.")] = False,
) -> Response:
    """The costliest first, as `tapewright review list --json` has them."""
    chosen = [_reason(kind) for kind in kinds or ()]
    return answer(review_record(review(project, of, kinds=chosen, first=first, offset=offset, again=again)))


@router.post("/answer")
def say(project: OpenProject, who: Who, asked: Said) -> Response:
    """Keep what a person says of an item. 412 where it reads otherwise by now."""
    try:
        verdict = Verdict(asked.verdict)
    except ValueError as error:
        raise UsageError(f"not an answer: {asked.verdict[:40]!r}", hint="right, is or unsure") from error
    done = answer_item(
        project,
        asked.item,
        verdict,
        asked.words,
        twins=asked.twins,
        heard=asked.heard,
        reads=asked.reads,
        who=who,
    )
    return answer(answered_record(done))


def _reason(given: str) -> Why:
    try:
        return Why(given)
    except ValueError as error:
        raise UsageError(f"nothing is asked for this reason: {given[:40]!r}", hint=", ".join(Why)) from error
