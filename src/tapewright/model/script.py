"""Scripts, articles and captions as they come from outside: paragraphs in order, to be searched for quotations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ParagraphKind(StrEnum):
    """What a paragraph is in its file's own terms."""

    TEXT = "text"
    HEADING = "heading"
    BLOCK_QUOTE = "block quote"
    SPEECH = "speech"  # the format itself says that somebody speaks: Fountain dialogue, a caption, a voice
    NOTE = "note"  # comments and directions: nobody's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it reads, white space within a line kept single.

    ``place`` says in words where it stands ("line 12", "page 3", "paragraph 7", "00:01:02.500"). ``speaker`` is the
    name that the format itself gives, as written, or empty.
    """

    text: str
    place: str
    kind: ParagraphKind = ParagraphKind.TEXT
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One reading of a file.

    ``reading`` is empty where there is only one; a document with tracked changes has two: ``changes accepted`` and
    ``changes rejected``. ``remarks`` are counted losses in plain sentences.
    """

    format: str
    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    reading: str = ""
    remarks: tuple[str, ...] = ()
