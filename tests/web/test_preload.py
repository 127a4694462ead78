"""What an address needs is told with the page: exactly what its modules import, and the record they ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tapewright.web.assets import CLIENT, is_built
from tapewright.web.page import page
from tapewright.web.preload import modules_for, records_for, screen_of

built = pytest.mark.skipif(not is_built(), reason="the browser app is not built here; run: make web")


def _app(folder: Path) -> tuple[Path, Path]:
    table = "{ name: 'tape', room: 'tapes', pattern: '/tapes/:id', load: load('tape/screen') },"
    files = {
        "client/frame/main.js": "import { a } from './a.js';\nvoid import('./later.js');\n",
        "client/frame/a.js": "/** import('./no.js') */\nexport * from './b.js';\nimport {\n  x,\n} from 'lit-html';",
        "client/frame/b.js": "// import './no.js';\nimport './a.js';\nimport 'lit-html/directives/live.js';\n",
        "client/frame/later.js": "export {};",
        "client/frame/screens.js": table,
        "client/screens/tape/screen.js": "import { b } from '../../frame/b.js';",
        "vendor/lit.js": "export{a as b};",
        "vendor/imports.json": '{"lit-html": "lit.js", "lit-html/directives/live.js": "lit.js"}',
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "client", folder / "vendor"


def test_modules_are_followed_through_their_imports_each_once_the_bundled_ones_first(tmp_path: Path) -> None:
    client, vendor = _app(tmp_path)
    assert modules_for("/tapes/T001", client=client, vendor=vendor) == [
        "/vendor/lit.js",
        "/client/frame/main.js",
        "/client/screens/tape/screen.js",
        "/client/frame/a.js",
        "/client/frame/b.js",
    ]
    assert modules_for("/elsewhere", client=client, vendor=vendor)[1:] == [
        "/client/frame/main.js",
        "/client/frame/a.js",
        "/client/frame/b.js",
    ]


def test_a_module_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    client, vendor = _app(tmp_path)
    assert "/client/frame/later.js" not in modules_for("/", client=client, vendor=vendor)
    (client / "frame" / "main.js").write_text("import './later.js'; // longer than it was, and later\n")
    assert "/client/frame/later.js" in modules_for("/", client=client, vendor=vendor)


@pytest.mark.parametrize(
    ("address", "records"),
    [
        ("/tapes/T001", ["/api/project", "/api/tapes/T001/transcript"]),
        ("/tapes/a tape&b", ["/api/project", "/api/tapes/a%20tape%26b/transcript"]),
        ("/tapes", ["/api/project"]),
        ("/", ["/api/project"]),
        ('/"><script>', ["/api/project"]),
    ],
)
def test_the_first_record_of_an_address_is_asked_for_at_once(tmp_path: Path, address: str, records: list[str]) -> None:
    client, _ = _app(tmp_path)
    assert records_for(address, client=client) == records


def test_an_address_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    client, vendor = _app(tmp_path)
    made = page("Nine years", "abc", '/tapes/"><script>alert(1)</script>', client=client, vendor=vendor)
    assert "<script>alert" not in made


def test_every_screen_of_the_table_is_found_and_there() -> None:
    table = (CLIENT / "frame" / "screens.js").read_text("utf-8")
    patterns = re.findall(r"pattern: '([^']+)'", table)
    assert len(patterns) >= 7
    for pattern in patterns:
        module = screen_of(re.sub(r":\w+", "x", pattern))
        assert module, pattern
        assert (CLIENT / "screens" / f"{module}.js").is_file(), pattern


@built
def test_what_is_told_ahead_is_there() -> None:
    for address in ("/tapes", "/tapes/T001", "/search", "/paper/night-bus"):
        modules = modules_for(address)
        assert len(modules) > 20
        assert modules[0].startswith("/vendor/")
        assert all((CLIENT.parent / module.removeprefix("/")).is_file() for module in modules)
