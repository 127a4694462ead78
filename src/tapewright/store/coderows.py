"""Codebooks, codes, codings, memos, sets and decisions as rows, and back."""

from __future__ import annotations

from tapewright.model import (
    Case,
    Code,
    Codebook,
    CodebookId,
    CodeId,
    Coding,
    CodingId,
    Decision,
    DecisionId,
    DecisionKind,
    Memo,
    MemoAbout,
    MemoId,
    StudySet,
    StudySetId,
    TapeId,
)
from tapewright.store.rows import (
    STUDY_SET_MEMBER,
    Row,
)
from tapewright.store.studyparts import Parts, Read, TapeNumber, place_columns, read_quote


def codebook_row(book: Codebook, _: TapeNumber) -> Row:
    """The row of a codebook."""
    return {
        "id": book.id,
        "name": book.name,
        "note": book.note,
        "origin": book.origin,
        "guid": book.guid,
        "revision": book.revision,
    }


def read_codebook(row: Read, _: object) -> Codebook:
    """The codebook of a row."""
    return Codebook(
        id=CodebookId(row["id"]),
        name=row["name"],
        note=row["note"],
        origin=row["origin"],
        guid=row["guid"],
        revision=row["revision"],
    )


def code_row(code: Code, _: TapeNumber) -> Row:
    """The row of a code."""
    return {
        "id": code.id,
        "codebook": code.codebook,
        "parent": code.parent,
        "rank": code.rank,
        "name": code.name,
        "definition": code.definition,
        "use_when": code.use_when,
        "not_when": code.not_when,
        "example": code.example,
        "colour": code.colour,
        "number_key": code.key,
        "source": code.source,
        "is_codable": code.is_codable,
        "guid": code.guid,
        "revision": code.revision,
    }


def read_code(row: Read, _: object) -> Code:
    """The code of a row."""
    return Code(
        id=CodeId(row["id"]),
        codebook=CodebookId(row["codebook"]),
        parent=None if row["parent"] is None else CodeId(row["parent"]),
        rank=row["rank"],
        name=row["name"],
        definition=row["definition"],
        use_when=row["use_when"],
        not_when=row["not_when"],
        example=row["example"],
        colour=row["colour"],
        key=row["number_key"],
        source=row["source"],
        is_codable=bool(row["is_codable"]),
        guid=row["guid"],
        revision=row["revision"],
    )


def coding_row(coding: Coding, number: TapeNumber) -> Row:
    """The row of a coding."""
    return {
        "id": coding.id,
        "code": coding.code,
        **place_columns(coding.quote, number),
        "coder": coding.coder,
        "at": coding.when,
        "note": coding.note,
        "guid": coding.guid,
        "revision": coding.revision,
    }


def read_coding(row: Read, _: object) -> Coding:
    """The coding of a row."""
    quote = read_quote(row)
    if quote is None:
        raise ValueError("it has no place")
    return Coding(
        id=CodingId(row["id"]),
        code=CodeId(row["code"]),
        quote=quote,
        coder=row["coder"],
        when=row["at"],
        note=row["note"],
        guid=row["guid"],
        revision=row["revision"],
    )


def memo_row(memo: Memo, number: TapeNumber) -> Row:
    """The row of a memo."""
    place = place_columns(memo.quote, number)
    if memo.tape is not None:
        place["tape"] = number(memo.tape)
    return {
        "id": memo.id,
        "title": memo.title,
        "memo": memo.text,
        "about": memo.about.value,
        "target": memo.target,
        **place,
        "who": memo.who,
        "at": memo.when,
        "guid": memo.guid,
        "revision": memo.revision,
    }


def read_memo(row: Read, _: object) -> Memo:
    """The memo of a row."""
    about = MemoAbout(row["about"])
    return Memo(
        id=MemoId(row["id"]),
        title=row["title"],
        text=row["memo"],
        about=about,
        target=row["target"],
        tape=TapeId(row["tape_id"]) if about is MemoAbout.TAPE else None,
        quote=read_quote(row),
        who=row["who"],
        when=row["at"],
        guid=row["guid"],
        revision=row["revision"],
    )


def set_members(record: StudySet, number: TapeNumber) -> list[Row]:
    """The rows of a set's codes and tapes."""
    codes: list[Row] = [{"code": code, "tape": None} for code in record.codes]
    return codes + [{"code": None, "tape": number(tape)} for tape in record.tapes]


def read_set(row: Read, parts: Parts) -> StudySet:
    """The set of a row."""
    members = parts[STUDY_SET_MEMBER.name].get(row["id"], ())
    return StudySet(
        id=StudySetId(row["id"]),
        name=row["name"],
        note=row["note"],
        codes=tuple(CodeId(member["code"]) for member in members if member["code"] is not None),
        tapes=tuple(TapeId(member["tape_id"]) for member in members if member["tape"] is not None),
        guid=row["guid"],
        revision=row["revision"],
    )


def decision_row(decision: Decision, number: TapeNumber) -> Row:
    """The row of a decision."""
    return {
        "id": decision.id,
        "kind": decision.kind.value,
        "about": decision.about,
        "answer": decision.answer,
        **place_columns(decision.quote, number),
        "who": decision.who,
        "at": decision.when,
        "note": decision.note,
        "revision": decision.revision,
    }


def read_decision(row: Read, _: object) -> Decision:
    """The decision of a row."""
    return Decision(
        id=DecisionId(row["id"]),
        kind=DecisionKind(row["kind"]),
        about=row["about"],
        answer=row["answer"],
        quote=read_quote(row),
        who=row["who"],
        when=row["at"],
        note=row["note"],
        revision=row["revision"],
    )


def named_row(record: StudySet | Case, _: TapeNumber) -> Row:
    """The row of a set or a case."""
    return {
        "id": record.id,
        "name": record.name,
        "note": record.note,
        "guid": record.guid,
        "revision": record.revision,
    }
