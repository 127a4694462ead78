"""A paper edit out of a cut: exporting it gives the same frames.

What has not changed stays as it was written, to the sign: a bite with its strikes, and the headings, narration and
notes around the lines that stayed in place. What has changed is written piece by piece, each bite exactly as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tapewright.model import PaperEdit, SpeakerId, Tape, TapeId
from tapewright.proof.conforming import ChangeKind, ComparedCuts
from tapewright.proof.programme import HeardPiece, ProgrammeEar, main_speaker
from tapewright.story.newpaper import new_paper
from tapewright.story.paper import parse
from tapewright.story.write import bite_block, without_tail
from tapewright.timing import FrameRate, Interval, Ticks, from_seconds, write_seconds
from tapewright.verbs.cutproof import CutProof

_BEHIND_EVERYTHING = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class CutBack:
    """A cut that was compared, and what is needed to write it down. ``old`` is the paper edit that it came from, if
    it counts as the cut does.
    """

    now: CutProof
    found: ComparedCuts
    ear: ProgrammeEar
    tapes: Mapping[TapeId, Tape]
    names: Mapping[SpeakerId, str]
    old: PaperEdit | None = None

    def paper(self, title: str) -> str:
        """The text of the paper edit; what is heard and on no tape stands as a comment where it is heard."""
        kept = self._text(title, list(self._blocks(self.old)))
        plain = self._text(title, list(self._blocks(None)))
        # What stands around the bites may hide them (a comment that was never closed): then they are written alone.
        return kept if self._reads(kept) else plain

    def _text(self, title: str, blocks: list[tuple[int, str]]) -> str:
        for one in self.now.unplaced:
            at = self.now.format.write(self.now.start + one.event.record.start)
            told = " ".join(f"{at} {one.name}: {one.why}".split()).replace("--", "- -")
            blocks.append((one.event.record.start, f"<!-- {told} -->"))
        blocks.sort(key=lambda block: block[0])  # stable: a heading stays in front of its bite
        body = "\n".join(text.rstrip("\r\n") + "\n" for _, text in blocks)
        return f"{new_paper(title, self.now.format, self.now.start)}\n{body}"

    def _reads(self, text: str) -> bool:
        """Whether every piece is found again in the bites of a text."""
        bites = parse(text).bites
        spans = [bite.span(self.tapes[bite.tape]).interval for bite in bites]
        wanted = [piece.source for piece in self.now.pieces]
        return all(any(span.meets(piece) for span in spans) for piece in wanted) and len(bites) <= len(wanted)

    def _blocks(self, old: PaperEdit | None) -> Iterator[tuple[int, str]]:
        """When each block is heard, and its text."""
        bites, around, rest = self._kept(old)
        written: set[int] = set()
        for place, piece in enumerate(self.now.pieces):
            line = self.found.line_of.get(place)
            at = piece.record.start
            if line is not None and line not in written:
                yield from ((at, text) for text in around.get(line, ()))
                if line in bites:
                    yield at, bites[line]
                written.add(line)
            if line not in bites:
                yield at, self._bite(piece)
        yield from ((_BEHIND_EVERYTHING, text) for text in rest)

    def _kept(self, old: PaperEdit | None) -> tuple[dict[int, str], dict[int, list[str]], list[str]]:
        """By line: bites that have not changed, what stands in front of lines in place, and what stands behind all."""
        if old is None:
            return {}, {}, []
        changed: set[int | None] = set()
        moved: set[int | None] = set()
        for change in self.found.changes:
            if change.kind in (ChangeKind.MOVED, ChangeKind.GONE):
                moved.add(change.line)
            elif change.kind is not ChangeKind.SPACED:
                changed.add(change.line)
        places: dict[int, list[int]] = defaultdict(list)
        for place, line in sorted(self.found.line_of.items()):
            places[line].append(place)
        bites: dict[int, str] = {}
        around: dict[int, list[str]] = {}
        carried: list[str] = []
        number = 0
        for block in old.blocks:
            if block.kind != "bite":
                carried.append(without_tail(block.source))
                continue
            number += 1
            mine = places.get(number)
            if mine and number not in changed and self._runs_on(mine):
                bites[number] = without_tail(block.source)
            if mine and number not in moved:
                around[number], carried = carried, []
        return bites, around, carried

    def _runs_on(self, places: list[int]) -> bool:
        """Whether pieces stand beside each other, in the order of their tape."""
        starts = [self.now.pieces[place].source.start for place in places]
        return places == list(range(places[0], places[-1] + 1)) and starts == sorted(starts)

    def _bite(self, piece: HeardPiece) -> str:
        said = self.ear.spoken(piece)
        words = [self.ear.word(piece.tape, number) for number in said.words]
        speaker = main_speaker(said.words, self.ear.talks(piece.tape))
        name = self.names.get(speaker, "") if speaker is not None else ""
        return bite_block(piece.tape, _exact(piece, self.tapes[piece.tape], self.now.format.rate), words, name)


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
