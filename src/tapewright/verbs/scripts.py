"""Scripts and articles that a person hands in, pasted or dropped: kept in ``scripts`` under a safe name."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from threading import Lock

from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.exchange.scripts import LARGEST_SCRIPT, script_formats
from tapewright.verbs.checkedfile import BUNDLES, SCRIPTS, TIMELINES
from tapewright.verbs.project import Project
from tapewright.wholefile import storage_errors, sync_folder, whole_file

LARGEST = LARGEST_SCRIPT
"""Bytes of a file that is handed in."""

_LONGEST_NAME = 80
_LONGEST_NAME_BYTES = 180
_WORDS_OF_A_NAME = 6
_ODD = re.compile(r"[^\w .,()'’&+-]+")
_naming = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A file in ``scripts``; ``is_new`` where these bytes were not there before."""

    path: Path
    is_new: bool


def keep_script(project: Project, name: str, parts: Iterable[bytes]) -> Script:
    """Put a file into ``scripts`` under its name made safe, part by part; another one of that name stays.

    The same bytes again are the same file. UsageError for a format that nothing reads, InputError where it is empty or
    larger than ``LARGEST``; then nothing is kept.
    """
    folder, safe = project.root / SCRIPTS, safe_name(name)
    arriving = folder / f".arriving-{os.urandom(6).hex()}"
    with storage_errors(folder / safe):
        folder.mkdir(exist_ok=True)
        try:
            with whole_file(arriving) as part:
                _write(part, parts, safe)
            with _naming:
                return _named(arriving, folder, safe)
        finally:
            arriving.unlink(missing_ok=True)


def keep_text(project: Project, text: str, *, title: str = "") -> Script:
    """Put a pasted text into ``scripts``, called by its title or its first words."""
    if not text.strip():
        raise UsageError("there is no text", hint="paste the script or the article")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError("the text holds half a character", hint="copy it again") from error
    first = next(line for line in text.splitlines() if line.strip())
    words = re.findall(r"\w[\w'’-]*", first[:2000])[:_WORDS_OF_A_NAME]
    name = " ".join(title.split()) or " ".join(words) or "text"
    return keep_script(project, f"{name.replace('/', '-')}.txt", [data])


def remove_script(project: Project, name: str) -> Path:
    """Remove a file from ``scripts`` for good. NotFoundError where there is none of that name."""
    path = project.root / SCRIPTS / name
    if PurePath(name).name != name or name in ("", "..") or name.startswith(".") or not path.is_file():
        raise NotFoundError(f"there is no script {name!r}", hint="tapewright check names what there is")
    with storage_errors(path):
        path.unlink()
        sync_folder(path.parent)
    return path


def safe_name(given: str) -> str:
    """A name that is a file's and nothing else: no folder, nothing hidden, no sign that a system obeys.

    UsageError where its ending is of no format that is read.

    >>> safe_name("../../Nine\\tyears: draft 3.DOCX")
    'Nine years- draft 3.docx'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    stem, dot, ending = " ".join(last.split()).rpartition(".")
    ending = f"{dot}{ending}".lower()
    if ending not in endings():
        raise UsageError(
            f"{last[-60:]!r} is called like no script, article or timeline",
            hint="one of " + ", ".join(endings()),
        )
    stem = _ODD.sub("-", stem)[:_LONGEST_NAME].lstrip(".-").strip(" .") or "script"
    while len(stem.encode("utf-8", "surrogatepass")) > _LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return stem + ending


def endings() -> list[str]:
    """The endings of all that can be checked, each once."""
    scripts = [ending for form in script_formats().formats.values() for ending in form.endings]
    return list(dict.fromkeys([*scripts, *sorted(TIMELINES - BUNDLES)]))


def _write(part: Path, parts: Iterable[bytes], name: str) -> None:
    size = 0
    with part.open("wb") as file:
        for piece in parts:
            size += len(piece)
            if size > LARGEST:
                raise InputError(
                    f"larger than {LARGEST // 1024**2} MiB: not a script", place=name, hint="is it a recording?"
                )
            file.write(piece)
    if not size:
        raise InputError("the file is empty", place=name, hint="save it again where it came from")


def _named(arriving: Path, folder: Path, safe: str) -> Script:
    """The file under the first name that is free, or the one that has these bytes already."""
    for target in _names(folder, safe):
        if not target.exists():
            os.rename(arriving, target)
            sync_folder(folder)
            return Script(path=target, is_new=True)
        if _is_same(target, arriving):
            return Script(path=target, is_new=False)
    raise UsageError(f"there are too many files called {safe}", hint="give it another name")


def _names(folder: Path, safe: str) -> Iterator[Path]:
    path = folder / safe
    yield path
    for number in range(2, 1000):
        yield path.with_name(f"{path.stem} {number}{path.suffix}")


def _is_same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    return False
