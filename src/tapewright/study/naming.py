"""Who is named in a text: whole names, and the parts of a name that only one of them bears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tapewright.words.normal import key

_SHORTEST = 3
"""A part of a name with fewer letters names nobody by itself."""

_NO_NAMES = frozenset(
    "the and for von van der des mrs miss sir dame lord lady saint board police council county".split()
)
"""Parts that stand in many names and are no one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForms:
    """How each person may be called, in normal words, the longest forms first."""

    forms: tuple[tuple[tuple[str, ...], int], ...]

    def count(self, words: Sequence[str]) -> Counter[int]:
        """How often each is named in words: the longest form that stands there, none twice."""
        heard = [_bare(word) for word in words]
        named: Counter[int] = Counter()
        at = 0
        while at < len(heard):
            form = next((form for form in self.forms if tuple(heard[at : at + len(form[0])]) == form[0]), None)
            if form is not None:
                named[form[1]] += 1
            at += len(form[0]) if form else 1
        return named


def name_forms(names: Mapping[int, str]) -> NameForms:
    """The forms of each name: all of it, and each part that no other name has.

    >>> name_forms({1: "Marian Voss", 2: "Peter Voss"}).count("Marian and Mr Voss met Peter Voss's wife".split())
    Counter({1: 1, 2: 1})
    """
    parts = {who: tuple(filter(None, (_bare(part) for part in name.split()))) for who, name in names.items()}
    bearers = Counter(part for some in parts.values() for part in set(some))
    wholes = Counter(parts.values())
    forms: dict[tuple[str, ...], int] = {}
    for who, some in parts.items():
        if some and wholes[some] == 1:
            forms[some] = who
        for part in some:
            if len(part) >= _SHORTEST and part not in _NO_NAMES and bearers[part] == 1:
                forms[(part,)] = who
    return NameForms(forms=tuple(sorted(forms.items(), key=lambda form: (-len(form[0]), form[0]))))


def _bare(word: str) -> str:
    """A word in normal form, without the s of possession."""
    normal = key(word)
    for ending in ("'s", "’s"):
        normal = normal.removesuffix(ending)
    return normal
