"""Questions to the codings: answered by a list or a table; ``verbs.stringout`` makes a paper edit of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tapewright.errors import UsageError
from tapewright.model import Coding, Quote, Span, Speaker, SpeakerId, Tape, TapeId
from tapewright.proof.programme import main_speaker
from tapewright.proof.talk import Talks
from tapewright.study.query import Coded, Stretch, answer, names_in, parse
from tapewright.study.tree import CodeTree
from tapewright.timing import Ticks, to_float_seconds
from tapewright.timing.edtf import read_edtf
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.places import span_record
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks


class By(StrEnum):
    """What a table counts codes by."""

    SPEAKER = "speaker"
    GROUP = "group"
    CODER = "coder"
    TAPE = "tape"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which codings are asked; empty means all. ``date`` is EDTF: passages on which events rest that may lie in it."""

    speaker: str = ""
    group: str = ""
    coder: str = ""
    case: str = ""
    tape: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A stretch that answers, with its words now, who says them, and the paths of the codes in it."""

    quote: Quote
    speaker: str
    group: str
    codes: tuple[str, ...]
    stretch: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A code's count for one column: passages and how long they are together."""

    passages: int
    ticks: Ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTable:
    """Codes by speakers, groups, coders, tapes or cases. Rows are paths; a cell that is missing is none."""

    by: By
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]


def ask(project: Project, question: str, *, only: Filter = Filter()) -> list[Found]:
    """The stretches that answer a question, in the order of tapes and time."""
    tree = code_tree(project)
    asked = parse(question, tree.called)
    codes = {name: tree.under(tree.find(name).id) for name in names_in(asked)}
    chosen = chosen_codings(project, only)
    coded = [Coded(coding=one.id, code=one.code, span=one.quote.span) for one in chosen]
    return _found(project, tree, answer(asked, coded, lambda name: codes[name]), {one.id: one for one in chosen})


def chosen_codings(project: Project, only: Filter) -> list[Coding]:
    """The codings that a filter lets through."""
    if only.tape:
        project.store.tape(TapeId(only.tape))
    found = project.store.codings(tape=TapeId(only.tape) if only.tape else None, coder=only.coder or None)
    tapes = _tapes_of_case(project, only.case) if only.case else None
    dated = _dated_spans(project, only.date) if only.date else None
    who, talk_of = _speakers(project, only), talks(project)
    return [
        one
        for one in found
        if (tapes is None or one.quote.span.tape in tapes)
        and (who is None or _who_says(talk_of, one.quote.span) in who)
        and (
            dated is None
            or any(span.tape == one.quote.span.tape and span.interval.meets(one.quote.span.interval) for span in dated)
        )
    ]


def table(project: Project, by: By, *, only: Filter = Filter()) -> CodeTable:
    """How often and how long each code is used by each speaker, group, coder, tape or case."""
    tree, columns = code_tree(project), _columns(project, by)
    cells: dict[tuple[str, str], list[int]] = {}
    for coding in chosen_codings(project, only):
        path = tree.path(tree.by_id[coding.code])
        for column in columns(coding):
            cell = cells.setdefault((path, column), [0, 0])
            cell[0] += 1
            cell[1] += coding.quote.span.interval.duration
    used = {path for path, _ in cells}
    return CodeTable(
        by=by,
        columns=tuple(sorted({column for _, column in cells})),
        rows=tuple(path for book in tree.books for code in tree.walk(book.id) if (path := tree.path(code)) in used),
        cells={key: Cell(passages=count, ticks=Ticks(ticks)) for key, (count, ticks) in cells.items()},
    )


def record(project: Project, found: Sequence[Found]) -> dict[str, object]:
    """``{"passages": [{"tape", "place", "start", "end", "ticks", "timecode", "end_timecode", "text", "speaker",
    "group", "codes", "codings"}], "seconds"}``; ``seconds`` is how long they are together.
    """
    tapes: dict[TapeId, Tape] = {tape.id: tape for tape in project.store.tapes()}
    return {
        "passages": [
            {
                **span_record(tapes[one.quote.span.tape], one.quote.span),
                "text": one.quote.text,
                "speaker": one.speaker,
                "group": one.group,
                "codes": list(one.codes),
                "codings": list(one.stretch.codings),
            }
            for one in found
        ],
        "seconds": to_float_seconds(Ticks(sum(one.quote.span.interval.duration for one in found))),
    }


