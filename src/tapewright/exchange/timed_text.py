"""Text transcripts with times, with some, or with none; and the text that we write, which reads back the same."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.errors import InputError
from tapewright.exchange import ReadTranscript, ReadTurn
from tapewright.exchange.encoding import HINT, decode
from tapewright.exchange.stamps import StampsRead, read_stamps
from tapewright.exchange.text_layout import TextLayout
from tapewright.exchange.typed import is_name, opening, typed_text
from tapewright.exchange.typed_script import Block, read_script
from tapewright.model import Speaker, Tape, Transcript, Turn, Word, WordTiming
from tapewright.timing import TICKS_PER_SECOND, Ticks, write_clock
from tapewright.words.pace import SLOWEST, shares, usual_length

DEFAULT_LAYOUT = "[{timecode}] {name}: {text}"
NO_TIMES = "no usable times in it: estimated over the tape by the length of the words"
_UNNAMED_LAYOUT = "[{timecode}] {text}"


class TimedTextReader:
    """Reads typed transcripts. Times that stand in the text are kept; words between them get shares of the time by
    their length, and all are marked as estimated until they are aligned with the sound.
    """

    def __init__(self, template: str = "") -> None:
        self._template = template

    def read(self, data: bytes, *, tape: Tape, name: str) -> ReadTranscript:
        """Turns on the tape's clock. InputError where no words are found."""
        decoded = decode(data, name=name)
        script = read_script(decoded.text, template=self._template)
        if not any(block.tokens for block in script.blocks):
            raise InputError("; ".join(("there are no words in it", *script.remarks)), place=name, hint=HINT)
        stamps = read_stamps([stamp for block in script.blocks for _, stamp in block.anchors], tape)
        turns, has_times = _timed(script.blocks, stamps, tape)
        remarks = [*decoded.remarks, *script.remarks, *stamps.remarks]
        if not has_times:
            remarks.append(NO_TIMES)
        return ReadTranscript(turns=tuple(turns), format="txt", remarks=tuple(remarks))


class TxtWriter:
    """Writes a line for every turn: source timecode, name, words, unsure ones as ``[word??]``."""

    def __init__(self, template: str = "") -> None:
        self._layout = TextLayout(template) if template else None

    def write(self, transcript: Transcript, *, tape: Tape, speakers: Sequence[Speaker]) -> str:
        """The whole text; ends with a line end."""
        names = {speaker.id: speaker.name for speaker in speakers}
        layout = self._layout or TextLayout(_default_layout(transcript.turns))
        lines = [
            layout.write(turn_fields(turn, number, tape, names.get(turn.speaker, "") if turn.speaker else ""))
            for number, turn in enumerate(transcript.turns, 1)
        ]
        return "\n\n".join(lines) + "\n"


def written_name(name: str) -> str:
    """A speaker's name as a text shows it: on one line, without what would end it."""
    return " ".join("".join(" " if sign in ":[]<>" else sign for sign in name).split())[:60].strip()


def turn_fields(turn: Turn, number: int, tape: Tape, name: str) -> dict[str, str]:
    """What a template may say of a turn."""
    return {
        "reel": tape.reel or tape.id,
        "tape": tape.id,
        "title": tape.title,
        "number": str(number),
        "timecode": tape.timecode(turn.interval.start),
        "end_timecode": tape.timecode(turn.interval.end),
        "clock": write_clock(turn.interval.start),
        "end_clock": write_clock(turn.interval.end),
        "name": written_name(name),
        "text": typed_text(turn.words),
    }


def _default_layout(turns: Sequence[Turn]) -> str:
    """The name's colon is left out where nobody is named and no text begins as if with a name."""
    is_named = any(turn.speaker for turn in turns)
    looks_named = any(opening(turn.text).name is not None for turn in turns)
    return DEFAULT_LAYOUT if is_named or looks_named else _UNNAMED_LAYOUT


def _timed(blocks: Sequence[Block], stamps: StampsRead, tape: Tape) -> tuple[list[ReadTurn], bool]:
    texts = [token.text for block in blocks for token in block.tokens]
    anchors = _anchors(blocks, stamps)
    times = _spread(texts, anchors, tape.duration)
    turns: list[ReadTurn] = []
    speaker, place = "", 0
    for block in blocks:
        speaker = speaker if block.name is None else block.name
        words = []
        for token in block.tokens:
            start, end = times[place]
            place += 1
            words.append(
                Word(
                    text=token.text,
                    start=Ticks(start),
                    end=Ticks(end),
                    timing=WordTiming.ESTIMATED,
                    marks=token.marks,
                )
            )
        if words:
            turns.append(ReadTurn(speaker=speaker, words=tuple(words)))
    return turns, bool(anchors)


def _anchors(blocks: Sequence[Block], stamps: StampsRead) -> list[tuple[int, int]]:
    """(number of the word over the whole text, tape time) of every time that can be used; one for a word, the first."""
    found: list[tuple[int, int]] = []
    ticks = iter(stamps.ticks)
    began = passed = 0
    last_block = -2
    for number, block in enumerate(blocks):
        for word, _ in block.anchors:
            tick = next(ticks)
            if tick is None or (found and found[-1][0] == passed + word):
                continue
            # The same time again says nothing, unless two turns beside each other begin together.
            is_beside = word == 0 and last_block == number - 1 and found[-1][0] == began
            if not found or tick > found[-1][1] or is_beside:
                found.append((passed + word, tick))
                last_block = number
        began, passed = passed, passed + len(block.tokens)
    return found


def _spread(texts: Sequence[str], anchors: Sequence[tuple[int, int]], duration: int) -> list[tuple[int, int]]:
    """Times for every word: shares between anchors, at most ``SLOWEST`` times the usual length, then silence."""

    def usual(words: Sequence[str]) -> int:
        return usual_length(words, TICKS_PER_SECOND)

    if not anchors:
        return shares(texts, 0, duration or usual(texts))
    first_word, first_tick = anchors[0]
    before = texts[:first_word]
    times = shares(before, max(0, first_tick - usual(before)), first_tick) if before else []
    for number, (word, tick) in enumerate(anchors):
        if number + 1 < len(anchors):
            following, limit = anchors[number + 1]
            stretch = texts[word:following]
            # Two turns with one time overlap: then the words take the time that they usually take.
            end = min(limit, tick + SLOWEST * usual(stretch)) if limit > tick else tick + usual(stretch)
        else:
            stretch = texts[word:]
            end = min(duration, tick + usual(stretch)) if duration > tick else tick + usual(stretch)
        times += shares(stretch, tick, end) if stretch else []
    return times


__all__ = ["DEFAULT_LAYOUT", "TimedTextReader", "TxtWriter", "is_name", "turn_fields", "written_name"]
