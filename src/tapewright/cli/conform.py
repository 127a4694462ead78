"""``tapewright conform``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.reels import format_of, rate_options, reel_option
from tapewright.model.wording import flag_name
from tapewright.verbs.conform import Conformed, conform, record
from tapewright.verbs.locating import told_unplaced
from tapewright.words.counted import counted


@tapewright_command(name="conform")
@project_option
@click.argument("cut", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CUT…")
@click.option("--against", required=True, metavar="EDIT", help="A paper edit, or the timeline of an earlier cut.")
@click.option("--write", metavar="NAME", default="", help="Make a paper edit of this name out of the cut.")
@reel_option
@rate_options
def command(
    project: Project,
    cut: tuple[Path, ...],
    against: str,
    write: str,
    reels: dict[str, str],
    rate: str | None,
    drop: bool,
    as_json: bool,
) -> int:
    """Say what has changed from a paper edit to the cut that came back from the editing program.

    CUT is an EDL, OTIO, FCPXML, Final Cut 7 XML or AAF file; several are the parts of one programme. Lines that are
    gone, new, moved, trimmed or cut inside are listed with the word and the number of frames, then joins and flags that
    are new since.

    Exit status 1: something has changed.
    """
    result = conform(project, cut, against, reels=reels, format=format_of(rate, drop), write=write)
    if not as_json:
        for remark in result.remarks:
            warn(remark)
        for remark in told_unplaced(result.now.unplaced):
            warn(remark)
        for tape in result.now.unread:
            warn(f"tape {tape} has no transcript: its words cannot be told")
    show(as_json, lambda: record(result), lambda: "\n".join(_told(result)))
    return 0 if result.is_same else 1


def _told(found: Conformed) -> Iterator[str]:
    proof = found.now
    for change in found.changes:
        name = found.line_names.get(change.line, "") if change.line is not None else ""
        place = " ".join(filter(None, (name, change.tape)))
        yield f"{found.label(change)}  {change.kind.value.replace('_', ' '):<8}  {place}: {change.explanation}"
    for join in found.new_joins:
        yield f"{join.timecode}  new join  {join.explanation}"
    for new in found.new_flags:
        at = proof.format.write(proof.start + new.record)
        yield f"{at}  new flag  {flag_name(new.flag.flag)}: {new.flag.why or new.flag.tape_words}"
    if found.written:
        yield f"wrote {found.written}"
    if proof.unplaced:
        events = counted(len(proof.unplaced), "event")
        yield f"{events} of it {'is' if len(proof.unplaced) == 1 else 'are'} on no tape here and could not be compared"
    lines = counted(found.lines, "line")
    if found.is_same:
        yield f"nothing has changed: {lines}, {counted(len(proof.pieces), 'piece')}, to the frame"
    else:
        flags = f", {counted(len(found.new_flags), 'new flag')}" if found.new_flags else ""
        yield f"{counted(len(found.changes), 'change')} to {lines}{flags}"
