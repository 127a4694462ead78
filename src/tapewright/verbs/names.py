"""The project's list of names: what the recogniser is told, what the review looks for. Kept in ``tapewright.toml``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import NotFoundError
from tapewright.exchange.incoming import read_bytes
from tapewright.exchange.name_list import FORMATS, read_names, write_names
from tapewright.model.names import KnownName, NameKind, merged
from tapewright.proof.saidnames import said_names
from tapewright.verbs.namesfile import rewrite
from tapewright.verbs.project import SETTINGS, Project
from tapewright.verbs.speakers import unnamed_speakers
from tapewright.verbs.spokenlanguage import spoken_language
from tapewright.wholefile import put
from tapewright.words.normal import normal_words

OFTEN = 3
"""A name that is said so often and is not in the list is offered."""

ROOM = 50
"""Of so many names the recogniser can be told, about: it counts pieces of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesChanged:
    """The list as it is now, or would be, and which names are new, changed and gone."""

    names: tuple[KnownName, ...]
    added: tuple[KnownName, ...] = ()
    changed: tuple[KnownName, ...] = ()
    removed: tuple[KnownName, ...] = ()
    remarks: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A name that is not in the list. ``why``: ``speaker``, or ``said`` so many times."""

    name: KnownName
    why: str
    count: int = 0


def names(project: Project) -> tuple[KnownName, ...]:
    """The list in its order."""
    return project.settings.names


def add_names(project: Project, new: Iterable[KnownName], *, dry_run: bool = False) -> NamesChanged:
    """Put names into the list; what is there already learns what the new one says more."""
    wanted = list(new)

    def change(old: tuple[KnownName, ...]) -> list[KnownName]:
        made = {name.name.casefold(): name for name in old}
        for name in wanted:
            key = name.name.casefold()
            made[key] = merged(made[key], name) if key in made else name
        return list(made.values())

    return _changed(project, change, dry_run)


def remove_name(project: Project, name: str, *, dry_run: bool = False) -> NamesChanged:
    """Take a name out of the list, by its name or one of its spellings. NotFoundError where it has none such."""
    wanted = " ".join(name.split()).casefold()

    def change(old: tuple[KnownName, ...]) -> list[KnownName]:
        kept = [one for one in old if one.name.casefold() != wanted]
        if len(kept) == len(old):
            kept = [one for one in old if wanted not in (text.casefold() for text in one.spellings)]
        if len(kept) == len(old):
            raise NotFoundError(f"there is no name {name!r} in the list", hint="tapewright names list shows them")
        return kept

    return _changed(project, change, dry_run)


def import_names(project: Project, file: str | os.PathLike[str], *, dry_run: bool = False) -> NamesChanged:
    """Put the names of a text, CSV or JSON file into the list. InputError where it holds none."""
    path = Path(file)
    read = read_names(read_bytes(path), name=path.name)
    done = add_names(project, read.names, dry_run=dry_run)
    return NamesChanged(
        names=done.names,
        added=done.added,
        changed=done.changed,
        remarks=(*read.remarks, *done.remarks),
        dry_run=dry_run,
    )


def export_names(project: Project, file: str | os.PathLike[str] | None = None, *, format: str = "") -> str:
    """The list as text in one of the formats (default: by the file's ending, else ``txt``); written where named."""
    ending = Path(file).suffix.lstrip(".").lower() if file is not None else ""
    text = write_names(names(project), format=format or (ending if ending in FORMATS else "txt"))
    if file is not None:
        put(Path(file), text.encode())
    return text


def suggested_names(project: Project, *, often: int = OFTEN) -> list[Suggested]:
    """Names that are not in the list: of speakers, and what is said with a capital at least ``often`` times."""
    listed = {text.casefold() for name in names(project) for text in name.written}
    known = frozenset(word for text in listed for word in normal_words(text))
    unnamed = unnamed_speakers(project)
    found = [
        Suggested(name=KnownName(name=speaker, kind=NameKind.PERSON), why="speaker")
        for speaker in dict.fromkeys(
            " ".join(one.name.split()) for one in project.store.speakers() if one.id not in unnamed
        )
        if speaker and speaker.casefold() not in listed and any(sign.isalpha() for sign in speaker)
    ]
    listed |= {one.name.name.casefold() for one in found}
    said: Counter[str] = Counter()
    language = spoken_language(project)
    for tape in project.store.tapes():
        if transcript := project.store.transcript(tape.id):
            turns = ([word.text for word in turn.words] for turn in transcript.turns)
            said += said_names(turns, known=known, language=language)
    for text, count in sorted(said.items(), key=lambda pair: (-pair[1], pair[0])):
        if count >= often and text.casefold() not in listed:
            found.append(Suggested(name=KnownName(name=text), why="said", count=count))
    return found


def record(listed: Sequence[KnownName]) -> dict[str, object]:
    """``{"names": [{"name", "kind", "spellings", "sounds_like", "told"}]}``; ``told``: the recogniser is told it."""
    return {"names": [_name_record(name) for name in listed]}


def changed_record(done: NamesChanged) -> dict[str, object]:
    """``{"names": […], "added": […], "changed": […], "removed": […], "remarks", "dry_run"}``; names are as in
    ``record``.
    """
    return {
        **record(done.names),
        "added": [_name_record(name) for name in done.added],
        "changed": [_name_record(name) for name in done.changed],
        "removed": [_name_record(name) for name in done.removed],
        "remarks": list(done.remarks),
        "dry_run": done.dry_run,
    }


def suggested_record(found: Sequence[Suggested]) -> dict[str, object]:
    """``{"suggested": [{"name", "kind", …, "why", "count"}]}``: ``why`` is ``speaker`` or ``said``."""
    return {"suggested": [{**_name_record(one.name), "why": one.why, "count": one.count} for one in found]}


def _name_record(name: KnownName) -> dict[str, object]:
    return {
        "name": name.name,
        "kind": name.kind.value,
        "spellings": list(name.spellings),
        "sounds_like": list(name.sounds_like),
        "told": name.is_told,
    }


def _changed(
    project: Project, change: Callable[[tuple[KnownName, ...]], Sequence[KnownName]], dry_run: bool
) -> NamesChanged:
    old = names(project)
    new = tuple(change(old)) if dry_run else rewrite(project.root / SETTINGS, change)
    project.reread_settings()
    before = {name.name.casefold(): name for name in old}
    after = {name.name.casefold(): name for name in new}
    told = sum(name.is_told for name in new)
    remarks = (f"{told} names are told to the recogniser, which has room for about {ROOM}; say untold of some",)
    return NamesChanged(
        names=new,
        added=tuple(name for key, name in after.items() if key not in before),
        changed=tuple(name for key, name in after.items() if key in before and before[key] != name),
        removed=tuple(name for key, name in before.items() if key not in after),
        remarks=remarks if told > ROOM else (),
        dry_run=dry_run,
    )
