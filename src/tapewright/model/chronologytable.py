"""A table of events as a file gives it, before it is known what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyRow:
    """One row: what stands under each column that is not empty. ``line`` is where a person finds it in the file."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyTable:
    """The rows of a file. ``columns`` are its headings in order, each once; ``name`` is what to call the file.

    ``remarks`` are counted losses in plain sentences. ``mapping`` says what each column means where the format itself
    knows (a TimelineJS file): ``{"text.headline": "title"}``; the fields are those of ``verbs.chronicle_import``.
    """

    columns: tuple[str, ...]
    rows: tuple[ChronologyRow, ...]
    name: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
