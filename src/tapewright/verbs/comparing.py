"""What can be compared: the tapes that two coders or more have done, word by word, with what each coded there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Code, CodeId, Coding, Quote, Span, StudySet, Tape, TapeId
from tapewright.proof.talk import TapeTalk
from tapewright.study.agreement import Row
from tapewright.study.tree import CodeTree
from tapewright.timing import Interval, Ticks
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.places import text_of
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks

SETTLED = "settled"
"""The coder under whose name settled codings stand; compared only where asked for."""

DONE_BY = "done by "
"""A set of tapes with this before a coder's name holds those that the coder has done and says so."""

CODED, MARKED = "has coded there", "marked it done"


@dataclass(frozen=True)
class ComparedTape:
    """A tape that counts. ``done`` says of each coder who did it how that is known; ``codings`` are theirs."""

    tape: Tape
    talk: TapeTalk
    done: Mapping[str, str]
    codings: Sequence[Coding]

    @cached_property
    def turn_words(self) -> Mapping[int, int]:
        """How many words each turn has that belong to a place."""
        return Counter(self.talk.turn_of[number] for number in self.talk.in_time[1])

    @cached_property
    def spoken(self) -> Interval:
        """From the first word to the end of the last."""
        words = [self.talk.words[number].interval for number in self.talk.in_time[1]]
        return Interval(min(word.start for word in words), Ticks(max(word.end for word in words)))

    def quote(self, span: Span) -> Quote:
        """A place of the tape with its words as they read now."""
        return Quote(span, text_of([self.talk.words[number] for number in self.talk.within(span.interval)]))

    def coded(self, coder: str, code: CodeId) -> list[Coding]:
        """A coder's codings with one code."""
        return [coding for coding in self.codings if coding.coder == coder and coding.code == code]

    def blank(self, coders: Sequence[str]) -> Row:
        """The row of a word to which nobody gave anything: False, and None from whoever has not done the tape."""
        return tuple(False if coder in self.done else None for coder in coders)

    def rows(self, coders: Sequence[str], values: Mapping[str, Mapping[int, Hashable]]) -> dict[int, Counter[Row]]:
        """Of the turns in which anything was given, how many words got each row of values."""
        found: dict[int, Counter[Row]] = {}
        for number in {number for mine in values.values() for number in mine}:
            row = tuple(values[coder].get(number, False) if coder in self.done else None for coder in coders)
            found.setdefault(self.talk.turn_of[number], Counter())[row] += 1
        return found

    def words_with(self, coder: str, code: CodeId) -> dict[int, Hashable]:
        """The words that a coder gave a code, by their numbers."""
        inside = [self.talk.within(coding.quote.span.interval) for coding in self.coded(coder, code)]
        return {number: True for numbers in inside for number in numbers}


