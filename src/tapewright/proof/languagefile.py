"""The files of a language, ``languages/XX.toml`` and ``languages/XX.PART.toml``, found by its code: one door."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


def primary(language: str) -> str:
    """The code of the language alone: ``en`` of ``en-GB`` and ``EN_us``."""
    return language.lower().replace("_", "-").split("-")[0]


def codes(part: str = "") -> list[str]:
    """The languages that have a file, or one of a part of their lists.

    >>> "en" in codes("saying")
    True
    """
    ending = f"{part and '.'}{part}.toml"
    names = [file.name.removesuffix(ending) for file in _folder().iterdir() if file.name.endswith(ending)]
    return sorted(name for name in names if name.isalpha())


def read_lists(language: str, part: str = "") -> dict[str, Any] | None:
    """The lists of a language, or of a part of them, by a code like ``en`` or ``en-GB``; None where there is no file.

    >>> read_lists("en-GB", "saying") == read_lists("EN", "saying"), read_lists("xx", "saying")
    (True, None)
    """
    code = primary(language)
    file = _folder() / f"{code}{part and '.'}{part}.toml"
    return tomllib.loads(file.read_text("utf-8")) if code.isalpha() and file.is_file() else None


def _folder() -> Traversable:
    return resources.files("tapewright.proof") / "languages"
