"""String-outs: every passage that answers a question to the codings, one after the other, as a paper edit."""

from __future__ import annotations

import os
from itertools import groupby, pairwise

from tapewright.errors import UsageError
from tapewright.model import Span, Tape
from tapewright.proof.talk import TapeTalk
from tapewright.story import write
from tapewright.timing import Interval
from tapewright.verbs.askcodes import Filter, ask, joined
from tapewright.verbs.bitepoints import passage
from tapewright.verbs.edit import EditDone, new_edit
from tapewright.verbs.paperfile import read_paper, replace_paper
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks

MOST_BITES = 2000
"""So many in one string-out."""


def string_out(
    project: Project, question: str, name: str | os.PathLike[str], *, only: Filter = Filter(), title: str = ""
) -> EditDone:
    """A new paper edit with all that answers, by tape and time, with a heading for each tape; ``bite``: how many bites.

    Passages that lie over each other are heard once; where another speaker begins, another bite does, so that each
    bite is one person's. Where no word is said there is no bite.

    ConflictError where there is an edit of the name, UsageError where nothing answers.
    """
    found = joined(one.quote.span for one in ask(project, question, only=only))
    if not found:
        raise UsageError("no passage answers the question, so that there is nothing to string out", hint="ask wider")
    tapes, talk = {tape.id: tape for tape in project.store.tapes()}, talks(project)
    pieces = [
        piece
        for span in found
        if (heard := _on_tape(tapes[span.tape], span)) is not None
        for piece in by_speaker(talk(span.tape), heard)
        if _is_said(talk(span.tape), piece)
    ]
    if not pieces:
        raise UsageError("nothing is said in what answers the question", hint="ask wider")
    if len(pieces) > MOST_BITES:
        raise UsageError(f"{len(pieces)} bites are too many for one string-out", hint="ask for fewer passages")
    places = [passage(project, piece) for piece in pieces]
    made = new_edit(project, name, title=title or question)
    file = read_paper(project, made.path)
    newline = write.newline_of(file.edit)
    blocks: list[str] = []
    for tape, of_tape in groupby(places, key=lambda place: place.span.tape):
        blocks.append(f"# {tape}{newline}")
        for place in of_tape:
            blocks.append(write.bite_block(tape, place.span.interval, place.words, place.speaker, newline=newline))
    text = write.inserted(file.edit, len(file.edit.blocks), newline.join(blocks))
    replace_paper(file, text)
    return EditDone(path=file.path, before=made.after, after=text, bite=len(pieces))


def by_speaker(talk: TapeTalk, span: Span) -> list[Span]:
    """A stretch in parts, each of one speaker, one's end the next one's start. Where people speak at the same time
    there is no cut between them.
    """
    words = [
        (talk.words[number].interval, talk.speaker(number))
        for number in talk.within(span.interval)
        if not talk.words[number].interval.is_empty
    ]
    words.sort(key=lambda word: word[0].middle)
    edges = [span.interval.start]
    heard_until = edges[0]
    for (interval, who), (following, who_follows) in pairwise(words):
        heard_until = max(heard_until, interval.end)
        if who != who_follows and edges[-1] < following.start < span.interval.end and heard_until <= following.start:
            edges.append(following.start)
    return [Span(span.tape, Interval(start, end)) for start, end in pairwise([*edges, span.interval.end])]


def _is_said(talk: TapeTalk, span: Span) -> bool:
    """Whether there is a word in a stretch, and not a dash alone, with which somebody else begins."""
    return any(char.isalnum() for number in talk.within(span.interval) for char in talk.words[number].text)


def _on_tape(tape: Tape, span: Span) -> Span | None:
    """A stretch without what lies behind the end of its tape, where words of a transcript may lie."""
    if not tape.duration or span.interval.end <= tape.duration:
        return span
    if span.interval.start >= tape.duration:
        return None
    return Span(span.tape, Interval(span.interval.start, tape.duration))
