"""ASC MHL histories: what every file of a folder contained when it was sealed, generation by generation.

Source: ASC MHL specification 2.0, through its reference implementation ``ascmhl`` 1.2 used as a library. Its command
line is never called: it asks a web service for news on every run.
"""

from __future__ import annotations

import contextlib
import io
import os
import platform
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tapewright.errors import InputError, StorageError

_FORMAT = "xxh64"
_FOLDER = "ascmhl"
_UNFINISHED = "ascmhl.unfinished"

Digest = Callable[[Path], str]
"""The xxh64 of a file in lower-case hex; InputError where it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A folder held against its history, paths relative to it, and the generation that was written (0: none)."""

    folder: str
    generation: int = 0
    manifest: str = ""
    verified: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything that was sealed before is there and unchanged."""
        return not (self.changed or self.missing or self.unreadable)


def seal(folder: Path, digest: Digest, *, tool_version: str, write: bool = True) -> Sealed:
    """Hold every file in ``folder`` against its ASC MHL history and write what was found as the next generation.

    The history is begun where there is none. InputError where the history itself was changed or cannot be read;
    StorageError where it cannot be written; then nothing of the new generation is there.
    """
    root = folder.absolute()
    with _history_errors(root):
        from ascmhl.history import MHLHistory

        if not root.is_dir():
            raise InputError("this is not a folder", place=str(root), hint="give the folder that holds the media")
        shutil.rmtree(root / _UNFINISHED, ignore_errors=True)
        history = MHLHistory.load_from_path(str(root))
        with _quiet():
            sealing = _Sealing(root, history, digest)
            sealing.walk()
            return sealing.commit(tool_version) if write else sealing.result()


class _Sealing:
    """One walk over the folder."""

    def __init__(self, root: Path, history: Any, digest: Digest) -> None:
        from ascmhl.generator import MHLGenerationCreationSession
        from ascmhl.ignore import MHLIgnoreSpec

        self._root, self._history, self._digest = root, history, digest
        self._ignored = MHLIgnoreSpec(history.latest_ignore_patterns())
        self._session = MHLGenerationCreationSession(history, self._ignored)
        renamed = history.renamed_path_with_previous_path()
        self._expected = {renamed.get(path) or path for path in history.set_of_file_paths()}
        self._verified: list[str] = []
        self._new: list[str] = []
        self._changed: list[str] = []
        self._unreadable: list[tuple[str, str]] = []

    def walk(self) -> None:
        """Every file, then its folder, as the directory hashes of the format need it."""
        from ascmhl.hasher import DirectoryHashContext
        from ascmhl.traverse import post_order_lexicographic

        content: dict[str, str] = {}
        structure: dict[str, str] = {}
        for folder, children in post_order_lexicographic(str(self._root), self._ignored.get_path_spec()):
            context = DirectoryHashContext(_FORMAT)
            for name, is_folder in children:
                path = os.path.join(folder, name)
                self._expected.discard(path)
                if not is_folder:
                    found = self._file(path)
                    if found:
                        context.append_file_hash(path, found)
                elif path in content:  # a linked folder is not walked and has none
                    context.append_directory_hashes(path, content.pop(path), structure.pop(path))
            content[folder] = context.final_content_hash_str()
            structure[folder] = context.final_structure_hash_str()
            self._session.append_directory_hashes(
                folder, _modified(folder), _FORMAT, content[folder], structure[folder]
            )

    def _file(self, path: str) -> str:
        """The file's xxh64, recorded; empty where it cannot be."""
        from ascmhl.hasher import hash_file

        shown = os.path.relpath(path, self._root)
        try:
            _check_name(shown)
            found = self._digest(Path(path))
            size, modified = os.path.getsize(path), _modified(path)
        except (InputError, OSError) as error:
            self._unreadable.append((shown, getattr(error, "message", None) or str(error)))
            return ""
        history, relative = self._history.find_history_for_path(shown)
        known = history.find_existing_hash_formats_for_path(relative)
        is_same = True
        if known and _FORMAT not in known:
            # Sealed before with another digest: that one has to agree before ours may be added.
            older = hash_file(path, known[0])
            is_same = self._session.append_file_hash(path, size, modified, known[0], older)
        if is_same:
            is_same = self._session.append_file_hash(path, size, modified, _FORMAT, found)
        (self._changed if not is_same else self._verified if known else self._new).append(shown)
        return found

    def result(self, *, generation: int = 0, manifest: str = "") -> Sealed:
        """What was found."""
        matches = self._ignored.get_path_spec().match_file
        missing = sorted(os.path.relpath(path, self._root) for path in self._expected if not matches(path))
        return Sealed(
            folder=str(self._root),
            generation=generation,
            manifest=manifest,
            verified=tuple(self._verified),
            new=tuple(self._new),
            changed=tuple(self._changed),
            missing=tuple(missing),
            unreadable=tuple(self._unreadable),
        )

    def commit(self, tool_version: str) -> Sealed:
        """Write the generation beside the history, then move it in: the manifest first, the chain that names it last.

        Nested histories are written by the library in their own folders.
        """
        from ascmhl.hashlist import MHLCreatorInfo, MHLProcess, MHLProcessInfo, MHLTool
        from ascmhl.utils import datetime_now_isostring

        creator, process = MHLCreatorInfo(), MHLProcessInfo()
        creator.tool = MHLTool("tapewright", tool_version)
        creator.creation_date = datetime_now_isostring()
        creator.host_name = platform.node() or "unknown"
        process.process = MHLProcess("in-place")
        final, staged = self._root / _FOLDER, self._root / _UNFINISHED
        self._history.asc_mhl_path = str(staged)
        self._history.chain.file_path = str(staged / "ascmhl_chain.xml")
        try:
            staged.mkdir()
            self._session.commit(creator, process)
            written = self._history.hash_lists[-1]
            final.mkdir(exist_ok=True)
            name = os.path.basename(written.file_path)
            os.replace(staged / name, final / name)
            os.replace(staged / "ascmhl_chain.xml", final / "ascmhl_chain.xml")
        except OSError as error:
            raise StorageError(
                f"cannot write the history: {error.strerror or error}", place=str(final), hint="is the disk read-only?"
            ) from error
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        return self.result(generation=written.generation_number, manifest=str(final / name))


@contextmanager
def _quiet() -> Iterator[None]:
    """The library prints what it finds, which we return; and asks pathspec for patterns by a name that grew old."""
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        yield


@contextmanager
def _history_errors(root: Path) -> Iterator[None]:
    """Whatever the reference implementation raises on a history that is not whole becomes InputError."""
    from ascmhl import errors

    try:
        yield
    except (
        errors.NoMHLChainException,
        errors.ModifiedMHLManifestFileException,
        errors.MissingMHLManifestException,
    ) as error:
        raise InputError(
            f"the ASC MHL history was changed or is not whole: {error.message}",
            place=str(root / _FOLDER),
            hint="restore the folder ascmhl from a copy",
        ) from error
    except (SyntaxError, ValueError, TypeError, AttributeError, KeyError, AssertionError) as error:
        raise InputError(
            f"the ASC MHL history cannot be read: {error}",
            place=str(root / _FOLDER),
            hint="restore the folder ascmhl from a copy",
        ) from error


def _check_name(shown: str) -> None:
    # XML can hold neither control characters nor the half pairs that stand for bytes that are not UTF-8.
    if any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF or ord(c) in (0xFFFE, 0xFFFF) for c in shown):
        raise InputError("its name cannot be written in XML", place=repr(shown), hint="rename it")


def _modified(path: str) -> datetime:
    return datetime.fromtimestamp(os.path.getmtime(path))
