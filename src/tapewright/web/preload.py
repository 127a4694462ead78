"""What an address will need, told with the page: its modules and its first record. A browser that finds them import by
import asks eight times, one after the other, before the first word is shown.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from tapewright.web.assets import CLIENT, VENDOR, import_map
from tapewright.web.files import version_of

MAIN = "frame/main.js"
SCREENS = "frame/screens.js"

_IMPORT = re.compile(r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w$*\s{},]*?\bfrom\s*)?["']([^"'\n]+)["']""")
FIRST_RECORDS = {"tape/screen": "/api/tapes/{}/transcript"}
"""What a screen asks the API for before it shows anything, by its module; the address's last part is filled in."""

_BEGINNING = 12_000
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"pattern: '(?P<pattern>[^']+)', load: load\('(?P<module>[\w/]+)'\)")


def modules_for(address: str, *, client: Path = CLIENT, vendor: Path = VENDOR) -> list[str]:
    """Addresses of the modules that an address of the app imports, without what it loads later. Bundled ones, which are
    large, come first; then what begins, and so on.
    """
    entries = [f"/client/{MAIN}"]
    if screen := screen_of(address, client):
        entries.append(f"/client/screens/{screen}.js")
    names = import_map(vendor)["imports"]
    found: dict[str, None] = {}
    while entries:
        address = entries.pop(0)
        path = _file(address, client, vendor)
        if address in found or not path.is_file():
            continue
        found[address] = None
        entries += [_resolved(name, address, names) for name in _imports_of(str(path), path.stat().st_mtime_ns)]
    return sorted(found, key=lambda name: not name.startswith("/vendor/"))


def versioned(address: str, *, client: Path = CLIENT, vendor: Path = VENDOR) -> str:
    """The address of a file with its version, under which a browser keeps it for good; as it is where there is none."""
    try:
        return f"{address}?v={version_of(_file(address, client, vendor))}"
    except OSError:
        return address


def every_module(*, client: Path = CLIENT, vendor: Path = VENDOR) -> dict[str, str]:
    """What the page's import map holds: modules of others by their names, ours by their addresses, in their versions.
    MissingError where the modules of others are not built.
    """
    others = import_map(vendor)["imports"]
    ours = [f"/client/{path.relative_to(client).as_posix()}" for path in sorted(client.rglob("*.js"))]
    addresses = {**others, **{address: address for address in ours}}
    return {name: versioned(address, client=client, vendor=vendor) for name, address in addresses.items()}


def records_for(address: str, *, client: Path = CLIENT) -> list[str]:
    """Addresses of the API that are asked as soon as the modules run."""
    *_, last = ["", *[part for part in address.split("/") if part]]
    first = FIRST_RECORDS.get(screen_of(address, client), "")
    return ["/api/project", *([first.format(quote(last, safe=""))] if first else [])]


def screen_of(address: str, client: Path = CLIENT) -> str:
    """The module that stands at an address, as the app's own table of screens says; empty where there is none."""
    parts = [part for part in address.split("/") if part]
    table = client / SCREENS
    for entry in _ENTRY.finditer(table.read_text("utf-8") if table.is_file() else ""):
        wanted = [part for part in entry["pattern"].split("/") if part]
        if len(wanted) == len(parts) and all(w.startswith(":") or w == p for w, p in zip(wanted, parts, strict=True)):
            return entry["module"]
    return ""


@lru_cache(maxsize=512)
def _imports_of(path: str, changed: int) -> tuple[str, ...]:
    """What a module imports when it is loaded. ``changed`` lets a file that was written anew be read anew."""
    # Imports stand at the beginning, ours by habit and bundled ones by esbuild's; a bundle is one line of 200,000.
    return tuple(_IMPORT.findall(_COMMENT.sub("", Path(path).read_text("utf-8")[:_BEGINNING])))


def _resolved(name: str, importer: str, names: dict[str, str]) -> str:
    if name.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
    return names.get(name, name)


def _file(address: str, client: Path, vendor: Path) -> Path:
    where, _, rest = address.removeprefix("/").partition("/")
    return (vendor if where == "vendor" else client) / rest
