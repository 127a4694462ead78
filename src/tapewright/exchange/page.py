"""A whole HTML page in one file: nothing is fetched, no script runs, and the page itself forbids both."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from tapewright.exchange.markup import Child, Markup, element, joined


def page(title: str, *body: Child, sheets: tuple[str, ...] = ("page.css",), has_sound: bool = False) -> str:
    """The page. ``sheets`` are our own style sheets; the content policy lets in exactly their text.

    Media is not forbidden: links to places on tapes open where the recording lies. ``has_sound`` lets in sound that
    lies in the page itself.
    """
    style = "".join(_sheet(name) for name in sheets)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    sound = "media-src data:; " if has_sound else ""
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; {sound}base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content="tapewright"),
        element("title", title),
        Markup(f"<style>{style}</style>"),
    )
    return f"<!doctype html>\n{element('html', head, element('body', joined(*body)), lang='en')}\n"


@cache
def _sheet(name: str) -> str:
    return resources.files("tapewright.exchange").joinpath("sheets", name).read_text("utf-8")
