"""The nouns: frozen records that every floor above speaks in.

Belongs here: what a tape, a word, a turn, a span, a bite and a cut *are*, checked once where they are made. Never
here: how they are stored, read, found or drawn. Times are ticks (see ``timing``); positions in text never appear.
"""

from tapewright.model.cut import Cut, CutEvent
from tapewright.model.hit import Hit, HitPage
from tapewright.model.paper import Bite, BitePart, Block, PaperEdit, PartKind
from tapewright.model.provenance import Provenance
from tapewright.model.span import Quote, Span
from tapewright.model.speaker import Speaker, SpeakerId
from tapewright.model.tape import AudioStream, SourceFile, Tape, TapeId, VideoStream
from tapewright.model.transcript import (
    CHECKED,
    Mark,
    Transcript,
    TranscriptId,
    Turn,
    TurnId,
    Word,
    WordTiming,
)

__all__ = [
    "CHECKED",
    "AudioStream",
    "Bite",
    "BitePart",
    "Block",
    "Cut",
    "CutEvent",
    "Hit",
    "HitPage",
    "Mark",
    "PaperEdit",
    "PartKind",
    "Provenance",
    "Quote",
    "SourceFile",
    "Span",
    "Speaker",
    "SpeakerId",
    "Tape",
    "TapeId",
    "Transcript",
    "TranscriptId",
    "Turn",
    "TurnId",
    "VideoStream",
    "Word",
    "WordTiming",
]
