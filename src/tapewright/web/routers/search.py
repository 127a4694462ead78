"""Search: what was said, where, and how the hits are spread."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from tapewright.model import HitPage, Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs.edit import record as edit_record
from tapewright.verbs.examplesearches import example_searches
from tapewright.verbs.examplesearches import record as examples_record
from tapewright.verbs.find import find
from tapewright.verbs.find import record as hits_record
from tapewright.verbs.project import Project
from tapewright.verbs.searchable import make_ready_aside, searchable
from tapewright.verbs.searchable import record as searchable_record
from tapewright.verbs.searchmemory import SearchMemory
from tapewright.verbs.selecthits import MOST, select_hits
from tapewright.verbs.wordnumbers import record as numbers_record
from tapewright.verbs.wordnumbers import word_numbers
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject

router = APIRouter(prefix="/api/search", tags=["search"])

_MOST_TICKS = 1 << 62


def _memory(request: Request) -> SearchMemory:
    state = request.app.state
    if not hasattr(state, "search_memory"):
        state.search_memory = SearchMemory()
    memory: SearchMemory = state.search_memory
    return memory


Memory = Annotated[SearchMemory, Depends(_memory)]
"""What this process keeps between searches."""


class AllHits(Asked):
    """A search whose hits all go into the selects."""

    q: str
    way: str = "exact"
    speaker: str | None = None
    tape: str | None = None
    code: str | None = None


@router.get("")
def search(
    project: OpenProject,
    memory: Memory,
    q: Annotated[str, Query(description="Words, or the query language for exact search.")],
    way: Annotated[str, Query(description="exact, close, sound or meaning")] = "exact",
    speaker: Annotated[str | None, Query(description="A name, or the number of a speaker.")] = None,
    tape: str | None = None,
    code: Annotated[str | None, Query(max_length=300, description="A code's name, path, or C and its number.")] = None,
    start: Annotated[int | None, Query(alias="from", ge=0, le=_MOST_TICKS, description="Ticks of the tape.")] = None,
    end: Annotated[int | None, Query(alias="to", ge=0, le=_MOST_TICKS, description="Ticks of the tape.")] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 50,
    context: Annotated[int, Query(ge=0, le=60, description="Words before and behind each hit.")] = 12,
    facets: Annotated[bool, Query(description="Also how the hits are spread over tapes and speakers.")] = False,
) -> Response:
    """One page of what answers a query, as `tapewright search --json` has it; `total` counts all."""
    page = find(
        project,
        q,
        way=way,
        speaker=speaker,
        tape=tape,
        code=code,
        start=None if start is None else Ticks(start),
        end=None if end is None else Ticks(end),
        offset=offset,
        limit=limit,
        context_words=context,
        facets=facets,
        memory=memory,
    )
    return answer(hits_record(page))


@router.get("/state")
def state(project: OpenProject, memory: Memory) -> Response:
    """How many tapes can be searched, which have no words yet, and which ways answer at once. Begins to make ready
    what does not.
    """
    found = searchable(project)
    if not all(found.ready.values()):
        make_ready_aside(project, memory)
    return answer(searchable_record(found))


@router.get("/words")
def words(
    project: OpenProject,
    tape: str,
    start: Annotated[int, Query(ge=0, le=_MOST_TICKS, description="Ticks of the tape.")],
    end: Annotated[int, Query(ge=0, le=_MOST_TICKS, description="Ticks of the tape.")],
) -> Response:
    """Which words of its tape a hit is, by number: what the address of a tape takes as `w`."""
    span = Span(TapeId(tape), Interval(Ticks(start), Ticks(end)))
    return answer(numbers_record(word_numbers(project, span)))


@router.get("/examples")
def examples(project: OpenProject, memory: Memory) -> Response:
    """Up to three searches that find something here, one for each way."""
    return answer(examples_record(example_searches(project, memory)))


@router.post("/selects")
def select_all(project: OpenProject, memory: Memory, asked: AllHits) -> Response:
    """Put every hit of a search at the end of the selects, in one change of that paper edit."""
    return answer(edit_record(select_hits(project, _all_hits(project, memory, asked))))


def _all_hits(project: Project, memory: SearchMemory, asked: AllHits) -> HitPage:
    chosen: dict[str, Any] = {"way": asked.way, "speaker": asked.speaker, "tape": asked.tape, "code": asked.code}
    return find(project, asked.q, **chosen, limit=MOST, memory=memory)
