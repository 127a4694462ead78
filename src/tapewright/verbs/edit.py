"""Work on a paper edit: make it, insert, move, trim, strike, split, remove, re-anchor, show; and the cut of it.

Every change reads the file, changes the text and puts it back whole. ``expected`` is the ``digest`` that the caller
saw; where the file is another one by now, ConflictError says so and nothing is written. ``dry_run`` writes nothing.
A block is named by its bite's number (counted from 1), or ``"L12"``: the one that holds line 12.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Hit, PaperEdit, Span
from tapewright.story import write
from tapewright.story.markdown import lines_of
from tapewright.story.newpaper import new_paper
from tapewright.timing import TimecodeFormat, frame_rate, is_drop_label
from tapewright.verbs import bitepoints
from tapewright.verbs.cutting import CutOf, Problem, cut_of
from tapewright.verbs.paperfile import create_paper, difference, digest_of, new_path, read_paper, replace_paper
from tapewright.verbs.project import Project
from tapewright.verbs.runningorder import RunningOrder, show, show_record

PaperName = str | os.PathLike[str]
BlockName = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place between blocks: behind one, before one, or at the end of a scene; without any, the end of the file."""

    after: BlockName | None = None
    before: BlockName | None = None
    scene: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDone:
    """A change: the file's text ``before`` and ``after``. ``bite`` is the number of the bite that was worked on."""

    path: Path
    before: str
    after: str
    bite: int = 0
    is_dry: bool = False

    @property
    def diff(self) -> str:
        """What changed, as a unified diff."""
        return difference(self.before, self.after, self.path.name)


def record(done: EditDone) -> dict[str, object]:
    """``{"edit", "path", "bite", "changed", "dry_run", "digest", "diff"}``; ``digest`` is the new text's."""
    return {
        "edit": done.path.stem,
        "path": str(done.path),
        "bite": done.bite,
        "changed": done.before != done.after,
        "dry_run": done.is_dry,
        "digest": digest_of(done.after),
        "diff": done.diff,
    }


def new_edit(
    project: Project,
    name: PaperName,
    *,
    title: str = "",
    rate: str = "",
    drop: bool = False,
    start: str = "",
    dry_run: bool = False,
) -> EditDone:
    """A new paper edit with nothing in it; counts as the project does unless told. ConflictError if it is there."""
    path = new_path(project, name)
    settings = project.settings
    counting = TimecodeFormat(frame_rate(rate), drop) if rate else settings.format
    if is_drop_label(start):
        counting = TimecodeFormat(counting.rate, drop=True)
    text = new_paper(title or path.stem, counting, counting.read(start or settings.start))
    if not dry_run:
        create_paper(path, text)
    return EditDone(path=path, before="", after=text, is_dry=dry_run)


def insert(
    project: Project,
    path: PaperName,
    place: Span | Hit,
    *,
    where: Where = Where(),
    speaker: str | None = None,
    expected: str = "",
    dry_run: bool = False,
) -> EditDone:
    """Put in a bite of a span with its words as the tape's transcript has them; a hit gets a little air around it.

    ``speaker`` is who the transcript says unless told.
    """
    found = bitepoints.passage(project, place)
    name = found.speaker if speaker is None else speaker

    def made(edit: PaperEdit) -> tuple[str, int]:
        at = _position(edit, where)
        block = write.bite_block(
            found.span.tape, found.span.interval, found.words, name, newline=write.newline_of(edit)
        )
        return write.inserted(edit, at, block), _bites_before(edit, at) + 1

    return _changed(project, path, made, expected, dry_run)


def move(
    project: Project, path: PaperName, block: BlockName, where: Where, *, expected: str = "", dry_run: bool = False
) -> EditDone:
    """Put a block elsewhere."""

    def made(edit: PaperEdit) -> tuple[str, int]:
        index, at = _index(edit, block), _position(edit, where)
        is_later = at > index and edit.blocks[index].kind == "bite"
        number = _bites_before(edit, at) + 1 - is_later
        return write.moved(edit, index, at), number if edit.blocks[index].kind == "bite" else 0

    return _changed(project, path, made, expected, dry_run)


def remove(
    project: Project, path: PaperName, block: BlockName, *, expected: str = "", dry_run: bool = False
) -> EditDone:
    """Take a block out."""
    return _changed(project, path, lambda edit: (write.removed(edit, _index(edit, block)), 0), expected, dry_run)


def strike(
    project: Project,
    path: PaperName,
    block: BlockName,
    words: str | range,
    *,
    undo: bool = False,
    expected: str = "",
    dry_run: bool = False,
) -> EditDone:
    """Strike words of a bite, so that they are lifted out of it; ``undo`` takes the strike away.

    ``words`` are the words themselves, which must come once, or their numbers, counted from 0 and the end excluded.
    """

    def made(edit: PaperEdit) -> tuple[str, int]:
        index = _index(edit, block)
        chosen = words if isinstance(words, range) else bitepoints.phrase(edit.blocks[index], words)
        return write.struck(edit, index, chosen, is_struck=not undo), _bites_before(edit, index) + 1

    return _changed(project, path, made, expected, dry_run)


