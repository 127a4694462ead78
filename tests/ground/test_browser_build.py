"""What the browser app takes from others is locked, bundled once each, licensed, and inside the wheel."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tapewright.errors import MissingError
from tapewright.web.assets import CLIENT, FONTS_FIRST, VENDOR, import_map, is_built

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "web-build" / "package-lock.json"
TOOL = ROOT / "tools" / "build_web.py"

_IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["']([@a-z][\w@./-]*)["']""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


built = pytest.mark.skipif(not is_built(), reason="the browser app is not built here; run: make web")


def test_the_lock_file_names_no_host_and_has_a_digest_for_every_package() -> None:
    assert "://" not in LOCK.read_text("utf-8")
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    others = {name: entry for name, entry in packages.items() if name}
    assert len(others) > 20
    for name, entry in others.items():
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name
    assert "://" not in re.sub(r'"url": "[^"]*"', "", LOCK.read_text("utf-8"))


def test_what_is_asked_for_is_what_is_locked() -> None:
    asked = json.loads((ROOT / "web-build" / "package.json").read_text("utf-8"))
    locked = json.loads(LOCK.read_text("utf-8"))["packages"][""]
    assert asked["dependencies"] == locked["dependencies"]
    assert asked["devDependencies"] == locked["devDependencies"]


def test_a_missing_build_says_what_to_do(tmp_path: Path) -> None:
    assert not is_built(tmp_path)
    with pytest.raises(MissingError, match="not built") as told:
        import_map(tmp_path)
    assert "make web" in told.value.hint


@built
def test_every_module_that_we_import_by_name_is_in_the_import_map() -> None:
    names = import_map()["imports"]
    for path in sorted(CLIENT.rglob("*.js")):
        for name in _IMPORT.findall(_COMMENT.sub("", path.read_text("utf-8"))):
            assert name in names or name.startswith("/"), f"{path.relative_to(CLIENT)} imports {name!r}"


@built
def test_what_is_used_together_is_one_module_and_there_is_one_of_each() -> None:
    names = import_map()["imports"]
    assert {"@codemirror/state", "@codemirror/view", "lit-html", "lit-html/directives/repeat.js", "d3-scale"} <= set(
        names
    )
    assert names["@codemirror/state"] == names["@codemirror/view"] == names["@codemirror/commands"]
    assert names["lit-html"] == names["lit-html/directives/repeat.js"]
    for address in set(names.values()):
        text = (VENDOR / address.removeprefix("/vendor/")).read_text("utf-8")
        assert not re.search(r"""\bfrom\s*["']""", text), f"{address} imports something"


@built
def test_fonts_that_are_named_are_there_and_nothing_is_fetched_from_elsewhere() -> None:
    for address in FONTS_FIRST:
        assert (VENDOR / address.removeprefix("/vendor/")).is_file()
    faces = (VENDOR / "fonts.css").read_text("utf-8")
    for name in re.findall(r'url\("([^"]+)"\)', faces):
        assert (VENDOR / name).is_file()
    for family in ("Source Serif 4", "Instrument Sans", "JetBrains Mono", "Courier Prime"):
        assert f'"{family}"' in faces
    for path in [VENDOR / "fonts.css", *CLIENT.rglob("*.css")]:
        assert "//" not in path.read_text("utf-8").replace("http://www.w3.org/2000/svg", ""), path.name


@built
def test_licences_of_all_that_is_shipped_stand_beside_it() -> None:
    text = (VENDOR / "LICENSES.txt").read_text("utf-8")
    for name in ("@codemirror/view", "lit-html", "d3-scale", "style-mod", "@fontsource-variable/source-serif-4"):
        assert re.search(rf"^{re.escape(name)} \d", text, re.M), name
    assert "SIL OPEN FONT LICENSE" in text.upper()


def test_our_modules_do_nothing_that_the_content_policy_forbids() -> None:
    forbidden = re.compile(
        r"\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\b|\bstyle=\"|\bon\w+=\"|"
        r"unsafe-html|style-map|setAttribute\(['\"]style"
    )
    for path in sorted(CLIENT.rglob("*.js")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert not forbidden.search(line), f"{path.relative_to(CLIENT)}:{number}: {line.strip()}"


def test_our_modules_stay_short() -> None:
    long = {
        path.relative_to(CLIENT).as_posix()
        for path in CLIENT.rglob("*.js")
        if len(path.read_text("utf-8").splitlines()) > 400
    }
    assert long == set(), "ask which noun is hiding in it"


def test_the_wheel_holds_the_app_and_what_it_takes_from_others(tmp_path: Path) -> None:
    if not _can_bundle():
        pytest.skip("npm's packages cannot be had here")
    made = _build("wheel", tmp_path)
    assert made.returncode == 0, made.stderr
    wheel = next(tmp_path.glob("*.whl"))
    held = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        f"tapewright/web/client/{path.relative_to(CLIENT).as_posix()}" for path in CLIENT.rglob("*") if path.is_file()
    }
    assert ours <= held
    assert {
        "tapewright/web/vendor/imports.json",
        "tapewright/web/vendor/fonts.css",
        "tapewright/web/vendor/LICENSES.txt",
        "tapewright/web/vendor/codemirror.js",
        "tapewright/web/vendor/lit.js",
        "tapewright/web/vendor/fonts/source-serif-4-latin-wght-italic.woff2",
    } <= held
    assert not [name for name in held if "node_modules" in name or name.startswith(("web-build", "tests"))]


def test_a_wheel_without_the_app_is_refused_unless_it_is_asked_for(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        clone.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    shutil.copytree(ROOT / "tools", clone / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "web-build", clone / "web-build", ignore=shutil.ignore_patterns("node_modules"))
    (clone / "src" / "tapewright" / "web").mkdir(parents=True)
    (clone / "src" / "tapewright" / "__init__.py").touch()
    nowhere = {
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_fetch_retries": "0",
        "npm_config_offline": "true",
        "npm_config_cache": str(tmp_path / "npm"),
        "TAPEWRIGHT_WEB_CACHE": str(tmp_path / "cache"),
    }
    refused = _build("wheel", tmp_path / "out", where=clone, more=nowhere)
    assert refused.returncode != 0
    assert "TAPEWRIGHT_WITHOUT_WEB=1" in refused.stderr
    assert "make web" in refused.stderr
    plain = _build("wheel", tmp_path / "out", where=clone, more={**nowhere, "TAPEWRIGHT_WITHOUT_WEB": "1"})
    assert plain.returncode == 0, plain.stderr


def test_the_tool_says_whether_it_is_built() -> None:
    said = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True)
    assert (said.returncode == 0) == (said.stderr == "")
    assert said.returncode == 0 or "make web" in said.stderr


def _can_bundle() -> bool:
    return subprocess.run([sys.executable, str(TOOL)], capture_output=True).returncode == 0


def _build(
    target: str, out: Path, *, where: Path = ROOT, more: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, env={**os.environ, **(more or {})})
