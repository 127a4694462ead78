"""``tapewright codebook``: new, add, change, move, merge, remove, list, templates, import, export."""

from __future__ import annotations

from typing import Any

import click

from tapewright.cli.codebookfiles import export, import_
from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import Code, CodeId
from tapewright.verbs import codebooks as verb
from tapewright.verbs.templates import from_template, templates
from tapewright.verbs.templates import record as templates_record
from tapewright.words.counted import counted

_who = click.option("--who", default="", metavar="NAME", help="Who says so. Default: who works on this machine.")


def _texts(function: Any) -> Any:
    """The options for what people write of a code."""
    told = (
        ("source", "The publication that it rests on."),
        ("key", "The digit 1 to 9 that codes with it."),
        ("colour", "Its colour as #rrggbb."),
        ("example", "A passage that shows it."),
        ("not_when", "When not to use it."),
        ("use_when", "When to use it."),
        ("definition", "What it means."),
    )
    for name, help_text in told:
        function = click.option(f"--{name.replace('_', '-')}", name, help=help_text)(function)
    return function


@click.group(name="codebook", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Keep codebooks: trees of codes with definitions and rules.

    CODE is a code's name, the end of its path ("letters/answered"), or C12.
    """


@tapewright_command(name="new")
@project_option
@click.argument("name", required=False)
@click.option("--note", default="", help="What it is for.")
@click.option("--template", metavar="NAME", help="Start from one that comes with the program: `codebook templates`.")
@_who
def new(project: Project, name: str | None, note: str, template: str | None, who: str, as_json: bool) -> None:
    """Make a codebook, empty or from a template."""
    if bool(name) == bool(template):
        raise UsageError("give the codebook a name, or a template", hint="codebook new NAME, or --template NAME")
    made = (
        from_template(project, template, who=who)
        if template
        else verb.new_codebook(project, name or "", note=note, who=who)
    )
    count = sum(code.codebook == made.id for code in project.store.codes())
    show(as_json, lambda: verb.record(project), lambda: f"{made.name}: {counted(count, 'code')}")


@tapewright_command(name="templates")
def list_templates(as_json: bool) -> None:
    """List the codebooks to start from, with their sources."""
    found, left_out = templates()
    for told in left_out:
        warn(told)

    def text() -> str:
        return "\n\n".join(
            f"{one.name}: {one.title}, {counted(len(one.codes), 'code')}\n  {one.origin}" for one in found.values()
        )

    show(as_json, lambda: templates_record(found, left_out), text)


@tapewright_command(name="add")
@project_option
@click.argument("name")
@click.option("--below", metavar="CODE", help="The code that it lies below.")
@click.option("--codebook", metavar="NAME", help="Its codebook; needless where there is one.")
@click.option("--heading", is_flag=True, help="A heading, with which nothing is coded.")
@_texts
@_who
def add(
    project: Project,
    name: str,
    below: str | None,
    codebook: str | None,
    heading: bool,
    who: str,
    as_json: bool,
    **texts: str | None,
) -> None:
    """Add a code."""
    tree = verb.code_tree(project)
    made = verb.add_code(
        project,
        name,
        codebook=tree.book(codebook).id if codebook else None,
        parent=tree.find(below).id if below else None,
        is_codable=not heading,
        who=who,
        **{key: value for key, value in texts.items() if value is not None},
    )
    _told(project, made.id, as_json)


@tapewright_command(name="change")
@project_option
@click.argument("code")
@click.option("--name", help="Another name.")
@click.option("--heading/--code", "heading", default=None, help="Whether it only holds others.")
@_texts
@_who
def change(project: Project, code: str, heading: bool | None, who: str, as_json: bool, **texts: str | None) -> None:
    """Change what is written of a code."""
    found = verb.code_tree(project).find(code)
    told: dict[str, Any] = {key: value for key, value in texts.items() if value is not None}
    if not told and heading is None:
        raise UsageError("say what is to change", hint="--name, --definition, --use-when …")
    verb.edit_code(project, found.id, is_codable=None if heading is None else not heading, who=who, **told)
    _told(project, found.id, as_json)


@tapewright_command(name="move")
@project_option
@click.argument("code")
@click.option("--below", metavar="CODE", help="The code that it goes below. Default: the top of its codebook.")
@click.option("--place", type=click.IntRange(min=1), metavar="N", help="Its place among its siblings, from 1.")
@_who
def move(project: Project, code: str, below: str | None, place: int | None, who: str, as_json: bool) -> None:
    """Move a code, with all below it, to another place of its tree."""
    tree = verb.code_tree(project)
    found = tree.find(code)
    parent = tree.find(below).id if below else None
    verb.move_code(project, found.id, parent=parent, rank=None if place is None else place - 1, who=who)
    _told(project, found.id, as_json)


@tapewright_command(name="merge")
@project_option
@click.argument("code")
@click.argument("into")
@_who
def merge(project: Project, code: str, into: str, who: str, as_json: bool) -> None:
    """Make one code of two: the codings of CODE, its memos and the codes below it are those of INTO."""
    tree = verb.code_tree(project)
    kept = verb.merge_codes(project, tree.find(code).id, tree.find(into).id, who=who)
    _told(project, kept.id, as_json)


@tapewright_command(name="remove")
@project_option
@click.argument("code")
@click.option(
    "--codings",
    type=click.Choice(["refuse", "remove", "move"]),
    default="refuse",
    show_default=True,
    help="What becomes of the passages that are coded with it.",
)
@click.option("--into", metavar="CODE", help="The code that its codings go to, with --codings move.")
@_who
def remove(project: Project, code: str, codings: str, into: str | None, who: str, as_json: bool) -> None:
    """Remove a code and those below it."""
    tree = verb.code_tree(project)
    target = tree.find(into).id if into else None
    gone = verb.remove_code(project, tree.find(code).id, codings=codings, into=target, who=who)
    show(as_json, lambda: verb.record(project), lambda: f"removed {gone.name}")


@tapewright_command(name="rename")
@project_option
@click.argument("codebook")
@click.argument("name")
@_who
def rename(project: Project, codebook: str, name: str, who: str, as_json: bool) -> None:
    """Give a whole codebook another name."""
    kept = verb.edit_codebook(project, verb.code_tree(project).book(codebook).id, name=name, who=who)
    show(as_json, lambda: verb.record(project), lambda: f"the codebook is called {kept.name}")


@tapewright_command(name="drop")
@project_option
@click.argument("codebook")
@click.option("--with-codings", is_flag=True, help="Also where passages are coded with its codes: these go too.")
@_who
def drop(project: Project, codebook: str, with_codings: bool, who: str, as_json: bool) -> None:
    """Remove a whole codebook, with its codes."""
    book = verb.code_tree(project).book(codebook).id
    gone = verb.remove_codebook(project, book, with_codings=with_codings, who=who)
    show(as_json, lambda: verb.record(project), lambda: f"removed the codebook {gone.name}")


@tapewright_command(name="list")
@project_option
@click.option("--codebook", metavar="NAME", help="Only this one.")
@click.option("--full", is_flag=True, help="With definitions, rules, examples and sources.")
def list_(project: Project, codebook: str | None, full: bool, as_json: bool) -> None:
    """List codebooks as trees, with how often each code is used."""
    tree = verb.code_tree(project)
    books = [tree.book(codebook)] if codebook else list(tree.books)
    counts = {code["id"]: code for book in verb.record(project)["codebooks"] for code in book["codes"]}  # type: ignore[attr-defined]

    def text() -> str:
        if not books:
            return "no codebook yet; tapewright codebook templates lists those to start from"
        lines: list[str] = []
        for book in books:
            lines.append(f"{book.name}{f' ({book.origin})' if book.origin and full else ''}")
            for code in tree.walk(book.id):
                lines += _lines(code, len(tree.above(code)), counts[code.id]["codings"], full)
        return "\n".join(lines)

    show(as_json, lambda: verb.record(project), text)


def _lines(code: Code, depth: int, used: int, full: bool) -> list[str]:
    indent = "  " * (depth + 1)
    key = f" [{code.key}]" if code.key else ""
    count = f"  {counted(used, 'passage')}" if used else ""
    lines = [f"{indent}{code.name}{key}  C{code.id}{count}"]
    if full:
        told = (
            ("", code.definition),
            ("when: ", code.use_when),
            ("when not: ", code.not_when),
            ("for example: ", code.example),
            ("source: ", code.source),
        )
        lines += [f"{indent}    {label}{text}" for label, text in told if text]
    return lines


def _told(project: Project, code: int, as_json: bool) -> None:
    tree = verb.code_tree(project)
    found = tree.by_id[CodeId(code)]
    used = len(project.store.codings(code=found.id))
    show(as_json, lambda: verb.code_record(tree, found, {found.id: used}), lambda: f"C{code} {tree.path(found)}")


for _command in (new, list_templates, add, change, move, merge, remove, rename, drop, list_, import_, export):
    command.add_command(_command)
