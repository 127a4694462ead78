"""Codebooks that come with the product, and those of installed packages: found by the entry points
``tapewright.codebooks``, on request and never at import; one that fails is named and left out.

An entry point gives a ``Template`` or a callable that returns one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import entry_points
from typing import Any

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Code, CodebookId

GROUP = "tapewright.codebooks"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCode:
    """A code of a template. ``path`` are the names from the top down; ``source`` the publication it rests on."""

    path: tuple[str, ...]
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    example: str = ""
    colour: str = ""
    key: str = ""
    source: str = ""
    is_codable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A codebook to start from. ``name`` is what a person types, ``title`` what the codebook is called."""

    name: str
    title: str
    note: str
    origin: str
    codes: tuple[TemplateCode, ...]

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.title.strip():
            raise UsageError("a codebook template needs a name and a title")
        seen: set[tuple[str, ...]] = set()
        for code in self.codes:
            told = "/".join(code.path)
            if not code.path or any(not name.strip() or "/" in name for name in code.path):
                raise UsageError(f"not a path of a code: {told!r}", hint="names without /, from the top down")
            if code.path in seen:
                raise UsageError(f"the code {told} comes twice")
            if code.path[:-1] and code.path[:-1] not in seen:
                raise UsageError(f"the code above {told} does not come before it")
            # What cannot be a code is told here, with the package's name, and not when somebody wants to code.
            Code(codebook=CodebookId(1), name=code.path[-1], colour=code.colour, key=code.key)
            seen.add(code.path)


def templates() -> tuple[dict[str, Template], tuple[str, ...]]:
    """Every template by its name, and what could not be loaded and why."""
    found: dict[str, Template] = {}
    left_out: list[str] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            made = entry.load()
            template = made() if callable(made) else made
            if not isinstance(template, Template):
                raise TypeError("it is no tapewright.study.templates.Template")
        except Exception as error:  # a stranger's package may raise anything, and must not stop ours
            left_out.append(f"codebook {entry.name} of {entry.value} left out: {error}")
            continue
        found[template.name] = template
    return found, tuple(left_out)


def template(name: str) -> Template:
    """One by its name. NotFoundError names those that there are."""
    found, left_out = templates()
    if name not in found:
        hint = f"there are {', '.join(found)}" + "".join(f"; {told}" for told in left_out)
        raise NotFoundError(f"there is no codebook template {name!r}", hint=hint)
    return found[name]


def read_template(text: str) -> Template:
    """A template out of TOML: ``name``, ``title``, ``note``, ``origin``, and ``[[code]]`` with the fields of a code."""
    data: dict[str, Any] = tomllib.loads(text)
    codes = tuple(
        TemplateCode(
            path=tuple(code["path"]),
            is_codable=code.get("is_codable", True),
            **{
                name: " ".join(code.get(name, "").split())
                for name in ("definition", "use_when", "not_when", "example", "colour", "key", "source")
            },
        )
        for code in data["code"]
    )
    return Template(
        name=data["name"],
        title=data["title"],
        note=" ".join(data["note"].split()),
        origin=" ".join(data["origin"].split()),
        codes=codes,
    )


def _ours(name: str) -> Callable[[], Template]:
    def read() -> Template:
        return read_template((resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))

    return read


warning_signs = _ours("warning_signs")
institutions = _ours("institutions")
