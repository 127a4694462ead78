"""Whom a pronoun means that stands in another paragraph than the name: ``she said``, where only Marian was named."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tapewright.proof.attribution import known_as

_REACH = 3
"""Paragraphs that name nobody, over which a pronoun reaches back."""

_ANYBODY = "they"


class LastNamed:
    """Follows a text and knows who was named last, as long as it is one person, and one whom the tapes have.

    A paragraph that names two people, or somebody whom the tapes do not have, leaves nobody: a proof must not choose.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._name = ""
        self._silent = 0
        self._pronouns: dict[frozenset[str], str] = {}

    def forget(self) -> None:
        """Something else begins: a heading, another voice."""
        self._name = ""

    def learn(self, name: str, pronoun: str) -> None:
        """The text says elsewhere by itself which pronoun is whose."""
        self._pronouns.setdefault(known_as(name, self._known), pronoun)

    def read(self, names: Iterable[str]) -> None:
        """A paragraph has gone by that names these people, in its narration or as those who speak."""
        found = list(names)
        people = {known_as(name, self._known) for name in found}
        if not found:
            self._silent += 1
        elif len(people) == 1 and len(next(iter(people))) == 1:
            self._name, self._silent = max(found, key=len), 0
        else:
            self._name = ""

    def meant(self, pronoun: str) -> str:
        """The name that a pronoun means, or an empty one."""
        if not self._name or self._silent > _REACH:
            return ""
        other = self._pronouns.get(known_as(self._name, self._known), pronoun)
        return self._name if other == pronoun or _ANYBODY in (other, pronoun) else ""
