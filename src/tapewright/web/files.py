"""The app's own files: our modules and styles (``/client``), and what is bundled from others (``/vendor``)."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
"""What is served, and as what: a machine's own list of kinds may call a module something that browsers refuse."""


class AppFiles(StaticFiles):
    """The files of one folder of the package. A browser asks each time whether its copy is still the one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)

    async def check_config(self) -> None:
        """Nothing: a folder that is not there has no files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if Path(path).suffix not in _KINDS or any(part.startswith(".") for part in Path(path).parts):
            raise HTTPException(status_code=404)
        return await super().get_response(path, scope)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Content-Type"] = _KINDS[Path(full_path).suffix]
        response.headers["Cache-Control"] = "no-cache"
        return response
