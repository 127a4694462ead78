"""Which tests share a worker of xdist: those of a file, which share its material, and all that stand on one browser."""

from __future__ import annotations

import gc
import signal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background job ignores Ctrl-C, and so would every process that a test starts in order to stop it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Hypothesis counts the clock on the wall, 200 ms for an example, which other work on the machine takes away. What hangs
# meets the time limit of its test.
settings.register_profile("tapewright", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tapewright")

TOGETHER = {"tests/browser/": "browser"}
"""The beginning of a test's name → the group that one worker has."""

APART = ("tests/promises/test_kill.py", "tests/promises/test_anchors.py")
"""Few tests and long ones: each goes to whichever worker is free, so that none waits for the other in the end."""

FIRST = (
    "browser",
    *APART,
    "tests/promises/",
    "tests/web/test_serve.py",
    "tests/ground/test_no_network.py",
    "tests/speech/test_real_sound.py",
)
"""The beginnings of what takes longest: begun first. Asked by number of tests, few and long ones would come last, and
one worker would wait for the other for as long as the longest takes.
"""


def pytest_collection_finish() -> None:
    """Ten thousand tests are a million objects that stay: without this, every full collection goes through them."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Ours for ``--dist loadgroup``: xdist's own writes groups into the names of tests, which pytest 9.2 ignores."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid if nodeid.startswith(APART) else nodeid.partition("::")[0]
            return next((group for start, group in TOGETHER.items() if nodeid.startswith(start)), file)

        def _assign_work_unit(self, node: Any) -> None:
            if first := next((scope for scope in self.workqueue if scope.startswith(FIRST)), None):
                self.workqueue.move_to_end(first, last=False)
            super()._assign_work_unit(node)

    return ByGroup(config, log) if config.getvalue("dist") == "loadgroup" else None
