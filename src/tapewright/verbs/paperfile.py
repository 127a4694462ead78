"""The file of a paper edit: found by name, read with every byte, replaced only as a whole.

A person may have it open in an editor of their own, so that a write happens only where the file is still as it was
read, under a lock on its folder that the system lets go of when the process ends, however it ends.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import ConflictError, InputError, NotFoundError, UsageError
from tapewright.model import PaperEdit
from tapewright.story.paper import parse
from tapewright.verbs.project import Project
from tapewright.wholefile import put, storage_errors

ENDING = ".md"

_LONGEST_NAME = 120
_NO_NAME = re.compile(r"[/\\]")
"""Signs that lead into another folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A paper edit as it was read: where it is, its exact text, and its blocks."""

    path: Path
    text: str
    edit: PaperEdit

    @property
    def digest(self) -> str:
        """The state of the file, to be given back with a change: ``sha256:`` and hex digits."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """The digest of a text as it lies in a file."""
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def find_paper(project: Project, given: str | os.PathLike[str]) -> Path:
    """The file that a name means: a bare name lies in the project's ``edits``; any path is taken as it is.

    NotFoundError names the edits that there are.
    """
    path = Path(given)
    candidates = [path]
    if path.name == str(given):
        candidates = [project.edits / path, project.edits / f"{path}{ENDING}", path]
    for candidate in candidates:
        if candidate.is_file():
            return candidate.resolve()
    there = ", ".join(sorted(file.stem for file in project.edits.glob(f"*{ENDING}"))) or "none yet"
    raise NotFoundError(f"no paper edit {str(given)!r}", hint=f"in this project: {there}; tapewright edit new NAME")


def named_paper(project: Project, name: str) -> Path:
    """The paper edit of this name in the project's ``edits``, and nowhere else: a name from a door is never a path.

    UsageError for what is no name of one, NotFoundError where there is none (or a link that leads elsewhere).
    """
    check_name(name)
    path = project.edits / f"{name}{ENDING}"
    if not path.is_file() or path.resolve().parent != project.edits.resolve():
        there = ", ".join(file.stem for file in papers(project)[:20]) or "none yet"
        raise NotFoundError(f"no paper edit {name!r}", hint=f"in this project: {there}")
    return path.resolve()


def check_name(name: str) -> None:
    """UsageError for what cannot be the name of a paper edit in the project."""
    is_whole = name == name.strip() and name.isprintable() and not name.startswith(".")
    if not is_whole or not 0 < len(name.encode("utf-8", "replace")) <= _LONGEST_NAME or _NO_NAME.search(name):
        raise UsageError(f"not a name for a paper edit: {name[:40]!r}", hint="use letters, digits, spaces, '-' and '_'")


def papers(project: Project) -> list[Path]:
    """Every paper edit of the project, by name."""
    return sorted(path for path in project.edits.glob(f"*{ENDING}") if path.is_file() and path.name[0] != ".")


def new_path(project: Project, given: str | os.PathLike[str]) -> Path:
    """Where a new paper edit of this name goes. ConflictError where there is one."""
    path = Path(given)
    if not path.name.strip() or path.name.startswith(".") or not path.name.isprintable():
        raise UsageError(f"not a name for a paper edit: {str(given)!r}", hint="use letters, digits, '-' and '_'")
    if path.name == str(given):
        path = project.edits / path
    if path.suffix != ENDING:
        path = path.with_name(path.name + ENDING)
    if path.exists():
        raise ConflictError(f"{path} is there already", hint="choose another name, or change it")
    return path.absolute()


def read_paper(project: Project, given: str | os.PathLike[str]) -> PaperFile:
    """A paper edit by name or path. InputError for a file that is no UTF-8 text or whose front matter is wrong."""
    path = find_paper(project, given)
    return parsed_paper(project, path, read_text(path))


def parsed_paper(project: Project, path: Path, text: str) -> PaperFile:
    """The same for a text that was read already. InputError where its front matter is wrong."""
    settings = project.settings
    edit = parse(text, name=path.name, format=settings.format, start=settings.start)
    return PaperFile(path=path, text=text, edit=edit)


def replace_paper(file: PaperFile, text: str) -> None:
    """Put ``text`` in the file's place, all of it or nothing. ConflictError if the file changed since it was read."""
    replace_text(file.path, file.text, text)


def replace_text(path: Path, before: str, text: str) -> None:
    """The same for a text that need not be one that can be parsed."""
    data = _encoded(text, path)
    with storage_errors(path), _locked(path.parent):
        try:
            is_same = path.read_bytes() == before.encode()
        except FileNotFoundError:
            is_same = False
        if not is_same:
            raise ConflictError(
                f"{path.name} was changed by somebody else; nothing was written", hint="read it again and repeat"
            )
        put(path, data)


def create_paper(path: Path, text: str) -> None:
    """Write a new file, durably. ConflictError if one came to be there in between."""
    data = _encoded(text, path)
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.parent):
            if path.exists():
                raise ConflictError(f"{path.name} is there already", hint="choose another name, or change it")
            put(path, data)


def difference(before: str, after: str, name: str) -> str:
    """A unified diff, for ``--dry-run``."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{name} (now)", f"{name} (then)", lineterm=""
    )
    return "\n".join(lines)


def read_text(path: Path) -> str:
    """The whole text of a file, byte for byte. InputError where it cannot be read or is no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}",
            place=path.name,
            hint="save it as UTF-8 in your editor",
        ) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", place=path.name) from error


def _encoded(text: str, path: Path) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"{path.name}: {text[error.start]!r} is no character that a file can hold") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer of a folder at a time among our own processes; elsewhere than on POSIX the check alone must do."""
    if os.name != "posix":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
