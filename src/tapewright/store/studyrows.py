"""The kinds of records that the study keeps, each with its tables."""

from __future__ import annotations

from typing import Any

from tapewright.model import (
    Case,
    Code,
    Codebook,
    Coding,
    Decision,
    Event,
    Memo,
    Party,
    StudySet,
)
from tapewright.store import chronologyrows as story
from tapewright.store import coderows as codes
from tapewright.store.rows import (
    CODE,
    CODEBOOK,
    CODING,
    DECISION,
    EVENT,
    EVENT_PARTY,
    EVENT_SOURCE,
    MEMO,
    PARTY,
    STUDY_CASE,
    STUDY_CASE_TAPE,
    STUDY_SET,
    STUDY_SET_MEMBER,
)
from tapewright.store.studyparts import Kind, Part

_SET_PARTS = (Part(table=STUDY_SET_MEMBER, owner="study_set", rows=codes.set_members),)
_CASE_PARTS = (Part(table=STUDY_CASE_TAPE, owner="study_case", rows=story.case_tapes),)
_EVENT_PARTS = (
    Part(table=EVENT_PARTY, owner="event", rows=story.event_parties),
    Part(table=EVENT_SOURCE, owner="event", rows=story.event_sources),
)

KINDS: tuple[Kind, ...] = (
    Kind(record=Codebook, called="codebook", table=CODEBOOK, row=codes.codebook_row, read=codes.read_codebook),
    Kind(record=Code, called="code", table=CODE, row=codes.code_row, read=codes.read_code),
    Kind(record=Coding, called="coding", table=CODING, row=codes.coding_row, read=codes.read_coding),
    Kind(record=Memo, called="memo", table=MEMO, row=codes.memo_row, read=codes.read_memo),
    Kind(record=StudySet, called="set", table=STUDY_SET, row=codes.named_row, read=codes.read_set, parts=_SET_PARTS),
    Kind(record=Case, called="case", table=STUDY_CASE, row=codes.named_row, read=story.read_case, parts=_CASE_PARTS),
    Kind(record=Party, called="party", table=PARTY, row=story.party_row, read=story.read_party),
    Kind(
        record=Event,
        called="event",
        table=EVENT,
        row=story.event_row,
        read=story.read_event,
        parts=_EVENT_PARTS,
    ),
    Kind(record=Decision, called="decision", table=DECISION, row=codes.decision_row, read=codes.read_decision),
)

_BY_RECORD = {kind.record: kind for kind in KINDS}


def kind_of(record: type[Any]) -> Kind:
    """How a kind of record is kept."""
    return _BY_RECORD[record]
