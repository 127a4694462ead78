"""What has changed from a paper edit, or an earlier cut, to a cut that comes back from the editing program."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import NotFoundError
from tapewright.model import JoinVerdict, MeaningFlag, PaperEdit
from tapewright.proof.conforming import ChangeKind, ComparedCuts, CutChange, CutLine, compare, lines_of
from tapewright.proof.joins import neighbours
from tapewright.proof.programme import ProgrammeEar, heard_in
from tapewright.timing import TimecodeFormat, to_float_seconds
from tapewright.verbs.cutback import CutBack
from tapewright.verbs.cutproof import CutProof, judge_cut, judge_timeline, one_programme, open_timeline
from tapewright.verbs.cutting import cut_of_paper
from tapewright.verbs.paperfile import create_paper, new_path, read_paper
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks
from tapewright.verbs.times import times_record


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFlag:
    """A flag that the earlier cut did not have: at a join, or at the ends of a run (``join`` None)."""

    join: JoinVerdict | None
    flag: MeaningFlag
    record: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformed:
    """A cut, named by its first file, against an earlier one.

    ``lines`` is how many lines that had; ``written`` is the paper edit made of it. ``new_joins`` put together what did
    not stand beside each other before.
    """

    cut: Path
    against: Path
    now: CutProof
    before: CutProof
    changes: tuple[CutChange, ...]
    new_joins: tuple[JoinVerdict, ...]
    new_flags: tuple[NewFlag, ...]
    lines: int
    line_names: Mapping[int, str]
    remarks: tuple[str, ...] = ()
    written: Path | None = None

    def label(self, change: CutChange) -> str:
        """The record timecode of a change: in the cut, or in the earlier one for what is gone."""
        proof = self.before if change.kind is ChangeKind.GONE else self.now
        return proof.format.write(proof.start + change.record)

    @property
    def is_same(self) -> bool:
        """Whether nothing has changed: no line, no join, and nothing that a lawyer should hear."""
        return not (self.changes or self.new_joins or self.new_flags)


def conform(
    project: Project,
    cut: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    against: str | os.PathLike[str],
    *,
    reels: Mapping[str, str] | None = None,
    format: TimecodeFormat | None = None,
    write: str = "",
) -> Conformed:
    """Compare the timeline ``cut``, or its several parts, with ``against``: a paper edit by name or path, or another
    timeline.

    ``reels`` says which tape a reel, clip or file is; ``format`` how the programme counts where the file does not say.
    ``write`` makes a paper edit of that name out of the cut. InputError for a file that is no timeline.
    """
    paths = [Path(cut)] if isinstance(cut, str | os.PathLike) else [Path(part) for part in cut]
    target = new_path(project, write) if write else None
    timeline = one_programme([open_timeline(project, path, format=format) for path in paths])
    now = judge_timeline(project, timeline, reels=reels)
    earlier, before, old, remarks = _before(project, against, reels, format)
    lines = lines_of(before.pieces, before.runs)
    ear = ProgrammeEar(talks(project))
    found = compare(lines, now.pieces, ear, now.format.rate)
    if target:
        back = CutBack(
            now=now,
            found=found,
            ear=ear,
            tapes={tape.id: tape for tape in project.store.tapes()},
            names=project.speaker_names(),
            old=old if now.format == before.format else None,
        )
        create_paper(target, back.paper(now.title or paths[0].stem))
    return Conformed(
        cut=paths[0],
        against=earlier,
        now=now,
        before=before,
        changes=found.changes,
        new_joins=tuple(_new_joins(now, before, lines, found, ear)),
        new_flags=tuple(_new_flags(now, before)),
        lines=len(lines),
        line_names={line.n: f"{'bite' if old else 'line'} {line.n}" for line in lines},
        remarks=tuple(dict.fromkeys((*remarks, *now.remarks))),
        written=target,
    )


def record(found: Conformed) -> dict[str, object]:
    """``{"cut", "against", "same", "lines", "changes": [{"kind", "line", "name", "tape", "start", "end", "ticks",
    "record_timecode", "head_frames", "tail_frames", "space_frames", "words", "at_word", "explanation"}], "new_joins":
    [{"n", "kinds", "gap_seconds", "record_timecode", "flags", "explanation"}], "new_flags": [{"flag", "join",
    "record_timecode", "tape_words", "quote_words", "why"}], "unplaced": [{"event", "name", "why"}], "unread",
    "remarks", "written"}``.
    """
    proof = found.now

    def label(tick: int) -> str:
        return proof.format.write(proof.start + tick)

    return {
        "cut": str(found.cut),
        "against": str(found.against),
        "same": found.is_same,
        "lines": found.lines,
        "changes": [
            {**_change_record(found, change), "record_timecode": found.label(change)} for change in found.changes
        ],
        "new_joins": [
            {
                "n": join.n,
                "kinds": [kind.value for kind in join.kinds],
                "gap_seconds": None if join.gap is None else to_float_seconds(join.gap),
                "record_timecode": join.timecode,
                "flags": [flag.flag.value for flag in join.flags],
                "explanation": join.explanation,
            }
            for join in found.new_joins
        ],
        "new_flags": [
            {
                "flag": new.flag.flag.value,
                "join": new.join.n if new.join else None,
                "record_timecode": label(new.record),
                "tape_words": new.flag.tape_words,
                "quote_words": new.flag.quote_words,
                "why": new.flag.why,
            }
            for new in found.new_flags
        ],
        "unplaced": [{"event": one.event.number, "name": one.name, "why": one.why} for one in proof.unplaced],
        "unread": list(proof.unread),
        "remarks": list(found.remarks),
        "written": str(found.written) if found.written else None,
    }


def _change_record(found: Conformed, change: CutChange) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "line": change.line,
        "name": found.line_names.get(change.line, "") if change.line is not None else "",
        "tape": change.tape,
        **times_record(change.source),
        "head_frames": change.head,
        "tail_frames": change.tail,
        "space_frames": change.space,
        "words": change.words,
        "at_word": change.at_word,
        "explanation": change.explanation,
    }


def _before(
    project: Project,
    against: str | os.PathLike[str],
    reels: Mapping[str, str] | None,
    format: TimecodeFormat | None,
) -> tuple[Path, CutProof, PaperEdit | None, list[str]]:
    """The earlier cut, the paper edit that it is, if it is one, and what is not in it."""
    path = Path(against)
    if path.suffix.lower() in (".md", "") and not path.is_dir():
        paper = read_paper(project, against)
        laid = cut_of_paper(project, paper)
        lost = [
            f"{paper.path.name}: line {problem.line}: {problem.message}"
            for problem in laid.problems
            if problem.is_left_out
        ]
        return paper.path, judge_cut(project, laid.cut), paper.edit, lost
    if not path.exists():
        raise NotFoundError(f"there is no file {path}", hint="name a paper edit of the project, or a timeline")
    proof = judge_timeline(project, open_timeline(project, path, format=format), reels=reels)
    return path, proof, None, [f"{path.name}: {remark}" for remark in proof.remarks]


def _new_joins(
    now: CutProof, before: CutProof, lines: Sequence[CutLine], found: ComparedCuts, ear: ProgrammeEar
) -> Iterator[JoinVerdict]:
    """Joins between lines, or between pieces of one line, that were no neighbours."""
    ordered = sorted(before.pieces, key=lambda piece: (piece.record.start, piece.record.end))
    old = {id(piece): place for place, piece in enumerate(ordered)}
    line_of = {id(piece): line.n for line in lines for piece in line.pieces}
    known: set[tuple[object, ...]] = set()
    for one, two in neighbours(heard_in(before.pieces, ear)):
        known.add(("pieces", old[id(one.piece)], old[id(two.piece)]))
        known.add(("lines", line_of[id(one.piece)], line_of[id(two.piece)]))
    place_of = {id(piece): place for place, piece in enumerate(now.pieces)}
    for join, (one, two) in zip(now.joins, neighbours(heard_in(now.pieces, ear)), strict=True):
        first, second = place_of[id(one.piece)], place_of[id(two.piece)]
        between = found.line_of.get(first), found.line_of.get(second)
        is_one_line = between[0] is not None and between[0] == between[1]
        key = ("pieces", found.was[first], found.was[second]) if is_one_line else ("lines", *between)
        if key not in known:
            yield join


def _new_flags(now: CutProof, before: CutProof) -> Iterator[NewFlag]:
    """Flags that there are more of than before; words, not numbers, make two flags the same."""
    at_old_joins = {flag for join in before.joins for flag in join.flags}
    known = Counter(_key(flag) for join in before.joins for flag in join.flags)
    known += Counter(_key(flag) for run in before.runs for flag in run.flags if flag not in at_old_joins)
    for join in now.joins:
        for flag in join.flags:
            if _is_new(flag, known):
                yield NewFlag(join=join, flag=flag, record=join.record)
    at_joins = {flag for join in now.joins for flag in join.flags}
    for run in now.runs:
        for flags, tick in ((run.head, run.record.start), (run.tail, run.record.end)):
            yield from (
                NewFlag(join=None, flag=flag, record=tick)
                for flag in flags
                if flag not in at_joins and _is_new(flag, known)
            )


def _key(flag: MeaningFlag) -> tuple[str, str, str]:
    return flag.flag.value, flag.quote_words, flag.tape_words


def _is_new(flag: MeaningFlag, known: Counter[tuple[str, str, str]]) -> bool:
    known[_key(flag)] -= 1
    return known[_key(flag)] < 0
