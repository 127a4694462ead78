"""Which tests share a worker of xdist: those that stand on one browser, or on one demo."""

from __future__ import annotations

from typing import Any

import pytest

TOGETHER = {"tests/browser/": "browser", "tests/ground/test_demo.py": "demo"}
"""The beginning of a test's name → the group that one worker has."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Ours for ``--dist loadgroup``: xdist's own writes groups into the names of tests, which pytest 9.2 ignores."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for start, group in TOGETHER.items() if nodeid.startswith(start)), nodeid)

    return ByGroup(config, log) if config.getvalue("dist") == "loadgroup" else None
