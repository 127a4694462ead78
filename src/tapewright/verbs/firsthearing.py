"""Words as they were first heard, before any person changed or checked them; and what people changed them to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tapewright.model import CHECKED, Turn, Word
from tapewright.model.names import LONGEST_NAME, KnownName
from tapewright.verbs.project import Project
from tapewright.words.difference import align
from tapewright.words.normal import key

_SHORTEST = 4
"""Letters of a word of which a correction elsewhere tells anything."""

_LONGEST_RUN = 4
"""Words that were changed together; more are another sentence."""


@dataclass(slots=True)
class Learnt:
    """What people's answers tell of words elsewhere: single normal words and what they were changed to, those that
    were confirmed, and runs of words that stood for others.
    """

    changed: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    confirmed: Counter[str] = field(default_factory=Counter)
    runs: dict[str, str] = field(default_factory=dict)

    @property
    def corrected(self) -> dict[str, tuple[str, ...]]:
        """Words that were changed more often than they were confirmed, and to what, the commonest first."""
        return {
            word: tuple(text for text, _ in instead.most_common(3))
            for word, instead in self.changed.items()
            if instead.total() > self.confirmed[word]
        }

    @property
    def misheard(self) -> list[KnownName]:
        """Several words that stood for others, as names that sound like them."""
        return [
            KnownName(name=said, sounds_like=(heard,))
            for heard, said in self.runs.items()
            if 0 < len(said) <= LONGEST_NAME and len(heard) <= LONGEST_NAME and said.isprintable()
        ]


def first_heard(project: Project, turns: Sequence[Turn], learnt: Learnt) -> list[Turn]:
    """The turns, as long as they are now, with each word that a person has checked or changed as it was first heard;
    adds to ``learnt``. What was put in, split or joined stays as it is.
    """
    return [_first(project, turn, learnt) if _is_answered(turn) else turn for turn in turns]


def counted_words(turns: Iterable[Turn]) -> Counter[str]:
    """How often each normal word is said."""
    return Counter(key(word.text) for turn in turns for word in turn.words)


def _is_answered(turn: Turn) -> bool:
    """Whether a person checked a word of it; whoever only named its speaker made a revision too."""
    return bool(turn.revision) and any(word.confidence == CHECKED for word in turn.words)


def _first(project: Project, turn: Turn, learnt: Learnt) -> Turn:
    was = project.store.revisions(turn.id)[0].turn.words
    return replace(turn, words=tuple(_restored(was, turn.words, learnt)))


def _restored(was: Sequence[Word], now: Sequence[Word], learnt: Learnt) -> Iterator[Word]:
    old_keys, new_keys = [key(word.text) for word in was], [key(word.text) for word in now]
    for step in align(old_keys, new_keys):
        old, new = [was[n] for n in step.old], [now[n] for n in step.new]
        if step.kind == "same" or len(old) == len(new):
            for before, word in zip(old, new, strict=True):
                if word.confidence != CHECKED:
                    yield word
                    continue
                _learn(before, word, learnt)
                # As sure as it was, at the time that it has now: turns must stay in order.
                yield replace(word, text=before.text, confidence=before.confidence, marks=before.marks)
        else:
            sure = [word.confidence for word in old if word.confidence is not None]
            yield from (replace(word, confidence=min(sure, default=None)) for word in new)
        is_run = step.kind == "changed" and 1 < len(old) <= _LONGEST_RUN and len(new) <= _LONGEST_RUN
        if is_run and all(word.confidence == CHECKED for word in new):
            heard = " ".join(old_keys[n] for n in step.old if old_keys[n])
            learnt.runs[heard] = " ".join(_bare(word.text) for word in new).strip()


def _learn(before: Word, word: Word, learnt: Learnt) -> None:
    old, new = key(before.text), key(word.text)
    if old == new:
        learnt.confirmed[old] += 1
    elif len(old) >= _SHORTEST and new:
        learnt.changed[old][_bare(word.text)] += 1


def _bare(text: str) -> str:
    return text.strip("\"'“”‘’()[].,;:!?…")