def trim(
    project: Project,
    path: PaperName,
    block: BlockName,
    *,
    start: int = 0,
    end: int = 0,
    expected: str = "",
    dry_run: bool = False,
) -> EditDone:
    """Move a bite's ends by words: later by a positive number, earlier by a negative one, text and place together.

    ``start=2`` drops two words, ``start=-2`` puts in the two that are heard before; ``end`` the other way round.
    """

    def made(edit: PaperEdit) -> tuple[str, int]:
        index = _index(edit, block)
        ends = bitepoints.trimmed(project, edit.blocks[index], start, end)
        text = write.trimmed(
            edit,
            index,
            ends.interval,
            drop_first=max(start, 0),
            drop_last=max(-end, 0),
            add_before=ends.before,
            add_after=ends.after,
        )
        return text, _bites_before(edit, index) + 1

    return _changed(project, path, made, expected, dry_run)


def split(
    project: Project, path: PaperName, block: BlockName, word: int, *, expected: str = "", dry_run: bool = False
) -> EditDone:
    """Make two bites of one; the second begins with the word of this number, counted from 1."""

    def made(edit: PaperEdit) -> tuple[str, int]:
        index = _index(edit, block)
        first, second = bitepoints.halves(project, edit.blocks[index], word - 1)
        return write.split(edit, index, word - 1, first, second), _bites_before(edit, index) + 1

    return _changed(project, path, made, expected, dry_run)


def anchor(
    project: Project,
    path: PaperName,
    block: BlockName,
    place: Span,
    *,
    expected: str = "",
    dry_run: bool = False,
) -> EditDone:
    """Put a bite's place where its words are found now; the text stays. UsageError for another tape than the bite's."""

    def made(edit: PaperEdit) -> tuple[str, int]:
        index = _index(edit, block)
        bite = edit.blocks[index].bite
        if bite and bite.tape != place.tape:
            raise UsageError(f"the bite is of tape {bite.tape}, not {place.tape}", hint="insert a new one instead")
        return write.reanchored(edit, index, place.interval), _bites_before(edit, index) + 1

    return _changed(project, path, made, expected, dry_run)


def _changed(
    project: Project,
    path: PaperName,
    make: Callable[[PaperEdit], tuple[str, int]],
    expected: str,
    dry_run: bool,
) -> EditDone:
    file = read_paper(project, path)
    if expected and expected != file.digest:
        raise ConflictError(
            f"{file.path.name} is not as you saw it; nothing was written", hint="read it again and repeat"
        )
    text, number = make(file.edit)
    if not dry_run and text != file.text:
        replace_paper(file, text)
    return EditDone(path=file.path, before=file.text, after=text, bite=number, is_dry=dry_run)


def _bites_before(edit: PaperEdit, at: int) -> int:
    return sum(block.kind == "bite" for block in edit.blocks[:at])


def _index(edit: PaperEdit, name: BlockName) -> int:
    """The place of a block. NotFoundError for a number or a line that is not there."""
    line = re.fullmatch(r"[Ll](\d{1,9})", name) if isinstance(name, str) else None
    if line:
        wanted = int(line[1])
        for index, block in enumerate(edit.blocks):
            if block.line <= wanted < block.line + len(lines_of(block.source)):
                return index
        raise NotFoundError(f"no block stands on line {wanted}", hint="tapewright edit show lists them")
    bites = [index for index, block in enumerate(edit.blocks) if block.kind == "bite"]
    if not re.fullmatch(r"\d{1,9}", str(name)):
        raise UsageError(f"not a block: {str(name)[:40]!r}", hint="give a bite's number (3) or a line (L12)")
    if not 1 <= int(name) <= len(bites):
        raise NotFoundError(f"there is no bite {name}", hint=f"the paper edit has {len(bites)}")
    return bites[int(name) - 1]


def _position(edit: PaperEdit, where: Where) -> int:
    """The place of the block before which something goes."""
    if sum((where.after is not None, where.before is not None, bool(where.scene))) > 1:
        raise UsageError("say one place: after, before or scene")
    if where.after is not None:
        return _index(edit, where.after) + 1
    if where.before is not None:
        return _index(edit, where.before)
    return _end_of_scene(edit, where.scene) if where.scene else len(edit.blocks)


def _end_of_scene(edit: PaperEdit, title: str) -> int:
    scenes = [index for index, block in enumerate(edit.blocks) if block.kind == "scene"]
    wanted = title.casefold()
    found = [index for index in scenes if edit.blocks[index].text.casefold() == wanted] or [
        index for index in scenes if wanted in edit.blocks[index].text.casefold()
    ]
    if len(found) != 1:
        there = ", ".join(edit.blocks[index].text for index in found or scenes) or "none"
        raise NotFoundError(f"{'more than one' if found else 'no'} scene is called {title!r}", hint=f"there: {there}")
    level = edit.blocks[found[0]].level
    return next((n for n in scenes if n > found[0] and edit.blocks[n].level <= level), len(edit.blocks))


__all__ = [
    "CutOf",
    "EditDone",
    "Problem",
    "RunningOrder",
    "Where",
    "anchor",
    "cut_of",
    "insert",
    "move",
    "new_edit",
    "record",
    "remove",
    "show",
    "show_record",
    "split",
    "strike",
    "trim",
]
