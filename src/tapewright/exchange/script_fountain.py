"""Fountain screenplays (fountain.io/syntax): dialogue with its character, action, scenes, notes.

A name loses what stands in brackets behind it, ``(V.O.)``, ``(CONT'D)``, and the ``^`` of dual dialogue. Wrylies go: a
direction to the actor is nobody's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tapewright.exchange.encoding import decode
from tapewright.exchange.script_paragraphs import made_script, single_spaced
from tapewright.model import Paragraph, ParagraphKind, Script

_TITLE_PAGE = re.compile(r"(?:[A-Za-z][A-Za-z ]{0,40}:.*\n(?:[ \t]{3,}.*\n|\t.*\n)*)+(?=\n|\Z)")
_TITLE = re.compile(r"^title:[ \t]*(?P<same>.*)\n(?P<below>(?:[ \t]+.*\n)*)", re.MULTILINE | re.IGNORECASE)
_BONEYARD = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NOTE = re.compile(r"\[\[.*?(?:\]\]|\n[ \t]*\n|\Z)", re.DOTALL)
_SCENE = re.compile(r"(?:INT|EXT|EST|INT\.?/EXT|I/E)[. ]", re.IGNORECASE)
_CUE = re.compile(r"(?P<name>(?=[^a-z]*[A-Z])[^a-z()\n]+?)\s*(?:\((?P<aside>[^()\n]*)\)\s*)*\^?")
_FORCED_CUE = re.compile(r"@(?P<name>[^()\n^]+?)\s*(?:\([^()\n]*\)\s*)*\^?")
_TRANSITION = re.compile(r"[^a-z\n]*TO:")
_WRYLY = re.compile(r"\([^()\n]*\)")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|_)(?=\S)(.+?)(?<=\S)(?<!\\)(?:\*{1,3}|_)")
_ESCAPED = re.compile(r"\\([*_\\@!.>~#\[/])")
_MARK = "\ue001"
"""Stands for a note while the lines are read; taken out of the input."""


class FountainReader:
    """Reads Fountain."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script, its places counted in lines."""
        decoded = decode(data, name=name)
        text = decoded.text.replace(_MARK, "").replace("\t", "    ")
        title, text = _title_page(text)
        notes: list[tuple[int, str]] = []
        for pattern, marks in ((_BONEYARD, 2), (_NOTE, 2)):
            text = _noted(text, pattern, marks, notes)
        found = [*_paragraphs(text.split("\n")), *_notes(notes)]
        found.sort(key=lambda one: one[0])
        script = made_script(
            (paragraph for _, paragraph in found), format="fountain", name=name, title=title, remarks=decoded.remarks
        )
        return (script,)


def _title_page(text: str) -> tuple[str, str]:
    page = _TITLE_PAGE.match(text[:20_000])
    if not page:
        return "", text
    title = _TITLE.search(page[0])
    words = f"{title['same']} {title['below']}" if title else ""
    return _plain(words), "\n" * page[0].count("\n") + text[page.end() :]


def _noted(text: str, pattern: re.Pattern[str], marks: int, notes: list[tuple[int, str]]) -> str:
    """The text without notes, its lines counted as before; the notes are put by with their lines."""
    pieces, place, line = [], 0, 1
    for found in pattern.finditer(text):
        line += text.count("\n", place, found.start())
        pieces.append(text[place : found.start()])
        inside = found[0][marks:].removesuffix("*/").removesuffix("]]")
        notes.append((line, inside))
        breaks = found[0].count("\n")
        pieces.append("\n" * breaks or (_MARK if not text[: found.start()].rstrip(" ").endswith("\n") else ""))
        line += breaks
        place = found.end()
    return "".join([*pieces, text[place:]]).replace(_MARK, "")


def _notes(notes: list[tuple[int, str]]) -> Iterator[tuple[int, Paragraph]]:
    for line, text in notes:
        yield line, Paragraph(text=single_spaced(text), place=f"line {line}", kind=ParagraphKind.NOTE)


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, Paragraph]]:
    """Blocks between empty lines; a line of two spaces keeps a dialogue together."""
    first = 0
    held: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip() or (line == "  " and held):
            if not held:
                first = number
            held.append(line)
        elif held:
            yield from _block(held, first)
            held = []


def _block(lines: list[str], first: int) -> Iterator[tuple[int, Paragraph]]:
    head = lines[0].strip()
    if (cue := _cue(head)) and len(lines) > 1:
        said = [line.strip().lstrip("~") for line in lines[1:] if not _WRYLY.fullmatch(line.strip())]
        yield _made("\n".join(said), first + 1, ParagraphKind.SPEECH, cue)
        return
    for number, line in enumerate(lines, first):
        text = line.strip()
        if re.fullmatch(r"={1,}.*", text):
            kind, text = ParagraphKind.NOTE, text.lstrip("= ")
        elif text.startswith("#"):
            kind, text = ParagraphKind.HEADING, text.lstrip("# ")
        elif text.startswith("!"):
            kind, text = ParagraphKind.TEXT, text[1:]
        elif _SCENE.match(text) or re.match(r"\.[^.]", text):
            kind, text = ParagraphKind.HEADING, text.removeprefix(".")
        elif text.startswith(">") or _TRANSITION.fullmatch(text):
            kind, text = ParagraphKind.NOTE, text.strip("> <")
        else:
            kind = ParagraphKind.TEXT
        yield _made(text, number, kind)


def _cue(line: str) -> str:
    """The character whose cue a line is, or empty."""
    if line.startswith(("!", ">", "#", "=", ".", "~")):
        return ""
    if forced := _FORCED_CUE.fullmatch(line):
        return _plain(forced["name"])
    if _SCENE.match(line) or _TRANSITION.fullmatch(line) or len(line) > 80:
        return ""
    found = _CUE.fullmatch(line)
    return _plain(found["name"]) if found else ""


def _made(text: str, line: int, kind: ParagraphKind, speaker: str = "") -> tuple[int, Paragraph]:
    return line, Paragraph(text=single_spaced(_plain(text)), place=f"line {line}", kind=kind, speaker=speaker)


def _plain(text: str) -> str:
    """Words without the signs of emphasis."""
    for _ in range(3):
        text = _EMPHASIS.sub(r"\1", text)
    return single_spaced(_ESCAPED.sub(r"\1", text))