@dataclass(frozen=True, slots=True)
class LeftTape:
    """A tape that does not count, why, and which of the coders have done it."""

    tape: TapeId
    why: str
    done: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Coders, the codes that they used, the tapes that count, and those that do not with the reason.

    ``untouched`` counts the tapes that none of the coders has done: nobody asked for them by name.
    """

    coders: tuple[str, ...]
    codes: tuple[Code, ...]
    tapes: tuple[ComparedTape, ...]
    left: tuple[LeftTape, ...]
    untouched: int
    tree: CodeTree

    def of(self, coders: Sequence[str]) -> Compared:
        """The same for some of the coders alone: only tapes that two of them have done."""
        tapes = [
            ComparedTape(
                one.tape,
                one.talk,
                {coder: how for coder, how in one.done.items() if coder in coders},
                [coding for coding in one.codings if coding.coder in coders],
            )
            for one in self.tapes
        ]
        return replace(self, coders=tuple(coders), tapes=tuple(one for one in tapes if len(one.done) > 1))


def compared(
    project: Project,
    *,
    coders: Iterable[str] = (),
    codes: Iterable[int] = (),
    tapes: Iterable[str] = (),
) -> Compared:
    """What is compared: all coders but ``settled``, all codes, all tapes, unless some are named.

    A tape counts for a coder who has coded anything on it, or has marked it done. A code brings those below it.
    """
    tree = code_tree(project)
    marked = _marked(project)
    everything = project.store.codings()
    named_coders = tuple(coders)
    chosen = _coders(named_coders, [coding.coder for coding in everything] + list(marked))
    wanted = frozenset(below for code in codes for below in tree.under(project.store.one(Code, code).id))
    talk = talks(project)
    by_tape: dict[TapeId, list[Coding]] = {}
    for coding in everything:
        if coding.coder in chosen:
            by_tape.setdefault(coding.quote.span.tape, []).append(coding)
    counted: list[ComparedTape] = []
    left: list[LeftTape] = []
    named, untouched = tuple(dict.fromkeys(tapes)), 0
    for tape in _tapes(project, named):
        here = by_tape.get(tape.id, [])
        known = {c: MARKED for c in chosen if tape.id in marked.get(c, ())} | {one.coder: CODED for one in here}
        done = {coder: known[coder] for coder in chosen if coder in known}
        if not done and not named:
            untouched += 1
            continue
        if why := _why_not(done, talk(tape.id) if len(done) > 1 else None):
            left.append(LeftTape(tape.id, why, tuple(done)))
            continue
        kept = [one for one in here if not wanted or one.code in wanted]
        counted.append(ComparedTape(tape, talk(tape.id), done, kept))
    if counted and not named_coders:
        # Somebody who has done no tape that counts is not compared, and must not keep two others from their kappa.
        chosen = tuple(coder for coder in chosen if any(coder in one.done for one in counted))
    used = {coding.code for one in counted for coding in one.codings}
    order = [code for book in tree.books for code in tree.walk(book.id)]
    found = tuple(code for code in order if code.id in used)
    return Compared(coders=chosen, codes=found, tapes=tuple(counted), left=tuple(left), untouched=untouched, tree=tree)


def mark_done(project: Project, tape: str, coder: str, *, done: bool = True, who: str = "") -> StudySet:
    """Say that a coder has done a tape, also where they found nothing on it; or that they have not.

    UsageError where a mark shall be taken back that is none. A second mark changes nothing.
    """
    name = coder.strip()
    if not name:
        raise UsageError("say which coder has done the tape", hint="name the coder: --coder NAME")
    one = project.store.tape(TapeId(tape)).id
    old = next((found for found in project.store.study_sets() if found.name == DONE_BY + name), None)
    is_marked = old is not None and one in old.tapes
    if done and old is not None and is_marked:
        return old
    if not done and not is_marked:
        has_coded = bool(project.store.codings(tape=one, coder=name))
        raise UsageError(
            f"{tape} bears no mark of {name}" + (", and counts because they have coded on it" if has_coded else ""),
            hint=f"tapewright code list --tape {tape} shows what is coded",
        )
    kept = tuple(known for known in (old.tapes if old else ()) if known != one)
    new = (*kept, one) if done else kept
    with project.store.change(f"{tape} is {'done' if done else 'not done'} by {name}", who=who) as pen:
        if old is None:
            return pen.add(StudySet(name=DONE_BY + name, note="tapes that this coder has done", tapes=new))
        return pen.replace(old, replace(old, tapes=new))


def everybody(project: Project) -> set[str]:
    """All who have coded, or have marked a tape done."""
    return {coding.coder for coding in project.store.codings()} | set(_marked(project))


def _marked(project: Project) -> dict[str, tuple[TapeId, ...]]:
    sets = [found for found in project.store.study_sets() if found.name.startswith(DONE_BY)]
    return {found.name.removeprefix(DONE_BY): found.tapes for found in sets}


def _coders(given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    coders = sorted(set(known))
    chosen = tuple(dict.fromkeys(name.strip() for name in given))
    for name in chosen:
        if name not in coders:
            raise NotFoundError(f"nobody called {name!r} has coded here", hint=_who(coders))
    return chosen or tuple(name for name in coders if name != SETTLED)


def _who(coders: Sequence[str]) -> str:
    return f"those who have: {', '.join(coders[:8])}" if coders else "tapewright code puts a code on a passage"


def _tapes(project: Project, given: Sequence[str]) -> list[Tape]:
    return [project.store.tape(TapeId(tape)) for tape in given] or project.store.tapes()


def _why_not(done: Mapping[str, str], talk: TapeTalk | None) -> str:
    """Why a tape does not count; empty where it does."""
    if not done:
        return "nobody has done it"
    if talk is None:
        return f"only {next(iter(done))} has done it"
    return "" if talk.in_time[1] else "it has no words"
