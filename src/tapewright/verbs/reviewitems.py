"""Every item of every tape of a project: what is asked, what was answered, and what somebody was unsure of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tapewright.errors import NotFoundError
from tapewright.model import HeardBy, Listen, Transcript, Turn
from tapewright.model.names import KnownName, NameKind
from tapewright.proof.hearing import Ear, ears, is_unsure
from tapewright.proof.review.alike import NamesBySound
from tapewright.proof.review.items import Item, Lore, items_of
from tapewright.proof.review.signs import Known
from tapewright.proof.talk import TapeTalk
from tapewright.proof.weight import Weights
from tapewright.verbs.anchors import all_edits
from tapewright.verbs.cutwords import CutWords, words_in_cuts
from tapewright.verbs.earreport import negations_of
from tapewright.verbs.firsthearing import Learnt, counted_words, first_heard
from tapewright.verbs.paperfile import read_paper
from tapewright.verbs.project import Project
from tapewright.verbs.spokenlanguage import spoken_language, spoken_names
from tapewright.words.normal import normal_words

Placed = tuple[TapeTalk, Item]


@dataclass(slots=True)
class Gathered:
    """All items of a project: open, answered (as they were before), and those that somebody was unsure of."""

    open: list[Placed] = field(default_factory=list)
    answered: list[Placed] = field(default_factory=list)
    unsure: list[Placed] = field(default_factory=list)
    problems: tuple[str, ...] = ()


def gathered(project: Project, edit: str | None = None) -> Gathered:
    """Every item of every tape; ``edit`` alone counts as the cut, else all paper edits do."""
    try:
        paths = all_edits(project) if edit is None else [read_paper(project, edit).path]
    except NotFoundError as error:
        raise NotFoundError(f"no tape and no paper edit is called {edit!r}", hint=error.hint) from error
    cut = words_in_cuts(project, paths)
    learnt = Learnt()
    said: Counter[str] = Counter()
    heard: list[tuple[Transcript, list[Turn]]] = []
    for tape in project.store.tapes():
        if transcript := project.store.transcript(tape.id):
            heard.append((transcript, first_heard(project, transcript.turns, learnt)))
            said += counted_words(transcript.turns)
    lores = _lore(project, said, learnt), _lore(project, said, Learnt())
    found = Gathered(problems=cut.problems)
    for transcript, before in heard:
        _gather(project, transcript, before, cut, lores, found)
    return found


def _lore(project: Project, said: Counter[str], learnt: Learnt) -> Lore:
    listed = project.settings.names
    written = {text.casefold() for name in listed for text in name.written}
    speakers = [
        KnownName(name=name, kind=NameKind.PERSON)
        for name in dict.fromkeys(" ".join(name.split()) for name in project.speaker_names().values())
        if len(name) > 1 and name.replace(" ", "").isalpha() and name.casefold() not in written
    ]
    names = spoken_names(project) | {word for name in speakers for word in normal_words(name.name)}
    return Lore(
        weights=Weights(names=spoken_names(project), is_negation=negations_of(spoken_language(project))),
        known=Known(said=said, names=names, confirmed=frozenset(learnt.confirmed), corrected=learnt.corrected),
        names=NamesBySound([*listed, *speakers, *learnt.misheard]),
    )


def _gather(
    project: Project,
    transcript: Transcript,
    before: list[Turn],
    cut: CutWords,
    lores: tuple[Lore, Lore],
    found: Gathered,
) -> None:
    """``lores``: what is known now, and what was known before anybody answered."""
    lore, lore_before = lores
    is_by_machine = transcript.provenance.heard_by is HeardBy.MACHINE
    talk = TapeTalk(transcript.tape, transcript.turns, is_by_machine=is_by_machine)
    listens = project.store.listens(transcript.tape)
    known = ears(talk.words, listens, language=spoken_language(project))
    bites = cut.numbered(talk)
    rough = frozenset(n for n in cut.edge_numbers(talk) if talk.words[n].is_rough)
    unsure = _unsure_words(talk, listens)
    for item in items_of(talk, known, bites, lore, rough=rough):
        asked_before = unsure.issuperset(range(item.first, item.end))
        (found.unsure if asked_before else found.open).append((talk, item))
    if Ear.HUMAN in known:
        once = TapeTalk(transcript.tape, tuple(before), is_by_machine=is_by_machine)
        others = [Ear.MACHINE if ear is Ear.HUMAN else Ear.HUMAN for ear in known]
        found.answered += ((once, item) for item in items_of(once, others, bites, lore_before, rough=rough))


def _unsure_words(talk: TapeTalk, listens: Sequence[Listen]) -> frozenset[int]:
    """Words to which somebody listened who could not tell."""
    return frozenset(n for one in listens if is_unsure(one) for n in talk.within(one.quote.span.interval))
