"""Bundles what the browser app takes from others whenever a wheel or an editable install is made.

A wheel without the app would look whole and not be, so a failure ends the build and says how to go on without it.
An editable install goes on: whoever has the repository can run ``make web`` later, and the app's page says so.
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WITHOUT = "TAPEWRIGHT_WITHOUT_WEB"


class BundleTheBrowserApp(BuildHookInterface[Any]):
    """Fills ``src/tapewright/web/vendor`` before hatchling collects files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and say plainly what is missing where that does not work."""
        if os.environ.get(WITHOUT):
            return
        tool = runpy.run_path(str(Path(self.root) / "tools" / "build_web.py"), run_name="build_web")
        try:
            tool["build"]()
        except tool["BuildError"] as error:
            if version != "editable":
                raise SystemExit(f"{error}\nTo build a wheel without the browser app, set {WITHOUT}=1.") from error
            self.app.display_warning(f"installed without the browser app: {error}")
