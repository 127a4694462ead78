"""The nouns: frozen records that every floor above speaks in.

Belongs here: what a tape, a word, a turn, a span, a bite and a cut *are*, checked once where they are made. Never
here: how they are stored, read, found or drawn. Times are ticks (see ``timing``); positions in text never appear.
"""

from tapewright.model.acceptance import Acceptance, AcceptanceId
from tapewright.model.claim import Claim, ClaimId, ClaimSource, ClaimStatus
from tapewright.model.cut import Cut, CutEvent
from tapewright.model.hit import Facets, Hit, HitPage
from tapewright.model.listen import Listen, ListenId
from tapewright.model.paper import Bite, BitePart, Block, PaperEdit, PartKind
from tapewright.model.provenance import HeardBy, Provenance
from tapewright.model.script import Paragraph, ParagraphKind, Script
from tapewright.model.span import Quote, Span
from tapewright.model.speaker import Speaker, SpeakerId
from tapewright.model.tape import AudioStream, SourceFile, Tape, TapeId, VideoStream
from tapewright.model.timeline import Timeline, TimelineEvent
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
from tapewright.model.verdict import (
    DiffPiece,
    Flag,
    JoinKind,
    JoinVerdict,
    MeaningFlag,
    PieceKind,
    Quotation,
    QuotationKind,
    QuoteVerdict,
    SourcePlace,
    Verdict,
)
from tapewright.model.voice import (
    Embedding,
    Exemplar,
    ExemplarId,
    FoundVoice,
    TapeVoices,
    Utterance,
    Voice,
    VoiceId,
)

__all__ = [
    "CHECKED",
    "Acceptance",
    "AcceptanceId",
    "AudioStream",
    "Bite",
    "BitePart",
    "Block",
    "Claim",
    "ClaimId",
    "ClaimSource",
    "ClaimStatus",
    "Cut",
    "CutEvent",
    "DiffPiece",
    "Embedding",
    "Exemplar",
    "ExemplarId",
    "Facets",
    "Flag",
    "FoundVoice",
    "HeardBy",
    "Hit",
    "HitPage",
    "JoinKind",
    "JoinVerdict",
    "Listen",
    "ListenId",
    "Mark",
    "MeaningFlag",
    "PaperEdit",
    "Paragraph",
    "ParagraphKind",
    "PartKind",
    "PieceKind",
    "Provenance",
    "Quotation",
    "QuotationKind",
    "Quote",
    "QuoteVerdict",
    "Script",
    "SourceFile",
    "SourcePlace",
    "Span",
    "Speaker",
    "SpeakerId",
    "Tape",
    "TapeId",
    "TapeVoices",
    "Timeline",
    "TimelineEvent",
    "Transcript",
    "TranscriptId",
    "Turn",
    "TurnId",
    "Utterance",
    "Verdict",
    "VideoStream",
    "Voice",
    "VoiceId",
    "Word",
    "WordTiming",
]
