"""HTML that is made of elements: text is escaped where it enters, so that none can become a tag."""

from __future__ import annotations

import html
from collections.abc import Iterable

from tapewright.exchange.printable import printable

_VOID = frozenset(("br", "col", "hr", "link", "meta"))
_SCHEMES = ("tape:", "file:", "#")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | Iterable[str]


def element(name: str, /, *children: Child, **attributes: str | None) -> Markup:
    """An element. Plain strings are escaped, ``Markup`` is taken as it is; an attribute of None is left out.

    ``class_`` stands for ``class``, ``aria_label`` for ``aria-label``.

    >>> element("p", "a < b", element("b", "c"), class_="x")
    '<p class="x">a &lt; b<b>c</b></p>'
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(printable(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Children one after the other, each escaped unless it is ``Markup``."""
    return Markup("".join(_escaped(child) for child in children))


def link(address: str, *children: Child, class_: str | None = None) -> Markup:
    """A link to a place on a tape or in the page; what leads anywhere else is shown as text."""
    if not address.startswith(_SCHEMES):
        return element("span", *children, class_=class_)
    return element("a", *children, href=address, class_=class_)


def _escaped(child: Child) -> str:
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return html.escape(printable(child), quote=False)
    return "".join(_escaped(one) for one in child)