def table_record(made: CodeTable) -> dict[str, object]:
    """``{"by", "columns", "rows": [{"code", "cells": [{"column", "passages", "seconds"}]}]}``."""
    return {
        "by": made.by.value,
        "columns": list(made.columns),
        "rows": [
            {
                "code": row,
                "cells": [
                    {"column": column, "passages": cell.passages, "seconds": to_float_seconds(cell.ticks)}
                    for column in made.columns
                    if (cell := made.cells.get((row, column)))
                ],
            }
            for row in made.rows
        ],
    }


def _found(project: Project, tree: CodeTree, stretches: Sequence[Stretch], chosen: dict[int, Coding]) -> list[Found]:
    speakers: dict[SpeakerId, Speaker] = {speaker.id: speaker for speaker in project.store.speakers()}
    talk_of = talks(project)
    made = []
    for one in stretches:
        talk = talk_of(one.span.tape)
        words = talk.within(one.span.interval)
        who = main_speaker(words, talk)
        speaker = speakers.get(who) if who is not None else None
        codes = dict.fromkeys(chosen[coding].code for coding in one.codings)
        made.append(
            Found(
                quote=Quote(one.span, " ".join(talk.words[number].text for number in words)),
                speaker=speaker.name if speaker else "",
                group=speaker.group if speaker else "",
                codes=tuple(tree.path(tree.by_id[code]) for code in codes),
                stretch=one,
            )
        )
    return made


def _who_says(talk_of: Talks, span: Span) -> SpeakerId | None:
    """Who says most of the words in a stretch."""
    talk = talk_of(span.tape)
    return main_speaker(talk.within(span.interval), talk)


def _speakers(project: Project, only: Filter) -> set[SpeakerId] | None:
    if not (only.speaker or only.group):
        return None
    found = {
        speaker.id
        for speaker in project.store.speakers()
        if (not only.speaker or speaker.name.casefold() == only.speaker.casefold())
        and (not only.group or speaker.group.casefold() == only.group.casefold())
    }
    if not found:
        raise UsageError(
            f"nobody is called or grouped so: {only.speaker or only.group!r}", hint="tapewright speakers list"
        )
    return found


def _tapes_of_case(project: Project, name: str) -> set[TapeId]:
    cases = [case for case in project.store.cases() if case.name.casefold() == name.casefold()]
    if not cases:
        raise UsageError(f"there is no case {name!r}", hint="tapewright case list shows them")
    return {tape for case in cases for tape in case.tapes}


def _dated_spans(project: Project, date: str) -> list[Span]:
    """The places on tapes that are sources of events which may lie in a time."""
    wanted = read_edtf(date)
    spans = []
    for event in project.store.events():
        if event.date and read_edtf(event.date).may_overlap(wanted):
            spans += [source.quote.span for source in event.sources if source.quote is not None]
    return spans


def _columns(project: Project, by: By) -> Callable[[Coding], list[str]]:
    """In which columns of a table a coding counts."""
    if by is By.CODER:
        return lambda coding: [coding.coder]
    if by is By.TAPE:
        return lambda coding: [coding.quote.span.tape]
    if by is By.CASE:
        cases = project.store.cases()
        return lambda coding: [case.name for case in cases if coding.quote.span.tape in case.tapes] or ["no case"]
    speakers, talk_of = {speaker.id: speaker for speaker in project.store.speakers()}, talks(project)

    def said_by(coding: Coding) -> list[str]:
        who = _who_says(talk_of, coding.quote.span)
        speaker = speakers.get(who) if who is not None else None
        if by is By.SPEAKER:
            return [speaker.name if speaker else "nobody named"]
        return [(speaker.group if speaker else "") or "no group"]

    return said_by
