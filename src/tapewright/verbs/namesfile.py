"""The list of names in ``tapewright.toml``: read with the settings, changed in place with every comment kept.

``names`` is a list of strings and of tables, as a person writes them:

    names = [
        "Marian Voss",
        { name = "Orford Ness", kind = "place", spellings = ["Orfordness"], sounds_like = ["or ferdness"] },
    ]
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tapewright.errors import InputError, StorageError, UsageError
from tapewright.model.names import KnownName, NameKind
from tapewright.wholefile import put

KEYS = ("name", "kind", "spellings", "sounds_like", "told")


def names_in(value: object, *, place: str) -> tuple[KnownName, ...]:
    """The names that the setting ``names`` holds. InputError names what is wrong in it."""
    if not isinstance(value, list):
        raise InputError("names must be a list", place=place, hint='names = ["Marian Voss"]')
    return tuple(_name(item, place) for item in value)


def to_value(name: KnownName) -> str | dict[str, object]:
    """A name as the file holds it: what is not known is left out."""
    if name.is_plain:
        return name.name
    made: dict[str, object] = {"name": name.name}
    if name.kind is not NameKind.NAME:
        made["kind"] = name.kind.value
    if name.spellings:
        made["spellings"] = list(name.spellings)
    if name.sounds_like:
        made["sounds_like"] = list(name.sounds_like)
    if not name.is_told:
        made["told"] = False
    return made


def rewrite(path: Path, change: Callable[[tuple[KnownName, ...]], Sequence[KnownName]]) -> tuple[KnownName, ...]:
    """Change the list in the file at ``path`` and put the file back whole; every other sign of it stays.

    Names that stay keep their lines and comments. InputError where the file cannot be read.
    """
    text = _text(path)
    old = names_in(_loads(text, path).get("names", []), place=path.name)
    new = tuple(change(old))
    if new == old:
        return new
    made = _rewritten(text, old, new)
    if names_in(_loads(made, path).get("names", []), place=path.name) != new:
        raise StorageError("the list of names cannot be written so", place=path.name, hint="change it by hand")
    put(path, made.encode())
    return new


def _name(item: object, place: str) -> KnownName:
    try:
        if isinstance(item, str):
            return KnownName(name=" ".join(item.split()))
        if not isinstance(item, Mapping) or not isinstance(item.get("name"), str):
            raise InputError(
                "names must be a list of strings and of tables with a name",
                place=place,
                hint='names = ["Marian Voss", { name = "Orford", kind = "place" }]',
            )
        if unknown := sorted(set(item) - set(KEYS)):
            raise InputError(
                f"the name {item['name']!r} has {unknown[0]!r}, which is not known",
                place=place,
                hint=f"there are {', '.join(KEYS)}",
            )
        told = item.get("told", True)
        if not isinstance(told, bool):
            raise InputError(f"told of {item['name']!r} is neither true nor false", place=place)
        return KnownName(
            name=" ".join(item["name"].split()),
            kind=_kind(item.get("kind", NameKind.NAME.value), place),
            spellings=_texts(item.get("spellings", []), "spellings", place),
            sounds_like=_texts(item.get("sounds_like", []), "sounds_like", place),
            is_told=told,
        )
    except UsageError as error:
        raise InputError(f"names: {error.message}", place=place, hint=error.hint) from error


def _kind(value: object, place: str) -> NameKind:
    try:
        return NameKind(str(value))
    except ValueError:
        kinds = ", ".join(kind.value for kind in NameKind)
        raise InputError(f"there is no kind of names {value!r}", place=place, hint=f"the kinds are {kinds}") from None


def _texts(value: object, key: str, place: str) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise InputError(f"{key} must be a list of strings", place=place)
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the settings: {error}", place=path.name, hint="mend the file") from error


def _loads(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"cannot read the settings: {error}", place=path.name, hint="mend the file") from error


def _rewritten(text: str, old: Sequence[KnownName], new: Sequence[KnownName]) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    listed = document.get("names")
    if listed is None:
        listed = tomlkit.array()
        document["names"] = listed
    if not isinstance(listed, tomlkit.items.Array):
        raise UsageError("[[names]] tables are read but not changed", hint="write them as one list: names = [ … ]")
    kept = _kept_places(old, new)
    for place in reversed(range(len(old))):
        if place not in kept.values():
            del listed[place]
    for place, name in enumerate(new):
        if place not in kept:
            listed.insert(place, _item(name))
    if len(new) > 1 and "\n" not in listed.as_string():
        listed.multiline(True)
    return tomlkit.dumps(document)


def _kept_places(old: Sequence[KnownName], new: Sequence[KnownName]) -> dict[int, int]:
    """Places in ``new`` whose name stands in ``old`` as it is, with its place there; both in order."""
    kept: dict[int, int] = {}
    at = 0
    for place, name in enumerate(new):
        found = next((n for n in range(at, len(old)) if old[n] == name), None)
        if found is not None:
            kept[place] = found
            at = found + 1
    return kept


def _item(name: KnownName) -> Any:
    import tomlkit

    value = to_value(name)
    if isinstance(value, str):
        return tomlkit.string(value)
    table = tomlkit.inline_table()
    table.update(value)
    return table
