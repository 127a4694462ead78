"""A paper edit out of a cut: one bite for each piece, exactly as long, so that exporting it gives the same frames."""

from __future__ import annotations

from collections.abc import Mapping

from tapewright.model import SpeakerId, Tape, TapeId
from tapewright.proof.conforming import Compared
from tapewright.proof.programme import Ear, HeardPiece, main_speaker
from tapewright.story.inline import escape
from tapewright.story.newpaper import new_paper
from tapewright.story.write import bite_block
from tapewright.timing import FrameRate, Interval, Ticks, from_seconds, write_seconds
from tapewright.verbs.cutproof import CutProof


def paper_of(
    now: CutProof,
    found: Compared,
    ear: Ear,
    *,
    title: str,
    tapes: Mapping[TapeId, Tape],
    names: Mapping[SpeakerId, str],
    scenes: Mapping[int, str],
) -> str:
    """The text of the paper edit. ``scenes`` names the scene of each earlier line, which its pieces keep; what is heard
    and on no tape stands as a comment where it is heard.
    """
    blocks: list[tuple[int, str]] = []
    scene = ""
    for number, piece in enumerate(now.pieces):
        said = ear.spoken(piece)
        words = [ear.word(piece.tape, number) for number in said.words]
        speaker = main_speaker(said.words, ear.talks(piece.tape))
        its = scenes.get(found.line_of.get(number, 0), scene)
        if its != scene:
            scene = its
            blocks.append((piece.record.start, f"# {escape(' '.join(scene.split()))}\n"))
        place = _exact(piece, tapes[piece.tape], now.format.rate)
        name = names.get(speaker, "") if speaker is not None else ""
        blocks.append((piece.record.start, bite_block(piece.tape, place, words, name)))
    for one in now.unplaced:
        at = now.format.write(now.start + one.event.record.start)
        told = " ".join(f"{at} {one.name}: {one.why}".split()).replace("--", "- -")
        blocks.append((one.event.record.start, f"<!-- {told} -->\n"))
    blocks.sort(key=lambda block: block[0])  # stable: a heading stays in front of its bite
    return f"{new_paper(title, now.format, now.start)}\n" + "\n".join(text for _, text in blocks)


def _exact(piece: HeardPiece, tape: Tape, rate: FrameRate) -> Interval:
    """The place to write for a piece: its own, or with an end that makes as many frames once it is read back.

    A place is written to the microsecond. Where the frames of the tape begin half-way through those of the programme,
    that is enough to round the two ends apart.
    """
    origin = next((file.offset for file, _ in tape.pieces(piece.source)), -tape.start_timecode)
    start, end = (from_seconds(write_seconds(tick)) for tick in (piece.source.start, piece.source.end))
    first, frames = rate.nearest_frame(start - origin), rate.nearest_frame(piece.record.duration)
    if piece.speed != 100 or rate.nearest_frame(end - origin) - first == frames:
        return piece.source
    return Interval(piece.source.start, Ticks(origin + rate.at_frame(first + frames)))
