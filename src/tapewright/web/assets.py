"""Where the app's files lie: our own modules (``client``, as written) and what is bundled from others (``vendor``).

``vendor`` is made when the wheel is built, or by ``make web`` in a clone; it may be missing, and then the app's page
says what to do instead of staying white.
"""

from __future__ import annotations

import json
from pathlib import Path

from tapewright.errors import MissingError

CLIENT = Path(__file__).parent / "client"
VENDOR = Path(__file__).parent / "vendor"
WHAT_TO_DO = "In a clone of the repository run: make web. An installed tapewright: install it again with pip."

# Loaded with the page, before a style asks for them: text that changes its shape while it is read is a nuisance.
FONTS_FIRST = (
    "/vendor/fonts/source-serif-4-latin-wght-normal.woff2",
    "/vendor/fonts/instrument-sans-latin-wght-normal.woff2",
    "/vendor/fonts/jetbrains-mono-latin-wght-normal.woff2",
)


def is_built(vendor: Path = VENDOR) -> bool:
    """Whether the bundled modules are there."""
    return (vendor / "imports.json").is_file()


def import_map(vendor: Path = VENDOR) -> dict[str, dict[str, str]]:
    """The page's import map: the real names of the modules of others → where the server has them.

    Raises MissingError, with what to do, where they have not been built.
    """
    try:
        names: dict[str, str] = json.loads((vendor / "imports.json").read_text("utf-8"))
    except FileNotFoundError:
        raise MissingError("the browser app's modules are not built here", hint=WHAT_TO_DO) from None
    return {"imports": {name: f"/vendor/{file}" for name, file in names.items()}}
