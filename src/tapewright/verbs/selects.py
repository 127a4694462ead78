"""Selects: passages put by for later, as bites of a paper edit that plays and is proved like any other."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from tapewright.errors import ConflictError, NotFoundError
from tapewright.model import Hit, PaperEdit, Span, TapeId
from tapewright.story import write
from tapewright.story.paper import parse
from tapewright.verbs.bitepoints import passage
from tapewright.verbs.edit import EditDone, insert, new_edit
from tapewright.verbs.paperfile import ENDING, PaperFile, digest_of, read_paper, replace_paper
from tapewright.verbs.places import place_of
from tapewright.verbs.project import Project
from tapewright.verbs.runningorder import show
from tapewright.verbs.times import times_record

SELECTS = "selects"
TITLE = "Selects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A bite of the selects: its number there, where on its tape it lies, and its words. ``note`` stands behind it."""

    number: int
    span: Span
    timecode: str
    speaker: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selects:
    """Selects in the order of the file, and the file's digest: empty where there is none yet."""

    digest: str = ""
    selects: tuple[Select, ...] = ()


def select(project: Project, place: Span | Hit, *, speaker: str | None = None) -> EditDone:
    """Put a passage at the end of the selects, which are made if there are none. What is wrong with the place is told
    before anything is made.
    """
    path = project.edits / f"{SELECTS}{ENDING}"
    if not path.is_file():
        passage(project, place)
        with suppress(ConflictError):
            new_edit(project, SELECTS, title=TITLE)
    return insert(project, path, place, speaker=speaker)


def pick(
    project: Project, span: Span, *, note: str = "", speaker: str | None = None, is_exact: bool = False
) -> EditDone:
    """Put the words of a span at the end of the selects, with a note behind them.

    Their share of the silence around comes with them, unless the span was set to the frame (``is_exact``).
    """
    place = place_of(project, span)
    hit = Hit(span=span, text=place.quote.text, before="", after="")
    done = select(project, span if is_exact or not place.words else hit, speaker=speaker)
    return annotate(project, done.bite, note, expected=digest_of(done.after)) if note.strip() else done


def annotate(project: Project, number: int, note: str, *, expected: str = "") -> EditDone:
    """Put a note behind a select, in the place of the one that it has; an empty note takes that one away."""
    file = _as_seen(project, expected)
    index = _index(file.edit, number)
    edit = file.edit
    text = file.text
    if _note_behind(edit, index):
        text = write.removed(edit, index + 1)
        edit = _read_again(file, text)
    plain = " ".join(note.replace("--", "–").split())
    if plain:
        text = write.inserted(edit, index + 1, f"<!-- {plain} -->{write.newline_of(edit)}")
    return _put(file, text, number)


def discard(project: Project, number: int, *, expected: str = "") -> EditDone:
    """Take a select out, and the note behind it. ConflictError where the file is not as ``expected``."""
    file = _as_seen(project, expected)
    index = _index(file.edit, number)
    edit, text = file.edit, file.text
    if _note_behind(edit, index):
        text = write.removed(edit, index + 1)
        edit = _read_again(file, text)
    return _put(file, write.removed(edit, index), 0)


def selects(project: Project, tape: TapeId | str | None = None) -> Selects:
    """All selects, or those of one tape."""
    if not (project.edits / f"{SELECTS}{ENDING}").is_file():
        return Selects()
    order = show(project, SELECTS)
    found: list[Select] = []
    for place, row in enumerate(order.rows):
        bite, placed = row.block.bite, row.bite
        if bite is None or placed is None or placed.resolved is None or tape not in (None, bite.tape):
            continue
        behind = order.rows[place + 1].block if place + 1 < len(order.rows) else None
        resolved = placed.resolved
        found.append(
            Select(
                number=placed.number,
                span=Span(bite.tape, resolved.span),
                timecode=resolved.tape.timecode(resolved.span.start),
                speaker=bite.speaker,
                text=bite.text,
                note=behind.text if behind and behind.kind == "note" else "",
            )
        )
    return Selects(digest=order.digest, selects=tuple(found))


def record(shown: Selects) -> dict[str, object]:
    """``{"edit", "digest", "selects": [{"number", "tape", "start", "end", "ticks", "timecode", "speaker", "text",
    "note"}]}``; times in seconds.
    """
    return {
        "edit": SELECTS,
        "digest": shown.digest,
        "selects": [
            {
                "number": one.number,
                "tape": one.span.tape,
                **times_record(one.span.interval),
                "timecode": one.timecode,
                "speaker": one.speaker,
                "text": one.text,
                "note": one.note,
            }
            for one in shown.selects
        ],
    }


def _as_seen(project: Project, expected: str) -> PaperFile:
    file = read_paper(project, project.edits / f"{SELECTS}{ENDING}")
    if expected and expected != file.digest:
        raise ConflictError("the selects are not as you saw them; nothing was written", hint="read them again")
    return file


def _index(edit: PaperEdit, number: int) -> int:
    bites = [index for index, block in enumerate(edit.blocks) if block.kind == "bite"]
    if not 1 <= number <= len(bites):
        raise NotFoundError(f"there is no select {number}", hint=f"there are {len(bites)}")
    return bites[number - 1]


def _note_behind(edit: PaperEdit, index: int) -> bool:
    return index + 1 < len(edit.blocks) and edit.blocks[index + 1].kind == "note"


def _read_again(file: PaperFile, text: str) -> PaperEdit:
    edit = file.edit
    return parse(text, name=edit.title, format=edit.format, start=edit.format.write(edit.start))


def _put(file: PaperFile, text: str, number: int) -> EditDone:
    if text != file.text:
        replace_paper(file, text)
    return EditDone(path=file.path, before=file.text, after=text, bite=number)
