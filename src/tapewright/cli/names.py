"""``tapewright names``: list, add, remove, import, export, suggest."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, say, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.model.names import KnownName, NameKind
from tapewright.verbs.names import (
    NamesChanged,
    Suggested,
    add_names,
    changed_record,
    export_names,
    import_names,
    names,
    record,
    remove_name,
    suggested_names,
    suggested_record,
)
from tapewright.words.counted import counted

_KINDS = click.Choice([kind.value for kind in NameKind])
_NONE = "no names yet; tapewright names suggest offers some"
_dry = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")


@click.group(name="names", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Keep the people, places and terms of the project.

    The recogniser is told them before it listens, and the review asks where a word sounds like one. They stand in
    `tapewright.toml`, where they can be written by hand as well.
    """


@tapewright_command(name="list")
@project_option
def list_(project: Project, as_json: bool) -> None:
    """List the names, with what they are and how else they are written."""
    listed = names(project)
    show(
        as_json, lambda: record(listed), lambda: _table(listed) or "no names yet; tapewright names suggest offers some"
    )


@tapewright_command(name="add")
@project_option
@click.argument("given", nargs=-1, required=True, metavar="NAME...")
@click.option("--kind", type=_KINDS, default=NameKind.NAME.value, help="What bears it.")
@click.option("--spelling", multiple=True, metavar="TEXT", help="Another right way to write it; may be repeated.")
@click.option("--sounds-like", multiple=True, metavar="TEXT", help="What it is misheard as; may be repeated.")
@click.option("--untold", is_flag=True, help="Keep it from the recogniser, which has room for some fifty.")
@_dry
def add(
    project: Project,
    given: Sequence[str],
    kind: str,
    spelling: tuple[str, ...],
    sounds_like: tuple[str, ...],
    untold: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put names into the list; one that is there learns what is new.

    \b
    tapewright names add "Marian Voss" --kind person --sounds-like "marion foss"
    """
    if len(given) > 1 and (spelling or sounds_like):
        raise click.UsageError("--spelling and --sounds-like go with one name")
    made = [
        KnownName(
            name=" ".join(one.split()),
            kind=NameKind(kind),
            spellings=tuple(" ".join(text.split()) for text in spelling),
            sounds_like=tuple(" ".join(text.split()) for text in sounds_like),
            is_told=not untold,
        )
        for one in given
    ]
    _told(as_json, add_names(project, made, dry_run=dry_run))


@tapewright_command(name="remove")
@project_option
@click.argument("name", metavar="NAME")
@_dry
def remove(project: Project, name: str, dry_run: bool, as_json: bool) -> None:
    """Take a name out of the list."""
    _told(as_json, remove_name(project, name, dry_run=dry_run))


@tapewright_command(name="import")
@project_option
@click.argument("file", type=click.Path(), metavar="FILE")
@_dry
def import_(project: Project, file: str, dry_run: bool, as_json: bool) -> None:
    """Put the names of a file into the list: one a line, or a .csv or .json as `names export` writes them."""
    _told(as_json, import_names(project, file, dry_run=dry_run))


@tapewright_command(name="export")
@project_option
@click.argument("file", required=False, type=click.Path(), metavar="[FILE]")
@click.option("--format", "form", type=click.Choice(["txt", "csv", "json"]), help="Default: by the file's ending.")
def export(project: Project, file: str | None, form: str | None, as_json: bool) -> None:
    """Write the list to FILE, or on the screen."""
    text = export_names(project, file, format=form or "")
    if as_json:
        show(True, lambda: {**record(names(project)), "file": file}, str)
    elif file is None:
        say(text.rstrip("\n"))
    else:
        say(f"{counted(len(names(project)), 'name')} in {file}")


@tapewright_command(name="suggest")
@project_option
@click.option("--often", type=click.IntRange(min=1), default=3, show_default=True, help="Said so many times or more.")
def suggest(project: Project, often: int, as_json: bool) -> None:
    """Offer names that are not in the list: of speakers, and what is often said with a capital."""
    found = suggested_names(project, often=often)
    show(as_json, lambda: suggested_record(found), lambda: _suggestions(found))


for _one in (list_, add, remove, import_, export, suggest):
    command.add_command(_one)


def _told(as_json: bool, done: NamesChanged) -> None:
    show(as_json, lambda: changed_record(done), lambda: _text(done))
    if not as_json:
        for remark in done.remarks:
            warn(remark)


def _text(done: NamesChanged) -> str:
    would = "would be " if done.dry_run else ""
    changes = (("added", done.added), ("changed", done.changed), ("removed", done.removed))
    lines = [f"{would}{what}: {_line(name)}" for what, found in changes for name in found]
    return "\n".join(lines or ["the list has it already"])


def _table(listed: Sequence[KnownName]) -> str:
    return "\n".join(_line(name) for name in listed)


def _line(name: KnownName) -> str:
    more = [name.kind.value] if name.kind is not NameKind.NAME else []
    more += [f"also {', '.join(name.spellings)}"] if name.spellings else []
    more += [f"sounds like {', '.join(name.sounds_like)}"] if name.sounds_like else []
    more += [] if name.is_told else ["the recogniser is not told"]
    return f"{name.name}  ({'; '.join(more)})" if more else name.name


def _suggestions(found: Sequence[Suggested]) -> str:
    if not found:
        return "no names to offer"
    lines = [
        f"{one.name.name}  ({'a speaker' if one.why == 'speaker' else f'said {one.count} times'})" for one in found
    ]
    return "\n".join([*lines, "tapewright names add NAME puts one into the list"])
