"""Memos: what people think, written down beside a tape, a passage, a code, a coding, an event, or the whole project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tapewright.errors import UsageError
from tapewright.model import Memo, MemoAbout, Span, TapeId
from tapewright.verbs.places import quote_of, read_span, span_record
from tapewright.verbs.project import Project
from tapewright.verbs.revisions import check_revision

_LONGEST = 100_000


def add_memo(
    project: Project,
    text: str,
    *,
    about: MemoAbout = MemoAbout.PROJECT,
    target: int = 0,
    tape: str = "",
    span: str | Span = "",
    title: str = "",
    who: str = "",
) -> Memo:
    """A new memo. ``target`` is the number of what it is about; ``tape`` names a tape, ``span`` a passage."""
    place = (read_span(project, span) if isinstance(span, str) else span) if span else None
    memo = Memo(
        text=_checked(text),
        title=" ".join(title.split())[:300],
        about=MemoAbout.SPAN if place else MemoAbout.TAPE if tape else about,
        target=target,
        tape=project.store.tape(TapeId(tape)).id if tape and not place else None,
        quote=quote_of(project, place) if place else None,
    )
    with project.store.change("write a memo", who=who) as pen:
        return pen.add(memo)


def edit_memo(
    project: Project,
    memo: int,
    *,
    text: str | None = None,
    title: str | None = None,
    who: str = "",
    expected: int | None = None,
) -> Memo:
    """Another text or title."""
    old = _memo(project, memo, expected)
    new = replace(
        old,
        text=old.text if text is None else _checked(text),
        title=old.title if title is None else " ".join(title.split())[:300],
    )
    with project.store.change(f"change memo {memo}", who=who) as pen:
        return pen.replace(old, new) if new != old else old


def remove_memo(project: Project, memo: int, *, who: str = "", expected: int | None = None) -> Memo:
    """Remove a memo; undo brings it back."""
    old = _memo(project, memo, expected)
    with project.store.change(f"remove memo {memo}", who=who) as pen:
        pen.remove(old)
    return old


def memos(project: Project, *, about: MemoAbout | None = None, target: int | None = None, tape: str = "") -> list[Memo]:
    """Memos in the order in which they were written: all, or those about one thing."""
    return [
        memo
        for memo in project.store.memos()
        if (about is None or memo.about is about)
        and (target is None or memo.target == target)
        and (not tape or tape in (memo.tape, memo.quote.span.tape if memo.quote else None))
    ]


def record(project: Project, found: Iterable[Memo]) -> dict[str, object]:
    """``{"memos": [{"id", "title", "text", "about", "target", "who", "when", "revision", "tape", …}]}``; a memo about a
    passage has its place and words as ``place`` and ``quoted``.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    return {
        "memos": [
            {
                "id": memo.id,
                "title": memo.title,
                "text": memo.text,
                "about": memo.about.value,
                "target": memo.target,
                "who": memo.who,
                "when": memo.when,
                "revision": memo.revision,
                "tape": memo.tape,
                **(
                    {**span_record(tapes[memo.quote.span.tape], memo.quote.span), "quoted": memo.quote.text}
                    if memo.quote
                    else {}
                ),
            }
            for memo in found
        ]
    }


def _memo(project: Project, number: int, expected: int | None) -> Memo:
    found = project.store.one(Memo, number)
    check_revision(f"memo {number}", found.revision, expected)
    return found


def _checked(text: str) -> str:
    if not text.strip() or len(text) > _LONGEST:
        raise UsageError("a memo says something", hint=f"1 to {_LONGEST} signs")
    return text.strip()
