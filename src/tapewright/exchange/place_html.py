"""Places on tapes and plain tables in our HTML reports: what all of them have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath, PurePosixPath
from urllib.parse import quote

from tapewright.exchange import annotated_words as told
from tapewright.exchange.markup import Markup, element, joined, link
from tapewright.model.annotated import LineSource
from tapewright.timing import write_fragment


def source_line(source: LineSource, place: str = "", heard: str = "", *, is_addressed: bool = True) -> Markup:
    """The place with a link that plays it where the recordings are, and who has heard it; in words, where given.

    ``is_addressed``: its address as paper edits write it stands beside it. No browser follows that.
    """
    place = place or told.place_told(source)
    return element(
        "p",
        link(_file_link(source), place, class_="place") if source.file else element("span", place, class_="place"),
        joined(" ", _address(source)) if is_addressed else "",
        element("br"),
        element("span", heard or told.heard_told(source), class_="heard" if source.place.is_heard else "quiet"),
        class_="source",
    )


def _address(source: LineSource) -> Markup:
    span = source.place.span
    return link(f"tape:{span.tape}#{write_fragment(span.interval)}", "in the project", class_="screen address")


def _file_link(source: LineSource) -> str:
    """``file:`` and a media fragment: a browser on the machine that has the recording plays just that."""
    path = PurePath(source.file)
    posix = path.as_posix() if path.is_absolute() else PurePosixPath("/", source.file).as_posix()
    return f"file://{quote(_name_bytes(posix))}#{source.file_fragment}"


def _name_bytes(path: str) -> bytes:
    """The bytes of a name as the file system has them, also where they are no text."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]], classes: Mapping[int, str]) -> Markup:
    """A table with a head; ``classes`` are those of its columns, by number."""
    head = element("tr", [element("th", name, scope="col", class_=classes.get(n)) for n, name in enumerate(columns)])
    body = [
        element("tr", [element("td", cell, class_=classes.get(number)) for number, cell in enumerate(row)])
        for row in rows
    ]
    return element("table", element("thead", head), element("tbody", body), class_="plain")


def stacked_table(columns: Sequence[str], rows: Sequence[Sequence[str]], classes: Mapping[int, str]) -> Markup:
    """The same with each row as a list of names and values where the window is narrow.

    Its parts say what they are: laid out as a list, a table is none to a screen reader otherwise.
    """
    named = list(enumerate(columns))
    head = [element("th", name, scope="col", role="columnheader", class_=classes.get(n)) for n, name in named]
    body = [
        element(
            "tr",
            [
                element("td", cell, role="cell", data_name=name, class_=classes.get(n))
                for (n, name), cell in zip(named, row, strict=True)
            ],
            role="row",
        )
        for row in rows
    ]
    return element(
        "table",
        element("thead", element("tr", head, role="row"), role="rowgroup"),
        element("tbody", body, role="rowgroup"),
        role="table",
        class_="plain stack",
    )
