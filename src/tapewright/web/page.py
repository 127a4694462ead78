"""The app's one page. Every address that is no answer, no sound and no file is answered with it."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from tapewright.errors import MissingError
from tapewright.web.assets import CLIENT, FONTS_FIRST, VENDOR, import_map
from tapewright.web.plain import STYLE as PLAIN_STYLE
from tapewright.web.plain import alone_page

MAIN = "frame/main.js"
"""The module that begins."""

STYLES_FIRST = tuple(
    f"styles/{name}.css" for name in ("tokens", "base", "controls", "lists", "marks", "over", "frame", "print")
)
"""In this order; every other stylesheet of ``client`` stands behind them, by name."""


def page(title: str, nonce: str, *, client: Path = CLIENT, vendor: Path = VENDOR) -> str:
    """The page for a project, its scripts let in by the nonce. Where the modules of others are not built it says so."""
    try:
        modules = import_map(vendor)
    except MissingError as error:
        told = _UNBUILT.format(message=escape(error.message[:1].upper() + error.message[1:]), hint=escape(error.hint))
        return alone_page("tapewright", told, nonce)
    links = [_link("/vendor/fonts.css")] if (vendor / "fonts.css").is_file() else []
    links += [_link(f"/client/{name}") for name in stylesheets(client)]
    fonts = [f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{font}">' for font in FONTS_FIRST]
    return _PAGE.format(
        title=escape(title),
        nonce=nonce,
        # "</script>" inside JSON would end the script; no name of ours holds it, and this keeps it so.
        modules=json.dumps(modules).replace("<", "\\u003c"),
        head="\n".join([*fonts, *links]),
        main=f"/client/{MAIN}",
    )


def stylesheets(client: Path = CLIENT) -> list[str]:
    """Every stylesheet that is there, the shared ones first."""
    found = sorted(path.relative_to(client).as_posix() for path in client.rglob("*.css"))
    first = [name for name in STYLES_FIRST if name in found]
    return first + [name for name in found if name not in first and name != PLAIN_STYLE]


def _link(address: str) -> str:
    return f'<link rel="stylesheet" href="{escape(address, quote=True)}">'


_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{title}</title>
<link rel="icon" href="/client/icon.svg" type="image/svg+xml">
{head}
<script type="importmap" nonce="{nonce}">{modules}</script>
<script type="module" nonce="{nonce}" src="{main}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>tapewright's pages need scripts. The words of a tape can be read without them, at
<code>/tapes/</code>, the tape's id and <code>/text</code>.</p></noscript>
</body>
</html>
"""

_UNBUILT = """\
<h1>The browser app is not complete here</h1>
<p>{message}.</p>
<p>{hint}</p>
<p>The command line works as it is. Reload this page when it is done.</p>
"""
