"""Check the browser app's own modules with tsc: they are shipped as written, their types stand in JSDoc."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import build_web


def main() -> int:
    """What tsc says, and 1 with a printed reason where npm's packages cannot be had."""
    try:
        build_web.link_modules()
        node = build_web.node()
    except build_web.BuildError as error:
        print(f"tapewright: the browser app's modules cannot be checked here: {error}", file=sys.stderr)
        return 1
    root = Path(build_web.ROOT)
    tsc = root / "node_modules" / "typescript" / "bin" / "tsc"
    return subprocess.run([node, str(tsc), "--project", str(root / "tsconfig.json")], cwd=root).returncode


if __name__ == "__main__":
    sys.exit(main())
