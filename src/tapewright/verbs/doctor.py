"""Look at this machine and this project: is all there that tapewright needs, and what to do where it is not."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tapewright.errors import TapewrightError
from tapewright.verbs.project import Project
from tapewright.words.counted import counted

_LEAST_FREE_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``state`` is ``ok``, ``warning`` or ``missing`` (something cannot work)."""

    what: str
    state: str
    says: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Everything that was looked at, in order."""

    findings: tuple[Finding, ...]

    @property
    def is_fit(self) -> bool:
        """Whether nothing that is needed is missing; warnings do not count."""
        return all(finding.state != "missing" for finding in self.findings)


def doctor(project: Project | None = None) -> Examination:
    """Examine Python, libraries, SQLite, FFmpeg, a player, engines, models, disk and, where one is given, the project.

    Models are read whole to compare digests: about half a second for each. A project's store is read whole too.
    """
    examine: list[Callable[[], Iterator[Finding]]] = [_python, _libraries, _sqlite, _ffmpeg, _player, _engines, _models]
    found = [finding for look in examine for finding in look()]
    found += _machine(project.root if project else Path.cwd())
    if project:
        found += _project(project)
    return Examination(findings=tuple(found))


def record(examination: Examination) -> dict[str, object]:
    """``{"fit": true, "findings": [{"what", "state": "ok|warning|missing", "says", "hint"}]}``."""
    return {
        "fit": examination.is_fit,
        "findings": [
            {"what": finding.what, "state": finding.state, "says": finding.says, "hint": finding.hint}
            for finding in examination.findings
        ],
    }


def _python() -> Iterator[Finding]:
    yield Finding(what="python", state="ok", says=f"{sys.version.split()[0]} ({sys.executable})")


def _libraries() -> Iterator[Finding]:
    try:
        needed = metadata.requires("tapewright") or []
    except metadata.PackageNotFoundError:
        yield Finding(what="tapewright", state="warning", says="runs from a folder, not installed", hint="make setup")
        return
    here, gone = [], []
    for requirement in needed:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            here.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            gone.append(name)
    yield Finding(what="libraries", state="ok", says=", ".join(here))
    if gone:
        yield Finding(what="libraries", state="missing", says=", ".join(gone), hint=f"pip install {' '.join(gone)}")


def _sqlite() -> Iterator[Finding]:
    from tapewright.store.features import missing_features, sqlite_version

    if missing := missing_features():
        says = f"{sqlite_version()} without {', '.join(missing)}"
        yield Finding(what="sqlite", state="missing", says=says, hint="use a Python that was built with a later SQLite")
    else:
        yield Finding(what="sqlite", state="ok", says=f"{sqlite_version()} with full-text search")


def _ffmpeg() -> Iterator[Finding]:
    from tapewright.media.codecs import ffmpeg_version, missing_codecs

    try:
        version, missing = ffmpeg_version(), missing_codecs()
    except ImportError as error:
        yield Finding(what="ffmpeg", state="missing", says=str(error), hint="pip install --force-reinstall av")
        return
    if missing:
        says = f"{version} without {', '.join(missing)}"
        yield Finding(
            what="ffmpeg", state="warning", says=says, hint="tapes in these formats cannot be read or written"
        )
    else:
        yield Finding(what="ffmpeg", state="ok", says=f"{version}, inside PyAV, with every codec that we use")


def _player() -> Iterator[Finding]:
    from tapewright.media.player import KNOWN, find_player

    try:
        player = find_player()
    except TapewrightError as error:
        yield Finding(what="player", state="warning", says=error.message, hint=error.hint)
        return
    if player:
        yield Finding(what="player", state="ok", says=player.command[0])
    else:
        hint = f"tapewright listen says where the sound lies; it would be played by any of {', '.join(KNOWN)}"
        yield Finding(what="player", state="warning", says="none that plays sound", hint=hint)


def _engines() -> Iterator[Finding]:
    from tapewright.speech.engines import engines

    usable, left_out = engines()
    if usable:
        yield Finding(what="engines", state="ok", says=", ".join(usable))
    else:
        hint = "pip install faster-whisper; transcripts can be imported without"
        yield Finding(what="engines", state="missing", says="none can be used", hint=hint)
    for engine in left_out:
        yield Finding(what="engines", state="warning", says=engine.reason, hint=f"{engine.name} is left out")


def _models() -> Iterator[Finding]:
    from tapewright.speech import registry

    installed = [state for state in registry.states() if state.is_installed]
    whole = []
    for state in installed:
        name = state.known.name
        if wrong := registry.verify(name):
            hint = f"tapewright models fetch {name}"
            yield Finding(what="models", state="warning", says=f"{name} is damaged: {wrong[0]}", hint=hint)
        else:
            whole.append(name)
    if whole:
        yield Finding(what="models", state="ok", says=f"{', '.join(whole)} in {registry.models_folder()}")
    if not any(registry.known(name).purpose == "words" for name in whole):
        hint = "tapewright models fetch base (147 MB, once)"
        yield Finding(what="models", state="warning", says="none here, so nothing can be transcribed", hint=hint)


def _machine(folder: Path) -> Iterator[Finding]:
    yield Finding(what="cores", state="ok", says=str(len(os.sched_getaffinity(0))) if _has_affinity() else _cores())
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB free at {folder}"
    if free < _LEAST_FREE_BYTES:
        hint = "an hour of tape needs about 60 MB of cache; delete the project's cache/ if you must"
        yield Finding(what="disk", state="warning", says=says, hint=hint)
    else:
        yield Finding(what="disk", state="ok", says=says)


def _has_affinity() -> bool:
    return hasattr(os, "sched_getaffinity")  # Linux counts the cores that this process may use; others all of them


def _cores() -> str:
    return str(os.cpu_count() or 1)


def _project(project: Project) -> Iterator[Finding]:
    try:
        title, damage = project.settings.title, project.store.verify()
        tapes = project.store.tapes()
    except TapewrightError as error:
        yield Finding(what="project", state="missing", says=str(error), hint=error.hint)
        return
    if damage:
        says = f"{project.root}: {len(damage)} damaged, first {damage[0].where}: {damage[0].what}"
        hint = "tapewright verify names all; bring the project back from a backup"
        yield Finding(what="project", state="missing", says=says, hint=hint)
        return
    says = f"{title or project.root.name}: {counted(len(tapes), 'tape')}, store whole"
    yield Finding(what="project", state="ok", says=says)
    gone = [file.path for tape in tapes for file in tape.files if not (project.root / file.path).exists()]
    if gone:
        says = f"{counted(len(gone), 'source file')} cannot be found where it was taken in, first {gone[0]}"
        yield Finding(what="media", state="warning", says=says, hint="tapewright relink FOLDER finds them again")
