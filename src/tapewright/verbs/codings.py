"""Codings: a code put on a stretch of a tape by a coder, and taken off again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Code, CodeId, Coding, CodingId, Span, SpeakerId, Tape, TapeId
from tapewright.proof.talk import TapeTalk
from tapewright.study.tree import CodeTree
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.places import quote_of, read_span, span_record
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks
from tapewright.verbs.revisions import check_revision
from tapewright.words.near import near_or_all

_LONGEST_NOTE = 4000
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPassage:
    """A coding with what stands under it now: ``now`` is None where it reads as on that day.

    ``speaker`` says most of it, ``speakers`` are all who speak in it, as they begin; an empty name is nobody named.
    """

    coding: Coding
    code: Code
    speaker: str
    speakers: tuple[str, ...]
    now: str | None = None


def code_span(
    project: Project, span: str | Span, code: int, *, coder: str = "", note: str = "", who: str = ""
) -> Coding:
    """Put a code on a place of a tape. ConflictError where the coder has it on that very place already.

    ``coder`` is whoever works on this machine unless somebody is named.
    """
    return code_spans(project, [span], code, coder=coder, note=note, who=who)[0]


def code_spans(
    project: Project, spans: Sequence[str | Span], code: int, *, coder: str = "", note: str = "", who: str = ""
) -> list[Coding]:
    """The same for several places, in one transaction."""
    used = project.store.one(Code, code)
    if not used.is_codable:
        raise UsageError(f"{used.name} is a heading, with which nothing is coded", hint="choose a code below it")
    places = [read_span(project, span) if isinstance(span, str) else span for span in spans]
    for place in places:
        _check_place(project, place)
    quotes, by, remark = [quote_of(project, place) for place in places], _coder(coder), _note(note)
    with project.store.change(f"code with {used.name}", who=who or by) as pen:
        made: list[Coding] = []
        known: dict[Span, CodingId] = {}
        for quote in quotes:
            stored = pen.add(Coding(code=used.id, quote=quote, coder=by, note=remark))
            known = known or _coded_spans(project, stored)  # whose they are is known once the first is stored
            _refuse_twice(stored, known)
            known[quote.span] = stored.id
            made.append(stored)
    return made


def refuse_twice(project: Project, stored: Coding) -> None:
    """ConflictError where its coder had put its code on its stretch before."""
    _refuse_twice(stored, _coded_spans(project, stored))


def uncode(project: Project, codings: Iterable[int], *, who: str = "", expected: int | None = None) -> list[Coding]:
    """Take codings off, in one transaction; undo brings them back."""
    gone = [_coding(project, number, expected) for number in dict.fromkeys(codings)]
    taken = {project.store.one(Code, coding.code).name for coding in gone}
    with project.store.change(f"take {_told(taken)} off", who=who) as pen:
        for coding in gone:
            pen.remove(coding)
    return gone


def recode(
    project: Project,
    coding: int,
    *,
    code: int | None = None,
    span: str | Span | None = None,
    note: str | None = None,
    who: str = "",
    expected: int | None = None,
) -> Coding:
    """Another code, another stretch or another note for a coding; its coder stays."""
    old = _coding(project, coding, expected)
    place = None if span is None else read_span(project, span) if isinstance(span, str) else span
    if place is not None:
        _check_place(project, place)
    new = replace(
        old,
        code=old.code if code is None else project.store.one(Code, code).id,
        quote=old.quote if place is None else quote_of(project, place),
        note=old.note if note is None else _note(note),
    )
    if not project.store.one(Code, new.code).is_codable:
        raise UsageError("nothing is coded with a heading", hint="choose a code below it")
    if (new.code, new.quote.span) != (old.code, old.quote.span):
        _refuse_twice(new, _coded_spans(project, new))
    with project.store.change("change a coding", who=who) as pen:
        return pen.replace(old, new) if new != old else old


def codings(
    project: Project,
    *,
    tape: str | None = None,
    codes: Iterable[int] | None = None,
    coder: str | None = None,
    below: bool = True,
) -> list[CodedPassage]:
    """Coded passages in the order of tapes and time. ``codes``: with these, and with those below them (``below``)."""
    tree = code_tree(project)
    wanted: set[CodeId] | None = None
    if codes is not None:
        wanted = set()
        for code in codes:
            one = project.store.one(Code, code)
            wanted |= tree.under(one.id) if below else {one.id}
    if tape is not None:
        project.store.tape(TapeId(tape))
    by = coder_called(project, coder) if coder else coder
    found = project.store.codings(tape=None if tape is None else TapeId(tape), coder=by)
    return passages(project, [one for one in found if wanted is None or one.code in wanted], tree=tree)


def passages(project: Project, found: Iterable[Coding], *, tree: CodeTree | None = None) -> list[CodedPassage]:
    """Codings with their codes, speakers and words as they read now, in the order of tapes and time."""
    tree = tree or code_tree(project)
    talk, names = talks(project), project.speaker_names()
    made = []
    for coding in sorted(found, key=lambda one: (one.quote.span, one.id)):
        words = talk(coding.quote.span.tape)
        numbers = words.within(coding.quote.span.interval)
        now = " ".join(words.words[number].text for number in numbers)
        said = voices(words, numbers, names)
        named = [name for name, _ in said.most_common() if name]
        made.append(
            CodedPassage(
                coding=coding,
                code=tree.by_id[coding.code],
                speaker=named[0] if named else "",
                speakers=tuple(said),
                now=None if now == coding.quote.text else now,
            )
        )
    return made


def voices(talk: TapeTalk, numbers: Iterable[int], names: Mapping[SpeakerId, str]) -> Counter[str]:
    """Who speaks in some words, as they begin, and how many of the words are theirs; nobody named is empty."""
    said = (talk.speaker(number) for number in numbers)
    return Counter(names.get(who, "") if who is not None else "" for who in said)


def coders(project: Project) -> dict[str, int]:
    """Who has coded, and how many passages, most first."""
    return dict(Counter(coding.coder for coding in project.store.codings()).most_common())


def coder_called(project: Project, name: str) -> str:
    """The coder of a name, whatever its capitals. NotFoundError names those who have coded."""
    known = coders(project)
    found = [coder for coder in known if coder.casefold() == name.strip().casefold()]
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    hint = near_or_all(name, known) or "nobody has coded yet"
    raise NotFoundError(f"nobody called {name!r} has coded here", hint=hint)


def record(project: Project, found: Iterable[CodedPassage]) -> dict[str, object]:
    """``{"codings": [{"id", "code", "code_name", "path", "colour", "coder", "when", "note", "revision", "tape",
    "place", "start", "end", "ticks", "timecode", "end_timecode", "text", "reads_now", "speaker", "speakers"}]}``.

    ``text`` are the words of the day on which it was coded; ``reads_now`` is null where they still read so.
    ``speaker`` says most of it; ``speakers`` are all who speak in it, an empty name for words of nobody named.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    tree = code_tree(project)
    return {"codings": [coding_record(one, tapes[one.coding.quote.span.tape], tree) for one in found]}


