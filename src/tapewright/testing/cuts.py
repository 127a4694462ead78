"""Cuts for tests, laid down in whole frames, so that what a timeline should say is known without any conversion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from tapewright.model import AudioStream, Cut, CutEvent, SourceFile, Tape, TapeId, VideoStream, Word
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate

FORMATS = tuple(
    TimecodeFormat(frame_rate(rate), drop)
    for rate, drop in (
        ("23.976", False), ("24", False), ("25", False), ("29.97", False), ("29.97", True), ("30", False),
        ("48", False), ("50", False), ("59.94", False), ("59.94", True), ("60", False),
    )
)  # fmt: skip
"""Every way of counting that films and programmes are made in."""

HOURS = ("00:00:00:00", "01:00:00:00", "10:00:00:00", "23:59:58:00")
"""Start timecodes; the last one runs over midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One event as a person would say it: from which frame of which file, how long, after how many empty frames."""

    file: int
    frame: int
    length: int
    gap: int = 0


def make_tape(
    counting: TimecodeFormat,
    *,
    frames: Sequence[int] = (5000,),
    starts: Sequence[int | None] = (None,),
    id: str = "T001",
    names: Sequence[str] = (),
    folder: str = "/media/tapes",
    picture: bool = True,
    channels: int = 2,
) -> Tape:
    """A tape of files with so many frames each, end to end; ``starts`` are the numbers of their first frames."""
    step = counting.rate.ticks_per_frame
    files, offset = [], 0
    for number, length in enumerate(frames):
        start = starts[number % len(starts)]
        name = names[number] if names else f"{id}_{number + 1}.{'mov' if picture else 'wav'}"
        files.append(
            SourceFile(
                path=f"{folder}/{name}",
                size=1,
                duration=Ticks(length * step),
                offset=Ticks(offset * step),
                start_timecode=None if start is None else Ticks(start * step),
                video=VideoStream(width=1920, height=1080, format=counting) if picture else None,
                audio=AudioStream(rate_hz=48_000, channels=channels) if channels else None,
            )
        )
        offset += length
    first = next(iter(starts), None) or 0
    return Tape(
        id=TapeId(id),
        title=id,
        format=counting,
        duration=Ticks(offset * step),
        start_timecode=Ticks(first * step),
        files=tuple(files),
    )


def make_cut(
    tape: Tape,
    pieces: Sequence[Piece],
    *,
    counting: TimecodeFormat | None = None,
    start: int = 0,
    title: str = "The harbour",
    speaker: str = "MARIAN",
    words: str = "the boats came back",
) -> Cut:
    """A cut out of one tape; frames of ``pieces`` count in the tape's own rate, as does the cut's unless told."""
    programme = counting or tape.format
    source_step, step = tape.format.rate.ticks_per_frame, programme.rate.ticks_per_frame
    events, at = [], 0
    for number, piece in enumerate(pieces, 1):
        at += piece.gap
        file = tape.files[piece.file]
        first = file.offset + piece.frame * source_step
        source = Interval(Ticks(first), Ticks(first + piece.length * step))
        record = Interval(Ticks(at * step), Ticks((at + piece.length) * step))
        events.append(
            CutEvent(
                tape=tape,
                file=file,
                source=source,
                record=record,
                bite=number,
                speaker=speaker,
                scene="Morning",
                words=spread(words, source),
            )
        )
        at += piece.length
    return Cut(title=title, format=programme, start=Ticks(start * step), events=tuple(events))


def spread(text: str, over: Interval) -> tuple[Word, ...]:
    """The words of a text, each as long as the others, laid over an interval."""
    tokens = text.split()
    edges = [over.start + over.duration * n // max(1, len(tokens)) for n in range(len(tokens) + 1)]
    return tuple(Word(text=t, start=Ticks(a), end=Ticks(b)) for t, a, b in zip(tokens, edges, edges[1:], strict=False))


def pieces(*, files: int = 2, frames: int = 5000) -> st.SearchStrategy[list[Piece]]:
    """Out of order, repeated, overlapping, touching, one frame long, with and without gaps."""
    one = st.builds(
        lambda file, frame, length, gap: Piece(file=file, frame=frame, length=min(length, frames - frame), gap=gap),
        file=st.integers(0, files - 1),
        frame=st.integers(0, frames - 1),
        length=st.one_of(st.just(1), st.integers(1, 400)),
        gap=st.one_of(st.just(0), st.just(0), st.integers(0, 90)),
    )
    return st.lists(one, min_size=1, max_size=12)
