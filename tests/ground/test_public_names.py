"""The public names are exactly these; a new one is a decision, a lost one breaks somebody."""

from __future__ import annotations

import importlib
from importlib import resources

import pytest

import tapewright

PUBLIC = {
    "tapewright": ["Project", "__version__", "new_project", "open_project"],
    "tapewright.timing": [
        *("TICKS_PER_SECOND", "FrameRate", "Interval", "Ticks", "TimecodeFormat", "clip", "cover", "frame_rate"),
        *("from_milliseconds", "from_samples", "from_seconds", "is_drop_label", "merge", "nearest", "read_fragment"),
        *("subtract", "to_float_seconds", "to_samples", "to_seconds", "write_clock", "write_fragment", "write_seconds"),
    ],
    "tapewright.model": [
        *("CHECKED", "AudioStream", "Bite", "BitePart", "Block", "Cut", "CutEvent", "Facets", "Hit"),
        *("HitPage", "Mark"),
        *("PaperEdit", "PartKind", "Provenance", "Quote", "SourceFile", "Span", "Speaker", "SpeakerId", "Tape"),
        *("TapeId", "Transcript", "TranscriptId", "Turn", "TurnId", "VideoStream", "Word", "WordTiming"),
        *("Claim", "ClaimId", "ClaimSource", "ClaimStatus", "Listen", "ListenId", "Paragraph", "ParagraphKind"),
        *("Acceptance", "AcceptanceId"),
        *("Script", "Timeline", "TimelineEvent", "DiffPiece", "Flag", "JoinKind", "JoinVerdict", "MeaningFlag"),
        *("PieceKind", "Quotation", "QuotationKind", "QuoteVerdict", "SourcePlace", "Verdict", "HeardBy"),
        *("Embedding", "FoundVoice", "TapeVoices", "Exemplar", "ExemplarId", "Utterance", "Voice", "VoiceId"),
        *("Code", "CodeId", "Codebook", "CodebookId", "Coding", "CodingId", "Memo", "MemoAbout", "MemoId"),
        *("StudySet", "StudySetId", "Decision", "DecisionId", "DecisionKind"),
        *("Case", "CaseId", "Certainty", "Event", "EventId", "EventKind", "EventSource", "Participant", "Party"),
        *("PartyId", "PartyKind", "Role", "Age", "ChronologyPage", "Conflict", "ConflictKind", "DatedEvent", "Gap"),
        *("Lane", "ChronologyRow", "ChronologyTable"),
    ],
    "tapewright.media": ["FileFacts", "MediaReader", "Renderer", "Samples"],
    "tapewright.speech": ["SAMPLE_RATE_HZ", "Engine", "Heard", "HearingSettings", "Samples", "VoiceFinder", "Voices"],
    "tapewright.speech.identity": ["Candidate", "Example", "Heard", "Split", "Suggestion"],
    "tapewright.jobs": ["Done", "Piece", "Runner"],
    "tapewright.exchange": [
        *("ChronologyReader", "ChronologyWriter"),
        *("CutWriter", "ReadTranscript", "ReadTurn", "ScriptReader", "TimelineReader"),
        *("TranscriptReader", "TranscriptWriter"),
    ],
    "tapewright.store": [
        *("AnyStudy", "Change", "Damage", "Done", "Ledger", "Revision", "Spoken", "Store", "Study", "TextIndex"),
        *("Transaction", "TranscriptHead"),
    ],
}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_room_exports_exactly_its_public_names(name: str) -> None:
    room = importlib.import_module(name)
    assert sorted(room.__all__) == sorted(PUBLIC[name])
    for public in room.__all__:
        assert getattr(room, public) is not None


def test_the_package_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'brew'"):
        _ = tapewright.brew  # type: ignore[attr-defined]


def test_the_types_reach_those_who_build_on_it() -> None:
    assert resources.files("tapewright").joinpath("py.typed").is_file()
