"""The words by which a language says dates, from its file ``languages/XX.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """Months, seasons and feasts by name; ``units`` in days ("7d") or months ("12m"); ``lists`` as in the file."""

    months: dict[str, int]
    seasons: dict[str, int]
    feasts: dict[str, str]
    decades: dict[str, int]
    units: dict[str, str]
    lists: dict[str, list[str]]
    sets: dict[str, frozenset[str]] = field(default_factory=dict)

    def either(self, *names: str) -> str:
        """A regular expression for any word of the named lists or tables, longest first."""
        return any_of(word for name in names for word in (self.lists.get(name) or getattr(self, name)))


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words.

    >>> any_of(["may", "may day"])
    '(?:may\\\\ day|may)'
    """
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"


@lru_cache(maxsize=8)
def words_of(language: str) -> DateWords | None:
    """The words of a language by a code like ``en`` or ``en-GB``; None where there is no file for it.

    >>> words_of("en-GB").months["june"], words_of("xx")
    (6, None)
    """
    code = language.lower().replace("_", "-").split("-")[0]
    file = resources.files("tapewright.study.mentions") / "languages" / f"{code}.toml"
    if not code.isalpha() or not file.is_file():
        return None
    read = tomllib.loads(file.read_text("utf-8"))
    lists = read.pop("lists")
    return DateWords(**read, lists=lists, sets={name: frozenset(words) for name, words in lists.items()})
