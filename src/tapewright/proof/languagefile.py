"""The files of a language, ``languages/XX.toml`` and ``languages/XX.PART.toml``, found by its code: one door."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def read_lists(language: str, part: str) -> dict[str, Any] | None:
    """The lists of a part of a language, by a code like ``en`` or ``en-GB``; None where there is no file of it.

    >>> read_lists("en-GB", "saying") == read_lists("EN", "saying"), read_lists("xx", "saying")
    (True, None)
    """
    code = language.lower().replace("_", "-").split("-")[0]
    file = resources.files("tapewright.proof") / "languages" / f"{code}.{part}.toml"
    return tomllib.loads(file.read_text("utf-8")) if code.isalpha() and file.is_file() else None
