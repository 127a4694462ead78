"""Questions to the codings: answered by a list or a table; ``verbs.stringout`` makes a paper edit of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tapewright.errors import UsageError
from tapewright.model import Coding, Quote, Span, Speaker, SpeakerId, Tape, TapeId
from tapewright.proof.programme import main_speaker
from tapewright.proof.talk import Talks
from tapewright.study.query import Coded, Stretch, answer, names_in, parse
from tapewright.study.tree import CodeTree
from tapewright.timing import Interval, Ticks, to_float_seconds
from tapewright.timing.edtf import read_edtf
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.codings import coder_called, voices
from tapewright.verbs.places import span_record
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks
from tapewright.words.near import near_or_all


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
    """A stretch that answers, with its words now, who says them, and the paths of the codes in it.

    ``speaker`` and their ``group``: who says most of it. ``speakers``: all who speak in it, as they begin.
    """

    quote: Quote
    speaker: str
    group: str
    speakers: tuple[str, ...]
    codes: tuple[str, ...]
    stretch: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A code's count for one column: coded passages, and how long they are together (what two coded counts once)."""

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
    coder = coder_called(project, only.coder) if only.coder else None
    found = project.store.codings(tape=TapeId(only.tape) if only.tape else None, coder=coder)
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


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same stretches in order; those of a tape that lie over each other are one."""
    made: list[Span] = []
    for span in sorted(spans):
        last = made[-1] if made else None
        if last is None or last.tape != span.tape or span.interval.start >= last.interval.end:
            made.append(span)
        elif span.interval.end > last.interval.end:
            made[-1] = Span(span.tape, Interval(last.interval.start, span.interval.end))
    return made


def together(spans: Iterable[Span]) -> Ticks:
    """How long stretches are together; what lies in several counts once."""
    return Ticks(sum(span.interval.duration for span in joined(spans)))


def table(project: Project, by: By, *, only: Filter = Filter()) -> CodeTable:
    """How often and how long each code is used by each speaker, group, coder, tape or case."""
    tree, columns = code_tree(project), _columns(project, by)
    cells: dict[tuple[str, str], list[Span]] = {}
    for coding in chosen_codings(project, only):
        path = tree.path(tree.by_id[coding.code])
        for column in columns(coding):
            cells.setdefault((path, column), []).append(coding.quote.span)
    used = {path for path, _ in cells}
    return CodeTable(
        by=by,
        columns=tuple(sorted({column for _, column in cells})),
        rows=tuple(path for book in tree.books for code in tree.walk(book.id) if (path := tree.path(code)) in used),
        cells={key: Cell(passages=len(spans), ticks=together(spans)) for key, spans in cells.items()},
    )


def record(project: Project, found: Sequence[Found]) -> dict[str, object]:
    """``{"passages": [{"tape", "place", "start", "end", "ticks", "timecode", "end_timecode", "text", "speaker",
    "speakers", "group", "codes", "codings"}], "seconds"}``.

    ``speaker`` says most of a passage, ``speakers`` are all who speak in it, an empty name for words of nobody named.
    ``seconds`` is how long they are together: what lies in several passages counts once.
    """
    tapes: dict[TapeId, Tape] = {tape.id: tape for tape in project.store.tapes()}
    return {
        "passages": [
            {
                **span_record(tapes[one.quote.span.tape], one.quote.span),
                "text": one.quote.text,
                "speaker": one.speaker,
                "speakers": list(one.speakers),
                "group": one.group,
                "codes": list(one.codes),
                "codings": list(one.stretch.codings),
            }
            for one in found
        ],
        "seconds": to_float_seconds(together(one.quote.span for one in found)),
    }


def table_record(made: CodeTable) -> dict[str, object]:
    """``{"by", "columns", "rows": [{"code", "cells": [{"column", "passages", "seconds"}]}]}``. What two coders coded is
    two passages; its ``seconds`` count once.
    """
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
    names = {number: speaker.name for number, speaker in speakers.items()}
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
                speakers=tuple(voices(talk, words, names)),
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
    everybody = project.store.speakers()
    called = _named(only.speaker, {one.id: one.name for one in everybody}, "nobody is called")
    grouped = _named(only.group, {one.id: one.group for one in everybody}, "nobody is of the group")
    if not called & grouped:
        raise UsageError(f"{only.speaker} is not of the group {only.group!r}", hint="leave out one of the two")
    return called & grouped


def _named(wanted: str, names: Mapping[SpeakerId, str], nobody: str) -> set[SpeakerId]:
    """The speakers of a name or group; all where none is wanted."""
    found = {who for who, name in names.items() if not wanted or name.casefold() == wanted.casefold()}
    if not found:
        raise UsageError(f"{nobody} {wanted!r}", hint=near_or_all(wanted, names.values()) or "tapewright speakers list")
    return found


def _tapes_of_case(project: Project, name: str) -> set[TapeId]:
    cases = [case for case in project.store.cases() if case.name.casefold() == name.casefold()]
    if not cases:
        known = [case.name for case in project.store.cases()]
        raise UsageError(f"there is no case {name!r}", hint=near_or_all(name, known) or "tapewright case add makes one")
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