def coding_record(one: CodedPassage, tape: Tape, tree: CodeTree) -> dict[str, object]:
    """One coding as JSON."""
    coding = one.coding
    return {
        "id": coding.id,
        "code": coding.code,
        "code_name": one.code.name,
        "path": tree.path(one.code),
        "colour": one.code.colour,
        "coder": coding.coder,
        "when": coding.when,
        "note": coding.note,
        "revision": coding.revision,
        **span_record(tape, coding.quote.span),
        "text": coding.quote.text,
        "reads_now": one.now,
        "speaker": one.speaker,
        "speakers": list(one.speakers),
    }


def _coding(project: Project, number: int, expected: int | None) -> Coding:
    found = project.store.one(Coding, number)
    check_revision(f"coding {number}", found.revision, expected)
    return found


def _check_place(project: Project, place: Span) -> None:
    tape = project.store.tape(place.tape)
    if place.interval.is_empty or (tape.duration and place.interval.start >= tape.duration):
        raise UsageError(f"{place.tape}: there is nothing to code at that place", hint="mark some words first")


def _coded_spans(project: Project, like: Coding) -> dict[Span, CodingId]:
    """The stretches that have a coding's code from its coder, but for its own."""
    known = project.store.codings(code=like.code, coder=like.coder)
    return {one.quote.span: one.id for one in known if one.id != like.id}


def _refuse_twice(coding: Coding, known: Mapping[Span, CodingId]) -> None:
    """The same code by the same coder on the same stretch says nothing new."""
    if (other := known.get(coding.quote.span)) is not None:
        raise ConflictError(f"{coding.coder} has coded that passage so already (K{other})", hint="choose another code")


def _told(codes: Collection[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else f"{len(codes)} codes"


def _coder(name: str) -> str:
    plain = " ".join(name.split())
    if len(plain) > _LONGEST_NAME:
        raise UsageError("too long for a coder's name", hint=f"give {_LONGEST_NAME} signs at most")
    return plain


def _note(text: str) -> str:
    if len(text) > _LONGEST_NOTE:
        raise UsageError("too long for a note", hint=f"give {_LONGEST_NOTE} signs at most, or write a memo")
    return text.strip()
