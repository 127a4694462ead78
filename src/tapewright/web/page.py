"""The app's one page. Every address that is no answer, no sound and no file is answered with it."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from pathlib import Path

from tapewright.errors import MissingError
from tapewright.web.assets import CLIENT, FONTS_FIRST, VENDOR
from tapewright.web.plain import STYLE as PLAIN_STYLE
from tapewright.web.plain import alone_page
from tapewright.web.preload import MAIN, every_module, modules_for, records_for, versioned

STYLES_FIRST = tuple(
    f"styles/{name}.css" for name in ("tokens", "base", "controls", "lists", "marks", "over", "frame", "print")
)
"""In this order; every other stylesheet of ``client`` stands behind them, by name."""


def page(
    title: str, nonce: str, address: str = "/", *, live: str = "", client: Path = CLIENT, vendor: Path = VENDOR
) -> str:
    """The page for a project, its scripts let in by the nonce. Where the modules of others are not built it says so.

    What ``address`` will import and ask for is named in the page, so that the browser asks for all of it at once.
    ``live`` is where the stream of what happens stood when the page was written, before anything was read for it.
    """
    try:
        modules = {"imports": every_module(client=client, vendor=vendor)}
    except MissingError as error:
        told = _UNBUILT.format(message=escape(error.message[:1].upper() + error.message[1:]), hint=escape(error.hint))
        return alone_page("tapewright", told, nonce)
    # The record before the modules: it takes longest, and a browser asks for six things at once.
    ahead = [
        f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{escape(record, quote=True)}">'
        for record in records_for(address, client=client)
    ]
    ahead += [
        f'<link rel="modulepreload" href="{versioned(name, client=client, vendor=vendor)}">'
        for name in modules_for(address, client=client, vendor=vendor)
    ]
    fonts = [f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{font}">' for font in FONTS_FIRST]
    return _PAGE.format(
        title=escape(title),
        nonce=nonce,
        live=escape(live, quote=True),
        # "</script>" inside JSON would end the script; no name of ours holds it, and this keeps it so.
        modules=json.dumps(modules).replace("<", "\\u003c"),
        fonts="\n".join(fonts),
        styles=styles(client, vendor),
        ahead="\n".join(ahead),
        main=versioned(f"/client/{MAIN}", client=client, vendor=vendor),
    )


def stylesheets(client: Path = CLIENT) -> list[str]:
    """Every stylesheet that is there, the shared ones first."""
    found = sorted(path.relative_to(client).as_posix() for path in client.rglob("*.css"))
    first = [name for name in STYLES_FIRST if name in found]
    return first + [name for name in found if name not in first and name != PLAIN_STYLE]


def styles(client: Path = CLIENT, vendor: Path = VENDOR) -> str:
    """All stylesheets as one text, to stand in the page: they are small, and twenty questions are not."""
    faces = vendor / "fonts.css"
    files = [*([faces] if faces.is_file() else []), *(client / name for name in stylesheets(client))]
    return _joined(tuple((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _joined(files: tuple[tuple[str, int], ...]) -> str:
    """Stylesheets one after the other, each under its name; the times let one that was written anew be read anew."""
    texts = [f"/* {Path(name).name} */\n{Path(name).read_text('utf-8')}" for name, _ in files]
    # fonts.css names its files beside itself; "</style>" would end the element, and no stylesheet of ours holds it.
    return "\n".join(texts).replace('url("fonts/', 'url("/vendor/fonts/').replace("</", "<\\/")


_PAGE = """\
<!doctype html>
<html lang="en" data-live="{live}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{title}</title>
<link rel="icon" href="/client/icon.svg" type="image/svg+xml">
{fonts}
<style nonce="{nonce}">
{styles}
</style>
<script type="importmap" nonce="{nonce}">{modules}</script>
{ahead}
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
