"""What a rough cut plays, sample by sample: stretches of files and silences, laid end to end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from tapewright.errors import UsageError
from tapewright.model import Cut, CutEvent, SourceFile, Tape
from tapewright.timing import Ticks, to_samples

RATE_HZ = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stretch without a join. ``first`` and ``samples`` count programme samples at 48 kHz from 0.

    ``start`` is the tick of ``file``'s own time that is heard at ``first``; ``file`` is None for silence. ``fades_in``
    and ``fades_out`` say whether its ends are joins that would click.
    """

    first: int
    samples: int
    file: SourceFile | None = None
    start: Ticks = Ticks(0)
    event: CutEvent | None = None
    fades_in: bool = True
    fades_out: bool = True

    @property
    def into_file(self) -> int:
        """Which sample of the file, at 48 kHz, is heard at ``first``."""
        return to_samples(self.start, RATE_HZ)


def plan_tape(tape: Tape) -> list[Stretch]:
    """The whole of a tape from its time 0: its files where they lie on its clock, silence between, no fades."""
    stretches: list[Stretch] = []
    at, total = 0, to_samples(tape.duration, RATE_HZ)
    for file in tape.files:
        first, end = (min(total, to_samples(t, RATE_HZ)) for t in (file.extent.start, file.extent.end))
        if first > at:
            stretches.append(Stretch(first=at, samples=first - at))
        if end > first:
            stretches.append(Stretch(first=first, samples=end - first, file=file))
        at = max(at, end)
    if total > at:
        stretches.append(Stretch(first=at, samples=total - at))
    return [replace(stretch, fades_in=False, fades_out=False) for stretch in stretches]


def plan_sound(cut: Cut) -> list[Stretch]:
    """The stretches of a cut, silences included; together they have ``to_samples(cut.duration, 48000)`` samples.

    Events that go on where the one before them ends, in the same file, become one stretch; over the seam of two files
    of one tape there are two stretches and no fade. Raises UsageError where events overlap in the programme.
    """
    runs = _runs(cut)
    stretches: list[Stretch] = []
    at = 0
    for number, run in enumerate(runs):
        first, end = (to_samples(t, RATE_HZ) for t in (run[0].record.start, run[-1].record.end))
        if first < at:
            raise UsageError(f"two events of the cut overlap at {cut.format.write(cut.start + run[0].record.start)}")
        if first > at:
            stretches.append(Stretch(first=at, samples=first - at))
        if end > first:
            stretches.append(
                Stretch(
                    first=first,
                    samples=end - first,
                    file=run[0].file,
                    start=_in_file(run[0]),
                    event=run[0],
                    fades_in=number == 0 or not _goes_on(runs[number - 1][-1], run[0]),
                    fades_out=number == len(runs) - 1 or not _goes_on(run[-1], runs[number + 1][0]),
                )
            )
        at = max(at, end)
    total = to_samples(cut.duration, RATE_HZ)
    if total > at:
        stretches.append(Stretch(first=at, samples=total - at))
    return _with_edges(stretches)


def _runs(cut: Cut) -> list[list[CutEvent]]:
    runs: list[list[CutEvent]] = []
    for event in sorted(cut.events, key=lambda e: e.record):
        if event.record.is_empty:
            continue
        if runs and event.file == runs[-1][-1].file and _goes_on(runs[-1][-1], event):
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def _goes_on(before: CutEvent, after: CutEvent) -> bool:
    return (
        before.tape.id == after.tape.id
        and before.source.end == after.source.start
        and before.record.end == after.record.start
    )


def _in_file(event: CutEvent) -> Ticks:
    return Ticks(event.source.start - (event.file.offset if event.file else 0))


def _with_edges(stretches: list[Stretch]) -> list[Stretch]:
    """Silence needs no fade of its own."""
    made = [s if s.file else replace(s, fades_in=False, fades_out=False) for s in stretches]
    assert all(a.first + a.samples == b.first for a, b in pairwise(made))
    return made
